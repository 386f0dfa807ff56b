# SPDX-License-Identifier: Apache-2.0
"""The findings as the picture shows them: those about a node, and the rules that were broken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from plangraph.validation import SEVERITIES, Finding

__all__ = ["Found"]


class Found:
    """Findings by the node that they are about.

    Parameters
    ----------
    findings: those of `plangraph.validation.check`.
    """

    def __init__(self, findings: Sequence[Finding]) -> None:
        self._by_focus: dict[str, list[dict[str, str]]] = defaultdict(list)
        for finding in findings:
            self._by_focus[finding.focus].append({"rule": finding.rule.id, "exemption": finding.exemption})
        broken = {finding.rule.id: finding.rule for finding in findings}.values()
        self._rules = sorted(broken, key=lambda rule: (SEVERITIES.index(rule.severity), rule.id))

    def about(self, node: str) -> Sequence[Mapping[str, str]]:
        """Rule and exemption of each finding about a node, given by its IRI."""
        return self._by_focus.get(node, [])

    def rules(self, language: str) -> dict[str, dict[str, str]]:
        """The rules that were broken, gravest first: severity, label and remedy by id."""
        return {
            rule.id: {"severity": rule.severity, "label": rule.label[language], "remedy": rule.remedy[language]}
            for rule in self._rules
        }
