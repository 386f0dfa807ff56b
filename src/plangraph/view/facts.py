# SPDX-License-Identifier: Apache-2.0
"""What the picture knows of strategies, areas, plans and goals: answers of the named queries, by node.

No number is computed in another way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyoxigraph as ox

from plangraph.queries import ask_sparql, named_query, run
from plangraph.view.scope import Row, Scope
from plangraph.vocabulary import row_node

__all__ = [
    "AREA",
    "GOAL",
    "OWNER",
    "PLAN",
    "STRATEGY",
    "TASK",
    "Facts",
    "Found",
    "add_areas",
    "add_cells",
    "add_goals",
    "add_plans",
    "goal_of",
    "row_id",
]

# What the ids of nodes begin with; the scripts of the page read them too.
STRATEGY, AREA, PLAN, GOAL, TASK, OWNER = "s:", "a:", "p:", "g:", "t:", "o:"
_STRATEGY_LEVEL = "national-strategy"
_CAUSES = ("unclear", "disagreeing", "unresolved", "missing", "collective", "external")
_FIGURES = ("activities", "owned", "ownerless", "inherited", *_CAUSES)


# What was found, by the focus' IRI: rule and exemption.
Found = Mapping[str, list[dict[str, str]]]


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
    owners: dict[str, Row] = field(default_factory=dict)
    served: list[tuple[str, str, Row]] = field(default_factory=list)
    cells: list[dict[str, Any]] = field(default_factory=list)
    steps: dict[tuple[str, ...], int] = field(default_factory=dict)


def add_areas(store: ox.Store, facts: Facts, scope: Scope, used: set[str], language: str) -> None:
    """The focus areas of the scope (`used`: those of its rows), both strategies' goals, and which serves which."""
    sparql = f"""SELECT ?area ?title WHERE {{ ?node a pg:Area ; skos:notation ?area ; rdfs:label ?title
        FILTER (LANG(?title) = "{language}") }}"""
    for row in sorted(ask_sparql(store, sparql).rows, key=lambda row: int(row["area"])):
        if row["area"] in used or not (scope.area or scope.by_row):
            facts.areas[AREA + row["area"]] = row
    strategies = {
        row["plan"]: row["title"]
        for row in run(store, named_query("plans"), {}).rows
        if row["level"] == _STRATEGY_LEVEL
    }
    for row in run(store, named_query("goals"), {}).rows:
        if row["plan"] in strategies:
            strategy_goal = {**row, "of": strategies[row["plan"]]}
            facts.strategy[row_id(STRATEGY, row["plan"], row["goal"])] = strategy_goal
    for row in run(store, named_query("mappings"), {}).rows:
        if row["predicate"] == "serves" and not row["subject_plan"] and AREA + row["subject"] in facts.areas:
            facts.served.append((AREA + row["subject"], row_id(STRATEGY, row["object_plan"], row["object"]), row))


def add_plans(
    store: ox.Store,
    facts: Facts,
    scope: Scope,
    *,
    used: set[str],
    as_of: date,
    found: Found,
) -> None:
    """The plans that hold the rows, then the plans above them; grouped by superior plan, never by their figures."""
    superior = defaultdict(list)
    sparql = """SELECT ?plan ?above ?node WHERE { ?node a pg:Plan ; dcterms:identifier ?plan .
        OPTIONAL { ?node pg:superiorPlan/dcterms:identifier ?above } } ORDER BY ?plan ?above"""
    nodes = {}
    for row in ask_sparql(store, sparql).rows:
        nodes[row["plan"]] = row["node"]
        if row["above"]:
            superior[row["plan"]].append(row["above"])
    every = {row["plan"]: row for row in run(store, named_query("plans"), {}).rows}
    numbers = {row["plan"]: row for row in run(store, named_query("overview"), {"plan": scope.plan}).rows}
    holding = [plan for plan in every if plan in used]
    above = sorted(
        {name for plan in holding for first in superior[plan] for name in (first, *superior[first])} - set(holding),
        key=lambda plan: (every[plan]["level"] != "rcc", every[plan]["organisation"], plan),
    )
    above = [plan for plan in above if every[plan]["level"] != _STRATEGY_LEVEL]
    holding.sort(key=lambda plan: (min((above.index(a) for a in superior[plan] if a in above), default=99), plan))
    for plan in (*holding, *above):
        row = every[plan]
        figures = {name: int(numbers[plan][name]) for name in _FIGURES} if plan in numbers else {}
        facts.plans[PLAN + plan] = {
            **row,
            "holds": plan in used,
            "figures": {} if scope.by_row or scope.area else figures,
            "superior": [PLAN + name for name in superior[plan] if name in above],
            "above": [every[name]["title"] for name in superior[plan]],
            "ended": bool(row["end"]) and row["end"] < as_of.isoformat(),
            "findings": found.get(nodes[plan], []),
        }


def add_goals(store: ox.Store, facts: Facts, scope: Scope, rows: list[Row], found: Found) -> None:
    """The goals of the scope\'s plans and areas, and those above them."""
    every: dict[str, dict[str, Any]] = {}
    for row in run(store, named_query("goals"), {}).rows:
        node = row_id(GOAL, row["plan"], row["goal"])
        goal = every.setdefault(node, {**row, "parents": []})
        if row["parent"] and row["link"] != "serves":
            goal["parents"].append({"goal": GOAL + row["parent"], "link": row["link"]})
    wanted = {goal_of(facts, row, every) for row in rows}
    for node, goal in every.items():
        in_plan = PLAN + goal["plan"] in facts.plans and (not scope.plan or goal["plan"] == scope.plan)
        if in_plan and not scope.by_row and AREA + goal["area"] in facts.areas:
            wanted.add(node)
    wanted.discard("")
    for node in list(wanted):
        for parent in every[node]["parents"]:
            wanted.add(parent["goal"])
            wanted.update(above["goal"] for above in every.get(parent["goal"], {"parents": []})["parents"])
    for node, goal in every.items():
        if node in wanted and PLAN + goal["plan"] in facts.plans:
            goal["owners"] = []
            goal["findings"] = found.get(str(row_node(goal["plan"], "goal", goal["goal"])), [])
            facts.goals[node] = goal


def goal_of(facts: Facts, row: Row, goals: dict[str, dict[str, Any]]) -> str:
    """The goal that an activity's row names, of its own plan or of one above it; nothing where it names none."""
    above = facts.plans[PLAN + row["plan"]]["superior"]
    plans = (row["plan"], *(plan.removeprefix(PLAN) for plan in above))
    return next((node for plan in plans if (node := row_id(GOAL, plan, row["goal"])) in goals), "")


def add_cells(store: ox.Store, facts: Facts, scope: Scope) -> None:
    """Areas by plans as `coverage` counts them; where the scope picks single rows, those rows."""
    for row in run(store, named_query("coverage"), {"plan": scope.plan, "area": scope.area}).rows:
        if AREA + row["area"] not in facts.areas or PLAN + row["plan"] not in facts.plans:
            continue
        cell: dict[str, Any] = {"area": AREA + row["area"], "plan": PLAN + row["plan"], "state": row["state"]}
        if scope.by_row:
            inside = [t for t in facts.tasks.values() if (t["area"], t["plan"]) == (row["area"], row["plan"])]
            cell |= {"activities": len(inside), "ownerless": sum(bool(t["cause"]) for t in inside)}
        else:
            cell |= {name: int(row[name]) for name in ("goals", "activities", "ownerless")}
        facts.cells.append(cell)
