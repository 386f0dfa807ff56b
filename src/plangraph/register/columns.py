# SPDX-License-Identifier: Apache-2.0
"""What stands in the tables of the register: columns, and what a cell may hold. Explained in `docs/register.md`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

__all__ = [
    "PLAN_TABLES",
    "REFERENCE_TABLES",
    "Column",
    "cell_problem",
    "is_date",
    "is_name",
    "is_when",
    "values",
]

_RECURRENCE = re.compile(r"continuous|as-needed|<?\d+(-\d+)?/(day|week|month|term|year)", re.ASCII)
_WHEN = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d{2})?|-Q[1-4]|-(VT|HT))?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LINE = re.compile(r"[1-9]\d{0,8}", re.ASCII)
_CONFIDENCE = re.compile(r"0(\.\d+)?|1(\.0+)?", re.ASCII)
_EXEMPTION = re.compile(r"[A-Z]{3}(-[A-Z]+)+:\s*\S.*")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    name: as in the header line.
    required: an empty cell is a problem.
    holds: what a filled cell must be: a key of `_CHECKS` below, or `concept:SCHEME` for a concept of the reference
        data.
    """

    name: str
    required: bool = False
    holds: str = "text"


def _columns(text: str) -> tuple[Column, ...]:
    """Read `name! name=date …`, where `!` marks a required cell and `=` says what it holds."""
    columns = []
    for word in text.split():
        name, _, holds = word.partition("=")
        columns.append(Column(name.rstrip("!"), name.endswith("!"), holds or "text"))
    return tuple(columns)


PLAN_TABLES: Mapping[str, tuple[Column, ...]] = {
    "goals": _columns(
        "locator!=locator title! heading column certain=yes-no line=line quotes doubt doubt_written "
        "exemption=exemption remark second_reading=reading"
    ),
    "measures": _columns("locator!=locator goal title! heading column line=line remark second_reading=reading"),
    "activities": _columns(
        "locator!=locator goal title! heading column certain=yes-no line=line carries_out time_text start=date "
        "end=date precision=concept:precision recurrence=recurrence when_text when_start=date when_end=date "
        "status_absent=concept:status doubt doubt_written exemption=exemption remark second_reading=reading"
    ),
    "steps": _columns(
        "locator!=locator activity! title! column time_text start=date end=date precision=concept:precision "
        "recurrence=recurrence remark"
    ),
    "responsibilities": _columns(
        "row! step role!=concept:role actor written! column lead=yes claims_ownership=yes remark"
    ),
    "statuses": _columns("row! date!=dated status!=concept:status written! column source"),
    "follow-up": _columns("row! kind!=concept:follow-up-kind written recurrence=recurrence source forum remark"),
    "figures": _columns("row! kind!=concept:figure-kind value! unit population year source written remark"),
    "conditions": _columns("row! kind!=concept:condition-kind by_whom when=when holds_up title! remark"),
    "quotations": _columns("row! plan! quoted_in! wording! agreement!=concept:agreement remark"),
    "declarations": _columns("target! state!=concept:coverage-state to_whom reason! row"),
    "sections": _columns("locator!=locator area! title! line=line position"),
}

REFERENCE_TABLES: Mapping[str, tuple[Column, ...]] = {
    "organisations": _columns("organisation!=name kind! label! label_en! code part_of former_names remark"),
    "areas": _columns("area!=name label! label_en!"),
    "concepts": _columns("scheme!=name id!=name label! label_en! definition! definition_en!"),
    "actors": _columns("actor!=name kind!=concept:actor-kind label! organisation collective=yes bare=yes remark"),
    "terms": _columns("term!=name label! label_en! alternatives ambiguous kind!=concept:term-kind remark"),
}

_REMEDIES = {
    "locator": "Write it without ~ and |, which mean something else where rows are named.",
    "name": "Use letters a–z, digits, dots and hyphens.",
    "date": "Write an ISO date such as 2025-03-21.",
    "yes": "Write yes, or leave the cell empty.",
    "yes-no": "Write yes or no, or leave the cell empty.",
    "line": "Write a line number, counted from 1.",
    "recurrence": "Write continuous, as-needed or times per unit, such as 2/year.",
    "dated": "Write a date, month or year, such as 2024-03; later statements must sort after earlier ones.",
    "when": "Write a date, month, quarter, term or year, such as 2024-Q3.",
    "exemption": "Write the rule, a colon and the reason, such as OWN-MISSING: Avgörs av styrgruppen i mars.",
    "reading": "Write agreed or changed, or leave the cell empty.",
    "confidence": "Write a number from 0 to 1.",
    "agreement": "Write a number from -1 (disagrees) over 0 (is not sure) to 1 (agrees).",
    "modifier": "Write Not, or leave the cell empty.",
    "cardinality": "Write 1:1, 1:n, n:1, n:n, 1:0, 0:1 or 0:0, or leave the cell empty.",
}


def values(cell: str) -> list[str]:
    """The values of a cell that may hold several, in order."""
    return [part.strip() for part in cell.split(_SEPARATOR) if part.strip()]


def cell_problem(column: Column, cell: str, concepts: Mapping[str, frozenset[str]]) -> tuple[str, str] | None:
    """What is wrong with a cell and how to mend it, or None.

    Parameters
    ----------
    concepts: ids of the reference data's concepts by scheme.
    """
    if not cell:
        return ("The cell is empty.", "Fill it in.") if column.required else None
    if column.holds.startswith("concept:"):
        allowed = concepts.get(column.holds.removeprefix("concept:"), frozenset())
        if cell in allowed:
            return None
        return f"“{cell}” is not a known value.", f"Use one of {', '.join(sorted(allowed))}."
    if _CHECKS[column.holds](cell):
        return None
    return f"“{cell}” cannot be read.", _REMEDIES[column.holds]


def is_date(text: str) -> bool:
    """Whether a text is an ISO date that the calendar has."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def is_when(text: str) -> bool:
    """Whether a text is an ISO date, month, quarter, term or year."""
    return bool(_WHEN.fullmatch(text)) and (not _DATE.fullmatch(text) or is_date(text))


def is_name(text: str) -> bool:
    """Whether a text can be the id of something, and so a part of its IRI."""
    return bool(_NAME.fullmatch(text))


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "text": lambda cell: True,
    "locator": lambda cell: "~" not in cell and "|" not in cell,
    "name": is_name,
    "date": is_date,
    "yes": lambda cell: cell == "yes",
    "yes-no": lambda cell: cell in ("yes", "no"),
    "line": lambda cell: bool(_LINE.fullmatch(cell)),
    "recurrence": lambda cell: all(_RECURRENCE.fullmatch(value) for value in values(cell)),
    "dated": lambda cell: is_when(cell) and not re.search("[A-Z]", cell),
    "when": is_when,
    "exemption": lambda cell: all(_EXEMPTION.fullmatch(value) for value in values(cell)),
    "reading": lambda cell: cell in ("agreed", "changed"),
    "confidence": lambda cell: bool(_CONFIDENCE.fullmatch(cell)),
    "agreement": lambda cell: bool(_CONFIDENCE.fullmatch(cell.removeprefix("-"))),
    "modifier": lambda cell: cell == "Not",
    "cardinality": lambda cell: cell in ("1:1", "1:n", "n:1", "n:n", "1:0", "0:1", "0:0"),
}
