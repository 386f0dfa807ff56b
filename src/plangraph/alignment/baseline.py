# SPDX-License-Identifier: Apache-2.0
"""What plain TF-IDF over grams of letters finds: the measure that `align evaluate` shows beside its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sparse_dot_topn import sp_matmul_topn

from plangraph.alignment.texts import Text

__all__ = ["letters_ranking"]

_NEAREST = 100


def letters_ranking(one: Sequence[Text], other: Sequence[Text]) -> list[tuple[str, str, float]]:
    """Pairs of identifiers with their cosine over grams of three to five letters, the likest first.

    The heading counts as part of the text, so that both see the same words.
    """
    words = [f"{text.heading} {text.words}" for text in (*one, *other)]
    if not "".join(words).strip():
        return []
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True).fit_transform(words)
    first, second = vectors[: len(one)].tocsr(), vectors[len(one) :].T.tocsr()
    found = sp_matmul_topn(first, second, top_n=min(_NEAREST, len(other))).tocoo()
    order = np.lexsort((found.col, found.row, -np.round(found.data, 9)))
    return [
        (one[int(found.row[place])].curie, other[int(found.col[place])].curie, float(found.data[place]))
        for place in order
    ]
