"""Every page can be used by everybody: axe-core in real Chromium finds nothing, at desk and phone width, sv and en."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# WCAG 2.1 A and AA, and axe's own good practice: whoever breaks it makes reading harder.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}
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


@pytest.fixture(scope="module", params=[1280, 360], ids=["desk", "phone"])
def tab(request, browser):
    """A tab of a browser, as wide as a desk's or a phone's screen; axe-core is let past the page's own policy."""
    context = browser.new_context(viewport={"width": request.param, "height": 900}, bypass_csp=True)
    yield context.new_page()
    context.close()


def faults(tab) -> list[str]:
    """What axe-core finds on the page that a tab shows, each with the element that it is about."""
    tab.evaluate(AXE)
    found = tab.evaluate("options => axe.run(document, options)", RULES)
    return [f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"][:3]]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_axe_finds_nothing(tab, address, page, language):
    """WCAG 2.1 AA holds on the page, it says its language, and nothing sticks out sideways."""
    mark = "&" if urlsplit(page).query else "?"
    tab.goto(f"{address}{page}{mark}lang={language}" if language == "en" else f"{address}{page}")
    assert faults(tab) == []
    assert tab.get_attribute("html", "lang") == language
    assert tab.locator("h1").count() == 1
    wider = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"the page is {wider} px wider than the screen"


def test_axe_is_not_asleep(tab, address):
    """A picture without a text, planted into a page, is found."""
    tab.goto(address)
    tab.evaluate("document.querySelector('main').append(Object.assign(document.createElement('img'), {src: 'data:,'}))")
    assert any(fault.startswith("image-alt") for fault in faults(tab))
