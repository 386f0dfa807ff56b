# SPDX-License-Identifier: Apache-2.0
"""What a person typed, taken apart into the words and marks of rows that are searched for."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import unquote

from plangraph.errors import InputError, Problem
from plangraph.vocabulary import BASE
from plangraph.web.search.words import fold, own_words, words

__all__ = ["LONGEST", "MOST_WORDS", "node_name", "split_question"]

LONGEST = 200
MOST_WORDS = 12
# Words of a question that say nothing of what is looked for, folded.
_SWEDISH = "ansvarar att av de den det eller en ett for hos i inom med och om pa som till vad vem vilka vilken ager ar"
_ENGLISH = "a and in is of on or owns the to what who"
_SMALL = frozenset(_SWEDISH.split()) | frozenset(_ENGLISH.split())
_ROW = re.compile(r"(?:goal|measure|activity|step|section)/")


def node_name(typed: str) -> str:
    """What follows the identifiers' common beginning in a pasted identifier or address, folded: `kronoberg-2024`."""
    name = fold(unquote(typed.strip()))
    for beginning in (BASE, "http://", "https://"):
        if name.startswith(beginning):
            name = name.removeprefix(beginning)
            return name.removeprefix("id/") if beginning == BASE else name.partition("/id/")[2]
    return name.removeprefix("/").removeprefix("id/")


def split_question(typed: str, plans: Collection[str]) -> list[str]:
    """The words that are searched for; what holds a number stays whole, since it may be the mark of a row.

    Parameters
    ----------
    plans: ids and short names of plans, folded; `kronoberg/20.1` names a row of one.

    Raises `InputError` for a question that is too long.
    """
    if len(typed) > LONGEST:
        raise InputError(Problem(f"The search holds {len(typed)} characters.", f"Write at most {LONGEST}."))
    chunks = []
    for chunk in node_name(typed).split() if "/" in typed else typed.split():
        plan, slash, row = chunk.partition("/")
        if slash and fold(plan) in plans:
            chunks += [plan, _ROW.sub("", row, count=1)]
        else:
            chunks.append(chunk)
    found = []
    for chunk in chunks:
        if any(map(str.isdecimal, chunk)) and words(chunk):
            found.append(chunk)
        else:
            found += own_words(chunk)
    telling = [word for word in found if fold(word) not in _SMALL]
    distinct = list(dict.fromkeys(telling or found))
    if len(distinct) > MOST_WORDS:
        raise InputError(Problem(f"The search holds {len(distinct)} words.", f"Write at most {MOST_WORDS}."))
    return distinct
