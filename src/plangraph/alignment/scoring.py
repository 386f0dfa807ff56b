# SPDX-License-Identifier: Apache-2.0
"""How likely a candidate pair is a counterpart: a logistic regression whose weights stand in `weights.csv`.

`benchmarks/train_alignment.py` makes the table anew.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from plangraph.alignment.features import Pairs

__all__ = ["MODELS", "WEIGHTS", "Model", "model"]

# Rows of the same standing, and rows held against those of a superior plan.
MODELS = ("beside", "upward")
WEIGHTS = Path(__file__).with_name("weights.csv")
_BASE = "base"
_ACCEPT = "accept"
_ACCEPT_TAKEN = "accept-taken"


@dataclass(frozen=True)
class Model:
    """Weights by feature, and how likely a pair must be to be proposed.

    Parameters
    ----------
    accept: the least probability; `accept_taken`: the same where both rows have a likelier counterpart already.
    """

    base: float
    weights: Mapping[str, float]
    accept: float
    accept_taken: float

    def probability(self, pairs: Pairs) -> NDArray[np.float64]:
        """How likely each pair is a counterpart."""
        score = np.full(len(pairs.i), self.base)
        for name, weight in self.weights.items():
            score += weight * pairs.features[name]
        likely: NDArray[np.float64] = 1 / (1 + np.exp(-score))
        return likely

    def rows(self, name: str) -> Iterable[tuple[str, str, str]]:
        """The rows of the table for this model."""
        every = {_BASE: self.base, **self.weights, _ACCEPT: self.accept, _ACCEPT_TAKEN: self.accept_taken}
        return [(name, feature, f"{number:.4f}") for feature, number in every.items()]


@cache
def model(name: str) -> Model:
    """The model of that name, one of `MODELS`."""
    with WEIGHTS.open(encoding="utf-8", newline="") as table:
        numbers = {row["feature"]: float(row["weight"]) for row in csv.DictReader(table) if row["model"] == name}
    base, accept, taken = (numbers.pop(key) for key in (_BASE, _ACCEPT, _ACCEPT_TAKEN))
    return Model(base, numbers, accept, taken)
