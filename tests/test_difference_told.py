"""How a difference is told: `plangraph diff` for people, and the question `difference` in `ask` and in exports."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from plangraph.alignment.difference import COLUMNS, STATES, difference
from plangraph.alignment.difference_question import DIFFERENCE, differences, successions
from plangraph.alignment.versions import Version
from plangraph.cli import main
from plangraph.errors import InputError
from plangraph.register import Register
from tests.small_data import SmallData
from tests.test_difference import GOALS, OWNERS, ROWS, K, S, changed, said, two_regions, version
from tests.test_neighbours import between, owned

SYD = ("skane-2019", "kronoberg-2024")


# --- for people ----------------------------------------------------------------------------------------------------


@pytest.fixture
def ends(tmp_path: Path) -> tuple[str, str]:
    """Two versions of a plan: one row reworded, one with another time and owner, one gone and one new."""
    version(tmp_path / "old")
    rows = changed(changed(ROWS, "1.1", title="Utbilda all personal i levnadsvanor"), "1.2", end="2025-06-30")
    rows = [*rows[:2], {"locator": "3.1", "goal": "1", "title": "Köpa röntgenapparat"}]
    version(tmp_path / "new", rows, (*OWNERS[:1], owned("1.2", "kronoberg.grupp")), GOALS)
    return str(tmp_path / "old"), str(tmp_path / "new")


def test_summary_comes_first(capsys, ends):
    """The first lines say which plans, how many rows each holds, how many go on and how, and the rest."""
    first, *counts = said(capsys, *ends).split("\n\n")[0].splitlines()
    assert first == f"{K} ({ends[0]}) → {K} ({ends[1]})"
    assert counts == [
        "Aktiviteter: 3 förr, 3 nu",
        "  Förs vidare: 2",
        "    varav: annan ansvarig 1 · annan tid 1 · omskriven 1",
        "  Finns inte kvar: 1",
        "  Ny: 1",
        "Mål: 2 förr, 2 nu",
        "  Förs vidare: 2",
    ]


def test_two_organisations_hand_nothing_over(capsys):
    """Between two organisations rows stand in both plans or in one; what one row counts for twice stands under it."""
    text = said(capsys, *SYD)
    summary = text.split("\n\n")[0].splitlines()
    assert summary[1:7] == [
        "Aktiviteter: 67 hos Region Skåne, 74 hos Region Kronoberg",
        "  Finns i båda: 29 par, 26 rader hos Region Skåne och 24 hos Region Kronoberg",
        "    varav: ansvarig saknas i Region Kronobergs plan 19 · annat slags ansvarig 10 · olika tid 1",
        "  Bara i Region Skånes plan: 41, varav 14 med besläktad rad",
        "  Bara i Region Kronobergs plan: 50, varav 19 med besläktad rad",
        "  Besläktad: 22 par (räknade ovan också, var för sig)",
    ]
    assert not {"Finns inte kvar", "Förs vidare", "förr", "Ansvarig saknas nu"} & set(re.split(r"[:(\n]\s*", text))
    assert "ingen av dem har lämnat över något till den andra" in text.replace("\n", " ")
    assert re.search(r"^  A11 .*\n +besläktad med 13\.1$", text, re.M)
    table = said(capsys, *SYD, "--format", "md")
    assert "| Ansvarig saknas i Region Kronobergs plan | A2 | 4.1 |" in table


def test_owner_lost_within_one_organisation(capsys, tmp_path):
    """A plan that lost an owner says so in the summary and in a paragraph of its own, and what got one likewise."""
    version(tmp_path / "old")
    version(tmp_path / "new", owners=OWNERS[1:])
    text = said(capsys, str(tmp_path / "old"), str(tmp_path / "new"))
    assert "    varav: ansvarig saknas nu 2\n" in text
    assert "Aktiviteter: ansvarig saknas nu (2)\n" in text
    back = said(capsys, str(tmp_path / "new"), str(tmp_path / "old"), "--lang", "en")
    assert "Activities: has an owner now (2)\n" in back and "Accountable: not stated → Chefen" in back


def test_each_state_tells_what_changed_and_nothing_else(capsys, ends):
    """A paragraph per state with its count; each row with locator and title; owner and time only where they changed."""
    text = said(capsys, *ends)
    paragraphs = {part.splitlines()[0]: part.splitlines()[1:] for part in text.split("\n\n")[1:]}
    activities = {head: lines for head, lines in paragraphs.items() if head.startswith("Aktiviteter")}
    assert activities == {
        "Aktiviteter: finns inte kvar (1)": ["  2.1  Vaccinera mot HPV"],
        "Aktiviteter: ny (1)": ["  3.1  Köpa röntgenapparat"],
        "Aktiviteter: annan ansvarig (1)": [
            "  1.2  Införa vårdprogrammet",
            "       Ansvarig: Chefen → Gruppen utan känd hemvist",
        ],
        "Aktiviteter: annan tid (1)": [
            "  1.2  Införa vårdprogrammet",
            "       Tid: Q1 · 2025-01-01–2025-03-31 → Q1 · 2025-01-01–2025-06-30",
        ],
        "Aktiviteter: omskriven (1)": [
            "  1.1  Utbilda all personal i levnadsvanor",
            "       förr: Utbilda personal i levnadsvanor",
        ],
        "Aktiviteter: förs vidare (2)": [
            "  1.1  Utbilda all personal i levnadsvanor",
            "       förr: Utbilda personal i levnadsvanor",
            "  1.2  Införa vårdprogrammet",
        ],
    }
    assert list(paragraphs)[-1] == "Mål: förs vidare (2)"


def test_lost_and_doubted_owner_are_told_by_their_cause(capsys, tmp_path):
    """Nobody is called by why there is nobody; a doubted owner keeps the doubt beside the name."""
    version(tmp_path / "old")
    rows = changed(ROWS, "2.1", doubt="Vem är oklart.", doubt_written="?")
    version(tmp_path / "new", rows, OWNERS[1:])
    text = said(capsys, str(tmp_path / "old"), str(tmp_path / "new"))
    assert "Ansvarig: Chefen → ej angiven" in text
    assert "Ansvarig: Kliniken → Kliniken (oklart enligt planen)" in text


def test_proposal_is_marked_in_the_text(capsys, tmp_path):
    """A pair that nobody judged says so beside its title, with the machine's confidence; a judged one says nothing."""
    for name in ("old", "new"):
        title = {
            "old": "Patienter och närstående finns i processteamen",
            "new": "Processteam tar in patientföreträdare",
        }
        version(tmp_path / name, changed(ROWS, "2.1", title=title[name]))
    text = said(capsys, str(tmp_path / "old"), str(tmp_path / "new"))
    assert re.search(r"Processteam tar in patientföreträdare \(förslag, ogranskat, 0,\d+\)", text)
    assert text.count("ogranskat") == 2  # reworded, and carried over


@pytest.mark.parametrize("width", [80, 120])
def test_real_difference_fits_and_breaks_no_word(capsys, monkeypatch, register, store, width):
    """Two periods of one RCC's plans read at 80 and 120 columns: no line is longer and every word of a title whole."""
    monkeypatch.setenv("COLUMNS", str(width))
    text = said(capsys, *SYD)
    assert max(map(len, text.splitlines())) <= width
    words = set(text.split())
    titles = {row[f"{end}_title"] for row in difference(*(Version.of(register, store, plan) for plan in SYD)).rows
              for end in ("old", "new")}  # fmt: skip
    assert not [word for title in titles for word in title.split() if word not in words]


def test_states_count_as_the_rows_do(capsys, register, store):
    """The counts in the text are those of the machine-readable rows."""
    text = said(capsys, *SYD, "--lang", "en")
    rows = difference(*(Version.of(register, store, plan) for plan in SYD)).rows
    counts = dict(re.findall(r"^Activities: ([^(]+) \((\d+)", text, re.M))
    labels = {"dropped": "only in Region Skåne’s plan", "new": "only in Region Kronoberg’s plan",
              "owner-lost": "no owner in Region Kronoberg’s plan", "owner-changed": "another kind of owner",
              "time-moved": "different times", "related": "related", "carried-over": "in both"}  # fmt: skip
    of_activities = [row["state"] for row in rows if row["old_activity"] or row["new_activity"]]
    assert {state: int(counts[labels[state]]) for state in labels} == {s: of_activities.count(s) for s in labels}
    assert "owners are compared by kind" in text.replace("\n", " ")


def test_unjudged_rows_are_counted_where_others_were_judged(capsys, tmp_path):
    """Between two plans, how many of the dropped and new nobody judged is said; within one plan it goes without."""
    data = two_regions(tmp_path / "data", between(f"{S}/activity/A1", "exactMatch", f"{K}/activity/1.1"))
    ends = ["--old", S, "--new", K, "--data", str(data.folder)]
    assert main(["ask", "difference", *ends, "--lang", "en", "--quiet"]) == 0
    text = capsys.readouterr().out
    assert "Of those in one of the plans only nobody judged 4." in text.replace("\n", " ")
    for name in ("old", "new"):
        version(tmp_path / name, ROWS[:2] if name == "new" else ROWS, OWNERS[:1])
    assert "ingen bedömt" not in said(capsys, str(tmp_path / "old"), str(tmp_path / "new"))


# --- as a question -------------------------------------------------------------------------------------------------


def test_question_answers_what_diff_tells(register: Register, store: ox.Store):
    """The rows are those of the difference between the two plans, with the plans' ids after them."""
    rows = differences(register, store, *SYD).rows
    told = difference(*(Version.of(register, store, plan) for plan in SYD)).rows
    assert [{column: row[column] for column in COLUMNS} for row in rows] == told
    assert {(row["old_plan"], row["new_plan"]) for row in rows} == {SYD}
    assert DIFFERENCE.columns[: len(COLUMNS)] == COLUMNS


def test_without_plans_every_succession_is_told(register: Register, store: ox.Store):
    """Skåne's plan and Kronoberg's hang on two plans of RCC Syd; the strategies are one series. No more follow."""
    assert successions(register) == [("strategi-2009", "strategi-2026"), SYD]
    every = differences(register, store).rows
    assert {(row["old_plan"], row["new_plan"]) for row in every} == set(successions(register))
    assert differences(register, store, old="skane-2019").rows == differences(register, store, *SYD).rows
    assert differences(register, store, new="gavleborg-2025").rows == []


def test_what_follows_what(tmp_path):
    """A later plan of the same organisation follows; one of the same day, or another RCC's region, does not."""
    data = SmallData(tmp_path / "data")
    row = [{"locator": "1", "title": "Utbilda"}]
    for plan, organisation, start in (
        ("kronoberg-2022", "kronoberg", "2022-01-01"),
        ("kronoberg-2025", "kronoberg", "2025-01-01"),
        ("skane-2025", "skane", "2025-01-01"),
        ("gavleborg-2026", "gavleborg", "2026-01-01"),
    ):
        data.plan(plan, organisation, activities=row, period=(start, "2029-12-31"))
    data.plan("kronoberg-2028", "kronoberg", period=("2028-01-01", "2029-12-31"))  # holds no rows
    assert successions(data.load()) == [("kronoberg-2022", "kronoberg-2025")]


def test_plan_against_itself_is_no_question(register, store):
    """`ask` refuses a plan against itself, with how to mend it."""
    with pytest.raises(InputError, match="Give two plans"):
        differences(register, store, "skane-2019", "skane-2019")


def test_in_ask_and_in_exports(capsys, tmp_path):
    """`ask` takes short names and refuses unknown plans; the export holds the same rows as `ask` without parameters."""
    assert main(["ask", "difference", "--old", "skane", "--new", "kronoberg", "--format", "csv", "--quiet"]) == 0
    asked = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert {row["state"] for row in asked} <= set(STATES) and len(asked) > 200
    assert main(["ask", "difference", "--old", "nowhere", "--quiet"]) == 2
    assert "--old" in capsys.readouterr().err
    assert main(["export", "--format", "csv", "--output", str(tmp_path), "--quiet"]) == 0
    exported = list(csv.DictReader((tmp_path / "difference.csv").open(encoding="utf-8")))
    assert [row for row in exported if row["old_plan"] == "skane-2019"] == asked
    assert {"single-points.csv", "unreachable.csv", "neighbours.csv"} <= {file.name for file in tmp_path.iterdir()}


def test_in_ask_for_people(capsys):
    """As text the question reads like `diff`."""
    assert main(["ask", "difference", "--old", "skane", "--quiet"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("skane-2019 → kronoberg-2024\nAktiviteter: 67 hos Region Skåne, 74 hos Region Kronoberg\n")
