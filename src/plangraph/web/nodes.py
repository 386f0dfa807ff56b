# SPDX-License-Identifier: Apache-2.0
"""What the dataset says of single nodes: of a row what no named query's columns hold, of other nodes everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from plangraph.register.locators import natural_key
from plangraph.vocabulary import ID, PLANGRAPH, SKOS

__all__ = ["Facts", "Place", "ends", "facts", "place_of", "rows_that", "statements"]

_LOCATOR = ox.NamedNode(str(PLANGRAPH.locator))


class Facts:
    """What is said of a node, in Swedish where there are languages: `said("column")`, by the local names of terms."""

    def __init__(self, node: str, quads: Sequence[ox.Quad]) -> None:
        self.node = node
        self._values: dict[str, list[str]] = {}
        for quad in quads:
            if isinstance(quad.object, ox.Literal) and quad.object.language == "en":
                continue
            self._values.setdefault(_local(quad.predicate.value), []).append(getattr(quad.object, "value", ""))

    def said(self, name: str) -> str:
        """What a term says of the node, empty where nothing."""
        return next(iter(self._values.get(name, ())), "")

    def all(self, name: str) -> list[str]:
        """Everything that a term says of the node, in a steady order."""
        return sorted(self._values.get(name, ()), key=natural_key)


@dataclass(frozen=True, slots=True)
class Place:
    """Which row a node is: plan, kind (goal, measure, activity, step, section) and locator."""

    plan: str
    kind: str
    locator: str


def facts(store: ox.Store, node: str) -> Facts | None:
    """What the dataset says of a node, None where it knows no such node."""
    quads = list(store.quads_for_pattern(ox.NamedNode(node), None, None))
    return Facts(node, quads) if quads else None


def place_of(store: ox.Store, node: str) -> Place | None:
    """Which row of which plan a node is, None for nodes that are no rows."""
    parts = node.removeprefix(str(ID)).split("/")
    said = store.quads_for_pattern(ox.NamedNode(node), _LOCATOR, None) if len(parts) == 3 else ()
    locator = next((quad.object.value for quad in said if isinstance(quad.object, ox.Literal)), "")
    return Place(parts[0], parts[1], locator) if locator else None


def ends(store: ox.Store, node: str, term: str) -> list[str]:
    """The nodes that a term of ours, or a match of SKOS, leads to from a node."""
    predicate = SKOS[term] if term.endswith("Match") else PLANGRAPH[term]
    quads = store.quads_for_pattern(ox.NamedNode(node), ox.NamedNode(str(predicate)), None)
    return sorted({quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode)})


def rows_that(store: ox.Store, term: str, node: str) -> list[Place]:
    """The rows that point at a node by a term of ours, such as `carriesOut`, in the order of plans and rows."""
    quads = store.quads_for_pattern(None, ox.NamedNode(str(PLANGRAPH[term])), ox.NamedNode(node))
    found = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    places = filter(None, (place_of(store, each) for each in found))
    return sorted(places, key=lambda place: (place.plan, natural_key(place.locator)))


def statements(store: ox.Store, term: str, node: str, kind: str) -> list[Facts]:
    """The statements of a kind, such as `StatusStatement`, that point at a node by a term of ours, in their order."""
    found = []
    for quad in store.quads_for_pattern(None, ox.NamedNode(str(PLANGRAPH[term])), ox.NamedNode(node)):
        said = facts(store, quad.subject.value) if isinstance(quad.subject, ox.NamedNode) else None
        if said and str(PLANGRAPH[kind]) in said.all("type"):
            found.append(said)
    return sorted(found, key=lambda each: natural_key(each.node))


def _local(term: str) -> str:
    return term.rpartition("#")[2].rpartition("/")[2]
