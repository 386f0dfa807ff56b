"""`plangraph align review`: through a pipe and in a terminal, every answer is kept at once."""

from __future__ import annotations

import io
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from sssom.parsers import parse_sssom_table
from sssom.validators import validate

from plangraph.cli import main
from plangraph.register import load_register, mapping_state
from plangraph.register.mapping_file import MappingFile
from tests.small_data import PREFIXES, SmallData

PROPOSED = {
    "predicate_id": "skos:closeMatch",
    "mapping_justification": "semapv:CompositeMatching",
    "mapping_tool": "plangraph",
    "mapping_tool_version": "0.1.0",
    "confidence": "0.8",
    "similarity_score": "0.7",
    "comment": "delar ord: HPV; samma målområde",
}
COLUMNS = ("subject_id", "subject_label", "predicate_id", "object_id", "object_source", *list(PROPOSED)[1:])


@pytest.fixture
def data(tmp_path: Path) -> SmallData:
    """Two plans with three goals each, and no mappings."""
    held = SmallData(tmp_path / "data")
    for plan, organisation in (("kronoberg-2025", "kronoberg"), ("skane-2025", "skane")):
        held.plan(
            plan,
            organisation,
            goals=[{"locator": str(n), "title": f"Mål {n} i {organisation}"} for n in (1, 2, 3)],
            activities=[{"locator": "1.1", "goal": "1", "title": f"Göra i {organisation}"}],
        )
    return held


@pytest.fixture
def proposals(tmp_path: Path) -> Path:
    """Two pairs of goals, the first of them twice, and a goal for which nothing was found."""
    file = MappingFile.new(
        tmp_path / "proposals.sssom.tsv",
        {
            "sssom_version": "1.1",
            "curie_map": PREFIXES,
            "mapping_set_id": "https://w3id.org/plangraph/mappings/proposals",
            "license": "https://creativecommons.org/publicdomain/zero/1.0/",
            "mapping_date": "2026-11-20",
        },
        COLUMNS,
    )
    k, s = "plan:kronoberg-2025/goal/", "plan:skane-2025/goal/"
    for one, other in ((f"{k}1", f"{s}1"), (f"{s}1", f"{k}1"), (f"{k}2", f"{s}2")):
        label = "En hel mening ur dokumentet"
        file.mappings.append({**PROPOSED, "subject_id": one, "subject_label": label, "object_id": other})
    lack = {"subject_id": f"{k}3", "object_id": "sssom:NoTermFound", "object_source": "plan:skane-2025"}
    file.mappings.append({**PROPOSED, **lack})
    file.save()
    return file.file


@pytest.fixture
def answers(proposals: Path) -> Path:
    """Where answers are kept unless told otherwise."""
    return proposals.with_name("proposals.reviewed.sssom.tsv")


@pytest.fixture
def type_in(monkeypatch: pytest.MonkeyPatch, data: SmallData, proposals: Path) -> Callable[..., int]:
    """Reviews with lines typed beforehand; gives the exit code."""

    def review(typed: str, *more: str, file: Path = proposals) -> int:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        return main(["align", "review", str(file), "--data", str(data.folder), "--reviewer", "Samordnaren", *more])

    return review


def kept(answers: Path) -> list[tuple[str, str, str, str]]:
    """Subject, what was said of which object, and by whose agreement."""
    return [
        (
            row["subject_id"].rpartition("/")[2],
            row.get("predicate_modifier", "") + row["predicate_id"].removeprefix("skos:"),
            row["object_id"].rpartition("/")[2],
            row.get("reviewer_agreement", ""),
        )
        for row in MappingFile.read(answers).mappings
    ]


def test_answers_are_kept_and_valid(type_in, answers):
    """A yes, a no and a confirmed lack of a counterpart are kept as SSSOM that the reference validator accepts."""
    assert type_in("j 0,9\nn\nja\n") == 0
    assert kept(answers) == [
        ("1", "closeMatch", "1", "0.9"),
        ("2", "NotcloseMatch", "2", ""),
        ("3", "closeMatch", "sssom:NoTermFound", "1"),
    ]
    parsed = parse_sssom_table(answers)
    validate(parsed)
    assert len(parsed.df) == 3


def test_answers_can_be_put_into_the_register(type_in, data):
    """Kept in the data's own folder, answers are read with it: confirmed, a no by hand, and a confirmed lack."""
    output = data.folder / "alignments" / "kronoberg-skane.sssom.tsv"
    assert type_in("j\nn\nj\n", "--output", str(output)) == 0
    (held,) = load_register(data.folder).mapping_sets
    assert [mapping_state(row) for row in held.mappings] == ["confirmed", "curated", "confirmed"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("yes", ("closeMatch", "1")),
        ("NEJ", ("NotcloseMatch", "")),
        ("b", ("broadMatch", "")),
        ("smalare", ("narrowMatch", "")),
        ("related 0.5", ("relatedMatch", "")),
        ("o", ("closeMatch", "0")),
        ("osäker", ("closeMatch", "0")),
    ],
)
def test_keys_and_words_in_both_languages(type_in, answers, line, expected):
    """Each answer has a letter and a word in either language, capitals or not."""
    type_in(f"{line}\n")
    ((_, predicate, _, agreement),) = kept(answers)
    assert (predicate, agreement) == expected


def test_certainty_and_reason(type_in, answers):
    """A number after the answer is how sure the reviewer is, what follows is the reason; a reason may begin at once."""
    type_in("n 0,7 gäller bara barn\nj 12 mål i stället för ett\n")
    first, second = MappingFile.read(answers).mappings
    assert first["confidence"] == "0.7" and first["comment"].startswith("gäller bara barn; ")
    assert second["reviewer_agreement"] == "1" and second["comment"].startswith("12 mål i stället för ett; ")


def test_undo_skip_and_quit(type_in, answers, capsys):
    """An answer taken back is no longer in the file; what was passed over or not reached is asked the next time."""
    assert type_in("j\nå\nh\nn\nundo\nq\n") == 0
    assert kept(answers) == []
    assert "0 svar sparade" in capsys.readouterr().err
    assert type_in("j\nj\nj\n") == 0
    assert len(kept(answers)) == 3


def test_nothing_is_asked_twice(type_in, answers, capsys):
    """A second session goes on where the first ended, and a third has nothing to ask."""
    type_in("j\n")
    capsys.readouterr()
    type_in("n\no\nj\n")
    assert "Mål 1 i kronoberg" not in capsys.readouterr().out
    assert [row[0] for row in kept(answers)] == ["1", "2", "3"]
    type_in("j\n")
    captured = capsys.readouterr()
    assert captured.out == "" and "0 kvar" in captured.err
    assert len(kept(answers)) == 3


def test_what_the_register_holds_is_not_asked(type_in, data, answers):
    """A pair that somebody linked in the data already is not asked, whichever way round it stands there."""
    data.mappings("by-hand", ("plan:skane-2025/goal/1", "skos:exactMatch", "plan:kronoberg-2025/goal/1"))
    type_in("j\nq\n")
    assert [row[0] for row in kept(answers)] == ["2"]


def test_word_that_is_no_answer(type_in, answers, capsys):
    """A line that says nothing, or that makes no sense for the question, is met with the keys, and nothing is kept."""
    assert type_in("kanske\n\nj 0\nh\nh\nbredare\n?\nj\n") == 0
    out = capsys.readouterr().out
    assert out.count("Det svaret finns inte här.") == 4
    assert "osäker / unsure" in out
    assert kept(answers) == [("3", "closeMatch", "sssom:NoTermFound", "1")]


def test_screen_shows_both_sides_with_context(type_in, capsys):
    """The screen shows both rows with what hangs below, the proposal with its confidence, and each reason."""
    type_in("")
    out = capsys.readouterr().out
    for text in ("Mål 1 i kronoberg", "Göra i kronoberg", "Mål 1 i skane", "Göra i skane", "0,8", "samma målområde"):
        assert text in out
    assert "Fråga 1 av 3" in out


def test_screen_counts_the_questions_of_this_session(type_in, capsys):
    """What an earlier session answered is no question of this one, and is told apart."""
    type_in("j\n")
    capsys.readouterr()
    type_in("n\n")
    out = capsys.readouterr().out
    assert "Fråga 1 av 2 · 1 är redan bedömt" in out and "Fråga 2 av 2 · 1 är redan bedömt" in out


def test_screen_in_english(type_in, capsys):
    """By choice the screen speaks English."""
    type_in("?\n", "--lang", "en")
    captured = capsys.readouterr()
    assert "Question 1 of 3" in captured.out and "A and B are nearly the same" in captured.out
    assert "0 answers saved" in captured.err


def test_marks_of_the_screen_in_a_text_are_text(type_in, data, capsys):
    """Square brackets in a plan's words are shown, and are no colours."""
    file = data.folder / "plans/kronoberg-2025/goals.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("Mål 1 i", "[red]Mål[/red] 1 i"), encoding="utf-8")
    type_in("")
    assert "[red]Mål[/red] 1 i kronoberg" in capsys.readouterr().out


def test_no_text_steers_the_screen(type_in, data, proposals, answers, capsys):
    """Marks in a locator are text, and signs that turn the order of letters are left out."""
    file = data.folder / "plans/kronoberg-2025/goals.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("Mål 1 i", "Mål \u202e1\u2066 i"), encoding="utf-8")
    proposals.write_text(proposals.read_text(encoding="utf-8").replace("goal/2\t", "goal/[b]2\t"), encoding="utf-8")
    type_in("h\nh\nh\nh\n")
    out = capsys.readouterr().out
    assert "Mål 1 i kronoberg" in out and "\u202e" not in out
    assert "mål [b]2" in out


def test_texts_of_the_documents_are_shown(type_in, tmp_path, capsys):
    """With --texts a row is shown in the document's own words, and one that they lack by its title."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "k.csv").write_text(
        "plan,kind,locator,text\nkronoberg-2025,goal,1,Orden i dokumentet\n", encoding="utf-8"
    )
    type_in("", "--texts", str(folder))
    out = capsys.readouterr().out
    assert "Orden i dokumentet" in out and "Mål 1 i kronoberg" not in out and "Mål 1 i skane" in out


def test_labels_are_the_registers_titles(type_in, answers):
    """What is kept shows the register's titles, whatever words the proposals had: documents' sentences stay out."""
    type_in("j\nn\nj\n")
    rows = MappingFile.read(answers).mappings
    assert [(row["subject_label"], row.get("object_label", "")) for row in rows] == [
        ("Mål 1 i kronoberg", "Mål 1 i skane"),
        ("Mål 2 i kronoberg", "Mål 2 i skane"),
        ("Mål 3 i kronoberg", ""),
    ]


@pytest.mark.parametrize("name", ["", " ", "A|B", "A\tB"])
def test_reviewer_that_cannot_be_kept(type_in, answers, capsys, name):
    """A name that would be several, or none, is refused before anything is asked."""
    assert type_in("j\n", "--reviewer", name) == 2
    assert "--reviewer" in capsys.readouterr().err
    assert not answers.exists()


def test_answers_do_not_go_into_the_proposals(type_in, proposals, capsys):
    """The file of proposals is not written to."""
    before = proposals.read_bytes()
    assert type_in("j\n", "--output", str(proposals)) == 2
    assert "--output" in capsys.readouterr().err
    assert proposals.read_bytes() == before


def test_file_of_answers_with_other_prefixes(type_in, proposals, answers, capsys):
    """A file in which the prefixes mean something else is not added to: its rows would become others."""
    answers.write_text(
        proposals.read_text(encoding="utf-8").replace(PREFIXES["plan"], "https://example.org/"), encoding="utf-8"
    )
    before = answers.read_bytes()
    assert type_in("j\n") == 2
    assert "plan" in capsys.readouterr().err
    assert answers.read_bytes() == before


@pytest.mark.parametrize("content", [None, b"", b"#curie_map:\n\xff\n", b"ingen tabell"])
def test_proposals_that_cannot_be_read(type_in, tmp_path, capsys, content):
    """A file of proposals that is missing, empty or something else is refused in words."""
    file = tmp_path / "other.sssom.tsv"
    if content is not None:
        file.write_bytes(content)
    assert type_in("j\n", file=file) == 2
    assert "other.sssom.tsv" in capsys.readouterr().err


def test_saving_that_fails_keeps_what_was_saved(monkeypatch, data, proposals, answers, capsys):
    """Where the file is changed by somebody else in between, the session ends with exit 2 and the file is theirs."""

    class Meddler(io.StringIO):
        """Changes the file of answers before the second line is read."""

        def readline(self, *size: int) -> str:
            if answers.exists():
                answers.write_text("någon annans", encoding="utf-8")
            return super().readline(*size)

    monkeypatch.setattr(sys, "stdin", Meddler("j\nj\n"))
    assert main(["align", "review", str(proposals), "--data", str(data.folder)]) == 2
    assert "Another program" in capsys.readouterr().err
    assert answers.read_text(encoding="utf-8") == "någon annans"


# --- a process of its own ------------------------------------------------------------------------------------------


def command(data: SmallData, proposals: Path) -> list[str]:
    return [sys.executable, "-m", "plangraph.cli", "align", "review", str(proposals), "--data", str(data.folder)]


def test_through_a_pipe(data, proposals, answers):
    """Answers may come from a pipe; bytes that are no text are no answer; at its end the session ends, exit 0."""
    done = subprocess.run(command(data, proposals), input=b"\xff\xfe\nj\n", capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert kept(answers) == [("1", "closeMatch", "1", "1")]


def test_without_standard_input(data, proposals, answers):
    """Where nobody can answer, as under a scheduler, that is told, and no file of answers is begun."""
    closed = ["bash", "-c", 'exec "$@" <&-', "bash", *command(data, proposals), "--quiet"]
    done = subprocess.run(closed, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "plangraph: Standard input is closed. Give the answers there, or say --browser.\n"
    assert not answers.exists()


@pytest.mark.parametrize("ending", [b"\x04", signal.SIGINT, signal.SIGKILL], ids=["end", "interrupt", "kill"])
def test_in_a_terminal(data, proposals, answers, ending):
    """In a terminal an answer is on disk before the next question; Ctrl-C, Ctrl-D and even a kill lose nothing."""
    main_end, its_end = pty.openpty()
    process = subprocess.Popen(
        command(data, proposals), stdin=its_end, stdout=its_end, stderr=its_end, env={**os.environ, "TERM": "xterm"}
    )
    os.close(its_end)
    try:
        wait_for(main_end, "Fråga 1 av 3", "> ")
        os.write(main_end, b"n 0.9\n")
        wait_for(main_end, "Fråga 2 av 3", "> ")
        assert kept(answers) == [("1", "NotcloseMatch", "1", "")]
        for _ in range(20):  # a signal between the prompt and the reading is seen only at the next one
            if isinstance(ending, bytes):
                os.write(main_end, ending)
            else:
                process.send_signal(ending)
            with suppress(subprocess.TimeoutExpired):
                code = process.wait(2)
                break
    finally:
        process.kill()
        process.wait()
        os.close(main_end)
    assert code == (-ending if ending == signal.SIGKILL else 0)
    assert kept(answers) == [("1", "NotcloseMatch", "1", "")]


def wait_for(terminal: int, text: str, end: str) -> None:
    """Read what the process shows until a text has come, and something ends it."""
    seen, until = b"", time.monotonic() + 30
    while not seen.partition(text.encode())[2].endswith(end.encode()):
        left = until - time.monotonic()
        assert left > 0 and select.select([terminal], [], [], left)[0], f"never saw {text!r} in {seen!r}"
        seen += os.read(terminal, 65536)
