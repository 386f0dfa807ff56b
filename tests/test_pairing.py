"""Which row of one plan is which row of another: the pairing alone, on made-up words."""

from __future__ import annotations

import random
import time
from collections.abc import Collection, Iterable
from difflib import SequenceMatcher

from hypothesis import given
from hypothesis import strategies as st

from plangraph.alignment.judgements import Judgements, Link
from plangraph.alignment.pairing import normal, pairs


def found(old: dict[str, str], new: dict[str, str], *, one_plan: bool = True) -> list[tuple[str, str, str]]:
    """The pairs that words and locators make."""
    links = pairs(old, new, Judgements(), one_plan=one_plan)
    return sorted((link.old, link.new, link.match) for link in links)


def test_same_locator_and_nearly_the_same_words():
    """A row that was reworded where it stands is the same row."""
    old = {"1": "Utbilda all personal i levnadsvanor"}
    assert found(old, {"1": "Utbilda personal om levnadsvanor"}) == [("1", "1", "locator")]


def test_same_locator_and_other_words():
    """A row under the same locator whose words have nothing in common is not taken for the same."""
    assert found({"1": "Utbilda all personal i levnadsvanor"}, {"1": "Köpa två nya röntgenapparater"}) == []


def test_renumbered_row():
    """A row that kept its words and got another locator is found by its words."""
    old = {"1": "Utbilda personal", "2": "Köpa röntgenapparat"}
    new = {"1": "Helt nytt innehåll", "2": "Utbilda personal", "3": "Köpa röntgenapparat"}
    assert found(old, new) == [("1", "2", "wording"), ("2", "3", "wording")]


def test_exchanged_rows():
    """Two rows that changed places are followed by their words and not by their places."""
    one, two = "Utbilda personal i levnadsvanor", "Köpa en ny röntgenapparat till sjukhuset"
    assert found({"1": one, "2": two}, {"1": two, "2": one}) == [("1", "2", "wording"), ("2", "1", "wording")]


def test_one_of_two_alike_kept_its_place():
    """Of two rows with the same words the one that kept its locator is the same row."""
    words = "Införa vårdprogrammet"
    assert found({"2": words}, {"1": words, "2": words, "3": words}) == [("2", "2", "locator")]
    # a slip of the pen outweighs no locator
    assert found({"2": words}, {"1": words, "2": f"{words}t"}) == [("2", "2", "locator")]


def test_locators_of_two_plans_mean_nothing():
    """Between two plans only words that are nearly the same make a pair, whatever the locator."""
    old, new = {"1": "Utbilda all personal i levnadsvanor"}, {"1": "Utbilda personal om levnadsvanor"}
    assert found(old, new, one_plan=False) == []
    assert found(old, {"7": "Utbilda all personal i levnadsvanor."}, one_plan=False) == [("1", "7", "wording")]


def test_siblings_are_not_taken_for_one_another():
    """Rows that differ in the one word that matters are two rows, as automatic transfer to two registers is."""
    old = {"2.7/1": "Möjliggöra automatisk dataöverföring till kvalitetsregister"}
    new = {"2.8/1": "Möjliggöra automatisk dataöverföring till cancerregistret"}
    assert found(old, new) == []


def test_what_makes_no_difference():
    """Capitals, spaces, punctuation and the way an å is composed make no difference."""
    assert normal("  Införa   MDK – på alla\nsjukhus. ") == normal("införa mdk på alla sjukhus")
    assert normal("a\u030a") == normal("å")


def test_what_people_judged_comes_first():
    """A judged link holds against locator and words, and a judged no keeps two rows apart that have the same words."""
    words = {"1": "Införa vårdprogrammet", "2": "Utbilda personal"}
    judged = Judgements(links={("1", "2"): Link("1", "2", "reviewed")}, denied={("2", "2")})
    links = pairs(words, words, judged, one_plan=True)
    assert [(link.old, link.new, link.match) for link in links] == [("1", "2", "reviewed")]


def test_rows_that_somebody_compared_are_not_guessed_at():
    """Where somebody found nothing that answers to a row, neither words nor a machine find anything."""
    judged = Judgements(old_alone={"1": Link("1")}, old_compared={"1"})

    def propose(ours: Collection[str], theirs: Collection[str]) -> Iterable[Link]:
        return [Link("1", "1", "proposed", 0.9), Link("2", "1", "proposed", 0.8)]

    words = {"1": "Införa vårdprogrammet"}
    assert pairs(words, words, judged, propose, one_plan=True) == []
    assert pairs({**words, "2": "Utbilda"}, words, judged, propose, one_plan=True) == [Link("2", "1", "proposed", 0.8)]


def test_proposals_are_asked_for_what_is_left():
    """The machine is asked about rows that nothing else settled, and its pairs are told as proposed."""
    asked = []

    def propose(ours: Collection[str], theirs: Collection[str]) -> Iterable[Link]:
        asked.append((sorted(ours), sorted(theirs)))
        return [Link("2", "9", "proposed", 0.7, "closeMatch")]

    old = {"1": "Utbilda personal", "2": "Vaccinera mot HPV"}
    new = {"1": "Utbilda personal", "9": "Erbjuda vaccin mot humant papillomvirus"}
    links = pairs(old, new, Judgements(), propose, one_plan=True)
    assert asked == [(["2"], ["9"])]
    assert {(link.old, link.new, link.match) for link in links} == {("1", "1", "locator"), ("2", "9", "proposed")}


# Words that are often alike, so that rows compete for each other.
rows = st.dictionaries(
    st.sampled_from(["1", "2", "3", "10", "2.1", "2.10"]),
    st.lists(
        st.sampled_from(["utbilda", "personal", "i", "levnadsvanor", "vaccinera", "alla"]), min_size=1, max_size=5
    ).map(" ".join),
)


@given(old=rows, new=rows, one_plan=st.booleans())
def test_same_from_either_end(old, new, one_plan):
    """Exchanging old and new exchanges the ends of each pair."""
    assert found(old, new, one_plan=one_plan) == sorted(
        (one, other, match) for other, one, match in found(new, old, one_plan=one_plan)
    )


@given(old=rows, new=rows, one_plan=st.booleans(), random=st.randoms(use_true_random=False))
def test_order_of_rows_makes_no_difference(old, new, one_plan, random):
    """The rows may stand in any order, and each of them is in one pair at most."""
    shuffled = list(new.items())
    random.shuffle(shuffled)
    links = found(old, new, one_plan=one_plan)
    assert found(old, dict(shuffled), one_plan=one_plan) == links
    assert len({link[0] for link in links}) == len({link[1] for link in links}) == len(links)


@given(words=rows)
def test_plan_against_itself(words):
    """Every row of a plan is itself."""
    assert found(words, dict(words)) == sorted((locator, locator, "locator") for locator in words)


# A text and another that a few slips of the pen, or more, make of it.
texts = st.text(alphabet="abcdåefghij", min_size=12, max_size=40)
slips = st.lists(st.tuples(st.integers(0, 39), st.sampled_from(["", "x", "aa"])), min_size=1, max_size=4)


@given(text=texts, slips=slips, beside=st.lists(texts, max_size=4))
def test_wording_is_near_from_nine_tenths(text, slips, beside):
    """Rows under other locators are one row if nine tenths of their letters agree, whatever stands beside them."""
    other = text
    for place, put in slips:
        at = place % len(other)
        other = other[:at] + put + other[at + 1 :]
    one, two = sorted((normal(text), normal(other)))
    is_near = one == two or SequenceMatcher(None, one, two, autojunk=False).ratio() >= 0.9
    alone = found({"1": text}, {"2": other})
    assert alone == ([("1", "2", "wording")] if is_near else [])
    # a rival may take the place of one that is near, and makes none near that is not
    with_others = found({"1": text}, {"2": other, **{f"9.{n}": each for n, each in enumerate(beside)}})
    assert is_near or ("1", "2", "wording") not in with_others


def test_large_plans_are_paired_in_seconds():
    """Two plans of 1,500 rows each, in any order, need no comparison of every two rows letter by letter."""
    chance = random.Random(1)
    words = [f"{chance.choice('bdfgklmnprstv')}{chance.choice('aeiouåäö')}rd{n}" for n in range(40)]
    old = {f"1.{n}": " ".join(chance.choices(words, k=8)) for n in range(1500)}
    new = {f"2.{n}": f"{old[f'1.{n}']}." for n in range(1500)}
    start = time.monotonic()
    links = found(old, new, one_plan=False)
    assert len(links) == 1500
    assert time.monotonic() - start < 15
