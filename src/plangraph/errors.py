# SPDX-License-Identifier: Apache-2.0
"""What can go wrong, as one tree.

PlangraphError
├── InputError      a file, cell or argument that cannot be used: what, where and how to mend it
│   └── LimitError  a query that ran over one of its limits and was ended
├── BusyError       no place for one more query just now, or its process is being replaced: ask again
├── ReasonerError   the reasoner could not be run
└── ContradictionError  ontology and data contradict themselves
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["BusyError", "ContradictionError", "InputError", "LimitError", "PlangraphError", "Problem", "ReasonerError"]


class PlangraphError(Exception):
    """Base of every error that a caller may expect from plangraph."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in the input.

    Parameters
    ----------
    what: what is wrong, one sentence.
    remedy: how to mend it, one sentence.
    file, line, column: where, as far as known; `line` counts from 1, `column` is a column's name.
    """

    what: str
    remedy: str
    file: Path | None = None
    line: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        """`file:line: column “x”: what Remedy.`, leaving out what is not known."""
        place = "" if self.file is None else str(self.file)
        if self.line is not None:
            place += f":{self.line}"
        parts = [place] if place else []
        if self.column:
            parts.append(f"column “{self.column}”")
        return ": ".join([*parts, f"{self.what} {self.remedy}"])


class InputError(PlangraphError):
    """Input that cannot be used; carries every problem that was found, not only the first."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class LimitError(InputError):
    """A query that ran over a limit and was ended; `limit` names it: time, rows, bytes, memory or engine."""

    def __init__(self, limit: str, problem: Problem) -> None:
        super().__init__(problem)
        self.limit = limit


class BusyError(PlangraphError):
    """A query that could not be taken up now, and may be in a moment."""


class ReasonerError(PlangraphError):
    """The reasoner could not be run."""


class ContradictionError(PlangraphError):
    """Ontology and data contradict themselves."""
