# SPDX-License-Identifier: Apache-2.0
"""Free SPARQL as columns and rows: SELECT, ASK, CONSTRUCT and DESCRIBE, read-only and within limits."""

from __future__ import annotations

import pyoxigraph as ox

from plangraph.graph.answer import Answer, answer_of
from plangraph.queries.bounded import BoundedQueries

__all__ = ["ask_sparql"]


def ask_sparql(queries: BoundedQueries, sparql: str) -> Answer:
    """The answer to a free query over the union of all graphs; the usual prefixes need not be declared.

    ASK gives one column `answer`; CONSTRUCT and DESCRIBE give `subject`, `predicate`, `object`.
    Raises what `BoundedQueries.ask` raises.
    """
    results, triples = ox.QueryResultsFormat.JSON, ox.RdfFormat.N_TRIPLES
    answer = queries.ask(sparql, results=results.media_type, triples=triples.media_type)
    if answer.kind == "graph":
        columns = ["subject", "predicate", "object"]
        quads = ox.parse(answer.body, triples)
        return Answer(columns, [dict(zip(columns, map(str, quad.triple), strict=True)) for quad in quads])
    read = ox.parse_query_results(answer.body, results)
    if isinstance(read, ox.QuerySolutions):
        return answer_of(read)
    return Answer(["answer"], [{"answer": str(bool(read)).lower()}])
