# SPDX-License-Identifier: Apache-2.0
"""Mappings as SSSOM nodes, and the links that they justify."""

from __future__ import annotations

from rdflib import URIRef

from plangraph.graph.writer import GraphWriter
from plangraph.register import NO_TERM_FOUND, MappingSet, Row, is_judged, is_negative, mapping_state, values
from plangraph.register.slots import ENTITY_SLOTS, SEVERAL_SLOTS, SLOTS
from plangraph.vocabulary import PLANGRAPH, SKOS, SSSOM, concept, mapping_node

__all__ = ["write_mappings"]

_NUMBERS = frozenset({"confidence", "reviewer_agreement", "similarity_score"})
_DATES = frozenset({"mapping_date", "publication_date", "review_date"})


def write_mappings(mapping_set: MappingSet, out: GraphWriter) -> None:
    """Write each mapping as a node of its own with everything that its row says, and the link that it states.

    A link is asserted only where a person stands behind a mapping that says yes: a machine's proposal, a rejected
    mapping and a “no” are nodes and no links, and so is a stated lack of a counterpart. A `skos:…Match` is asserted
    only between goals, since SKOS makes both its ends concepts; other matches between rows stay nodes.
    """
    for number, row in enumerate(mapping_set.mappings, start=1):
        node = mapping_node(mapping_set.name, number)
        out.type(node, SSSOM.Mapping)
        for slot in SLOTS:
            if row[slot]:
                _write_slot(mapping_set, row, slot, node, out)
        out.add(node, PLANGRAPH.mappingState, concept("mapping-state", mapping_state(row)))
        out.flag(node, PLANGRAPH.judged, is_judged(row))
        subject, predicate, value = (
            URIRef(mapping_set.iri(row[column])) for column in ("subject_id", "predicate_id", "object_id")
        )
        if is_judged(row) and not is_negative(row) and _is_link(subject, predicate, value):
            out.add(subject, predicate, value)


def _write_slot(mapping_set: MappingSet, row: Row, slot: str, node: URIRef, out: GraphWriter) -> None:
    for cell in values(row[slot]) if slot in SEVERAL_SLOTS else [row[slot]]:
        if slot in ENTITY_SLOTS:
            out.add(node, SSSOM[slot], URIRef(mapping_set.iri(cell)))
        elif slot == "predicate_modifier":
            out.add(node, SSSOM[slot], SSSOM.NegatedPredicate)
        elif slot in _NUMBERS:
            out.decimal(node, SSSOM[slot], cell)
        elif slot in _DATES:
            out.date(node, SSSOM[slot], cell)
        else:
            out.text(node, SSSOM[slot], cell, "sv" if slot == "comment" else None)


def _is_link(subject: URIRef, predicate: URIRef, value: URIRef) -> bool:
    if str(value) == NO_TERM_FOUND:
        return False
    if predicate in SKOS:
        return "/goal/" in subject and "/goal/" in value
    return str(predicate).startswith(str(PLANGRAPH))
