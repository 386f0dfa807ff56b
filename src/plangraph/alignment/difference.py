# SPDX-License-Identifier: Apache-2.0
"""What became of a plan's rows in another plan, or in another version of the same plan, by meaning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from plangraph.alignment.judgements import Judgements, Link, judgements
from plangraph.alignment.pairing import Proposer, normal, pairs
from plangraph.alignment.versions import Owners, Version, time_of
from plangraph.graph.answer import Answer
from plangraph.register.locators import natural_key

__all__ = ["ALONE", "COLUMNS", "KINDS", "OF_PAIRS", "STATES", "akin", "difference", "kind_of"]

COLUMNS = (
    *("state", "old_activity", "new_activity", "old_title", "new_title", "match", "confidence"),
    *("old_owner", "new_owner", "old_time", "new_time", "note"),
    *("link", "old_goal", "new_goal", "old_owner_kind", "new_owner_kind", "old_cause", "new_cause"),
)
# In the order in which they are told: what is gone and what came first, what stayed as it was last.
STATES = (
    *("dropped", "new", "owner-lost", "owner-gained", "owner-changed", "time-moved", "reworded"),
    *("related", "locator-reused", "carried-over"),
)
# What may be said besides of a pair that is carried over.
OF_PAIRS = ("owner-lost", "owner-gained", "owner-changed", "time-moved", "reworded")
# The states of a row that stands alone, and at which end it stands.
ALONE: Mapping[str, str] = {"dropped": "old", "new": "new"}
# What its rows are about, in their order.
KINDS = ("activity", "goal")


@dataclass(frozen=True, slots=True)
class _Ends:
    """The two plans, and what follows from which they are.

    Parameters
    ----------
    one_plan: both are versions of one plan: a locator means the same row, and a time that was put in is a change.
    one_series: both are of one series, so that another wording is somebody's change.
    one_organisation: owners can be compared one by one, else only by their kinds.
    """

    old: Version
    new: Version
    one_plan: bool
    one_series: bool
    one_organisation: bool


def difference(old: Version, new: Version, propose: Proposer | None = None) -> Answer:
    """What became of the activities and goals of an old plan in a new one; columns `COLUMNS`, states `STATES`.

    Every row of either plan has at least one state. A pair that goes on is `carried-over`, and beside that `reworded`
    (between versions of one series), `time-moved`, and `owner-lost`, `owner-gained` or `owner-changed` where it is. A
    pair that is merely `related` does not go on, so its rows are `dropped` and `new` as well, and so are those under a
    `locator-reused`, whose words have nothing in common. Goals come after the activities, with the activities' columns
    empty.

    Parameters
    ----------
    propose: proposes pairs of rows that nobody judged and no wording settles; without it they stay apart.
    """
    before, after = old.metadata, new.metadata
    ends = _Ends(
        old, new, before.id == after.id, before.series == after.series, before.organisation == after.organisation
    )
    sets = {mapping_set.file: mapping_set for end in (old, new) for mapping_set in end.register.mapping_sets}
    rows = []
    for kind in KINDS:
        judged = judgements(sets.values(), (before.id, old.nodes[kind]), (after.id, new.nodes[kind]))
        old_words, new_words = (
            {locator: row["title"] for locator, row in end.rows[kind].items()} for end in (old, new)
        )
        links = pairs(old_words, new_words, judged, propose and partial(propose, kind), one_plan=ends.one_plan)
        rows += sorted(_rows(ends, kind, links, judged), key=_order)
    return Answer(list(COLUMNS), rows)


def kind_of(row: Mapping[str, str]) -> str:
    """Which of `KINDS` a row of a difference is about."""
    return "activity" if row["old_activity"] or row["new_activity"] else "goal"


def akin(rows: Iterable[Mapping[str, str]]) -> dict[tuple[str, str, str], list[str]]:
    """The rows of the other plan that a row is merely related to, by its kind, end (old or new) and locator.

    A row that nothing carries on is `dropped` or `new` also where it has some, so whoever tells it says so beside it.
    """
    found: dict[tuple[str, str, str], list[str]] = {}
    for row in rows:
        if row["state"] == "related":
            kind = kind_of(row)
            old, new = row[f"old_{kind}"], row[f"new_{kind}"]
            found.setdefault((kind, "old", old), []).append(new)
            found.setdefault((kind, "new", new), []).append(old)
    return {place: sorted(locators, key=natural_key) for place, locators in found.items()}


def _order(row: Mapping[str, str]) -> tuple[object, ...]:
    columns = ("old_activity", "new_activity", "old_goal", "new_goal")
    return STATES.index(row["state"]), *(natural_key(row[column]) for column in columns)


def _rows(ends: _Ends, kind: str, links: list[Link], judged: Judgements) -> Iterator[dict[str, str]]:
    for link in links:
        for state in _states(ends, kind, link):
            yield _row(ends, kind, state, link)
    going_on = [link for link in links if not link.is_related]
    old_rows, new_rows = set(ends.old.rows[kind]), set(ends.new.rows[kind])
    gone = old_rows - {link.old for link in going_on}
    come = new_rows - {link.new for link in going_on}
    # a row that nothing was written about was judged all the same where every row of the other plan was
    old_judged = judged.old_compared | (gone if new_rows and judged.new_compared >= new_rows else set())
    new_judged = judged.new_compared | (come if old_rows and judged.old_compared >= old_rows else set())
    for locator in gone:
        alone = Link(locator, "", "reviewed" if locator in old_judged else "")
        yield _row(ends, kind, "dropped", judged.old_alone.get(locator, alone))
    for locator in come:
        alone = Link("", locator, "reviewed" if locator in new_judged else "")
        yield _row(ends, kind, "new", judged.new_alone.get(locator, alone))
    if ends.one_plan:
        for locator in gone & come:
            yield _row(ends, kind, "locator-reused", Link(locator, locator, "locator"))


def _states(ends: _Ends, kind: str, link: Link) -> Iterator[str]:
    if link.is_related:
        yield "related"
        return
    yield "carried-over"
    before, after = ends.old.rows[kind][link.old], ends.new.rows[kind][link.new]
    if ends.one_series and normal(before["title"]) != normal(after["title"]):
        yield "reworded"
    if kind != "activity":
        return
    yield from _of_owners(ends, ends.old.owners[link.old], ends.new.owners[link.new])
    then, now = time_of(before)[0], time_of(after)[0]
    if then != now and (ends.one_plan or (then and now)):
        yield "time-moved"


def _of_owners(ends: _Ends, before: Owners, after: Owners) -> Iterator[str]:
    """What became of who is accountable.

    That nobody can be held to it any more is another answer than that others can, so the two are told apart.
    """
    if bool(before.cause) != bool(after.cause):
        yield "owner-lost" if after.cause else "owner-gained"
    elif ends.one_organisation:
        if (before.cause, before.ids) != (after.cause, after.ids):
            yield "owner-changed"
    # where neither organisation has an owner there are no kinds of owners to compare
    elif not before.cause and before.kinds != after.kinds:
        yield "owner-changed"


def _row(ends: _Ends, kind: str, state: str, link: Link) -> dict[str, str]:
    cells = dict.fromkeys(COLUMNS, "")
    confidence = "" if link.confidence is None else f"{link.confidence:g}"
    cells |= {"state": state, "match": link.match, "confidence": confidence, "note": link.note, "link": link.link}
    for side, end, locator in (("old", ends.old, link.old), ("new", ends.new, link.new)):
        if not locator:
            continue
        row = end.rows[kind][locator]
        cells[f"{side}_title"] = row["title"]
        if kind == "goal":
            cells[f"{side}_goal"] = locator
            continue
        owners = end.owners[locator]
        cells |= {
            f"{side}_activity": locator,
            f"{side}_goal": row["goal"],
            f"{side}_owner": " | ".join(sorted(owners.names)),
            f"{side}_owner_kind": " | ".join(sorted(owners.kinds)),
            f"{side}_cause": owners.cause,
            f"{side}_time": time_of(row)[1],
        }
    return cells
