# SPDX-License-Identifier: Apache-2.0
"""Search: everything that has a page, by what it is called, with counts by kind and plan."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from plangraph.web.alphabet import alphabetical
from plangraph.web.explorer import explorer
from plangraph.web.filters import Filter, choose, only_known, page_of
from plangraph.web.hits import KIND_NAMES, PlanNames, find, kind_name, shown
from plangraph.web.search import Results
from plangraph.web.words import say

__all__ = ["pages", "search"]

pages = Blueprint("search", __name__)

# How many of each kind are shown before a kind is chosen, and how many plans are offered to choose from.
_EACH = 5
_MOST_PLANS = 25


@pages.get("/search")
def search() -> str:
    """Hits by kind, best first; of one kind in pages."""
    typed = request.args.get("q", "")
    plan = choose("plan", say("Plan", "Plan"), {each: each for each in explorer().plans})
    kind = choose("kind", say("Visa", "Show"), {each: kind_name(each) for each in KIND_NAMES})
    only_known(("q", plan.name, kind.name))
    names = PlanNames()
    found = find(typed, plan.chosen)
    page = page_of(range(found.kinds.get(kind.chosen, 0)))
    groups = found.groups(_EACH) if not kind.chosen else []
    hits = found.best(kind.chosen, len(page.rows), page.first - 1) if kind.chosen and page.rows else []
    return render_template(
        "search.html",
        typed=typed,
        found=found,
        filters=[Filter(plan.name, plan.label, {plan.chosen: names[plan.chosen]} if plan.chosen else {}, plan.chosen)],
        kind=kind,
        plan=plan,
        near=[(word, [(other, _with(found, word, other)) for other in near]) for word, near in found.near.items()],
        plans=_plans(found, kind.chosen, names),
        groups=[(group.kind, group.total, [shown(hit, names) for hit in group.hits]) for group in groups],
        page=page,
        hits=[shown(hit, names) for hit in hits],
    )


def _with(found: Results, word: str, other: str) -> str:
    """What was searched for, with another word in a word's place."""
    return " ".join(other if each == word else each for each in found.words)


def _plans(found: Results, kind: str, names: PlanNames) -> list[tuple[str, str, int]]:
    counts = found.plans(kind)
    if len(counts) > _MOST_PLANS:
        return []
    return sorted(((plan, names[plan], count) for plan, count in counts.items()), key=lambda it: alphabetical(it[1]))
