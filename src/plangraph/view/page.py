# SPDX-License-Identifier: Apache-2.0
"""The picture as one file: a thin shell around it with everything that it needs.

The content security policy allows the page's own scripts and styles by their hash and nothing else, so no text of the
data can run, and no other host is asked for anything.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from datetime import date
from importlib import resources

import pyoxigraph as ox
from markupsafe import Markup

from plangraph.validation import Finding
from plangraph.view.files import scripts, style
from plangraph.view.found import Found
from plangraph.view.known import Known
from plangraph.view.lexicon import Lexicon
from plangraph.view.picture import draw, templates
from plangraph.view.scope import Scope, resolved
from plangraph.view.source import Asked, Ways

__all__ = ["render"]


def render(
    store: ox.Store,
    findings: Sequence[Finding],
    scope: Scope,
    language: str = "sv",
    as_of: date | None = None,
) -> str:
    """The picture as the text of one HTML file.

    Parameters
    ----------
    findings: those of `plangraph.validation.check`.
    scope: what the picture holds and opens on.
    language: `sv` or `en`, for the words around the data.
    as_of: the day for which it is said what has passed; today unless given.

    Raises `InputError`, suggesting near names, for a plan, area, goal, actor or activity that the dataset lacks.
    """
    day = as_of or date.today()
    source = Asked(store, day)
    lexicon = Lexicon.of(store, language)
    known = Known(store, source, Ways(store), Found(findings), day)
    picture = draw(known, lexicon, resolved(store, source, scope))
    frame = (resources.files("plangraph.view") / "static" / "page.css").read_text(encoding="utf-8")
    dress = frame + style()
    return (
        templates()
        .get_template("page.html")
        .render(
            language=language,
            words=lexicon.words,
            picture=picture,
            policy=_policy(list(scripts().values()), dress),
            # marked as markup: our own files, and vis-network's
            style=Markup(dress),
            scripts=[Markup(script) for script in scripts().values()],
            as_of=day.isoformat(),
        )
    )


def _policy(scripts: Sequence[str], style: str) -> str:
    """The content security policy: nothing from anywhere, and of scripts and styles these only."""
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
