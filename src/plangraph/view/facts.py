# SPDX-License-Identifier: Apache-2.0
"""What the picture knows of strategies, areas, plans and goals: answers of the named queries, by node.

No number is computed in another way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from plangraph.register.locators import natural_key
from plangraph.view.found import Found
from plangraph.view.lexicon import Lexicon
from plangraph.view.scope import STRATEGY_LEVEL, Scope, plans_in
from plangraph.view.source import Row, Source
from plangraph.vocabulary import ID, row_node

__all__ = [
    "AREA",
    "GOAL",
    "OWNER",
    "PLAN",
    "STRATEGY",
    "TASK",
    "Facts",
    "add_areas",
    "add_cells",
    "add_goals",
    "add_plans",
    "goal_of",
    "row_id",
]

# What the ids of nodes begin with; the scripts of the page read them too.
STRATEGY, AREA, PLAN, GOAL, TASK, OWNER = "s:", "a:", "p:", "g:", "t:", "o:"
_CAUSES = ("unclear", "disagreeing", "unresolved", "missing", "collective", "external")
_FIGURES = ("activities", "owned", "ownerless", "inherited", *_CAUSES)


def row_id(prefix: str, plan: str, locator: str) -> str:
    """The id of a row's node in the picture."""
    return f"{prefix}{plan}/{locator}"


@dataclass(slots=True)
class Facts:
    """Everything by node id, in the order in which it is shown.

    Parameters
    ----------
    served: focus area, strategy goal and the mapping's row.
    cells: rows of `coverage`, narrowed to the scope.
    steps: each different step of a path with its number; an activity's `path` holds the numbers.
    """

    strategy: dict[str, Row] = field(default_factory=dict)
    areas: dict[str, Row] = field(default_factory=dict)
    plans: dict[str, dict[str, Any]] = field(default_factory=dict)
    goals: dict[str, dict[str, Any]] = field(default_factory=dict)
    tasks: dict[str, dict[str, Any]] = field(default_factory=dict)
    owners: dict[str, dict[str, Any]] = field(default_factory=dict)
    served: list[tuple[str, str, Row]] = field(default_factory=list)
    cells: list[dict[str, Any]] = field(default_factory=list)
    steps: dict[tuple[str, ...], int] = field(default_factory=dict)

    def by_node(self) -> dict[str, Any]:
        """What is known of each node."""
        return {**self.strategy, **self.areas, **self.plans, **self.goals, **self.tasks, **self.owners}


def add_areas(source: Source, facts: Facts, lexicon: Lexicon, scope: Scope, used: set[str]) -> None:
    """The focus areas of the scope (`used`: those of its rows), both strategies' goals, and which serves which."""
    for area, title in lexicon.areas.items():
        if area in used or not (scope.area or scope.by_row):
            facts.areas[AREA + area] = {"area": area, "title": title}
    for plan in source.rows("plans", level=STRATEGY_LEVEL):
        for row in source.rows("goals", plan=plan["plan"]):
            facts.strategy[row_id(STRATEGY, row["plan"], row["goal"])] = {**row, "of": plan["title"]}
    for row in source.rows("mappings", predicate="serves", subject_plan=""):
        if AREA + row["subject"] in facts.areas:
            facts.served.append((AREA + row["subject"], row_id(STRATEGY, row["object_plan"], row["object"]), row))


def add_plans(
    source: Source, facts: Facts, lexicon: Lexicon, scope: Scope, *, used: set[str], as_of: date, found: Found
) -> None:
    """The plans that hold the rows, then the plans above them; neighbours together, never by their figures."""
    every = {row["plan"]: row for row in source.rows("plans")}
    named = {plan for plan in (scope.plan, scope.goal.partition("/")[0]) if plan}
    # a plan that is asked for holds rows of its own even where none of them is in the scope
    used = used | {plan for plan in named if source.rows("overview", plan=plan)}
    holding = [plan for plan in lexicon.plans if plan in used]
    above = {plan for plan in named if plan not in used}
    for plan in (*holding, *named):
        above.update(lexicon.above(plan))
    shown_above = above - set(holding)
    order = [plan for plan in lexicon.plans if plan in shown_above and every[plan]["level"] != STRATEGY_LEVEL]
    superior = lexicon.superior
    for plan in (*holding, *order):
        row = every[plan]
        numbers = source.rows("overview", plan=plan)
        facts.plans[PLAN + plan] = {
            **row,
            "holds": plan in used,
            "figures": {}
            if scope.by_row or scope.area or not numbers
            else {name: int(numbers[0][name]) for name in _FIGURES},
            "superior": [PLAN + name for name in superior.get(plan, ()) if name in order],
            "above": [every[name]["title"] for name in superior.get(plan, ())],
            "ended": bool(row["end"]) and row["end"] < as_of.isoformat(),
            "findings": found.about(f"{ID}{plan}"),
        }


def add_goals(
    source: Source,
    facts: Facts,
    lexicon: Lexicon,
    scope: Scope,
    *,
    rows: Sequence[Row],
    below: Iterable[tuple[str, str]],
    found: Found,
) -> None:
    """The goals of the scope's plans and areas or of its rows, those `below` the goal asked for, and those above."""
    wanted = {node for row in rows if (node := goal_of(source, lexicon, row))}
    wanted.update(row_id(GOAL, plan, locator) for plan, locator in below)
    if scope.goal:
        wanted.add(GOAL + scope.goal)
    if not scope.by_row:
        for plan in plans_in(source, lexicon, scope):
            if PLAN + plan in facts.plans:
                own = source.rows("goals", plan=plan)
                wanted.update(row_id(GOAL, plan, row["goal"]) for row in own if AREA + row["area"] in facts.areas)
    goals = {node: _goal(source, node) for node in wanted}
    for _ in range(2):  # a plan's goal, its RCC's, and the national one
        for parent in {parent["goal"] for goal in goals.values() for parent in goal["parents"]} - set(goals):
            goals[parent] = _goal(source, parent)
    for node in sorted(goals, key=lambda node: [natural_key(goals[node][column]) for column in ("plan", "goal")]):
        goal = goals[node]
        if PLAN + goal["plan"] in facts.plans:
            goal["findings"] = found.about(str(row_node(goal["plan"], "goal", goal["goal"])))
            facts.goals[node] = goal


def _goal(source: Source, node: str) -> dict[str, Any]:
    plan, _, locator = node.removeprefix(GOAL).partition("/")
    rows = source.rows("goals", plan=plan, goal=locator)
    parents = [
        {"goal": GOAL + row["parent"], "link": row["link"]} for row in rows if row["parent"] and row["link"] != "serves"
    ]
    return {**rows[0], "parents": parents, "owners": []}


def goal_of(source: Source, lexicon: Lexicon, row: Row) -> str:
    """The goal that an activity's row names, of its own plan or of the nearest one above; nothing where none."""
    goal = row["goal"]
    plans = (row["plan"], *lexicon.above(row["plan"])) if goal else ()
    return next((row_id(GOAL, plan, goal) for plan in plans if source.rows("goals", plan=plan, goal=goal)), "")


def add_cells(source: Source, facts: Facts, scope: Scope) -> None:
    """Areas by plans as `coverage` counts them; where the scope picks single rows, those rows."""
    counted: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for task in facts.tasks.values():
        counted.setdefault((task["area"], task["plan"]), []).append(task)
    holding = [node.removeprefix(PLAN) for node, plan in facts.plans.items() if plan["holds"]]
    rows = (row for plan in holding for row in source.rows("coverage", plan=plan))
    for row in sorted(rows, key=lambda row: natural_key(row["area"])):
        if AREA + row["area"] not in facts.areas:
            continue
        cell: dict[str, Any] = {"area": AREA + row["area"], "plan": PLAN + row["plan"], "state": row["state"]}
        if scope.by_row:
            inside = counted.get((row["area"], row["plan"]), [])
            cell |= {"activities": len(inside), "ownerless": sum(bool(task["cause"]) for task in inside)}
        else:
            cell |= {name: int(row[name]) for name in ("goals", "activities", "ownerless")}
        facts.cells.append(cell)
