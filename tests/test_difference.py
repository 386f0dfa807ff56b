"""What became of a plan's rows in another plan, or in another version of it: `plangraph diff`."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from plangraph import resources
from plangraph.alignment.difference import COLUMNS, STATES, akin, difference
from plangraph.alignment.judgements import Link
from plangraph.alignment.version_proposals import proposer
from plangraph.alignment.versions import Version
from plangraph.cli import main
from plangraph.graph import build
from plangraph.register import Register
from tests.small_data import SmallData
from tests.test_neighbours import MACHINE, between, nothing, owned

K, S = "kronoberg-2025", "skane-2025"
ROWS = (
    {"locator": "1.1", "goal": "1", "title": "Utbilda personal i levnadsvanor"},
    {"locator": "1.2", "goal": "1", "title": "Införa vårdprogrammet", "time_text": "Q1", "start": "2025-01-01",
     "end": "2025-03-31", "precision": "quarter"},
    {"locator": "2.1", "goal": "2", "title": "Vaccinera mot HPV", "recurrence": "continuous"},
)  # fmt: skip
OWNERS = (owned("1", "kronoberg.chef"), owned("2.1", "kronoberg.klinik"))
GOALS = ({"locator": "1", "title": "God vård"}, {"locator": "2", "title": "Mindre cancer"})


def version(folder: Path, rows=ROWS, owners=OWNERS, goals=GOALS, plan: str = K, **more) -> Version:
    """A plan of Kronoberg, alone in its data folder."""
    return end(SmallData(folder).plan(plan, goals=goals, activities=rows, responsibilities=owners, **more), plan)


def end(data: SmallData, plan: str) -> Version:
    register = data.load()
    return Version.of(register, build(register), plan)


def changed(rows, locator: str, **cells: str) -> list[dict[str, str]]:
    """The rows with other cells in one of them."""
    return [{**row, **cells} if row["locator"] == locator else row for row in rows]


def told(old: Version, new: Version, columns: str = "state old_activity new_activity", propose=None) -> list[tuple]:
    """What is told of the activities, without those that simply go on."""
    answer = difference(old, new, propose)
    assert answer.columns == list(COLUMNS)
    assert all(row.keys() == set(COLUMNS) and row["state"] in STATES for row in answer.rows)
    of_activities = [row for row in answer.rows if row["old_activity"] or row["new_activity"]]
    return [tuple(row[c] for c in columns.split()) for row in of_activities if row["state"] != "carried-over"]


def of_goals(old: Version, new: Version) -> list[tuple[str, ...]]:
    rows = [row for row in difference(old, new).rows if not row["old_activity"] and not row["new_activity"]]
    return [(row["state"], row["old_goal"], row["new_goal"]) for row in rows]


@pytest.fixture
def before(tmp_path: Path) -> Version:
    return version(tmp_path / "before")


# --- versions of one plan ------------------------------------------------------------------------------------------


def test_plan_against_itself_is_carried_over(before):
    """Every activity and goal goes on as it was, found by its locator."""
    rows = difference(before, before).rows
    assert {(row["state"], row["match"], row["confidence"]) for row in rows} == {("carried-over", "locator", "1")}
    assert [(row["old_activity"], row["new_activity"], row["old_goal"], row["new_goal"]) for row in rows] == [
        ("1.1", "1.1", "1", "1"),
        ("1.2", "1.2", "1", "1"),
        ("2.1", "2.1", "2", "2"),
        ("", "", "1", "1"),
        ("", "", "2", "2"),
    ]


def test_reworded(before, tmp_path):
    """Other words for the same row; another capital or comma is no other word."""
    after = version(tmp_path / "after", changed(ROWS, "1.1", title="Utbilda all personal om levnadsvanor"))
    columns = "state old_title new_title match"
    assert told(before, after, columns) == [
        ("reworded", "Utbilda personal i levnadsvanor", "Utbilda all personal om levnadsvanor", "locator")
    ]
    assert (
        told(before, version(tmp_path / "same", changed(ROWS, "1.1", title="Utbilda personal i Levnadsvanor."))) == []
    )


def test_time_moved(before, tmp_path):
    """Another interval, and one that was put in or taken away; other words for the same interval move nothing."""
    after = version(tmp_path / "after", changed(ROWS, "1.2", time_text="VT 2025", end="2025-06-30"))
    assert told(before, after, "state old_activity old_time new_time") == [
        ("time-moved", "1.2", "Q1 · 2025-01-01–2025-03-31", "VT 2025 · 2025-01-01–2025-06-30")
    ]
    assert told(before, version(tmp_path / "words", changed(ROWS, "1.2", time_text="första kvartalet"))) == []
    put_in = version(
        tmp_path / "put-in", changed(ROWS, "1.1", time_text="hösten", start="2025-07-01", end="2025-12-31")
    )
    assert told(before, put_in, "state old_time new_time") == [("time-moved", "", "hösten · 2025-07-01–2025-12-31")]
    assert told(put_in, before, "state old_time new_time") == [("time-moved", "hösten · 2025-07-01–2025-12-31", "")]
    vague = version(tmp_path / "vague", changed(ROWS, "1.1", time_text="Löpande"))
    assert told(vague, version(tmp_path / "case", changed(ROWS, "1.1", time_text="löpande."))) == []
    often = version(tmp_path / "often", changed(ROWS, "2.1", recurrence="2/year"))
    assert told(before, often, "state old_time new_time") == [("time-moved", "continuous", "2/year")]


def test_owner_changed(before, tmp_path):
    """Another actor is accountable; an inherited owner counts like a stated one."""
    other = version(tmp_path / "other", owners=(*OWNERS, owned("1.1", "kronoberg.grupp")))
    columns = "state old_activity old_owner new_owner old_cause new_cause"
    assert told(before, other, columns) == [("owner-changed", "1.1", "Chefen", "Gruppen utan känd hemvist", "", "")]
    stated = version(tmp_path / "stated", owners=(*OWNERS, owned("1.1", "kronoberg.chef")))
    assert told(before, stated) == []


def test_owner_lost_and_gained(before, tmp_path):
    """That nobody can be held to it any more, stated or doubted, is told apart from others being accountable."""
    columns = "state old_activity old_owner new_owner old_cause new_cause"
    lost = version(tmp_path / "lost", owners=OWNERS[:1])
    assert told(before, lost, columns) == [("owner-lost", "2.1", "Kliniken", "", "", "missing")]
    assert told(lost, before, columns) == [("owner-gained", "2.1", "", "Kliniken", "missing", "")]
    doubted = version(tmp_path / "doubted", changed(ROWS, "2.1", doubt="Vem är oklart.", doubt_written="?"))
    assert told(before, doubted, columns) == [("owner-lost", "2.1", "Kliniken", "Kliniken", "", "unclear")]
    assert told(lost, doubted, columns) == [("owner-changed", "2.1", "", "Kliniken", "missing", "unclear")]


def test_several_at_once(before, tmp_path):
    """One row may be reworded, have another owner and another time; it goes on all the same."""
    rows = changed(ROWS, "2.1", title="Vaccinera alla mot HPV", recurrence="", end="2025-12-31")
    after = version(tmp_path / "after", rows, owners=OWNERS[:1])
    assert {state for state, *_ in told(before, after)} == {"reworded", "owner-lost", "time-moved"}
    states = Counter(row["state"] for row in difference(before, after).rows if row["old_activity"])
    assert states["carried-over"] == 3


def test_dropped_and_new(before, tmp_path):
    """A row that is gone and one that came; also of goals."""
    goals = (GOALS[0], {"locator": "3", "title": "Kortare väntan"})
    rows = [*ROWS[:2], {"locator": "3.1", "goal": "3", "title": "Köpa röntgenapparat"}]
    after = version(tmp_path / "after", rows, OWNERS[:1], goals)
    assert told(before, after, "state old_activity new_activity match") == [
        ("dropped", "2.1", "", ""),
        ("new", "", "3.1", ""),
    ]
    assert of_goals(before, after) == [("dropped", "2", ""), ("new", "", "3"), ("carried-over", "1", "1")]


def test_renumbered_rows_go_on(before, tmp_path):
    """A row that was put in first moves the locators of the others, which go on by their words."""
    rows = [{"locator": "1.1", "goal": "1", "title": "Köpa röntgenapparat"}]
    rows += [{**row, "locator": {"1.1": "1.2", "1.2": "1.3"}.get(row["locator"], row["locator"])} for row in ROWS]
    after = version(tmp_path / "after", rows)
    assert told(before, after) == [("new", "", "1.1")]
    kept = [row for row in difference(before, after).rows if row["state"] == "carried-over" and row["old_activity"]]
    assert [(row["old_activity"], row["new_activity"], row["match"]) for row in kept] == [
        ("1.1", "1.2", "wording"),
        ("1.2", "1.3", "wording"),
        ("2.1", "2.1", "locator"),
    ]


def test_same_locator_with_wholly_other_words(before, tmp_path):
    """Whether it was rewritten or replaced is not decided silently: dropped, new, and that the locator stayed."""
    after = version(tmp_path / "after", changed(ROWS, "2.1", title="Skaffa röntgenapparat"))
    assert told(before, after) == [
        ("dropped", "2.1", ""),
        ("new", "", "2.1"),
        ("locator-reused", "2.1", "2.1"),
    ]


def test_proposal_is_called_one(before, tmp_path):
    """What the machine takes for the same row is told as proposed, with its confidence and reason."""
    after = version(tmp_path / "after", changed(ROWS, "2.1", title="Erbjuda skydd för livmoderhalscancer"))

    def propose(kind, ours, theirs):
        assert (kind, sorted(ours), sorted(theirs)) == ("activity", ["2.1"], ["2.1"])
        return [Link("2.1", "2.1", "proposed", 0.6, "closeMatch", "samma tema")]

    columns = "state old_activity new_activity match confidence link note"
    assert told(before, after, columns, propose) == [
        ("reworded", "2.1", "2.1", "proposed", "0.6", "closeMatch", "samma tema")
    ]


def mirrored(rows: list[dict[str, str]]) -> Counter[tuple[str, ...]]:
    """The rows as they would be told from the other end."""
    back = {"dropped": "new", "new": "dropped", "owner-lost": "owner-gained", "owner-gained": "owner-lost"}
    back |= {"broadMatch": "narrowMatch", "narrowMatch": "broadMatch"}
    return Counter(
        tuple(
            back.get(row[column], row[column])
            if column in ("state", "link")
            else row[column.replace("old_", "x_").replace("new_", "old_").replace("x_", "new_")]
            for column in COLUMNS
        )
        for row in rows
    )


def in_order(rows: list[dict[str, str]]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(row[column] for column in COLUMNS) for row in rows)


def test_backwards_is_the_same_with_dropped_and_new_exchanged(before, tmp_path):
    """Exchanging old and new exchanges their cells, dropped and new, owners lost and gained, wider and narrower."""
    rows = [
        *changed(ROWS[:2], "1.1", title="Utbilda all personal", end="2025-12-31"),
        {"locator": "9", "title": "Nytt"},
    ]
    after = version(tmp_path / "after", rows, OWNERS[:1])
    assert in_order(difference(after, before).rows) == mirrored(difference(before, after).rows)


def test_order_of_the_tables_makes_no_difference(before, tmp_path):
    """The rows of the register may stand in any order."""
    rows = changed(ROWS, "1.1", title="Utbilda all personal i levnadsvanor")
    after = version(tmp_path / "after", rows)
    turned = version(tmp_path / "turned", rows[::-1], OWNERS[::-1], GOALS[::-1])
    assert difference(before, turned).rows == difference(before, after).rows
    assert difference(turned, before).rows == difference(after, before).rows


# --- two periods, or two organisations -----------------------------------------------------------------------------


def two_regions(folder: Path, *rows: dict[str, str]) -> SmallData:
    """Skåne's and Kronoberg's plan with mappings between them."""
    data = SmallData(folder)
    data.plan(
        S,
        "skane",
        goals=[{"locator": "G1", "title": "Vård av god kvalitet"}],
        activities=[
            {"locator": "A1", "goal": "G1", "title": "Fortbilda om levnadsvanor", "time_text": "2020",
             "start": "2020-01-01", "end": "2020-12-31"},
            {"locator": "A2", "goal": "G1", "title": "Följa vårdprogrammet"},
            {"locator": "A3", "goal": "G1", "title": "HPV-vaccinera pojkar"},
        ],
        responsibilities=[owned("A1", "skane.chef"), owned("A2", "skane.chef")],
    )  # fmt: skip
    data.plan(K, goals=GOALS, activities=ROWS, responsibilities=OWNERS)
    return data.mapping_rows("judged", *rows)


def skane_to_kronoberg(data: SmallData) -> tuple[Version, Version]:
    register = data.load()
    store = build(register)
    return Version.of(register, store, S), Version.of(register, store, K)


def test_judged_rows_go_on_whoever_wrote_the_mapping(tmp_path):
    """A judged link makes a pair from either side; wider from Kronoberg's side is narrower seen from the old plan."""
    data = two_regions(
        tmp_path / "data",
        between(f"{S}/activity/A1", "exactMatch", f"{K}/activity/1.1"),
        between(f"{K}/activity/1.2", "broadMatch", f"{S}/activity/A2"),
    )
    rows = difference(*skane_to_kronoberg(data)).rows
    kept = [row for row in rows if row["state"] == "carried-over"]
    columns = ("old_activity", "new_activity", "match", "confidence", "link", "note")
    assert [tuple(row[column] for column in columns) for row in kept] == [
        ("A1", "1.1", "reviewed", "0.8", "exactMatch", "exactMatch för provet."),
        ("A2", "1.2", "reviewed", "0.8", "narrowMatch", "broadMatch för provet."),
    ]


def test_owners_of_two_organisations_are_compared_by_kind(tmp_path):
    """A head of department there and one here are the same kind; a clinic is another; nobody there is told as that."""
    links = (("A1", "1.1"), ("A2", "2.1"), ("A3", "1.2"))
    rows = [between(f"{S}/activity/{old}", "exactMatch", f"{K}/activity/{new}") for old, new in links]
    data = two_regions(tmp_path / "data", *rows)
    columns = "state old_activity new_activity old_owner_kind new_owner_kind old_cause"
    found = [row for row in told(*skane_to_kronoberg(data), columns) if row[0].startswith("owner")]
    assert found == [
        ("owner-gained", "A3", "1.2", "", "head-of-department", "missing"),
        ("owner-changed", "A2", "2.1", "head-of-department", "clinic", ""),
    ]


def test_where_neither_organisation_has_an_owner_there_is_none_to_compare(tmp_path):
    """Nobody there and a collective here: neither is another kind of owner."""
    data = two_regions(tmp_path / "data", between(f"{S}/activity/A3", "exactMatch", f"{K}/activity/2.1"))
    responsibilities = data.folder / "plans" / K / "responsibilities.csv"
    text = responsibilities.read_text("utf-8")
    responsibilities.write_text(text.replace("accountable,kronoberg.klinik", "accountable,kronoberg.alla"), "utf-8")
    rows = [row for row in difference(*skane_to_kronoberg(data)).rows if row["new_activity"] == "2.1"]
    assert [(row["state"], row["old_cause"], row["new_cause"]) for row in rows] == [
        ("carried-over", "missing", "collective")
    ]


def test_rows_akin_are_found_from_either_end(tmp_path):
    """A row that nothing carries on says which rows it is merely related to, in order, from either end."""
    pairs = (("A1", "2.1"), ("A1", "1.2"), ("A3", "2.1"))
    links = [between(f"{S}/activity/{old}", "relatedMatch", f"{K}/activity/{new}") for old, new in pairs]
    found = akin(difference(*skane_to_kronoberg(two_regions(tmp_path / "data", *links))).rows)
    assert found["activity", "old", "A1"] == ["1.2", "2.1"]
    assert found["activity", "new", "2.1"] == ["A1", "A3"]
    assert ("activity", "old", "A2") not in found


def test_silence_about_time_is_no_moved_time_between_two_plans(tmp_path):
    """Between two plans a time has moved only where both state one; and their wording is always another."""
    rows = [between(f"{S}/activity/A1", "exactMatch", f"{K}/activity/{new}") for new in ("1.1", "1.2")]
    found = told(*skane_to_kronoberg(two_regions(tmp_path / "data", *rows)))
    assert [row for row in found if row[0] in ("time-moved", "reworded")] == [("time-moved", "A1", "1.2")]


def test_merely_related_rows_do_not_go_on(tmp_path):
    """They are told as related, and as dropped and new besides."""
    data = two_regions(tmp_path / "data", between(f"{S}/activity/A1", "relatedMatch", f"{K}/activity/1.1"))
    found = told(*skane_to_kronoberg(data), "state old_activity new_activity match")
    assert ("related", "A1", "1.1", "reviewed") in found
    assert {("dropped", "A1", "", "reviewed"), ("new", "", "1.1", "")} <= set(found)


def test_judged_lack_of_a_successor_is_told_with_its_reason(tmp_path):
    """Somebody looked for it in the other plan; where every row there was judged, so was what nothing links to."""
    nowhere = [nothing(f"{K}/activity/{locator}", S) for locator in ("1.1", "1.2")]
    data = two_regions(tmp_path / "data", *nowhere, between(f"{K}/activity/2.1", "closeMatch", f"{S}/activity/A3"))
    assert told(*skane_to_kronoberg(data), "state old_activity new_activity match note") == [
        ("dropped", "A1", "", "reviewed", ""),
        ("dropped", "A2", "", "reviewed", ""),
        ("new", "", "1.1", "reviewed", "closeMatch för provet."),
        ("new", "", "1.2", "reviewed", "closeMatch för provet."),
        ("owner-gained", "A3", "2.1", "reviewed", "closeMatch för provet."),
    ]


def test_plan_without_activities_judges_nothing(tmp_path):
    """What stands against an empty plan is gone, and nobody is said to have judged it."""
    data = two_regions(tmp_path / "data")
    data.plan("syd-2023", "rcc-syd", "rcc")
    register = data.load()
    store = build(register)
    rows = difference(Version.of(register, store, S), Version.of(register, store, "syd-2023")).rows
    assert {(row["state"], row["match"]) for row in rows} == {("dropped", "")}


@pytest.mark.parametrize("cells", [{**MACHINE, "author_label": ""}, {"predicate_modifier": "Not"}])
def test_what_nobody_agreed_to_is_no_pair(tmp_path, cells):
    """A stored proposal and a no make no pair."""
    data = two_regions(tmp_path / "data", between(f"{S}/activity/A1", "exactMatch", f"{K}/activity/1.1", **cells))
    assert {state for state, *_ in told(*skane_to_kronoberg(data))} == {"dropped", "new"}


def test_judged_goals(tmp_path):
    """Goals go on by the same judgements."""
    data = two_regions(tmp_path / "data", between(f"{S}/goal/G1", "closeMatch", f"{K}/goal/1"))
    assert of_goals(*skane_to_kronoberg(data)) == [("new", "", "2"), ("carried-over", "G1", "1")]


# --- the real plans ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(register: Register, store: ox.Store) -> dict[str, Version]:
    plans = ("skane-2019", "kronoberg-2024", "gavleborg-2025", "vastmanland-2025", "sydost-2025")
    return {plan: Version.of(register, store, plan) for plan in plans}


def test_every_real_plan_goes_on_in_itself(real):
    """Each of the five plans is carried over into itself, row by row, and nothing else is told."""
    for ends in real.values():
        rows = difference(ends, ends).rows
        assert {row["state"] for row in rows} == {"carried-over"}
        assert sum(bool(row["old_activity"]) for row in rows) == len(ends.rows["activity"])
        assert all(row["old_activity"] == row["new_activity"] for row in rows)


def test_two_periods_of_syds_plan(real):
    """From Skåne 2019 to Kronoberg 2023: bowel screening and teledermatoscopy go on, and every row is told."""
    rows = [
        row
        for row in difference(real["skane-2019"], real["kronoberg-2024"]).rows
        if row["old_activity"] or row["new_activity"]
    ]
    kept = {(row["old_activity"], row["new_activity"]) for row in rows if row["state"] == "carried-over"}
    assert {("A9", "12.1"), ("A2", "4.1"), ("A3", "3.1")} <= kept
    assert ("time-moved", "A9", "12.1") in {(row["state"], row["old_activity"], row["new_activity"]) for row in rows}
    dropped = {row["old_activity"] for row in rows if row["state"] == "dropped"}
    new = {row["new_activity"] for row in rows if row["state"] == "new"}
    assert dropped | {old for old, _ in kept} == set(real["skane-2019"].rows["activity"])
    assert new | {now for _, now in kept} == set(real["kronoberg-2024"].rows["activity"])
    assert not dropped & {old for old, _ in kept}
    assert not new & {now for _, now in kept}
    # in Kronoberg's plan nobody can be held to most of what the two share; elsewhere the kinds of owners differ
    states = Counter(row["state"] for row in rows)
    assert (states["owner-lost"], states["owner-changed"], states["owner-gained"]) == (19, 10, 0)
    assert all(row["new_cause"] and not row["old_cause"] for row in rows if row["state"] == "owner-lost")
    # all of it was judged row by row, so nothing rests on words or on a machine
    assert {row["match"] for row in rows} == {"reviewed"}
    # kontaktsjuksköterskor inform about exercise here; there it was material for those who are done with treatment
    assert {"1.1", "1.2", "2.1"} <= new


def test_two_plans_mirrored(real):
    """Kronoberg to Skåne is Skåne to Kronoberg from the other end, also with what the machine proposes."""
    for one, other in (("skane-2019", "kronoberg-2024"), ("gavleborg-2025", "vastmanland-2025")):
        forth = difference(real[one], real[other], proposer(real[one], real[other])).rows
        back = difference(real[other], real[one], proposer(real[other], real[one])).rows
        assert in_order(back) == mirrored(forth)


# --- the command ---------------------------------------------------------------------------------------------------


@pytest.fixture
def revised(tmp_path: Path) -> Path:
    """A copy of Kronoberg's plan in a folder of its own, one row reworded beyond recognition and one taken away."""
    folder = Path(shutil.copytree(resources.data_folder() / "plans/kronoberg-2024", tmp_path / "v2/kronoberg-2024"))
    tables = {file: file.read_text("utf-8") for file in (folder / "activities.csv", folder / "responsibilities.csv")}
    activities = list(csv.DictReader(io.StringIO(tables[folder / "activities.csv"])))
    for row in activities:
        if row["locator"] == "17.1":
            row["title"] = "Patientföreträdare rekryteras till alla processteam"
    out = io.StringIO()
    writer = csv.DictWriter(out, list(activities[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for row in activities if row["locator"] != "4.1")
    (folder / "activities.csv").write_text(out.getvalue(), "utf-8")
    return folder


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["diff", *arguments, "--quiet"]) == 0
    return capsys.readouterr().out


def test_command_on_a_revised_copy(capsys, revised):
    """A plan of the register against a folder: the reworded row is proposed as the same, the other one is gone."""
    rows = json.loads(said(capsys, "kronoberg", str(revised), "--format", "json"))
    found = {(row["state"], row["old_activity"], row["match"]) for row in rows if row["state"] != "carried-over"}
    assert found == {("dropped", "4.1", ""), ("reworded", "17.1", "proposed")}
    table = said(capsys, "kronoberg", str(revised), "--format", "md")
    assert "| Finns inte kvar | 4.1 |" in table and "| förslag, ogranskat |" in table


def test_command_without_the_extra(capsys, revised, monkeypatch):
    """Without the extra's packages only words are compared, which is said; what they do not settle is told."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main(["diff", "kronoberg", str(revised), "--format", "csv"]) == 0
    out, progress = capsys.readouterr()
    assert "plangraph[align]" in progress
    states = [(row["state"], row["old_activity"]) for row in csv.DictReader(io.StringIO(out))]
    assert [row for row in states if row[0] != "carried-over"] == [
        ("dropped", "4.1"),
        ("dropped", "17.1"),
        ("new", ""),
        ("locator-reused", "17.1"),
    ]


def test_command_on_data_folders(capsys, data_copy):
    """A plan's folder in a data folder of its own, against a data folder of which one plan is meant."""
    folder = data_copy / "plans" / "gavleborg-2025"
    arguments = (str(folder), str(resources.data_folder()), "--plan", "gavleborg", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(said(capsys, *arguments))))
    assert {row["state"] for row in rows} == {"carried-over"}
    assert sum(bool(row["old_activity"]) for row in rows) == 41


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nowhere", "kronoberg"), "nowhere"),
        (("syd", "kronoberg"), "syd-2019 and syd-2023"),
        (("kronoberg", str(resources.data_folder())), "--plan"),
        (("kronoberg", str(resources.data_folder()), "--plan", "nowhere"), "nowhere"),
        (("kronoberg", str(resources.data_folder() / "plans")), "plan.toml"),
    ],
)
def test_command_refuses_what_is_no_plan(capsys, arguments, message):
    """What is neither a plan nor a folder that holds one is refused, with how to mend it."""
    assert main(["diff", *arguments, "--quiet"]) == 2
    out, error = capsys.readouterr()
    assert out == "" and message in error


def test_command_refuses_a_broken_copy(capsys, revised):
    """What is wrong in the folder is said with file and line."""
    file = revised / "activities.csv"
    file.write_text(file.read_text("utf-8").replace("2024-02-01", "2024-02-30"), "utf-8")
    assert main(["diff", "kronoberg", str(revised), "--quiet"]) == 2
    assert "activities.csv:" in capsys.readouterr().err
