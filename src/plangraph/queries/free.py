"""Free SPARQL: SELECT, ASK, CONSTRUCT and DESCRIBE, read-only, and never a request to another host."""

from __future__ import annotations

import re

import pyoxigraph as ox

from plangraph.errors import InputError, Problem
from plangraph.queries.answer import Answer, answer_of
from plangraph.vocabulary import PREFIXES

__all__ = ["ask_sparql"]

# SERVICE would make a stranger's query send requests from this machine.
_SERVICE = re.compile(r"\bSERVICE\b", re.IGNORECASE)
_NOT_CODE = re.compile(r"#[^\n]*|<[^<>\"{}|^`\\\s]*>|\"\"\".*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL)


def ask_sparql(store: ox.Store, sparql: str) -> Answer:
    """The answer to a free query over the union of all graphs; the usual prefixes need not be declared.

    ASK gives one column `answer`; CONSTRUCT and DESCRIBE give `subject`, `predicate`, `object`.
    Raises `InputError` for a query that cannot be parsed, with the parser's message, and for SERVICE.
    """
    if _SERVICE.search(_NOT_CODE.sub(lambda match: " " if not match[0].startswith("<") else match[0][:1] + ">", sparql)):
        raise InputError(Problem("The query uses SERVICE.", "Ask this dataset only."))
    try:
        result = store.query(sparql, use_default_graph_as_union=True, prefixes=PREFIXES)
    except SyntaxError as error:
        raise InputError(Problem(f"The query cannot be read: {error}.", "Mend it and ask again.")) from None
    if isinstance(result, ox.QuerySolutions):
        return answer_of(result)
    if isinstance(result, ox.QueryBoolean):
        return Answer(["answer"], [{"answer": str(bool(result)).lower()}])
    columns = ["subject", "predicate", "object"]
    return Answer(columns, [dict(zip(columns, map(str, triple), strict=False)) for triple in result])
