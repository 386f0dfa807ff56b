# SPDX-License-Identifier: Apache-2.0
"""The answer to a question with its parameters, as far as it comes of what the explorer keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plangraph.graph.answer import Question
from plangraph.queries import named_queries
from plangraph.web.answers import NARROWED, Row
from plangraph.web.explorer import explorer

__all__ = ["kept_rows"]

# An actor is asked for by its id, or by any name that plans call it.
_BY_ANY_NAME = frozenset({"actor"})


def kept_rows(it: Question, given: Mapping[str, str]) -> Sequence[Row] | None:
    """The rows of an answer: narrowed from the kept whole where a column says all that is asked, else asked anew.

    None where that could take long: the named query must then be asked within limits.
    """
    held = explorer()
    at_once = held.is_small or it.name not in named_queries()
    asked = {name: text for name, text in given.items() if (name, text) != ("as_of", held.as_of.isoformat())}
    if it.name not in NARROWED and asked.keys() <= set(it.columns) - _BY_ANY_NAME:
        return held.answers.rows(it.name, **asked) if at_once or held.answers.keeps(it.name) else None
    return held.answers.asked(it.name, **asked) if at_once else None
