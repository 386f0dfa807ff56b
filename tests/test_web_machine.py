"""What machines get beside SPARQL: nodes as RDF, the whole dataset, the questions as JSON, and two descriptions."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF, RDFS

from plangraph.alignment.difference_question import DIFFERENCE, differences
from plangraph.graph import build
from plangraph.network import network_answers
from plangraph.queries import named_queries, run
from plangraph.vocabulary import ID, PLANGRAPH, PROV, SSSOM, concept
from plangraph.web import Explorer, create_app
from tests.small_data import SmallData

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
RDF_TYPES = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
ACTIVITY = "/id/kronoberg-2024/activity/11.2"
PROBLEM = "application/problem+json"


def graph_of(client: FlaskClient, address: str, accept: str = "text/turtle") -> Graph:
    response = client.get(address, headers={"Accept": accept})
    assert response.status_code == 200, response.text
    return Graph().parse(data=response.data, format=response.mimetype)


def one_plan(folder: Path, title: str, written: str = "Chefen") -> Explorer:
    """An explorer of one plan with one activity."""
    data = SmallData(folder / "data").plan(
        "kronoberg-2025",
        activities=[{"locator": "1", "title": title}],
        responsibilities=[
            {"row": "1", "role": "accountable", "written": written, "actor": "kronoberg.chef"},
        ],
    )
    return Explorer(data.load(), data.build(), date(2026, 11, 21))


class TestNodes:
    """`/id/…` answers as a page or as RDF."""

    @pytest.mark.parametrize(("name", "media_type"), RDF_TYPES.items())
    def test_in_every_format_the_same(self, client, name, media_type):
        """Accept and `format=` choose the same; every format holds the same statements."""
        turtle = graph_of(client, ACTIVITY)
        by_accept = client.get(ACTIVITY, headers={"Accept": media_type})
        by_format = client.get(f"{ACTIVITY}?format={name}", headers={"Accept": BROWSER})
        assert by_accept.mimetype == by_format.mimetype == media_type
        assert by_accept.data == by_format.data
        assert isomorphic(Graph().parse(data=by_accept.data, format=media_type), turtle)

    @pytest.mark.parametrize("accept", [None, "*/*", BROWSER, "text/html", "text/html;q=0.5, text/turtle;q=0.4"])
    def test_people_get_the_page(self, client, accept):
        """Whoever does not ask for RDF gets the page, with the other forms named in its headers."""
        response = client.get(ACTIVITY, headers={} if accept is None else {"Accept": accept})
        assert response.mimetype == "text/html"
        assert response.vary.as_set() >= {"accept"}
        links = response.headers.getlist("Link")
        assert [link for link in links if 'type="text/turtle"' in link] == [
            '<?format=ttl>; rel="alternate"; type="text/turtle"'
        ]
        assert client.get(f"{ACTIVITY}?format=html", headers={"Accept": "text/turtle"}).mimetype == "text/html"

    @pytest.mark.parametrize(
        ("accept", "sent"),
        [
            ("text/turtle;charset=utf-8", "text/turtle; charset=utf-8"),
            ("text/turtle; charset=UTF-8; q=0.9, image/png", "text/turtle; charset=utf-8"),
            ('application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded"', "application/ld+json"),
            ("text/html;charset=utf-8", "text/html; charset=utf-8"),
            ("text/plain", "text/plain; charset=utf-8"),
            ("application/x-turtle, text/turtle;q=0", "application/x-turtle"),
        ],
    )
    def test_what_is_accepted_with_parameters_is_sent(self, client, accept, sent):
        """A media range with the encoding that answers have is met, and text always says what its encoding is."""
        response = client.get(ACTIVITY, headers={"Accept": accept})
        assert response.status_code == 200
        assert response.content_type == sent

    @pytest.mark.parametrize("address", ["/nope", "/id/", "/id/nothing"])
    @pytest.mark.parametrize("accept", ["text/turtle", "application/problem+json", "application/json"])
    def test_programs_are_told_what_is_not_there_as_programs_are(self, client, address, accept):
        """Whoever takes no page gets the problem as JSON, wherever in the explorer it went astray."""
        response = client.get(address, headers={"Accept": accept})
        assert (response.status_code, response.mimetype) == (404, "application/problem+json")
        assert client.get(address, headers={"Accept": BROWSER}).mimetype == "text/html"

    def test_varies_by_accept(self, client):
        """Caches are told that the answer depends on what is accepted, for pages, RDF and refusals alike."""
        for accept in (BROWSER, "text/turtle", "image/png"):
            for address in (ACTIVITY, "/id/nothing"):
                assert "accept" in client.get(address, headers={"Accept": accept}).vary.as_set()

    def test_an_activity_tells_who_answers(self, client):
        """An activity's description holds its own statements, and who answers for it, stated or inherited."""
        graph = graph_of(client, ACTIVITY)
        node = URIRef(f"{ID}kronoberg-2024/activity/11.2")
        assert (node, RDF.type, PLANGRAPH.Activity) in graph
        assert str(graph.value(node, PLANGRAPH.locator)) == "11.2"
        [applied] = graph.subjects(PLANGRAPH.appliesTo, node)
        assert graph.value(applied, PLANGRAPH.basis) == concept("basis", "inherited")
        responsibility = graph.value(applied, PROV.wasDerivedFrom)
        actor = graph.value(responsibility, PLANGRAPH.actor)
        assert actor == URIRef(f"{ID}actor/kronoberg.kvinnokliniken")
        assert str(graph.value(actor, RDFS.label)) == "Kvinnokliniken", "what is named carries its label"

    def test_every_responsibility_and_mapping_that_points_at_it(self, client, store):
        """Nothing that says of a node who answers, or what it is mapped to, is left out: actor, goal and area."""
        for name, terms in {
            "actor/kronoberg.kvinnokliniken": (PLANGRAPH.actor,),
            "kronoberg-2024/goal/11": (PLANGRAPH.responsibilityFor, SSSOM.subject_id),
            "area/3": (SSSOM.object_id,),
            "gavleborg-2025/activity/2.10~2": (PLANGRAPH.responsibilityFor, PLANGRAPH.about),
        }.items():
            graph = graph_of(client, f"/id/{name}")
            node = URIRef(f"{ID}{name}")
            for term in terms:
                quads = store.quads_for_pattern(None, ox.NamedNode(str(term)), ox.NamedNode(str(node)))
                pointing = {URIRef(quad.subject.value) for quad in quads}
                assert pointing, (name, term)
                assert set(graph.subjects(term, node)) == pointing
                for each in pointing:
                    said = store.quads_for_pattern(ox.NamedNode(str(each)), None, None)
                    assert len(list(graph.predicate_objects(each))) == len({quad.triple for quad in said})

    def test_says_nothing_that_the_dataset_does_not_say(self, client, store):
        """A description only holds statements of the dataset."""
        response = client.get(ACTIVITY, headers={"Accept": "application/n-triples"})
        said = list(ox.parse(response.data, ox.RdfFormat.N_TRIPLES))
        assert said
        for triple in said:
            assert next(store.quads_for_pattern(triple.subject, triple.predicate, triple.object), None)

    @pytest.mark.parametrize("accept", RDF_TYPES.values())
    def test_an_unknown_node_is_told_with_near_ones(self, client, accept):
        """An identifier that is not there is told as such, with what was perhaps meant."""
        response = client.get("/id/kronoberg-2024/activity/11.22", headers={"Accept": accept})
        assert (response.status_code, response.content_type) == (404, PROBLEM)
        assert "kronoberg-2024/activity/11.22" in response.json["detail"]
        assert ACTIVITY in {link["href"] for link in response.json["suggestions"]}

    def test_formats_that_there_are_not(self, client):
        """Where nothing that is accepted can be sent, the formats are named; a mistyped `format=` is refused."""
        response = client.get(ACTIVITY, headers={"Accept": "image/png"})
        assert (response.status_code, response.content_type) == (406, PROBLEM)
        assert "text/turtle" in response.json["detail"]
        response = client.get(f"{ACTIVITY}?format=turtle")
        assert (response.status_code, response.content_type) == (400, PROBLEM)
        assert "ttl, nt, jsonld, rdf" in response.json["detail"]

    @pytest.mark.parametrize(
        "text",
        ["</script><b>\"'&", "\u202eabc\u202c\u200f", "x" * 10_000, 'a"b\\c\nd\te', "[](x){{7*7}}"],
        ids=["markup", "direction", "long", "quotes", "template"],
    )
    def test_awkward_titles_come_through(self, tmp_path, text):
        """Markup, quotes, marks of direction and 10,000 characters come through every format unchanged."""
        explorer = one_plan(tmp_path, text)
        client = create_app(explorer).test_client()
        node = URIRef(f"{ID}kronoberg-2025/activity/1")
        for media_type in RDF_TYPES.values():
            graph = graph_of(client, "/id/kronoberg-2025/activity/1", media_type)
            assert str(graph.value(node, RDFS.label)) == text
        [row] = client.get("/api/ask/activities").json
        assert row["title"] == text
        explorer.close()

    @settings(deadline=None, max_examples=60)
    @given(
        st.lists(
            st.sampled_from(
                ["kronoberg-2024", "activity", "11.2", "actor", "..", "", "~", "%00", "%ff", "goal", "area"]
            )
            | st.text(max_size=12),
            max_size=5,
        ),
        st.sampled_from([None, "*/*", BROWSER, "text/turtle", "application/ld+json", "garbage"]),
        st.sampled_from(["", "?format=ttl", "?format=", "?lang=en&format=nt", "?x=%ff"]),
    )
    def test_no_address_is_a_fault_of_ours(self, client, parts, accept, query):
        """Whatever stands after /id/: a page, RDF or a refusal, never a fault, a path of the machine or a traceback."""
        headers = {} if accept is None else {"Accept": accept}
        address = "/".join(part if part.startswith("%") else quote(part, errors="replace") for part in parts)
        response = client.get(f"/id/{address}{query}", headers=headers)
        assert response.status_code < 500
        assert "Traceback" not in response.text
        assert str(Path(__file__).parents[1]) not in response.text


class TestDataset:
    """The whole dataset as files."""

    @pytest.mark.parametrize("name", ["trig", "nq", "jsonld"])
    def test_the_file_holds_every_statement(self, client, store, name):
        """Read back, a file gives the dataset with its named graphs."""
        response = client.get(f"/dataset.{name}")
        assert response.status_code == 200
        assert response.headers["Content-Disposition"] == f"attachment; filename=plangraph.{name}"
        read = ox.Store()
        read.bulk_load(response.data, ox.RdfFormat.from_extension(name))
        assert set(read.named_graphs()) == set(store.named_graphs())
        written, held = ox.Dataset(read), ox.Dataset(store)
        for each in (written, held):
            each.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        assert written == held

    def test_it_is_sent_once(self, client, explorer):
        """Who has the file already, by its tag or date, is told so; the tag is the same after another start."""
        first = client.get("/dataset.nq")
        tag, modified = first.headers["ETag"], first.headers["Last-Modified"]
        assert client.get("/dataset.nq", headers={"If-None-Match": tag}).status_code == 304
        assert client.get("/dataset.nq", headers={"If-Modified-Since": modified}).status_code == 304
        part = client.get("/dataset.nq", headers={"Range": "bytes=0-9"})
        assert (part.status_code, part.data) == (206, first.data[:10])
        again = Explorer(explorer.register, build(explorer.register), explorer.as_of)
        assert create_app(again).test_client().get("/dataset.nq").headers["ETag"] == tag
        again.close()

    def test_by_negotiation(self, client):
        """/dataset is a page for people, and the file for whoever asks for RDF."""
        assert client.get("/dataset", headers={"Accept": BROWSER}).mimetype == "text/html"
        for media_type in ("application/trig", "application/n-quads", "application/ld+json"):
            response = client.get("/dataset", headers={"Accept": media_type})
            assert (response.status_code, response.mimetype) == (200, media_type)
            assert "accept" in response.vary.as_set()
        assert client.get("/dataset", headers={"Accept": "image/png"}).status_code == 406
        assert client.get("/dataset.docx").status_code == 404

    def test_closing_removes_the_files(self, explorer):
        """What was written for downloads is gone when the explorer is closed."""
        other = Explorer(explorer.register, explorer.store, explorer.as_of)
        assert create_app(other).test_client().get("/dataset.nq").status_code == 200
        path = other.files.file("nq", ox.RdfFormat.N_QUADS).path
        assert path.exists()
        other.close()
        assert not path.parent.exists()


class TestQuestions:
    """The named questions as JSON and CSV."""

    @pytest.mark.parametrize("name", sorted(named_queries()))
    def test_the_same_rows_as_the_query_itself(self, client, store, name):
        """An answer is a list of objects with the contract's columns in their order; CSV has the same rows."""
        query = named_queries()[name]
        parameters = {"as_of": "2026-11-21"} if "as_of" in query.parameters else {}
        expected = run(store, query, parameters).rows
        response = client.get(f"/api/ask/{name}")
        assert (response.status_code, response.content_type) == (200, "application/json")
        rows = json.loads(response.text)
        assert rows == expected
        assert all(tuple(row) == query.columns for row in rows)
        table = client.get(f"/api/ask/{name}?format=csv")
        assert table.content_type == "text/csv; charset=utf-8"
        assert list(csv.DictReader(io.StringIO(table.text, newline=""))) == expected

    def test_parameters(self, client, store):
        """Parameters narrow the answer as they do on the command line: short names of plans, labels, a date."""
        expected = run(store, named_queries()["ownerless"], {"plan": "kronoberg-2024", "cause": "missing"}).rows
        assert sum(bool(row["activity"]) for row in expected) == 41
        assert client.get("/api/ask/ownerless?plan=kronoberg&cause=missing").json == expected
        early = client.get("/api/ask/overdue?as_of=2020-01-01").json
        assert early == run(store, named_queries()["overdue"], {"as_of": "2020-01-01"}).rows

    @pytest.mark.parametrize("name", sorted(network_answers()))
    def test_the_network_answers_too(self, client, store, name):
        """Questions about the shape of the whole are asked the same way, for one plan where given."""
        whole = network_answers()[name].run(store).rows
        assert client.get(f"/api/ask/{name}").json == whole
        assert client.get(f"/api/ask/{name}?plan=skane").json == [row for row in whole if row["plan"] == "skane-2019"]

    def test_what_became_of_a_plans_rows_too(self, client, register, store):
        """Given one plan or none, every plan that follows another; given two, these."""
        every = differences(register, store).rows
        assert every
        assert client.get("/api/ask/difference").json == every
        two = client.get("/api/ask/difference?old=skane&new=kronoberg").json
        assert two == differences(register, store, "skane-2019", "kronoberg-2024").rows
        assert all(tuple(row) == DIFFERENCE.columns for row in two)
        assert client.get("/api/ask/difference?new=kronoberg").json == [
            row for row in every if row["new_plan"] == "kronoberg-2024"
        ]
        assert client.get("/api/ask/difference?old=skane&new=skane").status_code == 400

    def test_the_list_of_questions(self, client):
        """What can be asked is listed, each with an address that answers."""
        listed = client.get("/api/ask").json
        assert {each["name"] for each in listed} == {*named_queries(), *network_answers(), "difference"}
        assert all(each["address"] == f"/api/ask/{each['name']}" for each in listed)

    @pytest.mark.parametrize(
        ("address", "status", "said"),
        [
            ("ownerlss", 404, "ownerlss"),
            ("ownerless?plan=kronobrg", 400, "Did you mean kronoberg"),
            ("ownerless?plam=x", 400, "Its parameters are: plan, for, cause."),
            ("ownerless?plan=kronoberg&plan=skane", 400, "once"),
            ("overdue?as_of=igår", 400, "no date"),
            ("ownerless?format=docx", 400, "json, csv"),
        ],
    )
    def test_refusals_help(self, client, address, status, said):
        """What cannot be asked is refused with what there is instead, in words that suit an address."""
        response = client.get(f"/api/ask/{address}")
        assert (response.status_code, response.content_type) == (status, PROBLEM)
        assert said in response.json["detail"]
        assert "--" not in response.json["detail"]
        if status == 404:
            assert "/api/ask/ownerless" in {link["href"] for link in response.json["suggestions"]}

    def test_nothing_else_is_accepted(self, client):
        """A format that there is not, and a method that would change something, are refused."""
        assert client.get("/api/ask/plans", headers={"Accept": "image/png"}).status_code == 406
        assert client.post("/api/ask/plans").status_code == 405


class TestOpenApi:
    """The description of the endpoints."""

    def test_it_is_valid_and_whole(self, client):
        """The description is valid OpenAPI and names every question with exactly its parameters and columns."""
        document = client.get("/openapi.json").json
        validate(document)
        paths = document["paths"]
        for name, question in {**named_queries(), **network_answers()}.items():
            operation = paths[f"/api/ask/{name}"]["get"]
            names = [each["name"] for each in operation["parameters"]]
            assert names == [*question.parameters, "format"]
            content = operation["responses"]["200"]["content"]
            assert list(content["application/json"]["schema"]["items"]["properties"]) == list(question.columns)
            assert operation["summary"] == question.question_en

    def test_every_path_is_there(self, client):
        """Every path of the description answers, from the server that it names."""
        document = client.get("/openapi.json").json
        assert document["servers"] == [{"url": "http://localhost"}]
        for path in document["paths"]:
            address = path.replace("{name}", "kronoberg-2024")
            assert client.head(address).status_code == 200, path


MANDATORY = {
    DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.license, DCAT.dataset),
    DCAT.Dataset: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher),
    DCAT.Distribution: (DCAT.accessURL,),
    DCAT.DataService: (DCTERMS.title, DCAT.endpointURL),
    FOAF.Agent: (FOAF.name,),
}
RECOMMENDED = {
    DCAT.Catalog: (DCTERMS.language, FOAF.homepage, DCAT.themeTaxonomy),
    DCAT.Dataset: (
        DCAT.distribution,
        DCAT.theme,
        DCAT.keyword,
        DCTERMS.accessRights,
        DCTERMS.spatial,
        DCTERMS.temporal,
    ),
    DCAT.Distribution: (DCTERMS.format, DCTERMS.license),
    DCAT.DataService: (DCTERMS.license, DCTERMS.accessRights, DCAT.endpointDescription, DCAT.servesDataset),
}


class TestDcat:
    """The description for data portals."""

    @pytest.mark.parametrize("media_type", RDF_TYPES.values())
    def test_what_dcat_ap_se_asks_for(self, client, media_type):
        """Every class has what DCAT-AP-SE 3 makes mandatory, and most of what it recommends, in every format."""
        graph = graph_of(client, "/dcat", media_type)
        for kind, terms in [*MANDATORY.items(), *RECOMMENDED.items()]:
            nodes = list(graph.subjects(RDF.type, kind))
            assert nodes, kind
            for node in nodes:
                for term in terms:
                    assert graph.value(node, term) is not None, (node, term)
        for term in (DCTERMS.title, DCTERMS.description):
            for kind in (DCAT.Catalog, DCAT.Dataset):
                [node] = graph.subjects(RDF.type, kind)
                assert {text.language for text in graph.objects(node, term)} == {"sv", "en"}
        [catalog] = graph.subjects(RDF.type, DCAT.Catalog)
        assert str(graph.value(catalog, DCTERMS.license)) == "http://creativecommons.org/publicdomain/zero/1.0/"
        assert all(
            graph.value(each, DCTERMS.publisher) in set(graph.subjects(RDF.type, FOAF.Agent)) for each in (catalog,)
        )

    def test_what_it_points_at_is_there(self, client):
        """Every address of this server in the description answers, in the format that it says."""
        graph = graph_of(client, "/dcat")
        for file, address in graph.subject_objects(DCAT.downloadURL):
            response = client.head(str(address).removeprefix("http://localhost"))
            assert (response.status_code, response.mimetype) == (200, str(graph.value(file, DCTERMS.format)))
        for term in (DCAT.accessURL, DCAT.endpointURL, DCAT.endpointDescription, DCAT.landingPage, FOAF.homepage):
            for address in set(graph.objects(None, term)):
                assert str(address).startswith("http://localhost/")
                assert client.get(str(address).removeprefix("http://localhost")).status_code == 200, address

    def test_the_period_is_that_of_the_plans(self, client, register):
        """The time that the dataset covers begins with the first plan and ends with the last."""
        graph = graph_of(client, "/dcat")
        [period] = graph.objects(None, DCTERMS.temporal)
        starts = [plan.metadata.start for plan in register.plans if plan.metadata.start]
        ends = [plan.metadata.end for plan in register.plans if plan.metadata.end]
        assert str(graph.value(period, DCAT.startDate)) == min(starts)
        assert str(graph.value(period, DCAT.endDate)) == max(ends)


@pytest.mark.parametrize("path", ["/sparql", "/dcat", "/openapi.json"])
@pytest.mark.parametrize("host", ["a b", "x<y>", 'q"', "åäö", "a/b", "[::1]:80", "localhost:99"])
def test_any_host_that_a_request_names(client, path, host):
    """A host that is none is refused, never a fault and never written into an answer."""
    response = client.get(path, headers={"Host": host.encode().decode("latin-1"), "Accept": "*/*"})
    assert response.status_code == (200 if host in ("[::1]:80", "localhost:99") else 400)
    if response.status_code == 400:
        assert host not in response.text


@pytest.mark.parametrize(
    "address", ["/sparql", "/dataset", "/dataset.nq", "/dcat", "/openapi.json", "/api/ask", "/api/ask/plans", ACTIVITY]
)
def test_security_headers_stand_on_every_answer(client, address):
    """Answers for machines carry the same headers as pages."""
    headers = client.get(address, headers={"Accept": "text/turtle, application/json, */*;q=0.1"}).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["X-Content-Type-Options"] == "nosniff"
