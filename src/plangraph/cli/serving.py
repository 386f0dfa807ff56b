# SPDX-License-Identifier: Apache-2.0
"""`plangraph serve`: the explorer in the browser, alone or with a review."""

from __future__ import annotations

import argparse
import webbrowser
from contextlib import suppress
from datetime import date

import pyoxigraph as ox

from plangraph.alignment.kept_review import KeptReview
from plangraph.cli.output import progress, show
from plangraph.graph import build
from plangraph.register import Register, load_register

__all__ = ["port_number", "serve", "serve_until_interrupted"]


def port_number(text: str) -> int:
    """A port as the command line says it, 0 for any; raises `argparse.ArgumentTypeError` for anything else."""
    if not text.isascii() or not text.isdecimal() or int(text[:6]) > 65535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return int(text)


def serve(given: argparse.Namespace) -> int:
    """Serve the explorer until interrupted."""
    progress(f"Läser registret i {given.data} …", given.quiet)
    register = load_register(given.data)
    serve_until_interrupted(
        register, build(register), given.host, given.port, given.quiet, browser=not given.no_browser
    )
    return 0


def serve_until_interrupted(
    register: Register,
    store: ox.Store,
    host: str,
    port: int | None,
    quiet: bool,
    *,
    browser: bool,
    review: KeptReview | None = None,
    language: str = "sv",
) -> None:
    """Serve the explorer of a register and its dataset, print its address, and open a browser where asked to.

    Parameters
    ----------
    review: a review whose pages are served too, and whose address, in `language`, is the one that is printed.
    """
    # no other command should pay for loading the web framework
    from plangraph.web import DEFAULT_PORT, Explorer, open_server  # noqa: PLC0415

    explorer = Explorer(register, store, date.today())
    server = open_server(explorer, host, port, review)
    if server.other_port:
        progress(f"Port {DEFAULT_PORT} är upptagen: en annan togs.", quiet)
    explorer.warm()
    address = server.address
    if review is not None:
        address += "review?lang=en" if language == "en" else "review"
    show(f"{address}\n")
    progress("Avsluta med Ctrl+C.", quiet)
    if browser:
        _open(address)
    with suppress(KeyboardInterrupt):
        server.run()
    server.close()


def _open(address: str) -> None:
    """Open a browser with a window of its own; one that would take over the terminal stays closed."""
    with suppress(webbrowser.Error):
        browser = webbrowser.get()
        if type(browser) is not webbrowser.GenericBrowser:
            browser.open(address)
