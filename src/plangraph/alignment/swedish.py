# SPDX-License-Identifier: Apache-2.0
"""Swedish words as they are compared: lemmas, the parts of compounds, word families, and the terms of the field.

`simplemma` gives lemmas and knows which words are Swedish; that is what makes compounds divisible: a part must be a
word of its own. The terms come from `data/reference/terms.csv`, so that an abbreviation meets its expansion.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from simplemma import is_known, lemmatize

__all__ = ["TERM", "Analyzer", "Mention", "character_grams", "lemma", "parts", "words_and_lemmas"]

# What marks a term of the field among the tokens, so that it never meets a word.
TERM = "§"
_WORD = re.compile(r"[^\W_]+")
# A hyphen inside a word is a line break's or the writer's; “patient- och” keeps its own.
_HYPHEN = re.compile(r"(?<=[a-zåäö])-(?=[a-zåäö])")
# Endings that turn a word into another of the same family: implementera, implementering.
_FAMILY = re.compile(r"(ering|erad|era|ande|ende|ning|ing|het|lig|isk|ik|an|a|e|t)$")
# Words that simplemma knows and that are no part of a compound but its ending.
_ENDINGS = frozenset(
    (
        *("alen", "ande", "arna", "aste", "able", "ende", "erna", "het", "ingen", "inte", "isk", "lig", "ligt"),
        *("ling", "ning", "ring", "sion", "tion"),
    )
)
_SHORTEST = 4
_SHORTEST_COMPOUND = 8
_COMMON = """
alla att av bl blir bli de dem den denna dess dessa det detta du där efter eller en enligt ett ex från för genom
gäller ha har hur i ibland in inför inom inte kan man med mellan mm mot nu när och om på sa samt sig sin sina
sitt ska skall skulle som så t tex till under upp ut utan utifrån vad var vara vart vi vid vilka vilken vilket
vår våra är även över
"""
_STOPWORDS = frozenset(_COMMON.split())


@lru_cache(maxsize=200_000)
def lemma(word: str) -> str:
    """The dictionary form of a word."""
    return lemmatize(word, lang="sv", greedy=True).lower()


@lru_cache(maxsize=200_000)
def _known(word: str) -> bool:
    return word not in _ENDINGS and is_known(word, lang="sv")


@lru_cache(maxsize=200_000)
def parts(word: str) -> tuple[str, ...]:
    """The parts of a compound, each a word that is known, the parts of its parts too; none for a simple word.

    Of several divisions the one with the fewest and longest parts is taken: vård + program, not vår + dpro + gram.
    """
    if len(word) < _SHORTEST_COMPOUND:
        return ()
    divided = _division(word, whole=False)
    if divided is None:
        return ()
    pieces = divided[1]
    # a word of its own is divided only where the division is beyond doubt
    if _known(word) and (len(pieces) > 2 or min(map(len, pieces)) < _SHORTEST):
        return ()
    found: list[str] = []
    for piece in map(lemma, pieces):
        found += [piece, *parts(piece)]
    return tuple(found)


@lru_cache(maxsize=400_000)
def _division(word: str, *, whole: bool) -> tuple[float, tuple[str, ...]] | None:
    """The cheapest division of a word and its cost; `whole` lets the word stand undivided."""
    best: tuple[float, tuple[str, ...]] | None = None
    if whole and len(word) >= _SHORTEST and _known(word):
        best = (_cost(word), (word,))
    for cut in range(3, len(word) - 3):
        head = word[:cut]
        # patient|s|rätt: the s between two parts belongs to neither
        for first, price in ((head, 0.0), (head[:-1], 0.1)) if head.endswith("s") else ((head, 0.0),):
            if len(first) < 3 or not _known(first):
                continue
            rest = _division(word[cut:], whole=True)
            if rest is not None:
                candidate = (_cost(first) + price + rest[0], (first, *rest[1]))
                best = candidate if best is None else min(best, candidate)
    return best


def _cost(piece: str) -> float:
    return 1.0 if len(piece) > _SHORTEST else 1.5


@lru_cache(maxsize=200_000)
def _family(word: str) -> str:
    stem = _FAMILY.sub("", word) if len(word) > 5 else word
    return stem if len(stem) >= _SHORTEST else word


@lru_cache(maxsize=200_000)
def _word_tokens(word: str) -> tuple[str, ...]:
    """A word's tokens: its family and the families of its parts."""
    base = lemma(word)
    if word in _STOPWORDS or base in _STOPWORDS:
        return ()
    return (_family(base), *(_family(part) for part in parts(base)))


def character_grams(text: str) -> list[str]:
    """The grams of three to five letters of each word, the word's edges among them."""
    grams: list[str] = []
    for word in _WORD.findall(_HYPHEN.sub("", text.lower())):
        edged = f" {word} "
        grams += [edged[i : i + n] for n in (3, 4, 5) for i in range(len(edged) - n + 1)]
    return grams


@dataclass(frozen=True, slots=True)
class Mention:
    """A term of the field in a text: the term, its kind, the words there, and whether they are an abbreviation."""

    term: str
    kind: str
    written: str
    short: bool


@dataclass(frozen=True, slots=True)
class _Name:
    term: str
    kind: str
    lemmas: tuple[str, ...]
    short: str  # the abbreviation as it is written, empty for a name in words


@dataclass(frozen=True)
class Analyzer:
    """Turns texts into tokens by the terms of the field; keeps what it found, since texts are asked for many times."""

    labels: Mapping[str, str]
    _names: Mapping[str, Sequence[_Name]] = field(repr=False)  # by the first lemma
    _tokens: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, terms: Iterable[Mapping[str, str]]) -> Analyzer:
        """An analyzer for rows with `term`, `label`, `alternatives` (divided by `|`) and `kind`.

        Names that are ambiguous stand in a column of their own, which is not read: VC is no evidence of a vårdcentral.
        """
        names: dict[str, list[_Name]] = defaultdict(list)
        labels = {}
        for row in terms:
            labels[row["term"]] = row["label"]
            for name in (row["label"], *row.get("alternatives", "").split("|")):
                lemmas = tuple(base for _, base in words_and_lemmas(name))
                if lemmas:
                    short = name.strip() if len(lemmas) == 1 and sum(map(str.isupper, name)) > 1 else ""
                    names[lemmas[0]].append(_Name(row["term"], row.get("kind", ""), lemmas, short))
        return cls(labels, dict(names))

    def mentions(self, text: str) -> list[Mention]:
        """The terms that a text names, in words, in short, or as part of a compound."""
        words = words_and_lemmas(text)
        found = []
        for start, (written, base) in enumerate(words):
            for name in self._names.get(base, ()):
                here = words[start : start + len(name.lemmas)]
                # far is no FaR; kssk can be nothing else than KSSK
                wanted = not name.short or written == name.short or not _known(written.lower())
                if wanted and tuple(each for _, each in here) == name.lemmas:
                    as_written = " ".join(each for each, _ in here)
                    found.append(Mention(name.term, name.kind, as_written, bool(name.short)))
            found += [
                Mention(name.term, name.kind, written, False)
                for part in parts(base)
                for name in self._names.get(part, ())
                if not name.short and len(name.lemmas) == 1
            ]
        return found

    def readable(self, text: str) -> dict[str, str]:
        """A word of the text for each token, as a person would recognise it: its dictionary form."""
        found: dict[str, str] = {}
        for word, base in words_and_lemmas(text):
            for token in _word_tokens(word.lower()):
                found.setdefault(token, base)
        return found

    def tokens(self, text: str) -> tuple[str, ...]:
        """A text's tokens: word families, parts of compounds, terms; an abbreviation brings the words of its term."""
        if text not in self._tokens:
            found = [token for word in _WORD.findall(_HYPHEN.sub("", text)) for token in _word_tokens(word.lower())]
            for mention in self.mentions(text):
                found.append(TERM + mention.term)
                if mention.short:
                    label = self.labels[mention.term]
                    found += [token for word in _WORD.findall(label) for token in _word_tokens(word.lower())]
            self._tokens[text] = tuple(found)
        return self._tokens[text]


@lru_cache(maxsize=50_000)
def words_and_lemmas(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a text, as written and in their dictionary form."""
    return tuple((word, lemma(word.lower())) for word in _WORD.findall(_HYPHEN.sub("", text)))
