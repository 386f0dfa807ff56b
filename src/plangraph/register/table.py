"""Reading one table: UTF-8 CSV or TSV with exactly the columns that it should have."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from plangraph.errors import InputError, Problem
from plangraph.register.columns import Column, cell_problem

__all__ = ["Problems", "Row", "Table", "read_table", "read_text"]


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
    """Collects what is wrong, so that a person sees everything in one go."""

    found: list[Problem] = field(default_factory=list)

    def add(self, row: Row, column: str, what: str, remedy: str) -> None:
        """Note a problem in a cell of a row."""
        self.found.append(Problem(what, remedy, row.file, row.line, column))

    def raise_if_any(self) -> None:
        """Raise `InputError` with everything that was found."""
        if self.found:
            raise InputError(*self.found)


Table = Sequence[Row]


def read_text(file: Path) -> str:
    """The text of a file in UTF-8.

    Raises `InputError` for a file that is missing, unreadable, or in another encoding; says the line of the first bad byte.
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
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError(
            Problem("The text is not UTF-8.", "Save the file again with the encoding UTF-8.", file, line)
        ) from None


def read_table(
    file: Path,
    columns: Sequence[Column],
    problems: Problems,
    concepts: Mapping[str, frozenset[str]],
    *,
    delimiter: str = ",",
    comment: str | None = None,
) -> list[Row]:
    """The rows of a table, its cells trimmed and checked.

    Parameters
    ----------
    columns: exactly those that the header must name, in any order.
    problems: collects what is wrong with cells; rows with a problem are returned all the same.
    concepts: ids of concepts by scheme, for cells that hold one.
    delimiter, comment: for other dialects; leading lines that begin with `comment` are passed over.

    Raises `InputError` where the table as a whole cannot be read: encoding, header, ragged lines.
    """
    text = read_text(file)
    skipped = 0
    if comment:
        lines = text.splitlines(keepends=True)
        while skipped < len(lines) and lines[skipped].startswith(comment):
            skipped += 1
        text = "".join(lines[skipped:])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, columns, file, skipped + 1)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            line = reader.line_num + skipped
            if len(cells) != len(header):
                raise InputError(
                    Problem(
                        f"The line has {len(cells)} cells; the header has {len(header)}.",
                        "Check its commas and quotes.",
                        file,
                        line,
                    )
                )
            row = Row(dict(zip(header, (cell.strip() for cell in cells), strict=True)), file, line)
            _check_cells(row, columns, problems, concepts)
            rows.append(row)
    except csv.Error as error:
        raise InputError(
            Problem(
                f"The table cannot be read ({error}).",
                "Check the quotes.",
                file,
                reader.line_num + skipped,
            )
        ) from None
    return rows


def _check_header(header: list[str], columns: Sequence[Column], file: Path, line: int) -> None:
    expected = [column.name for column in columns]
    missing = [name for name in expected if name not in header]
    unknown = [name for name in header if name not in expected]
    twice = sorted({name for name in header if header.count(name) > 1})
    remedy = f"The header is: {','.join(expected)}"
    problems = [Problem("The column is missing.", remedy, file, line, name) for name in missing]
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
