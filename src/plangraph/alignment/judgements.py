# SPDX-License-Identifier: Apache-2.0
"""What people judged of the rows of two plans: what belongs together, what does not, and what has no counterpart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from plangraph.register import NO_TERM_FOUND, MappingSet, Row, is_judged, is_negative
from plangraph.vocabulary import ID, SKOS

__all__ = ["Judgements", "Link", "judgements", "turned"]

# The nearest meaning first.
_NEARNESS = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_MATCHES = {str(SKOS[name]): name for name in _NEARNESS}
_BACK = {"broadMatch": "narrowMatch", "narrowMatch": "broadMatch"}


def turned(match: str) -> str:
    """What a match says from its other end."""
    return _BACK.get(match, match)


@dataclass(frozen=True, slots=True)
class Link:
    """An old and a new row that belong together, and how that is known; or one row alone, and why it stands alone.

    Parameters
    ----------
    match: reviewed (somebody judged it), locator (the same row of the same plan), wording (the same or nearly the same
        words), or proposed (by the machine, and not reviewed).
    link: what the new row is to the old one, where that was judged or proposed: exactMatch … relatedMatch.
    note: the reason that was given.
    """

    old: str = ""
    new: str = ""
    match: str = ""
    confidence: float | None = None
    link: str = ""
    note: str = ""

    @property
    def is_related(self) -> bool:
        """Whether the two are merely akin, so that neither goes on in the other."""
        return self.link == "relatedMatch"

    def reversed(self) -> Link:
        """The same from the other end."""
        return replace(self, old=self.new, new=self.old, link=turned(self.link))


@dataclass(slots=True)
class Judgements:
    """What people judged of the rows of an old and a new plan.

    Parameters
    ----------
    links: what belongs together, by old and new row; `denied`: the pairs that do not.
    old_alone, new_alone: rows for which somebody looked through the other plan and found none.
    old_compared, new_compared: rows for which somebody found what answers to them in the other plan, or that nothing
        does, so that nothing more is guessed for them.
    """

    links: dict[tuple[str, str], Link] = field(default_factory=dict)
    denied: set[tuple[str, str]] = field(default_factory=set)
    old_alone: dict[str, Link] = field(default_factory=dict)
    new_alone: dict[str, Link] = field(default_factory=dict)
    old_compared: set[str] = field(default_factory=set)
    new_compared: set[str] = field(default_factory=set)

    def reversed(self) -> Judgements:
        """The same from the other end."""
        return Judgements(
            {(new, old): link.reversed() for (old, new), link in self.links.items()},
            {(new, old) for old, new in self.denied},
            {row: link.reversed() for row, link in self.new_alone.items()},
            {row: link.reversed() for row, link in self.old_alone.items()},
            set(self.new_compared),
            set(self.old_compared),
        )

    def read(
        self, mapping_set: MappingSet, row: Row, old: Mapping[str, str], new: Mapping[str, str], plan: str
    ) -> None:
        """Take in a judged mapping from an old row to a new one, or to nothing in the new plan; pass over others."""
        match = _MATCHES.get(mapping_set.iri(row["predicate_id"]))
        subject = old.get(mapping_set.iri(row["subject_id"]))
        if match is None or subject is None or not is_judged(row):
            return
        confidence = float(row["confidence"]) if row["confidence"] else None
        said = Link(subject, "", "reviewed", confidence, match, row["comment"])
        value = mapping_set.iri(row["object_id"])
        if value in new:
            pair = (subject, new[value])
            if is_negative(row):
                self.denied.add(pair)
            else:
                self.old_compared.add(subject)
                link = replace(said, new=new[value])
                self.links[pair] = min(self.links.get(pair, link), link, key=_order)
        elif value == NO_TERM_FOUND and row["object_source"] and mapping_set.iri(row["object_source"]) == str(ID[plan]):
            self.old_compared.add(subject)
            self.old_alone[subject] = replace(said, link="")


def judgements(
    mapping_sets: Iterable[MappingSet], old: tuple[str, Mapping[str, str]], new: tuple[str, Mapping[str, str]]
) -> Judgements:
    """What judged mappings say of rows of two plans, whichever of the two they were written from.

    Parameters
    ----------
    old, new: the plan's id, and the locators of its rows by the IRIs of their nodes.
    """
    forth, back = Judgements(), Judgements()
    for mapping_set in mapping_sets:
        for row in mapping_set.mappings:
            forth.read(mapping_set, row, old[1], new[1], new[0])
            back.read(mapping_set, row, new[1], old[1], old[0])
    back = back.reversed()
    for pair, link in back.links.items():
        forth.links[pair] = min(forth.links.get(pair, link), link, key=_order)
    forth.denied |= back.denied
    forth.new_alone, forth.new_compared = back.new_alone, back.new_compared
    return forth


def _order(link: Link) -> tuple[int, float, str]:
    """The nearest meaning first, then the surest; wider and narrower are equally near, as either is the other."""
    nearness = _NEARNESS.index(link.link) if link.link != "narrowMatch" else _NEARNESS.index("broadMatch")
    return nearness, -(link.confidence or 0), link.note
