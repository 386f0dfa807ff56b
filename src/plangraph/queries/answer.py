"""An answer: columns and rows of text, whatever asked for them."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pyoxigraph as ox

__all__ = ["Answer", "answer_of", "natural_key"]

_PARTS = re.compile(r"(\d+)")


@dataclass(slots=True)
class Answer:
    """Rows by column name; an empty text is an empty cell, never a guess."""

    columns: list[str]
    rows: list[dict[str, str]]


def answer_of(solutions: ox.QuerySolutions) -> Answer:
    """The answer that a SELECT query's solutions hold."""
    columns = [variable.value for variable in solutions.variables]
    rows = [{column: _text(solution[column]) for column in columns} for solution in solutions]
    return Answer(columns, rows)


def natural_key(text: str) -> list[tuple[int, int, str]]:
    """A key that orders the numbers within a text as numbers: 2.2 before 2.10, and an empty text first."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in _PARTS.split(text) if part]


def _text(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> str:
    return "" if term is None else str(getattr(term, "value", term))
