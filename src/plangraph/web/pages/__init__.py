# SPDX-License-Identifier: Apache-2.0
"""The pages that people read, one module for each room."""

from __future__ import annotations

from flask import Blueprint

from plangraph.web.pages import (
    ask,
    compare,
    diff,
    findings,
    lists,
    picture,
    rules,
    search,
    sparql,
    start,
    things,
    uptake,
    waiting,
)

__all__ = ["PAGES"]

# Each module adds its blueprint here.
PAGES: tuple[Blueprint, ...] = (
    start.pages,
    lists.pages,
    things.pages,
    rules.pages,
    findings.pages,
    uptake.pages,
    waiting.pages,
    compare.pages,
    diff.pages,
    ask.pages,
    sparql.pages,
    search.pages,
    picture.pages,
)
