"""What the queries answer about the real plans, where the documents let a reader know the answer beforehand."""

from __future__ import annotations

from collections import Counter

import pytest

from plangraph.queries import named_query, run


@pytest.fixture(scope="module")
def ask(store):
    """Ask a query about the real plans."""

    def answer(name: str, columns: str, **parameters: str) -> list[tuple[str, ...]]:
        rows = run(store, named_query(name), parameters).rows
        return [tuple(row[column] for column in columns.split()) for row in rows]

    return answer


def test_every_activity_has_at_least_one_line(ask):
    """All 332 activities of the five plans are listed."""
    found = {(plan, activity) for plan, activity in ask("activities", "plan activity")}
    assert Counter(plan for plan, _ in found) == {
        "gavleborg-2025": 41,
        "kronoberg-2024": 74,
        "skane-2019": 67,
        "sydost-2025": 110,
        "vastmanland-2025": 40,
    }


def test_owned_and_ownerless_are_all_activities(ask):
    """The overview adds up: owned and ownerless are all, and the causes are all that are ownerless."""
    for row in ask("overview", " ".join(named_query("overview").columns)):
        plan, activities, owned, ownerless, *causes, inherited = row
        assert int(owned) + int(ownerless) == int(activities), plan
        assert sum(map(int, causes)) == int(ownerless), plan
        assert int(inherited) <= int(owned), plan


def test_ownerless_is_the_same_number_in_overview_and_coverage(ask):
    """List, overview and coverage count the same ownerless activities."""
    listed = Counter(plan for plan, activity in ask("ownerless", "plan activity") if activity)
    assert listed == Counter({plan: int(count) for plan, count in ask("overview", "plan ownerless")})
    covered: Counter[str] = Counter()
    for plan, count in ask("coverage", "plan ownerless"):
        covered[plan] += int(count)
    assert covered == listed


def test_responsibilities_are_those_of_the_register(ask, register):
    """Every line of responsibilities comes out once where it is stated, and once for each activity that inherits it."""
    stated = Counter(plan for plan, basis in ask("responsibilities", "plan basis") if basis == "stated")
    expected = {plan.id: len(plan.tables["responsibilities"]) for plan in register.plans}
    assert stated == Counter({plan: count for plan, count in expected.items() if count})


def test_uptake_in_mellansverige(ask):
    """Gävleborg has no row for the course in cancer genetics, Västmanland has; of the other five no plan was read."""
    found = {
        (region, state, activity)
        for measure, region, state, activity in ask("uptake", "measure region state activity", rcc="rcc-mellansverige")
        if measure == "3.e/m2"
    }
    others = ("dalarna", "orebro", "sormland", "uppsala", "varmland")
    assert found == {
        ("gavleborg", "gap", ""),
        ("vastmanland", "taken-up", "3.e/2"),
        *((region, "not-loaded", "") for region in others),
    }


def test_shared_activities_of_gavleborg_and_vastmanland(ask):
    """Both regions structure the care process: 2.10/1 there, 4.d/1 here."""
    pairs = ask("shared-activities", "measure plan_a activity_a plan_b activity_b")
    assert ("4.d/m1", "gavleborg-2025", "2.10/1", "vastmanland-2025", "4.d/1") in pairs
    assert {(plan_a, plan_b) for _, plan_a, _, plan_b, _ in pairs} == {("gavleborg-2025", "vastmanland-2025")}


def test_overdue_in_kronoberg(ask):
    """What was to be ready on 1 February 2024 had passed in March 2024, and nothing says that it is late."""
    columns = "activity end state plan_ended"
    assert ask("overdue", columns, plan="kronoberg-2024", as_of="2024-03-01") == [
        ("36.2", "2024-02-01", "time-passed", "")
    ]


def test_ended_plan_is_said_to_have_ended(ask):
    """Skåne's plan of 2019–2022 has ended: what is dated in it has passed, and is not late."""
    found = ask("overdue", "activity state plan_ended", plan="skane-2019", as_of="2026-01-01")
    assert {(state, ended) for _, state, ended in found} == {("time-passed", "2022-12-31")}


def test_goals_of_2009_without_a_successor(ask):
    """A goal of 2009 that answers to none of 2026 is dropped, or leaves its activity in need of a new parent."""
    gone = {s for s, v in ask("mappings", "subject object", plan="strategi-2009") if not v}
    states = {old: set() for old in gone}
    for old, new, state in ask("losing-parent", "old_goal new_goal state"):
        if old in gone:
            states[old].add((new, state))
    assert states["4"] == {("", "goal-dropped"), ("", "needs-new-parent")}
    assert states["5"] == {("", "goal-dropped")}


def test_neighbours_on_patient_representatives(ask):
    """Kronoberg's process teams seek a representative; Gävleborg and Sydöst do likewise, and Skåne has no such row."""
    columns = "other_plan other_activity link"
    found = set(ask("neighbours", columns, plan="kronoberg-2024", activity="17.1"))
    assert {("gavleborg-2025", "2.1/3", "closeMatch"), ("sydost-2025", "A8.2", "closeMatch")} <= found
    assert ("skane-2019", "", "no-counterpart") in found


def test_neighbours_by_measure_are_the_shared_activities(ask):
    """Who carries out the same measure is the same in both answers, in each direction."""
    pairs = set(ask("shared-activities", "plan_a activity_a plan_b activity_b"))
    found = ask("neighbours", "plan activity other_plan other_activity link")
    assert {row[:4] for row in found if row[4] == "same-measure"} == pairs | {row[2:] + row[:2] for row in pairs}


def test_neighbours_are_the_judged_links(ask, register):
    """Every judged link between activities of two organisations comes from both its ends, and nothing else does."""
    organisations = {plan.id: plan.metadata.organisation for plan in register.plans}
    activities = set(ask("activities", "plan activity"))
    expected = set()
    for one_plan, one, match, other_plan, other in ask("mappings", "subject_plan subject predicate object_plan object"):
        if {(one_plan, one), (other_plan, other)} <= activities and match.endswith("Match"):
            assert organisations[one_plan] != organisations[other_plan]
            back = {"broadMatch": "narrowMatch", "narrowMatch": "broadMatch"}.get(match, match)
            expected |= {(one_plan, one, other_plan, other, match), (other_plan, other, one_plan, one, back)}
    assert len(expected) > 1000
    found = set(ask("neighbours", "plan activity other_plan other_activity link"))
    assert {row for row in found if row[4].endswith("Match") and not row[4].startswith("goal-")} == expected


def test_screening_has_an_owner_in_vastmanland_alone(ask):
    """Wider coverage of screening: Gävleborg names the regions alone, Västmanland also its communication unit."""
    columns = "plan activity other_plan other_activity state cause other_cause"
    assert ask("ownership-contrast", columns, measure="3.c/m1") == [
        ("gavleborg-2025", "2.4/1", "vastmanland-2025", "3.c/1", "owned-there", "collective", ""),
        ("vastmanland-2025", "3.c/1", "gavleborg-2025", "2.4/1", "owned-here", "", "collective"),
    ]


def test_talks_before_treatment_have_an_owner_nowhere(ask):
    """Västmanland's owner cell repeats the activity and names collaborators; Gävleborg's names RCC and regions."""
    columns = "activity other_activity state cause other_cause"
    assert ask("ownership-contrast", columns, measure="3.a/m2", plan="vastmanland-2025") == [
        ("3.a/2", "2.2/2", "ownerless-both", "missing", "external")
    ]


def test_follow_up_twice_a_year(ask):
    """Gävleborg follows up its first row twice a year."""
    rows = ask("follow-up", "activity kind written recurrence", plan="gavleborg-2025")
    assert rows[0] == ("2.1/1", "rhythm", "2 ggr/år", "2/year")


def test_conditions_and_decisions_of_gavleborg(ask):
    """The study in cancer genetics rests on a decision that was taken."""
    assert ("2.6/1", "decision-taken") in ask("decisions", "activity kind", plan="gavleborg-2025")
    decisions = ask("decisions", "plan goal activity title row_locator")
    assert set(decisions) <= set(ask("conditions", "plan goal activity title row_locator"))


def test_every_step_comes_out(ask, register):
    """All steps of the register come out, each under its activity."""
    found = Counter(plan for (plan,) in ask("steps", "plan"))
    assert found == Counter({p.id: len(p.tables["steps"]) for p in register.plans if p.tables["steps"]})


def test_plans_that_are_known_only_by_name(ask):
    """RCC Syd's two plans are known to exist and were never read; RCC Mellansverige's is reconstructed."""
    states = dict(ask("plans", "plan state"))
    assert {plan for plan, state in states.items() if state == "known-only"} == {"syd-2019", "syd-2023"}
    assert {plan for plan, state in states.items() if state == "reconstructed"} == {"mellansverige-2025"}


def test_who_answers_for_what_by_name(ask):
    """A cancersamordnare is one function in each region: asked by name all come, by id one does."""
    named = {organisation for (organisation,) in ask("who-owns-what", "organisation", actor="Cancersamordnare")}
    assert {"gavleborg", "kronoberg"} <= named
    assert {o for (o,) in ask("who-owns-what", "organisation", actor="kronoberg.cancersamordnare")} == {"kronoberg"}


def test_uncovered_goals_of_regions_without_a_plan(ask):
    """For a region whose plan was not read all 28 national goals are not loaded, and none of them a gap."""
    found = ask("uncovered-goals", "national_goal state", organisation="dalarna")
    assert len(found) == 28
    assert {state for _, state in found} == {"not-loaded"}
