# SPDX-License-Identifier: Apache-2.0
"""The ways up from a row to the strategy goals, as trees: by goal and by focus area, never mixed.

They are walked from node to node, as the named query `trace-up` says, because a query for one row alone takes longer
the more rows there are. A test holds that both give the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from plangraph.vocabulary import ID, row_node
from plangraph.web.addresses import area_url, row_url
from plangraph.web.answers import Row
from plangraph.web.explorer import explorer
from plangraph.web.nodes import ends, facts

__all__ = ["Step", "activity_paths", "goal_paths"]

_JUDGED = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch", "contributesTo")
_LEVELS = {"rcc": "rcc-goal", "national-direction": "national-goal", "national-strategy": "strategy-goal"}


@dataclass(frozen=True, slots=True)
class _Link:
    """One step between two nodes: from which, how, to which, and the level of what is reached."""

    via: str
    link: str
    node: str
    level: str


@dataclass(slots=True)
class Step:
    """One node on the way up.

    Parameters
    ----------
    level: as in `trace-up`: goal, measure, rcc-goal, national-goal, area, strategy-goal.
    plan: empty for a focus area.
    link: how it was reached; reason: the row of `mappings` that judged it, None where the plan states it.
    above: what was reached from it.
    """

    level: str
    plan: str
    locator: str
    title: str
    link: str
    reason: Row | None
    reconstructed: bool
    above: list[Step] = field(default_factory=list)

    @property
    def address(self) -> str:
        """The address of its page."""
        if not self.plan:
            return area_url(self.locator)
        return row_url(self.plan, "measure" if self.level == "measure" else "goal", self.locator)

    @property
    def is_complete(self) -> bool:
        """Whether it is a strategy goal or the way up from it comes to one."""
        return self.level == "strategy-goal" or any(each.is_complete for each in self.above)


def activity_paths(plan: str, activity: str) -> tuple[list[Step], list[Step]]:
    """What an activity hangs on directly, each with the way up from there: by goal, and by focus area."""
    row = str(row_node(plan, "activity", activity))
    pursued = _ends(row, "pursues")
    only_judged = set(_ends(row, "contributesTo"))
    stated = [_Link(row, "stated", goal, "goal") for goal in pursued if goal not in only_judged]
    by_goal = [*stated, *(_Link(row, "carriesOut", measure, "measure") for measure in _ends(row, "carriesOut"))]
    quoted = [_Link(goal, "quotes", above, "rcc-goal") for goal in pursued for above in _ends(goal, "quotes")]
    by_goal += [*quoted, *_national(row, ()), *(link for each in quoted for link in _national(each.node, ()))]
    for goal in pursued:
        # a goal that quotes one of its RCC hangs where the RCC's does: said once
        said = {national for each in quoted if each.via == goal for national in _ends(each.node, "nationalGoal")}
        by_goal += _national(goal, said)
    by_goal += [each for goal in _ends(row, "nationalGoal") for each in _served(goal)]
    return _grow(row, by_goal), _grow(row, [*stated, *_areas(row, pursued)])


def goal_paths(plan: str, goal: str) -> tuple[list[Step], list[Step]]:
    """The same for a goal."""
    first = str(row_node(plan, "goal", goal))
    by_goal: list[_Link] = []
    waiting, seen = [first], set[str]()
    while waiting:
        node = waiting.pop(0)
        if node not in seen:
            seen.add(node)
            found = [_Link(node, "quotes", above, "rcc-goal") for above in _ends(node, "quotes")]
            found += [*_national(node, ()), *_served(node)]
            by_goal += found
            waiting += [each.node for each in found]
    return _grow(first, by_goal), _grow(first, _areas(first, ()))


def _ends(node: str, term: str) -> list[str]:
    return ends(explorer().store, node, term)


def _national(node: str, without: Iterable[str]) -> list[_Link]:
    """The national goals that a row or goal is judged to answer to."""
    return [
        _Link(node, link, above, "national-goal")
        for link in _JUDGED
        for above in _ends(node, link)
        if above not in without and _level(above) == "national-goal"
    ]


def _served(node: str) -> list[_Link]:
    return [_Link(node, "serves", above, "strategy-goal") for above in _ends(node, "serves")]


def _areas(row: str, pursued: Sequence[str]) -> list[_Link]:
    """The focus area in which a row is placed, by itself or else by its goals, and what that serves."""
    own = [_Link(row, "mainArea", area, "area") for area in _ends(row, "mainArea")]
    found = own or [_Link(goal, "mainArea", area, "area") for goal in pursued for area in _ends(goal, "mainArea")]
    return [*found, *(each for area in _ends(row, "inArea") for each in _served(area))]


def _level(node: str) -> str:
    plan = explorer().plans.get(node.removeprefix(str(ID)).partition("/")[0])
    return _LEVELS.get(plan.level, "goal") if plan else ""


def _grow(root: str, links: Iterable[_Link]) -> list[Step]:
    """Hang each node under the one that it was reached from. Several ways to one node are told each."""
    by_via: dict[str, list[_Link]] = {}
    for link in dict.fromkeys(links):
        by_via.setdefault(link.via, []).append(link)
    return _above(root, by_via, ())


def _above(node: str, by_via: dict[str, list[_Link]], below: Sequence[str]) -> list[Step]:
    # a link that leads back to where the way came from would never end
    return [
        _step(link, _above(link.node, by_via, (*below, node)))
        for link in by_via.get(node, ())
        if link.node not in below
    ]


def _step(link: _Link, above: list[Step]) -> Step:
    said = facts(explorer().store, link.node)
    assert said is not None
    plan, locator = _name(link.node)
    via_plan, via = _name(link.via)
    reason = explorer().answers.first("mappings", subject_plan=via_plan, subject=via, object_plan=plan, object=locator)
    reconstructed = bool(plan) and explorer().plans[plan].reconstructed
    return Step(link.level, plan, locator, said.said("label"), link.link, reason, reconstructed, above)


def _name(node: str) -> tuple[str, str]:
    """Plan and locator of a row, or an empty plan and the number of a focus area."""
    said = facts(explorer().store, node)
    assert said is not None
    plan = said.said("partOfPlan").removeprefix(str(ID))
    return (plan, said.said("locator")) if plan else ("", said.said("notation"))
