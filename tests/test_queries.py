"""The named queries: a contract of names, parameters and columns, and answers that can be counted by hand."""

from __future__ import annotations

import re
from datetime import date

import pyoxigraph as ox
import pytest

from plangraph.errors import InputError
from plangraph.queries import named_queries, named_query, run
from plangraph.register.locators import natural_key
from tests.small_care import small_care

# The columns with which each answer begins: people and programs rely on their names and order.
CONTRACT = {
    "plans": "plan title organisation level start end goals activities",
    "goals": "plan goal title area parent",
    "measures": "plan measure goal title activities",
    "activities": "plan activity title goal area status start end time_text",
    "steps": "plan activity step title time_text",
    "responsibilities": "plan goal activity role actor written kind basis",
    "who-owns-what": "actor kind role plan activity title basis",
    "ownerless": "plan goal activity title cause",
    "trace-up": "step level node label link path",
    "trace-down": "strategy_goal area national_goal plan activity owner",
    "coverage": "area plan state goals activities owned ownerless",
    "uptake": "measure title region state activity note",
    "uncovered-goals": "national_goal title organisation state",
    "shared-activities": "measure title plan_a activity_a plan_b activity_b",
    "actor-load": "actor kind plans accountable responsible support",
    "follow-up": "plan goal activity kind written recurrence source forum remark",
    "conditions": "plan goal activity kind by_whom when holds_up title remark",
    "decisions": "plan goal activity kind by_whom when holds_up title remark",
    "figures": "plan goal activity kind value unit population year source written remark",
    "outside-period": "plan activity title start end time_text state",
    "overdue": "plan activity title start end time_text state",
    "losing-parent": "plan activity old_goal new_goal state",
    "neighbours": "plan activity other_plan other_activity other_title link confidence reason owner_kind owner",
    "ownership-contrast": "measure plan activity other_plan other_activity state owner_kind owner cause",
    "mappings": "subject_plan subject predicate object_plan object confidence justification note",
}
PARAMETERS = {
    "steps": {"plan", "activity"},
    "who-owns-what": {"actor", "kind", "plan", "area"},
    "ownerless": {"plan", "for"},
    "trace-up": {"plan", "activity"},
    "trace-down": {"goal"},
    "uptake": {"rcc"},
    "follow-up": {"plan"},
    "conditions": {"plan"},
    "figures": {"plan"},
    "decisions": {"plan"},
    "overdue": {"as_of"},
    "losing-parent": {"from", "to"},
    "neighbours": {"plan", "activity"},
    "ownership-contrast": {"plan", "measure", "contrast"},
    "uncovered-goals": {"as_of"},
    "mappings": {"plan", "target", "standing"},
}
QUERIES = sorted(named_queries())


def ask(store: ox.Store, name: str, columns: str = "", **parameters: str) -> list[tuple[str, ...]]:
    """The answer to a query, as tuples of the columns named, or of its first ones by the contract."""
    given = {key.rstrip("_"): value for key, value in parameters.items()}
    answer = run(store, named_query(name), given)
    return [tuple(row[column] for column in (columns or CONTRACT[name]).split()) for row in answer.rows]


# --- the contract --------------------------------------------------------------------------------------------------


def test_every_query_of_the_contract_is_there():
    """The names of the contract can be asked; more may follow."""
    assert set(QUERIES) >= set(CONTRACT)


@pytest.mark.parametrize("name", QUERIES)
def test_header_says_what_the_query_answers(name):
    """A query says its question in both languages, and why it is asked."""
    query = named_query(name)
    assert query.question_sv.endswith("?") and query.question_en.endswith("?") and query.why


@pytest.mark.parametrize("name", QUERIES)
def test_columns_that_come_out(name, care):
    """What comes out are the columns of the header, beginning with those of the contract, each cell a text."""
    answer = run(care, named_query(name), {})
    assert tuple(answer.columns) == named_query(name).columns
    assert " ".join(answer.columns).startswith(CONTRACT.get(name, ""))
    assert all(row.keys() == set(answer.columns) for row in answer.rows)
    assert all(isinstance(cell, str) for row in answer.rows for cell in row.values())


@pytest.mark.parametrize("name", QUERIES)
def test_parameters_are_those_of_the_query(name):
    """Each parameter of the header has one line of VALUES in the query, and each such line is a parameter."""
    query = named_query(name)
    assert sorted(query.parameters) == sorted(re.findall(r"VALUES \?param_(\w+) \{", query.sparql))
    assert set(query.parameters) >= PARAMETERS.get(name, set())


@pytest.mark.parametrize("name", QUERIES)
def test_order_names_columns(name):
    """What a query is ordered by comes out of it, and so does what comes first in a table for people."""
    assert set(named_query(name).order) <= set(named_query(name).columns)
    assert set(named_query(name).table) <= set(named_query(name).columns)


def test_table_has_every_column_once_and_what_was_asked_for_last():
    """A table for people begins with what matters most; the plan that was asked for makes room."""
    query = named_query("ownership-contrast")
    every = query.in_a_table()
    assert sorted(every) == sorted(query.columns) and every != query.columns
    assert every[:5] == ("plan", "activity", "title", "owner", "other_owner")
    narrowed = query.in_a_table(["plan"])
    assert narrowed[:4] == every[1:5] and sorted(narrowed) == sorted(query.columns)
    assert named_query("plans").in_a_table(["plan"]) == named_query("plans").columns


@pytest.mark.parametrize("name", [name for name in QUERIES if named_query(name).order])
def test_rows_come_in_natural_order(name, store):
    """Rows come in the order that the header says, with the numbers within locators as numbers: 2.2 before 2.10."""
    query = named_query(name)
    rows = run(store, query, {}).rows
    assert rows
    keys = [[natural_key(row[column]) for column in query.order] for row in rows]
    assert keys == sorted(keys)


@pytest.mark.parametrize("name", QUERIES)
def test_every_parameter_narrows_the_answer(name, care):
    """What is given narrows the answer to rows that the whole answer holds; what nothing has gives no rows."""
    query = named_query(name)
    whole = run(care, query, {}).rows
    for parameter in set(query.parameters) - {"as_of", "to"}:  # these two say against what the rows are judged
        assert run(care, query, {parameter: "nothing has this"}).rows == []
        if parameter in query.columns:
            for value in {row[parameter] for row in whole} - {""}:
                rows = run(care, query, {parameter: value}).rows
                assert rows and {row[parameter] for row in rows} == {value}


@pytest.mark.parametrize("name", QUERIES)
def test_empty_parameter_counts_as_not_given(name, care):
    """An empty value is the same as none."""
    query = named_query(name)
    assert run(care, query, dict.fromkeys(query.parameters, "")).rows == run(care, query, {}).rows


INJECTIONS = [
    '"} DELETE WHERE { ?s ?p ?o } #',
    "\\",
    '\\" } SERVICE <http://localhost/> { ?s ?p ?o }',
    "} UNION { ?s ?p ?o",
    "'''",
    "\n} #",
    "VALUES ?param_plan { UNDEF }",
    "\\1 \\g<0>",
    "<http://example.org/>",
    "\0",
]


@pytest.mark.parametrize("text", INJECTIONS)
def test_what_is_given_stays_a_value(care, text):
    """Whatever is given is compared as text and never becomes a part of the query."""
    before = len(care)
    assert ask(care, "steps", plan=text) == []
    assert ask(care, "steps", plan=text, activity=text) == []
    assert len(care) == before


def test_what_is_given_is_not_searched_for_parameters(care):
    """A value that looks like the place of another parameter is not filled in: it would open its own quotes."""
    escape = " UNDEF } ?any ?thing ?else . VALUES ?x { 1"
    for first, second in (("activity", "plan"), ("plan", "activity")):
        given = {first: f"VALUES ?param_{second} {{ UNDEF }}", second: escape}
        assert run(care, named_query("steps"), given).rows == []


def test_text_that_is_no_unicode_is_refused(care):
    """Half of a surrogate pair, as bytes on a command line become, is refused like any other bad input."""
    with pytest.raises(InputError, match="UTF-8"):
        ask(care, "steps", plan="\ud800")


def test_unknown_parameter_is_refused_with_the_known_ones(care):
    """A parameter that a query does not have is refused, never silently passed over."""
    with pytest.raises(InputError, match="plan, activity"):
        ask(care, "steps", plans="kronoberg-2025")


# --- what the small world answers ----------------------------------------------------------------------------------


def test_plans(care):
    """Every plan with what it holds; one that is known only by its name holds nothing and says so."""
    columns = "plan organisation level start end goals activities measures state"
    period = ("2025-01-01", "2025-12-31")
    assert ask(care, "plans", columns) == [
        ("kronoberg-2025", "Region Kronoberg", "region", *period, "3", "5", "0", "loaded"),
        ("rcc-2025", "RCC Syd", "rcc", *period, "1", "2", "4", "loaded"),
        ("skane-2025", "Region Skåne", "region", *period, "0", "1", "0", "loaded"),
        ("strategi-2009", "Regeringen", "national-strategy", *period, "2", "0", "0", "loaded"),
        ("strategi-2026", "Regeringen", "national-strategy", *period, "1", "0", "0", "loaded"),
        ("syd-2020", "RCC Syd", "rcc", *period, "0", "0", "0", "known-only"),
        ("vagen-framat-2024", "RCC i samverkan", "national-direction", *period, "3", "0", "1", "loaded"),
    ]


def test_goals(care):
    """A goal with its area and the superior goal that it quotes or was judged to answer to."""
    assert ask(care, "goals", "goal title area parent link heading", plan="kronoberg-2025") == [
        ("1", "Processer", "3", "rcc-2025/4.d", "quotes", "VÅRD / PROCESSER"),
        ("2", "Screening i länet", "1", "vagen-framat-2024/N1.2", "closeMatch", ""),
        ("3", "Utan aktivitet", "2", "", "", ""),
    ]


def test_measures(care):
    """A measure with the number of activities, of any plan, that carry it out."""
    assert ask(care, "measures", "measure goal title activities", plan="rcc-2025") == [
        ("4.d/m1", "4.d", "Strukturera", "3"),
        ("4.d/m2", "4.d", "Utvärdera", "1"),
        ("4.d/m3", "4.d", "Utbilda", "0"),
        ("4.d/m10", "4.d", "Samordna", "0"),
    ]


def test_activities(care):
    """An activity with goal, area, the latest of its statuses or why there is none, and its times."""
    assert ask(
        care, "activities", "activity goal area status start end time_text recurrence", plan="kronoberg-2025"
    ) == [
        ("1.1", "1", "3", "ongoing", "2025-01-01", "2025-03-31", "första kvartalet", "2/year"),
        ("1.2", "1", "3", "done", "", "2025-03-31", "", ""),
        ("2.1", "2", "1", "ongoing", "", "2025-03-31", "före april", ""),
        ("2.2", "2", "1", "", "2024-06-01", "2025-12-31", "", ""),
        ("2.10", "2", "1", "lost", "2024-01-01", "2024-12-31", "", ""),
    ]
    assert ask(care, "activities", "activity", area="2") == [("A1",), ("A2",)]


def test_latest_of_many_statuses_of_one_day(tmp_path):
    """Of several statuses of one day the last one in the register counts, also when there are more than nine."""
    statuses = [{"row": "1.1", "date": "2025-06-01", "status": "ongoing", "written": "Pågår"}] * 10
    statuses.append({"row": "1.1", "date": "2025-06-01", "status": "done", "written": "Klar"})
    data = small_care(tmp_path / "data")
    file = data.folder / "plans/kronoberg-2025/statuses.csv"
    lines = [",".join((s["row"], s["date"], s["status"], s["written"], "", "")) for s in statuses]
    file.write_text("row,date,status,written,column,source\n" + "\n".join(lines) + "\n", encoding="utf-8")
    store = data.build()
    assert ask(store, "activities", "activity status", plan="kronoberg-2025")[0] == ("1.1", "done")
    assert "1.1" not in {activity for (activity,) in ask(store, "overdue", "activity", as_of="2025-07-01")}


def test_steps(care):
    """The steps of an activity, the tenth after the second."""
    assert ask(care, "steps", activity="1.1") == [
        ("kronoberg-2025", "1.1", f"1.1.{number}", f"Steg {number}", "i mars") for number in (1, 2, 10)
    ]
    assert ask(care, "steps", plan="skane-2025") == []


def test_responsibilities(care):
    """What is stated on a goal stands there and, as inherited, on each of its activities that no one else owns."""
    assert ask(care, "responsibilities", "goal activity role actor written kind basis", plan="kronoberg-2025") == [
        ("1", "", "accountable", "Chefen", "VC", "head-of-department", "stated"),
        ("1", "", "support", "RCC Syd", "RCC", "rcc", "stated"),
        ("1", "1.1", "accountable", "Chefen", "VC", "head-of-department", "inherited"),
        ("1", "1.1", "support", "RCC Syd", "RCC", "rcc", "inherited"),
        ("1", "1.2", "accountable", "Kliniken", "Kliniken", "clinic", "stated"),
        ("1", "1.2", "collaborates", "Gruppen utan känd hemvist", "gruppen", "process-group", "stated"),
        ("1", "1.2", "support", "RCC Syd", "RCC", "rcc", "inherited"),
        ("2", "2.1", "accountable", "Alla verksamheter", "alla", "collective", "stated"),
        ("2", "2.1", "responsible", "Kliniken", "klin.", "clinic", "stated"),
        ("2", "2.2", "accountable", "RCC Syd", "Rcc", "rcc", "stated"),
    ]


def test_responsibility_without_goal_and_without_actor(care):
    """Where the plan prints no goal the goal is empty; where nobody knows the name, actor and kind are."""
    assert ask(care, "responsibilities", plan="rcc-2025")[0][:5] == ("rcc-2025", "", "A1", "accountable", "Chefen")
    assert ask(care, "responsibilities", plan="skane-2025") == [
        ("skane-2025", "", "S1", "accountable", "", "Okänd", "", "stated")
    ]


@pytest.mark.parametrize("actor", ["kronoberg.klinik", "Kliniken", "kliniken"])
def test_who_owns_what(care, actor):
    """What an actor answers for and does, asked by id or by name in any case."""
    assert ask(care, "who-owns-what", actor=actor) == [
        ("Kliniken", "clinic", "accountable", "kronoberg-2025", "1.2", "Mäta", "stated"),
        ("Kliniken", "clinic", "responsible", "kronoberg-2025", "2.1", "Kalla", "stated"),
    ]


def test_who_owns_what_by_the_words_of_the_plan(care):
    """An actor is found by the plan's own words for it as well."""
    assert ask(care, "who-owns-what", "activity basis", actor="vc") == [("1.1", "inherited")]


def test_ownerless(care):
    """Activities, and goals without any, that nobody can be held to, each with its cause and what stands there."""
    assert ask(care, "ownerless", "plan goal activity cause responsible written") == [
        ("kronoberg-2025", "2", "2.1", "collective", "klin.", "alla"),
        ("kronoberg-2025", "2", "2.2", "external", "", "Rcc"),
        ("kronoberg-2025", "2", "2.10", "missing", "", ""),
        ("kronoberg-2025", "3", "", "missing", "", ""),
        ("rcc-2025", "", "A2", "missing", "", ""),
        ("skane-2025", "", "S1", "unresolved", "", "Okänd"),
    ]


def test_ownerless_for_an_organisation(care):
    """An organisation sees the rows of its own plans; an RCC not those that its regions answer for."""
    assert ask(care, "ownerless", "activity", for_="skane") == [("S1",)]
    assert ask(care, "ownerless", "activity", for_="rcc-syd") == [("A2",)]


def test_trace_up_keeps_the_two_ways_apart(care):
    """By goal and by focus area: each step up with the link by which it was reached."""
    assert ask(care, "trace-up", "path step level node link node_plan", plan="kronoberg-2025", activity="1.1") == [
        ("area", "1", "activity", "1.1", "", "kronoberg-2025"),
        ("area", "2", "goal", "1", "stated", "kronoberg-2025"),
        ("area", "6", "area", "3", "mainArea", ""),
        ("area", "7", "strategy-goal", "1", "serves", "strategi-2009"),
        ("goal", "1", "activity", "1.1", "", "kronoberg-2025"),
        ("goal", "2", "goal", "1", "stated", "kronoberg-2025"),
        ("goal", "3", "measure", "4.d/m1", "carriesOut", "rcc-2025"),
        ("goal", "4", "rcc-goal", "4.d", "quotes", "rcc-2025"),
        ("goal", "5", "national-goal", "N1.1", "broadMatch", "vagen-framat-2024"),
        ("goal", "7", "strategy-goal", "1", "serves", "strategi-2009"),
        ("goal", "7", "strategy-goal", "1", "serves", "strategi-2026"),
    ]


def test_trace_up_of_a_row_that_prints_no_goal(care):
    """A row without a goal of its own hangs on the national goal that it was judged to contribute to."""
    assert ask(care, "trace-up", "path level node link", plan="rcc-2025", activity="A1") == [
        ("area", "activity", "A1", ""),
        ("area", "area", "2", "mainArea"),
        ("area", "strategy-goal", "2", "serves"),
        ("goal", "activity", "A1", ""),
        ("goal", "national-goal", "N2.1", "contributesTo"),
        ("goal", "strategy-goal", "2", "serves"),
    ]


def test_trace_down_from_a_national_goal(care):
    """From a national goal down to the activities that hang on it, and who answers for them."""
    assert ask(care, "trace-down", goal="N1.1") == [
        ("strategi-2009/1", "3", "N1.1", "kronoberg-2025", "1.1", "Chefen"),
        ("strategi-2009/1", "3", "N1.1", "kronoberg-2025", "1.2", "Kliniken"),
        ("strategi-2026/1", "3", "N1.1", "kronoberg-2025", "1.1", "Chefen"),
        ("strategi-2026/1", "3", "N1.1", "kronoberg-2025", "1.2", "Kliniken"),
    ]


def test_trace_down_from_a_strategy_goal_by_either_way(care):
    """What reaches a strategy goal by its focus area alone is there as well, without a national goal."""
    assert ask(care, "trace-down", "area national_goal plan activity owner", goal="strategi-2026/1") == [
        ("1", "", "kronoberg-2025", "2.1", "Alla verksamheter"),
        ("1", "", "kronoberg-2025", "2.2", "RCC Syd"),
        ("1", "", "kronoberg-2025", "2.10", ""),
        ("3", "N1.1", "kronoberg-2025", "1.1", "Chefen"),
        ("3", "N1.1", "kronoberg-2025", "1.2", "Kliniken"),
    ]


@pytest.mark.parametrize("dataset", ["care", "store"])
def test_up_and_down_reach_the_same(request, dataset):
    """An activity reaches a strategy goal upwards if and only if that goal reaches it downwards."""
    world = request.getfixturevalue(dataset)
    up = {
        (plan, activity, f"{node_plan}/{node}")
        for plan, activity, level, node_plan, node in ask(world, "trace-up", "plan activity level node_plan node")
        if level == "strategy-goal"
    }
    assert up
    assert up == set(ask(world, "trace-down", "plan activity strategy_goal"))


def test_coverage(care):
    """Each area of a plan that holds activities is taken up, declared or a gap; one known by name is not loaded."""
    columns = "area state goals activities owned ownerless"
    areas = {row[0]: row[1:] for row in ask(care, "coverage", columns, plan="kronoberg-2025")}
    assert list(areas) == [str(area) for area in range(1, 11)]
    assert areas["1"] == ("taken-up", "1", "3", "0", "3")
    assert areas["2"] == ("elsewhere", "1", "0", "0", "0")
    assert areas["3"] == ("taken-up", "1", "2", "2", "0")
    assert {areas[str(area)] for area in range(4, 11)} == {("gap", "0", "0", "0", "0")}
    assert {plan for (plan,) in ask(care, "coverage", "plan")} == {
        "kronoberg-2025",
        "rcc-2025",
        "skane-2025",
        "syd-2020",
    }
    assert {state for (state,) in ask(care, "coverage", "state", plan="syd-2020")} == {"not-loaded"}


def test_uptake(care):
    """Each measure in each region of the RCC: taken up, declined, a gap, or not loaded, which is no gap."""
    assert ask(care, "uptake", "measure region state activity note", rcc="rcc-syd") == [
        ("4.d/m1", "blekinge", "not-loaded", "", ""),
        ("4.d/m1", "halland", "not-loaded", "", ""),
        ("4.d/m1", "kronoberg", "taken-up", "1.1", "Bara primärvården"),
        ("4.d/m1", "kronoberg", "taken-up", "1.2", ""),
        ("4.d/m1", "skane", "taken-up", "S1", ""),
        ("4.d/m2", "blekinge", "not-loaded", "", ""),
        ("4.d/m2", "halland", "not-loaded", "", ""),
        ("4.d/m2", "kronoberg", "taken-up", "1.2", ""),
        ("4.d/m2", "skane", "gap", "", ""),
        ("4.d/m3", "blekinge", "not-loaded", "", ""),
        ("4.d/m3", "halland", "not-loaded", "", ""),
        ("4.d/m3", "kronoberg", "declined", "", "Görs inte här"),
        ("4.d/m3", "skane", "gap", "", ""),
        ("4.d/m10", "blekinge", "not-loaded", "", ""),
        ("4.d/m10", "halland", "not-loaded", "", ""),
        ("4.d/m10", "kronoberg", "gap", "", ""),
        ("4.d/m10", "skane", "gap", "", ""),
    ]
    assert ask(care, "uptake", rcc="rcc-norr") == []


def test_uncovered_goals(care):
    """National goals that no activity of an organisation hangs on, told apart by whether its plan was read."""
    columns = "national_goal state"
    assert ask(care, "uncovered-goals", columns, organisation="kronoberg") == [("N2.1", "elsewhere")]
    assert ask(care, "uncovered-goals", columns, organisation="rcc-syd") == [("N1.1", "gap"), ("N1.2", "gap")]
    for organisation, state in (("skane", "gap"), ("blekinge", "not-loaded")):
        assert ask(care, "uncovered-goals", columns, organisation=organisation) == [
            (goal, state) for goal in ("N1.1", "N1.2", "N2.1")
        ]


def test_shared_activities(care):
    """Activities of different plans that carry out the same measure, each pair once."""
    assert ask(care, "shared-activities") == [
        ("4.d/m1", "Strukturera", "kronoberg-2025", activity, "skane-2025", "S1") for activity in ("1.1", "1.2")
    ]


def test_actor_load(care):
    """How much rests on each actor, in each role, those who answer for most first."""
    columns = "actor plans accountable responsible support collaborates"
    assert ask(care, "actor-load", columns, plan="kronoberg-2025") == [
        ("Kliniken", "1", "1", "1", "0", "0"),
        ("Alla verksamheter", "1", "1", "0", "0", "0"),
        ("Chefen", "1", "1", "0", "0", "0"),
        ("RCC Syd", "1", "1", "0", "2", "0"),
        ("Gruppen utan känd hemvist", "1", "0", "0", "0", "1"),
    ]


def test_follow_up(care):
    """How rows are followed up, and where the text says that follow-up is lacking."""
    assert ask(care, "follow-up") == [
        ("kronoberg-2025", "1", "1.1", "rhythm", "2 ggr/år", "2/year", "", "", ""),
        ("kronoberg-2025", "2", "", "missing", "saknas", "", "", "", ""),
    ]


def test_conditions_and_decisions(care):
    """What rows wait for, on the goal, on the activity or on one of its steps; decisions are those of them that are."""
    columns = "goal activity kind by_whom when holds_up title row_locator"
    decisions = [
        ("1", "", "decision-taken", "", "", "", "Beslut", "1"),
        ("1", "1.1", "decision-awaited", "", "", "", "Väntan", "1.1.2"),
    ]
    money = ("2", "2.1", "money-needed", "HSN", "2025-Q4", "2.2", "Pengar", "2.1")
    assert ask(care, "decisions", columns) == decisions
    assert ask(care, "conditions", columns) == [*decisions, money]


def test_figures(care):
    """Figures with what they are about."""
    assert ask(care, "figures") == [("kronoberg-2025", "2", "2.1", "target", "80", "%", "kvinnor", "2024", "", "", "")]


def test_outside_period(care):
    """Time that does not meet the plan's period lies outside; time that does so in part overlaps."""
    assert ask(care, "outside-period", "activity state") == [("2.2", "overlaps"), ("2.10", "outside")]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2024-12-31", []),
        ("2025-03-31", [("2.10", "time-passed", "")]),
        ("2025-07-01", [("1.1", "late", ""), ("2.1", "time-passed", ""), ("2.10", "time-passed", "")]),
        (
            "2026-01-01",
            [
                (activity, state, "2025-12-31")
                for activity, state in (
                    ("1.1", "late"),
                    ("2.1", "time-passed"),
                    ("2.2", "time-passed"),
                    ("2.10", "time-passed"),
                )
            ],
        ),
    ],
)
def test_overdue(care, as_of, expected):
    """Late is only what a status after its end says is not done; what is done is not overdue; an ended plan is said."""
    assert ask(care, "overdue", "activity state plan_ended", as_of=as_of) == expected


def test_overdue_is_judged_as_of_today_unless_a_day_is_given(care):
    """Without a day, today decides."""
    today = date.today().isoformat()
    assert ask(care, "overdue") == ask(care, "overdue", as_of=today) != []


def test_losing_parent(care):
    """A parent is carried over where the new strategy has a goal that answers to it and is reached the same way."""
    columns = "activity path old_goal new_goal state"
    assert ask(care, "losing-parent", columns, plan="kronoberg-2025") == [
        *(
            row
            for activity in ("1.1", "1.2")
            for row in (
                (activity, "area", "1", "", "needs-new-parent"),
                (activity, "goal", "1", "1", "carried-over"),
            )
        ),
        *(
            row
            for activity in ("2.1", "2.2", "2.10")
            for row in (
                (activity, "area", "1", "1", "carried-over"),
                (activity, "goal", "2", "", "needs-new-parent"),
            )
        ),
    ]
    assert ask(care, "losing-parent", columns, plan="skane-2025") == [
        ("S1", "area", "1", "", "needs-new-parent"),
        ("S1", "goal", "", "", "no-parent"),
    ]


def test_losing_parent_between_other_versions(care):
    """The versions may be given, and the crosswalk is read from either end."""
    columns = "activity path state"
    found = ask(care, "losing-parent", columns, from_="strategi-2026", to="strategi-2009", plan="kronoberg-2025")
    assert found == [
        *(
            (activity, *row)
            for activity in ("1.1", "1.2")
            for row in (("area", "new-parent"), ("goal", "carried-over"))
        ),
        *(
            (activity, *row)
            for activity in ("2.1", "2.2", "2.10")
            for row in (("area", "carried-over"), ("goal", "new-parent"))
        ),
    ]


def test_neighbours(care):
    """What the other region does about the same thing: both carry out the RCC's measure."""
    columns = "activity other_plan other_activity link owner other_owner other_cause"
    assert ask(care, "neighbours", columns, plan="kronoberg-2025") == [
        ("1.1", "skane-2025", "S1", "same-measure", "Chefen", "Okänd", "unresolved"),
        ("1.2", "skane-2025", "S1", "same-measure", "Kliniken", "Okänd", "unresolved"),
    ]


def test_ownership_contrast(care):
    """Kronoberg has an owner for the RCC's measure, Skåne names one whom nobody knows."""
    columns = "measure plan activity other_plan other_activity state"
    assert ask(care, "ownership-contrast", columns) == [
        ("4.d/m1", "kronoberg-2025", "1.1", "skane-2025", "S1", "owned-here"),
        ("4.d/m1", "kronoberg-2025", "1.2", "skane-2025", "S1", "owned-here"),
        ("4.d/m1", "skane-2025", "S1", "kronoberg-2025", "1.1", "owned-there"),
        ("4.d/m1", "skane-2025", "S1", "kronoberg-2025", "1.2", "owned-there"),
    ]


def test_mappings(care):
    """What was judged, on what ground; an empty object is a stated lack of a counterpart; an area has no plan."""
    ground = ("0.9", "ManualMappingCuration", "Bedömd för provet.")
    assert ask(care, "mappings", plan="kronoberg-2025")[-2:] == [
        ("kronoberg-2025", "3", "exactMatch", "", "", *ground),
        ("kronoberg-2025", "3", "mainArea", "", "2", *ground),
    ]
    assert [row[:5] for row in ask(care, "mappings", target="strategi-2026")] == [
        ("", "1", "serves", "strategi-2026", "1"),
        ("strategi-2009", "1", "closeMatch", "strategi-2026", "1"),
        ("vagen-framat-2024", "N1.1", "serves", "strategi-2026", "1"),
    ]


def test_overview(care):
    """Owned and ownerless together are all activities, and each ownerless one has one cause."""
    columns = "plan activities owned ownerless unclear disagreeing unresolved missing collective external inherited"
    assert ask(care, "overview", columns) == [
        ("kronoberg-2025", "5", "2", "3", "0", "0", "0", "1", "1", "1", "1"),
        ("rcc-2025", "2", "1", "1", "0", "0", "0", "1", "0", "0", "0"),
        ("skane-2025", "1", "0", "1", "0", "0", "1", "0", "0", "0", "0"),
    ]


def test_owner_kinds(care):
    """What kinds of actors are accountable, and for how many activities."""
    assert ask(care, "owner-kinds", "kind actors plans activities") == [
        ("head-of-department", "2", "2", "2"),
        ("clinic", "1", "1", "1"),
        ("collective", "1", "1", "1"),
        ("rcc", "1", "1", "1"),
    ]
