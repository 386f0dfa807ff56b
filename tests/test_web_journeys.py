"""What users do, in a real browser: the questions of a cancersamordnare, from the start page to the answer."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def tab(browser, address):
    """The start page in a tab that notes what the browser complains of and which hosts it asks."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda asked: None if asked.url.startswith((address, "data:", "blob:")) else complaints.append(asked.url),
    )
    page.goto(address)
    yield page
    context.close()
    assert complaints == []


def test_who_owns_mdk_in_skane(tab):
    """Somebody types MDK, picks Skåne's row, and reads who is accountable: A22 names its owners."""
    tab.locator("header input[type=search]").first.fill("MDK skåne")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/search?*")
    tab.locator("main a[href$='/id/skane-2019/activity/A22']").first.click()
    tab.wait_for_url("**/id/skane-2019/activity/A22")
    who = tab.locator("main section", has=tab.get_by_role("heading", name="Vem", exact=True))
    assert "Ansvarig saknas i planen" not in who.inner_text()
    for owner in ("Förvaltningschef", "Verksamhetschef", "Regional processledare (RPPL)", "Lokal processledare (LPPL)"):
        assert who.get_by_role("link", name=owner, exact=True).is_visible()


def test_what_nobody_owns_in_kronoberg_is_listed_and_downloaded(tab):
    """From the start page's number to the list of 49 rows, and the same 49 in the file."""
    tab.locator("main a[href*='plan=kronoberg-2024'][href*='owned=no']").first.click()
    tab.wait_for_url("**/activities?*")
    assert tab.inner_text(".shown strong").split() == ["49", "aktiviteter"]
    with tab.expect_download() as waiting:
        tab.get_by_role("link", name="CSV").first.click()
    with Path(waiting.value.path()).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 49
    assert {row["plan"] for row in rows} == {"kronoberg-2024"}
    assert "3.1" in {row["activity"] for row in rows}
    assert "20.1" not in {row["activity"] for row in rows}


def test_gavleborg_and_vastmanland_on_palliative_care(tab):
    """Two plans side by side on focus area 2: both carry out the measure about the palliative register."""
    tab.get_by_role("navigation").get_by_role("link", name="Jämför").click()
    tab.get_by_label("Region Gävleborg 2025–2027").check()
    tab.get_by_label("Region Västmanland 2025–2027").check()
    tab.get_by_label("Målområde").select_option("2")
    tab.get_by_role("button", name="Jämför").click()
    tab.wait_for_url("**/compare?*")
    said = tab.inner_text("main")
    assert "2.13/1" in said
    assert "4.g/3" in said
    assert "palliativ" in said.casefold()


def test_an_activity_is_followed_up_to_strategy_2(tab, address):
    """From an activity in Gävleborg, link by link, to a goal of the strategy of 2026."""
    tab.goto(f"{address}/id/gavleborg-2025/activity/2.13~1")
    tab.locator("main a[href*='/id/strategi-2026/goal/']").first.click()
    tab.wait_for_url("**/id/strategi-2026/goal/*")
    assert "2026" in tab.inner_text("main")


def test_switching_to_english_and_back(tab, address):
    """One link turns the page to English, the address of the row stays, and every further page is English too."""
    tab.goto(f"{address}/id/kronoberg-2024/activity/20.1")
    tab.get_by_role("link", name="In English").click()
    tab.wait_for_url("**lang=en**")
    assert tab.get_attribute("html", "lang") == "en"
    assert "Accountable" in tab.inner_text("main")
    tab.get_by_role("navigation").get_by_role("link", name="Activities").first.click()
    tab.wait_for_url("**/activities**")
    assert tab.get_attribute("html", "lang") == "en"
    tab.get_by_role("link", name="På svenska").click()
    tab.wait_for_function("document.documentElement.lang === 'sv'")


def test_by_keyboard_alone(tab):
    """The first Tab reaches the link that skips to the content, focus is visible, and Enter follows it."""
    tab.keyboard.press("Tab")
    skip = tab.evaluate("document.activeElement.getAttribute('href')")
    assert skip.startswith("#")
    outline = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    tab.keyboard.press("Enter")
    assert tab.evaluate("location.hash") == skip


def test_on_a_phone(browser, address):
    """At 360 px, and at the width that a desk's screen has at 200 %, nothing sticks out and the list can be read."""
    for width in (360, 640):
        context = browser.new_context(viewport={"width": width, "height": 740}, has_touch=True)
        page = context.new_page()
        page.goto(f"{address}/activities?plan=kronoberg-2024&owned=no")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator("tbody").get_by_text("Ansvarig saknas i planen").first.is_visible()
        context.close()
