# SPDX-License-Identifier: Apache-2.0
"""Lists: activities, goals, measures and actors; their filters stand in the address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from flask import Blueprint, Response, render_template

from plangraph.web.activities import Activity
from plangraph.web.activity_filters import MAIN_FILTERS, activity_filters, area_names, chosen_activities
from plangraph.web.alphabet import alphabetical
from plangraph.web.answers import Row
from plangraph.web.downloads import asked_for_csv, csv_file
from plangraph.web.explorer import explorer
from plangraph.web.filters import Filter, choose, only_known, page_of
from plangraph.web.organisations import organisation_names, plan_name
from plangraph.web.words import say, value

__all__ = ["activities", "actors", "goals", "measures", "pages"]

pages = Blueprint("lists", __name__)

_ACTIVITY_COLUMNS = (
    *("plan", "activity", "title", "goal", "area", "status", "start", "end", "time_text", "recurrence", "heading"),
    *("owned", "cause", "accountable", "accountable_written", "basis", "responsible"),
)


@pages.get("/activities")
def activities() -> str | Response:
    """The activities of the plans, each with who owns it."""
    filters = activity_filters()
    only_known(each.name for each in filters)
    found = chosen_activities(filters)
    if asked_for_csv():
        return csv_file("activities", _ACTIVITY_COLUMNS, map(_as_row, found))
    return render_template("activities.html", filters=filters, main=MAIN_FILTERS, page=page_of(found))


@pages.get("/goals")
def goals() -> str | Response:
    """The goals of the plans."""
    filters = [_plan_filter("goals"), choose("area", say("Målområde", "Focus area"), area_names())]
    only_known(each.name for each in filters)
    rows = _narrowed("goals", filters)
    if asked_for_csv():
        return csv_file("goals", explorer().answers.answer("goals").columns, rows)
    once = {(row["plan"], row["goal"]): row for row in rows}  # a goal has a row for each goal above it
    counts = Counter((each.plan, goal) for each in explorer().activities.all for goal in each.goals)
    return render_template("goals.html", filters=filters, page=page_of(list(once.values())), counts=counts)


@pages.get("/measures")
def measures() -> str | Response:
    """The measures that superior plans ask for."""
    taken = choose("taken", say("Genomförs", "Carried out"), {"yes": say("ja", "yes"), "no": say("nej", "no")})
    filters = [_plan_filter("measures"), taken]
    rows = [
        row
        for row in _narrowed("measures", filters[:1])
        if not taken.chosen or (taken.chosen == "yes") == (row["activities"] != "0")
    ]
    only_known(each.name for each in filters)
    if asked_for_csv():
        return csv_file("measures", explorer().answers.answer("measures").columns, rows)
    once = {(row["plan"], row["measure"]): row for row in rows}
    return render_template("measures.html", filters=filters, page=page_of(list(once.values())))


@pages.get("/actors")
def actors() -> str | Response:
    """The functions that plans name, and how many activities each has in which role."""
    load = explorer().answers.rows("actor-load")
    kinds = sorted({row["kind"] for row in load}, key=lambda kind: alphabetical(value("kind", kind)))
    filters = [
        choose("kind", say("Aktörstyp", "Kind of actor"), {kind: value("kind", kind) for kind in kinds}),
        choose(
            "organisation", say("Organisation", "Organisation"), organisation_names(row["organisation"] for row in load)
        ),
    ]
    only_known(each.name for each in filters)
    # never by how much somebody has to do, on the page and in its file alike
    rows = sorted(_narrowed("actor-load", filters), key=lambda row: alphabetical(row["actor"]))
    if asked_for_csv():
        return csv_file("actors", explorer().answers.answer("actor-load").columns, rows)
    return render_template("actors.html", filters=filters, page=page_of(rows))


def _plan_filter(column: str) -> Filter:
    """The filter of plans that hold any of the rows that a column of `plans` counts."""
    plans = {row["plan"]: plan_name(row["plan"]) for row in explorer().answers.rows("plans") if row[column] != "0"}
    return choose("plan", say("Plan", "Plan"), plans)


def _narrowed(name: str, filters: Sequence[Filter]) -> Sequence[Row]:
    """The rows of an answer that have what the filters chose in their columns."""
    return explorer().answers.rows(name, **{each.name: each.chosen for each in filters if each.chosen})


def _as_row(each: Activity) -> dict[str, str]:
    """An activity as a row of a file."""
    named = each.of_role("accountable")

    def joined(texts: Iterable[str]) -> str:
        return " | ".join(dict.fromkeys(filter(None, texts)))

    return {
        **each.row,
        "goal": joined(each.goals),
        "owned": "no" if each.cause else "yes",
        "cause": each.cause,
        "accountable": joined(row["actor"] for row in named),
        "accountable_written": joined(row["written"] for row in named),
        "basis": joined(row["basis"] for row in named),
        "responsible": joined(row["actor"] or row["written"] for row in each.of_role("responsible")),
    }
