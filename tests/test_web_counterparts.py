"""The counterparts that a page shows are those of the named query `neighbours`."""

from __future__ import annotations

from datetime import date

import pytest

from plangraph.graph import build
from plangraph.queries import named_query, run
from plangraph.web import Explorer, create_app
from plangraph.web.counterparts import counterparts, looked_through
from tests.small_data import SmallData

COLUMNS = ("plan", "activity", "other_plan", "other_activity", "link", "reason", "confidence", "via")


def told(explorer: Explorer) -> set[tuple[str, ...]]:
    """What the pages tell, as rows of `neighbours`."""
    found = set()
    with create_app(explorer).app_context():
        for activity in explorer.activities.all:
            rows = [row for each in counterparts(activity) for row in each.reasons] + looked_through(activity)
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
