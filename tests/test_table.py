"""Tables for people: what is left out where the terminal is narrow, and that nothing in them is cut."""

from __future__ import annotations

import csv
import io
import re

import pytest

from plangraph.cli import main
from plangraph.graph.answer import Answer
from plangraph.queries import named_query, run
from plangraph.report import Words, coverage_text, render

SWEDISH = Words("sv", {})
PLAN = "vastmanland-2025"
# As many columns as the measures of proposals have, whose headings are longer than what stands below them.
MEASURES = ("plan_from", "plan_to", "kind", "links", "proposed", "precision", "recall", "f1", "baseline_f1")


@pytest.mark.parametrize("width", range(72, 161, 4))
def test_no_mark_and_no_heading_is_cut(monkeypatch, width):
    """However narrow the terminal, ids, figures and the words of headings are whole, and no line sticks out."""
    monkeypatch.setenv("COLUMNS", str(width))
    row = (PLAN, PLAN, "activity", "52", "55", "0.800", "0.846", "0.822", "0.727")
    text = render(Answer(MEASURES, [dict(zip(MEASURES, row, strict=True))]), "table", SWEDISH)
    headings, below = text.split("─", 1)
    assert max(map(len, text.splitlines())) <= width
    assert set(headings.split()) <= {word for each in MEASURES for word in SWEDISH.heading(each).split()}
    shown = below.strip("─").split("\n\n")[0].split()
    assert shown == [SWEDISH.value(*cell) for cell in zip(MEASURES, row, strict=True)][: len(shown)]
    assert len(shown) >= 5


def test_what_is_left_out_is_told_within_the_width(monkeypatch, store):
    """The columns that have no room are named below the table, on lines that fit."""
    monkeypatch.setenv("COLUMNS", "80")
    text = render(run(store, named_query("neighbours"), {"plan": "gavleborg-2025"}), "table", SWEDISH)
    assert max(map(len, text.splitlines())) <= 80
    assert "Ansvarig hos dem" in text.replace("\n", " ")


@pytest.mark.parametrize(
    ("width", "headings"),
    [
        (80, "Aktivitet Titel Ansvarig Ansvarig hos dem Deras plan"),
        (120, "Aktivitet Titel Ansvarig Ansvarig hos dem Deras plan Deras aktivitet Läge"),
    ],
)
def test_contrast_shows_what_is_asked_on_a_narrow_terminal(monkeypatch, capsys, width, headings):
    """What it is about and who answers for it here and there come first; CSV keeps the contract's order."""
    monkeypatch.setenv("COLUMNS", str(width))
    asked = ["ask", "ownership-contrast", "--plan", "gavleborg", "--quiet"]
    assert main(asked) == 0
    above = capsys.readouterr().out.split("─", 1)[0].split("\n\n")[1]
    assert sorted(above.split()) == sorted(headings.split())
    assert main([*asked, "--format", "csv"]) == 0
    assert capsys.readouterr().out.startswith("measure,plan,activity,other_plan,other_activity,state,")


def test_levels_are_told_in_words(monkeypatch, capsys):
    """On the way up every row says what it is in the reader's language, and by its code to a program."""
    monkeypatch.setenv("COLUMNS", "160")
    asked = ["ask", "trace-up", "--plan", "kronoberg", "--activity", "20.1", "--quiet"]
    codes = {"activity", "goal", "area", "strategy-goal", "national-goal"}
    for language, words in (("sv", ("Aktivitet", "Strategimål")), ("en", ("Activity", "Strategy goal"))):
        assert main([*asked, "--lang", language]) == 0
        text = capsys.readouterr().out
        assert all(f" {each} " in text for each in words)
        assert not re.search(rf"  ({'|'.join(codes)})  ", text)
    assert main([*asked, "--format", "csv"]) == 0
    assert {row["level"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))} <= codes


def test_paths_are_told_in_words(monkeypatch, capsys):
    """Which way up is told in the reader's language, and by its code to a program."""
    monkeypatch.setenv("COLUMNS", "160")
    asked = ["ask", "losing-parent", "--plan", "kronoberg", "--quiet"]
    for language, words in (("sv", ("Genom målet", "Genom målområdet")), ("en", ("By the goal", "By the focus area"))):
        assert main([*asked, "--lang", language]) == 0
        text = capsys.readouterr().out
        assert all(each in text for each in words)
        assert not re.search(r"  (goal|area)  ", text)
    assert main([*asked, "--format", "csv"]) == 0
    assert {row["path"] for row in csv.DictReader(io.StringIO(capsys.readouterr().out))} == {"area", "goal"}


@pytest.mark.parametrize("width", [100, 160])
def test_coverage_leaves_no_plan_out(monkeypatch, store, width):
    """All plans stand beside each other in a hundred columns."""
    monkeypatch.setenv("COLUMNS", str(width))
    text = coverage_text(run(store, named_query("coverage"), {}), "table", SWEDISH)
    assert {"gavleborg", "kronoberg", "skane", "sydost", "vastmanland"} <= set(text.split())
    assert max(map(len, text.splitlines())) <= width


def test_decimals_are_written_as_in_the_language():
    """Swedish writes a comma; a locator with a dot in it, and what a machine reads, stay as they are."""
    answer = Answer(("activity", "confidence"), [{"activity": "2.1", "confidence": "0.85"}])
    assert {"2.1", "0,85"} <= set(render(answer, "table", SWEDISH).split())
    assert {"2.1", "0.85"} <= set(render(answer, "table", Words("en", {})).split())
    assert "2.1,0.85" in render(answer, "csv", SWEDISH)
