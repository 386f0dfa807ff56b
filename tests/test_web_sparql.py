"""SPARQL over HTTP: the SPARQL 1.1 Protocol as clients speak it, its refusals, and the editor that people use."""

from __future__ import annotations

import html
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDF
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from plangraph.queries import BoundedQueries, Limits, named_queries
from plangraph.web import Explorer, create_app
from tests.small_care import small_care
from tests.web_pages import read

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
JSON = "application/sparql-results+json"
PROBLEM = "application/problem+json"
SELECT = "SELECT ?plan WHERE { ?row a pg:Plan ; dcterms:identifier ?plan } ORDER BY ?plan"
PLANS = ["kronoberg-2025", "rcc-2025", "skane-2025", "strategi-2009", "strategi-2026", "syd-2020", "vagen-framat-2024"]
ASK = "ASK { ?row a pg:Activity }"
CONSTRUCT = "CONSTRUCT { ?row dcterms:identifier ?plan } WHERE { ?row a pg:Plan ; dcterms:identifier ?plan }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
GRAPH = "https://w3id.org/plangraph/graph/plan/"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Explorer]:
    data = small_care(tmp_path_factory.mktemp("care") / "data")
    register = data.load()
    explorer = Explorer(register, data.build(), date(2026, 11, 21))
    explorer.queries = BoundedQueries(explorer.store, Limits(seconds=2, rows=2_000, size=2_000_000))
    yield explorer
    explorer.close()


@pytest.fixture(scope="module")
def server(small: Explorer) -> FlaskClient:
    return create_app(small).test_client()


def get(server: FlaskClient, accept: str | None = None, **parameters: str | list[str]) -> TestResponse:
    headers = {} if accept is None else {"Accept": accept}
    return server.get(f"/sparql?{urlencode(parameters, doseq=True)}", headers=headers)


def plans(response: TestResponse) -> list[str]:
    """The plans that an answer in JSON holds."""
    assert response.status_code == 200, response.text
    return [row["plan"]["value"] for row in response.json["results"]["bindings"]]


def refused(response: TestResponse, status: int) -> str:
    """What a refusal says; it is always a problem with a status, a title and a sentence."""
    assert response.status_code == status, response.text
    assert response.content_type == PROBLEM
    assert response.json["status"] == status
    assert response.json["title"]
    return response.json["detail"]


@pytest.mark.parametrize("extra", [{}, {"default-graph-uri": GRAPH + "kronoberg-2025"}])
def test_three_ways_to_ask(server, extra):
    """GET, POST of a form and POST of the query itself give the same answer, with graphs given beside the query too."""
    address = f"/sparql?{urlencode(extra)}"
    by_get = server.get(f"/sparql?{urlencode({'query': SELECT, **extra})}")
    by_form = server.post("/sparql", data={"query": SELECT, **extra})
    by_body = server.post(address, data=SELECT, content_type="application/sparql-query")
    with_charset = server.post(address, data=SELECT.encode(), content_type="application/sparql-query; charset=UTF-8")
    expected = ["kronoberg-2025"] if extra else PLANS
    assert [plans(each) for each in (by_get, by_form, by_body, with_charset)] == [expected] * 4


def test_a_client_that_others_wrote(small):
    """rdflib's SPARQL client gets its answers, by GET and by POST."""
    server = make_server("127.0.0.1", 0, create_app(small))
    with ThreadPoolExecutor(1) as thread:
        thread.submit(server.serve_forever)
        try:
            for method in ("GET", "POST", "POST_FORM"):
                store = SPARQLStore(f"http://127.0.0.1:{server.port}/sparql", method=method)
                found = Graph(store).query("PREFIX pg: <https://w3id.org/plangraph/ontology#> ASK { ?a a pg:Plan }")
                assert found.askAnswer is True
        finally:
            server.shutdown()


@pytest.mark.parametrize(
    ("accept", "sent"),
    [
        (None, JSON),
        ("*/*", JSON),
        (JSON, JSON),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        (f"{JSON};q=0, */*;q=0.1", "application/sparql-results+xml"),
        ("text/turtle, text/csv;q=0.1", "text/csv; charset=utf-8"),
        ("image/png, */*;q=0.01", JSON),
    ],
)
def test_rows_in_the_format_that_is_accepted(server, accept, sent):
    """The Accept header chooses among the formats for rows; every one of them holds the same rows."""
    response = get(server, accept, query=SELECT)
    assert (response.status_code, response.content_type) == (200, sent)
    assert "Accept" in response.vary
    name = sent.partition(";")[0].replace("application/json", JSON)
    if name == "text/csv":
        assert response.text.split("\r\n") == ["plan", *PLANS, ""]
    else:
        syntax = ox.QueryResultsFormat.from_media_type(name)
        assert [row["plan"].value for row in ox.parse_query_results(response.data, syntax)] == PLANS


@pytest.mark.parametrize(
    ("accept", "sent"),
    [
        (None, "text/turtle; charset=utf-8"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
        ("application/json", "application/json"),
        (f"{JSON}, application/rdf+xml;q=0.2", "application/rdf+xml"),
    ],
)
@pytest.mark.parametrize("query", [CONSTRUCT, f"DESCRIBE <{GRAPH[:-11]}id/kronoberg-2025>"])
def test_statements_in_the_format_that_is_accepted(server, query, accept, sent):
    """CONSTRUCT and DESCRIBE answer with RDF, and a format for rows is not taken for one."""
    response = get(server, accept, query=query)
    assert (response.status_code, response.content_type) == (200, sent)
    name = sent.partition(";")[0].replace("application/json", "application/ld+json")
    triples = list(ox.parse(response.data, ox.RdfFormat.from_media_type(name)))
    assert any(quad.object == ox.Literal("kronoberg-2025") for quad in triples)


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_format_in_the_address(server, name):
    """`format=` goes before the Accept header, and the answer is a file to save."""
    response = get(server, "text/turtle", query=SELECT, format=name)
    assert response.status_code == 200
    assert name in response.content_type or name == "tsv"
    assert response.headers["Content-Disposition"] == f'attachment; filename="plangraph.{name}"'


def test_ask(server):
    """ASK answers true or false."""
    assert get(server, query=ASK).json["boolean"] is True
    assert get(server, query="ASK { ?row a pg:Nothing }").json["boolean"] is False


def test_graphs_given_beside_the_query(server):
    """default-graph-uri and named-graph-uri say what is asked; they go before FROM."""
    kronoberg, skane = GRAPH + "kronoberg-2025", GRAPH + "skane-2025"
    default, named = "default-graph-uri", "named-graph-uri"
    assert plans(get(server, query=SELECT, **{default: [kronoberg, skane]})) == ["kronoberg-2025", "skane-2025"]
    assert plans(get(server, query=SELECT, **{named: kronoberg})) == []
    in_graph = SELECT.replace("{", "{ GRAPH ?graph {", 1).replace("} ORDER", "} } ORDER")
    assert plans(get(server, query=in_graph, **{named: skane})) == ["skane-2025"]
    assert plans(get(server, query=in_graph, **{default: skane})) == []
    with_from = SELECT.replace("WHERE", f"FROM <{skane}> WHERE")
    assert plans(get(server, query=with_from)) == ["skane-2025"]
    assert plans(get(server, query=with_from, **{default: kronoberg})) == ["kronoberg-2025"]


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("graph", ["http://example.org/none", "no IRI", ""])
def test_a_graph_that_is_not_there(server, name, graph):
    """A graph that the dataset does not have is refused by name: an empty answer would hide a mistyped one."""
    assert "There is no graph" in refused(get(server, query=SELECT, **{name: graph}), 400)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT", "error at 1:7"),
        ("SELECT ?x WHERE {\n ?x ?y }", "error at 2:"),
        ("", "is empty"),
        ("DROP ALL", "cannot be read"),
        ("INSERT DATA { <a:b> <a:c> <a:d> }", "cannot be read"),
        ("LOAD <http://localhost:9/x>", "cannot be read"),
        ("SELECT * { SERVICE <http://localhost:9/x> { ?s ?p ?o } }", "SERVICE"),
        ("ASK { FILTER(" + "(" * 500 + "1" + ")" * 500 + ") }", "nested"),
    ],
)
def test_queries_that_are_none(server, query, said):
    """What cannot be read is refused with the parser's message and its place; an update and SERVICE are refused too."""
    assert said in refused(get(server, query=query), 400)


def test_requests_that_the_protocol_does_not_know(server):
    """Each misuse has the status that the protocol and HTTP give it."""
    update = "INSERT DATA { <a:b> <a:c> <a:d> }"
    assert "updates are refused" in refused(server.post("/sparql", data={"update": update}), 403)
    sparql_update = server.post("/sparql", data=update, content_type="application/sparql-update")
    assert "updates are refused" in refused(sparql_update, 403)
    assert "updates are refused" in refused(get(server, update=update), 403)
    assert "exactly one" in refused(get(server, query=[SELECT, ASK]), 400)
    both = server.post(f"/sparql?{urlencode({'query': ASK})}", data=ASK, content_type="application/sparql-query")
    assert "not in both" in refused(both, 400)
    assert "query is missing" in refused(server.post("/sparql", data={"quary": ASK}), 400)
    for kind in ("text/plain", "application/json", "multipart/form-data; boundary=x", ""):
        assert "application/sparql-query" in refused(server.post("/sparql", data=ASK, content_type=kind), 415)
    latin = server.post("/sparql", data=ASK, content_type="application/sparql-query; charset=iso-8859-1")
    assert "UTF-8" in refused(latin, 415)
    assert "UTF-8" in refused(server.post("/sparql", data=b"ASK {\xff}", content_type="application/sparql-query"), 400)
    latin_one = "query=ASK+%7B+FILTER%28%22%E5%22+%3D+%22%E5%22%29+%7D"
    form = "application/x-www-form-urlencoded"
    assert "UTF-8" in refused(server.get(f"/sparql?{latin_one}"), 400)
    assert "UTF-8" in refused(server.post("/sparql", data=latin_one, content_type=form), 400)
    assert "empty" in refused(get(server, query=" # nothing"), 400)
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        response = server.open("/sparql", method=method, data=ASK)
        refused(response, 405)
        assert response.headers["Allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "application/sparql-query"])
def test_request_sizes_are_bounded(server, kind):
    """A body beyond all sense is refused unread."""
    refused(server.post("/sparql", data="query=" + "x" * 1_000_000, content_type=kind), 413)


@pytest.mark.parametrize("accept", ["image/png", "application/sparql-results+json;q=0"])
def test_formats_that_there_are_not(server, accept):
    """Where the request accepts no format for the answer, it is told which there are."""
    assert JSON in refused(get(server, accept, query=SELECT), 406)
    assert "text/turtle" in refused(get(server, accept, query=CONSTRUCT), 406)
    refused(get(server, accept), 406)


def test_a_format_of_the_other_kind(server):
    """Turtle for rows, CSV for statements: refused with the formats that there are."""
    assert "text/csv" in refused(get(server, "text/turtle", query=SELECT), 406)
    assert "text/turtle" in refused(get(server, query=CONSTRUCT, format="csv"), 406)
    assert "json, xml, csv, tsv, ttl" in refused(get(server, query=SELECT, format="docx"), 400)


@pytest.mark.parametrize(
    ("query", "limit", "said"),
    [
        (RUNAWAY, "time", "longer than 2 seconds"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", "rows", "more than 2,000 rows"),
        (
            f"SELECT (GROUP_CONCAT(STR(?b)) AS ?x) {{ ?a ?b ?c . VALUES ?n {{ {' '.join(map(str, range(60)))} }} }}",
            "bytes",
            "more than 2,000,000 bytes",
        ),
    ],
)
def test_limits_are_named(server, query, limit, said):
    """A query over a limit is ended with 422, which no client repeats, and the problem names the limit."""
    response = get(server, query=query)
    assert said in refused(response, 422)
    assert response.json["limit"] == limit


def test_pages_and_queries_are_served_beside_a_runaway(small):
    """While a query runs away, other queries and pages are answered without waiting for it."""
    app = create_app(small)
    with ThreadPoolExecutor(1) as thread:
        runaway = thread.submit(lambda: get(app.test_client(), query=RUNAWAY))
        answered = 0
        while not runaway.done():
            assert plans(get(app.test_client(), query=SELECT)) == PLANS
            assert app.test_client().get("/").status_code == 200
            answered += 1
    refused(runaway.result(), 422)
    assert answered > 2, "the last of them may have been answered after its end, the others were before"


def test_too_many_at_once(small):
    """Where there is no place, a query is told to come back, and when."""
    held = small.queries
    with BoundedQueries(small.store, Limits(seconds=2), at_once=1, waiting=0, patience=0.1) as small.queries:
        app = create_app(small)
        small.queries.start()
        with ThreadPoolExecutor(1) as thread:
            runaway = thread.submit(lambda: get(app.test_client(), query=RUNAWAY))
            deadline = time.monotonic() + 2
            response = get(app.test_client(), query=SELECT)
            while response.status_code != 503 and time.monotonic() < deadline:
                response = get(app.test_client(), query=SELECT)
            refused(response, 503)
            assert int(response.headers["Retry-After"]) > 0
            page = get(app.test_client(), BROWSER, query=SELECT)
            assert (page.status_code, page.headers["Retry-After"]) == (503, response.headers["Retry-After"])
            refused(runaway.result(), 422)
    small.queries = held


@pytest.mark.parametrize("accept", [None, "text/turtle", "application/rdf+xml", "application/ld+json"])
def test_service_description(server, small, accept):
    """Without a query the service describes itself: endpoint, language, formats, and every graph by name."""
    response = get(server, accept)
    assert response.status_code == 200
    graph = Graph().parse(data=response.data, format=response.mimetype)
    [service] = graph.subjects(RDF.type, SD.Service)
    assert service == URIRef("http://localhost/sparql") == graph.value(service, SD.endpoint)
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph
    assert (service, SD.feature, SD.UnionDefaultGraph) in graph
    formats = {str(each).rpartition("/")[2] for each in graph.objects(service, SD.resultFormat)}
    assert formats >= {
        "SPARQL_Results_JSON",
        "SPARQL_Results_XML",
        "SPARQL_Results_CSV",
        "SPARQL_Results_TSV",
        "Turtle",
    }
    dataset = graph.value(service, SD.defaultDataset)
    names = {str(graph.value(named, SD.name)) for named in graph.objects(dataset, SD.namedGraph)}
    assert names == {name.value for name in small.store.named_graphs()}
    assert GRAPH + "kronoberg-2025" in names
    asked = get(server, query=SELECT, **{"default-graph-uri": GRAPH + "kronoberg-2025"})
    assert plans(asked) == ["kronoberg-2025"], "a name that it gives can be asked"


def test_head_has_no_body(server):
    """HEAD answers as GET does, without the body."""
    response = server.head(f"/sparql?{urlencode({'query': SELECT})}")
    assert (response.status_code, response.content_type, response.data) == (200, JSON, b"")


def test_the_editor_page(server):
    """A browser that opens the address gets the editor, with a query to begin with, and examples by question."""
    page = get(server, BROWSER)
    assert (page.status_code, page.content_type) == (200, "text/html; charset=utf-8")
    for query in named_queries().values():
        assert query.question_sv in page.text
    assert "Ask in SPARQL" in server.get("/sparql?lang=en", headers={"Accept": BROWSER}).text
    example = get(server, BROWSER, example="ownerless")
    assert "SELECT ?plan ?goal ?activity" in example.text
    assert get(server, BROWSER, example="ownerles").status_code == 400


def test_the_query_that_the_editor_begins_with_is_answered(server):
    """What stands in the box at first gives rows when it is run."""
    page = get(server, BROWSER, query=in_the_box(get(server, BROWSER)))
    assert page.status_code == 200
    assert "kronoberg-2025" in page.text.partition("<tbody>")[2]


@pytest.mark.parametrize("name", sorted(named_queries()))
def test_every_example_can_be_run(server, name):
    """Every example is within what free queries may hold, and gives its contract's columns."""
    response = get(server, query=named_queries()[name].sparql)
    assert response.status_code in (200, 422), response.text
    if response.status_code == 200:
        assert tuple(response.json["head"]["vars"]) == named_queries()[name].columns


@pytest.mark.parametrize("name", sorted(name for name, query in named_queries().items() if query.order))
def test_an_example_gives_its_rows_in_the_order_of_its_contract(client, name):
    """What an example puts into the box says its order itself: a comment about it sorts nothing."""
    text = in_the_box(get(client, BROWSER, example=name))
    order = named_queries()[name].order
    assert text.rstrip().endswith(f"ORDER BY {' '.join(f'?{column}' for column in order)}")
    response = get(client, query=text)
    assert response.status_code in (200, 422), response.text
    if response.status_code == 200:
        cells = [[row.get(column, {"value": ""}) for column in order] for row in response.json["results"]["bindings"]]
        found = [[int(each["value"]) if "datatype" in each else each["value"] for each in row] for row in cells]
        assert found == sorted(found)


def test_the_chosen_example_stays_chosen_while_it_is_in_the_box(server):
    """Run as a form sends it, the example is still the chosen one; changed, or at first, none is."""
    chosen = '<option value="ownerless" selected>'
    page = get(server, BROWSER, example="ownerless")
    assert chosen in page.text
    text = in_the_box(page)
    assert chosen in get(server, BROWSER, query=text.replace("\n", "\r\n")).text
    assert chosen in get(server, BROWSER, query=text.replace("# why", "# varför")).text
    others = ({}, {"example": ""}, {"query": f"{text} LIMIT 3"})
    for other in (get(server, BROWSER, **each) for each in others):
        assert "selected" not in other.text


@pytest.mark.parametrize("language", ["sv", "en"])
def test_examples_stand_in_the_order_of_what_is_read(server, language):
    """The list is sorted by the questions that it shows, and no longer by ids that nobody sees."""
    page = get(server, BROWSER, lang=language).text
    shown = read(page.split('id="example"')[1].split("</select>")[0]).texts["option"][1:]
    assert len(shown) == len(named_queries())
    assert shown == sorted(shown, key=str.casefold)


def in_the_box(page: TestResponse) -> str:
    """The query that a page of the editor holds."""
    text = page.text.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]
    return html.unescape(text).removeprefix("\n")


def test_results_as_a_table_with_downloads(server):
    """Rows come as a table whose nodes are links, with a download in each format that holds the same rows."""
    query = "SELECT ?row ?title WHERE { ?row a pg:Plan ; rdfs:label ?title } ORDER BY ?row"
    page = get(server, BROWSER, query=query)
    assert '<a href="/id/kronoberg-2025"><bdi>id:kronoberg-2025</bdi></a>' in page.text
    assert '<bdi lang="sv">Planen kronoberg-2025</bdi>' in page.text
    assert f"{len(PLANS)}\xa0rader" in page.text
    for name in ("json", "xml", "csv", "tsv"):
        assert f"?{urlencode({'query': query, 'format': name})}".replace("&", "&amp;") in page.text
    file = get(server, BROWSER, query=query, format="csv")
    assert file.text.count("\r\n") == len(PLANS) + 1


def test_a_long_answer_is_shown_in_part(server):
    """A long answer shows its first rows and says of how many."""
    page = get(server, BROWSER, query="SELECT ?a { ?a ?b ?c } LIMIT 1700")
    assert page.text.count("<tr>") == 501
    assert "1\xa0700\xa0rader" in page.text
    assert "visar de första" in page.text


@pytest.mark.parametrize(
    ("query", "shown"),
    [(ASK, "Ja"), ("ASK { ?row a pg:Nothing }", "Nej"), ("SELECT ?x { ?x a pg:Nothing }", "Inget i")],
)
def test_other_answers_on_the_page(server, query, shown):
    """Yes, no and nothing are said in words."""
    page = get(server, BROWSER, query=query)
    assert page.status_code == 200
    assert shown in page.text.partition('id="results"')[2]


@pytest.mark.parametrize(("query", "status"), [("SELECT", 400), (RUNAWAY, 422)])
def test_refusals_on_the_page(server, query, status):
    """A refused query stays in the box, with what is wrong beside it."""
    page = get(server, BROWSER, query=query)
    assert page.status_code == status
    assert 'role="alert"' in page.text.partition('id="results"')[2]
    assert 'action="#results"' in page.text
    assert query in page.text.replace("&gt;", ">")


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea><script>alert(1)</script>",
    "' onmouseover='alert(1)",
    "{{ 7*7 }}{% raw %}",
    "\u202eabc\u202c\u2066\u200f",
    "x" * 10_000,
    "&lt;b&gt; &amp;amp;",
    "\x00\x07\ufffe",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_text_stays_text(server, text):
    """Markup, quotes, templates, marks of direction and 10,000 characters are shown as text, in query and answer."""
    literal = ox.Literal(text)
    query = f"SELECT ?x WHERE {{ VALUES ?x {{ {literal} }} }}"
    assert get(server, query=query).json["results"]["bindings"][0]["x"]["value"] == text
    page = get(server, BROWSER, query=query)
    assert page.status_code == 200
    shown = page.text.partition('id="main"')[2]
    assert "<script>" not in shown
    assert "<img" not in shown
    assert "onmouseover='" not in shown
    assert "49" not in shown.partition("<tbody>")[2].partition("</tbody>")[0]
    if "\u202e" in text:
        assert f"<bdi>{text}</bdi>" in shown, "marks of direction end with the cell"


PATHS = (str(Path(__file__).parents[1]), "/site-packages/", "Traceback", 'File "', ".py")


@st.composite
def requests(draw):
    """Any request at all, most of them almost right."""
    names = ["query", "format", "default-graph-uri", "named-graph-uri", "lang", "update", "example", "x"]
    sensible = [SELECT, ASK, CONSTRUCT, "json", "html", GRAPH + "skane-2025"]
    values = st.text(max_size=40) | st.sampled_from(sensible)
    parameters = draw(st.dictionaries(st.sampled_from(names), values))
    accept = draw(st.sampled_from([None, "*/*", BROWSER, "text/turtle", ";;;", "a/b;q=x", "\xff", "text/*;q=0"]))
    method = draw(st.sampled_from(["GET", "POST", "HEAD", "PUT"]))
    request = {
        "path": f"/sparql?{urlencode(parameters, errors='replace')}",
        "method": method,
        "headers": {} if accept is None else {"Accept": accept},
    }
    if method == "POST":
        kinds = ["application/x-www-form-urlencoded", "application/sparql-query", "text/plain; charset=\x00", "x"]
        request |= {"data": draw(st.binary(max_size=60)), "content_type": draw(st.sampled_from(kinds))}
    return request


@settings(deadline=None, max_examples=60)
@given(requests())
def test_no_request_is_a_fault_of_ours(server, request):
    """Whatever is asked, in whatever way: an answer or a refusal, never a fault, a path of the machine, a traceback."""
    response = server.open(**request)
    assert response.status_code < 500
    assert not any(path in response.text for path in PATHS)
