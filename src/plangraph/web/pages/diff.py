# SPDX-License-Identifier: Apache-2.0
"""From one plan to the next: what became of each activity and goal, by meaning."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, Response, render_template, url_for

from plangraph.alignment.difference import ALONE, KINDS, OF_PAIRS, STATES, kind_of
from plangraph.alignment.difference_question import DIFFERENCE
from plangraph.report import DifferenceWords
from plangraph.web.answers import Row
from plangraph.web.differences import Difference
from plangraph.web.downloads import asked_for_csv, csv_file
from plangraph.web.explorer import explorer
from plangraph.web.filters import choose, only_known, page_of
from plangraph.web.organisations import organisation_name, plan_name
from plangraph.web.problems import BadValue
from plangraph.web.words import language, say, words

__all__ = ["diff", "pages"]

pages = Blueprint("diff", __name__)


@dataclass(frozen=True, slots=True)
class _Counted:
    """How many rows are told of a kind in a state.

    Parameters
    ----------
    told: the rows of the answer, each a pair where the state is one of pairs.
    old, new: the plans' own rows among them: one row may stand in several pairs.
    akin: those of them that have a related row in the other plan.
    """

    told: int
    old: int
    new: int
    akin: int


@pages.get("/diff")
def diff() -> str | Response:
    """What became of an old plan's rows in a new one; without two plans, which may be chosen."""
    differences = explorer().differences
    known = {plan.id: plan_name(plan.id) for plan in differences.plans}
    old = choose("old", say("Tidigare plan", "Earlier plan"), known)
    new = choose("new", say("Senare plan", "Later plan"), known)
    several = {"activity": say("Aktiviteter", "Activities"), "goal": say("Mål", "Goals")}
    kind = choose("kind", say("Rader", "Rows"), several)
    chosen = bool(old.chosen and new.chosen) and old.chosen != new.chosen
    told = _words(old.chosen, new.chosen) if chosen else DifferenceWords(words(), "", "")
    what = say("Vad som hände", "What happened") if told.one_organisation else say("Vad som skiljer", "What differs")
    state = choose("state", what, {name: told.state(name) for name in STATES})
    only_known(("old", "new", "kind", "state"))
    found = differences.between(old.chosen, new.chosen) if chosen else None
    if chosen and found is None:
        raise BadValue(
            say(
                "De två planerna har för många rader för en sida. Kör plangraph diff i stället.",
                "The two plans have too many rows for a page. Run plangraph diff instead.",
            )
        )
    rows = found.matching(kind.chosen, state.chosen) if found else []
    if found and asked_for_csv():
        ends = {"old_plan": old.chosen, "new_plan": new.chosen}
        return csv_file(f"diff-{old.chosen}-{new.chosen}", DIFFERENCE.columns, [{**row, **ends} for row in rows])
    page = page_of(rows)
    return render_template(
        "diff.html",
        old=old,
        new=new,
        filters=[kind, state],
        found=found,
        page=page,
        groups=[(key, list(group)) for key, group in groupby(page.rows, key=_group)],
        numbers=_numbers(found) if found else {},
        told=told,
        alone=ALONE,
        of_pairs=OF_PAIRS,
        state=state.chosen,
        KINDS=several,
        meanings={name: told.meaning(name) or text for name, text in _definitions().items()},
        successions=[
            (before, after, _organisation(before) == _organisation(after))
            for before in known
            for after in differences.after(before)
        ],
        turned=url_for("diff.diff", old=new.chosen, new=old.chosen) if chosen else "",
    )


def _group(row: Row) -> tuple[str, str]:
    return kind_of(row), row["state"]


def _organisation(plan: str) -> str:
    return explorer().plans[plan].organisation


def _words(old: str, new: str) -> DifferenceWords:
    return DifferenceWords(words(), *(organisation_name(_organisation(plan)) for plan in (old, new)))


def _numbers(found: Difference) -> dict[tuple[str, str], _Counted]:
    """How many there are of each kind in each state, those of which there are any."""
    numbers = {}
    for kind in KINDS:
        for state in STATES:
            rows = found.matching(kind, state)
            if rows:
                ends = {end: {row[f"{end}_{kind}"] for row in rows} - {""} for end in ("old", "new")}
                akin = sum((kind, end, locator) in found.akin for end, held in ends.items() for locator in held)
                numbers[kind, state] = _Counted(len(rows), len(ends["old"]), len(ends["new"]), akin)
    return numbers


def _definitions() -> dict[str, str]:
    """What each state means by the register's own words, empty where it has none."""
    column = "definition" if language() == "sv" else "definition_en"
    concepts = explorer().register.reference.concepts
    defined = {row["id"]: row[column] for row in concepts if row["scheme"] == "difference"}
    return {state: defined.get(state, "") for state in STATES}
