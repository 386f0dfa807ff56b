# SPDX-License-Identifier: Apache-2.0
"""Things that have several names: the vocabulary of the field, and the abbreviations that each plan lists.

A plan's own list decides what an abbreviation means within that plan. Elsewhere the vocabulary does, and where it is
silent or of two minds the lists of the other plans, while they agree: what may mean several things is not guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from plangraph.web.search.words import own_words, stem, words

__all__ = ["Term", "Terms"]

_BRACKETS = re.compile(r"\([^)]*\)")
# A word as short as this is an abbreviation: it has no endings, and is no part of a longer word.
_SHORT = 5
_EXACT = "="

_Key = tuple[str, ...]


@dataclass(slots=True, eq=False)
class Term:
    """A thing and all its names.

    Parameters
    ----------
    label, label_en: its name; label_en is empty where the vocabulary does not have the term.
    node: the IRI of the vocabulary's term, else of one plan's abbreviation.
    names: every other name, in the vocabulary's order, then as the plans' lists have them.
    plans: the plans whose own lists have the term.
    """

    label: str
    label_en: str
    node: str
    names: list[str] = field(default_factory=list)
    plans: list[str] = field(default_factory=list)


class Terms:
    """All terms, and which of their names stand in a text."""

    def __init__(self) -> None:
        self.all: list[Term] = []
        self._by_name: dict[_Key, list[Term]] = defaultdict(list)
        self._lists: dict[str, dict[_Key, Term]] = defaultdict(dict)
        self._finders: dict[frozenset[str], _Finder] = {}

    def add_term(self, node: str, label: str, label_en: str, names: Iterable[str]) -> None:
        """Take in a term of the vocabulary."""
        term = Term(label, label_en, node, list(names))
        self.all.append(term)
        for key in dict.fromkeys(_key(name) for name in (label, label_en, *term.names) if name):
            self._by_name[key].append(term)

    def add_abbreviation(self, node: str, plan: str, short: str, long: str) -> None:
        """Take in an abbreviation of a plan's own list. The vocabulary must be there already."""
        known = [term for term in self._by_name[_key(long)] if _key(short) != _key(long)]
        if len(known) == 1:
            term = known[0]
        else:
            term = Term(_BRACKETS.sub("", long).strip(), "", node)
            self.all.append(term)
            self._by_name[_key(long)].append(term)
        if _key(short) not in map(_key, term.names):
            term.names.append(short)
        if plan not in term.plans:
            term.plans.append(plan)
        self._lists[plan][_key(short)] = term

    def in_text(self, text: str, plans: Iterable[str]) -> list[tuple[Term, tuple[str, ...]]]:
        """The terms of which a name stands in a text of these plans, each with the names that mean it there."""
        lists = frozenset(plan for plan in plans if plan in self._lists)
        if lists not in self._finders:
            self._finders[lists] = self._finder(lists)
        return self._finders[lists].find(text)

    def _finder(self, lists: frozenset[str]) -> _Finder:
        meanings = dict(self._by_name)
        listed: dict[_Key, set[Term]] = defaultdict(set)
        for names in self._lists.values():
            for key, term in names.items():
                listed[key].add(term)
        for key, terms in listed.items():
            if len(meanings.get(key, ())) != 1:
                meanings[key] = list(terms)
        meanings = {key: terms for key, terms in meanings.items() if len(terms) == 1}
        for plan in sorted(lists):
            meanings |= {key: [] for key in self._lists[plan]}
        for plan in sorted(lists):
            for key, term in self._lists[plan].items():
                meanings[key] = [*meanings[key], term]
        return _Finder(meanings)


class _Finder:
    """Finds names in texts, where each name leads to the terms that it means there."""

    def __init__(self, meanings: dict[_Key, list[Term]]) -> None:
        self._short: dict[str, list[Term]] = {}
        self._long: dict[str, list[tuple[_Key, list[Term]]]] = defaultdict(list)
        self._begins: dict[str, list[Term]] = {}
        for key, terms in meanings.items():
            if not key:
                continue
            if key[0].startswith(_EXACT):
                self._short[key[0].removeprefix(_EXACT)] = terms
            elif len(key) > 1 or len(key[0]) <= _SHORT:
                self._long[key[0]].append((key, terms))
            else:
                self._begins[key[0]] = terms
        self._in_word = cache(self._in_one_word)
        self._meanings = meanings
        self._names: dict[Term, tuple[str, ...]] = {}

    def find(self, text: str) -> list[tuple[Term, tuple[str, ...]]]:
        """The terms of which a name stands in the text, also as the beginning of a longer word."""
        found = dict.fromkeys(term for word in own_words(text) for term in self._short.get(word, ()))
        stems = [stem(word) for word in words(text)]
        for place, first in enumerate(stems):
            found |= dict.fromkeys(self._in_word(first))
            for key, terms in self._long.get(first, ()):
                if tuple(stems[place : place + len(key)]) == key:
                    found |= dict.fromkeys(terms)
        return [(term, self._names_of(term)) for term in found]

    def _in_one_word(self, word: str) -> list[Term]:
        beginnings = (word[:length] for length in range(_SHORT + 1, len(word) + 1))
        return [term for beginning in beginnings for term in self._begins.get(beginning, ())]

    def _names_of(self, term: Term) -> tuple[str, ...]:
        if term not in self._names:
            names = {_key(name): name for name in (*term.names, term.label_en) if name}
            names.pop(_key(term.label), None)  # its own forms need no explanation
            self._names[term] = tuple(name for key, name in names.items() if term in self._meanings.get(key, ()))
        return self._names[term]


def _key(name: str) -> _Key:
    """What two ways of writing a name have in common: an abbreviation's letters, else the words without endings."""
    plain = _BRACKETS.sub(" ", name)
    exact = tuple(own_words(plain))
    if len(exact) == 1 and len(exact[0]) <= _SHORT:
        return (_EXACT + exact[0],)
    return tuple(stem(word) for word in words(plain))
