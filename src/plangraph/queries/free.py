# SPDX-License-Identifier: Apache-2.0
"""Free SPARQL: SELECT, ASK, CONSTRUCT and DESCRIBE, read-only, and never a request to another host."""

from __future__ import annotations

import re

import pyoxigraph as ox

from plangraph.errors import InputError, Problem
from plangraph.graph.answer import Answer, answer_of
from plangraph.vocabulary import PREFIXES

__all__ = ["ask_sparql"]

# What may hold the word SERVICE without being a request: comments, IRIs, strings, variables and names. Each alternative
# reads exactly what SPARQL's grammar reads, or else a comment or string that ends elsewhere than here would hide code.
_NOT_CODE = re.compile(
    r"""
      \\.                                   # an escaped character within a name
    | \#[^\r\n]*
    | <[^<>"{}|^`\\\x00-\x20]*>
    | \"\"\"(?:"{0,2}(?:[^"\\]|\\.))*\"\"\"
    | '''(?:'{0,2}(?:[^'\\]|\\.))*'''
    | "(?:[^"\\\r\n]|\\.)*"
    | '(?:[^'\\\r\n]|\\.)*'
    | [?$:]\w+
    """,
    re.VERBOSE | re.DOTALL,
)
# The parser and the planner call themselves once per level and operator, and a stack that runs out ends the process.
_NOT = re.compile(r"!(?!=)")
_LONGEST = 5_000
_DEEPEST = 100


def ask_sparql(store: ox.Store, sparql: str) -> Answer:
    """The answer to a free query over the union of all graphs; the usual prefixes need not be declared.

    ASK gives one column `answer`; CONSTRUCT and DESCRIBE give `subject`, `predicate`, `object`.
    Raises `InputError` for a query that cannot be parsed or answered, with the engine's message, for SERVICE, and for a
    query so long or so nested that it could bring down the process.
    """
    _refuse_dangers("".join(_NOT_CODE.sub(" ", sparql).split()))
    try:
        result = store.query(sparql, use_default_graph_as_union=True, prefixes=PREFIXES)
        if isinstance(result, ox.QuerySolutions):
            return answer_of(result)
        if isinstance(result, ox.QueryBoolean):
            return Answer(["answer"], [{"answer": str(bool(result)).lower()}])
        columns = ["subject", "predicate", "object"]
        return Answer(columns, [dict(zip(columns, map(str, triple), strict=False)) for triple in result])
    except SyntaxError as error:
        raise InputError(Problem(f"The query cannot be read: {error}.", "Mend it and ask again.")) from None
    except (OSError, RuntimeError, ValueError) as error:
        raise InputError(Problem(f"The query cannot be answered: {error}.", "Mend it and ask again.")) from None


def _refuse_dangers(code: str) -> None:
    # anywhere, since a keyword needs no space before it: “1SERVICE” is a number and a request
    if "SERVICE" in code.upper():
        raise InputError(Problem("The query uses SERVICE.", "Ask this dataset only."))
    depth = deepest = 0
    for character in code:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    if max(deepest, len(_NOT.findall(code))) > _DEEPEST or len(code) > _LONGEST:
        remedy = f"Stay below {_DEEPEST} levels of brackets, and {_LONGEST} characters beside names and strings."
        raise InputError(Problem("The query is too nested or too long.", remedy))
