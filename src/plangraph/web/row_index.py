# SPDX-License-Identifier: Apache-2.0
"""Every row of every plan by its locator: of which kind it is, its title, and the focus area that it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

from plangraph.register import Plan, Register, Row, superior_row, values
from plangraph.web.answers import Answers

__all__ = ["PlanRow", "RowIndex"]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row of a plan.

    Parameters
    ----------
    kind: goal, measure, activity or step.
    above: of a step the locator of its activity, of a measure that of its goal, else empty.
    area: the number of its focus area, empty where nobody has placed it.
    """

    plan: str
    kind: str
    locator: str
    title: str
    above: str
    area: str


class RowIndex:
    """The rows of all plans."""

    def __init__(self, register: Register, answers: Answers) -> None:
        areas: dict[tuple[str, str], str] = {}
        for name, column in (("activities", "activity"), ("goals", "goal")):
            for row in answers.rows(name):
                areas.setdefault((row["plan"], row[column]), row["area"])
        self._rows: dict[tuple[str, str], PlanRow] = {}
        self._of_measure: dict[str, list[str]] = {}
        for plan in register.plans:
            own = {row["locator"] for row in plan.tables["goals"]}
            for kind, row in plan.rows():
                above = _above(plan, kind, row, own)
                area = areas.get(above or (plan.id, row["locator"]), "")
                found = PlanRow(plan.id, kind, row["locator"], row["title"], above[1] if above else "", area)
                self._rows[plan.id, found.locator] = found
                if kind == "measure":
                    self._of_measure.setdefault(found.locator, []).append(plan.id)

    def get(self, plan: str, locator: str) -> PlanRow | None:
        """The row of a plan with a locator, None where there is none."""
        return self._rows.get((plan, locator))

    def holding(self, plans: Iterable[str], locator: str) -> PlanRow | None:
        """The row with a locator in the first of the plans that has one."""
        return next((row for plan in plans if (row := self.get(plan, locator))), None)

    def plans_of_measure(self, locator: str) -> list[str]:
        """The plans that hold a measure with a locator."""
        return self._of_measure.get(locator, [])


def _above(plan: Plan, kind: str, row: Row, own: Set[str]) -> tuple[str, str] | None:
    """Plan and locator of the row that a step or a measure stands under; a goal of another plan names its plan."""
    if kind == "step":
        return plan.id, row["activity"]
    if kind == "measure" and (goals := values(row["goal"])):
        return (plan.id, goals[0]) if goals[0] in own else superior_row(goals[0])
    return None
