"""`align propose` and `align evaluate`: what they read, what they write, and what they refuse."""

from __future__ import annotations

import csv
import importlib.util
import io
import random
import sys
import types
from pathlib import Path

import numpy as np
import pytest

from plangraph import resources
from plangraph.alignment.texts import read_tables
from plangraph.cli import main
from plangraph.errors import InputError
from plangraph.register.mapping_set import load_mapping_set
from plangraph.register.table import Problems

HEADER = ("plan", "kind", "locator", "parent", "heading", "text")
ROWS = (
    ("kullen-2025", "goal", "1", "", "Screening", "Fler deltar i screening"),
    ("kullen-2025", "activity", "1.1", "1", "Screening", "Självtest för HPV skickas hem"),
    ("kullen-2025", "activity", "1.2", "1", "Screening", "Min vårdplan för dem som fått besked"),
    ("kullen-2025", "activity", "1.3", "1", "Screening", "Glasögon till personalen"),
    ("sjon-2025", "goal", "1", "", "Tidig upptäckt", "Ökat deltagande i screeningprogrammen"),
    ("sjon-2025", "activity", "1/1", "1", "Tidig upptäckt", "HPV-självprovtagning i hemmet"),
    ("sjon-2025", "activity", "1/2", "1", "Tidig upptäckt", "MVP införs"),
    ("sjon-2025", "activity", "1/3", "1", "Tidig upptäckt", "Strålbehandling på kvällstid"),
    ("sjon-2025", "national goal", "N1.2", "", "Jämlik screening", "Deltagandet i screening ökar och blir jämnare"),
    ("sjon-2025", "national goal", "N6.1", "", "Patientinformation", "Alla erbjuds Min vårdplan"),
)
BETWEEN = ("align", "propose", "--between", "kullen", "sjon", "--date", "2026-03-01", "--texts")


def write(folder: Path, rows, *, header=HEADER, name="rows.csv", encoding="utf-8") -> Path:
    folder.mkdir(exist_ok=True)
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    (folder / name).write_bytes(out.getvalue().encode(encoding))
    return folder


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    return write(tmp_path / "texts", ROWS)


def said(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    assert main([*map(str, arguments), "--quiet"]) == 0
    return capsys.readouterr().out


def refused(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    assert main([*map(str, arguments), "--quiet"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err


def mappings(text: str) -> list[dict[str, str]]:
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


def pairs(text: str) -> set[tuple[str, str]]:
    return {(row["subject_id"], row["object_id"]) for row in mappings(text)}


def test_proposals_are_mappings_with_reasons(capsys, tables):
    """Each row of the first plan has its links, with tool, confidence, likeness and reasons, or a stated lack."""
    rows = mappings(said(capsys, *BETWEEN, tables, "--kind", "activities"))
    by_subject = {row["subject_id"]: row for row in rows}
    assert {(row["subject_id"], row["object_id"]) for row in rows} == {
        ("plan:kullen-2025/activity/1.1", "plan:sjon-2025/activity/1~1"),
        ("plan:kullen-2025/activity/1.2", "plan:sjon-2025/activity/1~2"),
        ("plan:kullen-2025/activity/1.3", "sssom:NoTermFound"),
    }
    link, lack = by_subject["plan:kullen-2025/activity/1.2"], by_subject["plan:kullen-2025/activity/1.3"]
    assert link["comment"].count("samma begrepp: MVP = Min vårdplan") == 1
    assert link["mapping_justification"] == "semapv:CompositeMatching"
    assert link["predicate_id"].startswith("skos:")
    assert 0 < float(link["confidence"]) <= 1
    assert 0 < float(link["similarity_score"]) <= 1
    assert lack["object_source"] == "plan:sjon-2025"


def test_the_file_is_one_that_the_register_reads(capsys, tables, tmp_path):
    """What is written can be put among the mappings as it is."""
    file = tmp_path / "proposed.sssom.tsv"
    assert said(capsys, *BETWEEN, tables, "--output", file) == ""
    problems = Problems()
    loaded = load_mapping_set(file, problems)
    assert not problems.found
    assert {row["mapping_date"] for row in loaded.mappings} == {"2026-03-01"}
    assert {row["mapping_tool"] for row in loaded.mappings} == {"plangraph align"}


def test_the_same_input_gives_the_same_bytes(capsys, tables, tmp_path):
    """Rows shuffled, spread over several tables: the file is the same to the last byte."""
    first = said(capsys, *BETWEEN, tables)
    shuffled = list(ROWS)
    random.Random(3).shuffle(shuffled)
    other = write(tmp_path / "other", shuffled[:4], name="b.csv")
    write(other, shuffled[4:], name="a.csv")
    assert said(capsys, *BETWEEN, other) == first


def test_the_plans_may_change_places(capsys, tables):
    """The links between two plans do not depend on which is named first."""
    forth = pairs(said(capsys, *BETWEEN, tables, "--kind", "activities"))
    back = pairs(said(capsys, "align", "propose", "--between", "sjon", "kullen", "--texts", tables))
    assert {link for link in forth if "NoTerm" not in link[1]} <= {(other, one) for one, other in back}


def test_goals_to_the_national_goals(capsys, tables, register):
    """A national goal read in another plan's document is a goal of the national direction."""
    found = mappings(said(capsys, "align", "propose", "--to", "national", "--texts", tables))
    links = {(row["subject_id"], row["object_id"]) for row in found}
    assert ("plan:kullen-2025/goal/1", "plan:vagen-framat-2024/goal/N1.2") in links
    assert ("plan:sjon-2025/goal/1", "plan:vagen-framat-2024/goal/N1.2") in links
    assert all(one.split("/")[1] == "goal" for one, _ in links)


def test_only_the_columns_that_must_be_there(capsys, tmp_path):
    """Tables of four columns are enough."""
    folder = write(
        tmp_path / "texts",
        [row[:3] + row[5:] for row in ROWS],
        header=("plan", "kind", "locator", "text"),
    )
    links = pairs(said(capsys, *BETWEEN, folder, "--kind", "activities"))
    assert ("plan:kullen-2025/activity/1.1", "plan:sjon-2025/activity/1~1") in links


def test_without_tables_the_register_is_read(capsys):
    """What the register holds, its titles, can be matched as well."""
    found = said(capsys, "align", "propose", "--between", "gavleborg", "vastmanland", "--kind", "goals")
    links = pairs(found)
    assert ("plan:gavleborg-2025/goal/2.13", "plan:vastmanland-2025/goal/4.g") in links
    assert ("plan:gavleborg-2025/goal/2.6", "plan:vastmanland-2025/goal/3.e") in links


def test_own_words_leave_out_what_is_quoted(register, tmp_path):
    """Before || stands what the superior plan says; the rest is the region's own, which may be nothing."""
    rows = [
        ("a-2025", "activity", "1", "", "", "Införa MVP || Projektledare utses"),
        ("a-2025", "activity", "2", "", "", "Införa MVP || "),
        ("a-2025", "activity", "3", "", "", "Bara eget | i två steg"),
    ]
    folder = write(tmp_path / "texts", rows)
    whole = read_tables(folder, register)
    own = read_tables(folder, register, own_words=True)
    assert [text.words for text in whole.rows] == [
        "Införa MVP Projektledare utses",
        "Införa MVP",
        "Bara eget i två steg",
    ]
    assert [text.first for text in whole.rows] == ["Införa MVP", "Införa MVP", ""]
    assert [text.words for text in own.rows] == ["Projektledare utses", "", "Bara eget i två steg"]


def test_every_problem_in_the_tables_is_told_at_once(register, tmp_path):
    """A person mends all tables in one go: file, line and column of each problem."""
    folder = write(tmp_path / "texts", [row[:3] for row in ROWS], header=("plan", "kind", "locator"), name="a.csv")
    write(folder, [], name="b.csv")
    write(folder, ROWS, name="c.csv", encoding="latin-1")
    bad = [ROWS[0], ROWS[0], (*ROWS[1][:1], "wish", *ROWS[1][2:]), ("", *ROWS[2][1:]), ROWS[3][:4]]
    write(folder, bad, name="d.csv")
    with pytest.raises(InputError) as caught:
        read_tables(folder, register)
    told = [(problem.file.name, problem.line, problem.column) for problem in caught.value.problems]
    assert told == [
        ("a.csv", 1, None),
        ("b.csv", None, None),
        ("c.csv", 3, None),
        ("d.csv", 3, "locator"),
        ("d.csv", 4, "kind"),
        ("d.csv", 5, "plan"),
        ("d.csv", 6, None),
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--between", "kullen", "berget"), "The texts hold no plan “berget”"),
        (("--between", "kullen", "kullen"), "Both plans are the same"),
        (("--to", "rcc"), "no two groups of rows"),
        (("--all", "--date", "2026-02-30"), "is no date"),
        (("--all", "--model", "nowhere"), "folder is missing"),
    ],
)
def test_what_cannot_be_proposed_is_refused(capsys, tables, arguments, told):
    """A wrong name, date or folder is named, with what to write instead."""
    assert told in refused(capsys, "align", "propose", *arguments, "--texts", tables)


def test_own_words_need_tables(capsys):
    """Titles in the register quote nothing."""
    assert "--texts FOLDER" in refused(capsys, "align", "propose", "--all", "--own-words")


def test_all_proposals_can_be_reviewed(capsys, tmp_path):
    """A plan that is searched for activities and for measures is one plan: a lack is said once, or not at all."""
    measures = (
        ("sjon-2025", "measure", "m1", "1", "Tidig upptäckt", "Glasögon till all personal"),
        ("sjon-2025", "measure", "m2", "1", "Tidig upptäckt", "Bättre skyltar vid entrén"),
    )
    lone = ("kullen-2025", "activity", "1.4", "", "Fordon", "Köpa cyklar")
    tables = write(tmp_path / "texts", (*ROWS, *measures, lone))
    file = tmp_path / "proposed.sssom.tsv"
    said(capsys, "align", "propose", "--all", "--texts", tables, "--output", file)
    problems = Problems()
    rows = load_mapping_set(file, problems).mappings
    assert not problems.found
    links = {(row["subject_id"], row["object_id"]) for row in rows if "NoTermFound" not in row["object_id"]}
    lacks = [(row["subject_id"], row["object_source"]) for row in rows if "NoTermFound" in row["object_id"]]
    glasses = "plan:kullen-2025/activity/1.3"
    assert (glasses, "plan:sjon-2025/measure/m1") in links
    assert (glasses, "plan:sjon-2025") not in lacks
    assert lacks.count(("plan:kullen-2025/activity/1.4", "plan:sjon-2025")) == 1


def test_a_missing_folder_is_named(capsys, tmp_path):
    """The folder of the texts is the user's to give."""
    assert "The folder is missing" in refused(capsys, *BETWEEN, tmp_path / "nowhere")


def test_a_missing_extra_says_what_to_install(capsys, tables, monkeypatch):
    """Matching comes with an extra; without it the command says how to get it."""
    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "simplemma" else real(name))
    told = refused(capsys, *BETWEEN, tables)
    assert "simplemma" in told
    assert "pip install 'plangraph[align]'" in told


def test_a_model_without_its_library_says_what_to_install(capsys, tables, tmp_path, monkeypatch):
    """An embedding model is the user's own, and so is the library that reads it."""
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    assert "pip install sentence-transformers" in refused(capsys, *BETWEEN, tables, "--model", tmp_path)


class StandIn:
    """A model that knows one thing: glasses and evenings mean the same."""

    def __init__(self, folder: str, *, local_files_only: bool) -> None:
        assert local_files_only
        assert Path(folder).is_dir()

    def encode(self, sentences: list[str], *, show_progress_bar: bool) -> list[list[float]]:
        assert not show_progress_bar
        alike = [any(word in sentence for word in ("Glasögon", "kvällstid")) for sentence in sentences]
        return [[1.0, 0.0] if each else [0.0, 1.0] for each in alike]


def test_a_model_adds_what_words_do_not_tell(capsys, tables, tmp_path, monkeypatch):
    """With a model, two rows without a word in common can be counterparts."""
    wanted = ("plan:kullen-2025/activity/1.3", "plan:sjon-2025/activity/1~3")
    assert wanted not in pairs(said(capsys, *BETWEEN, tables))
    library = types.SimpleNamespace(SentenceTransformer=StandIn)
    monkeypatch.setitem(sys.modules, "sentence_transformers", library)
    assert wanted in pairs(said(capsys, *BETWEEN, tables, "--model", tmp_path))


def test_a_folder_that_is_no_model_is_refused(capsys, tables, tmp_path, monkeypatch):
    """Whatever the library makes of a folder, the user is told and sees no traceback."""

    def fail(*_: object, **__: object) -> None:
        raise OSError("no config")

    library = types.SimpleNamespace(SentenceTransformer=fail)
    monkeypatch.setitem(sys.modules, "sentence_transformers", library)
    assert "cannot be loaded (OSError)" in refused(capsys, *BETWEEN, tables, "--model", tmp_path)


GOLD = """#curie_map:
#  plan: https://w3id.org/plangraph/id/
"""


def gold(folder: Path, *rows: tuple[str, ...], header="subject_id\tobject_id\tpredicate_modifier") -> Path:
    file = folder / "gold.sssom.tsv"
    file.write_text(GOLD + "\n".join([header, *("\t".join(row) for row in rows)]) + "\n", encoding="utf-8")
    return file


def test_measures_of_the_registers_titles_say_so(capsys, tmp_path, tables):
    """Titles that one hand wrote are no measure of how documents are matched: it is said where they were measured."""
    shipped = resources.data_folder() / "alignments/gavleborg-2025.national-goals.sssom.tsv"
    own = gold(tmp_path, ("plan:kullen-2025/activity/1.1", "plan:sjon-2025/activity/1~1", ""))
    told = "Measured on the register's own titles"
    assert main(["align", "evaluate", str(shipped), "--lang", "en"]) == 0
    assert told in capsys.readouterr().err
    assert main(["align", "evaluate", str(own), "--texts", str(tables), "--lang", "en"]) == 0
    assert told not in capsys.readouterr().err


def figures(capsys: pytest.CaptureFixture[str], file: Path, tables: Path) -> list[dict[str, str]]:
    return list(
        csv.DictReader(io.StringIO(said(capsys, "align", "evaluate", file, "--texts", tables, "--format", "csv")))
    )


def of(plan: str, locator: str) -> str:
    return f"plan:{plan}-2025/activity/{locator}"


def test_figures_are_those_that_one_counts_by_hand(capsys, tables, tmp_path):
    """Two proposals, one of them judged right, one link missed: precision and recall are a half each."""
    file = gold(
        tmp_path,
        (of("kullen", "1.1"), of("sjon", "1~1"), ""),
        (of("kullen", "1.3"), of("sjon", "1~3"), ""),
        (of("kullen", "1.2"), of("sjon", "1~2"), "Not"),
    )
    [row] = figures(capsys, file, tables)
    assert (row["links"], row["proposed"]) == ("2", "2")
    assert (row["precision"], row["recall"], row["f1"]) == ("0.500", "0.500", "0.500")
    assert row["hit_1"] in ("0.500", "1.000")
    assert row["hit_5"] == "1.000"


def test_rows_that_were_not_judged_do_not_count(capsys, tables, tmp_path):
    """Where a file says which rows lack a counterpart, it was made row by row: others were not judged."""
    file = gold(
        tmp_path,
        (of("kullen", "1.1"), of("sjon", "1~1"), ""),
        (of("kullen", "1.3"), "sssom:NoTermFound", ""),
    )
    [row] = figures(capsys, file, tables)
    assert (row["links"], row["proposed"], row["f1"]) == ("1", "1", "1.000")


def test_a_file_of_links_alone_is_taken_as_whole(capsys, tables, tmp_path):
    """Where a file only says yes, whatever it leaves out is a no."""
    [row] = figures(capsys, gold(tmp_path, (of("kullen", "1.1"), of("sjon", "1~1"), "")), tables)
    assert (row["proposed"], row["precision"]) == ("2", "0.500")


def test_each_pair_of_plans_has_its_own_line(capsys, tables, tmp_path):
    """Goals against national goals and activities against activities are measured apart."""
    file = gold(
        tmp_path,
        (of("kullen", "1.1"), of("sjon", "1~1"), ""),
        ("plan:kullen-2025/goal/1", "plan:sjon-2025/goal/N1.2", ""),
        ("https://w3id.org/plangraph/id/sjon-2025/goal/1", "plan:vagen-framat-2024/goal/N1.2", ""),
    )
    rows = figures(capsys, file, tables)
    assert [(row["subject_plan"], row["object_plan"], row["kind"]) for row in rows] == [
        ("kullen-2025", "sjon-2025", "activity"),
        ("kullen-2025", "vagen-framat-2024", "goal"),
        ("sjon-2025", "vagen-framat-2024", "goal"),
    ]
    assert all(0 <= float(row["baseline_f1"]) <= 1 for row in rows)


def test_the_baseline_has_the_best_threshold_in_hindsight(capsys, tables, tmp_path):
    """On links that letters alone show, the baseline cannot do worse than perfect."""
    rows = [("a-2025", "activity", str(n), "", "", word) for n, word in enumerate(("Alfa", "Beta", "Gamma"))]
    copies = [("b-2025", *row[1:]) for row in rows]
    folder = write(tmp_path / "same", [*rows, *copies])
    links = [(f"plan:a-2025/activity/{n}", f"plan:b-2025/activity/{n}", "") for n in range(3)]
    [row] = figures(capsys, gold(tmp_path, *links), folder)
    assert row["baseline_f1"] == "1.000"
    assert float(row["baseline_threshold"]) == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("form", ["table", "md", "json"])
def test_figures_in_every_form(capsys, tables, tmp_path, form):
    """As a table, Markdown or JSON the same F1 is told."""
    file = gold(tmp_path, (of("kullen", "1.1"), of("sjon", "1~1"), ""), (of("kullen", "1.3"), "sssom:NoTermFound", ""))
    told = said(capsys, "align", "evaluate", file, "--texts", tables, "--format", form)
    assert ("1.000" if form == "json" else "1,000") in told  # people read Swedish, programs numbers


def test_gold_that_cannot_be_used_is_refused(capsys, tables, tmp_path):
    """A file without the columns, without links, or about rows that nobody gave."""
    no_columns = gold(tmp_path, ("x",), header="subject_id")
    assert "lacks “object_id”" in refused(capsys, "align", "evaluate", no_columns, "--texts", tables)
    unknown = gold(tmp_path, (of("kullen", "9.9"), of("sjon", "1~1"), ""))
    assert "The texts hold no “plan:kullen-2025/activity/9.9”" in refused(
        capsys, "align", "evaluate", unknown, "--texts", tables
    )
    empty = gold(tmp_path, (of("kullen", "1.1"), "sssom:NoTermFound", ""))
    assert "holds no link" in refused(capsys, "align", "evaluate", empty, "--texts", tables)


def test_confidences_are_probabilities_of_the_weights_that_are_shipped(register, tables):
    """The table of weights is what scores: by hand, the same confidence comes out."""
    from plangraph.alignment.proposing import Aligner
    from plangraph.alignment.scoring import MODELS, model

    texts = read_tables(tables, register)
    aligner = Aligner(texts, register.reference.terms)
    for name in MODELS:
        found = aligner.compare(
            texts.select("kullen-2025", "goal"), texts.select(kind="goal", national=True), upward=name == "upward"
        )
        weights = model(name).weights
        scores = model(name).base + sum(weight * found.pairs.features[each] for each, weight in weights.items())
        assert np.allclose(found.probability, 1 / (1 + np.exp(-scores)))
