# SPDX-License-Identifier: Apache-2.0
"""Which row of one plan is which row of another: by what was judged, by the locator, by the wording, or as proposed.

It is the same from either end: exchanging old and new exchanges the two ends of each pair.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from difflib import SequenceMatcher
from math import ceil, floor

from plangraph.alignment.judgements import Judgements, Link
from plangraph.register.locators import natural_key

__all__ = ["Proposer", "normal", "pairs"]

# How alike two wordings must be to be taken for one row. Different rows of one plan reach 0.89; under one locator,
# where the row may well be reworded, of a hundred pairs of different rows one reaches a half.
_NEAR = 0.9
_NEAR_UNDER_ONE_LOCATOR = 0.5
# Of two wordings that are alike, the one that kept its locator; more than a slip of the pen makes of a difference.
_KEPT_LOCATOR = 0.05
_NO_WORD = re.compile(r"[\W_]+")

# Proposes links between rows of a kind, goal or activity, given the locators of the old ones and of the new ones.
Proposer = Callable[[str, Collection[str], Collection[str]], Iterable[Link]]


def pairs(
    old: Mapping[str, str],
    new: Mapping[str, str],
    judged: Judgements,
    propose: Callable[[Collection[str], Collection[str]], Iterable[Link]] | None = None,
    *,
    one_plan: bool,
) -> list[Link]:
    """The pairs of rows that belong together, those that are merely related included.

    Parameters
    ----------
    old, new: the words of the rows by locator.
    judged: what people said of them, which comes before everything else.
    propose: proposes links between rows that nobody judged and no wording settles, given by their locators.
    one_plan: both are versions of one plan, so that a locator means the same row in both.
    """
    found = [link for link in judged.links.values() if link.old in old and link.new in new]
    left_old = _left(old, judged.old_compared | {link.old for link in found})
    left_new = _left(new, judged.new_compared | {link.new for link in found})
    worded = _by_wording(left_old, left_new, judged, one_plan=one_plan)
    found += worded
    left_old = _left(left_old, {link.old for link in worded})
    left_new = _left(left_new, {link.new for link in worded})
    if propose and left_old and left_new:
        proposed = [
            link
            for link in propose(left_old, left_new)
            if link.old in left_old and link.new in left_new and (link.old, link.new) not in judged.denied
        ]
        found += _one_to_one((link.confidence or 0, link) for link in proposed) if one_plan else proposed
    return found


def normal(words: str) -> str:
    """Words without what makes no difference: capitals, spaces, punctuation."""
    return _NO_WORD.sub(" ", unicodedata.normalize("NFC", words).casefold()).strip()


def _left(rows: Mapping[str, str], taken: set[str]) -> dict[str, str]:
    return {locator: words for locator, words in rows.items() if locator not in taken}


def _by_wording(old: Mapping[str, str], new: Mapping[str, str], judged: Judgements, *, one_plan: bool) -> list[Link]:
    old_words = {locator: normal(words) for locator, words in old.items()}
    new_words = {locator: normal(words) for locator, words in new.items()}
    candidates = []
    near = _near(old_words, new_words)
    for old_locator, old_text in old_words.items():
        same = {old_locator} & new_words.keys() if one_plan else set()
        for new_locator in same.union(near[old_locator]):
            kept = new_locator in same
            new_text = new_words[new_locator]
            likeness = _likeness(old_text, new_text, _NEAR_UNDER_ONE_LOCATOR if kept else _NEAR)
            if likeness and (old_locator, new_locator) not in judged.denied:
                match = "locator" if kept else "wording"
                link = Link(old_locator, new_locator, match, round(likeness, 2))
                candidates.append((likeness + _KEPT_LOCATOR * kept, link))
    return _one_to_one(candidates)


def _near(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, list[str]]:
    """For each old row the new ones whose words may be near enough, by their length and by which letters they have.

    None is left out that `_likeness` would call near; what it costs to be sure is spent on these few only.
    """
    every = [*old.values(), *new.values()]
    place = {letter: number for number, letter in enumerate(sorted(set().union(*every)))}
    wide = max((max(Counter(text).values(), default=0) for text in every), default=0)

    def letters(text: str) -> int:
        # each letter has its own bits, as many of them set as it occurs: what two texts share are the bits of both
        return sum(((1 << count) - 1) << (wide * place[letter]) for letter, count in Counter(text).items())

    by_length = sorted((len(text), locator, letters(text)) for locator, text in new.items())
    lengths = [length for length, _, _ in by_length]
    shorter = _NEAR / (2 - _NEAR)
    found = {}
    for locator, text in old.items():
        here, size = letters(text), len(text)
        first, last = bisect_left(lengths, floor(size * shorter)), bisect_right(lengths, ceil(size / shorter))
        found[locator] = [
            other
            for length, other, there in by_length[first:last]
            if 2 * (here & there).bit_count() >= floor(_NEAR * (size + length))
        ]
    return found


def _likeness(one: str, other: str, least: float) -> float:
    """How alike two texts are, from 0 to 1, and 0 where it is less than asked for; the same from either end."""
    if one == other:
        return 1.0
    first, second = sorted((one, other))
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    likeness = matcher.ratio()
    return likeness if likeness >= least else 0.0


def _one_to_one(candidates: Iterable[tuple[float, Link]]) -> list[Link]:
    """The best pairs such that each row stands in one; equals in an order that is the same from either end."""
    taken_old: set[str] = set()
    taken_new: set[str] = set()
    found = []
    for _, link in sorted(
        candidates, key=lambda each: (-each[0], *sorted(map(natural_key, (each[1].old, each[1].new))))
    ):
        if link.old not in taken_old and link.new not in taken_new:
            taken_old.add(link.old)
            taken_new.add(link.new)
            found.append(link)
    return found
