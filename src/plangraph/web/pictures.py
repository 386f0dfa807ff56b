# SPDX-License-Identifier: Apache-2.0
"""Pictures for the explorer's pages: drawn once from the answers that it keeps, with its addresses in them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from hashlib import sha256
from threading import Lock
from typing import Any

import pyoxigraph as ox
from flask import url_for

from plangraph.report import LANGUAGES
from plangraph.view import STYLE, Found, Known, Lexicon, Picture, Scope, Ways, draw, rows_in, scripts, style
from plangraph.vocabulary import ID, row_node
from plangraph.web.answers import Answers, Row
from plangraph.web.judged import Judged

__all__ = ["Pictures", "picture_files", "version"]

_KEPT = 24
_WAYS = 5_000
# What a node of the picture is, by what its id begins with.
_ROWS = {"g": "goal", "s": "goal", "t": "activity"}
_OTHERS = {"p": "", "a": "area/", "o": "actor/"}


class Pictures:
    """The pictures of a dataset, for many threads at once; the latest are kept.

    Parameters
    ----------
    judged: the findings; a picture that is asked for before the rules have been run shows none.
    """

    def __init__(self, store: ox.Store, answers: Answers, judged: Judged, as_of: date) -> None:
        self._store, self._answers, self._judged, self._as_of = store, answers, judged, as_of
        self._kept: OrderedDict[tuple[Scope, str, bool], Picture] = OrderedDict()
        self._ways = Ways(store, _WAYS)
        self._guard = Lock()

    @cached_property
    def lexicons(self) -> dict[str, Lexicon]:
        """Names of codes, areas and plans, by language."""
        return {language: Lexicon.of(self._store, language) for language in LANGUAGES}

    @cached_property
    def _found(self) -> Found:
        return Found(self._judged.all())

    def warm(self) -> None:
        """Look up beforehand what is the same for many pictures."""
        _ = self.lexicons
        activities = {(row["plan"], row["activity"]) for row in self._answers.rows("activities")}
        if len(activities) <= _WAYS:
            self._ways.up(activities)
        # the first of its kind makes the indices that the others look up in
        known = Known(self._store, self._answers, self._ways, Found(()), self._as_of)
        for plan, activity in sorted(activities)[:1]:
            draw(known, self.lexicons["sv"], Scope(plan=plan, activity=activity))

    def rows(self, scope: Scope) -> Sequence[Row]:
        """The rows of `activities` that a resolved scope holds. Raises `InputError` where nothing meets it."""
        return rows_in(self._store, self._answers, self.lexicons["sv"], scope)

    def draw(self, scope: Scope, language: str) -> Picture:
        """The picture of a resolved scope. Raises `InputError` where nothing meets it."""
        ready = self._judged.ready
        key = (scope, language, ready)
        with self._guard:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        known = Known(self._store, self._answers, self._ways, self._found if ready else Found(()), self._as_of)
        picture = draw(known, self.lexicons[language], scope, _Explorer.in_request())
        with self._guard:
            self._kept[key] = picture
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return picture


@dataclass(frozen=True, slots=True)
class _Explorer:
    """The explorer's addresses, in the language of a request: what stands before and after the name of a node."""

    before: str
    after: str

    @classmethod
    def in_request(cls) -> _Explorer:
        """Those of the present request."""
        before, _, after = url_for("things.thing", name="NAME").partition("NAME")
        return cls(before, after)

    def page(self, node: str) -> str:
        """The address of the page about a node of the picture."""
        kind, name = node[0], node[2:]
        if kind in _ROWS:
            plan, _, locator = name.partition("/")
            named = str(row_node(plan, _ROWS[kind], locator)).removeprefix(str(ID))
        else:
            named = _OTHERS[kind] + name
        return f"{self.before}{named}{self.after}"

    def picture(self, part: str) -> str:
        """The address of pictures of one plan, area, goal or actor, up to the name of it."""
        address = url_for("picture.picture")
        return f"{address}{'&' if '?' in address else '?'}{part}="

    def rows(self, scope: Scope, plan: str, area: str, *, ownerless: bool) -> str:
        """The address of the list of a scope's activities in a plan and area."""
        if scope.goal or scope.activity:
            return ""  # what leads to a goal is no list of one plan's rows, and a single row has its page
        given: dict[str, Any] = {"plan": plan[2:], "area": area[2:] or scope.area, "actor": scope.actor}
        given["owned"] = "no" if ownerless else ""
        return url_for("lists.activities", **{name: value for name, value in given.items() if value})


def picture_files() -> dict[str, str]:
    """The scripts and the style of the picture, by name, scripts in the order in which a page reads them."""
    return {**scripts(), STYLE: style()}


@cache
def version() -> str:
    """A mark of what the files hold, for their addresses: they may be kept for ever by whoever has fetched them."""
    return sha256("".join(picture_files().values()).encode()).hexdigest()[:16]
