# SPDX-License-Identifier: Apache-2.0
"""The server: waitress on one address, bounded in what it takes in. It prints nothing."""

from __future__ import annotations

import errno
import ipaddress
import socket
from dataclasses import dataclass
from threading import Thread
from typing import Any

from flask import Flask
from waitress import create_server

from plangraph.alignment.kept_review import KeptReview
from plangraph.errors import InputError, Problem
from plangraph.web.app import create_app
from plangraph.web.explorer import Explorer

__all__ = ["DEFAULT_PORT", "Server", "open_server"]

DEFAULT_PORT = 8765
# How many ports after the usual one are tried.
_NEXT = 20
# More than free queries can take up, running and waiting, so that pages always find one.
_THREADS = 40
_LIMITS: dict[str, Any] = {
    # connections that say nothing take the places of those that do: they are soon looked for, and closed
    "channel_timeout": 10,
    "cleanup_interval": 2,
    "connection_limit": 200,
    "max_request_body_size": 512 * 1024,
    "max_request_header_size": 64 * 1024,
}
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(slots=True)
class Server:
    """A server that is bound to its address and not yet running.

    Parameters
    ----------
    address: where a browser finds it; other_port: whether the usual port was taken.
    """

    explorer: Explorer
    app: Flask
    address: str
    other_port: bool
    _waitress: Any
    _closed: bool = False

    def run(self) -> None:
        """Serve until the process is interrupted or the server closed."""
        Thread(target=self._load_templates, name="plangraph-templates", daemon=True).start()
        try:
            self._waitress.run()
        except OSError:
            if not self._closed:  # closed by another thread, its sockets are gone while it waits for them
                raise

    def _load_templates(self) -> None:
        """Read the templates before the pages that need them are asked for."""
        for name in self.app.jinja_env.list_templates():
            self.app.jinja_env.get_template(name)

    def stop(self) -> None:
        """Stop serving; the explorer stays as it is."""
        self._closed = True
        self._waitress.close()

    def close(self) -> None:
        """Stop serving, and let go of what the explorer runs beside its pages."""
        self.stop()
        self.explorer.close()


def open_server(
    explorer: Explorer, host: str = "127.0.0.1", port: int | None = None, review: KeptReview | None = None
) -> Server:
    """A server of an explorer, bound to an address.

    Parameters
    ----------
    port: 0: any that is free; None: the usual one, or the next that is free.
    review: a review to be held on pages beside the explorer's; it is for this machine only.

    Raises `InputError` where the address cannot be had, `ValueError` for a review on an address that others can ask.
    """
    wanted = [port] if port is not None else list(range(DEFAULT_PORT, DEFAULT_PORT + _NEXT))
    bound = _bind(host, wanted)
    number = bound.getsockname()[1]
    local = _is_loopback(bound.getsockname()[0])
    if review is not None and not local:
        bound.close()
        raise ValueError("a review is served on loopback only")
    name = "localhost" if host in ("0.0.0.0", "::", "") else f"[{host}]" if ":" in host else host
    # a page elsewhere may point a name of its own at this machine: there only the machine's own names are answered
    app = create_app(explorer, tuple(dict.fromkeys((*_LOOPBACK, host.lower()))) if local else (), review)
    waitress = create_server(app, sockets=[bound], threads=_THREADS, ident=None, **_LIMITS)
    return Server(explorer, app, f"http://{name}:{number}/", port is None and number != DEFAULT_PORT, waitress)


def _bind(host: str, ports: list[int]) -> socket.socket:
    """A socket on the first of the ports that is free."""
    for port in ports:
        try:
            family, kind, protocol, _, address = socket.getaddrinfo(
                host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
            )[0]
        except (OSError, UnicodeError, OverflowError):
            raise InputError(Problem(f"--host: “{host}” is no address of this machine.", "Try 127.0.0.1.")) from None
        bound = socket.socket(family, kind, protocol)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(address)
            # two of us could bind one port that nobody listens on yet
            bound.listen(128)
        except OSError as error:
            bound.close()
            if error.errno == errno.EADDRINUSE:
                continue
            what = f"{host} port {port} cannot be used ({error.strerror})."
            raise InputError(Problem(what, "Choose another --host or --port.")) from None
        return bound
    what = f"Port {ports[0]} is taken." if len(ports) == 1 else f"The ports {ports[0]}–{ports[-1]} are taken."
    raise InputError(Problem(what, "Choose another --port, or 0 for any that is free."))


def _is_loopback(address: str) -> bool:
    return ipaddress.ip_address(address.partition("%")[0]).is_loopback
