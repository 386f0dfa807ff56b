# SPDX-License-Identifier: Apache-2.0
"""Writing quads of one named graph into a store."""

from __future__ import annotations

import pyoxigraph as ox
from rdflib import URIRef

from plangraph.vocabulary import RDF, RDFS, SKOS, XSD

__all__ = ["GraphWriter"]


class GraphWriter:
    """Adds statements to one named graph; empty text adds nothing, since an empty cell says nothing."""

    def __init__(self, store: ox.Store, graph: URIRef) -> None:
        self._quads: list[ox.Quad] = []
        self._store = store
        self._graph = ox.NamedNode(graph)

    def add(self, subject: URIRef, predicate: URIRef, value: URIRef) -> None:
        """Relate two nodes."""
        self._put(subject, predicate, ox.NamedNode(value))

    def type(self, subject: URIRef, *classes: URIRef) -> None:
        """Say what a node is."""
        for name in classes:
            self.add(subject, RDF.type, name)

    def text(self, subject: URIRef, predicate: URIRef, value: str, language: str | None = None) -> None:
        """Give a node a text, in a language or in none."""
        if value:
            self._put(subject, predicate, ox.Literal(value, language=language))

    def date(self, subject: URIRef, predicate: URIRef, value: str) -> None:
        """Give a node an ISO date."""
        if value:
            self._put(subject, predicate, ox.Literal(value, datatype=ox.NamedNode(XSD.date)))

    def flag(self, subject: URIRef, predicate: URIRef, value: bool) -> None:
        """Give a node a truth value."""
        self._put(subject, predicate, ox.Literal(value))

    def decimal(self, subject: URIRef, predicate: URIRef, value: str) -> None:
        """Give a node a decimal number."""
        if value:
            self._put(subject, predicate, ox.Literal(value, datatype=ox.NamedNode(XSD.decimal)))

    def label(self, subject: URIRef, swedish: str, english: str = "") -> None:
        """Give a node its labels."""
        self.text(subject, RDFS.label, swedish, "sv")
        self.text(subject, RDFS.label, english, "en")

    def remark(self, subject: URIRef, text: str) -> None:
        """Give a node an editor's remark in Swedish."""
        self.text(subject, SKOS.editorialNote, text, "sv")

    def close(self) -> None:
        """Put everything written into the store, at once."""
        self._store.bulk_extend(self._quads)
        self._quads = []

    def _put(self, subject: URIRef, predicate: URIRef, value: ox.NamedNode | ox.Literal) -> None:
        self._quads.append(ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), value, self._graph))
