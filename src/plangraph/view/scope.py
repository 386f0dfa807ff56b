# SPDX-License-Identifier: Apache-2.0
"""What a picture is about: everything, or what lies around one plan, area, goal, actor or activity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import pyoxigraph as ox

from plangraph.errors import InputError, Problem
from plangraph.queries import named_query, resolve, run
from plangraph.register.locators import natural_key
from plangraph.view.lexicon import Lexicon
from plangraph.view.source import Row, Source
from plangraph.view.towards import rows_towards

__all__ = ["STRATEGY_LEVEL", "Scope", "goals_meant", "plans_in", "resolved", "rows_in"]

STRATEGY_LEVEL = "national-strategy"


@dataclass(frozen=True, slots=True)
class Scope:
    """What the picture holds; parts that are given together must all be met, and without any it holds everything.

    Parameters
    ----------
    plan: a plan's id or short name; of a plan that others hang on, it holds theirs.
    area: a focus area's number or name.
    actor: an actor's name, id, or how a plan writes it.
    activity: an activity's locator; with `plan` where several plans have it.
    goal: a goal's locator, of any level, with its plan before it or in `plan` where several have it.
    whole: open on the whole graph instead of the overview.
    """

    plan: str = ""
    area: str = ""
    actor: str = ""
    activity: str = ""
    goal: str = ""
    whole: bool = False

    @property
    def by_row(self) -> bool:
        """Whether the scope picks single rows, so that the figures of whole plans and areas do not apply."""
        return bool(self.actor or self.activity or self.goal)

    @property
    def is_narrowed(self) -> bool:
        """Whether it leaves anything out."""
        return self.by_row or bool(self.plan or self.area)


def resolved(store: ox.Store, source: Source, scope: Scope) -> Scope:
    """The scope with ids in place of names, and a goal with its plan, such as `kronoberg-2024/11`.

    Raises `InputError`, suggesting near names, for what the graph lacks.
    """
    given = {"plan": scope.plan, "area": scope.area, "actor": scope.actor, "activity": scope.activity}
    found = resolve(store, {name: value or "" for name, value in given.items()})
    if any(row["level"] == STRATEGY_LEVEL for row in source.rows("plans", plan=found["plan"])):
        raise InputError(Problem(f"--plan: {found['plan']} is a strategy.", "Ask for one of its goals with --goal."))
    goal = scope.goal and _goal(source, scope.goal, found["plan"])
    if goal and goal.startswith(f"{found['plan']}/"):
        found["plan"] = ""  # it only said whose goal is meant: those that hang on it may be others' rows
    return Scope(**found, goal=goal, whole=scope.whole)


def goals_meant(source: Source, given: str, plan: str = "") -> list[str]:
    """The goals, each as plan and locator, that a person may mean: several where plans share a locator."""
    whole = given.split("/", 1)
    for name, goal in ((plan, given), *([whole] if len(whole) == 2 else [])):
        if source.rows("goals", plan=name, goal=goal):
            return [f"{name}/{goal}"]
    wanted = given.casefold()
    named = {f"{row['plan']}/{row['goal']}": row["goal"] for row in source.rows("goals")}
    return [name for name in named if name.casefold() == wanted] or [
        name for name, locator in named.items() if locator.casefold() == wanted
    ]


def _goal(source: Source, given: str, plan: str) -> str:
    meant = goals_meant(source, given, plan)
    if len(meant) == 1:
        return meant[0]
    if meant:
        what = f"--goal: “{given}” is {' and '.join(meant)}."
        raise InputError(Problem(what, "Say which one, with its plan before it or with --plan."))
    known = dict.fromkeys(
        text for row in source.rows("goals") for text in (row["goal"], f"{row['plan']}/{row['goal']}")
    )
    near = get_close_matches(given, known, n=3, cutoff=0.5)
    remedy = f"Did you mean {' or '.join(near)}?" if near else "Write it as kronoberg-2024/11 or N5.1."
    raise InputError(Problem(f"--goal: “{given}” is not in the graph.", remedy))


def plans_in(source: Source, lexicon: Lexicon, scope: Scope) -> Sequence[str]:
    """The plans whose rows a resolved scope may hold: the one that it names and those that hang on it, or all."""
    every = [row["plan"] for row in source.rows("plans")]
    return [plan for plan in every if scope.plan in ("", plan) or scope.plan in lexicon.above(plan)]


def rows_in(store: ox.Store, source: Source, lexicon: Lexicon, scope: Scope) -> Sequence[Row]:
    """The rows of `activities` that a resolved scope holds.

    Raises `InputError` where nothing meets the scope, or a locator is that of several plans. A goal by itself may be
    without activities: that nobody works towards it is what its picture shows.
    """
    plans = set(plans_in(source, lexicon, scope))
    narrow: list[set[tuple[str, str]]] = []
    if scope.goal:
        narrow.append(rows_towards(store, *scope.goal.split("/", 1)))
    if scope.actor:
        narrow.append(_rows_of(store, source, scope.actor))
    if scope.activity:
        found = source.rows("activities", activity=scope.activity)
        narrow.append({(row["plan"], row["activity"]) for row in found})
    if narrow:
        keys = (key for key in set.intersection(*narrow) if key[0] in plans)
        rows = [
            row
            for plan, name in sorted(keys, key=lambda key: [natural_key(part) for part in key])
            for row in source.rows("activities", plan=plan, activity=name)
            if scope.area in ("", row["area"])
        ]
    elif scope.area:
        rows = [row for row in source.rows("activities", area=scope.area) if row["plan"] in plans]
    elif scope.plan:
        rows = [row for plan in plans_in(source, lexicon, scope) for row in source.rows("activities", plan=plan)]
    else:
        rows = list(source.rows("activities"))
    _refuse_unclear(scope, rows)
    return rows


def _rows_of(store: ox.Store, source: Source, actor: str) -> set[tuple[str, str]]:
    """The activities in which an actor has any role. A name may be that of several actors: all of theirs."""
    found: Iterable[Row] = source.rows("responsibilities", actor_id=actor)
    if not found:
        found = run(store, named_query("who-owns-what"), {"actor": actor}).rows
    return {(row["plan"], row["activity"]) for row in found if row["activity"]}


def _refuse_unclear(scope: Scope, rows: Sequence[Row]) -> None:
    plans = sorted({row["plan"] for row in rows})
    if scope.activity and len(plans) > 1:
        what = f"--activity: “{scope.activity}” is a row of {' and '.join(plans)}."
        raise InputError(Problem(what, "Say which one with --plan."))
    if not rows and scope.is_narrowed and scope != Scope(goal=scope.goal, whole=scope.whole):
        raise InputError(Problem("No activity is all of what was asked for.", "Ask for less."))
