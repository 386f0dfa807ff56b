# SPDX-License-Identifier: Apache-2.0
"""What others do about the same: counterparts of a row in other plans, each with the reason for the link.

Those of one activity are looked up from node to node, as the named query `neighbours` says of all of them; a test holds
that both give the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from plangraph.vocabulary import row_node
from plangraph.web.activities import Activity
from plangraph.web.answers import Row
from plangraph.web.explorer import explorer
from plangraph.web.nodes import ends, place_of, rows_that

__all__ = ["Counterpart", "Kindred", "counterparts", "kindred_goals", "looked_through"]

# What somebody judged of the rows themselves comes first, what only their goals say last.
_ORDER = ("exactMatch", "closeMatch", "same-measure", "broadMatch", "narrowMatch", "relatedMatch")
# A link read from its other end.
_BACK = {"broadMatch": "narrowMatch", "narrowMatch": "broadMatch"}
_BETWEEN_GOALS = frozenset({"exactMatch", "closeMatch", "broadMatch", "narrowMatch"})


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


@dataclass(frozen=True, slots=True)
class Kindred:
    """The goals of other plans that hang on the same superior goal: rows of `goals`, and how each hangs on it."""

    plan: str
    goal: str
    title: str
    others: list[Row]


def counterparts(activity: Activity) -> list[Counterpart]:
    """The activities of other organisations' plans that are linked with one, those nearest in meaning first."""
    found: dict[tuple[str, str], Counterpart] = {}
    for row in (*_judged(activity), *_same_measure(activity), *_by_goals(activity)):
        other = explorer().activities.get(row["other_plan"], row["other_activity"])
        if other and _organisation(other.plan) != _organisation(activity.plan):
            reasons = found.setdefault((other.plan, other.locator), Counterpart(other)).reasons
            if row not in reasons:
                reasons.append(row)
    return sorted(found.values(), key=lambda each: (min(map(_nearness, each.reasons)), each.activity.plan))


def looked_through(activity: Activity) -> list[Row]:
    """Such rows for the plans that somebody looked through and found no counterpart in."""
    rows = explorer().answers.rows("mappings", subject_plan=activity.plan, subject=activity.locator, object="")
    return [
        _row(activity, (row["searched"], ""), "no-counterpart", reason=row["note"], confidence=row["confidence"])
        for row in rows
        if row["searched"] and _organisation(row["searched"]) != _organisation(activity.plan)
    ]


def kindred_goals(plan: str, goal: str) -> list[Kindred]:
    """By each superior goal of a goal, the goals of other plans that hang on it too."""
    answers = explorer().answers
    found = []
    for row in answers.rows("goals", plan=plan, goal=goal):
        if not row["parent"] or row["link"] == "serves":
            continue
        others = [other for other in answers.rows("goals", parent=row["parent"]) if other["plan"] != plan]
        if others:
            above_plan, _, above = row["parent"].partition("/")
            title = explorer().goal_titles.get((above_plan, above), above)
            found.append(Kindred(above_plan, above, title, others))
    return found


def _mapped(plan: str, locator: str) -> Iterator[tuple[str, str, str, Row]]:
    """The rows that mappings link with one: plan, locator, how, and the row of `mappings`."""
    rows = explorer().answers.rows
    for row in rows("mappings", subject_plan=plan, subject=locator):
        yield row["object_plan"], row["object"], row["predicate"], row
    for row in rows("mappings", object_plan=plan, object=locator):
        yield row["subject_plan"], row["subject"], _BACK.get(row["predicate"], row["predicate"]), row


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


def _judged(activity: Activity) -> Iterator[Row]:
    for plan, locator, link, row in _mapped(activity.plan, activity.locator):
        yield _row(activity, (plan, locator), link, reason=row["note"], confidence=row["confidence"])


def _same_measure(activity: Activity) -> Iterator[Row]:
    store = explorer().store
    for node in ends(store, str(row_node(activity.plan, "activity", activity.locator)), "carriesOut"):
        measure = place_of(store, node)
        if measure:
            asked = explorer().answers.first("measures", plan=measure.plan, measure=measure.locator)
            title, via = asked["title"] if asked else "", f"{measure.plan}/{measure.locator}"
            for other in rows_that(store, "carriesOut", node):
                yield _row(activity, (other.plan, other.locator), "same-measure", reason=title, via=via)


def _by_goals(activity: Activity) -> Iterator[Row]:
    """The activities whose goals somebody linked with this one's, where nobody compared the rows themselves."""
    store, node = explorer().store, str(row_node(activity.plan, "activity", activity.locator))
    measures = set(ends(store, node, "carriesOut"))
    for goal in filter(None, (place_of(store, each) for each in ends(store, node, "pursues"))):
        if not _is_regional(goal.plan):
            continue
        for plan, locator, link, row in _mapped(goal.plan, goal.locator):
            if link not in _BETWEEN_GOALS or not _is_regional(plan) or _compared(node, plan):
                continue
            for other in explorer().activities.of_goal(plan, locator):
                there = str(row_node(other.plan, "activity", other.locator))
                apart = not measures.intersection(ends(store, there, "carriesOut"))
                if apart and not _compared(there, goal.plan):
                    how = {"reason": row["note"], "confidence": row["confidence"], "via": f"{goal.locator} – {locator}"}
                    yield _row(activity, (plan, other.locator), f"goal-{link}", **how)


def _compared(node: str, plan: str) -> bool:
    """Whether somebody compared a row with another plan."""
    return any(each.endswith(f"/id/{plan}") for each in ends(explorer().store, node, "comparedWith"))


def _is_regional(plan: str) -> bool:
    return bool(plan) and explorer().plans[plan].level == "region"


def _organisation(plan: str) -> str:
    return explorer().plans[plan].organisation


def _nearness(row: Row) -> int:
    return _ORDER.index(row["link"]) if row["link"] in _ORDER else len(_ORDER)
