# SPDX-License-Identifier: Apache-2.0
"""The page: our own template around pyvis's nodes and edges and the vis-network that pyvis ships.

Everything stands in one file. The content security policy allows the page's own scripts and styles by their hash and
nothing else, so no text of the data can run, and no other host is asked for anything.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from datetime import date
from importlib import resources
from typing import Any

import pyoxigraph as ox
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from plangraph.queries import ask_sparql
from plangraph.validation import SEVERITIES, Finding
from plangraph.view.facts import AREA, PLAN, Facts
from plangraph.view.gathering import gather
from plangraph.view.layout import SIZES, WIDTHS
from plangraph.view.network import LOOKS, RED, network
from plangraph.view.scope import Scope, resolved
from plangraph.view.table import matrix, task_rows
from plangraph.view.words import words

__all__ = ["render"]

# In the order in which they are read.
_SCRIPTS = ("model.js", "scenes.js", "draw.js", "arrange.js", "stage.js", "details.js", "tables.js", "page.js")
# vis-network's own style sheet (220 kB) dresses buttons and tooltips that this page does not have.
_VIS = "lib/vis-9.1.2/vis-network.min.js"


def render(
    store: ox.Store,
    findings: Sequence[Finding],
    scope: Scope,
    language: str = "sv",
    as_of: date | None = None,
) -> str:
    """The picture as the text of one HTML file.

    Parameters
    ----------
    findings: those of `plangraph.validation.check`.
    scope: what the picture holds and opens on.
    language: `sv` or `en`, for the words around the data.
    as_of: the day for which it is said what has passed; today unless given.

    Raises `InputError`, suggesting near names, for a plan, area, actor or activity that the dataset lacks.
    """
    scope = resolved(store, scope)
    day = as_of or date.today()
    facts = gather(store, findings, scope, language, day)
    text = words(language)
    labels = _labels(store, language)
    payload = {
        "words": text,
        "labels": labels,
        "rules": _rules(findings, language),
        "abbreviations": _abbreviations(store),
        "asOf": day.isoformat(),
        "opening": _opening(facts, scope),
        "sizes": SIZES,
        "widths": WIDTHS,
        "looks": {kind: {"color": color, "shape": shape} for kind, (color, shape) in LOOKS.items()},
        "red": RED,
        "network": network(facts),
        "facts": _by_node(facts),
        "steps": list(facts.steps),
        "exactFigures": not scope.by_row,
    }
    static = resources.files("plangraph.view") / "static"
    style = (static / "page.css").read_text(encoding="utf-8")
    vis = (resources.files("pyvis") / _VIS).read_text(encoding="utf-8")
    scripts = [vis, *((static / name).read_text(encoding="utf-8") for name in _SCRIPTS)]
    environment = Environment(
        loader=PackageLoader("plangraph.view"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html").render(
        language=language,
        words=text,
        labels=labels,
        facts=facts,
        policy=_policy(scripts, style),
        # marked as markup: our own files, vis-network's, and JSON that is escaped
        style=Markup(style),
        scripts=[Markup(script) for script in scripts],
        payload=Markup(_json(payload)),
        subject=(subject := _subject(facts, scope)),
        summary=_summary(facts, text, subject),
        matrix=matrix(facts, text, labels),
        tasks=task_rows(facts, text, labels),
        rules=_rules(findings, language),
        severities=SEVERITIES,
        kinds=_kinds(facts, labels),
        as_of=day.isoformat(),
    )


def _policy(scripts: Sequence[str], style: str) -> str:
    """The content security policy: nothing from anywhere, and of scripts and styles these only."""
    allowed = " ".join(_hash(script) for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _json(value: Any) -> str:
    """JSON that cannot end its script element, whatever texts it holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _by_node(facts: Facts) -> dict[str, Any]:
    return {**facts.strategy, **facts.areas, **facts.plans, **facts.goals, **facts.tasks, **facts.owners}


def _opening(facts: Facts, scope: Scope) -> dict[str, str]:
    """What is open at first, as the page's scripts name it."""
    if scope.whole:
        return {"whole": "1"}
    if scope.activity:
        return {"task": next(iter(facts.tasks))}
    if scope.actor:
        wanted = scope.actor.casefold()
        named = [
            owner["id"]
            for task in facts.tasks.values()
            for owner in task["owners"]
            if "id" in owner and wanted in (owner["id"][2:], owner["actor"].casefold(), owner["written"].casefold())
        ]
        return {"owner": named[0]} if len(set(named)) == 1 else {}
    given = {"plan": (PLAN, scope.plan), "area": (AREA, scope.area)}
    return {key: prefix + value for key, (prefix, value) in given.items() if value}


def _subject(facts: Facts, scope: Scope) -> str:
    """What a narrowed picture is about; empty where it holds everything."""
    names = [
        facts.plans[PLAN + scope.plan]["organisation"] if scope.plan else "",
        facts.areas[AREA + scope.area]["title"] if scope.area else "",
        scope.actor
        and next((row["actor"] for node, row in facts.owners.items() if node[2:] == scope.actor), scope.actor),
        scope.activity,
    ]
    return ", ".join(name for name in names if name)


def _summary(facts: Facts, words: dict[str, str], subject: str) -> str:
    plans = sum(plan["holds"] for plan in facts.plans.values())
    without = sum(bool(task["cause"]) for task in facts.tasks.values())
    name = "summary" if plans != 1 else "summarySingle" if len(facts.tasks) == 1 else "summaryOne"
    said = words[name].format(len(facts.tasks), plans, without)
    return f"{words['scope'].format(subject)} {said}" if subject else said


def _labels(store: ox.Store, language: str) -> dict[str, dict[str, str]]:
    """The names of codes, by scheme."""
    labels: dict[str, dict[str, str]] = {}
    sparql = f"""SELECT ?scheme ?id ?label WHERE {{ ?node skos:inScheme ?scheme ; skos:notation ?id ;
        skos:prefLabel ?label FILTER (LANG(?label) = "{language}" && CONTAINS(STR(?scheme), "/id/scheme/")) }}"""
    for row in ask_sparql(store, sparql).rows:
        labels.setdefault(row["scheme"].rpartition("/")[2], {})[row["id"]] = row["label"]
    for row in ask_sparql(
        store,
        f"""SELECT ?id ?label WHERE {{ ?node a org:Organization ; dcterms:identifier ?id ; rdfs:label ?label
        FILTER (LANG(?label) = "{language}") }}""",
    ).rows:
        labels.setdefault("organisation", {})[row["id"]] = row["label"]
    return labels


def _abbreviations(store: ox.Store) -> dict[str, dict[str, str]]:
    """What each plan's own list says that its abbreviations mean, so that both forms can be searched for."""
    by_plan: dict[str, dict[str, str]] = {}
    sparql = """SELECT ?plan ?short ?long WHERE { ?entry skos:inScheme ?node ; skos:notation ?short ;
        skos:prefLabel ?long . ?node a pg:Plan ; dcterms:identifier ?plan }"""
    for row in ask_sparql(store, sparql).rows:
        by_plan.setdefault(row["plan"], {})[row["short"]] = row["long"]
    return by_plan


def _rules(findings: Sequence[Finding], language: str) -> dict[str, dict[str, str]]:
    """The rules that were broken, gravest first."""
    broken = {finding.rule.id: finding.rule for finding in findings}
    return {
        rule.id: {"severity": rule.severity, "label": rule.label[language], "remedy": rule.remedy[language]}
        for rule in sorted(broken.values(), key=lambda rule: (SEVERITIES.index(rule.severity), rule.id))
    }


def _kinds(facts: Facts, labels: dict[str, dict[str, str]]) -> list[tuple[str, str]]:
    used = {owner["kind"] for owner in facts.owners.values()}
    return sorted(((kind, labels["actor-kind"].get(kind, kind)) for kind in used), key=lambda pair: pair[1])
