"""HermiT over ontology and data: consistent as they are, and a planted contradiction is caught."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from plangraph.cli import main
from plangraph.errors import ContradictionError, ReasonerError
from plangraph.reasoning import reason
from plangraph.vocabulary import GRAPH, PLANGRAPH, RDF, row_node

pytestmark = pytest.mark.java


def copy_of(store: ox.Store) -> ox.Store:
    copy = ox.Store()
    copy.bulk_extend(store)
    return copy


def plant(store: ox.Store, subject: str, predicate: str, value: str) -> None:
    store.add(ox.Quad(*map(ox.NamedNode, (subject, predicate, value)), ox.NamedNode(GRAPH.planted)))


def test_ontology_and_data_are_consistent(store):
    """The dataset is consistent; every activity is inferred to be a p-plan step; dates are set aside, and counted."""
    found = reason(store)
    activity = str(row_node("kronoberg-2024", "activity", "11.2"))
    assert (activity, "http://purl.org/net/p-plan#Step") in found.inferred
    dates = [
        quad
        for quad in store
        if getattr(quad.object, "datatype", None) == ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")
    ]
    assert found.set_aside == len({quad.triple for quad in dates})


def test_an_activity_that_is_also_a_goal_is_a_contradiction(store):
    """Activities and goals exclude each other."""
    broken = copy_of(store)
    plant(broken, row_node("kronoberg-2024", "activity", "11.2"), RDF.type, PLANGRAPH.Goal)
    with pytest.raises(ContradictionError, match="contradict"):
        reason(broken)


def test_a_responsibility_for_a_figure_is_a_contradiction(store):
    """An actor cannot be a plan: what `actor` leads to is an actor, and actors are no plans."""
    broken = copy_of(store)
    plant(
        broken,
        "https://w3id.org/plangraph/id/kronoberg-2024/goal/7/responsibility/9",
        PLANGRAPH.actor,
        "https://w3id.org/plangraph/id/skane-2019",
    )
    with pytest.raises(ContradictionError, match="contradict"):
        reason(broken)


def test_reasoning_without_its_extra_says_what_to_install(store, monkeypatch):
    """Where owlready2 is missing, the message names the package and the extra: no finding (1), but no use (2)."""
    import importlib

    def missing(name: str) -> None:
        raise ImportError(name=name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(ReasonerError, match=r"owlready2.*extra `reason`"):
        reason(store)
    assert main(["reason"]) == 2


def test_a_contradiction_is_a_finding(monkeypatch):
    """A contradiction is what a scheduled run should stop at: exit 1."""

    def contradict(_: object) -> None:
        raise ContradictionError("Ontology and data contradict themselves.")

    monkeypatch.setattr("plangraph.cli.commands.run_reasoner", contradict)
    assert main(["reason"]) == 1
