"""The states in which superior goals and measures are taken care of: every one occurs, and none comes by guess."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from plangraph.queries import named_query, run
from tests.small_data import SmallData
from tests.test_neighbours import MACHINE, between

RCC, NATIONAL, K, S = "rcc-2025", "vagen-framat-2024", "kronoberg-2025", "skane-2025"
AS_OF = "2026-02-01"


def declaration(target: str, state: str) -> dict[str, str]:
    return {"target": target, "state": state, "reason": f"Skälet till {state}."}


def syd(folder: Path) -> SmallData:
    """RCC Syd with seven measures under as many national goals, and Kronoberg that is in a state of its own for each.

    Of the other regions Skåne's plan holds one activity of its own making, and the other two have none that is loaded.
    """
    data = SmallData(folder)
    numbers = range(1, 8)
    data.plan(
        NATIONAL,
        "rcc-samverkan",
        "national-direction",
        goals=[{"locator": f"N{n}", "title": f"Nationellt mål {n}"} for n in numbers],
    )
    data.plan(
        RCC,
        "rcc-syd",
        "rcc",
        superior=[NATIONAL],
        goals=[{"locator": str(n), "title": f"RCC-mål {n}"} for n in numbers],
        measures=[{"locator": f"{n}/m1", "goal": str(n), "title": f"Insats {n}"} for n in numbers],
    )
    declared = {2: "conditional", 3: "elsewhere", 4: "declined"}
    data.plan(
        K,
        superior=[RCC],
        goals=[{"locator": "1", "title": "Mål ett"}],
        activities=[{"locator": "1.1", "goal": "1", "title": "Göra", "carries_out": f"{RCC}/1/m1"}],
        declarations=[
            declaration(target, state)
            for n, state in declared.items()
            for target in (f"{RCC}/{n}/m1", f"{NATIONAL}/N{n}")
        ],
    )
    data.plan(S, "skane", superior=[RCC], activities=[{"locator": "S1", "title": "Annat"}])
    data.plan("syd-2020", "rcc-syd", "rcc")
    data.mappings(
        "areas",
        *((f"plan:{NATIONAL}/goal/N{n}", "plangraph:mainArea", f"plan:area/{n}") for n in numbers),
        *((f"plan:{RCC}/goal/{n}", "plangraph:mainArea", f"plan:area/{n}") for n in numbers),
        (f"plan:{K}/goal/1", "plangraph:mainArea", "plan:area/1"),
        (f"plan:{K}/goal/1", "skos:closeMatch", f"plan:{NATIONAL}/goal/N1"),
    )
    return data


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    return syd(tmp_path_factory.mktemp("syd") / "data").build()


def ask(store: ox.Store, name: str, columns: str, **parameters: str) -> list[tuple[str, ...]]:
    if "as_of" in named_query(name).parameters:
        parameters = {"as_of": AS_OF, **parameters}
    rows = run(store, named_query(name), parameters).rows
    return [tuple(row[column] for column in columns.split()) for row in rows]


IN_KRONOBERG = {"1": "taken-up", "2": "conditional", "3": "elsewhere", "4": "declined", "5": "gap"}


def test_uptake_has_every_state(store):
    """A measure is taken up, declared to be one of three, a gap in a loaded plan, or of a plan that is not loaded."""
    states = dict(ask(store, "uptake", "measure state", region="kronoberg"))
    assert {measure.partition("/")[0]: state for measure, state in states.items()} == {
        **IN_KRONOBERG, "6": "gap", "7": "gap",
    }  # fmt: skip
    assert {state for (state,) in ask(store, "uptake", "state", region="blekinge")} == {"not-loaded"}
    assert ask(store, "uptake", "note", region="kronoberg", state="declined") == [("Skälet till declined.",)]


def test_uptake_by_a_reviewed_link(tmp_path):
    """An activity that somebody judged to match a measure takes it up; a proposal, a no and a related one do not."""
    data = syd(tmp_path / "data")
    data.mapping_rows(
        "uptake",
        between(f"{S}/activity/S1", "broadMatch", f"{RCC}/measure/5~m1"),
        between(f"{RCC}/measure/6~m1", "narrowMatch", f"{S}/activity/S1", predicate_modifier="Not"),
        between(f"{S}/activity/S1", "relatedMatch", f"{RCC}/measure/4~m1"),
        between(f"{S}/activity/S1", "exactMatch", f"{RCC}/measure/3~m1", **{**MACHINE, "author_label": ""}),
        between(f"{RCC}/measure/7~m1", "closeMatch", f"{S}/activity/S1"),
    )
    changed = data.build()
    found = ask(changed, "uptake", "measure state activity", region="skane")
    assert [row for row in found if row[1] == "taken-up"] == [("5/m1", "taken-up", "S1"), ("7/m1", "taken-up", "S1")]
    assert {row[1] for row in found} == {"taken-up", "gap"}
    assert ("5/m1", "1") in ask(changed, "measures", "measure activities")


def test_coverage_has_every_state(store):
    """An area is taken up, declared, a gap, or of a plan that is known by name only."""
    states = dict(ask(store, "coverage", "area state", plan=K))
    assert {area: states[area] for area in IN_KRONOBERG} == IN_KRONOBERG
    assert set(ask(store, "coverage", "state goals activities owned ownerless", plan="syd-2020")) == {
        ("not-loaded", "0", "0", "0", "0")
    }
    assert len(ask(store, "coverage", "area", plan="syd-2020")) == 10
    # plans above the regions that hold goals alone are neither
    assert {plan for (plan,) in ask(store, "coverage", "plan")} == {K, S, "syd-2020"}


def test_uncovered_goals_have_every_state_but_taken_up(store):
    """A goal without an activity is declared, a gap, or not loaded; one that is taken up is not uncovered."""
    columns = "national_goal state reason plan plan_ended"
    assert ask(store, "uncovered-goals", columns, organisation="kronoberg") == [
        ("N2", "conditional", "Skälet till conditional.", K, "2025-12-31"),
        ("N3", "elsewhere", "Skälet till elsewhere.", K, "2025-12-31"),
        ("N4", "declined", "Skälet till declined.", K, "2025-12-31"),
        *((goal, "gap", "", K, "2025-12-31") for goal in ("N5", "N6", "N7")),
    ]
    assert set(ask(store, "uncovered-goals", "state plan plan_ended", organisation="halland")) == {
        ("not-loaded", "", "")
    }
    assert len(ask(store, "uncovered-goals", "national_goal", organisation="halland")) == 7


@pytest.mark.parametrize(("as_of", "ended"), [("2025-12-31", ""), ("2026-01-01", "2025-12-31")])
def test_uncovered_goals_say_that_a_plan_has_ended(store, as_of, ended):
    """From the day after its last."""
    found = ask(store, "uncovered-goals", "plan_ended", organisation="kronoberg", as_of=as_of)
    assert set(found) == {(ended,)}


def test_uncovered_goals_are_told_plan_by_plan(tmp_path):
    """What an ended plan took care of is uncovered in the next one, which says so itself."""
    data = syd(tmp_path / "data")
    activity = {"locator": "1.1", "title": "Göra annat"}
    data.plan("kronoberg-2026", period=("2026-01-01", "2028-12-31"), activities=[activity])
    found = ask(data.build(), "uncovered-goals", "plan plan_ended", organisation="kronoberg")
    goals = {(plan, ended): found.count((plan, ended)) for plan, ended in found}
    assert goals == {(K, "2025-12-31"): 6, ("kronoberg-2026", ""): 7}


@pytest.mark.parametrize("ends", [(f"{K}/goal/1", f"{NATIONAL}/goal/N5"), (f"{S}/activity/S1", f"{K}/activity/1.1")])
def test_what_nobody_agreed_to_changes_no_state(store, tmp_path, ends):
    """A proposal, and a no, leave coverage, uptake, uncovered goals and shared activities as they are."""
    for number, cells in enumerate((MACHINE, {"predicate_modifier": "Not"})):
        data = syd(tmp_path / f"data{number}")
        data.mapping_rows("more", between(ends[0], "closeMatch", ends[1], **{"author_label": "", **cells}))
        changed = data.build()
        for name in ("coverage", "uptake", "uncovered-goals", "shared-activities"):
            columns = " ".join(named_query(name).columns)
            assert ask(changed, name, columns) == ask(store, name, columns)


def test_judged_link_covers_a_goal(tmp_path):
    """The same link, made by hand, covers the goal."""
    data = syd(tmp_path / "data")
    data.mapping_rows("more", between(f"{K}/goal/1", "closeMatch", f"{NATIONAL}/goal/N5"))
    found = {goal for (goal,) in ask(data.build(), "uncovered-goals", "national_goal", organisation="kronoberg")}
    assert found == {"N2", "N3", "N4", "N6", "N7"}


def test_shared_activities_are_those_of_a_measure(tmp_path):
    """Rows that were judged to be alike share no measure for it: those are neighbours."""
    data = syd(tmp_path / "data")
    data.mapping_rows("more", between(f"{K}/activity/1.1", "exactMatch", f"{S}/activity/S1"))
    changed = data.build()
    assert ask(changed, "shared-activities", "measure") == []
    assert ask(changed, "neighbours", "other_activity link", plan=K) == [("S1", "exactMatch")]
