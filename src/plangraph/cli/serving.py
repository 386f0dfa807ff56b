# SPDX-License-Identifier: Apache-2.0
"""`plangraph serve`: the explorer in the browser, alone or with a review."""

from __future__ import annotations

import argparse
import signal
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from types import FrameType
from typing import TYPE_CHECKING

import pyoxigraph as ox

from plangraph.alignment.kept_review import KeptReview
from plangraph.cli.output import progress, show
from plangraph.graph import build
from plangraph.register import Register, load_register

if TYPE_CHECKING:
    from plangraph.web import Explorer

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
    address = server.address
    if review is not None:
        address += "review?lang=en" if language == "en" else "review"
    with _told_to_end(explorer):
        try:
            explorer.warm()
            show(f"{address}\n")
            progress("Avsluta med Ctrl+C.", quiet)
            if browser:
                _open(address)
            server.run()
        except KeyboardInterrupt:
            pass
        finally:
            server.close()


@contextmanager
def _told_to_end(explorer: Explorer) -> Iterator[None]:
    """Let SIGTERM, by which systems end their services, interrupt as Ctrl+C does."""

    def end(number: int, frame: FrameType | None) -> None:
        # asked again, a system does not hinder the tidying up; a person may press Ctrl+C twice
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        # what is being answered is waited for: a free query, which may take long, is not
        explorer.queries.close()
        raise KeyboardInterrupt

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _open(address: str) -> None:
    """Open a browser with a window of its own; one that would take over the terminal stays closed."""
    with suppress(webbrowser.Error):
        browser = webbrowser.get()
        if type(browser) is not webbrowser.GenericBrowser:
            browser.open(address)
