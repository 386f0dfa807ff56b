# SPDX-License-Identifier: Apache-2.0
"""The page of a focus area: which strategy goals it serves, and how each plan takes care of it."""

from __future__ import annotations

from flask import render_template

from plangraph.register.locators import natural_key
from plangraph.web.explorer import explorer
from plangraph.web.filters import page_of
from plangraph.web.nodes import Facts
from plangraph.web.words import language

__all__ = ["area_page"]


def area_page(area: str, said: Facts) -> str:
    """The page of a focus area."""
    held = explorer()
    row = next(each for each in held.register.reference.areas if each["area"] == area)
    every = [each["area"] for each in sorted(held.register.reference.areas, key=lambda each: natural_key(each["area"]))]
    at = every.index(area)
    goals: dict[str, dict[str, str]] = {}
    for goal in held.answers.rows("goals", area=area):
        goals.setdefault(goal["plan"], {})[goal["goal"]] = goal["title"]
    page = page_of(held.answers.rows("coverage", area=area))
    shown = {row["plan"] for row in page.rows} | {plan for plan in goals if not held.activities.of_plan(plan)}
    national = [plan for plan in goals if held.plans[plan].level == "national-direction"]
    return render_template(
        "area.html",
        area=area,
        name=row["label" if language() == "sv" else "label_en"],
        page=page,
        serves=held.answers.rows("mappings", subject_plan="", subject=area, predicate="serves"),
        goals={plan: goals[plan] for plan in [*national, *(plan for plan in goals if plan in shown - {*national})]},
        before=every[at - 1] if at else None,
        after=every[at + 1] if at + 1 < len(every) else None,
    )
