"""From one plan to the next: what became of each row, as a page, the same as `plangraph ask difference` tells."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest

from plangraph.alignment.difference_question import DIFFERENCE, differences
from plangraph.graph import build
from plangraph.web import Explorer, create_app
from tests.small_data import SmallData
from tests.web_pages import number, read

# The real case: two periods of RCC Syd's plan, each seen through one of its regions.
PERIODS = "/diff?old=skane-2019&new=kronoberg-2024"


def cells(row: str) -> list[str]:
    """The texts of a table row's cells."""
    parts = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", part).split()) for part in parts]


def rows_of(page: str) -> list[list[str]]:
    return [cells(row) for row in page.split("<thead")[1].split("</thead>")[1].split("<tr>")[1:]]


def test_row_goes_on_with_another_kind_of_owner(client):
    """A pair stands in one row: both rows as links, who was accountable before and is after, and how it is known."""
    page = client.get(f"{PERIODS}&kind=activity&state=owner-changed").text
    (row,) = [row for row in page.split("<tr>") if 'href="/id/kronoberg-2024/activity/13.1"' in row]
    assert 'href="/id/skane-2019/activity/A12"' in row
    text = cells(row)
    assert text[2].startswith("Region Skåne Prostatacancercentrum") and " Region Kronoberg " in text[2]
    assert "Finns i båda" in text[1]
    assert text[4].startswith("Bedömning: ")


def test_row_without_a_counterpart_has_one_side(client):
    """What is dropped has no new row, and what is new no old one; both say that somebody judged it."""
    for state, empty in (("dropped", 1), ("new", 0)):
        found = rows_of(client.get(f"{PERIODS}&kind=activity&state={state}").text)
        assert found
        for row in found:
            assert row[empty] == "Ingen rad"
            assert row[1 - empty] != "Ingen rad"
            assert row[4].startswith(("Bedömning: ingen motsvarighet", "Bedömning: ingen rad motsvarar den; besläktad"))


def test_row_alone_with_a_related_row_is_not_said_to_have_none(client):
    """A row that stands in one plan and is related to one of the other says so, with a link to it; from either end."""
    related = {(row[0].split()[0], row[1].split()[0]) for row in
               rows_of(client.get(f"{PERIODS}&kind=activity&state=related").text)}  # fmt: skip
    for state, end, plan in (("dropped", 0, "kronoberg-2024"), ("new", 1, "skane-2019")):
        page = client.get(f"{PERIODS}&kind=activity&state={state}").text
        found = {}
        for row in page.split("<tr>")[2:]:
            locator = cells(row)[end].split()[0]
            last = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)[4]
            found[locator] = set(re.findall(rf'href="/id/{plan}/activity/([^"]+)"', last))
            assert ("ingen motsvarighet" in last) == (not found[locator])
        assert found == {here: {pair[1 - end] for pair in related if pair[end] == here} for here in found}
        assert sum(map(bool, found.values())) == {"dropped": 14, "new": 19}[state]


def test_lost_owner_is_told_as_that(client):
    """Where nobody is accountable in the other plan the page says so, and not that others are; within one plan too."""
    page = client.get(f"{PERIODS}&kind=activity&state=owner-lost")
    assert read(page.text).shown == 19
    assert "Ansvarig saknas i Region Kronobergs plan" in page.text and "Annan ansvarig" not in page.text
    for row in rows_of(page.text):
        assert "Region Kronoberg Ansvarig saknas i planen:" in row[2]
    other = client.get(f"{PERIODS}&kind=activity&state=owner-changed").text
    assert "Ansvarig saknas i planen:" not in other


def test_pairs_are_counted_as_pairs(client):
    """A pair is called one, with how many rows it is of; what is told twice stands under what it is a part of."""
    page = client.get(PERIODS)
    links = {text for href, text in read(page.text).links if "state=" in href}
    assert {"29 par: Finns i båda", "19 par: Ansvarig saknas i Region Kronobergs plan"} <= links
    text = " ".join(re.sub(r"<[^>]+>", " ", page.text).split())
    assert "26 aktiviteter hos Region Skåne, 24 aktiviteter hos Region Kronoberg varav 19 par:" in text
    assert "41 Bara i Region Skånes plan varav 14 har en besläktad rad" in text
    assert "251 uppgifter" in text.replace("\N{NO-BREAK SPACE}", " ") and "251 rader" not in text


def test_plan_of_another_region_is_no_earlier_plan_of_this_one(client):
    """Kronoberg's page says whose the earlier plan is, and so does Skåne's of the later one."""
    for plan, word in (("kronoberg-2024", "tidigare"), ("skane-2019", "senare")):
        page = client.get(f"/id/{plan}").text
        assert f"En annan regions {word} plan under samma RCC" in page
        assert f"Jämför med {word} plan" not in page
    assert "Jämför med senare plan" in client.get("/id/strategi-2009").text


@pytest.mark.parametrize("address", [PERIODS, "/diff?old=gavleborg&new=vastmanland", f"{PERIODS}&lang=en"])
def test_every_number_leads_to_the_rows_that_it_counts(client, address):
    """Behind each number of a state stands the list of exactly those rows."""
    counted = [(href, text) for href, text in read(client.get(address).text).links if "state=" in href]
    assert len(counted) > 6
    for href, text in counted:
        assert read(client.get(f"/diff{href}").text).shown == number(text), href


@pytest.mark.parametrize(("old", "new"), [("skane-2019", "kronoberg-2024"), ("strategi-2009", "strategi-2026")])
def test_file_is_the_answer_of_the_question(client, register, store, old, new):
    """The download holds what `plangraph ask difference` gives, and the page counts as many rows."""
    address = f"/diff?old={old}&new={new}"
    text = client.get(f"{address}&format=csv").data.decode("utf-8-sig")
    expected = differences(register, store, old, new)
    assert list(csv.DictReader(io.StringIO(text))) == expected.rows
    assert text.splitlines()[0].split(",") == list(DIFFERENCE.columns)
    assert read(client.get(address).text).shown == len(expected.rows)
    dropped = client.get(f"{address}&state=dropped&format=csv").data.decode("utf-8-sig")
    assert {row["state"] for row in csv.DictReader(io.StringIO(dropped))} == {"dropped"}


def test_turned_round_what_was_new_is_dropped(client):
    """The link that turns the page round exchanges old and new."""
    page = read(client.get(PERIODS).text)
    (turned,) = [href for href, text in page.links if text == "Byt håll"]
    new = read(client.get(f"{PERIODS}&kind=activity&state=new").text).shown
    assert read(client.get(f"{turned}&kind=activity&state=dropped").text).shown == new


def test_the_way_there(client):
    """Compare and the page of each of the two plans lead there, and the page offers plans that follow each other."""
    expected = "/diff?old=skane-2019&new=kronoberg-2024"
    for address in ("/id/kronoberg-2024", "/id/skane-2019", "/diff", "/compare?plan=skane&plan=kronoberg"):
        assert expected in [href for href, _ in read(client.get(address).text).links], address
    assert "/diff" in [href for href, _ in read(client.get("/compare").text).links]
    # plans of one period under one plan of the RCC stand beside each other
    assert not [href for href, _ in read(client.get("/id/gavleborg-2025").text).links if href.startswith("/diff")]


def test_the_question_leads_there(client):
    """The named question stands among the others, and its address leads to this page with what was asked."""
    assert "/ask/difference" in [href for href, _ in read(client.get("/ask").text).links]
    answer = client.get("/ask/difference?old=skane-2019&new=kronoberg-2024&lang=en")
    assert answer.status_code == 302
    assert read(client.get(answer.headers["Location"]).text).heading == "Two plans, row by row"
    table = client.get("/ask/difference?old=skane-2019&new=kronoberg-2024&format=csv", follow_redirects=True)
    assert table.content_type.startswith("text/csv")
    assert client.get("/ask/difference?plam=x").status_code == 400


def test_what_cannot_be_chosen(client):
    """An unknown plan is refused with near names; one plan against itself is asked to be another."""
    answer = client.get("/diff?old=skane-2018&new=kronoberg-2024")
    assert answer.status_code == 400
    assert "Region Skåne 2019–2022" in answer.text
    for address in ("/diff?old=skane", "/diff?old=skane&new=skane"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Välj två olika planer" in answer.text


def test_plans_of_two_organisations_are_said_to_be_that(client):
    """Where the plans are two organisations', owners are compared by kind and a dropped row may live on elsewhere."""
    assert "olika organisationer" in client.get(PERIODS).text
    alike = client.get("/diff?old=strategi-2009&new=strategi-2026").text
    assert "olika organisationer" not in alike and "Finns inte kvar" in alike


@pytest.fixture
def grown(tmp_path):
    """A client of two plans of one series with many rows each, nothing of which was judged."""

    def made(rows: int):
        data = SmallData(tmp_path / "data")
        for year, word in (("2025", "Utbilda"), ("2026", "Vaccinera")):
            titles = [f"{word} {number} {'x' * (number % 7)}" for number in range(rows)]
            data.plan(
                f"kronoberg-{year}",
                period=(f"{year}-01-01", f"{year}-12-31"),
                goals=[{"locator": "1", "title": "God vård"}],
                activities=[
                    {"locator": f"1.{number}", "goal": "1", "title": text} for number, text in enumerate(titles)
                ],
            )
        register = data.load()
        return create_app(Explorer(register, build(register), date(2026, 11, 22))).test_client()

    return made


def test_row_that_nobody_judged_is_said_to_be_that(grown):
    """That no row answers to one is no judgement where nobody has held it against the other plan."""
    found = rows_of(grown(1).get("/diff?old=kronoberg-2025&new=kronoberg-2026&kind=activity").text)
    assert [row for row in found if row[4] == "Ingen har ännu jämfört raden med den andra planen."]


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 640])
def test_how_it_is_known_is_seen_on_a_phone(browser, address, width):
    """On a phone and at 200 % zoom every row says how it is known, also where that is bare words without a note."""
    page = browser.new_page(viewport={"width": width, "height": 844})
    page.goto(f"{address}{PERIODS}&kind=activity&state=dropped")
    hidden = page.evaluate(
        "[...document.querySelectorAll('table.changes td')].filter((cell) => cell.innerText.trim() === '').length"
    )
    seen = page.locator("table.changes td[data-label='Hur det är känt']:visible").all_inner_texts()
    page.goto(f"{address}{PERIODS}&kind=goal&state=dropped")
    empty = page.locator("table.changes td[data-label='Tid']:visible").count()
    page.close()
    assert hidden == 0
    assert len(seen) == 41 and all("Bedömning" in text for text in seen)
    # goals have no time of their own, so there is no empty heading for it
    assert empty == 0


def test_plans_too_large_for_a_page_are_refused(grown):
    """Two plans whose rows would take long to hold against each other are refused at once, with what to do."""
    answer = grown(2_001).get("/diff?old=kronoberg-2025&new=kronoberg-2026")
    assert answer.status_code == 400
    assert "plangraph diff" in answer.text
