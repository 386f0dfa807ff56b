# SPDX-License-Identifier: Apache-2.0
"""The page of a plan: what it is, its figures, its goals, and what is to be mended in it."""

from __future__ import annotations

from collections import Counter

from flask import render_template

from plangraph.validation import Finding
from plangraph.web.activities import CAUSES
from plangraph.web.explorer import explorer
from plangraph.web.filters import page_of
from plangraph.web.nodes import Facts

__all__ = ["plan_page"]


def plan_page(plan: str, said: Facts) -> str:
    """The page of a plan."""
    held = explorer()
    goals = {row["goal"]: row for row in held.answers.rows("goals", plan=plan)}
    activities = held.activities.of_plan(plan)
    every = Counter(goal for each in activities for goal in each.goals)
    lacking = Counter(goal for each in activities if each.cause for goal in each.goals)
    earlier, following = held.differences.before(plan), held.differences.after(plan)
    goalless = {row["goal"]: row for row in held.answers.rows("ownerless", plan=plan, activity="")}
    return render_template(
        "plan.html",
        it=held.plans[plan],
        said=said,
        row=held.answers.first("plans", plan=plan),
        figures=held.answers.first("overview", plan=plan),
        causes=CAUSES,
        passed=len(held.answers.rows("overdue", plan=plan)),
        coverage=held.answers.rows("coverage", plan=plan),
        page=page_of(list(goals.values())),
        every=every,
        lacking=lacking,
        goalless=goalless,
        below=[each for each in held.plans.values() if plan in each.superior],
        later=[each for each in held.plans.values() if plan in each.supersedes],
        earlier=earlier,
        following=following,
        findings=None if held.judged.running else _by_rule(plan),
        register_place=held.judged.place_of(said.node),
    )


def _by_rule(plan: str) -> list[tuple[Finding, int]]:
    """The rules that found something in a plan, each with one finding and how many there are."""
    found = [each for each in explorer().judged.of_plan(plan) if not each.exemption]
    counts = Counter(each.rule.id for each in found)
    firsts = {each.rule.id: each for each in reversed(found)}
    return [(firsts[rule], counts[rule]) for rule in dict.fromkeys(each.rule.id for each in found)]
