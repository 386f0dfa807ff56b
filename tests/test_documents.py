"""The register beside the documents: the same rows, and the documents' own words only where it says so."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.documents

PROJECT = Path(__file__).parents[1]
PLANS = ("gavleborg-2025", "kronoberg-2024", "skane-2019", "sydost-2025", "vastmanland-2025")
# The national rows stand in Sydöst's document and belong to the national direction.
KINDS = {
    "goal": ("", "goals"),
    "activity": ("", "activities"),
    "regional measure": ("", "measures"),
    "national goal": ("vagen-framat-2024", "goals"),
    "national measure": ("vagen-framat-2024", "measures"),
}
# Columns that hold the document's own words, by table.
AS_WRITTEN = {
    "activities": ("time_text", "when_text", "doubt_written"),
    "conditions": ("by_whom",),
    "figures": ("written",),
    "follow-up": ("written",),
    "goals": ("doubt_written",),
    "responsibilities": ("written",),
    "statuses": ("written",),
    "steps": ("time_text",),
}


def short(plan: str) -> str:
    """The name of a plan's files among the documents."""
    return plan.partition("-")[0]


def letters(text: str) -> str:
    """Letters and digits alone: a document breaks words over lines, and headings change case."""
    return re.sub(r"[\W_]+", "", text).casefold()


def tables_of(register, plan: str):
    return next(found for found in register.plans if found.id == plan).tables


def rows_of(documents: Path, plan: str) -> list[dict[str, str]]:
    """The rows of a document: the contract of what is a row, and of what it is called."""
    with (documents / "rows" / f"{short(plan)}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(params=PLANS)
def plan(request) -> str:
    return request.param


def pairs(register, documents, plan: str):
    """Each row of a document beside the register's row of that locator."""
    for row in rows_of(documents, plan):
        owner, table = KINDS[row["kind"]]
        found = [mine for mine in tables_of(register, owner or plan)[table] if mine["locator"] == row["locator"]]
        assert len(found) == 1, (row["kind"], row["locator"])
        yield row, found[0]


def test_every_row_of_the_document_and_no_other(register, documents, plan):
    """The register has each row of the document once, in the document's order, and no row that the document lacks."""
    rows = rows_of(documents, plan)
    for kind in {row["kind"] for row in rows}:
        owner, table = KINDS[kind]
        mine = [row["locator"] for row in tables_of(register, owner or plan)[table]]
        theirs = [row["locator"] for row in rows if row["kind"] == kind]
        assert sorted(mine) == sorted(theirs), kind
    tables = {table for owner, table in (KINDS[row["kind"]] for row in rows) if not owner}
    extra = {
        row["locator"]
        for table in ("goals", "measures", "activities")
        if table not in tables
        for row in tables_of(register, plan)[table]
    }
    # the one goal of part B that part A lacks is a parent among the rows, and no row of its own
    assert extra <= {row["parent"] for row in rows}


def test_rows_hang_on_the_same_parent(register, documents, plan):
    """An activity or measure hangs on the goal that the document prints above it."""
    for row, mine in pairs(register, documents, plan):
        goal = mine.get("goal", "")
        assert goal.rpartition("/")[2] == row["parent"] or goal == row["parent"], row["locator"]


def test_rows_stand_under_the_same_heading(register, documents, plan):
    """A row's heading path ends in the heading that the document prints above it."""
    for row, mine in pairs(register, documents, plan):
        if row["kind"] == "regional measure":  # these name the part of the page instead of the lowest heading
            area, _, part = row["heading"].partition(" / ")
            assert letters(mine["heading"]).startswith(letters(area)), row["locator"]
            assert (part == "nationellt") == ("nationell" in mine["column"].casefold()), row["locator"]
        else:
            assert letters(mine["heading"]).endswith(letters(row["heading"])), row["locator"]


def test_same_rows_are_uncertain(register, documents, plan):
    """A row whose column a fair reader may doubt is marked so, and no other is."""
    for row, mine in pairs(register, documents, plan):
        if "certain" in mine:
            assert mine["certain"] == ("yes" if row["certain"] == "yes" else "no"), row["locator"]


def test_lines_lie_within_the_document(register, documents, plan):
    """A row begins on a line that the document has."""
    length = len((documents / "plans" / f"{short(plan)}.txt").read_text(encoding="utf-8").split("\n"))
    for row, mine in pairs(register, documents, plan):
        assert 1 <= int(mine["line"]) <= length, row["locator"]


@pytest.mark.parametrize("table", AS_WRITTEN)
def test_words_as_written_stand_in_the_document(register, documents, plan, table):
    """What is kept as written is written there: bars and dots stand between words of several places."""
    text = letters((documents / "plans" / f"{short(plan)}.txt").read_text(encoding="utf-8"))
    for row in tables_of(register, plan)[table]:
        for column in AS_WRITTEN[table]:
            for words in re.split(r" \| | ?… ?", row[column]):
                assert letters(words) in text, (row.get("row") or row["locator"], words)


def test_figures_in_titles_stand_in_the_row(register, documents, plan):
    """A title is in our own words, but its figures and years are the row's."""
    for row, mine in pairs(register, documents, plan):
        figures = set(re.findall(r"\d+", mine["title"]))
        assert figures <= set(re.findall(r"\d+", f"{row['text']} {row['heading']}")), (row["locator"], mine["title"])


def test_no_sentence_of_a_plan_stands_in_the_project(documents):
    """The documents' sentences stay in the documents, but for long names and times that are kept as printed."""
    tool = documents / "tools" / "verbatim-check"
    if not tool.is_file():
        pytest.skip(f"the check of sentences is not in {tool.parent}")  # it comes with the documents, not with us
    found = subprocess.run([sys.executable, tool, PROJECT], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout
