# SPDX-License-Identifier: Apache-2.0
"""Proposals as an SSSOM/TSV file: links with their reasons, and rows for which nothing was found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from plangraph import __version__
from plangraph.alignment.proposing import Comparison, Counterpart
from plangraph.alignment.texts import Text
from plangraph.register import finds_nothing
from plangraph.register.mapping_file import MappingFile
from plangraph.vocabulary import PREFIXES

__all__ = ["proposed_file"]

_COLUMNS = (
    *("subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification"),
    *("object_source", "mapping_tool", "mapping_tool_version", "confidence", "match_string", "similarity_score"),
    *("similarity_measure", "comment"),
)
_PREDICATES = {
    "exact": "skos:exactMatch",
    "close": "skos:closeMatch",
    "broad": "skos:broadMatch",
    "narrow": "skos:narrowMatch",
    "related": "skos:relatedMatch",
}
_TOOL = "plangraph align"
_MEASURE = "TF-IDF-cosinus över ord, bokstavsföljder och teman"
_LABEL = 80


def proposed_file(file: Path, comparisons: Sequence[Comparison], day: str) -> MappingFile:
    """The file of what comparisons propose, in their order; `day`: the date of the mappings."""
    groups = [(c.pairs.one.texts, c.pairs.other.texts) for c in comparisons]
    names = sorted({f"{one[0].plan}.{other[0].plan}.{one[0].kind}" for one, other in groups})
    name = names[0] if len(names) == 1 else f"{len(names)}-groups"
    metadata = {
        "sssom_version": "1.1",
        "curie_map": {
            "plan": PREFIXES["id"],
            **{prefix: PREFIXES[prefix] for prefix in ("skos", "semapv", "sssom")},
        },
        "mapping_set_id": f"https://w3id.org/plangraph/mappings/proposed.{name}",
        "mapping_set_title": "Maskinens förslag, inte granskade",
        "license": "https://creativecommons.org/publicdomain/zero/1.0/",
        "mapping_date": day,
    }
    result = MappingFile.new(file, metadata, _COLUMNS)
    result.mappings += _once([row for comparison in comparisons for row in _rows(comparison)])
    return result


def _rows(comparison: Comparison) -> list[dict[str, str]]:
    """The links of each row of the first group, likeliest first; a row without any says so in its place."""
    links: dict[str, list[dict[str, str]]] = {}
    for counterpart in comparison.proposals():
        links.setdefault(counterpart.one.curie, []).append(_link(counterpart))
    searched = comparison.pairs.other.texts[0].plan
    for text, confidence in comparison.without():
        links[text.curie] = [_nothing(text, confidence, searched)]
    return [row for text in comparison.pairs.one.texts for row in links[text.curie]]


def _once(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows with each lack said once, as surely as the least sure says it, and not where the plan has a counterpart.

    A plan may be searched twice, for activities and for measures: a row lacks a counterpart there if neither has one.
    """
    linked = {(row["subject_id"], _plan(row["object_id"])) for row in rows if not finds_nothing(row)}
    lacks: dict[tuple[str, str], dict[str, str]] = {}
    kept = []
    for row in rows:
        if finds_nothing(row):
            place = (row["subject_id"], row["object_source"])
            if place in linked or place in lacks:
                if place in lacks:
                    lacks[place]["confidence"] = min(lacks[place]["confidence"], row["confidence"], key=float)
                continue
            lacks[place] = row
        kept.append(row)
    return kept


def _plan(curie: str) -> str:
    """The plan that a row belongs to, as a CURIE."""
    return curie.partition("/")[0]


def _link(counterpart: Counterpart) -> dict[str, str]:
    return {
        "subject_id": counterpart.one.curie,
        "subject_label": _label(counterpart.one),
        "predicate_id": _PREDICATES[counterpart.predicate],
        "object_id": counterpart.other.curie,
        "object_label": _label(counterpart.other),
        "mapping_justification": "semapv:CompositeMatching",
        "mapping_tool": _TOOL,
        "mapping_tool_version": __version__,
        "confidence": _number(counterpart.confidence),
        "match_string": " | ".join(counterpart.reasons.words),
        "similarity_score": _number(counterpart.similarity),
        "similarity_measure": _MEASURE,
        "comment": "; ".join(counterpart.reasons.said),
    }


def _nothing(text: Text, confidence: float, searched: str) -> dict[str, str]:
    return {
        "subject_id": text.curie,
        "subject_label": _label(text),
        "predicate_id": "skos:closeMatch",
        "object_id": "sssom:NoTermFound",
        "mapping_justification": "semapv:CompositeMatching",
        "object_source": f"plan:{searched}",
        "mapping_tool": _TOOL,
        "mapping_tool_version": __version__,
        "confidence": _number(confidence),
        "comment": f"Ingen rad i {searched} är tillräckligt lik.",
    }


def _label(text: Text) -> str:
    """The first words of a row, or of its heading where it has none."""
    words = text.first or text.words or text.heading
    if len(words) <= _LABEL:
        return words
    return words[: _LABEL - 1].rsplit(" ", 1)[0].rstrip(",;:–- ") + "…"


def _number(value: float) -> str:
    return f"{value:.3f}"
