# SPDX-License-Identifier: Apache-2.0
"""Filters that stand in a page's address: what may be chosen, what was chosen, and the rows shown on one page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from plangraph.web.addresses import changed
from plangraph.web.problems import BadValue, near
from plangraph.web.words import say

__all__ = ["PAGE_SIZE", "Filter", "Page", "choose", "filter_links", "only_known", "page_of"]

PAGE_SIZE = 50
_MOST_TO_CHOOSE = 60
_MOST_SUGGESTED = 500
# Parameters that every page may have besides its filters.
_ALWAYS = frozenset({"lang", "page", "format"})
# Filters that choose a plan, which may be called by its short name.
_PLANS = frozenset({"plan", "old", "new"})


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of a list.

    Parameters
    ----------
    name: the parameter's name in the address; label: as people read it.
    options: what may be chosen, labels by value.
    chosen: the value that was chosen, empty: none.
    within: the filter whose choice decides what this one offers: whoever takes that out takes this out with it.
    unused: what the address chose and the choice of `within` does not offer; the list is told without it.
    """

    name: str
    label: str
    options: Mapping[str, str]
    chosen: str
    within: str = ""
    unused: str = ""

    @property
    def chosen_label(self) -> str:
        """The label of what was chosen."""
        return self.options.get(self.chosen, self.chosen)

    @property
    def typed(self) -> bool:
        """Whether there is so much to choose from that a person had better write it."""
        return len(self.options) > _MOST_TO_CHOOSE

    @property
    def suggested(self) -> Sequence[str]:
        """What is suggested to a person who writes it."""
        return list(dict.fromkeys(self.options.values()))[:_MOST_SUGGESTED]

    @property
    def entry(self) -> str:
        """What stands in the field: the label of what was chosen, or the value itself where others have that label."""
        alike = [value for value, label in self.options.items() if label == self.chosen_label]
        return self.chosen_label if len(alike) == 1 else self.chosen


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: the rows shown, of how many, and where in them."""

    rows: Sequence[Any]
    total: int
    number: int
    pages: int
    size: int = PAGE_SIZE

    @property
    def first(self) -> int:
        """The number of the first row shown, 0 where there is none."""
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return min(self.number * self.size, self.total)


def only_known(names: Iterable[str]) -> None:
    """Refuse an address with a parameter that the page does not have: its list would not be what was asked for.

    Raises `BadValue`, naming those that there are.
    """
    known = {*names, *_ALWAYS}
    for name in request.args:
        if name not in known:
            raise BadValue(
                say(
                    f"Filtret ”{name[:50]}” finns inte här. De som finns är {', '.join(sorted(known))}.",
                    f"There is no filter “{name[:50]}” here. Those that exist are {', '.join(sorted(known))}.",
                ),
                [(say("Ta bort det", "Take it out"), changed(**{name: None}))],
            )


def choose(name: str, label: str, options: Mapping[str, str]) -> Filter:
    """The filter of that name with what the address chooses, by value, by label, or by a plan's unique short name.

    Raises `BadValue`, suggesting near ones, for a value that is not among the options.
    """
    given = request.args.get(name, "").strip()
    if not given or given in options:
        return Filter(name, label, options, given)
    folded = given.casefold()
    meant = [value for value, text in options.items() if folded in (value.casefold(), text.casefold())]
    if name in _PLANS and not meant:
        meant = [value for value in options if value.rpartition("-")[0] == folded]
    if len(meant) == 1:
        return Filter(name, label, options, meant[0])
    suggested = meant or near(given, options) or (list(options) if len(options) <= 10 else [])
    raise BadValue(
        say(f"{label}: ”{given[:100]}” finns inte i grafen.", f"{label}: “{given[:100]}” is not in the graph."),
        [(options[value], changed(**{name: value})) for value in suggested]
        + [(say("Visa utan filtret", "Show without the filter"), changed(**{name: None}))],
    )


def filter_links(filters: Iterable[Filter]) -> list[tuple[str, str]]:
    """What was chosen, each with the address that takes it out, and what was chosen within it."""
    filters = list(filters)
    found = []
    for each in (it for it in filters if it.chosen):
        gone = [each.name, "page", *(other.name for other in filters if other.within == each.name)]
        found.append((f"{each.label}: {each.chosen_label}", changed(**dict.fromkeys(gone))))
    return found


def page_of(rows: Sequence[Any], size: int = PAGE_SIZE) -> Page:
    """The page of a list that the address asks for. Raises `BadValue` for a page that there is not."""
    pages = max(1, -(-len(rows) // size))
    given = request.args.get("page", "1")
    number = int(given) if given.isascii() and given.isdecimal() and len(given) < 8 else 0
    if not 1 <= number <= pages:
        raise BadValue(
            say(
                f"Sidan {given[:20]} finns inte: listan har {pages}.",
                f"There is no page {given[:20]}: the list has {pages}.",
            ),
            [(say("Första sidan", "The first page"), changed(page=None))],
        )
    return Page(rows[(number - 1) * size : number * size], len(rows), number, pages, size)
