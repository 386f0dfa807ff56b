# SPDX-License-Identifier: Apache-2.0
"""Everything gathered for a scope: areas, plans and goals, and here the activities with owners, times and paths."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

import pyoxigraph as ox

from plangraph.queries import named_query, run
from plangraph.validation import Finding
from plangraph.view.facts import (
    AREA,
    GOAL,
    OWNER,
    STRATEGY,
    TASK,
    Facts,
    Found,
    add_areas,
    add_cells,
    add_goals,
    add_plans,
    goal_of,
    row_id,
)
from plangraph.view.scope import Row, Scope, activities_in
from plangraph.view.words import words
from plangraph.vocabulary import row_node

__all__ = ["gather"]


def gather(store: ox.Store, findings: Sequence[Finding], scope: Scope, language: str, as_of: date) -> Facts:
    """The facts of a resolved scope."""
    facts = Facts()
    rows = activities_in(store, scope)
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for finding in findings:
        found[finding.focus].append({"rule": finding.rule.id, "exemption": finding.exemption})
    add_areas(store, facts, scope, {row["area"] for row in rows}, language)
    add_plans(store, facts, scope, used={row["plan"] for row in rows}, as_of=as_of, found=found)
    add_goals(store, facts, scope, rows, found)
    mark = f"{words(language)['reconstructed'].capitalize()}: "  # first, where a card's cut text cannot lose it
    _mark_reconstructed(store, facts, mark)
    _tasks(facts, rows, found)
    _causes(store, facts, scope)
    _times(store, facts, scope, as_of)
    one = {"plan": scope.plan, "activity": scope.activity}
    _owners(store, facts, one)
    _paths(store, facts, one, mark)
    add_cells(store, facts, scope)
    return facts


def _mark_reconstructed(store: ox.Store, facts: Facts, mark: str) -> None:
    """A reconstructed plan's goals say so wherever they stand: none must be taken for the RCC's own words."""
    reconstructed = {
        row["plan"] for row in run(store, named_query("plans"), {}).rows if row["state"] == "reconstructed"
    }
    for goal in facts.goals.values():
        if goal["plan"] in reconstructed:
            goal["title"] = mark + goal["title"]


def _tasks(facts: Facts, rows: list[Row], found: Found) -> None:
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


def _task(facts: Facts, row: Row) -> dict[str, Any] | None:
    return facts.tasks.get(row_id(TASK, row["plan"], row["activity"]))


def _target(facts: Facts, row: Row) -> dict[str, Any] | None:
    """The activity of a row, or the goal where the row is about no activity."""
    return _task(facts, row) if row["activity"] else facts.goals.get(row_id(GOAL, row["plan"], row["goal"]))


def _causes(store: ox.Store, facts: Facts, scope: Scope) -> None:
    for row in run(store, named_query("ownerless"), {"plan": scope.plan}).rows:
        target = _target(facts, row)
        if target is not None:
            target["cause"], target["other_causes"] = row["cause"], row["other_causes"]


def _times(store: ox.Store, facts: Facts, scope: Scope, as_of: date) -> None:
    overdue = run(store, named_query("overdue"), {"plan": scope.plan, "as_of": as_of.isoformat()}).rows
    for row in overdue:
        if task := _task(facts, row):
            task["overdue"] = row["state"]
    one = {"plan": scope.plan, "activity": scope.activity}
    for row in run(store, named_query("steps"), one).rows:
        if task := _task(facts, row):
            task["steps"].append([row["step"], row["title"], row["time_text"]])


def _paths(store: ox.Store, facts: Facts, one: dict[str, str], mark: str) -> None:
    for row in run(store, named_query("trace-up"), one).rows:
        if (task := _task(facts, row)) and row["level"] != "activity":
            step = _step({**row, "label": (mark if row["reconstructed"] == "true" else "") + row["label"]})
            number = facts.steps.setdefault(step, len(facts.steps))
            if number not in task["path"][row["path"]]:
                task["path"][row["path"]].append(number)


def _step(row: Row) -> tuple[str, ...]:
    """A step of a path: level, node id, link, the label where the node is not in the picture, and what it came from."""
    label = ""
    if row["level"] == "area":
        node = AREA + row["node"]
    elif row["level"] == "strategy-goal":
        node = row_id(STRATEGY, row["node_plan"], row["node"])
    elif row["level"] == "measure":
        node, label = f"{row['node_plan']}/{row['node']}", row["label"]
    else:
        node, label = row_id(GOAL, row["node_plan"], row["node"]), row["label"]
    return (row["level"], node, row["link"], label, row["via"])


def _owners(store: ox.Store, facts: Facts, one: dict[str, str]) -> None:
    ids = {}
    for row in run(store, named_query("who-owns-what"), {"plan": one["plan"]}).rows:
        ids[row["actor"], row["organisation"]] = row
    columns = ("role", "actor", "written", "kind", "basis", "step", "organisation", "collective", "lead", "remark")
    for row in run(store, named_query("responsibilities"), one).rows:
        target = _target(facts, row)
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
