"""The rules: each with a good and a bad example in `rules/<id>/`, and what they find in the five plans.

An example holds asserted facts only; the reference tables are the project's own. `<row> rule:expected "RULE-ID"` marks
what the rule must find.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from time import process_time

import pyoxigraph as ox
import pytest
from rdflib import Graph
from rdflib.namespace import RDF, SH

from plangraph.errors import InputError
from plangraph.graph import build, infer, load_ontology
from plangraph.graph.reference_triples import write_reference
from plangraph.graph.writer import GraphWriter
from plangraph.queries import named_query, run
from plangraph.register import Register, is_judged
from plangraph.validation import FAMILIES, SEVERITIES, Finding, Report, check, rules
from plangraph.validation.rules import RULE
from plangraph.vocabulary import GRAPH, ID, PLANGRAPH, SSSOM, concept
from tests.small_data import SmallData

AS_OF = date(2026, 11, 21)
FOLDER = Path(__file__).parent / "rules"
EXPECTED = RULE["expected"]
OWNERLESS = ("UNCLEAR", "DISAGREEING", "UNRESOLVED", "MISSING", "COLLECTIVE", "EXTERNAL")
every_rule = pytest.mark.parametrize("rule", rules().values(), ids=lambda rule: rule.id)


# The examples


@dataclass(frozen=True)
class Examples:
    """All good or all bad examples, judged in one run; no two of them share a node (a test holds it)."""

    report: Report
    texts: Mapping[str, set[str]]
    expected: Mapping[str, set[str]]
    classes: Mapping[str, set[str]]

    def found(self, rule: str) -> set[str]:
        """What a rule found in its own example."""
        return {f.focus for f in self.report.findings if f.rule.id == rule and f.focus in self.texts[rule]}


def read_examples(register: Register, name: str) -> Examples:
    store = ox.Store()
    load_ontology(store)
    reference = GraphWriter(store, GRAPH.reference)
    write_reference(register.reference, reference)
    reference.close()
    nodes: dict[str, set[str]] = {}
    expected: dict[str, set[str]] = {}
    classes: dict[str, set[str]] = {}
    for rule in rules():
        quads = list(ox.parse(path=str(FOLDER / rule / f"{name}.ttl")))
        nodes[rule] = {t.value for q in quads for t in (q.subject, q.object) if isinstance(t, ox.NamedNode)}
        expected[rule] = {q.subject.value for q in quads if q.predicate.value == str(EXPECTED)}
        classes[rule] = {q.object.value for q in quads if q.predicate.value == str(RDF.type)}
        graph = ox.NamedNode(GRAPH[f"plan/{rule}"])
        asserted = (q for q in quads if q.predicate.value != str(EXPECTED))
        store.extend(ox.Quad(q.subject, q.predicate, q.object, graph) for q in asserted)
    infer(store)
    return Examples(check(store, AS_OF), nodes, expected, classes)


@pytest.fixture(scope="module")
def bad(register: Register) -> Examples:
    return read_examples(register, "bad")


@pytest.fixture(scope="module")
def good(register: Register) -> Examples:
    return read_examples(register, "good")


@every_rule
def test_bad_example_is_found_on_exactly_the_marked_nodes(rule, bad):
    """The rule finds in its bad example what is marked there, and nothing else."""
    assert bad.expected[rule.id], "the bad example marks nothing"
    assert bad.found(rule.id) == bad.expected[rule.id]


@every_rule
def test_good_example_is_judged_and_passes(rule, good):
    """The good example holds nodes of the population that the rule judges, and the rule finds nothing there."""
    assert str(rule.population) in good.classes[rule.id]
    assert good.found(rule.id) == set()


def test_examples_share_no_node():
    """An example describes nodes of its own only, so that judging all of them in one run judges each by itself."""
    described: Counter[str] = Counter()
    for file in sorted(FOLDER.glob("*/*.ttl")):
        own = f"{ID}{file.parent.name}-{file.stem}/".lower()
        subjects = {q.subject.value for q in ox.parse(path=str(file))}
        assert {s for s in subjects if not s.startswith(own)} == set(), file
        described.update(subjects)
    assert max(described.values()) == 1


def test_every_rule_has_its_folder_and_every_folder_its_rule():
    """No rule lacks its two examples, and no example is left of a rule that is gone."""
    assert {folder.name for folder in FOLDER.iterdir()} == set(rules())
    assert {file.name for file in FOLDER.glob("*/*")} == {"good.ttl", "bad.ttl"}


# How the rules are written


@every_rule
def test_texts_stand_in_both_languages(rule):
    """Label, why, message and remedy are there in Swedish and in English, and are not the same text."""
    for texts in (rule.label, rule.comment, rule.message, rule.remedy):
        assert set(texts) == {"sv", "en"}
        assert texts["sv"] != texts["en"]
        assert all(text.strip() for text in texts.values())


@every_rule
def test_rule_belongs_to_its_file_and_family(rule):
    """The file is named after the rule, its family and severity are known, and the id is the node's own name."""
    assert rule.file.stem == rule.id
    assert rule.family in FAMILIES
    assert rule.severity in SEVERITIES


def test_texts_of_two_rules_are_never_the_same():
    """Each rule says something of its own: no label or message was copied and left."""
    for texts in ("label", "message"):
        said = Counter(text for rule in rules().values() for text in getattr(rule, texts).values())
        assert [text for text, times in said.items() if times > 1] == []


def judged_classes(shape: str) -> set[str]:
    """The classes by which a shape picks what it judges, in its own prefixed names."""
    named = re.findall(r"(?:sh:targetClass|rule:population) ([^;]+);", shape)
    listed = re.findall(r"\?class IN \(([^)]+)\)", shape)
    picked = re.findall(r"\?this [^.}]*\ba (\w+:\w+)", shape)
    return {word.strip() for group in (*named, *listed) for word in group.split(",")} | set(picked)


def without_nodes(shape: str, store: ox.Store) -> set[str]:
    """Of those classes, the ones that no node of a dataset belongs to."""
    spaces = {"pg": str(PLANGRAPH), "sssom": "https://w3id.org/sssom/"}
    found = set()
    for name in judged_classes(shape):
        prefix, _, local = name.partition(":")
        instances = store.quads_for_pattern(None, ox.NamedNode(RDF.type), ox.NamedNode(spaces[prefix] + local))
        if next(instances, None) is None:
            found.add(name)
    return found


@every_rule
def test_population_is_there_in_the_plans(rule, store):
    """Every class that a rule judges by has nodes in the real data: a mistyped one would make it pass for ever."""
    shape = rule.file.read_text(encoding="utf-8")
    assert judged_classes(shape)
    assert without_nodes(shape, store) == set()


@pytest.mark.parametrize(
    ("rule", "right", "mistyped"),
    [
        ("OWN-MISSING", "sh:targetClass pg:Activity ;", "sh:targetClass pg:Actvity ;"),
        ("TIM-OUTSIDE", "a pg:Activity ; pg:start", "a pg:Actvity ; pg:start"),
        ("TRC-NO-COUNTERPART", "pg:RccGoal, pg:Activity)", "pg:RccGoal, pg:Actvity)"),
        ("ALN-REASON", "rule:population sssom:Mapping ", "rule:population sssom:Maping "),
    ],
)
def test_mistyped_class_is_caught(rule, right, mistyped, store):
    """A class that nothing belongs to is noticed wherever in a shape it stands."""
    shape = rules()[rule].file.read_text(encoding="utf-8")
    assert right in shape
    assert len(without_nodes(shape.replace(right, mistyped), store)) == 1


@every_rule
def test_shape_uses_only_terms_that_are_declared(rule, store):
    """Every term of ours, every concept and every SSSOM term in a shape exists: a mistyped one would never match."""
    shape = rule.file.read_text(encoding="utf-8")
    prefixes = dict(re.findall(r"(?:@prefix|PREFIX) (\w+): <([^>]+)>", shape))
    body = re.sub(r"(?m)^\s*(@prefix|PREFIX|#).*$", "", shape)
    body = re.sub(r'"[^"\n]*"', '""', body.replace('"""', ""))
    for prefix, local in re.findall(r"\b(\w+):([\w-]+)", body):
        space = prefixes[prefix]
        if space == str(PLANGRAPH):
            assert PLANGRAPH[local]
        elif space == "https://w3id.org/sssom/":
            assert SSSOM[local]
        elif space.startswith(f"{ID}concept/"):
            node = ox.NamedNode(concept(space.removesuffix("/").rpartition("/")[2], local))
            assert next(store.quads_for_pattern(node, None, None), None), f"there is no {prefix}:{local}"


def results(graph: Graph) -> Iterable[tuple[str, str, dict[str, str]]]:
    """Rule, severity and messages of each result of a standard report."""
    for result in graph.objects(None, SH.result):
        messages = {m.language: str(m) for m in graph.objects(result, SH.resultMessage)}
        severity = str(graph.value(result, SH.resultSeverity)).removeprefix(str(SH)).lower()
        yield str(graph.value(result, SH.sourceShape)).removeprefix(str(RULE)), severity, messages


def conforms(report: Report) -> str:
    """What the standard report says of the whole."""
    (said,) = report.graph.objects(None, SH.conforms)
    return str(said)


def test_standard_report_carries_rule_severity_and_both_languages(bad):
    """Each result of the standard report names its rule, with the rule's own severity and both its messages."""
    seen = set()
    for name, severity, messages in results(bad.report.graph):
        rule = rules()[name]
        seen.add(name)
        assert severity == rule.severity
        assert messages == rule.message
    assert seen == set(rules())


def test_standard_report_conforms_only_without_results(bad):
    """`sh:conforms` is false as soon as there is a result, and true for a dataset that breaks no rule."""
    store = ox.Store()
    load_ontology(store)
    clean = check(store, AS_OF)
    assert clean.findings == []
    assert conforms(clean) == "true"
    assert conforms(bad.report) == "false"


# What they find in the five plans


@pytest.fixture(scope="module")
def timed(store: ox.Store, register: Register) -> tuple[Report, float]:
    """The plans judged, and how many seconds of processor time it took."""
    started = process_time()
    return check(store, AS_OF, register.places()), process_time() - started


@pytest.fixture(scope="module")
def report(timed: tuple[Report, float]) -> Report:
    return timed[0]


def rows(report: Report, rule: str, plan: str) -> set[str]:
    """Locators of the rows of a plan on which a rule was found."""
    return {f.row for f in report.findings if f.rule.id == rule and f.plan == plan}


def count(report: Report, rule: str) -> dict[str, int]:
    """How often a rule was found, by plan."""
    return dict(Counter(f.plan for f in report.findings if f.rule.id == rule))


def table(register: Register, plan: str, name: str) -> list[Mapping[str, str]]:
    return list(next(p for p in register.plans if p.id == plan).tables[name])


def test_kronoberg_without_a_stated_owner(report, register):
    """41 activities and goals 32, 48 and 49 have no owner by row or goal, and no doubt about it in the text."""
    accountable = {
        r["row"] for r in table(register, "kronoberg-2024", "responsibilities") if r["role"] == "accountable"
    }
    nobody = {
        row["locator"]
        for row in table(register, "kronoberg-2024", "activities")
        if not accountable & {row["locator"], row["goal"]}
    }
    assert len(nobody - {"3.1", "44.1"}) == 41
    assert rows(report, "OWN-MISSING", "kronoberg-2024") == nobody - {"3.1", "44.1"}
    assert rows(report, "OWN-GOAL", "kronoberg-2024") == {"32", "48", "49"}
    assert rows(report, "OWN-UNCLEAR", "kronoberg-2024") == {"3.1", "44.1"}


def test_gavleborg_owners_that_cannot_be_held_to_it(report):
    """15 rows only the RCC answers for, 8 only a collective, and the HPV project with an owner in another cell."""
    assert rows(report, "OWN-DISAGREEING", "gavleborg-2025") == {"2.2/3"}
    assert len(rows(report, "OWN-EXTERNAL", "gavleborg-2025")) == 15
    assert len(rows(report, "OWN-COLLECTIVE", "gavleborg-2025")) == 8
    assert {"2.1/3", "2.6/1"} <= rows(report, "OWN-EXTERNAL", "gavleborg-2025")
    assert "2.4/1" in rows(report, "OWN-COLLECTIVE", "gavleborg-2025")
    assert rows(report, "OWN-MISSING", "gavleborg-2025") == set()


def test_vastmanland_repeated_activity_is_no_owner(report):
    """3.a/2 repeats the activity where the owner should stand; 4.g/1 says the council or else the team."""
    assert "3.a/2" in rows(report, "OWN-MISSING", "vastmanland-2025")
    assert "4.g/1" in rows(report, "OWN-UNCLEAR", "vastmanland-2025")


@pytest.mark.parametrize(
    ("plan", "row", "expected"),
    [
        ("kronoberg-2024", "20.1", set()),  # the coordinator alone, stated on the row
        ("kronoberg-2024", "25.1", {"OWN-NO-LEAD"}),  # four inherited, and no lead among them
        ("kronoberg-2024", "33.1", {"OWN-BARE-ROLE"}),  # a local process leader for each process
        ("skane-2019", "A1", {"OWN-NO-LEAD", "OWN-BARE-ROLE"}),  # three roles, a line each
        ("skane-2019", "A3", {"OWN-BARE-ROLE"}),  # a head of department, one of dozens
        ("skane-2019", "A6", set()),  # the head of clinical pathology: there is one
        ("skane-2019", "A45", set()),  # a unit of the region, beside a web channel that can lead nothing
        ("sydost-2025", "A4.3", set()),  # the RCC's own head
        ("sydost-2025", "A5.4", set()),  # one for the row, others for a step each
        ("sydost-2025", "A5.34", set()),  # one process leader, of a named process
        ("sydost-2025", "A9.8", {"OWN-NO-LEAD"}),  # its third step has two owners
        ("gavleborg-2025", "2.13/1", {"OWN-BARE-ROLE", "OWN-COLLECTIVE-BESIDE"}),  # heads concerned, with the regions
        ("vastmanland-2025", "3.b/2", {"OWN-NO-LEAD", "OWN-COLLECTIVE-BESIDE"}),  # two units and the regions
    ],
)
def test_reading_of_owned_rows(report, plan, row, expected):
    """Rows that somebody owns get advice at most, and only what the row gives cause for."""
    assert {f.rule.id for f in report.findings if (f.plan, f.row) == (plan, row) and f.rule.family == "OWN"} == expected


def test_owner_findings_are_the_rows_that_the_query_calls_ownerless(report, store):
    """The gravest family and the query `ownerless` name the same rows with the same causes."""
    answer = run(store, named_query("ownerless"), {})
    asked = Counter(
        (r["plan"], r["activity"] or r["goal"], f"OWN-{r['cause'].upper()}" if r["activity"] else "OWN-GOAL")
        for r in answer.rows
    )
    found = Counter(
        (f.plan, f.row, f.rule.id) for f in report.findings if f.rule.id.removeprefix("OWN-") in {*OWNERLESS, "GOAL"}
    )
    assert found == asked


def test_trace_of_the_plans(report):
    """Every row reaches a goal and a focus area; what has no national counterpart has been said not to."""
    for rule in ("TRC-NO-GOAL", "TRC-NO-NATIONAL", "TRC-NO-AREA"):
        assert count(report, rule) == {}
    assert {"A1.5", "A9.8"} <= rows(report, "TRC-NO-COUNTERPART", "sydost-2025")
    assert rows(report, "TRC-NO-COUNTERPART", "gavleborg-2025") == {"2.18"}


def test_goals_of_kronoberg_without_an_activity(report):
    """Goals 9, 32, 48 and 49 have nothing planned; every goal of the other regions has."""
    assert rows(report, "TRC-GOAL-NO-ACTIVITY", "kronoberg-2024") == {"9", "32", "48", "49"}
    assert count(report, "TRC-GOAL-NO-ACTIVITY") == {"kronoberg-2024": 4}


def test_measures_that_nobody_takes_up(report, register):
    """Of Sydöst's 82 own measures, those that no row is mapped to; Mellansverige's are known by being taken up."""
    mapped = {
        row["object_id"].rpartition("/")[2]
        for mapping_set in register.mapping_sets
        for row in mapping_set.mappings
        if row["predicate_id"] == "plangraph:carriesOut"
    }
    measures = table(register, "sydost-2025", "measures")
    own = {row["locator"] for row in measures if row["column"] != "Insatser nationellt"}
    assert (len(measures), len(own)) == (85, 82)
    assert rows(report, "TRC-MEASURE-UNTAKEN", "sydost-2025") == own - mapped
    assert count(report, "TRC-MEASURE-UNTAKEN") == {"sydost-2025": len(own - mapped)}


def test_every_plan_hangs_on_the_superseded_strategy(report, register):
    """All plans but the two strategies hang on the goals of 2009, which the strategy of 2026 replaced."""
    plans = {plan.id for plan in register.plans}
    assert set(count(report, "TRC-SUPERSEDED")) == plans - {"strategi-2009", "strategi-2026"}


def test_times_of_the_plans(report):
    """Times outside, beyond and absent, as the documents print them."""
    assert rows(report, "TIM-OUTSIDE", "gavleborg-2025") == {"2.6/1"}  # a decision in 2024
    assert rows(report, "TIM-OUTSIDE", "vastmanland-2025") == {"3.a/3"}  # the spring of 2024
    assert rows(report, "TIM-PARTLY-OUTSIDE", "kronoberg-2024") == {"6.1", "12.1", "17.2", "19.1"}
    assert "A9" in rows(report, "TIM-PARTLY-OUTSIDE", "skane-2019")  # introduced in full in December 2024
    assert count(report, "TIM-NONE")["skane-2019"] == 67 - 1  # all but A9
    assert count(report, "TIM-REVERSED") == {}


def test_whole_period_in_gavleborg(report, register):
    """Rows of 2025–2027, but for those with a year in När?, a rhythm, as-needed, or a step with words of time."""
    narrower = {"2.2/3", "2.12/2", "2.15/2", "2.15/3", "2.16/2", "2.18/1", "2.6/1"}
    everything = {row["locator"] for row in table(register, "gavleborg-2025", "activities")}
    assert rows(report, "TIM-WHOLE-PERIOD", "gavleborg-2025") == everything - narrower
    assert set(count(report, "TIM-WHOLE-PERIOD")) == {"gavleborg-2025"}


def test_plan_that_has_ended_has_no_time_that_passed(report, store):
    """Kronoberg and Skåne are said to have ended; what has passed elsewhere is what the query `overdue` lists."""
    ended = {"kronoberg-2024", "skane-2019", "syd-2019", "syd-2023", "strategi-2009"}
    assert set(count(report, "TIM-PLAN-ENDED")) == ended
    answer = run(store, named_query("overdue"), {"as_of": AS_OF.isoformat()})
    asked = Counter(r["plan"] for r in answer.rows if r["state"] == "time-passed" and not r["plan_ended"])
    assert count(report, "TIM-PASSED") == dict(asked)
    assert not set(asked) & ended
    assert count(report, "TIM-LATE") == {}  # no document has a status from after an end


def test_statuses_of_the_plans(report):
    """Västmanland's ticks were lost in all 40 rows; Skåne's column is empty in all 67; nothing is unaccounted for."""
    assert count(report, "STA-LOST") == {"vastmanland-2025": 40}
    assert count(report, "STA-NONE")["skane-2019"] == 67
    assert count(report, "STA-UNACCOUNTED") == {}


def test_statuses_of_2024_are_old_unless_done(report, register):
    """Kronoberg's statuses are of 2024, so older than a year at the end of 2026, but for what is done."""
    statuses = table(register, "kronoberg-2024", "statuses")
    assert {s["date"] for s in statuses} == {"2024"}
    expected = {s["row"] for s in statuses} - {s["row"] for s in statuses if s["status"] == "done"}
    assert rows(report, "STA-STALE", "kronoberg-2024") == expected


@pytest.mark.parametrize(
    ("rule", "kinds"),
    [
        ("RES-MONEY", {"money-needed"}),
        ("RES-DECISION", {"decision-awaited"}),
        ("RES-OTHER", {"waits-for-activity", "staff", "technique"}),
    ],
)
def test_conditions_are_found_on_the_row_that_waits(report, register, rule, kinds):
    """Each unmet condition of the register is found once on its row; a step's on its activity."""
    waiting = set()
    for plan in register.plans:
        activity = {step["locator"]: step["activity"] for step in plan.tables["steps"]}
        for row in plan.tables["conditions"]:
            if row["kind"] in kinds:
                waiting.add((plan.id, activity.get(row["row"], row["row"])))
    assert {(f.plan, f.row) for f in report.findings if f.rule.id == rule} == waiting


def test_regions_that_quote_the_opposite(report):
    """Gävleborg and Västmanland say opposite things of two measures on cancer medicines, and of no others."""
    assert rows(report, "QUO-OPPOSITE", "mellansverige-2025") == {"4.h/m1", "4.h/m2"}
    assert {"2/m2", "3.d/m1"} <= rows(report, "QUO-DIFFERS", "mellansverige-2025")
    assert {"2/m4", "3.e/m2"} <= rows(report, "QUO-ONE-SIDED", "mellansverige-2025")


def test_sources_of_the_plans(report, register):
    """Only the strategy that was read from a web page has rows without a line; doubtful columns are those marked so."""
    assert count(report, "SRC-LOCATOR") == {}
    assert count(report, "SRC-POSITION") == {"strategi-2026": 3}
    doubtful = {r["locator"] for r in table(register, "kronoberg-2024", "activities") if r["certain"] == "no"}
    assert rows(report, "SRC-UNCERTAIN-COLUMN", "kronoberg-2024") == doubtful
    unread = Counter(
        plan.id
        for plan in register.plans
        for name in ("goals", "activities")
        for row in plan.tables[name]
        if not row["second_reading"]
    )
    assert count(report, "SRC-UNREAD") == dict(unread)


def test_mappings_of_the_project(report, register):
    """Mappings are justified, say who made them and why, and contradict none; those judged below 0.6 are uncertain."""
    for rule in ("JUSTIFICATION", "REASON", "CONTRADICTION", "AUTHOR", "TOOL-VERSION", "DISAGREEMENT", "KIND"):
        assert count(report, f"ALN-{rule}") == {}, rule
    judged = [row for mapping_set in register.mapping_sets for row in mapping_set.mappings if is_judged(row)]
    sure = [row["reviewer_agreement"] if row["reviewer_label"] else row["confidence"] for row in judged]
    unsure = [text for text in sure if text and float(text) < 0.6]
    assert len([f for f in report.findings if f.rule.id == "ALN-CONFIDENCE"]) == len(unsure)


def test_whole_check_is_quick(timed):
    """The plans are judged in seconds: a rule whose query multiplies what it should join takes minutes."""
    assert timed[1] < 10


# What a report is


def test_finding_names_the_line_of_the_register(report):
    """A finding names file and line of what mends it: the row's line, the mapping's, or the plan's own file."""
    for finding in report.findings:
        assert finding.place, finding
        lines = finding.place.file.read_text(encoding="utf-8").splitlines()
        line = lines[finding.place.line - 1]
        if finding.place.file.suffix == ".csv":
            assert next(csv.reader([line]))[0] == finding.row
        elif finding.place.file.suffix == ".tsv":
            assert finding.rule.family == "ALN"
            subject = line.split("\t")[0]
            assert subject.startswith(f"plan:{finding.plan}") and subject.endswith(finding.row.replace("/", "~"))
        else:
            assert finding.place.file.parent.name == finding.plan


def test_finding_has_the_title_of_its_row(report):
    """Whoever reads a finding recognises the row by its title; a mapping is told by its subject."""
    assert all(finding.title for finding in report.findings)
    titled = {(f.plan, f.row): f.title for f in report.findings}
    assert titled["vastmanland-2025", "2/1"] == "Närståendestöd i sjukvården, inkl. barn som närstående"


def test_findings_stand_in_order(report):
    """By plan, then by rule in the order of families and gravity, then by row as people count: 2.2 before 2.10."""
    plans = [f.plan for f in report.findings]
    assert plans == sorted(plans)
    families = list(FAMILIES)
    ranks = [(f.plan, families.index(f.rule.family), SEVERITIES.index(f.rule.severity)) for f in report.findings]
    assert ranks == sorted(ranks)
    collective = [f.row for f in report.findings if (f.plan, f.rule.id) == ("gavleborg-2025", "OWN-COLLECTIVE")]
    assert collective.index("2.4/1") < collective.index("2.11/2")


def test_restriction_to_one_plan(tmp_path):
    """`plan` gives that plan's findings and no others, in the standard report too."""
    data = SmallData(tmp_path / "data")
    for plan in ("kronoberg-2025", "skane-2025"):
        data.plan(plan, activities=[{"locator": "1", "title": "Göra"}])
    store = data.build()
    everything = check(store, AS_OF).findings
    restricted = check(store, AS_OF, plan="skane-2025")
    assert {f.plan for f in everything} == {"kronoberg-2025", "skane-2025"}
    assert restricted.findings == [f for f in everything if f.plan == "skane-2025"]
    assert len(list(results(restricted.graph))) == len(restricted.findings)
    assert len(list(restricted.graph.subjects(RDF.type, SH.ValidationResult))) == len(restricted.findings)
    assert conforms(restricted) == "false"
    other = check(store, AS_OF, plan="gavleborg-2025")
    assert other.findings == []
    assert conforms(other) == "true"


def one_of_each(report: Report) -> dict[str, Finding]:
    """A finding of each severity."""
    return {finding.rule.severity: finding for finding in report.findings}


@pytest.mark.parametrize(
    ("found", "fails_at"),
    [
        (set(), set()),
        ({"info"}, {"info"}),
        ({"warning"}, {"info", "warning"}),
        ({"violation"}, {"info", "warning", "violation"}),
        ({"info", "warning"}, {"info", "warning"}),
    ],
)
def test_report_fails_at_its_gravest_finding_or_below(report, found: Set[str], fails_at: Set[str]):
    """A report fails at a level if a finding is at least that grave; at `never` it does not fail."""
    some = Report([f for severity, f in one_of_each(report).items() if severity in found], report.graph)
    assert {level for level in SEVERITIES if some.fails(level)} == fails_at
    assert not some.fails("never")


def test_exempted_finding_does_not_fail_a_report(report):
    """What is accepted with a reason fails nothing, but stands in the report."""
    accepted = replace(one_of_each(report)["violation"], exemption="Beslutat i styrgruppen.")
    assert not Report([accepted], report.graph).fails("info")


def test_exemption_is_read_from_the_register_and_shown(tmp_path):
    """An exemption accepts the findings of the rules that it names, on its own row, and they keep their reason."""
    both = "OWN-GOAL: Flyttas till nästa plan. | TRC-GOAL-NO-ACTIVITY: Inväntar utredning."
    goals = [
        {"locator": "1", "title": "Ett", "exemption": both},
        {"locator": "2", "title": "Två", "exemption": "TRC-GOAL-NO-ACTIVITY: Inväntar utredning."},
        {"locator": "3", "title": "Tre"},
    ]
    found = check(SmallData(tmp_path / "data").plan("kronoberg-2025", goals=goals).build(), AS_OF)
    reasons = {(f.row, f.rule.id): f.exemption for f in found.findings}
    assert reasons["1", "OWN-GOAL"] == "Flyttas till nästa plan."
    assert reasons["1", "TRC-GOAL-NO-ACTIVITY"] == reasons["2", "TRC-GOAL-NO-ACTIVITY"] == "Inväntar utredning."
    assert reasons["2", "OWN-GOAL"] == reasons["3", "OWN-GOAL"] == reasons["3", "TRC-GOAL-NO-ACTIVITY"] == ""
    assert reasons["1", "TRC-NO-AREA"] == ""


@pytest.mark.parametrize("cell", ["Flyttas till nästa plan.", "OWN-MISSING:", "OWN-MISSING: Ja. | Senare."])
def test_exemption_that_names_no_rule_is_refused(tmp_path, cell):
    """An exemption that would be passed over is told when the register is read, with how to write it."""
    data = SmallData(tmp_path / "data").plan(
        "kronoberg-2025", goals=[{"locator": "1", "title": "Ett", "exemption": cell}]
    )
    with pytest.raises(InputError) as error:
        data.load()
    (problem,) = error.value.problems
    assert (problem.column, problem.line) == ("exemption", 2)
    assert "OWN-MISSING: " in problem.remedy


def test_exemption_from_an_unknown_rule_is_refused(tmp_path):
    """A mistyped rule would exempt nothing without a word: it is told, with the line of the register."""
    goals = [{"locator": "1", "title": "Ett", "exemption": "OWN-MISING: Flyttas till nästa plan."}]
    register = SmallData(tmp_path / "data").plan("kronoberg-2025", goals=goals).load()
    with pytest.raises(InputError, match="OWN-MISING") as error:
        check(build(register), AS_OF, register.places())
    (problem,) = error.value.problems
    assert problem.file and (problem.file.name, problem.line, problem.column) == ("goals.csv", 2, "exemption")
