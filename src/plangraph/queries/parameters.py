# SPDX-License-Identifier: Apache-2.0
"""What may be given to a query: values checked against the dataset, short names made whole, near names suggested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from difflib import get_close_matches

import pyoxigraph as ox

from plangraph.errors import InputError, Problem
from plangraph.graph.answer import select

__all__ = ["resolve", "resolve_plan"]

# The values that a parameter may have, as a pattern that binds ?value, and ?name where people may also say a name.
_PREFIXES = """
PREFIX pg: <https://w3id.org/plangraph/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_ORGANISATION = "?node a org:Organization ; dcterms:identifier ?value ; rdfs:label ?name ."
_PLAN = "?node a pg:Plan ; dcterms:identifier ?value . BIND (?value AS ?name)"
_VALUES: Mapping[str, str] = {
    "activity": "?node a pg:Activity ; pg:locator ?value . BIND (?value AS ?name)",
    "actor": """?node a pg:Actor ; dcterms:identifier ?value .
        { ?node rdfs:label ?name } UNION { ?said pg:actor ?node ; pg:asWritten ?name }""",
    "area": "?node a pg:Area ; skos:notation ?value ; rdfs:label ?name .",
    "for": _ORGANISATION,
    "from": _PLAN,
    "goal": """?node a ?class ; pg:locator ?locator ; pg:partOfPlan/dcterms:identifier ?plan .
        VALUES ?class { pg:NationalGoal pg:StrategyGoal pg:RegionalGoal }
        BIND (CONCAT(?plan, "/", ?locator) AS ?value)
        BIND (IF(?class = pg:NationalGoal, ?locator, ?value) AS ?name)""",
    "measure": "?node a pg:Measure ; pg:locator ?value . BIND (?value AS ?name)",
    "organisation": _ORGANISATION,
    "plan": _PLAN,
    "rcc": _ORGANISATION,
    "region": _ORGANISATION,
    "standing": """{ ?node skos:inScheme <https://w3id.org/plangraph/id/scheme/mapping-state> ;
            skos:notation ?value ; skos:prefLabel ?name }
        UNION { VALUES (?value ?name) { ("all" "all") ("all" "alla") } }""",
    "target": _PLAN,
    "to": _PLAN,
}
_SCHEMES: Mapping[str, str] = {
    "cause": "cause",
    "contrast": "contrast",
    "kind": "actor-kind",
    "role": "role",
    "state": "coverage-state",
}
_PLANS = frozenset({"plan", "from", "to", "target", "old", "new"})


def resolve(store: ox.Store, parameters: Mapping[str, str]) -> dict[str, str]:
    """The parameters as queries take them.

    A plan may be given by its short name (`kronoberg`) while that is unique; an actor, organisation, focus area or kind
    by its label; capitals do not matter. `as_of` is today unless given. Raises `InputError` for a value that the
    dataset does not know, suggesting near ones.
    """
    resolved = {}
    for name, given in parameters.items():
        if name == "as_of":
            resolved[name] = _date(given)
        elif name in _PLANS and given:
            resolved[name] = resolve_plan(store, given, name)
        else:
            resolved[name] = _known(store, name, given) if given else ""
    return resolved


def resolve_plan(store: ox.Store, given: str, name: str = "plan") -> str:
    """The id of the plan that a person means: the id itself, or its short name while only one plan has it."""
    ids = sorted({row["value"] for row in _candidates(store, _PLAN)})
    short = [plan for plan in ids if plan.rpartition("-")[0] == given.casefold()]
    if given in ids or len(short) == 1:
        return given if given in ids else short[0]
    if short:
        raise InputError(Problem(f"--{name}: “{given}” is {' and '.join(short)}.", "Say which one, with its year."))
    raise _unknown(name, given, [*ids, *(plan.rpartition("-")[0] for plan in ids)])


def _known(store: ox.Store, name: str, given: str) -> str:
    if name in _SCHEMES:
        pattern = f"""?node skos:inScheme <https://w3id.org/plangraph/id/scheme/{_SCHEMES[name]}> ;
            skos:notation ?value ; skos:prefLabel ?name ."""
    elif name in _VALUES:
        pattern = _VALUES[name]
    else:
        return given
    if _stands(store, pattern, given):
        return given
    rows = _candidates(store, pattern)
    wanted = given.casefold()
    if name == "actor" and any(wanted == row["name"].casefold() for row in rows):
        return given  # a name may be that of several actors: the query finds them all
    for row in rows:
        if wanted in (row["value"].casefold(), row["name"].casefold()):
            return row["value"]
    raise _unknown(name, given, [text for row in rows for text in (row["value"], row["name"])])


def _stands(store: ox.Store, pattern: str, given: str) -> bool:
    """Whether what is given is a value just as it stands: soon found, where all that there are take long to list."""
    try:
        only = f"VALUES ?value {{ {ox.Literal(given)} }}"
    except ValueError:  # half of a surrogate pair, from bytes on the command line that are no UTF-8
        return False
    # before what it narrows, unless that makes the value
    return bool(_candidates(store, f"{pattern} {only}" if "AS ?value" in pattern else f"{only} {pattern}"))


def _candidates(store: ox.Store, pattern: str) -> list[dict[str, str]]:
    query = f"{_PREFIXES} SELECT DISTINCT ?value ?name WHERE {{ {pattern} }}"
    return select(store, query).rows


def _unknown(name: str, given: str, known: Iterable[str]) -> InputError:
    by_folded = {text.casefold(): text for text in known}
    near = [by_folded[text] for text in get_close_matches(given.casefold(), by_folded, n=3, cutoff=0.5)]
    if near:
        remedy = f"Did you mean {' or '.join(near)}?"
    elif len(by_folded) <= 30:
        remedy = f"Known are {', '.join(sorted(by_folded.values()))}."
    else:
        remedy = "Ask without it to see what there is."
    return InputError(Problem(f"--{name.replace('_', '-')}: “{given}” is not in the graph.", remedy))


def _date(given: str) -> str:
    try:
        return date.fromisoformat(given).isoformat() if given else date.today().isoformat()
    except ValueError:
        raise InputError(Problem(f"--as-of: “{given}” is no date.", "Write it as 2026-11-21.")) from None
