"""What the others do about the same thing, and where their owners are of other kinds."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from plangraph.queries import named_query, run
from tests.small_data import SmallData
from tests.test_engines import assert_same, in_rdflib

pytestmark = pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")

K, S, G = "kronoberg-2025", "skane-2025", "gavleborg-2025"
BY_HAND = {"mapping_justification": "semapv:ManualMappingCuration", "author_label": "Samordnaren", "confidence": "0.8"}
MACHINE = {
    "mapping_justification": "semapv:CompositeMatching",
    "mapping_tool": "plangraph",
    "mapping_tool_version": "0.1.0",
    "confidence": "0.9",
}


def between(one: str, match: str, other: str, **cells: str) -> dict[str, str]:
    """A judged mapping between two rows, with a reason."""
    ends = {"subject_id": f"plan:{one}", "predicate_id": f"skos:{match}", "object_id": f"plan:{other}"}
    return {**BY_HAND, "comment": f"{match} för provet.", **ends, **cells}


def nothing(one: str, searched: str, **cells: str) -> dict[str, str]:
    """A stated lack of a counterpart in a plan."""
    row = between(one, "closeMatch", "x", object_source=f"plan:{searched}", **cells)
    return {**row, "object_id": "sssom:NoTermFound"}


def owned(row: str, actor: str, written: str = "Den ansvariga") -> dict[str, str]:
    return {"row": row, "role": "accountable", "actor": actor, "written": written}


def three_regions(folder: Path) -> SmallData:
    """Kronoberg and Skåne with three activities each under two goals, Gävleborg with two; who owns what differs."""
    data = SmallData(folder)
    data.plan(
        "rcc-2025",
        "rcc-syd",
        "rcc",
        goals=[{"locator": "4.d", "title": "Vårdprocess"}],
        measures=[{"locator": "4.d/m1", "goal": "4.d", "title": "Strukturera vårdprocessen"}],
    )
    data.plan(
        K,
        "kronoberg",
        superior=["rcc-2025"],
        goals=[{"locator": "1", "title": "Mål ett"}, {"locator": "2", "title": "Mål två"}],
        activities=[
            {"locator": "1.1", "goal": "1", "title": "Ordna processen", "carries_out": "rcc-2025/4.d/m1"},
            {"locator": "1.2", "goal": "1", "title": "Mäta processen"},
            {"locator": "2.1", "goal": "2", "title": "Vaccinera"},
        ],
        responsibilities=[
            owned("1", "kronoberg.chef"),
            owned("2.1", "kronoberg.klinik", "Kliniken"),
            owned("2.1", "kronoberg.grupp", "Gruppen"),
        ],
    )
    data.plan(
        S,
        "skane",
        superior=["rcc-2025"],
        goals=[{"locator": "G1", "title": "Mål ett i Skåne"}, {"locator": "G2", "title": "Mål två i Skåne"}],
        activities=[
            {"locator": "S1", "goal": "G1", "title": "Ordna processen här", "carries_out": "rcc-2025/4.d/m1"},
            {"locator": "S2", "goal": "G1", "title": "Följa processen"},
            {"locator": "S3", "goal": "G2", "title": "Vaccinera unga"},
        ],
        steps=[{"locator": "S2.1", "activity": "S2", "title": "Ta fram mått"}],
        responsibilities=[owned("S1", "skane.chef"), owned("S3", "skane.chef"), owned("S3", "kronoberg.alla", "Alla")],
        follow_up=[
            {"row": "G1", "kind": "forum", "forum": "Styrgruppen"},
            {"row": "S1", "kind": "rhythm", "written": "2 ggr/år", "recurrence": "2/year"},
            {"row": "S2.1", "kind": "source", "source": "Registret"},
        ],
    )
    data.plan(
        G,
        "gavleborg",
        goals=[{"locator": "2.1", "title": "Mål i Gävleborg"}],
        activities=[{"locator": "2.1/1", "goal": "2.1", "title": "Ordna"}, {"locator": "2.1/2", "title": "Utreda"}],
    )
    return data


def ask(store: ox.Store, name: str, columns: str, **parameters: str) -> list[tuple[str, ...]]:
    rows = run(store, named_query(name), parameters).rows
    return [tuple(row[column] for column in columns.split()) for row in rows]


def neighbours(
    data: SmallData, activity: str, columns: str = "other_plan other_activity link"
) -> list[tuple[str, ...]]:
    """The neighbours of an activity of Kronoberg."""
    return ask(data.build(), "neighbours", columns, plan=K, activity=activity)


@pytest.fixture
def data(tmp_path: Path) -> SmallData:
    return three_regions(tmp_path / "data")


# --- neighbours ----------------------------------------------------------------------------------------------------


def test_same_measure_makes_neighbours(data):
    """Two regions that carry out the same measure are neighbours in both directions, with the measure as the reason."""
    store = data.build()
    columns = "plan activity other_plan other_activity other_title link confidence reason via"
    told = ("same-measure", "", "Strukturera vårdprocessen", "rcc-2025/4.d/m1")
    assert ask(store, "neighbours", columns) == [
        (K, "1.1", S, "S1", "Ordna processen här", *told),
        (S, "S1", K, "1.1", "Ordna processen", *told),
    ]


@pytest.mark.parametrize(
    ("match", "seen_from_the_other_end"),
    [
        ("exactMatch", "exactMatch"),
        ("closeMatch", "closeMatch"),
        ("broadMatch", "narrowMatch"),
        ("narrowMatch", "broadMatch"),
        ("relatedMatch", "relatedMatch"),
    ],
)
def test_judged_rows_are_neighbours_from_either_end(data, match, seen_from_the_other_end):
    """A judged mapping is read from both its ends, a wider one as a narrower one; with confidence and reason."""
    store = data.mapping_rows("judged", between(f"{K}/activity/1.2", match, f"{S}/activity/S2")).build()
    columns = "other_activity link confidence reason judged via"
    told = ("0.8", f"{match} för provet.", "curated", "")
    assert ask(store, "neighbours", columns, plan=K, activity="1.2") == [("S2", match, *told)]
    assert ask(store, "neighbours", columns, plan=S, activity="S2") == [("1.2", seen_from_the_other_end, *told)]


def test_reviewed_proposal_counts_and_says_so(data):
    """What a machine proposed and a reviewer confirmed counts, and is called confirmed."""
    reviewed = {**MACHINE, "reviewer_label": "Granskaren", "reviewer_agreement": "0.7"}
    data.mapping_rows("judged", between(f"{K}/activity/1.2", "closeMatch", f"{S}/activity/S2", **reviewed))
    assert neighbours(data, "1.2", "other_activity judged confidence") == [("S2", "confirmed", "0.9")]


@pytest.mark.parametrize(
    "cells",
    [
        MACHINE,
        {"predicate_modifier": "Not"},
        {**MACHINE, "reviewer_label": "Granskaren", "reviewer_agreement": "-1"},
        {**MACHINE, "reviewer_label": "Granskaren", "reviewer_agreement": "0"},
    ],
    ids=["proposed", "no", "rejected", "unsure"],
)
@pytest.mark.parametrize(
    "ends", [(f"{K}/activity/1.2", f"{S}/activity/S2"), (f"{K}/goal/2", f"{S}/goal/G2")], ids=["rows", "goals"]
)
def test_what_nobody_agreed_to_makes_no_neighbours(data, cells, ends):
    """A proposal, a no, and what a reviewer rejects or doubts make no neighbours and no contrasts."""
    plain = data.build()
    told = {name: run(plain, named_query(name), {}).rows for name in ("neighbours", "ownership-contrast")}
    store = data.mapping_rows(
        "proposed", between(ends[0], "exactMatch", ends[1], **{"author_label": "", **cells})
    ).build()
    assert {name: run(store, named_query(name), {}).rows for name in told} == told


def test_stated_lack_of_a_counterpart_is_told(data):
    """Where somebody looked through a plan and found nothing, that is said, with the reason and no row."""
    data.mapping_rows("judged", nothing(f"{K}/activity/1.2", G))
    columns = "other_plan other_activity other_title link confidence reason owner other_owner"
    told = (G, "", "", "no-counterpart", "0.8", "closeMatch för provet.", "Chefen", "")
    assert neighbours(data, "1.2", columns) == [told]


def test_proposed_lack_of_a_counterpart_is_not_told(data):
    """That a machine found nothing is no statement."""
    data.mapping_rows("judged", nothing(f"{K}/activity/1.2", G, **{**MACHINE, "author_label": ""}))
    assert neighbours(data, "1.2") == []


def test_goals_make_weaker_neighbours(data):
    """Where only the goals were judged their activities are neighbours, marked as such, with both goals."""
    data.mapping_rows("judged", between(f"{K}/goal/2", "broadMatch", f"{S}/goal/G2"))
    assert neighbours(data, "2.1", "other_activity link via") == [("S3", "goal-broadMatch", "2 – G2")]
    assert ask(data.build(), "neighbours", "other_activity link via", plan=S, activity="S3") == [
        ("2.1", "goal-narrowMatch", "G2 – 2")
    ]


def test_related_goals_make_no_neighbours(data):
    """Goals that are merely akin say nothing about their activities."""
    data.mapping_rows("judged", between(f"{K}/goal/2", "relatedMatch", f"{S}/goal/G2"))
    assert neighbours(data, "2.1") == []


def test_goals_say_nothing_where_the_rows_themselves_were_judged(data):
    """Once an activity was compared with the other plan, its goal's counterpart there adds no neighbours."""
    goals = between(f"{K}/goal/1", "closeMatch", f"{S}/goal/G1")
    data.mapping_rows("judged", goals, between(f"{K}/activity/1.1", "closeMatch", f"{S}/activity/S2"))
    assert neighbours(data, "1.1") == [(S, "S2", "closeMatch"), (S, "S1", "same-measure")]
    # its sibling was not compared: S1 and S2 stand under the goal that answers to its own
    assert neighbours(data, "1.2") == [(S, "S1", "goal-closeMatch"), (S, "S2", "goal-closeMatch")]


def test_goals_say_nothing_where_none_was_found(data):
    """Nor where somebody found no counterpart in that plan."""
    data.mapping_rows("judged", between(f"{K}/goal/2", "closeMatch", f"{S}/goal/G2"), nothing(f"{K}/activity/2.1", S))
    assert neighbours(data, "2.1") == [(S, "", "no-counterpart")]


def test_own_organisation_is_no_neighbour(data):
    """Another plan of the same region is not what the others do."""
    data.plan("kronoberg-2022", activities=[{"locator": "9", "title": "Ordna", "carries_out": "rcc-2025/4.d/m1"}])
    data.mapping_rows("judged", between(f"{K}/activity/1.2", "exactMatch", "kronoberg-2022/activity/9"))
    assert neighbours(data, "1.2") == []
    assert neighbours(data, "1.1") == [(S, "S1", "same-measure")]


def test_owners_stand_kind_against_kind(data):
    """Owners here and there with name, kind and basis; several are divided by bars; a cause says why none holds."""
    data.mapping_rows("judged", between(f"{K}/activity/2.1", "closeMatch", f"{G}/activity/2.1~1"))
    columns = "owner_kind owner other_owner_kind other_owner basis other_basis cause other_cause"
    ((kinds, names, *others),) = neighbours(data, "2.1", columns)
    assert names.split(" | ") == ["Gruppen utan känd hemvist", "Kliniken"]
    assert kinds.split(" | ") == ["process-group", "clinic"]
    assert others == ["", "", "stated", "", "", "missing"]
    assert neighbours(data, "1.1", columns) == [
        ("head-of-department", "Chefen", "head-of-department", "Chefen", "inherited", "stated", "", "")
    ]


@pytest.mark.parametrize("name", ["neighbours", "ownership-contrast"])
def test_each_owner_has_its_kind_in_the_same_place(data, name):
    """Owners stand by name and their kinds in their order; a name that nobody knows is last and has none."""
    responsibilities = data.folder / "plans" / S / "responsibilities.csv"
    text = responsibilities.read_text("utf-8")
    more = (("kronoberg.klinik", "Kliniken"), ("kronoberg.grupp", "Gruppen"), ("", "Alfa"))
    text += "".join(f"S3,,accountable,{actor},{written},,,,\n" for actor, written in more)
    responsibilities.write_text(text, "utf-8")
    store = data.mapping_rows("judged", between(f"{K}/activity/1.2", "closeMatch", f"{S}/activity/S3")).build()
    here = [row[1:] for row in ask(store, name, "activity owner owner_kind", plan=S) if row[0] == "S3"]
    there = [
        row[1:] for row in ask(store, name, "other_activity other_owner other_owner_kind", plan=K) if row[0] == "S3"
    ]
    assert here == there and len(here) == 1
    names, kinds = (cell.split(" | ") for cell in here[0])
    assert names == ["Alla verksamheter", "Chefen", "Gruppen utan känd hemvist", "Kliniken", "Alfa"]
    assert kinds == ["collective", "head-of-department", "process-group", "clinic"]


def test_follow_up_there_is_that_of_the_row_its_steps_and_its_goal(data):
    """How the others follow up: on the row, on a step of it, or on its goal."""
    data.mapping_rows("judged", between(f"{K}/activity/1.2", "closeMatch", f"{S}/activity/S2"))
    ((told,),) = neighbours(data, "1.2", "other_follow_up")
    assert sorted(told.split(" | ")) == ["Registret", "Styrgruppen"]
    ((told,),) = neighbours(data, "1.1", "other_follow_up")
    assert sorted(told.split(" | ")) == ["2 ggr/år", "Styrgruppen"]


def test_counterpart_of_another_region_is_no_parent(data):
    """A goal that was judged to answer to one of another region hangs no more on it than on anything else."""
    told = ask(data.build(), "goals", "plan goal parent")
    data.mapping_rows("judged", between(f"{K}/goal/1", "closeMatch", f"{S}/goal/G1"))
    assert ask(data.build(), "goals", "plan goal parent") == told


# --- ownership-contrast --------------------------------------------------------------------------------------------


def contrast(
    data: SmallData, columns: str = "activity other_activity state", **parameters: str
) -> list[tuple[str, ...]]:
    return ask(data.build(), "ownership-contrast", columns, **{"plan": K, **parameters})


def test_same_kind_is_no_contrast(data):
    """Both owned by a head of department, each its own: nothing to look at."""
    assert contrast(data) == []


def test_kinds_in_common_or_none(data):
    """No kind in common is different, some is partly; a collective beside an owner makes no difference."""
    data.mapping_rows(
        "judged",
        between(f"{K}/activity/2.1", "closeMatch", f"{S}/activity/S3"),
        between(f"{K}/activity/1.2", "closeMatch", f"{S}/activity/S3"),
    )
    # 2.1: clinic and process group; 1.2: head of department; S3: head of department, and a collective beside
    assert contrast(data) == [("2.1", "S3", "different-kind")]


def test_partly_different(data):
    """One kind is common to both and another is not."""
    responsibilities = data.folder / "plans" / S / "responsibilities.csv"
    text = responsibilities.read_text("utf-8")
    responsibilities.write_text(f"{text}S3,,accountable,kronoberg.grupp,Gruppen,,,,\n", "utf-8")
    data.mapping_rows("judged", between(f"{K}/activity/2.1", "closeMatch", f"{S}/activity/S3"))
    assert contrast(data) == [("2.1", "S3", "partly-different")]


def test_what_is_compared_is_told(data):
    """Beside everybody who is stated stand the kinds that are compared: a collective is not one of them."""
    responsibilities = data.folder / "plans" / K / "responsibilities.csv"
    text = responsibilities.read_text("utf-8")
    responsibilities.write_text(f"{text}2.1,,accountable,kronoberg.alla,Alla,,,,\n", "utf-8")
    data.mapping_rows("judged", between(f"{K}/activity/2.1", "closeMatch", f"{S}/activity/S3"))
    columns = "state owner_kind other_owner_kind compared_kind other_compared_kind"
    ((state, here, there, *compared),) = contrast(data, columns)
    # both cells hold a collective, and yet no kind that is compared is common to both
    assert state == "different-kind"
    assert "collective" in here.split(" | ") and "collective" in there.split(" | ")
    assert compared == ["clinic | process-group", "head-of-department"]


def test_owned_here_and_ownerless_there(data):
    """Seen from the owned end and from the other; ownerless in both is said as well, with both causes."""
    data.mapping_rows(
        "judged",
        between(f"{K}/activity/2.1", "exactMatch", f"{G}/activity/2.1~1"),
        between(f"{S}/activity/S2", "narrowMatch", f"{G}/activity/2.1~2"),
    )
    columns = "plan activity other_plan other_activity state cause other_cause link"
    assert ask(data.build(), "ownership-contrast", columns) == [
        (G, "2.1/1", K, "2.1", "owned-there", "missing", "", "exactMatch"),
        (G, "2.1/2", S, "S2", "ownerless-both", "missing", "missing", "broadMatch"),
        (K, "2.1", G, "2.1/1", "owned-here", "", "missing", "exactMatch"),
        (S, "S2", G, "2.1/2", "ownerless-both", "missing", "missing", "narrowMatch"),
    ]
    assert contrast(data, contrast="owned-here") == [("2.1", "2.1/1", "owned-here")]
    assert contrast(data, contrast="owned-there") == []


def test_contrast_by_measure(data):
    """Rows that carry out the same measure are compared once, under it, also where they were judged besides."""
    responsibilities = data.folder / "plans" / S / "responsibilities.csv"
    text = responsibilities.read_text("utf-8")
    responsibilities.write_text(text.replace("S1,,accountable,skane.chef", "S1,,accountable,kronoberg.klinik"), "utf-8")
    data.mapping_rows("judged", between(f"{K}/activity/1.1", "closeMatch", f"{S}/activity/S1"))
    # the clinic of Kronoberg stands outside Skåne's plan, so nobody there can be held to it
    told = ("4.d/m1", "1.1", "S1", "owned-here", "same-measure", "external")
    columns = "measure activity other_activity state link other_cause"
    assert contrast(data, columns) == [told]
    assert contrast(data, columns, measure="4.d/m1") == [told]
    assert contrast(data, columns, measure="4.d/m2") == []


def test_merely_related_rows_are_not_contrasted(data):
    """Owners of rows that are only akin may well be of other kinds."""
    data.mapping_rows("judged", between(f"{K}/activity/2.1", "relatedMatch", f"{S}/activity/S3"))
    assert contrast(data) == []


# --- both ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["neighbours", "ownership-contrast"])
def test_engines_agree_on_every_kind_of_link(data, name):
    """Judged rows, shared measures, judged goals and stated lacks have the same rows in both engines."""
    store = data.mapping_rows(
        "judged",
        between(f"{K}/activity/1.2", "broadMatch", f"{S}/activity/S2"),
        between(f"{K}/goal/2", "closeMatch", f"{S}/goal/G2"),
        between(f"{K}/activity/2.1", "exactMatch", f"{G}/activity/2.1~1"),
        nothing(f"{K}/activity/1.1", G),
    ).build()
    assert_same(name, store, in_rdflib(store))
