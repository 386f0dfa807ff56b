# SPDX-License-Identifier: Apache-2.0
"""The named questions for machines: JSON or CSV, with the columns of their contract."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, request, url_for
from werkzeug.exceptions import BadRequest

from plangraph.alignment.difference_question import DIFFERENCE
from plangraph.errors import InputError, Problem
from plangraph.graph.answer import Answer
from plangraph.queries import Question, named_queries, resolve, run_bounded
from plangraph.questions import every_question, near_names
from plangraph.report import Words, render
from plangraph.web.answers import NARROWED
from plangraph.web.explorer import explorer
from plangraph.web.kept_rows import kept_rows
from plangraph.web.machine.negotiation import Format, agreed
from plangraph.web.machine.replies import json_response, speak_to_machines
from plangraph.web.problems import NotThere

__all__ = ["TABLES", "api", "ask", "questions"]

api = speak_to_machines(Blueprint("api", __name__, url_prefix="/api"))

TABLES = (Format("json", "application/json"), Format("csv", "text/csv"))
_NOT_PARAMETERS = frozenset({"format", "lang"})


@api.get("/ask")
def questions() -> Response:
    """What can be asked: every question with its parameters and columns."""
    listed = [
        {
            "name": question.name,
            "question_sv": question.question_sv,
            "question_en": question.question_en,
            "parameters": question.parameters,
            "columns": question.columns,
            "address": url_for("api.ask", name=question.name),
        }
        for _, question in sorted(every_question().items())
    ]
    return json_response(listed)


@api.get("/ask/<name>")
def ask(name: str) -> Response:
    """The answer to a question, as a list of objects or as CSV."""
    known = every_question()
    if name not in known:
        near = near_names(name) or sorted(known)
        links = [(each, url_for("api.ask", name=each)) for each in near]
        raise NotThere(f"There is no question “{name[:100]}”.", links)
    syntax = agreed(TABLES)
    answer = _answer(known[name], _parameters(known[name]))
    if syntax.name == "json":
        response = json_response(answer.rows)
    else:
        response = Response(render(answer, "csv", Words("en", {})), content_type=syntax.content_type)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _parameters(question: Question) -> dict[str, str]:
    given = {}
    for name in request.args:
        if name in _NOT_PARAMETERS:
            continue
        if name not in question.parameters:
            has = ", ".join(question.parameters) or "none"
            raise BadRequest(f"{question.name} has no parameter “{name[:100]}”. Its parameters are: {has}.")
        if len(request.args.getlist(name)) > 1:
            raise BadRequest(f"Give {name} once.")
        given[name] = request.args[name]
    if "as_of" in question.parameters and not given.get("as_of"):
        given["as_of"] = explorer().as_of.isoformat()
    try:
        return resolve(explorer().store, given)
    except InputError as error:
        # the same words as on the command line, where a parameter is an option
        raise InputError(*(Problem(each.what.removeprefix("--"), each.remedy) for each in error.problems)) from None


def _answer(question: Question, parameters: Mapping[str, str]) -> Answer:
    if question is DIFFERENCE:
        return explorer().differences.answer(**parameters)
    queries = explorer().queries
    # a whole answer that runs over the limits is refused, as it is in SPARQL
    rows = None if question.name in NARROWED and not any(parameters.values()) else kept_rows(question, parameters)
    if question.name in named_queries() and (rows is None or len(rows) > queries.limits.rows):
        return run_bounded(queries, named_queries()[question.name], parameters)
    assert rows is not None
    return Answer(list(question.columns), [dict(row) for row in rows])
