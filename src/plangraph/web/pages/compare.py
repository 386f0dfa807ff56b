# SPDX-License-Identifier: Apache-2.0
"""Two or more plans side by side, on a focus area or a goal above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template, request, url_for

from plangraph.web.activity_filters import area_names, superior_goals
from plangraph.web.answers import Row
from plangraph.web.comparison import Theme, goals_of_theme, only_here, others, selection, shared, side
from plangraph.web.explorer import explorer
from plangraph.web.filters import choose, only_known
from plangraph.web.organisations import plan_name
from plangraph.web.problems import BadValue, near
from plangraph.web.words import say

__all__ = ["compare", "pages"]

pages = Blueprint("compare", __name__)

_MOST_PLANS = 6
# What went on for longer could not be compared with anything; the page says what is left out.
_MOST_SHOWN = 40


@pages.get("/compare")
def compare() -> str:
    """What each plan does about the same thing."""
    known = {row["plan"]: plan_name(row["plan"]) for row in explorer().answers.rows("overview")}
    area = choose("area", say("Målområde", "Focus area"), area_names())
    towards = choose("towards", say("Mål", "Goal"), superior_goals())
    only_known(("plan", "area", "towards"))
    plans = _plans(known)
    theme = Theme(area.chosen, towards.chosen)
    chosen = len(plans) > 1 and bool(area.chosen or towards.chosen)
    sides = [side(plan, theme) for plan in plans] if chosen else []
    common = shared(sides)
    return render_template(
        "compare.html",
        known=known,
        plans=plans,
        area=area,
        towards=towards,
        goals=_grouped(towards.options),
        theme=theme,
        sides=sides,
        most=_MOST_SHOWN,
        national=goals_of_theme(theme, plans) if chosen and area.chosen and not towards.chosen else [],
        areas=_areas(plans) if len(plans) > 1 and not chosen else [],
        shared=common[:_MOST_SHOWN],
        unshown=max(0, len(common) - _MOST_SHOWN),
        sharing=[plan for plan in plans if any(plan in each.activities for each in common)],
        only={each.plan: [it for it in each.activities if only_here(it, plans)] for each in sides},
        others={(it.plan, it.locator): others(it, plans) for each in sides for it in each.activities[:_MOST_SHOWN]},
    )


def _plans(known: Mapping[str, str]) -> list[str]:
    """The plans that the address chooses, each once. Raises `BadValue` for one that there is not, or too many."""
    chosen = []
    for given in filter(None, map(str.strip, request.args.getlist("plan"))):
        meant = [given] if given in known else [plan for plan in known if given.casefold() in _names(plan, known)]
        if len(meant) != 1:
            text = say(f"Plan: ”{given[:100]}” finns inte i grafen.", f"Plan: “{given[:100]}” is not in the graph.")
            raise BadValue(text, [(known[plan], url_for("compare.compare", plan=plan)) for plan in near(given, known)])
        chosen.append(meant[0])
    plans = list(dict.fromkeys(chosen))
    if len(plans) > _MOST_PLANS:
        raise BadValue(
            say(
                f"Högst {_MOST_PLANS} planer kan visas sida vid sida.",
                f"At most {_MOST_PLANS} plans can be shown side by side.",
            )
        )
    return plans


def _names(plan: str, known: Mapping[str, str]) -> tuple[str, ...]:
    """What a plan may be called in an address."""
    return plan, plan.rpartition("-")[0], known[plan].casefold()


def _grouped(goals: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Goals by the plan that they stand in, each labelled by its locator and title."""
    groups: dict[str, dict[str, str]] = {}
    for name in goals:
        plan, _, goal = name.partition("/")
        groups.setdefault(plan, {})[name] = f"{goal} {explorer().goal_titles[plan, goal]}"
    return groups


def _areas(plans: Sequence[str]) -> list[tuple[str, str, dict[str, tuple[int, Row | None]]]]:
    """Each focus area with the number of activities that each plan has in it, and its row of `coverage`."""
    coverage = explorer().answers
    return [
        (
            area,
            label,
            {
                plan: (len(selection(plan, Theme(area))), coverage.first("coverage", plan=plan, area=area))
                for plan in plans
            },
        )
        for area, label in area_names().items()
    ]
