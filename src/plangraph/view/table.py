# SPDX-License-Identifier: Apache-2.0
"""What the tables below the picture say: the same as the picture, also for screen readers and without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plangraph.view.facts import AREA, PLAN, Facts
from plangraph.view.lexicon import Labels

__all__ = ["Cell", "Matrix", "TaskRow", "matrix", "task_rows"]

_Words = Mapping[str, str]
_Named = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """How many activities there are, how many of them without owner, and what is said where there is none."""

    activities: int
    ownerless: int
    state: str


@dataclass(frozen=True, slots=True)
class Matrix:
    """Focus areas by plans.

    Parameters
    ----------
    plans: node id, name and what is to be said of each plan.
    rows: node id and name of an area, the strategy goals that it serves, and a cell for each plan.
    totals: a cell for each plan.
    """

    plans: list[tuple[str, str, str]]
    rows: list[tuple[str, str, list[str], list[Cell]]]
    totals: list[Cell]


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One activity. What names another node is a pair of its id, empty where it is none, and the text.

    Parameters
    ----------
    owners: whoever is accountable; bases: how that is known; others: whoever has another role, which the text says.
    """

    id: str
    plan: _Named
    locator: str
    title: str
    goals: list[_Named]
    area: _Named
    owners: list[_Named]
    bases: list[str]
    others: list[_Named]
    time: str
    passed: str
    status: str
    cause: str


def matrix(facts: Facts, words: _Words, labels: Labels) -> Matrix:
    """Coverage as a table; figures as `coverage` and `overview` give them."""
    holding = {node: plan for node, plan in facts.plans.items() if plan["holds"]}
    cells = {(cell["area"], cell["plan"]): cell for cell in facts.cells}
    rows = []
    for node, area in facts.areas.items():
        serves = [
            f"{facts.strategy[goal]['title']} ({facts.strategy[goal]['plan'].rpartition('-')[2]})"
            for served, goal, _ in facts.served
            if served == node and goal in facts.strategy
        ]
        line = []
        for plan in holding:
            cell = cells[node, plan]
            # a plan that has activities there, all of them outside the scope
            state = words["none"] if cell["state"] == "taken-up" else labels["coverage-state"][cell["state"]]
            line.append(Cell(cell["activities"], cell["ownerless"], state))
        rows.append((node, f"{area['area']} {area['title']}", serves, line))
    totals = []
    for plan, known in holding.items():
        mine = [task for task in facts.tasks.values() if PLAN + task["plan"] == plan]
        figures = known["figures"] or {"activities": len(mine), "ownerless": sum(bool(task["cause"]) for task in mine)}
        totals.append(Cell(figures["activities"], figures["ownerless"], words["none"]))
    heads = [(node, plan["organisation"], _plan_note(plan, words)) for node, plan in holding.items()]
    return Matrix(heads, rows, totals)


def _plan_note(plan: dict[str, Any], words: _Words) -> str:
    """Period and state of a plan: 2019–2022, draft, period has ended."""
    years = "–".join(dict.fromkeys(text[:4] for text in (plan["start"], plan["end"]) if text))
    said = [years]
    if plan["document_status"] == "draft":
        said.append(words["draft"])
    if plan["state"] == "reconstructed":
        said.append(words["reconstructed"])
    if plan["state"] == "known-only":
        said.append(words["knownOnly"])
    if plan["ended"]:
        said.append(words["ended"])
    return ", ".join(said)


def task_rows(facts: Facts, words: _Words, labels: Labels) -> list[TaskRow]:
    """One row for each activity, in the order of plans and rows."""
    order = {plan: number for number, plan in enumerate(facts.plans)}
    rows = []
    for node, task in sorted(facts.tasks.items(), key=lambda item: order[PLAN + item[1]["plan"]]):
        answering = [o for o in task["owners"] if o["role"] == "accountable"]
        others = [
            (o.get("id", ""), f"{labels['role'][o['role']]}: {o.get('actor', o['written'])}")
            for o in task["owners"]
            if o["role"] != "accountable"
        ]
        area, plan = AREA + task["area"], PLAN + task["plan"]
        rows.append(
            TaskRow(
                node,
                (plan, facts.plans[plan]["organisation"]),
                task["activity"],
                task["title"],
                [(goal, f"{facts.goals[goal]['goal']} {facts.goals[goal]['title']}") for goal in task["goals"]],
                (area, f"{task['area']} {facts.areas[area]['title']}") if area in facts.areas else ("", ""),
                list(dict.fromkeys((o.get("id", ""), o.get("actor", o["written"])) for o in answering)),
                list(dict.fromkeys(labels["basis"][o["basis"]] for o in answering)),
                list(dict.fromkeys(others)),
                task["time_text"] or words["noTime"],
                {"time-passed": words["passed"], "late": words["late"]}.get(task["overdue"], ""),
                labels["status"].get(task["status"], task["status"]),
                labels["cause"].get(task["cause"], task["cause"]),
            )
        )
    return rows
