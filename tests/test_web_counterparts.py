"""The counterparts that a page shows are those of the named query `neighbours`."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from plangraph.graph import build
from plangraph.queries import named_query, run
from plangraph.web import Explorer
from tests.small_data import SmallData
from tests.web_pages import read

COLUMNS = ("plan", "activity", "other_plan", "other_activity", "link", "reason", "confidence", "via")


def told(explorer: Explorer) -> set[tuple[str, ...]]:
    """What the pages tell, as rows of `neighbours`."""
    found, held = set(), explorer.counterparts
    for activity in explorer.activities.all:
        rows = [row for each in held.of(activity) for row in each.reasons] + held.looked_through(activity)
        found |= {tuple(row[column] for column in COLUMNS) for row in rows}
    return found


def asked(explorer: Explorer) -> set[tuple[str, ...]]:
    """What `neighbours` answers."""
    rows = run(explorer.store, named_query("neighbours"), {}).rows
    return {tuple(row[column] for column in COLUMNS) for row in rows}


def test_counterparts_are_those_of_neighbours(explorer):
    """For every activity of the five plans the page tells exactly the links of the named query."""
    assert asked(explorer)
    assert told(explorer) == asked(explorer)


@pytest.fixture
def judged(tmp_path) -> Explorer:
    """Two regions whose rows and goals were linked by mappings of every kind, and a plan that was looked through."""
    data = SmallData(tmp_path / "data")
    for plan, organisation in (
        ("kronoberg-2025", "kronoberg"),
        ("skane-2025", "skane"),
        ("gavleborg-2025", "gavleborg"),
    ):
        data.plan(
            plan,
            organisation,
            goals=[{"locator": str(goal), "title": f"Mål {goal}"} for goal in (1, 2, 3)],
            activities=[
                {"locator": f"{goal}.{number}", "goal": str(goal), "title": f"Aktivitet {goal}.{number}"}
                for goal in (1, 2, 3)
                for number in (1, 2)
            ],
        )
    kronoberg, skane, gavleborg = (f"plan:{plan}-2025" for plan in ("kronoberg", "skane", "gavleborg"))
    data.mappings(
        "rows",
        (f"{kronoberg}/activity/1.1", "skos:exactMatch", f"{skane}/activity/1.1"),
        (f"{skane}/activity/1.2", "skos:broadMatch", f"{kronoberg}/activity/1.2"),
        (f"{kronoberg}/activity/2.1", "skos:relatedMatch", f"{gavleborg}/activity/3.1"),
    )
    data.mappings(
        "goals",
        (f"{kronoberg}/goal/1", "skos:closeMatch", f"{skane}/goal/1"),
        (f"{kronoberg}/goal/2", "skos:broadMatch", f"{skane}/goal/3"),
        (f"{skane}/goal/2", "skos:relatedMatch", f"{gavleborg}/goal/2"),
        (f"{gavleborg}/goal/1", "skos:exactMatch", f"{skane}/goal/2"),
    )
    data.mapping_rows(
        "none",
        {
            "subject_id": f"{kronoberg}/activity/3.1",
            "predicate_id": "skos:exactMatch",
            "object_id": "sssom:NoTermFound",
            "object_source": gavleborg,
            "mapping_justification": "semapv:ManualMappingCuration",
            "confidence": "0.8",
            "comment": "Ingen motsvarighet i Gävleborg.",
        },
    )
    register = data.load()
    return Explorer(register, build(register), date(2026, 11, 21))


def test_links_are_read_from_either_end(judged):
    """A wider row here is a narrower one there, goals count where rows were not compared, and a “none” is told."""
    links = {(row[0][:9], row[1], row[2][:9], row[3], row[4]) for row in told(judged)}
    assert ("kronoberg", "1.2", "skane-202", "1.2", "narrowMatch") in links
    assert ("skane-202", "1.2", "kronoberg", "1.2", "broadMatch") in links
    assert ("kronoberg", "2.2", "skane-202", "3.1", "goal-broadMatch") in links
    assert ("skane-202", "3.1", "kronoberg", "2.2", "goal-narrowMatch") in links
    assert ("kronoberg", "3.1", "gavleborg", "", "no-counterpart") in links
    assert told(judged) == asked(judged)


QUESTIONS = {
    "/id/gavleborg-2025/activity/2.13~1": {"neighbours", "ownership-contrast", "losing-parent"},
    "/id/kronoberg-2024/activity/11.1": {"neighbours", "ownership-contrast", "losing-parent"},
    "/id/mellansverige-2025/measure/4.f~m2": {"ownership-contrast"},
    "/id/kronoberg-2024": {"neighbours", "ownership-contrast", "losing-parent", "uncovered-goals"},
}


@pytest.mark.parametrize("page", QUESTIONS)
def test_questions_about_a_row_are_one_click_away(client, store, page):
    """What the others do, where others own it, and its chain under the new strategy: each link leads to its answer."""
    links = [urlsplit(href) for href, _ in read(client.get(page).text).links if href.startswith("/ask/")]
    assert {link.path.removeprefix("/ask/") for link in links} == QUESTIONS[page]
    for link in links:
        given = {name: values[0] for name, values in parse_qs(link.query).items()}
        query = named_query(link.path.removeprefix("/ask/"))
        today = {"as_of": "2026-11-21"} if "as_of" in query.parameters else {}
        expected = run(store, query, {**today, **given}).rows
        assert given
        assert expected, link
        assert read(client.get(link.geturl()).text).shown == len(expected), link


def test_goal_leads_to_the_comparison_of_its_kindred(client):
    """From a regional goal one comes to what the plans with a kindred goal do for the goal above them all."""
    (href,) = [
        href for href, _ in read(client.get("/id/kronoberg-2024/goal/11").text).links if href.startswith("/compare?")
    ]
    given = parse_qs(urlsplit(href).query)
    assert given["towards"] == ["vagen-framat-2024/N1.2"]
    assert given["plan"][0] == "kronoberg-2024"
    assert {"gavleborg-2025", "skane-2019", "vastmanland-2025"} <= set(given["plan"])
    assert 'href="/id/skane-2019/activity/A6"' in client.get(href).text


def test_strategy_goals_of_a_chain_are_links(client):
    """The goals of the old and the new strategy that an answer names lead each to its own strategy's page."""
    page = client.get("/ask/losing-parent?plan=kronoberg-2024&activity=1.1").text
    assert 'href="/id/strategi-2009/goal/3"' in page
    assert 'href="/id/strategi-2026/goal/2"' in page
