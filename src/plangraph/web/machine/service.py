# SPDX-License-Identifier: Apache-2.0
"""The SPARQL service's description of itself, in the vocabulary of SPARQL 1.1 Service Description."""

from __future__ import annotations

from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS

from plangraph.vocabulary import BASE
from plangraph.web.explorer import explorer
from plangraph.web.machine.rdf import own_address

__all__ = ["service_description"]

_SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
_FORMATS = Namespace("http://www.w3.org/ns/formats/")
_KNOWN = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)


def service_description() -> Graph:
    """The description: where the service is, what it speaks, and which graphs it holds.

    Its default graph is the union of the named ones; without a graph of the name, a node is not in the dataset.
    """
    graph = Graph()
    graph.bind("sd", _SD)
    endpoint = URIRef(own_address("sparql"))
    dataset, union = URIRef(f"{endpoint}#dataset"), URIRef(f"{endpoint}#union")
    graph.add((endpoint, RDF.type, _SD.Service))
    graph.add((endpoint, _SD.endpoint, endpoint))
    graph.add((endpoint, _SD.supportedLanguage, _SD.SPARQL11Query))
    graph.add((endpoint, _SD.feature, _SD.UnionDefaultGraph))
    graph.add((endpoint, _SD.defaultDataset, dataset))
    for name in _KNOWN:
        graph.add((endpoint, _SD.resultFormat, _FORMATS[name]))
    graph.add((dataset, RDF.type, _SD.Dataset))
    graph.add((dataset, DCTERMS.isPartOf, URIRef(f"{BASE}dataset")))
    graph.add((dataset, _SD.defaultGraph, union))
    graph.add((union, RDF.type, _SD.Graph))
    for held in explorer().store.named_graphs():
        named = URIRef(f"{endpoint}#{held.value.removeprefix(BASE)}")
        graph.add((dataset, _SD.namedGraph, named))
        graph.add((named, RDF.type, _SD.NamedGraph))
        graph.add((named, _SD.name, URIRef(held.value)))
    return graph
