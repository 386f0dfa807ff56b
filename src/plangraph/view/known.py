# SPDX-License-Identifier: Apache-2.0
"""What the pictures of a dataset are drawn from, kept by whoever draws more than one of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox

from plangraph.view.found import Found
from plangraph.view.source import Source, Ways

__all__ = ["Known"]


@dataclass(frozen=True, slots=True)
class Known:
    """A dataset with its answers, the ways up in it, and its findings.

    Parameters
    ----------
    as_of: the day that the answers and findings are of.
    """

    store: ox.Store
    source: Source
    ways: Ways
    found: Found
    as_of: date
