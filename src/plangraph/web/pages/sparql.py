# SPDX-License-Identifier: Apache-2.0
"""SPARQL at one address: the protocol for machines, and for people an editor with examples and a table of results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pyoxigraph as ox
from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from plangraph.errors import BusyError, InputError, LimitError
from plangraph.queries import named_queries, with_order
from plangraph.vocabulary import ID, PREFIXES, shortened
from plangraph.web.addresses import node_url
from plangraph.web.alphabet import alphabetical
from plangraph.web.explorer import explorer
from plangraph.web.machine.negotiation import RESULTS, TRIPLES, Format, prefers_html
from plangraph.web.machine.protocol import Asked, answered, read_request, refuse_other_encodings
from plangraph.web.machine.rdf import graph_response
from plangraph.web.machine.replies import RETRY_AFTER, speak_to_machines, status_of
from plangraph.web.machine.service import service_description
from plangraph.web.problems import BadValue
from plangraph.web.words import say

__all__ = ["Cell", "Shown", "editor", "pages"]

pages = speak_to_machines(Blueprint("sparql", __name__))

_METHODS = ("GET", "HEAD", "POST")
_REFUSED = ("DELETE", "OPTIONS", "PATCH", "PUT")
# More rows make a page that nobody reads; the download has them all.
_MOST_ROWS = 500
_FIRST_QUERY = """SELECT ?plan ?activity ?title ?written
WHERE {
  ?row a pg:Activity ; pg:locator ?activity ; rdfs:label ?title ; pg:partOfPlan/dcterms:identifier ?plan .
  ?responsibility pg:responsibilityFor ?row ; pg:asWritten ?written ;
    pg:role <https://w3id.org/plangraph/id/concept/role/accountable> .
}
ORDER BY ?plan ?activity
LIMIT 100
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """A term of an answer as people read it; `href` where the explorer has a page for it."""

    text: str
    href: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows of an answer: its first rows, of how many, and where the whole can be had."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    total: int
    downloads: Sequence[tuple[Format, str]] = field(default=())


@pages.route("/sparql", methods=[*_METHODS, *_REFUSED], provide_automatic_options=False)
def editor() -> Response:
    """Answer a query; without one, a browser gets the editor and a machine the service's description."""
    if request.method in _REFUSED:
        raise MethodNotAllowed(_METHODS, f"Ask with {', '.join(_METHODS)}.")
    refuse_other_encodings()
    if prefers_html([*RESULTS, *TRIPLES], first=False):
        return _page()
    asked = read_request()
    return answered(asked) if asked else graph_response(service_description())


def _page() -> Response:
    status, problem, shown = 200, "", None
    sparql = request.values.get("query", "")
    try:
        asked = read_request()
        if asked and asked.sparql.strip():
            shown = _shown(asked)
    except (HTTPException, InputError, BusyError) as error:
        status, problem = status_of(error), _said(error)
    examples = {name: say(query.question_sv, query.question_en) for name, query in named_queries().items()}
    text = sparql or _example()
    response = make_response(
        render_template(
            "sparql.html",
            sparql=text,
            problem=problem,
            shown=shown,
            examples=sorted(examples.items(), key=lambda example: alphabetical(example[1])),
            chosen=_chosen(text),
            prefixes=PREFIXES,
            limits=explorer().queries.limits,
        ),
        status,
    )
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _example() -> str:
    """The query of the example that was chosen, or one to begin with."""
    name = request.args.get("example", "")
    if name and name not in named_queries():
        raise BadValue(say(f"Exemplet ”{name[:100]}” finns inte.", f"There is no example “{name[:100]}”."))
    comment = say(
        "Ansvariga som planerna anger på själva aktiviteten (inte de som hämtas från målbilden)",
        "Owners that the plans state on the activity itself (not those taken from the goal)",
    )
    return _text(name) if name else f"# {comment}\n{_FIRST_QUERY}"


def _text(name: str) -> str:
    """An example as it is put into the box."""
    query = named_queries()[name]
    return with_order(query, query.sparql)


def _chosen(sparql: str) -> str:
    """The example that stands in the box, empty where none does; comments and line ends make no other query of it."""
    words = _words(sparql)
    return next((name for name in named_queries() if _words(_text(name)) == words), "")


def _words(sparql: str) -> list[str]:
    return [word for line in sparql.splitlines() if not line.startswith("#") for word in line.split()]


def _said(error: HTTPException | InputError | BusyError) -> str:
    if isinstance(error, BusyError):
        return say(
            "Många frågor ställs just nu. Försök igen om en stund.",
            "Many queries are asked just now. Try again in a moment.",
        )
    if isinstance(error, LimitError):
        return f"{say('Frågan avbröts.', 'The query was ended.')} {error}"
    return error.description or "" if isinstance(error, HTTPException) else str(error)


def _shown(asked: Asked) -> Shown:
    syntax, triples = ox.QueryResultsFormat.JSON, ox.RdfFormat.N_TRIPLES
    result = explorer().queries.ask(
        asked.sparql,
        results=syntax.media_type,
        triples=triples.media_type,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
    )
    formats = TRIPLES if result.kind == "graph" else RESULTS
    given = [("query", asked.sparql), *(("default-graph-uri", each) for each in asked.default_graphs)]
    given += [("named-graph-uri", each) for each in asked.named_graphs]
    downloads = [(each, f"?{urlencode([*given, ('format', each.name)])}") for each in formats]
    if result.kind == "graph":
        found = [[_cell(term) for term in quad.triple] for quad in ox.parse(result.body, triples)]
        return Shown(("subject", "predicate", "object"), found[:_MOST_ROWS], len(found), downloads)
    read = ox.parse_query_results(result.body, syntax)
    if not isinstance(read, ox.QuerySolutions):
        return Shown(("answer",), [[Cell(say("Ja", "Yes") if read else say("Nej", "No"))]], 1, downloads)
    columns = [variable.value for variable in read.variables]
    rows, total = [], 0
    for row in read:
        total += 1
        if total <= _MOST_ROWS:
            rows.append([_cell(term) for term in row])
    return Shown(columns, rows, total, downloads)


def _cell(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None) -> Cell:
    if term is None:
        return Cell("")
    if isinstance(term, ox.NamedNode):
        href = node_url(term.value) if term.value.startswith(str(ID)) else ""
        return Cell(shortened(term.value), href)
    if isinstance(term, ox.Literal):
        return Cell(term.value, language=term.language or "")
    return Cell(str(term))
