# SPDX-License-Identifier: Apache-2.0
"""Findings as text: a summary per plan and rule, the whole list, JSON for a scheduled run."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from plangraph.graph.answer import Answer
from plangraph.report.plan_names import plan_headings
from plangraph.report.table import render
from plangraph.report.words import Words
from plangraph.validation import FAMILIES, Finding, Report, rules

__all__ = ["findings_text", "summary_text"]


def findings_text(report: Report, form: str, words: Words) -> str:
    """A report in one of the formats of `check`: table, json, md, csv, or ttl (the standard `sh:ValidationReport`)."""
    if form == "ttl":
        return str(report.graph.serialize(format="turtle"))
    if form == "json":
        return json.dumps({"findings": [_as_object(f) for f in report.findings]}, ensure_ascii=False, indent=1) + "\n"
    columns = ["plan", "row", "rule", "severity", "title", "message", "place"]
    rows = [
        {
            "plan": f.plan,
            "row": f.row,
            "rule": f.rule.id,
            "severity": f.rule.severity,
            "title": f.title,
            "message": f.rule.message[words.language] + (f" [{f.exemption}]" if f.exemption else ""),
            "place": f"{_path(f.place.file)}:{f.place.line}" if f.place else "",
        }
        for f in report.findings
    ]
    return render(Answer(columns, rows), form, words)


def summary_text(report: Report, form: str, words: Words) -> str:
    """How many findings each rule has in each plan that has activities; what is about other plans stands together."""
    open_findings = [f for f in report.findings if not f.exemption]
    plans = sorted({f.plan for f in open_findings if "/activity/" in f.focus})
    others, total = words.say("övriga", "others"), words.say("alla", "all")
    counts = Counter((f.rule.id, f.plan if f.plan in plans else others) for f in open_findings)
    columns = ["rule", "severity", "title", *plan_headings(plans).values(), others, total]
    rows = []
    for rule in rules().values():
        found = [counts[rule.id, plan] for plan in [*plans, others]]
        if any(found):
            texts = [
                rule.id,
                rule.severity,
                rule.label[words.language],
                *(str(n or "") for n in found),
                str(sum(found)),
            ]
            rows.append(dict(zip(columns, texts, strict=True)))
    exempted = len(report.findings) - len(open_findings)
    text = render(Answer(columns, rows), form, words, title=words.say("Iakttagelser", "Findings"))
    if form == "table" and exempted:
        text += words.say(f"{exempted} godtagna med skäl\n", f"{exempted} accepted with a reason\n")
    return text


def _as_object(finding: Finding) -> dict[str, object]:
    rule = finding.rule
    place = finding.place
    return {
        "rule": rule.id,
        "family": FAMILIES[rule.family][1],
        "severity": rule.severity,
        "plan": finding.plan,
        "row": finding.row,
        "title": finding.title,
        "focus": finding.focus,
        "message": dict(sorted(rule.message.items(), reverse=True)),
        "remedy": dict(sorted(rule.remedy.items(), reverse=True)),
        "file": _path(place.file) if place else "",
        "line": place.line if place else None,
        "exemption": finding.exemption,
    }


def _path(file: Path) -> str:
    """A path as people type it: from where they stand, where the file lies below."""
    here = Path.cwd()
    return (file.relative_to(here) if file.is_relative_to(here) else file).as_posix()
