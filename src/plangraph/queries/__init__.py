# SPDX-License-Identifier: Apache-2.0
"""Asking the dataset: named queries and free SPARQL."""

from plangraph.graph.answer import Answer, Question
from plangraph.queries.free import ask_sparql
from plangraph.queries.named import NamedQuery, named_queries, named_query, run
from plangraph.queries.parameters import resolve, resolve_plan

__all__ = [
    "Answer",
    "NamedQuery",
    "Question",
    "ask_sparql",
    "named_queries",
    "named_query",
    "resolve",
    "resolve_plan",
    "run",
]
