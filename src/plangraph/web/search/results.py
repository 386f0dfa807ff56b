# SPDX-License-Identifier: Apache-2.0
"""What a search gives: the best of each kind, why each is there, how many there are, and help where there are none."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from plangraph.web.search.entries import Entry, Form
from plangraph.web.search.matching import ANY, Match
from plangraph.web.search.words import locator_key, spans, words

__all__ = ["RANKS", "Group", "Hit", "Results"]

# Best first: by its mark or identifier, by its whole name, by words of its title or names, by what else is said of it.
RANKS = ("locator", "whole", "name", "rest")


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found.

    Parameters
    ----------
    rank: one of `RANKS`; matches: what the typed words mean.
    """

    entry: Entry
    rank: str
    matches: Sequence[Match]

    def marked(self, text: str) -> list[tuple[str, bool]]:
        """A text in pieces, each with whether it is what was searched for."""
        text = unicodedata.normalize("NFC", text)
        parts = list(spans(text))
        read = [word for _, _, word in parts]
        found = {place for match in self.matches for place in match.places(read)}
        pieces: list[tuple[str, bool]] = []
        end = 0
        for place in sorted(found):
            start, stop, _ = parts[place]
            pieces += [(text[end:start], False), (text[start:stop], True)]
            end = stop
        return [piece for piece in (*pieces, (text[end:], False)) if piece[0]]

    def why(self) -> list[Form]:
        """The forms that hold the words which neither title nor plan shows."""
        entry = self.entry
        seen = [*words(entry.title), *words(entry.title_en), *words(entry.context)]
        missing = [match for match in self.matches if not _covers(match, seen, entry.locator)]
        shown = []
        for form in entry.forms:
            left = [match for match in missing if not _covers(match, words(form.text), form.place, form.kind == "term")]
            if len(left) < len(missing):
                shown.append(form)
                missing = left
        return shown


def _covers(match: Match, found: Sequence[str], locator: str, other_name: bool = False) -> bool:
    is_row = bool(match.locator and locator) and f"{locator_key(locator)}.".startswith(match.locator)
    closeness = match.among_other_names() if other_name else ANY
    return is_row or bool(match.places(found, closeness))


@dataclass(frozen=True, slots=True)
class Group:
    """The best of a kind, and how many of the kind there are."""

    kind: str
    total: int
    hits: Sequence[Hit]


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found.

    Parameters
    ----------
    words: what of the question was searched for, as it was typed.
    total: how many there are in the plan that was asked for; everywhere: how many in any plan.
    kinds: how many of each kind there are, in the plan that was asked for.
    slips: the word that was taken instead of one that is nowhere.
    best: the best hits of a kind: how many of them, after how many.
    plans: how many there are for each plan, of a kind or of all.
    near: where nothing was found, for each word that is nowhere what a person may have meant.
    alone: where nothing was found, how many each of several words finds by itself.
    """

    words: Sequence[str]
    total: int
    everywhere: int
    kinds: Mapping[str, int]
    slips: Mapping[str, str]
    best: Callable[[str, int, int], Sequence[Hit]]
    plans: Callable[[str], Mapping[str, int]]
    near: Mapping[str, Sequence[str]] = field(default_factory=dict)
    alone: Mapping[str, int] = field(default_factory=dict)

    def groups(self, most: int) -> list[Group]:
        """The best of each kind, so many at most; the kind with the best hit first."""
        groups = [Group(kind, total, self.best(kind, most, 0)) for kind, total in self.kinds.items()]
        return sorted(groups, key=lambda group: RANKS.index(group.hits[0].rank))
