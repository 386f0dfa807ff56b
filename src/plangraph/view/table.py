# SPDX-License-Identifier: Apache-2.0
"""What the tables below the picture say: the same as the picture, also for screen readers and without scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from plangraph.view.facts import AREA, PLAN, Facts

__all__ = ["Matrix", "TaskRow", "matrix", "task_rows"]

_Words = dict[str, str]
_Labels = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Focus areas by plans.

    Parameters
    ----------
    plans: node id, name and what is to be said of each plan.
    rows: node id and name of an area, the strategy goals that it serves, and a text for each plan.
    totals: a text for each plan.
    """

    plans: list[tuple[str, str, str]]
    rows: list[tuple[str, str, list[str], list[str]]]
    totals: list[str]


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One activity; `owners` are name and basis of whoever is accountable."""

    id: str
    plan: str
    locator: str
    title: str
    goals: str
    area: str
    area_number: str
    owners: list[tuple[str, str]]
    others: list[str]
    time: str
    passed: str
    status: str
    cause: str


def matrix(facts: Facts, words: _Words, labels: _Labels) -> Matrix:
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
            without = words["without"].format(cell["ownerless"], cell["activities"])
            line.append(without if cell["activities"] else state)
        rows.append((node, f"{area['area']} {area['title']}", serves, line))
    totals = []
    for plan in holding:
        mine = [cell for cell in facts.cells if cell["plan"] == plan]
        figures = holding[plan]["figures"] or {
            name: sum(cell[name] for cell in mine) for name in ("ownerless", "activities")
        }
        totals.append(words["without"].format(figures["ownerless"], figures["activities"]))
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


def task_rows(facts: Facts, words: _Words, labels: _Labels) -> list[TaskRow]:
    """One row for each activity, in the order of plans and rows."""
    order = list(facts.plans)
    rows = []
    for node, task in sorted(facts.tasks.items(), key=lambda item: order.index(PLAN + item[1]["plan"])):
        answering = [o for o in task["owners"] if o["role"] == "accountable"]
        others = [f"{labels['role'][o['role']]}: {o['actor']}" for o in task["owners"] if o["role"] != "accountable"]
        area = facts.areas.get(AREA + task["area"], {"title": ""})
        rows.append(
            TaskRow(
                node,
                facts.plans[PLAN + task["plan"]]["organisation"],
                task["activity"],
                task["title"],
                "; ".join(f"{facts.goals[g]['goal']} {facts.goals[g]['title']}" for g in task["goals"]),
                area["title"],
                task["area"],
                list(dict.fromkeys((o.get("actor", o["written"]), labels["basis"][o["basis"]]) for o in answering)),
                list(dict.fromkeys(others)),
                task["time_text"] or words["noTime"],
                {"time-passed": words["passed"], "late": words["late"]}.get(task["overdue"], ""),
                labels["status"].get(task["status"], task["status"]),
                labels["cause"].get(task["cause"], task["cause"]),
            )
        )
    return rows
