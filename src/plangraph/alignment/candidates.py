# SPDX-License-Identifier: Apache-2.0
"""Which pairs are worth a closer look: the nearest of each row, from both sides, by a sparse search.

`sparse_dot_topn` multiplies and keeps the largest products of each row in one pass, in memory that grows with what is
kept and not with the number of pairs.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sparse_dot_topn import sp_matmul_topn

from plangraph.alignment.vectors import Side

__all__ = ["NEAREST", "candidate_pairs"]

# How many of the nearest are kept for each row of either side.
NEAREST = 40
# Up to here every pair is a candidate, which costs less than a search.
_FEW = 60_000
# The entries of a row that weigh most find its nearest; the common ones make the search slow and tell little.
_ENTRIES = 80


def candidate_pairs(one: Side, other: Side) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Places of the candidates in both sides, in order of the first, then the second."""
    rows, columns = len(one.texts), len(other.texts)
    if rows * columns <= _FEW:
        i, j = np.divmod(np.arange(rows * columns, dtype=np.intp), max(columns, 1))
        return i, j
    first, second = _telling(one.whole), _telling(other.whole)
    forth = sp_matmul_topn(first, second.T.tocsr(), top_n=NEAREST, threshold=0.0).tocoo()
    back = sp_matmul_topn(second, first.T.tocsr(), top_n=NEAREST, threshold=0.0).tocoo()
    places = np.concatenate(
        [forth.row.astype(np.intp) * columns + forth.col, back.col.astype(np.intp) * columns + back.row]
    )
    i, j = np.divmod(np.unique(places), columns)
    return i, j


def _telling(matrix: Any) -> Any:
    """A matrix with only the largest entries of each row."""
    lengths = np.diff(matrix.indptr)
    rows = np.repeat(np.arange(matrix.shape[0]), lengths)
    order = np.lexsort((matrix.indices, -matrix.data, rows))
    rank = np.arange(len(order)) - np.repeat(matrix.indptr[:-1], lengths)
    kept = np.sort(order[rank < _ENTRIES])
    return sp.csr_matrix((matrix.data[kept], (rows[kept], matrix.indices[kept])), shape=matrix.shape)
