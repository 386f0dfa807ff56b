# SPDX-License-Identifier: Apache-2.0
"""Checking the dataset: SHACL rules, run by pySHACL, read as findings with the register row that mends each."""

from plangraph.validation.check import Finding, Report, check
from plangraph.validation.rules import FAMILIES, SEVERITIES, Rule, rules

__all__ = ["FAMILIES", "SEVERITIES", "Finding", "Report", "Rule", "check", "rules"]
