# SPDX-License-Identifier: Apache-2.0
"""The search index: everything that has a page, found by what it is called, ranked, counted by kind and plan.

Nothing that a person types becomes FTS5 syntax: each typed word is first looked up among the words of the index, and
only what was found there is asked for, in quotes. Swedish endings are known to no tokenizer of SQLite, and its trigrams
keep accents: so texts are folded beforehand, and forms, compounds and slips are found among the words, which are few
beside the texts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pyoxigraph as ox

from plangraph.web.search.entries import KINDS, Entry, gather
from plangraph.web.search.matching import ANY, WHOLE_WORDS, Lexicon, Match, match_token
from plangraph.web.search.question import node_name, split_question
from plangraph.web.search.results import Hit, Results
from plangraph.web.search.storage import COLUMNS, Storage
from plangraph.web.search.words import fold, is_number, locator_key, own_words, words

__all__ = ["SearchIndex"]

# The kinds of forms that are names; what is said of an entry otherwise stands in “rest”.
_NAMES = frozenset({"title", "name", "id", "label", "written"})
# The columns that a rank looks in.
_RANKED = {"locator": "locator", "name": "name", "rest": "locator name rest"}


class SearchIndex:
    """Finds entries by what they are called; made once, then only read, by any number of threads.

    Parameters
    ----------
    entries: in the order in which equals are shown, and in the order of `KINDS`.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._nodes = {node_name(entry.node): number for number, entry in enumerate(entries)}
        self._whole: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self._plans = [entry.plans for entry in entries]
        self._marked: dict[str, set[int]] = defaultdict(set)
        self._of_plan: dict[str, list[int]] = defaultdict(list)
        for number, plans in enumerate(self._plans):
            for plan in plans:
                self._of_plan[plan].append(number)
        self._plan_names = {
            fold(form.text) for entry in entries if entry.kind == "plan" for form in entry.forms if form.kind == "id"
        }
        kinds = list(KINDS)
        order = [kinds.index(entry.kind) for entry in entries]
        # where the entries of each kind begin, and where the last ends
        self._begins = [bisect_left(order, place) for place in range(len(kinds) + 1)]
        shown: dict[str, str] = {}
        self._storage = Storage((entry, self._columns(number, entry, shown)) for number, entry in enumerate(entries))
        self._lexicon = Lexicon(self._storage.words(), shown, {word for it in entries for word in words(it.context)})

    @classmethod
    def of(cls, store: ox.Store) -> SearchIndex:
        """The index of a dataset."""
        return cls(gather(store))

    def _columns(self, number: int, entry: Entry, shown: dict[str, str]) -> list[str]:
        """What stands in each column; notes by which names the entry is asked for in full, and how words are read."""
        columns: dict[str, list[str]] = {name: [] for name in COLUMNS}
        columns["context"] += words(entry.context)
        columns["name"] += words(entry.title)
        if entry.locator:
            columns["locator"].append(match_token(locator_key(entry.locator)))
            self._marked[fold(entry.locator)].add(number)
            shown.setdefault(columns["locator"][0], entry.locator)
        self._whole[words(entry.title)].append(number)
        for form in entry.forms:
            found = words(form.text)
            if form.kind != "id" or entry.kind != "actor":  # an actor's begins with its organisation's
                columns["name" if form.kind in _NAMES else "other" if form.kind == "term" else "rest"] += found
            if form.kind == "step":
                columns["locator"].append(match_token(locator_key(form.place)))
                self._marked[fold(form.place)].add(number)
            if form.kind in _NAMES:
                self._whole[found].append(number)
        for text in (entry.title, *(form.text for form in entry.forms if form.kind != "id")):
            if not all(word in shown or is_number(word) for word in words(text)):
                for word, read in zip(words(text), own_words(text), strict=False):
                    if not is_number(word):
                        shown.setdefault(word, read)
        return [" ".join(found) for found in columns.values()]

    def search(self, typed: str, plan: str = "") -> Results:
        """What a person's words find.

        Parameters
        ----------
        plan: the id of the only plan that things may have to do with; empty: any or none.

        Raises `InputError` for a search that is too long.
        """
        asked = {chunk: self._lexicon.match(chunk) for chunk in split_question(typed, self._plan_names)}
        question = _Question(typed, asked, self._nodes.get(node_name(typed)))
        everywhere = self._all(question)
        ours = {kind: self._of(plan, kind) for kind in KINDS} if plan else {}
        found = {kind: numbers & ours[kind] if plan else numbers for kind, numbers in everywhere.items()}
        kinds = {kind: len(numbers) for kind, numbers in found.items() if numbers}

        def best(kind: str, most: int, skip: int) -> list[Hit]:
            ranked = self._best(question, kind, ours.get(kind), min(skip + most, kinds.get(kind, 0)))
            return [Hit(self._storage.entry(number), rank, question.matches) for number, rank in ranked[skip:]]

        return Results(
            words=list(asked),
            total=sum(kinds.values()),
            everywhere=sum(map(len, everywhere.values())),
            kinds=kinds,
            slips={chunk: self._lexicon.as_read(match.slip) for chunk, match in asked.items() if match.slip},
            best=best,
            plans=lambda kind: self._by_plan([everywhere[kind]] if kind else everywhere.values()),
            **({} if any(everywhere.values()) else self._help(asked)),
        )

    def _help(self, asked: Mapping[str, Match]) -> dict[str, Any]:
        """For a search that found nothing: near words, and what each of several words finds by itself."""
        near = {chunk: self._lexicon.near(chunk) for chunk, match in asked.items() if not match.found()}
        alone = {
            chunk: sum(map(len, self._all(_Question(chunk, {chunk: match}, None)).values()))
            for chunk, match in asked.items()
        }
        return {"near": near, "alone": alone if len(asked) > 1 else {}}

    def _all(self, question: _Question) -> dict[str, set[int]]:
        """Everything that a question finds, by kind."""
        named = {question.exact, *(self._whole.get(words(question.typed), ()) if question.answerable else ())}
        expression = question.expression("rest", ANY) if question.answerable else ""
        found = {}
        for kind in KINDS:
            first, last = self._range(kind)
            asked_for = {number for number in named if number is not None and first <= number <= last}
            found[kind] = asked_for.union(self._storage.find(kind, expression, first, last))
        return found

    def _range(self, kind: str) -> tuple[int, int]:
        """The first and last number of a kind."""
        place = list(KINDS).index(kind)
        return self._begins[place], self._begins[place + 1] - 1

    def _of(self, plan: str, kind: str) -> frozenset[int]:
        """The entries of a kind that have to do with a plan."""
        first, last = self._range(kind)
        numbers = self._of_plan.get(plan, [])
        return frozenset(numbers[bisect_left(numbers, first) : bisect_right(numbers, last)])

    def _by_plan(self, found: Iterable[Iterable[int]]) -> Mapping[str, int]:
        together: Counter[str] = Counter()
        for plans, count in Counter(self._plans[number] for numbers in found for number in numbers).items():
            together.update(dict.fromkeys(plans, count))
        return dict(sorted(together.items()))

    def _best(self, question: _Question, kind: str, ours: frozenset[int] | None, most: int) -> list[tuple[int, str]]:
        """The best entries of a kind, of some or of all, best first, each with its rank."""
        first, last = self._range(kind) if ours is None else (min(ours, default=0), max(ours, default=-1))
        seen: dict[int, str] = {}
        # each rank finds those before it again, so twice as many are enough
        for rank, numbers in self._candidates(question, kind, (first, last, 2 * most if ours is None else -1)):
            for number in numbers:
                if first <= number <= last and (ours is None or number in ours):
                    seen.setdefault(number, rank)
            if len(seen) >= most:
                break
        return list(seen.items())[:most]

    def _candidates(
        self, question: _Question, kind: str, within: tuple[int, int, int]
    ) -> Iterator[tuple[str, Iterable[int]]]:
        if question.exact is not None:
            yield "locator", [question.exact]
        if not question.answerable:
            return
        if any(match.locator for match in question.matches):
            numbers = self._storage.find(kind, question.expression("locator", WHOLE_WORDS), *within)
            # written alike first: 2.1/1 before 2/1.1, which has the same letters and numbers
            alike = {number for mark in question.marks for number in self._marked.get(mark, ())}
            yield "locator", sorted(numbers, key=lambda number: number not in alike)
        yield "whole", self._whole.get(words(question.typed), ())
        before = ""
        for rank in ("name", "rest"):
            for closeness in range(ANY + 1):
                expression = question.expression(rank, closeness)
                if expression != before:
                    yield rank, self._storage.find(kind, expression, *within)
                before = expression


class _Question:
    """A search: what was typed, what its words mean, and the entry whose identifier it is."""

    def __init__(self, typed: str, asked: Mapping[str, Match], exact: int | None) -> None:
        self.typed, self.exact = typed, exact
        self.matches = tuple(asked.values())
        self.marks = frozenset(map(fold, asked))
        self.answerable = bool(asked) and all(match.found() for match in self.matches)

    def expression(self, rank: str, closeness: int) -> str:
        """All the words in a rank's columns or the context, and one at least in the columns; empty: none is so near."""
        asked = [match.expression(closeness) for match in self.matches]
        if not all(asked):
            return ""
        columns = _RANKED[rank]
        beside = len(asked) > 1  # a word of the context tells likes apart, where another word finds them
        parts = []
        for match, text in zip(self.matches, asked, strict=True):
            looked_in = f"{columns} context" if match.context and beside else columns
            other = match.expression(min(closeness, match.among_other_names())) if rank == "rest" else ""
            if other == text:
                parts.append(f"({{{looked_in} other}} : ({text}))")
            elif other:
                parts.append(f"(({{{looked_in}}} : ({text})) OR ({{other}} : ({other})))")
            else:
                parts.append(f"({{{looked_in}}} : ({text}))")
        if beside and all(match.context for match in self.matches):
            parts.append(f"({{{columns}}} : ({' OR '.join(asked)}))")
        return " AND ".join(parts)
