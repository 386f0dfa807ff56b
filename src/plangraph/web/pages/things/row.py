# SPDX-License-Identifier: Apache-2.0
"""What the pages of goals, measures and activities share: which row it is, where it stands, what is said of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from plangraph.register import values
from plangraph.web.answers import Row
from plangraph.web.explorer import explorer
from plangraph.web.nodes import Facts, Place, facts
from plangraph.web.paths import Step

__all__ = ["row_context"]


def row_context(
    place: Place, said: Facts, paths: tuple[list[Step], list[Step]] = ([], []), also: Iterable[str] = ()
) -> dict[str, Any]:
    """What every row's page shows.

    Parameters
    ----------
    also: locators of other rows of the plan, such as an activity's steps, whose statements are told here as well.
    """
    held = explorer()
    by_goal, by_area = paths
    locators = [place.locator, *also]
    return {
        "place": place,
        "said": said,
        "plan": held.plans[place.plan],
        "title": said.said("label"),
        "register_place": held.judged.place_of(said.node),
        # the rules may still be running
        "findings": None if held.judged.running else held.judged.about(place.plan, place.locator),
        "by_goal": by_goal,
        "by_area": by_area,
        "source_line": _line(said),
        "conditions": _about("conditions", place.plan, locators),
        "figures": _about("figures", place.plan, locators),
        "follow_up": _about("follow-up", place.plan, locators),
        "holding_up": _holding_up(place),
    }


def _about(name: str, plan: str, locators: Iterable[str]) -> Sequence[Row]:
    """The rows of an answer that are about rows of a plan, each once."""
    answers = explorer().answers
    rows = [row for each in locators for row in answers.rows(name, plan=plan, row_locator=each)]
    return list({tuple(row.values()): row for row in rows}.values())


def _holding_up(place: Place) -> Sequence[Row]:
    """The conditions of other rows that hold this one up, by the plan's word."""
    rows = explorer().answers.rows("conditions", plan=place.plan)
    found = [row for row in rows if place.locator in values(row["holds_up"]) and row["row_locator"] != place.locator]
    return list({tuple(row.values()): row for row in found}.values())


def _line(said: Facts) -> str:
    """The line of the plan's text in which the row begins; RFC 5147 counts lines from 0, people from 1."""
    line = facts(explorer().store, f"{said.node}/source/line")
    number = line.said("value").removeprefix("line=") if line else ""
    return str(int(number) + 1) if number.isdecimal() else ""
