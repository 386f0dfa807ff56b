"""The explorer's picture: the same as the file's, with the explorer's addresses, and only of what can be read."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date

import pytest

from plangraph.graph import build
from plangraph.queries import named_query, run
from plangraph.register import load_register
from plangraph.view import Scope, render
from plangraph.web import Explorer, create_app
from plangraph.web.pages import picture as room
from tests.small_data import SmallData
from tests.web_pages import number, read

FIGURES = re.compile(r"(\d+) av (\d+) utan ansvarig")


def payload(html: str) -> dict:
    """What the scripts of a page draw."""
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)[1])


def activities(html: str) -> set[str]:
    """The activities in the table below a picture."""
    return set(re.findall(r'<tr role="row" data-id="(t:[^"]+)"', html))


@pytest.fixture(scope="module")
def judged(explorer):
    """The explorer with its findings."""
    explorer.judged.all()
    return explorer


@pytest.mark.parametrize(
    ("address", "scope"),
    [
        ("/graph", Scope()),
        ("/graph?plan=kronoberg-2024", Scope(plan="kronoberg-2024")),
        ("/graph?plan=kronoberg", Scope(plan="kronoberg-2024")),
        ("/graph?area=5", Scope(area="5")),
        ("/graph?goal=N5.1", Scope(goal="N5.1")),
        ("/graph?goal=strategi-2026/2", Scope(goal="strategi-2026/2")),
        ("/graph?plan=kronoberg-2024&goal=20", Scope(goal="kronoberg-2024/20")),
        ("/graph?actor=kronoberg.cancersamordnare", Scope(actor="kronoberg.cancersamordnare")),
        ("/graph?plan=gavleborg-2025&activity=2.1/1", Scope(plan="gavleborg-2025", activity="2.1/1")),
        ("/graph?plan=mellansverige-2025", Scope(plan="mellansverige-2025")),
    ],
)
def test_page_and_file_hold_the_same(client, judged, address, scope):
    """For each kind of scope the page's data and table are those of the file, findings included."""
    file = render(judged.store, judged.judged.all(), scope, as_of=judged.as_of)
    page = client.get(address).text
    ours, theirs = payload(page), payload(file)
    for part in ("facts", "network", "steps", "rules", "opening", "labels"):
        assert ours[part] == theirs[part], part
    assert activities(page) == activities(file)


def test_nothing_on_the_page_breaks_its_policy(client):
    """Scripts and style are files of ours, the data block is no script, and no element has a style or handler."""
    answer = client.get("/graph?plan=skane-2019")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    page = read(answer.text)
    scripts = [attributes for tag, attributes in page.tags if tag == "script"]
    assert [each for each in scripts if "src" not in each] == [{"type": "application/json", "id": "data"}]
    assert len([each for each in scripts if each.get("src", "").startswith("/graph/files/")]) == 9
    for tag, attributes in page.tags:
        assert tag != "style"
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
        for name in ("href", "src"):
            assert "//" not in attributes.get(name, "").partition("?")[0]


def test_the_files_may_be_kept_for_ever(client):
    """Each script and the style come from an address that changes with what they hold; another address is not there."""
    page = read(client.get("/graph?area=10").text)
    files = [a.get("src") or a.get("href") for _, a in page.tags]
    files = [address for address in files if address and address.startswith("/graph/files/")]
    assert len(files) == 10
    for address in files:
        answer = client.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.mimetype == ("text/css" if address.endswith(".css") else "text/javascript")
    mark = files[0].split("/")[3]
    assert client.get(files[0].replace(mark, "0" * 16)).status_code == 404
    assert client.get(f"/graph/files/{mark}/../picture.py").status_code == 404
    assert any("vis.Network" in client.get(address).text for address in files)


@pytest.mark.parametrize("address", ["/graph", "/graph?plan=kronoberg-2024", "/graph?actor=most", "/graph?area=3"])
def test_every_number_of_the_table_leads_to_the_rows_that_it_counts(client, judged, address):
    """A cell of areas by plans links each of its numbers to a list that has exactly so many rows."""
    if "actor=" in address:
        load = max(judged.answers.rows("actor-load"), key=lambda row: int(row["accountable"]))
        address = f"/graph?actor={load['actor_id']}"
    links = {(href, text) for href, text in read(client.get(address).text).links if href.startswith("/activities?")}
    counted = [(href, number(text)) for href, text in links if text.isdecimal()]
    assert counted
    for href, expected in counted:
        rows = list(csv.DictReader(io.StringIO(client.get(f"{href}&format=csv").get_data(True).lstrip("\ufeff"))))
        assert len(rows) == expected, href


def test_every_kind_of_node_has_a_page(client):
    """Strategy goals, areas, plans, goals, activities and actors lead to pages that are there, also with a slash."""
    pages = payload(client.get("/graph?plan=gavleborg-2025").text)["pages"]
    assert set(pages) == set(payload(client.get("/graph?plan=gavleborg-2025").text)["facts"])
    by_kind: dict[str, list[str]] = {}
    for node, address in pages.items():
        by_kind.setdefault(node[:2], []).append(address)
    assert set(by_kind) == {"s:", "a:", "p:", "g:", "t:", "o:"}
    for addresses in by_kind.values():
        for address in addresses[:4]:
            assert client.get(address).status_code == 200, address
    assert pages["t:gavleborg-2025/2.1/1"] == "/id/gavleborg-2025/activity/2.1~1"


def test_the_table_leads_to_pages_without_any_script(client):
    """Plan, goal, area, activity and owner in the table are links, so the picture is never the only way."""
    html = client.get("/graph?plan=kronoberg-2024").text
    row = html.split('data-id="t:kronoberg-2024/20.1"')[1].split("</tr>")[0]
    for address in (
        "/id/kronoberg-2024",
        "/id/kronoberg-2024/activity/20.1",
        "/id/kronoberg-2024/goal/20",
        "/id/area/8",
    ):
        assert f'href="{address}"' in row
    assert 'href="/id/actor/kronoberg.cancersamordnare"' in row


def test_each_node_may_be_opened_as_a_picture_of_its_own(client):
    """Plans, areas, goals and actors tell the address of their own picture, which is there, in the same language."""
    data = payload(client.get("/graph?actor=kronoberg.cancersamordnare&lang=en").text)
    assert data["subject"] == "o:kronoberg.cancersamordnare"
    for kind, name in (("p:", "kronoberg-2024"), ("a:", "8"), ("g:", "kronoberg-2024/20"), ("s:", "strategi-2026/2")):
        answer = client.get(data["pictures"][kind] + name)
        assert answer.status_code == 200
        assert '<html lang="en">' in answer.text


def test_names_of_the_plans_are_marked_as_swedish_on_an_english_page(client):
    """The page's language is English and that of titles and actors in its tables Swedish."""
    page = client.get("/graph?plan=kronoberg-2024&lang=en").text
    assert '<html lang="en">' in page
    assert re.search(r'<a lang="sv" href="/id/kronoberg-2024/activity/20.1\?lang=en">', page)
    assert re.search(r'<a lang="sv" href="/id/actor/kronoberg.cancersamordnare\?lang=en">', page)
    assert "No owner stated in the plan" in page


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/graph?plan=kronobeg", 400, "Region Kronoberg"),
        ("/graph?area=11", 400, "Prevention"),
        ("/graph?actor=cancersamordnarinna", 400, "Cancersamordnare"),
        ("/graph?goal=N5.11", 400, "N5.1"),
        ("/graph?goal=4.d", 400, "vastmanland-2025"),
        ("/graph?activity=nope", 400, "nope"),
        ("/graph?plan=kronoberg&goal=xyz", 400, "xyz"),
        ("/graph?plan=kronoberg&activity=A5.34", 404, "Utan"),
        ("/graph?owned=no", 400, "owned"),
    ],
)
def test_what_cannot_be_shown_is_said_with_what_was_perhaps_meant(client, address, status, said):
    """Unknown and unclear parts, and parts that no activity has together, get a helpful page and no traceback."""
    answer = client.get(address)
    assert answer.status_code == status
    assert said in answer.text


@pytest.mark.parametrize(
    ("address", "most"),
    [("/graph", 100), ("/graph?goal=strategi-2026/2", 100), ("/graph?area=1", 50), ("/graph?plan=kronoberg-2024", 50)],
)
def test_more_than_a_picture_can_show_asks_to_choose(client, monkeypatch, address, most):
    """Above the limit no picture is drawn: plans, or areas of one plan, are offered with their numbers."""
    whole = len(activities(client.get(address).text))
    assert whole > most
    monkeypatch.setattr(room, "_MOST", most)
    answer = client.get(address)
    assert answer.status_code == 200
    assert 'id="data"' not in answer.text
    offered = re.findall(r'<li><a href="(\?[^"]+)">.*?</a> <span class="quiet">(\d+)', answer.text)
    assert len(offered) >= 2
    assert sum(int(number) for _, number in offered) == whole
    href, number_ = min(offered, key=lambda each: int(each[1]))
    assert len(activities(client.get(f"/graph{href.replace('&amp;', '&')}").text)) == int(number_)


def test_a_strategy_offers_its_goals(client, explorer):
    """A strategy holds no rows of its own: each of its goals has a picture, with as many activities as lead to it."""
    page = client.get("/graph?plan=strategi-2026")
    assert page.status_code == 200
    offered = re.findall(r'<li><a href="(\?[^"]+)">.*?</a> <span class="quiet">(\d+)', page.text)
    assert len(offered) == 3
    for href, expected in offered:
        assert len(activities(client.get(f"/graph{href.replace('&amp;', '&')}").text)) == int(expected)


def test_every_page_that_leads_to_a_picture_leads_to_one(client, explorer):
    """The pages of every plan and area, and of some goals, activities and actors, link to a picture that is there."""
    load = [row["actor_id"] for row in explorer.answers.rows("actor-load")]
    pages = [f"/id/{plan}" for plan in explorer.plans] + [f"/id/area/{number}" for number in range(1, 11)]
    pages += ["/id/kronoberg-2024/goal/9", "/id/strategi-2009/goal/4", "/id/mellansverige-2025/goal/4.d"]
    pages += ["/id/sydost-2025/activity/A5.34", *(f"/id/actor/{actor}" for actor in load[::25])]
    links = {
        href for address in pages for href, _ in read(client.get(address).text).links if href.startswith("/graph?")
    }
    assert len(links) > 25
    for href in links:
        assert client.get(href).status_code == 200, href


def test_no_row_is_lost_where_the_rules_are_still_tried(register, store):
    """Before the rules have been run the picture is there without findings, and says so."""
    fresh = Explorer(register, store, date(2026, 11, 21))
    answer = create_app(fresh).test_client().get("/graph?plan=skane-2019")
    assert "Reglerna prövas ännu" in answer.text
    assert len(activities(answer.text)) == 67
    assert not any(fact.get("findings") for fact in payload(answer.text)["facts"].values())
    assert not fresh.judged.ready
    fresh.close()


def test_no_text_of_the_plans_becomes_markup(tmp_path):
    """Markup, quotes and direction marks in titles and owners stay text, in links, in names and in the data block."""
    hostile = "</script><img src=x onerror=alert(1)> \" ' \u202e &lt;b&gt;"
    data = SmallData(tmp_path / "data").plan(
        "kronoberg-2030",
        period=("2030-01-01", "2030-12-31"),
        goals=[{"locator": "1", "title": hostile}],
        activities=[{"locator": "1.1/a", "goal": "1", "title": hostile, "time_text": hostile}],
        responsibilities=[{"row": "1.1/a", "role": "accountable", "actor": "kronoberg.chef", "written": hostile}],
    )
    register = load_register(data.folder)
    held = Explorer(register, build(register), date(2026, 11, 21))
    held.judged.all()
    for address in ("/graph", "/graph?plan=kronoberg-2030&activity=1.1/a", "/graph?goal=1&lang=en"):
        html = create_app(held).test_client().get(address).text
        page = read(html)
        assert "x" not in {attributes.get("src") for _, attributes in page.tags}
        assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
        assert ("/id/kronoberg-2030/activity/1.1~a", " ".join(hostile.split())) in [
            (href.partition("?")[0], text) for href, text in page.links
        ]
        assert payload(html)["facts"]["t:kronoberg-2030/1.1/a"]["title"] == hostile
    held.close()


def test_the_figures_are_those_of_the_queries(client, store):
    """What the table says of a plan is what `overview` says of it."""
    page = read(client.get("/graph").text)
    for row in run(store, named_query("overview"), {}).rows:
        assert f"{row['ownerless']} av {row['activities']} utan ansvarig" in page.texts["td"]


def test_a_link_of_the_site_leads_to_the_picture(client):
    """The main menu has the picture, and says which part is open."""
    assert ("/graph", "Bild") in read(client.get("/").text).links
    assert re.search(r'href="/graph" aria-current="page"', client.get("/graph?area=10").text)
