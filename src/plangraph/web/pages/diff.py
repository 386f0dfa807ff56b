# SPDX-License-Identifier: Apache-2.0
"""From one plan to the next: what became of each activity and goal, by meaning."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, Response, render_template, url_for

from plangraph.alignment.difference import KINDS, STATES, kind_of
from plangraph.alignment.difference_question import DIFFERENCE
from plangraph.web.answers import Row
from plangraph.web.downloads import asked_for_csv, csv_file
from plangraph.web.explorer import explorer
from plangraph.web.filters import choose, only_known, page_of
from plangraph.web.organisations import plan_name
from plangraph.web.problems import BadValue
from plangraph.web.words import language, say, value

__all__ = ["diff", "pages"]

pages = Blueprint("diff", __name__)


@pages.get("/diff")
def diff() -> str | Response:
    """What became of an old plan's rows in a new one; without two plans, which may be chosen."""
    differences = explorer().differences
    known = {plan.id: plan_name(plan.id) for plan in differences.plans}
    old = choose("old", say("Tidigare plan", "Earlier plan"), known)
    new = choose("new", say("Senare plan", "Later plan"), known)
    several = {"activity": say("Aktiviteter", "Activities"), "goal": say("Mål", "Goals")}
    kind = choose("kind", say("Rader", "Rows"), several)
    state = choose("state", say("Vad som hände", "What happened"), {name: value("state", name) for name in STATES})
    only_known(("old", "new", "kind", "state"))
    chosen = bool(old.chosen and new.chosen) and old.chosen != new.chosen
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
        numbers={
            (of, name): len(found.matching(of, name)) for of in KINDS for name in STATES if found.matching(of, name)
        }
        if found
        else {},
        KINDS=several,
        meanings=_meanings(),
        successions=[(before, after) for before in known for after in differences.after(before)],
        turned=url_for("diff.diff", old=new.chosen, new=old.chosen) if chosen else "",
    )


def _group(row: Row) -> tuple[str, str]:
    return kind_of(row), row["state"]


def _meanings() -> dict[str, str]:
    """What each state means."""
    column = "definition" if language() == "sv" else "definition_en"
    concepts = explorer().register.reference.concepts
    return {row["id"]: row[column] for row in concepts if row["scheme"] == "difference"}
