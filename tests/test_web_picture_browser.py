"""The explorer's picture in a real browser: under its policy, with the mouse, the keyboard alone, and on a phone."""

from __future__ import annotations

import re

import pytest

from plangraph.queries import named_query, run
from tests.test_view_browser import box, click, details, no_sideways_scroll, nodes, visible_rows

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(browser, address):
    """Opens a page; afterwards no other host was asked, the policy stopped nothing, and nothing went wrong."""
    asked, wrong, contexts = [], [], []

    def opened(path, width=1280, height=900):
        context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(8000)
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.add_init_script(
            "addEventListener('securitypolicyviolation', (e) => console.error('policy', e.blockedURI))"
        )
        page.goto(address + path)
        page.wait_for_selector("html[data-ready=yes]")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []
    assert [url for url in asked if not url.startswith((address, "data:"))] == []


def ready(page, address):
    """Waits until a page of the explorer with a picture has been opened."""
    page.wait_for_url(address)
    page.wait_for_selector("html[data-ready=yes]")


def test_a_plan_opens_with_the_queries_figures_and_a_click_opens_more(visit, store):
    """The plan's own figures stand on its box; a click on a goal shows its activities and owners, Esc goes back."""
    page = visit("/graph?plan=kronoberg-2024")
    (row,) = run(store, named_query("overview"), {"plan": "kronoberg-2024"}).rows
    assert f"{row['ownerless']} av {row['activities']} utan ansvarig" in box(page, "p:kronoberg-2024")
    click(page, "g:kronoberg-2024/20")
    assert {"t:kronoberg-2024/20.1", "t:kronoberg-2024/20.2", "o:kronoberg.cancersamordnare"} <= set(nodes(page))
    assert set(visible_rows(page)) == {"t:kronoberg-2024/20.1", "t:kronoberg-2024/20.2"}
    page.go_back()
    assert "t:kronoberg-2024/20.1" not in nodes(page)
    assert len(visible_rows(page)) == 74


def test_the_table_shows_what_the_picture_shows(visit):
    """National goal N5.1: 28 activities on its box, in its panel and in the table, whatever way they come to it."""
    page = visit("/graph?goal=N5.1")
    assert "3 av 28 utan ansvarig" in box(page, "g:vagen-framat-2024/N5.1")
    assert "3 av 28 utan ansvarig" in details(page)
    assert len(visible_rows(page)) == 28
    click(page, "g:gavleborg-2025/2.7")
    assert set(visible_rows(page)) == {"t:gavleborg-2025/2.7/1", "t:gavleborg-2025/2.7/2"}


def test_the_panel_and_the_table_lead_to_the_activitys_page(visit, address):
    """From a chosen activity a link leads to its page; the table has the same link."""
    page = visit("/graph?actor=kronoberg.cancersamordnare")
    click(page, "t:kronoberg-2024/20.1")
    page.get_by_role("link", name="Aktivitetens sida").click()
    page.wait_for_url(f"{address}/id/kronoberg-2024/activity/20.1")
    assert "20.1" in page.locator("main").inner_text()
    page.go_back()
    ready(page, f"{address}/graph?actor=kronoberg.cancersamordnare")
    page.locator('#tasks tr[data-id="t:kronoberg-2024/20.1"] th a').click()
    page.wait_for_url(f"{address}/id/kronoberg-2024/activity/20.1")


def test_what_lies_outside_is_said_and_opens_on_click(visit, address):
    """An actor's picture counts what a goal has besides the actor's own, and a click opens the goal's whole picture."""
    page = visit("/graph?plan=kronoberg-2024&activity=20.1")
    page.locator("#crumbs button", has_text="Alla cancerpatienter har namngiven").click()
    assert box(page, "m:g:kronoberg-2024/20") == "1 aktivitet till utanför urvalet"
    assert "1 aktivitet till utanför urvalet" in details(page)
    click(page, "m:g:kronoberg-2024/20")
    ready(page, f"{address}/graph?goal=kronoberg-2024%2F20")
    assert {"t:kronoberg-2024/20.1", "t:kronoberg-2024/20.2"} <= set(nodes(page))
    assert not any(node.startswith("m:") for node in nodes(page))


def test_the_keyboard_alone_opens_goes_back_and_leaves(visit, address):
    """Tab reaches the picture, arrows move, Enter opens, Esc goes back, and Tab goes on to the panel and the table."""
    page = visit("/graph")
    inside = "document.getElementById('boxes').contains(document.activeElement)"
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(inside):
            break
    assert page.evaluate(inside)
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    plan = page.evaluate("document.activeElement.dataset.id")
    assert plan.startswith("p:")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == f"#plan={plan.replace(':', '%3A')}"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Planens sida"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Öppna som egen bild"
    page.keyboard.press("Enter")
    ready(page, f"{address}/graph?plan={plan[2:]}")
    assert "Bild: " in page.locator("h1").inner_text()


def test_going_back_comes_to_what_the_page_opened_on(visit):
    """A narrowed picture opens on its subject: back from a goal, and from a place on the page, leads there again."""
    page = visit("/graph?actor=kronoberg.cancersamordnare")
    assert page.locator("#crumbs [aria-current]").inner_text() == "Cancersamordnare"
    click(page, "g:kronoberg-2024/20")
    assert page.locator("#crumbs [aria-current]").inner_text().startswith("Alla cancerpatienter")
    page.get_by_role("link", name="Samma uppgifter i tabeller").click()
    assert page.locator("#crumbs [aria-current]").inner_text().startswith("Alla cancerpatienter")
    page.go_back()
    page.go_back()
    assert page.locator("#crumbs [aria-current]").inner_text() == "Cancersamordnare"
    page.locator("#crumbs button", has_text="Överblick").click()
    assert page.evaluate("location.hash") == "#overview"
    page.reload()
    page.wait_for_selector("html[data-ready=yes]")
    assert page.locator("#crumbs [aria-current]").inner_text() == "Överblick"


def test_numbers_lead_to_lists_while_nothing_is_filtered_away(visit, address):
    """A filter changes the table's numbers, which then lead nowhere; taking it away brings the links back."""
    page = visit("/graph")
    cell = page.locator('#matrix td[data-area="a:2"][data-plan="p:kronoberg-2024"]')
    assert cell.locator("a").count() == 2
    before = cell.inner_text()
    page.select_option("#finding", "ownerless")
    page.locator("#shown", has_text=re.compile("^Visar 88 ")).wait_for(state="attached")
    assert cell.locator("a").count() == 0
    assert re.match(r"(\d+) av \1 utan ansvarig", cell.inner_text())
    page.click("#clear")
    page.locator("#shown", has_text=re.compile("^Visar 332 ")).wait_for(state="attached")
    assert cell.inner_text() == before
    cell.locator("a").last.click()
    page.wait_for_url(re.compile(r"/activities\?"))


@pytest.mark.parametrize(
    "path",
    [
        "/graph",
        "/graph?plan=skane-2019",
        "/graph?goal=mellansverige-2025/4.d",
        "/graph?actor=kronoberg.cancersamordnare&lang=en",
    ],
)
@pytest.mark.parametrize(("width", "height"), [(390, 844), (320, 700), (640, 450)])
def test_a_phone_and_a_page_at_200_percent_need_no_sideways_scroll(visit, path, width, height):
    """At phone widths and at half of 1280 px everything fits the width, and a node can be tapped."""
    page = visit(path, width=width, height=height)
    assert no_sideways_scroll(page)
    first = next(node for node in nodes(page) if node.startswith("g:") or node.startswith("p:"))
    click(page, first)
    assert details(page)
    assert no_sideways_scroll(page)


@pytest.mark.parametrize(("width", "height"), [(390, 844), (640, 450)])
def test_tables_scroll_in_their_regions_on_a_phone(visit, width, height):
    """Hundreds of rows do not lengthen the page: a table scrolls in its region, by keyboard too."""
    page = visit("/graph", width=width, height=height)
    page.locator("#tables").scroll_into_view_if_needed()
    regions = page.locator("#tables [role=region]")
    assert regions.count() == 2
    for region in regions.all():
        region.focus()
        sizes = region.evaluate("e => [e.clientHeight, e.scrollHeight, e.clientWidth, e.scrollWidth]")
        assert sizes[0] < height and sizes[1] > 2 * sizes[0] and sizes[3] <= sizes[2]
        page.keyboard.press("PageDown")
        page.wait_for_function("e => e.scrollTop > 0", arg=region.element_handle())
    assert page.evaluate("document.querySelector('#tables').offsetHeight") < 2 * height + 100


def test_the_matrix_folds_on_a_phone(visit):
    """Each number says which plan it is of, as there is no heading above it, and nothing unseen takes the focus."""
    page = visit("/graph", width=390, height=844)
    first = page.locator("#matrix tbody tr").first
    names = first.locator("td").evaluate_all("all => all.map(e => getComputedStyle(e, '::before').content)")
    assert [name.strip('": ') for name in names] == [
        *("Region Västmanland", "Region Gävleborg", "Region Kronoberg", "Region Skåne", "RCC Sydöst"),
        "Bedöms bidra till",
    ]
    assert page.locator("#matrix thead").is_hidden()
    assert page.get_by_role("table").first.get_by_role("row").count() == 11


def test_every_control_has_a_name_and_ids_are_used_once(visit):
    """Buttons, fields and regions have names of their own, and no id of the frame is one of the picture's."""
    page = visit("/graph?plan=kronoberg-2024")
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll('button, input, select, a')].filter(e =>
        !(e.textContent.trim() || e.getAttribute('aria-label') || (e.labels && e.labels.length))).length"""
    )
    assert unnamed == 0
    ids = page.eval_on_selector_all("[id]", "all => all.map(e => e.id)")
    assert len(ids) == len(set(ids))
    named = page.eval_on_selector_all("nav, [role=search]", "all => all.map(e => e.getAttribute('aria-label'))")
    assert len(named) == len(set(named))
    assert page.locator("h1").count() == 1
