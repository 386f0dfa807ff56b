# SPDX-License-Identifier: Apache-2.0
"""What a page says when it cannot answer: what is wrong, and where to go instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from werkzeug.exceptions import BadRequest, NotFound

__all__ = ["BadValue", "NotThere", "near"]

# A name and the address that it leads to.
_Link = tuple[str, str]


class NotThere(NotFound):
    """404: there is no such page or row. `links` lead to what was perhaps meant."""

    def __init__(self, what: str, links: Iterable[_Link] = ()) -> None:
        super().__init__(what)
        self.links = list(links)


class BadValue(BadRequest):
    """400: something in the address cannot be used. `links` lead to what was perhaps meant."""

    def __init__(self, what: str, links: Iterable[_Link] = ()) -> None:
        super().__init__(what)
        self.links = list(links)


def near(given: str, known: Mapping[str, str], most: int = 5) -> list[str]:
    """Those of the known values that lie near to what was given, by themselves or by their labels."""
    by_text = {text.casefold(): value for value, label in known.items() for text in (label, value)}
    found = get_close_matches(given.casefold()[:200], by_text, n=most, cutoff=0.5)
    return list(dict.fromkeys(by_text[text] for text in found))
