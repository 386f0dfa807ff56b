# SPDX-License-Identifier: Apache-2.0
"""RDF as an answer: small graphs in the format that was asked for, and the address under which this server is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pyoxigraph as ox
from flask import Response, request
from rdflib import Graph
from werkzeug.exceptions import BadRequest

from plangraph.vocabulary import PREFIXES
from plangraph.web.machine.negotiation import TRIPLES, agreed, sent_as

__all__ = ["graph_response", "own_address", "triples_response"]

_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?|\[[0-9A-Fa-f:.]+\](:\d+)?")
_RDFLIB = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "pretty-xml"}


def own_address(path: str = "") -> str:
    """The address of a path here, as the request's own host says it. Raises `BadRequest` for a host that is none."""
    if not _HOST.fullmatch(request.host):
        raise BadRequest("The Host header names no host.")
    return f"{request.host_url}{path}"


def graph_response(graph: Graph) -> Response:
    """A small graph in the format asked for. Raises `NotAcceptable` where the request accepts none."""
    syntax = agreed(TRIPLES)
    return Response(graph.serialize(format=_RDFLIB[syntax.name]), content_type=sent_as(syntax))


def triples_response(triples: Sequence[ox.Triple]) -> Response:
    """Statements of the dataset in the format asked for. Raises `NotAcceptable` where the request accepts none."""
    syntax = agreed(TRIPLES)
    known = ox.RdfFormat.from_media_type(syntax.media_type)
    assert known is not None
    named = {term.value for triple in triples for term in triple if isinstance(term, ox.NamedNode)}
    used = {prefix: iri for prefix, iri in PREFIXES.items() if any(name.startswith(iri) for name in named)}
    return Response(ox.serialize(triples, format=known, prefixes=used), content_type=sent_as(syntax))
