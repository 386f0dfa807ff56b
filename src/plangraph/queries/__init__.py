"""Asking the dataset: named queries and free SPARQL."""

from plangraph.queries.answer import Answer, natural_key
from plangraph.queries.free import ask_sparql
from plangraph.queries.named import NamedQuery, named_queries, named_query, run

__all__ = ["Answer", "NamedQuery", "ask_sparql", "named_queries", "named_query", "natural_key", "run"]
