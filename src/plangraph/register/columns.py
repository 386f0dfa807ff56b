"""What stands in the tables of the plan register: columns, and what a cell may hold. Explained in `docs/register.md`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

__all__ = ["MAPPING_COLUMNS", "PLAN_TABLES", "REFERENCE_TABLES", "Column", "cell_problem", "values"]

RECURRENCE = re.compile(r"continuous|as-needed|(<?\d+(-\d+)?|\d+)/(day|week|month|term|year)")
WHEN = re.compile(r"\d{4}(-\d{2}-\d{2}|-\d{2}|-Q[1-4]|-(VT|HT))?")
SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    name: as in the header line.
    required: an empty cell is a problem.
    holds: what a filled cell must be: `text`, `date`, `yes`, `yes-no`, `line`, `recurrence`, `when`, `state`, or
        `concept:SCHEME` for a concept of the reference data.
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
        "locator! title! heading column certain=yes-no line=line quotes doubt doubt_written exemption remark "
        "second_reading=reading"
    ),
    "measures": _columns("locator! goal title! heading column line=line remark second_reading=reading"),
    "activities": _columns(
        "locator! goal title! heading column certain=yes-no line=line carries_out time_text start=date end=date "
        "precision=concept:precision recurrence=recurrence when_text when_start=date when_end=date "
        "status_absent=concept:status doubt doubt_written exemption remark second_reading=reading"
    ),
    "steps": _columns(
        "locator! activity! title! column time_text start=date end=date precision=concept:precision "
        "recurrence=recurrence remark"
    ),
    "responsibilities": _columns(
        "row! step role!=concept:role actor written! column lead=yes claims_ownership=yes remark"
    ),
    "statuses": _columns("row! date=when status!=concept:status written! column source"),
    "follow-up": _columns(
        "row! kind!=concept:follow-up-kind written recurrence=recurrence source forum remark"
    ),
    "figures": _columns("row! kind!=concept:figure-kind value! unit population year source written remark"),
    "conditions": _columns("row! kind!=concept:condition-kind by_whom when=when holds_up title! remark"),
    "quotations": _columns("row! plan! quoted_in! wording! agreement!=concept:agreement remark"),
    "declarations": _columns("target! state!=concept:coverage-state to_whom reason! row"),
    "sections": _columns("locator! area! title! line=line position"),
}

REFERENCE_TABLES: Mapping[str, tuple[Column, ...]] = {
    "organisations": _columns("organisation! kind! label! label_en! code part_of former_names remark"),
    "areas": _columns("area! label! label_en!"),
    "concepts": _columns("scheme! id! label! label_en! definition! definition_en!"),
    "actors": _columns("actor! kind!=concept:actor-kind label! organisation collective=yes remark"),
}

MAPPING_COLUMNS = _columns(
    "subject_id! subject_label predicate_id! object_id! object_label mapping_justification author_label "
    "confidence=confidence comment"
)

_REMEDIES = {
    "date": "Write an ISO date such as 2025-03-21.",
    "yes": "Write yes, or leave the cell empty.",
    "yes-no": "Write yes or no, or leave the cell empty.",
    "line": "Write a line number, counted from 1.",
    "recurrence": "Write continuous, as-needed or times per unit, such as 2/year.",
    "when": "Write a date, month, quarter, term or year, such as 2024-Q3.",
    "reading": "Write agreed or changed, or leave the cell empty.",
    "confidence": "Write a number from 0 to 1.",
}


def values(cell: str) -> list[str]:
    """The values of a cell that may hold several, in order."""
    return [part.strip() for part in cell.split(SEPARATOR.strip()) if part.strip()]


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
    if _holds(column.holds, cell):
        return None
    return f"“{cell}” cannot be read.", _REMEDIES[column.holds]


def _holds(kind: str, cell: str) -> bool:
    checks = {
        "text": lambda: True,
        "date": lambda: _is_date(cell),
        "yes": lambda: cell == "yes",
        "yes-no": lambda: cell in ("yes", "no"),
        "line": lambda: cell.isascii() and cell.isdigit() and int(cell) > 0,
        "recurrence": lambda: all(RECURRENCE.fullmatch(value) for value in values(cell)),
        "when": lambda: bool(WHEN.fullmatch(cell)) and (len(cell) != 10 or _is_date(cell)),
        "reading": lambda: cell in ("agreed", "changed"),
        "confidence": lambda: bool(re.fullmatch(r"0(\.\d+)?|1(\.0+)?", cell)),
    }
    return checks[kind]()


def _is_date(cell: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell):
        return False
    try:
        date.fromisoformat(cell)
    except ValueError:
        return False
    return True
