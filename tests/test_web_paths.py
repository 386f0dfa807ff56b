"""The ways up and down that pages show are those of the named queries `trace-up` and `trace-down`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from plangraph.queries import named_query, run
from plangraph.web.paths import Step, activity_paths


def told(via: str, steps: list[Step]) -> Iterator[tuple[str, ...]]:
    """Each step as `trace-up` tells it: level, node, how and from where it was reached."""
    for step in steps:
        own = f"{step.plan}/{step.locator}" if step.plan else step.locator
        yield (step.level, step.plan, step.locator, step.title, step.link, via, str(step.reconstructed).lower())
        yield from told(own, step.above)


def test_paths_are_those_of_trace_up(client, store, explorer):
    """For every activity both ways hold exactly the steps of `trace-up`, each with how it was reached."""
    expected: dict[tuple[str, str, str], set[tuple[str, ...]]] = {}
    for row in run(store, named_query("trace-up"), {}).rows:
        found = expected.setdefault((row["plan"], row["activity"], row["path"]), set())
        if row["level"] != "activity":
            cells = ("level", "node_plan", "node", "label", "link", "via", "reconstructed")
            found.add(tuple(row[cell] or ("false" if cell == "reconstructed" else "") for cell in cells))
    assert len(expected) == 2 * 332
    with client.application.app_context():
        for (plan, activity, path), steps in expected.items():
            ways = dict(zip(("goal", "area"), activity_paths(plan, activity), strict=True))
            assert set(told(f"{plan}/{activity}", ways[path])) == steps, (plan, activity, path)


def test_activities_towards_a_goal_are_those_of_trace_down(store, explorer):
    """The activities listed for each national and strategy goal are those that `trace-down` tells for it."""
    goals = [row for row in explorer.answers.rows("goals") if row["plan"].startswith(("vagen-framat", "strategi"))]
    names = {f"{row['plan']}/{row['goal']}" for row in goals}
    assert len(names) == 28 + 5 + 3
    for name in names:
        rows = run(store, named_query("trace-down"), {"goal": name}).rows
        plan, _, goal = name.partition("/")
        found = {(each.plan, each.locator) for each in explorer.towards.goal(plan, goal)}
        assert found == {(row["plan"], row["activity"]) for row in rows}, name


def test_activities_towards_a_goal_of_an_rcc_are_those_of_the_goals_on_it(explorer):
    """What leads to a goal of an RCC hangs on a region's goal whose parent it is by the question `goals`."""
    rows = explorer.answers.rows("goals", plan="mellansverige-2025")
    assert len({row["goal"] for row in rows}) == 19
    for goal in {row["goal"] for row in rows}:
        below = explorer.answers.rows("goals", parent=f"mellansverige-2025/{goal}")
        expected = {
            (each.plan, each.locator)
            for row in below
            if explorer.plans[row["plan"]].level == "region"
            for each in explorer.activities.of_goal(row["plan"], row["goal"])
        }
        found = {(each.plan, each.locator) for each in explorer.towards.goal("mellansverige-2025", goal)}
        assert found == expected, goal
    assert len(explorer.towards.goal("mellansverige-2025", "4.g")) > 3


def test_a_path_that_reaches_no_strategy_goal_says_so(client):
    """A row whose plan prints no goal, and for which none is judged, is told to have no way by goal."""
    page = client.get("/id/sydost-2025/activity/A1.5").text
    assert "Planen anger inget mål för raden." in page


@pytest.mark.parametrize("language", ["", "?lang=en"])
def test_both_ways_stand_apart(client, language):
    """The page shows the way by goal and the way by focus area each under its own heading, up to Strategy 2.0."""
    page = client.get(f"/id/kronoberg-2024/activity/11.2{language}").text
    by_goal, by_area = page.split('id="path"')[1].split("<h3>")[1:3]
    assert "N1.2" in by_goal and "Nationellt mål" in by_goal if not language else "National goal" in by_goal
    assert "strategi-2026/goal/1" in by_goal and "strategi-2026/goal/2" in by_area
    assert "area/1" in by_area and "area/1" not in by_goal
