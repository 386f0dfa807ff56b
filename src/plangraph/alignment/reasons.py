# SPDX-License-Identifier: Apache-2.0
"""Why a pair is proposed, in words that a person can check against the two rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plangraph.alignment.facets import facets
from plangraph.alignment.swedish import TERM
from plangraph.alignment.texts import Text
from plangraph.alignment.vectors import Vectors, clean_heading
from plangraph.register import Register
from plangraph.vocabulary import ID, PLANGRAPH

__all__ = ["Reasons", "areas_of", "reasons_for"]

# Kinds of terms that name one thing which two rows may both work with.
_NAMED = frozenset({"guideline", "register", "system"})
_NEARLY_THE_SAME = 0.8
_MOST_WORDS = 5


@dataclass(frozen=True)
class Reasons:
    """What speaks for a pair.

    Parameters
    ----------
    said: sentences for people, in Swedish; `words`: the words that both rows share, the most telling first.
    covered: how much of what each of the two says, by weight, the other says too; 0 to 1.
    """

    said: tuple[str, ...]
    words: tuple[str, ...]
    covered: tuple[float, float]


def reasons_for(
    one: Text, other: Text, vectors: Vectors, alike: Mapping[str, float], areas: Mapping[str, str]
) -> Reasons:
    """The reasons for a pair.

    Parameters
    ----------
    alike: the pair's features; `areas`: the focus area of rows that have one, by their identifiers.
    """
    analyzer = vectors.analyzer
    first, second = _said(one), _said(other)
    tokens_first, tokens_second = set(analyzer.tokens(first)), set(analyzer.tokens(second))
    weights = vectors.weight(sorted(tokens_first | tokens_second))
    shared = sorted(tokens_first & tokens_second, key=lambda token: (-weights.get(token, 0.0), token))
    words = _words(shared, analyzer.readable(first))
    said = []
    if alike["words"] >= _NEARLY_THE_SAME:
        said.append("nästan samma lydelse")
    if words:
        said.append(f"gemensamma ord: {', '.join(words)}")
    said += _terms(first, second, vectors)
    if one.heading and clean_heading(one.heading).casefold() == clean_heading(other.heading).casefold():
        said.append(f"samma rubrik: {clean_heading(one.heading)}")
    area = areas.get(one.curie)
    if area and area == areas.get(other.curie):
        said.append(f"samma målområde: {area}")
    if alike["same-goal"] >= _NEARLY_THE_SAME:
        said.append("samma överordnade mål, nästan ordagrant")
    themes = _themes(first, second)
    if themes:
        said.append(f"samma tema: {', '.join(themes)}")
    if not said:
        said.append("liknande ord, rubriker eller underliggande rader")
    return Reasons(tuple(said), words, _covered(tokens_first, tokens_second, weights))


def areas_of(register: Register) -> dict[str, str]:
    """The focus area of each row that has one and only one, by its CURIE."""
    labels = {f"{ID}area/{row['area']}": row["label"] for row in register.reference.areas}
    found: dict[str, set[str]] = {}
    for held in register.mapping_sets:
        for row in held.mappings:
            if held.iri(row["predicate_id"]) == str(PLANGRAPH.mainArea):
                area = labels.get(held.iri(row["object_id"]), "")
                found.setdefault(held.iri(row["subject_id"]).replace(str(ID), "plan:"), set()).add(area)
    return {curie: next(iter(areas)) for curie, areas in found.items() if len(areas) == 1}


def _said(text: Text) -> str:
    return f"{text.words} . {clean_heading(text.heading)}"


def _words(shared: list[str], readable: Mapping[str, str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for token in shared:
        word = readable.get(token, "")
        if len(word) > 2 and not any(word in other for other in found):
            found[word] = None
    return tuple(found)[:_MOST_WORDS]


def _terms(first: str, second: str, vectors: Vectors) -> list[str]:
    analyzer = vectors.analyzer
    here = {mention.term: mention for mention in analyzer.mentions(first)}
    there = {mention.term: mention for mention in analyzer.mentions(second)}
    said = []
    named = []
    for term in sorted(here.keys() & there.keys()):
        label = analyzer.labels[term]
        one, other = here[term], there[term]
        if one.kind in _NAMED:
            named.append(label)
        elif one.short or other.short:
            short = one.written if one.short else other.written
            said.append(f"samma begrepp: {short} = {label}")
        elif one.written.casefold() != other.written.casefold():
            said.append(f"samma begrepp: {label}")
    if named:
        said.append(f"samma register, program eller system: {', '.join(named)}")
    return said


def _themes(first: str, second: str) -> list[str]:
    both = facets().matrix([first, second]).min(axis=0)
    return [value for place, (facet, value) in enumerate(facets().names) if facet == "theme" and both[place] > 0]


def _covered(first: set[str], second: set[str], weights: Mapping[str, float]) -> tuple[float, float]:
    def mass(tokens: set[str]) -> float:
        return sum(weights.get(token, 0.0) for token in tokens if not token.startswith(TERM))

    both = mass(first & second)
    return both / max(mass(first), 1e-9), both / max(mass(second), 1e-9)
