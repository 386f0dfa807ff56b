# SPDX-License-Identifier: Apache-2.0
"""The picture of whatever is being looked at, with the files that draw it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, render_template, request

from plangraph.errors import InputError
from plangraph.view import STYLE, Scope, goals_meant
from plangraph.web.activity_filters import area_names
from plangraph.web.addresses import activity_url, actor_url, area_url, changed, goal_url, plan_url
from plangraph.web.alphabet import alphabetical
from plangraph.web.answers import Row
from plangraph.web.explorer import explorer
from plangraph.web.filters import choose, only_known, page_of
from plangraph.web.organisations import plan_name
from plangraph.web.pictures import picture_files, version
from plangraph.web.problems import BadValue, NotThere, near
from plangraph.web.words import language, say

__all__ = ["file", "pages", "picture"]

pages = Blueprint("picture", __name__)

# More activities than this make a picture that is neither drawn fast nor read: then a part of it must be chosen.
_MOST = 400
_PARTS = ("plan", "area", "goal", "actor", "activity")
_A_YEAR = "public, max-age=31536000, immutable"


@pages.get("/graph")
def picture() -> str:
    """The picture of everything, or of the plan, area, goal, actor or activity that the address names."""
    only_known(_PARTS)
    scope = _scope()
    narrower = _narrower(scope)
    if narrower is not None:
        return render_template("picture-choose.html", page=page_of(narrower), subject=_subject(scope))
    try:
        drawn = explorer().pictures.draw(scope, language())
    except InputError:
        raise _nothing() from None
    return render_template(
        "picture.html",
        picture=drawn,
        about=_page(scope),
        subject_translated=scope == Scope(area=scope.area),
        ready=explorer().judged.ready,
        style=STYLE,
        scripts=[name for name in picture_files() if name != STYLE],
        version=version(),
    )


@pages.get("/graph/files/<mark>/<name>")
def file(mark: str, name: str) -> Response:
    """A file of the picture. Its address changes with what it holds."""
    text = picture_files().get(name)
    if text is None or mark != version():
        raise NotThere(say("Filen finns inte.", "There is no such file."))
    kind = "text/css" if name == STYLE else "text/javascript"
    return Response(text, content_type=f"{kind}; charset=utf-8", headers={"Cache-Control": _A_YEAR})


def _scope() -> Scope:
    """What the address asks for, in ids. Raises `BadValue`, suggesting near ones, for what the graph lacks."""
    held = explorer()
    plan = choose("plan", say("Plan", "Plan"), {plan: plan_name(plan) for plan in held.plans}).chosen
    area = choose("area", say("Målområde", "Focus area"), area_names()).chosen
    actors = {row["actor_id"]: row["actor"] for row in held.answers.rows("actor-load")}
    actor = choose("actor", say("Aktör", "Actor"), actors).chosen
    goal = _goal(plan)
    if goal.startswith(f"{plan}/"):
        plan = ""
    return Scope(plan=plan, area=area, actor=actor, activity=_activity(plan), goal=goal)


def _goal(plan: str) -> str:
    given = request.args.get("goal", "").strip()
    meant = goals_meant(explorer().answers, given, plan) if given else [""]
    if len(meant) == 1:
        return meant[0]
    titles = {f"{name}/{goal}": f"{name} {goal} {title}" for (name, goal), title in explorer().goal_titles.items()}
    links = [(titles[name], changed(goal=name, plan=None)) for name in meant or near(given, titles)]
    shown = given[:100]
    if meant:
        raise BadValue(say(f"Flera planer har ett mål ”{shown}”.", f"Several plans have a goal “{shown}”."), links)
    raise BadValue(say(f"Målet ”{shown}” finns inte i grafen.", f"The goal “{shown}” is not in the graph."), links)


def _activity(plan: str) -> str:
    given = request.args.get("activity", "").strip()
    if not given:
        return ""
    found = {row["plan"]: row for row in explorer().answers.rows("activities", activity=given)}
    if plan in found or len(found) == 1:
        return given
    links = [(f"{plan_name(name)}: {given} {row['title']}", changed(plan=name)) for name, row in found.items()]
    shown = given[:100]
    if found:
        raise BadValue(say(f"Flera planer har en rad ”{shown}”.", f"Several plans have a row “{shown}”."), links)
    raise BadValue(say(f"Raden ”{shown}” finns inte i grafen.", f"The row “{shown}” is not in the graph."))


def _narrower(scope: Scope) -> list[tuple[str, str, int]] | None:
    """Parts of a scope that is no one picture, each with its address and how many activities it has; else None.

    One that holds too much has its plans or areas; a strategy, which holds no rows, has its goals.
    """
    held = explorer()
    if scope.plan and held.plans[scope.plan].level == "national-strategy":
        goals = {row["goal"]: row["title"] for row in held.answers.rows("goals", plan=scope.plan)}
        return [
            (f"{goal} {title}", changed(goal=goal), len(held.towards.goal(scope.plan, goal)))
            for goal, title in goals.items()
        ]
    if scope == Scope(goal=scope.goal) and scope.goal:
        # what leads to a goal of the strategy may be most of the graph: that is known without being looked up
        known = [(each.plan, each.locator, each.row["area"]) for each in held.towards.goal(*scope.goal.split("/", 1))]
        if len(known) > _MOST:
            return _parts(known)
    if scope == Scope(actor=scope.actor) and scope.actor:
        named = held.answers.rows("responsibilities", actor_id=scope.actor)
        rows_of = held.activities.of_keys((row["plan"], row["activity"]) for row in named)
        if len(rows_of) > _MOST:
            return _parts([(each.plan, each.locator, each.row["area"]) for each in rows_of])
    try:
        rows: Sequence[Row] = held.pictures.rows(scope)
    except InputError:
        raise _nothing() from None
    if len(rows) <= _MOST:
        return None
    found = {(row["plan"], row["activity"], row["area"]) for row in rows}
    return _parts(found) if len(found) > _MOST else None


def _parts(found: Sequence[tuple[str, str, str]] | set[tuple[str, str, str]]) -> list[tuple[str, str, int]]:
    plans = Counter(plan for plan, _, _ in found)
    if len(plans) > 1:
        return _named("plan", plans, {plan: plan_name(plan) for plan in plans})
    return _named("area", Counter(area for _, _, area in found if area), area_names())


def _named(part: str, counts: Mapping[str, int], names: Mapping[str, str]) -> list[tuple[str, str, int]]:
    found = [(names[name], changed(**{part: name, "page": None}), number) for name, number in counts.items()]
    return sorted(found, key=lambda each: alphabetical(each[0])) if part == "plan" else found


def _subject(scope: Scope) -> str:
    plan, _, goal = scope.goal.partition("/")
    named = (
        scope.plan and plan_name(scope.plan),
        scope.area and area_names()[scope.area],
        goal and f"{goal} {explorer().goal_titles[plan, goal]}",
        scope.actor,
    )
    return ", ".join(name for name in named if name)


def _nothing() -> NotThere:
    """Several things were asked for together that no activity is."""
    parts = [name for name in _PARTS if request.args.get(name)]
    links = [(f"{say('Utan', 'Without')} {name}={request.args[name][:50]}", changed(**{name: None})) for name in parts]
    return NotThere(
        say("Ingen aktivitet svarar mot allt som valts.", "No activity is all of what was chosen."),
        links if len(parts) > 1 else [],
    )


def _page(scope: Scope) -> tuple[str, str] | None:
    """Name and address of the page of what a picture is about; none where it is about several things or everything."""
    plan, _, goal = scope.goal.partition("/")
    if scope.activity:
        row = explorer().pictures.rows(scope)[0]
        return say("Aktivitetens sida", "The activity’s page"), activity_url(row["plan"], row["activity"])
    if goal and scope == Scope(goal=scope.goal):
        return say("Målets sida", "The goal’s page"), goal_url(plan, goal)
    if scope.plan and scope == Scope(plan=scope.plan):
        return say("Planens sida", "The plan’s page"), plan_url(scope.plan)
    if scope.area and scope == Scope(area=scope.area):
        return say("Målområdets sida", "The focus area’s page"), area_url(scope.area)
    if scope.actor and scope == Scope(actor=scope.actor):
        return say("Aktörens sida", "The actor’s page"), actor_url(scope.actor)
    return None
