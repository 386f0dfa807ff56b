"""Writing a mapping set: what stands in the file stays, what is added is added, and an accident loses nothing."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plangraph import resources
from plangraph.errors import InputError
from plangraph.register.mapping_file import MappingFile, metadata_block
from plangraph.register.mapping_set import load_mapping_set
from plangraph.register.slots import SLOTS
from plangraph.register.table import Problems
from tests.small_data import PREFIXES

FILES = sorted((resources.data_folder() / "alignments").glob("*.sssom.tsv"))
HEAD = metadata_block({"curie_map": PREFIXES, "mapping_set_id": "https://w3id.org/plangraph/mappings/test"})
TABLE = "subject_id\tpredicate_id\tobject_id\tcomment\nplan:a/goal/1\tskos:closeMatch\tplan:b/goal/1\tSå är det\n"
ADDED = {
    "subject_id": "plan:a/goal/2",
    "predicate_id": "skos:broadMatch",
    "object_id": "plan:b/goal/1",
    "reviewer_label": "Cancersamordnaren",
    "reviewer_agreement": "0.8",
}
# Whatever a cell may hold: text without the control characters that no register may have.
cells = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\n\r"), max_size=20)
rows = st.dictionaries(st.sampled_from(SLOTS), cells, min_size=1)


def filled(mapping: dict[str, str]) -> dict[str, str]:
    return {name: cell for name, cell in mapping.items() if cell}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "test.sssom.tsv"
    place.write_text(HEAD + TABLE, encoding="utf-8")
    return place


@pytest.mark.parametrize("original", FILES, ids=lambda file: file.name.removesuffix(".sssom.tsv"))
def test_sets_that_ship_keep_every_line(original, tmp_path):
    """A shipped set, saved with one mapping more, has its metadata and mappings as before, and then the new one."""
    place = tmp_path / original.name
    place.write_bytes(original.read_bytes())
    before = MappingFile.read(place)
    before.mappings.append(dict(ADDED))
    before.save()
    after, first = MappingFile.read(place), MappingFile.read(original)
    assert after.head == first.head
    assert [filled(row) for row in after.mappings] == [*(filled(row) for row in first.mappings), ADDED]


@given(first=st.lists(rows), later=st.lists(rows))
def test_what_was_written_is_read_again(tmp_path_factory, first, later):
    """Whatever text stands in the cells, mappings come back as they were, in order, and later ones come after them."""
    place = tmp_path_factory.mktemp("set") / "test.sssom.tsv"
    new = MappingFile.new(place, {"curie_map": PREFIXES}, ("subject_id", "predicate_id", "object_id"))
    new.mappings.extend(map(dict, first))
    new.save()
    again = MappingFile.read(place)
    again.mappings.extend(map(dict, later))
    again.save()
    found = [filled(row) for row in MappingFile.read(place).mappings]
    assert found == [filled(row) for row in (*first, *later)]


def test_column_that_is_needed_finds_its_place(file):
    """Slots that a new mapping needs become columns, in the standard's order; the others' order stays."""
    held = MappingFile.read(file)
    held.mappings.append(dict(ADDED))
    held.save()
    header = file.read_text(encoding="utf-8").removeprefix(HEAD).splitlines()[0].split("\t")
    assert header == ["subject_id", "predicate_id", "object_id", "reviewer_label", "reviewer_agreement", "comment"]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_line_ends_and_unknown_comments_stay(file, newline):
    """Comment lines that nothing here knows stay as they are, and a file keeps its line ends."""
    text = ("#curation_note: behåll\n" + HEAD + TABLE).replace("\n", newline)
    file.write_bytes(text.encode())
    held = MappingFile.read(file)
    held.mappings.append(dict(ADDED))
    held.save()
    raw = file.read_bytes().decode()
    assert raw.startswith("#curation_note: behåll" + newline)
    assert raw.count("\n") == raw.count(newline) == text.count(newline) + 1
    assert load_mapping_set(file, Problems()).mappings[1]["reviewer_label"] == "Cancersamordnaren"


def test_byte_order_mark_is_read_and_not_kept(file):
    """A mark that some editors put before the text is no part of the metadata; the standard's parser chokes on it."""
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    held = MappingFile.read(file)
    assert held.head == HEAD
    held.save()
    assert file.read_bytes().startswith(b"#curie_map")


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (HEAD.encode() + TABLE.encode("latin-1"), HEAD.count("\n") + 2),
        ((HEAD + TABLE + "plan:a/goal/2\tskos:closeMatch\n").encode(), HEAD.count("\n") + 3),
        ((HEAD + TABLE + 'plan:a/goal/2\tskos:closeMatch\tplan:b/goal/1\t"utan slut\n').encode(), HEAD.count("\n") + 3),
    ],
    ids=["encoding", "ragged", "quote"],
)
def test_file_that_cannot_be_read_is_left_alone(file, content, line):
    """A file in another encoding, with a line that lacks cells or a quote without an end is refused with its line."""
    file.write_bytes(content)
    with pytest.raises(InputError) as refused:
        MappingFile.read(file)
    assert (refused.value.problems[0].file, refused.value.problems[0].line) == (file, line)
    assert file.read_bytes() == content


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_interruption_while_writing_loses_nothing(file, monkeypatch, step):
    """Whatever happens before the new file is whole: the old one is there as it was, and nothing lies about."""
    before = file.read_bytes()
    held = MappingFile.read(file)
    held.mappings.append(dict(ADDED))

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as during:
        during.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), interrupt)
        with pytest.raises(KeyboardInterrupt):
            held.save()
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]
    held.save()
    assert len(MappingFile.read(file).mappings) == 2


def test_change_by_another_program_is_not_overwritten(file):
    """Two sessions over one file: the second to save is told, and what the first saved is kept."""
    one, other = MappingFile.read(file), MappingFile.read(file)
    one.mappings.append(dict(ADDED))
    one.save()
    other.mappings.append({**ADDED, "object_id": "plan:b/goal/9"})
    with pytest.raises(InputError) as refused:
        other.save()
    assert "Another program" in refused.value.problems[0].what
    assert [row["object_id"] for row in MappingFile.read(file).mappings] == ["plan:b/goal/1", "plan:b/goal/1"]


def test_new_file_does_not_overwrite_one_that_came_into_being(tmp_path):
    """A file that somebody else made in the meantime is not replaced."""
    new = MappingFile.new(tmp_path / "a.sssom.tsv", {"curie_map": PREFIXES}, ("subject_id",))
    new.file.write_text("annat", encoding="utf-8")
    with pytest.raises(InputError):
        new.save()
    assert new.file.read_text(encoding="utf-8") == "annat"


def test_permissions_and_links_stay(file, tmp_path):
    """A file keeps its permissions, and a link to it stays a link."""
    file.chmod(0o640)
    link = tmp_path / "link.sssom.tsv"
    link.symlink_to(file)
    held = MappingFile.read(link)
    held.mappings.append(dict(ADDED))
    held.save()
    assert link.is_symlink()
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert len(MappingFile.read(file).mappings) == 2


def test_place_that_cannot_be_written(tmp_path):
    """A folder where the file should be is said in words."""
    (tmp_path / "a.sssom.tsv").mkdir()
    with pytest.raises(InputError):
        MappingFile.new(tmp_path / "a.sssom.tsv", {}, ("subject_id",)).save()


def test_metadata_are_read_as_they_were_given(tmp_path):
    """Titles with signs that YAML uses, and texts that look like numbers or dates, come back as texts."""
    place = tmp_path / "a.sssom.tsv"
    metadata = {
        "sssom_version": "1.1",
        "curie_map": PREFIXES,
        "mapping_set_id": "https://w3id.org/x: 'y'",
        "license": "#1",
        "mapping_tool": "verktyg: {a}",
        "mapping_date": "2026-11-21",
    }
    new = MappingFile.new(place, metadata, ("subject_id", "predicate_id", "object_id"))
    new.mappings.append({name: ADDED[name] for name in ("subject_id", "predicate_id", "object_id")})
    new.save()
    problems = Problems()
    read = load_mapping_set(place, problems)
    assert problems.found == []
    assert (read.id, read.license, read.prefixes) == ("https://w3id.org/x: 'y'", "#1", PREFIXES)
    assert (read.mappings[0]["mapping_tool"], read.mappings[0]["mapping_date"]) == ("verktyg: {a}", "2026-11-21")
