# SPDX-License-Identifier: Apache-2.0
"""The web application: its rooms, the language of a request, what every answer carries, and what is said in trouble."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, g, make_response, render_template, request
from jinja2 import StrictUndefined
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from plangraph.alignment.kept_review import KeptReview
from plangraph.errors import InputError
from plangraph.report import LANGUAGES
from plangraph.web import addresses, words
from plangraph.web.activity_filters import area_names
from plangraph.web.explorer import EXPLORER, Explorer
from plangraph.web.filters import filter_links
from plangraph.web.machine import MACHINE
from plangraph.web.machine.replies import problem
from plangraph.web.organisations import ended, organisation_name, plan_name
from plangraph.web.pages import PAGES
from plangraph.web.pages.review import pages as review_pages
from plangraph.web.problems import BadValue
from plangraph.web.review_desk import DESK, ReviewDesk

__all__ = ["create_app"]

# A form or query is a few kB; nothing is ever uploaded.
_LARGEST_REQUEST = 256 * 1024
# Nothing but our own files is ever loaded, no text of the data can run, and no other site can frame a page.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def create_app(explorer: Explorer, hosts: Sequence[str] = (), review: KeptReview | None = None) -> Flask:
    """The application that shows an explorer.

    Parameters
    ----------
    hosts: the names under which it may be asked, against pages elsewhere that point a name of theirs at this machine;
        empty: any name.
    review: a review to be held at `/review`, the one place where anything can be written; without it nothing can.
    """
    app = Flask("plangraph.web")
    app.extensions[EXPLORER] = explorer
    app.config.update(
        MAX_CONTENT_LENGTH=_LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=_LARGEST_REQUEST,
        PROVIDE_AUTOMATIC_OPTIONS=False,
    )
    _set_up_templates(app)
    if hosts:
        app.before_request(partial(_refuse_other_hosts, tuple(hosts)))
    app.before_request(_choose_language)
    app.url_defaults(_keep_language)
    app.after_request(_secure)
    app.register_error_handler(HTTPException, _in_trouble)
    app.register_error_handler(InputError, _unusable)
    for blueprint in (*PAGES, *MACHINE):
        app.register_blueprint(blueprint)
    if review is not None:
        app.extensions[DESK] = ReviewDesk(review)
        app.register_blueprint(review_pages)
    return app


def _set_up_templates(app: Flask) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for module, names in ((addresses, addresses.__all__), (words, words.__all__)):
        app.jinja_env.globals.update({name: getattr(module, name) for name in names})
    # globals, and not a context, so that macros have them wherever they are imported
    app.jinja_env.globals.update(
        explorer=app.extensions[EXPLORER],
        area_name=lambda area: area_names().get(area, area),
        filter_links=filter_links,
        has_ended=ended,
        organisation_name=organisation_name,
        plan_name=plan_name,
        has_page=lambda endpoint: endpoint in app.view_functions,
    )


def _refuse_other_hosts(hosts: Sequence[str]) -> Response | None:
    try:
        asked = urlsplit(f"//{request.headers.get('Host', '')}").hostname
    except ValueError:
        asked = None
    # empty: a name with more to it than a port, which an answer that leads on could not repeat
    if asked in hosts and request.host:
        return None
    text = f"This explorer answers on this machine only: ask for {' or '.join(hosts)}.\n"
    return Response(text, 400, content_type="text/plain; charset=utf-8")


def _choose_language() -> None:
    given = request.args.get("lang", "sv")
    g.language = given if given in LANGUAGES else "sv"
    if given not in LANGUAGES:
        raise BadValue(f"Språket ”{given[:50]}” finns inte: skriv lang=sv eller lang=en.")


def _keep_language(endpoint: str, values: dict[str, Any]) -> None:
    """Links on an English page lead to English pages."""
    if words.language() == "en" and endpoint != "static":
        values.setdefault("lang", "en")


def _secure(response: Response) -> Response:
    for name, text in _HEADERS.items():
        response.headers.setdefault(name, text)
    return response


def _unusable(error: InputError) -> Response:
    """Say what cannot be used, never where on this machine it stands."""
    text = " ".join(f"{problem.what} {problem.remedy}" for problem in error.problems)
    return _in_trouble(BadValue(text))


def _in_trouble(error: HTTPException) -> Response:
    status = error.code or 500
    title, advice = _ADVICE.get(status, _ADVICE[500 if status >= 500 else 400])
    # what werkzeug itself says is in English only, and our pages say it better
    links = getattr(error, "links", None)
    what = (error.description or "") if links is not None else ""
    # whoever takes no page gets what programs understand
    wanted = request.accept_mimetypes
    if wanted and wanted.best_match(["text/html", "application/problem+json", "application/json"]) != "text/html":
        response = problem(status, what or advice[1])
    else:
        text = render_template("error.html", status=status, title=title, advice=advice, what=what, links=links or [])
        response = make_response(text)
    response.status_code = status
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return response


_Pair = tuple[str, str]
_ADVICE: dict[int, tuple[_Pair, _Pair]] = {
    400: (
        ("Adressen går inte att använda", "The address cannot be used"),
        (
            "Något i adressen eller frågan är fel skrivet. Gå tillbaka och försök igen.",
            "Something in the address or the question is wrong. Go back and try again.",
        ),
    ),
    403: (
        ("Svaret togs inte emot", "The answer was not taken"),
        (
            "Det skickades från en annan webbplats. Inget sparades. Svara på granskningens egen sida.",
            "It was sent from another site. Nothing was saved. Answer on the review’s own page.",
        ),
    ),
    404: (
        ("Sidan finns inte", "There is no such page"),
        (
            "Raden eller sidan finns inte i grafen. Kanske är adressen fel skriven, eller så är planen inte inläst.",
            "The row or page is not in the graph. The address may be mistyped, or the plan is not loaded.",
        ),
    ),
    405: (
        ("Så kan sidan inte användas", "The page cannot be used that way"),
        (
            "Sidorna går bara att läsa, inte att ändra. Ändringar görs i registret.",
            "The pages can only be read, not changed. Changes are made in the register.",
        ),
    ),
    413: (
        ("Det som skickades är för stort", "What was sent is too large"),
        ("Ställ en kortare fråga.", "Ask a shorter question."),
    ),
    500: (
        ("Något gick fel hos oss", "Something went wrong on our side"),
        (
            "Sidan kunde inte visas. Felet står i programmets logg. Andra sidor fungerar som vanligt.",
            "The page could not be shown. The error stands in the program’s log. Other pages work as usual.",
        ),
    ),
}
