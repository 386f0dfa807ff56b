"""What becomes of each activity's superior goals when one strategy replaces another: `losing-parent`."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from pathlib import Path

import pyoxigraph as ox
import pytest

from plangraph.queries import named_query, run
from tests.small_data import SmallData
from tests.test_engines import assert_same, in_rdflib

pytestmark = pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")

OLD, NEW, NATIONAL, REGION = "strategi-2009", "strategi-2026", "vagen-framat-2024", "kronoberg-2025"
# What the crosswalk of the real strategies says, as its own file has it: 4 and 5 have no successor.
CROSSWALK = {("1", "1"): "broadMatch", ("2", "3"): "relatedMatch", ("3", "2"): "narrowMatch", ("3", "3"): "narrowMatch"}


def two_strategies(folder: Path) -> SmallData:
    """An old strategy of four goals, a new one of three, and activities that hang on them by goal and by area.

    Old 1 goes on as new 1, old 2 is merely akin to new 2, old 3 has no successor, old 4 goes on as new 3.
    """
    data = SmallData(folder)
    data.plan(OLD, "regeringen", "national-strategy", goals=[{"locator": n, "title": f"Gammalt {n}"} for n in "1234"])
    data.plan(NEW, "regeringen", "national-strategy", goals=[{"locator": n, "title": f"Nytt {n}"} for n in "123"])
    goals = [{"locator": f"N{n}", "title": f"Nationellt {n}"} for n in range(1, 7)]
    data.plan(NATIONAL, "rcc-samverkan", "national-direction", goals=goals)
    data.plan(
        REGION,
        goals=[{"locator": str(n), "title": f"Mål {n}"} for n in range(1, 9)],
        activities=[{"locator": f"{n}.1", "goal": str(n), "title": f"Aktivitet {n}"} for n in range(1, 9)],
    )
    hangs = {1: "N1", 2: "N2", 3: "N3", 4: "N4", 5: "N5", 6: "N6", 7: "N1"}  # 8 hangs on none
    serves = {
        "N1": ((1, 3), (1,)),  # one goes on, one is dropped
        "N2": ((2,), (2,)),  # merely akin
        "N3": ((3,), (2,)),  # dropped, and a new goal that answers to nothing before
        "N4": ((4,), ()),  # its successor is not served, and nothing else
        "N5": ((1, 4), (1,)),  # one goes on, the successor of the other is not served
        "N6": ((), (3,)),  # only under the new strategy
    }
    data.mappings(
        "links",
        *((f"plan:{REGION}/goal/{n}", "skos:closeMatch", f"plan:{NATIONAL}/goal/{goal}") for n, goal in hangs.items()),
        *(
            (f"plan:{NATIONAL}/goal/{goal}", "plangraph:serves", f"plan:{strategy}/goal/{n}")
            for goal, versions in serves.items()
            for strategy, numbers in zip((OLD, NEW), versions, strict=True)
            for n in numbers
        ),
        (f"plan:{REGION}/goal/8", "plangraph:mainArea", "plan:area/1"),
        ("plan:area/1", "plangraph:serves", f"plan:{OLD}/goal/1"),
        ("plan:area/1", "plangraph:serves", f"plan:{NEW}/goal/1"),
    )
    ground = {"mapping_justification": "semapv:ManualMappingCuration", "author_label": "Provet", "confidence": "0.9"}
    data.mapping_rows(
        "crosswalk",
        *(
            {
                **ground,
                "subject_id": f"plan:{OLD}/goal/{old}",
                "predicate_id": f"skos:{match}",
                "object_id": f"plan:{NEW}/goal/{new}" if new else "sssom:NoTermFound",
                "object_source": f"plan:{NEW}",
                "comment": f"Om {old}.",
            }
            for old, match, new in (
                ("1", "broadMatch", "1"), ("2", "relatedMatch", "2"), ("3", "closeMatch", ""), ("4", "exactMatch", "3")
            )
        ),
    )  # fmt: skip
    return data


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    return two_strategies(tmp_path_factory.mktemp("strategies") / "data").build()


def ask(store: ox.Store, columns: str, **parameters: str) -> list[tuple[str, ...]]:
    given = {name.rstrip("_"): value for name, value in parameters.items()}
    rows = run(store, named_query("losing-parent"), given).rows
    return [tuple(row[column] for column in columns.split()) for row in rows]


def by_goal(store: ox.Store, activity: str, columns: str = "old_goal new_goal state") -> list[tuple[str, ...]]:
    """The rows of an activity on the path by goal."""
    rows = ask(store, f"path {columns}", plan=REGION, activity=activity)
    return [row[1:] for row in rows if row[0] == "goal"]


def test_goal_that_goes_on_beside_one_that_is_dropped(small):
    """It keeps a parent by the goal that goes on; the other is no longer a goal, and the crosswalk says why."""
    assert by_goal(small, "1.1", "old_goal new_goal state link via note") == [
        ("1", "1", "carried-over", "broadMatch", "N1", "Om 1."),
        ("3", "", "goal-dropped", "", "N1", "Om 3."),
    ]


def test_merely_akin_goal(small):
    """Where the old goal is no longer one of its own and the nearest is merely akin, that is all that is said."""
    assert by_goal(small, "2.1", "old_goal new_goal state link") == [("2", "2", "related-only", "relatedMatch")]


def test_no_old_goal_goes_on(small):
    """None of its old goals goes on: it needs a new parent, and the new goal that it serves is one it did not have."""
    assert by_goal(small, "3.1") == [("", "2", "new-parent"), ("3", "", "needs-new-parent")]
    assert by_goal(small, "4.1") == [("4", "", "needs-new-parent")]


def test_successor_that_is_not_served(small):
    """One old goal goes on; the other has a successor that the activity does not serve."""
    assert by_goal(small, "5.1") == [("1", "1", "carried-over"), ("4", "", "not-reached")]


def test_goal_under_the_new_strategy_alone(small):
    """A new goal without an old one is a new parent."""
    assert by_goal(small, "6.1") == [("", "3", "new-parent")]


def test_path_that_reaches_neither_strategy(small):
    """An activity that reaches no strategy goal by a path is told, and not left out."""
    assert by_goal(small, "8.1", "old_goal new_goal state via") == [("", "", "no-parent", "")]
    assert ask(small, "path state via", plan=REGION, activity="8.1") == [
        ("area", "carried-over", "1"),
        ("goal", "no-parent", ""),
    ]
    assert ("area", "no-parent") in ask(small, "path state", activity="1.1")


def test_backwards(small):
    """The versions may be exchanged: what was new is old, and wider is narrower."""
    found = ask(small, "path old_goal new_goal state link", from_=NEW, to=OLD, activity="1.1")
    assert [row[1:] for row in found if row[0] == "goal"] == [
        ("", "3", "new-parent", ""),
        ("1", "1", "carried-over", "narrowMatch"),
    ]


def test_third_strategy_is_left_out_of_it(tmp_path):
    """Goals of a strategy that is neither the old nor the new one make no rows and no successors."""
    data = two_strategies(tmp_path / "data")
    plain = ask(data.build(), "activity path old_goal new_goal state note")
    data.plan("strategi-2035", "regeringen", "national-strategy", goals=[{"locator": "9", "title": "Framtida"}])
    data.mappings(
        "later",
        (f"plan:{OLD}/goal/3", "skos:exactMatch", "plan:strategi-2035/goal/9"),
        (f"plan:{NATIONAL}/goal/N3", "plangraph:serves", "plan:strategi-2035/goal/9"),
        (f"plan:{NATIONAL}/goal/N4", "plangraph:serves", "plan:strategi-2035/goal/9"),
    )
    assert ask(data.build(), "activity path old_goal new_goal state note") == plain


def test_crosswalk_that_nobody_judged_does_not_count(tmp_path):
    """What a machine proposes between strategies carries nothing over."""
    data = two_strategies(tmp_path / "data")
    file = data.folder / "alignments" / "crosswalk.sssom.tsv"
    text = file.read_text("utf-8").replace("semapv:ManualMappingCuration\t\tProvet", "semapv:LexicalMatching\t\t")
    assert "LexicalMatching" in text
    file.write_text(text, "utf-8")
    states = {state for (state,) in ask(data.build(), "state")}
    assert states == {"needs-new-parent", "new-parent", "no-parent"}


def test_engines_agree_on_every_state(small):
    """All states have the same rows in both engines."""
    states = {state for (state,) in ask(small, "state")}
    assert len(states) == 7
    assert_same("losing-parent", small, in_rdflib(small))


# --- the real plans ------------------------------------------------------------------------------------------------


def test_real_plans_row_by_row(store):
    """For every activity and path the rows are what its traces up and the crosswalk say, counted another way."""
    reached: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in run(store, named_query("trace-up"), {}).rows:
        if row["level"] == "strategy-goal":
            reached[row["plan"], row["activity"], row["path"], row["node_plan"]].add(row["node"])
    expected = set()
    activities = {(row["plan"], row["activity"]) for row in run(store, named_query("activities"), {}).rows}
    for key in ((*activity, path) for activity in activities for path in ("goal", "area")):
        old, new = reached[*key, OLD], reached[*key, NEW]
        going_on = {pair for pair in product(old, new) if pair in CROSSWALK}
        for pair in going_on:
            related = CROSSWALK[pair] == "relatedMatch"
            expected.add((*key, *pair, "related-only" if related else "carried-over"))
        for goal in old - {pair[0] for pair in going_on}:
            lost = "not-reached" if goal in {pair[0] for pair in CROSSWALK} else "goal-dropped"
            expected.add((*key, goal, "", lost if going_on else "needs-new-parent"))
        expected |= {(*key, "", goal, "new-parent") for goal in new - {pair[1] for pair in going_on}}
        if not old and not new:
            expected.add((*key, "", "", "no-parent"))
    found = ask(store, "plan activity path old_goal new_goal state")
    assert len(found) == len(set(found))
    assert set(found) == expected


def test_equality_is_no_longer_a_goal(store):
    """The two goals of smaller differences have no successor: no activity carries them over, and the reason is told."""
    rows = [row for row in run(store, named_query("losing-parent"), {}).rows if row["old_goal"] in ("4", "5")]
    assert {row["state"] for row in rows} == {"goal-dropped", "needs-new-parent"}
    assert all(row["new_goal"] == "" and "skillnader" in row["note"] for row in rows)


def test_survival_and_quality_of_life_are_two_goals_now(store):
    """The goal of survival and quality of life is divided: its activities go on by the part that they serve."""
    rows = [row for row in run(store, named_query("losing-parent"), {}).rows if row["old_goal"] == "3"]
    assert {row["new_goal"] for row in rows if row["state"] == "carried-over"} == {"2", "3"}
    assert {row["link"] for row in rows if row["state"] == "carried-over"} == {"narrowMatch"}
