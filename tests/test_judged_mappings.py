"""Mappings in the graph: everything that their rows say, and links only where a person stands behind a yes."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from plangraph.errors import InputError
from plangraph.network import network_answers
from plangraph.queries import named_queries, named_query, resolve, run
from plangraph.register.mapping_state import is_negative, mapping_state
from plangraph.register.slots import SLOTS
from plangraph.validation import check
from plangraph.vocabulary import PLANGRAPH, SKOS, SSSOM, mapping_node
from tests.small_care import small_care
from tests.small_data import SmallData

AS_OF = date(2025, 7, 1)
MACHINE = {
    "mapping_justification": "semapv:CompositeMatching",
    "mapping_tool": "plangraph",
    "mapping_tool_version": "0.1.0",
    "confidence": "0.9",
    "comment": "delar ord: kunskap",
}
BY_HAND = {"mapping_justification": "semapv:ManualMappingCuration", "author_label": "Samordnaren", "comment": "Ja."}
# Whatever could become a link in the small world, and would change some answer if it did.
ENDS = (
    ("kronoberg-2025/goal/1", "skos:closeMatch", "vagen-framat-2024/goal/N2.1"),
    ("kronoberg-2025/goal/2", "skos:broadMatch", "rcc-2025/goal/4.d"),
    ("kronoberg-2025/goal/3", "plangraph:mainArea", "area/1"),
    ("skane-2025/activity/S1", "plangraph:contributesTo", "vagen-framat-2024/goal/N1.2"),
    ("area/3", "plangraph:serves", "strategi-2026/goal/1"),
    ("vagen-framat-2024/goal/N2.1", "plangraph:serves", "strategi-2026/goal/1"),
    ("kronoberg-2025/goal/1", "skos:closeMatch", ""),
    ("skane-2025/activity/S1", "plangraph:contributesTo", ""),
)


def row(one: str, predicate: str, other: str, **cells: str) -> dict[str, str]:
    """A row of a mapping set; without the other end there is no counterpart in the national direction."""
    ends = {"object_id": f"plan:{other}"} if other else {
        "object_id": "sssom:NoTermFound", "object_source": "plan:vagen-framat-2024",
    }  # fmt: skip
    return {"subject_id": f"plan:{one}", "predicate_id": predicate, **ends, **cells}


def node(iri: rdflib.URIRef) -> ox.NamedNode:
    return ox.NamedNode(str(iri))


def answers(store: ox.Store) -> dict[str, Counter[tuple[str, ...]]]:
    """The rows of every question."""
    found = {}
    for name, question in named_queries().items():
        parameters = resolve(store, {"as_of": AS_OF.isoformat()}) if "as_of" in question.parameters else {}
        found[name] = Counter(tuple(row.values()) for row in run(store, question, parameters).rows)
    for name, network in network_answers().items():
        found[name] = Counter(tuple(row.values()) for row in network.run(store, "").rows)
    return found


def findings(store: ox.Store) -> set[tuple[str, str]]:
    """What the rules find, but for those about mappings themselves."""
    found = check(store, AS_OF).findings
    return {(finding.rule.id, finding.focus) for finding in found if finding.rule.family != "ALN"}


Said = tuple[dict[str, Counter[tuple[str, ...]]], set[tuple[str, str]]]


def said_of(store: ox.Store) -> Said:
    return answers(store), findings(store)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Said:
    """What is said of the small world as it is."""
    return said_of(small_care(tmp_path_factory.mktemp("plain") / "data").build())


@pytest.mark.parametrize(
    "cells",
    [
        MACHINE,
        MACHINE | {"reviewer_label": "R", "reviewer_agreement": "0"},
        MACHINE | {"reviewer_label": "R", "reviewer_agreement": "-1"},
        BY_HAND | {"reviewer_label": "R", "reviewer_agreement": "-0.5"},
    ],
    ids=["proposed", "unsure", "rejected", "author-and-reviewer-disagree"],
)
def test_what_nobody_stands_behind_changes_no_answer(tmp_path, plain, cells):
    """A proposal that nobody reviewed, and one that a reviewer doubts or refuses, change no answer or finding."""
    data = small_care(tmp_path / "data").mapping_rows("more", *(row(*ends, **cells) for ends in ENDS))
    assert said_of(data.build()) == plain


def test_a_no_changes_no_answer(tmp_path, plain):
    """A “no” is kept and is no link, of whatever predicate."""
    no = BY_HAND | {"predicate_modifier": "Not"}
    data = small_care(tmp_path / "data").mapping_rows("more", *(row(*ends, **no) for ends in ENDS if ends[2]))
    assert said_of(data.build()) == plain


@pytest.mark.parametrize("ends", ENDS, ids=lambda ends: "-".join(ends).replace("/", "-"))
def test_what_somebody_stands_behind_changes_answers(tmp_path, plain, ends):
    """Each of these rows, once confirmed, does change an answer: so that the tests above prove something."""
    confirmed = row(*ends, **MACHINE, reviewer_label="R")
    assert said_of(small_care(tmp_path / "data").mapping_rows("more", confirmed).build()) != plain


def test_every_slot_is_kept(tmp_path):
    """Whatever a row says is said of its node, several values one by one, identifiers as nodes, numbers as numbers."""
    full = {
        **dict.fromkeys(SLOTS, "text"),
        **row("kronoberg-2025/goal/1", "skos:closeMatch", "skane-2025/goal/2"),
        **dict.fromkeys(("record_id", "mapping_tool_id", "mapping_source", "issue_tracker_item"), "plan:x"),
        **dict.fromkeys(("subject_source", "object_source"), "plan:skane-2025"),
        **dict.fromkeys(("mapping_date", "publication_date", "review_date"), "2026-11-21"),
        **dict.fromkeys(("author_id", "reviewer_id", "creator_id", "curation_rule"), "plan:x|plan:y"),
        **dict.fromkeys(("subject_match_field", "object_match_field"), "skos:prefLabel|skos:altLabel"),
        **dict.fromkeys(("subject_preprocessing", "object_preprocessing"), "semapv:Stemming"),
        **dict.fromkeys(("confidence", "similarity_score"), "0.5"),
        "author_label": "A | B",
        "reviewer_agreement": "-0.5",
        "predicate_modifier": "Not",
        "mapping_cardinality": "1:n",
        "mapping_justification": "semapv:CompositeMatching",
    }
    data = SmallData(tmp_path / "data")
    data.plan("kronoberg-2025", goals=[{"locator": "1", "title": "Ett"}])
    data.plan("skane-2025", "skane", goals=[{"locator": "2", "title": "Två"}])
    store = data.mapping_rows("full", full).build()
    mapping = node(mapping_node("full", 1))
    said = {quad.predicate.value for quad in store.quads_for_pattern(mapping, None, None)}
    assert {slot for slot in SLOTS if str(SSSOM[slot]) not in said} == set()

    def values(slot: str) -> set[str]:
        return {quad.object.value for quad in store.quads_for_pattern(mapping, node(SSSOM[slot]), None)}

    assert values("author_label") == {"A", "B"}
    assert values("author_id") == {"https://w3id.org/plangraph/id/x", "https://w3id.org/plangraph/id/y"}
    assert values("predicate_modifier") == {str(SSSOM.NegatedPredicate)}
    (agreement,) = (quad.object for quad in store.quads_for_pattern(mapping, node(SSSOM.reviewer_agreement), None))
    assert agreement == ox.Literal("-0.5", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))


def test_counterparts_go_both_ways(tmp_path):
    """Rows judged to match, wholly or in part, are each other's counterparts; related ones and a no are not."""
    data = SmallData(tmp_path / "data")
    activities = [{"locator": str(n), "title": f"Göra {n}"} for n in range(1, 6)]
    data.plan("kronoberg-2025", activities=activities).plan("skane-2025", "skane", activities=activities)
    matches = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
    k, s = "kronoberg-2025/activity/", "skane-2025/activity/"
    rows = [row(f"{k}{n}", f"skos:{match}", f"{s}{n}", **BY_HAND) for n, match in enumerate(matches, start=1)]
    rows.append(row(f"{k}1", "skos:closeMatch", f"{s}5", **BY_HAND, predicate_modifier="Not"))
    rows.append(row(f"{k}1", "skos:closeMatch", f"{s}4", **MACHINE))
    store = data.mapping_rows("pairs", *rows).build()
    pairs = {
        (quad.subject.value.rpartition("/id/")[2], quad.object.value.rpartition("/id/")[2])
        for quad in store.quads_for_pattern(None, node(PLANGRAPH.counterpart), None)
    }
    assert pairs == {(f"{one}{n}", f"{other}{n}") for n in (1, 2, 3, 4) for one, other in ((k, s), (s, k))}
    for match in matches:
        assert not list(store.quads_for_pattern(None, node(SKOS[match]), None)), "activities are no concepts"


# --- the question `mappings` ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    """The small world with a mapping of each state, a no, and several reviewers."""
    pair = ("kronoberg-2025/goal/1", "skos:closeMatch", "vagen-framat-2024/goal/N2.1")
    review = {"reviewer_label": "B|A", "review_date": "2026-11-21"}
    rows = [
        row(*pair, **MACHINE),
        row(*pair, **MACHINE, **review, reviewer_agreement="0.7"),
        row(*pair, **MACHINE, reviewer_label="C", reviewer_agreement="0"),
        row(*pair, **MACHINE, reviewer_label="D", reviewer_agreement="-1"),
        row(*pair, **BY_HAND, predicate_modifier="Not"),
        row(*pair[:2], "", **MACHINE),
    ]
    return small_care(tmp_path_factory.mktemp("mixed") / "data").mapping_rows("mixed", *rows).build()


def asked(store: ox.Store, **parameters: str) -> list[tuple[str, ...]]:
    """What is said of Kronoberg's goal 1 and the national direction."""
    given = resolve(store, {"plan": "kronoberg-2025", "target": "vagen-framat-2024"} | parameters)
    columns = ("state", "negative", "author", "reviewer", "reviewer_agreement", "tool", "tool_version", "searched")
    rows = run(store, named_query("mappings"), given).rows
    return [tuple(row[column] for column in columns) for row in rows if row["subject"] == "1"]


def test_only_what_counts_is_listed_unless_asked_for(mixed):
    """Without further words only what a person stands behind is listed; who reviewed it and what proposed it beside."""
    assert asked(mixed) == [("confirmed", "", "", "A | B", "0.7", "plangraph", "0.1.0", "")]


def test_proposals_are_listed_on_request(mixed):
    """Proposals can be asked for, by the state's id or name; a lack comes with the plan that was searched."""
    machine = ("plangraph", "0.1.0")
    expected = {
        ("proposed", "", "", "", "", *machine, ""),
        ("proposed", "", "", "", "", *machine, "vagen-framat-2024"),
    }
    assert set(asked(mixed, standing="proposed")) == set(asked(mixed, standing="förslag")) == expected
    assert asked(mixed, standing="curated") == [("curated", "yes", "Samordnaren", "", "", "", "", "")]
    assert Counter(row[0] for row in asked(mixed, standing="all")) == Counter(
        {"proposed": 2, "confirmed": 1, "unsure": 1, "rejected": 1, "curated": 1}
    )


def test_state_that_there_is_none_of(mixed):
    """A state that no mapping can have is refused, not answered with nothing."""
    with pytest.raises(InputError):
        asked(mixed, standing="approved")


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
def test_engines_agree_on_every_state(mixed):
    """Oxigraph and rdflib list the same mappings of every state."""
    sparql = named_query("mappings").sparql.replace("?param_standing { UNDEF }", '?param_standing { "all" }')
    ours = Counter(
        tuple("" if term is None else term.value for term in solution)
        for solution in mixed.query(sparql, use_default_graph_as_union=True)
    )
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=mixed.dump(format=ox.RdfFormat.N_QUADS).decode(), format="nquads")
    found = dataset.query(sparql)
    theirs = Counter(tuple("" if term is None else str(term) for term in solution) for solution in found)
    assert theirs == ours and sum(ours.values()) > 20


def test_place_of_a_mapping(tmp_path: Path):
    """A finding on a mapping names the line that mends it, also in a file with few columns."""
    data = SmallData(tmp_path / "data")
    data.plan("kronoberg-2025", goals=[{"locator": "1", "title": "Ett"}])
    data.plan("skane-2025", "skane", goals=[{"locator": "2", "title": "Två"}])
    data.mapping_rows("pairs", row("kronoberg-2025/goal/1", "skos:closeMatch", "skane-2025/goal/2", **MACHINE))
    register = data.load()
    (finding,) = (f for f in check(data.build(), AS_OF, register.places()).findings if f.rule.id == "ALN-UNREVIEWED")
    assert finding.place is not None
    lines = finding.place.file.read_text(encoding="utf-8").splitlines()
    assert "CompositeMatching" in lines[finding.place.line - 1]


def test_no_shipped_judgement_is_left_in_dispute(register):
    """Where author and reviewer disagreed, a third reading settled it: a link, or a no that another stands behind."""
    rows = [row for mapping_set in register.mapping_sets for row in mapping_set.mappings]
    assert "rejected" not in {mapping_state(row) for row in rows}
    negatives = [row for row in rows if is_negative(row)]
    assert negatives
    for row in negatives:
        assert row["reviewer_label"] != row["author_label"] and float(row["reviewer_agreement"]) > 0
        pair = {row["subject_id"], row["object_id"]}
        assert not [other for other in rows if {other["subject_id"], other["object_id"]} == pair and other is not row]
