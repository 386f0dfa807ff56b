# SPDX-License-Identifier: Apache-2.0
"""The nodes and edges, built with pyvis. Only its JSON is used: the page around it is ours (see `page`)."""

from __future__ import annotations

from typing import Any

from pyvis.network import Network

from plangraph.view.facts import AREA, GOAL, OWNER, PLAN, STRATEGY, TASK, Facts
from plangraph.view.layout import narrow_overview, whole, wide_overview

__all__ = ["LOOKS", "RED", "network"]

# Colour and shape by level: each colour has a contrast of at least 4.5 to white (a test computes it).
LOOKS: dict[str, tuple[str, str]] = {
    STRATEGY: ("#5b3a8c", "star"),
    AREA: ("#0b6a6b", "hexagon"),
    PLAN: ("#1a5291", "square"),
    "^": ("#7a3b69", "database"),
    GOAL: ("#4b6a17", "diamond"),
    TASK: ("#44525f", "dot"),
    OWNER: ("#8a5200", "triangle"),
}
RED = "#b3261e"


def network(facts: Facts) -> dict[str, list[dict[str, Any]]]:
    """Nodes (`id`, `label`, `color`, `shape`, `x`, `y` in the whole graph; `wide`, `narrow` in the overview) and edges.

    Directed, since pyvis drops parallel edges of undirected networks; an edge leads upward.
    """
    net = Network(directed=True)
    places = {"wide": wide_overview(facts), "narrow": narrow_overview(facts)}
    everywhere = whole(facts)
    for node, label in _labels(facts).items():
        kind = "^" if node.startswith(PLAN) and not facts.plans[node]["holds"] else node[:2]
        color, shape = LOOKS[kind]
        x, y = everywhere.get(node, (0, 0))
        overview = {name: points[node] for name, points in places.items() if node in points}
        net.add_node(node, label=label, color=color, shape=shape, x=x, y=y, level=kind, physics=False, **overview)
    _edges(net, facts)
    nodes = [{key: value for key, value in node.items() if key != "font"} for node in net.nodes]
    return {"nodes": nodes, "edges": [{k: v for k, v in edge.items() if k != "arrows"} for edge in net.edges]}


def _labels(facts: Facts) -> dict[str, str]:
    rows = [*facts.strategy.items(), *facts.areas.items(), *facts.goals.items(), *facts.tasks.items()]
    return (
        {node: row["title"] for node, row in rows}
        | {node: row["organisation"] for node, row in facts.plans.items()}
        | {node: row["actor"] for node, row in facts.owners.items()}
    )


def _edges(net: Network, facts: Facts) -> None:
    known = set(net.get_nodes())

    def edge(source: str, target: str, **options: Any) -> None:
        if source in known and target in known:
            net.add_edge(source, target, **options)

    for area, goal, _ in facts.served:
        edge(area, goal, kind="serves")
    for cell in facts.cells:
        options = {key: value for key, value in cell.items() if key not in ("area", "plan")}
        edge(cell["plan"], cell["area"], kind="cell", **options)
    for node, plan in facts.plans.items():
        for above in plan["superior"]:
            edge(node, above, kind="superior")
    for node, goal_row in facts.goals.items():
        for parent in goal_row["parents"]:
            edge(node, parent["goal"], kind="parent", link=parent["link"])
    for node, task in facts.tasks.items():
        for goal_node in task["goals"]:
            edge(node, goal_node, kind="pursues")
        for owner in task["owners"]:
            if "id" in owner:
                edge(node, owner["id"], kind="role", role=owner["role"], basis=owner["basis"])
