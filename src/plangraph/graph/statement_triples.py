# SPDX-License-Identifier: Apache-2.0
"""What a plan says about its rows, as nodes: responsibilities, statuses, follow-up, figures, conditions, quotations."""

from __future__ import annotations

from rdflib import URIRef

from plangraph.graph.plan_triples import plan_node
from plangraph.graph.reference_triples import actor_node
from plangraph.graph.writer import GraphWriter
from plangraph.register import Plan, superior_row, values
from plangraph.vocabulary import PLANGRAPH, concept, row_node

__all__ = ["write_statements"]


class _Statements:
    """The statements of one plan; each is numbered within its row, in the order of its table."""

    def __init__(self, plan: Plan, plans: dict[str, Plan], out: GraphWriter) -> None:
        self.plan, self.plans, self.out = plan, plans, out
        self._kinds = plan.kind_of()
        self._numbers: dict[tuple[str, str], int] = {}

    def row(self, locator: str) -> URIRef:
        """The node of a row of the plan."""
        return row_node(self.plan.id, self._kinds[locator], locator)

    def next(self, word: str, locator: str, kind: URIRef) -> URIRef:
        """A new statement node about a row."""
        number = self._numbers[word, locator] = self._numbers.get((word, locator), 0) + 1
        node = URIRef(f"{self.row(locator)}/{word}/{number}")
        self.out.type(node, kind)
        self.out.add(node, PLANGRAPH.partOfPlan, plan_node(self.plan.id))
        return node


def write_statements(plan: Plan, plans: dict[str, Plan], out: GraphWriter) -> None:
    """Write everything that a plan says about its rows. `plans`: all plans by id, for rows that quote."""
    statements = _Statements(plan, plans, out)
    for write in (_responsibilities, _statuses, _follow_up, _figures, _conditions, _quotations, _declarations):
        write(statements)


def _responsibilities(s: _Statements) -> None:
    for row in s.plan.tables["responsibilities"]:
        node = s.next("responsibility", row["row"], PLANGRAPH.Responsibility)
        s.out.add(node, PLANGRAPH.responsibilityFor, s.row(row["row"]))
        if row["step"]:
            s.out.add(node, PLANGRAPH.forStep, s.row(row["step"]))
        if row["actor"]:
            s.out.add(node, PLANGRAPH.actor, actor_node(row["actor"]))
        s.out.add(node, PLANGRAPH.role, concept("role", row["role"]))
        s.out.text(node, PLANGRAPH.asWritten, row["written"])
        s.out.text(node, PLANGRAPH.column, row["column"])
        s.out.flag(node, PLANGRAPH.lead, row["lead"] == "yes")
        s.out.flag(node, PLANGRAPH.claimsOwnership, row["claims_ownership"] == "yes")
        s.out.remark(node, row["remark"])


def _statuses(s: _Statements) -> None:
    for row in s.plan.tables["statuses"]:
        node = s.next("status", row["row"], PLANGRAPH.StatusStatement)
        s.out.add(node, PLANGRAPH.about, s.row(row["row"]))
        s.out.add(node, PLANGRAPH.status, concept("status", row["status"]))
        s.out.text(node, PLANGRAPH.statusDate, row["date"])
        s.out.text(node, PLANGRAPH.asWritten, row["written"])
        s.out.text(node, PLANGRAPH.column, row["column"])
        s.out.text(node, PLANGRAPH.givenSource, row["source"])


def _follow_up(s: _Statements) -> None:
    for row in s.plan.tables["follow-up"]:
        node = s.next("follow-up", row["row"], PLANGRAPH.FollowUp)
        s.out.add(node, PLANGRAPH.about, s.row(row["row"]))
        s.out.add(node, PLANGRAPH.kind, concept("follow-up-kind", row["kind"]))
        s.out.text(node, PLANGRAPH.asWritten, row["written"])
        for recurrence in values(row["recurrence"]):
            s.out.text(node, PLANGRAPH.recurrence, recurrence)
        s.out.text(node, PLANGRAPH.givenSource, row["source"])
        s.out.text(node, PLANGRAPH.forum, row["forum"])
        s.out.remark(node, row["remark"])


def _figures(s: _Statements) -> None:
    for row in s.plan.tables["figures"]:
        node = s.next("figure", row["row"], PLANGRAPH.Figure)
        s.out.add(node, PLANGRAPH.about, s.row(row["row"]))
        s.out.add(node, PLANGRAPH.kind, concept("figure-kind", row["kind"]))
        for column in ("value", "unit", "population", "year"):
            s.out.text(node, PLANGRAPH[column], row[column])
        s.out.text(node, PLANGRAPH.givenSource, row["source"])
        s.out.text(node, PLANGRAPH.asWritten, row["written"])
        s.out.remark(node, row["remark"])


def _conditions(s: _Statements) -> None:
    for row in s.plan.tables["conditions"]:
        node = s.next("condition", row["row"], PLANGRAPH.Condition)
        s.out.add(node, PLANGRAPH.about, s.row(row["row"]))
        s.out.add(node, PLANGRAPH.kind, concept("condition-kind", row["kind"]))
        s.out.text(node, PLANGRAPH.byWhom, row["by_whom"])
        s.out.text(node, PLANGRAPH.when, row["when"])
        s.out.label(node, row["title"])
        for held in values(row["holds_up"]):
            s.out.add(node, PLANGRAPH.holdsUp, s.row(held))
        s.out.remark(node, row["remark"])


def _quotations(s: _Statements) -> None:
    for row in s.plan.tables["quotations"]:
        node = s.next("quotation", row["row"], PLANGRAPH.Quotation)
        quoting = s.plans[row["plan"]]
        s.out.add(node, PLANGRAPH.about, s.row(row["row"]))
        s.out.add(node, PLANGRAPH.quotedIn, row_node(quoting.id, quoting.kind_of()[row["quoted_in"]], row["quoted_in"]))
        s.out.text(node, PLANGRAPH.wording, row["wording"])
        s.out.add(node, PLANGRAPH.agreement, concept("agreement", row["agreement"]))
        s.out.remark(node, row["remark"])


def _declarations(s: _Statements) -> None:
    for number, row in enumerate(s.plan.tables["declarations"], start=1):
        node = URIRef(f"{plan_node(s.plan.id)}/declaration/{number}")
        other, locator = superior_row(row["target"])
        s.out.type(node, PLANGRAPH.Declaration)
        s.out.add(node, PLANGRAPH.partOfPlan, plan_node(s.plan.id))
        s.out.add(node, PLANGRAPH.about, row_node(other, s.plans[other].kind_of()[locator], locator))
        s.out.add(node, PLANGRAPH.state, concept("coverage-state", row["state"]))
        s.out.text(node, PLANGRAPH.toWhom, row["to_whom"])
        s.out.text(node, PLANGRAPH.reason, row["reason"], "sv")
