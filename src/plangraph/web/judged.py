# SPDX-License-Identifier: Apache-2.0
"""What the rules found in the dataset of a running explorer: judged once, and looked up by row, rule and node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from threading import Lock

import pyoxigraph as ox

from plangraph.register import Row
from plangraph.validation import Finding, check

__all__ = ["Judged"]


class Judged:
    """The findings of `check`. The rules take a while: a page may ask whether they are `ready` and say so if not.

    Parameters
    ----------
    places: register rows by node IRI; folder: the data folder, from which the paths of their files are told.
    """

    def __init__(self, store: ox.Store, as_of: date, places: Mapping[str, Row], folder: Path) -> None:
        self._store, self._as_of, self._places, self._folder = store, as_of, places, folder
        self._lock = Lock()
        self._findings: list[Finding] | None = None
        self._by_row: dict[tuple[str, str], list[Finding]] = defaultdict(list)
        self._by_rule: dict[str, list[Finding]] = defaultdict(list)
        self._by_node: dict[str, list[Finding]] = defaultdict(list)
        self._by_plan: dict[str, list[Finding]] = defaultdict(list)
        self._coming = False

    @property
    def ready(self) -> bool:
        """Whether the rules have been run."""
        return self._findings is not None

    @property
    def running(self) -> bool:
        """Whether the rules are being run just now, or are about to be."""
        return self._findings is None and (self._coming or self._lock.locked())

    def begin(self, *, before: Callable[[], None]) -> None:
        """Run the rules after something else, while pages say that they are running.

        A page that asks once this has failed runs them itself, and so tells what is wrong.
        """
        self._coming = True
        try:
            before()
            self.all()
        finally:
            self._coming = False

    def all(self) -> Sequence[Finding]:
        """Every finding, in the order of `check`; the first caller runs the rules and others wait for it."""
        if self._findings is None:
            with self._lock:
                if self._findings is None:
                    found = check(self._store, self._as_of, self._places).findings
                    for finding in found:
                        self._by_row[finding.plan, finding.row].append(finding)
                        self._by_rule[finding.rule.id].append(finding)
                        self._by_node[finding.focus].append(finding)
                        self._by_plan[finding.plan].append(finding)
                    self._findings = found
        return self._findings

    def about(self, plan: str, row: str) -> Sequence[Finding]:
        """The findings about a row of a plan and the mappings that begin there; with an empty `row` about the plan."""
        self.all()
        return self._by_row.get((plan, row), [])

    def about_node(self, node: str) -> Sequence[Finding]:
        """The findings whose own node is the one of an IRI."""
        self.all()
        return self._by_node.get(node, [])

    def of_plan(self, plan: str) -> Sequence[Finding]:
        """The findings about a plan, its rows and the mappings that begin at them."""
        self.all()
        return self._by_plan.get(plan, [])

    def of_rule(self, rule: str) -> Sequence[Finding]:
        """The findings of a rule."""
        self.all()
        return self._by_rule.get(rule, [])

    def place(self, finding: Finding) -> str:
        """The register's file and line that mend a finding, from the data folder on, such as `plans/…/goals.csv:12`."""
        return self._shown(finding.place)

    def place_of(self, node: str) -> str:
        """The register's file and line of a row, mapping or plan, by its IRI; empty where it has none."""
        return self._shown(self._places.get(node))

    def _shown(self, row: Row | None) -> str:
        if row is None:
            return ""
        shown = row.file.relative_to(self._folder) if row.file.is_relative_to(self._folder) else Path(row.file.name)
        return f"{shown.as_posix()}:{row.line}"
