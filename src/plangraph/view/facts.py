# SPDX-License-Identifier: Apache-2.0
"""What the picture knows: the answers of the named queries, gathered by node. No number is computed in another way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pyoxigraph as ox

from plangraph.queries import ask_sparql, named_query, run
from plangraph.validation import Finding
from plangraph.view.scope import Row, Scope, activities_in
from plangraph.vocabulary import row_node

__all__ = ["AREA", "GOAL", "OWNER", "PLAN", "STRATEGY", "STRATEGY_LEVEL", "TASK", "Facts", "gather", "row_id"]

# What the ids of nodes begin with; the scripts of the page read them too.
STRATEGY, AREA, PLAN, GOAL, TASK, OWNER = "s:", "a:", "p:", "g:", "t:", "o:"
STRATEGY_LEVEL = "national-strategy"
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
    owners: dict[str, Row] = field(default_factory=dict)
    served: list[tuple[str, str, Row]] = field(default_factory=list)
    cells: list[dict[str, Any]] = field(default_factory=list)
    steps: dict[tuple[str, ...], int] = field(default_factory=dict)


def gather(store: ox.Store, findings: Sequence[Finding], scope: Scope, language: str, as_of: date) -> Facts:
    """The facts of a resolved scope."""
    facts = Facts()
    rows = activities_in(store, scope)
    found = defaultdict(list)
    for finding in findings:
        found[finding.focus].append({"rule": finding.rule.id, "exemption": finding.exemption})
    _areas(store, facts, scope, {row["area"] for row in rows}, language)
    _plans(store, facts, scope, {row["plan"] for row in rows}, as_of, found)
    _goals(store, facts, scope, rows, found)
    _tasks(store, facts, scope, rows, found, as_of)
    _cells(store, facts, scope)
    return facts


def _areas(store: ox.Store, facts: Facts, scope: Scope, used: set[str], language: str) -> None:
    sparql = f"""SELECT ?area ?title WHERE {{ ?node a pg:Area ; skos:notation ?area ; rdfs:label ?title
        FILTER (LANG(?title) = "{language}") }}"""
    for row in sorted(ask_sparql(store, sparql).rows, key=lambda row: int(row["area"])):
        if row["area"] in used or not (scope.area or scope.by_row):
            facts.areas[AREA + row["area"]] = row
    for row in run(store, named_query("goals"), {}).rows:
        if row["plan"].startswith("strategi-"):
            facts.strategy[row_id(STRATEGY, row["plan"], row["goal"])] = row
    for row in run(store, named_query("mappings"), {}).rows:
        if row["predicate"] == "serves" and not row["subject_plan"] and AREA + row["subject"] in facts.areas:
            facts.served.append(
                (AREA + row["subject"], row_id(STRATEGY, row["object_plan"], row["object"]), row)
            )


def _plans(
    store: ox.Store, facts: Facts, scope: Scope, used: set[str], as_of: date, found: dict[str, list[dict[str, str]]]
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
        {name for plan in holding for first in superior[plan] for name in (first, *superior[first])}
        - set(holding),
        key=lambda plan: (every[plan]["level"] != "rcc", every[plan]["organisation"], plan),
    )
    above = [plan for plan in above if every[plan]["level"] != STRATEGY_LEVEL]
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


def _goals(
    store: ox.Store, facts: Facts, scope: Scope, rows: list[Row], found: dict[str, list[dict[str, str]]]
) -> None:
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


def _tasks(
    store: ox.Store,
    facts: Facts,
    scope: Scope,
    rows: list[Row],
    found: dict[str, list[dict[str, str]]],
    as_of: date,
) -> None:
    one = {"plan": scope.plan, "activity": scope.activity}
    for row in rows:
        node = row_id(TASK, row["plan"], row["activity"])
        task = facts.tasks.setdefault(
            node,
            {
                **row,
                "goals": [],
                "owners": [],
                "cause": "",
                "other_causes": "",
                "overdue": "",
                "path": {"goal": [], "area": []},
                "steps": [],
                "findings": found.get(str(row_node(row["plan"], "activity", row["activity"])), []),
            },
        )
        goal = goal_of(facts, row, facts.goals)
        if goal and goal not in task["goals"]:
            task["goals"].append(goal)
        task.pop("goal", None)
    for row in run(store, named_query("ownerless"), {"plan": scope.plan}).rows:
        target: dict[str, Any] | None
        if row["activity"]:
            target = facts.tasks.get(row_id(TASK, row["plan"], row["activity"]))
        else:
            target = facts.goals.get(row_id(GOAL, row["plan"], row["goal"]))
        if target is not None:
            target["cause"], target["other_causes"] = row["cause"], row["other_causes"]
    overdue = run(store, named_query("overdue"), {"plan": scope.plan, "as_of": as_of.isoformat()}).rows
    for row in overdue:
        if task := facts.tasks.get(row_id(TASK, row["plan"], row["activity"])):
            task["overdue"] = row["state"]
    for row in run(store, named_query("steps"), one).rows:
        if task := facts.tasks.get(row_id(TASK, row["plan"], row["activity"])):
            task["steps"].append([row["step"], row["title"], row["time_text"]])
    _owners(store, facts, one)
    for row in run(store, named_query("trace-up"), one).rows:
        if (task := facts.tasks.get(row_id(TASK, row["plan"], row["activity"]))) and row["level"] != "activity":
            step = _step(row)
            number = facts.steps.setdefault(step, len(facts.steps))
            if number not in task["path"][row["path"]]:
                task["path"][row["path"]].append(number)


def _step(row: Row) -> tuple[str, ...]:
    """A step of a path as level, node id, link, and the label where the node is not in the picture."""
    if row["level"] == "area":
        return (row["level"], AREA + row["node"], row["link"], "")
    if row["level"] == "strategy-goal":
        return (row["level"], row_id(STRATEGY, row["node_plan"], row["node"]), row["link"], "")
    if row["level"] == "measure":
        return (row["level"], f"{row['node_plan']}/{row['node']}", row["link"], row["label"])
    return (row["level"], row_id(GOAL, row["node_plan"], row["node"]), row["link"], row["label"])


def _owners(store: ox.Store, facts: Facts, one: dict[str, str]) -> None:
    ids = {}
    for row in run(store, named_query("who-owns-what"), {"plan": one["plan"]}).rows:
        ids[row["actor"], row["organisation"]] = row
    columns = ("role", "actor", "written", "kind", "basis", "step", "organisation", "collective", "lead", "remark")
    for row in run(store, named_query("responsibilities"), one).rows:
        target: dict[str, Any] | None
        if row["activity"]:
            target = facts.tasks.get(row_id(TASK, row["plan"], row["activity"]))
        else:
            target = facts.goals.get(row_id(GOAL, row["plan"], row["goal"]))
        if target is None:
            continue
        owner = {column: row[column] for column in columns if row[column] not in ("", "false")}
        known = ids.get((row["actor"], row["organisation"]))
        if known:
            owner["id"] = OWNER + known["actor_id"]
            if row["activity"]:
                facts.owners.setdefault(owner["id"], {key: known[key] for key in ("actor", "kind", "organisation")})
        if owner not in target["owners"]:
            target["owners"].append(owner)


def _cells(store: ox.Store, facts: Facts, scope: Scope) -> None:
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
