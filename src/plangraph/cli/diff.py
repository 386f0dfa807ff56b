# SPDX-License-Identifier: Apache-2.0
"""`plangraph diff`: what became of a plan's rows in another plan, or in another version of it."""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from plangraph.alignment.difference import STATES, difference
from plangraph.alignment.version_proposals import proposer
from plangraph.alignment.versions import Version, holds_plan, read_folder
from plangraph.cli.output import progress, show
from plangraph.errors import InputError, Problem
from plangraph.graph import build
from plangraph.graph.answer import Answer
from plangraph.queries import resolve_plan
from plangraph.register import Register, load_register
from plangraph.report import FORMATS, Words, render

__all__ = ["add_diff", "diff"]


def add_diff(sub: argparse.ArgumentParser) -> None:
    """Say what may be given to `diff`."""
    ends = "a plan's id, its folder, or a data folder"
    sub.add_argument("old", metavar="OLD", help=f"the earlier plan or version: {ends}")
    sub.add_argument("new", metavar="NEW", help=f"the later one: {ends}")
    sub.add_argument("--plan", default="", help="the plan that is meant in a data folder, by its id")
    sub.add_argument("--format", choices=FORMATS, default="table")


def diff(given: argparse.Namespace) -> int:
    """Show what became of the rows of an old plan in a new one."""

    @cache
    def base() -> tuple[Register, ox.Store]:
        progress(f"Läser registret i {given.data} …", given.quiet)
        register = load_register(given.data)
        return register, build(register)

    def end(text: str) -> tuple[Version, ox.Store]:
        folder = Path(text)
        if holds_plan(folder):
            progress(f"Läser {text} …", given.quiet)
            register, plan = read_folder(folder, lambda: base()[0], given.plan)
            store = build(register)
            plan = resolve_plan(store, plan)
        else:
            register, store = base()
            plan = _plan(store, text)
        return Version.of(register, store, plan), store

    (old, _), (new, store) = end(given.old), end(given.new)
    propose = proposer(old, new)
    if propose is None:
        told = "Utan tillägget align (pip install 'plangraph[align]') prövas bara lydelse, inte innebörd."
        progress(told, given.quiet)
    answer = difference(old, new, propose)
    words = Words.of(store, given.lang)
    for part, title in _parts(answer, given.format, words):
        show(render(part, given.format, words, title=title))
    counts = Counter(row["state"] for row in answer.rows if row["old_activity"] or row["new_activity"])
    told = " · ".join(f"{words.value('state', state)}: {counts[state]}" for state in STATES if counts[state])
    progress(words.say(f"Aktiviteter: {told}", f"Activities: {told}"), given.quiet)
    return 0


def _plan(store: ox.Store, text: str) -> str:
    if Path(text).is_dir():
        what = "The folder holds neither a plan (plan.toml) nor plans (plans/)."
        raise InputError(Problem(what, "Give a plan's id, its folder, or a data folder.", Path(text)))
    try:
        return resolve_plan(store, text)
    except InputError as error:
        (problem,) = error.problems
        raise InputError(replace(problem, what=problem.what.removeprefix("--plan: "))) from None


def _parts(answer: Answer, form: str, words: Words) -> list[tuple[Answer, str]]:
    """What is shown: for programs one answer, for people the activities and the goals each with their own columns."""
    if form in ("csv", "json"):
        return [(answer, "")]
    of_goals = [row for row in answer.rows if not row["old_activity"] and not row["new_activity"]]
    of_activities = [row for row in answer.rows if row["old_activity"] or row["new_activity"]]
    goal_columns = [column.replace("activity", "goal") for column in answer.columns if not column.endswith("_goal")]
    parts = [
        (
            Answer(answer.columns, of_activities),
            words.say("Vad som blev av aktiviteterna", "What became of the activities"),
        ),
        (Answer(goal_columns, of_goals), words.say("Vad som blev av målen", "What became of the goals")),
    ]
    return [part for part in parts if part[0].rows] or parts[:1]
