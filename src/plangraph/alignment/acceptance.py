# SPDX-License-Identifier: Apache-2.0
"""Which pairs become proposals: the likeliest first, and one to few.

A pair whose two rows have both found a likelier counterpart must be far likelier itself: most rows have one counterpart
or none, and a broad row meets several narrow ones that have no other.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from plangraph.alignment.features import Pairs
from plangraph.alignment.scoring import Model

__all__ = ["accepted", "by_likelihood"]

# Probabilities are compared as they are written, so that two machines choose alike.
_DIGITS = 6


def by_likelihood(pairs: Pairs, probability: NDArray[np.float64]) -> Sequence[int]:
    """Places of the pairs, the likeliest first; ties by the rows' identifiers, whichever side they stand on."""
    names = [text.curie for text in (*pairs.one.texts, *pairs.other.texts)]
    rank = np.argsort(np.argsort(np.array(names)))
    first, second = rank[pairs.i], rank[len(pairs.one.texts) + pairs.j]
    order = np.lexsort((np.maximum(first, second), np.minimum(first, second), -np.round(probability, _DIGITS)))
    places: list[int] = order.tolist()
    return places


def accepted(pairs: Pairs, probability: NDArray[np.float64], model: Model) -> list[int]:
    """Places of the pairs that are proposed, the likeliest first."""
    chosen = []
    taken_one, taken_other = np.zeros(len(pairs.one.texts), bool), np.zeros(len(pairs.other.texts), bool)
    for place in by_likelihood(pairs, probability):
        if probability[place] < model.accept:
            break
        i, j = pairs.i[place], pairs.j[place]
        if taken_one[i] and taken_other[j] and probability[place] < model.accept_taken:
            continue
        taken_one[i] = taken_other[j] = True
        chosen.append(place)
    return chosen
