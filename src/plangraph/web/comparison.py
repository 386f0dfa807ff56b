# SPDX-License-Identifier: Apache-2.0
"""Plans side by side on a focus area or a superior goal: what each does, what several do, what only one has.

Never a ranking. What counts as the same is what `counterparts` says, and that alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from plangraph.vocabulary import PLANGRAPH, row_node
from plangraph.web.activities import Activity
from plangraph.web.answers import Row
from plangraph.web.counterparts import Counterpart
from plangraph.web.explorer import explorer

__all__ = ["Other", "Shared", "Side", "Theme", "goals_of_theme", "only_here", "others", "selection", "shared", "side"]

# Links of `neighbours`.
_SAME_MEASURE = "same-measure"
_NO_COUNTERPART = "no-counterpart"
# Those by which two activities do the same; by the others they are akin, or one is a part of the other.
_SAME = frozenset({_SAME_MEASURE, "exactMatch", "closeMatch"})


@dataclass(frozen=True, slots=True)
class Theme:
    """What plans are compared on; empty: everything.

    Parameters
    ----------
    area: a focus area's number; towards: a goal of an RCC, a national goal or a strategy goal, as its plan and locator.
    """

    area: str = ""
    towards: str = ""


@dataclass(slots=True)
class Side:
    """One plan's side.

    Parameters
    ----------
    goals: its goals that the theme reaches, with their activities, none where there is none: plan and locator of each.
    state: why there is nothing, a state of `coverage`; empty where there is something.
    """

    plan: str
    activities: Sequence[Activity]
    goals: dict[tuple[str, str], list[Activity]] = field(default_factory=dict)
    state: str = ""


@dataclass(slots=True)
class Shared:
    """One thing that several plans do.

    Parameters
    ----------
    activities: those that do it, by plan; each does the same as another of them.
    reasons: why, rows of `neighbours`, one for each pair and link; measures: the plan and locator of each measure that
        some of them carry out together, with its title.
    """

    activities: dict[str, list[Activity]] = field(default_factory=dict)
    reasons: list[Row] = field(default_factory=list)
    measures: dict[str, str] = field(default_factory=dict)

    def add(self, activity: Activity) -> None:
        """Say that an activity does it too."""
        of_plan = self.activities.setdefault(activity.plan, [])
        if activity not in of_plan:
            of_plan.append(activity)


@dataclass(frozen=True, slots=True)
class Other:
    """What another plan does about the same as an activity.

    Parameters
    ----------
    same: what does the same; akin: what is akin to it, wider or narrower, or only has a goal alike.
    lacking: why it is known that the plan does nothing like it, empty where it does, or nobody knows.
    """

    plan: str
    same: list[Counterpart]
    akin: list[Counterpart]
    lacking: str


def selection(plan: str, theme: Theme) -> Sequence[Activity]:
    """The activities of a plan that a theme reaches: those that the list of activities shows with these filters."""
    held = explorer()
    found: Sequence[Activity] = held.activities.of_plan(plan)
    if theme.towards:
        above, _, goal = theme.towards.partition("/")
        found = [each for each in held.towards.goal(above, goal) if each.plan == plan]
    return [each for each in found if theme.area in ("", each.row["area"])]


def side(plan: str, theme: Theme) -> Side:
    """What a plan does about a theme, goal by goal."""
    held = explorer()
    found = Side(plan, selection(plan, theme))
    for activity in found.activities:
        found.goals.setdefault(_goal_of(activity, theme), []).append(activity)
    for row in held.answers.rows("goals", plan=plan):
        if _reaches(row, theme) and not held.activities.of_goal(plan, row["goal"]):
            found.goals.setdefault((plan, row["goal"]), [])
    if not found.activities:
        said = held.answers.first("coverage", plan=plan, area=theme.area) if theme.area and not theme.towards else None
        found.state = said["state"] if said and said["state"] != "taken-up" else "gap"
    return found


def _goal_of(activity: Activity, theme: Theme) -> tuple[str, str]:
    """Plan and locator of the goal that an activity is shown under: the theme's own, else its first."""
    goals = [(explorer().goal_plan(activity.plan, goal), goal) for goal in activity.goals] or [("", "")]
    return next((goal for goal in goals if "/".join(goal) == theme.towards), goals[0])


def others(activity: Activity, plans: Iterable[str]) -> list[Other]:
    """What each other plan does about the same as an activity, where anything is known of it."""
    linked = explorer().counterparts.of(activity)
    found = []
    for plan in plans:
        if plan == activity.plan:
            continue
        of_plan = [each for each in linked if each.activity.plan == plan]
        same = [each for each in of_plan if _is_same(each)]
        akin = [each for each in of_plan if not _is_same(each)]
        other = Other(plan, same, akin, "" if of_plan else _lacking(activity, plan))
        if of_plan or other.lacking:
            found.append(other)
    return found


def only_here(activity: Activity, plans: Sequence[str]) -> bool:
    """Whether it is known of every other plan that it does nothing like an activity."""
    found = others(activity, plans)
    return len(found) == len(plans) - 1 and all(each.lacking for each in found)


def shared(sides: Iterable[Side]) -> list[Shared]:
    """What more than one of the plans does, with at least one activity of the theme."""
    sides = list(sides)
    plans = {each.plan for each in sides}
    groups: dict[tuple[str, str], Shared] = {}
    for activity in (activity for each in sides for activity in each.activities):
        for other in explorer().counterparts.of(activity):
            if other.activity.plan in plans and _is_same(other):
                group = _joined(groups, activity, other.activity)
                for row in other.reasons:
                    _give_reason(group, row)
    return list({id(group): group for group in groups.values()}.values())


def _joined(groups: dict[tuple[str, str], Shared], one: Activity, two: Activity) -> Shared:
    """The group of two activities that do the same, made one where each had its own."""
    keys = [(each.plan, each.locator) for each in (one, two)]
    first, second = (groups.get(key) for key in keys)
    group = first or second or Shared()
    if first and second and first is not second:
        for activity in (each for of_plan in second.activities.values() for each in of_plan):
            group.add(activity)
            groups[activity.plan, activity.locator] = group
        group.reasons += second.reasons
        group.measures |= second.measures
    for key, activity in zip(keys, (one, two), strict=True):
        group.add(activity)
        groups[key] = group
    return group


def _give_reason(group: Shared, row: Row) -> None:
    """Add why two activities of a group do the same, once however often it is told and from whichever end."""
    if row["link"] == _SAME_MEASURE:
        group.measures.setdefault(row["via"], row["reason"])
    elif row["link"] in _SAME and not any(_pair(row) == _pair(told) for told in group.reasons):
        group.reasons.append(row)


def _pair(row: Row) -> frozenset[tuple[str, str]]:
    return frozenset({(row["plan"], row["activity"]), (row["other_plan"], row["other_activity"])})


def _is_same(other: Counterpart) -> bool:
    return any(row["link"] in _SAME for row in other.reasons)


def _lacking(activity: Activity, plan: str) -> str:
    """Why it is known that another plan, which is linked with an activity by nothing, does nothing like it.

    `no-counterpart`: somebody looked that plan through. A state of `uptake`: what the plan's region does about the
    measures which the activity carries out. Empty where nobody knows.
    """
    held = explorer()
    if any(row["other_plan"] == plan for row in held.counterparts.looked_through(activity)):
        return _NO_COUNTERPART
    ours, theirs = held.plans[activity.plan], held.plans[plan]
    states = [
        row["state"]
        for said in held.answers.rows("uptake", region=ours.organisation, activity=activity.locator)
        if said["plan"] in ours.superior and said["plan"] in theirs.superior
        for row in held.answers.rows("uptake", plan=said["plan"], measure=said["measure"], region=theirs.organisation)
    ]
    return states[0] if states and "taken-up" not in states and "not-loaded" not in states else ""


def goals_of_theme(theme: Theme, plans: Sequence[str]) -> list[tuple[Row, dict[str, int]]]:
    """The national goals of a focus area, and how many activities of each plan in the area lead to each."""
    held = explorer()
    national = [plan.id for plan in held.plans.values() if plan.level == "national-direction"]
    found = []
    for above in national:
        once = {row["goal"]: row for row in held.answers.rows("goals", plan=above, area=theme.area)}
        for row in once.values():
            leading = held.towards.goal(row["plan"], row["goal"])
            numbers = Counter(each.plan for each in leading if each.row["area"] == theme.area)
            found.append((row, {plan: numbers[plan] for plan in plans}))
    return found


def _reaches(goal: Row, theme: Theme) -> bool:
    """Whether a theme reaches a goal of a plan, by the same ways as its activities."""
    if theme.area and goal["area"] != theme.area:
        return False
    if not theme.towards or theme.towards in (goal["parent"], f"{goal['plan']}/{goal['goal']}"):
        return True
    store = explorer().store
    above, _, locator = theme.towards.partition("/")
    target = ox.NamedNode(str(row_node(above, "goal", locator)))
    node = ox.NamedNode(str(row_node(goal["plan"], "goal", goal["goal"])))
    reached = [
        quad.object
        for term in (PLANGRAPH.nationalGoal, PLANGRAPH.inArea)
        for quad in store.quads_for_pattern(node, ox.NamedNode(str(term)), None)
        if isinstance(quad.object, ox.NamedNode)
    ]
    serves = ox.NamedNode(str(PLANGRAPH.serves))
    return any(each == target or any(store.quads_for_pattern(each, serves, target)) for each in reached)
