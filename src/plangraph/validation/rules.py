# SPDX-License-Identifier: Apache-2.0
"""The rules: SHACL shapes in `shapes/`, one file each, with what a person needs to know in both languages.

A rule is a property shape where a core constraint on one path says it. Else a SPARQL target selects the offenders, and
the constraint is `sh:in ()`, which no node meets: such a target runs once and not once per node, and its results carry
the rule's own severity and both messages, which a shape nested in the rule would lose. Within a target, a condition
that names a constant stands in an EXISTS of its own: rdflib joins what holds constants first, so two that share no
variable would be multiplied.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDFS, SH

from plangraph import resources

__all__ = ["FAMILIES", "RULE", "SEVERITIES", "Rule", "rules", "shapes_graph"]

RULE = Namespace("https://w3id.org/plangraph/rule/")
# Gravest first; `--fail-on` names one of them.
SEVERITIES = ("violation", "warning", "info")
FAMILIES: Mapping[str, tuple[str, str]] = {
    "OWN": ("Ansvar", "Ownership"),
    "TRC": ("Röd tråd", "Trace"),
    "TIM": ("Tid", "Time"),
    "STA": ("Status", "Status"),
    "RES": ("Villkor", "Conditions"),
    "QUO": ("Citering", "Quotation"),
    "SRC": ("Källa", "Source"),
    "ALN": ("Länkar", "Alignment"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule; texts by language, `sv` and `en`.

    Parameters
    ----------
    severity: one of `SEVERITIES`.
    population: the class whose nodes the rule judges.
    """

    id: str
    severity: str
    label: Mapping[str, str]
    comment: Mapping[str, str]
    message: Mapping[str, str]
    remedy: Mapping[str, str]
    population: URIRef
    file: Path

    @property
    def family(self) -> str:
        """The family's mark, such as `OWN`."""
        return self.id.partition("-")[0]


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule, by id, in the order of families and gravity."""
    found = [_read(file) for file in resources.shapes_folder().glob("*.ttl")]
    families = list(FAMILIES)
    found.sort(key=lambda rule: (families.index(rule.family), SEVERITIES.index(rule.severity), rule.id))
    return {rule.id: rule for rule in found}


def shapes_graph() -> Graph:
    """All shapes in one graph, as pySHACL takes them."""
    graph = Graph()
    for rule in rules().values():
        graph.parse(rule.file)
    return graph


def _read(file: Path) -> Rule:
    graph = Graph().parse(file)
    node = RULE[file.stem]

    def texts(predicate: URIRef) -> dict[str, str]:
        return {str(getattr(text, "language", "")): str(text) for text in graph.objects(node, predicate)}

    severity = graph.value(node, SH.severity)
    population = graph.value(node, RULE.population)
    assert isinstance(severity, URIRef)
    assert isinstance(population, URIRef)
    return Rule(
        str(graph.value(node, DCTERMS.identifier)),
        severity.removeprefix(str(SH)).lower(),
        texts(RDFS.label),
        texts(RDFS.comment),
        texts(SH.message),
        texts(RULE.remedy),
        population,
        file,
    )
