# SPDX-License-Identifier: Apache-2.0
"""What was perhaps meant by the name of a node that is not there."""

from __future__ import annotations

from plangraph.web.addresses import actor_url, area_url, organisation_url, plan_url, row_url
from plangraph.web.explorer import explorer
from plangraph.web.organisations import organisation_names
from plangraph.web.problems import NotThere, near
from plangraph.web.words import say

__all__ = ["not_there"]


def not_there(name: str) -> NotThere:
    """That there is no node of a name, with those of the same kind that lie near."""
    return NotThere(
        say(f"”{name[:200]}” finns inte i grafen.", f"“{name[:200]}” is not in the graph."),
        _links(name[:300]),
    )


def _links(name: str) -> list[tuple[str, str]]:
    held = explorer()
    first, _, rest = name.partition("/")
    kind, _, locator = rest.partition("/")
    locator = locator.replace("~", "/")
    if first in held.plans and kind:
        titles = {row["locator"]: row["title"] for row in _rows(first, kind)}
        meant = near(locator, {each: each for each in titles})
        found = [(f"{each} {titles[each]}", row_url(first, kind, each)) for each in meant]
        return [*found, (held.plans[first].title, plan_url(first))]
    if first == "actor":
        names = {row["actor"]: row["label"] for row in held.register.reference.actors}
        return [(f"{names[each]} ({each})", actor_url(each)) for each in near(rest, names)]
    if first == "organisation":
        names = organisation_names(row["organisation"] for row in held.register.reference.organisations)
        return [(names[each], organisation_url(each)) for each in near(rest, names)]
    if first == "area":
        return [(f"{row['area']} {row['label']}", area_url(row["area"])) for row in held.register.reference.areas]
    plans = {plan.id: plan.title for plan in held.plans.values()}
    return [(plans[each], plan_url(each)) for each in near(first, plans)]


def _rows(plan: str, kind: str) -> list[dict[str, str]]:
    tables = next(each for each in explorer().register.plans if each.id == plan)
    return [dict(row) for name, row in tables.rows() if name == kind]
