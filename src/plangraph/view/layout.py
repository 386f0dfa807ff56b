# SPDX-License-Identifier: Apache-2.0
"""Where things stand, worked out before the page is opened: the overview, wide and narrow, and the whole graph.

A point is the middle of a node. The overview's columns keep their places when a node is opened to the right of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from plangraph.view.facts import AREA, PLAN, STRATEGY, Facts

__all__ = ["SIZES", "WIDTHS", "Points", "narrow_overview", "whole", "wide_overview"]

Points = dict[str, tuple[float, float]]

# Width of the picture in its own units, which are CSS pixels where the window is as wide as that.
WIDTHS = {"wide": 1040, "narrow": 360}
# Width and height of a card in the overview, by what the node's id begins with; "^" is a superior plan.
SIZES: dict[str, dict[str, tuple[int, int]]] = {
    "wide": {STRATEGY: (146, 88), AREA: (236, 62), PLAN: (214, 102), "^": (158, 100)},
    "narrow": {STRATEGY: (360, 48), AREA: (154, 84), PLAN: (144, 128), "^": (174, 100)},
}
_TOP = 38  # below the headings of the columns
_GAP = 6
_CELL = 15  # the whole graph: from one activity to the next
_PER_ROW = 10


def wide_overview(facts: Facts) -> Points:
    """Strategy, areas, plans and superior plans in four columns; both strategy versions share their column."""
    sizes, width = SIZES["wide"], WIDTHS["wide"]
    plans, above = _plans(facts)
    columns = [(AREA, list(facts.areas)), (PLAN, plans), ("^", above)]
    tall = max(_height(sizes[kind][1], nodes, _GAP) for kind, nodes in columns)
    middles = {
        STRATEGY: sizes[STRATEGY][0] / 2,
        AREA: 180 + sizes[AREA][0] / 2,
        PLAN: 608 + sizes[PLAN][0] / 2,
        "^": width - 16 - sizes["^"][0] / 2,  # room for the lines between superior plans
    }
    points: Points = {}
    for kind, nodes in columns:
        points |= _column(nodes, middles[kind], _TOP, sizes[kind][1], tall)
    for version in _versions(facts):
        points |= _column(version, middles[STRATEGY], _TOP, sizes[STRATEGY][1], tall)
    return points


def narrow_overview(facts: Facts) -> Points:
    """For a phone: strategy on top, areas beside plans, superior plans below."""
    sizes, width = SIZES["narrow"], WIDTHS["narrow"]
    plans, above = _plans(facts)
    points: Points = {}
    for version in _versions(facts):
        # upward from the areas, so that either version of the strategy stands right above them
        for number, node in enumerate(reversed(version)):
            points[node] = (width / 2, -40 - (number + 0.5) * (sizes[STRATEGY][1] + _GAP))
    top = 0
    areas = list(facts.areas)
    tall = max(_height(sizes[AREA][1], areas, _GAP), _height(sizes[PLAN][1], plans, _GAP))
    points |= _column(areas, sizes[AREA][0] / 2, top, sizes[AREA][1], tall)
    points |= _column(plans, width - sizes[PLAN][0] / 2, top, sizes[PLAN][1], tall)
    below = top + tall + 48 + sizes["^"][1] / 2
    for number, node in enumerate(above):
        points[node] = (87 + number % 2 * 186, below + number // 2 * (sizes["^"][1] + 12))
    return points


def whole(facts: Facts) -> Points:
    """Every node: a band for each area, a field in it for each plan, a line in the field for each goal.

    Owners stand below the first plan that names them; superior plans' goals stand in fields of their own to the left.
    """
    plans, above = _plans(facts)
    fields: dict[tuple[str, str], list[tuple[str, list[str]]]] = defaultdict(list)
    of_goal: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for node, task in facts.tasks.items():
        goal = task["goals"][0] if task["goals"] else ""
        own = goal if goal and facts.goals[goal]["plan"] == task["plan"] else ""
        of_goal[AREA + task["area"], PLAN + task["plan"], own].append(node)
    for goal, row in facts.goals.items():
        area, plan = AREA + row["area"], PLAN + row["plan"]
        fields[area, plan].append((goal, of_goal.pop((area, plan, goal), [])))
    for (area, plan, _), tasks in of_goal.items():
        fields[area, plan].append(("", tasks))
    order = [*above, *plans]
    left = {plan: 550 + sum(_field_width(facts, name) for name in order[: order.index(plan)]) for plan in order}
    points: Points = {node: (left[node] + _field_width(facts, node) / 2 - 25, 0) for node in order}
    y = 60.0
    for area in (*facts.areas, AREA):  # the last: whatever no mapping places in an area
        lines = 1
        for plan in order:
            line = 0
            for node, tasks in fields.get((area, plan), []):
                if node:
                    points.setdefault(node, (left[plan], y + line * _CELL))
                for number, activity in enumerate(tasks):
                    down, along = divmod(number, _PER_ROW)
                    points[activity] = (left[plan] + 16 + along * _CELL, y + (line + down) * _CELL)
                line += max(1, -(-len(tasks) // _PER_ROW))
            lines = max(lines, line)
        if area in facts.areas:
            points[area] = (505, y + (lines - 1) * _CELL / 2)
        y += max(lines * _CELL + 30, 84)
    for version in _versions(facts):
        for number, node in enumerate(version):
            points[node] = (245, 60 + (number + 0.5) * (y - 90) / len(version))
    return points | _owners_below(facts, points, left, plans, y + 30)


def _owners_below(facts: Facts, points: Points, left: Mapping[str, float], plans: Sequence[str], top: float) -> Points:
    first: dict[str, str] = {}
    for task in facts.tasks.values():
        for owner in task["owners"]:
            if "id" in owner:
                first.setdefault(owner["id"], PLAN + task["plan"])
    placed: Points = {}
    counts: dict[str, int] = defaultdict(int)
    for owner in sorted(first, key=lambda node: (facts.owners[node]["kind"], node)):
        row, place = divmod(counts[first[owner]], _PER_ROW)
        placed[owner] = (left[first[owner]] + 8 + place * (_CELL + 1), top + row * (_CELL + 5))
        counts[first[owner]] += 1
    return placed


def _field_width(facts: Facts, plan: str) -> int:
    if facts.plans[plan]["holds"]:
        return 54 + _PER_ROW * _CELL
    return 120 if facts.plans[plan]["state"] == "known-only" else 155


def _plans(facts: Facts) -> tuple[list[str], list[str]]:
    holding = [node for node, plan in facts.plans.items() if plan["holds"]]
    return holding, [node for node in facts.plans if node not in holding]


def _versions(facts: Facts) -> list[list[str]]:
    by_plan: dict[str, list[str]] = defaultdict(list)
    for node, row in facts.strategy.items():
        by_plan[row["plan"]].append(node)
    return list(by_plan.values())


def _height(each: float, nodes: Sequence[str], gap: float) -> float:
    return len(nodes) * (each + gap) - gap


def _column(nodes: Sequence[str], x: float, top: float, each: float, tall: float) -> Points:
    """Nodes spread evenly over a height."""
    step = tall / max(len(nodes), 1)
    return {node: (x, round(top + (number + 0.5) * step, 1)) for number, node in enumerate(nodes)}
