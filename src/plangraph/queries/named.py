# SPDX-License-Identifier: Apache-2.0
"""The named queries: one `.rq` file each, whose header says question, parameters, columns and order.

A parameter is a line `VALUES ?param_NAME { … }` of the query, with UNDEF for "any". The file is a whole SPARQL query
that runs in any engine as it stands; giving a parameter replaces what stands between the braces.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from plangraph import resources
from plangraph.errors import InputError, Problem
from plangraph.graph.answer import Answer, Question, select
from plangraph.queries.bounded import BoundedQueries
from plangraph.queries.free import ask_sparql
from plangraph.register.locators import natural_key

__all__ = ["NamedQuery", "filled", "named_queries", "named_query", "run", "run_bounded", "with_order"]

_HEADER = re.compile(r"#\s*([a-z-]+):\s*(.*)")
_PARAMETER = re.compile(r"VALUES \?param_(\w+) \{[^}]*\}")


@dataclass(frozen=True, slots=True)
class NamedQuery(Question):
    """A question that a SPARQL query answers.

    Parameters
    ----------
    order: the columns by which rows are ordered, numbers within them as numbers; empty: as the query orders them.
    table: the columns that come first in a table for people, the others after them; empty: in the contract's order.
    sparql, file: the query, and where it stands.
    """

    order: tuple[str, ...]
    table: tuple[str, ...]
    sparql: str
    file: Path

    def in_a_table(self, given: Container[str] = ()) -> tuple[str, ...]:
        """The columns as a table for people has them; one that only says again what was asked for gives way."""
        if not self.table:
            return self.columns
        first = [column for column in self.table if column not in given]
        return tuple(dict.fromkeys((*first, *self.columns)))


@cache
def named_queries() -> Mapping[str, NamedQuery]:
    """Every named query, by name."""
    return {file.stem: _read(file) for file in sorted(resources.queries_folder().glob("*.rq"))}


def named_query(name: str) -> NamedQuery:
    """The query of that name. Raises `KeyError`; a name that a person gave goes by `questions.question_named` first."""
    return named_queries()[name]


def run(store: ox.Store, query: NamedQuery, parameters: Mapping[str, str]) -> Answer:
    """Ask a named query.

    Parameters
    ----------
    parameters: values by name; an empty value counts as not given, and `as_of` is then today.

    Raises `InputError` for a parameter that the query does not have, and for text that is no Unicode.
    """
    return _in_order(query, select(store, filled(query, parameters)))


def run_bounded(queries: BoundedQueries, query: NamedQuery, parameters: Mapping[str, str]) -> Answer:
    """Ask a named query as `run` does, within the limits of free queries.

    Raises also what `BoundedQueries.ask` raises.
    """
    return _in_order(query, ask_sparql(queries, filled(query, parameters)))


def filled(query: NamedQuery, parameters: Mapping[str, str]) -> str:
    """A named query's SPARQL with its parameters filled in; what is asked is what `run` asks.

    Raises `InputError` as `run` does.
    """
    given = {}
    if "as_of" in query.parameters and not parameters.get("as_of"):
        parameters = {**parameters, "as_of": date.today().isoformat()}
    for name, value in parameters.items():
        if name not in query.parameters:
            known = ", ".join(query.parameters) or "none"
            raise InputError(Problem(f"{query.name} has no parameter “{name}”.", f"Its parameters are: {known}."))
        if value:
            given[name] = f"VALUES ?param_{name} {{ {_literal(name, value)} }}"
    # all at once: what is given is never searched for parameters
    return _PARAMETER.sub(lambda match: given.get(match[1], match[0]), query.sparql)


def with_order(query: NamedQuery, sparql: str) -> str:
    """A query's text, or that text filled in, with the order of its contract said in it.

    For whoever asks it without this module, as free SPARQL. Numbers within marks are then letters like others, since
    SPARQL knows no natural order; `run` keeps that.
    """
    return f"{sparql.rstrip()}\nORDER BY {' '.join(f'?{name}' for name in query.order)}\n" if query.order else sparql


def _in_order(query: NamedQuery, answer: Answer) -> Answer:
    if query.order:
        key = cache(natural_key)  # the same few plans and rows stand in most rows
        answer.rows.sort(key=lambda row: [key(row[column]) for column in query.order])
    return answer


def _literal(name: str, value: str) -> ox.Literal:
    try:
        return ox.Literal(value)
    except ValueError:  # half of a surrogate pair, from bytes on the command line that are no UTF-8
        shown = value.encode(errors="replace").decode()
        raise InputError(Problem(f"{name}: “{shown}” is no text in UTF-8.", "Write it again.")) from None


def _read(file: Path) -> NamedQuery:
    text = file.read_text(encoding="utf-8")
    header = {match[1]: match[2] for match in map(_HEADER.match, text.splitlines()) if match}

    def words(key: str) -> tuple[str, ...]:
        return tuple(word.strip() for word in header.get(key, "").split(",") if word.strip())

    return NamedQuery(
        file.stem,
        header["question-sv"],
        header["question-en"],
        header["why"],
        header.get("why-sv", ""),
        header.get("note", ""),
        header.get("note-sv", ""),
        words("parameters"),
        words("columns"),
        words("order"),
        words("table"),
        text,
        file,
    )
