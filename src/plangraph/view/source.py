# SPDX-License-Identifier: Apache-2.0
"""Where the picture has its answers from: the named queries, asked here or kept by whoever draws many pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol

import pyoxigraph as ox

from plangraph.graph.upward import upward
from plangraph.queries import named_query, run
from plangraph.vocabulary import row_node

__all__ = ["Asked", "Row", "Source", "Ways"]

Row = Mapping[str, str]
_Key = tuple[str, str]


class Source(Protocol):
    """Answers of the named queries, judged for one day."""

    def rows(self, name: str, **where: str) -> Sequence[Row]:
        """The rows of a query's whole answer whose columns hold what is given, in its order; all without `where`."""
        ...


class Asked:
    """Answers asked of a dataset when they are first needed, for one picture.

    Parameters
    ----------
    as_of: the day for which it is said what has passed.
    """

    def __init__(self, store: ox.Store, as_of: date) -> None:
        self._store, self._as_of = store, as_of.isoformat()
        self._answers: dict[str, Sequence[Row]] = {}
        self._indices: dict[tuple[str, ...], dict[tuple[str, ...], list[Row]]] = {}

    def rows(self, name: str, **where: str) -> Sequence[Row]:
        """The rows of a query's whole answer whose columns hold what is given."""
        if name not in self._answers:
            query = named_query(name)
            given = {"as_of": self._as_of} if "as_of" in query.parameters else {}
            self._answers[name] = run(self._store, query, given).rows
        if not where:
            return self._answers[name]
        columns = tuple(sorted(where))
        if (name, *columns) not in self._indices:
            index = self._indices[name, *columns] = {}
            for row in self._answers[name]:
                index.setdefault(tuple(row[column] for column in columns), []).append(row)
        return self._indices[name, *columns].get(tuple(where[column] for column in columns), [])


class Ways:
    """The ways up of activities, as `trace-up` tells them; the latest that were asked for are kept.

    Parameters
    ----------
    most: of how many activities they are kept.
    """

    def __init__(self, store: ox.Store, most: int = 5_000) -> None:
        self._store, self._most = store, most
        self._kept: dict[_Key, list[Row]] = {}

    def up(self, activities: Iterable[_Key]) -> Mapping[_Key, Sequence[Row]]:
        """The rows of `trace-up` for some activities, each given by its plan and locator."""
        wanted = list(activities)
        kept = self._kept
        lacking = [key for key in wanted if key not in kept]
        if lacking:
            found: dict[_Key, list[Row]] = {key: [] for key in lacking}
            part = upward(self._store, (str(row_node(plan, "activity", locator)) for plan, locator in lacking))
            for row in run(part, named_query("trace-up"), {}).rows:
                found[row["plan"], row["activity"]].append(row)
            # a new mapping each time: others may be reading the one that there is
            others = {} if len(kept) + len(found) > self._most else kept
            self._kept = others | found
            kept = kept | found
        return {key: kept[key] for key in wanted}
