# SPDX-License-Identifier: Apache-2.0
"""The process that queries run in, seen from its parent: started, asked, ended."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import pyoxigraph as ox

from plangraph.errors import InputError, Problem

__all__ = ["Limits", "QueryProcess"]

_PROGRAM = Path(__file__).with_name("query_program.py")
# How long an answer may be under way after the query's own time, before its process is held to be stuck.
_GRACE = 5.0
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use.

    Parameters
    ----------
    seconds: from its start to its answer.
    rows: solutions or triples of the answer.
    size: bytes of the answer.
    memory: bytes beside the dataset.
    """

    seconds: float = 10.0
    rows: int = 50_000
    size: int = 20_000_000
    memory: int = 512_000_000


class QueryProcess:
    """A running `query_program`, as its parent sees it.

    Parameters
    ----------
    limits: what it lets each query use.

    Raises `InputError` where the system cannot fork processes.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        if not hasattr(os, "fork"):
            what = "Free SPARQL needs a system that can fork processes, such as Linux or macOS."
            raise InputError(Problem(what, "Ask a named question instead."))
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair()
        source, self._dataset = os.pipe()
        with theirs:
            self._popen = subprocess.Popen(
                [sys.executable, "-P", _PROGRAM, str(theirs.fileno()), str(source), json.dumps(asdict(limits))],
                pass_fds=(theirs.fileno(), source),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # where a child's engine would write before it aborts
                start_new_session=True,  # the end of the parent ends it, not the parent's terminal
            )
        os.close(source)

    def load(self, store: ox.Store) -> None:
        """Send it the dataset whole; it answers from then on. Raises `InputError` where it does not come up."""
        try:
            with os.fdopen(self._dataset, "wb") as quads:
                store.dump(quads, ox.RdfFormat.N_QUADS)
            ready = self._control.recv(1)
        except OSError:
            ready = b""
        if not ready:
            self.close()
            raise InputError(
                Problem("The process that answers queries did not start.", "Ask a named question instead.")
            )

    @property
    def id(self) -> int:
        """Its process id."""
        return self._popen.pid

    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self._popen.poll() is None

    def kill(self) -> None:
        """End it at once, while it is being loaded; afterwards its children would outlive it, and `close` is right."""
        self._popen.kill()

    def close(self) -> None:
        """End it: it kills its children when its control is closed, and is killed itself if it does not end."""
        self._control.close()
        try:
            self._popen.wait(timeout=_GRACE)
        except subprocess.TimeoutExpired:
            self._popen.kill()
            self._popen.wait()

    def ask(self, request: bytes) -> tuple[int, bytes]:
        """A child's exit code, and what it replied.

        Raises `OSError` where the process is lost, and `TimeoutError` where it is stuck: a child outlived its time.
        """
        ours, theirs = socket.socketpair()
        told, status = os.pipe()
        with ours, os.fdopen(told, "rb") as end:
            with theirs, os.fdopen(status, "wb"), self._lock:
                socket.send_fds(self._control, [b"?"], [theirs.fileno(), status])
            deadline = time.monotonic() + self._limits.seconds + _GRACE
            reply = _converse(ours, request, deadline)
            if not select.select([end], [], [], max(0.0, deadline - time.monotonic()))[0]:
                raise TimeoutError
            code = os.read(end.fileno(), _CHUNK)
        if not code:
            raise ConnectionError
        return int(code), reply


def _converse(channel: socket.socket, request: bytes, deadline: float) -> bytes:
    reply = bytearray()
    with contextlib.suppress(ConnectionError):  # the child ended in between: its exit code tells why
        channel.settimeout(deadline - time.monotonic())
        channel.sendall(request)
        channel.shutdown(socket.SHUT_WR)
        while part := channel.recv(_CHUNK):
            reply += part
            channel.settimeout(max(0.001, deadline - time.monotonic()))
    return bytes(reply)
