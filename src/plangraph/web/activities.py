# SPDX-License-Identifier: Apache-2.0
"""The activities of all plans, each with everything that a list shows and is filtered by, joined once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from plangraph.register import values
from plangraph.web.answers import Answers, Row

__all__ = ["CAUSES", "ROLES", "Activities", "Activity", "times_once"]

# Why an activity has no owner, in the order in which the first that fits is taken.
CAUSES = ("unclear", "disagreeing", "unresolved", "missing", "collective", "external")
# What somebody may have to do with an activity, from who answers for it to who only pays.
ROLES = ("accountable", "responsible", "support", "collaborates", "informed", "funds")


@dataclass(slots=True)
class Activity:
    """One activity.

    Parameters
    ----------
    row: its (first) row of `activities`; goals: the goals that it hangs on in its own plan or above.
    responsibilities: its rows of `responsibilities`, of its steps as well.
    lacking: its row of `ownerless`, None where it has an owner who can be held to it.
    times: what is to be said of its time: passed, late, outside, overlaps, none.
    """

    row: Row
    goals: list[str]
    responsibilities: Sequence[Row]
    lacking: Row | None
    overdue: Row | None
    times: frozenset[str] = field(default_factory=frozenset)

    @property
    def plan(self) -> str:
        """The id of its plan."""
        return self.row["plan"]

    @property
    def locator(self) -> str:
        """Its row in the plan."""
        return self.row["activity"]

    @property
    def title(self) -> str:
        """Its title, in Swedish."""
        return self.row["title"]

    @property
    def written_times(self) -> list[str]:
        """Its times as the plan writes them, each once."""
        return times_once(self.row["time_text"])

    @property
    def cause(self) -> str:
        """Why nobody can be held to it, empty where somebody can."""
        return self.lacking["cause"] if self.lacking else ""

    def of_role(self, role: str) -> list[Row]:
        """Its responsibilities in a role, those marked as lead first; an actor named twice for one thing comes once."""
        once: dict[tuple[str, ...], Row] = {}
        for row in self.responsibilities:
            if row["role"] == role:
                once.setdefault((row["actor_id"] or row["written"], row["step"], row["basis"]), row)
        return sorted(once.values(), key=lambda row: row["lead"] != "true")


class Activities:
    """Every activity, in the order of plans and rows."""

    def __init__(self, answers: Answers) -> None:
        lacking = {(row["plan"], row["activity"]): row for row in answers.rows("ownerless") if row["activity"]}
        overdue = {(row["plan"], row["activity"]): row for row in answers.rows("overdue")}
        beyond = {(row["plan"], row["activity"]): row["state"] for row in answers.rows("outside-period")}
        found: dict[tuple[str, str], Activity] = {}
        for row in answers.rows("activities"):
            key = row["plan"], row["activity"]
            activity = found.get(key)
            if activity is None:
                said = answers.rows("responsibilities", plan=row["plan"], activity=row["activity"])
                activity = found[key] = Activity(row, [], said, lacking.get(key), overdue.get(key))
                activity.times = _times(row, activity.overdue, beyond.get(key, ""))
            if row["goal"] and row["goal"] not in activity.goals:
                activity.goals.append(row["goal"])
        self.all: Sequence[Activity] = list(found.values())
        self._places = {key: number for number, key in enumerate(found)}
        self._by_key: Mapping[tuple[str, str], Activity] = found
        self._of_plan: dict[str, list[Activity]] = defaultdict(list)
        self._of_goal: dict[tuple[str, str], list[Activity]] = defaultdict(list)
        for activity in self.all:
            self._of_plan[activity.plan].append(activity)
            for goal in activity.goals:
                self._of_goal[activity.plan, goal].append(activity)

    def get(self, plan: str, locator: str) -> Activity | None:
        """The activity of a plan with a locator, None where there is none."""
        return self._by_key.get((plan, locator))

    def of_plan(self, plan: str) -> Sequence[Activity]:
        """The activities of a plan."""
        return self._of_plan.get(plan, [])

    def of_goal(self, plan: str, goal: str) -> Sequence[Activity]:
        """The activities of a plan that hang on a goal with that locator, of the plan's own or of one above it."""
        return self._of_goal.get((plan, goal), [])

    def in_order(self, found: Iterable[Activity]) -> list[Activity]:
        """Activities in the order of plans and rows."""
        return sorted(found, key=lambda each: self._places[each.plan, each.locator])

    def of_keys(self, keys: Iterable[tuple[str, str]]) -> list[Activity]:
        """The activities of plans and locators, each once, in the order given."""
        return [self._by_key[key] for key in dict.fromkeys(keys) if key in self._by_key]


def _times(row: Row, overdue: Row | None, beyond: str) -> frozenset[str]:
    found = {beyond} if beyond else set()
    if overdue:
        found.add("passed")
        if overdue["state"] == "late":
            found.add("late")
    if not (row["start"] or row["end"] or row["time_text"] or row["recurrence"]):
        found.add("none")
    return frozenset(found)


def times_once(written: str) -> list[str]:
    """The times in a cell, each once: a plan may print one beside every point of a row.

    They keep the plan's order, which is that of the points and not always that of the year.
    """
    return list(dict.fromkeys(values(written)))
