"""Nobody is left out: everything by keyboard with the focus in sight, at zoom 200 and 400 %, on paper, and by ear."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.test_web_accessibility import PAGES

pytestmark = pytest.mark.browser

ROW = "/id/gavleborg-2025/activity/2.13~1"
# A4 in pixels, without the margins that browsers leave.
STANDING, LYING = 718, 1047
# One page of each make, with whatever stands in its forms, tables and foldings.
MAKES = (
    *("/", "/activities?plan=kronoberg-2024&owned=no", "/findings?plan=vastmanland-2025", "/uptake", "/waiting"),
    *("/compare?plan=gavleborg-2025&plan=vastmanland-2025&area=2", "/diff?old=skane-2019&new=kronoberg-2024"),
    *("/graph?plan=gavleborg-2025", "/search?q=palliativ", "/ask/who-owns-what?plan=kronoberg-2024", "/sparql", ROW),
    *("/id/kronoberg-2024", "/id/actor/kronoberg.cancersamordnare", "/rule/OWN-MISSING?plan=vastmanland-2025"),
)
# How the element that has the focus is seen to have it: nothing, or what it is.
UNSEEN = """() => {
  const it = document.activeElement;
  if (!it || it === document.body) return "nowhere";
  const style = getComputedStyle(it), box = it.getBoundingClientRect();
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return ring && inside ? "" : `${it.tagName} ${it.className} ${it.textContent.trim().slice(0, 40)}`;
}"""


@pytest.fixture(scope="module")
def tab(browser):
    """A tab of a browser."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("page", PAGES)
def test_zoom(tab, address, page):
    """At zoom 200 and 400 % of a screen of 1280 pixels nothing is scrolled sideways to be read."""
    tab.goto(address + page)
    for width in (640, 320):
        tab.set_viewport_size({"width": width, "height": 450})
        wider = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"at {width} px the page is {wider} px wider than the screen"


@pytest.mark.parametrize("page", MAKES)
def test_by_keyboard_the_focus_is_seen_and_goes_on(tab, address, page):
    """The first stop skips to the content; every stop after it shows where it is, and none holds the reader back."""
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.goto(address + page)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    assert tab.evaluate(UNSEEN) == ""
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    stops = []
    for _ in range(45):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement === document.body"):
            break  # past the last stop of the page
        assert tab.evaluate(UNSEEN) == "", f"after {stops[-2:]}"
        stops.append(tab.evaluate("document.activeElement.outerHTML.slice(0, 200)"))
    repeated = [each for each, after in pairwise(stops) if each == after]
    assert len(stops) > 3
    assert not repeated


@pytest.mark.parametrize("page", PAGES)
def test_swedish_words_are_read_as_swedish_on_english_pages(tab, address, register, page):
    """Titles of rows and names of functions carry their language, so that a screen reader says them right."""
    said = {row["title"] for plan in register.plans for _, row in plan.rows() if row.get("title")}
    said |= {row["label"] for row in register.reference.actors}
    # the name of an organisation is its name in both languages
    said -= {row[column] for row in register.reference.organisations for column in ("label", "label_en")}
    tab.goto(f"{address}{page}{'&' if '?' in page else '?'}lang=en")
    wrong = tab.evaluate(
        """said => {
          const known = new Set(said), wrong = [];
          const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walk.nextNode()) {
            const text = walk.currentNode.textContent.trim(), within = walk.currentNode.parentElement;
            if (text.length > 4 && known.has(text) && !within.closest("script, svg, datalist")
                && within.closest("[lang]").lang !== "sv") wrong.push(text);
          }
          return wrong;
        }""",
        sorted(said),
    )
    assert wrong == [], wrong[:5]


def test_on_paper_the_page_of_a_function_is_its_list(tab, address):
    """Printed, the page of an actor keeps name, plans and rows, and leaves out what can only be clicked."""
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.goto(f"{address}/id/actor/kronoberg.cancersamordnare")
    tab.emulate_media(media="print")
    try:
        for shown in ("h1", "text=Uppdatera RgK:s uppdragsbeskrivning", "text=Hämtad från målbilden >> nth=0"):
            assert tab.locator(shown).first.is_visible(), shown
        for hidden in ("header.site", "nav.crumbs", "button.print", ".also", "#alike", "footer.site a"):
            assert not tab.locator(hidden).first.is_visible(), hidden
    finally:
        tab.emulate_media(media="screen")


@pytest.mark.parametrize("page", MAKES)
def test_pages_fit_on_paper(tab, address, page):
    """Printed on A4 no table is cut at the edge; tables of many columns are printed lying."""
    tab.set_viewport_size(
        {"width": LYING if page.split("?")[0] in ("/", "/uptake", "/ask/who-owns-what") else STANDING, "height": 900}
    )
    tab.goto(address + page)
    tab.emulate_media(media="print")
    try:
        wider = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"the page is {wider} px wider than the paper"
    finally:
        tab.emulate_media(media="screen")


def test_on_a_phone_the_list_comes_before_its_filters(browser, address):
    """Folded on a phone, the filters open at a tap; turned to its side they can still be reached."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/activities?plan=kronoberg-2024&owned=no")
    assert page.locator("main tbody a.row").first.bounding_box()["y"] < 844
    assert not page.locator("#filter-plan").is_visible()
    page.set_viewport_size({"width": 844, "height": 390})
    page.locator("details.fold > summary").click()
    page.locator("#filter-cause").select_option("unclear")
    page.get_by_role("button", name="Visa").click()
    page.wait_for_url("**cause=unclear**")
    assert page.locator("#filter-plan").is_visible()
    assert not page.locator("details.fold > summary").is_visible()
    context.close()


@pytest.fixture(scope="module")
def phone(browser):
    """A tab as wide as a phone, without script."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("page", ["/", "/waiting", "/sparql?lang=en"])
def test_on_a_phone_every_part_of_the_menu_is_in_sight(phone, address, page):
    """No part is scrolled away, nor the one that the reader is in, and the page still begins on the first screen."""
    phone.goto(address + page)
    parts = phone.locator("nav.parts a")
    boxes = [parts.nth(number).bounding_box() for number in range(parts.count())]
    assert len(boxes) >= 10
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in boxes)
    assert all(box["height"] >= 40 for box in boxes)
    assert phone.locator("nav.parts a[aria-current]").is_visible()
    assert phone.locator("h1").bounding_box()["y"] < 422


def test_on_a_phone_numbers_stand_in_one_column(phone, address):
    """What is said of a number stands below it, so that it is found where the others are."""
    phone.goto(f"{address}/")
    row = phone.locator("table.figures tbody tr", has_text="planen har slutat").first
    edges = {round(box["x"] + box["width"]) for link in row.locator("td a").all() if (box := link.bounding_box())}
    assert len(edges) == 1, edges


def test_on_a_phone_the_heat_map_says_which_plans_have_ended(phone, address):
    """Where the head of the table is gone each cell still says that its plan has ended."""
    phone.goto(f"{address}/")
    cell = phone.locator("table.matrix td[data-label^='Region Kronoberg']").first
    assert "har slutat gälla" in cell.get_attribute("data-label")
    assert not phone.locator("table.matrix td[data-label^='RCC Sydöst'][data-label*='slutat']").count()


def test_on_a_phone_plans_to_compare_stand_in_line(phone, address):
    """Every name begins at the same edge, and its tags stand below it and never below its box."""
    phone.goto(f"{address}/compare")
    labels = phone.locator("fieldset.pick label")
    boxes = [labels.nth(number).locator("input").bounding_box() for number in range(labels.count())]
    names = [labels.nth(number).locator("span").first.bounding_box() for number in range(labels.count())]
    assert len({round(box["x"]) for box in boxes}) == len({round(name["x"]) for name in names}) == 1
    for box, tag in ((boxes[0], tag.bounding_box()) for tag in labels.locator(".tag").all()):
        assert tag["x"] > box["x"] + box["width"]


def test_on_a_phone_a_counterpart_stands_beside_what_it_is(phone, address):
    """“Även i” is a tag as wide as its words, with the counterpart’s mark after it."""
    phone.goto(f"{address}/compare?plan=kronoberg-2024&plan=sydost-2025&area=2")
    tag = phone.locator(".tag.also").first
    assert tag.evaluate("it => getComputedStyle(it).display") == "inline-block"


@pytest.mark.parametrize("query", ["ASK { ?row a pg:Activity }", "SELECT"])
def test_whoever_runs_a_query_comes_to_its_answer(phone, address, query):
    """Without script too, the answer or why there is none is on the screen once the query has been run."""
    phone.goto(f"{address}/sparql")
    phone.locator("#query").fill(query)
    phone.get_by_role("button", name="Kör frågan").click()
    phone.wait_for_url("**query=**")
    assert 0 <= phone.locator("#results").bounding_box()["y"] < 500


def test_without_script_the_filters_stand_open(browser, address):
    """Nobody needs a script to narrow a list on a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/activities")
    assert page.locator("#filter-plan").is_visible()
    context.close()
