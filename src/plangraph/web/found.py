# SPDX-License-Identifier: Apache-2.0
"""Findings as the list of what to mend shows and filters them: each with its row, focus area and actors."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from plangraph.validation import SEVERITIES, Finding, rules
from plangraph.web.activities import Activities
from plangraph.web.answers import Answers, Row
from plangraph.web.row_index import PlanRow, RowIndex

__all__ = ["Found", "FoundList", "Listed"]

_NOBODY: frozenset[str] = frozenset()
# What findings are filtered and counted by, beside the actors of their rows.
_FILTERS = ("rule", "severity", "family", "plan", "area")


@dataclass(frozen=True, slots=True)
class Found:
    """A finding.

    Parameters
    ----------
    row: the row that it is about; None where it is about a plan, or about a link that begins at no row.
    rule, severity, family, plan: as the finding says; area: that of its row, empty where it has none.
    actors: ids of those whom the plan names on the row, in any role.
    """

    finding: Finding
    row: PlanRow | None
    rule: str
    severity: str
    family: str
    plan: str
    area: str
    actors: frozenset[str]


class Listed:
    """A list of findings, found by what they are filtered by."""

    def __init__(self, found: Sequence[Found]) -> None:
        self.all = found
        self._by: dict[str, dict[str, list[Found]]] = {name: defaultdict(list) for name in (*_FILTERS, "actor")}
        for each in found:
            for name in _FILTERS:
                self._by[name][getattr(each, name)].append(each)
            for actor in each.actors:
                self._by["actor"][actor].append(each)

    def matching(self, chosen: Mapping[str, str]) -> Sequence[Found]:
        """The findings that have what was chosen, by the names of the filters; an empty area: none."""
        if not chosen:
            return self.all
        # begin where fewest are left
        first = min(chosen, key=lambda name: len(self._by[name].get(chosen[name], ())))
        found: Sequence[Found] = self._by[first].get(chosen[first], [])
        for name, text in chosen.items():
            if name == "actor":
                found = [each for each in found if text in each.actors]
            elif name != first:
                found = [each for each in found if getattr(each, name) == text]
        return found

    def numbers(self, chosen: Mapping[str, str], name: str) -> Counter[str]:
        """How many findings each value of a filter would leave, with everything else as it is chosen."""
        others = {other: text for other, text in chosen.items() if other != name}
        if not others:
            return Counter({text: len(found) for text, found in self._by[name].items()})
        return Counter(map(attrgetter(name), self.matching(others)))


class FoundList:
    """All findings, gravest first and rule by rule: those to mend, and those that are accepted with a reason."""

    def __init__(self, findings: Sequence[Finding], answers: Answers, activities: Activities, rows: RowIndex) -> None:
        self._answers, self._activities, self._rows = answers, activities, rows
        order = {rule: place for place, rule in enumerate(rules())}
        ordered = sorted(findings, key=lambda it: (SEVERITIES.index(it.rule.severity), order[it.rule.id]))
        self.open = Listed([self._found(finding) for finding in ordered if not finding.exemption])
        self.accepted = Listed([self._found(finding) for finding in ordered if finding.exemption])

    def _found(self, finding: Finding) -> Found:
        row = self._rows.get(finding.plan, finding.row) if finding.row else None
        named = {said["actor_id"] for said in self._responsibilities(row)} - {""} if row else _NOBODY
        rule, area = finding.rule, row.area if row else ""
        actors = frozenset(named) or _NOBODY
        return Found(finding, row, rule.id, rule.severity, rule.family, finding.plan, area, actors)

    def _responsibilities(self, row: PlanRow) -> Sequence[Row]:
        if row.kind == "goal":
            return self._answers.rows("responsibilities", plan=row.plan, goal=row.locator, activity="")
        activity = self._activities.get(row.plan, row.above if row.kind == "step" else row.locator)
        return activity.responsibilities if activity else ()
