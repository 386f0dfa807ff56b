"""What follows from the plans by the rules of reading: who answers for what, and why nobody does."""

from __future__ import annotations

import csv
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from plangraph.graph import build, infer
from plangraph.queries import named_query, run
from plangraph.register import load_register
from plangraph.vocabulary import GRAPH, PLANGRAPH
from tests.small_data import SmallData

NOBODY = ""  # a name that the actor table does not know
INSIDE = ("kronoberg.chef", "kronoberg.klinik")
HOMELESS = "kronoberg.grupp"
COLLECTIVE = ("kronoberg.alla", "rcc-syd.regionerna")
OUTSIDE = ("rcc-syd.rcc", "skane.chef")


@dataclass(frozen=True)
class Said:
    """A responsibility as a plan states it."""

    role: str
    actor: str
    claims: bool = False


@dataclass(frozen=True)
class Case:
    """A goal with one activity: what the plan says on each, and whether it doubts."""

    on_goal: tuple[Said, ...] = ()
    on_activity: tuple[Said, ...] = ()
    goal_doubted: bool = False
    activity_doubted: bool = False

    @property
    def holding(self) -> list[tuple[Said, str]]:
        """What holds for the activity by the rules of reading, each with its basis."""
        own_accountable = any(said.role == "accountable" for said in self.on_activity)
        inherited = [said for said in self.on_goal if said.role != "accountable" or not own_accountable]
        return [(said, "stated") for said in self.on_activity] + [(said, "inherited") for said in inherited]

    @property
    def causes(self) -> list[str]:
        """Every cause of lacking an owner that fits, in the order of the rules of reading."""
        accountable = [said.actor for said, _ in self.holding if said.role == "accountable"]
        owned = any(actor in (*INSIDE, HOMELESS) for actor in accountable)
        named = [actor for actor in accountable if actor]
        stated_here = any(said.role == "accountable" for said in self.on_activity)
        fits = {
            "unclear": self.activity_doubted or (self.goal_doubted and not stated_here),
            "disagreeing": any(said.claims for said in self.on_activity),
            "unresolved": NOBODY in accountable and not owned,
            "missing": not accountable,
            "collective": bool(named) and not owned and all(actor in COLLECTIVE for actor in named),
            "external": bool(named) and not owned and any(actor in OUTSIDE for actor in named),
        }
        return [cause for cause, fit in fits.items() if fit]


def dataset(folder: Path, cases: list[Case], organisation: str = "kronoberg", level: str = "region") -> ox.Store:
    """A plan in which case n is goal `n` with activity `n.1`."""
    goals, activities, responsibilities = [], [], []
    for number, case in enumerate(cases, start=1):
        goal, activity = str(number), f"{number}.1"
        goals.append({"locator": goal, "title": "Mål", "doubt": "Oklart" if case.goal_doubted else ""})
        activities.append(
            {"locator": activity, "goal": goal, "title": "Göra", "doubt": "Oklart" if case.activity_doubted else ""}
        )
        for row, stated in ((goal, case.on_goal), (activity, case.on_activity)):
            responsibilities += [
                {
                    "row": row,
                    "role": said.role,
                    "actor": said.actor,
                    "written": said.actor or "Okänd",
                    "claims_ownership": "yes" if said.claims else "",
                }
                for said in stated
            ]
    data = SmallData(folder)
    data.plan("prov-2025", organisation, level, goals=goals, activities=activities, responsibilities=responsibilities)
    return data.build()


def causes_of(store: ox.Store) -> dict[str, list[str]]:
    """The causes of each activity or goal that lacks an owner, the first one first."""
    return {
        row["activity"] or row["goal"]: [row["cause"], *sorted(filter(None, row["other_causes"].split(" | ")))]
        for row in run(store, named_query("ownerless"), {}).rows
    }


def holding(store: ox.Store) -> dict[str, Counter[tuple[str, str, str]]]:
    """Role, words and basis of what holds for each activity."""
    found: dict[str, Counter[tuple[str, str, str]]] = {}
    for row in run(store, named_query("responsibilities"), {}).rows:
        if row["activity"]:
            found.setdefault(row["activity"], Counter())[row["role"], row["written"], row["basis"]] += 1
    return found


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_stated_accountable_replaces_inherited_ones(small):
    """An accountable actor stated on the activity replaces the goal's; other roles of the goal stay."""
    case = Case(
        on_goal=(Said("accountable", "kronoberg.klinik"), Said("support", "rcc-syd.rcc")),
        on_activity=(Said("accountable", "kronoberg.chef"),),
    )
    store = dataset(small, [case])
    assert holding(store)["1.1"] == Counter(
        {("accountable", "kronoberg.chef", "stated"): 1, ("support", "rcc-syd.rcc", "inherited"): 1}
    )
    assert causes_of(store) == {}


def test_other_roles_on_the_activity_add(small):
    """A role other than accountable on the activity adds to what is inherited, and replaces nothing."""
    case = Case(
        on_goal=(Said("accountable", "kronoberg.klinik"),), on_activity=(Said("responsible", "kronoberg.chef"),)
    )
    assert holding(dataset(small, [case]))["1.1"] == Counter(
        {("responsible", "kronoberg.chef", "stated"): 1, ("accountable", "kronoberg.klinik", "inherited"): 1}
    )


def test_performer_never_cures_a_missing_owner(small):
    """Whoever performs, supports, collaborates, is told or pays does not own."""
    roles = ("responsible", "support", "collaborates", "informed", "funds")
    cases = [Case(on_activity=(Said(role, "kronoberg.chef"),)) for role in roles]
    assert causes_of(dataset(small, cases)) == {f"{number}.1": ["missing"] for number in range(1, 6)}


def test_goal_speaks_for_its_own_activities_only(small):
    """What is stated on a goal holds for the activities under it, and for no others."""
    cases = [Case(on_goal=(Said("accountable", "kronoberg.chef"),)), Case()]
    assert causes_of(dataset(small, cases)) == {"2.1": ["missing"]}


def test_doubt_on_the_goal_is_silenced_by_an_owner_on_the_activity(small):
    """A goal's doubt holds for its activities, except where an activity has an accountable actor of its own."""
    cases = [
        Case(goal_doubted=True),
        Case(goal_doubted=True, on_goal=(Said("accountable", "kronoberg.chef"),)),
        Case(goal_doubted=True, on_activity=(Said("accountable", "kronoberg.chef"),)),
        Case(goal_doubted=True, on_activity=(Said("responsible", "kronoberg.chef"),)),
        Case(activity_doubted=True, on_activity=(Said("accountable", "kronoberg.chef"),)),
    ]
    assert causes_of(dataset(small, cases)) == {
        "1.1": ["unclear", "missing"],
        "2.1": ["unclear"],
        "4.1": ["unclear", "missing"],
        "5.1": ["unclear"],
    }


@pytest.mark.parametrize(
    ("accountable", "causes"),
    [
        (("kronoberg.chef",), []),
        (("kronoberg.grupp",), []),
        (("kronoberg.alla",), ["collective"]),
        (("kronoberg.alla", "rcc-syd.regionerna"), ["collective"]),
        (("rcc-syd.rcc",), ["external"]),
        (("skane.chef",), ["external"]),
        (("rcc-syd.rcc", "kronoberg.alla"), ["external"]),
        (("rcc-syd.rcc", "kronoberg.chef"), []),
        (("kronoberg.alla", "kronoberg.chef"), []),
        ((NOBODY,), ["unresolved"]),
        ((NOBODY, "kronoberg.alla"), ["unresolved", "collective"]),
        ((NOBODY, "rcc-syd.rcc"), ["unresolved", "external"]),
        ((NOBODY, "kronoberg.chef"), []),
        ((), ["missing"]),
    ],
)
def test_who_can_be_held_to_it(small, accountable, causes):
    """An owner is known, no collective, not outside; else the cause says which. Of both kinds: external."""
    case = Case(on_activity=tuple(Said("accountable", actor) for actor in accountable))
    assert causes_of(dataset(small, [case])).get("1.1", []) == causes


def test_claim_in_another_cell_disagrees(small):
    """Where another cell than the owner's claims the row, the plan disagrees with itself, whoever else owns it."""
    claim = Said("responsible", "kronoberg.klinik", claims=True)
    cases = [Case(on_activity=(Said("accountable", "kronoberg.chef"), claim)), Case(on_activity=(claim,))]
    assert causes_of(dataset(small, cases)) == {"1.1": ["disagreeing"], "2.1": ["disagreeing", "missing"]}


def test_first_cause_that_fits(small):
    """Of several causes the first is the row's: unclear, disagreeing, unresolved, missing, collective, external."""
    claim = Said("responsible", "kronoberg.klinik", claims=True)
    case = Case(
        on_activity=(claim, Said("accountable", NOBODY), Said("accountable", "rcc-syd.rcc")), activity_doubted=True
    )
    assert causes_of(dataset(small, [case]))["1.1"] == ["unclear", "disagreeing", "external", "unresolved"]


@pytest.mark.parametrize(
    ("organisation", "level", "actor", "causes"),
    [
        ("rcc-syd", "rcc", "rcc-syd.rcc", []),
        ("rcc-syd", "rcc", "skane.chef", []),
        ("rcc-syd", "rcc", "gavleborg.chef", ["external"]),
        ("skane", "region", "rcc-syd.rcc", ["external"]),
        ("skane", "region", "kronoberg.chef", ["external"]),
        ("halland", "region", "kronoberg.chef", ["external"]),
    ],
)
def test_regions_stand_inside_their_centre(small, organisation, level, actor, causes):
    """For an RCC's plan its regions are inside; for a region's plan neither its RCC nor its neighbours are."""
    store = dataset(small, [Case(on_activity=(Said("accountable", actor),))], organisation, level)
    assert causes_of(store).get("1.1", []) == causes


def test_goal_without_activity(small):
    """A region's goal without activities is judged as a row of its own; one that has activities is not."""
    data = SmallData(small).plan(
        "prov-2025",
        goals=[{"locator": "1", "title": "A"}, {"locator": "2", "title": "B"}, {"locator": "3", "title": "C"}],
        activities=[{"locator": "3.1", "goal": "3", "title": "Göra"}],
        responsibilities=[
            {"row": "2", "role": "accountable", "actor": "kronoberg.chef", "written": "Chefen"},
            {"row": "3.1", "role": "accountable", "actor": "kronoberg.chef", "written": "Chefen"},
        ],
    )
    store = data.build()
    assert causes_of(store) == {"1": ["missing"]}
    (row,) = run(store, named_query("ownerless"), {}).rows
    assert (row["goal"], row["activity"]) == ("1", "")


def test_goal_of_another_plan_lends_no_owner(small):
    """Only a plan's own goal lends its owner and its doubt: a national goal speaks for no region's activity."""
    data = SmallData(small).plan(
        "vagen-2025",
        "rcc-samverkan",
        "national-direction",
        goals=[{"locator": "N1", "title": "Nationellt", "doubt": "Oklart"}, {"locator": "N2", "title": "Nationellt"}],
        activities=[{"locator": "V1", "goal": "N2", "title": "Göra"}],
        responsibilities=[
            {"row": goal, "role": "accountable", "actor": "kronoberg.chef", "written": "Chefen"}
            for goal in ("N1", "N2")
        ],
    )
    data.plan("prov-2025", activities=[{"locator": "1", "title": "Göra"}, {"locator": "2", "title": "Göra"}])
    data.mappings(
        "prov",
        ("plan:prov-2025/activity/1", "plangraph:contributesTo", "plan:vagen-2025/goal/N1"),
        ("plan:prov-2025/activity/2", "plangraph:contributesTo", "plan:vagen-2025/goal/N2"),
    )
    store = data.build()
    assert causes_of(store) == {"1": ["missing"], "2": ["missing"], "V1": ["external"]}
    assert holding(store).keys() == {"V1"}
    # N1 has no activity of its own plan: what is stated on it holds for the goal itself
    assert {row for _, row in links(store, "appliesTo")} == {"goal/N1", "activity/V1"}


SAID = st.builds(
    Said,
    st.sampled_from(["accountable", "accountable", "accountable", "responsible", "support", "collaborates"]),
    st.sampled_from([NOBODY, *INSIDE, HOMELESS, *COLLECTIVE, *OUTSIDE]),
)
CLAIM = st.builds(Said, st.just("responsible"), st.sampled_from(INSIDE), st.just(True))
CASES = st.builds(
    Case,
    st.lists(SAID, max_size=3).map(tuple),
    st.lists(st.one_of(SAID, SAID, SAID, CLAIM), max_size=3).map(tuple),
    st.sampled_from([False, False, False, True]),
    st.sampled_from([False, False, False, False, True]),
)


# a case that fails says enough as it is: making it smaller would build the dataset hundreds of times
@settings(max_examples=12, deadline=None, phases=[Phase.generate])
@given(st.lists(CASES, min_size=15, max_size=15))
def test_any_plan_is_judged_by_the_rules_of_reading(cases):
    """Whatever is stated on goals and activities: what holds, and every cause, is what the rules of reading say."""
    with TemporaryDirectory() as folder:
        store = dataset(Path(folder) / "data", cases)
    found, held = causes_of(store), holding(store)
    for number, case in enumerate(cases, start=1):
        first, *others = case.causes or [""]
        assert found.get(f"{number}.1", [""]) == [first, *sorted(others)], case
        expected = Counter((said.role, said.actor or "Okänd", basis) for said, basis in case.holding)
        assert held.get(f"{number}.1", Counter()) == expected, case


# --- the ways up ---------------------------------------------------------------------------------------------------


def links(store: ox.Store, predicate: str) -> set[tuple[str, str]]:
    """What was inferred by a predicate, as the last parts of the IRIs."""
    quads = store.quads_for_pattern(None, ox.NamedNode(PLANGRAPH[predicate]), None, ox.NamedNode(GRAPH.inferred))
    return {(_tail(quad.subject.value), _tail(quad.object.value)) for quad in quads}


def _tail(iri: str) -> str:
    return "/".join(iri.split("/")[-2:])


@pytest.fixture
def chain(small) -> SmallData:
    """A region's goal that quotes its RCC's, which answers to a national one; and an RCC's row with no goal."""
    data = SmallData(small)
    data.plan(
        "vagen-2025",
        "rcc-samverkan",
        "national-direction",
        goals=[{"locator": name, "title": name} for name in ("N1", "N2", "N3")],
    )
    data.plan("rcc-2025", "rcc-syd", "rcc", goals=[{"locator": "4.d", "title": "RCC-mål"}], activities=[
        {"locator": "A1", "title": "Utan mål"}])  # fmt: skip
    return data.plan(
        "prov-2025",
        goals=[{"locator": "1", "title": "Citerar", "quotes": "rcc-2025/4.d"}, {"locator": "2", "title": "Eget"}],
        activities=[
            {"locator": "1.1", "goal": "1", "title": "Göra"},
            {"locator": "2.1", "goal": "2", "title": "Göra"},
            {"locator": "2.2", "goal": "2", "title": "Eget område"},
        ],
    )


def test_national_goal_by_each_way(chain):
    """A row hangs on a national goal by a mapping of its own, of its goal, or of the goal which that quotes."""
    chain.mappings(
        "a",
        ("plan:rcc-2025/goal/4.d", "skos:closeMatch", "plan:vagen-2025/goal/N1"),
        ("plan:prov-2025/goal/2", "skos:broadMatch", "plan:vagen-2025/goal/N2"),
        ("plan:rcc-2025/activity/A1", "plangraph:contributesTo", "plan:vagen-2025/goal/N3"),
        ("plan:vagen-2025/goal/N1", "skos:relatedMatch", "plan:vagen-2025/goal/N2"),
    )
    found = {(row, goal) for row, goal in links(chain.build(), "nationalGoal") if not row.startswith("goal/N")}
    assert found == {
        ("goal/4.d", "goal/N1"),
        ("goal/1", "goal/N1"),
        ("activity/1.1", "goal/N1"),
        ("goal/2", "goal/N2"),
        ("activity/2.1", "goal/N2"),
        ("activity/2.2", "goal/N2"),
        ("activity/A1", "goal/N3"),
    }


def test_stated_lack_of_a_national_goal_gives_none(chain):
    """A stated “no counterpart” hangs nothing on anything."""
    chain.mappings("a", ("plan:prov-2025/goal/2", "skos:exactMatch", "sssom:NoTermFound"))
    assert links(chain.build(), "nationalGoal") == set()


def test_own_area_before_that_of_the_goal(chain):
    """A row stands in its own main area; where it has none, in its goal's."""
    chain.mappings(
        "a",
        ("plan:prov-2025/goal/2", "plangraph:mainArea", "plan:area/2"),
        ("plan:prov-2025/activity/2.2", "plangraph:mainArea", "plan:area/10"),
        ("plan:rcc-2025/activity/A1", "plangraph:mainArea", "plan:area/5"),
    )
    assert links(chain.build(), "inArea") == {
        ("goal/2", "area/2"),
        ("activity/2.1", "area/2"),
        ("activity/2.2", "area/10"),
        ("activity/A1", "area/5"),
    }


# --- over the real plans ---------------------------------------------------------------------------------------------


def inferred(store: ox.Store) -> Counter[tuple[str, ...]]:
    """What was inferred, where a responsibility is named by what it says instead of by its number."""
    said = {}
    rows = store.query(
        """PREFIX pg: <https://w3id.org/plangraph/ontology#>
        SELECT ?node ?row ?role ?actor ?written ?step ?column WHERE {
          ?node pg:responsibilityFor ?row ; pg:role ?role ; pg:asWritten ?written .
          OPTIONAL { ?node pg:actor ?actor } OPTIONAL { ?node pg:forStep ?step } OPTIONAL { ?node pg:column ?column }
        }""",
        use_default_graph_as_union=True,
    )
    for row in rows:
        said[row["node"].value] = "|".join("" if term is None else term.value for term in list(row)[1:])
    graph = store.quads_for_pattern(None, None, None, ox.NamedNode(GRAPH.inferred))
    return Counter(tuple(_by_content(term.value, said) for term in (q.subject, q.predicate, q.object)) for q in graph)


def _by_content(name: str, said: dict[str, str]) -> str:
    responsibility, applied, rest = name.partition("/applied")
    return said.get(responsibility, responsibility) + applied + rest


def _shuffled(folder: Path, seed: int) -> Iterator[Path]:
    """Put the rows of every table of the plans in another order."""
    order = random.Random(seed)
    for file in sorted((folder / "plans").rglob("*.csv")):
        with file.open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        order.shuffle(rows)
        with file.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([header, *rows])
        yield file


def test_order_of_rows_is_no_matter(data_copy, store):
    """However the rows of the tables are ordered, the same follows from them."""
    assert list(_shuffled(data_copy, seed=1))
    assert inferred(build(load_register(data_copy))) == inferred(store)


def test_inferring_again_changes_nothing(chain):
    """Inference fills its graph anew, and does not build on what it inferred before."""
    store = chain.build()
    before = set(store)
    infer(store)
    assert set(store) == before


def test_what_is_inferred_stands_apart(store, register):
    """Nothing that was inferred stands in a plan's own graph: there stands what the plan says."""
    predicates = {PLANGRAPH[name] for name in ("answers", "ownershipCause", "fittingCause", "inArea", "nationalGoal")}
    for plan in register.plans:
        graph = ox.NamedNode(GRAPH[f"plan/{plan.id}"])
        found = {quad.predicate.value for quad in store.quads_for_pattern(None, None, None, graph)}
        assert not found & set(map(str, predicates))


def test_activities_are_judged_and_owned_or_not(store, register):
    """Every activity either has someone who can be held to it, or a cause why not, or a doubt or a disagreement."""
    answers = ox.NamedNode(PLANGRAPH.answers)
    held = {
        str(quad.object.value)
        for applied in store.quads_for_pattern(None, answers, None, None)
        for quad in store.quads_for_pattern(applied.subject, ox.NamedNode(PLANGRAPH.appliesTo), None, None)
    }
    causes = {
        q.subject.value: q.object.value
        for q in store.quads_for_pattern(None, ox.NamedNode(PLANGRAPH.ownershipCause), None, None)
    }
    activities = {iri for iri in register.places() if "/activity/" in iri}
    assert activities <= held | causes.keys()
    assert {causes[iri].rpartition("/")[2] for iri in held & causes.keys()} <= {"unclear", "disagreeing"}
