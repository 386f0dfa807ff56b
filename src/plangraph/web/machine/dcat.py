# SPDX-License-Identifier: Apache-2.0
"""The dataset described for data portals, in DCAT-AP-SE 3.

Its identifiers are the project's; its addresses are those of the server that is asked. There is no contact point, which
DCAT-AP-SE recommends and does not require: whoever publishes the dataset adds their own.
"""

from __future__ import annotations

from flask import Blueprint, Response
from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF

from plangraph.vocabulary import BASE
from plangraph.web.explorer import explorer
from plangraph.web.machine.negotiation import QUADS, RESULTS
from plangraph.web.machine.rdf import graph_response, own_address
from plangraph.web.machine.replies import speak_to_machines

__all__ = ["dcat", "dcat_description", "description"]

dcat = speak_to_machines(Blueprint("dcat", __name__))

_EU = "http://publications.europa.eu/resource/authority/"
_CC0 = URIRef("http://creativecommons.org/publicdomain/zero/1.0/")
_SPARQL_PROTOCOL = URIRef("https://www.w3.org/TR/sparql11-protocol/")
_KEYWORDS = {
    "sv": ("cancervård", "cancerplan", "handlingsplan", "ansvar", "regioner"),
    "en": ("cancer care", "cancer plan", "action plan", "responsibility", "regions"),
}


@dcat.get("/dcat")
def description() -> Response:
    """The description in the format that the request asks for."""
    return graph_response(dcat_description())


def dcat_description() -> Graph:
    """Catalogue, dataset, its distributions, and the service that answers queries."""
    graph = Graph()
    for prefix, namespace in (("dcat", DCAT), ("dcterms", DCTERMS), ("foaf", FOAF)):
        graph.bind(prefix, namespace)
    catalog, dataset, publisher = (URIRef(f"{BASE}{name}") for name in ("catalog", "dataset", "publisher"))
    graph.add((publisher, RDF.type, FOAF.Agent))
    graph.add((publisher, FOAF.name, Literal("plangraph")))
    graph.add((catalog, RDF.type, DCAT.Catalog))
    _text(graph, catalog, DCTERMS.title, "Cancerplanernas data", "The cancer plans’ data")
    _text(
        graph,
        catalog,
        DCTERMS.description,
        "Öppna data om vem som ansvarar för vad i svensk cancervård.",
        "Open data on who answers for what in Swedish cancer care.",
    )
    graph.add((catalog, DCTERMS.publisher, publisher))
    graph.add((catalog, DCTERMS.license, _CC0))
    graph.add((catalog, DCAT.dataset, dataset))
    graph.add((catalog, DCAT.themeTaxonomy, URIRef(f"{_EU}data-theme")))
    graph.add((catalog, FOAF.homepage, URIRef(own_address())))
    _languages(graph, catalog)
    _dataset(graph, dataset, publisher)
    return graph


def _dataset(graph: Graph, dataset: URIRef, publisher: URIRef) -> None:
    graph.add((dataset, RDF.type, DCAT.Dataset))
    _text(
        graph,
        dataset,
        DCTERMS.title,
        "Vem ansvarar för vad i svensk cancervård",
        "Who answers for what in Swedish cancer care",
    )
    _text(
        graph,
        dataset,
        DCTERMS.description,
        "Planer, mål, insatser och aktiviteter från nationell strategi till region, med ansvariga aktörer, tider, "
        "statusar, uppföljning och villkor, rad för rad ur planerna.",
        "Plans, goals, measures and activities from the national strategy to the regions, with the actors who answer, "
        "times, statuses, follow-up and conditions, row by row from the plans.",
    )
    graph.add((dataset, DCTERMS.publisher, publisher))
    graph.add((dataset, DCTERMS.identifier, Literal(str(dataset))))
    graph.add((dataset, DCTERMS.accessRights, URIRef(f"{_EU}access-right/PUBLIC")))
    graph.add((dataset, DCTERMS.spatial, URIRef(f"{_EU}country/SWE")))
    graph.add((dataset, DCAT.landingPage, URIRef(own_address())))
    for theme in ("HEAL", "GOVE"):
        graph.add((dataset, DCAT.theme, URIRef(f"{_EU}data-theme/{theme}")))
    for language, words in _KEYWORDS.items():
        for word in words:
            graph.add((dataset, DCAT.keyword, Literal(word, lang=language)))
    _languages(graph, dataset)
    _period(graph, dataset)
    for each in QUADS:
        file = _distribution(
            graph, dataset, each.name, f"Hela datamängden, {each.name}", f"The whole dataset, {each.name}"
        )
        graph.add((file, DCTERMS.format, Literal(each.media_type)))
        graph.add((file, DCAT.accessURL, URIRef(own_address("dataset"))))
        graph.add((file, DCAT.downloadURL, URIRef(own_address(f"dataset.{each.name}"))))
    service = URIRef(f"{dataset}/service/sparql")
    asked = _distribution(graph, dataset, "sparql", "Svar på frågor i SPARQL", "Answers to questions in SPARQL")
    graph.add((asked, DCTERMS.format, Literal(RESULTS[0].media_type)))
    graph.add((asked, DCAT.accessURL, URIRef(own_address("sparql"))))
    graph.add((asked, DCAT.accessService, service))
    graph.add((service, RDF.type, DCAT.DataService))
    _text(graph, service, DCTERMS.title, "SPARQL-tjänst", "SPARQL service")
    graph.add((service, DCTERMS.license, _CC0))
    graph.add((service, DCTERMS.publisher, publisher))
    graph.add((service, DCTERMS.accessRights, URIRef(f"{_EU}access-right/PUBLIC")))
    graph.add((service, DCTERMS.conformsTo, _SPARQL_PROTOCOL))
    graph.add((service, DCAT.endpointURL, URIRef(own_address("sparql"))))
    graph.add((service, DCAT.endpointDescription, URIRef(own_address("openapi.json"))))
    graph.add((service, DCAT.servesDataset, dataset))


def _distribution(graph: Graph, dataset: URIRef, name: str, swedish: str, english: str) -> URIRef:
    node = URIRef(f"{dataset}/distribution/{name}")
    graph.add((dataset, DCAT.distribution, node))
    graph.add((node, RDF.type, DCAT.Distribution))
    _text(graph, node, DCTERMS.title, swedish, english)
    graph.add((node, DCTERMS.license, _CC0))
    return node


def _period(graph: Graph, dataset: URIRef) -> None:
    """The time that the plans hold for, all together."""
    plans = explorer().plans.values()
    node = URIRef(f"{dataset}/period")
    graph.add((dataset, DCTERMS.temporal, node))
    graph.add((node, RDF.type, DCTERMS.PeriodOfTime))
    starts, ends = ([date for date in dates if date] for dates in zip(*((p.start, p.end) for p in plans), strict=True))
    for term, dates, first in ((DCAT.startDate, starts, min), (DCAT.endDate, ends, max)):
        if dates:
            graph.add((node, term, Literal(first(dates), datatype=XSD.date)))


def _languages(graph: Graph, node: URIRef) -> None:
    for language in ("SWE", "ENG"):
        graph.add((node, DCTERMS.language, URIRef(f"{_EU}language/{language}")))


def _text(graph: Graph, node: URIRef, term: URIRef, swedish: str, english: str) -> None:
    graph.add((node, term, Literal(swedish, lang="sv")))
    graph.add((node, term, Literal(english, lang="en")))
