# SPDX-License-Identifier: Apache-2.0
"""Words as search compares them: without capitals, accents and endings; and locators as their letters and numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

import snowballstemmer

__all__ = ["fold", "is_number", "locator_key", "own_words", "spans", "stem", "words"]

_WORD = re.compile(r"[^\W_]+")
_RUN = re.compile(r"[^\W\d_]+|\d+")
_ACCENT = re.compile(r"[\u0300-\u036f]")
# Soft hyphens, marks of direction and other signs that nobody sees, pasted along with a word.
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1$")
_STEMMER = snowballstemmer.stemmer("swedish")


def fold(text: str) -> str:
    """A text without capitals and accents, so that å, ä and ö may be typed or not."""
    folded = _UNSEEN.sub("", text).casefold()
    return folded if folded.isascii() else _ACCENT.sub("", unicodedata.normalize("NFKD", folded))


@lru_cache(maxsize=20_000)  # headings and names of terms stand in many rows
def words(text: str) -> tuple[str, ...]:
    """The words and numbers of a text, folded."""
    return tuple(_WORD.findall(fold(text)))


def own_words(text: str) -> list[str]:
    """The words of a text with their accents, where “RÖ” must not be “ro”."""
    return _WORD.findall(_UNSEEN.sub("", unicodedata.normalize("NFC", text)).casefold())


def spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Where each word of a composed (NFC) text begins and ends, and the word as search compares it."""
    for match in _WORD.finditer(text):
        yield match.start(), match.end(), "".join(words(match[0]))


def is_number(word: str) -> bool:
    """Whether a word is written in digits alone; numbers have no endings and no compounds."""
    return word.isdecimal()


@cache
def stem(word: str) -> str:
    """A folded word without its ending, the same for its forms: “palliativt” and “palliativa” are one.

    Snowball leaves most neuter endings and the consonant that they double: regionalt, programmet.
    """
    if any(map(str.isdecimal, word)):
        return word
    stemmed: str = _STEMMER.stemWord(word)
    for ending in ("et", "t"):
        if stemmed.endswith(ending) and len(stemmed) - len(ending) >= 4:
            stemmed = stemmed.removesuffix(ending)
            break
    return _DOUBLED.sub(r"\1", stemmed)


def locator_key(text: str) -> str:
    """The letters and numbers of a locator, however it is set: `4.d/2`, `4d/2` and `4.d~2` are `4.d.2`."""
    return ".".join(_RUN.findall(fold(text)))
