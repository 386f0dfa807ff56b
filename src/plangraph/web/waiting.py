# SPDX-License-Identifier: Apache-2.0
"""What the plans wait for, and what they rest on: each condition with the rows that it holds up."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from plangraph.register import values
from plangraph.web.activities import Activities
from plangraph.web.answers import Answers, Row
from plangraph.web.row_index import PlanRow, RowIndex

__all__ = ["RESTS_ON", "WAITS_FOR", "Condition", "Conditions"]

WAITS_FOR = ("money-needed", "decision-awaited", "waits-for-activity", "staff", "technique")
# Granted and decided: nothing waits for these, but the work would stop without them.
RESTS_ON = ("money-granted", "decision-taken")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")
_TERM = re.compile(r"(\d{4})-(VT|HT)")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Condition:
    """One condition.

    Parameters
    ----------
    row: its row of `conditions`; said_on: the row of the plan that says it.
    goals, activities: what it holds up; a goal is held up with all its activities. Measures stand among the goals.
    steps: those of them that are steps of such an activity.
    """

    row: Row
    said_on: PlanRow
    goals: Sequence[PlanRow]
    activities: Sequence[PlanRow]
    steps: Sequence[PlanRow]

    @cached_property
    def areas(self) -> frozenset[str]:
        """The focus areas of what it holds up."""
        return frozenset(row.area for row in (*self.goals, *self.activities))

    @cached_property
    def last_day(self) -> str:
        """The last day of the time that the plan gives for it, empty where it gives none."""
        return _last_day(self.row["when"])


class Conditions:
    """The conditions of all plans, in the order of plans and rows."""

    def __init__(self, answers: Answers, activities: Activities, rows: RowIndex) -> None:
        self._activities, self._rows = activities, rows
        # a row that hangs on several goals comes once for each
        once = {tuple(text for name, text in row.items() if name != "goal"): row for row in answers.rows("conditions")}
        found = [self._condition(row) for row in once.values()]
        self.waiting: Sequence[Condition] = [each for each in found if each.row["kind"] in WAITS_FOR]
        self.resting: Sequence[Condition] = [each for each in found if each.row["kind"] in RESTS_ON]

    def _condition(self, row: Row) -> Condition:
        plan = row["plan"]
        said_on = self._rows.get(plan, row["row_locator"])
        assert said_on is not None
        held = [self._rows.get(plan, locator) for locator in values(row["holds_up"])] or [said_on]
        goals: dict[str, PlanRow] = {}
        activities: dict[str, PlanRow] = {}
        steps: dict[str, PlanRow] = {}
        for each in filter(None, held):
            if each.kind == "goal":
                goals[each.locator] = each
                below = [activity.locator for activity in self._activities.of_goal(plan, each.locator)]
            elif each.kind == "measure":
                goals[each.locator] = each
                below = []
            elif each.kind == "step":
                steps[each.locator] = each
                below = [each.above]
            else:
                below = [each.locator]
            activities |= {locator: it for locator in below if (it := self._rows.get(plan, locator))}
        return Condition(row, said_on, list(goals.values()), list(activities.values()), list(steps.values()))


def _last_day(when: str) -> str:
    if found := _QUARTER.fullmatch(when):
        return _end_of_month(found[1], 3 * int(found[2]))
    if found := _TERM.fullmatch(when):
        return _end_of_month(found[1], 6 if found[2] == "VT" else 12)
    if found := _MONTH.fullmatch(when):
        return _end_of_month(found[1], int(found[2]))
    return f"{when}-12-31" if _YEAR.fullmatch(when) else when


def _end_of_month(year: str, month: int) -> str:
    return f"{year}-{month:02}-{calendar.monthrange(int(year), month)[1]:02}"
