# SPDX-License-Identifier: Apache-2.0
"""The entries in SQLite: their words in FTS5 tables, themselves in plain ones; written once, read by many threads.

What is kept here is no Python object: a million objects more would make each sweep of Python's memory a pause that
people notice. Each kind has an FTS5 table of its own, so that the few actors are not looked for among all rows.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from threading import Lock

from plangraph.web.search.entries import KINDS, Entry, Form

__all__ = ["COLUMNS", "Storage"]

# The columns that are searched. “other” holds other names of what stands in the entry; the context's words find nothing
# by themselves.
COLUMNS = ("locator", "name", "rest", "other", "context")
# Texts are folded before they come here, so the tokenizer only parts them at spaces: “=” and “.” belong to locators.
_TABLE = f"""
CREATE VIRTUAL TABLE NAME USING fts5(
  {", ".join(COLUMNS)}, tokenize = "unicode61 remove_diacritics 0 tokenchars '=.'", content = '', columnsize = 0
);
CREATE VIRTUAL TABLE NAME_words USING fts5vocab(NAME, row);
"""
_PLAIN = """
CREATE TABLE entry (
  number INTEGER PRIMARY KEY, node, kind, title, title_en, locator, plan, plans, organisation, context
);
CREATE TABLE form (number, place, kind, text, whereabouts, PRIMARY KEY (number, place)) WITHOUT ROWID;
"""


class Storage:
    """Entries by number, and the numbers of those that hold certain words."""

    def __init__(self, rows: Iterable[tuple[Entry, Sequence[str]]]) -> None:
        """Take in entries, numbered from 0, each with the words of its `COLUMNS`."""
        self._lock = Lock()
        self._base = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._base.executescript(_PLAIN + "".join(_TABLE.replace("NAME", _table(kind)) for kind in KINDS))
        self._base.execute("BEGIN")
        for number, (entry, columns) in enumerate(rows):
            self._write(number, entry, columns)
        self._base.execute("COMMIT")
        self._base.execute("PRAGMA query_only = 1")

    def _write(self, number: int, entry: Entry, columns: Sequence[str]) -> None:
        self._base.execute(
            f"INSERT INTO {_table(entry.kind)} (rowid, {', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?)",
            (number, *columns),
        )
        self._base.execute(
            "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number, entry.node, entry.kind, entry.title, entry.title_en, entry.locator, entry.plan,
                " ".join(entry.plans), entry.organisation, entry.context,
            ),
        )  # fmt: skip
        self._base.executemany(
            "INSERT INTO form VALUES (?, ?, ?, ?, ?)",
            ((number, place, form.kind, form.text, form.place) for place, form in enumerate(entry.forms)),
        )

    def words(self) -> set[str]:
        """Every word that the columns hold."""
        with self._lock:
            return {word for kind in KINDS for (word,) in self._base.execute(f"SELECT term FROM {_table(kind)}_words")}

    def find(self, kind: str, expression: str, first: int, last: int, most: int = -1) -> list[int]:
        """The numbers from `first` to `last` of a kind's entries that an expression of FTS5 finds, in order.

        None for an empty expression; `most`: how many at most, all where it is negative.
        """
        if not expression:
            return []
        table = _table(kind)
        sql = f"SELECT rowid FROM {table} WHERE {table} MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid LIMIT ?"
        with self._lock:
            return [number for (number,) in self._base.execute(sql, (expression, first, last, most))]

    def entry(self, number: int) -> Entry:
        """An entry."""
        with self._lock:
            found = self._base.execute("SELECT * FROM entry WHERE number = ?", (number,)).fetchone()
            forms = self._base.execute(
                "SELECT kind, text, whereabouts FROM form WHERE number = ? ORDER BY place", (number,)
            ).fetchall()
        _, node, kind, title, title_en, locator, plan, plans, organisation, context = found
        written = tuple(Form(*form) for form in forms)
        return Entry(node, kind, title, title_en, locator, plan, tuple(plans.split()), organisation, context, written)


def _table(kind: str) -> str:
    """The name of a kind's FTS5 table; kinds are our own words, never a person's."""
    if kind not in KINDS:
        raise KeyError(kind)
    return f"{kind.replace('-', '_')}_texts"
