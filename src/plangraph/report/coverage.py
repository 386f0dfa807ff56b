# SPDX-License-Identifier: Apache-2.0
"""Coverage as a matrix for people: focus areas down, plans across, each cell its state and what is owned."""

from __future__ import annotations

from plangraph.graph.answer import Answer
from plangraph.report.plan_names import plan_headings
from plangraph.report.table import render
from plangraph.report.words import Words

__all__ = ["coverage_text"]


def coverage_text(coverage: Answer, form: str, words: Words) -> str:
    """A `coverage` answer; as table and Markdown a matrix of owned of all activities, else the rows themselves."""
    if form in ("csv", "json"):
        return render(coverage, form, words)
    every = {row["plan"] for row in coverage.rows}
    plans = sorted({row["plan"] for row in coverage.rows if row["state"] != "not-loaded"})
    headings = plan_headings(plans)
    by_area: dict[str, dict[str, str]] = {}
    for row in (row for row in coverage.rows if row["plan"] in plans):
        name = f"{row['area']} {row['title']}" if row["area"] else words.say("Utan målområde", "No focus area")
        cells = by_area.setdefault(row["area"], {"area": name})
        cells[headings[row["plan"]]] = (
            words.say(f"{row['owned']} av {row['activities']}", f"{row['owned']} of {row['activities']}")
            if row["state"] == "taken-up"
            else words.value("state", row["state"])
        )
    columns = headings.values()
    matrix = Answer(["area", *columns], [dict.fromkeys(columns, "") | cells for cells in by_area.values()])
    total = {"area": words.say("Alla", "All")}
    for plan in plans:
        owned, activities = (
            sum(int(row[column]) for row in coverage.rows if row["plan"] == plan) for column in ("owned", "activities")
        )
        total[headings[plan]] = words.say(f"{owned} av {activities}", f"{owned} of {activities}")
    matrix.rows.append(total)
    title = words.say(
        "Så tas målen om hand: aktiviteter med ansvarig, av alla i planen",
        "How the goals are taken care of: activities with an owner, of all in the plan",
    )
    unread = ", ".join(sorted(every.difference(plans)))
    told = words.say(
        f"Inte inlästa, så inget kan sägas om dem: {unread}.\n",
        f"Not loaded, so nothing can be said of them: {unread}.\n",
    )
    return render(matrix, form, words, title=title) + (told if unread else "")
