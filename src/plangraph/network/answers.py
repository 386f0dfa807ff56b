# SPDX-License-Identifier: Apache-2.0
"""Questions that are about the shape of the network, answered like the named queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import networkx as nx
import pyoxigraph as ox

from plangraph.graph.answer import Answer, Question
from plangraph.network.graph import as_network
from plangraph.register.locators import natural_key

__all__ = ["NetworkAnswer", "network_answers"]


@dataclass(frozen=True, slots=True)
class NetworkAnswer(Question):
    """A question that the network answers; `rows` finds what fills the columns."""

    rows: Callable[[nx.MultiDiGraph], Iterator[tuple[str, ...]]]

    def run(self, store: ox.Store, plan: str = "") -> Answer:
        """The answer over a dataset; `plan`: the id of the only plan to answer for."""
        found = sorted(self.rows(as_network(store)), key=lambda row: [natural_key(cell) for cell in row])
        rows = [dict(zip(self.columns, row, strict=True)) for row in found]
        return Answer(list(self.columns), [row for row in rows if not plan or row["plan"] == plan])


def network_answers() -> Mapping[str, NetworkAnswer]:
    """The answers from the network, by name."""
    return {answer.name: answer for answer in (_SINGLE_POINTS, _UNREACHABLE)}


def _single_points(network: nx.MultiDiGraph) -> Iterator[tuple[str, ...]]:
    for goal, data in network.nodes(data=True):
        if data["kind"] not in ("goal", "rcc-goal", "national-goal"):
            continue
        activities = [a for a in _sources(network, goal, "pursues") if network.nodes[a]["kind"] == "activity"]
        for plan in {network.nodes[activity]["plan"] for activity in activities}:
            only = [activity for activity in activities if network.nodes[activity]["plan"] == plan]
            if len(only) != 1:
                continue
            actors = _sources(network, only[0], "accountable")
            actor = network.nodes[actors[0]] if len(actors) == 1 else {}
            if actor and "true" not in (actor["collective"], actor["bare"]):
                row = network.nodes[only[0]]
                yield plan, data["locator"], row["locator"], row["label"], actor["label"], actor["actor_kind"]


def _unreachable(network: nx.MultiDiGraph) -> Iterator[tuple[str, ...]]:
    by_goal = nx.subgraph_view(network, filter_edge=lambda _, __, relation: relation != "inArea")
    tops = [node for node, data in network.nodes(data=True) if data["kind"] == "strategy-goal"]
    reaching = set().union(*(nx.ancestors(by_goal, top) for top in tops)) if tops else set()
    for node, data in network.nodes(data=True):
        if data["kind"] in ("activity", "goal", "rcc-goal", "measure") and node not in reaching:
            yield data["plan"], data["kind"], data["locator"], data["label"]


def _sources(network: nx.MultiDiGraph, node: str, relation: str) -> list[str]:
    """The nodes from which an edge of a relation leads to a node."""
    return sorted({source for source, _, key in network.in_edges(node, keys=True) if key == relation})


_SINGLE_POINTS = NetworkAnswer(
    "single-points",
    "Vilka aktörer står ensamma på den enda aktiviteten för ett mål?",
    "Which actors stand alone on the only activity of a goal?",
    "If that actor falls away, nobody works for the goal.",
    "Om den aktören faller bort arbetar ingen för målet.",
    "A collective designation or a bare role is many posts, so it is no single point of failure.",
    "En samlingsbenämning eller en roll utan enhet är många poster, så den står inte ensam.",
    ("plan",),
    ("plan", "goal", "activity", "title", "actor", "kind"),
    _single_points,
)
_UNREACHABLE = NetworkAnswer(
    "unreachable",
    "Vilka rader når inget strategimål målvägen, bara genom sitt målområde?",
    "Which rows reach no strategy goal by their goals, only by their focus area?",
    "A chain that breaks on the way up is a stated lack of a counterpart, or a link that nobody has judged.",
    "En kedja som bryts på vägen upp är en uttalad brist på motsvarighet, eller en länk som ingen har bedömt.",
    "",
    "",
    ("plan",),
    ("plan", "kind", "locator", "title"),
    _unreachable,
)
