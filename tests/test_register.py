"""The register as read: what its tables hold, and where each row stands."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangraph.errors import InputError, PlangraphError, Problem
from plangraph.register import superior_row, values
from plangraph.register.locators import natural_key
from tests.small_data import SmallData


def plan_of(register, name):
    return next(plan for plan in register.plans if plan.id == name)


def test_cells_are_trimmed_and_empty_ones_empty(tmp_path):
    """A cell is the text between its commas without the spaces around it, and an empty cell is an empty text."""
    data = SmallData(tmp_path / "data").plan("kronoberg-2025", goals=[{"locator": " 1 ", "title": "\tMål  "}])
    (row,) = plan_of(data.load(), "kronoberg-2025").tables["goals"]
    assert (row["locator"], row["title"], row["remark"]) == ("1", "Mål", "")


def test_rows_know_where_they_stand(tmp_path):
    """A row knows its file and line, so that a finding can name what is to be mended."""
    data = SmallData(tmp_path / "data").plan(
        "kronoberg-2025",
        goals=[{"locator": "1", "title": "Mål"}],
        activities=[{"locator": "1/1", "goal": "1", "title": "Två\nrader"}, {"locator": "1/2", "title": "Göra"}],
        steps=[{"locator": "1/2.1", "activity": "1/2", "title": "Steg"}],
    )
    places = data.load().places()
    base = "https://w3id.org/plangraph/id/kronoberg-2025"
    assert {iri.removeprefix(base).lstrip("/"): (row.file.name, row.line) for iri, row in places.items()} == {
        "": ("plan.toml", 1),
        "goal/1": ("goals.csv", 2),
        "activity/1~1": ("activities.csv", 2),
        "activity/1~2": ("activities.csv", 4),
        "step/1~2.1": ("steps.csv", 2),
    }


def test_rows_cannot_be_changed(register):
    """What was read stays as it was read."""
    row = plan_of(register, "kronoberg-2024").tables["goals"][0]
    with pytest.raises(TypeError):
        row["title"] = "Annat"
    with pytest.raises(FrozenInstanceError):
        row.line = 1


def test_rows_that_hold_nothing_are_passed_over(tmp_path):
    """Empty lines, and lines with nothing but commas, are no rows."""
    data = SmallData(tmp_path / "data").plan("kronoberg-2025", goals=[{"locator": "1", "title": "Mål"}, {}])
    file = data.folder / "plans/kronoberg-2025/goals.csv"
    file.write_text(file.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    assert [row["locator"] for row in plan_of(data.load(), "kronoberg-2025").tables["goals"]] == ["1"]


def test_kinds_of_rows(register):
    """Goals, measures, activities and steps are rows of a plan, each locator of one kind."""
    kinds = plan_of(register, "sydost-2025").kind_of()
    assert [kinds[name] for name in ("B8.3", "R1.1.1", "A9.8", "A9.8.1")] == ["goal", "measure", "activity", "step"]


def test_metadata_of_a_plan(register):
    """Period, organisation, superior plans and abbreviations are read from plan.toml."""
    data = plan_of(register, "kronoberg-2024").metadata
    assert (data.start, data.end, data.organisation, data.superior) == (
        "2023-01-01",
        "2025-12-31",
        "kronoberg",
        ("syd-2023",),
    )
    assert dict(data.abbreviations)["VC"] == "verksamhetschef"
    assert not data.reconstructed
    assert plan_of(register, "mellansverige-2025").metadata.reconstructed


def test_plan_with_no_dates(tmp_path):
    """A plan may lack a period and a date of its text."""
    data = SmallData(tmp_path / "data").plan("kronoberg-2025", period=("", ""))
    metadata = plan_of(data.load(), "kronoberg-2025").metadata
    assert (metadata.start, metadata.end, metadata.as_of) == ("", "", "")


def test_mapping_sets(register):
    """A mapping set has its name, its mappings with the date of all, and prefixes that expand its CURIEs."""
    found = next(each for each in register.mapping_sets if each.name == "strategi-2009.strategi-2026")
    assert {row["mapping_date"] for row in found.mappings} == {"2026-11-21"}
    assert found.iri("plan:strategi-2009/goal/1") == "https://w3id.org/plangraph/id/strategi-2009/goal/1"


def test_metadata_of_a_mapping_set_is_no_row(tmp_path):
    """Only the lines before the header are metadata: a subject may begin with any character."""
    data = SmallData(tmp_path / "data").plan("kronoberg-2025", goals=[{"locator": "#1", "title": "Mål"}])
    data.mappings("kronoberg", ("plan:kronoberg-2025/goal/%231", "plangraph:mainArea", "plan:area/1"))
    (found,) = data.load().mapping_sets
    assert [row["object_id"] for row in found.mappings] == ["plan:area/1"]


@pytest.mark.parametrize(
    ("cell", "expected"), [("", []), ("a", ["a"]), ("a | b", ["a", "b"]), ("a|b", ["a", "b"]), (" | ", [])]
)
def test_cells_of_several_values(cell, expected):
    """A cell with several values has bars between them."""
    assert values(cell) == expected


def test_row_of_another_plan():
    """A row of another plan is written with the plan's id; its locator may hold slashes of its own."""
    assert superior_row("mellansverige-2025/4.d/m1") == ("mellansverige-2025", "4.d/m1")


ORDERED = ["", "2.2", "2.10", "2.10/2", "2.10/11", "4.d/2", "A5.2", "A5.12", "A5.12.1", "A10.1", "G1", "N1.1"]


@given(st.permutations(ORDERED))
def test_natural_order(locators):
    """Numbers within locators are ordered as numbers, and an empty text comes first."""
    assert sorted(locators, key=natural_key) == ORDERED


@given(st.lists(st.text()))
def test_any_texts_have_an_order(texts):
    """Any texts can be ordered, and the order does not depend on the one that they came in."""
    forwards, backwards = (sorted(each, key=natural_key) for each in (texts, texts[::-1]))
    assert [natural_key(text) for text in forwards] == [natural_key(text) for text in backwards]


def test_leading_zeros_do_not_count():
    """A number with leading zeros is the number that it is."""
    assert sorted(["10", "009", "8"], key=natural_key) == ["8", "009", "10"]


@pytest.mark.parametrize("text", ["²", "10²", "٣", "9" * 5000])
def test_odd_digits_have_an_order(text):
    """Raised and foreign digits, and numbers of any length, are no reason to fail."""
    assert sorted([text, "1"], key=natural_key)


def test_problem_as_text():
    """A problem is shown with as much of its place as is known."""
    assert str(Problem("Det är fel.", "Rätta.")) == "Det är fel. Rätta."
    assert str(Problem("Wrong.", "Mend.", Path("a.csv"))) == "a.csv: Wrong. Mend."
    assert str(Problem("Wrong.", "Mend.", Path("a.csv"), 3, "start")) == "a.csv:3: column “start”: Wrong. Mend."


def test_input_error_holds_all_problems():
    """An InputError carries every problem and shows each on a line of its own; it is one of plangraph's errors."""
    problems = (Problem("One.", "Mend."), Problem("Two.", "Mend."))
    error = InputError(*problems)
    assert isinstance(error, PlangraphError)
    assert error.problems == problems
    assert str(error).splitlines() == ["One. Mend.", "Two. Mend."]
