"""The ontology: written in one style, and the only list of the terms that anything here may use."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import rdflib
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from plangraph import resources
from plangraph.vocabulary import OA, P_PLAN, PLANGRAPH, PREFIXES, SSSOM, expand, row_node

PROJECT = Path(__file__).parents[1]
ONTOLOGY = URIRef("https://w3id.org/plangraph/ontology")
TERMS = f"{ONTOLOGY}#"
KINDS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(resources.ontology_folder() / "plangraph.ttl")


@pytest.fixture(scope="module")
def terms(ontology) -> list[URIRef]:
    """The terms that the ontology declares as its own."""
    return sorted({node for node in ontology.subjects() if str(node).startswith(TERMS)})


def test_ontology_has_a_version(ontology):
    """The ontology says which version it is, as an IRI of its own and as text."""
    (version,) = ontology.objects(ONTOLOGY, OWL.versionIRI)
    (text,) = ontology.objects(ONTOLOGY, OWL.versionInfo)
    assert str(version) == f"{ONTOLOGY}/{text}"
    assert re.fullmatch(r"\d+\.\d+\.\d+", text)


def test_every_term_has_its_labels_and_definition(ontology, terms):
    """A term has one label in Swedish, one in English, and one definition."""
    assert terms
    for term in terms:
        languages = sorted(label.language or "" for label in ontology.objects(term, RDFS.label))
        assert languages == ["en", "sv"], term
        assert len(list(ontology.objects(term, SKOS.definition))) == 1, term


def test_every_term_is_of_one_kind(ontology, terms):
    """A term is a class or one kind of property: OWL 2 DL knows no term that is two."""
    for term in terms:
        assert len(KINDS & set(ontology.objects(term, RDF.type))) == 1, term


def test_names_tell_classes_from_properties(ontology, terms):
    """Classes begin with a capital, properties do not."""
    for term in terms:
        is_class = (term, RDF.type, OWL.Class) in ontology
        assert term.removeprefix(TERMS)[0].isupper() == is_class, term


def test_no_inverses_in_pairs(ontology):
    """A relation is kept in one direction: a pair of inverses is a fact that can contradict itself."""
    assert not list(ontology.subject_objects(OWL.inverseOf))


def test_no_range_that_hermit_refuses(ontology):
    """No range or domain names a datatype outside OWL 2's datatype map."""
    refused = {rdflib.XSD.date, rdflib.XSD.gYear, rdflib.XSD.gYearMonth, rdflib.XSD.duration, rdflib.XSD.time}
    assert not refused & set(ontology.objects())


def test_ranges_and_domains_are_declared_classes(ontology, terms):
    """Domain, range and superclass of a term are declared here, ours and reused ones alike."""
    declared = set(ontology.subjects(RDF.type, OWL.Class)) | set(ontology.subjects(RDF.type, OWL.ObjectProperty))
    for term in terms:
        for predicate in (RDFS.domain, RDFS.range, RDFS.subClassOf, RDFS.subPropertyOf):
            for value in ontology.objects(term, predicate):
                assert value in declared or str(value).startswith(str(rdflib.XSD)), (term, value)


def test_nothing_is_imported(ontology):
    """Reused terms are declared one by one, and no vocabulary is imported whole."""
    assert not list(ontology.objects(None, OWL.imports))


def test_goals_are_disjoint_by_level(ontology):
    """A goal of one level is no goal of another."""
    groups = [set(ontology.items(node)) for node in ontology.objects(None, OWL.members)]
    levels = {PLANGRAPH.StrategyGoal, PLANGRAPH.NationalGoal, PLANGRAPH.RccGoal, PLANGRAPH.RegionalGoal}
    assert levels in groups


def test_text_is_in_a_language(ontology):
    """What the ontology says in words, it says in a named language."""
    for predicate in (RDFS.label, SKOS.definition):
        for text in ontology.objects(None, predicate):
            assert isinstance(text, Literal) and text.language in ("sv", "en")


def test_blank_nodes_are_axioms_only(ontology):
    """Nothing that a person may want to point at is a blank node."""
    kinds = {
        kind for node in ontology.subjects() if isinstance(node, BNode) for kind in ontology.objects(node, RDF.type)
    }
    assert kinds <= {OWL.AllDisjointClasses, OWL.Restriction, OWL.Class}


# --- the terms in use ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("namespace", "typo"), [(PLANGRAPH, "gaol"), (OA, "hasSorce"), (P_PLAN, "Stepp"), (SSSOM, "confidens")]
)
def test_mistyped_term_fails_at_once(namespace, typo):
    """A term that no vocabulary has cannot be written in code: asking for it fails."""
    with pytest.raises(AttributeError):
        getattr(namespace, typo)
    with pytest.raises(KeyError):
        namespace[typo]


def test_known_term_is_its_iri():
    """A declared term is the IRI that the ontology gives it."""
    assert str(PLANGRAPH.Goal) == "https://w3id.org/plangraph/ontology#Goal"


def _used(folder: str, pattern: str, prefix: str) -> set[tuple[str, str]]:
    """Files and terms of ours in them."""
    return {
        (file.name, name)
        for file in sorted((PROJECT / folder).rglob(pattern))
        for name in re.findall(prefix + r"([A-Za-z]\w*)", file.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize(
    ("folder", "pattern", "prefix"),
    [
        ("queries", "*.rq", r"\bpg:"),
        ("queries", "*.rq", r"plangraph/ontology#"),
        ("shapes", "*.ttl", r"\bpg:"),
        ("src", "*.py", r"\bpg:"),
        ("data", "*.tsv", r"\tplangraph:"),
    ],
)
def test_every_term_in_use_is_declared(terms, folder, pattern, prefix):
    """Queries, rules, code and mappings use no term of ours that the ontology does not declare."""
    used = _used(folder, pattern, prefix)
    declared = {term.removeprefix(TERMS) for term in terms}
    assert used or prefix == r"plangraph/ontology#"
    assert not {(file, name) for file, name in used if name not in declared}


def test_every_term_in_code_is_declared():
    """Code that is seldom run names no term that would fail only there."""
    named = {
        (file.name, node.attr)
        for file in sorted((PROJECT / "src").rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "PLANGRAPH"
    }
    assert named
    assert not {(file, name) for file, name in named if not hasattr(PLANGRAPH, name)}


def test_every_term_of_the_dataset_is_declared(store, ontology):
    """Every predicate and class that the dataset uses is declared in the ontology, reused ones included."""
    declared = {str(node) for node in ontology.subjects(RDF.type)} | {str(RDF.type), str(RDFS.label)}
    rdf_type = str(RDF.type)
    used = set()
    for quad in store:
        if not quad.graph_name.value.endswith("/ontology"):
            used.add(quad.predicate.value)
            if quad.predicate.value == rdf_type:
                used.add(quad.object.value)
    assert used - declared == set()


def test_every_term_is_used(store, terms):
    """A term that nothing uses is a promise that nobody keeps."""
    written = "".join(
        file.read_text(encoding="utf-8")
        for folder, pattern in (("src", "*.py"), ("queries", "*.rq"), ("shapes", "*.ttl"))
        for file in (PROJECT / folder).rglob(pattern)
    )
    names = {term.removeprefix(TERMS) for term in terms}
    assert not {name for name in names if not re.search(rf"(pg:|PLANGRAPH\.){name}\b", written)} - {
        *("value", "unit", "population", "year"),  # written by the names of the register's columns
    }


def test_prefixes_are_the_vocabularies():
    """The prefixes that a query need not declare stand for the vocabularies in use."""
    assert PREFIXES["pg"] == TERMS
    assert str(expand("pg:Goal", PREFIXES)) == str(PLANGRAPH.Goal)


@pytest.mark.parametrize(("curie", "error"), [("unknown:x", KeyError), ("Goal", ValueError), ("pg:", ValueError)])
def test_what_is_no_curie_fails(curie, error):
    """A CURIE of an unknown prefix, and text that is no CURIE, are told apart."""
    with pytest.raises(error):
        expand(curie, PREFIXES)


@pytest.mark.parametrize(
    ("locator", "last"), [("11.2", "11.2"), ("2.10/2", "2.10~2"), ("4.d/m1", "4.d~m1"), ("å b%", "%C3%A5%20b%25")]
)
def test_iri_of_a_row(locator, last):
    """A row's IRI is made of plan, kind and locator, with ~ for /, and is well-formed whatever the locator."""
    assert str(row_node("p-2025", "activity", locator)) == f"https://w3id.org/plangraph/id/p-2025/activity/{last}"
