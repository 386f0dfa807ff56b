# SPDX-License-Identifier: Apache-2.0
"""Rows under the same goal of a superior plan follow the superior plan's list: what comes first here comes first there.

Used only where two goals quote the same wording. Elsewhere order tells nothing: on pairs of plans under the same
headings it made no difference when it was tried.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from plangraph.alignment.texts import Text

__all__ = ["in_order"]

# What a place in the order is worth beside a likeness: little, so that words decide where there are any.
_PLACE = 0.1
# A goal with more rows than this is no list that somebody follows.
_LONGEST = 60


def in_order(
    sides: tuple[Sequence[Text], Sequence[Text]],
    i: NDArray[np.intp],
    j: NDArray[np.intp],
    same_goal: NDArray[np.bool_],
    likeness: NDArray[np.float64],
) -> NDArray[np.bool_]:
    """Which pairs `i`, `j` of two sides stand on the best way through both lists of two goals that are the same."""
    groups: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for place in np.flatnonzero(same_goal).tolist():
        first, second = sides[0][i[place]], sides[1][j[place]]
        groups[first.plan, first.parent, second.plan, second.parent].append(place)
    result = np.zeros(len(i), dtype=bool)
    for places in groups.values():
        rows = {row: number for number, row in enumerate(sorted({int(i[place]) for place in places}))}
        columns = {column: number for number, column in enumerate(sorted({int(j[place]) for place in places}))}
        if max(len(rows), len(columns)) > _LONGEST:
            continue
        at = {(rows[int(i[place])], columns[int(j[place])]): place for place in places}
        worth = np.zeros((len(rows), len(columns)))
        for (row, column), place in at.items():
            apart = abs((row + 0.5) / len(rows) - (column + 0.5) / len(columns))
            worth[row, column] = likeness[place] + _PLACE * (1 - apart)
        result[[at[cell] for cell in _best_way(worth) if cell in at]] = True
    return result


def _best_way(worth: NDArray[np.float64]) -> list[tuple[int, int]]:
    """The cells of the way from the first to the last that is worth most, each row and column used at most once."""
    rows, columns = worth.shape
    best = np.zeros((rows + 1, columns + 1))
    for row in range(rows):
        for column in range(columns):
            best[row + 1, column + 1] = max(
                best[row, column] + worth[row, column], best[row, column + 1], best[row + 1, column]
            )
    way = []
    row, column = rows, columns
    while row and column:
        if best[row, column] == best[row - 1, column]:
            row -= 1
        elif best[row, column] == best[row, column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            way.append((row, column))
    return way
