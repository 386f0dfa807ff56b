"""Free SPARQL: whatever is asked is answered from this dataset, read-only, and refused where it would do harm."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plangraph.errors import InputError
from plangraph.queries import BoundedQueries, ask_sparql
from tests.small_care import small_care

REMOTE = "<http://localhost:9/x>"


@pytest.fixture(scope="module")
def care(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BoundedQueries]:
    with BoundedQueries(small_care(tmp_path_factory.mktemp("care") / "data").build()) as queries:
        yield queries


def test_select_over_all_graphs(care):
    """A query sees the plans' graphs and what was inferred as one, and need not declare the usual prefixes."""
    query = "SELECT ?locator ?cause { ?row pg:locator ?locator ; pg:ownershipCause/skos:notation ?cause }"
    answer = ask_sparql(care, f"{query} ORDER BY ?locator")
    assert answer.columns == ["locator", "cause"]
    assert [tuple(row.values()) for row in answer.rows] == [
        ("2.1", "collective"),
        ("2.10", "missing"),
        ("2.2", "external"),
        ("3", "missing"),
        ("A2", "missing"),
        ("S1", "unresolved"),
    ]


def test_empty_cells(care):
    """A variable without a value is an empty cell."""
    answer = ask_sparql(care, "SELECT ?a ?b { VALUES (?a ?b) { (1 UNDEF) } }")
    assert answer.rows == [{"a": "1", "b": ""}]


def test_from_names_the_graphs_to_ask(care):
    """FROM and FROM NAMED choose graphs, as SPARQL says; without them the graphs are asked as one."""
    plan, other = (f"<https://w3id.org/plangraph/graph/plan/{name}-2025>" for name in ("kronoberg", "skane"))
    pattern = "?row a pg:Activity ; pg:partOfPlan/dcterms:identifier ?plan"

    def plans(clause, where=pattern):
        return {row["plan"] for row in ask_sparql(care, f"SELECT DISTINCT ?plan {clause} {{ {where} }}").rows}

    assert plans("") == {"kronoberg-2025", "skane-2025", "rcc-2025"}
    assert plans(f"FROM {plan}") == {"kronoberg-2025"}
    assert plans(f"FROM {plan} FROM {other}") == {"kronoberg-2025", "skane-2025"}
    assert plans(f"FROM NAMED {plan}") == set()
    assert plans(f"FROM NAMED {plan}", f"GRAPH ?graph {{ {pattern} }}") == {"kronoberg-2025"}


@pytest.mark.parametrize(("pattern", "expected"), [("?a a pg:Activity", "true"), ("?a a pg:Nothing", "false")])
def test_ask(care, pattern, expected):
    """ASK answers in one cell."""
    assert ask_sparql(care, f"ASK {{ {pattern} }}").rows == [{"answer": expected}]


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT { ?a pg:locator ?b } WHERE { ?a a pg:StrategyGoal ; pg:locator ?b }",
        "DESCRIBE <https://w3id.org/plangraph/id/strategi-2026/goal/1>",
    ],
)
def test_construct_and_describe(care, query):
    """CONSTRUCT and DESCRIBE answer with statements."""
    answer = ask_sparql(care, query)
    assert answer.columns == ["subject", "predicate", "object"]
    assert answer.rows
    assert all("/goal/" in row["subject"] for row in answer.rows)


@pytest.mark.parametrize(
    "query",
    [
        "",
        "SELECT",
        "SELECT ?x { ?x ?y }",
        "INSERT DATA { <a:b> <a:c> <a:d> }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://localhost:9/x>",
        "DROP ALL",
        "SELECT ?s { ?s unknown:p ?o }",
        "SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }",
        "SELECT (<http://example.org/f>(1) AS ?x) {}",
        "\ud800",
    ],
)
def test_what_cannot_be_answered_is_refused(care, query):
    """A query that cannot be read, or that would change the data, is refused as input, and nothing is changed."""
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    before = ask_sparql(care, count).rows
    with pytest.raises(InputError, match=r"\S"):
        ask_sparql(care, query)
    assert ask_sparql(care, count).rows == before


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE %s { ?s ?p ?o } }",
        "SELECT * { service silent %s { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o . SERVICE ?s { ?a ?b ?c } }",
        "SELECT * { SERVICE%s{ ?s ?p ?o } }",
        "PREFIX : <http://localhost:9/> SELECT * { SERVICE:x { ?s ?p ?o } }",
        # a keyword needs no space before it
        "SELECT * { ?s ?p 1SERVICE%s{ ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE%s{ ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o FILTER(?o<3)SERVICE%s{ ?s ?p ?o } }",
        # what looks like a comment, an IRI or a string, and ends earlier than it looks
        "SELECT * { # comment\rSERVICE %s { ?s ?p ?o }\n}",
        "PREFIX x: <a:> SELECT * { ?s ?p x:a\\# . SERVICE %s { ?s ?p ?o }\n}",
        "PREFIX x: <a:> SELECT * { ?s ?p x:a\\' . SERVICE %s { ?s ?p ?o } #'\n}",
        "SELECT * { ?s ?p <a:\u00a0'> . SERVICE %s { ?s ?p ?o } #'\n}",
        'SELECT * { BIND("""a\\"""b""" AS ?x) SERVICE %s { ?s ?p ?o } # """\n}',
        "SELECT * { BIND('''a\\'''b''' AS ?x) SERVICE %s { ?s ?p ?o } # '''\n}",
        'SELECT * { BIND("a\\"" AS ?x) SERVICE %s { ?s ?p ?o } # "\n}',
        'SELECT * { BIND("""a""" AS ?x) SERVICE %s { ?s ?p ?o } BIND("""b""" AS ?y) }',
    ],
)
def test_no_request_leaves_this_machine(care, query):
    """SERVICE, which sends a request to another host, is refused, however it is hidden."""
    with pytest.raises(InputError, match="SERVICE"):
        ask_sparql(care, query.replace("%s", REMOTE))


@pytest.mark.parametrize(
    "query",
    [
        "# SERVICE\nASK {}",
        "ASK {} # SERVICE",
        'ASK { ?s ?p "SERVICE" }',
        "ASK { ?s ?p 'self service', 'it\\'s a SERVICE' }",
        'ASK { ?s ?p """a "SERVICE" b""" }',
        "ASK { ?s <http://example.org/SERVICE> ?o }",
        "ASK { ?s ?service ?o }",
        "ASK { ?s $SERVICE ?o }",
        "ASK { ?s pg:SERVICE ?o }",
        "ASK { ?s ?p ?o FILTER(?o<3 && ?o>1) }",
    ],
)
def test_the_word_alone_is_no_request(care, query):
    """The word in a comment, string, IRI, variable or name is allowed."""
    assert ask_sparql(care, query).columns == ["answer"]


@pytest.mark.parametrize(
    "query",
    [
        "ASK { FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }",
        "ASK { FILTER(" + "(" * 200 + "1" + ")" * 200 + ") }",
        "ASK { FILTER(" + "! " * 200 + "1) }",
        "ASK " + "{" * 20_000 + "}" * 20_000,
        "ASK { FILTER(" + "!" * 20_000 + "1) }",
        "ASK { FILTER(1" + "-1" * 30_000 + ") }",
        "ASK { {}" + "UNION{}" * 10_000 + " }",
    ],
)
def test_no_query_brings_down_the_process(care, query):
    """A query whose nesting would overrun the stack, and so end the process, is refused."""
    with pytest.raises(InputError, match="nested"):
        ask_sparql(care, query)


def test_long_lists_are_no_danger(care):
    """Long lists of names and texts, as analysts paste them, are answered."""
    values = " ".join(f'(<https://w3id.org/plangraph/id/x/{number}> "text {number}")' for number in range(2_000))
    assert len(ask_sparql(care, f"SELECT * {{ VALUES (?a ?b) {{ {values} }} }}").rows) == 2_000


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from(list("SELCTAK{}?*<>()\"'\\#.;:,^|/!=&@ \n\r\tsp01_-[]"))))
def test_any_text_is_answered_or_refused(care, text):
    """Whatever text is asked: an answer or an InputError, and nothing else."""
    for query in (text, f"ASK {{ {text} }}"):
        try:
            ask_sparql(care, query)
        except InputError as error:
            assert error.problems
