# SPDX-License-Identifier: Apache-2.0
"""The named queries' answers, asked once and kept: the dataset of a running explorer never changes.

Every figure on a page is one of these, or counts their rows, so that it is the same as on the command line.
"""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import date
from threading import Lock

import pyoxigraph as ox

from plangraph.graph.answer import Answer
from plangraph.graph.upward import upward
from plangraph.network import network_answers
from plangraph.queries import named_query, run
from plangraph.vocabulary import row_node

__all__ = ["NARROWED", "Answers", "Row"]

Row = Mapping[str, str]

# Never asked whole: paths of all activities at once are many rows for each of them.
NARROWED = frozenset({"trace-up", "trace-down"})
# How many rows of the latest answers to single questions are kept, all together.
_MOST_KEPT = 20_000


class Answers:
    """Answers of the named queries, for many threads at once.

    Parameters
    ----------
    as_of: the day for which it is said what has passed.
    """

    def __init__(self, store: ox.Store, as_of: date) -> None:
        self._store, self._as_of = store, as_of.isoformat()
        self._locks: dict[str, Lock] = {}
        self._whole: dict[str, Answer] = {}
        self._indices: dict[tuple[str, ...], dict[tuple[str, ...], list[dict[str, str]]]] = {}
        self._single: OrderedDict[tuple[object, ...], list[dict[str, str]]] = OrderedDict()
        self._guard = Lock()

    def answer(self, name: str) -> Answer:
        """The whole answer to a named query or network question; asked at the first call. It must not be changed."""
        with self._lock(name):
            if name not in self._whole:
                self._whole[name] = self._ask(name, {})
            return self._whole[name]

    def keeps(self, name: str) -> bool:
        """Whether a whole answer has been asked for already."""
        return name in self._whole

    def rows(self, name: str, **where: str) -> Sequence[Row]:
        """The rows of an answer whose columns hold what is asked for, in the answer's order; all rows without `where`.

        The first call indexes the answer by these columns, so that each later one is a look-up.
        """
        answer = self.answer(name)
        if not where:
            return answer.rows
        columns = tuple(sorted(where))
        with self._lock(name):
            index = self._indices.get((name, *columns))
            if index is None:
                index = self._indices[name, *columns] = {}
                for row in answer.rows:
                    index.setdefault(tuple(row[column] for column in columns), []).append(row)
        return index.get(tuple(where[column] for column in columns), [])

    def first(self, name: str, **where: str) -> Row | None:
        """The first of such rows, None where there is none."""
        return next(iter(self.rows(name, **where)), None)

    def asked(self, name: str, **parameters: str) -> Sequence[Row]:
        """The rows that a named query gives for parameters of its own; the latest answers are kept, as far as they fit.

        For parameters that are no columns of the answer, and for the questions of `NARROWED`.
        """
        key = (name, *sorted(parameters.items()))
        with self._guard:
            if key in self._single:
                self._single.move_to_end(key)
                return self._single[key]
        rows = self._ask(name, parameters).rows
        with self._guard:
            self._single[key] = rows
            while sum(1 + len(each) for each in self._single.values()) > _MOST_KEPT:
                self._single.popitem(last=False)
        return rows

    def _ask(self, name: str, parameters: Mapping[str, str]) -> Answer:
        if name in network_answers():
            answer = network_answers()[name].run(self._store, parameters.get("plan", ""))
        else:
            query = named_query(name)
            given = {"as_of": self._as_of} if "as_of" in query.parameters else {}
            answer = run(self._part(name, parameters), query, {**given, **parameters})
        # most texts stand in many rows: kept once each
        rows = [{column: sys.intern(text) for column, text in row.items()} for row in answer.rows]
        return Answer(answer.columns, rows)

    def _part(self, name: str, parameters: Mapping[str, str]) -> ox.Store:
        """The part of the dataset that answers: of paths of some rows what lies above these, else all."""
        named = {column: parameters[column] for column in ("plan", "activity") if parameters.get(column)}
        if name not in NARROWED or not named:
            return self._store
        rows = self.rows("activities", **named)
        nodes = {str(row_node(row["plan"], "activity", row["activity"])) for row in rows}
        return upward(self._store, nodes, owners=name == "trace-down")

    def _lock(self, name: str) -> Lock:
        with self._guard:
            return self._locks.setdefault(name, Lock())
