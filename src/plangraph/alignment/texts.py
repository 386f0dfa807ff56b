# SPDX-License-Identifier: Apache-2.0
"""What is aligned: the words of plans' rows, read from tables or from the register, with what stands around them."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

from plangraph.errors import InputError, Problem
from plangraph.register import Register
from plangraph.register.table import read_text

__all__ = ["KINDS", "Text", "Texts", "read_tables", "texts_of_register"]

# The kinds of rows that have counterparts, by the last word of a table's cell: “national goal” is a goal.
KINDS = ("goal", "measure", "activity")
_REQUIRED = ("plan", "kind", "locator", "text")
_NATIONAL = "national"
# A row that quotes a superior plan holds the quotation before this mark, and the plan's own words after it.
_QUOTED = "||"
_PIECES = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Text:
    """One row of a plan and its words.

    Parameters
    ----------
    plan, kind, locator: which row; `kind` is one of `KINDS`; `national` marks the rows of the national direction.
    words: what the row says; `first`: what it says before its details, or quotes from a superior plan.
    heading: the headings above it; `parent`: the locator of the goal that it stands under.
    """

    plan: str
    kind: str
    locator: str
    words: str
    first: str = ""
    heading: str = ""
    parent: str = ""
    national: bool = False

    @property
    def curie(self) -> str:
        """The row's identifier with the prefix `plan`, such as `plan:gavleborg-2025/activity/2.1~3`."""
        return f"plan:{self.plan}/{self.kind}/{quote(self.locator.replace('/', '~'), safe='~.')}"

    @property
    def order(self) -> tuple[object, ...]:
        """By plan, kind and locator, where `2.10` comes after `2.9`."""
        pieces = tuple((1, int(p), "") if p.isdecimal() else (0, 0, p) for p in _PIECES.split(self.locator) if p)
        return self.plan, self.kind, pieces, self.locator


@dataclass(frozen=True, slots=True)
class Texts:
    """Every text that was read, in an order that does not depend on the tables."""

    rows: Sequence[Text]
    _by_place: Mapping[tuple[str, str], Text] = field(repr=False)
    _below: Mapping[tuple[str, str], Sequence[Text]] = field(repr=False)

    @classmethod
    def of(cls, rows: Iterable[Text]) -> Texts:
        """The texts of some rows."""
        ordered = sorted(rows, key=lambda text: text.order)
        by_place = {(text.plan, text.locator): text for text in ordered}
        national = {text.locator: text for text in ordered if text.national}
        below: dict[tuple[str, str], list[Text]] = defaultdict(list)
        for text in ordered:
            parent = by_place.get((text.plan, text.parent)) or national.get(text.parent)
            if parent is not None and text.parent:
                by_place.setdefault((text.plan, text.parent), parent)
                below[parent.plan, parent.locator].append(text)
        return cls(ordered, by_place, below)

    def parent_of(self, text: Text) -> Text | None:
        """The goal that a text stands under, where it was read."""
        return self._by_place.get((text.plan, text.parent)) if text.parent else None

    def below(self, text: Text) -> Sequence[Text]:
        """What hangs below a goal."""
        return self._below.get((text.plan, text.locator), ())

    def plans(self) -> list[str]:
        """Ids of the plans."""
        return sorted({text.plan for text in self.rows})

    def select(self, plan: str = "", kind: str = "", *, national: bool | None = None) -> list[Text]:
        """Some of the texts; what is left out does not restrict."""
        return [
            text
            for text in self.rows
            if plan in ("", text.plan) and kind in ("", text.kind) and national in (None, text.national)
        ]


def read_tables(folder: Path, register: Register, *, own_words: bool = False) -> Texts:
    """The texts in the tables (`*.csv`) of a folder.

    Columns `plan`, `kind`, `locator` and `text` must be there; `parent` and `heading` are used where they are.

    Parameters
    ----------
    register: tells which plan a row of the kind “national …” belongs to, whatever document it was read in.
    own_words: leave out what a row quotes from a superior plan (before `||`).

    Raises `InputError` with every problem found, each with file, line and column.
    """
    files = sorted(folder.glob("*.csv"))
    if not files:
        what = "There are no tables of texts here." if folder.is_dir() else "The folder is missing."
        raise InputError(Problem(what, "Give a folder with one or more CSV tables.", folder))
    nationals = _national_plans(register)
    found: list[Problem] = []
    rows: list[Text] = []
    seen: dict[tuple[str, str], str] = {}
    for file in files:
        try:
            for line, text in _read(file, own_words, found):
                placed = replace(text, plan=nationals.get(text.locator, text.plan)) if text.national else text
                place = (placed.plan, placed.locator)
                if place in seen:
                    what = f"{placed.plan} has “{placed.locator}” already at {seen[place]}."
                    found.append(Problem(what, "Give each row its own locator.", file, line, "locator"))
                seen.setdefault(place, f"{file.name}:{line}")
                rows.append(placed)
        except InputError as error:
            found.extend(error.problems)
    if found:
        raise InputError(*found)
    return Texts.of(rows)


def _national_plans(register: Register) -> dict[str, str]:
    """The plan of each row of the national direction, by locator."""
    return {
        row["locator"]: plan.id
        for plan in register.plans
        if plan.metadata.level == "national-direction"
        for _, row in plan.rows()
    }


def _read(file: Path, own_words: bool, found: list[Problem]) -> Iterator[tuple[int, Text]]:
    try:
        reader = csv.DictReader(io.StringIO(read_text(file)), strict=True)
        missing = [column for column in _REQUIRED if column not in (reader.fieldnames or ())]
        if missing:
            what = f"The table lacks {', '.join(f'“{column}”' for column in missing)}."
            remedy = f"Its columns are {', '.join(_REQUIRED)}, and where they are known parent and heading."
            raise InputError(Problem(what, remedy, file, 1))
        count = 0
        for row in reader:
            count += 1
            line = reader.line_num
            if None in row or None in row.values():
                found.append(Problem("The line has more or fewer cells than the header.", "Mend it.", file, line))
                continue
            cells = {column: " ".join(cell.split()) for column, cell in row.items()}
            empty = [column for column in _REQUIRED[:3] if not cells[column]]
            kind = cells["kind"].rpartition(" ")[2]
            if empty:
                found.append(Problem("The cell is empty.", "Fill it in.", file, line, empty[0]))
            elif kind not in KINDS:
                what = f"“{cells['kind']}” is no kind of row."
                found.append(Problem(what, f"Write {', '.join(KINDS)}, or “national goal”.", file, line, "kind"))
            else:
                yield line, _text(cells, kind, own_words)
        if not count:
            raise InputError(Problem("The table is empty.", "Put at least one row in it, or take it away.", file))
    except csv.Error as error:
        raise InputError(Problem(f"The table is no CSV ({error}).", "Save it again as CSV.", file)) from None


def _text(cells: Mapping[str, str], kind: str, own_words: bool) -> Text:
    head, mark, tail = cells["text"].partition(_QUOTED)
    words = tail if mark and own_words else f"{head} {tail}"
    return Text(
        cells["plan"],
        kind,
        cells["locator"],
        " ".join(words.replace("|", " ").split()),
        head.strip() if mark and not own_words else "",
        cells.get("heading", ""),
        cells.get("parent", ""),
        cells["kind"].startswith(_NATIONAL),
    )


def texts_of_register(register: Register) -> Texts:
    """The titles and headings that the register holds, for want of the documents' own words."""
    rows = []
    for plan in register.plans:
        national = plan.metadata.level == "national-direction"
        for table, kind in (("goals", "goal"), ("measures", "measure"), ("activities", "activity")):
            rows += [
                Text(
                    plan.id,
                    kind,
                    row["locator"],
                    row["title"],
                    heading=row.get("heading", ""),
                    parent=row.get("goal", "").rpartition("/")[2] if kind == "measure" else row.get("goal", ""),
                    national=national,
                )
                for row in plan.tables[table]
            ]
    return Texts.of(rows)
