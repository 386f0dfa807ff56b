# SPDX-License-Identifier: Apache-2.0
"""What is to be mended: the findings of all rules, with filters that stand in the address, and how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from flask import Blueprint, Response, render_template

from plangraph.validation import FAMILIES, SEVERITIES
from plangraph.validation import rules as every_rule
from plangraph.web.activity_filters import NO_AREA, actor_choices, area_choices
from plangraph.web.downloads import asked_for_csv, csv_file
from plangraph.web.explorer import explorer
from plangraph.web.filters import Filter, choose, only_known, page_of
from plangraph.web.found import Found
from plangraph.web.organisations import plan_name
from plangraph.web.words import both, language, say, value

__all__ = ["findings", "pages"]

pages = Blueprint("findings", __name__)

_COLUMNS = (
    *("rule", "family", "severity", "plan", "row", "title", "area", "message", "remedy", "file", "line"),
    *("exemption", "focus"),
)


@pages.get("/findings")
def findings() -> tuple[str, int] | str | Response:
    """The findings that fit the filters; those that are accepted with a reason stand apart."""
    filters = _filters()
    accepted = _accepted()
    only_known([*(each.name for each in filters), accepted.name])
    if not explorer().judged.ready and explorer().judged.running:
        return render_template("findings-soon.html"), 503
    chosen = {each.name: each.chosen for each in filters if each.chosen}
    if chosen.get("area") == NO_AREA:
        chosen["area"] = ""
    every, other = explorer().found.open, explorer().found.accepted
    if accepted.chosen:
        every, other = other, every
    found = every.matching(chosen)
    if asked_for_csv():
        return csv_file("findings", _COLUMNS, map(_as_row, found))
    page = page_of(found)
    return render_template(
        "findings.html",
        filters=filters,
        accepted=accepted,
        page=page,
        groups=[(rule, list(group)) for rule, group in groupby(page.rows, key=lambda each: each.finding.rule)],
        other=len(other.matching(chosen)),
        severities={name: every.numbers(chosen, "severity")[name] for name in SEVERITIES},
        families=_by_family(every.numbers(chosen, "rule")),
        every_rule=every_rule(),
        FAMILIES=FAMILIES,
        plans=_ordered(every.numbers(chosen, "plan"), explorer().plans),
    )


def _filters() -> list[Filter]:
    rules = {rule.id: f"{rule.id} {rule.label[language()]}" for rule in every_rule().values()}
    return [
        choose("severity", say("Allvar", "Severity"), {name: value("severity", name) for name in SEVERITIES}),
        choose("plan", say("Plan", "Plan"), {name: plan_name(name) for name in explorer().plans}),
        choose("area", say("Målområde", "Focus area"), area_choices()),
        choose("family", say("Slag", "Family"), {name: both(label) for name, label in FAMILIES.items()}),
        choose("rule", say("Regel", "Rule"), rules),
        choose("actor", say("Aktör på raden", "Actor of the row"), actor_choices()),
    ]


def _accepted() -> Filter:
    """Which of the two lists is shown: what is to be mended, or what is accepted with a reason."""
    return choose("accepted", say("Godtagna", "Accepted"), {"yes": say("Godtagna med skäl", "Accepted with a reason")})


def _by_family(counts: Counter[str]) -> dict[str, list[tuple[str, int]]]:
    """Each family's rules that found something, with how much, in the order of the rules."""
    families: dict[str, list[tuple[str, int]]] = {}
    for rule in every_rule().values():
        if counts[rule.id]:
            families.setdefault(rule.family, []).append((rule.id, counts[rule.id]))
    return families


def _ordered(counts: Mapping[str, int], order: Iterable[str]) -> Sequence[tuple[str, int]]:
    return [(name, counts[name]) for name in order if counts[name]]


def _as_row(each: Found) -> dict[str, str]:
    finding = each.finding
    file, _, line = explorer().judged.place(finding).rpartition(":")
    return {
        **{"rule": finding.rule.id, "family": finding.rule.family, "severity": finding.rule.severity},
        **{"plan": finding.plan, "row": finding.row, "title": finding.title, "area": each.area},
        "message": finding.rule.message[language()],
        "remedy": finding.rule.remedy[language()],
        **{"file": file, "line": line, "exemption": finding.exemption, "focus": finding.focus},
    }
