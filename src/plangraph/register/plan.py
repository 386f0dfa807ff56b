"""One plan's register: its metadata and its tables, checked as a whole."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from plangraph.errors import InputError, Problem
from plangraph.register.columns import PLAN_TABLES
from plangraph.register.reference import Reference
from plangraph.register.table import Problems, Row, Table, read_table, read_text

__all__ = ["ROW_KINDS", "Metadata", "Plan", "load_plan"]

# The tables whose lines are rows of the plan, by the kind of node that each line becomes.
ROW_KINDS: Mapping[str, str] = {
    "goals": "goal",
    "measures": "measure",
    "activities": "activity",
    "steps": "step",
}
_REQUIRED = ("id", "title", "organisation", "level", "series", "document_status")
_OPTIONAL = (
    "start",
    "end",
    "as_of",
    "superior",
    "supersedes",
    "reconstructed",
    "source",
    "remark",
    "abbreviations",
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What `plan.toml` says of a plan; dates are ISO, empty where not known."""

    id: str
    title: str
    organisation: str
    level: str
    series: str
    document_status: str
    start: str = ""
    end: str = ""
    as_of: str = ""
    superior: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    reconstructed: bool = False
    source: str = ""
    remark: str = ""
    abbreviations: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as read: metadata, where it was read, and its tables by name (see `PLAN_TABLES`)."""

    metadata: Metadata
    folder: Path
    tables: Mapping[str, Table]

    @property
    def id(self) -> str:
        """The plan's id, such as `kronoberg-2024`."""
        return self.metadata.id

    def rows(self) -> Iterable[tuple[str, Row]]:
        """Every goal, measure, activity and step, each with its kind."""
        for table, kind in ROW_KINDS.items():
            for row in self.tables[table]:
                yield kind, row

    def kind_of(self) -> dict[str, str]:
        """The kind of each locator of the plan."""
        return {row["locator"]: kind for kind, row in self.rows()}


def load_plan(folder: Path, reference: Reference, problems: Problems) -> Plan:
    """Read a plan's folder. Raises `InputError` where a file cannot be read at all; notes the rest in `problems`."""
    metadata = _read_metadata(folder / "plan.toml", reference)
    if metadata.id != folder.name:
        raise InputError(
            Problem(
                f"The plan's id is “{metadata.id}”, its folder is “{folder.name}”.",
                "Give both the same name.",
                folder / "plan.toml",
                column="id",
            )
        )
    known = {f"{name}.csv" for name in PLAN_TABLES}
    for file in sorted(folder.glob("*.csv")):
        if file.name not in known:
            raise InputError(
                Problem("No table has this name.", f"The tables are {', '.join(sorted(known))}.", file)
            )
    tables = {
        name: read_table(folder / f"{name}.csv", columns, problems, reference.concept_ids)
        if (folder / f"{name}.csv").exists()
        else []
        for name, columns in PLAN_TABLES.items()
    }
    plan = Plan(metadata, folder, tables)
    _check_rows(plan, reference, problems)
    return plan


def _read_metadata(file: Path, reference: Reference) -> Metadata:
    try:
        content = tomllib.loads(read_text(file))
    except tomllib.TOMLDecodeError as error:
        raise InputError(Problem(f"The file is not TOML ({error}).", "Mend the line.", file)) from None
    found: list[Problem] = []

    def problem(key: str, what: str, remedy: str) -> None:
        found.append(Problem(what, remedy, file, column=key))

    for key in content:
        if key not in (*_REQUIRED, *_OPTIONAL):
            problem(key, "The key is not known.", f"The keys are {', '.join((*_REQUIRED, *_OPTIONAL))}.")
    for key in _REQUIRED:
        if not isinstance(content.get(key), str) or not content[key]:
            problem(key, "The key is missing or is no text.", "Write it as text in quotes.")
    for key in ("start", "end"):
        if content.get(key) and not _is_date(str(content[key])):
            problem(key, f"“{content[key]}” is no date.", "Write an ISO date such as 2025-01-01.")
    allowed = {
        "organisation": reference.organisation_ids,
        "level": reference.concept_ids.get("level", frozenset()),
        "document_status": reference.concept_ids.get("document-status", frozenset()),
    }
    for key, names in allowed.items():
        if isinstance(content.get(key), str) and content[key] not in names:
            problem(key, f"“{content[key]}” is not known.", f"Use one of {', '.join(sorted(names))}.")
    start, end = str(content.get("start") or ""), str(content.get("end") or "")
    if start and end and not found and end < start:
        problem("end", "The period ends before it starts.", "Check both dates.")
    if found:
        raise InputError(*found)
    return Metadata(
        **{key: content[key] for key in _REQUIRED},
        start=start,
        end=end,
        as_of=str(content.get("as_of") or ""),
        superior=tuple(content.get("superior", ())),
        supersedes=tuple(content.get("supersedes", ())),
        reconstructed=bool(content.get("reconstructed", False)),
        source=str(content.get("source", "")).strip(),
        remark=str(content.get("remark", "")).strip(),
        abbreviations=tuple(sorted(content.get("abbreviations", {}).items())),
    )


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _check_rows(plan: Plan, reference: Reference, problems: Problems) -> None:
    """Check what no single cell shows: unique locators, references within the plan, known actors, order of dates."""
    kinds: dict[str, str] = {}
    for kind, row in plan.rows():
        locator = row["locator"]
        if locator in kinds:
            problems.add(
                row, "locator", f"The locator “{locator}” stands twice in the plan.", "Give each row its own."
            )
        kinds[locator] = kind
        for start, end in (("start", "end"), ("when_start", "when_end")):
            if row.get(start) and row.get(end) and row[end] < row[start]:
                problems.add(row, end, f"{row[end]} lies before {row[start]}.", "Check both dates.")
    _check_references(plan, kinds, problems)
    for row in plan.tables["responsibilities"]:
        if row["actor"] and row["actor"] not in reference.actor_ids:
            problems.add(
                row,
                "actor",
                f"The actor “{row['actor']}” is not known.",
                "Add it to data/reference/actors.csv, or leave the cell empty: the name is then unresolved.",
            )


# Which columns of which tables must name a row of the same plan, and of which kinds (empty: of any).
_INTERNAL = (
    ("activities", "goal", {"goal"}),
    ("steps", "activity", {"activity"}),
    ("responsibilities", "row", {"goal", "activity"}),
    ("responsibilities", "step", {"step"}),
    ("statuses", "row", set[str]()),
    ("follow-up", "row", set[str]()),
    ("figures", "row", set[str]()),
    ("conditions", "row", set[str]()),
    ("quotations", "row", {"goal", "measure"}),
    ("declarations", "row", set[str]()),
)


def _check_references(plan: Plan, kinds: Mapping[str, str], problems: Problems) -> None:
    for table, column, allowed in _INTERNAL:
        for row in plan.tables[table]:
            named = row[column]
            if not named:
                continue
            kind = kinds.get(named)
            if kind is None:
                problems.add(
                    row, column, f"The plan has no row “{named}”.", "Use a locator of the plan's own tables."
                )
            elif allowed and kind not in allowed:
                problems.add(
                    row,
                    column,
                    f"“{named}” is a {kind}.",
                    f"Name a row of kind {' or '.join(sorted(allowed))}.",
                )
