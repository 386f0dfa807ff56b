# SPDX-License-Identifier: Apache-2.0
"""Reading one table: UTF-8 CSV or TSV with exactly the columns that it should have."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

from plangraph.errors import InputError, Problem
from plangraph.register.columns import Column, cell_problem

__all__ = ["Problems", "Row", "Table", "comment_lines", "read_table", "read_text"]

# Leftovers of other programs, which no program shows, some formats of RDF cannot hold and some terminals obey.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Row(Mapping[str, str]):
    """A line of a table: cells by column name, and where the line stands."""

    cells: Mapping[str, str]
    file: Path
    line: int

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)


@dataclass(slots=True)
class Problems:
    """Collects what is wrong, so that a person sees everything in one go.

    Parameters
    ----------
    unreadable: a whole file could not be read, so that what other files say of it cannot be judged.
    """

    found: list[Problem] = field(default_factory=list)
    unreadable: bool = False

    def add(self, row: Row, column: str, what: str, remedy: str) -> None:
        """Note a problem in a cell of a row."""
        self.found.append(Problem(what, remedy, row.file, row.line, column))

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Note what makes a file unreadable, and go on with the next file."""
        try:
            yield
        except InputError as error:
            self.found.extend(error.problems)
            self.unreadable = True

    def include(self, others: Problems) -> None:
        """Note what others found as well."""
        self.found.extend(others.found)
        self.unreadable |= others.unreadable

    def raise_if_any(self) -> None:
        """Raise `InputError` with everything that was found."""
        if self.found:
            raise InputError(*self.found)


Table = Sequence[Row]


def read_text(file: Path) -> str:
    """The text of a file in UTF-8.

    Raises `InputError` for a file that is missing, unreadable, in another encoding, or with control characters in it,
    with the line of the first bad byte.
    """
    try:
        raw = file.read_bytes()
    except FileNotFoundError:
        raise InputError(Problem("The file is missing.", "Put it there, or check the path.", file)) from None
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise InputError(
            Problem(f"The file cannot be read ({reason}).", "Check the path and its permissions.", file)
        ) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError(
            Problem("The text is not UTF-8.", "Save the file again with the encoding UTF-8.", file, line)
        ) from None
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        what = f"The text holds the control character U+{ord(control[0]):04X}."
        raise InputError(Problem(what, "Delete it.", file, line))
    return text


def comment_lines(text: str, mark: str) -> list[str]:
    """The lines before a table that begin with a mark, as they stand."""
    return list(takewhile(lambda line: line.startswith(mark), io.StringIO(text, newline="")))


def read_table(
    file: Path,
    columns: Sequence[Column],
    problems: Problems,
    concepts: Mapping[str, frozenset[str]],
    *,
    delimiter: str = ",",
    comment: str | None = None,
    may_lack: Collection[str] = (),
) -> list[Row]:
    """The rows of a table, its cells trimmed and checked.

    Parameters
    ----------
    columns: exactly those that the header must name, in any order.
    may_lack: names of those that the header may leave out; their cells are empty.
    problems: collects what is wrong with cells; rows with a problem are returned all the same.
    concepts: ids of concepts by scheme, for cells that hold one.
    delimiter, comment: for other dialects; leading lines that begin with `comment` are passed over.

    Raises `InputError` where the table as a whole cannot be read: encoding, header, ragged lines.
    """
    text = read_text(file)
    comments = comment_lines(text, comment) if comment else []
    skipped = len(comments)
    reader = csv.reader(io.StringIO(text[sum(map(len, comments)) :], newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    ragged: list[Problem] = []
    line = skipped + 1  # where the row that is being read begins; its cells may hold more lines
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, columns, file, line, may_lack)
        line = reader.line_num + skipped + 1
        lacking = {column.name: "" for column in columns if column.name not in header}
        for cells in reader:
            if len(cells) == len(header):
                row = Row(dict(zip(header, (cell.strip() for cell in cells), strict=True)) | lacking, file, line)
                if any(row.values()):
                    _check_cells(row, columns, problems, concepts)
                    rows.append(row)
            elif any(cell.strip() for cell in cells):
                what = f"The line has {len(cells)} cells; the header has {len(header)}."
                ragged.append(Problem(what, "Check its commas and quotes.", file, line))
            line = reader.line_num + skipped + 1
    except csv.Error as error:
        what = f"The row that begins here cannot be read ({error})."
        raise InputError(*ragged, Problem(what, "Check its quotes.", file, line)) from None
    if ragged:
        raise InputError(*ragged)
    return rows


def _check_header(
    header: list[str], columns: Sequence[Column], file: Path, line: int, may_lack: Collection[str]
) -> None:
    expected = [column.name for column in columns]
    if len(header) == 1 and header[0].count(";") >= (len(expected) - len(may_lack)) // 2:
        remedy = "Save it with commas; spreadsheets set to Swedish write semicolons."
        raise InputError(Problem("The cells are divided by semicolons.", remedy, file, line))
    missing = [name for name in expected if name not in header and name not in may_lack]
    unknown = [name for name in header if name not in expected]
    twice = sorted({name for name in header if header.count(name) > 1})
    remedy = f"The {'columns that it may have are' if may_lack else 'header is'}: {','.join(expected)}"
    problems = []
    if len(missing) == 1:
        problems.append(Problem("The column is missing.", remedy, file, line, missing[0]))
    elif missing:  # said once: a table begun by hand may lack most of them
        problems.append(Problem(f"The columns {', '.join(missing)} are missing.", remedy, file, line))
    problems += [Problem("The column is not known.", remedy, file, line, name) for name in unknown]
    problems += [Problem("The column stands twice.", remedy, file, line, name) for name in twice]
    if problems:
        raise InputError(*problems)


def _check_cells(
    row: Row, columns: Sequence[Column], problems: Problems, concepts: Mapping[str, frozenset[str]]
) -> None:
    for column in columns:
        problem = cell_problem(column, row[column.name], concepts)
        if problem:
            problems.add(row, column.name, *problem)
