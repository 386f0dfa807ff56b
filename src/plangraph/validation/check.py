# SPDX-License-Identifier: Apache-2.0
"""Running the rules over a dataset with pySHACL, and reading its report as findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

import pyoxigraph as ox
import pyshacl
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from plangraph.errors import InputError, Problem
from plangraph.register import Row, values
from plangraph.register.locators import natural_key
from plangraph.validation.rules import RULE, SEVERITIES, Rule, rules, shapes_graph
from plangraph.vocabulary import DCTERMS, ID, PLANGRAPH, SSSOM, XSD

__all__ = ["Finding", "Report", "check"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule broken by one node.

    Parameters
    ----------
    plan, row: the plan's id and the row's locator, empty where there is none; for a mapping those of its subject.
    focus: the IRI of the node that broke the rule.
    title: the row's title, in Swedish.
    place: the register's row to mend, where there is one.
    exemption: why the finding is accepted, from the register; empty: it is not.
    """

    rule: Rule
    plan: str
    row: str
    focus: str
    title: str
    place: Row | None
    exemption: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a run of the rules found, and the standard's own report of it."""

    findings: list[Finding]
    graph: Graph

    def fails(self, at: str) -> bool:
        """Whether a finding that is not exempted is at least as grave as `at` (one of `SEVERITIES`, or `never`)."""
        if at == "never":
            return False
        grave = SEVERITIES[: SEVERITIES.index(at) + 1]
        return any(finding.rule.severity in grave for finding in self.findings if not finding.exemption)


def check(store: ox.Store, as_of: date, places: Mapping[str, Row] | None = None, plan: str = "") -> Report:
    """Judge a dataset by every rule.

    Parameters
    ----------
    as_of: the day for which it is judged what has passed.
    places: register rows by node IRI, to name the row to mend.
    plan: the id of the only plan to report on; empty: all.

    Raises `InputError` for an exemption from a rule that there is not: it would accept nothing, and nobody would know.
    """
    data = _as_rdflib(store)
    data.add((URIRef(f"{ID}run"), PLANGRAPH.checkedAsOf, Literal(as_of.isoformat(), datatype=XSD.date)))
    _, graph, _ = pyshacl.validate(data, shacl_graph=shapes_graph(), advanced=True, inplace=True)
    assert isinstance(graph, Graph)
    exemptions = _exemptions(data, places or {})
    findings: dict[tuple[str, str], Finding] = {}
    for result in list(graph.objects(None, SH.result)):
        # The rules are written so that a result comes from the rule's own shape, never from a shape within it: else it
        # would lack the rule's severity and messages.
        rule = rules()[str(graph.value(result, SH.sourceShape)).removeprefix(str(RULE))]
        finding = _finding(rule, graph.value(result, SH.focusNode), data, places or {}, exemptions)
        if plan and finding.plan != plan:
            _remove(graph, result)
        else:
            findings[finding.rule.id, finding.focus] = finding
    (whole,) = graph.subjects(RDF.type, SH.ValidationReport)
    graph.set((whole, SH.conforms, Literal(not findings)))
    order = list(rules())
    return Report(
        sorted(
            findings.values(),
            key=lambda f: (natural_key(f.plan), order.index(f.rule.id), natural_key(f.row), f.focus),
        ),
        graph,
    )


def _as_rdflib(store: ox.Store) -> Graph:
    """The union of a store's graphs in rdflib's own memory store, over which pySHACL is fastest."""
    graph = Graph()
    term = cache(_term)  # most terms stand in many triples
    for quad in store:
        graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
    return graph


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> URIRef | BNode | Literal:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.Literal):
        datatype = None if term.language or term.datatype.value == str(XSD.string) else URIRef(term.datatype.value)
        return Literal(term.value, lang=term.language, datatype=datatype)
    assert isinstance(term, ox.BlankNode)
    return BNode(term.value)


def _remove(graph: Graph, result: Node) -> None:
    """Take a result out of a report, with the details that hang on it."""
    for detail in list(graph.objects(result, SH.detail)):
        _remove(graph, detail)
    graph.remove((None, None, result))
    graph.remove((result, None, None))


def _exemptions(data: Graph, places: Mapping[str, Row]) -> dict[tuple[Node, str], str]:
    """The reason for each exemption, by row and rule."""
    reasons: dict[tuple[Node, str], str] = {}
    problems = []
    for row, cell in data.subject_objects(PLANGRAPH.exemption):
        for entry in values(str(cell)):
            name, _, reason = (part.strip() for part in entry.partition(":"))
            reasons[row, name] = reason
            if name not in rules():
                place = places.get(str(row))
                where = (place.file, place.line, "exemption") if place else ()
                problems.append(
                    Problem(f"There is no rule “{name}” to be exempt from.", "Check the rule's id.", *where)
                )
    if problems:
        raise InputError(*problems)
    return reasons


def _finding(
    rule: Rule,
    focus: Node | None,
    data: Graph,
    places: Mapping[str, Row],
    exemptions: Mapping[tuple[Node, str], str],
) -> Finding:
    assert focus is not None
    row = data.value(focus, SSSOM.subject_id) or focus  # a mapping is told by the row that it is about
    plan = row if (row, RDF.type, PLANGRAPH.Plan) in data else data.value(row, PLANGRAPH.partOfPlan)
    titles = {getattr(label, "language", None): str(label) for label in data.objects(row, RDFS.label)}
    return Finding(
        rule,
        str(data.value(plan, DCTERMS.identifier) or "") if plan else "",
        str(data.value(row, PLANGRAPH.locator) or ""),
        str(focus),
        titles.get("sv", ""),
        places.get(str(focus)) or places.get(str(row)),
        exemptions.get((row, rule.id), ""),
    )
