"""Running the rules over a dataset with pySHACL, and reading its report as findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pyoxigraph as ox
import pyshacl
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from plangraph.queries import natural_key
from plangraph.register import Row, values
from plangraph.validation.rules import RULE, SEVERITIES, Rule, rules, shapes_graph
from plangraph.vocabulary import DCTERMS, ID, PLANGRAPH, XSD

__all__ = ["Finding", "Report", "check"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule broken by one node.

    Parameters
    ----------
    plan, row: the plan's id and the row's locator, empty where the focus is no row of a plan.
    title: the focus' title, in Swedish.
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
    """
    data = _as_rdflib(store)
    data.add((URIRef(f"{ID}run"), PLANGRAPH.checkedAsOf, Literal(as_of.isoformat(), datatype=XSD.date)))
    shapes = shapes_graph()
    _, graph, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=True, inplace=True, allow_warnings=True)
    assert isinstance(graph, Graph)
    owners = _rule_of_each_shape(shapes)
    findings: dict[tuple[str, str], Finding] = {}
    for result in graph.subjects(RDF.type, SH.ValidationResult):
        source = graph.value(result, SH.sourceShape)
        focus = graph.value(result, SH.focusNode)
        assert source is not None
        finding = _finding(owners[source], focus, data, places or {})
        if plan and finding.plan != plan:
            graph.remove((None, SH.result, result))
            graph.remove((result, None, None))
        else:
            findings[finding.rule.id, finding.focus] = finding
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
    for quad in store:
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return graph


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> URIRef | BNode | Literal:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.Literal):
        datatype = None if term.language or term.datatype.value == str(XSD.string) else URIRef(term.datatype.value)
        return Literal(term.value, lang=term.language, datatype=datatype)
    assert isinstance(term, ox.BlankNode)
    return BNode(term.value)


def _rule_of_each_shape(shapes: Graph) -> dict[Node, Rule]:
    """The rule that each shape belongs to: its own, or that of the shape that holds it."""
    owners: dict[Node, Rule] = {RULE[name]: rule for name, rule in rules().items()}
    for shape, part in shapes.subject_objects(SH.property):
        if shape in owners:
            owners[part] = owners[shape]
    return owners


def _finding(rule: Rule, focus: Node | None, data: Graph, places: Mapping[str, Row]) -> Finding:
    assert focus is not None
    plan_node = data.value(focus, PLANGRAPH.partOfPlan) or (
        focus if (focus, RDF.type, PLANGRAPH.Plan) in data else None
    )
    plan = data.value(plan_node, DCTERMS.identifier) if plan_node else None
    exemptions = dict(
        (name.strip(), reason.strip())
        for entry in values(str(data.value(focus, PLANGRAPH.exemption) or ""))
        for name, _, reason in [entry.partition(":")]
    )
    return Finding(
        rule,
        str(plan or ""),
        str(data.value(focus, PLANGRAPH.locator) or ""),
        str(focus),
        str(data.value(focus, RDFS.label) or ""),
        places.get(str(focus)),
        exemptions.get(rule.id, ""),
    )
