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
from plangraph.cli.reading import read_register
from plangraph.graph import build
from plangraph.register import Register

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
    register = read_register(given)
    serve_until_interrupted(given, register, build(register), given.host, given.port, browser=not given.no_browser)
    return 0


def serve_until_interrupted(
    given: argparse.Namespace,
    register: Register,
    store: ox.Store,
    host: str,
    port: int | None,
    *,
    browser: bool,
    review: KeptReview | None = None,
) -> None:
    """Serve the explorer of a register and its dataset, print its address, and open a browser where asked to.

    Parameters
    ----------
    given: whether to be quiet, and the language of what is told and of the page whose address is printed.
    review: a review whose pages are served too, and whose address is the one that is printed.
    """
    from plangraph.web import DEFAULT_PORT, Explorer, open_server  # noqa: PLC0415 – no other command pays for Flask

    explorer = Explorer(register, store, date.today())
    server = open_server(explorer, host, port, review)
    if server.other_port:
        told = f"Port {DEFAULT_PORT} är upptagen: en annan togs.", f"Port {DEFAULT_PORT} is taken: another one is used."
        progress(given, *told)
    address = server.address + ("review" if review else "") + ("?lang=en" if given.lang == "en" else "")
    with _told_to_end(explorer):
        try:
            explorer.warm()
            show(f"{address}\n")
            progress(given, "Avsluta med Ctrl+C.", "Ctrl+C ends it.")
            if browser:
                _open(address)
            server.run()
        except KeyboardInterrupt:
            pass
        finally:
            server.close()


@contextmanager
def _told_to_end(explorer: Explorer) -> Iterator[None]:
    """Let SIGTERM, by which systems end their services, and SIGHUP, a closed terminal's, interrupt as Ctrl+C does."""

    def end(number: int, frame: FrameType | None) -> None:
        # asked again, a system does not hinder the tidying up; a person may press Ctrl+C twice
        for heeded in before:
            signal.signal(heeded, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        # what is being answered is waited for: a free query, which may take long, is not
        explorer.queries.close()
        raise KeyboardInterrupt

    ending = [signal.SIGINT, signal.SIGTERM]
    # what was told to outlive its terminal, as by nohup, does; not every system has such terminals
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        ending.append(signal.SIGHUP)
    before = {number: signal.signal(number, end) for number in ending}
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
