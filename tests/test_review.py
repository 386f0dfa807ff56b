"""A review of proposals: what is asked, what an answer leaves, and that nothing is asked twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangraph.alignment.decision import Verdict, answers_to, decide
from plangraph.alignment.review import Review
from plangraph.alignment.texts import Text, Texts
from plangraph.register import MappingSet, Row, is_judged, is_negative, mapping_state
from plangraph.register.slots import SLOTS
from tests.small_data import PREFIXES

TODAY = "2026-11-22"
REVIEWER = "Cancersamordnaren"


def proposal(one: str, other: str, predicate: str = "closeMatch", **cells: str) -> Row:
    """A machine's proposal for two rows, such as `k/goal/1` and `s/goal/2`; without the other: there is none."""
    given = {
        "subject_id": f"plan:{one}",
        "subject_label": f"Titel {one}",
        "predicate_id": f"skos:{predicate}",
        "object_id": f"plan:{other}" if other else "sssom:NoTermFound",
        "object_label": f"Titel {other}" if other else "",
        "mapping_justification": "semapv:CompositeMatching",
        "mapping_tool": "plangraph",
        "mapping_tool_version": "0.1.0",
        "mapping_date": "2026-11-20",
        "confidence": "0.8",
        "similarity_score": "0.7",
        "comment": "delar ord: HPV; samma målområde",
    }
    return Row(dict.fromkeys(SLOTS, "") | given | cells, Path("proposals.tsv"), 1)


def mapping_set(*rows: Row, name: str = "proposals") -> MappingSet:
    return MappingSet(name, name, "", PREFIXES, rows, Path(f"{name}.sssom.tsv"))


def kept_set(*kept: dict[str, str]) -> MappingSet:
    """Answers of an earlier session, as they are read again."""
    return mapping_set(*(Row(dict.fromkeys(SLOTS, "") | row, Path("kept"), 1) for row in kept), name="kept")


def asked(review: Review) -> list[tuple[str, str]]:
    """What is asked when everything is passed over."""
    found = []
    while (question := review.current) is not None:
        found.append((question.proposal["subject_id"], question.proposal["object_id"]))
        review.skip()
    return found


PAIR = proposal("k/goal/1", "s/goal/2")
LACK = proposal("k/goal/1", "", object_source="plan:s")


# --- what an answer leaves -----------------------------------------------------------------------------------------


def test_yes_keeps_tool_and_reviewer_apart():
    """A yes leaves the proposal with tool, version and confidence, and the reviewer with an agreement of its own."""
    kept = decide(PAIR, Verdict.YES, REVIEWER, TODAY, certainty="0.9")
    assert {slot: kept[slot] for slot in kept if kept[slot] != PAIR[slot]} == {
        "reviewer_label": REVIEWER,
        "review_date": TODAY,
        "reviewer_agreement": "0.9",
    }
    assert kept["confidence"] == "0.8"


def test_no_is_a_mapping_of_the_reviewers_own():
    """A no says Not, by hand and with the reviewer's confidence; tool and score tell what led to the question."""
    kept = decide(PAIR, Verdict.NO, REVIEWER, TODAY, certainty="0.9", comment="Olika åldrar")
    assert kept["predicate_modifier"] == "Not"
    assert kept["mapping_justification"] == "semapv:ManualMappingCuration"
    assert (kept["author_label"], kept["confidence"], kept["mapping_date"]) == (REVIEWER, "0.9", TODAY)
    assert (kept["mapping_tool"], kept["mapping_tool_version"]) == ("plangraph", "0.1.0")
    assert kept["similarity_score"] == "0.7"
    assert kept["comment"].startswith("Olika åldrar") and "delar ord: HPV" in kept["comment"]
    assert "reviewer_label" not in kept


@pytest.mark.parametrize(
    ("answer", "predicate"),
    [
        (Verdict.BROADER, "skos:broadMatch"),
        (Verdict.NARROWER, "skos:narrowMatch"),
        (Verdict.RELATED, "skos:relatedMatch"),
    ],
)
def test_other_predicate_is_a_mapping_of_the_reviewers_own(answer, predicate):
    """What the second row is, seen from the first, becomes the predicate; the proposal's confidence was in another."""
    kept = decide(PAIR, answer, REVIEWER, TODAY)
    assert (kept["predicate_id"], kept["author_label"], kept["confidence"]) == (predicate, REVIEWER, "1")
    assert "predicate_modifier" not in kept


def test_predicate_as_proposed_is_a_yes():
    """“Broader” to a proposal of a broader row is agreement with it."""
    broader = proposal("k/goal/1", "s/goal/2", "broadMatch")
    assert decide(broader, Verdict.BROADER, REVIEWER, TODAY) == decide(broader, Verdict.YES, REVIEWER, TODAY)


def test_unsure_and_denied_lack_stay_the_tools():
    """Unsure is an agreement of 0; a lack is denied by disagreeing, since “not nothing” links nothing."""
    assert decide(PAIR, Verdict.UNSURE, REVIEWER, TODAY, certainty="0.4")["reviewer_agreement"] == "0"
    denied = decide(LACK, Verdict.NO, REVIEWER, TODAY, certainty="0.6")
    assert (denied["reviewer_agreement"], denied["object_id"]) == ("-0.6", "sssom:NoTermFound")
    assert "predicate_modifier" not in denied


@pytest.mark.parametrize("answer", Verdict)
@pytest.mark.parametrize("row", [PAIR, LACK], ids=["pair", "lack"])
def test_what_is_kept_stands_as_it_was_meant(row, answer):
    """Read again, a yes or another predicate counts, a no counts as a no, and unsure counts as nothing."""
    if answer not in answers_to(row):
        with pytest.raises(ValueError):
            decide(row, answer, REVIEWER, TODAY)
        return
    (read,) = kept_set(decide(row, answer, REVIEWER, TODAY)).mappings
    assert mapping_state(read) != "proposed"
    says_yes = is_judged(read) and not is_negative(read)
    assert says_yes == (answer not in (Verdict.NO, Verdict.UNSURE))


def test_focus_area_is_not_broader():
    """Only matches can be broader, narrower or related: a focus area is right or not."""
    area = proposal("k/goal/1", "area/2", predicate_id="plangraph:mainArea")
    assert set(answers_to(area)) == {Verdict.YES, Verdict.NO, Verdict.UNSURE}


# --- what is asked -------------------------------------------------------------------------------------------------


def test_question_shows_both_rows_with_what_is_around_them():
    """A question has both rows' words, headings, goals and what hangs below them, and the reasons one by one."""
    texts = Texts.of(
        [
            Text("k", "goal", "1", "Vaccinera alla", heading="Prevention"),
            Text("k", "activity", "1.1", "Kalla årskurs 5", parent="1"),
            Text("s", "goal", "2", "Hög täckning"),
        ]
    )
    question = Review(mapping_set(PAIR), texts=[texts]).current
    assert question is not None and question.other is not None
    assert (question.one.words, question.one.heading, question.one.below) == (
        "Vaccinera alla",
        "Prevention",
        ("Kalla årskurs 5",),
    )
    assert (question.other.plan, question.other.kind, question.other.locator) == ("s", "goal", "2")
    assert question.reasons == ("delar ord: HPV", "samma målområde")
    assert (question.predicate, question.confidence) == ("closeMatch", "0.8")


def test_first_texts_that_have_a_row_are_shown_else_its_label():
    """The documents' words go before the register's titles, and a row that neither has is shown by its label."""
    words, titles = Text("k", "goal", "1", "Dokumentets ord"), Text("k", "goal", "1", "Registrets titel")
    question = Review(mapping_set(PAIR), texts=[Texts.of([words]), Texts.of([titles])]).current
    assert question is not None and question.other is not None
    assert (question.one.words, question.other.words) == ("Dokumentets ord", "Titel s/goal/2")


def test_locator_is_shown_as_printed():
    """A locator with a slash and letters beyond ASCII is shown as the plan has it."""
    row = proposal("v/activity/4.d~2", "s/goal/%C3%A5")
    question = Review(mapping_set(row)).current
    assert question is not None and question.other is not None
    assert (question.one.locator, question.other.locator) == ("4.d/2", "å")


def test_same_pair_the_other_way_round_is_not_asked():
    """Once a pair is answered, neither the same pair turned nor with another predicate is asked."""
    turned = proposal("s/goal/2", "k/goal/1", "narrowMatch")
    review = Review(mapping_set(PAIR, turned, proposal("k/goal/1", "s/goal/3")))
    review.answer(Verdict.NO, REVIEWER, TODAY)
    assert asked(review) == [("plan:k/goal/1", "plan:s/goal/3")]


@pytest.mark.parametrize("answer", Verdict)
def test_answered_earlier_is_not_asked_again(answer):
    """An answer of an earlier session, also an unsure one, settles the pair either way round."""
    earlier = kept_set(decide(PAIR, answer, REVIEWER, TODAY))
    assert asked(Review(mapping_set(PAIR), [earlier])) == []
    assert asked(Review(mapping_set(proposal("s/goal/2", "k/goal/1")), [earlier])) == []


def test_what_a_machine_proposed_elsewhere_is_no_answer():
    """A proposal in another set that nobody reviewed does not keep the question from being asked."""
    assert len(asked(Review(mapping_set(PAIR), [mapping_set(PAIR, name="other")]))) == 1


def test_reviewed_proposal_is_not_asked():
    """What somebody reviewed in the file of proposals itself is settled; what was made by hand there is asked."""
    reviewed = proposal("k/goal/1", "s/goal/2", reviewer_label="Någon", reviewer_agreement="-1")
    by_hand = proposal("k/goal/5", "s/goal/5", mapping_justification="semapv:ManualMappingCuration")
    assert asked(Review(mapping_set(reviewed, by_hand))) == [("plan:k/goal/5", "plan:s/goal/5")]


def test_prefixes_may_differ():
    """The same row under another prefix is the same row."""
    other = MappingSet(
        "other",
        "other",
        "",
        {**PREFIXES, "p": PREFIXES["plan"]},
        [Row({**PAIR, "subject_id": "p:s/goal/2", "object_id": "p:k/goal/1", "reviewer_label": "R"}, Path("o"), 1)],
        Path("other"),
    )
    assert asked(Review(mapping_set(PAIR), [other])) == []


def test_lack_is_settled_by_a_link_into_that_plan_only():
    """Whoever links a row to a plan has said that it has a counterpart there; other plans remain to be asked about."""
    elsewhere = proposal("k/goal/1", "", object_source="plan:g")
    turned = proposal("s/goal/2", "", object_source="plan:k")
    review = Review(mapping_set(PAIR, LACK, turned, elsewhere))
    review.answer(Verdict.BROADER, REVIEWER, TODAY)
    question = review.current
    assert question is not None and question.searched == "g" and question.other is None
    assert review.left == 1


@pytest.mark.parametrize("answer", [Verdict.NO, Verdict.UNSURE])
def test_lack_is_not_settled_by_a_no(answer):
    """That one row is no counterpart does not say that there is none."""
    review = Review(mapping_set(PAIR, LACK))
    review.answer(answer, REVIEWER, TODAY)
    assert asked(review) == [("plan:k/goal/1", "sssom:NoTermFound")]


def test_skipped_question_comes_back_next_time():
    """What is passed over is not asked again in the session, and is asked in the next."""
    review = Review(mapping_set(PAIR, LACK))
    review.skip()
    review.answer(Verdict.YES, REVIEWER, TODAY)
    assert review.current is None
    assert asked(Review(mapping_set(PAIR, LACK), [kept_set(*review.kept)])) == [("plan:k/goal/1", "plan:s/goal/2")]


def test_skipped_pair_is_not_asked_the_other_way_round():
    """What is passed over is passed over both ways, until it is taken back."""
    review = Review(mapping_set(PAIR, proposal("s/goal/2", "k/goal/1")))
    review.skip()
    assert review.current is None
    review.undo()
    assert len(asked(review)) == 1


def test_undo_goes_back_one_step_at_a_time():
    """Undo takes back the last answer or skip, and asks again; with nothing done it does nothing."""
    review = Review(mapping_set(PAIR, proposal("k/goal/3", "s/goal/3")))
    assert review.undo() == (False, None)
    first = review.answer(Verdict.YES, REVIEWER, TODAY)
    review.skip()
    assert review.undo() == (True, None)
    assert review.undo() == (True, first)
    assert review.kept == []
    assert len(asked(review)) == 2


def test_nothing_left():
    """With nothing left there is nothing to answer or to pass over."""
    review = Review(mapping_set())
    assert review.current is None and review.left == 0
    with pytest.raises(ValueError):
        review.answer(Verdict.YES, REVIEWER, TODAY)
    with pytest.raises(ValueError):
        review.skip()


places = st.sampled_from(["k/goal/1", "k/goal/2", "s/goal/1", "s/goal/2", "g/goal/1"])
lacks = st.builds(lambda one, plan: proposal(one, "", object_source=f"plan:{plan}"), places, st.sampled_from("ksg"))
pairs = st.tuples(places, places).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: proposal(*pair))
moves = st.lists(st.sampled_from([*Verdict, "skip", "undo", "again"]), max_size=40)


def about(row: dict[str, str]) -> frozenset[str]:
    return frozenset({row["subject_id"], row["object_id"], row.get("object_source", "")})


@given(rows=st.lists(st.one_of(pairs, lacks), max_size=12), moves=moves)
def test_nothing_is_ever_asked_twice_and_nothing_is_lost(rows, moves):
    """However one answers, passes over, takes back and begins anew: kept is what was answered and not taken back, no
    two kept mappings are about the same, and no question is about what is kept."""
    proposals = mapping_set(*rows)
    stored: list[dict[str, str]] = []
    review = Review(proposals)
    for move in moves:
        question = review.current
        if move == "again":
            review = Review(proposals, [kept_set(*stored)])
        elif move == "undo":
            went_back, taken = review.undo()
            if taken is not None:
                assert stored.pop() == taken
            assert went_back or not review.kept
        elif question is not None and move == "skip":
            review.skip()
        elif question is not None and move in question.answers:
            stored.append(review.answer(Verdict(move), REVIEWER, TODAY))
        assert stored[len(stored) - len(review.kept) :] == review.kept
        assert len({about(row) for row in stored}) == len(stored)
        current = review.current
        assert current is None or about(current.proposal) not in {about(row) for row in stored}
        assert (current is None) == (review.left == 0)
