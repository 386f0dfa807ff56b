# SPDX-License-Identifier: Apache-2.0
"""Mappings as SSSOM nodes, and the links that they justify."""

from __future__ import annotations

from rdflib import URIRef

from plangraph.graph.writer import GraphWriter
from plangraph.register import NO_TERM_FOUND, MappingSet
from plangraph.vocabulary import DCTERMS, PLANGRAPH, SKOS, SSSOM, mapping_node

__all__ = ["write_mappings"]


def write_mappings(mapping_set: MappingSet, out: GraphWriter) -> None:
    """Write each mapping as a node of its own, and the link that it states.

    A `skos:…Match` is asserted as a link only between goals, since SKOS makes both its ends concepts; other mappings
    between rows stay SSSOM nodes. A stated "no counterpart" is a node and no link.
    """
    for number, row in enumerate(mapping_set.mappings, start=1):
        node = mapping_node(mapping_set.name, number)
        subject, predicate, value = (
            URIRef(mapping_set.iri(row[column])) for column in ("subject_id", "predicate_id", "object_id")
        )
        out.type(node, SSSOM.Mapping)
        out.add(node, SSSOM.subject_id, subject)
        out.add(node, SSSOM.predicate_id, predicate)
        out.add(node, SSSOM.object_id, value)
        if row["mapping_justification"]:
            out.add(node, SSSOM.mapping_justification, URIRef(mapping_set.iri(row["mapping_justification"])))
        out.text(node, SSSOM.author_label, row["author_label"])
        out.decimal(node, SSSOM.confidence, row["confidence"])
        out.text(node, SSSOM.comment, row["comment"], "sv")
        out.text(node, DCTERMS.date, mapping_set.date)
        if str(value) != NO_TERM_FOUND and _is_link(subject, predicate, value):
            out.add(subject, predicate, value)


def _is_link(subject: URIRef, predicate: URIRef, value: URIRef) -> bool:
    if predicate in SKOS:
        return "/goal/" in subject and "/goal/" in value
    return str(predicate).startswith(str(PLANGRAPH))
