# SPDX-License-Identifier: Apache-2.0
"""The picture itself, without the page around it: its parts as markup, the same in a file of its own and on a site."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from plangraph.validation import SEVERITIES
from plangraph.view.facts import AREA, GOAL, OWNER, PLAN, STRATEGY, TASK, Facts
from plangraph.view.gathering import gather
from plangraph.view.known import Known
from plangraph.view.layout import SIZES, WIDTHS
from plangraph.view.lexicon import Lexicon
from plangraph.view.network import LOOKS, RED, network
from plangraph.view.scope import Scope
from plangraph.view.table import matrix, task_rows

__all__ = ["Picture", "Site", "draw", "templates"]

# What a picture of one node is asked for by, by what the node's id begins with.
_PARTS = {PLAN: "plan", AREA: "area", GOAL: "goal", STRATEGY: "goal", OWNER: "actor"}


class Site(Protocol):
    """Where the pages of a site stand that the picture is a part of."""

    def page(self, node: str) -> str:
        """The address of the page about a node of the picture, empty where there is none."""
        ...

    def picture(self, part: str) -> str:
        """The address of pictures of one plan, area, goal, actor or activity, up to the name of it."""
        ...

    def rows(self, scope: Scope, plan: str, area: str, *, ownerless: bool) -> str:
        """The address of the list of a scope's activities in a plan and area, empty where there is no such list."""
        ...


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture.

    Parameters
    ----------
    subject: what a narrowed picture is about, empty where it holds everything; summary: how much it holds.
    body: controls, canvas, panel, tables and the data that the scripts draw; see `files` for these.
    """

    subject: str
    summary: str
    body: Markup


def draw(known: Known, lexicon: Lexicon, scope: Scope, site: Site | None = None) -> Picture:
    """The picture of a resolved scope.

    Parameters
    ----------
    site: the pages that its nodes lead to, where it is part of a site.

    Raises `InputError` where no activity meets the scope.
    """
    facts = gather(known, lexicon, scope)
    pages = {node: site.page(node) for node in facts.by_node()} if site else {}
    rules = known.found.rules(lexicon.language)
    payload = {
        "words": lexicon.words,
        "labels": lexicon.labels,
        "rules": rules,
        "abbreviations": {row["plan"]: lexicon.abbreviations.get(row["plan"], {}) for row in facts.plans.values()},
        "opening": _opening(facts, scope),
        "sizes": SIZES,
        "widths": WIDTHS,
        "looks": {kind: {"color": color, "shape": shape} for kind, (color, shape) in LOOKS.items()},
        "red": RED,
        "network": network(facts),
        "facts": facts.by_node(),
        "steps": list(facts.steps),
        "exactFigures": not scope.by_row,
        "pages": pages,
        "pictures": {kind: site.picture(part) for kind, part in _PARTS.items()} if site else {},
        "subject": _subject_node(facts, scope),
    }
    body = (
        templates()
        .get_template("picture.html")
        .render(
            language=lexicon.language,
            words=lexicon.words,
            labels=lexicon.labels,
            facts=facts,
            pages=pages,
            named=partial(_named, pages, "" if lexicon.language == "sv" else ' lang="sv"'),
            payload=Markup(_json(payload)),
            matrix=matrix(facts, lexicon.words, lexicon.labels),
            rows=(lambda plan, area, ownerless: site.rows(scope, plan, area, ownerless=ownerless)) if site else None,
            tasks=task_rows(facts, lexicon.words, lexicon.labels),
            rules=rules,
            severities=SEVERITIES,
            kinds=_kinds(facts, lexicon),
        )
    )
    return Picture(_subject(facts, scope), _summary(facts, lexicon.words), Markup(body))


@cache
def templates() -> Environment:
    """The templates of the picture and of its own page."""
    return Environment(
        loader=PackageLoader("plangraph.view"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _named(pages: Mapping[str, str], swedish: str, named: tuple[str, str]) -> Markup:
    """A node's name, as a link where it has a page; `swedish` marks it where the page is in another language."""
    node, text = named
    language = "" if node.startswith(AREA) else swedish  # focus areas have names in both
    if address := pages.get(node):
        return Markup(f'<a{language} href="{escape(address)}">{escape(text)}</a>')
    return Markup(f"<span{language}>{escape(text)}</span>") if language else escape(text)


def _json(value: Any) -> str:
    """JSON that cannot end its script element, whatever texts it holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _subject_node(facts: Facts, scope: Scope) -> str:
    """The node that a scope of one part is about, empty where it has more parts or none."""
    given = (scope.plan, scope.area, scope.goal, scope.actor, scope.activity)
    if scope.activity:
        return next(iter(facts.tasks))
    if sum(map(bool, given)) != 1:
        return ""
    goal = STRATEGY if STRATEGY + scope.goal in facts.strategy else GOAL
    prefixes = (PLAN, AREA, goal, OWNER, TASK)
    return next(prefix + name for prefix, name in zip(prefixes, given, strict=True) if name)


def _opening(facts: Facts, scope: Scope) -> dict[str, str]:
    """What is open at first, as the page's scripts name it."""
    if scope.whole:
        return {"whole": "1"}
    if scope.activity:
        return {"task": next(iter(facts.tasks))}
    if scope.goal:
        is_strategy = STRATEGY + scope.goal in facts.strategy
        return {"strategy": STRATEGY + scope.goal} if is_strategy else {"goal": GOAL + scope.goal}
    if scope.actor:
        wanted = scope.actor.casefold()
        named = [
            owner["id"]
            for task in facts.tasks.values()
            for owner in task["owners"]
            if "id" in owner and wanted in (owner["id"][2:], owner["actor"].casefold(), owner["written"].casefold())
        ]
        return {"owner": named[0]} if len(set(named)) == 1 else {}
    if scope.plan and not facts.plans[PLAN + scope.plan]["holds"]:
        return {"above": PLAN + scope.plan}
    given = {"plan": (PLAN, scope.plan), "area": (AREA, scope.area)}
    return {key: prefix + value for key, (prefix, value) in given.items() if value}


def _subject(facts: Facts, scope: Scope) -> str:
    """What a narrowed picture is about; empty where it holds everything."""
    goals = {**facts.goals, **{GOAL + node[2:]: row for node, row in facts.strategy.items()}}
    goal = goals.get(GOAL + scope.goal)
    names = [
        facts.plans[PLAN + scope.plan]["organisation"] if scope.plan else "",
        facts.areas[AREA + scope.area]["title"] if scope.area else "",
        f"{goal['goal']} {goal['title']}" if goal else "",
        scope.actor
        and next((row["actor"] for node, row in facts.owners.items() if node[2:] == scope.actor), scope.actor),
        "; ".join(f"{task['activity']} {task['title']}" for task in facts.tasks.values()) if scope.activity else "",
    ]
    return ", ".join(name for name in names if name)


def _summary(facts: Facts, words: Mapping[str, str]) -> str:
    plans = len({task["plan"] for task in facts.tasks.values()})
    without = sum(bool(task["cause"]) for task in facts.tasks.values())
    name = "summary" if plans != 1 else "summarySingle" if len(facts.tasks) == 1 else "summaryOne"
    return words[name].format(len(facts.tasks), plans, without)


def _kinds(facts: Facts, lexicon: Lexicon) -> list[tuple[str, str]]:
    used = {owner["kind"] for owner in facts.owners.values()}
    labels = lexicon.labels["actor-kind"]
    return sorted(((kind, labels.get(kind, kind)) for kind in used), key=lambda pair: pair[1])
