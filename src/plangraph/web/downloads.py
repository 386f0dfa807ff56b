# SPDX-License-Identifier: Apache-2.0
"""Lists as files that people open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from flask import Response, request

from plangraph.web.problems import BadValue
from plangraph.web.words import say

__all__ = ["asked_for_csv", "csv_file"]

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def asked_for_csv() -> bool:
    """Whether the address asks for the list as CSV. Raises `BadValue` for any other format."""
    given = request.args.get("format", "")
    if given not in ("", "csv"):
        raise BadValue(
            say(
                f"Formatet ”{given[:50]}” finns inte: skriv format=csv.",
                f"There is no format “{given[:50]}”: write format=csv.",
            )
        )
    return given == "csv"


def csv_file(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> Response:
    """Rows as a CSV file to download, with the contract's column names.

    It begins with a byte-order mark, without which spreadsheets spoil Swedish letters, and no cell is a formula.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_plain(row[column]) for column in columns])
    return Response(
        out.getvalue().encode("utf-8-sig"),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _plain(cell: str) -> str:
    is_number = cell.lstrip("+-").replace(".", "", 1).isdecimal()
    return f"'{cell}" if cell.startswith(_FORMULA) and not is_number else cell
