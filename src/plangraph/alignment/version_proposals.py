# SPDX-License-Identifier: Apache-2.0
"""What the aligner proposes between the rows of two versions, as `difference` asks for it."""

from __future__ import annotations

import importlib
from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from plangraph.alignment.extra import missing_packages
from plangraph.alignment.judgements import Link
from plangraph.alignment.pairing import Proposer
from plangraph.alignment.texts import Text, Texts, texts_of_register
from plangraph.alignment.versions import Version

if TYPE_CHECKING:
    from plangraph.alignment.proposing import Aligner

__all__ = ["proposer"]

# Two versions of one plan have one id, and the aligner tells texts apart by their plan.
_MARK = "new-"


def proposer(old: Version, new: Version) -> Proposer | None:
    """A proposer of links between rows of two versions, from the titles and headings of their registers.

    It proposes the same from either end. None where the packages of the extra `align` are not installed.
    """
    if missing_packages():
        return None
    if _order(old) <= _order(new):
        return _Proposals(old, new).links
    turned = _Proposals(new, old)
    return lambda kind, ours, theirs: [link.reversed() for link in turned.links(kind, theirs, ours)]


class _Proposals:
    """The aligner over two versions and what stands around the older one; made when the first row is left over."""

    def __init__(self, old: Version, new: Version) -> None:
        self._old, self._new = old, new

    def links(self, kind: str, ours: Collection[str], theirs: Collection[str]) -> Iterable[Link]:
        before, after = self._texts
        one, other = _of(before, kind, ours), _of(after, kind, theirs)
        return [
            Link(
                found.one.locator,
                found.other.locator,
                "proposed",
                round(found.confidence, 2),
                f"{found.predicate}Match",
                "; ".join(found.reasons.said),
            )
            for found in self._aligner.compare(one, other).proposals()
        ]

    @cached_property
    def _texts(self) -> tuple[list[Text], list[Text]]:
        before, after = (
            texts_of_register(version.register).select(version.metadata.id) for version in (self._old, self._new)
        )
        return before, [replace(text, plan=f"{_MARK}{text.plan}") for text in after]

    @cached_property
    def _aligner(self) -> Aligner:
        ends = {self._old.metadata.id, self._new.metadata.id}
        around = [text for text in texts_of_register(self._old.register).rows if text.plan not in ends]
        before, after = self._texts
        made: Aligner = importlib.import_module("plangraph.alignment.proposing").Aligner(
            Texts.of([*around, *before, *after]), self._old.register.reference.terms
        )
        return made


def _order(version: Version) -> tuple[str, str, list[str]]:
    """Which of two versions is given first: the same one, whichever is called old."""
    titles = sorted(row["title"] for rows in version.rows.values() for row in rows.values())
    return version.metadata.start, version.metadata.id, titles


def _of(texts: Iterable[Text], kind: str, locators: Collection[str]) -> list[Text]:
    return [text for text in texts if text.kind == kind and text.locator in locators]
