# SPDX-License-Identifier: Apache-2.0
"""Which words of the index a typed word means: the word itself, its forms, what begins or holds it, at last a slip."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache, partial

from plangraph.web.search.words import is_number, locator_key, stem, words

__all__ = ["ANY", "WHOLE_WORDS", "Lexicon", "Match", "match_token"]

# How near an indexed word is to the typed one: the same (0), a form of it, what begins so (2), what holds it. Each
# takes in those before it.
WHOLE_WORDS, ANY = 1, 3
# A beginning of two letters is one while typing; a part of a compound needs more, or everything would hold it.
_SHORTEST_BEGINNING = 2
_SHORTEST_PART = 4
_SHORTEST_STEM = 5
_SHORTEST_SLIP = 5
_SHORTEST_OF_OTHER_NAMES = 6
# Of get_close_matches: one wrong letter in six, and words that a person may have meant.
_SLIP = 0.82
_NEAR = 0.6


def match_token(key: str) -> str:
    """How a locator stands in the index, told from words by its first sign."""
    return f"={key}"


@dataclass(frozen=True, slots=True)
class Match:
    """What a typed word means in the index.

    Parameters
    ----------
    typed: the word, folded; locator: its key as a locator, empty where no locator begins so.
    exact, form, begins, holds: indexed words, each in the nearest of these that it fits.
    phrase: the parts of what is written with signs between, which must follow each other.
    slip: the word that was taken instead, where nothing is near.
    context: whether it may be a word of the context as well.
    """

    typed: str
    locator: str = ""
    exact: frozenset[str] = frozenset()
    form: frozenset[str] = frozenset()
    begins: frozenset[str] = frozenset()
    holds: frozenset[str] = frozenset()
    phrase: tuple[str, ...] = ()
    slip: str = ""
    context: bool = False

    def found(self) -> bool:
        """Whether the index holds anything of the kind."""
        return bool(self.locator or self.exact or self.form or self.begins or self.holds or self.phrase)

    def means(self, word: str, closeness: int = ANY) -> bool:
        """Whether an indexed word by itself is meant, up to a closeness."""
        return any(word in near for near in (self.exact, self.form, self.begins, self.holds)[: closeness + 1])

    def places(self, text: Sequence[str], closeness: int = ANY) -> set[int]:
        """Which of a text's words are meant, counted from 0."""
        found = {place for place, word in enumerate(text) if self.means(word, closeness)}
        if self.phrase:
            length = len(self.phrase)
            for place in range(len(text) - length + 1):
                if tuple(text[place : place + length]) == self.phrase:
                    found.update(range(place, place + length))
        return found

    def among_other_names(self) -> int:
        """How near a word among an entry's other names must be: a few letters would find what nobody sees there."""
        return ANY if len(self.typed) >= _SHORTEST_OF_OTHER_NAMES else WHOLE_WORDS

    def expression(self, closeness: int) -> str:
        """The match as FTS5 asks it, up to a closeness; empty where nothing is so near."""
        quoted = [f'"{word}"' for word in sorted(self.exact)]
        if self.phrase:
            quoted.append(f'"{" ".join(self.phrase)}"')
        if self.locator:
            quoted.append(f'"{match_token(self.locator)}"')
        if closeness >= 1:
            quoted += [f'"{word}"' for word in sorted(self.form)]
        if closeness >= 2:
            quoted += [f'"{word}"' for word in sorted(self.begins)]
            if self.locator:
                quoted.append(f'"{match_token(self.locator)}"*')
        if closeness >= 3:
            quoted += [f'"{word}"' for word in sorted(self.holds)]
        return " OR ".join(quoted)


class Lexicon:
    """Every word of the index.

    Parameters
    ----------
    indexed: each word as the index has it; shown: how people read those that stand in texts and mark rows.
    context: the words of entries' contexts.
    """

    def __init__(self, indexed: Iterable[str], shown: Mapping[str, str], context: Set[str]) -> None:
        tokens = sorted(indexed)
        self._locators = [token[1:] for token in tokens if token.startswith("=")]
        self._words = [token for token in tokens if not token.startswith("=")]
        self._known = frozenset(self._words)
        self._forms: dict[str, set[str]] = defaultdict(set)
        for word in self._words:
            self._forms[stem(word)].add(word)
        self._shown = shown
        self._context = context
        self.match = lru_cache(maxsize=1_000)(self._match)

    def _match(self, typed: str) -> Match:
        """What was typed between two spaces, as the index knows it."""
        match = self._as_known(typed)
        in_context = any(map(match.means, self._context)) or (
            bool(match.phrase) and self._context >= frozenset(match.phrase)
        )
        return replace(match, context=in_context)

    def _as_known(self, typed: str) -> Match:
        parts = words(typed)
        key = locator_key(typed)
        locator = key if any(map(str.isdecimal, key)) and _beginning(self._locators, key) else ""
        if len(parts) != 1:
            phrase = tuple(parts) if all(part in self._known for part in parts) else ()
            return Match(" ".join(parts), locator, phrase=phrase)
        word = parts[0]
        exact = frozenset({word}) & self._known
        if is_number(word):
            return Match(word, locator, exact)
        match = self._near_forms(word, locator, exact)
        if apart := self._apart(word):
            return replace(match, phrase=apart)
        if match.found() or len(word) < _SHORTEST_SLIP or key != word:
            return match
        if slip := self._slip(word):
            return replace(self._near_forms(slip, "", frozenset({slip})), slip=slip)
        return match

    def _near_forms(self, word: str, locator: str, exact: frozenset[str]) -> Match:
        stemmed = stem(word)
        beginnings = [word] if len(word) >= _SHORTEST_BEGINNING else []
        parts = [word] if len(word) >= _SHORTEST_PART else []
        if stemmed != word and len(stemmed) >= _SHORTEST_STEM:
            beginnings.append(stemmed)
            parts.append(stemmed)
        form = frozenset(self._forms.get(stemmed, ())) - exact
        begins = {each for beginning in beginnings for each in _beginning(self._words, beginning)} - exact - form
        holds = {each for part in parts for each in self._words if part in each} - exact - form - begins
        return Match(word, locator, exact, form, frozenset(begins), frozenset(holds))

    def _apart(self, word: str) -> tuple[str, ...]:
        """The two words that a compound is made of, where the plans write them apart."""
        cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
        halves = ((word[:cut], word[cut:]) for cut in cuts)
        return next((pair for pair in halves if self._known.issuperset(pair)), ())

    def _slip(self, word: str) -> str:
        """The word that begins alike, is about as long, and differs in a letter or two."""
        candidates = [each for each in _beginning(self._words, word[0]) if abs(len(each) - len(word)) <= 2]
        return next(iter(get_close_matches(word, candidates, n=1, cutoff=_SLIP)), "")

    def near(self, typed: str, most: int = 6) -> list[str]:
        """What a person may have meant, as people read it: a row above, the ends of a compound, what looks alike."""
        if any(map(str.isdecimal, typed)):
            runs = locator_key(typed).split(".")
            above = (match_token(".".join(runs[:cut])) for cut in range(len(runs) - 1, 0, -1))
            return [self._shown[mark] for mark in above if mark in self._shown][:1]
        word = "".join(words(typed))
        ends = [word[cut:] for cut in range(1, len(word) - _SHORTEST_PART + 1)]
        ends += [word[:cut] for cut in range(len(word) - 1, _SHORTEST_PART - 1, -1)]
        known = [end for end in ends if end in self._shown]
        alike = get_close_matches(word, filter(partial(_alike, word), self._shown), n=most, cutoff=_NEAR)
        return list(dict.fromkeys(self._shown[each] for each in (*known, *alike)))[:most]

    def as_read(self, word: str) -> str:
        """An indexed word as people read it."""
        return self._shown.get(word, word)


def _alike(word: str, other: str) -> bool:
    """Whether two words are about as long, and begin or end alike unless they are short: then it is worth comparing."""
    if abs(len(word) - len(other)) > 4:
        return False
    return len(word) < _SHORTEST_SLIP or word[:3] == other[:3] or word[-_SHORTEST_PART:] == other[-_SHORTEST_PART:]


def _beginning(ordered: list[str], beginning: str) -> list[str]:
    """Those of some ordered texts that begin so."""
    first = bisect_left(ordered, beginning)
    return ordered[first : bisect_left(ordered, f"{beginning}\U0010ffff", first)]
