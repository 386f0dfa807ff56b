# SPDX-License-Identifier: Apache-2.0
"""Locators: the marks of rows in their plans, and the order in which people expect them."""

from __future__ import annotations

import re

__all__ = ["natural_key", "superior_row"]

_PARTS = re.compile(r"(\d+)")


def natural_key(text: str) -> list[tuple[int, int, str]]:
    """A key that orders the numbers within a text as numbers: 2.2 before 2.10, and an empty text first."""
    parts = (part.lstrip("0") if part.isdecimal() else part for part in _PARTS.split(text) if part)
    return [(0, len(part), part) if part.isdecimal() or not part else (1, 0, part) for part in parts]


def superior_row(named: str) -> tuple[str, str]:
    """Plan id and locator of a row of another plan, written `mellansverige-2025/4.d/m1`."""
    plan, _, locator = named.partition("/")
    return plan, locator
