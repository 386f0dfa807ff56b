# SPDX-License-Identifier: Apache-2.0
"""What others do about the same: counterparts of an activity in other plans, each with the reason for the link.

Those of one activity are looked up from node to node, as the named query `neighbours` says of all of them; a test holds
that both give the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from plangraph.alignment.judgements import turned
from plangraph.register import Metadata
from plangraph.vocabulary import row_node
from plangraph.web.activities import Activities, Activity
from plangraph.web.answers import Answers, Row
from plangraph.web.nodes import ends, place_of, rows_that

__all__ = ["Counterpart", "Counterparts"]

# What somebody judged of the rows themselves comes first, what only their goals say last.
_ORDER = ("exactMatch", "closeMatch", "same-measure", "broadMatch", "narrowMatch", "relatedMatch")
_BETWEEN_GOALS = frozenset({"exactMatch", "closeMatch", "broadMatch", "narrowMatch"})
# Of so many activities: a page that compares plans asks for those of each activity several times.
_MOST_KEPT = 5_000


@dataclass(frozen=True, slots=True)
class Counterpart:
    """An activity of another organisation's plan, and why it belongs to the one that was asked for.

    Parameters
    ----------
    reasons: rows with the columns plan, activity, other_plan, other_activity, link, confidence, reason and via of
        `neighbours`.
    """

    activity: Activity
    reasons: list[Row] = field(default_factory=list)


class Counterparts:
    """What other organisations' plans do about the same as an activity; the latest found are kept."""

    def __init__(
        self, store: ox.Store, answers: Answers, activities: Activities, plans: Mapping[str, Metadata]
    ) -> None:
        self._store, self._answers, self._activities, self._plans = store, answers, activities, plans
        self._kept: dict[tuple[str, str], Sequence[Counterpart]] = {}

    def of(self, activity: Activity) -> Sequence[Counterpart]:
        """The activities of other organisations' plans that are linked with one, those nearest in meaning first."""
        key = activity.plan, activity.locator
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            found = self._kept[key] = self._found(activity)
        return found

    def looked_through(self, activity: Activity) -> list[Row]:
        """Rows as the reasons of a counterpart, for the plans that somebody looked through and found none in."""
        rows = self._answers.rows("mappings", subject_plan=activity.plan, subject=activity.locator, object="")
        return [
            _row(activity, (row["searched"], ""), "no-counterpart", reason=row["note"], confidence=row["confidence"])
            for row in rows
            if row["searched"] and self._are_apart(row["searched"], activity.plan)
        ]

    def _found(self, activity: Activity) -> list[Counterpart]:
        found: dict[tuple[str, str], Counterpart] = {}
        for row in (*self._judged(activity), *self._same_measure(activity), *self._by_goals(activity)):
            other = self._activities.get(row["other_plan"], row["other_activity"])
            if other and self._are_apart(other.plan, activity.plan):
                reasons = found.setdefault((other.plan, other.locator), Counterpart(other)).reasons
                if row not in reasons:
                    reasons.append(row)
        return sorted(found.values(), key=lambda each: (min(map(_nearness, each.reasons)), each.activity.plan))

    def _mapped(self, plan: str, locator: str) -> Iterator[tuple[str, str, str, Row]]:
        """The rows that mappings link with one: plan, locator, how, and the row of `mappings`."""
        for row in self._answers.rows("mappings", subject_plan=plan, subject=locator):
            yield row["object_plan"], row["object"], row["predicate"], row
        for row in self._answers.rows("mappings", object_plan=plan, object=locator):
            yield row["subject_plan"], row["subject"], turned(row["predicate"]), row

    def _judged(self, activity: Activity) -> Iterator[Row]:
        for plan, locator, link, row in self._mapped(activity.plan, activity.locator):
            yield _row(activity, (plan, locator), link, reason=row["note"], confidence=row["confidence"])

    def _same_measure(self, activity: Activity) -> Iterator[Row]:
        store = self._store
        for node in ends(store, str(row_node(activity.plan, "activity", activity.locator)), "carriesOut"):
            measure = place_of(store, node)
            if measure:
                asked = self._answers.first("measures", plan=measure.plan, measure=measure.locator)
                title, via = asked["title"] if asked else "", f"{measure.plan}/{measure.locator}"
                for other in rows_that(store, "carriesOut", node):
                    yield _row(activity, (other.plan, other.locator), "same-measure", reason=title, via=via)

    def _by_goals(self, activity: Activity) -> Iterator[Row]:
        """The activities whose goals somebody linked with this one's, where nobody compared the rows themselves."""
        store, node = self._store, str(row_node(activity.plan, "activity", activity.locator))
        measures = set(ends(store, node, "carriesOut"))
        for goal in filter(None, (place_of(store, each) for each in ends(store, node, "pursues"))):
            if not self._is_regional(goal.plan):
                continue
            for plan, locator, link, row in self._mapped(goal.plan, goal.locator):
                if link not in _BETWEEN_GOALS or not self._is_regional(plan) or self._compared(node, plan):
                    continue
                for other in self._activities.of_goal(plan, locator):
                    there = str(row_node(other.plan, "activity", other.locator))
                    apart = not measures.intersection(ends(store, there, "carriesOut"))
                    if apart and not self._compared(there, goal.plan):
                        via = f"{goal.locator} – {locator}"
                        how = {"reason": row["note"], "confidence": row["confidence"], "via": via}
                        yield _row(activity, (plan, other.locator), f"goal-{link}", **how)

    def _compared(self, node: str, plan: str) -> bool:
        """Whether somebody compared a row with another plan."""
        return any(each.endswith(f"/id/{plan}") for each in ends(self._store, node, "comparedWith"))

    def _is_regional(self, plan: str) -> bool:
        return bool(plan) and self._plans[plan].level == "region"

    def _are_apart(self, one: str, other: str) -> bool:
        """Whether two plans are of different organisations."""
        return self._plans[one].organisation != self._plans[other].organisation


def _row(
    activity: Activity, other: tuple[str, str], link: str, *, reason: str, confidence: str = "", via: str = ""
) -> Row:
    return {
        "plan": activity.plan,
        "activity": activity.locator,
        "other_plan": other[0],
        "other_activity": other[1],
        "link": link,
        "confidence": confidence,
        "reason": reason,
        "via": via,
    }


def _nearness(row: Row) -> int:
    return _ORDER.index(row["link"]) if row["link"] in _ORDER else len(_ORDER)
