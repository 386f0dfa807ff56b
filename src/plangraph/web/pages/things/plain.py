# SPDX-License-Identifier: Apache-2.0
"""The plain page of any other node: concepts, mappings, statements, sections: everything that is said of it."""

from __future__ import annotations

import pyoxigraph as ox
from flask import render_template

from plangraph.vocabulary import ID, shortened
from plangraph.web.explorer import explorer
from plangraph.web.nodes import Facts, facts

__all__ = ["plain_page"]

_MOST = 200


def plain_page(said: Facts) -> str:
    """The page of a node that has no page of its own kind."""
    store, node = explorer().store, ox.NamedNode(said.node)
    forward = {(quad.predicate.value, quad.object) for quad in store.quads_for_pattern(node, None, None)}
    back = set()
    for quad in store.quads_for_pattern(None, None, node):
        if isinstance(quad.subject, ox.NamedNode):
            back.add((quad.predicate.value, quad.subject))
        if len(back) > _MOST:
            break
    return render_template(
        "plain.html",
        node=said.node,
        name=said.said("prefLabel") or said.said("label") or said.node.removeprefix(str(ID)),
        forward=sorted(map(_shown, forward)),
        back=sorted(map(_shown, back))[:_MOST],
        more=len(back) > _MOST,
    )


def _shown(pair: tuple[str, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]) -> tuple[str, str, str, str]:
    """A term, what it says, in which language, and the address of the node that it names."""
    term, value = shortened(pair[0]), pair[1]
    if isinstance(value, ox.Literal):
        return term, value.value, value.language or "", ""
    name = str(getattr(value, "value", value))
    if not name.startswith(str(ID)):
        return term, shortened(name), "", ""
    other = facts(explorer().store, name)
    label = (other.said("prefLabel") or other.said("label")) if other else ""
    return term, label or name.removeprefix(str(ID)), "", name if other else ""
