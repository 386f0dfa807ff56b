# SPDX-License-Identifier: Apache-2.0
"""What follows from the plans by the rules of reading: SPARQL CONSTRUCT in `queries/inference/`, run in order.

Each query sees what those before it inferred. The rules themselves stand in the queries' headers.
"""

from __future__ import annotations

import pyoxigraph as ox

from plangraph import resources
from plangraph.vocabulary import GRAPH

__all__ = ["infer"]


def infer(store: ox.Store) -> None:
    """Empty the graph of what was inferred and fill it anew."""
    graph = ox.NamedNode(GRAPH.inferred)
    store.clear_graph(graph)
    for file in sorted((resources.queries_folder() / "inference").glob("*.rq")):
        triples = store.query(file.read_text(encoding="utf-8"), use_default_graph_as_union=True)
        assert isinstance(triples, ox.QueryTriples)
        store.bulk_extend([ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples])
