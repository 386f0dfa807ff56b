# SPDX-License-Identifier: Apache-2.0
"""The named questions as forms: what each asks and why, its parameters, and its answer as a table and files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import dropwhile

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from plangraph.alignment.difference_question import DIFFERENCE
from plangraph.graph.answer import Question
from plangraph.queries import filled, named_queries, run_bounded, with_order
from plangraph.questions import every_question
from plangraph.web.answer_cells import AnswerCell, answer_cells, reading_order
from plangraph.web.answers import NARROWED, Row
from plangraph.web.column_words import explained
from plangraph.web.downloads import asked_for_csv, csv_file
from plangraph.web.explorer import explorer
from plangraph.web.filters import only_known, page_of
from plangraph.web.kept_rows import kept_rows
from plangraph.web.problems import NotThere, near
from plangraph.web.question_fields import fields_of
from plangraph.web.words import say

__all__ = ["ask", "pages", "question"]

pages = Blueprint("ask", __name__)

# Themes, by which people find a question; one that stands in none is told last.
_THEMES: tuple[tuple[tuple[str, str], tuple[str, ...]], ...] = (
    (
        ("Ansvar", "Ownership"),
        ("responsibilities", "who-owns-what", "ownerless", "actor-load", "owner-kinds", "single-points"),
    ),
    (
        ("Planer och rader", "Plans and rows"),
        ("plans", "overview", "coverage", "goals", "activities", "steps", "measures"),
    ),
    (
        ("Röd tråd", "Trace"),
        ("trace-up", "trace-down", "losing-parent", "uncovered-goals", "unreachable", "mappings"),
    ),
    (
        ("De andra", "The others"),
        ("neighbours", "ownership-contrast", "shared-activities", "uptake", DIFFERENCE.name),
    ),
    (
        ("Tid, villkor och uppföljning", "Time, conditions and follow-up"),
        ("overdue", "outside-period", "conditions", "decisions", "follow-up", "figures"),
    ),
)


@pages.get("/ask")
def ask() -> str:
    """All questions, by theme."""
    only_known(())
    left = dict(every_question())
    themes = [(label, [left.pop(name) for name in names if name in left]) for label, names in _THEMES]
    themes.append((("Fler frågor", "More questions"), list(left.values())))
    return render_template("ask.html", themes=[(label, found) for label, found in themes if found])


@pages.get("/ask/<name>")
def question(name: str) -> str | Response:
    """One question, and its answer."""
    if name == DIFFERENCE.name:  # it has a room of its own
        only_known(DIFFERENCE.parameters)
        old, new, syntax = (request.args.get(each) for each in ("old", "new", "format"))
        return redirect(url_for("diff.diff", old=old, new=new, format=syntax))
    known = every_question()
    if name not in known:
        asked = {each: say(it.question_sv, it.question_en) for each, it in known.items()}
        links = [(asked[each], url_for("ask.question", name=each)) for each in near(name, asked)]
        text = say(f"Frågan ”{name[:100]}” finns inte.", f"There is no question “{name[:100]}”.")
        raise NotThere(text, [*links, (say("Alla frågor", "All questions"), url_for("ask.ask"))])
    it = known[name]
    fields = fields_of(it)
    only_known(it.parameters)
    given = {field.name: field.value for field in fields if field.value}
    kept = None if name in NARROWED and not given else kept_rows(it, given)
    # beside a file, only what is kept is shown whole
    too_much = kept is None and not given and (name in NARROWED or (bool(fields) and not asked_for_csv()))
    answer = [] if too_much else _within_limits(it, given) if kept is None else kept
    if asked_for_csv():
        return csv_file(name, it.columns, answer)
    page = page_of(answer)
    # an empty column tells a reader nothing
    shown = [column for column in reading_order(name, it.in_a_table(given)) if any(row[column] for row in answer)]
    rows = [answer_cells(row, shown) for row in page.rows]
    return render_template(
        "question.html",
        it=it,
        fields=fields,
        given=given,
        too_much=too_much,
        page=page,
        shown=shown,
        rows=rows,
        numbers={column for column, cells in zip(shown, zip(*rows, strict=True), strict=False) if _count(cells)},
        columns=[(column, explained(column)) for column in it.columns],
        sparql=_sparql(it, given),
    )


def _within_limits(it: Question, given: Mapping[str, str]) -> Sequence[Row]:
    return run_bounded(explorer().queries, named_queries()[it.name], given).rows


def _sparql(it: Question, given: Mapping[str, str]) -> str:
    """The query behind a question, below the question itself in place of its contract; empty where there is none."""
    if it.name not in named_queries():
        return ""
    lines = filled(named_queries()[it.name], given).splitlines()
    query = "\n".join(dropwhile(lambda line: line.startswith("#"), lines))
    return with_order(named_queries()[it.name], f"# {say(it.question_sv, it.question_en)}\n{query}\n")


def _count(cells: Iterable[Sequence[AnswerCell]]) -> bool:
    """Whether the cells of a column are numbers, and no marks of rows."""
    return all(cell.text.isdecimal() and not (cell.href or cell.mark) for values in cells for cell in values)
