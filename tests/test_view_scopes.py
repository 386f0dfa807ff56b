# SPDX-License-Identifier: Apache-2.0
"""What a picture of a goal, an actor or a superior plan holds: the rows that the named queries give for it."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

from plangraph.cli import main
from plangraph.errors import InputError
from plangraph.graph.upward import upward
from plangraph.queries import named_query, run
from plangraph.view import Lexicon, Scope, goals_meant, render, rows_in
from plangraph.view.source import Asked
from plangraph.vocabulary import row_node
from tests.small_data import SmallData
from tests.test_view import payload, rows

AS_OF = date(2026, 3, 1)


@pytest.fixture(scope="module")
def source(store: ox.Store) -> Asked:
    return Asked(store, AS_OF)


@pytest.fixture(scope="module")
def lexicon(store: ox.Store) -> Lexicon:
    return Lexicon.of(store, "sv")


def held(store: ox.Store, source: Asked, lexicon: Lexicon, scope: Scope) -> set[tuple[str, str]]:
    """Plan and locator of the activities in a scope."""
    return {(row["plan"], row["activity"]) for row in rows_in(store, source, lexicon, scope)}


def test_the_part_above_an_activity_answers_as_the_whole_dataset_does(store: ox.Store, source: Asked) -> None:
    """For each of the 332 activities `trace-up` gives the same rows over what lies above it as over everything."""
    expected = defaultdict(list)
    for row in source.rows("trace-up"):
        expected[row["plan"], row["activity"]].append(row)
    assert len(expected) == 332
    for (plan, activity), ways in expected.items():
        part = upward(store, [str(row_node(plan, "activity", activity))])
        assert run(part, named_query("trace-up"), {}).rows == ways


def test_a_national_or_strategy_goal_holds_what_the_trace_down_gives(
    store: ox.Store, source: Asked, lexicon: Lexicon
) -> None:
    """Every goal of Vägen framåt and of both strategies has the activities that `trace-down` names for it."""
    above = [row for row in source.rows("goals") if row["plan"].startswith(("vagen-framat", "strategi"))]
    goals = {(row["plan"], row["goal"]) for row in above}
    assert len(goals) == 28 + 5 + 3
    down = run(store, named_query("trace-down"), {}).rows
    for plan, goal in goals:
        column, value = ("national_goal", goal) if plan.startswith("vagen") else ("strategy_goal", f"{plan}/{goal}")
        expected = {(row["plan"], row["activity"]) for row in down if row[column] == value}
        assert held(store, source, lexicon, Scope(goal=f"{plan}/{goal}")) == expected


def test_an_rcc_goal_holds_the_rows_of_the_regions_that_quote_it(
    store: ox.Store, source: Asked, lexicon: Lexicon
) -> None:
    """RCC Mellansverige's 4.d is quoted by Gävleborg's 2.10 and Västmanland's 4.d, with three rows each."""
    found = held(store, source, lexicon, Scope(goal="mellansverige-2025/4.d"))
    assert found == {
        *(("gavleborg-2025", f"2.10/{number}") for number in (1, 2, 3)),
        *(("vastmanland-2025", f"4.d/{number}") for number in (1, 2, 3)),
    }


def test_each_actor_holds_what_who_owns_what_gives(store: ox.Store, source: Asked, lexicon: Lexicon) -> None:
    """By id, every actor has the activities in which `who-owns-what` gives it a role."""
    expected = defaultdict(set)
    for row in source.rows("who-owns-what"):
        expected[row["actor_id"]].add((row["plan"], row["activity"]))
    assert len(expected) > 100
    for actor, activities in expected.items():
        assert held(store, source, lexicon, Scope(actor=actor)) == activities


def test_a_goal_opens_on_itself_with_what_hangs_on_it(store: ox.Store) -> None:
    """N5.1 as people write it: its own picture, its rows of all five plans, and the goals between them and it."""
    page = render(store, [], Scope(goal="n5.1"), as_of=AS_OF)
    data = payload(page)
    assert data["opening"] == {"goal": "g:vagen-framat-2024/N5.1"}
    assert len({row.partition("/")[0] for row in rows(page)}) == 5
    hanging = {edge["from"] for edge in data["network"]["edges"] if edge["kind"] == "parent"}
    assert {"g:gavleborg-2025/2.7", "g:mellansverige-2025/4.a"} <= hanging
    assert "Urval: N5.1 " in page


def test_a_strategy_goal_opens_on_its_areas(store: ox.Store) -> None:
    """Strategy 2.0's second goal opens on itself, with the areas that serve it."""
    data = payload(render(store, [], Scope(goal="strategi-2026/2"), as_of=AS_OF))
    assert data["opening"] == {"strategy": "s:strategi-2026/2"}
    serving = {row["subject"] for row in Asked(store, AS_OF).rows("mappings", object_plan="strategi-2026", object="2")}
    assert {"a:" + area for area in serving if area.isdecimal()} <= set(data["facts"])


def test_a_goal_that_nobody_works_towards_still_has_a_picture(store: ox.Store) -> None:
    """Kronoberg's goal 9 has no activity: it shows itself, its plan and its area, for the gap is what is to be seen."""
    page = render(store, [], Scope(goal="kronoberg-2024/9"), as_of=AS_OF)
    data = payload(page)
    goal = data["facts"]["g:kronoberg-2024/9"]
    assert rows(page) == []
    assert data["facts"]["p:kronoberg-2024"]["holds"]
    assert f"a:{goal['area']}" in data["facts"]
    assert "0 aktiviteter" in page


def test_a_plan_and_a_goal_together_hold_what_both_have(store: ox.Store, source: Asked, lexicon: Lexicon) -> None:
    """The plan narrows a goal that is not its own, and only says whose goal it is where it is its own."""
    of_all = held(store, source, lexicon, Scope(goal="vagen-framat-2024/N5.1"))
    of_one = held(store, source, lexicon, Scope(plan="sydost-2025", goal="vagen-framat-2024/N5.1"))
    assert of_one == {key for key in of_all if key[0] == "sydost-2025"}
    assert 0 < len(of_one) < len(of_all)
    own = set(rows(render(store, [], Scope(plan="kronoberg", goal="20"), as_of=AS_OF)))
    assert own == {"t:kronoberg-2024/20.1", "t:kronoberg-2024/20.2"}


def test_a_superior_plan_holds_the_rows_of_those_that_hang_on_it(store: ox.Store) -> None:
    """RCC Mellansverige has no rows of its own: its picture holds Gävleborg's and Västmanland's, and all its goals."""
    page = render(store, [], Scope(plan="mellansverige"), as_of=AS_OF)
    data = payload(page)
    assert {row.partition("/")[0] for row in rows(page)} == {"t:gavleborg-2025", "t:vastmanland-2025"}
    assert data["opening"] == {"above": "p:mellansverige-2025"}
    assert sum(node.startswith("g:mellansverige-2025/") for node in data["facts"]) == 19


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        (Scope(goal="N5.11"), "N5.1"),
        (Scope(goal="4.d"), "mellansverige-2025/4.d and vastmanland-2025/4.d"),
        (Scope(plan="strategi-2026"), "--goal"),
        (Scope(plan="kronoberg", goal="mellansverige-2025/4.d"), "Ask for less"),
    ],
)
def test_a_goal_that_is_unclear_or_not_there_is_refused(store: ox.Store, scope: Scope, said: str) -> None:
    """A goal that the graph lacks suggests near ones, one that two plans have asks whose, a strategy asks which."""
    with pytest.raises(InputError, match=re.escape(said)):
        render(store, [], scope, as_of=AS_OF)


def test_a_goal_may_be_named_in_several_ways(source: Asked) -> None:
    """By its locator alone while one plan has it, with its plan before it, or beside its plan."""
    for given, plan in (("N5.1", ""), ("vagen-framat-2024/N5.1", ""), ("N5.1", "vagen-framat-2024")):
        assert goals_meant(source, given, plan) == ["vagen-framat-2024/N5.1"]


def test_what_a_scope_leaves_out_is_counted(store: ox.Store) -> None:
    """In an actor's picture a goal says how many activities it has in all; in the whole nothing is left out."""
    every = [
        row for row in run(store, named_query("activities"), {"plan": "kronoberg-2024"}).rows if row["goal"] == "19"
    ]
    facts = payload(render(store, [], Scope(actor="kronoberg.cancersamordnare"), as_of=AS_OF))["facts"]
    inside = [node for node, fact in facts.items() if node.startswith("t:") and "g:kronoberg-2024/19" in fact["goals"]]
    assert facts["g:kronoberg-2024/19"]["all"] == len(every)
    assert len(inside) <= len(every)
    assert facts["o:kronoberg.cancersamordnare"]["all"] == sum(node.startswith("t:") for node in facts)
    whole = payload(render(store, [], Scope(), as_of=AS_OF))["facts"]
    assert not any("all" in fact for fact in whole.values())


def test_the_command_line_takes_a_goal(tmp_path: Path) -> None:
    """`plangraph view --goal` writes the goal's picture; a goal that is not there is refused with exit 2."""
    goals = [{"locator": "1", "title": "Målet"}, {"locator": "2", "title": "Det andra"}]
    data = SmallData(tmp_path / "data").plan(
        "kronoberg-2030",
        period=("2030-01-01", "2030-12-31"),
        goals=goals,
        activities=[{"locator": f"{goal['locator']}.1", "goal": goal["locator"], "title": "Raden"} for goal in goals],
    )
    file = tmp_path / "goal.html"
    given = ["view", "--data", str(data.folder), "--quiet", "--output", str(file)]
    assert main([*given, "--goal", "2"]) == 0
    assert rows(file.read_text(encoding="utf-8")) == ["t:kronoberg-2030/2.1"]
    assert main([*given, "--goal", "3"]) == 2
