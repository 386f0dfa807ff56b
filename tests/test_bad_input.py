"""Whatever a person writes in the register: it is read, or told where it is wrong and how to mend it."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from plangraph.errors import InputError, Problem
from plangraph.graph import build
from plangraph.register import Register, load_register
from plangraph.register.columns import PLAN_TABLES, REFERENCE_TABLES
from tests.small_data import SmallData

KRONOBERG = "plans/kronoberg-2024"
GAVLEBORG = "plans/gavleborg-2025"
MAPPINGS = "alignments/kronoberg-2024.national-goals.sssom.tsv"


def problems_of(folder: Path) -> tuple[Problem, ...]:
    """What is said of a data folder that must be refused."""
    with pytest.raises(InputError) as refused:
        load_register(folder)
    for problem in refused.value.problems:
        assert problem.what and problem.remedy, "a problem says what is wrong and how to mend it"
    return refused.value.problems


def only_problem_of(folder: Path) -> Problem:
    """The only thing that is said of a data folder."""
    (problem,) = problems_of(folder)
    return problem


def edit(file: Path, change: Callable[[str], str]) -> None:
    """Change the text of a file; a change that changes nothing would prove nothing."""
    before = file.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    file.write_text(after, encoding="utf-8")


def set_cell(file: Path, first: str, column: str, value: str) -> int:
    """Write a cell of the first row whose first cell is `first`; the line where the row stands."""
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    number = next(number for number, row in enumerate(rows) if number and row[0] == first)
    rows[number][rows[0].index(column)] = value
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)
    return number + 1


def set_mapping(file: Path, column: int, value: str) -> int:
    """Write a cell of the first mapping of a set; its line."""
    lines = file.read_text(encoding="utf-8").split("\n")
    number = next(number for number, line in enumerate(lines) if line.startswith("subject_id")) + 1
    cells = lines[number].split("\t")
    cells[column] = value
    lines[number] = "\t".join(cells)
    file.write_text("\n".join(lines), encoding="utf-8")
    return number + 1


# --- files ---------------------------------------------------------------------------------------------------------


def test_missing_data_folder_is_named(tmp_path):
    """A data folder that is not there is named, with the option that gives it."""
    problem = only_problem_of(tmp_path / "nowhere")
    assert problem.file == tmp_path / "nowhere"
    assert "--data" in problem.remedy


def test_data_folder_that_is_a_file(tmp_path):
    """A file given as data folder is refused, not read."""
    file = tmp_path / "data"
    file.write_text("", encoding="utf-8")
    assert only_problem_of(file).file == file


def test_folder_without_plans(data_copy):
    """A data folder without plans says where plans are expected."""
    shutil.rmtree(data_copy / "plans")
    (data_copy / "plans").mkdir()
    assert only_problem_of(data_copy).file == data_copy / "plans"


@pytest.mark.parametrize(
    "name", ["reference/actors.csv", "reference/areas.csv", "reference/concepts.csv", "reference/organisations.csv"]
)
def test_missing_reference_table(data_copy, name):
    """A reference table that is missing is all that is said: nothing in the plans can be judged without it."""
    (data_copy / name).unlink()
    assert only_problem_of(data_copy).file == data_copy / name


def test_plan_without_metadata(data_copy):
    """A plan's folder without plan.toml is said, whatever else names the plan."""
    (data_copy / KRONOBERG / "plan.toml").unlink()
    assert only_problem_of(data_copy).file == data_copy / KRONOBERG / "plan.toml"


def test_table_that_cannot_be_read(data_copy):
    """A table that the system will not read (here a folder of its name) is named with the system's reason."""
    file = data_copy / KRONOBERG / "figures.csv"
    file.unlink()
    file.mkdir()
    problem = only_problem_of(data_copy)
    assert problem.file == file
    assert "cannot be read" in problem.what


def test_dangling_link_is_no_absent_table(data_copy):
    """A link to a table that is gone is a missing file, and not a plan without that table."""
    file = data_copy / KRONOBERG / "figures.csv"
    file.unlink()
    file.symlink_to(data_copy / "gone.csv")
    assert only_problem_of(data_copy).file == file


def test_table_of_another_name(data_copy):
    """A table whose name the register does not know is refused, so that a misspelt one is not passed over."""
    file = data_copy / KRONOBERG / "figure.csv"
    (data_copy / KRONOBERG / "figures.csv").rename(file)
    problem = only_problem_of(data_copy)
    assert problem.file == file
    assert "figures.csv" in problem.remedy


def test_table_without_rows_may_be_left_out(data_copy):
    """A plan may lack a table that it has no rows for."""
    (data_copy / KRONOBERG / "figures.csv").unlink()
    register = load_register(data_copy)
    assert not next(plan for plan in register.plans if plan.id == "kronoberg-2024").tables["figures"]


# --- tables --------------------------------------------------------------------------------------------------------


def test_missing_column(data_copy):
    """A table without one of its columns names the column and gives the whole header."""
    edit(data_copy / KRONOBERG / "goals.csv", lambda text: text.replace("locator,title,", "locator,", 1))
    problem = only_problem_of(data_copy)
    assert (problem.file, problem.line, problem.column) == (data_copy / KRONOBERG / "goals.csv", 1, "title")
    assert "locator,title,heading" in problem.remedy


def test_a_table_begun_with_few_columns_is_told_once(data_copy):
    """All that its header lacks stands in one sentence beside the whole header to copy."""
    file = data_copy / KRONOBERG / "goals.csv"
    file.write_text("locator,title\n1,Ett\n", "utf-8")
    problem = only_problem_of(data_copy)
    assert problem.file == file
    assert "heading, column, certain, line" in problem.what
    assert "locator,title,heading,column" in problem.remedy


def test_unknown_column(data_copy):
    """A column that the table does not have is named: it is never silently passed over."""
    edit(
        data_copy / KRONOBERG / "goals.csv", lambda text: text.replace("second_reading\n", "second_reading,owner\n", 1)
    )
    problem = only_problem_of(data_copy)
    assert (problem.line, problem.column) == (1, "owner")


def test_column_twice(data_copy):
    """A column that stands twice is named."""
    edit(data_copy / KRONOBERG / "goals.csv", lambda text: text.replace("locator,", "locator,title,", 1))
    problem = only_problem_of(data_copy)
    assert (problem.line, problem.column) == (1, "title")
    assert "twice" in problem.what


def test_empty_file_has_no_header(data_copy):
    """An empty file is told which columns it should have."""
    (data_copy / KRONOBERG / "figures.csv").write_text("", encoding="utf-8")
    assert ",".join(column.name for column in PLAN_TABLES["figures"]) in only_problem_of(data_copy).remedy


def test_semicolons_of_a_swedish_spreadsheet(data_copy):
    """A table saved with semicolons, as spreadsheets set to Swedish do, is told so in one line."""
    edit(data_copy / KRONOBERG / "figures.csv", lambda text: text.replace(",", ";"))
    problem = only_problem_of(data_copy)
    assert problem.line == 1
    assert "semicolons" in problem.what


def test_ragged_lines_are_all_named(data_copy):
    """Every line with too few or too many cells is named, not only the first."""
    file = data_copy / KRONOBERG / "figures.csv"
    edit(file, lambda text: text + "5,target\n5,target,1,%,alla,2024,,,,,,\n")
    lines = len(file.read_text(encoding="utf-8").splitlines())
    problems = problems_of(data_copy)
    assert [problem.line for problem in problems] == [lines - 1, lines]
    assert "2 cells" in problems[0].what and "12 cells" in problems[1].what


def test_unclosed_quote_names_the_row_where_it_opens(data_copy):
    """A quote that is never closed is told with the row where it opens, not the end of the file."""
    file = data_copy / KRONOBERG / "figures.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].replace(",", ',"', 1)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    problem = only_problem_of(data_copy)
    assert (problem.file, problem.line) == (file, 4)
    assert "quotes" in problem.remedy


def test_row_after_a_cell_of_several_lines_keeps_its_line(data_copy):
    """A problem is placed on the line where its row begins, also after cells that hold several lines."""
    file = data_copy / KRONOBERG / "figures.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    header, rest = lines[0], lines[1:]
    file.write_text(
        "\n".join([header, '5,target,1,%,"två\nrader",,,,', "5,wish,1,%,,,,,", *rest]) + "\n", encoding="utf-8"
    )
    problem = only_problem_of(data_copy)
    assert (problem.line, problem.column) == (4, "kind")


def test_latin_1_is_refused_with_the_line_of_the_first_wrong_letter(data_copy):
    """A table in Latin-1 is refused with the line of its first å, ä or ö."""
    file = data_copy / KRONOBERG / "figures.csv"
    text = "row,kind,value,unit,population,year,source,written,remark\n5,target,1,%,,,,,\n5,target,1,år,,,,,\n"
    file.write_bytes(text.encode("latin-1"))
    problem = only_problem_of(data_copy)
    assert (problem.file, problem.line) == (file, 3)
    assert "UTF-8" in problem.remedy


def test_nul_byte_is_refused_with_its_line(data_copy):
    """A control character, which no program shows, is refused with its line."""
    edit(data_copy / KRONOBERG / "figures.csv", lambda text: text.replace("flickor", "flick\0or", 1))
    problem = only_problem_of(data_copy)
    assert problem.line == 2
    assert "U+0000" in problem.what


@pytest.mark.parametrize("sign", ["\x1b", "\x7f", "\x85", "\x9b"])
def test_sign_that_steers_a_terminal(data_copy, sign):
    """So is one by which a text could take over the terminal in which it is shown, of either set of them."""
    edit(data_copy / KRONOBERG / "figures.csv", lambda text: text.replace("flickor", f"flickor {sign}31m", 1))
    assert f"U+{ord(sign):04X}" in only_problem_of(data_copy).what


def test_line_ends_and_byte_order_mark_of_spreadsheets(data_copy, register):
    """CRLF line ends and a byte order mark, as spreadsheets write them, change nothing."""
    for file in (data_copy / KRONOBERG).glob("*.csv"):
        text = file.read_text(encoding="utf-8").replace("\n", "\r\n")
        file.write_bytes(text.encode("utf-8-sig"))
    assert cells(load_register(data_copy)) == cells(register)


def test_columns_in_another_order(data_copy, register):
    """The columns of a table may stand in any order."""
    file = data_copy / KRONOBERG / "figures.csv"
    with file.open(encoding="utf-8", newline="") as stream:
        rows = [row[::-1] for row in csv.reader(stream)]
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    assert cells(load_register(data_copy)) == cells(register)


def cells(register: Register) -> dict[tuple[str, str], list[dict[str, str]]]:
    """The content of every table of a register's plans."""
    return {
        (plan.id, name): [dict(row) for row in table] for plan in register.plans for name, table in plan.tables.items()
    }


@pytest.mark.parametrize(
    "text", ["=cmd|'/c calc'!A0", "+46", "@SUM(1)", "-1", "# anteckning", '"citat"', "a\nb", "x" * 100_000]
)
def test_any_text_stays_the_text_that_it_is(data_copy, text):
    """What looks like a formula, a comment or a quotation is kept as text, and so is a very long cell."""
    set_cell(data_copy / KRONOBERG / "goals.csv", "1", "remark", text)
    kronoberg = next(plan for plan in load_register(data_copy).plans if plan.id == "kronoberg-2024")
    assert kronoberg.tables["goals"][0]["remark"] == text


# --- cells ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "row", "cell", "hint"),
    [
        ("activities", "2.1/1", {"start": "2026-02-30"}, "2025-03-21"),
        ("activities", "2.1/1", {"start": "2026-13-01"}, "2025-03-21"),
        ("activities", "2.1/1", {"start": "2025"}, "2025-03-21"),
        ("activities", "2.1/1", {"start": "21/3 2025"}, "2025-03-21"),
        ("activities", "2.1/1", {"end": "２０２５-０１-０１"}, "2025-03-21"),
        ("activities", "2.1/1", {"end": "2024-12-31"}, "Check both dates"),
        ("activities", "2.1/1", {"precision": "decade"}, "quarter"),
        ("activities", "2.1/1", {"recurrence": "often"}, "2/year"),
        ("activities", "2.1/1", {"certain": "kanske"}, "yes or no"),
        ("activities", "2.1/1", {"line": "0"}, "from 1"),
        ("activities", "2.1/1", {"line": "9" * 5000}, "from 1"),
        ("activities", "2.1/1", {"line": "²"}, "from 1"),
        ("activities", "2.1/1", {"title": ""}, "Fill"),
        ("activities", "2.1/1", {"title": "   "}, "Fill"),
        ("activities", "2.1/1", {"status_absent": "gone"}, "lost"),
        ("activities", "2.1/1", {"second_reading": "yes"}, "agreed"),
        ("activities", "2.1/1", {"goal": "9.9"}, "own tables"),
        ("activities", "2.1/1", {"goal": "2.1/2"}, "kind goal"),
        ("activities", "2.1/1", {"carries_out": "mellansverige-2025/2/m99"}, "slash"),
        ("activities", "2.1/1", {"carries_out": "2/m1"}, "slash"),
        ("goals", "2.1", {"quotes": "mellansverige-2025/2/m1"}, "slash"),
        ("goals", "2.1", {"locator": "2~1"}, "without ~"),
        ("responsibilities", "2.1/1", {"row": "2.1/99"}, "own tables"),
        ("responsibilities", "2.1/1", {"row": "2.1/1.1"}, "kind activity or goal"),
        ("responsibilities", "2.1/1", {"row": ""}, "Fill"),
        ("responsibilities", "2.1/1", {"step": "2.1/1"}, "kind step"),
        ("responsibilities", "2.1/1", {"actor": "gavleborg.ingen"}, "actors.csv"),
        ("responsibilities", "2.1/1", {"role": "owner"}, "accountable"),
        ("responsibilities", "2.1/1", {"written": ""}, "Fill"),
        ("responsibilities", "2.1/1", {"lead": "true"}, "yes"),
        ("statuses", "2.5/1", {"date": ""}, "Fill"),
        ("statuses", "2.5/1", {"date": "2024-Q3"}, "month or year"),
        ("statuses", "2.5/1", {"status": "late"}, "ongoing"),
        ("conditions", "2.6/1", {"when": "2024-13"}, "2024-Q3"),
        ("conditions", "2.6/1", {"when": "2024-02-30"}, "2024-Q3"),
        ("conditions", "2.6/1", {"when": "2024-Q5"}, "2024-Q3"),
        ("conditions", "2.6/1", {"holds_up": "2.6/1 | 2.6/99"}, "own tables"),
    ],
)
def test_wrong_cell_is_named_with_file_line_and_column(data_copy, table, row, cell, hint):
    """A cell that cannot be used is named with file, line and column, and the remedy says what would do."""
    file = data_copy / GAVLEBORG / f"{table}.csv"
    ((column, value),) = cell.items()
    line = set_cell(file, row, column, value)
    found = [problem for problem in problems_of(data_copy) if problem.column == column]
    assert [(problem.file, problem.line) for problem in found] == [(file, line)]
    assert hint in found[0].remedy


def test_locator_twice_in_a_plan(data_copy):
    """A locator that two rows of a plan share is refused, also across tables: everyone points at rows with it."""
    file = data_copy / GAVLEBORG / "activities.csv"
    line = set_cell(file, "2.1/2", "locator", "2.1")
    found = [problem for problem in problems_of(data_copy) if "twice" in problem.what]
    assert [(problem.file, problem.line, problem.column) for problem in found] == [(file, line, "locator")]


@pytest.mark.parametrize(
    ("name", "row", "column", "value"),
    [
        ("actors", "gavleborg.it", "organisation", "gävleborg"),
        ("actors", "gavleborg.it", "kind", "computer"),
        ("actors", "gavleborg.it", "collective", "no"),
        ("actors", "gavleborg.it", "actor", "gavleborg it"),
        ("organisations", "halland", "part_of", "rcc-syd | rcc-east"),
        ("organisations", "halland", "label_en", ""),
        ("areas", "1", "area", "ett två"),
    ],
)
def test_wrong_cell_of_a_reference_table(data_copy, name, row, column, value):
    """The reference tables are held to what they should hold just as the plans are."""
    file = data_copy / "reference" / f"{name}.csv"
    line = set_cell(file, row, column, value)
    assert (file, line, column) in {(problem.file, problem.line, problem.column) for problem in problems_of(data_copy)}


@pytest.mark.parametrize(
    ("name", "column"), [("actors", "actor"), ("organisations", "organisation"), ("areas", "area")]
)
def test_id_twice_in_a_reference_table(data_copy, name, column):
    """An id that stands twice is refused, saying where it stood first."""
    file = data_copy / "reference" / f"{name}.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    problem = only_problem_of(data_copy)
    assert (problem.file, problem.line, problem.column) == (file, len(lines) + 1, column)
    assert "line 2" in problem.what


def test_concept_twice(data_copy):
    """A concept that stands twice in a scheme is refused; the same id in another scheme is not."""
    file = data_copy / "reference" / "concepts.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    problem = only_problem_of(data_copy)
    assert (problem.line, problem.column) == (len(lines) + 1, "id")


@pytest.mark.parametrize(
    ("column", "value"), [("plan", "gävleborg-2025"), ("quoted_in", "2.99"), ("row", "9/m9"), ("agreement", "equal")]
)
def test_quotation_of_a_row_that_is_not_there(data_copy, column, value):
    """A quotation names a row of this plan and a row of the plan that quotes it; both must be there."""
    file = data_copy / "plans/mellansverige-2025/quotations.csv"
    line = set_cell(file, "2", column, value)
    problem = only_problem_of(data_copy)
    assert (problem.file, problem.line, problem.column) == (file, line, column)


@pytest.mark.parametrize("target", ["N1.1", "vagen-framat-2024/N99.1", "skane-2019/A1", "|"])
def test_declaration_about_a_row_that_is_not_there(tmp_path, target):
    """A declaration is about a goal or measure of a superior plan, named with its plan, and about nothing else."""
    data = SmallData(tmp_path / "data").plan("skane-2019", activities=[{"locator": "A1", "title": "Göra"}])
    data.plan("kronoberg-2025", declarations=[{"target": target, "state": "declined", "reason": "Sköts inte här."}])
    problem = only_problem_of(data.folder)
    assert (problem.line, problem.column) == (2, "target")


def test_subsection_of_an_area_that_is_not_there(data_copy):
    """A subsection of the national direction belongs to one of the ten focus areas."""
    file = data_copy / "plans/vagen-framat-2024/sections.csv"
    line = set_cell(file, "1.1", "area", "11")
    problem = only_problem_of(data_copy)
    assert (problem.file, problem.line, problem.column) == (file, line, "area")


# --- metadata ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ('id = "kronoberg-2024"', 'id = "kronoberg-2025"', "id"),
        ('id = "kronoberg-2024"', "id = 2024", "id"),
        ('title = "', 'titel = "', "titel"),
        ('title = "', 'titel = "', "title"),
        ('organisation = "kronoberg"', 'organisation = "växjö"', "organisation"),
        ('level = "region"', 'level = "local"', "level"),
        ('series = "kronoberg"', 'series = "kro no"', "series"),
        ('document_status = "unknown"', 'document_status = ""', "document_status"),
        ('superior = ["syd-2023"]', 'superior = ["syd-2024"]', "superior"),
        ('superior = ["syd-2023"]', 'superior = "syd-2023"', "superior"),
        ('superior = ["syd-2023"]', "superior = [[1]]", "superior"),
        ('superior = ["syd-2023"]', 'superior = ["kronoberg-2024"]', "superior"),
        ('superior = ["syd-2023"]', 'superior = []\nsupersedes = ["kronoberg-2020"]', "supersedes"),
        ('start = "2023-01-01"', 'start = "2023-02-30"', "start"),
        ('start = "2023-01-01"', "start = 2023-01-01T00:00:00", "start"),
        ('start = "2023-01-01"', "start = 2023", "start"),
        ('start = "2023-01-01"', 'start = "2026-01-01"', "end"),
        ('as_of = "2024"', 'as_of = "nyss"', "as_of"),
        ("reconstructed = false", 'reconstructed = "false"', "reconstructed"),
        ("[abbreviations]", "[abbreviations]\nX = 1", "abbreviations"),
        ("[abbreviations]", 'abbreviations = "VC"\n[other]', "abbreviations"),
    ],
)
def test_wrong_key_of_a_plan(data_copy, old, new, column):
    """What is wrong in plan.toml is told with the key, and what would do."""
    file = data_copy / KRONOBERG / "plan.toml"
    edit(file, lambda text: text.replace(old, new, 1))
    assert (file, column) in {(problem.file, problem.column) for problem in problems_of(data_copy)}


@pytest.mark.parametrize("key", ["superior", "supersedes"])
def test_plans_in_a_ring(data_copy, key):
    """A plan that stands above, or replaces, what stands above it is refused in each plan of the ring."""
    ring = ("skane-2019", "syd-2019", "syd-2023")
    for name, other in zip(ring, (*ring[1:], ring[0]), strict=True):
        edit(
            data_copy / "plans" / name / "plan.toml",
            lambda text, other=other: f'{key} = ["{other}"]\n' + re.sub(rf"^{key} = .*$", "", text, flags=re.MULTILINE),
        )
    found = {(problem.file.parent.name, problem.column) for problem in problems_of(data_copy) if problem.file}
    assert {(name, key) for name in ring} <= found


@pytest.mark.parametrize(
    "text", ["id = ", 'id = "a"\nid = "b"', "a = " + "[" * 3000, "a = " + "9" * 5000, "start = 2026-02-30"]
)
def test_broken_toml(data_copy, text):
    """A plan.toml that is no TOML is refused, with the parser's word for where."""
    file = data_copy / KRONOBERG / "plan.toml"
    file.write_text(text, encoding="utf-8")
    problem = only_problem_of(data_copy)
    assert problem.file == file
    assert "not TOML" in problem.what


def test_dates_as_toml_dates_and_as_text_are_the_same(data_copy, register):
    """A date in plan.toml may be written with or without quotes."""
    edit(data_copy / KRONOBERG / "plan.toml", lambda text: re.sub(r'= "(\d{4}-\d\d-\d\d)"', r"= \1", text))
    edit(data_copy / KRONOBERG / "plan.toml", lambda text: text.replace('as_of = "2024"', "as_of = 2024"))
    of = {plan.id: plan.metadata for plan in load_register(data_copy).plans}
    assert of == {plan.id: plan.metadata for plan in register.plans}


# --- mappings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value", "name"),
    [
        (0, "plan:kronoberg-2024/goal/999", "subject_id"),
        (0, "sssom:NoTermFound", "subject_id"),
        (0, "plan:kronoberg-2024", "subject_id"),
        (3, "plan:vagen-framat-2024", "object_id"),
        (0, "", "subject_id"),
        (2, "skos:closeMach", "predicate_id"),
        (2, "plangraph:pursues", "predicate_id"),
        (3, "plan:vagen-framat-2024/goal/N99.1", "object_id"),
        (3, "plan:area/11", "object_id"),
        (3, "other:vagen-framat-2024/goal/N1.1", "object_id"),
        (3, "vagen-framat-2024", "object_id"),
        (5, "other:ManualMappingCuration", "mapping_justification"),
        (5, "semapv:by hand", "mapping_justification"),
        (8, "1.5", "confidence"),
        (8, "high", "confidence"),
    ],
)
def test_wrong_cell_of_a_mapping(data_copy, column, value, name):
    """A mapping begins and ends in rows that are there, by a predicate that is known, on a ground that is named."""
    line = set_mapping(data_copy / MAPPINGS, column, value)
    assert (data_copy / MAPPINGS, line, name) in {(p.file, p.line, p.column) for p in problems_of(data_copy)}


def test_mapping_twice(data_copy):
    """A mapping that stands twice is refused, saying where it stood first."""
    edit(data_copy / MAPPINGS, lambda text: text + text.rstrip("\n").rpartition("\n")[2] + "\n")
    lines = (data_copy / MAPPINGS).read_text(encoding="utf-8").splitlines()
    problem = only_problem_of(data_copy)
    assert problem.line == len(lines)
    assert f"line {len(lines) - 1}" in problem.what


@pytest.mark.parametrize(
    "head",
    ["", "#mapping_date: 2026-02-30\n", "#curie_map: plan\n", "#: [\n", "#" + "[" * 5000 + "\n", "#a: !!timestamp b\n"],
)
def test_mapping_set_without_metadata_that_can_be_read(data_copy, head):
    """A mapping set must begin with a metadata block that holds its prefixes."""
    edit(data_copy / MAPPINGS, lambda text: head + "".join(line for line in text.splitlines(True) if line[0] != "#"))
    problem = only_problem_of(data_copy)
    assert (problem.file, problem.line) == (data_copy / MAPPINGS, 1)
    assert "curie_map" in problem.remedy


def test_mapping_set_of_an_odd_name(data_copy):
    """The name of a mapping set becomes part of IRIs, and must be fit for it."""
    file = (data_copy / MAPPINGS).rename(data_copy / "alignments/kopia av länkar.sssom.tsv")
    assert only_problem_of(data_copy).file == file


# --- everything at once ----------------------------------------------------------------------------------------------


def test_problems_of_several_files_are_told_together(data_copy):
    """What is wrong in several tables, plans and mapping sets is told in one go."""
    places = {
        (file := data_copy / GAVLEBORG / "activities.csv", set_cell(file, "2.1/1", "start", "2026-02-30"), "start"),
        (file, set_cell(file, "2.1/2", "precision", "decade"), "precision"),
        (file := data_copy / KRONOBERG / "goals.csv", set_cell(file, "1", "title", ""), "title"),
        (file := data_copy / KRONOBERG / "responsibilities.csv", set_cell(file, "2", "actor", "x"), "actor"),
        (data_copy / MAPPINGS, set_mapping(data_copy / MAPPINGS, 8, "2"), "confidence"),
    }
    found = problems_of(data_copy)
    assert {(problem.file, problem.line, problem.column) for problem in found} == places


def test_unreadable_tables_of_several_plans_are_told_together_and_alone(data_copy):
    """Tables that cannot be read are told together, without the rows that only seem to be missing because of them."""
    files = [data_copy / GAVLEBORG / "goals.csv", data_copy / KRONOBERG / "activities.csv", data_copy / MAPPINGS]
    for file in files:
        file.write_bytes(b"\xff")
    assert {problem.file for problem in problems_of(data_copy)} == set(files)


def test_message_shows_place_and_remedy(data_copy):
    """The error's text holds a line for each problem: file, line, column, what is wrong, how to mend it."""
    line = set_cell(data_copy / GAVLEBORG / "activities.csv", "2.1/1", "start", "2026-02-30")
    with pytest.raises(InputError) as refused:
        load_register(data_copy)
    assert str(refused.value) == (
        f"{data_copy / GAVLEBORG / 'activities.csv'}:{line}: column “start”: “2026-02-30” cannot be read. "
        "Write an ISO date such as 2025-03-21."
    )


# --- whatever stands there -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small data folder in which every kind of file and table stands."""
    data = SmallData(tmp_path_factory.mktemp("fuzz") / "data")
    data.plan(
        "rcc-2025",
        "rcc-syd",
        "rcc",
        goals=[{"locator": "1", "title": "Mål"}],
        measures=[{"locator": "1/m1", "goal": "1", "title": "Insats"}],
        quotations=[
            {"row": "1", "plan": "kronoberg-2025", "quoted_in": "1", "wording": "Målet", "agreement": "reworded"}
        ],
        sections=[{"locator": "1.0", "area": "1", "title": "Avsnitt", "line": "1"}],
    )
    data.plan(
        "kronoberg-2025",
        superior=["rcc-2025"],
        goals=[{"locator": "1", "title": "Mål", "quotes": "rcc-2025/1", "line": "3"}],
        activities=[
            {"locator": "1.1", "goal": "1", "title": "Göra", "start": "2025-01-01", "carries_out": "rcc-2025/1/m1"}
        ],
        steps=[{"locator": "1.1.1", "activity": "1.1", "title": "Steg", "recurrence": "2/year"}],
        responsibilities=[
            {"row": "1.1", "step": "1.1.1", "role": "accountable", "actor": "kronoberg.chef", "written": "Chefen"}
        ],
        statuses=[{"row": "1.1", "date": "2025", "status": "ongoing", "written": "Pågår"}],
        follow_up=[{"row": "1", "kind": "rhythm", "recurrence": "1/year"}],
        figures=[{"row": "1.1", "kind": "target", "value": "80"}],
        conditions=[{"row": "1.1", "kind": "staff", "title": "Folk", "holds_up": "1.1 | 1", "when": "2025-Q1"}],
        declarations=[{"target": "rcc-2025/1", "state": "declined", "reason": "Nej", "row": "1"}],
    )
    data.mappings(
        "kronoberg",
        ("plan:kronoberg-2025/goal/1", "skos:closeMatch", "plan:rcc-2025/goal/1"),
        ("plan:kronoberg-2025/goal/1", "plangraph:mainArea", "plan:area/1"),
    )
    data.load()
    return data.folder


@contextmanager
def restored(file: Path) -> Iterator[bytes]:
    """The content of a file that may be changed meanwhile."""
    before = file.read_bytes()
    try:
        yield before
    finally:
        file.write_bytes(before)


def read_and_build_or_refuse(folder: Path) -> None:
    """Do what a person who mended the register would do; anything but `InputError` fails the test."""
    try:
        register = load_register(folder)
    except InputError as error:
        assert error.problems
        assert all(problem.what and problem.remedy for problem in error.problems)
    else:
        event("read")
        build(register)


def _mutated(draw: st.DrawFn, content: bytes) -> bytes:
    """Content in which some stretches are replaced by something else."""
    junk = st.one_of(
        st.binary(max_size=6),
        st.text(max_size=6).map(lambda text: text.encode(errors="replace")),
        st.sampled_from(
            [b",", b'"', b"\n", b"\r", b"\t", b"|", b"/", b" | ", b"~", b"=", b"[", b"#", b":", b"0", b"%", b"\0"]
        ),
        st.sampled_from(
            [b"kronoberg-2025/1", b"1.1", b"1", b"accountable", b"plan:", b"../..", b"2025-02-30", b"''", b"<>"]
        ),
    )
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(content)))
        content = content[:start] + draw(junk) + content[start + draw(st.integers(0, 8)) :]
    return content


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_whatever_bytes_stand_in_a_file(small_folder, data):
    """Whatever bytes stand in a file: the register is read and can be built, or it is refused; nothing else happens."""
    file = data.draw(st.sampled_from(sorted(file for file in small_folder.rglob("*") if file.is_file())))
    with restored(file) as content:
        file.write_bytes(_mutated(data.draw, content))
        read_and_build_or_refuse(small_folder)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_whatever_text_stands_in_a_cell(small_folder, data):
    """Whatever text stands in a cell, of whichever table and column: it is read and built, or refused."""
    file = data.draw(st.sampled_from(sorted((small_folder / "plans").rglob("*.csv"))))
    words = ["1", "1.1", "1.1.1", "rcc-2025/1", "rcc-2025/1/m1", "kronoberg-2025", "yes", "no", "2025", "2025-02-30"]
    words += ["1 | 1.1", "|", "/", "%", "<>", "\u2028", "..", "accountable", "2/year"]
    text = st.one_of(st.sampled_from(words), st.text(st.characters(exclude_categories=["Cs"]), max_size=8))
    with restored(file) as content:
        header, row = csv.reader(content.decode().splitlines())
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(text)
        with file.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([header, row])
        read_and_build_or_refuse(small_folder)


def test_tables_that_are_read_are_those_of_the_contract():
    """The columns of the tables are those that docs/register.md names, in its order."""
    text = (Path(__file__).parents[1] / "docs/register.md").read_text(encoding="utf-8")
    documented = {
        name: re.findall(r"`([a-z_]+)`", columns)
        for name, columns in re.findall(r"^\| `([a-z-]+)\.csv` \|[^|]*\|(.*)\|$", text, re.MULTILINE)
    }
    assert documented == {name: [column.name for column in columns] for name, columns in PLAN_TABLES.items()}
    assert "`" + "`, `".join(column.name for column in REFERENCE_TABLES["actors"]) + "`." in text


@pytest.mark.parametrize("table", ["goals", "activities", "responsibilities"])
def test_a_lost_table_is_named(data_copy, table):
    """A table that others need and that is gone is said to be missing, and nothing is said of the rows it held."""
    (data_copy / "plans" / "gavleborg-2025" / f"{table}.csv").unlink()
    with pytest.raises(InputError) as caught:
        load_register(data_copy)
    (problem,) = [p for p in caught.value.problems if "gavleborg-2025" in str(p.file)]
    assert problem.file is not None
    assert problem.file.name == f"{table}.csv"
    assert "missing" in problem.what
