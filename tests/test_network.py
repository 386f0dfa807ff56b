"""The network: who stands alone, what reaches nothing, and a second count of the actors' load."""

from __future__ import annotations

import io

import networkx as nx

from plangraph.network import as_network, graphml, network_answers
from plangraph.queries import named_query, run


def test_actor_load_is_counted_the_same_by_two_engines(store):
    """networkx counts as many activities per actor and role as the SPARQL query."""
    network = as_network(store)
    for row in run(store, named_query("actor-load"), {}).rows:
        node = f"https://w3id.org/plangraph/id/actor/{row['actor_id']}"
        for role in ("accountable", "responsible", "support"):
            reached = {a for _, a, key in network.out_edges(node, keys=True) if key == role}
            activities = [a for a in reached if network.nodes[a]["kind"] == "activity"]
            assert len(activities) == int(row[role]), (row["actor_id"], role)


def test_single_points_of_failure(store):
    """Kvinnokliniken stands alone on the only activity of Kronoberg's goal 10; goal 11 has two, so it is none."""
    found = network_answers()["single-points"].run(store, "kronoberg-2024").rows
    by_goal = {row["goal"]: row for row in found}
    assert by_goal["10"]["actor"] == "Kvinnokliniken"
    assert by_goal["10"]["activity"] == "10.1"
    assert "11" not in by_goal
    assert "23" not in by_goal  # three share it
    assert "17" not in by_goal  # "respektive patientprocessledare" names nobody


def test_a_bare_role_is_no_single_point_of_failure(store):
    """Skåne's "Verksamhetschef" is dozens of posts: nobody's falling away ends the work."""
    actors = {row["actor"] for row in network_answers()["single-points"].run(store, "skane-2019").rows}
    assert "Verksamhetschef" not in actors
    assert "Gemensamt samordningskansli" not in actors  # A9 and A10 share the goal


def test_unreachable_rows_are_those_without_a_national_goal(store):
    """Nivåstrukturering reaches no strategy goal by goals in Gävleborg, as its mapping states."""
    found = network_answers()["unreachable"].run(store, "gavleborg-2025").rows
    assert {(row["kind"], row["locator"]) for row in found} == {
        ("goal", "2.18"),
        ("activity", "2.18/1"),
        ("activity", "2.18/2"),
    }


def test_graphml_round_trip(store):
    """GraphML holds every node and edge of the network."""
    network = as_network(store)
    back = nx.read_graphml(io.BytesIO(graphml(network).encode()), force_multigraph=True)
    assert set(back.nodes) == set(network.nodes)
    assert sorted(back.edges()) == sorted(network.edges())
