"""What the plans wait for and rest on: which rows it holds up, by whom and when, and the numbers."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from plangraph.graph import build
from plangraph.web import Explorer, create_app
from tests.small_data import SmallData
from tests.web_pages import number, read


def rows(client, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/waiting?format=csv&{query}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_what_is_granted_or_decided_is_not_waited_for(client):
    """The two lists together hold every condition once; money granted and decisions taken stand in the other one."""
    waiting, resting = rows(client), rows(client, "rests=yes")
    assert {row["kind"] for row in waiting} == {
        *("money-needed", "decision-awaited", "waits-for-activity", "staff", "technique"),
    }
    assert {row["kind"] for row in resting} == {"money-granted", "decision-taken"}
    assert len(waiting) + len(resting) == 51  # lines of the five plans' conditions.csv
    page = read(client.get("/waiting").text)
    assert page.shown == len(waiting)
    assert [text for href, text in page.links if "rests=yes" in href] == [f"Vilar på {len(resting)}"]


def test_a_goal_is_held_up_with_all_its_activities(client, explorer):
    """Kronoberg's goal 13 lacks a long-term budget: the goal and each of its activities are held up, and are links."""
    (budget,) = [row for row in rows(client, "plan=kronoberg&kind=money-needed") if row["row_locator"] == "13"]
    activities = [each.locator for each in explorer.activities.of_goal("kronoberg-2024", "13")]
    assert activities
    assert budget["held_goals"] == "13"
    assert budget["held_activities"].split(" | ") == activities
    page = client.get("/waiting?plan=kronoberg&kind=money-needed").text
    for address in ("goal/13", *(f"activity/{activity}" for activity in activities)):
        assert f'href="/id/kronoberg-2024/{address}"' in page


def test_what_the_plan_says_is_held_up_counts_and_not_the_row_that_says_it(client):
    """Kronoberg's row 15.3 says that goal 15 is held up; Sydöst's step A9.1.4 that A5.16 is."""
    (heredity,) = [row for row in rows(client, "plan=kronoberg") if row["row_locator"] == "15.3"]
    assert heredity["held_goals"] == "15"
    (database,) = rows(client, "plan=sydost&kind=waits-for-activity")
    assert (database["row_locator"], database["held_activities"]) == ("A9.1.4", "A5.16")
    page = client.get("/waiting?plan=sydost&kind=waits-for-activity").text
    assert 'href="/id/sydost-2025/activity/A5.16"' in page
    assert "Står på raden" in page


def test_a_step_holds_up_its_activity(client):
    """Västmanland's step 3.a/2.3 waits for RCC's material: its activity is held up, and the step is named."""
    (material,) = [row for row in rows(client, "plan=vastmanland") if row["row_locator"] == "3.a/2.3"]
    assert (material["held_activities"], material["held_steps"]) == ("3.a/2", "3.a/2.3")
    page = client.get("/waiting?plan=vastmanland&kind=waits-for-activity").text
    assert 'href="/id/vastmanland-2025/activity/3.a~2#step-3.a~2.3"' in page


def test_by_whom_and_since_when_are_said_or_said_to_be_missing(client):
    """Who grants or decides is as written; where the plan does not say, that is said, and never guessed."""
    page = client.get("/waiting?plan=kronoberg&kind=decision-awaited").text
    assert "Medicinska kommittén och Rcc syd" in page
    assert "Sägs inte i planen" in page
    assert "enligt planens text från 2024" in page
    assert read(client.get("/waiting?plan=kronoberg&by=none").text).shown == sum(
        not row["by_whom"] for row in rows(client, "plan=kronoberg")
    )


def test_kinds_of_conditions_are_not_called_kinds_of_actors(client):
    """Staff is a kind of actor and a kind of condition: here it says Personal."""
    page = client.get("/waiting?kind=staff").text
    assert "Personal" in page
    assert "Annan RCC-medarbetare" not in page


@pytest.mark.parametrize("address", ["/waiting", "/waiting?plan=kronoberg-2024", "/waiting?rests=yes&lang=en"])
def test_every_number_leads_to_the_conditions_that_it_counts(client, address):
    """Behind each number stands a list with exactly so many conditions."""
    links = {(href, text) for href, text in read(client.get(address).text).links if text[:1].isdigit()}
    counted = {(href, number(text)) for href, text in links if href.startswith("?")}
    assert len(counted) > 4
    for href, expected in counted:
        assert read(client.get(f"/waiting{href}").text).shown == expected, href


def test_an_area_holds_what_holds_up_its_rows(client, explorer):
    """Narrowed to a focus area, each condition left holds up a goal or activity of that area."""
    found = rows(client, "area=5")
    assert found
    for row in found:
        areas = {explorer.rows.get(row["plan"], each).area for each in row["held_activities"].split(" | ") if each}
        areas |= {explorer.rows.get(row["plan"], each).area for each in row["held_goals"].split(" | ") if each}
        assert "5" in areas


def test_a_kind_of_the_other_list_is_refused(client):
    """Money that is granted is not among what is waited for: to ask for it there is answered with what there is."""
    answer = client.get("/waiting?kind=money-granted")
    assert answer.status_code == 400
    assert "?kind=money-needed" in {href for href, _ in read(answer.text).links}


@pytest.fixture
def passing(tmp_path):
    """A client, on the first of July 2025, of a plan that awaits six decisions at different times."""
    times = ("2025-06-30", "2025-06", "2025-Q2", "2025-VT", "2025", "")
    data = SmallData(tmp_path).plan(
        "kronoberg-2025",
        activities=[{"locator": "1", "title": "Ordna"}],
        conditions=[
            {"row": "1", "kind": "decision-awaited", "when": when, "title": f"Beslut {when}"} for when in times
        ],
    )
    register = data.load()
    return create_app(Explorer(register, build(register), date(2025, 7, 1))).test_client()


def test_a_time_that_has_passed_is_said_to_have_passed(passing):
    """A day, month, quarter or term that has ended has passed; the year that runs has not, and no time has not."""
    table = passing.get("/waiting").text.split('class="cards conditions"')[1].split("</table>")[0]
    cards = table.split("<tr>")[2:]
    passed = ["Tiden har passerat" in card for card in cards]
    assert passed == [True, True, True, True, False, False]
