"""What matching finds, on sentences made for it: the same thing in other words, and nothing where there is nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangraph.alignment import candidates
from plangraph.alignment.facets import FACETS, facets
from plangraph.alignment.proposing import Aligner, Comparison
from plangraph.alignment.swedish import Analyzer, character_grams, parts
from plangraph.alignment.texts import Text, Texts
from plangraph.register import Register

FILLER = (
    "Endoskopister utbildas för kortare köer",
    "Patologens svar kommer inom tio dagar",
    "Strålbehandling ges på kvällstid",
    "Tobaksavvänjning erbjuds inför operation",
    "Biobanken tar emot blodprover varje dag",
    "Budgeten för lokaler ses över",
)


def activity(plan: str, locator: str, words: str, **rest: str) -> Text:
    return Text(plan, "activity", locator, words, **rest)


def goal(plan: str, locator: str, words: str, **rest: str) -> Text:
    return Text(plan, "goal", locator, words, **rest)


def with_filler(plan: str, *texts: Text) -> list[Text]:
    """Some texts of a plan among others that have nothing to do with them."""
    return [*texts, *(activity(plan, f"f{place}", words) for place, words in enumerate(FILLER))]


def compared(register: Register, one: Iterable[Text], other: Iterable[Text], kind: str = "activity") -> Comparison:
    texts = Texts.of([*one, *other])
    aligner = Aligner(texts, register.reference.terms)
    first, second = texts.plans()
    return aligner.compare(texts.select(first, kind), texts.select(second, kind))


def links(found: Comparison) -> set[tuple[str, str]]:
    return {(each.one.locator, each.other.locator) for each in found.proposals()}


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("Rapportera till cancerläkemedelsregistret", "Inrapportering i registret för cancerläkemedel"),
        ("Alla patienter erbjuds MVP", "Min vårdplan ska finnas för varje patient"),
        ("Kontaktsjuksköterskornas nätverk träffas", "Nätverket för KSSK samlas två gånger"),
        ("Multidisciplinära konferenser ses över", "Se över arbetssättet för MDK"),
        ("Självprovtagning för HPV hemma", "HPV-självtest skickas till kvinnor"),
        ("Ledtiderna i SVF kortas", "Standardiserade vårdförlopp ska få kortare ledtid"),
    ],
)
def test_the_same_thing_in_other_words(register, here, there):
    """Compounds, endings and abbreviations do not hide that two rows speak of one thing."""
    found = compared(register, [activity("a", "1", here)], with_filler("b", activity("b", "1", there)))
    assert links(found) == {("1", "1")}


def test_an_abbreviation_is_a_reason_that_names_its_expansion(register):
    """A person who does not know an abbreviation can still check why it was a match."""
    one = [activity("a", "1", "Alla erbjuds MVP")]
    found = compared(register, one, with_filler("b", activity("b", "1", "Min vårdplan för alla")))
    [proposal] = found.proposals()
    assert "samma begrepp: MVP = Min vårdplan" in proposal.reasons.said


def test_what_hangs_below_a_goal_speaks_for_it(register):
    """Goals in quite different words meet by the activities below them."""
    one = [goal("a", "1", "Trygghet i livets slut"), activity("a", "1.1", "Palliativ vård av barn", parent="1")]
    other = [
        goal("b", "1", "Verksamheten utvecklas"),
        activity("b", "1.1", "Barn får palliativ vård hemma", parent="1"),
        goal("b", "2", "Tryggare ekonomi"),
        activity("b", "2.1", "Budgeten följs upp varje månad", parent="2"),
    ]
    found = compared(register, one, other, "goal")
    assert [each.other.locator for each in found.ranked(one[0])] == ["1", "2"]


def test_the_heading_and_the_goal_speak_for_a_row_that_says_little(register):
    """“Pågår” means something under its heading."""
    one = [activity("a", "1", "Pågår", heading="BIOBANK")]
    other = [
        activity("b", "1", "Insamling av vävnad", heading="2.3 Biobank"),
        activity("b", "2", "Insamling av underskrifter", heading="2.4 Ledning"),
    ]
    found = compared(register, one, other)
    assert found.ranked(one[0])[0].other.locator == "1"


def test_a_row_without_words_is_judged_by_what_stands_around_it(register):
    """An empty cell is no difference: under a heading of its own, the row meets the one row that is there as well."""
    rows = [
        ("1", "Biobank", "Prover samlas in"),
        ("2", "Palliativ vård", "Samtal med anhöriga"),
        ("3", "Screening", ""),
    ]
    there = [("1", "Biobank", "Insamling av prover"), ("2", "Palliativ vård", "Anhöriga får samtal")]
    there.append(("3", "Screening", "Kallelser skickas i tid"))
    one = [activity("a", locator, words, heading=heading) for locator, heading, words in rows]
    other = [activity("b", locator, words, heading=heading) for locator, heading, words in there]
    assert links(compared(register, one, other)) == {("1", "1"), ("2", "2"), ("3", "3")}


def test_the_same_words_about_different_organs_are_no_match(register):
    """Screening of the lung is not screening of the prostate, however alike the sentences."""
    one = [activity("a", "1", "Screening för lungcancer förbereds i regionen")]
    other = with_filler(
        "b",
        activity("b", "1", "Testning för prostatacancer förbereds i regionen"),
        activity("b", "2", "Lågdosröntgen av lungorna prövas i en pilot om screening"),
    )
    assert compared(register, one, other).ranked(one[0])[0].other.locator == "2"


def test_nothing_is_proposed_where_there_is_nothing(register):
    """Rows about different things get no counterpart, and the certainty of that is told."""
    one = [activity("a", "1", "Solskydd på lekplatser"), activity("a", "2", "Hospice för äldre byggs")]
    found = compared(register, one, with_filler("b"))
    assert found.proposals() == []
    assert [text.locator for text, _ in found.without()] == ["1", "2"]
    assert all(0 < confidence <= 1 for _, confidence in found.without())


def test_a_plan_matches_itself_row_by_row(register):
    """A copy of a plan under another name: each row meets its copy, exactly, and nothing else."""
    rows = with_filler("a", activity("a", "1", "Min vårdplan införs"), activity("a", "2", "Teledermatoskopi införs"))
    copy = [activity("b", text.locator, text.words) for text in rows]
    proposals = compared(register, rows, copy).proposals()
    assert {(each.one.locator, each.other.locator) for each in proposals} == {(t.locator, t.locator) for t in rows}
    assert {each.predicate for each in proposals} == {"exact"}
    assert all("nästan samma lydelse" in each.reasons.said for each in proposals)


def test_a_part_of_a_row_is_narrower(register):
    """A row that says all that another says and much more is the broader one, from either side."""
    broad = activity(
        "a",
        "1",
        "Teledermatoskopi införs på alla vårdcentraler, remisser granskas, läkare utbildas, ledtider mäts och "
        "resultat redovisas för ledningen",
    )
    narrow = activity("b", "1", "Teledermatoskopi på vårdcentraler")
    [seen] = compared(register, [broad], with_filler("b", narrow)).proposals()
    assert seen.predicate == "narrow"
    mirrored = activity("b", "1", broad.words), activity("a", "1", narrow.words)
    [seen] = compared(register, [mirrored[1]], with_filler("b", mirrored[0])).proposals()
    assert seen.predicate == "broad"


def test_rows_under_the_same_quoted_goal_come_in_its_order(register):
    """Two regions that quote one goal word by word list its measures alike: order decides where words do not."""
    quoted = "Sjukvårdsregionens patienter erbjuds en god och jämlik rehabilitering utifrån behov"
    here = ["Lokala riktlinjer", "Se bilaga", "Nya arbetssätt", "Klart"]
    there = ["Riktlinjer finns lokalt", "Ansökan lämnas", "Arbetssätt utvecklas", "Pågår"]
    plans = [
        [goal(plan, "1", quoted), *(activity(plan, f"1/{n}", said, parent="1") for n, said in enumerate(rows))]
        for plan, rows in (("a", here), ("b", there))
    ]
    found = compared(register, *plans)
    nearest = {row.locator: found.ranked(row)[0].other.locator for row in plans[0][1:]}
    assert nearest["1/1"] == "1/1"
    assert nearest["1/3"] == "1/3"


WORDS = (
    *("vård", "plan", "cancer", "register", "MVP", "SVF", "barn", "rehabilitering", "palliativ", "utbildning"),
    *("lungcancer", "införs", "mäts", "nätverk"),
)
sentences = st.lists(st.sampled_from(WORDS), min_size=0, max_size=8).map(" ".join)
groups = st.lists(sentences, min_size=1, max_size=6)


@settings(max_examples=8, deadline=None)
@given(groups, groups)
def test_neither_side_comes_first(register, one, other):
    """Rows of the same standing are counterparts whichever plan is named first."""
    rows = [activity(plan, str(n), said) for plan, group in (("a", one), ("b", other)) for n, said in enumerate(group)]
    texts = Texts.of(rows)
    aligner = Aligner(texts, register.reference.terms)
    first, second = texts.select("a"), texts.select("b")
    forth = {(each.one.curie, each.other.curie) for each in aligner.compare(first, second).proposals()}
    back = {(each.other.curie, each.one.curie) for each in aligner.compare(second, first).proposals()}
    assert forth == back


@settings(max_examples=6, deadline=None)
@given(groups, groups, st.randoms())
def test_the_order_of_rows_makes_no_difference(register, one, other, chance):
    """However the rows are shuffled, the proposals and their figures stay the same."""
    rows = [activity(plan, str(n), said) for plan, group in (("a", one), ("b", other)) for n, said in enumerate(group)]
    shuffled = list(rows)
    chance.shuffle(shuffled)
    results = []
    for each in (rows, shuffled):
        found = compared(register, each, [])
        results.append([(c.one.curie, c.other.curie, c.confidence, c.reasons) for c in found.proposals()])
    assert results[0] == results[1]


def test_the_search_among_many_finds_what_all_pairs_would(register, monkeypatch):
    """With many rows only the nearest are looked at; among few, looking at all gives the same links."""
    rng = np.random.default_rng(1)
    one = [activity("a", str(n), " ".join(rng.choice(WORDS, 6))) for n in range(60)]
    other = [activity("b", text.locator, text.words) for text in one]
    everything = links(compared(register, one, other))
    monkeypatch.setattr(candidates, "_FEW", 0)
    nearest = compared(register, one, other)
    assert links(nearest) == everything
    monkeypatch.setattr(candidates, "NEAREST", 5)
    assert len(compared(register, one, other).pairs.i) < len(nearest.pairs.i)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("cancerläkemedelsregister", {"cancer", "läkemedel", "register"}),
        ("livmoderhalscancerscreening", {"livmoderhals", "cancer", "screening"}),
        ("kontaktsjuksköterska", {"kontakt", "sjuksköterska"}),
        ("vårdprogram", {"vård", "program"}),
        ("plan", set()),
        ("utbildning", set()),
    ],
)
def test_compounds_fall_into_words(word, expected):
    """A compound is divided where Swedish divides it, a simple word not at all."""
    assert expected <= set(parts(word)) if expected else parts(word) == ()


@pytest.fixture(scope="module")
def analyzer(register: Register) -> Analyzer:
    return Analyzer.of(register.reference.terms)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_can_be_read(analyzer, text):
    """Whatever stands in a cell, it is read the same way each time and without complaint."""
    assert analyzer.tokens(text) == analyzer.tokens(text)
    assert all(gram for gram in character_grams(text))
    assert {mention.term for mention in analyzer.mentions(text)} <= set(analyzer.labels)
    assert facets().matrix([text]).shape == (1, len(facets().names))


def mentioned(analyzer: Analyzer, text: str) -> set[str]:
    return {mention.term for mention in analyzer.mentions(text)}


def test_a_word_that_looks_like_an_abbreviation_is_none(analyzer):
    """“Far” is no FaR; “kssk” can be nothing but KSSK."""
    assert "fysisk-aktivitet-pa-recept" in mentioned(analyzer, "FaR skrivs ut")
    assert "fysisk-aktivitet-pa-recept" not in mentioned(analyzer, "En far söker vård")
    assert "kontaktsjukskoterska" in mentioned(analyzer, "nätverk för regionens kssk")


def test_ambiguous_abbreviations_say_nothing(analyzer):
    """VC is a verksamhetschef or a vårdcentral: no evidence of either."""
    assert not mentioned(analyzer, "VC ansvarar") & {"vardcentral", "verksamhetschef"}


def values(text: str, facet: str) -> set[str]:
    row = facets().matrix([text])[0]
    return {value for place, (name, value) in enumerate(facets().names) if name == facet and row[place]}


@pytest.mark.parametrize(
    ("text", "facet", "expected"),
    [
        ("Kommunikation till medarbetare", "theme", set()),
        ("Vården flyttar till kommunerna", "theme", {"nära vård"}),
        ("Läkemedel beställs", "action", set()),
        ("Mammografin har nya tider", "organ", {"bröst"}),
        ("Barnmorskan tar prov", "people", set()),
        ("Barncancervården stärks", "people", {"barn"}),
    ],
)
def test_facets_see_the_word_and_not_its_beginning(text, facet, expected):
    """A facet is found by words that mean it, not by words that merely begin alike."""
    assert facet in FACETS
    assert values(text, facet) == expected


def test_every_facet_value_can_be_found():
    """No value of the table is written so that nothing can ever match it."""
    for place, (facet, value) in enumerate(facets().names):
        pattern = facets()._words[place]
        phrases = [phrase for at, phrase in facets()._phrases if at == place]
        assert pattern is not None or phrases, (facet, value)


def curies(texts: Sequence[Text]) -> list[str]:
    return [text.curie for text in texts]


def test_locators_sort_as_people_count():
    """2.10 comes after 2.9, and a slash becomes a tilde in the identifier."""
    texts = Texts.of([goal("a", "2.10", "x"), goal("a", "2.9", "x"), activity("a", "2.9/1", "x", parent="2.9")])
    assert curies(texts.rows) == ["plan:a/activity/2.9~1", "plan:a/goal/2.9", "plan:a/goal/2.10"]
