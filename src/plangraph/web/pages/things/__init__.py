# SPDX-License-Identifier: Apache-2.0
"""Pages of nodes: an identifier's address is its page, whatever kind of node it names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from plangraph.web.addresses import node_of, node_url, step_anchor
from plangraph.web.explorer import explorer
from plangraph.web.nodes import Facts, Place, facts, place_of
from plangraph.web.pages.things.activity import activity_page
from plangraph.web.pages.things.actor import actor_page
from plangraph.web.pages.things.area import area_page
from plangraph.web.pages.things.goal import goal_page
from plangraph.web.pages.things.measure import measure_page
from plangraph.web.pages.things.near_names import not_there
from plangraph.web.pages.things.organisation import organisation_page
from plangraph.web.pages.things.plain import plain_page
from plangraph.web.pages.things.plan import plan_page

__all__ = ["pages", "thing"]

pages = Blueprint("things", __name__)

_ROWS: Mapping[str, Callable[[Place, Facts], str]] = {
    "activity": activity_page,
    "goal": goal_page,
    "measure": measure_page,
}
_REFERENCE: Mapping[str, Callable[[str, Facts], str]] = {
    "actor": actor_page,
    "area": area_page,
    "organisation": organisation_page,
}


@pages.get("/id/<path:name>")
def thing(name: str) -> str | Response:
    """The page of a node; a step's is a place on its activity's page."""
    node = node_of(name)
    said = facts(explorer().store, node)
    if said is None:
        raise not_there(name)
    parts = name.split("/")
    if name in explorer().plans:
        return plan_page(name, said)
    if len(parts) == 2 and parts[0] in _REFERENCE:
        return _REFERENCE[parts[0]](parts[1], said)
    place = place_of(explorer().store, node)
    if place and place.kind in _ROWS:
        return _ROWS[place.kind](place, said)
    if place and place.kind == "step":
        return redirect(f"{node_url(said.said('stepOf'))}#{step_anchor(place.locator)}")
    return plain_page(said)
