"""The named queries: one `.rq` file each, whose header says question, parameters, columns and order.

A parameter is a line `VALUES ?param_NAME { … }` of the query, with UNDEF for "any". The file is a whole SPARQL query
that runs in any engine as it stands; giving a parameter replaces what stands between the braces.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from plangraph import resources
from plangraph.errors import InputError, Problem
from plangraph.queries.answer import Answer, answer_of, natural_key

__all__ = ["NamedQuery", "named_queries", "named_query", "run"]

_HEADER = re.compile(r"#\s*([a-z-]+):\s*(.*)")
_PARAMETER = r"VALUES \?param_{name} \{{[^}}]*\}}"


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A question with a name, its SPARQL, and its contract.

    Parameters
    ----------
    parameters: names of what may be given; all optional.
    columns: names of what comes out, in order.
    order: the columns by which rows are ordered, numbers within them as numbers; empty: as the query orders them.
    """

    name: str
    question_sv: str
    question_en: str
    why: str
    note: str
    parameters: tuple[str, ...]
    columns: tuple[str, ...]
    order: tuple[str, ...]
    sparql: str
    file: Path


@cache
def named_queries() -> Mapping[str, NamedQuery]:
    """Every named query, by name."""
    return {file.stem: _read(file) for file in sorted(resources.queries_folder().glob("*.rq"))}


def named_query(name: str) -> NamedQuery:
    """The query of that name. Raises `InputError`, suggesting near names."""
    queries = named_queries()
    if name not in queries:
        near = get_close_matches(name, queries, n=3, cutoff=0.4)
        remedy = f"Did you mean {' or '.join(near)}?" if near else f"The names are {', '.join(queries)}."
        raise InputError(Problem(f"There is no query named “{name}”.", remedy))
    return queries[name]


def run(store: ox.Store, query: NamedQuery, parameters: Mapping[str, str]) -> Answer:
    """Ask a named query.

    Parameters
    ----------
    parameters: values by name; an empty value counts as not given.

    Raises `InputError` for a parameter that the query does not have.
    """
    sparql = query.sparql
    for name, value in parameters.items():
        if name not in query.parameters:
            known = ", ".join(query.parameters) or "none"
            raise InputError(Problem(f"{query.name} has no parameter “{name}”.", f"Its parameters are: {known}."))
        if value:
            given = f"VALUES ?param_{name} {{ {ox.Literal(value)} }}"
            sparql = re.sub(_PARAMETER.format(name=name), lambda _, text=given: text, sparql)
    solutions = store.query(sparql, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    answer = answer_of(solutions)
    if query.order:
        answer.rows.sort(key=lambda row: [natural_key(row[column]) for column in query.order])
    return answer


def _read(file: Path) -> NamedQuery:
    text = file.read_text(encoding="utf-8")
    header = dict(match.groups() for match in map(_HEADER.match, text.splitlines()) if match)

    def words(key: str) -> tuple[str, ...]:
        return tuple(word.strip() for word in header.get(key, "").split(",") if word.strip())

    return NamedQuery(
        file.stem,
        header["question-sv"],
        header["question-en"],
        header["why"],
        header.get("note", ""),
        words("parameters"),
        words("columns"),
        words("order"),
        text,
        file,
    )
