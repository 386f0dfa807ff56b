"""Texts that were written to do harm, or only very long, stay text on every kind of page, and within its width."""

from __future__ import annotations

import json
from datetime import date

import pytest

from plangraph.graph import build
from plangraph.register.columns import REFERENCE_TABLES
from plangraph.web import Explorer
from tests.running_server import running_server
from tests.small_data import ACTORS, SmallData, write_table

pytestmark = pytest.mark.browser

LONG = "å" * 10_000
NASTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "{{ 7 * 7 }} {% raw %} ${x} </title></textarea></script>",
    "\u202eesrever \u200f\u2066vänd",
    LONG,
)
# Where each text may stand in a plan.
ROWS = tuple(f"1.{number}" for number in range(1, len(NASTY) + 1))
PAGES = (
    *("/", "/activities", "/goals", "/measures", "/actors", "/findings", "/uptake", "/uptake?rcc=rcc-syd", "/waiting"),
    *("/compare?plan=nasty-2024&plan=nasty-2025&area=1", "/compare?plan=nasty-2024&plan=nasty-2025"),
    *("/diff?old=nasty-2024&new=nasty-2025", "/graph", "/graph?plan=nasty-2025", "/graph?actor=nasty.6"),
    *("/search?q=alert", f"/search?q={'å' * 150}", "/ask", "/ask/activities", "/ask/responsibilities"),
    *("/ask/neighbours", "/ask/mappings", "/ask/conditions", "/ask/who-owns-what", "/ask/figures", "/ask/follow-up"),
    *("/sparql", "/dataset", "/id/nasty-2025", "/id/nasty-rcc-2025", "/id/area/1", "/id/nasty-2025/goal/1"),
    *(f"/id/nasty-2025/activity/{row}" for row in ROWS),
    *(f"/id/nasty-rcc-2025/measure/1~m{number}" for number in (1, 6)),
    *("/id/actor/nasty.1", "/id/actor/nasty.6", "/id/organisation/kronoberg", "/rule/OWN-UNCLEAR"),
    *("/finding/OWN-UNCLEAR/nasty-2025/activity/1.6", f"/id/{'å' * 300}", f"/activities?plan={'x' * 300}"),
    *(f"/ask/{'x' * 300}", f"/activities?{'x' * 300}=1", f"/search?q={'%3Cscript%3Ealert(1)%3C/script%3E'}"),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address of an explorer of three plans with such texts wherever a text may stand."""
    data = SmallData(tmp_path_factory.mktemp("hostile") / "data")
    nasty = [
        {"actor": f"nasty.{number}", "kind": "clinic", "label": text, "organisation": "kronoberg", "remark": text}
        for number, text in enumerate(NASTY, start=1)
    ]
    write_table(data.folder / "reference" / "actors.csv", REFERENCE_TABLES["actors"], [*ACTORS, *nasty])
    said = list(zip(ROWS, NASTY, strict=True))
    measures = [f"1/m{number}" for number in range(1, len(NASTY) + 1)]
    data.plan(
        "nasty-rcc-2025",
        "rcc-syd",
        "rcc",
        goals=[{"locator": "1", "title": LONG, "heading": LONG}],
        measures=[
            {"locator": each, "goal": "1", "title": text, "heading": text, "remark": text}
            for each, text in zip(measures, NASTY, strict=True)
        ],
    )
    for plan, year in (("nasty-2024", "2024"), ("nasty-2025", "2025")):
        data.plan(
            plan,
            superior=["nasty-rcc-2025"],
            period=(f"{year}-01-01", f"{year}-12-31"),
            goals=[{"locator": "1", "title": LONG, "heading": NASTY[1], "remark": NASTY[2]}],
            activities=[
                {
                    **{"locator": row, "goal": "1", "title": f"{text} {year}", "heading": text, "column": text[:60]},
                    **{
                        "carries_out": f"nasty-rcc-2025/{each}",
                        "remark": text,
                        "time_text": text,
                        "doubt": text,
                        "doubt_written": text,
                    },
                }
                for (row, text), each in zip(said, measures, strict=True)
            ],
            steps=[{"locator": f"{row}.1", "activity": row, "title": text, "time_text": text} for row, text in said],
            responsibilities=[
                {"row": row, "role": "accountable", "actor": f"nasty.{row[2:]}", "written": text, "remark": text}
                for row, text in said
            ],
            conditions=[
                {"row": row, "kind": "money-needed", "title": text, "by_whom": text, "remark": text}
                for row, text in said
            ],
            follow_up=[{"row": row, "kind": "forum", "forum": text, "written": text} for row, text in said],
            figures=[{"row": row, "kind": "target", "value": text, "written": text} for row, text in said],
        )
        file = data.folder / "plans" / plan / "plan.toml"
        title = json.dumps(f"{NASTY[1]} {'å' * 2_000}", ensure_ascii=False)
        file.write_text(file.read_text("utf-8").replace(f'"Planen {plan}"', title), "utf-8")
    ends = [[f"plan:{plan}/activity/{row}" for plan in ("nasty-2024", "nasty-2025")] for row in ROWS]
    links = [
        {
            **{"subject_id": old, "predicate_id": "skos:closeMatch", "object_id": new, "confidence": "0.9"},
            **{"mapping_justification": "semapv:ManualMappingCuration", "comment": text.replace("\n", " ")},
        }
        for (old, new), text in zip(ends, NASTY, strict=True)
    ]
    data.mapping_rows("nasty-2024.nasty-2025", *links)
    data.mappings(
        "areas",
        *(
            (f"plan:{plan}/goal/1", "plangraph:mainArea", "plan:area/1")
            for plan in ("nasty-2024", "nasty-2025", "nasty-rcc-2025")
        ),
    )
    register = data.load()
    explorer = Explorer(register, build(register), date(2026, 11, 22))
    explorer.judged.all()
    with running_server(explorer) as served:
        yield served.rstrip("/")
    explorer.close()


@pytest.fixture(scope="module")
def tab(browser):
    """A tab that notes dialogues, broken policy and errors of scripts."""
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.wrong = []
    page.on("dialog", lambda shown: (page.wrong.append(shown.message), shown.dismiss()))
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("console", lambda said: page.wrong.append(said.text) if "policy" in said.text.lower() else None)
    page.add_init_script("addEventListener('securitypolicyviolation', e => console.error('policy', e.blockedURI))")
    yield page
    context.close()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[:60])
@pytest.mark.parametrize("width", [1280, 360])
def test_no_text_runs_or_sticks_out(tab, site, width, page):
    """Nothing of the data becomes an element or runs, and no page is wider than the screen."""
    tab.set_viewport_size({"width": width, "height": 900})
    answer = tab.goto(site + page)
    assert answer.status < 500
    assert tab.locator("h1").count() == 1
    assert (
        tab.locator("img[src=x], [onfocus], [onerror], script:not([src]):not([type='application/json'])").count() == 0
    )
    wider = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"the page is {wider} px wider than the screen"
    assert tab.wrong == []
