"""Plans side by side: what each does, who owns it, what several do, what only one has; never a ranking."""

from __future__ import annotations

import re
from datetime import date

import pytest

from plangraph.graph import build
from plangraph.web import Explorer, create_app
from tests.small_data import SmallData
from tests.web_pages import number, read

# The cancersamordnare's question: what do Gävleborg and Västmanland do about palliative care?
PALLIATIVE = "/compare?plan=gavleborg&plan=vastmanland&area=2"


def columns(page: str) -> list[str]:
    """The column of each plan, in the order chosen."""
    return page.split('class="columns')[1].split("<section")[1:]


def test_palliative_care_in_gavleborg_and_vastmanland(client):
    """Both plans' rows on palliative care stand side by side under their own goals, each with its owner."""
    gavleborg, vastmanland = columns(client.get(PALLIATIVE).text)
    assert 'href="/id/gavleborg-2025/activity/2.13~1"' in gavleborg
    assert 'href="/id/vastmanland-2025/activity/4.g~3"' in vastmanland
    assert 'href="/id/gavleborg-2025/goal/2.13"' in gavleborg
    assert 'href="/id/vastmanland-2025/goal/4.g"' in vastmanland
    unclear = vastmanland.split('href="/id/vastmanland-2025/activity/4.g~1"')[1].split("</article>", maxsplit=1)[0]
    assert "Ansvarig saknas i planen" in unclear
    assert "Oklart enligt planen" in unclear


def test_what_both_carry_out_stands_in_one_row(client):
    """The two plans' rows that carry out one measure stand beside each other, and the measure as reconstructed."""
    shared = client.get(PALLIATIVE).text.split('id="shared"')[1].split("</table>")[0]
    row = shared.split('href="/id/mellansverige-2025/measure/4.g~m3"')[1].split("</tr>")[0]
    assert "rekonstruerad" in row
    assert 'href="/id/gavleborg-2025/activity/2.13~1"' in row
    assert 'href="/id/vastmanland-2025/activity/4.g~3"' in row


def test_kind_period_and_end_of_each_plan_head_its_column(client):
    """Above each column stand the level and years of its plan; ended plans and drafts are said to be that."""
    page = client.get("/compare?plan=kronoberg&plan=skane&plan=sydost&area=6").text
    kronoberg, skane, sydost = (column.split("</header>")[0] for column in columns(page))
    assert "2023–2025" in kronoberg
    assert "har slutat gälla" in kronoberg
    assert "utkast" in skane
    assert "har slutat gälla" not in sydost
    assert "Sjukvårdsregion (RCC)" in sydost
    assert "inte för att rangordnas" in page


def test_a_plan_without_anything_there_says_so(client):
    """Gävleborg has no activity on patient information, and its column says just that."""
    kronoberg, gavleborg = columns(client.get("/compare?plan=kronoberg&plan=gavleborg&area=6").text)
    assert "Ingen aktivitet i planen" in gavleborg
    assert "Ingen aktivitet i planen" not in kronoberg
    assert "<article>" not in gavleborg


@pytest.mark.parametrize(
    "address",
    [
        PALLIATIVE,
        "/compare?plan=kronoberg&plan=skane",
        "/compare?plan=kronoberg&plan=sydost&towards=vagen-framat-2024/N5.1",
        "/compare?plan=kronoberg&plan=skane&plan=sydost&towards=strategi-2026/2&lang=en",
        "/compare?plan=gavleborg&plan=vastmanland&towards=mellansverige-2025/4.d",
    ],
)
def test_every_number_leads_to_the_activities_that_it_counts(client, address):
    """Behind each number stands the list of exactly those activities."""
    links = {(href, text) for href, text in read(client.get(address).text).links if href.startswith("/activities")}
    counted = {(href, number(text)) for href, text in links if text[:1].isdigit()}
    assert len(counted) > 1
    for href, expected in counted:
        assert read(client.get(href).text).shown == expected, href


def test_two_regions_are_compared_on_a_goal_of_their_rcc(client):
    """From its goal a region comes to what both do for the RCC's goal, which is said to be reconstructed."""
    links = dict(reversed(link) for link in read(client.get("/id/gavleborg-2025/goal/2.13").text).links)
    page = client.get(links["Jämför vad planerna gör för målet 4.g"])
    assert page.status_code == 200
    theme = page.text.split('class="theme"')[1].split("</p>")[0]
    assert 'href="/id/mellansverige-2025/goal/4.g"' in theme
    assert "rekonstruerad" in theme
    gavleborg, vastmanland = columns(page.text)
    assert 'href="/id/gavleborg-2025/activity/2.13~1"' in gavleborg
    assert 'href="/id/vastmanland-2025/activity/4.g~3"' in vastmanland
    chosen = client.get("/activities?towards=mellansverige-2025/4.g").text.split('class="chosen"')[1].split("</ul>")[0]
    assert "rekonstruerad" in chosen


def test_all_that_a_plan_does_stands_in_its_column_once(client, explorer):
    """Each activity of the area comes once in its plan's column, and none of another plan does."""
    page = client.get("/compare?plan=kronoberg&plan=sydost&area=5").text
    for plan, column in zip(("kronoberg-2024", "sydost-2025"), columns(page), strict=True):
        said = re.findall(r'<div class="title">\s*<a class="row" href="/id/([^"]+)"', column)
        expected = [each for each in explorer.activities.of_plan(plan) if each.row["area"] == "5"]
        assert sorted(said) == sorted(f"{plan}/activity/{each.locator.replace('/', '~')}" for each in expected)


def test_goals_without_activity_are_shown(client):
    """A goal of the area on which no activity hangs stands in the column, and says that it has none."""
    page = client.get("/compare?plan=kronoberg&plan=skane&towards=vagen-framat-2024/N5.1").text
    goal = columns(page)[0].split('href="/id/kronoberg-2024/goal/32"')[1].split("</div>")[0]
    assert "Mål utan aktivitet" in goal


def test_language_link_keeps_every_plan(client):
    """Switching to English keeps both plans and the area."""
    links = [href for href, text in read(client.get(PALLIATIVE).text).links if text == "In English"]
    assert links == ["?plan=gavleborg&plan=vastmanland&area=2&lang=en"]
    page = client.get(f"/compare{links[0]}").text
    assert len(columns(page)) == 2
    assert "Taken from the goal" in page or "What several do" in page


def test_one_plan_is_asked_to_have_company(client):
    """With fewer than two plans nothing is compared, and the page says what to choose."""
    page = client.get("/compare?plan=kronoberg&area=2").text
    assert "Välj minst två planer" in page
    assert 'class="columns' not in page


@pytest.mark.parametrize(
    ("query", "suggested"),
    [
        ("plan=kronoborg-2024&plan=skane", "/compare?plan=kronoberg-2024"),
        ("plan=skane&plan=kronoberg&area=11", None),
        ("plan=skane&plan=kronoberg&towards=N99", None),
        ("plan=skane&plan=kronoberg&goal=N5.1", None),
    ],
)
def test_unknown_plans_areas_and_goals_are_refused(client, query, suggested):
    """What is not in the graph is never left out in silence; near names come as links."""
    answer = client.get(f"/compare?{query}")
    assert answer.status_code == 400
    if suggested:
        assert suggested in {href for href, _ in read(answer.text).links}


@pytest.fixture
def judged(tmp_path):
    """A client of three plans. A1, B1, C1 do the same; A2 was looked for in both others, A3 not; A4 is akin to B2."""
    plans = {
        "ett-2025": ("kronoberg", ("A1", "A2", "A3", "A4")),
        "tva-2025": ("skane", ("B1", "B2")),
        "tre-2025": ("gavleborg", ("C1",)),
    }
    data = SmallData(tmp_path)
    for plan, (organisation, rows) in plans.items():
        data.plan(plan, organisation, activities=[{"locator": row, "title": f"Raden {row}"} for row in rows])
    data.mappings(
        "areas",
        *(
            (f"plan:{plan}/activity/{row}", "plangraph:mainArea", "plan:area/1")
            for plan, (_, rows) in plans.items()
            for row in rows
        ),
    )
    data.mappings(
        "rows",
        ("plan:ett-2025/activity/A1", "skos:closeMatch", "plan:tva-2025/activity/B1"),
        ("plan:tre-2025/activity/C1", "skos:exactMatch", "plan:tva-2025/activity/B1"),
        ("plan:ett-2025/activity/A4", "skos:relatedMatch", "plan:tva-2025/activity/B2"),
    )
    data.mapping_rows(
        "none",
        *(
            {
                "subject_id": "plan:ett-2025/activity/A2",
                "predicate_id": "skos:exactMatch",
                "object_id": "sssom:NoTermFound",
                "object_source": f"plan:{plan}",
                "mapping_justification": "semapv:ManualMappingCuration",
                "confidence": "0.8",
                "comment": "Ingen motsvarighet.",
            }
            for plan in ("tva-2025", "tre-2025")
        ),
    )
    register = data.load()
    return create_app(Explorer(register, build(register), date(2025, 6, 1))).test_client()


THREE = "/compare?plan=ett&plan=tva&plan=tre&area=1"


def row_of(column: str, activity: str) -> str:
    """What a column says of an activity."""
    return column.split(f"/activity/{activity}")[1].split("</article>", maxsplit=1)[0]


def test_what_several_do_stands_in_one_row_with_the_reasons(judged):
    """Rows that were judged to be the same, one by way of the other, stand together with why; akin ones do not."""
    shared = judged.get(THREE).text.split('id="shared"')[1].split("</table>")[0]
    (row,) = shared.split("<tbody>")[1].split("<tr>")[1:]
    for activity in ("ett-2025/activity/A1", "tva-2025/activity/B1", "tre-2025/activity/C1"):
        assert f'href="/id/{activity}"' in row
    assert "nästan samma sak, bedömt" in row
    assert "Bedömd för provet." in row
    assert "A4" not in shared


def test_each_row_says_what_the_others_do_about_it(judged):
    """A row names its counterparts in each other plan, and those that are merely akin as such."""
    one, two, three = columns(judged.get(THREE).text)
    assert "Även i Region Skåne 2025" in row_of(one, "A1")
    assert "Även i Region Kronoberg 2025" in row_of(two, "B1")
    assert "Även i Region Skåne 2025" in row_of(three, "C1")
    assert "Liknande i Region Skåne 2025" in row_of(one, "A4")
    assert "Även i" not in row_of(one, "A4")


def test_only_here_is_said_where_somebody_looked(judged):
    """Only the row that was looked for in every other plan is said to stand in one plan only; silence is no proof."""
    page = judged.get(THREE).text
    only = page.split('id="only"')[1].split("</table>")[0]
    assert re.findall(r"/activity/(\w+)", only) == ["A2"]
    one, *_ = columns(page)
    assert "Inte i Region Skåne 2025" in row_of(one, "A2")
    assert "Inte i Region Gävleborg 2025" in row_of(one, "A2")
    for said in ("Inte i", "Även i", "Liknande i"):
        assert said not in row_of(one, "A3")


@pytest.fixture
def answering(tmp_path):
    """A client of two regions' plans under one RCC: both carry out its first measure, only Kronoberg the second."""
    data = SmallData(tmp_path)
    measures = [{"locator": f"m{number}", "goal": "1", "title": f"Insats {number}"} for number in (1, 2)]
    data.plan("rcc-2025", "rcc-syd", "rcc", goals=[{"locator": "1", "title": "Mål"}], measures=measures)
    for plan, region, rows in (("ett-2025", "kronoberg", ("A1", "A2")), ("tva-2025", "skane", ("B1",))):
        carried = [{"locator": row, "title": row, "carries_out": f"rcc-2025/m{row[1]}"} for row in rows]
        data.plan(plan, region, superior=["rcc-2025"], activities=carried)
        areas = ((f"plan:{plan}/activity/{row}", "plangraph:mainArea", "plan:area/1") for row in rows)
        data.mappings(f"{plan}.areas", *areas)
    register = data.load()
    return create_app(Explorer(register, build(register), date(2025, 6, 1))).test_client()


def test_plans_under_one_rcc_are_compared_by_its_measures(answering):
    """Those who carry out one measure do the same; a measure that only one carries out is only here."""
    page = answering.get("/compare?plan=ett&plan=tva&area=1").text
    shared = page.split('id="shared"')[1].split("</table>")[0]
    assert 'href="/id/rcc-2025/measure/m1"' in shared
    assert 'href="/id/rcc-2025/measure/m2"' not in shared
    one, two = columns(page)
    assert "Även i Region Kronoberg 2025" in row_of(two, "B1")
    assert "Inte i Region Skåne 2025" in row_of(one, "A2")
    assert "Ingen aktivitet i planen" in row_of(one, "A2")
