"""The data that ships: complete, judged twice, and read as the rules of reading say."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date

import pytest

from plangraph import resources
from plangraph.queries import named_query, run
from plangraph.register import NO_TERM_FOUND

FIVE = ("gavleborg-2025", "kronoberg-2024", "skane-2019", "sydost-2025", "vastmanland-2025")
REGIONAL = ("gavleborg-2025", "kronoberg-2024", "skane-2019", "vastmanland-2025")
MATCHES = {f"skos:{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")}


def plan_of(register, name):
    return next(plan for plan in register.plans if plan.id == name)


def mappings_of(register):
    """Subject, predicate and object of every mapping, without the prefix of plans."""
    for mapping_set in register.mapping_sets:
        for row in mapping_set.mappings:
            yield tuple(row[column].removeprefix("plan:") for column in ("subject_id", "predicate_id", "object_id"))


def national_mappings_of(register):
    """Those of them that name a national goal, or say that the national direction holds no counterpart."""
    for mapping_set in register.mapping_sets:
        for row in mapping_set.mappings:
            if "plan:vagen-framat-2024" in (row["object_source"], row["object_id"].partition("/")[0]):
                yield tuple(row[column].removeprefix("plan:") for column in ("subject_id", "predicate_id", "object_id"))


# --- how much there is ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "goals", "measures", "activities"),
    [
        ("kronoberg-2024", 49, 0, 74),
        ("skane-2019", 49, 0, 67),
        ("gavleborg-2025", 19, 0, 41),
        ("vastmanland-2025", 19, 0, 40),
        ("sydost-2025", 1, 85, 110),  # one goal that part A lacks
        ("vagen-framat-2024", 28, 88, 0),
        ("mellansverige-2025", 19, None, 0),  # as many measures as two regions quote between them
        ("strategi-2009", 5, 0, 0),
        ("strategi-2026", 3, 0, 0),
        ("syd-2019", 0, 0, 0),
        ("syd-2023", 0, 0, 0),
    ],
)
def test_plans_hold_as_many_rows_as_the_documents(register, plan, goals, measures, activities):
    """Each plan has the goals, measures and activities that its document has."""
    tables = plan_of(register, plan).tables
    expected = (goals, len(tables["measures"]) if measures is None else measures, activities)
    assert tuple(len(tables[name]) for name in ("goals", "measures", "activities")) == expected


def test_no_other_plans(register):
    """These are all the plans that there are."""
    assert len(register.plans) == 11


def test_national_direction(register):
    """The national direction has 22 subsections, each in one of the ten areas, and each area has at least one."""
    sections = plan_of(register, "vagen-framat-2024").tables["sections"]
    assert len(sections) == 22
    assert {row["area"] for row in sections} == {str(area) for area in range(1, 11)}


def test_measures_of_sydost(register):
    """Of the 85 measures under the goals of part B, 3 stand below a heading of national ones."""
    measures = plan_of(register, "sydost-2025").tables["measures"]
    national = [row["locator"] for row in measures if "nationell" in row["column"].casefold()]
    assert (len(measures), len(national)) == (85, 3)
    # the marks 0 and X: no national goal is printed above the row, or one that part A lacks
    for row in measures:
        _, number, _ = row["locator"].split(".")
        above = {"0": "", "X": "B8.3"}.get(number, f"vagen-framat-2024/N{row['locator'].rpartition('.')[0][1:]}")
        assert row["goal"] == above, row["locator"]


MEMBERS = {
    "rcc-syd": "skane kronoberg blekinge halland",
    "rcc-sydost": "ostergotland jonkoping kalmar",
    "rcc-mellansverige": "dalarna gavleborg sormland uppsala varmland vastmanland orebro",
    "rcc-norr": "norrbotten vasterbotten vasternorrland jamtland-harjedalen",
    "rcc-vast": "vastra-gotaland halland",
    "rcc-stockholm-gotland": "stockholm gotland",
}


def test_regions_and_their_centres(register):
    """Six RCC share the 21 regions; Halland is divided between two. Each region has its county code."""
    organisations = register.reference.organisations
    members = defaultdict(set)
    for row in organisations:
        for centre in filter(None, row["part_of"].split(" | ")):
            members[centre].add(row["organisation"])
    assert members == {centre: set(regions.split()) for centre, regions in MEMBERS.items()}
    assert Counter(row["kind"] for row in organisations)["rcc"] == 6
    codes = [row["code"] for row in organisations if row["kind"] == "region"]
    assert len(codes) == len(set(codes)) == 21
    assert all(re.fullmatch(r"\d\d", code) for code in codes)


def test_areas(register):
    """There are ten focus areas, numbered from 1."""
    assert [row["area"] for row in register.reference.areas] == [str(number) for number in range(1, 11)]


# --- the chain of plans --------------------------------------------------------------------------------------------


def test_plans_hang_together(register):
    """Each plan names the one that it is built on, up to the strategy of 2009, which that of 2026 replaces."""
    above = {plan.id: plan.metadata.superior for plan in register.plans}
    assert above["kronoberg-2024"] == ("syd-2023",)
    assert above["skane-2019"] == ("syd-2019",)
    assert above["gavleborg-2025"] == above["vastmanland-2025"] == ("mellansverige-2025",)
    assert above["sydost-2025"] == above["mellansverige-2025"] == ("vagen-framat-2024",)
    assert above["vagen-framat-2024"] == ("strategi-2009",)
    assert plan_of(register, "strategi-2026").metadata.supersedes == ("strategi-2009",)
    assert [plan.id for plan in register.plans if plan.metadata.reconstructed] == ["mellansverige-2025"]


def test_every_regional_goal_has_one_main_area(register):
    """Every goal of a plan stands in exactly one main focus area; in Sydöst every row does."""
    areas = Counter(subject for subject, predicate, _ in mappings_of(register) if predicate == "plangraph:mainArea")
    for name in (*REGIONAL, "mellansverige-2025", "vagen-framat-2024", "sydost-2025"):
        for row in plan_of(register, name).tables["goals"]:
            assert areas.pop(f"{name}/goal/{row['locator']}") == 1
    for row in plan_of(register, "sydost-2025").tables["activities"]:
        assert areas.pop(f"sydost-2025/activity/{row['locator']}") == 1
    # measures follow their goal, except where the plan prints none
    homeless = {row["locator"] for row in plan_of(register, "sydost-2025").tables["measures"] if not row["goal"]}
    assert areas == {f"sydost-2025/measure/{name}": 1 for name in homeless}


@pytest.mark.parametrize("name", [*REGIONAL, "mellansverige-2025"])
def test_every_regional_goal_answers_to_a_national_one_or_to_none(register, name):
    """A goal answers to at least one national goal, or it is stated once that it has no counterpart."""
    found = defaultdict(list)
    for subject, predicate, value in national_mappings_of(register):
        if predicate in MATCHES:
            found[subject].append(value)
    for row in plan_of(register, name).tables["goals"]:
        values = found[f"{name}/goal/{row['locator']}"]
        assert values == ["sssom:NoTermFound"] or all(v.startswith("vagen-framat-2024/goal/N") for v in values), row
        assert values, row


def test_every_row_of_sydost_answers_to_a_national_goal_or_to_none(register):
    """A row of the action plan contributes to a national goal, or it is stated that it has none."""
    found = defaultdict(list)
    for subject, predicate, value in national_mappings_of(register):
        if predicate in (*MATCHES, "plangraph:contributesTo"):
            found[subject].append(value)
    for row in plan_of(register, "sydost-2025").tables["activities"]:
        values = found[f"sydost-2025/activity/{row['locator']}"]
        assert values, row["locator"]
        assert "sssom:NoTermFound" not in values or len(values) == 1


@pytest.mark.parametrize("strategy", ["strategi-2009", "strategi-2026"])
def test_areas_and_national_goals_serve_both_strategies(register, strategy):
    """Every focus area and every national goal serves at least one goal of each version of the strategy."""
    served = defaultdict(set)
    for subject, predicate, value in mappings_of(register):
        if predicate == "plangraph:serves":
            served[subject].add(value.split("/")[0])
    subjects = [f"area/{number}" for number in range(1, 11)]
    subjects += [
        f"vagen-framat-2024/goal/{row['locator']}" for row in plan_of(register, "vagen-framat-2024").tables["goals"]
    ]
    assert [subject for subject in subjects if strategy not in served[subject]] == []


def test_crosswalk_of_the_strategies(register):
    """Each of the five goals of 2009 answers to one of 2026 or to none, each of the three of 2026 to one of 2009."""
    pairs = [(s, v) for s, p, v in mappings_of(register) if s.startswith("strategi-2009/") and p in MATCHES]
    assert {subject for subject, _ in pairs} == {f"strategi-2009/goal/{number}" for number in range(1, 6)}
    assert {value for _, value in pairs} - {"sssom:NoTermFound"} == {f"strategi-2026/goal/{n}" for n in (1, 2, 3)}
    for subject, count in Counter(subject for subject, _ in pairs).items():
        assert count == 1 or (subject, "sssom:NoTermFound") not in pairs


@pytest.mark.parametrize("name", ["gavleborg-2025", "vastmanland-2025"])
def test_goals_that_quote_answer_as_what_they_quote(register, name):
    """A goal that quotes an RCC's answers to the same national goals as that, by the same predicates."""
    found = defaultdict(set)
    for subject, predicate, value in national_mappings_of(register):
        if predicate in MATCHES:
            found[subject].add((predicate, value))
    for row in plan_of(register, name).tables["goals"]:
        quoted, _, locator = row["quotes"].partition("/")
        assert quoted == "mellansverige-2025"
        assert found[f"{name}/goal/{row['locator']}"] == found[f"{quoted}/goal/{locator}"], row["locator"]


def test_quoting_regions_carry_out_what_they_quote(register):
    """Every row of Gävleborg and Västmanland carries out a measure, and every measure is carried out by one of them."""
    taken = set()
    for name in ("gavleborg-2025", "vastmanland-2025"):
        for row in plan_of(register, name).tables["activities"]:
            assert row["carries_out"], row["locator"]
            taken.update(row["carries_out"].split(" | "))
    measures = plan_of(register, "mellansverige-2025").tables["measures"]
    assert taken == {f"mellansverige-2025/{row['locator']}" for row in measures}


def test_measures_seen_in_one_region_are_marked(register):
    """A measure that only one region quotes is marked so, and no other is."""
    plan = plan_of(register, "mellansverige-2025")
    quoting = defaultdict(set)
    only = set()
    for row in plan.tables["quotations"]:
        quoting[row["row"]].add(row["plan"])
        if row["agreement"] == "only":
            only.add(row["row"])
    assert only == {name for name, plans in quoting.items() if len(plans) == 1}
    assert set(quoting) == {row["locator"] for table in ("goals", "measures") for row in plan.tables[table]}


def test_quotations_are_those_of_the_rows(register):
    """A quotation of a measure stands in an activity that carries it out, one of a goal in a goal that quotes it."""
    superior = plan_of(register, "mellansverige-2025")
    kinds = superior.kind_of()
    for quotation in superior.tables["quotations"]:
        plan = plan_of(register, quotation["plan"])
        table, column = {"goal": ("goals", "quotes"), "measure": ("activities", "carries_out")}[kinds[quotation["row"]]]
        row = next(row for row in plan.tables[table] if row["locator"] == quotation["quoted_in"])
        assert f"mellansverige-2025/{quotation['row']}" in row[column].split(" | "), dict(quotation)


def test_every_mapping_is_judged(register):
    """A mapping says on what ground it was judged, how surely, by whom, and why."""
    for mapping_set in register.mapping_sets:
        for row in mapping_set.mappings:
            assert date.fromisoformat(row["mapping_date"])
            cells = ("mapping_justification", "author_label", "confidence", "comment", "subject_label")
            assert all(row[cell] for cell in cells), (mapping_set.name, row.line)
            assert 0 < float(row["confidence"]) <= 1
            assert bool(row["object_label"]) == (mapping_set.iri(row["object_id"]) != NO_TERM_FOUND)


def test_labels_of_mappings_are_the_titles(register):
    """A mapping set shows the titles of what it links, as they are: people judge by them."""
    titles = {iri: row.get("title") for iri, row in register.places().items()}
    titles |= {f"https://w3id.org/plangraph/id/area/{row['area']}": row["label"] for row in register.reference.areas}
    for mapping_set in register.mapping_sets:
        for row in mapping_set.mappings:
            assert row["subject_label"] == titles[mapping_set.iri(row["subject_id"])], (mapping_set.name, row.line)
            if row["object_label"]:
                assert row["object_label"] == titles[mapping_set.iri(row["object_id"])], (mapping_set.name, row.line)


# --- how it was read -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*FIVE, "mellansverige-2025"])
def test_every_row_was_read_twice(register, name):
    """Every goal, measure and activity of the five plans was read a second time, from the document's side."""
    tables = plan_of(register, name).tables
    assert {row["second_reading"] for table in ("goals", "measures", "activities") for row in tables[table]} <= {
        "agreed",
        "changed",
    }


@pytest.mark.parametrize("name", FIVE)
def test_every_row_is_recognisable(register, name):
    """Every row has its heading path, the line where it begins, and whether its column is certain."""
    tables = plan_of(register, name).tables
    for table in ("goals", "measures", "activities"):
        for row in tables[table]:
            assert row["heading"] and row["line"], row["locator"]
            assert table == "measures" or row["certain"] in ("yes", "no")
            assert row.get("certain") != "no" or row["remark"], f"{row['locator']}: why it is uncertain"


@pytest.mark.parametrize("name", FIVE)
def test_status_or_the_reason_for_its_absence(register, name):
    """An activity has a status, or it is said why it has none: not stated, or lost in the text."""
    tables = plan_of(register, name).tables
    stated = {row["row"] for row in tables["statuses"]}
    for row in tables["activities"]:
        assert (row["status_absent"] in ("not-stated", "lost")) != (row["locator"] in stated), row["locator"]
    if name == "vastmanland-2025":
        assert {row["status_absent"] for row in tables["activities"]} == {"lost"}


@pytest.mark.parametrize("name", FIVE)
def test_steps_are_numbered_from_one(register, name):
    """The steps of an activity are its locator, a dot and a number, from 1 in the order of the text."""
    seen = Counter()
    for row in plan_of(register, name).tables["steps"]:
        seen[row["activity"]] += 1
        assert row["locator"] == f"{row['activity']}.{seen[row['activity']]}"


@pytest.mark.parametrize("name", FIVE)
def test_rows_span_their_steps(register, name):
    """An activity's time spans those of its steps."""
    tables = plan_of(register, name).tables
    rows = {row["locator"]: row for row in tables["activities"]}
    for step in tables["steps"]:
        row = rows[step["activity"]]
        assert not step["start"] or not row["start"] or row["start"] <= step["start"], step["locator"]
        assert not step["end"] or not row["end"] or step["end"] <= row["end"], step["locator"]


@pytest.mark.parametrize("name", FIVE)
def test_time_as_read_has_its_words(register, name):
    """A time that was read has the words that it was read from, and an interval its precision."""
    tables = plan_of(register, name).tables
    for row in (*tables["activities"], *tables["steps"]):
        has_interval = bool(row["start"] or row["end"])
        assert row["time_text"] or not has_interval, row["locator"]
        assert has_interval == bool(row["precision"]), row["locator"]


@pytest.mark.parametrize("name", FIVE)
def test_owner_of_a_step_owns_its_activity(register, name):
    """A responsibility against a step stands on the activity that the step belongs to."""
    tables = plan_of(register, name).tables
    activity_of = {row["locator"]: row["activity"] for row in tables["steps"]}
    for row in tables["responsibilities"]:
        assert not row["step"] or activity_of[row["step"]] == row["row"], dict(row)


def test_doubt_has_its_words(register):
    """Where the text doubts who owns a row, its own words for the doubt are kept beside ours."""
    for plan in register.plans:
        for row in (*plan.tables["goals"], *plan.tables["activities"]):
            assert bool(row["doubt"]) == bool(row["doubt_written"]), (plan.id, row["locator"])


def test_nothing_stands_twice(register):
    """No line stands twice: what a plan says twice is told apart by a remark."""
    for plan in register.plans:
        for name in ("responsibilities", "follow-up", "figures", "conditions", "statuses"):
            rows = Counter(tuple(row.values()) for row in plan.tables[name])
            assert [row for row, count in rows.items() if count > 1] == [], (plan.id, name)


def test_every_actor_is_used_and_labelled_once(register):
    """Every actor of the table acts somewhere; two of one organisation never share a label: that would be one actor."""
    used = {row["actor"] for plan in register.plans for row in plan.tables["responsibilities"]}
    assert {row["actor"] for row in register.reference.actors} - used == set()
    labels = Counter((row["organisation"], row["label"].casefold()) for row in register.reference.actors)
    assert [label for label, count in labels.items() if count > 1] == []


def test_collective_designations(register):
    """What is of the kind “collective” is marked as one."""
    for row in register.reference.actors:
        assert row["kind"] != "collective" or row["collective"] == "yes", row["actor"]
        assert not (row["collective"] and row["bare"]), row["actor"]


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("RPO äldres hälsa och palliativ vård", ["palliativ vård", "RPO äldres hälsa"]),
        ("Bild- och funktionsmedicin", ["bild", "funktionsmedicin"]),
        ("Uppföljning och analys", ["uppföljning", "analys"]),
    ],
)
def test_och_within_a_name_joins_no_two_actors(register, label, parts):
    """A name that holds “och” is one actor, and its halves are none."""
    labels = [row["label"].casefold() for row in register.reference.actors]
    assert labels.count(label.casefold()) == 1
    assert not {part.casefold() for part in parts} & set(labels)


def test_remarks_are_no_actors(register):
    """Entries that name nobody are no actors."""
    labels = {row["label"].casefold() for row in register.reference.actors}
    assert not labels & {"nationellt", "nationella riktlinjer", "vårdprogram", "ej angiven"}


def test_no_addresses():
    """No e-mail address and no telephone number stands anywhere in the data: functions answer, not persons."""
    for file in sorted(resources.data_folder().rglob("*.*")):
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"[\w.+-]+@[\w-]+\.\w+", text), file
        assert not re.search(r"\b0\d{1,3}[- ]\d{5,}|\+46", text), file


# --- rows that were read closely -----------------------------------------------------------------------------------


def held(store, plan: str, activity: str) -> dict[tuple[str, str], set[str]]:
    """Actors by role and basis."""
    found = defaultdict(set)
    for row in run(store, named_query("responsibilities"), {"plan": plan, "activity": activity}).rows:
        found[row["role"], row["basis"]].add(row["actor"])
    return dict(found)


def causes(store, plan: str) -> dict[str, str]:
    return {row["activity"]: row["cause"] for row in run(store, named_query("ownerless"), {"plan": plan}).rows}


def accountable(store, plan: str, activity: str) -> set[str]:
    return {
        actor for (role, _), actors in held(store, plan, activity).items() if role == "accountable" for actor in actors
    }


@pytest.mark.parametrize("activity", ["3.1", "44.1"])
def test_kronoberg_rows_that_the_plan_doubts(store, activity):
    """Kronoberg 3.1 and 44.1: the text doubts where they belong, and nobody answers; who was asked owns nothing."""
    assert accountable(store, "kronoberg-2024", activity) == set()
    assert causes(store, "kronoberg-2024")[activity] == "unclear"


def test_kronoberg_20_1(store):
    """Kronoberg 20.1: the coordinator stated on the row replaces the goal's two."""
    assert held(store, "kronoberg-2024", "20.1") == {("accountable", "stated"): {"Cancersamordnare"}}
    assert "20.1" not in causes(store, "kronoberg-2024")
    goal = run(store, named_query("responsibilities"), {"plan": "kronoberg-2024"}).rows
    assert {
        row["actor"] for row in goal if row["goal"] == "20" and not row["activity"] and row["role"] == "accountable"
    } == {
        "Sjukhuschef",
        "Berörda verksamhetschefer",
    }


def test_kronoberg_25_1(store):
    """Kronoberg 25.1: four different actors answer, all inherited; INCA collaborates."""
    found = held(store, "kronoberg-2024", "25.1")
    assert found["accountable", "inherited"] == {"Onkologkliniken", "Medicinkliniken", "Cancersamordnare", "IT"}
    assert ("accountable", "stated") not in found
    assert found["collaborates", "inherited"] == {"INCA"}


def test_skane_a1(store):
    """Skåne A1: three accountable, none in the lead, and the row is owned."""
    rows = run(store, named_query("responsibilities"), {"plan": "skane-2019", "activity": "A1"}).rows
    assert [(row["role"], row["basis"], row["lead"]) for row in rows] == [("accountable", "stated", "false")] * 3
    assert len({row["actor"] for row in rows}) == 3
    assert causes(store, "skane-2019") == {}


def test_gavleborg_2_1_3(store):
    """Gävleborg 2.1/3: the regions and the RCC answer, which is nobody within the region; the coordinator performs."""
    found = held(store, "gavleborg-2025", "2.1/3")
    assert found["accountable", "stated"] == {"Regionerna", "RCC Mellansverige"}
    assert found["responsible", "stated"] == {"Cancersamordnare"}
    assert causes(store, "gavleborg-2025")["2.1/3"] == "external"


def test_gavleborg_2_2_3(store):
    """Gävleborg 2.2/3: as 2.1/3, and another cell calls Kvinnosjukvården the owner."""
    assert accountable(store, "gavleborg-2025", "2.2/3") == {"Regionerna", "RCC Mellansverige"}
    (row,) = (
        row
        for row in run(store, named_query("ownerless"), {"plan": "gavleborg-2025"}).rows
        if row["activity"] == "2.2/3"
    )
    assert (row["cause"], row["other_causes"]) == ("disagreeing", "external")


def test_gavleborg_2_4_1(store):
    """Gävleborg 2.4/1: only the regions answer, the RCC supports."""
    found = held(store, "gavleborg-2025", "2.4/1")
    assert found["accountable", "stated"] == {"Regionerna"}
    assert found["support", "stated"] == {"RCC Mellansverige"}
    assert causes(store, "gavleborg-2025")["2.4/1"] == "collective"


def test_gavleborg_2_6_1(store):
    """Gävleborg 2.6/1: the RCC and the regions answer jointly, and its time lies before the plan begins."""
    assert accountable(store, "gavleborg-2025", "2.6/1") == {"Regionerna", "RCC Mellansverige"}
    rows = run(store, named_query("outside-period"), {"plan": "gavleborg-2025"}).rows
    assert [(row["activity"], row["end"], row["state"]) for row in rows] == [("2.6/1", "2024-12-31", "outside")]


def test_vastmanland_3_a_2(store):
    """Västmanland 3.a/2: three collaborate and nobody answers."""
    found = held(store, "vastmanland-2025", "3.a/2")
    assert set(found) == {("collaborates", "stated")}
    assert len(found["collaborates", "stated"]) == 3
    assert causes(store, "vastmanland-2025")["3.a/2"] == "missing"


def test_vastmanland_4_g_1(store):
    """Västmanland 4.g/1: an RPO answers with the RCC's support, and an alternative makes it unclear."""
    found = held(store, "vastmanland-2025", "4.g/1")
    assert "RPO äldres hälsa och palliativ vård" in found["accountable", "stated"]
    assert found["support", "stated"] == {"RCC Mellansverige"}
    assert causes(store, "vastmanland-2025")["4.g/1"] == "unclear"


def test_sydost_a5_34(store):
    """Sydöst A5.34: a process leader answers; the RCC's statistician and the regions' medicine units support."""
    found = held(store, "sydost-2025", "A5.34")
    assert found == {
        ("accountable", "stated"): {"Processledare cancerläkemedel"},
        ("support", "stated"): {"Statistiker", "Regionernas läkemedelsenheter"},
    }


def test_sydost_a9_8(register, store):
    """Sydöst A9.8: four steps with four times and their own owners; the row spans January to autumn 2025."""
    steps = run(store, named_query("steps"), {"plan": "sydost-2025", "activity": "A9.8"}).rows
    assert [(row["start"], row["end"]) for row in steps] == [
        ("2025-01-01", "2025-01-31"),
        ("2025-02-01", "2025-02-28"),
        ("2025-07-01", "2025-12-31"),
        ("2025-03-01", "2025-03-31"),
    ]
    owned = run(store, named_query("responsibilities"), {"plan": "sydost-2025", "activity": "A9.8"}).rows
    assert {row["step"] for row in owned if row["role"] == "accountable"} == {row["step"] for row in steps}
    (row,) = (row for row in plan_of(register, "sydost-2025").tables["activities"] if row["locator"] == "A9.8")
    assert (row["start"], row["end"]) == ("2025-01-01", "2025-12-31")


def test_hpv_targets_differ_between_regions(store):
    """Two plans state the birth years of the HPV effort differently, and both are kept as stated."""
    rows = run(store, named_query("figures"), {}).rows
    years = {
        (row["plan"], match[1])
        for row in rows
        for match in [re.search(r"(1994\D\d{4})", " ".join(row.values()))]
        if match
    }
    assert ("gavleborg-2025", "1994–1999") in years
    assert ("sydost-2025", "1994-1998") in years
    assert ("gavleborg-2025", "70", "%") in {(row["plan"], row["value"], row["unit"]) for row in rows}


def test_trace_of_a_region_reaches_its_centres_measure(store):
    """A row of Gävleborg carries out a measure of the plan that it quotes, on its way up by goals."""
    rows = run(store, named_query("trace-up"), {"plan": "gavleborg-2025", "activity": "2.10/1"}).rows
    levels = {row["level"]: f"{row['node_plan']}/{row['node']}" for row in rows if row["path"] == "goal"}
    assert levels["measure"] == "mellansverige-2025/4.d/m1"
    assert levels["rcc-goal"] == "mellansverige-2025/4.d"
    assert levels["national-goal"].startswith("vagen-framat-2024/N")


def test_every_activity_reaches_the_strategies_by_its_area(store):
    """By focus area every activity has a way up to both versions of the strategy."""
    reached = defaultdict(set)
    for row in run(store, named_query("trace-up"), {}).rows:
        if row["level"] == "strategy-goal" and row["path"] == "area":
            reached[row["plan"], row["activity"]].add(row["node_plan"])
    assert len(reached) == 74 + 67 + 41 + 40 + 110
    assert {frozenset(plans) for plans in reached.values()} == {frozenset({"strategi-2009", "strategi-2026"})}
