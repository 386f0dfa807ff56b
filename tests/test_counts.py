"""No row of the register gets lost on its way to an answer."""

from __future__ import annotations

from collections import Counter

import pytest

from plangraph.queries import named_query, run


@pytest.mark.parametrize(
    ("query", "table"),
    [
        ("activities", "activities"),
        ("goals", "goals"),
        ("measures", "measures"),
        ("steps", "steps"),
        ("conditions", "conditions"),
        ("figures", "figures"),
        ("follow-up", "follow-up"),
    ],
)
def test_every_row_of_a_table_is_in_its_answer(store, register, query, table):
    """The answer about a table has the register's rows, plan by plan; several parents are several rows."""
    key = "row_locator" if table in ("conditions", "figures", "follow-up") else query.removesuffix("s")
    key = "activity" if query == "activities" else key
    answered = Counter((row["plan"], row[key]) for row in run(store, named_query(query), {}).rows)
    expected = Counter(
        (plan.id, row.get("row") or row["locator"]) for plan in register.plans for row in plan.tables[table]
    )
    assert set(answered) == set(expected)
    if table not in ("goals", "activities", "follow-up"):
        assert answered == expected


def test_every_responsibility_is_in_the_answer(store, register):
    """As many responsibilities as the register states on activities, and one more for each that a goal hands down."""
    answered = Counter(row["plan"] for row in run(store, named_query("responsibilities"), {}).rows if row["activity"])
    for plan in register.plans:
        activities = plan.tables["activities"]
        stated = plan.tables["responsibilities"]
        own = {row["row"] for row in stated if row["role"] == "accountable"}
        expected = 0
        for activity in activities:
            expected += sum(1 for row in stated if row["row"] == activity["locator"])
            expected += sum(
                1
                for row in stated
                if row["row"] == activity["goal"] and (row["role"] != "accountable" or activity["locator"] not in own)
            )
        assert answered[plan.id] == expected, plan.id


def test_owned_and_ownerless_are_all(store, register):
    """Every activity is owned or ownerless, in the overview and in the coverage."""
    overview = {row["plan"]: row for row in run(store, named_query("overview"), {}).rows}
    coverage = run(store, named_query("coverage"), {}).rows
    for plan in register.plans:
        total = len(plan.tables["activities"])
        if total:
            row = overview[plan.id]
            assert int(row["owned"]) + int(row["ownerless"]) == int(row["activities"]) == total
            cells = [cell for cell in coverage if cell["plan"] == plan.id]
            assert sum(int(cell["activities"]) for cell in cells) == total
            assert sum(int(cell["owned"]) for cell in cells) == int(row["owned"])


def test_accountable_answers_agree(store):
    """who-owns-what and responsibilities name the same actors for the same activities."""
    named = {
        (row["plan"], row["activity"], row["role"], row["actor"])
        for row in run(store, named_query("responsibilities"), {}).rows
        if row["activity"]
    }
    owned = {
        (row["plan"], row["activity"], row["role"], row["actor"])
        for row in run(store, named_query("who-owns-what"), {}).rows
    }
    assert named == owned
