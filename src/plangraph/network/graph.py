# SPDX-License-Identifier: Apache-2.0
"""Building the network, and writing it as GraphML."""

from __future__ import annotations

import io

import networkx as nx
import pyoxigraph as ox

from plangraph.graph.answer import select

__all__ = ["as_network", "graphml"]

_NODES = """
PREFIX pg: <https://w3id.org/plangraph/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?node ?kind ?label ?plan ?locator ?actor_kind ?collective ?bare
WHERE {
  VALUES (?class ?kind) {
    (pg:StrategyGoal "strategy-goal") (pg:NationalGoal "national-goal") (pg:RccGoal "rcc-goal") (pg:RegionalGoal "goal")
    (pg:Measure "measure") (pg:Activity "activity") (pg:Actor "actor") (pg:Area "area")
  }
  ?node a ?class ; rdfs:label ?label .
  FILTER (LANG(?label) = "sv")
  OPTIONAL { ?node pg:partOfPlan/dcterms:identifier ?plan }
  OPTIONAL { ?node pg:locator|dcterms:identifier ?given }
  OPTIONAL { ?node skos:notation ?notation }
  BIND (COALESCE(?given, ?notation, "") AS ?locator)
  OPTIONAL { ?node pg:actorKind/skos:notation ?actor_kind ; pg:collective ?collective ; pg:bareRole ?bare }
}
"""
_EDGES = """
PREFIX pg: <https://w3id.org/plangraph/ontology#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?from ?to ?relation ?basis
WHERE {
  {
    VALUES (?predicate ?relation) {
      (pg:pursues "pursues") (pg:carriesOut "carriesOut") (pg:quotes "quotes") (pg:nationalGoal "nationalGoal")
      (pg:serves "serves") (pg:inArea "inArea")
    }
    ?from ?predicate ?to .
    BIND ("" AS ?basis)
  }
  UNION
  {
    ?applied pg:appliesTo ?to ; prov:wasDerivedFrom ?responsibility ; pg:basis/skos:notation ?basis .
    ?responsibility pg:actor ?from ; pg:role/skos:notation ?relation .
  }
}
"""


def as_network(store: ox.Store) -> nx.MultiDiGraph:
    """The rows, goals and actors of a dataset as nodes, and what relates them as edges keyed by relation.

    A node has `kind`, `label`, `plan`, `locator`, and for actors `actor_kind`, `collective` and `bare`; an edge has
    `relation` and `basis`.
    """
    network = nx.MultiDiGraph()
    for row in select(store, _NODES).rows:
        node = row.pop("node")
        network.add_node(node, **row)
    for row in select(store, _EDGES).rows:
        if row["from"] in network and row["to"] in network:
            network.add_edge(row["from"], row["to"], row["relation"], relation=row["relation"], basis=row["basis"])
    return network


def graphml(network: nx.MultiDiGraph) -> str:
    """The network as GraphML text, nodes and edges in a steady order."""
    steady = nx.MultiDiGraph()
    steady.add_nodes_from(sorted(network.nodes(data=True)))
    steady.add_edges_from(sorted(network.edges(keys=True, data=True), key=lambda edge: edge[:3]))
    out = io.BytesIO()
    nx.write_graphml(steady, out, encoding="utf-8")
    return out.getvalue().decode("utf-8")
