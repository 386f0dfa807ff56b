# SPDX-License-Identifier: Apache-2.0
"""Asking the dataset: named queries and free SPARQL."""

from plangraph.graph.answer import Answer, Question
from plangraph.queries.bounded import BoundedQueries, Result
from plangraph.queries.free import ask_sparql
from plangraph.queries.named import NamedQuery, filled, named_queries, named_query, run, run_bounded, with_order
from plangraph.queries.parameters import resolve, resolve_plan
from plangraph.queries.query_process import Limits

__all__ = [
    "Answer",
    "BoundedQueries",
    "Limits",
    "NamedQuery",
    "Question",
    "Result",
    "ask_sparql",
    "filled",
    "named_queries",
    "named_query",
    "resolve",
    "resolve_plan",
    "run",
    "run_bounded",
    "with_order",
]
