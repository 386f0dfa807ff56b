"""The explorer under a crowd: nobody within the limits is turned away, one runaway query is ended, nothing is left."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks import load

# How much a busy machine may delay things.
SLACK = 60


def test_a_crowd_with_a_runaway_among_it():
    """200 requests, 32 at once, while a query runs away: all are answered, it is ended, and no memory is kept."""
    with load.serving() as (address, server):
        while load.ask(address, "/findings")[0].status == 503:
            time.sleep(0.2)
        paths = [*load.pages(address, 40), *load.MACHINES]
        assert len(paths) > 40
        load.run(address, paths, 200, 32)
        before = load.memory(server)
        crowd = load.run(address, paths, 200, 32, load.RUNAWAY)
        after = load.memory(server)
        assert crowd.lost == []
        assert crowd.runaway is not None
        assert crowd.runaway.status == 422
        assert crowd.runaway.seconds >= 10
        assert list(after) == list(before), "the same processes, and no others"
        assert sum(after.values()) - sum(before.values()) < 30
    deadline = time.monotonic() + SLACK
    while any(Path(f"/proc/{process}").exists() for process in after) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{process}").exists() for process in after), "the server's end ends them all"
