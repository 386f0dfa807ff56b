# SPDX-License-Identifier: Apache-2.0
"""Search: what people type, found among everything that has a page."""

from plangraph.web.search.entries import KINDS, Entry, Form
from plangraph.web.search.index import SearchIndex
from plangraph.web.search.question import LONGEST, MOST_WORDS
from plangraph.web.search.results import Group, Hit, Results

__all__ = ["KINDS", "LONGEST", "MOST_WORDS", "Entry", "Form", "Group", "Hit", "Results", "SearchIndex"]
