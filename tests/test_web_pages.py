"""The start and the lists: what they say, and that every number leads to exactly the rows that it counts."""

from __future__ import annotations

import csv
import io
import re

import pytest

from plangraph.queries import named_query, run
from tests.web_pages import number, read

LISTS = ("/activities", "/goals", "/measures", "/actors")
COUNTING = (
    "/",
    "/?lang=en",
    "/goals?plan=kronoberg-2024",
    "/actors",
    *(
        f"/id/{plan}"
        for plan in ("kronoberg-2024", "skane-2019", "sydost-2025", "mellansverige-2025", "vagen-framat-2024")
    ),
    *(f"/id/area/{area}" for area in (1, 6, 10)),
    *(f"/id/organisation/{name}" for name in ("gavleborg", "rcc-sydost")),
    *(f"/id/{goal}" for goal in ("vagen-framat-2024/goal/N5.1", "strategi-2026/goal/2", "strategi-2009/goal/4")),
    *(
        f"/id/actor/{actor}"
        for actor in ("kronoberg.cancersamordnare", "rcc-mellansverige.rcc", "rcc-sydost.styrgrupp")
    ),
)


@pytest.mark.parametrize("address", COUNTING)
def test_every_number_leads_to_the_rows_that_it_counts(client, address):
    """The list behind a number has exactly so many rows, on whichever page the number stands."""
    links = {(href, text) for href, text in read(client.get(address).text).links if href.startswith(LISTS)}
    counted = {(href, number(text)) for href, text in links if text[:1].isdigit()}
    assert counted, "the page counts nothing"
    for href, expected in counted:
        assert read(client.get(href).text).shown == expected, href


def test_start_says_whose_plans_are_loaded(client):
    """All 21 regions and 6 RCC stand on the start; those without a plan are said to have none loaded."""
    page = read(client.get("/").text)
    organisations = {href for href, _ in page.links if href.startswith("/id/organisation/")}
    assert len(organisations - {"/id/organisation/regeringen", "/id/organisation/rcc-samverkan"}) == 21 + 6
    assert "4\u00a0regioner av 21 har en inläst plan" in page.text
    cards = client.get("/").text.split('id="organisations"')[1].split('id="above"')[0]
    blekinge = cards.split("/id/organisation/blekinge")[1].split("</li>")[0]
    assert "Planen är inte inläst" in blekinge
    assert "Planen är inte inläst" not in cards.split("/id/organisation/skane")[1].split("</li>")[0]
    assert cards.count("/id/organisation/halland") == 2  # it belongs to two RCC


def test_start_says_what_kind_of_document_each_plan_is(client):
    """An ended plan is said to have ended, a draft to be one, a reconstructed plan to be reconstructed."""
    page = client.get("/").text
    rows = {
        row.split('href="/id/')[1].split('"')[0]: row for row in page.split("<tr>") if 'scope="row" class="plan"' in row
    }
    assert set(rows) == {"vastmanland-2025", "gavleborg-2025", "sydost-2025", "kronoberg-2024", "skane-2019"}
    assert {plan for plan, row in rows.items() if "har slutat gälla" in row} == {"kronoberg-2024", "skane-2019"}
    assert {plan for plan, row in rows.items() if "utkast" in row} == {"skane-2019"}
    cards = page.split('id="organisations"')[1]
    assert read(cards).text.count("vet vi inte om dokumentet är beslutat") == 1  # once for all of which it is true
    assert "okän" not in cards.split('class="grid"')[1]
    assert cards.split('href="/id/skane-2019"')[1].split("</li>")[0].count("utkast") == 1
    own = read(client.get("/id/organisation/kronoberg").text).text
    assert "okänt om dokumentet är beslutat" in own
    for mention in re.findall(r'<a href="/id/mellansverige-2025">.*?</a>(.{0,80})', page, re.DOTALL):
        assert "rekonstruerad" in mention


def test_plans_stand_in_one_order_everywhere(client):
    """The start's tables and the picture show the plans RCC by RCC, regions by their county codes."""
    expected = ["vastmanland-2025", "gavleborg-2025", "kronoberg-2024", "skane-2019", "sydost-2025"]
    start, picture = client.get("/").text, client.get("/graph").text
    for table in (start.split('class="figures')[1], start.split('class="matrix')[1], picture.split('id="matrix"')[1]):
        found = re.findall(r'/id/([a-z]+-20\d\d)"', table.split("</table>")[0])
        assert list(dict.fromkeys(found)) == expected
    cards = re.findall(r'<h3 id="(rcc-[a-z-]+)"', start)
    assert cards == sorted(cards) and len(cards) == 6


def test_start_has_the_figures_of_the_command_line(client, store):
    """The figures of each plan are those of `ask overview`; plans stand by RCC and are not ranked."""
    page = client.get("/").text
    for row in run(store, named_query("overview"), {}).rows:
        shown = page.split(f'class="plan"><a href="/id/{row["plan"]}"')[1].split("</tr>")[0]
        cells = [" ".join(read(cell).text.split()[:1]) for cell in re.findall(r"<td.*?</td>", shown, re.DOTALL)]
        causes = ("unclear", "disagreeing", "unresolved", "missing", "collective", "external")
        assert cells[:-1] == [row[name] for name in ("activities", "owned", "inherited", "ownerless", *causes)]
    assert "ska inte rangordnas" in page


def test_matrix_says_its_state_in_words(client):
    """Each cell of the heat map counts its activities or says in words why there are none; never both."""
    matrix = client.get("/").text.split('class="matrix')[1].split("</table>")[0]
    cells = re.findall(r'<td class="heat-(\w+)".*?</td>', matrix, re.DOTALL)
    assert len(cells) == 10 * 5
    told = [read(cell).text for cell in re.findall(r'<td class="heat-.*?</td>', matrix, re.DOTALL)]
    assert sum("aktiviteter" in cell or "1\u00a0aktivitet" in cell for cell in told) == 48
    assert sum("Ingen aktivitet i planen" in cell for cell in told) == 2
    # beside a number without owner the word for an area that is taken care of would be read as a contradiction
    assert "Omhändertaget" not in matrix
    patients = matrix.split("/id/area/6")[1].split("</tr>")[0]
    assert patients.count("Ingen aktivitet i planen") == 2  # Västmanland and Gävleborg
    assert patients.count("heat-none") == 2


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", 332),
        ("plan=kronoberg-2024", 74),
        ("plan=kronoberg", 74),  # by its short name
        ("plan=kronoberg-2024&owned=no", 49),
        ("plan=kronoberg-2024&cause=missing", 41),
        ("organisation=kronoberg&cause=unclear", 2),
        ("plan=gavleborg&cause=disagreeing", 1),
        ("plan=skane&owned=no", 0),
        ("plan=kronoberg&goal=11", 2),
        ("plan=kronoberg&actor=kronoberg.cancersamordnare&role=accountable", 4),
        ("plan=kronoberg&actor=kronoberg.cancersamordnare&role=accountable&basis=inherited", 2),
        ("plan=sydost&time=outside", 0),
    ],
)
def test_activities_are_narrowed_by_the_filters_in_the_address(client, query, expected):
    """The list holds what its filters say, and says how many there are."""
    assert read(client.get(f"/activities?{query}").text).shown == expected


def test_filters_are_true_of_one_and_the_same_responsibility(client):
    """Actor and role together find where this actor has this role, not where each is true of somebody."""
    both = read(client.get("/activities?actor=rcc-mellansverige.rcc&role=accountable").text).shown
    supports = read(client.get("/activities?actor=rcc-mellansverige.rcc&role=support").text).shown
    assert both > 0
    assert supports > 0
    assert "2.4/1" not in client.get("/activities?plan=gavleborg&actor=rcc-mellansverige.rcc&role=accountable").text
    assert "2.4/1" in client.get("/activities?plan=gavleborg&actor=rcc-mellansverige.rcc&role=support").text


def test_inherited_owner_is_said_to_be_inherited(client):
    """An owner that stands on the goal is marked wherever it is shown as the activity's; a stated one is not."""
    rows = client.get("/activities?plan=kronoberg").text.split("<tr>")
    inherited = next(row for row in rows if "/activity/25.1" in row)
    stated = next(row for row in rows if "/activity/20.1" in row)
    assert "Hämtad från målbilden" in inherited
    assert "Hämtad från målbilden" not in stated


def test_filters_that_were_chosen_can_be_taken_out(client):
    """Each chosen filter stands beside the list as a link that leads to the list without it."""
    page = read(client.get("/activities?plan=kronoberg-2024&owned=no").text)
    out = [href for href, text in page.links if text.startswith("Ta bort Ansvarig")]
    assert out == ["?plan=kronoberg-2024"]


def test_a_plan_is_taken_out_with_the_goal_that_was_chosen_in_it(client):
    """The link that takes out the plan leaves no goal behind, since a goal is chosen within a plan."""
    links = read(client.get("/activities?plan=kronoberg-2024&goal=11&owned=no").text).links
    (found,) = [href for href, text in links if text.startswith("Ta bort Plan:")]
    assert found == "?owned=no"


@pytest.mark.parametrize(("query", "expected"), [("plan=skane-2019&goal=11", 67), ("plan=&goal=11", 332)])
def test_a_goal_of_another_plan_is_left_out_and_told(client, query, expected):
    """Whoever changes the plan beside a goal gets the other plan's list, told without the goal; no link keeps it."""
    page = read(client.get(f"/activities?{query}").text)
    assert page.shown == expected
    assert "Urvalet visas utan det." in page.text
    assert not [href for href, _ in page.links if "goal=" in href and href.startswith("?")]


def test_a_long_list_comes_in_pages(client):
    """Fifty rows a page, with links to the pages beside; a page that there is not is refused with a way back."""
    first = read(client.get("/activities").text)
    assert len([href for href, _ in first.links if re.fullmatch(r"/id/[^/]+/activity/[^/]+", href)]) == 50
    assert [href for href, text in first.links if text == "Nästa"] == ["?page=2"]
    last = read(client.get("/activities?page=7").text)
    assert "visar 301–332" in last.text
    assert "Nästa" not in [text for _, text in last.links]
    assert client.get("/activities?page=8").status_code == 400
    assert client.get("/activities?page=x").status_code == 400


def test_list_is_downloaded_with_its_filters(client, store):
    """The CSV holds the rows of all pages of the list as narrowed, with the columns of the contract."""
    answer = client.get("/activities?plan=kronoberg&owned=no&format=csv")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    ownerless = run(store, named_query("ownerless"), {"plan": "kronoberg-2024"}).rows
    assert [row["activity"] for row in rows] == [row["activity"] for row in ownerless if row["activity"]]
    assert {row["cause"] for row in rows} == {"missing", "collective", "unclear"}


@pytest.mark.parametrize("path", ["goals", "measures", "actors"])
def test_other_lists_are_downloaded_as_the_command_line_gives_them(client, store, path):
    """The CSV of goals, measures and actors has the rows of the named query."""
    rows = list(csv.DictReader(io.StringIO(client.get(f"/{path}?format=csv").data.decode("utf-8-sig"))))
    expected = run(store, named_query({"actors": "actor-load"}.get(path, path)), {}).rows
    assert len(rows) == len(expected)


def test_actors_are_downloaded_as_they_are_listed(client):
    """The file of actors stands in the order of the page, by alphabet, and never by who has most to do."""
    rows = list(csv.DictReader(io.StringIO(client.get("/actors?format=csv").data.decode("utf-8-sig"))))
    page = client.get("/actors").text.split("<tbody>")[1]
    listed = re.findall(r'<th scope="row"><a href="/id/actor/([^"]+)"', page)
    assert [row["actor_id"] for row in rows[: len(listed)]] == listed
    assert len(listed) == 50


@pytest.mark.parametrize(
    ("query", "word", "link"),
    [
        ("plan=kronobreg", "kronobreg", "plan=kronoberg-2024"),
        ("area=11", "11", "area=1"),
        ("cause=mising", "mising", "cause=missing"),
        ("actor=Cancersamordnare", "Cancersamordnare", "actor=skane.cancersamordnare"),  # several have that name
        ("colour=red", "colour", "/activities"),
        ("plan=kronoberg&goal=99", "99", "plan=kronoberg"),
        ("goal=11&format=csv", "plan", "/"),
        ("format=xlsx", "xlsx", "/"),
    ],
)
def test_a_filter_that_cannot_be_used_is_told_with_what_was_perhaps_meant(client, query, word, link):
    """400, naming what is wrong, with near values as links."""
    answer = client.get(f"/activities?{query}")
    assert answer.status_code == 400
    page = read(answer.text)
    assert word in page.text
    assert any(link in href or href == "?" for href, _ in page.links)


def test_reconstructed_plan_is_marked_in_lists(client):
    """Every mention of the reconstructed plan as a plan says so."""
    for address in ("/measures", "/goals?plan=mellansverige-2025", "/id/mellansverige-2025/measure/4.d~m1"):
        assert "rekonstruerad" in client.get(address).text
