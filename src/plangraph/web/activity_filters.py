# SPDX-License-Identifier: Apache-2.0
"""The filters of the list of activities: what may be chosen, and which activities a choice leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from flask import request

from plangraph.register import Metadata
from plangraph.web.activities import CAUSES, ROLES, Activity
from plangraph.web.addresses import leave_out
from plangraph.web.alphabet import alphabetical
from plangraph.web.downloads import asked_for_csv
from plangraph.web.explorer import explorer
from plangraph.web.filters import Filter, choose
from plangraph.web.organisations import organisation_names, plan_name
from plangraph.web.problems import BadValue
from plangraph.web.words import language, say, value

__all__ = [
    "MAIN_FILTERS",
    "NO_AREA",
    "activity_filters",
    "actor_choices",
    "area_choices",
    "area_names",
    "chosen_activities",
    "superior_goals",
]

# Shown at once; the others stand behind “more filters” until one of them is chosen.
MAIN_FILTERS = ("plan", "area", "owned", "cause", "time", "status")
# The value for activities that no mapping has placed in a focus area.
NO_AREA = "none"
_STATUSES = ("not-started", "planned", "started", "ongoing", "done", "lost", "not-stated")


def activity_filters() -> list[Filter]:
    """The filters, with what the address chooses. Raises `BadValue` for a value that there is not."""
    answers = explorer().answers
    holding = {row["plan"]: plan_name(row["plan"]) for row in answers.rows("overview")}
    plan = choose("plan", say("Plan", "Plan"), holding)
    kinds = {row["kind"] for row in answers.rows("actor-load")}
    owners = {explorer().plans[name].organisation for name in holding}
    return [
        plan,
        choose("area", say("Målområde", "Focus area"), _areas()),
        choose("owned", say("Ansvarig", "Owner"), _owned()),
        choose("cause", say("Orsak att ansvarig saknas", "Why no owner"), _values("cause", CAUSES)),
        choose("time", say("Tid", "Time"), _values("time", ("passed", "late", "outside", "overlaps", "none"))),
        choose("status", say("Status", "Status"), _values("status", _STATUSES)),
        choose("organisation", say("Organisation", "Organisation"), organisation_names(owners)),
        _goal_filter(plan.chosen),
        choose("towards", say("Mot målet", "Towards the goal"), superior_goals()),
        choose("actor", say("Aktör", "Actor"), actor_choices()),
        choose("kind", say("Aktörstyp", "Kind of actor"), _by_label({each: value("kind", each) for each in kinds})),
        choose("role", say("Roll", "Role"), _values("role", ROLES)),
        choose("basis", say("Grund", "Basis"), _values("basis", ("stated", "inherited"))),
    ]


def chosen_activities(filters: Iterable[Filter]) -> Sequence[Activity]:
    """The activities that the chosen values leave.

    Actor, kind, role and basis must all be true of one and the same responsibility.
    """
    held = explorer().activities
    chosen = {each.name: each.chosen for each in filters if each.chosen}
    if chosen.get("owned") == "yes" and "cause" in chosen:
        raise BadValue(
            say("En aktivitet med ansvarig har ingen orsak att sakna den.", "An activity with an owner lacks none.")
        )
    found: Sequence[Activity] = held.of_plan(chosen["plan"]) if "plan" in chosen else held.all
    if "goal" in chosen:
        found = held.of_goal(chosen["plan"], chosen["goal"])
    if "towards" in chosen:
        above, _, goal = chosen["towards"].partition("/")
        reached = {(each.plan, each.locator) for each in explorer().towards.goal(above, goal)}
        found = [each for each in found if (each.plan, each.locator) in reached]
    if "organisation" in chosen:
        plans = {plan.id for plan in explorer().plans.values() if plan.organisation == chosen["organisation"]}
        found = [each for each in found if each.plan in plans]
    said: dict[str, str] = {name: chosen[name] for name in ("role", "kind", "basis") if name in chosen}
    if "actor" in chosen:
        said["actor_id"] = chosen["actor"]
    if said:
        rows = explorer().answers.rows("responsibilities", **said)
        having = {(row["plan"], row["activity"]) for row in rows}
        found = [each for each in found if (each.plan, each.locator) in having]
    others = chosen.keys() & {"area", "owned", "cause", "time", "status"}
    return [each for each in found if _fits(each, chosen)] if others else found


def _fits(each: Activity, chosen: Mapping[str, str]) -> bool:
    area = chosen.get("area", "")
    if area and each.row["area"] != ("" if area == NO_AREA else area):
        return False
    if "owned" in chosen and (chosen["owned"] == "yes") == bool(each.cause):
        return False
    if "cause" in chosen and each.cause != chosen["cause"]:
        return False
    if "time" in chosen and chosen["time"] not in each.times:
        return False
    return "status" not in chosen or each.row["status"] == chosen["status"]


def _values(column: str, codes: Iterable[str]) -> dict[str, str]:
    return {code: value(column, code) for code in codes}


def _by_label(labels: Mapping[str, str]) -> dict[str, str]:
    return dict(sorted(labels.items(), key=lambda item: alphabetical(item[1])))


def _owned() -> dict[str, str]:
    return {
        "yes": say("Har ansvarig", "Has an owner"),
        "no": say("Ansvarig saknas i planen", "No owner stated in the plan"),
    }


def area_names() -> dict[str, str]:
    """The focus areas, number and name by number."""
    label = "label" if language() == "sv" else "label_en"
    return {row["area"]: f"{row['area']} {row[label]}" for row in explorer().register.reference.areas}


def actor_choices() -> dict[str, str]:
    """The functions that plans name, in the order of the alphabet."""
    load = explorer().answers.rows("actor-load")
    return {row["actor_id"]: row["actor"] for row in sorted(load, key=lambda row: alphabetical(row["actor"]))}


def area_choices() -> dict[str, str]:
    """The focus areas, and that there is none."""
    return {**area_names(), NO_AREA: say("Utan målområde", "No focus area")}


def _areas() -> dict[str, str]:
    lacking = any(not row["area"] for row in explorer().answers.rows("coverage"))
    return area_choices() if lacking else area_names()


def _goal_filter(plan: str) -> Filter:
    """The goals of a plan. One of another plan, left beside a plan that was changed or taken out, is not used.

    Raises `BadValue` for a goal of no plan, and for a file, which has no room to say what was not used.
    """
    label, options = say("Mål i planen", "Goal of the plan"), _goals(plan)
    given = request.args.get("goal", "").strip()
    locator = given.partition(" ")[0]  # where there are many to choose from, they are written with their titles
    of_plan = given in options or given in options.values()
    if given and not of_plan and any(locator in each.goals for each in explorer().activities.all):
        if asked_for_csv():
            raise BadValue(say("Välj plan för att välja mål i den.", "Choose a plan to choose a goal of it."))
        leave_out("goal")
        return Filter("goal", label, options, "", within="plan", unused=locator)
    return replace(choose("goal", label, options), within="plan")


def _goals(plan: str) -> dict[str, str]:
    """The goals that activities of a plan hang on, its own or those above it."""
    if not plan:
        return {}
    titles = explorer().goal_titles
    locators = dict.fromkeys(goal for each in explorer().activities.of_plan(plan) for goal in each.goals)
    return {goal: f"{goal} {titles.get((explorer().goal_plan(plan, goal), goal), '')}" for goal in locators}


def superior_goals() -> dict[str, str]:
    """The goals of the strategies, of the national direction and of the RCC, by plan and locator."""
    above = {plan.id: _superior_name(plan) for plan in explorer().plans.values() if plan.level != "region"}
    return {
        f"{row['plan']}/{row['goal']}": f"{above[row['plan']]}: {row['goal']} {row['title']}"
        for row in explorer().answers.rows("goals")
        if row["plan"] in above
    }


def _superior_name(plan: Metadata) -> str:
    """A superior plan's title; one that was reconstructed is always said to be."""
    return f"{plan.title} ({say('rekonstruerad', 'reconstructed')})" if plan.reconstructed else plan.title
