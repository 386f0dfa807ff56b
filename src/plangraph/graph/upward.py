# SPDX-License-Identifier: Apache-2.0
"""The part of a dataset that lies above some rows: what they hang on, what that hangs on, and so on to the strategy.

With it, where it is wanted, who answers for the rows. A question about the ways up from a few rows has the same answer
there as in the whole dataset, at a small part of the cost: an engine that joins by hashing reads every row for each of
the ways, however few rows are asked about.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from plangraph.vocabulary import PLANGRAPH, PROV, RDF, SKOS

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
# From what applies to a row to the responsibility, to the actor, and to the codes that are said of them.
_OWNERS = frozenset(
    str(term) for term in (PLANGRAPH.actor, PLANGRAPH.basis, PLANGRAPH.ownershipCause, PROV.wasDerivedFrom)
)
_APPLIES = ox.NamedNode(str(PLANGRAPH.appliesTo))
_TYPE, _NATIONAL = ox.NamedNode(str(RDF.type)), ox.NamedNode(str(PLANGRAPH.NationalGoal))


def upward(store: ox.Store, nodes: Iterable[str], *, owners: bool = False) -> ox.Store:
    """A store with everything said of the nodes and of all that lies above them.

    Parameters
    ----------
    nodes: IRIs of activities, steps, measures or goals; one that the dataset lacks adds nothing.
    owners: also the responsibilities that apply to the nodes, stated and inherited, with their actors and codes.
    """
    waiting: list[ox.NamedNode | ox.BlankNode] = [ox.NamedNode(node) for node in nodes]
    if owners:
        applied = (quad for node in tuple(waiting) for quad in store.quads_for_pattern(None, _APPLIES, node))
        waiting += [quad.subject for quad in applied if not isinstance(quad.subject, ox.Triple)]
    followed = _UP | _OWNERS if owners else _UP
    seen = set(waiting)
    found: list[ox.Quad] = []
    while waiting:
        for quad in store.quads_for_pattern(waiting.pop(), None, None):
            found.append(quad)
            above = quad.object
            if not isinstance(above, ox.NamedNode) or above in seen:
                continue
            predicate = quad.predicate.value
            if predicate in followed or (predicate in _MATCHES and _is_national(store, above)):
                seen.add(above)
                waiting.append(above)
    part = ox.Store()
    part.extend(found)
    return part


def _is_national(store: ox.Store, node: ox.NamedNode) -> bool:
    return any(store.quads_for_pattern(node, _TYPE, _NATIONAL))
