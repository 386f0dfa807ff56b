# SPDX-License-Identifier: Apache-2.0
"""Which regions of an RCC took up each of its measures: one row per measure, one column per region."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from flask import Blueprint, Response, render_template

from plangraph.web.activities import Activity
from plangraph.web.downloads import asked_for_csv, csv_file
from plangraph.web.explorer import explorer
from plangraph.web.filters import Filter, choose, only_known, page_of
from plangraph.web.organisations import Organisation, rccs
from plangraph.web.taken_up import STATES, Asked
from plangraph.web.words import say, value

__all__ = ["pages", "uptake"]

pages = Blueprint("uptake", __name__)

# Activities of a region that a cell names; the measure's own page names them all.
_MOST_IN_CELL = 5


@pages.get("/uptake")
def uptake() -> str | Response:
    """The measures of an RCC, and what each of its regions does about them."""
    held = explorer().taken_up
    every = {rcc.id: (rcc, regions) for rcc, regions in rccs()}
    chosen = choose("rcc", say("RCC", "RCC"), {name: rcc.name for name, (rcc, _) in every.items()})
    rcc, regions = every[chosen.chosen or _first_to_show(every)]
    regions = sorted(regions, key=lambda region: not region.loaded)
    filters = _filters(regions)
    only_known(["rcc", *(each.name for each in filters)])
    region, state, taken = (each.chosen for each in filters)
    found = held.matching(rcc.id, region, state, taken)
    if asked_for_csv():
        columns = explorer().answers.answer("uptake").columns
        rows = [row for each in found for row in each.rows() if region in ("", row["region"])]
        return csv_file("uptake", columns, rows)
    page = page_of(found)
    plans = list(dict.fromkeys(each.plan for each in held.of(rcc.id)))
    return render_template(
        "uptake.html",
        rcc=rcc,
        rccs=[(each, len(held.of(each.id))) for each, _ in every.values()],
        regions=regions,
        region=next((each for each in regions if each.id == region), None),
        filters=filters,
        kept=replace(chosen, chosen=rcc.id),
        page=page,
        carrying={(each.plan, each.locator): _carrying(each) for each in page.rows},
        numbers={each.id: {state: held.number(rcc.id, each.id, state) for state in STATES} for each in regions},
        states=STATES,
        most=_MOST_IN_CELL,
        plans=plans,
        own=any(explorer().activities.of_plan(plan) for plan in plans),
    )


def _first_to_show(every: Mapping[str, tuple[Organisation, Sequence[Organisation]]]) -> str:
    """The RCC that most is known of: measures, and plans of its regions."""
    held = explorer().taken_up
    return max(every, key=lambda name: (bool(held.of(name)), sum(bool(region.loaded) for region in every[name][1])))


def _filters(regions: Iterable[Organisation]) -> list[Filter]:
    taken = {
        "all": say("Alla inlästa regioner", "All loaded regions"),
        "some": say("Några av dem", "Some of them"),
        "none": say("Ingen av dem", "None of them"),
    }
    return [
        choose("region", say("Region", "Region"), {region.id: region.name for region in regions}),
        choose("state", say("Läge", "State"), {state: value("state", state) for state in STATES}),
        choose("taken", say("Omhändertaget av", "Taken up by"), taken),
    ]


def _carrying(measure: Asked) -> dict[str, list[Activity]]:
    """The activities that carry a measure out, by organisation."""
    held = explorer()
    found: dict[str, list[Activity]] = {}
    for activity in held.taken_up.carrying(measure):
        found.setdefault(held.plans[activity.plan].organisation, []).append(activity)
    return found
