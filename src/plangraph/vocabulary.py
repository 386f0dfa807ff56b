# SPDX-License-Identifier: Apache-2.0
"""The namespaces of the graph, closed: a term of ours that the ontology does not declare fails at once.

`PLANGRAPH.Goal` gives the term's IRI; `PLANGRAPH.Gaol` raises `AttributeError`. The ontology is the only list of terms.
"""

from __future__ import annotations

from urllib.parse import quote

import pyoxigraph as ox
from rdflib import URIRef
from rdflib.namespace import (
    DCAT,
    DCTERMS,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SKOS,
    XSD,
    ClosedNamespace,
    Namespace,
)

from plangraph import resources

__all__ = [
    "BASE",
    "DCAT",
    "DCTERMS",
    "GRAPH",
    "ID",
    "OA",
    "ORG",
    "OWL",
    "PLANGRAPH",
    "PREFIXES",
    "PROV",
    "P_PLAN",
    "RDF",
    "RDFS",
    "SKOS",
    "SSSOM",
    "XSD",
    "concept",
    "expand",
    "mapping_node",
    "row_node",
    "shortened",
]

BASE = "https://w3id.org/plangraph/"
ID = Namespace(BASE + "id/")
GRAPH = Namespace(BASE + "graph/")
_TERMS = BASE + "ontology#"


_SSSOM = "https://w3id.org/sssom/"


def _declared_terms(base: str) -> list[str]:
    """Local names in a namespace that `ontology/plangraph.ttl` declares."""
    triples = ox.parse(path=str(resources.ontology_folder() / "plangraph.ttl"))
    declared = {q.subject.value for q in triples if isinstance(q.subject, ox.NamedNode)}
    return sorted(iri.removeprefix(base) for iri in declared if iri.startswith(base))


PLANGRAPH = ClosedNamespace(_TERMS, _declared_terms(_TERMS))
OA = ClosedNamespace("http://www.w3.org/ns/oa#", ["SpecificResource", "FragmentSelector", "hasSource", "hasSelector"])
P_PLAN = ClosedNamespace("http://purl.org/net/p-plan#", ["Plan", "Step", "isStepOfPlan"])
SSSOM = ClosedNamespace(_SSSOM, _declared_terms(_SSSOM))

PREFIXES: dict[str, str] = {
    "dcat": str(DCAT),
    "dcterms": str(DCTERMS),
    "id": str(ID),
    "oa": "http://www.w3.org/ns/oa#",
    "org": str(ORG),
    "owl": str(OWL),
    "p-plan": "http://purl.org/net/p-plan#",
    "pg": _TERMS,
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "semapv": "https://w3id.org/semapv/vocab/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": str(SKOS),
    "sssom": _SSSOM,
    "xsd": str(XSD),
}


def concept(scheme: str, name: str) -> URIRef:
    """The IRI of a concept of the reference data, such as `concept("role", "accountable")`."""
    return URIRef(f"{ID}concept/{scheme}/{name}")


def row_node(plan: str, kind: str, locator: str) -> URIRef:
    """The IRI of a row: `id/<plan>/<goal|measure|activity|step>/<locator>`, with `~` for `/` in the locator."""
    return URIRef(f"{ID}{plan}/{kind}/{quote(locator.replace('/', '~'), safe='~.')}")


def mapping_node(mapping_set: str, number: int) -> URIRef:
    """The IRI of a mapping, by its place in its file, counted from 1."""
    return URIRef(f"{ID}mapping/{mapping_set}/{number}")


def shortened(iri: str) -> str:
    """An IRI by its usual prefix; as it is where it has none of ours."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and iri != namespace:
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def expand(curie: str, prefixes: dict[str, str]) -> URIRef:
    """The IRI that a CURIE stands for.

    Raises `KeyError` for a prefix that `prefixes` lacks and `ValueError` for text that is no CURIE.
    """
    prefix, colon, local = curie.partition(":")
    if not colon or not local:
        raise ValueError(curie)
    return URIRef(prefixes[prefix] + local)
