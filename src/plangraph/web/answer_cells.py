# SPDX-License-Identifier: Apache-2.0
"""The cells of a named question's answer as people read them: labels for codes, and pages of what is named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from plangraph.register import values
from plangraph.web.activities import times_once
from plangraph.web.activity_filters import area_names
from plangraph.web.addresses import actor_url, area_url, organisation_url, row_url, step_url
from plangraph.web.answers import Row
from plangraph.web.explorer import explorer
from plangraph.web.organisations import organisation_name, organisation_names
from plangraph.web.row_index import PlanRow
from plangraph.web.words import value

__all__ = ["AnswerCell", "answer_cells", "reading_order"]

_PLANS = frozenset({"plan", "plan_a", "plan_b", "subject_plan", "object_plan", "node_plan", "other_plan", "searched"})
# Columns that name a row, by the column that names its plan.
_ROWS: Mapping[str, str] = {
    "activity": "plan",
    "activity_a": "plan_a",
    "activity_b": "plan_b",
    "goal": "plan",
    "locator": "plan",
    "measure": "plan",
    "node": "node_plan",
    "object": "object_plan",
    "other_activity": "other_plan",
    "plan_goal": "plan",
    "row_locator": "plan",
    "step": "plan",
    "subject": "subject_plan",
    "holds_up": "plan",
}
# Columns that name a row with its plan before it: strategi-2026/2.
_FULL_ROWS = frozenset({"parent", "strategy_goal", "via"})
# Columns that name a strategy goal, by the column with its title, which tells which strategy it stands in.
_STRATEGY_TITLES: Mapping[str, str] = {"old_goal": "old_title", "new_goal": "new_title"}
# Columns with titles, by the column with the mark of the row whose title it is.
_TITLES: Mapping[str, str] = {
    "national_title": "national_goal",
    "new_title": "new_goal",
    "object_title": "object",
    "old_title": "old_goal",
    "other_title": "other_activity",
    "plan_goal_title": "plan_goal",
    "strategy_title": "strategy_goal",
    "subject_title": "subject",
}
# Questions whose `title` is that of the activity; in others it is that of a step, a measure, a condition.
_OF_ACTIVITIES = frozenset({"neighbours", "ownership-contrast", "trace-down"})
_MARKS = frozenset({"actor_id", "national_goal", *_STRATEGY_TITLES})
_ORGANISATIONS = frozenset({"organisation", "region"})
# Columns whose words are the plans' or the register's, in Swedish whatever the page's language.
_SWEDISH = frozenset(
    {
        *("title", "label", "note", "remark", "written", "heading", "time_text", "reason", "by_whom", "forum"),
        *("area_title", "national_title", "plan_goal_title", "strategy_title", "subject_title", "object_title"),
        *("old_title", "new_title"),
        *("other_title", "actor", "owner", "other_owner", "other_follow_up", "responsible", "population", "column"),
    }
)
_MANY = " | "


@dataclass(frozen=True, slots=True)
class AnswerCell:
    """One value of a cell.

    Parameters
    ----------
    href: the page of what it names, empty where there is none; plan: the id of the plan that it names.
    mark: whether it is a mark such as a locator; swedish: whether its words are Swedish on every page.
    """

    text: str
    href: str = ""
    plan: str = ""
    mark: bool = False
    swedish: bool = False


def answer_cells(row: Row, columns: Sequence[str]) -> list[list[AnswerCell]]:
    """The values of each cell of a row; an empty cell has none."""
    return [
        [_cell(row, column, text) for text in (_parts(column, row[column]) if _MANY in row[column] else [row[column]])]
        if row[column]
        else []
        for column in columns
    ]


def _parts(column: str, text: str) -> list[str]:
    """The values that a cell holds."""
    return times_once(text) if column == "time_text" else values(text)


def reading_order(name: str, columns: Iterable[str]) -> list[str]:
    """The columns of a question as people read them: each title beside the row that it is of.

    New columns go last in the contract, which files keep; there a title may stand a screen away from its row.
    """
    order = list(columns)
    titles = {**_TITLES, "title": "activity"} if name in _OF_ACTIVITIES else _TITLES
    for title, of in titles.items():
        if title in order and of in order:
            order.remove(title)
            order.insert(order.index(of) + 1, title)
    return order


def _cell(row: Row, column: str, text: str) -> AnswerCell:
    if column in _PLANS and text in explorer().plans:
        return AnswerCell(text, plan=text)
    return AnswerCell(
        _label(row, column, text),
        _page(row, column, text),
        mark=column in _MARKS or column in _ROWS or column in _FULL_ROWS,
        swedish=column in _SWEDISH,
    )


def _label(row: Row, column: str, text: str) -> str:
    """What a cell says to people."""
    if column == "area":
        return area_names().get(text, text)
    if column in _ORGANISATIONS:
        return organisation_name(text)
    if column == "link" and "other_plan" in row:
        return value("neighbour", text)
    if column == "kind" and "locator" in row:
        return value("level", text)
    return value(column, text, row)


def _page(row: Row, column: str, text: str) -> str:
    """The address of what a cell names, empty where it names nothing that has a page."""
    address = ""
    if column == "area":
        address = area_url(text)
    elif column in _ORGANISATIONS:
        address = organisation_url(text) if organisation_names([text]) else ""
    elif column in ("actor", "actor_id"):
        address = actor_url(row["actor_id"]) if row.get("actor_id") else ""
    elif column == "national_goal":
        plans = [plan.id for plan in explorer().plans.values() if plan.level == "national-direction"]
        found = explorer().rows.holding(plans, text)
        address = _address(found) if found else ""
    elif column in _STRATEGY_TITLES:
        found = _strategy_goal(row.get(_STRATEGY_TITLES[column], ""), text)
        address = _address(found) if found else ""
    elif found := _row_named(row, column, text):
        address = _address(found)
    return address


def _row_named(row: Row, column: str, text: str) -> PlanRow | None:
    """The row that a cell names, None where it names none or nobody can tell which."""
    rows = explorer().rows
    if column in _FULL_ROWS:
        plan, _, locator = text.partition("/")
        return rows.get(plan, locator)
    if column not in _ROWS or (column == "step" and "node" in row):
        return None
    if column == "activity" and "region" in row:
        # the plan beside it is that of the measure; the activity stands in the region's own
        own = [plan.id for plan in explorer().plans.values() if plan.organisation == row["region"]]
        below = [plan for plan in own if row["plan"] in explorer().plans[plan].superior]
        return rows.holding(below, text)
    if column == "measure" and not rows.get(row.get("plan", ""), text):
        plans = rows.plans_of_measure(text)
        return rows.get(plans[0], text) if len(plans) == 1 else None
    plan = row.get(_ROWS[column], "")
    if column == "goal" and plan:
        return rows.get(explorer().goal_plan(plan, text), text)
    return rows.get(plan, text)


def _strategy_goal(title: str, locator: str) -> PlanRow | None:
    """The goal of a strategy with that mark and title, None where several strategies have it."""
    strategies = [plan.id for plan in explorer().plans.values() if plan.level == "national-strategy"]
    titled = [plan for plan in strategies if explorer().goal_titles.get((plan, locator)) == title]
    return explorer().rows.get(titled[0], locator) if len(titled) == 1 else None


def _address(row: PlanRow) -> str:
    if row.kind == "step":
        return step_url(row.plan, row.above, row.locator)
    return row_url(row.plan, row.kind, row.locator)
