# SPDX-License-Identifier: Apache-2.0
"""The page of an activity: who answers for it, why it is done, when, and what stands in its way."""

from __future__ import annotations

from flask import render_template

from plangraph.vocabulary import ID
from plangraph.web.activities import ROLES, Activity
from plangraph.web.answers import Row
from plangraph.web.explorer import explorer
from plangraph.web.nodes import Facts, Place, place_of, statements
from plangraph.web.pages.things.row import row_context
from plangraph.web.paths import activity_paths

__all__ = ["activity_page"]


def activity_page(place: Place, said: Facts) -> str:
    """The page of an activity."""
    held = explorer()
    it = held.activities.get(place.plan, place.locator)
    assert it is not None
    steps = held.answers.rows("steps", plan=place.plan, activity=place.locator)
    own_goals = [goal for goal in it.goals if held.goal_plan(place.plan, goal) == place.plan]
    before, after = _beside(it)
    return render_template(
        "activity.html",
        it=it,
        roles=[(role, rows) for role in ROLES if (rows := _of_role(it, role))],
        steps=steps,
        step_owners={
            row["step"]: [each for each in it.responsibilities if each["step"] == row["step"]] for row in steps
        },
        goals=[(held.goal_plan(place.plan, goal), goal) for goal in it.goals],
        measures=_measures(said),
        statuses=list(reversed(statements(held.store, "about", said.node, "StatusStatement"))),
        counterparts=held.counterparts.of(it),
        looked_through=held.counterparts.looked_through(it),
        before=before,
        after=after,
        goal_conditions=[
            row for goal in own_goals for row in held.answers.rows("conditions", plan=place.plan, row_locator=goal)
        ],
        **row_context(place, said, activity_paths(place.plan, place.locator), [row["step"] for row in steps]),
    )


def _of_role(it: Activity, role: str) -> list[tuple[Row, list[str]]]:
    """The responsibilities of a role with all their wordings: the activity's before those of its steps, leads first."""
    wordings: dict[tuple[str, ...], list[str]] = {}
    firsts: dict[tuple[str, ...], Row] = {}
    for row in it.responsibilities:
        if row["role"] == role:
            key = (row["actor_id"] or row["written"], row["step"], row["basis"], row["lead"])
            firsts.setdefault(key, row)
            wordings.setdefault(key, []).append(row["written"])
    ordered = sorted(firsts, key=lambda key: (key[1], key[3] != "true"))
    return [(firsts[key], list(dict.fromkeys(wordings[key]))) for key in ordered]


def _measures(said: Facts) -> list[dict[str, object]]:
    """The measures that the activity carries out, and how its plan words each."""
    quoted = {each.said("about"): each for each in statements(explorer().store, "quotedIn", said.node, "Quotation")}
    found: list[dict[str, object]] = []
    for node in said.all("carriesOut"):
        place = place_of(explorer().store, node)
        if place:
            row = explorer().answers.first("measures", plan=place.plan, measure=place.locator)
            quotation = quoted.get(node)
            found.append(
                {
                    "place": place,
                    "title": row["title"] if row else "",
                    "wording": quotation.said("wording") if quotation else "",
                    "agreement": quotation.said("agreement").removeprefix(f"{ID}concept/agreement/")
                    if quotation
                    else "",
                }
            )
    return found


def _beside(it: Activity) -> tuple[Activity | None, Activity | None]:
    """The activities before and after one in its plan."""
    rows = explorer().activities.of_plan(it.plan)
    at = rows.index(it)
    return rows[at - 1] if at else None, rows[at + 1] if at + 1 < len(rows) else None
