"""A free query lives in a process of its own: it is ended at its limits, and hurts neither others nor the system."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest

from plangraph.cli import main
from plangraph.errors import BusyError, InputError, LimitError, PlangraphError
from plangraph.queries import BoundedQueries, Limits, ask_sparql, query_process
from plangraph.queries import bounded as bounded_module

# Every pair of every statement with every other: it would run for hours.
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
JSON = "application/sparql-results+json"
STATEMENTS = 2_000


def numbers() -> ox.Store:
    """A dataset of numbered nodes, the even ones in one graph and the odd ones in another."""
    store = ox.Store()
    store.extend(
        ox.Quad(
            ox.NamedNode(f"http://example.org/{number}"),
            ox.NamedNode("http://example.org/number"),
            ox.Literal(number),
            ox.NamedNode(f"http://example.org/graph/{number % 2}"),
        )
        for number in range(STATEMENTS)
    )
    return store


@pytest.fixture(scope="module")
def queries() -> Iterator[BoundedQueries]:
    limits = Limits(seconds=20, rows=1_000, size=300_000, memory=100_000_000)
    with BoundedQueries(numbers(), limits) as queries:
        yield queries


@pytest.fixture(scope="module")
def hasty() -> Iterator[BoundedQueries]:
    with BoundedQueries(numbers(), Limits(seconds=1)) as queries:
        yield queries


def count(queries: BoundedQueries) -> str:
    return ask_sparql(queries, COUNT).rows[0]["n"]


def refusal(queries: BoundedQueries, sparql: str) -> PlangraphError | None:
    """What a query was refused with."""
    try:
        ask_sparql(queries, sparql)
    except PlangraphError as error:
        return error
    return None


def children(process: int | None) -> list[str]:
    """The processes that a process has started and that are there yet, the dead ones that nobody buried among them."""
    return Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()


def descriptors(process: int | str | None) -> int:
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def until(happened: Callable[[], bool]) -> bool:
    """Whether something happens within a few seconds."""
    deadline = time.monotonic() + 5
    while not happened() and time.monotonic() < deadline:
        time.sleep(0.01)
    return happened()


@pytest.mark.parametrize(
    ("query", "limit", "said"),
    [
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", "rows", "more than 1,000 rows"),
        ("SELECT * { ?s ?p ?n } LIMIT 1001", "rows", "more than 1,000 rows"),
        ("CONSTRUCT { ?a ?b ?f } WHERE { ?a ?b ?c . ?d ?e ?f }", "rows", "more than 1,000 rows"),
        (
            "SELECT (GROUP_CONCAT(STR(?a)) AS ?x) { ?a ?b ?c . ?d ?e ?f FILTER(?f < 20) }",
            "bytes",
            "more than 300,000 bytes",
        ),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f", "memory", "more than 100,000,000 bytes of memory"),
    ],
)
def test_a_query_over_its_limit_is_ended(queries, query, limit, said):
    """A query that runs over is ended, the answer names the limit and what to do, and the next query is answered."""
    with pytest.raises(LimitError, match=said) as caught:
        ask_sparql(queries, query)
    assert caught.value.limit == limit
    assert caught.value.problems[0].remedy
    assert count(queries) == str(STATEMENTS)


# the second keeps the engine's planner busy before the first row
@pytest.mark.parametrize("query", [RUNAWAY, "ASK { ?a " + "/".join(["<a:b>"] * 800) + " ?b }"])
def test_a_query_over_its_time_is_ended(hasty, query):
    """A query is ended when its time is over, whatever the engine is doing."""
    begun = time.monotonic()
    with pytest.raises(LimitError, match="longer than 1 seconds") as caught:
        ask_sparql(hasty, query)
    assert caught.value.limit == "time"
    assert 1 <= time.monotonic() - begun < 4
    assert count(hasty) == str(STATEMENTS)


@pytest.mark.parametrize(("rows", "form"), [(1_000, "SELECT * { ?s ?p ?n } LIMIT 1000"), (1, COUNT)])
def test_up_to_the_limit_all_is_answered(queries, rows, form):
    """An answer of exactly as many rows as allowed is whole."""
    assert len(ask_sparql(queries, form).rows) == rows


def test_triples_are_counted_once(queries):
    """A statement that a query constructs many times over is one statement, and counts as one."""
    query = "CONSTRUCT { <a:a> <a:b> ?even } WHERE { ?s ?p ?n BIND(?n / 2 = FLOOR(?n / 2) AS ?even) }"
    assert len(ask_sparql(queries, query).rows) == 2


def test_a_crash_of_the_engine_is_contained(queries, monkeypatch):
    """Nesting that crashes the engine ends only the query, even where the check before it would have let it through."""
    monkeypatch.setattr(bounded_module, "refuse_dangers", lambda sparql: None)
    with pytest.raises(LimitError, match="engine") as caught:
        ask_sparql(queries, "ASK " + "{" * 20_000 + "}" * 20_000)
    assert caught.value.limit == "engine"
    assert count(queries) == str(STATEMENTS)


def test_no_connection_can_be_opened(queries, monkeypatch):
    """Even where the check before it would have let SERVICE through, the process cannot reach another host."""
    monkeypatch.setattr(bounded_module, "refuse_dangers", lambda sparql: None)
    with pytest.raises(InputError, match=r"cannot be answered: .*Too many open files"):
        ask_sparql(queries, "SELECT * { SERVICE <http://127.0.0.1:54321/x> { ?s ?p ?o } }")


def test_others_are_served_meanwhile(hasty):
    """While a query runs away, others are answered, and none waits for it."""
    with ThreadPoolExecutor() as threads:
        runaway = threads.submit(refusal, hasty, RUNAWAY)
        answered = 0
        while not runaway.done():
            assert count(hasty) == str(STATEMENTS)
            answered += 1
    assert "longer than 1 seconds" in str(runaway.result())
    assert answered > 2, "the last of them may have been answered after its end, the others were before"


def test_too_many_at_once_are_told_to_come_back():
    """Beyond those that run and may wait, a query is refused at once; one that waits too long, after its patience."""
    with BoundedQueries(numbers(), Limits(seconds=4), at_once=1, waiting=1, patience=1) as queries:
        queries.start()
        with ThreadPoolExecutor() as threads:
            runaway = threads.submit(refusal, queries, RUNAWAY)
            assert until(lambda: len(children(queries.process_id)) == 1)
            begun = time.monotonic()
            waiting = threads.submit(refusal, queries, COUNT)
            assert until(waiting.running)
            time.sleep(0.05)
            assert isinstance(refusal(queries, COUNT), BusyError)
            assert time.monotonic() - begun < 1
            assert isinstance(waiting.result(), BusyError)
            assert 1 <= time.monotonic() - begun < 3
            assert isinstance(runaway.result(), LimitError)
        assert count(queries) == str(STATEMENTS)


def test_nothing_is_left_behind(hasty):
    """After answers, errors and killed queries no child is left, dead or alive, and no descriptor in either process."""

    def held() -> tuple[int, int, list[str]]:
        return descriptors("self"), descriptors(hasty.process_id), children(hasty.process_id)

    assert count(hasty) == str(STATEMENTS)
    assert until(lambda: held()[2] == [])
    time.sleep(0.1)  # the child is buried before what belonged to it is closed
    before = held()
    for query in (COUNT, "SELECT", RUNAWAY, "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f", *[COUNT] * 20):
        assert bool(refusal(hasty, query)) == (query != COUNT)
    assert until(lambda: held() == before)


def test_a_lost_process_is_started_anew():
    """Where the process that holds the dataset is killed, what it was asked is asked again of another."""
    with BoundedQueries(numbers(), Limits(seconds=2)) as queries:
        queries.start()
        first = queries.process_id
        assert first is not None
        os.kill(first, signal.SIGKILL)
        assert count(queries) == str(STATEMENTS)
        second = queries.process_id
        assert second not in (None, first)
        begun = time.monotonic()
        with ThreadPoolExecutor() as threads:
            asked = threads.submit(refusal, queries, RUNAWAY)
            assert until(lambda: len(children(second)) == 1)
            os.kill(second, signal.SIGKILL)
            assert count(queries) == str(STATEMENTS)
            assert isinstance(asked.result(), LimitError)
        assert time.monotonic() - begun < 6, "its time on the first and on the second process"


def test_a_stuck_process_is_replaced(monkeypatch):
    """Where the process stands still, a query waits for its time and some grace, and the next is answered."""
    monkeypatch.setattr(query_process, "_GRACE", 0.3)
    with BoundedQueries(numbers(), Limits(seconds=0.5)) as queries:
        queries.start()
        first = queries.process_id
        assert first is not None
        os.kill(first, signal.SIGSTOP)
        with pytest.raises(BusyError):
            ask_sparql(queries, COUNT)
        assert count(queries) == str(STATEMENTS)
        assert not Path(f"/proc/{first}").exists()


def test_closing_ends_everything():
    """Closing ends the process and the queries that run; nothing more is taken up."""
    queries = BoundedQueries(numbers(), Limits(seconds=30))
    queries.start()
    process = queries.process_id
    with ThreadPoolExecutor() as threads:
        asking = threads.submit(refusal, queries, RUNAWAY)
        assert until(lambda: len(children(process)) == 1)
        child = children(process)[0]
        queries.close()
        assert isinstance(asking.result(timeout=5), BusyError | LimitError)
    assert not Path(f"/proc/{process}").exists()
    assert until(lambda: not Path(f"/proc/{child}").exists())
    with pytest.raises(BusyError):
        ask_sparql(queries, COUNT)


def test_closing_does_not_wait_for_a_start(monkeypatch):
    """A process that is still being started is ended all the same, and whoever started it is told."""
    monkeypatch.setattr(bounded_module, "_SOON", 0.05)
    queries = BoundedQueries(numbers())
    with ThreadPoolExecutor() as threads:
        starting = threads.submit(queries.start)
        assert until(lambda: queries.process_id is not None)
        process = queries.process_id
        os.kill(process, signal.SIGSTOP)  # as if it took long
        queries.close()
        with pytest.raises(InputError, match="did not start"):
            starting.result(timeout=60)
    assert not Path(f"/proc/{process}").exists()


def test_the_end_of_the_parent_ends_it():
    """A server that is killed outright leaves no process behind."""
    program = """
import time, pyoxigraph
from plangraph.queries import BoundedQueries
queries = BoundedQueries(pyoxigraph.Store())
queries.start()
print(queries.process_id, flush=True)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        process = server.stdout.readline().strip()
        assert Path(f"/proc/{process}").exists()
        server.kill()
    assert until(lambda: not Path(f"/proc/{process}").exists() or " Z " in Path(f"/proc/{process}/stat").read_text())


def test_one_thread_is_what_makes_forking_safe(queries):
    """The process that forks has one thread."""
    assert count(queries) == str(STATEMENTS)
    assert len(list(Path(f"/proc/{queries.process_id}/task").iterdir())) == 1


def test_graphs_of_the_protocol(queries):
    """Graphs given beside the query are asked instead of all, and none is then asked that was not given."""
    even, odd = (f"http://example.org/graph/{number}" for number in (0, 1))
    named = "SELECT ?s { GRAPH ?g { ?s ?p 2 } }"

    def found(sparql: str, **graphs: list[str]) -> int:
        body = queries.ask(sparql, results=JSON, **graphs).body
        return len(list(ox.parse_query_results(body, ox.QueryResultsFormat.JSON)))

    assert found("SELECT ?s { ?s ?p 2 }", default_graphs=[even]) == 1
    assert found("SELECT ?s { ?s ?p 2 }", default_graphs=[odd]) == 0
    assert found("SELECT ?s { ?s ?p ?n FILTER(?n < 2) }", default_graphs=[even, odd]) == 2
    assert found(named, named_graphs=[even]) == 1
    assert found(named, named_graphs=[odd]) == 0
    assert found(named, default_graphs=[even]) == 0, "no graph is named"
    assert found("SELECT ?s { ?s ?p 2 }", named_graphs=[even]) == 0, "no graph is the default"
    assert found(f"SELECT ?s FROM <{odd}> {{ ?s ?p 2 }}", default_graphs=[even]) == 1, "the protocol's graphs go first"
    with pytest.raises(InputError, match="cannot be answered"):
        queries.ask("ASK {}", results=JSON, default_graphs=["no IRI"])


@pytest.mark.parametrize(
    ("query", "kind"), [("SELECT * {}", "solutions"), ("ASK {}", "boolean"), ("DESCRIBE <a:b>", "graph")]
)
def test_the_kind_of_an_answer_decides_its_format(queries, query, kind):
    """Where no format was named for the kind of answer that a query gives, the kind is said and no body sent."""
    other = {"results": JSON} if kind == "graph" else {"triples": "text/turtle"}
    result = queries.ask(query, **other)
    assert (result.kind, result.body, result.acceptable) == (kind, b"", False)


def test_terms_come_through_unchanged(queries):
    """Every kind of term and every awkward character of a text comes out as the engine alone would give it."""
    text = r"a\tb\nc\"d\\e\r " + "\u202eåäö\U0001f600 \u0085\u2028<b>&amp;'"
    query = f"""SELECT * {{ VALUES (?a ?b ?c) {{
        ("{text}"@sv-SE "{text}" <http://example.org/å?a=b&c='> )
        (1 1.5 1e6) (true "2026-11-21"^^xsd:date UNDEF) (UNDEF UNDEF UNDEF)
    }} BIND(BNODE("x") AS ?d) }}"""
    prefixes = {"xsd": "http://www.w3.org/2001/XMLSchema#"}
    for syntax in (ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML, ox.QueryResultsFormat.TSV):
        read = ox.parse_query_results(queries.ask(query, results=syntax.media_type).body, syntax)
        rows = [[row[name] for name in "abc"] for row in read]
        assert rows == [[row[name] for name in "abc"] for row in ox.Store().query(query, prefixes=prefixes)]


def test_the_command_line_keeps_the_limits(capsys, tmp_path):
    """`plangraph ask --sparql` ends a query that runs over, exits 2 and names the limit."""
    file = tmp_path / "runaway.rq"
    file.write_text("SELECT * { ?a ?b ?c . ?d ?e ?f }", "utf-8")
    assert main(["ask", "--sparql", str(file), "--quiet"]) == 2
    said = capsys.readouterr()
    assert "The query has more than 50,000 rows and was ended." in said.err
    assert said.out == ""
