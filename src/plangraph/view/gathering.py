# SPDX-License-Identifier: Apache-2.0
"""Everything gathered for a scope: areas, plans and goals, and here the activities with owners, times and paths."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from plangraph.view.facts import (
    AREA,
    GOAL,
    OWNER,
    STRATEGY,
    TASK,
    Facts,
    add_areas,
    add_cells,
    add_goals,
    add_plans,
    goal_of,
    row_id,
)
from plangraph.view.found import Found
from plangraph.view.known import Known
from plangraph.view.lexicon import Lexicon
from plangraph.view.scope import Scope, rows_in
from plangraph.view.source import Row, Source, Ways
from plangraph.view.towards import goals_below
from plangraph.vocabulary import row_node

__all__ = ["gather"]

_OWNER_COLUMNS = ("role", "actor", "written", "kind", "basis", "step", "organisation", "collective", "lead", "remark")


def gather(known: Known, lexicon: Lexicon, scope: Scope) -> Facts:
    """The facts of a resolved scope."""
    facts, source, found = Facts(), known.source, known.found
    rows = rows_in(known.store, source, lexicon, scope)
    below = goals_below(known.store, *scope.goal.split("/", 1)) if scope.goal else set()
    used = {row["area"] for row in rows}
    if scope.goal:
        plan, goal = scope.goal.split("/", 1)
        used.update(row["area"] for row in source.rows("goals", plan=plan, goal=goal))
    add_areas(source, facts, lexicon, scope, used)
    add_plans(source, facts, lexicon, scope, used={row["plan"] for row in rows}, as_of=known.as_of, found=found)
    add_goals(source, facts, lexicon, scope, rows=rows, below=below, found=found)
    mark = f"{lexicon.words['reconstructed'].capitalize()}: "  # first, where a card's cut text cannot lose it
    _mark_reconstructed(source, facts, mark)
    _tasks(source, facts, lexicon, rows, found)
    _owners(source, facts)
    _paths(known.ways, facts, mark)
    add_cells(source, facts, scope)
    if scope.is_narrowed:
        _outside(source, facts, lexicon)
    return facts


def _mark_reconstructed(source: Source, facts: Facts, mark: str) -> None:
    """A reconstructed plan's goals say so wherever they stand: none must be taken for the RCC's own words."""
    reconstructed = {row["plan"] for row in source.rows("plans", state="reconstructed")}
    for goal in facts.goals.values():
        if goal["plan"] in reconstructed:
            goal["title"] = mark + goal["title"]


def _tasks(source: Source, facts: Facts, lexicon: Lexicon, rows: Sequence[Row], found: Found) -> None:
    for goal in facts.goals.values():
        lacking = source.rows("ownerless", plan=goal["plan"], goal=goal["goal"], activity="")
        goal.update(_cause(lacking) if lacking else {})
    for row in rows:
        plan, activity = row["plan"], row["activity"]
        task = facts.tasks.get(row_id(TASK, plan, activity))
        if task is None:
            overdue = source.rows("overdue", plan=plan, activity=activity)
            task = facts.tasks[row_id(TASK, plan, activity)] = {
                **{column: text for column, text in row.items() if column != "goal"},
                **_cause(source.rows("ownerless", plan=plan, activity=activity)),
                "goals": [],
                "owners": [],
                "overdue": overdue[0]["state"] if overdue else "",
                "path": {"goal": [], "area": []},
                "steps": [
                    [step["step"], step["title"], step["time_text"]]
                    for step in source.rows("steps", plan=plan, activity=activity)
                ],
                "findings": found.about(str(row_node(plan, "activity", activity))),
            }
        named = goal_of(source, lexicon, row)
        if named in facts.goals and named not in task["goals"]:
            task["goals"].append(named)


def _cause(lacking: Sequence[Row]) -> dict[str, str]:
    """Why nobody can be held to it."""
    return {name: lacking[0][name] if lacking else "" for name in ("cause", "other_causes")}


def _owners(source: Source, facts: Facts) -> None:
    for goal in facts.goals.values():
        rows = source.rows("responsibilities", plan=goal["plan"], goal=goal["goal"], activity="")
        goal["owners"] = _once(_owner(row) for row in rows)
    for task in facts.tasks.values():
        rows = source.rows("responsibilities", plan=task["plan"], activity=task["activity"])
        task["owners"] = _once(_owner(row) for row in rows)
        for row in rows:
            if row["actor_id"]:
                known = {column: row[column] for column in ("actor", "kind", "organisation")}
                facts.owners.setdefault(OWNER + row["actor_id"], known)


def _owner(row: Row) -> dict[str, str]:
    owner = {column: row[column] for column in _OWNER_COLUMNS if row[column] not in ("", "false")}
    if row["actor_id"]:
        owner["id"] = OWNER + row["actor_id"]
    return owner


def _once(owners: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    kept: list[dict[str, str]] = []
    for owner in owners:
        if owner not in kept:
            kept.append(owner)
    return kept


def _paths(ways: Ways, facts: Facts, mark: str) -> None:
    up = ways.up((task["plan"], task["activity"]) for task in facts.tasks.values())
    for task in facts.tasks.values():
        for row in up[task["plan"], task["activity"]]:
            if row["level"] == "activity":
                continue
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


def _outside(source: Source, facts: Facts, lexicon: Lexicon) -> None:
    """How many activities a goal and an actor have in all, where the scope may leave some of them out."""
    for node, goal in facts.goals.items():
        own = source.rows("activities", plan=goal["plan"], goal=goal["goal"])
        # a superior plan holds no rows of its own: those of the plans below name its goals
        below = source.rows("activities", goal=goal["goal"]) if not own else ()
        named = (*own, *(row for row in below if goal_of(source, lexicon, row) == node))
        goal["all"] = len({(row["plan"], row["activity"]) for row in named})
    for node, owner in facts.owners.items():
        rows = source.rows("responsibilities", actor_id=node.removeprefix(OWNER))
        owner["all"] = len({(row["plan"], row["activity"]) for row in rows if row["activity"]})
