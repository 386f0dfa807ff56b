# SPDX-License-Identifier: Apache-2.0
"""Nodes as RDF: at its identifier's address a node is described in Turtle, JSON-LD, N-Triples or RDF/XML too.

A description holds what is said of the node, of its parts (nodes below its own identifier) and of the responsibilities,
statements and mappings that point at it, and the labels of the nodes that these name.
"""

from __future__ import annotations

from typing import TypeGuard

import pyoxigraph as ox
from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from plangraph.vocabulary import ID, PLANGRAPH, PROV, RDFS, SKOS, SSSOM
from plangraph.web.addresses import node_of
from plangraph.web.explorer import explorer
from plangraph.web.machine.negotiation import HTML, TRIPLES, prefers_html
from plangraph.web.machine.rdf import triples_response
from plangraph.web.machine.replies import problem_of
from plangraph.web.pages.things.near_names import not_there
from plangraph.web.problems import NotThere

__all__ = ["describe", "represent", "representations", "tell_alternatives"]

representations = Blueprint("representations", __name__)

_Node = ox.NamedNode | ox.BlankNode
_PREFIX = "/id/"
_POINTING = tuple(
    ox.NamedNode(str(term))
    for term in (
        PLANGRAPH.about,
        PLANGRAPH.actor,
        PLANGRAPH.appliesTo,
        PLANGRAPH.forStep,
        PLANGRAPH.responsibilityFor,
        SSSOM.object_id,
        SSSOM.subject_id,
    )
)
# Where an answer is inherited: from the responsibility that the plan states.
_DERIVED = ox.NamedNode(str(PROV.wasDerivedFrom))
_LABELS = tuple(ox.NamedNode(str(term)) for term in (RDFS.label, SKOS.prefLabel))


def describe(store: ox.Store, node: str) -> list[ox.Triple]:
    """What the dataset says of a node, its parts and what points at it, in a steady order; empty for no such node."""
    start = ox.NamedNode(node)
    waiting: list[_Node] = [start]
    for term in _POINTING:
        waiting += (quad.subject for quad in store.quads_for_pattern(None, term, start) if _is_node(quad.subject))
    seen, named = set(waiting), set[ox.NamedNode]()
    found: dict[ox.Triple, None] = {}
    while waiting:
        for quad in store.quads_for_pattern(waiting.pop(), None, None):
            found[quad.triple] = None
            value = quad.object
            if not _is_node(value) or value in seen:
                continue
            if isinstance(value, ox.BlankNode) or value.value.startswith(f"{node}/") or quad.predicate == _DERIVED:
                seen.add(value)
                waiting.append(value)
            elif value.value.startswith(str(ID)):
                named.add(value)
    if found:
        for other in named - seen:
            for term in _LABELS:
                found.update((quad.triple, None) for quad in store.quads_for_pattern(other, term, None))
    return sorted(found, key=str)


def _is_node(term: object) -> TypeGuard[_Node]:
    return isinstance(term, ox.NamedNode | ox.BlankNode)


@representations.before_app_request
def represent() -> Response | None:
    """Answer for a node in RDF where that is asked for; pages answer otherwise."""
    if not _asks_for_node() or request.method not in ("GET", "HEAD") or prefers_html(TRIPLES, first=True):
        return None
    name = request.path.removeprefix(_PREFIX)
    try:
        triples = describe(explorer().store, node_of(name))
        if not triples:
            raise NotThere(f"“{name[:200]}” is not in the graph.", not_there(name).links)
        return triples_response(triples)
    except HTTPException as error:
        return problem_of(error)


@representations.after_app_request
def tell_alternatives(response: Response) -> Response:
    """Say that the answer depends on what the request accepts, and where the other forms are."""
    if _asks_for_node():
        response.vary.add("Accept")
        if response.mimetype == HTML and response.status_code == 200:
            for each in TRIPLES:
                response.headers.add("Link", f'<?format={each.name}>; rel="alternate"; type="{each.media_type}"')
    return response


def _asks_for_node() -> bool:
    return request.path.startswith(_PREFIX) and len(request.path) > len(_PREFIX)
