"""Tables for people: what is left out where the terminal is narrow, and that nothing in them is cut."""

from __future__ import annotations

import pytest

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
