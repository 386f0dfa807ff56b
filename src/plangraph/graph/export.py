# SPDX-License-Identifier: Apache-2.0
"""The dataset as files that other tools read: Turtle, TriG and JSON-LD."""

from __future__ import annotations

import pyoxigraph as ox

from plangraph.vocabulary import GRAPH, PREFIXES

__all__ = ["RDF_FORMATS", "to_rdf"]

RDF_FORMATS = {"ttl": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}


def to_rdf(store: ox.Store, syntax: str, plan: str = "") -> str:
    """A dataset as text, in an order that gives diffs one can read.

    Parameters
    ----------
    syntax: one of `RDF_FORMATS`; Turtle has no named graphs and holds their union.
    plan: the id of the only plan whose graph is wanted; empty: everything.
    """
    graph_name = ox.NamedNode(GRAPH[f"plan/{plan}"]) if plan else None
    quads = sorted(store.quads_for_pattern(None, None, None, graph_name), key=str)
    data = dict.fromkeys(quad.triple for quad in quads) if syntax == "ttl" else quads
    return (ox.serialize(data, format=RDF_FORMATS[syntax], prefixes=PREFIXES) or b"").decode()
