# SPDX-License-Identifier: Apache-2.0
"""The answer to a question with its parameters, as far as it comes of what the explorer keeps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from plangraph.graph.answer import Question
from plangraph.queries import named_queries
from plangraph.web.answers import NARROWED, Row
from plangraph.web.explorer import Explorer, explorer

__all__ = ["kept_rows"]

_Test = Callable[[Row], bool]

# The column that a parameter means, where that is not the one of its own name.
_COLUMNS: Mapping[tuple[str, str], str] = {
    ("mappings", "plan"): "subject_plan",
    ("ownership-contrast", "contrast"): "state",
}
# The paths of more activities than this are asked for within limits.
_MOST_ROWS = 500


def kept_rows(it: Question, given: Mapping[str, str]) -> Sequence[Row] | None:
    """The rows of an answer: narrowed from the kept whole where its rows say all that is asked, else asked anew.

    None where that could take long: the named query must then be asked within limits.
    """
    held = explorer()
    at_once = held.is_small or it.name not in named_queries()
    asked = {name: text for name, text in given.items() if text and not _is_meant_anyhow(it, name, text)}
    if it.name in NARROWED:
        return held.answers.asked(it.name, **asked) if held.is_small or _is_of_few_rows(held, asked) else None
    columns: dict[str, str] = {}
    tests: list[_Test] = []
    for name, text in asked.items():
        made = _TESTS.get((it.name, name))
        column = _COLUMNS.get((it.name, name), name)
        if made:
            tests.append(made(text))
        elif column in it.columns:
            columns[column] = text
        else:
            return held.answers.asked(it.name, **asked) if at_once else None
    if not (at_once or held.answers.keeps(it.name)):
        return None
    rows = held.answers.rows(it.name, **columns)
    for test in tests:
        rows = list(filter(test, rows))
    return rows


def _is_meant_anyhow(it: Question, name: str, text: str) -> bool:
    """Whether a parameter says what the question means without it: today, or the query's own value."""
    if name == "as_of":
        return text == explorer().as_of.isoformat()
    return it.name in named_queries() and f'VALUES ?param_{name} {{ "{text}" }}' in named_queries()[it.name].sparql


def _is_of_few_rows(held: Explorer, asked: Mapping[str, str]) -> bool:
    """Whether the paths of so few activities are asked for that a small part of the dataset answers that soon."""
    named = {column: asked[column] for column in ("plan", "activity") if column in asked}
    return bool(named) and len(held.answers.rows("activities", **named)) <= _MOST_ROWS


def _is_actor(actor: str) -> _Test:
    """An actor is asked for by its id or its name."""
    name = actor.lower()
    return lambda row: actor == row["actor_id"] or name == row["actor"].lower()


def _is_actor_or_so_written(actor: str) -> _Test:
    name, is_actor = actor.lower(), _is_actor(actor)
    return lambda row: name == row["written"].lower() or is_actor(row)


def _is_in_area(area: str) -> _Test:
    found = {(row["plan"], row["activity"]) for row in explorer().answers.rows("activities", area=area)}
    return lambda row: (row["plan"], row["activity"]) in found


def _is_of(organisation: str) -> _Test:
    plans = {name for name, plan in explorer().plans.items() if plan.organisation == organisation}
    return lambda row: row["plan"] in plans


def _is_either(plan: str) -> _Test:
    return lambda row: plan in (row["plan_a"], row["plan_b"])


def _leads_to(plan: str) -> _Test:
    """A stated "no counterpart" has no object, and names the plan that was searched."""
    return lambda row: plan == (row["object_plan"] or row["searched"])


# What a parameter asks of a row where that is more than what stands in one column.
_TESTS: Mapping[tuple[str, str], Callable[[str], _Test]] = {
    ("actor-load", "actor"): _is_actor,
    ("mappings", "target"): _leads_to,
    ("ownerless", "for"): _is_of,
    ("shared-activities", "plan"): _is_either,
    ("uptake", "rcc"): _is_of,
    ("who-owns-what", "actor"): _is_actor_or_so_written,
    ("who-owns-what", "area"): _is_in_area,
}
