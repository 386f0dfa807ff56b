"""Pages of nodes: an identifier is its page, and says who answers for what as the plan states it."""

from __future__ import annotations

import re

import pytest

from plangraph.queries import named_query, run
from tests.web_pages import read


def section(html: str, name: str) -> str:
    """The part of a page under the heading with that id."""
    assert f'aria-labelledby="{name}"' in html, name
    return html.partition(f'aria-labelledby="{name}"')[2].partition("</section>")[0]


@pytest.mark.parametrize(
    ("activity", "lacking", "accountable"),
    [
        # the readings that docs/register.md and the domain fix
        ("kronoberg-2024/activity/3.1", "Oklart enligt planen", []),
        ("kronoberg-2024/activity/20.1", "", ["kronoberg.cancersamordnare"]),
        ("kronoberg-2024/activity/44.1", "Oklart enligt planen", []),
        (
            "gavleborg-2025/activity/2.2~3",
            "Motstridiga uppgifter",
            ["rcc-mellansverige.regionerna", "rcc-mellansverige.rcc"],
        ),
        ("vastmanland-2025/activity/3.a~2", "Ej angiven", []),
    ],
)
def test_activity_says_who_answers_or_why_nobody_does(client, activity, lacking, accountable):
    """An owner who can be held to it is named; where there is none the page says so and why, never more."""
    html = client.get(f"/id/{activity}").text
    who = section(html, "who")
    assert ("Ansvarig saknas i planen" in who) == bool(lacking)
    assert lacking in who
    named = who.split("<h3>Ansvarig")[1].split("<h3>")[0] if "<h3>Ansvarig" in who else ""
    assert re.findall(r'/id/actor/([^"]+)', named) == accountable


@pytest.mark.parametrize("activity", ["2.1", "20.1", "25.1"])
def test_inherited_owner_does_not_look_stated(client, store, activity):
    """Whoever stands on the goal is marked as taken from it, with the words of the plan beside, and nobody else is."""
    who = section(client.get(f"/id/kronoberg-2024/activity/{activity}").text, "who")
    told = {
        (html.split("/id/actor/")[1].partition('"')[0], written, "Hämtad från målbilden" in html)
        for html in who.split("<li>")[1:]
        for written in re.findall("”([^”]+)”", html.partition("Så står det i planen")[2].partition("</span>")[0])
    }
    rows = run(store, named_query("responsibilities"), {"plan": "kronoberg-2024", "activity": activity}).rows
    assert told == {(row["actor_id"], row["written"], row["basis"] == "inherited") for row in rows}


def test_steps_have_owners_and_times_of_their_own(client):
    """Each step of an activity stands with its own time and owners, and its identifier leads to its place."""
    html = client.get("/id/sydost-2025/activity/A9.8").text
    steps = re.findall(r'<li id="step-(A9\.8\.\d)".*?</li>', html, re.DOTALL)
    assert steps == ["A9.8.1", "A9.8.2", "A9.8.3", "A9.8.4"]
    last = html.split('id="step-A9.8.4"')[1].split("</li>")[0]
    assert "rcc-sydost.processamordnare" in last
    answer = client.get("/id/sydost-2025/step/A9.8.4")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/id/sydost-2025/activity/A9.8#step-A9.8.4"


def test_row_is_recognisable(client):
    """The page names the plan, the locator, the heading path, the printed column and the line of the text."""
    html = client.get("/id/kronoberg-2024/activity/1.2").text
    aside = html.split('class="identity"')[1].split("</aside>")[0]
    for text in ("Handlingsplan cancer för Region Kronoberg", ">1.2<", "PREVENTION", "Planerade/pågående aktiviteter"):
        assert text in aside
    assert "<dd>28</dd>" in aside  # the line that data/plans/kronoberg-2024/activities.csv gives
    assert "<code>plans/kronoberg-2024/activities.csv:3</code>" in aside


def test_time_says_what_was_written_and_what_was_read(client):
    """The plan's own words stand beside the interval that was read; a time outside the plan is said to be."""
    when = section(client.get("/id/gavleborg-2025/activity/2.6~1").text, "when")
    assert "”Beslut klart under 2024.”" in when
    assert "Tolkad som" in when
    assert "Tiden har passerat" in when
    assert "Utanför planens period" in when
    assert "Försenad" not in when


def test_a_time_is_told_once_and_in_the_order_of_the_plan(client):
    """One that stands beside two points of a row comes once; several keep the order of the points."""

    def told(activity):
        return (
            section(client.get(f"/id/sydost-2025/activity/{activity}").text, "when").split("<dd>")[1].split("</dd>")[0]
        )

    assert told("A2.6").count("2025") == 1
    assert "”Januari 2025”, ”Februari 2025”, ”Hösten 2025”, ”Mars 2025”" in told("A9.8")
    listed = client.get("/activities?plan=sydost-2025&area=2").text.split('/activity/A2.6"')[1].split("</tr>")[0]
    assert "2025; 2025" not in listed
    answered = client.get("/ask/activities?plan=sydost-2025&area=2").text.split('/activity/A2.6"')[1].split("</tr>")[0]
    assert "2025<br>2025" not in answered


def test_status_is_a_dated_statement(client):
    """A status says as of when it was stated and in which words; a lost one is told from one that is not stated."""
    assert "per 2024" in section(client.get("/id/kronoberg-2024/activity/1.1").text, "when")
    lost = section(client.get("/id/vastmanland-2025/activity/2~1").text, "when")
    assert "Förlorad i texten" in lost
    assert "Ej angiven" in section(client.get("/id/gavleborg-2025/activity/2.2~3").text, "when")


def test_counterparts_come_with_their_reason(client):
    """An activity that carries out the same measure in another region stands with that measure, and with its owner."""
    html = client.get("/id/gavleborg-2025/activity/2.4~1").text
    others = section(html, "counterparts")
    assert "/id/vastmanland-2025/activity/3.c~1" in others
    assert "genomför samma insats" in others
    assert "/id/mellansverige-2025/measure/3.c~m1" in others


def test_measure_says_how_each_region_words_it(client):
    """A measure shows who carries it out, the wording of each plan with how they agree, and regions not loaded."""
    html = client.get("/id/mellansverige-2025/measure/2~m1").text
    carrying = section(html, "activities")
    assert "/id/gavleborg-2025/activity/2.1~2" in carrying and "/id/vastmanland-2025/activity/2~1" in carrying
    uptake = section(html, "uptake")
    assert uptake.count("Planen är inte inläst") == 5  # of RCC Mellansverige's seven regions
    assert "rekonstruerad" in html


@pytest.mark.parametrize("plan", ["mellansverige-2025", "sydost-2025", "vagen-framat-2024"])
def test_measure_counts_are_those_of_the_named_query(client, store, plan):
    """As many activities stand on a measure's page as `measures` counts."""
    measures = run(store, named_query("measures"), {"plan": plan}).rows
    assert measures
    for row in measures[::9]:
        html = client.get(f"/id/{plan}/measure/{row['measure'].replace('/', '~')}").text
        heading = section(html, "activities").split("</h2>")[0]
        assert f"({row['activities']})" in heading, row["measure"]


def test_goal_shows_what_hangs_on_it_and_its_neighbours(client):
    """A goal's page has its owners, its activities, and the goals of other plans under the same superior goal."""
    html = client.get("/id/kronoberg-2024/goal/11").text
    assert "kronoberg.kvinnokliniken" in section(html, "who")
    activities = section(html, "activities")
    assert "/activity/11.1" in activities and "/activity/11.2" in activities
    assert "/id/skane-2019/goal/G6" in section(html, "kindred")


def test_goal_without_activity_or_owner_says_so(client, store):
    """A goal that has neither is said to have no owner in the plan."""
    rows = [row for row in run(store, named_query("ownerless"), {}).rows if not row["activity"]]
    assert rows
    for row in rows:
        html = client.get(f"/id/{row['plan']}/goal/{row['goal'].replace('/', '~')}").text
        assert "Ansvarig saknas i planen" in section(html, "who")


def test_strategy_goal_leads_down_to_plans_and_across_to_the_other_strategy(client):
    """Strategy 2.0's goal shows areas that serve it, activities by plan, and the goals of 2009 that answer to it."""
    html = client.get("/id/strategi-2026/goal/2").text
    assert "/activities?towards=strategi-2026/2" in section(html, "towards").replace("%2F", "/")
    assert "/id/area/" in section(html, "serving")
    assert "/id/strategi-2009/goal/" in section(html, "crosswalk")


def test_actor_page_has_everything_the_function_answers_for(client, store):
    """Every row of `who-owns-what` for an actor stands on its page, under its plan and role, as written."""
    rows = run(store, named_query("who-owns-what"), {"actor": "kronoberg.cancersamordnare"}).rows
    html = client.get("/id/actor/kronoberg.cancersamordnare").text
    assert len(rows) == 7
    for row in rows:
        part = section(html, f"plan-{row['plan']}").split(
            f"<h3>{ {'accountable': 'Ansvarig', 'responsible': 'Utförare', 'support': 'Stöd'}[row['role']] }"
        )[1]
        told = part.split(f'/activity/{row["activity"]}"')[1].split("</tr>")[0]
        assert f"”{row['written']}”" in told
        assert {"stated": "Angiven på aktiviteten", "inherited": "Hämtad från målbilden"}[row["basis"]] in told


def test_actors_of_one_kind_in_several_organisations_stay_apart(client):
    """Skåne's cancersamordnare has a page of its own, and Kronoberg's names the others of its kind."""
    html = client.get("/id/actor/kronoberg.cancersamordnare").text
    assert "/id/actor/skane.cancersamordnare" in section(html, "alike")
    assert "skane-2019" not in html.split('aria-labelledby="alike"')[0].split("<main")[1]


def test_collective_designation_is_said_to_be_one(client):
    """A collective designation's page says that it cannot be held to account."""
    assert "Samlingsbenämning" in client.get("/id/actor/gavleborg.berorda-verksamheter").text


@pytest.mark.parametrize("name", ["syd-2023", "syd-2019"])
def test_plan_known_by_name_only_says_so(client, name):
    """Nothing is said of what a plan holds that was never loaded."""
    html = client.get(f"/id/{name}").text
    assert "Bara planens namn är känt" in html
    assert "Planen är inte inläst" in html or "Planen är inte inläst".lower() in html.lower()


def test_organisation_without_a_loaded_plan_says_so(client):
    """A region whose plan is not loaded has a page that says that nothing is said of it."""
    html = client.get("/id/organisation/blekinge").text
    assert "Planen är inte inläst" in html
    assert "Det säger ingenting om vad organisationen gör." in html


def test_an_organisation_has_one_name_on_an_english_page(client):
    """The RCC is called alike in the heading and among its functions, its Swedish name is told, and no Swedish news."""
    page = client.get("/id/organisation/rcc-mellansverige?lang=en").text
    assert read(page).heading == "Regional Cancer Centre Mid-Sweden"
    assert "Bytte namn" not in page
    assert "Formerly RCC Uppsala Örebro" in read(page).text
    assert "In Swedish, and in the plans: RCC Mellansverige" in read(page).text
    named = page.split('href="/id/actor/rcc-mellansverige.rcc?lang=en">')[1].split("</a>")[0]
    assert named == "Regional Cancer Centre Mid-Sweden"
    swedish = read(client.get("/id/organisation/rcc-mellansverige").text).text
    assert swedish.count("RCC Uppsala Örebro") == 1
    assert "Omfattar Skåne" in client.get("/id/organisation/rcc-syd?lang=en").text  # news of another kind stay


def test_rcc_shows_its_regions(client):
    """An RCC's page lists its regions, those without a loaded plan as that."""
    regions = section(client.get("/id/organisation/rcc-mellansverige").text, "regions")
    assert len(set(re.findall(r"/id/organisation/([a-z]+)", regions))) == 7
    assert regions.count("Planen är inte inläst") == 5


def test_finding_says_how_it_is_mended(client):
    """A finding names its row, rule, remedy and the register's row by a path within the data folder."""
    html = client.get("/finding/OWN-UNCLEAR/kronoberg-2024/activity/3.1").text
    for text in (
        "/id/kronoberg-2024/activity/3.1",
        "/rule/OWN-UNCLEAR",
        "plans/kronoberg-2024/activities.csv:8",
        "Måste åtgärdas",
    ):
        assert text in html
    assert client.get("/finding/OWN-UNCLEAR/kronoberg-2024/activity/1.1").status_code == 404


def test_rule_page_has_all_its_findings(client, explorer):
    """A rule says what, why, how grave and how to mend; its list has exactly its findings, by plan as well."""
    for rule in ("OWN-MISSING", "TIM-NONE", "TRC-SUPERSEDED"):
        findings = explorer.judged.of_rule(rule)
        page = read(client.get(f"/rule/{rule}").text)
        assert findings[0].rule.comment["sv"] in page.text
        assert findings[0].rule.remedy["sv"] in page.text
        assert page.shown == len(findings)
        for href, text in page.links:
            if href.startswith("?plan="):
                assert f"({read(client.get(f'/rule/{rule}{href}').text).shown})" in text


def test_findings_stand_on_the_rows_that_they_are_about(client):
    """An activity's page lists what the rules found about it, and where in the register to mend it."""
    found = section(client.get("/id/kronoberg-2024/activity/3.1").text, "findings")
    assert "/finding/OWN-UNCLEAR/kronoberg-2024/activity/3.1" in found
    assert "plans/kronoberg-2024/activities.csv:8" in found


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("kronoberg-2024/activity/3.9", "/id/kronoberg-2024/activity/3.1"),
        ("kronoberg-2023", "/id/kronoberg-2024"),
        ("actor/kronoberg.cancersamordnar", "/id/actor/kronoberg.cancersamordnare"),
        ("organisation/kronobreg", "/id/organisation/kronoberg"),
        ("area/12", "/id/area/1"),
    ],
)
def test_unknown_node_is_told_with_what_was_perhaps_meant(client, name, meant):
    """404, with links to names of the same kind that lie near."""
    answer = client.get(f"/id/{name}")
    assert answer.status_code == 404
    assert meant in [href for href, _ in read(answer.text).links]


def test_other_nodes_have_a_plain_page(client):
    """Concepts, mappings and statements have a page that says everything of them, with links to what they name."""
    concept = client.get("/id/concept/role/accountable").text
    assert read(concept).heading == "Ansvarig"
    assert "skos:definition" in concept
    mapping = client.get("/id/mapping/kronoberg-2024.areas/1").text
    assert "/id/kronoberg-2024/goal/1" in mapping and "/id/area/1" in mapping
    assert client.get("/id/kronoberg-2024/activity/20.1/responsibility/1").status_code == 200


SAMPLES = (
    "/",
    "/id/kronoberg-2024",
    "/id/sydost-2025/activity/A9.8",
    "/id/gavleborg-2025/activity/2.2~3",
    "/id/mellansverige-2025/goal/4.d",
    "/id/mellansverige-2025/measure/2~m1",
    "/id/strategi-2026/goal/1",
    "/id/area/3",
    "/id/organisation/rcc-syd",
    "/id/actor/rcc-mellansverige.rcc",
    "/id/concept/role/support",
    "/id/mapping/sydost-2025.areas/3",
    "/rule/OWN-NO-LEAD",
    "/finding/OWN-UNCLEAR/kronoberg-2024/activity/3.1",
)


@pytest.mark.parametrize("address", SAMPLES)
def test_no_link_is_dead(client, address):
    """Every link of a page within the site leads somewhere."""
    links = {href.partition("#")[0] for href, _ in read(client.get(address).text).links} - {""}
    assert links
    for href in links:
        assert href.startswith(("/", "?")), href
        target = f"{address}{href}" if href.startswith("?") else href
        assert client.get(target).status_code in (200, 302), target


@pytest.mark.parametrize("address", SAMPLES)
def test_english_page_is_english_and_stays_so(client, address):
    """With lang=en the page says so, its links keep it, and Swedish titles are marked as Swedish."""
    page = read(client.get(f"{address}?lang=en").text)
    assert ("html", {"lang": "en"}) in page.tags
    inside = [href for href, text in page.links if href.startswith("/") and text != "På svenska"]
    assert all("lang=en" in href for href in inside), [href for href in inside if "lang=en" not in href]
    unmarked = re.sub(r'<(\w+)[^>]*lang="sv"[^>]*>.*?</\1>|<title>.*</title>', "", page.source, flags=re.DOTALL)
    said = set(re.sub(r"<[^>]+>", " ", unmarked).split())
    assert not said & {"och", "saknas", "Ansvarig", "planen", "för", "eller"}
