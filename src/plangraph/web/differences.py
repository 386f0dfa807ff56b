# SPDX-License-Identifier: Apache-2.0
"""What became of a plan's rows in another plan, as pages show it: by what people judged and by the wording alone.

It is the answer to the question `difference`. What a machine proposes is no page's answer: `plangraph diff` tells it,
and marks it as a proposal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

import pyoxigraph as ox

from plangraph.alignment.difference import akin, difference, kind_of
from plangraph.alignment.difference_question import successions, together
from plangraph.alignment.versions import Version
from plangraph.errors import InputError, Problem
from plangraph.graph.answer import Answer
from plangraph.register import Metadata, Register
from plangraph.web.answers import Row

__all__ = ["Difference", "Differences"]

_MOST_KEPT = 32
# So many pairs of rows take about a second.
_MOST_PAIRS = 4_000_000


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of the rows of an old plan in a new one.

    Parameters
    ----------
    rows: rows of `plangraph diff`, in its order.
    states: what else is said of two rows that belong together, by kind and their locators.
    akin: the rows that each row is merely related to, by kind, end and its locator.
    """

    rows: Sequence[Row]
    states: Mapping[tuple[str, str, str], Sequence[str]]
    akin: Mapping[tuple[str, str, str], Sequence[str]]

    def matching(self, kind: str = "", state: str = "") -> list[Row]:
        """The rows of a kind and in a state, all where empty."""
        return [row for row in self.rows if kind in ("", kind_of(row)) and state in ("", row["state"])]

    def others(self, row: Row) -> list[str]:
        """The other states of the same two rows."""
        return [state for state in self.states[_pair(row)] if state != row["state"]]


class Differences:
    """What became of the rows of plans in others, for many threads at once; the latest answers are kept."""

    def __init__(self, register: Register, store: ox.Store) -> None:
        self._register, self._store = register, store
        self._lock = Lock()
        self._kept: dict[tuple[str, str], Difference] = {}
        self._successions = successions(register)
        self._earlier: dict[str, list[str]] = {}
        self._later: dict[str, list[str]] = {}
        for before, after in self._successions:
            self._earlier.setdefault(after, []).append(before)
            self._later.setdefault(before, []).append(after)

    @property
    def plans(self) -> list[Metadata]:
        """The plans that hold goals or activities, the earliest first."""
        found = [plan for plan in self._register.plans if plan.tables["activities"] or plan.tables["goals"]]
        return sorted((plan.metadata for plan in found), key=lambda plan: (plan.start, plan.id))

    def before(self, plan: str) -> Sequence[str]:
        """The plans that a plan follows."""
        return self._earlier.get(plan, [])

    def after(self, plan: str) -> Sequence[str]:
        """The plans that follow a plan."""
        return self._later.get(plan, [])

    def between(self, old: str, new: str) -> Difference | None:
        """What became of a plan's rows in another; None where the two are too large for a page."""
        with self._lock:  # so that many who ask for it at once wait for one
            if (old, new) not in self._kept:
                made = self._made(old, new)
                if made is None:
                    return None
                if len(self._kept) >= _MOST_KEPT:
                    self._kept.clear()
                self._kept[old, new] = made
            return self._kept[old, new]

    def answer(self, old: str = "", new: str = "") -> Answer:
        """The answer to the question `difference`; raises `InputError` where there is too much of it."""
        if not (old and new) and len(self._successions) > _MOST_KEPT:
            raise InputError(Problem("Too many plans follow one another.", "Give two of them, old and new."))
        return together(old, new, self._successions, self._rows)

    def _rows(self, old: str, new: str) -> Sequence[Row]:
        found = self.between(old, new)
        if found is None:
            raise InputError(Problem(f"{old} and {new} have too many rows.", f"Run plangraph diff {old} {new}."))
        return found.rows

    def warm(self) -> None:
        """Ask for what is asked for most: plans that follow one another."""
        for old, new in self._successions[:_MOST_KEPT]:
            self.between(old, new)

    def _made(self, old: str, new: str) -> Difference | None:
        tables = {plan.id: plan.tables for plan in self._register.plans if plan.id in (old, new)}
        pairs = sum(len(tables[old][name]) * len(tables[new][name]) for name in ("activities", "goals"))
        if pairs > _MOST_PAIRS:
            return None
        before, after = (Version.of(self._register, self._store, plan) for plan in (old, new))
        rows = difference(before, after).rows
        states: dict[tuple[str, str, str], list[str]] = {}
        for row in rows:
            states.setdefault(_pair(row), []).append(row["state"])
        return Difference(rows, states, akin(rows))


def _pair(row: Row) -> tuple[str, str, str]:
    kind = kind_of(row)
    return kind, row[f"old_{kind}"], row[f"new_{kind}"]
