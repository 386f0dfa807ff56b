"""Mapping sets as SSSOM: what the standard's own validator says, and what the register reads of them."""

from __future__ import annotations

import csv
import io
import logging
from pathlib import Path

import pytest
from jsonschema import ValidationError
from sssom.constants import _get_sssom_schema_object
from sssom.parsers import parse_sssom_table
from sssom.util import MappingSetDataFrame, SSSOMSchemaView
from sssom.validators import validate
from sssom.writers import write_table

from plangraph import resources
from plangraph.errors import InputError, Problem
from plangraph.register import MappingSet, Row, is_judged, is_negative, load_register, mapping_state
from plangraph.register.mapping_set import load_mapping_set
from plangraph.register.slots import ENTITY_SLOTS, INHERITED_SLOTS, SEVERAL_SLOTS, SLOTS
from plangraph.register.table import Problems
from tests.small_data import PREFIXES, SmallData

FILES = sorted((resources.data_folder() / "alignments").glob("*.sssom.tsv"))
GOAL, OTHER = "plan:kronoberg-2025/goal/1", "plan:kronoberg-2025/goal/2"
ROW = {
    "subject_id": GOAL,
    "predicate_id": "skos:closeMatch",
    "object_id": OTHER,
    "mapping_justification": "semapv:ManualMappingCuration",
    "comment": "Samma sak.",
}
# One row with every slot that a proposal and its review fill.
REVIEWED = ROW | {
    "mapping_justification": "semapv:CompositeMatching",
    "mapping_tool": "plangraph",
    "mapping_tool_version": "0.1.0",
    "mapping_date": "2026-11-20",
    "confidence": "0.8",
    "similarity_score": "0.75",
    "similarity_measure": "cosine",
    "match_string": "HPV|vaccination",
    "reviewer_label": "Cancersamordnaren|Processledaren",
    "review_date": "2026-11-21",
    "reviewer_agreement": "-0.5",
}


def validated(file: Path) -> MappingSetDataFrame:
    """A file as the standard's parser reads it; raises `ValidationError` where the reference validator refuses it.

    The parser leaves rows out that it cannot read, and the validator does not see them: so they are counted.
    """
    parsed = parse_sssom_table(file)
    validate(parsed)
    body = "".join(line for line in file.read_text(encoding="utf-8").splitlines(True) if not line.startswith("#"))
    rows = list(csv.reader(io.StringIO(body), delimiter="\t"))[1:]
    if len(parsed.df) != len(rows):
        raise ValidationError(f"{len(rows) - len(parsed.df)} rows were left out")
    return parsed


def written(file: Path, *rows: dict[str, str], metadata: str = "", columns: tuple[str, ...] = ()) -> Path:
    """A mapping set with just the columns that its rows need."""
    names = columns or [slot for slot in SLOTS if any(row.get(slot) for row in rows)]
    head = "#curie_map:\n" + "".join(f"#  {prefix}: {iri}\n" for prefix, iri in PREFIXES.items())
    head += "#mapping_set_id: https://w3id.org/plangraph/mappings/test\n#license: https://example.org/licence\n"
    out = io.StringIO()
    writer = csv.DictWriter(out, names, restval="", delimiter="\t", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    file.write_text(head + metadata + out.getvalue(), encoding="utf-8")
    return file


def loaded(file: Path) -> tuple[MappingSet, list[Problem]]:
    problems = Problems()
    return load_mapping_set(file, problems), problems.found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "test.sssom.tsv"


# --- what the standard says ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.removesuffix(".sssom.tsv"))
def test_mapping_sets_that_ship_are_valid(file):
    """The reference validator accepts each mapping set, and its parser reads as many mappings as the register."""
    parsed = validated(file)
    assert len(parsed.df) == len(loaded(file)[0].mappings) > 0


def test_reviewed_proposal_is_valid(file):
    """SSSOM 1.1 has slots for tool, version and confidence beside reviewer and agreement, a “no” and a lack."""
    no = ROW | {"predicate_modifier": "Not", "author_label": "Cancersamordnaren", "confidence": "0.9"}
    lack = REVIEWED | {"object_id": "sssom:NoTermFound", "object_source": "plan:skane-2025"}
    written(file, REVIEWED, no, lack, metadata='#sssom_version: "1.1"\n')
    validated(file)
    assert loaded(file)[1] == []


def test_slots_are_those_of_the_standard():
    """The columns are SSSOM's slots of a mapping, in its order, each with as many values and as the standard has it."""
    view, schema = SSSOMSchemaView(), _get_sssom_schema_object()
    assert list(SLOTS) == view.view.class_slots("mapping")
    assert schema.entity_reference_slots & set(SLOTS) == ENTITY_SLOTS
    assert schema.multivalued_slots & set(SLOTS) == SEVERAL_SLOTS
    assert set(view.propagatable_slots) == INHERITED_SLOTS


@pytest.mark.parametrize(
    "row",
    [
        ROW | {"reviewer_agreement": "1"},
        ROW | {"review_date": "2026-11-21"},
        ROW | {"predicate_modifier": "No"},
        ROW | {"mapping_date": "2026-02-30"},
        ROW | {"confidence": "sure"},
        ROW | {"author_id": "nowhere:person"},
    ],
    ids=["agreement", "review-date", "modifier", "date", "confidence", "prefix"],
)
def test_what_the_standard_refuses_is_refused_here(file, row):
    """A row that the reference validator refuses is a problem of the register, on that line."""
    written(file, row)
    logging.disable(logging.CRITICAL)
    try:
        with pytest.raises((ValidationError, ValueError)):
            validated(file)
    finally:
        logging.disable(logging.NOTSET)
    _, problems = loaded(file)
    (line,) = {problem.line for problem in problems}
    assert line == len(file.read_text(encoding="utf-8").splitlines())


def test_rows_survive_the_standards_own_parser_and_writer(file, tmp_path):
    """What the register reads is the same after sssom-py, which sorts, has read the file and written it anew."""
    no = ROW | {"predicate_modifier": "Not", "comment": 'Två\u2028"olika" saker, å ä ö; # inget; 50 %'}
    written(file, REVIEWED, no, metadata='#sssom_version: "1.1"\n')
    for original in (file, *FILES):
        again = tmp_path / "again.sssom.tsv"
        with again.open("w", encoding="utf-8") as stream:
            write_table(validated(original), stream, sort=False)
        before, after = loaded(original)[0], loaded(again)[0]
        assert as_read(after) == as_read(before)


def as_read(mapping_set: MappingSet) -> list[str]:
    """The mappings in any order, with numbers as numbers: `1` and `1.0` say the same."""
    numbers = ("confidence", "reviewer_agreement", "similarity_score")

    def cells(row: Row) -> dict[str, object]:
        return {slot: float(row[slot]) if slot in numbers and row[slot] else row[slot] for slot in SLOTS}

    return sorted(str(cells(row)) for row in mapping_set.mappings)


# --- what the register reads ---------------------------------------------------------------------------------------


def test_every_slot_may_stand_in_a_file_and_none_but_three_must(file):
    """A file may have any of the standard's slots, in any order, and needs only subject, predicate and object."""
    written(file, ROW, columns=tuple(reversed(SLOTS)))
    assert loaded(file)[0].mappings[0]["object_id"] == OTHER
    written(file, {slot: ROW[slot] for slot in ("subject_id", "predicate_id", "object_id")})
    (row,) = loaded(file)[0].mappings
    assert set(row) == set(SLOTS) and row["mapping_tool"] == ""


@pytest.mark.parametrize("name", ["subject_id", "predicate_id", "object_id"])
def test_column_that_must_be_there(file, name):
    """A file without one of the three columns is refused, with the column's name."""
    written(file, {slot: cell for slot, cell in ROW.items() if slot != name})
    with pytest.raises(InputError) as refused:
        loaded(file)
    assert [problem.column for problem in refused.value.problems] == [name]


def test_unknown_column_is_named(file):
    """A column that no slot of the standard has is refused by name, so that nothing is silently dropped."""
    written(file, ROW, columns=(*ROW, "confidense"))
    with pytest.raises(InputError) as refused:
        loaded(file)
    assert [problem.column for problem in refused.value.problems] == ["confidense"]


def test_metadata_hold_for_every_row_but_where_the_table_says_otherwise(file):
    """What SSSOM lets stand in the metadata for all mappings is filled in; a column of the table goes before it."""
    metadata = "#mapping_tool: plangraph\n#mapping_tool_version: 0.1.0\n#mapping_date: 2026-11-20\n"
    written(file, ROW, ROW | {"object_id": GOAL, "subject_id": OTHER, "mapping_date": "2026-11-21"}, metadata=metadata)
    rows = loaded(file)[0].mappings
    assert [(row["mapping_tool"], row["mapping_tool_version"]) for row in rows] == [("plangraph", "0.1.0")] * 2
    assert [row["mapping_date"] for row in rows] == ["", "2026-11-21"]


def test_wrong_metadata_that_hold_for_every_row(file):
    """A date in the metadata that the calendar lacks is said once, and not once for each row."""
    written(file, ROW, ROW | {"object_id": GOAL, "subject_id": OTHER}, metadata="#mapping_date: 2026-02-30\n")
    (problem,) = loaded(file)[1]
    assert (problem.line, problem.column) == (1, "mapping_date")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (ROW | {"object_id": GOAL}, "object_id"),
        (ROW | {"object_id": "sssom:NoTermFound", "predicate_modifier": "Not"}, "predicate_modifier"),
        (REVIEWED | {"reviewer_agreement": "-1.5"}, "reviewer_agreement"),
        (REVIEWED | {"reviewer_id": "plan:a b"}, "reviewer_id"),
        (ROW | {"mapping_cardinality": "1:2"}, "mapping_cardinality"),
        (ROW | {"similarity_score": "12"}, "similarity_score"),
    ],
)
def test_cell_that_makes_no_sense(file, row, column):
    """A mapping of a row to itself, a denied lack, an agreement out of range and the like are refused by column."""
    written(file, row)
    assert [problem.column for problem in loaded(file)[1]] == [column]


def test_same_link_by_two_hands_is_no_repetition(file):
    """Two people may judge the same link; the same judgement twice is refused."""
    by = [ROW | {"author_label": name} for name in ("Cancersamordnaren", "Processledaren", "Cancersamordnaren")]
    written(file, *by)
    (problem,) = loaded(file)[1]
    assert "stands already" in problem.what
    assert problem.line == len(file.read_text(encoding="utf-8").splitlines())


def test_plan_where_nothing_was_found_must_be_there(tmp_path):
    """A lack of a counterpart names the plan that was searched, and that plan is known."""
    data = SmallData(tmp_path / "data").plan("kronoberg-2025", goals=[{"locator": "1", "title": "Mål"}])
    lack = ROW | {"object_id": "sssom:NoTermFound", "object_source": "plan:kronoberg-2024"}
    data.mapping_rows("lack", lack)
    with pytest.raises(InputError) as refused:
        load_register(data.folder)
    assert [problem.column for problem in refused.value.problems] == ["object_source"]


# --- how a mapping stands ------------------------------------------------------------------------------------------

MACHINE = {"mapping_justification": "semapv:LexicalMatching", "mapping_tool": "plangraph", "mapping_tool_version": "1"}


@pytest.mark.parametrize(
    ("cells", "state", "judged"),
    [
        ({}, "curated", True),
        ({"mapping_justification": ""}, "curated", True),
        ({"author_label": "Utvecklaren"}, "curated", True),
        ({"mapping_tool": "plangraph"}, "curated", True),
        ({"mapping_tool": "plangraph", "mapping_justification": ""}, "proposed", False),
        (MACHINE, "proposed", False),
        ({"mapping_justification": "semapv:LexicalMatching"}, "proposed", False),
        (MACHINE | {"author_label": "Utvecklaren"}, "proposed", False),
        ({"mapping_justification": "semapv:LogicalReasoning"}, "curated", True),
        ({"mapping_justification": "semapv:LogicalReasoning", "mapping_tool_id": "plan:x"}, "proposed", False),
        (MACHINE | {"reviewer_label": "R"}, "confirmed", True),
        (MACHINE | {"reviewer_id": "plan:x", "reviewer_agreement": "0.1"}, "confirmed", True),
        (MACHINE | {"reviewer_label": "R", "reviewer_agreement": "0"}, "unsure", False),
        (MACHINE | {"reviewer_label": "R", "reviewer_agreement": "-0.2"}, "rejected", False),
        ({"reviewer_label": "R", "reviewer_agreement": "-1"}, "rejected", False),
        ({"reviewer_label": "R", "reviewer_agreement": "0.0"}, "unsure", False),
    ],
)
def test_who_stands_behind_a_mapping(file, cells, state, judged):
    """A person made it, or a reviewer agrees: then it is judged. What a machine proposed alone is not."""
    written(file, ROW | cells, columns=SLOTS)
    (row,) = loaded(file)[0].mappings
    assert (mapping_state(row), is_judged(row)) == (state, judged)
    assert not is_negative(row)


def test_a_no_is_judged_and_negative(file):
    """A “no” is a judgement like a “yes”."""
    written(file, ROW | {"predicate_modifier": "Not"})
    (row,) = loaded(file)[0].mappings
    assert is_judged(row) and is_negative(row)
