# SPDX-License-Identifier: Apache-2.0
"""The process that holds a dataset for free queries and forks a child for each: a program of its own.

`bounded` starts it with a socket, a pipe with the dataset, and the limits. It has one thread, so that forking is safe,
and imports little, so that it is small and starts fast. A child shares the dataset by copy-on-write and is bound
before it reads the query: the kernel ends it at its time limit whatever its code is doing, gives it no more memory
than allowed, and opens no file or connection for it. What a query does to its child, it does to nothing else.
"""

from __future__ import annotations

import contextlib
import gc
import io
import json
import multiprocessing
import os
import resource
import signal
import socket
import sys
from collections.abc import Sequence
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any

import pyoxigraph as ox

__all__ = ["serve"]

# Pages that people wait for go before free queries.
_NICENESS = 10
_Answer = tuple[dict[str, Any], bytes]


class _TooLargeError(Exception):
    """The answer has more bytes than allowed."""


class _Bounded(io.BytesIO):
    """A buffer that takes no more bytes than its limit."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, part: Any, /) -> int:
        if self.tell() + len(part) > self._limit:
            raise _TooLargeError
        return super().write(part)


def serve(control: socket.socket, dataset: int, limits: dict[str, Any]) -> None:
    """Load the dataset and answer queries until the other end of `control` is closed.

    A message on `control` is one byte that carries two descriptors: a socket from which a child reads the query and to
    which it writes the answer, and a pipe on which the child's exit code is told once it has ended.
    """
    store = ox.Store()
    with os.fdopen(dataset, "rb") as quads:
        store.bulk_load(quads, ox.RdfFormat.N_QUADS)
    # The default graph gets a copy of every graph: so it is their union, and FROM still means what SPARQL says.
    store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }")
    gc.freeze()
    fork = multiprocessing.get_context("fork")
    running: dict[int, tuple[ForkProcess, int]] = {}
    control.sendall(b"!")
    while True:
        for ready in wait([control, *running]):
            if isinstance(ready, int):
                _tell_end(*running.pop(ready))
                continue
            message, descriptors, _, _ = socket.recv_fds(control, 1, 2)
            if not message:
                for process, _ in running.values():
                    process.kill()
                return
            channel, status = descriptors
            not_its = [control.fileno(), status, *(pipe for _, pipe in running.values())]
            process = fork.Process(target=_answer, args=(store, channel, not_its, limits))
            try:
                process.start()
                running[process.sentinel] = (process, status)
            except OSError:  # the system has no process left: whoever asked sees the pipe closed
                os.close(status)
            os.close(channel)


def _tell_end(process: ForkProcess, status: int) -> None:
    process.join()
    with contextlib.suppress(BrokenPipeError):  # nobody waits for it any more
        os.write(status, str(process.exitcode).encode())
    os.close(status)
    process.close()


def _answer(store: ox.Store, channel: int, not_its: Sequence[int], limits: dict[str, Any]) -> None:
    """What a child does: one query, and then it ends."""
    signal.setitimer(signal.ITIMER_REAL, limits["seconds"])
    for descriptor in not_its:
        os.close(descriptor)
    _confine(limits["memory"])
    with socket.socket(fileno=channel) as asker, asker.makefile("rwb") as stream:
        try:
            header, body = _ask(store, json.loads(stream.read()), limits)
        except MemoryError:
            header, body = {"outcome": "memory"}, b""
        stream.write(json.dumps(header).encode() + b"\n")
        stream.write(body)


def _confine(memory: int) -> None:
    os.nice(_NICENESS)
    statm = Path("/proc/self/statm")
    if statm.exists():  # elsewhere than on Linux the system does not say, and keeps no such limit
        size = int(statm.read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + memory, size + memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _ask(store: ox.Store, request: dict[str, Any], limits: dict[str, Any]) -> _Answer:
    try:
        graphs: dict[str, Any] = {}
        if request["default_graph"] or request["named_graphs"]:
            graphs = {name: [ox.NamedNode(iri) for iri in request[name]] for name in ("default_graph", "named_graphs")}
        result = store.query(request["sparql"], prefixes=request["prefixes"], **graphs)
        if isinstance(result, ox.QueryTriples):
            return _triples(result, request, limits)
        return _rows(result, request["results"], limits)
    except SyntaxError as error:
        return {"outcome": "syntax", "message": str(error)}, b""
    except _TooLargeError:
        return {"outcome": "bytes"}, b""
    except (OSError, RuntimeError, ValueError) as error:
        return {"outcome": "evaluation", "message": str(error)}, b""


def _rows(result: ox.QuerySolutions | ox.QueryBoolean, media_type: str, limits: dict[str, Any]) -> _Answer:
    kind = "boolean" if isinstance(result, ox.QueryBoolean) else "solutions"
    syntax = ox.QueryResultsFormat.from_media_type(media_type)
    if syntax is None:
        return {"outcome": "unacceptable", "kind": kind}, b""
    if isinstance(result, ox.QuerySolutions):
        # The engine writes rows without counting them. TSV is rows of terms as the engine spells them, one a line:
        # so they are counted here and given back to it.
        text = _Bounded(limits["size"])
        text.write("\t".join(f"?{variable.value}" for variable in result.variables).encode() + b"\n")
        for number, row in enumerate(result):
            if number == limits["rows"]:
                return {"outcome": "rows"}, b""
            text.write("\t".join("" if term is None else str(term) for term in row).encode() + b"\n")
        counted = ox.parse_query_results(text.getvalue(), ox.QueryResultsFormat.TSV)
        assert isinstance(counted, ox.QuerySolutions)
        result = counted
    body = _Bounded(limits["size"])
    result.serialize(body, syntax)
    return {"outcome": "answer", "kind": kind}, body.getvalue()


def _triples(result: ox.QueryTriples, request: dict[str, Any], limits: dict[str, Any]) -> _Answer:
    syntax = ox.RdfFormat.from_media_type(request["triples"])
    if syntax is None:
        return {"outcome": "unacceptable", "kind": "graph"}, b""
    triples: dict[ox.Triple, None] = {}
    for triple in result:
        triples[triple] = None  # the engine may give a triple more than once
        if len(triples) > limits["rows"]:
            return {"outcome": "rows"}, b""
    body = _Bounded(limits["size"])
    ox.serialize(triples, body, syntax, prefixes=request["prefixes"])
    return {"outcome": "answer", "kind": "graph"}, body.getvalue()


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2]), json.loads(sys.argv[3]))
