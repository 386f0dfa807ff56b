# SPDX-License-Identifier: Apache-2.0
"""The SPARQL 1.1 Protocol, query operation only: what a request asks, and the answer to it.

Updates are refused, and so are graphs that the dataset does not have: an empty answer would hide a mistyped name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

import pyoxigraph as ox
from flask import Response, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, Forbidden, NotAcceptable, UnsupportedMediaType

from plangraph.web.explorer import explorer
from plangraph.web.machine.negotiation import RESULTS, TRIPLES, Format, chosen, format_named, sent_as

__all__ = ["Asked", "answered", "read_request", "refuse_other_encodings"]

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks: the query, and the graphs to ask instead of all."""

    sparql: str
    default_graphs: Sequence[str]
    named_graphs: Sequence[str]


def refuse_other_encodings() -> None:
    """Raise `BadRequest` for parameters that are no UTF-8: read as such, they would ask for something else.

    It comes before anything else reads the request, since a form that was read leaves nothing of how it was sent.
    """
    _text(unquote_to_bytes(request.query_string))
    if request.mimetype == _FORM:
        _text(unquote_to_bytes(request.get_data()))


def read_request() -> Asked | None:
    """What the request asks, None where it has no query.

    Raises `BadRequest` where it is none that the protocol knows, `Forbidden` for an update and `UnsupportedMediaType`
    for a body of another kind.
    """
    parameters = MultiDict(request.args)
    if request.method == "POST":
        kind = request.mimetype
        if request.mimetype_params.get("charset", "utf-8").casefold() not in ("utf-8", "utf8"):
            raise UnsupportedMediaType("A query is text in UTF-8.")
        if kind == _UPDATE:
            raise Forbidden("The dataset can only be read: updates are refused.")
        if kind == _QUERY:
            if "query" in parameters:
                raise BadRequest("The query stands in the body or in the address, not in both.")
            parameters.add("query", _text(request.get_data(cache=False)))
        elif kind == _FORM:
            parameters.update(request.form)
        else:
            raise UnsupportedMediaType(f"Send the query as {_FORM} or {_QUERY}.")
    if "update" in parameters:
        raise Forbidden("The dataset can only be read: updates are refused.")
    queries = parameters.getlist("query")
    if len(queries) > 1:
        raise BadRequest("Send exactly one query.")
    if not queries:
        if request.method == "POST":
            raise BadRequest("The query is missing: send it as the parameter “query”.")
        return None
    default, named = parameters.getlist("default-graph-uri"), parameters.getlist("named-graph-uri")
    _refuse_unknown_graphs([*default, *named])
    return Asked(queries[0], default, named)


def answered(asked: Asked) -> Response:
    """The answer in the format that the request asks for.

    Raises what `BoundedQueries.ask` raises, and `NotAcceptable` where the request accepts no format for the kind of
    answer that the query gives.
    """
    results, triples = _formats()
    result = explorer().queries.ask(
        asked.sparql,
        results=results.media_type if results else "",
        triples=triples.media_type if triples else "",
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
    )
    syntax = triples if result.kind == "graph" else results
    if syntax is None:
        has = "statements" if result.kind == "graph" else "rows" if result.kind == "solutions" else "yes or no"
        known = TRIPLES if result.kind == "graph" else RESULTS
        raise NotAcceptable(f"The answer is {has}; its formats are {', '.join(each.media_type for each in known)}.")
    response = Response(result.body, content_type=sent_as(syntax))
    if request.values.get("format"):
        response.headers["Content-Disposition"] = f'attachment; filename="plangraph.{syntax.name}"'
    return response


def _formats() -> tuple[Format | None, Format | None]:
    """The formats for rows and for statements."""
    name = request.values.get("format")
    if name is None:
        return chosen(RESULTS), chosen(TRIPLES)
    format_named([*RESULTS, *TRIPLES], name)
    by_name = [{each.name: each for each in formats}.get(name) for formats in (RESULTS, TRIPLES)]
    return by_name[0], by_name[1]


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadRequest("The query is no text in UTF-8.") from None


def _refuse_unknown_graphs(names: Sequence[str]) -> None:
    store = explorer().store
    for name in names:
        try:
            known = store.contains_named_graph(ox.NamedNode(name))
        except ValueError:
            known = False
        if not known:
            raise BadRequest(f"There is no graph <{name[:200]}>. The service description names those that there are.")
