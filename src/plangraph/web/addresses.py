# SPDX-License-Identifier: Apache-2.0
"""Addresses: an identifier is its page, so that a node's IRI and its address here tell each other."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlencode

from flask import g, request, url_for

from plangraph.vocabulary import ID, row_node

__all__ = [
    "activity_url",
    "actor_url",
    "area_url",
    "changed",
    "finding_url",
    "goal_url",
    "leave_out",
    "measure_url",
    "node_of",
    "node_url",
    "organisation_url",
    "plan_url",
    "row_url",
    "rule_url",
    "step_anchor",
    "step_url",
]


def node_of(name: str) -> str:
    """The IRI of the node whose page stands at `/id/<name>`, with `name` as the address says it once decoded."""
    return f"{ID}{quote(name, safe='/~')}"


def node_url(node: str) -> str:
    """The address of a node; its own IRI where it is none of ours."""
    if not node.startswith(str(ID)):
        return node
    return url_for("things.thing", name=unquote(node.removeprefix(str(ID))))


def row_url(plan: str, kind: str, locator: str) -> str:
    """The address of a row: kind is goal, measure, activity, step or section."""
    return node_url(str(row_node(plan, kind, locator)))


def activity_url(plan: str, locator: str) -> str:
    """The address of an activity."""
    return row_url(plan, "activity", locator)


def goal_url(plan: str, locator: str) -> str:
    """The address of a goal of any level."""
    return row_url(plan, "goal", locator)


def measure_url(plan: str, locator: str) -> str:
    """The address of a measure."""
    return row_url(plan, "measure", locator)


def step_url(plan: str, activity: str, step: str) -> str:
    """The address of a step: its place on its activity's page."""
    return f"{activity_url(plan, activity)}#{step_anchor(step)}"


def step_anchor(step: str) -> str:
    """The mark of a step on its activity's page."""
    return f"step-{quote(step.replace('/', '~'), safe='~')}"


def plan_url(plan: str) -> str:
    """The address of a plan."""
    return node_url(f"{ID}{plan}")


def area_url(area: str) -> str:
    """The address of a focus area."""
    return node_url(f"{ID}area/{area}")


def actor_url(actor: str) -> str:
    """The address of an actor, by its id."""
    return node_url(f"{ID}actor/{actor}")


def organisation_url(organisation: str) -> str:
    """The address of an organisation, by its id."""
    return node_url(f"{ID}organisation/{organisation}")


def rule_url(rule: str) -> str:
    """The address of a rule."""
    return url_for("rules.rule", rule=rule)


def finding_url(rule: str, focus: str) -> str:
    """The address of a finding, by its rule and the IRI of the node that broke it."""
    return url_for("rules.finding", rule=rule, name=unquote(focus.removeprefix(str(ID))))


def leave_out(name: str) -> None:
    """Let the page's own links go on without a parameter that it was asked with and that it cannot use."""
    g.left_out = {*g.get("left_out", ()), name}


def changed(**changes: str | int | None) -> str:
    """The present address with some of its parameters changed, or taken out where None.

    It is told relative to the page, so that no path that a stranger wrote into an address becomes a link.
    """
    gone = {*changes, *g.get("left_out", ())}
    kept = [(name, value) for name, value in request.args.items(multi=True) if name not in gone]
    given = [(name, value) for name, value in changes.items() if value is not None]
    return f"?{urlencode([*kept, *given])}"
