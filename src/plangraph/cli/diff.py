# SPDX-License-Identifier: Apache-2.0
"""`plangraph diff`: what became of a plan's rows in another plan, or in another version of it."""

from __future__ import annotations

import argparse
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from plangraph.alignment.difference import difference
from plangraph.alignment.version_proposals import proposer
from plangraph.alignment.versions import Version, holds_plan, read_folder
from plangraph.cli.output import progress, show
from plangraph.cli.reading import read_register
from plangraph.errors import InputError, Problem
from plangraph.graph import build
from plangraph.graph.answer import Answer
from plangraph.queries import resolve_plan
from plangraph.register import Metadata, Register
from plangraph.report import FORMATS, Words, difference_text

__all__ = ["add_diff", "diff", "told_apart"]


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
        register = read_register(given)
        return register, build(register)

    def end(text: str) -> tuple[Version, ox.Store]:
        folder = Path(text)
        if holds_plan(folder):
            progress(given, f"Läser {text} …", f"Reading {text} …")
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
        extra = "align (pip install 'plangraph[align]')"
        progress(
            given,
            f"Utan tillägget {extra} prövas bara lydelse, inte innebörd.",
            f"Without the extra {extra} rows are paired by their wording alone, not by what they mean.",
        )
    answer = difference(old, new, propose)
    words = Words.of(store, given.lang)
    names = {"old": _name(given.old, old), "new": _name(given.new, new)}
    organisations = (_organisation(old.register, old.metadata, words), _organisation(new.register, new.metadata, words))
    show(difference_text(answer, given.format, words, **names, organisations=organisations))
    return 0


def told_apart(answer: Answer, register: Register, form: str, words: Words) -> str:
    """An answer to the question `difference`, each pair of plans for itself, as text for people.

    Parameters
    ----------
    form: `table` or `md`.
    """
    whose = {plan.id: _organisation(register, plan.metadata, words) for plan in register.plans}
    columns = [column for column in answer.columns if not column.endswith("_plan")]
    pairs = dict.fromkeys((row["old_plan"], row["new_plan"]) for row in answer.rows)
    return "\n".join(
        difference_text(
            Answer(columns, [row for row in answer.rows if (row["old_plan"], row["new_plan"]) == (old, new)]),
            form,
            words,
            old=old,
            new=new,
            organisations=(whose[old], whose[new]),
        )
        for old, new in pairs
    )


def _organisation(register: Register, plan: Metadata, words: Words) -> str:
    """What people call the organisation whose plan it is."""
    found = [row for row in register.reference.organisations if row["organisation"] == plan.organisation]
    return next((words.say(row["label"], row["label_en"] or row["label"]) for row in found), plan.organisation)


def _name(text: str, end: Version) -> str:
    """What a person calls the plan: its id, and the folder where it was read from one."""
    return f"{end.metadata.id} ({text})" if holds_plan(Path(text)) else end.metadata.id


def _plan(store: ox.Store, text: str) -> str:
    if Path(text).is_dir():
        what = "The folder holds neither a plan (plan.toml) nor plans (plans/)."
        raise InputError(Problem(what, "Give a plan's id, its folder, or a data folder.", Path(text)))
    try:
        return resolve_plan(store, text)
    except InputError as error:
        (problem,) = error.problems
        raise InputError(replace(problem, what=problem.what.removeprefix("--plan: "))) from None
