# SPDX-License-Identifier: Apache-2.0
"""Whether the explorer stands a crowd: many requests at once over loopback, one of them a query that never ends.

Starts `plangraph serve`; walks the pages that the start page leads to and asks them, the
questions and free SPARQL in turn. Prints how many were answered, how fast, and the memory before and after of the
server and of the process that runs free queries. Exits 1 where a request within its limits was lost.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
RUNAWAY = "/sparql?" + urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"})
# What a walk over the pages does not find, or not often enough.
MACHINES = (
    "/sparql?" + urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}),
    "/sparql?" + urlencode({"query": "SELECT * { ?row a pg:Activity ; pg:locator ?locator }", "format": "csv"}),
    "/api/ask/plans",
    "/api/ask/ownerless?plan=kronoberg",
    "/id/kronoberg-2024?format=ttl",
    "/dataset.nq",
    "/dcat",
    "/openapi.json",
)
_LINK = re.compile(r'href="([^"#]+)[^"]*"')


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a request: its status, 0 where there was none, and how long it took."""

    path: str
    status: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Load:
    """What came of all requests."""

    replies: Sequence[Reply]
    runaway: Reply | None
    seconds: float

    @property
    def lost(self) -> list[Reply]:
        """The requests that were within their limits and not answered."""
        return [reply for reply in self.replies if reply.status != 200]


def ask(address: str, path: str, patience: float = 60.0) -> tuple[Reply, str]:
    """Ask once, on a connection of its own."""
    begun = time.perf_counter()
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=patience)
    try:
        connection.request("GET", path, headers=BROWSER)
        response = connection.getresponse()
        body = response.read()
        status = response.status
    except (OSError, http.client.HTTPException):
        status, body = 0, b""
    finally:
        connection.close()
    return Reply(path, status, time.perf_counter() - begun), body.decode("utf-8", "replace")


def pages(address: str, most: int) -> list[str]:
    """Pages of the explorer that the start page leads to, near ones first, up to some number."""
    found, waiting = ["/"], ["/"]
    while waiting and len(found) < most:
        path = waiting.pop(0)
        for link in _LINK.findall(ask(address, path)[1]):
            target = urljoin(path, unescape(link))
            if target.startswith("/") and not target.startswith("/static/") and target not in found:
                found.append(target)
                waiting.append(target)
    return [path for path in found[:most] if ask(address, path)[0].status == 200]


def run(address: str, paths: Sequence[str], requests: int, at_once: int, runaway: str = "") -> Load:
    """Ask so many requests, so many at once, in an order that is the same each time, while `runaway` is asked too."""
    asked = list(itertools.islice(itertools.cycle(paths), requests))
    random.Random(requests).shuffle(asked)
    with ThreadPoolExecutor(1) as beside:
        escaped = beside.submit(ask, address, runaway) if runaway else None
        begun = time.perf_counter()
        with ThreadPoolExecutor(at_once) as crowd:
            replies = list(crowd.map(lambda path: ask(address, path)[0], asked))
        seconds = time.perf_counter() - begun
        return Load(replies, escaped.result()[0] if escaped else None, seconds)


def memory(process: int) -> dict[int, int]:
    """What a process and those that it started hold, in MB, by id."""
    found = {process: 0}
    for each in found.copy():
        for children in Path(f"/proc/{each}/task").glob("*/children"):
            found |= dict.fromkeys(map(int, children.read_text("ascii").split()), 0)
    for each in found:
        status = Path(f"/proc/{each}/status").read_text("utf-8")
        found[each] = int(status.partition("VmRSS:")[2].split()[0]) // 1024
    return found


@contextmanager
def serving() -> Iterator[tuple[str, int]]:
    """A server of our own: its address and process id."""
    command = [sys.executable, "-m", "plangraph.cli", "serve", "--no-browser", "--port", "0", "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            yield server.stdout.readline().strip(), server.pid
        finally:
            server.terminate()


def report(load: Load, before: dict[int, int], after: dict[int, int]) -> str:
    """What was found, in words."""
    times = sorted(reply.seconds * 1000 for reply in load.replies)
    slowest = max(load.replies, key=lambda reply: reply.seconds)
    lines = [
        f"{len(load.replies)} requests in {load.seconds:.1f} s, {len(load.replies) / load.seconds:.0f} a second; "
        f"lost {len(load.lost)}",
        f"median {statistics.median(times):.0f} ms, 95 % within {times[int(len(times) * 0.95) - 1]:.0f} ms, "
        f"slowest {times[-1]:.0f} ms ({slowest.path})",
        *([f"the runaway query: {load.runaway.status} after {load.runaway.seconds:.1f} s"] if load.runaway else []),
        f"memory before: {_megabytes(before)}; after: {_megabytes(after)}",
        *(f"lost: {reply.status} {reply.path}" for reply in load.lost),
    ]
    return "\n".join(lines)


def _megabytes(held: dict[int, int]) -> str:
    return " + ".join(f"{number} MB" for number in held.values())


def main() -> int:
    """Ask, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--at-once", type=int, default=32)
    parser.add_argument("--pages", type=int, default=150, help="how many different pages (default: 150)")
    given = parser.parse_args()
    with serving() as (address, process):
        while ask(address, "/findings")[0].status == 503:
            time.sleep(0.5)
        paths = [*pages(address, given.pages), *MACHINES]
        run(address, paths, given.requests, given.at_once)  # whatever is kept is now kept
        before = memory(process)
        load = run(address, paths, given.requests, given.at_once, RUNAWAY)
        print(f"{len(paths)} different addresses, {given.at_once} requests at once")
        print(report(load, before, memory(process)))
    return int(bool(load.lost) or load.runaway is None or load.runaway.status != 422)


if __name__ == "__main__":
    sys.exit(main())
