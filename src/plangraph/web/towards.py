# SPDX-License-Identifier: Apache-2.0
"""Which activities lead to a national goal or a strategy goal.

Looked up in indices, as the named query `trace-down` says; a test holds that both give the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pyoxigraph as ox

from plangraph.vocabulary import PLANGRAPH, row_node
from plangraph.web.activities import Activities, Activity

__all__ = ["Towards"]


class Towards:
    """The activities that lead to each national goal and strategy goal."""

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
        self._leading = {goal: activities.in_order(found.values()) for goal, found in leading.items()}

    def goal(self, plan: str, goal: str) -> Sequence[Activity]:
        """The activities that lead to a goal, in the order of plans and rows."""
        return self._leading.get(str(row_node(plan, "goal", goal)), [])


def _iri(term: object) -> str:
    return str(getattr(term, "value", term))
