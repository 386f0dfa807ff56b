"""No link leads astray: whoever goes through the explorer by its own links never meets an address that it refuses."""

from __future__ import annotations

from collections import Counter, deque
from urllib.parse import parse_qsl, urljoin, urlsplit

from tests.web_pages import read

# So many pages of each kind are read; whatever else is of that kind is made by the same lines.
_OF_A_KIND = 2


def kind_of(address: str, plans: frozenset[str]) -> tuple[str, ...]:
    """The page's make: its path without the row, its parameters, and which plan each of them names."""
    parts = urlsplit(address)
    path = parts.path.strip("/").split("/")
    given = parse_qsl(parts.query)
    named = sorted("=".join((name, *(plan for plan in plans if value.startswith(plan)))) for name, value in given)
    return "/".join(path[: 3 if path[0] == "id" else 2]), *named


def test_every_link_leads_somewhere(client, explorer):
    """Begun at the start and followed through pages of every kind, no link is refused, dead or a fault."""
    explorer.judged.all()  # until then the list of findings says to come back
    plans = frozenset(explorer.plans)
    waiting, known, kinds, wrong = deque([("/", "")]), {"/"}, Counter[tuple[str, ...]](), []
    while waiting:
        address, whence = waiting.popleft()
        answer = client.get(address)
        if answer.status_code >= 400:
            wrong.append(f"{answer.status_code} {address} on {whence}")
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        for href, text in read(answer.text).links:
            found = urljoin(address, href.partition("#")[0] or address)
            if found in known or not found.startswith("/") or text == "In English":
                continue
            known.add(found)
            kind = kind_of(found, plans)
            kinds[kind] += 1
            if kinds[kind] <= _OF_A_KIND:
                waiting.append((found, address))
    assert wrong == []
    assert len(kinds) > 300
