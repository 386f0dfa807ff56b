# SPDX-License-Identifier: Apache-2.0
"""The page of a measure: what is asked for, by which goal, who carries it out and in which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template

from plangraph.web.activities import Activity
from plangraph.web.explorer import explorer
from plangraph.web.filters import PAGE_SIZE, page_of
from plangraph.web.nodes import Facts, Place, place_of, rows_that, statements
from plangraph.web.pages.things.row import row_context
from plangraph.web.paths import goal_paths

__all__ = ["measure_page"]


@dataclass(frozen=True, slots=True)
class _InRegion:
    """What a region does about a measure: states and notes of `uptake`, and its activities that carry it out."""

    region: str
    states: list[str]
    notes: list[str]
    activities: list[Activity]


def measure_page(place: Place, said: Facts) -> str:
    """The page of a measure."""
    held = explorer()
    goals = [goal for node in said.all("pursues") if (goal := place_of(held.store, node))]
    carrying = held.activities.of_keys(
        (each.plan, each.locator) for each in rows_that(held.store, "carriesOut", said.node)
    )
    by_goal, by_area = goal_paths(goals[0].plan, goals[0].locator) if goals else ([], [])
    quotations = [
        (place_of(held.store, each.said("quotedIn")), each)
        for each in statements(held.store, "about", said.node, "Quotation")
    ]
    return render_template(
        "measure.html",
        goals=[(goal, held.goal_titles.get((goal.plan, goal.locator), "")) for goal in goals],
        page=page_of(carrying),
        uptake=_uptake(place, carrying),
        quotations=quotations[:PAGE_SIZE],
        **row_context(place, said, (by_goal, by_area)),
    )


def _uptake(place: Place, carrying: Sequence[Activity]) -> list[_InRegion]:
    """What each region of the measure's RCC does about it."""
    held = explorer()
    rows = held.answers.rows("uptake", plan=place.plan, measure=place.locator)
    return [
        _InRegion(
            region,
            list(dict.fromkeys(row["state"] for row in rows if row["region"] == region)),
            list(dict.fromkeys(row["note"] for row in rows if row["region"] == region and row["note"])),
            [each for each in carrying if held.plans[each.plan].organisation == region][:PAGE_SIZE],
        )
        for region in dict.fromkeys(row["region"] for row in rows)
    ]
