# SPDX-License-Identifier: Apache-2.0
"""The interactive picture as text: its figures are the queries' figures, it asks for nothing, and no text can run."""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from plangraph.errors import InputError
from plangraph.graph import build
from plangraph.queries import named_query, run
from plangraph.register import load_register
from plangraph.validation import Finding, check
from plangraph.view import Scope, render
from plangraph.view.network import LOOKS, RED
from tests.small_data import SmallData

AS_OF = date(2026, 3, 1)
# What the five documents hold (docs: one row is one activity).
ACTIVITIES = {"kronoberg-2024": 74, "skane-2019": 67, "gavleborg-2025": 41, "vastmanland-2025": 40, "sydost-2025": 110}
HOSTILE = "</script><img src=x onerror=alert(1)> \" ' \u202e\u2066 &lt;b&gt;"


@pytest.fixture(scope="module")
def findings(store: ox.Store) -> list[Finding]:
    return check(store, AS_OF).findings


@pytest.fixture(scope="module")
def page(store: ox.Store, findings: list[Finding]) -> str:
    return render(store, findings, Scope(), as_of=AS_OF)


class Reader(HTMLParser):
    """Elements with their attributes, and the text of every table cell."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.cells: list[tuple[dict[str, str], str]] = []
        self.title = ""
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if tag == "td":
            self.cells.append((attributes, ""))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "td" in self._open and self.cells:
            self.cells[-1] = (self.cells[-1][0], self.cells[-1][1] + data)
        if self._open and self._open[-1] == "title":
            self.title += data


def payload(page: str) -> dict[str, Any]:
    match = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert match
    data: dict[str, Any] = json.loads(match[1])
    return data


def rows(page: str) -> list[str]:
    return [value["data-id"] for tag, value in Reader(page).elements if tag == "tr" and "data-id" in value]


def test_every_activity_of_every_plan_has_one_row(page: str) -> None:
    """The table below the picture holds each activity once: 332 of them, as many as the documents have rows."""
    found = rows(page)
    assert len(found) == len(set(found)) == sum(ACTIVITIES.values())
    for plan, number in ACTIVITIES.items():
        assert sum(row.startswith(f"t:{plan}/") for row in found) == number


def test_the_figures_are_those_of_the_queries(store: ox.Store, page: str) -> None:
    """A plan's figures equal `overview`, a cell's equal `coverage`, in the picture's data and in the table."""
    overview = {row["plan"]: row for row in run(store, named_query("overview"), {}).rows}
    # a plan of which only the name is known says so on its own card
    coverage = [row for row in run(store, named_query("coverage"), {}).rows if row["state"] != "not-loaded"]
    data = payload(page)
    shown = {(cell.get("data-area", ""), cell.get("data-plan", "")): text for cell, text in Reader(page).cells}
    for plan, row in overview.items():
        figures = data["facts"][f"p:{plan}"]["figures"]
        assert {name: str(number) for name, number in figures.items()} == {name: row[name] for name in figures}
        assert shown["", f"p:{plan}"] == f"{row['ownerless']} av {row['activities']} utan ansvarig"
    edges = {(e["to"], e["from"]): e for e in data["network"]["edges"] if e["kind"] == "cell"}
    assert len(edges) == len(coverage) == 50
    for row in coverage:
        key = (f"a:{row['area']}", f"p:{row['plan']}")
        assert (edges[key]["activities"], edges[key]["ownerless"]) == (int(row["activities"]), int(row["ownerless"]))
        expected = f"{row['ownerless']} av {row['activities']} utan ansvarig"
        assert shown[key] == (expected if row["state"] == "taken-up" else "Ingen aktivitet i planen")


def test_the_rows_without_owner_are_those_of_the_query(store: ox.Store, page: str) -> None:
    """An activity is red exactly where `ownerless` names it, with that query's cause."""
    expected = {
        f"t:{row['plan']}/{row['activity']}": row["cause"]
        for row in run(store, named_query("ownerless"), {}).rows
        if row["activity"]
    }
    facts = payload(page)["facts"]
    shown = {node: fact["cause"] for node, fact in facts.items() if node.startswith("t:") and fact["cause"]}
    assert shown == expected


def test_owners_stand_with_their_basis_and_as_written(page: str) -> None:
    """Kronoberg 20.1: cancersamordnaren, stated on the row; 25.1: its owners are taken from the goal."""
    facts = payload(page)["facts"]
    stated = [o for o in facts["t:kronoberg-2024/20.1"]["owners"] if o["actor"] == "Cancersamordnare"]
    assert [owner["basis"] for owner in stated] == ["stated"]
    inherited = [o for o in facts["t:kronoberg-2024/25.1"]["owners"] if o["role"] == "accountable"]
    assert {"Onkologkliniken", "Cancersamordnare", "IT"} <= {owner["actor"] for owner in inherited}
    assert {owner["basis"] for owner in inherited} == {"inherited"}
    assert all(owner["written"] for owner in inherited)


def test_the_opening_has_a_few_dozen_nodes_and_the_whole_some_800(page: str) -> None:
    """The overview shows both strategies' goals, areas and plans; every node has a place before the page is opened."""
    nodes = payload(page)["network"]["nodes"]
    overview = [node for node in nodes if "wide" in node]
    assert 20 <= len(overview) <= 40
    assert all("narrow" in node for node in overview)
    assert 700 <= len(nodes) <= 900
    assert len({(node["x"], node["y"]) for node in nodes if not node["id"].startswith("s:")}) == len(nodes) - 8


def test_cards_of_the_overview_do_not_cover_each_other(page: str) -> None:
    """Within a strategy version no two cards overlap, wide or narrow."""
    data = payload(page)
    for name in ("wide", "narrow"):
        boxes = []
        for node in data["network"]["nodes"]:
            if name in node and not node["id"].startswith("s:strategi-2009"):
                (x, y), (w, h) = node[name], data["sizes"][name][node["level"]]
                boxes.append((x - w / 2, y - h / 2, x + w / 2, y + h / 2))
                assert x - w / 2 >= 0
                assert x + w / 2 <= data["widths"][name]
        for number, a in enumerate(boxes):
            for b in boxes[:number]:
                assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]


def test_the_page_is_swedish_small_and_asks_nobody(page: str) -> None:
    """One file below 3 MB in Swedish with a title; nothing in it is fetched from anywhere."""
    reader = Reader(page)
    assert ("html", {"lang": "sv"}) in reader.elements
    assert reader.title.startswith("Vem ansvarar för vad")
    assert len(page.encode()) < 3_000_000
    for tag, attributes in reader.elements:
        assert not attributes.get("src")
        assert attributes.get("href", "#") in ("#tables", "data:,", "#")
        assert tag not in ("iframe", "object", "embed", "base")
        assert not [name for name in attributes if name.startswith("on") or name == "style"]


def test_the_policy_allows_the_pages_own_scripts_and_no_others(page: str) -> None:
    """The content security policy starts from nothing and names each script and style by its hash."""
    policy = next(a["content"] for tag, a in Reader(page).elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "http" not in policy
    for kind in ("script", "style"):
        texts = re.findall(rf"<{kind}>(.*?)</{kind}>", page, re.DOTALL)
        assert texts
        for text in texts:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy


def hostile_page(data_copy: Path, title: str, actor: str) -> str:
    """The page of a register in which kronoberg 1.1 has that title, and 20.1's owner is written so."""
    for name, row, column, text in (
        ("activities", "1.1", "title", title),
        ("responsibilities", "20.1", "written", actor),
    ):
        file = data_copy / "plans" / "kronoberg-2024" / f"{name}.csv"
        with file.open(encoding="utf-8", newline="") as stream:
            table = list(csv.DictReader(stream))
        key = "locator" if name == "activities" else "row"
        next(each for each in table if each[key] == row)[column] = text
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(table[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(table)
    store = build(load_register(data_copy))
    return render(store, [], Scope(plan="kronoberg"), as_of=AS_OF)


def test_no_text_of_the_data_becomes_markup(data_copy: Path) -> None:
    """Markup in a title or an owner stays text: no element more than without it, and it reads back as it was."""
    hostile = hostile_page(data_copy, HOSTILE, HOSTILE)
    tags = [tag for tag, _ in Reader(hostile).elements]
    assert "img" not in tags
    assert tags.count("script") == 2 + 8
    facts = payload(hostile)["facts"]
    assert facts["t:kronoberg-2024/1.1"]["title"] == HOSTILE
    block = hostile.split('id="data">')[1].split("</script>")[0]
    assert not set("<>&") & set(block)


@pytest.mark.parametrize(
    ("scope", "starts", "number"),
    [
        (Scope(plan="kronoberg"), "t:kronoberg-2024/", 74),
        (Scope(plan="kronoberg-2024", area="1"), "t:kronoberg-2024/", 23),
        (Scope(plan="gavleborg", activity="2.1/1"), "t:gavleborg-2025/2.1/1", 1),
        (Scope(activity="A5.34"), "t:sydost-2025/A5.34", 1),
    ],
)
def test_a_scope_holds_its_own_rows_only(store: ox.Store, scope: Scope, starts: str, number: int) -> None:
    """A picture of a plan, an area of it, or one activity holds those rows and no others."""
    found = rows(render(store, [], scope, as_of=AS_OF))
    assert len(found) == number
    assert all(row.startswith(starts) for row in found)


def test_an_area_may_be_given_by_name(store: ox.Store) -> None:
    """An area's picture holds what `activities` gives for the area, in all plans."""
    expected = {
        f"t:{row['plan']}/{row['activity']}" for row in run(store, named_query("activities"), {"area": "10"}).rows
    }
    assert set(rows(render(store, [], Scope(area="Barn och unga"), as_of=AS_OF))) == expected


def test_an_actor_has_the_rows_of_who_owns_what(store: ox.Store) -> None:
    """An actor's picture holds every activity in which `who-owns-what` gives it a role, and opens on the actor."""
    expected = {
        f"t:{row['plan']}/{row['activity']}"
        for row in run(store, named_query("who-owns-what"), {"actor": "kronoberg.cancersamordnare"}).rows
    }
    page = render(store, [], Scope(actor="kronoberg.cancersamordnare"), as_of=AS_OF)
    assert expected
    assert set(rows(page)) == expected
    assert payload(page)["opening"] == {"owner": "o:kronoberg.cancersamordnare"}


@pytest.mark.parametrize(
    ("scope", "near"),
    [
        (Scope(plan="kronberg"), "kronoberg"),
        (Scope(area="Barn och ung"), "Barn och unga"),
        (Scope(actor="Cancersamordnarinna"), "Cancersamordnare"),
        (Scope(plan="kronoberg", activity="A5.34"), "Ask for less"),
    ],
)
def test_what_is_not_there_is_refused_with_near_names(store: ox.Store, scope: Scope, near: str) -> None:
    """A name that the graph lacks is an input error that says what was perhaps meant."""
    with pytest.raises(InputError, match=re.escape(near)):
        render(store, [], scope, as_of=AS_OF)


def test_a_narrowed_picture_says_that_it_is(store: ox.Store) -> None:
    """A picture of one plan or actor says what it is about, and calls no area empty that only lies outside it."""
    page = render(store, [], Scope(plan="kronoberg"), as_of=AS_OF)
    assert "Urval: Region Kronoberg. 74 aktiviteter i en plan. För 49 saknas ansvarig i planen." in page
    assert Reader(page).title.startswith("Region Kronoberg: ")
    narrowed = render(store, [], Scope(actor="kronoberg.cancersamordnare"), as_of=AS_OF)
    assert "Urval: Cancersamordnare." in narrowed
    empty = [text for cell, text in Reader(narrowed).cells if "data-area" in cell and " av " not in text]
    assert set(empty) <= {"Inget i urvalet"}


def test_plans_say_what_they_are_and_are_not_ranked(page: str) -> None:
    """Ended, draft and reconstructed plans say so, and plans stand by RCC, whatever their figures are."""
    data = payload(page)
    plans = [node for node in data["facts"] if node.startswith("p:") and data["facts"][node]["holds"]]
    assert plans == ["p:vastmanland-2025", "p:gavleborg-2025", "p:kronoberg-2024", "p:skane-2019", "p:sydost-2025"]
    assert "2019–2022, utkast, perioden har gått ut" in page
    assert "2023–2025, perioden har gått ut" in page
    assert data["facts"]["p:mellansverige-2025"]["state"] == "reconstructed"
    assert data["facts"]["p:syd-2023"]["state"] == "known-only"


def test_a_plan_has_ended_only_after_its_last_day(store: ox.Store) -> None:
    """Kronoberg's period ends with 2025: on that day it has not ended."""
    ended = {
        day: payload(render(store, [], Scope(plan="kronoberg"), as_of=day))["facts"]["p:kronoberg-2024"]["ended"]
        for day in (date(2025, 12, 31), date(2026, 1, 1))
    }
    assert ended == {date(2025, 12, 31): False, date(2026, 1, 1): True}


def test_the_findings_stand_on_their_rows(findings: list[Finding], page: str) -> None:
    """Each finding about an activity is on that activity, and the filter offers each broken rule."""
    facts = payload(page)["facts"]
    on_activities = [f for f in findings if "/activity/" in f.focus]
    assert on_activities
    for finding in on_activities:
        shown = [each["rule"] for each in facts[f"t:{finding.plan}/{finding.row}"]["findings"]]
        assert finding.rule.id in shown
    for rule in {finding.rule.id for finding in findings}:
        assert f'value="rule:{rule}"' in page


def test_the_words_may_be_english(store: ox.Store) -> None:
    """`en` changes the words around the data and says so in the page's language; the plans stay as they are."""
    page = render(store, [], Scope(plan="skane"), "en", as_of=AS_OF)
    assert '<html lang="en">' in page
    assert "Who answers for what" in page
    assert "Så läser du bilden" not in page
    assert "Evidensbaserat informationsmaterial" in page


def test_the_same_data_give_the_same_page(store: ox.Store) -> None:
    """Two runs over the same data differ in nothing, so that a picture can be kept under version control."""
    first, second = (render(store, [], Scope(plan="skane"), as_of=AS_OF) for _ in range(2))
    assert first == second


def test_a_register_without_activities_gives_an_empty_picture(tmp_path: Path) -> None:
    """Where no plan has a row there is nothing to show, and the page says so instead of failing."""
    page = render(SmallData(tmp_path / "data").plan("kronoberg-2030").build(), [], Scope(), as_of=AS_OF)
    assert rows(page) == []
    assert "0 aktiviteter i 0 planer" in page


def lonely_plan(folder: Path) -> ox.Store:
    """One plan that hangs on nothing, whose only goal lies in no area and whose only activity has an owner."""
    data = SmallData(folder).plan(
        "kronoberg-2030",
        period=("2030-01-01", "2030-12-31"),
        goals=[{"locator": "1", "title": "Målet"}],
        activities=[{"locator": "1.1", "goal": "1", "title": "Aktiviteten"}],
        responsibilities=[{"row": "1.1", "role": "accountable", "actor": "kronoberg.chef", "written": "Chefen"}],
    )
    return data.build()


def test_an_activity_in_no_area_is_not_lost(tmp_path: Path) -> None:
    """What no mapping places in an area still has its row, its place in the whole graph and its share of the plan."""
    page = render(lonely_plan(tmp_path / "data"), [], Scope(), as_of=AS_OF)
    assert rows(page) == ["t:kronoberg-2030/1.1"]
    data = payload(page)
    assert data["facts"]["p:kronoberg-2030"]["figures"]["activities"] == 1
    places = [(node["x"], node["y"]) for node in data["network"]["nodes"]]
    assert len(places) == len(set(places))


def luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def on_white(color: str, alpha: float) -> str:
    return "#" + "".join(f"{round(int(color[i : i + 2], 16) * alpha + 255 * (1 - alpha)):02x}" for i in (1, 3, 5))


def test_colours_have_the_contrast_that_wcag_asks_for(page: str) -> None:
    """Text has 4.5 to 1 on every ground that it stands on (WCAG 2.1 AA 1.4.3); bands and borders 3 to 1 (1.4.11)."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    variables = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", page))
    for color in [RED, *(color for color, _ in LOOKS.values())]:
        assert contrast(color, "#ffffff") >= 4.5
    for text in (variables["ink"], variables["soft"], variables["red"], variables["blue"]):
        for ground in ("#ffffff", variables["ground"], "#fdf1f0", "#eef2f5"):
            assert contrast(text, ground) >= 4.5, (text, ground)
    drawn = dict(re.findall(r'const (INK|SOFT|BAND|LINE) = "(#[0-9a-f]{6})"', page))
    (alpha,) = map(float, re.findall(r"const ALPHA = ([0-9.]+);", page))
    assert contrast(drawn["INK"], "#ffffff") >= 4.5
    assert contrast(drawn["SOFT"], "#ffffff") >= 4.5
    for color in (drawn["BAND"], drawn["LINE"], RED):
        assert contrast(on_white(color, alpha), "#ffffff") >= 3
    assert contrast("#7b8794", "#ffffff") >= 3  # borders of fields and buttons
    assert contrast("#0b3d91", "#ffffff") >= 3  # the ring of focus


def test_goals_of_a_reconstructed_plan_say_so(page: str, store: ox.Store) -> None:
    """Every goal of RCC Mellansverige is marked, first in its title, where a card that cuts text cannot lose it."""
    assert "Rekonstruerad: God och jämlik palliativ vård utifrån individuella behov" in page
    marked = [row["title"] for row in run(store, named_query("goals"), {"plan": "mellansverige-2025"}).rows]
    assert all(f"Rekonstruerad: {title}" in page for title in marked)
    assert page.count("Rekonstruerad: ") >= len(marked)
