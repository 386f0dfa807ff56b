# SPDX-License-Identifier: Apache-2.0
"""Counterparts: the candidates of a row in order, with reasons, and those among them that are proposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from plangraph.alignment.acceptance import accepted, by_likelihood
from plangraph.alignment.features import Meaning, Pairs, compare
from plangraph.alignment.reasons import Reasons, reasons_for
from plangraph.alignment.scoring import model
from plangraph.alignment.swedish import Analyzer
from plangraph.alignment.texts import Text, Texts
from plangraph.alignment.vectors import Vectors

__all__ = ["Aligner", "Comparison", "Counterpart"]

_THE_SAME, _SURE, _HARDLY = 0.95, 0.6, 0.4
# Where one row says so many times more of the other than the other of it, it is the broader one.
_BROADER = 1.6


@dataclass(frozen=True)
class Counterpart:
    """A candidate for a row.

    Parameters
    ----------
    confidence: how likely the two are counterparts; `similarity`: how alike their words are; both 0 to 1.
    predicate: what the second is to the first: exact, close, broad, narrow or related.
    """

    one: Text
    other: Text
    confidence: float
    similarity: float
    predicate: str
    reasons: Reasons


class Aligner:
    """Compares groups of texts among all that were read.

    Parameters
    ----------
    texts: every text, also those that are not compared: they tell which words are common.
    terms: rows of the field's terms, see `Analyzer.of`; `areas`: the focus area of rows, by identifier.
    meaning: gives texts vectors, from a model of the user's.
    """

    def __init__(
        self,
        texts: Texts,
        terms: Iterable[Mapping[str, str]],
        areas: Mapping[str, str] | None = None,
        meaning: Meaning | None = None,
    ) -> None:
        self.texts = texts
        self._vectors = Vectors(texts, Analyzer.of(terms))
        self._areas = areas or {}
        self._meaning = meaning

    def compare(self, one: Sequence[Text], other: Sequence[Text], *, upward: bool = False) -> Comparison:
        """Hold two groups of texts against each other; `upward`: the second is of a superior plan."""
        sides = self._vectors.side(one), self._vectors.side(other)
        pairs = compare(*sides, upward=upward, meaning=self._meaning)
        return Comparison(pairs, "upward" if upward else "beside", self._vectors, self._areas)


class Comparison:
    """What came out of comparing two groups of texts."""

    def __init__(self, pairs: Pairs, kind: str, vectors: Vectors, areas: Mapping[str, str]) -> None:
        self.pairs = pairs
        self._model = model(kind)
        self._vectors = vectors
        self._areas = areas
        self.probability = self._model.probability(pairs)

    def proposals(self) -> list[Counterpart]:
        """The counterparts that are proposed, by the place of their rows."""
        places = sorted(accepted(self.pairs, self.probability, self._model), key=self._rows_of)
        return [self._counterpart(place) for place in places]

    def ranked(self, row: Text, most: int = 5) -> list[Counterpart]:
        """The candidates of a row of the first group, the likeliest first, proposed or not."""
        return [self._counterpart(place) for place in self._by_row.get(row.curie, [])[:most]]

    def without(self) -> list[tuple[Text, float]]:
        """Rows of the first group for which nothing is proposed, and how likely it is that there is nothing."""
        met = {int(self.pairs.i[place]) for place in accepted(self.pairs, self.probability, self._model)}
        nothing = np.ones(len(self.pairs.one.texts))
        np.multiply.at(nothing, self.pairs.i, 1 - self.probability)
        return [(text, float(nothing[row])) for row, text in enumerate(self.pairs.one.texts) if row not in met]

    @cached_property
    def _by_row(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place in by_likelihood(self.pairs, self.probability):
            found.setdefault(self.pairs.one.texts[self.pairs.i[place]].curie, []).append(place)
        return found

    def _rows_of(self, place: int) -> tuple[int, float, int]:
        return int(self.pairs.i[place]), -round(float(self.probability[place]), 6), int(self.pairs.j[place])

    def _counterpart(self, place: int) -> Counterpart:
        one, other = self.pairs.one.texts[self.pairs.i[place]], self.pairs.other.texts[self.pairs.j[place]]
        alike = {name: float(numbers[place]) for name, numbers in self.pairs.features.items()}
        reasons = reasons_for(one, other, self._vectors, alike, self._areas)
        confidence = float(self.probability[place])
        return Counterpart(
            one,
            other,
            confidence,
            alike["similarity"],
            _predicate(confidence, alike["words"], reasons.covered),
            reasons,
        )


def _predicate(confidence: float, words: float, covered: tuple[float, float]) -> str:
    first, second = covered
    if words >= _THE_SAME and confidence >= _SURE:
        return "exact"
    if confidence < _HARDLY:
        return "related"
    if first > _BROADER * second:
        return "broad"
    if second > _BROADER * first:
        return "narrow"
    return "close"
