# SPDX-License-Identifier: Apache-2.0
"""What the plans wait for: money, decisions, other work, staff and technique, and every row that it holds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from flask import Blueprint, Response, render_template

from plangraph.web.activity_filters import NO_AREA, area_choices
from plangraph.web.alphabet import alphabetical
from plangraph.web.downloads import asked_for_csv, csv_file
from plangraph.web.explorer import explorer
from plangraph.web.filters import Filter, choose, only_known, page_of
from plangraph.web.organisations import plan_name
from plangraph.web.waiting import RESTS_ON, WAITS_FOR, Condition
from plangraph.web.words import say, value

__all__ = ["pages", "waiting"]

pages = Blueprint("waiting", __name__)

# The value for conditions of which the plan does not say who grants or decides.
_NOBODY = "none"
_COLUMNS = (
    *("plan", "row_locator", "kind", "title", "by_whom", "when", "held_goals", "held_activities", "held_steps"),
    *("area", "remark"),
)


@pages.get("/waiting")
def waiting() -> str | Response:
    """What is waited for; what is granted and decided already stands apart."""
    rests = choose("rests", say("Lista", "List"), {"yes": say("Vilar på", "Rests on")})
    kinds = RESTS_ON if rests.chosen else WAITS_FOR
    conditions = explorer().conditions
    every, other = conditions.waiting, conditions.resting
    if rests.chosen:
        every, other = other, every
    filters = _filters(kinds, every)
    only_known([*(each.name for each in filters), rests.name])
    chosen = {each.name: each.chosen for each in filters if each.chosen}
    found = [each for each in every if _fits(each, chosen)]
    if asked_for_csv():
        return csv_file("waiting", _COLUMNS, map(_as_row, found))
    elsewhere = {name: text for name, text in chosen.items() if name in ("plan", "area")}
    return render_template(
        "waiting.html",
        filters=filters,
        rests=rests,
        page=page_of(found),
        other=sum(_fits(each, elsewhere) for each in other),
        kinds=_numbers(every, chosen, "kind", kinds),
        plans=_numbers(every, chosen, "plan", explorer().plans),
        by_whom=_numbers(every, chosen, "by", filters[-1].options),
        NOBODY=_NOBODY,
        columns=_COLUMNS,
    )


def _filters(kinds: Iterable[str], every: Iterable[Condition]) -> list[Filter]:
    plans = {each.row["plan"] for each in (*explorer().conditions.waiting, *explorer().conditions.resting)}
    named = sorted({each.row["by_whom"] for each in every} - {""}, key=alphabetical)
    said_not = {_NOBODY: say("Sägs inte i planen", "Not stated in the plan")}
    return [
        choose("kind", say("Slag", "Kind"), {kind: value("kind", kind, _COLUMNS) for kind in kinds}),
        choose("plan", say("Plan", "Plan"), {name: plan_name(name) for name in explorer().plans if name in plans}),
        choose("area", say("Målområde", "Focus area"), area_choices()),
        choose("by", say("Av vem", "By whom"), {name: name for name in named} | said_not),
    ]


def _fits(each: Condition, chosen: Mapping[str, str]) -> bool:
    area = chosen.get("area", "")
    return all(_value(each, name) == chosen[name] for name in ("kind", "plan", "by") if name in chosen) and (
        not area or ("" if area == NO_AREA else area) in each.areas
    )


def _value(each: Condition, name: str) -> str:
    """What the filter of that name looks at."""
    return each.row["by_whom"] or _NOBODY if name == "by" else each.row[name]


def _numbers(
    every: Iterable[Condition], chosen: Mapping[str, str], name: str, order: Iterable[str]
) -> list[tuple[str, int]]:
    """How many each value of a filter would leave, with everything else as it is chosen."""
    others = {other: text for other, text in chosen.items() if other != name}
    counts = Counter(_value(each, name) for each in every if _fits(each, others))
    return [(text, counts[text]) for text in order if counts[text]]


def _as_row(each: Condition) -> dict[str, str]:
    return {
        **each.row,
        "held_goals": " | ".join(row.locator for row in each.goals),
        "held_activities": " | ".join(row.locator for row in each.activities),
        "held_steps": " | ".join(row.locator for row in each.steps),
        "area": " | ".join(sorted(each.areas - {""}, key=int)),
    }
