"""The command line: what each command prints, and its exit code."""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest

from plangraph.cli import main
from tests.small_data import SmallData

# The activities of each plan that nobody answers for, counted by hand from the documents.
OWNERLESS = {"gavleborg-2025": 24, "kronoberg-2024": 49, "skane-2019": 0, "sydost-2025": 3, "vastmanland-2025": 12}


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    """What a command prints on stdout; asserts its exit code."""
    assert main([*arguments, "--quiet"]) == code
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What a command that cannot be carried out says on stderr: exit 2, nothing on stdout, no traceback."""
    assert main([*arguments, "--quiet"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    return captured.err


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_ask_who_owns_mdk_in_skane(capsys):
    """The cancersamordnare's first question: who owns MDK in Skåne? Stated on A22, by four functions."""
    found = rows(said(capsys, "ask", "responsibilities", "--plan", "skane", "--activity", "A22", "--format", "csv"))
    assert {row["written"] for row in found} == {"Förvaltningschefer", "Verksamhetschefer", "RPPL", "LPPL"}
    assert {row["basis"] for row in found} == {"stated"}


def test_the_same_number_everywhere(capsys):
    """Overview, coverage, ownerless and check count the same ownerless activities, and those that a reader counts."""
    overview = rows(said(capsys, "ask", "overview", "--format", "csv"))
    assert {row["plan"]: int(row["ownerless"]) for row in overview} == OWNERLESS
    coverage = rows(said(capsys, "coverage", "--format", "csv"))
    ownerless = rows(said(capsys, "ask", "ownerless", "--format", "csv"))
    main(["check", "--quiet", "--format", "json", "--as-of", "2026-11-21"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    causes = re.compile(r"OWN-(UNCLEAR|DISAGREEING|UNRESOLVED|MISSING|COLLECTIVE|EXTERNAL)")
    for plan, expected in OWNERLESS.items():
        assert sum(int(row["ownerless"]) for row in coverage if row["plan"] == plan) == expected
        assert len([row for row in ownerless if row["plan"] == plan and row["activity"]]) == expected
        found = [
            f for f in findings if f["plan"] == plan and causes.fullmatch(f["rule"]) and "/activity/" in f["focus"]
        ]
        assert len(found) == expected


def test_check_exit_codes(capsys):
    """Check exits 1 for findings at or above --fail-on, 0 otherwise; Skåne has an owner on every row."""
    said(capsys, "check", "--plan", "kronoberg", code=1)
    said(capsys, "check", "--plan", "kronoberg", "--fail-on", "never")
    said(capsys, "check", "--plan", "skane", "--fail-on", "violation")
    said(capsys, "check", "--plan", "skane", "--fail-on", "info", code=1)


def test_check_json_names_the_row_to_mend(capsys):
    """A finding in JSON carries rule, severity, plan, row, messages and remedies, and file and line of the register."""
    text = said(capsys, "check", "--plan", "vastmanland", "--format", "json", code=1)
    finding = next(f for f in json.loads(text)["findings"] if f["rule"] == "OWN-MISSING" and f["row"] == "3.a/2")
    assert finding["severity"] == "violation"
    assert set(finding["message"]) == {"sv", "en"} == set(finding["remedy"])
    line = Path(finding["file"]).read_text("utf-8").splitlines()[finding["line"] - 1]
    assert line.startswith("3.a/2,")


def test_check_turtle_is_a_validation_report(capsys):
    """--format ttl is the standard's own report, with a result per finding and messages in both languages."""
    text = said(capsys, "check", "--plan", "gavleborg", "--format", "ttl", code=1)
    sh = "http://www.w3.org/ns/shacl#"
    triples = list(ox.parse(input=text.encode(), format=ox.RdfFormat.TURTLE))
    results = {t.subject for t in triples if t.object == ox.NamedNode(sh + "ValidationResult")}
    findings = json.loads(said(capsys, "check", "--plan", "gavleborg", "--format", "json", code=1))["findings"]
    assert len(results) >= len(findings) > 0
    for result in results:
        messages = {
            t.object.language for t in triples if t.subject == result and t.predicate.value == sh + "resultMessage"
        }
        assert messages == {"sv", "en"}


@pytest.mark.parametrize("form", ["table", "md", "csv"])
def test_check_lists_findings_in_every_format(capsys, form):
    """Each format names the disagreeing row of Gävleborg."""
    assert "OWN-DISAGREEING" in said(capsys, "check", "--plan", "gavleborg", "--format", form, code=1)


def test_check_summary_counts_what_the_list_holds(capsys):
    """The summary has every rule that found something, and counts its findings."""
    findings = json.loads(said(capsys, "check", "--format", "json", code=1))["findings"]
    summary = rows(said(capsys, "check", "--summary", "--format", "csv", code=1))
    assert {row["rule"]: int(row["alla"]) for row in summary} == Counter(finding["rule"] for finding in findings)


def test_ask_formats_agree(capsys):
    """CSV and JSON hold the same rows; Markdown and table show as many."""
    as_csv = rows(said(capsys, "ask", "figures", "--plan", "kronoberg", "--format", "csv"))
    as_json = json.loads(said(capsys, "ask", "figures", "--plan", "kronoberg", "--format", "json"))
    assert as_csv == as_json
    assert len(said(capsys, "ask", "figures", "--plan", "kronoberg", "--format", "md").splitlines()) == len(as_csv) + 2
    assert f"{len(as_csv)} rader" in said(capsys, "ask", "figures", "--plan", "kronoberg")


def test_people_read_swedish_and_english_by_choice(capsys):
    """Tables for people use the words of the language; machines get the contract's names in both."""
    assert "Ansvarig saknas" in said(capsys, "ask", "overview")
    assert "Ownerless" in said(capsys, "ask", "overview", "--lang", "en")
    assert said(capsys, "ask", "plans", "--format", "csv") == said(
        capsys, "ask", "plans", "--format", "csv", "--lang", "en"
    )


def test_free_sparql_from_file_and_standard_input(capsys, tmp_path, monkeypatch):
    """A query in a file or on standard input is answered, with the usual prefixes at hand."""
    query = "SELECT (COUNT(*) AS ?n) WHERE { ?a a pg:Activity }"
    file = tmp_path / "count.rq"
    file.write_text(query, encoding="utf-8")
    assert rows(said(capsys, "ask", "--sparql", str(file), "--format", "csv")) == [{"n": "332"}]
    for mark in (b"", codecs.BOM_UTF8):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(mark + query.encode())))
        assert rows(said(capsys, "ask", "--sparql", "-", "--format", "csv")) == [{"n": "332"}]


@pytest.mark.parametrize(("sent", "told"), [(b'ASK { ?s ?p "\xff" }', "is not UTF-8"), (b" \n# nothing\n", "is empty")])
def test_a_query_that_is_none_on_standard_input(capsys, monkeypatch, sent, told):
    """What is no text in UTF-8, or asks nothing, is refused in words of ours, whatever the terminal's encoding."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(sent), encoding="utf-8", errors="strict"))
    assert told in refused(capsys, "ask", "--sparql", "-")


def test_trace_up_keeps_both_ways_apart(capsys):
    """The tree of Gävleborg 2.13/1 shows its measure, its RCC's goal and the strategy by goals and by focus area."""
    text = said(capsys, "trace", "--plan", "gavleborg", "--activity", "2.13/1")
    by_goals, by_area = text.split("Målområdesvägen")
    assert "mellansverige-2025 4.g:" in by_goals
    assert "4.g/m3" in by_goals
    assert "strategi-2026" in by_goals
    assert "Målområde 2" in by_area
    assert "strategi-2026" in by_area


def test_trace_says_why_nobody_owns(capsys):
    """The tree of Kronoberg 3.1 says that the owner is unclear by the plan."""
    assert "Ansvarig saknas i planen: Oklart enligt planen" in said(
        capsys, "trace", "--plan", "kronoberg", "--activity", "3.1"
    )


def test_trace_down_reaches_owners(capsys):
    """From national goal N2.4 down to those who answer in Västmanland."""
    text = said(capsys, "trace", "--goal", "N2.4", "--plan", "vastmanland")
    assert "4.g/1" in text
    assert "RPO äldres hälsa och palliativ vård" in text


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["ask", "ownerles"], "ownerless"),
        (["ask", "ownerless", "--plan", "kronborg"], "kronoberg"),
        (["ask", "who-owns-what", "--actor", "cancersamordnre"], "Cancersamordnare"),
        (["ask", "ownerless", "--rcc", "rcc-syd"], "--plan"),
        (["ask", "overdue", "--as-of", "2026-02-30"], "2026-11-21"),
        (["ask"], "Ask one thing"),
        (["ask", "--sparql", "/nowhere.rq"], "/nowhere.rq"),
        (["trace"], "--activity"),
        (["trace", "--activity", "A1", "--plan", "kronoberg"], "A1"),
        (["check", "--data", "/nowhere"], "/nowhere"),
        (["check", "--as-of", "igår"], "igår"),
        (["export", "--format", "csv"], "--output"),
        (["export", "--format", "graphml", "--plan", "skane"], "--plan"),
        (["export", "--format", "ttl", "--output", "/"], "folder"),
        (["view", "--plan", "nowhere", "--output", "/tmp/never.html"], "nowhere"),
    ],
)
def test_bad_usage_says_what_to_do(capsys, arguments, expected):
    """Each slip gets one clear message and exit 2."""
    assert expected in refused(capsys, *arguments)


def test_a_failed_write_leaves_nothing(capsys, tmp_path):
    """Where the output cannot be written, nothing half-written stays behind."""
    (tmp_path / "taken").mkdir()
    refused(capsys, "export", "--format", "ttl", "--output", str(tmp_path / "taken"))
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


@pytest.mark.parametrize("syntax", ["ttl", "trig", "jsonld"])
def test_export_can_be_read_back(capsys, tmp_path, store, syntax):
    """What is exported holds every statement of the dataset, in every syntax."""
    file = tmp_path / f"graph.{syntax}"
    said(capsys, "export", "--format", syntax, "--output", str(file))
    forms = {"ttl": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "jsonld": ox.RdfFormat.JSON_LD}
    back = {quad.triple for quad in ox.parse(path=str(file), format=forms[syntax])}
    here = {quad.triple for quad in store}
    without_blank = {t for t in here if not _blank(t)}
    assert without_blank == {t for t in back if not _blank(t)}
    assert len(back) == len(here)


def _blank(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)


def test_export_csv_writes_a_table_per_question(capsys, tmp_path):
    """Every named query becomes a table whose header is its contract."""
    said(capsys, "export", "--format", "csv", "--output", str(tmp_path / "tables"))
    activities = rows((tmp_path / "tables" / "activities.csv").read_text("utf-8"))
    assert {row["activity"] for row in activities if row["plan"] == "skane-2019"} == {f"A{n}" for n in range(1, 68)}


def test_export_same_twice(capsys):
    """Two exports of the same register are the same to the letter, so that a diff shows what changed."""
    assert said(capsys, "export", "--format", "trig", "--plan", "skane") == said(
        capsys, "export", "--format", "trig", "--plan", "skane"
    )


def test_a_reader_that_stops_early_is_no_error():
    """`plangraph … | head -1` ends quietly."""
    command = f"{sys.executable} -m plangraph.cli ask activities --quiet | head -1"
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert result.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("ask plans > /dev/full", "Standard output cannot be written"),
        ("check --fail-on never --summary > /dev/full", "Standard output cannot be written"),
        ("export --format graphml > /dev/full", "Standard output cannot be written"),
        ("ask plans >&-", "Standard output is closed"),
        ("ask --sparql - <&-", "Standard input is closed"),
    ],
)
def test_streams_that_fail_are_no_findings(arguments, told):
    """What cannot be written or read is exit 2 and one line: 1 would tell a scheduled run of findings."""
    command = f"{sys.executable} -m plangraph.cli {arguments.replace(' ', ' --quiet ', 1)}"
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert result.stderr.startswith(f"plangraph: {told}")
    assert len(result.stderr.splitlines()) == 1


def test_a_closed_output_is_no_matter_where_nothing_goes_there(tmp_path):
    """A command that writes a file does so without standard output and input, as a scheduler may run it."""
    file = tmp_path / "network.graphml"
    command = f"{sys.executable} -m plangraph.cli export --quiet --format graphml --output {file} <&- >&-"
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert file.stat().st_size > 1000


def test_output_goes_through_links_and_into_pipes(capsys, tmp_path):
    """What stands in the place of the output stays what it is: a link leads to the new file, a pipe has it read."""
    target, link, pipe = (tmp_path / name for name in ("target", "link", "pipe"))
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    said(capsys, "export", "--format", "graphml", "--output", str(link))
    assert link.is_symlink()
    written = target.read_text(encoding="utf-8")
    assert "<graphml" in written
    os.mkfifo(pipe)
    with ThreadPoolExecutor(1) as beside:
        reading = beside.submit(pipe.read_text, encoding="utf-8")
        said(capsys, "export", "--format", "graphml", "--output", str(pipe))
        assert reading.result() == written
    assert pipe.is_fifo()


def test_tables_are_written_all_or_none(capsys, tmp_path):
    """A folder in the place of one table is told before any other is written."""
    (tmp_path / "goals.csv").mkdir()
    assert "goals.csv" in refused(capsys, "export", "--format", "csv", "--output", str(tmp_path))
    assert [each.name for each in tmp_path.iterdir()] == ["goals.csv"]


def test_an_interrupted_command_says_nothing():
    """Ctrl+C while the rules run ends the command as shells expect, without a traceback."""
    command = [sys.executable, "-m", "plangraph.cli", "check"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    while not process.stderr.readline().startswith("Prövar"):
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, error = process.communicate(timeout=180)
    assert (process.returncode, out, error) == (130, "", "")


@pytest.mark.parametrize(("encoding", "heading"), [("ascii", "M\\xe5l"), ("iso-8859-1", "Mål"), ("utf-8", "Mål")])
def test_output_that_is_not_utf_8_gets_what_it_can_show(encoding, heading):
    """Letters that a terminal or pipe of another encoding lacks are told by number; nothing fails."""
    command = [sys.executable, "-m", "plangraph.cli", "ask", "goals", "--plan", "skane", "--quiet"]
    result = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": encoding}, check=False)
    assert (result.returncode, result.stderr) == (0, b"")
    assert heading in result.stdout.decode(encoding)


@pytest.mark.parametrize(("language", "activities"), [("sv", "332 aktiviteter"), ("en", "332 activities")])
def test_progress_goes_to_stderr_and_results_to_stdout(capsys, language, activities):
    """Progress never mixes with what a program reads, and speaks the language that was asked for."""
    assert main(["ask", "plans", "--format", "json", "--lang", language]) == 0
    captured = capsys.readouterr()
    assert len(json.loads(captured.out)) == 11
    assert activities in captured.err


def test_trace_down_marks_those_who_cannot_be_held_to_it(capsys):
    """Below a strategy goal, Gävleborg's 2.2/2 is said to have its owner only outside; inherited owners say so."""
    text = said(capsys, "trace", "--goal", "strategi-2026/2", "--plan", "gavleborg")
    after = text.split("2.2/2:")[1].splitlines()
    assert "Ansvarig saknas i planen: Ansvarig finns bara utanför organisationen" in after[1]
    assert "Kvinnokliniken (Hämtad från målbilden)" in said(capsys, "trace", "--goal", "11", "--plan", "kronoberg")


def test_trace_says_what_is_reconstructed(capsys):
    """RCC Mellansverige's goals are always shown as reconstructed."""
    assert "rekonstruerad mellansverige-2025 4.g" in said(
        capsys, "trace", "--plan", "gavleborg", "--activity", "2.13/1"
    )


def test_coverage_counts_rows_that_no_mapping_has_placed(capsys, tmp_path):
    """A plan whose goals have no focus area yet is shown with its activities, not with a gap alone."""
    data = SmallData(tmp_path / "data").plan(
        "kronoberg-2030",
        goals=[{"locator": "1", "title": "Ett"}],
        activities=[{"locator": "1.1", "goal": "1", "title": "Göra", "status_absent": "not-stated"}],
    )
    found = rows(said(capsys, "coverage", "--data", str(data.folder), "--format", "csv"))
    assert [(row["activities"], row["ownerless"]) for row in found if row["area"] == ""] == [("1", "1")]
    assert "Utan målområde" in said(capsys, "coverage", "--data", str(data.folder))


@pytest.mark.parametrize("form", ["table", "md"])
def test_coverage_says_nothing_of_plans_that_are_not_loaded(capsys, form):
    """They are named as not loaded, and no figure is given for them, in the areas or in the total."""
    table = said(capsys, "coverage", "--format", form)
    assert "Inte inlästa, så inget kan sägas om dem: syd-2019, syd-2023." in table
    assert table.count("syd-20") == 2
    assert not re.search(r"\b0 av 0\b", table)


def test_two_plans_of_one_region_stand_apart(capsys, tmp_path):
    """Where a plan without its year would be called like another, the headings tell the year and each has its own."""
    data = SmallData(tmp_path / "data")
    for plan, rows_in_it in (("kronoberg-2030", ("1.1",)), ("kronoberg-2034", ("1.1", "1.2"))):
        data.plan(
            plan,
            goals=[{"locator": "1", "title": "Ett"}],
            activities=[
                {"locator": row, "goal": "1", "title": "Göra", "status_absent": "not-stated"} for row in rows_in_it
            ],
        )
    [missing] = [
        row
        for row in rows(said(capsys, "check", "--summary", "--data", str(data.folder), "--format", "csv", code=1))
        if row["rule"] == "OWN-MISSING"
    ]
    assert (missing["kronoberg-2030"], missing["kronoberg-2034"]) == ("1", "2")
    table = said(capsys, "coverage", "--data", str(data.folder))
    assert re.search(r"^ Alla +0 av 1 +0 av 2$", table, re.M)
    assert {"kronoberg-2030", "kronoberg-2034"} <= set(table.split())


@pytest.mark.parametrize("plan", ["mellansverige", "syd-2023", "strategi-2009", "vagen-framat"])
def test_plans_without_activities_have_no_coverage(capsys, plan):
    """A plan that holds no activities is said to hold none."""
    assert "activit" in refused(capsys, "coverage", "--plan", plan)


def test_a_strategy_is_no_picture(capsys, tmp_path):
    """Everything serves a strategy: one of its goals is asked for instead, and nothing is written."""
    assert "--goal" in refused(capsys, "view", "--plan", "strategi-2009", "--output", str(tmp_path / "never.html"))
    assert list(tmp_path.iterdir()) == []


def test_answer_without_rows_says_so(capsys):
    """A question that nothing answers shows the question and that there are no rows, and no squeezed headings."""
    assert main(["ask", "mappings", "--standing", "proposed", "--quiet", "--lang", "en"]) == 0
    question, count = capsys.readouterr().out.splitlines()
    assert question.startswith("Which links between plans are there") and count == "0 rows"
