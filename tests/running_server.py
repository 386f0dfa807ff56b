"""An explorer that is served on loopback for as long as a test needs it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from plangraph.alignment.kept_review import KeptReview
from plangraph.web import Explorer, open_server

__all__ = ["running_server"]

# Far more than a server takes to end.
_PATIENCE = 60


@contextmanager
def running_server(explorer: Explorer, review: KeptReview | None = None) -> Iterator[str]:
    """Where the explorer is reached, with the last slash, on a port of its own; the explorer outlives its server."""
    server = open_server(explorer, port=0, review=review)
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    try:
        yield server.address
    finally:
        server.stop()
        running.join(_PATIENCE)
    assert not running.is_alive(), "the server did not end"
