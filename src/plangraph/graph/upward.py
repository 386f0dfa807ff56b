# SPDX-License-Identifier: Apache-2.0
"""The part of a dataset that lies above some rows: what they hang on, what that hangs on, and so on to the strategy.

A question about the way up from a few rows has the same answer there as in the whole dataset, at a small part of the
cost: an engine that joins by hashing reads every row for each of the ways, however few rows are asked about.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from plangraph.vocabulary import PLANGRAPH, RDF, SKOS

__all__ = ["upward"]

_UP = frozenset(
    str(term)
    for term in (
        PLANGRAPH.carriesOut,
        PLANGRAPH.contributesTo,
        PLANGRAPH.inArea,
        PLANGRAPH.mainArea,
        PLANGRAPH.nationalGoal,
        PLANGRAPH.partOfPlan,
        PLANGRAPH.pursues,
        PLANGRAPH.quotes,
        PLANGRAPH.serves,
    )
)
# These lead upward to a national goal; between goals of one level they lead aside.
_MATCHES = frozenset(
    str(term) for term in (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
)
_TYPE, _NATIONAL = ox.NamedNode(str(RDF.type)), ox.NamedNode(str(PLANGRAPH.NationalGoal))


def upward(store: ox.Store, nodes: Iterable[str]) -> ox.Store:
    """A store with everything said of the nodes and of all that lies above them.

    Parameters
    ----------
    nodes: IRIs of activities, steps, measures or goals; one that the dataset lacks adds nothing.
    """
    waiting = [ox.NamedNode(node) for node in nodes]
    seen = set(waiting)
    found: list[ox.Quad] = []
    while waiting:
        for quad in store.quads_for_pattern(waiting.pop(), None, None):
            found.append(quad)
            above = quad.object
            if isinstance(above, ox.NamedNode) and above not in seen and _leads_up(store, quad.predicate.value, above):
                seen.add(above)
                waiting.append(above)
    part = ox.Store()
    part.extend(found)
    return part


def _leads_up(store: ox.Store, predicate: str, node: ox.NamedNode) -> bool:
    return predicate in _UP or (predicate in _MATCHES and any(store.quads_for_pattern(node, _TYPE, _NATIONAL)))
