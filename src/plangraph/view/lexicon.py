# SPDX-License-Identifier: Apache-2.0
"""What every picture of a dataset says in one language: names of codes and areas, abbreviations, plans above plans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from plangraph.graph import plans_by_rcc
from plangraph.graph.answer import select
from plangraph.view.words import words

__all__ = ["Labels", "Lexicon"]

Labels = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Names and plans of a dataset.

    Parameters
    ----------
    words: the words around the data; labels: the names of codes, by scheme.
    areas: names of the focus areas by number, in their order.
    abbreviations: what each plan's own list says that its abbreviations mean, so that both forms can be searched for.
    superior: the plans that each plan hangs on.
    plans: every plan, in the order in which plans stand beside each other.
    """

    language: str
    words: Mapping[str, str]
    labels: Labels
    areas: Mapping[str, str]
    abbreviations: Labels
    superior: Mapping[str, Sequence[str]]
    plans: Sequence[str]

    @classmethod
    def of(cls, store: ox.Store, language: str) -> Lexicon:
        """Those of a dataset. Raises `KeyError` for a language other than `sv` and `en`."""
        return cls(
            language,
            words(language),
            _labels(store, language),
            _areas(store, language),
            _abbreviations(store),
            _superior(store),
            plans_by_rcc(store),
        )

    def above(self, plan: str) -> list[str]:
        """The plans above a plan, nearest first."""
        found, waiting = list[str](), list(self.superior.get(plan, ()))
        while waiting:
            name = waiting.pop(0)
            if name not in found:
                found.append(name)
                waiting.extend(self.superior.get(name, ()))
        return found


def _labels(store: ox.Store, language: str) -> Labels:
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    sparql = f"""SELECT ?scheme ?id ?label WHERE {{ ?node skos:inScheme ?scheme ; skos:notation ?id ;
        skos:prefLabel ?label FILTER (LANG(?label) = "{language}" && CONTAINS(STR(?scheme), "/id/scheme/")) }}"""
    for row in select(store, sparql).rows:
        labels[row["scheme"].rpartition("/")[2]][row["id"]] = row["label"]
    sparql = f"""SELECT ?id ?label WHERE {{ ?node a org:Organization ; dcterms:identifier ?id ; rdfs:label ?label
        FILTER (LANG(?label) = "{language}") }}"""
    for row in select(store, sparql).rows:
        labels["organisation"][row["id"]] = row["label"]
    return dict(labels)


def _areas(store: ox.Store, language: str) -> Mapping[str, str]:
    sparql = f"""SELECT ?area ?title WHERE {{ ?node a pg:Area ; skos:notation ?area ; rdfs:label ?title
        FILTER (LANG(?title) = "{language}") }}"""
    return {row["area"]: row["title"] for row in sorted(select(store, sparql).rows, key=lambda row: int(row["area"]))}


def _abbreviations(store: ox.Store) -> Labels:
    by_plan: dict[str, dict[str, str]] = defaultdict(dict)
    sparql = """SELECT ?plan ?short ?long WHERE { ?entry skos:inScheme ?node ; skos:notation ?short ;
        skos:prefLabel ?long . ?node a pg:Plan ; dcterms:identifier ?plan }"""
    for row in select(store, sparql).rows:
        by_plan[row["plan"]][row["short"]] = row["long"]
    return dict(by_plan)


def _superior(store: ox.Store) -> Mapping[str, Sequence[str]]:
    superior: dict[str, list[str]] = defaultdict(list)
    sparql = """SELECT ?plan ?above WHERE { ?node a pg:Plan ; dcterms:identifier ?plan ;
        pg:superiorPlan/dcterms:identifier ?above } ORDER BY ?plan ?above"""
    for row in select(store, sparql).rows:
        superior[row["plan"]].append(row["above"])
    return dict(superior)
