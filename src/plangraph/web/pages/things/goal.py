# SPDX-License-Identifier: Apache-2.0
"""The page of a goal of any level: what it hangs on, what hangs on it, and who answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template

from plangraph.web.answers import Row
from plangraph.web.explorer import explorer
from plangraph.web.filters import page_of
from plangraph.web.nodes import Facts, Place, rows_that, statements
from plangraph.web.pages.things.row import row_context
from plangraph.web.paths import goal_paths

__all__ = ["goal_page"]


@dataclass(frozen=True, slots=True)
class _Kindred:
    """The goals of other plans that hang on the same superior goal: rows of `goals`, and how each hangs on it."""

    plan: str
    goal: str
    title: str
    others: list[Row]


def goal_page(place: Place, said: Facts) -> str:
    """The page of a goal."""
    held = explorer()
    name = f"{place.plan}/{place.locator}"
    hanging = rows_that(held.store, "pursues", said.node)
    below = held.answers.rows("goals", parent=name)
    is_superior = held.plans[place.plan].level != "region"
    return render_template(
        "goal.html",
        row=held.answers.first("goals", plan=place.plan, goal=place.locator),
        owners=_stated(place),
        page=page_of(held.activities.of_keys((each.plan, each.locator) for each in hanging if each.kind == "activity")),
        measures=[_measure(each) for each in hanging if each.kind == "measure"],
        below=sorted(below, key=lambda row: row["plan"] != place.plan),
        serving=held.answers.rows(
            "mappings", object_plan=place.plan, object=place.locator, subject_plan="", predicate="serves"
        ),
        crosswalk=_crosswalk(place),
        towards=_towards(place) if is_superior else [],
        without=held.answers.rows("uncovered-goals", national_goal=place.locator)
        if held.plans[place.plan].level == "national-direction"
        else [],
        name=name,
        compared={row["plan"] for row in held.answers.rows("overview")},
        kindred=_kindred(place),
        quotations=statements(held.store, "about", said.node, "Quotation"),
        **row_context(place, said, goal_paths(place.plan, place.locator)),
    )


def _stated(place: Place) -> Sequence[Row]:
    """The responsibilities that stand on the goal itself, and that its activities inherit."""
    return explorer().answers.rows("responsibilities", plan=place.plan, goal=place.locator, activity="")


def _measure(place: Place) -> tuple[Place, Row | None]:
    return place, explorer().answers.first("measures", plan=place.plan, measure=place.locator)


def _towards(place: Place) -> list[tuple[str, int, int]]:
    """Each plan with how many of its activities lead to a goal, and how many of these have no owner."""
    held = explorer()
    found = held.towards.goal(place.plan, place.locator)
    every = Counter(each.plan for each in found)
    lacking = Counter(each.plan for each in found if each.cause)
    return [(plan, every[plan], lacking[plan]) for plan in sorted(every)]


def _crosswalk(place: Place) -> list[tuple[str, str, Row]]:
    """The goals of the other strategy that answer to a strategy goal: plan, locator and the mapping that says so."""
    answers = explorer().answers
    found = []
    for this, that in (("subject", "object"), ("object", "subject")):
        for row in answers.rows("mappings", **{f"{this}_plan": place.plan, this: place.locator}):
            other = row[f"{that}_plan"]
            if other and explorer().plans[other].level == explorer().plans[place.plan].level == "national-strategy":
                found.append((other, row[that], row))
    return found


def _kindred(place: Place) -> list[_Kindred]:
    """By each superior goal of a goal, the goals of other plans that hang on it too."""
    answers = explorer().answers
    found = []
    for row in answers.rows("goals", plan=place.plan, goal=place.locator):
        if not row["parent"] or row["link"] == "serves":
            continue
        others = [other for other in answers.rows("goals", parent=row["parent"]) if other["plan"] != place.plan]
        if others:
            above_plan, _, above = row["parent"].partition("/")
            title = explorer().goal_titles.get((above_plan, above), above)
            found.append(_Kindred(above_plan, above, title, others))
    return found
