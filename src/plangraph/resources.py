# SPDX-License-Identifier: Apache-2.0
"""The one place that knows where ontology, shapes, queries and data lie: in a checkout or in an installed wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["data_folder", "ontology_folder", "queries_folder", "shapes_folder"]

_PACKAGE = Path(__file__).resolve().parent


@cache
def _root() -> Path:
    """The folder that holds `ontology/`, `shapes/`, `queries/` and `data/`.

    A wheel carries them in `plangraph/bundled`; in a checkout they are the project's top-level folders.
    """
    bundled = _PACKAGE / "bundled"
    return bundled if bundled.is_dir() else _PACKAGE.parents[1]


def ontology_folder() -> Path:
    """Folder of the OWL ontology, in Turtle."""
    return _root() / "ontology"


def shapes_folder() -> Path:
    """Folder of the SHACL rules, one Turtle file per rule."""
    return _root() / "shapes"


def queries_folder() -> Path:
    """Folder of the named SPARQL queries and, below `inference/`, of the updates that infer."""
    return _root() / "queries"


def data_folder() -> Path:
    """Folder of the plan registers, reference tables and alignments that ship with plangraph."""
    return _root() / "data"
