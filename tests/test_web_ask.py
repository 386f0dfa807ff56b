"""The named questions as forms: every one of them, its parameters, its answer as table and files, and its query."""

from __future__ import annotations

import csv
import io
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from plangraph.alignment.difference_question import DIFFERENCE
from plangraph.network import network_answers
from plangraph.queries import named_queries, run
from plangraph.report import Words
from plangraph.web.column_words import EXPLAINED
from tests.web_pages import read

QUESTIONS = {**named_queries(), **network_answers()}
# These are asked only with a parameter.
LARGE = {"trace-up", "trace-down"}
# The questions with the parameters that are columns of theirs; an actor may be asked for by another name than its own.
NARROWED = [
    (name, parameter)
    for name, it in sorted(QUESTIONS.items())
    for parameter in it.parameters
    if name not in LARGE and parameter in it.columns and parameter != "actor"
]


def rows(client, address: str) -> list[dict[str, str]]:
    answer = client.get(f"{address}{'&' if '?' in address else '?'}format=csv")
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_question_is_listed_once(client, language):
    """All named queries and network questions stand on the page, in the words of its language."""
    page = read(client.get(f"/ask?lang={language}").text)
    listed = [(urlsplit(href).path, text) for href, text in page.links if href.startswith("/ask/")]
    asked = {
        name: it.question_en if language == "en" else it.question_sv
        for name, it in {**QUESTIONS, DIFFERENCE.name: DIFFERENCE}.items()
    }
    assert sorted(listed) == sorted((f"/ask/{name}", " ".join(text.split())) for name, text in asked.items())


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_is_told_in_both_languages(client, name):
    """Question, why, note and columns are told in Swedish and in English, and every column has a heading."""
    it = QUESTIONS[name]
    swedish, english = client.get(f"/ask/{name}").text, client.get(f"/ask/{name}?lang=en").text
    assert it.why_sv
    assert bool(it.note) == bool(it.note_sv)
    assert read(swedish).heading == " ".join(it.question_sv.split())
    assert read(english).heading == " ".join(it.question_en.split())
    for page, told in ((swedish, it.question_sv), (english, it.question_en)):  # its id says little to a reader
        crumbs = page.split('class="crumbs')[1].split("</nav>")[0]
        assert " ".join(read(crumbs.split('aria-current="page">')[1]).text.split()) == " ".join(told.split())
    texts = read(swedish).text, read(english).text
    assert it.why_sv in texts[0]
    assert it.note_sv in texts[0]
    assert it.why in texts[1]
    assert it.note in texts[1]
    for column in it.columns:
        assert EXPLAINED[column][0] in texts[0]
        assert EXPLAINED[column][1] in texts[1]
        assert Words("sv", {}).heading(column) != column


@pytest.mark.parametrize("name", sorted(QUESTIONS.keys() - LARGE))
def test_the_answer_is_that_of_the_command_line(client, store, name):
    """The page says as many rows as the question has, and the file holds the rows themselves, in their order."""
    it = QUESTIONS[name]
    if name in named_queries():
        given = {"as_of": "2026-11-21"} if "as_of" in it.parameters else {}
        expected = run(store, named_queries()[name], given).rows
    else:
        expected = network_answers()[name].run(store).rows
    page = client.get(f"/ask/{name}").text
    assert read(page).shown == len(expected)
    found = rows(client, f"/ask/{name}")
    assert [list(row) for row in found[:1]] == [list(it.columns) for _ in found[:1]]
    unguarded = [{column: re.sub(r"^'(?=[=+\-@\t])", "", text) for column, text in row.items()} for row in found]
    assert [tuple(row.values()) for row in unguarded] == [tuple(row.values()) for row in expected]


@pytest.mark.parametrize(("name", "parameter"), NARROWED)
def test_narrowing_gives_what_the_query_gives(client, explorer, store, name, parameter):
    """Each parameter leaves the rows that the query itself gives for it, whether asked anew or taken from the whole."""
    present = list(dict.fromkeys(row[parameter] for row in explorer.answers.rows(name) if row[parameter]))
    assert present
    for value in present[:2] + present[-1:]:
        found = rows(client, f"/ask/{name}?{parameter}={value}")
        if name in named_queries():
            given = {"as_of": "2026-11-21"} if "as_of" in QUESTIONS[name].parameters else {}
            expected = run(store, named_queries()[name], {**given, parameter: value}).rows
        else:
            expected = network_answers()[name].run(store, value).rows
        assert len(found) == len(expected) > 0, value


@pytest.mark.parametrize(("parameter", "value"), [("plan", "skane-2019"), ("target", "vagen-framat-2024")])
def test_narrowing_mappings_by_their_ends(client, store, parameter, value):
    """Links are narrowed by the plan that they begin in and by the one that they lead to, as the query does."""
    expected = run(store, named_queries()["mappings"], {parameter: value}).rows
    found = rows(client, f"/ask/mappings?{parameter}={value}")
    assert [tuple(row.values()) for row in found] == [tuple(row.values()) for row in expected]


@pytest.mark.parametrize(
    ("address", "pairs"),
    [
        ("neighbours?plan=kronoberg", [("activity", "title"), ("other_activity", "other_title")]),
        ("ownership-contrast?plan=kronoberg", [("activity", "title"), ("other_activity", "other_title")]),
        ("trace-down?goal=N5.1", [("activity", "title"), ("national_goal", "national_title")]),
        ("mappings?plan=skane", [("subject", "subject_title"), ("object", "object_title")]),
        ("conditions?plan=kronoberg", [("holds_up", "title")]),  # the condition's own, no activity's
    ],
)
def test_a_title_stands_beside_its_row(client, address, pairs):
    """On the page one reads a row's title beside its mark; the file keeps the order of the contract."""
    page = read(client.get(f"/ask/{address}").text)
    heads = page.texts["th"]
    for of, title in pairs:
        told = Words("sv", {}).heading(of), Words("sv", {}).heading(title)
        assert told[0] in heads
        assert heads[heads.index(told[0]) + 1] == told[1]
    name = address.partition("?")[0]
    assert list(rows(client, f"/ask/{address}")[0]) == list(QUESTIONS[name].columns)


def test_who_owns_mdk_in_skane(client):
    """The first question of all, without a word of SPARQL: four functions, stated on A22."""
    found = rows(client, "/ask/responsibilities?plan=skane&activity=A22")
    assert {row["written"] for row in found} == {"Förvaltningschefer", "Verksamhetschefer", "RPPL", "LPPL"}
    page = client.get("/ask/responsibilities?plan=skane&activity=A22").text
    assert "Angiven på aktiviteten" in page
    assert 'href="/id/skane-2019/activity/A22"' in page


def test_cells_are_words_and_links(client):
    """Codes are told by their labels, plans by their names, and rows, actors and areas are links to their pages."""
    page = client.get("/ask/who-owns-what?plan=kronoberg&kind=cancer-coordinator").text
    table = page.split('class="cards answer"')[1].split("</table>")[0]
    assert 'href="/id/actor/kronoberg.cancersamordnare"' in table
    assert "Region Kronoberg 2023–2025" in read(table).text
    assert "har slutat gälla" in table
    assert "Ansvarig" in table
    assert "cancer-coordinator" not in table
    assert 'href="/id/kronoberg-2024/activity/20.1"' in table
    goals = client.get("/ask/goals?plan=gavleborg").text
    assert 'href="/id/vagen-framat-2024/goal/N8.2"' in goals
    assert "8 Patienter och närstående" in goals


def test_columns_for_people_begin_with_what_is_asked(client):
    """Where the responsibility lies here and there comes first on the page; its file keeps the contract's order."""
    page = client.get("/ask/ownership-contrast?plan=gavleborg-2025").text
    head = re.findall(r"<th[^>]*>([^<]+)</th>", page.split("<thead>")[1].split("</thead>")[0])
    assert head[:4] == ["Aktivitet", "Titel", "Ansvarig", "Ansvarig hos dem"] and "Slag som jämförs" in head
    file = client.get("/ask/ownership-contrast?plan=gavleborg-2025&format=csv").data.decode("utf-8-sig")
    assert file.startswith("measure,plan,activity,other_plan,other_activity,state,")


def test_an_activity_of_uptake_leads_to_the_regions_plan(client):
    """In `uptake` the plan is that of the measure; the activity is a row of the region's own plan."""
    page = client.get("/ask/uptake?region=vastmanland&state=elsewhere").text
    assert 'href="/id/vastmanland-2025/activity/3.d~1"' in page
    assert 'href="/id/mellansverige-2025/measure/3.d~m1"' in page


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/ask/who-owns-what?actor=Cancersamordnare", "Cancersamordnare"),  # several actors have the name
        ("/ask/who-owns-what?actor=kronoberg.cancersamordnare", "Cancersamordnare"),
        ("/ask/trace-down?goal=N5.1", "N5.1"),
        ("/ask/trace-up?plan=kronoberg&activity=11.2", "11.2"),
        ("/ask/ownerless?for=kronoberg&cause=unclear", "Oklart enligt planen"),
        ("/ask/uptake?rcc=rcc-mellansverige&state=gap", "Ingen aktivitet i planen"),
        ("/ask/overdue?plan=skane&as_of=2019-06-01", "Inga rader svarar"),
    ],
)
def test_parameters_as_people_write_them(client, address, expected):
    """Names, short names and marks are understood."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert expected in answer.text.split("<h2>Svar</h2>")[1]


@pytest.mark.parametrize(
    ("address", "suggested"),
    [
        ("/ask/who-owns-what?actor=Cancersamordnar", "?actor=Cancersamordnare"),
        ("/ask/ownerless?cause=mising", "?cause=missing"),
        ("/ask/goals?plan=kronoborg-2024", "?plan=kronoberg-2024"),
        ("/ask/overdue?as_of=igår", None),
        ("/ask/goals?actor=x", "?"),
        ("/ask/trace-down?goal=N99.9", "?"),
    ],
)
def test_unknown_values_are_refused_with_near_ones(client, address, suggested):
    """A value that the graph does not know is said to be unknown, and near ones are links."""
    answer = client.get(address)
    assert answer.status_code == 400
    if suggested:
        assert suggested in {href for href, _ in read(answer.text).links}


def test_unknown_question_suggests_near_ones(client):
    """A mistyped name is answered with the question that was perhaps meant."""
    answer = client.get("/ask/ownerles")
    assert answer.status_code == 404
    assert "/ask/ownerless" in {href for href, _ in read(answer.text).links}


@pytest.mark.parametrize("name", sorted(LARGE))
def test_large_questions_are_narrowed_first(client, name):
    """The paths of all rows at once are asked by nobody: the page says to choose something first."""
    assert "Välj något i formuläret först" in client.get(f"/ask/{name}").text


def test_the_query_behind_can_be_opened(client):
    """The SPARQL stands there with what was chosen filled in, and leads to the editor, where it gives as many rows."""
    page = read(client.get("/ask/ownerless?plan=kronoberg").text)
    (editor,) = [href for href, text in page.links if text == "Öppna i SPARQL-redigeraren"]
    (query,) = parse_qs(urlsplit(editor).query)["query"]
    assert 'VALUES ?param_plan { "kronoberg-2024" }' in query
    answer = client.post("/sparql", data={"query": query}, headers={"Accept": "application/sparql-results+json"})
    assert len(json.loads(answer.data)["results"]["bindings"]) == page.shown


def test_network_questions_have_no_query(client):
    """What the network answers is said not to be SPARQL."""
    page = client.get("/ask/single-points?plan=kronoberg").text
    assert "inte av en SPARQL-fråga" in page
    assert "Öppna i SPARQL-redigeraren" not in page


def test_json_link_gives_the_same_rows(client):
    """The link to JSON leads to the same rows for machines."""
    page = read(client.get("/ask/conditions?plan=kronoberg").text)
    (address,) = [href for href, text in page.links if text == "JSON"]
    assert len(json.loads(client.get(address).data)) == page.shown


def test_fields_offer_what_there_is(client):
    """Closed values are chosen from a list; actors and goals are written, with suggestions."""
    page = read(client.get("/ask/who-owns-what").text)
    selects = {tag[1]["name"] for tag in page.tags if tag[0] == "select"}
    inputs = {tag[1].get("name"): tag[1] for tag in page.tags if tag[0] == "input"}
    assert selects == {"kind", "plan", "area"}
    assert inputs["actor"]["list"] == "options-actor"
    options = client.get("/ask/who-owns-what").text.split('id="options-actor"')[1].split("</datalist>")[0]
    assert '<option value="Cancersamordnare">' in options
    labels = {tag[1].get("for") for tag in page.tags if tag[0] == "label"}
    assert {"field-actor", "field-kind", "field-plan", "field-area"} <= labels
