"""Reading the explorer's pages as a person does: links with their text, and how many rows a list says that it has."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

__all__ = ["Page", "number", "read"]

_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})


@dataclass
class Page(HTMLParser):
    """What stands on a page.

    Parameters
    ----------
    links: address and text of each link; texts: the text of each element that was asked for, by its tag.
    """

    links: list[tuple[str, str]] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    text: str = ""
    _open: list[tuple[str, str, list[str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append((tag, found))
        if tag not in _VOID:
            self._open.append((tag, found.get("href", ""), []))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            opened, href, parts = self._open.pop()
            text = " ".join("".join(parts).split())
            self.texts.setdefault(opened, []).append(text)
            if opened == "a":
                self.links.append((href, text))
            if opened == tag:
                return

    def handle_data(self, data: str) -> None:
        self.text += data
        for _, _, parts in self._open:
            parts.append(data)

    @property
    def heading(self) -> str:
        """The page's one heading."""
        (found,) = self.texts["h1"]
        return found

    @property
    def shown(self) -> int:
        """How many rows the list says that it has."""
        found = re.search(r'role="status">\s*<span><strong>([\d\s,\u00a0]+)', self.source)
        assert found, "the page says no number of rows"
        return number(found[1])

    source: str = ""


def number(text: str) -> int:
    """The number at the beginning of a text."""
    found = re.match(r"\d+(?:[\u00a0,]\d{3})*", text.strip())
    assert found, text
    return int(re.sub(r"\D", "", found[0]))


def read(html: str) -> Page:
    """A page as read."""
    page = Page()
    page.source = html
    page.feed(html)
    page.close()
    return page
