# SPDX-License-Identifier: Apache-2.0
"""The organisations in one language: each with its plans, and the RCC with their regions; built once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from plangraph.register import Metadata, Register, values
from plangraph.web.answers import Answers

__all__ = ["Organisation", "OrganisationIndex"]


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation.

    Parameters
    ----------
    kind: region, rcc, national, government or civil-society.
    rccs: ids of the RCC that it belongs to.
    plans: its plans, latest first; loaded: those of them that hold activities of its own.
    """

    id: str
    name: str
    kind: str
    former_names: list[str]
    remark: str
    rccs: list[str]
    plans: list[Metadata]
    loaded: list[Metadata]


class OrganisationIndex:
    """Every organisation of the register, in the order of its table.

    Parameters
    ----------
    label: the column that holds its name in the language.
    """

    def __init__(self, register: Register, answers: Answers, label: str) -> None:
        plans: dict[str, list[Metadata]] = defaultdict(list)
        for plan in sorted(register.plans, key=lambda plan: plan.metadata.start, reverse=True):
            plans[plan.metadata.organisation].append(plan.metadata)
        holding = {row["plan"] for row in answers.rows("overview")}
        found = (
            Organisation(
                row["organisation"],
                row[label],
                row["kind"],
                values(row["former_names"]),
                row["remark"],
                values(row["part_of"]),
                plans[row["organisation"]],
                [plan for plan in plans[row["organisation"]] if plan.id in holding],
            )
            for row in register.reference.organisations
        )
        self._by_id = {each.id: each for each in found}

    def get(self, name: str) -> Organisation | None:
        """The organisation of an id, None where there is none."""
        return self._by_id.get(name)

    def rccs(self) -> list[tuple[Organisation, list[Organisation]]]:
        """Each RCC with its regions, in the order of their plans; a region that belongs to two stands under both."""
        every = self._by_id.values()
        found = sorted((each for each in every if each.kind == "rcc"), key=lambda rcc: rcc.id)
        return [(rcc, [each for each in every if rcc.id in each.rccs]) for rcc in found]
