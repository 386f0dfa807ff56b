# SPDX-License-Identifier: Apache-2.0
"""The files that a page with the picture needs: vis-network as pyvis ships it, and our own scripts and style."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

__all__ = ["STYLE", "scripts", "style"]

STYLE = "picture.css"
# vis-network's own style sheet (220 kB) dresses buttons and tooltips that the picture does not have.
_VIS = "vis-network.min.js"
# In the order in which they are read.
_OURS = ("model.js", "scenes.js", "draw.js", "arrange.js", "stage.js", "details.js", "tables.js", "page.js")


@cache
def scripts() -> Mapping[str, str]:
    """The scripts by name, in the order in which a page must read them."""
    vis = resources.files("pyvis") / "lib" / "vis-9.1.2" / _VIS
    return {_VIS: vis.read_text(encoding="utf-8"), **{name: _static(name) for name in _OURS}}


@cache
def style() -> str:
    """The picture's own style; whoever frames the picture dresses the rest of the page."""
    return _static(STYLE)


def _static(name: str) -> str:
    return (resources.files("plangraph.view") / "static" / name).read_text(encoding="utf-8")
