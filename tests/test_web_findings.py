"""What is to be mended: the list, its filters and numbers, and that they are those of `plangraph check`."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from plangraph.cli import main
from plangraph.graph import build
from plangraph.web import Explorer, create_app
from tests.small_data import SmallData
from tests.web_pages import number, read


def rows(client, query: str = "") -> list[dict[str, str]]:
    """The list as CSV."""
    answer = client.get(f"/findings?format=csv&{query}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_numbers_are_those_of_check(client, capsys):
    """Rule by rule and plan by plan the list holds as many findings as `plangraph check --format json`."""
    main(["check", "--as-of", "2026-11-21", "--format", "json", "--fail-on", "never", "--quiet"])
    checked = json.loads(capsys.readouterr().out)["findings"]
    listed = rows(client) + rows(client, "accepted=yes")
    keys = ("rule", "severity", "plan", "row", "focus", "title", "exemption")
    assert Counter(tuple(row[key] for key in keys) for row in listed) == Counter(
        tuple(found[key] for key in keys) for found in checked
    )
    assert {row["line"] for row in listed if row["focus"].endswith("/kronoberg-2024/activity/11.2")} == {
        str(found["line"]) for found in checked if found["focus"].endswith("/kronoberg-2024/activity/11.2")
    }
    per_rule = Counter(found["rule"] for found in checked if not found["exemption"])
    page = client.get("/findings").text
    for rule, many in per_rule.items():
        assert re.search(rf'href="\?rule={rule}"[^>]*>{many}</a>', page), rule


@pytest.mark.parametrize(
    "address",
    [
        "/findings",
        "/findings?plan=kronoberg-2024",
        "/findings?severity=violation&lang=en",
        "/findings?family=TRC&area=1",
    ],
)
def test_every_number_leads_to_the_findings_that_it_counts(client, address):
    """Behind each number of a rule, a plan or a severity stands a list with exactly so many findings."""
    links = {(href, text) for href, text in read(client.get(address).text).links if text[:1].isdigit()}
    counted = {(href, number(text)) for href, text in links if href.startswith("?")}
    assert len(counted) > 5
    for href, expected in counted:
        assert read(client.get(f"/findings{href}").text).shown == expected, href


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("plan=kronoberg&rule=OWN-MISSING", 41),  # as counted from the document
        ("plan=gavleborg&rule=OWN-DISAGREEING", 1),
        ("plan=skane&family=OWN&severity=violation", 0),
        ("rule=TIM-PLAN-ENDED", 5),
        ("rule=TIM-PLAN-ENDED&area=none", 5),
        ("rule=TIM-PLAN-ENDED&area=1", 0),
    ],
)
def test_findings_are_narrowed_by_the_filters_in_the_address(client, query, expected):
    """The list holds what its filters say."""
    assert read(client.get(f"/findings?{query}").text).shown == expected


def test_findings_of_an_actor_are_those_of_its_rows(client, explorer):
    """Filtered by an actor, the list holds exactly the rows that name the actor, whichever its role."""
    actor = "kronoberg.cancersamordnare"
    named = {
        (row["plan"], row["activity"] or row["goal"])
        for row in explorer.answers.rows("responsibilities")
        if row["actor_id"] == actor
    }
    listed = rows(client, f"actor={actor}")
    assert listed
    assert {(row["plan"], row["row"]) for row in listed} <= named
    every = [row for row in rows(client) if (row["plan"], row["row"]) in named and "/mapping/" not in row["focus"]]
    assert len([row for row in listed if "/mapping/" not in row["focus"]]) == len(every)


def test_a_finding_says_what_to_do_and_where(client, explorer):
    """Each shows its row as a link, what the rule says, the remedy, and the register's file and line, never a path."""
    page = client.get("/findings?plan=gavleborg&rule=OWN-DISAGREEING")
    assert 'href="/id/gavleborg-2025/activity/2.2~3"' in page.text
    assert "Två celler pekar ut olika ägare" in page.text
    assert "Så rättas det" in page.text
    assert "claims_ownership" in page.text
    assert re.search(r"<code class=\"place\">plans/gavleborg-2025/activities\.csv:\d+</code>", page.text)
    assert str(explorer.register.folder.resolve()) not in page.text
    assert 'href="/finding/OWN-DISAGREEING/gavleborg-2025/activity/2.2~3"' in page.text
    assert 'href="/rule/OWN-DISAGREEING"' in page.text


def test_gravest_come_first(client):
    """The list begins with what must be mended, and each rule's findings stand together."""
    order = {"violation": 0, "warning": 1, "info": 2}
    listed = rows(client)
    assert [order[row["severity"]] for row in listed] == sorted(order[row["severity"]] for row in listed)
    changes = [row["rule"] for before, row in pairwise(listed) if before["rule"] != row["rule"]]
    assert len(changes) == len(set(changes))


def test_ended_plans_are_said_to_have_ended(client):
    """Kronoberg's plan has ended in November 2026; narrowed to it the list says so, and that this is no delay."""
    page = client.get("/findings?plan=kronoberg").text
    assert "har slutat gälla" in page
    assert "ingen försening" in page


@pytest.mark.parametrize(
    ("query", "status", "suggested"),
    [
        ("rule=OWN-MISING", 400, "?rule=OWN-MISSING"),
        ("plan=kronoborg-2024", 400, "?plan=kronoberg-2024"),
        ("severity=grave", 400, "?severity=violation"),
        ("regel=OWN-MISSING", 400, "?"),
        ("page=99", 400, "?"),
    ],
)
def test_unknown_filters_are_refused_with_what_was_perhaps_meant(client, query, status, suggested):
    """A list that was not asked for is never shown; near values come as links."""
    answer = client.get(f"/findings?{query}")
    assert answer.status_code == status
    assert suggested in {href for href, _ in read(answer.text).links}


@pytest.fixture
def exempting(tmp_path):
    """A client of a plan with two ownerless activities, one of them accepted with a reason."""
    data = SmallData(tmp_path).plan(
        "kronoberg-2025",
        activities=[
            {"locator": "1", "title": "Ordna", "exemption": "OWN-MISSING: Avgörs av styrgruppen i mars."},
            {"locator": "2", "title": "Sköta"},
        ],
    )
    register = data.load()
    return create_app(Explorer(register, build(register), date(2025, 6, 1))).test_client()


def test_accepted_findings_stand_apart_with_their_reason(exempting):
    """A finding that the register accepts is not among those to mend, but in a list of its own, with why."""
    open_list = exempting.get("/findings?rule=OWN-MISSING")
    assert read(open_list.text).shown == 1
    assert "Avgörs av styrgruppen" not in open_list.text
    accepted = exempting.get("/findings?rule=OWN-MISSING&accepted=yes")
    assert read(accepted.text).shown == 1
    assert "Avgörs av styrgruppen i mars." in accepted.text
    tabs = [text for href, text in read(open_list.text).links if "accepted=yes" in href]
    assert tabs == ["Godtagna med skäl 1"]
    # choosing another filter keeps to the list that is shown
    assert '<input type="hidden" name="accepted" value="yes">' in accepted.text
    assert "accepted" not in {tag[1].get("name") for tag in read(open_list.text).tags}


def test_page_does_not_wait_while_the_rules_are_being_run(tmp_path):
    """While the rules go through a large dataset the page says so at once, and is no empty list."""
    register = SmallData(tmp_path).plan("kronoberg-2025", activities=[{"locator": "1", "title": "Ordna"}]).load()
    held = Explorer(register, build(register), date(2025, 6, 1))
    client = create_app(held).test_client()
    with held.judged._lock:
        answer = client.get("/findings")
    assert answer.status_code == 503
    assert "Reglerna går igenom planerna just nu" in answer.text
    assert client.get("/findings").status_code == 200
