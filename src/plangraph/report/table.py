# SPDX-License-Identifier: Apache-2.0
"""Answers as text: tables for people, CSV, JSON and Markdown."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sys
from collections.abc import Sequence
from textwrap import fill

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from plangraph.graph.answer import Answer
from plangraph.report.words import Words

__all__ = ["FORMATS", "as_text", "render"]

FORMATS = ("table", "csv", "json", "md")
# Wide enough for a plan's row where the output is no terminal, so that a log does not cut it.
_WIDTH_OF_A_FILE = 160
# Ids, locators and dates stay on one line: broken, they cannot be copied.
_LONGEST_MARK = 24
# Text that is broken over lines can be read down to this width; columns stand this far apart; so many come always.
_NARROWEST, _BETWEEN, _FEWEST = 16, 3, 5


def render(answer: Answer, form: str, words: Words, *, title: str = "") -> str:
    """An answer as text.

    Parameters
    ----------
    form: one of `FORMATS`; CSV and JSON keep the contract's names, the others use the words of the language.
    """
    if form == "csv":
        out = io.StringIO()
        writer = csv.DictWriter(out, answer.columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(answer.rows)
        return out.getvalue()
    if form == "json":
        return json.dumps(answer.rows, ensure_ascii=False, indent=1) + "\n"
    headings = [words.heading(column) for column in answer.columns]
    rows = [[words.value(column, row[column], answer.columns) for column in answer.columns] for row in answer.rows]
    return _markdown(headings, rows) if form == "md" else _table(headings, rows, title, words)


def as_text(renderable: RenderableType, *, widest: int = _WIDTH_OF_A_FILE) -> str:
    """What rich would show, as text: in colour and as wide as the terminal, or plain and wide for a file.

    Parameters
    ----------
    widest: how wide the lines may be for a file, where running text should stay readable.
    """
    terminal = _at_a_terminal()
    out = io.StringIO()
    width = _width(widest)
    console = Console(file=out, force_terminal=terminal, width=width, no_color=not terminal, highlight=False)
    console.print(renderable)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def _at_a_terminal() -> bool:
    try:
        return sys.stdout.isatty()
    except AttributeError:  # closed
        return False


def _width(of_a_file: int = _WIDTH_OF_A_FILE) -> int:
    """How wide a table may be: as the terminal, or as asked for, or wide enough for a file."""
    if _at_a_terminal() or "COLUMNS" in os.environ:
        return shutil.get_terminal_size().columns
    return of_a_file


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]], title: str, words: Words) -> str:
    if not rows:
        return "".join(f"{line}\n" for line in (title, words.say("0 rader", "0 rows")) if line)
    # an empty column tells a reader nothing
    filled = [i for i in range(len(headings)) if any(row[i] for row in rows)]
    shown = _fitting(filled, headings, rows)
    cells = {i: [row[i] for row in rows] for i in shown}
    narrow = sum(_least(headings[i], cells[i], whole=True) for i in shown) > _room()
    table = Table(box=SIMPLE_HEAD, title=title or None, title_justify="left", title_style="bold", pad_edge=False)
    for i in shown:
        numeric = any(cells[i]) and all(cell.isdigit() for cell in cells[i] if cell)
        marks = _are_marks(cells[i])
        # rich keeps the heading of such a column on one line too, and cuts the column where that is too long
        heading = fill(headings[i], _least(headings[i], cells[i]) - _BETWEEN) if marks and narrow else headings[i]
        table.add_column(heading, justify="right" if numeric else "left", overflow="fold", no_wrap=marks)
    for row in rows:
        table.add_row(*(Text(row[i]) for i in shown))
    count = words.say("1 rad", "1 row") if len(rows) == 1 else words.say(f"{len(rows)} rader", f"{len(rows)} rows")
    if len(shown) < len(filled):
        left = ", ".join(headings[i] for i in filled[len(shown) :])
        count += words.say(
            f". Fler kolumner finns med --format csv eller json: {left}.",
            f". More columns are in --format csv or json: {left}.",
        )
    return as_text(table) + f"{fill(count, _width(), break_long_words=False, break_on_hyphens=False)}\n"


def _fitting(columns: Sequence[int], headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """The first of the columns that can be read beside each other; what leads an answer matters most."""
    room = _room()
    shown: list[int] = []
    for i in columns:
        room -= _least(headings[i], [row[i] for row in rows])
        if room < 0 and len(shown) >= _FEWEST:
            break
        shown.append(i)
    return shown


def _room() -> int:
    """The width that columns may take, each with what stands between it and the next: the last one has none."""
    return _width() + 1


def _least(heading: str, cells: Sequence[str], *, whole: bool = False) -> int:
    """The room that a column needs to be read; `whole`: with its heading on one line, where its marks are."""
    longest = max(map(len, cells), default=0)
    if not _are_marks(cells):
        longest, whole = min(longest, _NARROWEST), False
    return max(len(heading) if whole else max(map(len, heading.split()), default=0), longest) + _BETWEEN


def _are_marks(cells: Sequence[str]) -> bool:
    return all(len(cell) <= _LONGEST_MARK and " " not in cell for cell in cells)


def _markdown(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    def line(cells: Sequence[str]) -> str:
        escaped = (
            cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ").replace("<", "&lt;") for cell in cells
        )
        return f"| {' | '.join(escaped)} |\n"

    return line(headings) + "|" + " --- |" * len(headings) + "\n" + "".join(map(line, rows))
