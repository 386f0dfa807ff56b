# SPDX-License-Identifier: Apache-2.0
"""Which activities lead to a goal above their plan: of an RCC, a national one, or one of the strategy.

Looked up in indices: to national goals and strategy goals as the named query `trace-down` says, to an RCC's goals by
the parents that `goals` names. Tests hold that they give the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pyoxigraph as ox
from rdflib import URIRef

from plangraph.vocabulary import PLANGRAPH, RDF, SKOS, row_node
from plangraph.web.activities import Activities, Activity

__all__ = ["Towards"]

# How a goal hangs on one of an RCC, as `goals` tells it.
_HANGS = (PLANGRAPH.quotes, SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)


class Towards:
    """The activities that lead to each goal above the plans."""

    def __init__(self, store: ox.Store, activities: Activities) -> None:
        keys = {str(row_node(each.plan, "activity", each.locator)): each for each in activities.all}
        leading: dict[str, dict[str, Activity]] = defaultdict(dict)
        serves: dict[str, list[str]] = defaultdict(list)
        for quad in store.quads_for_pattern(None, ox.NamedNode(str(PLANGRAPH.serves)), None):
            serves[_iri(quad.subject)].append(_iri(quad.object))
        for term in (PLANGRAPH.nationalGoal, PLANGRAPH.inArea):
            for quad in store.quads_for_pattern(None, ox.NamedNode(str(term)), None):
                node, reached = _iri(quad.subject), _iri(quad.object)
                # an area or goal that serves no strategy goal leads nowhere
                if node in keys and serves[reached]:
                    for goal in (reached, *serves[reached]):
                        leading[goal][node] = keys[node]
        for goal, pursued in _rcc_goals(store).items():
            for node in pursued:
                for quad in store.quads_for_pattern(None, ox.NamedNode(str(PLANGRAPH.pursues)), ox.NamedNode(node)):
                    if (row := _iri(quad.subject)) in keys:
                        leading[goal][row] = keys[row]
        self._leading = {goal: activities.in_order(found.values()) for goal, found in leading.items()}

    def goal(self, plan: str, goal: str) -> Sequence[Activity]:
        """The activities that lead to a goal, in the order of plans and rows."""
        return self._leading.get(str(row_node(plan, "goal", goal)), [])


def _rcc_goals(store: ox.Store) -> dict[str, set[str]]:
    """Each goal of an RCC's plan, with the goals that lead an activity to it: itself and the regional ones below."""
    regional = _of_class(store, PLANGRAPH.RegionalGoal)  # one of another RCC is its equal, and hangs not on it
    found: dict[str, set[str]] = {}
    for goal in _of_class(store, PLANGRAPH.RccGoal):
        hanging = (store.quads_for_pattern(None, ox.NamedNode(str(term)), ox.NamedNode(goal)) for term in _HANGS)
        found[goal] = {goal, *(regional & {_iri(each.subject) for quads in hanging for each in quads})}
    return found


def _of_class(store: ox.Store, term: URIRef) -> set[str]:
    quads = store.quads_for_pattern(None, ox.NamedNode(str(RDF.type)), ox.NamedNode(str(term)))
    return {_iri(quad.subject) for quad in quads}


def _iri(term: object) -> str:
    return str(getattr(term, "value", term))
