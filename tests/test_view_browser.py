# SPDX-License-Identifier: Apache-2.0
"""The interactive picture in a real browser: with the mouse, with the keyboard alone, on a phone, and offline."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from plangraph.queries import named_query, run
from plangraph.validation import check
from plangraph.view import Scope, render
from tests.test_view import HOSTILE, hostile_page, lonely_plan

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
AS_OF = date(2026, 3, 1)
Open = Callable[..., "Page"]


@pytest.fixture(scope="module")
def file(store: ox.Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("view") / "picture.html"
    path.write_text(render(store, check(store, AS_OF).findings, Scope(), as_of=AS_OF), encoding="utf-8")
    return path


@pytest.fixture
def visit(browser: Browser, file: Path) -> Iterator[Open]:
    """Opens the picture with the network cut; afterwards nothing was asked for and nothing went wrong on any page."""
    asked: list[str] = []
    wrong: list[str] = []
    contexts = []

    def opened(path: Path = file, width: int = 1440, height: int = 900, hash_: str = "") -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        contexts.append(context)
        context.set_offline(True)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("dialog", lambda dialog: (wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.goto(path.as_uri() + hash_)
        page.wait_for_selector("html[data-ready=yes]")
        assert [url for url in asked if not url.startswith(path.as_uri())] == []
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []
    # the page itself, once for each visit, and its empty icon
    assert {url.partition("#")[0] for url in asked if url != "data:,"} <= {
        url.partition("#")[0] for url in asked if url.startswith("file:")
    }
    assert sum(url.startswith("file:") for url in asked) == len(contexts)


def box(page: Page, node: str) -> str:
    """The accessible name of a node's box."""
    return page.locator(f'#boxes button[data-id="{node}"]').get_attribute("aria-label") or ""


def click(page: Page, node: str) -> None:
    """A real click of the mouse on the canvas, where the node is drawn."""
    target = page.locator(f'#boxes button[data-id="{node}"]')
    target.scroll_into_view_if_needed()
    place = target.bounding_box()
    assert place
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)


def nodes(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all("#boxes button", "boxes => boxes.map(box => box.dataset.id)")
    return found


def visible_rows(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        "#tasks tbody tr", "rows => rows.filter(row => !row.hidden).map(row => row.dataset.id)"
    )
    return found


def shown(page: Page, number: int) -> None:
    """Waits until the table says that it shows so many rows."""
    page.locator("#shown", has_text=re.compile(rf"^Visar {number} av ")).wait_for(state="attached")


def narrowed(page: Page) -> None:
    """Waits until the table shows fewer than all rows."""
    page.locator("#shown", has_text=re.compile(r"^Visar (?!332 )")).wait_for(state="attached")


def details(page: Page) -> str:
    return page.locator("#details").inner_text()


def no_sideways_scroll(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_it_opens_on_the_overview_with_the_queries_figures(visit: Open, store: ox.Store) -> None:
    """The opening is Swedish and a few dozen boxes; each plan's box says what `overview` says."""
    page = visit()
    assert page.locator("html").get_attribute("lang") == "sv"
    assert page.title().startswith("Vem ansvarar för vad")
    assert 20 <= len(nodes(page)) <= 40
    for row in run(store, named_query("overview"), {}).rows:
        assert f"{row['ownerless']} av {row['activities']} utan ansvarig" in box(page, f"p:{row['plan']}")
    areas: dict[str, list[int]] = {}
    for row in run(store, named_query("coverage"), {}).rows:
        counts = areas.setdefault(row["area"], [0, 0])
        counts[0] += int(row["ownerless"])
        counts[1] += int(row["activities"])
    for area, (without, number) in areas.items():
        assert f"{without} av {number} utan ansvarig" in box(page, f"a:{area}")


def test_the_canvas_is_painted_and_nothing_moves_by_itself(visit: Open) -> None:
    """Something red is drawn, and half a second later the picture is the same to the pixel."""
    page = visit()
    read = """() => { const c = document.querySelector('#picture canvas');
        const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; let red = 0, sum = 0;
        for (let i = 0; i < d.length; i += 4) { sum = (sum * 31 + d[i]) % 1e9;
            if (d[i + 3] > 200 && d[i] > 150 && d[i + 1] < 90 && d[i + 2] < 90) red += 1; } return [red, sum]; }"""
    page.wait_for_timeout(200)
    first = page.evaluate(read)
    page.wait_for_timeout(500)
    assert first[0] > 2000
    assert page.evaluate(read) == first


def test_opening_a_plan_shows_goals_then_activities_then_owners(visit: Open) -> None:
    """Overview, plan, goal, activity: each click adds what lies to the right, and the crumbs lead back."""
    page = visit()
    click(page, "p:kronoberg-2024")
    assert sum(node.startswith("g:kronoberg-2024/") for node in nodes(page)) == 49
    assert "49 av 74 utan ansvarig" in details(page)
    click(page, "g:kronoberg-2024/20")
    shown = nodes(page)
    assert {"t:kronoberg-2024/20.1", "t:kronoberg-2024/20.2"} <= set(shown)
    assert any(node.startswith("o:") for node in shown)
    click(page, "t:kronoberg-2024/20.1")
    said = details(page)
    assert "Ansvarig" in said
    assert "Cancersamordnare" in said
    assert "Angiven på aktiviteten" in said
    assert "Så står det i planen" in said
    assert "Rad i planen" in said
    assert "20.1" in said
    assert "Målvägen" in said
    assert "Målområdesvägen" in said
    page.locator("#crumbs button", has_text="Region Kronoberg").click()
    assert page.locator("#crumbs [aria-current]").inner_text() == "Region Kronoberg"
    page.go_back()
    page.go_back()
    page.go_back()
    assert page.locator("#crumbs [aria-current]").inner_text() == "Överblick"


def test_an_activity_without_owner_says_why(visit: Open) -> None:
    """Kronoberg 3.1 has the cause "unclear"; the plan's silence is said to prove nothing."""
    page = visit(hash_="#task=t%3Akronoberg-2024%2F3.1")
    assert "Ansvarig saknas i planen: Oklart enligt planen" in details(page)
    assert "inget bevis" in details(page)
    assert "c:unclear" in nodes(page)


def test_inherited_owners_do_not_look_stated(visit: Open) -> None:
    """Kronoberg 25.1: every owner is marked as taken from the goal, none as stated on the activity."""
    page = visit(hash_="#task=t%3Akronoberg-2024%2F25.1")
    answering = page.locator("#details .owners").first.locator("li")
    assert answering.count() >= 4
    for said in answering.all_inner_texts():
        assert "Hämtad från målbilden" in said
        assert "Angiven på aktiviteten" not in said
    assert "Delat ansvar".lower() in details(page).lower()


@pytest.mark.parametrize("words", ["gava klaffas", "KLAFFAS gava"])
def test_search_that_finds_nothing_says_so(visit: Open, words: str) -> None:
    """Words that stand nowhere leave no row, and the panel says that nothing is in the selection."""
    page = visit()
    page.fill("#text", words)
    shown(page, 0)
    assert visible_rows(page) == []
    assert "Inget i urvalet" in details(page)


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ("narstaendestod", "t:gavleborg-2025/2.1/2"),  # Swedish letters forgiven
        ("Cancersamordnare 20.1", "t:kronoberg-2024/20.1"),  # an actor and a row
        ("lppl", "t:kronoberg-2024/2.1"),  # an abbreviation as written
        ("standardiserat vårdförlopp", "t:kronoberg-2024/22.1"),  # what the plan's abbreviation SVF means
    ],
)
def test_search_finds_titles_actors_abbreviations_and_rows(visit: Open, words: str, row: str) -> None:
    """Search narrows picture and table alike, and lists the hits."""
    page = visit()
    page.fill("#text", words)
    narrowed(page)
    found = visible_rows(page)
    assert row in found
    assert len(found) < 100
    plans = [f"p:{plan}" for plan in {node[2:].split("/")[0] for node in found}]
    for plan in plans:
        assert f"av {sum(node.startswith('t:' + plan[2:] + '/') for node in found)} utan" in box(page, plan)
    assert "Träffar" in details(page)
    page.locator(f'#details button[data-go="{row}"]').first.click()
    assert page.locator("#crumbs [aria-current]").count() == 1
    assert row in nodes(page)


def test_filters_narrow_picture_and_table_together(visit: Open, store: ox.Store) -> None:
    """Plan, area and finding together leave what the queries leave; reset brings everything back."""
    page = visit()
    page.select_option("#plan", "p:kronoberg-2024")
    page.select_option("#area", "a:2")
    page.select_option("#finding", "ownerless")
    shown(page, 11)
    expected = {
        f"t:{row['plan']}/{row['activity']}"
        for row in run(store, named_query("ownerless"), {"plan": "kronoberg-2024"}).rows
        if row["area"] == "2" and row["activity"]
    }
    assert set(visible_rows(page)) == expected
    assert "11 av 11 utan ansvarig" in box(page, "p:kronoberg-2024")
    assert "11 av 11 utan ansvarig" in box(page, "a:2")
    assert "Inget i urvalet" in box(page, "p:skane-2019")
    cell = page.locator('#matrix td[data-area="a:2"][data-plan="p:kronoberg-2024"]')
    assert cell.text_content() == "11 av 11 utan ansvarig"
    page.click("#clear")
    shown(page, 332)


def test_the_kind_of_actor_filters(visit: Open, store: ox.Store) -> None:
    """The kind of actor leaves the activities in which `who-owns-what` gives such an actor a role."""
    page = visit()
    page.select_option("#kind", "cancer-coordinator")
    narrowed(page)
    rows = run(store, named_query("who-owns-what"), {"kind": "cancer-coordinator"}).rows
    assert set(visible_rows(page)) == {f"t:{row['plan']}/{row['activity']}" for row in rows}


def test_a_rule_filters_to_its_findings(visit: Open, store: ox.Store) -> None:
    """A finding in the filter leaves the activities on which `check` reports it."""
    page = visit()
    page.select_option("#finding", "rule:OWN-MISSING")
    narrowed(page)
    found = {
        f"t:{finding.plan}/{finding.row}"
        for finding in check(store, AS_OF).findings
        if finding.rule.id == "OWN-MISSING" and "/activity/" in finding.focus
    }
    assert found
    assert found <= set(visible_rows(page))


def test_the_table_sorts_by_a_heading(visit: Open) -> None:
    """A heading sorts up, then down, and says so; 2.10 comes after 2.9."""
    page = visit()
    head = page.locator("#tasks thead th", has_text="Rad i planen")
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    order = [row.partition("/")[2] for row in visible_rows(page) if row.startswith("t:gavleborg-2025")]
    assert order.index("2.9/1") < order.index("2.10/1")
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    order = [row.partition("/")[2] for row in visible_rows(page) if row.startswith("t:gavleborg-2025")]
    assert order.index("2.10/1") < order.index("2.9/1")


def test_the_keyboard_alone_reaches_everything(visit: Open) -> None:
    """Tab to the picture, arrows to a plan, Enter to open, arrows to an area, Enter, and Escape back, with a ring."""
    page = visit()
    inside = "document.getElementById('boxes').contains(document.activeElement)"
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate(inside):
            break
    assert page.evaluate(inside)
    ring = (
        "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).outlineWidth"
    )
    assert re.match(r"solid[23]", page.evaluate(ring))
    focused = "document.activeElement.dataset.id"
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused).startswith("a:")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused).startswith("p:")
    page.keyboard.press("ArrowDown")
    plan = page.evaluate(focused)
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == f"#plan={plan.replace(':', '%3A')}"
    assert page.evaluate(focused) == plan
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused).startswith("a:")
    page.keyboard.press("Enter")
    assert "area=" in page.evaluate("location.hash")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.evaluate("location.hash") == ""
    page.keyboard.press("Tab")
    assert not page.evaluate(inside)


def test_every_control_has_a_name_and_the_tables_have_headers(visit: Open) -> None:
    """Buttons and fields have accessible names, tables have captions, and their headers a scope."""
    page = visit()
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll('button, input, select')].filter(e =>
        !(e.textContent.trim() || e.getAttribute('aria-label') || (e.labels && e.labels.length))).length"""
    )
    assert unnamed == 0
    assert page.locator("table > caption").count() == page.locator("table").count() == 2
    assert page.locator("th:not([scope])").count() == 0
    assert page.locator("[tabindex]").evaluate_all("all => all.every(e => e.tabIndex <= 0)")
    assert page.locator("h1").count() == 1


def test_the_strategy_may_be_that_of_2009(visit: Open) -> None:
    """The opening has the three goals of 2026; the switch shows the five of 2009 instead."""
    page = visit()
    assert sum(node.startswith("s:strategi-2026/") for node in nodes(page)) == 3
    page.check("input[value=strategi-2009]")
    assert sum(node.startswith("s:strategi-2009/") for node in nodes(page)) == 5
    assert not any(node.startswith("s:strategi-2026/") for node in nodes(page))


def test_the_whole_graph_is_an_option(visit: Open) -> None:
    """All of some 800 nodes stand in one picture when asked for, and one of them can be chosen with the mouse."""
    page = visit()
    page.click("#whole")
    assert 700 <= len(nodes(page)) <= 900
    click(page, "t:kronoberg-2024/20.1")
    assert "20.1" in details(page)
    page.click("#whole")
    assert len(nodes(page)) <= 40


@pytest.mark.parametrize("hash_", ["", "#plan=p%3Askane-2019", "#task=t%3Agavleborg-2025%2F2.2%2F3", "#whole=1"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (720, 450)])
def test_a_phone_and_a_page_at_200_percent_need_no_sideways_scroll(
    visit: Open, hash_: str, width: int, height: int
) -> None:
    """At 390 px, and at half of 1440 px as when zoomed to 200 %, everything fits the width and a node can be tapped."""
    page = visit(width=width, height=height, hash_=hash_)
    assert no_sideways_scroll(page)
    if not hash_:
        click(page, "p:skane-2019")
        assert page.locator("#crumbs [aria-current]").inner_text() == "Region Skåne"
        assert no_sideways_scroll(page)


def test_hostile_text_is_shown_and_does_not_run(visit: Open, data_copy: Path, tmp_path: Path) -> None:
    """Markup, quotes and direction marks in a title and an owner are text in panel and table; no dialog, no request."""
    path = tmp_path / "hostile.html"
    path.write_text(hostile_page(data_copy, HOSTILE, HOSTILE), encoding="utf-8")
    page = visit(path)
    click(page, "g:kronoberg-2024/1")
    click(page, "t:kronoberg-2024/1.1")
    assert "<img src=x onerror=alert(1)>" in details(page)
    assert page.locator("img").count() == 0
    page.fill("#text", "onerror=alert")
    shown(page, 1)  # one of the two lies in what is open; the panel lists both
    assert "Aktiviteter (2)" in details(page)
    assert "<img src=x" in page.locator("#details").inner_text()


def test_a_title_of_ten_thousand_characters_breaks_nothing(visit: Open, data_copy: Path, tmp_path: Path) -> None:
    """The card is cut short, the panel and the table break the line, and the page stays as wide as it was."""
    path = tmp_path / "long.html"
    path.write_text(hostile_page(data_copy, "å" * 10_000, "x" * 10_000), encoding="utf-8")
    for width in (1440, 390):
        page = visit(path, width=width, hash_="#goal=g%3Akronoberg-2024%2F1")
        click(page, "t:kronoberg-2024/1.1")
        assert "å" * 10_000 in details(page)
        assert no_sideways_scroll(page)
        card = page.locator('#boxes button[data-id="t:kronoberg-2024/1.1"]').bounding_box()
        assert card
        assert card["height"] < 200


def test_a_plan_that_hangs_on_nothing_can_be_opened(visit: Open, tmp_path: Path) -> None:
    """Neither strategy, superior plan nor area is needed: plan, goal, activity and owner open one after the other."""
    path = tmp_path / "lonely.html"
    path.write_text(render(lonely_plan(tmp_path / "data"), [], Scope(), as_of=AS_OF), encoding="utf-8")
    page = visit(path)
    click(page, "p:kronoberg-2030")
    click(page, "g:kronoberg-2030/1")
    click(page, "t:kronoberg-2030/1.1")
    assert "Chefen" in details(page)
    page.click("#whole")
    assert "t:kronoberg-2030/1.1" in nodes(page)


def test_an_address_that_means_nothing_opens_the_overview(visit: Open) -> None:
    """A hash that names nothing here, or is no address at all, opens the overview without an error."""
    for hash_ in ("#plan=p%3Anowhere", "#task=%E0%A4%A", "#__proto__=1", "#tables"):
        page = visit(hash_=hash_)
        assert page.locator("#crumbs [aria-current]").inner_text() == "Överblick"


def test_the_wheel_scrolls_the_page_and_zooms_only_with_ctrl(visit: Open) -> None:
    """The picture does not trap the wheel on the way to the table; with Ctrl it zooms."""
    page = visit()
    page.mouse.move(500, 500)
    page.mouse.wheel(0, 300)
    page.wait_for_timeout(400)
    assert page.evaluate("scrollY") > 100
    before = page.evaluate("document.getElementById('boxes').style.transform")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    page.wait_for_timeout(400)
    assert page.evaluate("document.getElementById('boxes').style.transform") != before
    assert page.evaluate("scrollY") < 400
