# SPDX-License-Identifier: Apache-2.0
"""The start: what is in the graph, the figures that matter, and how each plan takes care of the focus areas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from flask import Blueprint, render_template, url_for

from plangraph.register.locators import natural_key
from plangraph.web.activities import CAUSES
from plangraph.web.activity_filters import NO_AREA, area_choices
from plangraph.web.answers import Row
from plangraph.web.explorer import explorer
from plangraph.web.filters import page_of
from plangraph.web.organisations import Organisation, rccs

__all__ = ["pages", "start"]

pages = Blueprint("start", __name__)

# So many plans stand side by side; all of Sweden's are fewer.
_PLANS = 30


@pages.get("/")
def start() -> str:
    """The first page."""
    answers = explorer().answers
    by_rcc = rccs()
    figures = {row["plan"]: row for row in answers.rows("overview")}
    page = page_of([plan for plan in explorer().plan_order if plan in figures], _PLANS)
    holding = page.rows
    above = [row for row in answers.rows("plans") if row["plan"] not in figures]
    regions = {each.id: each for _, members in by_rcc for each in members}
    return render_template(
        "start.html",
        rccs=by_rcc,
        regions=regions,
        figures=[figures[plan] for plan in holding],
        sums=_sums(figures),
        plans={row["plan"]: row for row in answers.rows("plans")},
        above=above,
        unknown=_some_unknown([each for rcc, members in by_rcc for each in (rcc, *members)]),
        causes=CAUSES,
        passed={plan: len(answers.rows("overdue", plan=plan)) for plan in holding},
        page=page,
        matrix=_matrix(holding),
    )


def _sums(figures: Mapping[str, Row]) -> dict[str, int]:
    return {name: sum(int(row[name]) for row in figures.values()) for name in ("activities", "owned", "ownerless")}


def _some_unknown(organisations: Iterable[Organisation]) -> bool:
    """Whether there is a plan of which nobody knows whether its document is decided."""
    return any(plan.document_status == "unknown" for each in organisations for plan in each.plans)


def _matrix(plans: Sequence[str]) -> list[tuple[str, str, dict[str, dict[str, object]]]]:
    """The rows of `coverage` as a matrix: focus area, its name, and the cell of each plan."""
    rows: dict[str, dict[str, dict[str, object]]] = {}
    for plan in plans:
        for row in explorer().answers.rows("coverage", plan=plan):
            rows.setdefault(row["area"], {})[row["plan"]] = _cell(row)
    names = area_choices()
    return [(area, names[area or NO_AREA], rows[area]) for area in sorted(rows, key=natural_key)]


def _cell(row: Row) -> dict[str, object]:
    activities, ownerless = int(row["activities"]), int(row["ownerless"])
    plan, area = row["plan"], row["area"] or NO_AREA
    return {
        "state": row["state"],
        "activities": activities,
        "ownerless": ownerless,
        "all": url_for("lists.activities", plan=plan, area=area),
        "lacking": url_for("lists.activities", plan=plan, area=area, owned="no"),
        # a fifth of the activities for each step of the heat map
        "heat": "none" if not activities else str(-(-ownerless * 5 // activities)),
    }
