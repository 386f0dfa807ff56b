"""Two engines, one answer: the queries are plain SPARQL that means the same in Oxigraph and in rdflib."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import pyoxigraph as ox
import pytest
import rdflib

from plangraph import resources
from plangraph.graph import infer
from plangraph.queries import named_queries, named_query
from plangraph.vocabulary import GRAPH

# rdflib's own parser asks for a property that rdflib is about to rename
pytestmark = pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")

QUERIES = sorted(named_queries())
# Those that rdflib answers over all plans within seconds; the others are held over the small world alone.
QUICK = [
    *("actor-load", "activities", "conditions", "decisions", "figures", "follow-up", "goals", "mappings", "measures"),
    *("outside-period", "overdue", "plans", "shared-activities", "steps", "who-owns-what"),
]
AS_OF = "2025-07-01"


def in_rdflib(store: ox.Store) -> rdflib.Dataset:
    """The same dataset in rdflib, whose queries miss the named graphs unless told otherwise."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=store.dump(format=ox.RdfFormat.N_QUADS).decode(), format="nquads")
    return dataset


@pytest.fixture(scope="module")
def care_in_rdflib(care: ox.Store) -> rdflib.Dataset:
    return in_rdflib(care)


@pytest.fixture(scope="module")
def store_in_rdflib(store: ox.Store) -> rdflib.Dataset:
    return in_rdflib(store)


def text_of(name: str) -> str:
    """A query as its file has it, but for the day that decides what is overdue."""
    return named_query(name).sparql.replace("?param_as_of { UNDEF }", f'?param_as_of {{ "{AS_OF}" }}')


def rows_of(solutions: Iterable[Iterable[object]], cell: Callable[[object], str]) -> Counter[tuple[str, ...]]:
    """Rows as texts; values joined by bars come in any order."""
    return Counter(
        tuple("" if term is None else " | ".join(sorted(cell(term).split(" | "))) for term in row) for row in solutions
    )


def assert_same(name: str, store: ox.Store, dataset: rdflib.Dataset) -> None:
    sparql = text_of(name)
    solutions = store.query(sparql, use_default_graph_as_union=True)
    ours = rows_of(solutions, lambda term: term.value)
    assert ours, "a query that finds nothing proves nothing"
    assert rows_of(dataset.query(sparql), str) == ours


@pytest.mark.parametrize("name", QUERIES)
def test_engines_agree_over_the_small_world(name, care, care_in_rdflib):
    """Each query has the same rows in both engines."""
    assert_same(name, care, care_in_rdflib)


@pytest.mark.parametrize("name", QUICK)
def test_engines_agree_over_the_plans(name, store, store_in_rdflib):
    """Queries that rdflib answers in time have the same rows over all plans as well."""
    assert_same(name, store, store_in_rdflib)


def test_engines_infer_the_same(care):
    """The rules of inference mean the same in both engines."""
    stated = ox.Store()
    stated.extend(quad for quad in care if quad.graph_name.value != str(GRAPH.inferred))
    dataset = in_rdflib(stated)
    graph = dataset.graph(GRAPH.inferred)
    for file in sorted((resources.queries_folder() / "inference").glob("*.rq")):
        for triple in list(dataset.query(file.read_text(encoding="utf-8"))):
            graph.add(triple)
    infer(stated)
    ours = {
        tuple(term.value for term in (quad.subject, quad.predicate, quad.object))
        for quad in stated.quads_for_pattern(None, None, None, ox.NamedNode(GRAPH.inferred))
    }
    assert ours
    assert {tuple(map(str, triple)) for triple in graph} == ours
