"""Every page can be used by everybody: axe-core in real Chromium finds nothing, at desk and phone width, sv and en."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# WCAG 2.1 A and AA, and axe's own good practice: whoever breaks it makes reading harder. Only what is wrong is told in
# full: to describe every element that is right takes axe most of its time, on large pages minutes.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], "resultTypes": ["violations"]}
PAGES = (
    "/",
    "/activities",
    "/activities?plan=kronoberg-2024&owned=no",
    "/actors",
    "/findings",
    "/findings?rule=OWN-MISSING&plan=kronoberg-2024",
    "/uptake",
    "/waiting",
    "/compare",
    "/compare?plan=gavleborg-2025&plan=vastmanland-2025&area=2",
    "/diff",
    "/diff?old=skane-2019&new=kronoberg-2024",
    "/graph",
    "/graph?plan=kronoberg-2024",
    "/search?q=palliativ",
    "/search?q=xyzzyqwerty",
    "/ask",
    "/ask/who-owns-what",
    "/ask/ownerless?plan=kronoberg-2024",
    "/sparql",
    "/dataset",
    "/id/kronoberg-2024",
    "/id/mellansverige-2025",
    "/id/area/2",
    "/id/kronoberg-2024/goal/11",
    "/id/vagen-framat-2024/goal/N2.4",
    "/id/strategi-2026/goal/2",
    "/id/mellansverige-2025/measure/4.d~m1",
    "/id/gavleborg-2025/activity/2.13~1",
    "/id/sydost-2025/activity/A9.8",
    "/id/actor/kronoberg.cancersamordnare",
    "/id/organisation/gavleborg",
    "/rule/OWN-MISSING",
    "/nothing-here",
)
DESK, PHONE = 1280, 360
# In English on a phone one page of each make: words and widths are both tried on every page elsewhere.
ENGLISH_PHONE = frozenset(
    {
        *("/", "/activities", "/findings", "/uptake", "/graph?plan=kronoberg-2024", "/ask/who-owns-what", "/sparql"),
        *("/compare?plan=gavleborg-2025&plan=vastmanland-2025&area=2", "/diff?old=skane-2019&new=kronoberg-2024"),
        *("/id/kronoberg-2024", "/id/gavleborg-2025/activity/2.13~1", "/nothing-here"),
    }
)
SEEN = [
    pytest.param(width, language, page, id=f"{'desk' if width == DESK else 'phone'}-{language}-{page}")
    for width in (DESK, PHONE)
    for language in ("sv", "en")
    for page in PAGES
    if (width, language) != (PHONE, "en") or page in ENGLISH_PHONE
]


@pytest.fixture(scope="module")
def tab(browser):
    """A tab of a browser; axe-core is let past the page's own policy."""
    context = browser.new_context(bypass_csp=True)
    yield context.new_page()
    context.close()


def faults(tab) -> list[str]:
    """What axe-core finds on the page that a tab shows, each with the element that it is about."""
    tab.evaluate(AXE)
    found = tab.evaluate("options => axe.run(document, options)", RULES)
    return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"][:3]]


@pytest.mark.parametrize(("width", "language", "page"), SEEN)
def test_axe_finds_nothing(tab, address, width, language, page):
    """WCAG 2.1 AA holds on the page, it says its language, and nothing sticks out sideways."""
    mark = "&" if urlsplit(page).query else "?"
    tab.set_viewport_size({"width": width, "height": 900})
    tab.goto(f"{address}{page}{mark}lang={language}" if language == "en" else f"{address}{page}")
    assert tab.get_attribute("html", "lang") == language
    assert tab.locator("h1").count() == 1
    wider = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"the page is {wider} px wider than the screen"
    assert faults(tab) == []


@pytest.mark.parametrize("place", ["main", "tbody tr:last-child td"])
def test_axe_is_not_asleep(tab, address, place):
    """A picture without a text, planted into a page or into the last row of a long table, is found."""
    tab.goto(f"{address}/activities")
    tab.evaluate(
        "place => document.querySelector(place).append(Object.assign(document.createElement('img'), {src: 'data:,'}))",
        place,
    )
    assert any(fault.startswith("image-alt") for fault in faults(tab))
