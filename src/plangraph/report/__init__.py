# SPDX-License-Identifier: Apache-2.0
"""What people read: tables, trees and summaries. Machine formats keep the names of the contract."""

from plangraph.report.coverage import coverage_text
from plangraph.report.difference import difference_text
from plangraph.report.difference_words import DifferenceWords
from plangraph.report.findings import findings_text, summary_text
from plangraph.report.table import FORMATS, render
from plangraph.report.trace import trace_down, trace_up
from plangraph.report.words import LANGUAGES, Words

__all__ = [
    "FORMATS",
    "LANGUAGES",
    "DifferenceWords",
    "Words",
    "coverage_text",
    "difference_text",
    "findings_text",
    "render",
    "summary_text",
    "trace_down",
    "trace_up",
]
