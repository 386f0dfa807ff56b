# SPDX-License-Identifier: Apache-2.0
"""Search for machines, and for what shows hits while one types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import BadRequest

from plangraph.web.explorer import explorer
from plangraph.web.filters import choose, only_known
from plangraph.web.hits import KIND_NAMES, as_json, find, kind_name
from plangraph.web.machine.replies import json_response, speak_to_machines
from plangraph.web.search import Group

__all__ = ["PARAMETERS", "RESULT", "hits", "search_api"]

search_api = speak_to_machines(Blueprint("search_api", __name__, url_prefix="/api"))

_EACH = 5
_MOST = 50
_TEXT: Mapping[str, str] = {"type": "string"}
_COUNTS: Mapping[str, Any] = {"type": "object", "additionalProperties": {"type": "integer"}}

# What may be asked, and what is answered, as OpenAPI describes them.
PARAMETERS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "q": ("What is searched for: words, an abbreviation, a row such as “kronoberg 20.1”, or an identifier.", _TEXT),
    "kind": ("Only things of this kind.", {"enum": list(KIND_NAMES)}),
    "plan": ("Only what has to do with this plan: its id, or its short name while only one plan has it.", _TEXT),
    "each": (
        f"How many of each kind; {_EACH} unless given.",
        {"type": "integer", "minimum": 1, "maximum": _MOST},
    ),
    "skip": ("With a kind: how many of its best hits to leave out.", {"type": "integer", "minimum": 0}),
    "lang": ("The language of labels.", {"enum": ["sv", "en"]}),
}
_HIT: Mapping[str, Any] = {
    "type": "object",
    "required": ["iri", "address", "kind", "title", "what", "rank", "why"],
    "properties": {
        **dict.fromkeys(("iri", "address", "kind", "id", "locator", "plan", "organisation", "title", "what"), _TEXT),
        "language": {"enum": ["sv", "en"], "description": "The language of the title."},
        "rank": {"enum": ["locator", "whole", "name", "rest"]},
        "remarks": {"type": "array", "items": _TEXT},
        "marked": {
            "type": "array",
            "description": "The title in pieces, each with whether it is what was searched for.",
            "items": {"type": "array", "prefixItems": [_TEXT, {"type": "boolean"}]},
        },
        "why": {
            "type": "array",
            "description": "What holds the words that the title does not show.",
            "items": {"type": "object", "properties": {"what": _TEXT, "text": _TEXT}},
        },
    },
}
RESULT: Mapping[str, Any] = {
    "type": "object",
    "required": ["query", "total", "kinds", "plans", "groups"],
    "properties": {
        "query": _TEXT,
        "words": {"type": "array", "items": _TEXT},
        "total": {"type": "integer"},
        "everywhere": {"type": "integer", "description": "How many there are in any plan."},
        "kinds": _COUNTS,
        "plans": _COUNTS,
        "instead": {"type": "object", "additionalProperties": _TEXT, "description": "Words taken for what is nowhere."},
        "near": {"type": "object", "additionalProperties": {"type": "array", "items": _TEXT}},
        "alone": _COUNTS,
        "address": _TEXT,
        "groups": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["kind", "label", "total", "hits"],
                "properties": {
                    **dict.fromkeys(("kind", "label", "address"), _TEXT),
                    "total": {"type": "integer"},
                    "hits": {"type": "array", "items": _HIT},
                },
            },
        },
    },
}


@search_api.get("/search")
def hits() -> Response:
    """The best hits of each kind, or of one kind some after others."""
    only_known(PARAMETERS)
    if request.args.get("format", "json") != "json":
        raise BadRequest("The only format here is json.")
    typed = request.args.get("q", "")
    plan = choose("plan", "plan", {each: each for each in explorer().plans}).chosen
    kind = choose("kind", "kind", {each: kind_name(each) for each in KIND_NAMES}).chosen
    each, skip = _number("each", _EACH, 1, _MOST), _number("skip", 0, 0, 10**7)
    found = find(typed, plan)
    if kind:
        total = found.kinds.get(kind, 0)
        groups = [Group(kind, total, found.best(kind, each, skip))] if total else []
    else:
        groups = found.groups(each)
    return json_response(as_json(typed, plan, found, groups))


def _number(name: str, usual: int, least: int, most: int) -> int:
    given = request.args.get(name, "")
    if not given:
        return usual
    if not (given.isascii() and given.isdecimal() and len(given) < 9 and least <= int(given) <= most):
        raise BadRequest(f"{name}: write a whole number from {least} to {most}.")
    return int(given)
