# SPDX-License-Identifier: Apache-2.0
"""The OpenAPI description of the endpoints for machines, made of the questions' own headers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Blueprint, Response

from plangraph import __version__
from plangraph.queries import Question
from plangraph.questions import every_question
from plangraph.web.machine.api import TABLES
from plangraph.web.machine.negotiation import QUADS, RESULTS, TRIPLES, Format
from plangraph.web.machine.rdf import own_address
from plangraph.web.machine.replies import json_response, speak_to_machines
from plangraph.web.machine.search import PARAMETERS, RESULT

__all__ = ["description", "openapi"]

openapi = speak_to_machines(Blueprint("openapi", __name__))

_Object = dict[str, Any]
_TEXT: Mapping[str, str] = {"type": "string"}


@openapi.get("/openapi.json")
def description() -> Response:
    """The description, OpenAPI 3.1."""
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "plangraph",
            "version": __version__,
            "summary": "Who answers for what in Swedish cancer care.",
            "description": "Read-only. A query over a limit of time, rows, bytes or memory is ended with status 422.",
            "license": {"name": "CC0 1.0", "identifier": "CC0-1.0"},
        },
        "servers": [{"url": own_address().rstrip("/")}],
        "paths": {
            "/api/ask": {
                "get": _operation("questions", "Every question that can be asked", TABLES[:1], _list(_question))
            },
            **{f"/api/ask/{name}": {"get": _ask(question)} for name, question in sorted(every_question().items())},
            "/api/search": {"get": _search()},
            "/sparql": _sparql(),
            "/id/{name}": {"get": _node()},
            **{f"/dataset.{each.name}": {"get": _download(each)} for each in QUADS},
            "/dcat": {"get": _operation("dcat", "The dataset’s description, DCAT-AP-SE", TRIPLES)},
        },
        "components": {"schemas": {"Problem": _problem}, "responses": {"Problem": _content("What is wrong", _PROBLEM)}},
    }
    return json_response(document)


_problem: _Object = {
    "type": "object",
    "description": "Problem details, RFC 9457. `limit` names the limit that a query ran over.",
    "required": ["title", "status", "detail"],
    "properties": {
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "limit": {"enum": ["time", "rows", "bytes", "memory", "engine"]},
        "suggestions": {"type": "array", "items": {"type": "object"}},
    },
}
_question: _Object = {
    "type": "object",
    "required": ["name", "question_sv", "question_en", "parameters", "columns", "address"],
    "properties": {
        **dict.fromkeys(("name", "question_sv", "question_en", "address"), _TEXT),
        **{key: {"type": "array", "items": _TEXT} for key in ("parameters", "columns")},
    },
}
_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_SPECIAL: Mapping[str, str] = {
    "as_of": "The day for which it is said what has passed, such as 2026-11-21; the server’s own unless given.",
    "plan": "A plan’s id, or its short name while only one plan has it.",
}


def _ask(question: Question) -> _Object:
    row = {
        "type": "object",
        "required": list(question.columns),
        "properties": dict.fromkeys(question.columns, _TEXT),
    }
    parameters = [
        _parameter(name, _SPECIAL.get(name, f"Only rows with this {name}."), {**_TEXT, "format": "date"})
        if name == "as_of"
        else _parameter(name, _SPECIAL.get(name, f"Only what has this {name}; an id or a label."))
        for name in question.parameters
    ]
    text = " ".join(filter(None, (question.question_sv, question.why, question.note)))
    return {
        **_operation(f"ask-{question.name}", question.question_en, TABLES, _list(row), parameters),
        "description": text,
    }


def _search() -> _Object:
    parameters = [_parameter(name, text, schema) for name, (text, schema) in PARAMETERS.items()]
    answer = _operation("search", "What words find, the best of each kind", TABLES[:1], dict(RESULT), parameters)
    return {**answer, "parameters": parameters}


def _sparql() -> _Object:
    formats = [*RESULTS, *TRIPLES]
    graphs = [
        _parameter(name, "An IRI of a graph to ask instead of all.", {"type": "array", "items": _TEXT})
        for name in ("default-graph-uri", "named-graph-uri")
    ]
    query = _parameter("query", "SELECT, ASK, CONSTRUCT or DESCRIBE. Without it: the service’s description.")
    form = {"type": "object", "required": ["query"], "properties": {"query": _TEXT}}
    body = {"application/x-www-form-urlencoded": {"schema": form}, "application/sparql-query": {"schema": _TEXT}}
    post = _operation("sparql-post", "Ask in SPARQL", formats, None, graphs)
    return {
        "get": _operation("sparql-get", "Ask in SPARQL", formats, None, [query, *graphs]),
        "post": {**post, "requestBody": {"required": True, "content": body}},
    }


def _node() -> _Object:
    name = {
        "name": "name",
        "in": "path",
        "required": True,
        "description": "What follows /id/ in the node’s identifier, slashes included.",
        "schema": _TEXT,
    }
    return _operation("node", "A row, actor, plan or other node, and what points at it", TRIPLES, None, [name])


def _download(syntax: Format) -> _Object:
    answer = _operation(f"dataset-{syntax.name}", "The whole dataset", [syntax])
    del answer["parameters"]
    return answer


def _operation(
    name: str,
    summary: str,
    formats: Iterable[Format],
    schema: _Object | None = None,
    parameters: Iterable[_Object] = (),
) -> _Object:
    formats = list(formats)
    names = list(dict.fromkeys(each.name for each in formats))
    by_type = {
        each.media_type: {"schema": schema if schema and each.media_type == "application/json" else _TEXT}
        for each in formats
    }
    choice = _parameter("format", "The format, before what Accept says.", {"enum": names})
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [*parameters, choice],
        "responses": {
            "200": {"description": "The answer", "content": by_type},
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }


def _parameter(name: str, text: str, schema: Mapping[str, Any] = _TEXT) -> _Object:
    return {"name": name, "in": "query", "required": False, "description": text, "schema": schema}


def _content(text: str, content: _Object) -> _Object:
    return {"description": text, "content": content}


def _list(item: _Object) -> _Object:
    return {"type": "array", "items": item}
