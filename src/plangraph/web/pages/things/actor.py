# SPDX-License-Identifier: Apache-2.0
"""The page of an actor: everything that this function answers for, by plan and role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from flask import render_template

from plangraph.web.activities import ROLES, Activity
from plangraph.web.alphabet import alphabetical
from plangraph.web.answers import Row
from plangraph.web.explorer import explorer
from plangraph.web.filters import page_of
from plangraph.web.nodes import Facts
from plangraph.web.organisations import organisation

__all__ = ["actor_page"]

_PLANS = 10


@dataclass(slots=True)
class _Part:
    """What an actor has in a role in a plan: activities with what is said of each, and goals."""

    activities: dict[str, tuple[Activity, list[Row]]] = field(default_factory=dict)
    goals: dict[str, list[Row]] = field(default_factory=dict)


def actor_page(actor: str, said: Facts) -> str:
    """The page of an actor."""
    held = explorer()
    rows = held.answers.rows("responsibilities", actor_id=actor)
    page = page_of(_by_plan(rows), _PLANS)
    kind = said.said("actorKind").rpartition("/")[2]
    place = said.said("belongsTo").rpartition("/")[2]
    alike = [row for row in held.answers.rows("actor-load", kind=kind) if row["actor_id"] != actor]
    return render_template(
        "actor.html",
        actor=actor,
        said=said,
        kind=kind,
        organisation=organisation(place) if place else None,
        load=held.answers.first("actor-load", actor_id=actor),
        page=replace(page, rows=[(plan, _by_role(found)) for plan, found in page.rows]),
        written=_spellings(rows),
        alike=sorted(alike, key=lambda row: (row["organisation"] == place, alphabetical(row["actor"]))),
    )


def _by_plan(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """The rows of each plan."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["plan"], []).append(row)
    return sorted(found.items())


def _by_role(rows: Iterable[Row]) -> dict[str, _Part]:
    """What an actor has in a plan, by role, activities and goals in the order of the plan."""
    found: dict[str, _Part] = {}
    activities = explorer().activities
    for row in sorted(rows, key=lambda row: ROLES.index(row["role"])):
        part = found.setdefault(row["role"], _Part())
        activity = activities.get(row["plan"], row["activity"]) if row["activity"] else None
        if activity:
            said = part.activities.setdefault(row["activity"], (activity, []))[1]
            if (row["step"], row["basis"], row["written"]) not in [
                (each["step"], each["basis"], each["written"]) for each in said
            ]:
                said.append(row)
        else:
            part.goals.setdefault(row["goal"], []).append(row)
    return found


def _spellings(rows: Iterable[Row]) -> list[str]:
    """How plans write the actor."""
    return sorted({row["written"] for row in rows}, key=alphabetical)
