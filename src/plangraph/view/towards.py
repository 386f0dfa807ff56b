# SPDX-License-Identifier: Apache-2.0
"""Which activities lead to a goal, whatever its level; looked up node by node, so that any size of graph answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import unquote

import pyoxigraph as ox

from plangraph.vocabulary import ID, PLANGRAPH, row_node

__all__ = ["goals_below", "rows_towards"]

_Row = tuple[str, str]


def rows_towards(store: ox.Store, plan: str, goal: str) -> set[_Row]:
    """Plan and locator of each activity that leads to a goal.

    An activity leads to the goals that it hangs on, to those that these quote, to the national goal of any of them, and
    to the strategy goals that its national goals and its focus area serve: what `trace-down` says for the last two.
    """
    node = ox.NamedNode(str(row_node(plan, "goal", goal)))
    held = {node, *_pointing(store, PLANGRAPH.quotes, [node])}
    serving = set(_pointing(store, PLANGRAPH.serves, [node]))
    found = {
        *_pointing(store, PLANGRAPH.pursues, held),
        *_pointing(store, PLANGRAPH.nationalGoal, {node, *serving}),
        *_pointing(store, PLANGRAPH.inArea, serving),
    }
    return _rows("activity", found)


def goals_below(store: ox.Store, plan: str, goal: str) -> set[_Row]:
    """Plan and locator of each goal that hangs on a goal, also those that nobody works towards."""
    node = [ox.NamedNode(str(row_node(plan, "goal", goal)))]
    return _rows("goal", {*_pointing(store, PLANGRAPH.quotes, node), *_pointing(store, PLANGRAPH.nationalGoal, node)})


def _pointing(store: ox.Store, predicate: str, nodes: Iterable[ox.NamedNode]) -> Iterator[ox.NamedNode]:
    for node in nodes:
        for quad in store.quads_for_pattern(None, ox.NamedNode(str(predicate)), node):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject


def _rows(kind: str, nodes: Iterable[ox.NamedNode]) -> set[_Row]:
    """Plan and locator of those nodes that are rows of a kind, as their identifiers say them (see `row_node`)."""
    names = (node.value.removeprefix(str(ID)).split("/") for node in nodes)
    return {(name[0], unquote(name[2]).replace("~", "/")) for name in names if len(name) == 3 and name[1] == kind}
