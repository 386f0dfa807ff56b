# SPDX-License-Identifier: Apache-2.0
"""The whole dataset as files to download, written once, when they are first asked for."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import pyoxigraph as ox

from plangraph.vocabulary import PREFIXES

__all__ = ["DatasetFile", "DatasetFiles"]


@dataclass(frozen=True, slots=True)
class DatasetFile:
    """A file with the whole dataset; `digest` tells its content."""

    path: Path
    digest: str


class DatasetFiles:
    """The files of a dataset that does not change; on disk, so that a large dataset takes no memory here."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._files: dict[str, DatasetFile] = {}
        self._lock = Lock()

    def file(self, name: str, syntax: ox.RdfFormat) -> DatasetFile:
        """The file in a format; `name` is its ending. The order of statements, and so the file, is always the same."""
        with self._lock:
            if name not in self._files:
                self._folder = self._folder or tempfile.TemporaryDirectory(prefix="plangraph-")
                path = Path(self._folder.name) / f"plangraph.{name}"
                ox.serialize(_in_order(self._store), str(path), syntax, prefixes=PREFIXES)
                with path.open("rb") as written:
                    self._files[name] = DatasetFile(path, hashlib.file_digest(written, "sha256").hexdigest())
            return self._files[name]

    def close(self) -> None:
        """Remove the files; one that is being written, which may take long, is not waited for."""
        at_rest = self._lock.acquire(blocking=False)
        if self._folder:
            self._folder.cleanup()
        if at_rest:
            self._folder, self._files = None, {}
            self._lock.release()


def _in_order(store: ox.Store) -> list[ox.Quad]:
    """All quads in an order that only depends on them: blank nodes get names that tell what is said of them."""
    named, unnamed = [], ox.Dataset()
    for quad in store:
        if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
            unnamed.add(quad)
        else:
            named.append(quad)
    unnamed.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted((*named, *unnamed), key=str)
