# SPDX-License-Identifier: Apache-2.0
"""Texts as sparse vectors by words, letters and facets, each row with its heading, its goal and what hangs below.

Weights are inverse document frequencies over every text that was read, so that a word which all plans use tells little.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.feature_extraction.text import CountVectorizer

from plangraph.alignment.facets import facets
from plangraph.alignment.swedish import Analyzer, character_grams
from plangraph.alignment.texts import Text, Texts

__all__ = ["THEME_SHARE", "Side", "Vectors", "clean_heading", "dots"]

# scipy's stubs do not cover sparse matrices well enough to be of help
_Matrix = Any

# How much what stands around a row counts beside its own words; set on the tuning pairs.
_HEADING, _PARENT, _BELOW = 0.6, 0.6, 1.0
_FACET_HEADING, _FACET_PARENT, _FACET_BELOW = 0.8, 0.6, 0.5
# How much a shared theme counts beside shared words and shared letters.
THEME_SHARE = 0.2
# “2.1 Screening” and “3.c.) Screening” are the same heading.
_NUMBERING = re.compile(r"^\s*(?:\d+|[A-Z]?\d+(?:\.\w+)+|\d+\.\w\.?\)?)[\w.]*[).]*\s+")
# Pairs that are multiplied at a time, and how many products are made in one go where that is quicker.
_CHUNK = 4_000
_ALL_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class Side:
    """The texts of one side of a comparison and their vectors, one row each, all but `rest` of length 1.

    Parameters
    ----------
    whole: words, letters and themes of a row with what stands around it; their products add up to the likeness.
    words, letters: of the row's own words; `rest`: own words and what hangs below, neither normed.
    heading: which words the headings hold (0 or 1); `above`: the words of the goals that the rows stand under.
    facets: what the row is about; `below`: the words of each row below, and `owner` the place of its goal.
    """

    texts: Sequence[Text]
    whole: _Matrix
    words: _Matrix
    letters: _Matrix
    rest: _Matrix
    heading: _Matrix
    above: _Matrix
    facets: NDArray[np.float64]
    below: _Matrix
    below_letters: _Matrix
    owner: NDArray[np.intp]


class _Space:
    """One way to count, and the weight of each thing counted."""

    def __init__(self, documents: Sequence[str], analyzer: Callable[[str], Any]) -> None:
        # no document need hold anything to count, for which scikit-learn has no vocabulary
        self._counts = CountVectorizer(analyzer=analyzer)
        if not any(analyzer(document) for document in documents):
            self._counts = CountVectorizer(analyzer=analyzer, vocabulary=[""])
        found = self._counts.fit_transform(documents)
        share = (np.bincount(found.indices, minlength=found.shape[1]) + 0.5) / (found.shape[0] + 0.5)
        self.weights: NDArray[np.float64] = np.maximum(np.log(1 / share), 0) + 0.05

    def present(self, texts: Sequence[str]) -> _Matrix:
        return (self._counts.transform(texts) > 0).astype(np.float64).tocsr()

    def weighted(self, texts: Sequence[str]) -> _Matrix:
        counts = self._counts.transform(texts).astype(np.float64)
        counts.data = 1 + np.log(counts.data)
        return (counts @ sp.diags(self.weights)).tocsr()


class Vectors:
    """The vectors of all texts that were read, so that any two groups of them can be compared."""

    def __init__(self, texts: Texts, analyzer: Analyzer) -> None:
        self.texts = texts
        self.analyzer = analyzer
        documents = [f"{text.words} . {clean_heading(text.heading)}" for text in texts.rows]
        self._words = _Space(documents, analyzer.tokens)
        self._letters = _Space(documents, character_grams)
        about = self._about(texts.rows)
        self._facet_weights = np.log((len(about) + 1) / ((about > 0).sum(0) + 1))

    def weight(self, tokens: Sequence[str]) -> dict[str, float]:
        """How much each of some tokens tells."""
        places = self._words._counts.vocabulary_
        return {token: float(self._words.weights[places[token]]) for token in tokens if token in places}

    def side(self, group: Sequence[Text]) -> Side:
        """The vectors of some texts."""
        below = [child for text in group for child in self.texts.below(text)]
        owner = [place for place, text in enumerate(group) for _ in self.texts.below(text)]
        fields = self._fields(group)
        about = self._about(group) * self._facet_weights
        by_words, by_letters = ([space.weighted(part) for _, part in fields] for space in (self._words, self._letters))
        whole = [
            _unit(sum(weight * _unit(part) for (weight, _), part in zip(fields, parts, strict=True)))
            for parts in (by_words, by_letters)
        ]
        themes = _unit(sp.csr_matrix(about[:, facets().columns("theme")]))
        below_words = [text.words for text in below]
        return Side(
            group,
            sp.hstack([*whole, np.sqrt(THEME_SHARE) * themes]).tocsr(),
            _unit(by_words[0]),
            _unit(by_letters[0]),
            by_words[0] + by_words[3],
            self._words.present([clean_heading(text.heading) for text in group]),
            _unit(by_words[2]),
            about,
            _unit(self._words.weighted(below_words)) if below else _nothing(self._words),
            _unit(self._letters.weighted(below_words)) if below else _nothing(self._letters),
            np.array(owner, dtype=np.intp),
        )

    def _fields(self, group: Sequence[Text]) -> list[tuple[float, list[str]]]:
        parents = [self.texts.parent_of(text) for text in group]
        return [
            (1.0, [text.words for text in group]),
            (_HEADING, [clean_heading(text.heading) for text in group]),
            (_PARENT, [parent.words if parent else "" for parent in parents]),
            (_BELOW, [" . ".join(child.words for child in self.texts.below(text)) for text in group]),
        ]

    def _about(self, group: Sequence[Text]) -> NDArray[np.float64]:
        shares = (1.0, _FACET_HEADING, _FACET_PARENT, _FACET_BELOW)
        result = np.zeros((len(group), len(facets().names)))
        for share, (_, part) in zip(shares, self._fields(group), strict=True):
            result = np.maximum(result, share * facets().matrix(part))
        return result


def clean_heading(heading: str) -> str:
    """A heading without its numbers."""
    return " / ".join(_NUMBERING.sub("", part) for part in heading.split(" / "))


def dots(one: _Matrix, other: _Matrix, i: NDArray[np.intp], j: NDArray[np.intp]) -> NDArray[np.float64]:
    """The products of row `i` of one with row `j` of the other, pair by pair, in pieces that fit in memory."""
    if one.shape[0] * other.shape[0] <= _ALL_AT_ONCE:
        everything: NDArray[np.float64] = (one @ other.T).toarray()
        return everything[i, j]
    parts = [
        np.asarray(one[i[at : at + _CHUNK]].multiply(other[j[at : at + _CHUNK]]).sum(axis=1)).ravel()
        for at in range(0, len(i), _CHUNK)
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


def _unit(matrix: _Matrix) -> _Matrix:
    matrix = matrix.tocsr()
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    length[length == 0] = 1.0
    return (sp.diags(1 / length) @ matrix).tocsr()


def _nothing(space: _Space) -> _Matrix:
    return sp.csr_matrix((0, len(space.weights)))
