# SPDX-License-Identifier: Apache-2.0
"""The interactive picture: it opens on an overview, and holds every row, owner and path behind it.

`render` writes it as one file; `draw` gives it as a part for the pages of a site, with `scripts` and `style` beside it.
"""

from plangraph.view.files import STYLE, scripts, style
from plangraph.view.found import Found
from plangraph.view.known import Known
from plangraph.view.lexicon import Lexicon
from plangraph.view.page import render
from plangraph.view.picture import Picture, Site, draw
from plangraph.view.scope import Scope, goals_meant, rows_in
from plangraph.view.source import Source, Ways

__all__ = [
    "STYLE",
    "Found",
    "Known",
    "Lexicon",
    "Picture",
    "Scope",
    "Site",
    "Source",
    "Ways",
    "draw",
    "goals_meant",
    "render",
    "rows_in",
    "scripts",
    "style",
]
