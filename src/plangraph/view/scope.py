# SPDX-License-Identifier: Apache-2.0
"""What a picture is about: everything, or what lies around one plan, area, actor or activity."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from plangraph.errors import InputError, Problem
from plangraph.queries import named_query, resolve, run

__all__ = ["Row", "Scope", "activities_in", "resolved"]

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Scope:
    """What the picture holds; parts that are given together must all be met, and without any it holds everything.

    Parameters
    ----------
    plan: a plan's id or short name.
    area: a focus area's number or name.
    actor: an actor's name, id, or how a plan writes it.
    activity: an activity's locator; with `plan` where several plans have it.
    whole: open on the whole graph instead of the overview.
    """

    plan: str = ""
    area: str = ""
    actor: str = ""
    activity: str = ""
    whole: bool = False

    @property
    def by_row(self) -> bool:
        """Whether the scope picks single rows, so that the figures of whole plans and areas do not apply."""
        return bool(self.actor or self.activity)


def resolved(store: ox.Store, scope: Scope) -> Scope:
    """The scope with ids in place of names. Raises `InputError`, suggesting near names, for what the graph lacks."""
    given = {"plan": scope.plan, "area": scope.area, "actor": scope.actor, "activity": scope.activity}
    return Scope(**resolve(store, {name: value or "" for name, value in given.items()}), whole=scope.whole)


def activities_in(store: ox.Store, scope: Scope) -> list[Row]:
    """The rows of `activities` that a resolved scope holds.

    Raises `InputError` where nothing meets the scope, or a locator is that of several plans.
    """
    rows = run(store, named_query("activities"), {"plan": scope.plan, "area": scope.area}).rows
    if scope.actor:
        found = run(store, named_query("who-owns-what"), {"actor": scope.actor, "plan": scope.plan, "area": scope.area})
        owned = {(row["plan"], row["activity"]) for row in found.rows}
        rows = [row for row in rows if (row["plan"], row["activity"]) in owned]
    if scope.activity:
        rows = [row for row in rows if row["activity"] == scope.activity]
        plans = sorted({row["plan"] for row in rows})
        if len(plans) > 1:
            what = f"--activity: “{scope.activity}” is a row of {' and '.join(plans)}."
            raise InputError(Problem(what, "Say which one with --plan."))
    if not rows and (scope.by_row or scope.plan or scope.area):
        raise InputError(Problem("No activity is all of what was asked for.", "Ask for less."))
    return rows
