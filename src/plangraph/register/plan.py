# SPDX-License-Identifier: Apache-2.0
"""One plan's register: its metadata and its tables, checked as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from plangraph.errors import InputError, Problem
from plangraph.register.columns import PLAN_TABLES, values
from plangraph.register.metadata import Metadata, read_metadata
from plangraph.register.reference import Reference
from plangraph.register.table import Problems, Row, Table, read_table

__all__ = ["ROW_KINDS", "Plan", "load_plan"]

# The tables whose lines are rows of the plan, by the kind of node that each line becomes.
ROW_KINDS: Mapping[str, str] = {
    "goals": "goal",
    "measures": "measure",
    "activities": "activity",
    "steps": "step",
}


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


def load_plan(folder: Path, reference: Reference, problems: Problems) -> Plan | None:
    """Read a plan's folder; what is wrong goes to `problems`. None where the plan has no metadata that can be read."""
    own = Problems()
    metadata = None
    with own.collecting():
        metadata = read_metadata(folder / "plan.toml", reference)
    known = [f"{name}.csv" for name in PLAN_TABLES]
    for file in sorted(folder.glob("*.csv")):
        if file.name not in known:
            own.found.append(Problem("No table has this name.", f"The tables are {', '.join(known)}.", file))
    tables: dict[str, Table] = {name: [] for name in PLAN_TABLES}
    concepts = reference.concept_ids
    for name, columns in PLAN_TABLES.items():
        file = folder / f"{name}.csv"
        if file.exists() or file.is_symlink():
            with own.collecting():
                tables[name] = read_table(file, columns, own, concepts)
    with own.collecting():
        _check_present(folder, tables)
    if not own.unreadable:
        _check_rows(tables, reference, own)
    problems.include(own)
    return Plan(metadata, folder, tables) if metadata else None


def _check_present(folder: Path, tables: Mapping[str, Table]) -> None:
    """Raise `InputError` for a table that others need: a lost file must not look like a plan without owners."""
    needed = {
        "goals": any(row["goal"] for row in tables["activities"]),
        "activities": bool(tables["steps"]),
        "responsibilities": bool(tables["activities"]),
    }
    files = [folder / f"{name}.csv" for name, is_needed in needed.items() if is_needed]
    remedy = "Put it there; if it has no rows, with its header alone."
    missing = [Problem("The table is missing.", remedy, file) for file in files if not file.exists()]
    if missing:
        raise InputError(*missing)


def _check_rows(tables: Mapping[str, Table], reference: Reference, problems: Problems) -> None:
    """Check what no single cell shows: unique locators, references within the plan, known actors, order of dates."""
    kinds: dict[str, str] = {}
    for table, kind in (*ROW_KINDS.items(), ("sections", "section")):
        for row in tables[table]:
            locator = row["locator"]
            if locator in kinds:
                what = f"The locator “{locator}” stands twice in the plan."
                problems.add(row, "locator", what, "Give each row its own.")
            kinds[locator] = kind
            for start, end in (("start", "end"), ("when_start", "when_end")):
                if row.get(start) and row.get(end) and row[end] < row[start]:
                    problems.add(row, end, f"{row[end]} lies before {row[start]}.", "Check both dates.")
    _check_references(tables, kinds, problems)
    actors = reference.actor_ids
    for row in tables["responsibilities"]:
        if row["actor"] and row["actor"] not in actors:
            what = f"The actor “{row['actor']}” is not known."
            remedy = "Add it to data/reference/actors.csv, or leave the cell empty: the name is then unresolved."
            problems.add(row, "actor", what, remedy)
    areas = reference.area_ids
    for row in tables["sections"]:
        if row["area"] not in areas:
            what = f"There is no focus area “{row['area']}”."
            problems.add(row, "area", what, f"The areas are {', '.join(sorted(areas))}.")


_ROW = frozenset(ROW_KINDS.values())
# Which columns of which tables must name a row of the same plan, and of which kinds.
_INTERNAL = (
    ("activities", "goal", frozenset({"goal"})),
    ("steps", "activity", frozenset({"activity"})),
    ("responsibilities", "row", frozenset({"goal", "activity"})),
    ("responsibilities", "step", frozenset({"step"})),
    ("statuses", "row", _ROW),
    ("follow-up", "row", _ROW),
    ("figures", "row", _ROW),
    ("conditions", "row", _ROW),
    ("conditions", "holds_up", _ROW),
    ("quotations", "row", frozenset({"goal", "measure"})),
    ("declarations", "row", _ROW),
)


def _check_references(tables: Mapping[str, Table], kinds: Mapping[str, str], problems: Problems) -> None:
    for table, column, allowed in _INTERNAL:
        for row in tables[table]:
            # only holds_up may name several
            for named in values(row[column]) if column == "holds_up" else filter(None, [row[column]]):
                kind = kinds.get(named)
                if kind is None:
                    what = f"The plan has no row “{named}”."
                    problems.add(row, column, what, "Use a locator of the plan's own tables.")
                elif kind not in allowed:
                    remedy = f"Name a row of kind {' or '.join(sorted(allowed))}."
                    problems.add(row, column, f"“{named}” is a {kind}.", remedy)
