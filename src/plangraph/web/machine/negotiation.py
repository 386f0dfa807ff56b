# SPDX-License-Identifier: Apache-2.0
"""Formats for machines, and the choice among them that a request makes by `format=` or else by its Accept header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from flask import request
from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import NotAcceptable

from plangraph.web.problems import BadValue

__all__ = [
    "HTML",
    "QUADS",
    "RESULTS",
    "TRIPLES",
    "Format",
    "agreed",
    "chosen",
    "format_named",
    "prefers_html",
    "sent_as",
]

HTML = "text/html"
# Of a media range: the encoding, which is always UTF-8, and the profile of JSON-LD.
_PARAMETERS = re.compile(r""";\s*(?:charset|profile)=(?:"[^"]*"|[^;]*)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Format:
    """A format of answers.

    Parameters
    ----------
    name: as `format=` and endings of addresses say it.
    media_type: as it is sent; also: other media types under which it is asked for.
    """

    name: str
    media_type: str
    also: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The Content-Type header."""
        return _in_utf8(self.media_type)


RESULTS = (
    Format("json", "application/sparql-results+json", ("application/json",)),
    Format("xml", "application/sparql-results+xml", ("application/xml", "text/xml")),
    Format("csv", "text/csv"),
    Format("tsv", "text/tab-separated-values"),
)
TRIPLES = (
    Format("ttl", "text/turtle", ("application/x-turtle",)),
    Format("nt", "application/n-triples", ("text/plain",)),
    Format("jsonld", "application/ld+json", ("application/json",)),
    Format("rdf", "application/rdf+xml", ("application/xml", "text/xml")),
)
QUADS = (
    Format("trig", "application/trig"),
    Format("nq", "application/n-quads"),
    Format("jsonld", "application/ld+json", ("application/json",)),
)


def _in_utf8(media_type: str) -> str:
    """The Content-Type of a media type: what is text would be taken for ASCII, where it does not say otherwise."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _wishes() -> MIMEAccept:
    """What the request accepts, without the parameters that every answer of ours meets or that are only a wish."""
    return MIMEAccept([(_PARAMETERS.sub("", name), quality) for name, quality in request.accept_mimetypes])


def _accepted(offered: Sequence[str]) -> str | None:
    """The media type that the request would rather have; the first of equals, and without an Accept header."""
    if not request.headers.get("Accept", "").strip():
        return offered[0]
    return _wishes().best_match(offered)


def format_named(formats: Sequence[Format], name: str) -> Format:
    """The format of that name. Raises `BadValue`, naming those that there are."""
    for each in formats:
        if each.name == name:
            return each
    known = ", ".join(dict.fromkeys(each.name for each in formats))
    raise BadValue(f"There is no format “{name[:50]}” here; the formats are {known}.")


def chosen(formats: Sequence[Format]) -> Format | None:
    """The format that the request asks for, None where it accepts none of them.

    Raises `BadValue` for a `format=` that is none of them.
    """
    name = request.values.get("format")
    if name is not None:
        return format_named(formats, name)
    by_type = {media_type: each for each in reversed(formats) for media_type in (each.media_type, *each.also)}
    found = _accepted([*(each.media_type for each in formats), *(name for each in formats for name in each.also)])
    return by_type[found] if found else None


def agreed(formats: Sequence[Format]) -> Format:
    """The same. Raises `NotAcceptable`, naming the formats, where the request accepts none of them."""
    syntax = chosen(formats)
    if syntax is None:
        raise NotAcceptable(f"The formats here are {', '.join(each.media_type for each in formats)}.")
    return syntax


def sent_as(syntax: Format) -> str:
    """The Content-Type of an answer; a client that knows the format only by another of its names is told that one."""
    asked_for = {name for name, quality in _wishes() if quality}
    if "format" in request.values or syntax.media_type in asked_for:
        return syntax.content_type
    return next((_in_utf8(name) for name in syntax.also if name in asked_for), syntax.content_type)


def prefers_html(formats: Sequence[Format], first: bool) -> bool:
    """Whether the request would rather have a page than one of these formats; `first`: also where it has no wish."""
    if "format" in request.values:
        return request.values["format"] == "html"
    others = [media_type for each in formats for media_type in (each.media_type, *each.also)]
    return _accepted([HTML, *others] if first else [*others, HTML]) == HTML
