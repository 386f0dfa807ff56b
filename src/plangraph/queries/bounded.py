# SPDX-License-Identifier: Apache-2.0
"""Queries within limits: each runs in a process of its own that is ended where it runs over, and hurts nobody else."""

from __future__ import annotations

import contextlib
import json
import signal
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import pyoxigraph as ox

from plangraph.errors import BusyError, InputError, LimitError, Problem
from plangraph.queries.dangers import refuse_dangers
from plangraph.queries.query_process import Limits, QueryProcess
from plangraph.vocabulary import PREFIXES

__all__ = ["BoundedQueries", "Result"]

# How long closing waits for a process that is being started, before it ends that.
_SOON = 1.0


@dataclass(frozen=True, slots=True)
class Result:
    """An answer as it is sent.

    Parameters
    ----------
    kind: solutions, boolean or graph.
    body: the answer in the format that was asked for; empty where `acceptable` is false: none was, for that kind.
    """

    kind: str
    body: bytes
    acceptable: bool = True


class BoundedQueries:
    """Asks queries of a dataset, several at once, each within limits. Use it as a context, or close it.

    Parameters
    ----------
    store: the dataset; it must not change afterwards.
    limits: what each query may use.
    at_once: how many run at the same time; `waiting`: how many more may wait, `patience`: for how many seconds.
    """

    def __init__(
        self,
        store: ox.Store,
        limits: Limits | None = None,
        *,
        at_once: int = 4,
        waiting: int = 28,
        patience: float = 10.0,
    ) -> None:
        self.limits = limits or Limits()
        self._store = store
        self._patience = patience
        self._running = threading.BoundedSemaphore(at_once)
        self._present = threading.BoundedSemaphore(at_once + waiting)
        self._lock = threading.Lock()
        self._closed = False
        self._process: QueryProcess | None = None

    def __enter__(self) -> Self:
        """The same; what it started ends with the context."""
        return self

    def __exit__(self, *_: object) -> None:
        """End what was started."""
        self.close()

    @property
    def process_id(self) -> int | None:
        """The id of the process that holds the dataset, while there is one."""
        return self._process.id if self._process else None

    def start(self) -> None:
        """Start the process that holds the dataset, unless it runs; the first query would do it otherwise.

        Raises `InputError` where the system cannot fork processes or the process does not come up, and `BusyError` once
        closed.
        """
        self._living_process()

    def close(self) -> None:
        """End the process that holds the dataset, and with it the queries that run; no more are taken up."""
        self._closed = True
        while not self._lock.acquire(timeout=_SOON):
            if self._process:  # whoever is starting it holds the lock, and gives up when it is gone
                self._process.kill()
        self._end()
        self._lock.release()

    def ask(
        self,
        sparql: str,
        *,
        results: str = "",
        triples: str = "",
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Result:
        """Ask a query over the union of all graphs; the usual prefixes need not be declared.

        Parameters
        ----------
        results, triples: the media type for SELECT and ASK, and for CONSTRUCT and DESCRIBE; empty: not wanted.
        default_graphs, named_graphs: IRIs of the graphs to ask instead, in the sense of the SPARQL protocol.

        Raises `InputError` for a query that is refused (see `refuse_dangers`) or cannot be parsed or answered, with the
        engine's message; `LimitError` where it ran over a limit; `BusyError` where too many are asked at once or the
        process was lost.
        """
        refuse_dangers(sparql)
        request = {
            "sparql": sparql,
            "prefixes": PREFIXES,
            "results": results,
            "triples": triples,
            "default_graph": list(default_graphs),
            "named_graphs": list(named_graphs),
        }
        with self._place():
            code, reply = self._converse(json.dumps(request).encode())
        header, _, body = reply.partition(b"\n")
        outcome = json.loads(header) if code == 0 else {"outcome": _ENDS.get(_signal(code), "engine")}
        return self._judge(outcome, body)

    @contextlib.contextmanager
    def _place(self) -> Iterator[None]:
        busy = "Too many queries are asked at once."
        if not self._present.acquire(blocking=False):
            raise BusyError(busy)
        try:
            if not self._running.acquire(timeout=self._patience):
                raise BusyError(busy)
            try:
                yield
            finally:
                self._running.release()
        finally:
            self._present.release()

    def _converse(self, request: bytes) -> tuple[int, bytes]:
        for _ in range(2):
            process = self._living_process()
            try:
                return process.ask(request)
            except OSError as error:
                with self._lock:
                    if self._process is process:
                        self._end()
                if isinstance(error, TimeoutError):  # its time is over, so it is not asked again
                    break
        raise BusyError("The process that answers queries was lost and is started anew.")

    def _living_process(self) -> QueryProcess:
        if not self._lock.acquire(timeout=self._patience):
            raise BusyError("The dataset is being made ready for queries.")
        try:
            if self._closed:
                raise BusyError("No more queries are taken up.")
            if self._process is None or not self._process.is_alive():
                self._end()
                self._process = QueryProcess(self.limits)
                self._process.load(self._store)
            return self._process
        finally:
            self._lock.release()

    def _end(self) -> None:
        if self._process is not None:
            self._process.close()
            self._process = None

    def _judge(self, outcome: dict[str, str], body: bytes) -> Result:
        said = outcome["outcome"]
        if said == "syntax":
            problem = Problem(f"The query cannot be read: {outcome['message']}.", "Mend it and ask again.")
            raise InputError(problem)
        if said == "evaluation":
            problem = Problem(f"The query cannot be answered: {outcome['message']}.", "Mend it and ask again.")
            raise InputError(problem)
        if said in ("answer", "unacceptable"):
            return Result(outcome["kind"], body, said == "answer")
        limits = self.limits
        what, remedy = {
            "time": (f"ran longer than {limits.seconds:g} seconds", "Ask for less, or narrow it down."),
            "rows": (f"has more than {limits.rows:,} rows", "Ask for less, with LIMIT or a narrower pattern."),
            "bytes": (f"has an answer of more than {limits.size:,} bytes", "Ask for fewer rows or columns."),
            "memory": (f"needs more than {limits.memory:,} bytes of memory", "Ask for less, or narrow it down."),
            "engine": ("is more than the engine can bear", "Write it shorter and less nested."),
        }[said]
        raise LimitError(said, Problem(f"The query {what} and was ended.", remedy))


# What a signal that ended a child says. The engine aborts where it is given no memory; any other is a crash of it.
_ENDS = {"SIGALRM": "time", "SIGABRT": "memory", "SIGKILL": "memory"}


def _signal(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else ""
