# SPDX-License-Identifier: Apache-2.0
"""A mapping set's file as it stands, to be added to: nothing of it is lost, whatever happens while it is written."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from plangraph.errors import InputError, Problem
from plangraph.register.slots import SLOTS
from plangraph.register.table import comment_lines, read_text
from plangraph.register.whole_file import write_whole

__all__ = ["MappingFile", "metadata_block"]


@dataclass(slots=True)
class MappingFile:
    """The metadata block, the header and the mappings of an SSSOM/TSV file, in the order of the file.

    Parameters
    ----------
    head: the comment lines before the table, as they stand, those that nothing here knows included.
    columns: the header; slots that mappings need and the header lacks are added to it, in the standard's order.
    mappings: cells by column; what is not there is empty.
    """

    file: Path
    head: str
    columns: tuple[str, ...]
    mappings: list[dict[str, str]]
    newline: str = "\n"
    _written: bytes | None = field(default=None, repr=False)

    @classmethod
    def read(cls, file: Path) -> MappingFile:
        """Read a file as it stands.

        Raises `InputError` where it is missing, no UTF-8, or no table: ragged lines or quotes that do not end.
        """
        raw = b""
        with suppress(OSError):  # which reading the text says in words
            raw = file.read_bytes()
        text = read_text(file)
        head = "".join(comment_lines(text, "#"))
        line = head.count("\n") + 1
        reader = csv.reader(io.StringIO(text[len(head) :], newline=""), delimiter="\t", strict=True)
        try:
            columns = tuple(next(reader, ()))
            rows = []
            for cells in reader:
                if cells and len(cells) != len(columns):
                    what = f"The line has {len(cells)} cells; the header has {len(columns)}."
                    raise InputError(Problem(what, "Check its tabs and quotes.", file, line + reader.line_num - 1))
                if cells:
                    rows.append(dict(zip(columns, cells, strict=True)))
        except csv.Error as error:
            what = f"The row cannot be read ({error})."
            raise InputError(Problem(what, "Check its quotes.", file, line + reader.line_num - 1)) from None
        return cls(file, head, columns, rows, "\r\n" if "\r\n" in text else "\n", raw)

    @classmethod
    def new(cls, file: Path, metadata: Mapping[str, object], columns: Sequence[str]) -> MappingFile:
        """A file that is not there yet, with its metadata and the columns that it begins with."""
        return cls(file, metadata_block(metadata), tuple(columns), [])

    def text(self) -> str:
        """The file's text."""
        columns = _with_needed(self.columns, self.mappings)
        rows = (columns, *([row.get(column, "") for column in columns] for row in self.mappings))
        return self.head + "".join(_line(row) + self.newline for row in rows)

    def save(self) -> None:
        """Write the file whole or not at all: beside its place first, then moved there.

        Raises `InputError` where it cannot be written, and where another program changed it since it was read: its
        changes would be lost.
        """
        place = self.file.resolve()
        content = self.text().encode("utf-8")
        try:
            if place.exists() != (self._written is not None) or (
                place.exists() and place.read_bytes() != self._written
            ):
                what = "Another program changed the file in the meantime."
                raise InputError(Problem(what, "Begin again: what was saved before is kept.", self.file))
            place.parent.mkdir(parents=True, exist_ok=True)
            write_whole(place, content)
        except OSError as error:
            reason = error.strerror or "cannot be written"
            remedy = "Choose another place, or check its permissions."
            raise InputError(Problem(f"The file cannot be written ({reason}).", remedy, self.file)) from None
        self._written = content


def metadata_block(metadata: Mapping[str, object]) -> str:
    """Metadata as the comment lines that begin a file."""
    plain = yaml.safe_dump(dict(metadata), allow_unicode=True, sort_keys=False, width=math.inf)
    return "".join(f"#{line}\n" for line in plain.splitlines())


def _with_needed(columns: tuple[str, ...], mappings: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """The columns, and those that filled cells need beside them, in the standard's order among the others."""
    needed = {name for row in mappings for name, cell in row.items() if cell} - set(columns)
    order = {name: number for number, name in enumerate(SLOTS)}
    result = list(columns)
    for name in sorted(needed, key=lambda name: order.get(name, len(order))):
        later = [i for i, column in enumerate(result) if order.get(column, -1) > order.get(name, len(order))]
        result.insert(later[0] if later else len(result), name)
    return tuple(result)


def _line(cells: Sequence[str]) -> str:
    """A line of the table; csv quotes either line end in a cell only where it ends lines with both."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter="\t", lineterminator="\r\n").writerow(cells)
    return out.getvalue().removesuffix("\r\n")
