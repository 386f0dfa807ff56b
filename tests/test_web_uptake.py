"""Which regions took up an RCC's measures: states, reasons and rows, and the numbers."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import date

import pytest

from plangraph.graph import build
from plangraph.web import Explorer, create_app
from tests.small_data import SmallData
from tests.web_pages import number, read

MELLANSVERIGE = ("dalarna", "gavleborg", "sormland", "uppsala", "varmland", "vastmanland", "orebro")


def rows(client, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"/uptake?format=csv&{query}")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_one_row_per_measure_and_one_column_per_region(client):
    """RCC Mellansverige, of which most is known, comes first: its 45 measures and its seven regions."""
    page = client.get("/uptake").text
    assert read(page).shown == 45
    table = page.split('class="cards regions"')[1].split("</table>")[0]
    assert {
        href.split("region=")[1].split("#")[0].split("&")[0] for href, _ in read(table.split("</thead>")[0]).links
    } == set(MELLANSVERIGE)
    assert len(re.findall(r"<tr>", table.split("<tbody>")[1])) == 45


def test_numbers_are_those_of_the_named_query(client, explorer):
    """The summary counts what `plangraph ask uptake` says, measure by measure."""
    summary = client.get("/uptake?rcc=rcc-mellansverige").text.split("summary")[2].split("</table>")[0]
    asked = {
        (row["region"], row["measure"], row["state"])
        for row in explorer.answers.rows("uptake", plan="mellansverige-2025")
    }
    assert asked
    for (region, state), many in Counter((region, state) for region, _, state in asked).items():
        assert re.search(rf"region={region}&amp;state={state}[^>]*>{many}</a>", summary), (region, state)


@pytest.mark.parametrize("address", ["/uptake", "/uptake?rcc=rcc-sydost", "/uptake?lang=en&region=vastmanland"])
def test_every_number_leads_to_the_measures_that_it_counts(client, address):
    """Behind each number of a region and a state stands a list with exactly so many measures."""
    links = {(href, text) for href, text in read(client.get(address).text).links if "state=" in href}
    counted = {(href, number(text)) for href, text in links if text[:1].isdigit()}
    assert counted
    for href, expected in counted:
        assert read(client.get(href).text).shown == expected, href


def test_regions_without_a_plan_are_said_to_be_not_loaded(client):
    """Five of Mellansverige's regions have no plan here: that is said of each, and never that they do nothing."""
    page = client.get("/uptake").text
    summary = page.split("summary")[2].split("</table>")[0]
    for region in ("dalarna", "sormland", "uppsala", "varmland", "orebro"):
        row = summary.split(f"region={region}#")[1].split("</tr>")[0]
        assert "Planen är inte inläst" in row
        assert "state=gap" not in row
    measures = page.split('class="cards regions"')[1].split("</table>")[0]
    assert measures.count("Inte inläst") == 5 * 45


def test_declared_states_come_with_their_reason_and_row(client):
    """Västmanland says that OPT is handled elsewhere and that two measures depend on something: each with why."""
    page = client.get("/uptake?region=vastmanland&state=elsewhere").text
    assert read(page).shown == 1
    assert "Hanteras av annan" in page
    assert "OPT hanteras som ett eget ärende" in page
    assert 'href="/id/vastmanland-2025/activity/3.d~1"' in page
    conditional = client.get("/uptake?region=vastmanland&state=conditional").text
    assert read(conditional).shown == 2
    assert 'href="/id/mellansverige-2025/measure/3.a~m3"' in conditional
    assert 'href="/id/mellansverige-2025/measure/3.e~m3"' in conditional


def test_reconstructed_plan_is_marked_and_its_gaps_are_doubted(client):
    """RCC Mellansverige's plan is known by quotations only: that is said, and that a gap may be text nobody quoted."""
    page = client.get("/uptake").text
    assert "rekonstruerad" in page
    assert "är inte RCC:s eget dokument" in page
    gaps = client.get("/uptake?region=gavleborg&state=gap").text
    assert "Ingen aktivitet i planen" in gaps
    assert "text som planen inte citerar" in gaps


def test_owners_stand_beside_the_activity(client):
    """In the list of one region each activity is shown with its owner, or that and why there is none."""
    page = client.get("/uptake?region=gavleborg").text
    row = page.split('href="/id/gavleborg-2025/activity/2.4~1"')[1].split("</tr>")[0]
    assert "Ansvarig saknas i planen" in row
    assert "Endast samlingsbenämning" in row


def test_rcc_without_measures_says_that_nothing_can_be_said(client):
    """RCC Syd's plan is known by its name only: no table of states that would look like gaps."""
    page = client.get("/uptake?rcc=rcc-syd").text
    assert "Inget kan sägas" in page
    assert "Ingen aktivitet i planen" not in page
    assert 'href="/id/syd-2023"' in page
    assert 'href="/id/skane-2019"' in page


def test_rcc_with_a_plan_of_action_shows_what_it_does_itself(client):
    """RCC Sydöst's own activities carry out its measures, though no region's plan is loaded."""
    page = client.get("/uptake?rcc=rcc-sydost").text
    assert read(page).shown == 85
    row = page.split('href="/id/sydost-2025/measure/R1.1.1"')[1].split("</tr>")[0]
    assert 'href="/id/sydost-2025/activity/A1.1"' in row


def test_csv_holds_the_rows_of_the_named_query(client, explorer):
    """The download has the contract's columns, narrowed as the page is."""
    found = rows(client, "region=vastmanland&state=gap")
    assert list(found[0]) == list(explorer.answers.answer("uptake").columns)
    assert {row["region"] for row in found} == {"vastmanland"}
    assert len(found) == 4


def test_a_region_of_another_rcc_is_refused(client):
    """Kronoberg belongs to RCC Syd: to ask for it under Mellansverige is answered with the regions there are."""
    answer = client.get("/uptake?rcc=rcc-mellansverige&region=kronoberg")
    assert answer.status_code == 400
    assert "region=gavleborg" in answer.text


@pytest.fixture
def followed(tmp_path):
    """A client of an RCC with three measures: one taken up by both regions, one by one of them, one by none."""
    data = SmallData(tmp_path)
    data.plan(
        "rcc-2025",
        "rcc-syd",
        "rcc",
        goals=[{"locator": "1", "title": "Mål"}],
        measures=[{"locator": f"m{n}", "goal": "1", "title": f"Insats {n}"} for n in (1, 2, 3)],
    )
    for region, carried in (("kronoberg", ("m1", "m2")), ("skane", ("m1",))):
        data.plan(
            f"{region}-2025",
            region,
            superior=["rcc-2025"],
            activities=[
                {"locator": f"A{n}", "title": f"Gör {name}", "carries_out": f"rcc-2025/{name}"}
                for n, name in enumerate(carried)
            ],
        )
    register = data.load()
    return create_app(Explorer(register, build(register), date(2025, 6, 1))).test_client()


@pytest.mark.parametrize(("taken", "measure"), [("all", "m1"), ("some", "m2"), ("none", "m3")])
def test_what_nobody_took_up_can_be_asked_for(followed, taken, measure):
    """Measures that all, some or none of the loaded regions took up; regions without a plan count for nothing."""
    page = followed.get(f"/uptake?taken={taken}")
    assert read(page.text).shown == 1
    assert f'href="/id/rcc-2025/measure/{measure}"' in page.text
