# SPDX-License-Identifier: Apache-2.0
"""The whole dataset: as files to download, and a page that says what there is for machines."""

from __future__ import annotations

import pyoxigraph as ox
from flask import Blueprint, Response, render_template, request, send_file

from plangraph.web.explorer import explorer
from plangraph.web.machine.negotiation import QUADS, Format, agreed, prefers_html
from plangraph.web.machine.replies import speak_to_machines

__all__ = ["dataset", "download", "whole"]

dataset = speak_to_machines(Blueprint("dataset", __name__))


@dataset.get("/dataset")
def whole() -> Response | str:
    """The dataset in the format that the request asks for; as a page, what there is."""
    if prefers_html(QUADS, first=True):
        return render_template("dataset.html", formats=QUADS)
    return _file(agreed(QUADS))


# an ending that is no format is no address here
@dataset.get(f"/dataset.<any({','.join(each.name for each in QUADS)}):name>")
def download(name: str) -> Response:
    """The dataset as a file."""
    return _file(next(each for each in QUADS if each.name == name))


def _file(syntax: Format) -> Response:
    known = ox.RdfFormat.from_media_type(syntax.media_type)
    assert known is not None
    held = explorer().files.file(syntax.name, known)
    return send_file(
        held.path,
        mimetype=syntax.content_type,
        as_attachment=True,
        download_name=held.path.name,
        etag=held.digest,
        conditional=request.method in ("GET", "HEAD"),
    )
