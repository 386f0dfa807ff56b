# SPDX-License-Identifier: Apache-2.0
"""Questions and answers: what a question promises, and the columns and rows of text that answer it."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

import pyoxigraph as ox

from plangraph.vocabulary import PREFIXES

__all__ = ["Answer", "Question", "answer_of", "select"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with a name, and its contract.

    Parameters
    ----------
    question_sv, question_en: the question as people ask it; why, why_sv: what the answer is for; note, note_sv: how to
        read it.
    parameters: names of what may be given; all optional.
    columns: names of what comes out, in order.
    """

    name: str
    question_sv: str
    question_en: str
    why: str
    why_sv: str
    note: str
    note_sv: str
    parameters: tuple[str, ...]
    columns: tuple[str, ...]

    def in_a_table(self, given: Container[str] = ()) -> tuple[str, ...]:
        """The columns as a table for people has them: those that matter most first, where there is room for few.

        Parameters
        ----------
        given: the parameters that were given.
        """
        return self.columns


@dataclass(slots=True)
class Answer:
    """Rows by column name; an empty text is an empty cell, never a guess."""

    columns: list[str]
    rows: list[dict[str, str]]


def select(store: ox.Store, sparql: str) -> Answer:
    """The answer to a SELECT query of ours over the union of a dataset's graphs; the usual prefixes are declared."""
    solutions = store.query(sparql, use_default_graph_as_union=True, prefixes=PREFIXES)
    assert isinstance(solutions, ox.QuerySolutions)
    return answer_of(solutions)


def answer_of(solutions: ox.QuerySolutions) -> Answer:
    """The answer that a SELECT query's solutions hold."""
    columns = [variable.value for variable in solutions.variables]
    rows = [{column: _text(solution[column]) for column in columns} for solution in solutions]
    return Answer(columns, rows)


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    return "" if term is None else str(getattr(term, "value", term))
