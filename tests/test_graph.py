"""The register as a dataset: every row is a node, every node stands in its graph, and every link ends somewhere."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pyoxigraph as ox
import pytest

from plangraph.errors import InputError
from plangraph.graph import build, load_ontology, read_rdf
from plangraph.register import NO_TERM_FOUND
from plangraph.vocabulary import DCTERMS, GRAPH, OWL, PLANGRAPH, RDF, RDFS, SKOS, SSSOM, row_node
from tests.small_data import SmallData

BASE = "https://w3id.org/plangraph/"
MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)


def node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def values_of(store, subject, predicate, graph=None) -> list[str]:
    """What a node has by a predicate, in one graph or in any."""
    quads = store.quads_for_pattern(node(subject), node(predicate), None, node(graph) if graph else None)
    return [quad.object.value for quad in quads]


def of_class(store, name) -> list[str]:
    """The nodes that a class has."""
    return [quad.subject.value for quad in store.quads_for_pattern(None, node(RDF.type), node(name), None)]


def test_named_graphs(store, register):
    """One graph per plan, and one each for ontology, reference data, alignments and what was inferred."""
    expected = {str(GRAPH[name]) for name in ("ontology", "reference", "alignments", "inferred")}
    # a plan of which only its existence is known has a graph as well: it holds what is known
    expected |= {str(GRAPH[f"plan/{plan.id}"]) for plan in register.plans}
    assert {graph.value for graph in store.named_graphs()} == expected
    assert not list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))


def test_every_row_is_a_node_of_its_plan(store, register):
    """Every goal, measure, activity and step is a node in its plan's graph, with locator, title and plan."""
    for plan in register.plans:
        graph = GRAPH[f"plan/{plan.id}"]
        for kind, row in plan.rows():
            iri = row_node(plan.id, kind, row["locator"])
            assert values_of(store, iri, PLANGRAPH.locator, graph) == [row["locator"]], iri
            assert values_of(store, iri, RDFS.label, graph) == [row["title"]], iri
            assert values_of(store, iri, PLANGRAPH.partOfPlan, graph) == [f"{BASE}id/{plan.id}"], iri


def test_no_row_is_made_up(store, register):
    """There are exactly as many goals, measures, activities, steps and statements as the register has lines."""
    for name, table in (
        ("Goal", "goals"),
        ("Measure", "measures"),
        ("Activity", "activities"),
        ("Step", "steps"),
        ("Subsection", "sections"),
        ("Responsibility", "responsibilities"),
        ("StatusStatement", "statuses"),
        ("FollowUp", "follow-up"),
        ("Figure", "figures"),
        ("Condition", "conditions"),
        ("Quotation", "quotations"),
        ("Declaration", "declarations"),
    ):
        lines = sum(len(plan.tables[table]) for plan in register.plans)
        assert len(of_class(store, PLANGRAPH[name])) == lines, name


def test_every_mapping_is_a_node(store, register):
    """Every mapping is a node with its subject, predicate, object, ground and reason, and none is lost or made up."""
    nodes = of_class(store, SSSOM.Mapping)
    assert len(nodes) == len(set(nodes)) == sum(len(each.mappings) for each in register.mapping_sets)
    for mapping in nodes:
        for predicate in (SSSOM.subject_id, SSSOM.predicate_id, SSSOM.object_id, SSSOM.mapping_justification):
            assert len(values_of(store, mapping, predicate)) == 1


def test_goals_are_of_the_level_of_their_plan(store):
    """A goal is a strategy, national, RCC or regional goal by the level of its plan."""
    counts = {name: len(of_class(store, PLANGRAPH[name])) for name in ("StrategyGoal", "NationalGoal", "RegionalGoal")}
    assert counts == {"StrategyGoal": 5 + 3, "NationalGoal": 28, "RegionalGoal": 49 + 49 + 19 + 19}


def test_blank_nodes_stand_in_the_ontology_alone(store):
    """Nothing that a person may want to point at is a blank node."""
    blank = {
        quad.graph_name.value
        for quad in store
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
    }
    assert blank <= {str(GRAPH.ontology)}


def test_matches_are_asserted_between_goals_only(store):
    """SKOS makes both ends of a match concepts, so that only goals are linked by one; other mappings stay nodes."""
    goals = set(of_class(store, PLANGRAPH.Goal))
    links = [quad for match in MATCHES for quad in store.quads_for_pattern(None, node(match), None, None)]
    links = [quad for quad in links if quad.graph_name.value == str(GRAPH.alignments)]
    assert links
    assert {quad.subject.value for quad in links} | {quad.object.value for quad in links} <= goals


def test_match_of_an_activity_stays_a_node(tmp_path):
    """An activity that was matched to a goal is no concept: the mapping is kept, and no match is asserted."""
    data = SmallData(tmp_path / "data").plan(
        "kronoberg-2025",
        goals=[{"locator": "1", "title": "Mål"}],
        activities=[{"locator": "2", "title": "Göra"}],
    )
    data.mappings("kronoberg", ("plan:kronoberg-2025/activity/2", "skos:closeMatch", "plan:kronoberg-2025/goal/1"))
    store = data.build()
    assert len(of_class(store, SSSOM.Mapping)) == 1
    assert not list(store.quads_for_pattern(None, node(SKOS.closeMatch), None, None))


def test_stated_lack_of_a_counterpart_is_no_link(store):
    """“No counterpart” is kept as a mapping node, and nothing is linked to it."""
    quads = list(store.quads_for_pattern(None, None, node(NO_TERM_FOUND), None))
    assert quads
    assert {quad.predicate.value for quad in quads} == {str(SSSOM.object_id)}


def test_links_end_in_what_is_there(store):
    """Every node of ours that something points at is described somewhere."""
    subjects = {quad.subject.value for quad in store if isinstance(quad.subject, ox.NamedNode)}
    pointed = {quad.object.value for quad in store if isinstance(quad.object, ox.NamedNode)}
    predicates = {quad.predicate.value for quad in store}
    ours = {iri for iri in pointed if iri.startswith(f"{BASE}id/")}
    assert ours - subjects == set()
    assert {iri for iri in predicates if iri.startswith(BASE)} - subjects == set()


def test_every_concept_has_both_names(store):
    """A concept of the reference data has a Swedish and an English name, a definition in both, and its scheme."""
    rows = store.query(
        f"""SELECT ?concept ?predicate (GROUP_CONCAT(LANG(?text)) AS ?languages) WHERE {{
          GRAPH <{GRAPH.reference}> {{
            ?concept a <{SKOS.Concept}> ; <{SKOS.inScheme}> ?scheme ; ?predicate ?text .
            FILTER (?predicate IN (<{SKOS.prefLabel}>, <{SKOS.definition}>))
          }} }} GROUP BY ?concept ?predicate"""
    )
    languages = [sorted(row["languages"].value.split()) for row in rows]
    assert languages
    assert all(found == ["en", "sv"] for found in languages)


def test_dates_are_days_that_the_calendar_has(store):
    """Every xsd:date is one: engines differ in what they do with others."""
    found = [
        quad.object.value
        for quad in store
        if isinstance(quad.object, ox.Literal) and quad.object.datatype.value.endswith("#date")
    ]
    assert found
    assert all(date.fromisoformat(text).isoformat() == text for text in found)


def test_text_is_trimmed(store):
    """No text in the dataset begins or ends with a space, or is empty."""
    texts = [quad.object.value for quad in store if isinstance(quad.object, ox.Literal)]
    assert [text for text in texts if text != text.strip() or not text] == []


def test_place_in_the_document(store):
    """A row says where in the document it begins, as a line fragment that counts from 0 (RFC 5147)."""
    iri = row_node("kronoberg-2024", "activity", "1.1")
    (source,) = values_of(store, iri, PLANGRAPH.position)
    (selector,) = values_of(store, source, "http://www.w3.org/ns/oa#hasSelector")
    assert values_of(store, selector, RDF.value) == ["line=24"]


def test_organisations_and_their_centres(store):
    """A region is a member of its RCC; Halland, which is divided, of two."""
    member_of = "http://www.w3.org/ns/org#memberOf"
    organisation = f"{BASE}id/organisation/"
    assert values_of(store, organisation + "kronoberg", member_of) == [organisation + "rcc-syd"]
    assert sorted(values_of(store, organisation + "halland", member_of)) == [
        organisation + "rcc-syd",
        organisation + "rcc-vast",
    ]


def test_unresolved_name_has_no_actor(tmp_path):
    """A name that the actor table does not know keeps its words and names no actor."""
    data = SmallData(tmp_path / "data").plan(
        "kronoberg-2025",
        activities=[{"locator": "1", "title": "Göra"}],
        responsibilities=[{"row": "1", "role": "accountable", "written": "Okänd"}],
    )
    store = data.build()
    (iri,) = of_class(store, PLANGRAPH.Responsibility)
    assert values_of(store, iri, PLANGRAPH.asWritten) == ["Okänd"]
    assert not values_of(store, iri, PLANGRAPH.actor)


def test_measure_of_several_goals(tmp_path):
    """A measure may stand under several goals, its own plan's and a superior plan's."""
    data = SmallData(tmp_path / "data")
    data.plan("rcc-2020", "rcc-syd", "rcc", goals=[{"locator": "9/1", "title": "Gammalt mål"}])
    data.plan(
        "rcc-2025",
        "rcc-syd",
        "rcc",
        goals=[{"locator": "1", "title": "Mål"}],
        measures=[{"locator": "m1", "goal": "1 | rcc-2020/9/1", "title": "Insats"}],
    )
    store = data.build()
    pursued = values_of(store, row_node("rcc-2025", "measure", "m1"), PLANGRAPH.pursues)
    assert sorted(pursued) == [f"{BASE}id/rcc-2020/goal/9~1", f"{BASE}id/rcc-2025/goal/1"]


def test_same_register_same_dataset(store, register):
    """Building twice gives the same statements, but for the names of the ontology's blank nodes."""
    ontology = str(GRAPH.ontology)

    def statements(dataset: ox.Store) -> Counter[str]:
        return Counter(str(quad) for quad in dataset if quad.graph_name.value != ontology)

    assert statements(build(register)) == statements(store)


def test_ontology_stands_in_the_dataset():
    """The ontology can be loaded alone, into its own graph."""
    store = ox.Store()
    load_ontology(store)
    assert {graph.value for graph in store.named_graphs()} == {str(GRAPH.ontology)}
    assert of_class(store, OWL.Ontology) == [f"{BASE}ontology"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.trig", b"<a:b> <c:d> "),
        ("a.nq", b"\xff"),
        ("a.ttl", b"@prefix"),
        ("a.docx", b"x"),
        ("a", b"<a:b> <c:d> <e:f> ."),
        ("a.ttl", None),
    ],
)
def test_rdf_that_cannot_be_read(tmp_path, name, content):
    """A file that is missing, of an unknown kind or not well-formed is refused with its name and a remedy."""
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_rdf(file)
    (problem,) = refused.value.problems
    assert problem.file == file and problem.remedy


def test_rdf_that_is_read_back(store, tmp_path):
    """A dataset that was written to a file is the same when read back."""
    file = tmp_path / "plangraph.trig"
    store.dump(str(file), format=ox.RdfFormat.TRIG)
    assert len(read_rdf(file)) == len(store)


def test_series_join_the_editions_of_a_plan(store):
    """A plan is a version of its series, so that next year's plan is found beside this year's."""
    series = values_of(store, f"{BASE}id/kronoberg-2024", DCTERMS.isVersionOf)
    assert series == [f"{BASE}id/series/kronoberg"]


def test_iris_are_well_formed(store):
    """No IRI of ours holds a character that a program would have to escape."""
    iris = {quad.subject.value for quad in store if isinstance(quad.subject, ox.NamedNode)}
    assert [iri for iri in iris if not re.fullmatch(r"https?://[A-Za-z0-9%._~#/:-]+", iri)] == []
