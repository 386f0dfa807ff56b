# SPDX-License-Identifier: Apache-2.0
"""A plan's metadata and rows as triples: goals, measures, activities and steps."""

from __future__ import annotations

from rdflib import URIRef

from plangraph.graph.reference_triples import organisation_node
from plangraph.graph.writer import GraphWriter
from plangraph.register import Plan, Row, superior_row, values
from plangraph.vocabulary import DCTERMS, ID, OA, P_PLAN, PLANGRAPH, RDF, SKOS, concept, row_node

__all__ = ["plan_node", "write_plan", "write_rows"]

_GOAL_CLASS = {
    "national-strategy": PLANGRAPH.StrategyGoal,
    "national-direction": PLANGRAPH.NationalGoal,
    "rcc": PLANGRAPH.RccGoal,
    "region": PLANGRAPH.RegionalGoal,
}
# RFC 5147 says how a fragment names a line of plain text; lines count from 0 there, from 1 in the register.
_TEXT_FRAGMENT = URIRef("http://tools.ietf.org/rfc/rfc5147")


def plan_node(plan: str) -> URIRef:
    """The IRI of a plan."""
    return URIRef(f"{ID}{plan}")


def write_plan(plan: Plan, out: GraphWriter) -> None:
    """Write what `plan.toml` says."""
    data, node = plan.metadata, plan_node(plan.id)
    out.type(node, PLANGRAPH.Plan, SKOS.ConceptScheme)
    out.label(node, data.title)
    out.text(node, DCTERMS.identifier, data.id)
    out.text(node, DCTERMS.description, data.source, "sv")
    out.add(node, PLANGRAPH.organisation, organisation_node(data.organisation))
    out.add(node, PLANGRAPH.level, concept("level", data.level))
    out.add(node, PLANGRAPH.documentStatus, concept("document-status", data.document_status))
    series = URIRef(f"{ID}series/{data.series}")
    out.add(node, DCTERMS.isVersionOf, series)
    out.text(series, DCTERMS.identifier, data.series)
    out.date(node, PLANGRAPH.periodStart, data.start)
    out.date(node, PLANGRAPH.periodEnd, data.end)
    out.text(node, PLANGRAPH.asOf, data.as_of)
    out.flag(node, PLANGRAPH.reconstructed, data.reconstructed)
    out.remark(node, data.remark)
    for name in data.superior:
        out.add(node, PLANGRAPH.superiorPlan, plan_node(name))
    for name in data.supersedes:
        out.add(node, PLANGRAPH.supersedes, plan_node(name))
    for short, long in data.abbreviations:
        entry = URIRef(f"{node}/abbreviation/{row_node('', '', short).rpartition('/')[2]}")
        out.type(entry, SKOS.Concept)
        out.text(entry, SKOS.notation, short)
        out.text(entry, SKOS.prefLabel, long, "sv")
        out.add(entry, SKOS.inScheme, node)


def write_rows(plan: Plan, out: GraphWriter) -> None:
    """Write the plan's subsections, goals, measures, activities and steps."""
    for row in plan.tables["sections"]:
        node = row_node(plan.id, "section", row["locator"])
        out.type(node, PLANGRAPH.Subsection)
        out.label(node, row["title"])
        out.add(node, PLANGRAPH.partOfPlan, plan_node(plan.id))
        out.text(node, PLANGRAPH.locator, row["locator"])
        out.add(node, SKOS.broader, URIRef(f"{ID}area/{row['area']}"))
        out.text(node, SKOS.scopeNote, row["position"], "sv")
        _write_position(plan, row, node, out)
    for kind, row in plan.rows():
        node = row_node(plan.id, kind, row["locator"])
        out.label(node, row["title"])
        out.text(node, PLANGRAPH.locator, row["locator"])
        out.text(node, PLANGRAPH.column, row["column"])
        out.remark(node, row["remark"])
        out.add(node, PLANGRAPH.partOfPlan, plan_node(plan.id))
        if kind != "step":
            out.text(node, PLANGRAPH.heading, row["heading"])
            out.text(node, PLANGRAPH.secondReading, row["second_reading"])
            _write_position(plan, row, node, out)
        _WRITERS[kind](plan, row, node, out)


def _write_position(plan: Plan, row: Row, node: URIRef, out: GraphWriter) -> None:
    """Say where in the document the row stands, as a W3C web annotation would."""
    if not row["line"]:
        return
    source, selector = URIRef(f"{node}/source"), URIRef(f"{node}/source/line")
    out.add(node, PLANGRAPH.position, source)
    out.type(source, OA.SpecificResource)
    out.add(source, OA.hasSource, plan_node(plan.id))
    out.add(source, OA.hasSelector, selector)
    out.type(selector, OA.FragmentSelector)
    out.add(selector, DCTERMS.conformsTo, _TEXT_FRAGMENT)
    out.text(selector, RDF.value, f"line={int(row['line']) - 1}")


def _write_goal(plan: Plan, row: Row, node: URIRef, out: GraphWriter) -> None:
    out.type(node, PLANGRAPH.Goal, _GOAL_CLASS[plan.metadata.level])
    out.text(node, SKOS.prefLabel, row["title"], "sv")
    out.add(node, SKOS.inScheme, plan_node(plan.id))
    for named in values(row["quotes"]):
        other, locator = superior_row(named)
        out.add(node, PLANGRAPH.quotes, row_node(other, "goal", locator))
    _write_doubt(row, node, out)


def _write_measure(plan: Plan, row: Row, node: URIRef, out: GraphWriter) -> None:
    out.type(node, PLANGRAPH.Measure)
    own = {goal["locator"] for goal in plan.tables["goals"]}
    for named in values(row["goal"]):
        other, locator = (plan.id, named) if named in own else superior_row(named)
        out.add(node, PLANGRAPH.pursues, row_node(other, "goal", locator))


def _write_activity(plan: Plan, row: Row, node: URIRef, out: GraphWriter) -> None:
    out.type(node, PLANGRAPH.Activity)
    out.add(node, P_PLAN.isStepOfPlan, plan_node(plan.id))
    if row["goal"]:
        out.add(node, PLANGRAPH.pursues, row_node(plan.id, "goal", row["goal"]))
    for named in values(row["carries_out"]):
        other, locator = superior_row(named)
        out.add(node, PLANGRAPH.carriesOut, row_node(other, "measure", locator))
    _write_time(row, node, out)
    out.text(node, PLANGRAPH.whenText, row["when_text"])
    out.date(node, PLANGRAPH.whenStart, row["when_start"])
    out.date(node, PLANGRAPH.whenEnd, row["when_end"])
    if row["status_absent"]:
        out.add(node, PLANGRAPH.statusAbsent, concept("status", row["status_absent"]))
    _write_doubt(row, node, out)


def _write_step(plan: Plan, row: Row, node: URIRef, out: GraphWriter) -> None:
    out.type(node, PLANGRAPH.Step)
    out.add(node, PLANGRAPH.stepOf, row_node(plan.id, "activity", row["activity"]))
    _write_time(row, node, out)


def _write_time(row: Row, node: URIRef, out: GraphWriter) -> None:
    out.text(node, PLANGRAPH.timeText, row["time_text"])
    out.date(node, PLANGRAPH.start, row["start"])
    out.date(node, PLANGRAPH.end, row["end"])
    if row["precision"]:
        out.add(node, PLANGRAPH.precision, concept("precision", row["precision"]))
    for recurrence in values(row["recurrence"]):
        out.text(node, PLANGRAPH.recurrence, recurrence)


def _write_doubt(row: Row, node: URIRef, out: GraphWriter) -> None:
    if row["certain"]:
        out.flag(node, PLANGRAPH.certain, row["certain"] == "yes")
    out.text(node, PLANGRAPH.ownershipDoubt, row["doubt"], "sv")
    out.text(node, PLANGRAPH.doubtWritten, row["doubt_written"])
    out.text(node, PLANGRAPH.exemption, row["exemption"], "sv")


_WRITERS = {"goal": _write_goal, "measure": _write_measure, "activity": _write_activity, "step": _write_step}
