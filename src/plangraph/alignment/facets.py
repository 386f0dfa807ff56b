# SPDX-License-Identifier: Apache-2.0
"""What a text is about, seen from a few sides: theme, organ, people, kind of work; by the words in `facets.csv`.

Words tell that two texts speak of the same thing; facets tell that they speak of the same thing in other words, and
that they speak of different things in the same words: screening of the lung is not screening of the prostate.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from plangraph.alignment.swedish import words_and_lemmas

__all__ = ["FACETS", "Facets", "facets"]

FACETS = ("theme", "organ", "people", "action")
_TABLE = Path(__file__).with_name("facets.csv")


@dataclass(frozen=True)
class Facets:
    """The values of all facets, in one order: `names` are pairs of facet and value."""

    names: tuple[tuple[str, str], ...]
    _words: tuple[re.Pattern[str] | None, ...]
    _phrases: tuple[tuple[int, str], ...]

    def columns(self, facet: str) -> NDArray[np.intp]:
        """Places of the values of one facet."""
        return np.array([place for place, (name, _) in enumerate(self.names) if name == facet], dtype=np.intp)

    def matrix(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """One row per text with 1 for each value that it speaks of."""
        result = np.zeros((len(texts), len(self.names)))
        for row, text in enumerate(texts):
            result[row, list(_found(text))] = 1.0
        return result


@cache
def facets() -> Facets:
    """The facets that come with plangraph."""
    with _TABLE.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    names = tuple((row["facet"], row["value"]) for row in rows)
    given = [[" ".join(phrase.split()) for phrase in row["words"].split("|")] for row in rows]
    words = tuple(_pattern([phrase for phrase in phrases if " " not in phrase]) for phrases in given)
    # a phrase may go on (min vårdplaner), but not begin inside a word
    phrases = tuple(
        (place, f" {phrase.rstrip('*')}") for place, each in enumerate(given) for phrase in each if " " in phrase
    )
    return Facets(names, words, phrases)


def _pattern(words: Sequence[str]) -> re.Pattern[str] | None:
    """A pattern for any of some words, where `*` stands for any beginning or ending."""
    forms = [re.escape(word).replace(r"\*", r"\w*") for word in words]
    return re.compile("|".join(forms)) if forms else None


@lru_cache(maxsize=200_000)
def _of_word(word: str) -> frozenset[int]:
    return frozenset(
        place for place, pattern in enumerate(facets()._words) if pattern is not None and pattern.fullmatch(word)
    )


@lru_cache(maxsize=200_000)
def _found(text: str) -> tuple[int, ...]:
    both = words_and_lemmas(text)
    found: set[int] = set()
    for word, base in both:
        found |= _of_word(word.lower()) | _of_word(base)
    lines = (" " + " ".join(word.lower() for word, _ in both), " " + " ".join(base for _, base in both))
    found |= {place for place, phrase in facets()._phrases if any(phrase in line for line in lines)}
    return tuple(sorted(found))
