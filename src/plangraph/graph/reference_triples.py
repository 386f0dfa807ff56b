# SPDX-License-Identifier: Apache-2.0
"""The reference tables as triples: organisations, focus areas, concepts, actors and the field's terms."""

from __future__ import annotations

from rdflib import URIRef

from plangraph.graph.writer import GraphWriter
from plangraph.register import Reference, values
from plangraph.vocabulary import DCTERMS, ID, ORG, PLANGRAPH, SKOS, concept

__all__ = ["actor_node", "organisation_node", "write_reference"]

# Actor kinds that are posts, held by one person at a time, and not bodies or units.
_POSTS = frozenset(
    {
        "administration-head", "area-manager", "cancer-coordinator", "contact-nurse", "head-of-department",
        "health-director", "hospital-head", "nurse", "other-manager", "other-profession", "physician",
        "process-coordinator", "process-leader", "process-leader-local", "process-leader-regional", "process-owner",
        "programme-officer", "project-leader", "statistician", "svf-coordinator", "unit-manager", "ward-manager",
    }
)  # fmt: skip


def organisation_node(name: str) -> URIRef:
    """The IRI of an organisation."""
    return URIRef(f"{ID}organisation/{name}")


def actor_node(name: str) -> URIRef:
    """The IRI of an actor."""
    return URIRef(f"{ID}actor/{name}")


def write_reference(reference: Reference, out: GraphWriter) -> None:
    """Write organisations, focus areas, concepts, actors and terms."""
    _write_concepts(reference, out)
    _write_terms(reference, out)
    _write_organisations(reference, out)
    for row in reference.areas:
        area = URIRef(f"{ID}area/{row['area']}")
        out.type(area, PLANGRAPH.Area)
        out.label(area, row["label"], row["label_en"])
        out.text(area, SKOS.notation, row["area"])
        out.add(area, SKOS.inScheme, URIRef(f"{ID}scheme/area"))
    for row in reference.actors:
        actor = actor_node(row["actor"])
        out.type(actor, PLANGRAPH.Actor)
        out.label(actor, row["label"])
        out.text(actor, DCTERMS.identifier, row["actor"])
        out.add(actor, PLANGRAPH.actorKind, concept("actor-kind", row["kind"]))
        out.flag(actor, PLANGRAPH.collective, row["collective"] == "yes")
        out.flag(actor, PLANGRAPH.bareRole, row["bare"] == "yes")
        out.remark(actor, row["remark"])
        if row["organisation"]:
            organisation = organisation_node(row["organisation"])
            is_post = row["kind"] in _POSTS
            out.add(actor, PLANGRAPH.belongsTo, organisation)
            out.type(actor, ORG.Post if is_post else ORG.OrganizationalUnit)
            out.add(actor, ORG.postIn if is_post else ORG.unitOf, organisation)


def _write_concepts(reference: Reference, out: GraphWriter) -> None:
    for scheme in sorted({row["scheme"] for row in reference.concepts} | {"area", "term"}):
        out.type(URIRef(f"{ID}scheme/{scheme}"), SKOS.ConceptScheme)
    for row in reference.concepts:
        node = concept(row["scheme"], row["id"])
        out.type(node, SKOS.Concept)
        out.add(node, SKOS.inScheme, URIRef(f"{ID}scheme/{row['scheme']}"))
        out.text(node, SKOS.notation, row["id"])
        for language, suffix in (("sv", ""), ("en", "_en")):
            out.text(node, SKOS.prefLabel, row["label" + suffix], language)
            out.text(node, SKOS.definition, row["definition" + suffix], language)


def _write_terms(reference: Reference, out: GraphWriter) -> None:
    """Write the field's vocabulary: each term with every word that stands for it, also those that are ambiguous."""
    for row in reference.terms:
        node = concept("term", row["term"])
        out.type(node, SKOS.Concept)
        out.add(node, SKOS.inScheme, URIRef(f"{ID}scheme/term"))
        out.add(node, PLANGRAPH.kind, concept("term-kind", row["kind"]))
        out.text(node, SKOS.notation, row["term"])
        out.text(node, SKOS.prefLabel, row["label"], "sv")
        out.text(node, SKOS.prefLabel, row["label_en"], "en")
        for word in (*values(row["alternatives"]), *values(row["ambiguous"])):
            out.text(node, SKOS.altLabel, word, "sv")
        out.remark(node, row["remark"])


def _write_organisations(reference: Reference, out: GraphWriter) -> None:
    for row in reference.organisations:
        node = organisation_node(row["organisation"])
        out.type(node, ORG.Organization)
        if row["kind"] == "rcc":
            out.type(node, ORG.OrganizationalCollaboration)
        out.label(node, row["label"], row["label_en"])
        out.text(node, DCTERMS.identifier, row["organisation"])
        out.text(node, ORG.identifier, row["code"])
        out.text(node, SKOS.altLabel, row["former_names"], "sv")
        out.remark(node, row["remark"])
        for part in values(row["part_of"]):
            out.add(node, ORG.memberOf, organisation_node(part))
