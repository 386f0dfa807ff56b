"""Answers that are narrowed from what the explorer keeps are those that the named query gives, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import pytest

from plangraph.queries import named_queries, run
from plangraph.web import Explorer, create_app
from plangraph.web.answers import Answers
from plangraph.web.kept_rows import kept_rows

DAY = "2026-11-21"
# These are asked of the dataset anew: what they ask is not in the rows of the whole answer.
ANEW = {
    ("actor-load", "plan"),
    ("losing-parent", "from"),
    ("losing-parent", "to"),
    ("mappings", "standing"),
    ("overdue", "as_of"),
    ("owner-kinds", "plan"),
    ("trace-down", "goal"),
    ("trace-down", "plan"),
    ("trace-up", "activity"),
    ("trace-up", "plan"),
    ("uncovered-goals", "as_of"),
}
CASES = [(name, parameter) for name, query in named_queries().items() for parameter in query.parameters]
NARROWED = [case for case in CASES if case not in ANEW]


class Untouched(Answers):
    """Answers that may not be asked with parameters."""

    def asked(self, name: str, **parameters: str):
        raise AssertionError((name, parameters))


@pytest.fixture(scope="module")
def held(register, store) -> Explorer:
    """An explorer of our own."""
    found = Explorer(register, store, date.fromisoformat(DAY))
    yield found
    found.close()


def some(values: Iterable[str], most: int = 6) -> list[str]:
    """Some of the values, from the first to the last."""
    every = sorted({value for value in values if value})
    return every[:: max(1, len(every) // most)]


def values(held: Explorer, name: str, parameter: str) -> list[str]:
    """What a parameter may be: every plan, area and organisation; some actors by each of their names; some rows."""
    reference = held.register.reference
    if parameter in ("plan", "target"):
        return list(held.plans)
    if parameter == "area":
        return [row["area"] for row in reference.areas]
    if parameter in ("for", "rcc"):
        return [row["organisation"] for row in reference.organisations]
    if parameter == "actor":
        rows = held.answers.rows("who-owns-what")
        named = [some(row[column] for row in rows) for column in ("actor_id", "actor", "written")]
        return [*named[0], *(each.upper() for each in named[1]), *named[2]]
    column = {"contrast": "state"}.get(parameter, parameter)
    rows = held.answers.rows(name)
    return some((row[column] for row in rows), 30 if parameter in ("state", "kind", "cause", "role") else 6)


def asked_of(held: Explorer, name: str, given: Mapping[str, str]) -> list[dict[str, str]]:
    """What the query itself gives."""
    query = named_queries()[name]
    day = {"as_of": DAY} if "as_of" in query.parameters else {}
    return run(held.store, query, {**day, **given}).rows


def kept(held: Explorer, name: str, given: Mapping[str, str]) -> list[dict[str, str]]:
    """What the explorer gives."""
    with create_app(held).app_context():
        rows = kept_rows(named_queries()[name], given)
    assert rows is not None
    return [dict(row) for row in rows]


@pytest.mark.parametrize(("name", "parameter"), NARROWED)
def test_each_parameter_narrows_as_the_query_does(held, monkeypatch, name, parameter):
    """For whatever a parameter may be, the rows and their order are the query's, and nothing is asked anew for it."""
    monkeypatch.setattr(held, "answers", Untouched(held.store, held.as_of))
    found = 0
    for value in values(held, name, parameter):
        expected = asked_of(held, name, {parameter: value})
        assert kept(held, name, {parameter: value}) == expected, value
        found += len(expected)
    assert found


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("who-owns-what", {"actor": "RCC", "area": "3", "plan": "gavleborg-2025"}),
        ("who-owns-what", {"kind": "region", "area": "7"}),
        ("ownerless", {"for": "kronoberg", "cause": "missing"}),
        ("mappings", {"plan": "kronoberg-2024", "target": "vagen-framat-2024"}),
        ("uptake", {"rcc": "rcc-mellansverige", "region": "gavleborg", "state": "gap"}),
        ("losing-parent", {"from": "strategi-2009", "to": "strategi-2026", "plan": "skane-2019"}),
        ("overdue", {"as_of": DAY, "plan": "skane-2019"}),
        ("goals", {"plan": "", "area": ""}),
    ],
)  # fmt: skip
def test_parameters_together_narrow_as_the_query_does(held, monkeypatch, name, given):
    """Several parameters, those that are empty and those that say what the query means anyhow."""
    monkeypatch.setattr(held, "answers", Untouched(held.store, held.as_of))
    assert kept(held, name, given) == asked_of(held, name, given)


def test_what_the_rows_do_not_say_is_asked_anew(held):
    """Counts of one plan, links in another state, another day, other strategies."""
    for name, given in (
        ("actor-load", {"plan": "kronoberg-2024"}),
        ("owner-kinds", {"plan": "kronoberg-2024"}),
        ("mappings", {"standing": "all", "plan": "sydost-2025"}),
        ("overdue", {"as_of": "2100-01-01", "plan": "skane-2019"}),
        ("losing-parent", {"from": "strategi-2026", "to": "strategi-2009", "plan": "skane-2019"}),
        ("trace-down", {"goal": "N5.1", "plan": "skane-2019"}),
    ):
        found = kept(held, name, given)
        assert found == asked_of(held, name, given), name
        assert found, name


def test_the_way_up_of_each_row_is_that_of_the_whole(held):
    """For every activity of the five plans, and for each plan at once, `trace-up` gives what it says of it in all."""
    whole = run(held.store, named_queries()["trace-up"], {}).rows
    pairs = list(dict.fromkeys((row["plan"], row["activity"]) for row in whole))
    assert len(pairs) == 332
    for plan, activity in pairs:
        expected = [row for row in whole if (row["plan"], row["activity"]) == (plan, activity)]
        assert kept(held, "trace-up", {"plan": plan, "activity": activity}) == expected
    for plan in {plan for plan, _ in pairs}:
        assert kept(held, "trace-up", {"plan": plan}) == [row for row in whole if row["plan"] == plan]
    for activity in ("2.1/1", "11.2", "A22"):
        assert kept(held, "trace-up", {"activity": activity}) == [row for row in whole if row["activity"] == activity]
    assert kept(held, "trace-up", {"plan": "kronoberg-2024", "activity": "A22"}) == []


def test_the_way_down_to_a_plan_is_that_of_the_whole(held):
    """For every plan, and for each goal that its rows lead to, `trace-down` gives what it says of the plan in all."""
    whole = run(held.store, named_queries()["trace-down"], {}).rows
    assert whole
    for plan in {row["plan"] for row in whole}:
        of_plan = [row for row in whole if row["plan"] == plan]
        assert kept(held, "trace-down", {"plan": plan}) == of_plan
        for goal in sorted({row["national_goal"] for row in of_plan if row["national_goal"]})[:3]:
            expected = [row for row in of_plan if row["national_goal"] == goal]
            assert kept(held, "trace-down", {"plan": plan, "goal": goal}) == expected
            assert any(row["owner"] for row in expected) or any(row["cause"] for row in expected)
