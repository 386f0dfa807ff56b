# SPDX-License-Identifier: Apache-2.0
"""A rule with what it found, and each of its findings."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, render_template

from plangraph.validation import FAMILIES, Finding, Rule
from plangraph.validation import rules as every_rule
from plangraph.vocabulary import ID, SSSOM
from plangraph.web.addresses import node_of, rule_url
from plangraph.web.explorer import explorer
from plangraph.web.filters import choose, only_known, page_of
from plangraph.web.nodes import facts, place_of
from plangraph.web.organisations import plan_name
from plangraph.web.problems import NotThere, near
from plangraph.web.words import language, say

__all__ = ["finding", "pages", "rule"]

pages = Blueprint("rules", __name__)


@pages.get("/rule/<rule>")
def rule(rule: str) -> str:
    """What a rule says, why, and what it found."""
    found = _rule(rule)
    judged = explorer().judged
    findings = [] if judged.running else judged.of_rule(rule)
    counts = Counter(each.plan for each in findings)
    plan = choose("plan", say("Plan", "Plan"), {name: plan_name(name) for name in explorer().plans})
    only_known(["plan"])
    return render_template(
        "rule.html",
        rule=found,
        family=FAMILIES[found.family],
        population=found.population.rpartition("#")[2],
        running=judged.running,
        counts=[(name, counts[name]) for name in explorer().plans if counts[name]],
        total=len(findings),
        filters=[plan],
        page=page_of([each for each in findings if plan.chosen in ("", each.plan)]),
    )


@pages.get("/finding/<rule>/<path:name>")
def finding(rule: str, name: str) -> str:
    """One finding: which row breaks the rule, and where to mend it."""
    held, node = explorer(), node_of(name)
    of = _rule(rule)
    found = next((each for each in held.judged.about_node(node) if each.rule.id == rule), None)
    if found is None:
        raise NotThere(
            say("Iakttagelsen finns inte: raden kan vara åtgärdad.", "There is no such finding: it may be mended."),
            [(say(f"Regeln {rule}", f"The rule {rule}"), rule_url(rule))],
        )
    said = facts(held.store, node)
    row = said.said("subject_id") if said and str(SSSOM.Mapping) in said.all("type") else node
    return render_template(
        "finding.html",
        it=found,
        rule=of,
        node=node,
        row=row,
        place=place_of(held.store, row),
        said=facts(held.store, row),
        is_plan=row.removeprefix(str(ID)) in held.plans,
        others=_others(found),
    )


def _rule(name: str) -> Rule:
    found = every_rule().get(name)
    if found is None:
        labels = {each: rule.label[language()] for each, rule in every_rule().items()}
        links = [(f"{each}: {labels[each]}", rule_url(each)) for each in near(name, labels)]
        raise NotThere(say(f"Regeln ”{name[:50]}” finns inte.", f"There is no rule “{name[:50]}”."), links)
    return found


def _others(it: Finding) -> list[Finding]:
    """What else was found about the same row."""
    return [each for each in explorer().judged.about(it.plan, it.row) if each is not it] if it.row else []
