# SPDX-License-Identifier: Apache-2.0
"""What no free query may hold: requests to other hosts, and nesting that would bring down the engine."""

from __future__ import annotations

import re

from plangraph.errors import InputError, Problem

__all__ = ["refuse_dangers"]

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


def refuse_dangers(sparql: str) -> None:
    """Raise `InputError` for SERVICE, for a query so long or nested that it could crash the engine, and for none."""
    code = "".join(_NOT_CODE.sub(" ", sparql).split())
    if not code:
        raise InputError(Problem("The query is empty.", "Write one, such as SELECT * { ?s ?p ?o } LIMIT 10."))
    # anywhere, since a keyword needs no space before it: “1SERVICE” is a number and a request
    if "SERVICE" in code.upper():
        remedy = "Ask this dataset only; a prefix or language of that name has to be called something else."
        raise InputError(Problem("The query uses the word SERVICE.", remedy))
    depth = deepest = 0
    for character in code:
        depth += (character in "([{") - (character in ")]}")
        deepest = max(deepest, depth)
    if max(deepest, len(_NOT.findall(code))) > _DEEPEST or len(code) > _LONGEST:
        remedy = f"Stay below {_DEEPEST} levels of brackets, and {_LONGEST} characters beside names and strings."
        raise InputError(Problem("The query is too nested or too long.", remedy))
