# SPDX-License-Identifier: Apache-2.0
"""A review of proposed mappings: which question is next, what was answered, and the way back. No input, no output.

The one who holds a review shows `current`, passes the answer on, and stores what comes back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from plangraph.alignment.decision import Verdict, answers_to, decide
from plangraph.alignment.texts import Text, Texts
from plangraph.register import MappingSet, Row, finds_nothing, is_judged, is_negative, mapping_state
from plangraph.vocabulary import ID

__all__ = ["Question", "Review", "Side"]

_REASONS = re.compile(r"\s*(?:;|·)\s+")
# States that only a reviewer gives.
_REVIEWED = ("confirmed", "unsure", "rejected")
_Key = frozenset[str]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two rows that a question is about, with what a person needs to recognise it.

    Parameters
    ----------
    words: what the row says; `heading`: the headings above it; `parent`: the goal that it stands under.
    below: what hangs below it.
    """

    iri: str
    plan: str
    kind: str
    locator: str
    words: str
    heading: str = ""
    parent: str = ""
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A proposal to be judged.

    Parameters
    ----------
    number, total: which of this session's questions it is, counted from 1; judged: how many other proposals had been
        judged before it began.
    other: the row proposed as counterpart, or None where the proposal is that `searched` (a plan's id) holds none.
    reasons: why it was proposed; `answers`: those that make sense.
    """

    number: int
    total: int
    judged: int
    proposal: Mapping[str, str]
    one: Side
    other: Side | None
    searched: str
    predicate: str
    confidence: str
    reasons: tuple[str, ...]
    answers: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """Something done in this session: at which proposal, what is no longer asked, and the mapping kept, if any."""

    place: int
    settled: frozenset[_Key]
    kept: dict[str, str] | None


class Review:
    """A session over a set of proposals; nothing that was answered before is asked again, either way round.

    Parameters
    ----------
    proposals: what is asked, in its order, but for what somebody reviewed there already.
    decided: mapping sets with earlier answers; what a machine proposed there and nobody judged is none.
    texts: where the words of rows are looked up, the first that has a row; else its label is shown.
    """

    def __init__(self, proposals: MappingSet, decided: Iterable[MappingSet] = (), texts: Sequence[Texts] = ()) -> None:
        self._set = proposals
        self._rows = [row for row in proposals.mappings if not is_negative(row)]
        self._texts = {_iri(text): (text, held) for held in reversed(texts) for text in held.rows}
        self._settled: set[_Key] = set()
        for row in proposals.mappings:
            if mapping_state(row) in _REVIEWED:
                self._settled |= _settles(proposals, row, says_yes=is_judged(row))
        for held in decided:
            for row in held.mappings:
                if mapping_state(row) != "proposed":
                    self._settled |= _settles(held, row, says_yes=is_judged(row) and not is_negative(row))
        # what a reviewer counts is what this session asks, each pair of rows once
        keys = dict.fromkeys(_key(proposals, row) for row in self._rows)
        asked = [key for key in keys if key not in self._settled]
        self._numbers = {key: number for number, key in enumerate(asked, 1)}
        self._judged_before = len(keys) - len(asked)
        self._steps: list[_Step] = []
        self._next = 0

    @property
    def current(self) -> Question | None:
        """The next question, or None where there is none left."""
        place = self._place()
        return None if place is None else self._question(place)

    @property
    def left(self) -> int:
        """How many questions are left, the current one among them."""
        keys = (_key(self._set, row) for row in self._rows[self._next :])
        return len({key for key in keys if key not in self._settled})

    @property
    def kept(self) -> list[dict[str, str]]:
        """The mappings that this session's answers left, in order."""
        return [step.kept for step in self._steps if step.kept is not None]

    def answer(
        self, answer: Verdict, reviewer: str, day: str, *, certainty: str = "1", comment: str = ""
    ) -> dict[str, str]:
        """Answer the current question; the mapping to be kept (see `decide`).

        Raises `ValueError` where no question is left or the answer makes no sense for it.
        """
        place = self._place()
        if place is None:
            raise ValueError("there is no question left")
        row = self._rows[place]
        kept = decide(row, answer, reviewer, day, certainty=certainty, comment=comment)
        settles = _settles(self._set, row, says_yes=answer not in (Verdict.NO, Verdict.UNSURE))
        self._go(_Step(place, frozenset(settles - self._settled), kept))
        return kept

    def skip(self) -> None:
        """Pass the current question over, and the same one the other way round, until the next session.

        Raises `ValueError` where no question is left.
        """
        place = self._place()
        if place is None:
            raise ValueError("there is no question left")
        self._go(_Step(place, frozenset({_key(self._set, self._rows[place])}), None))

    def undo(self) -> tuple[bool, dict[str, str] | None]:
        """Go back to the question answered or passed over last.

        Returns whether there was one, and the mapping that is no longer to be kept, if it left one.
        """
        if not self._steps:
            return False, None
        step = self._steps.pop()
        self._settled -= step.settled
        self._next = step.place
        return True, step.kept

    def _go(self, step: _Step) -> None:
        self._steps.append(step)
        self._settled |= step.settled
        self._next = step.place + 1

    def _place(self) -> int | None:
        """Where the next question stands among the proposals."""
        for place in range(self._next, len(self._rows)):
            if _key(self._set, self._rows[place]) not in self._settled:
                return place
        return None

    def _question(self, place: int) -> Question:
        row = self._rows[place]
        nothing = finds_nothing(row)
        return Question(
            self._numbers[_key(self._set, row)],
            len(self._numbers),
            self._judged_before,
            row,
            self._side(row["subject_id"], row["subject_label"]),
            None if nothing else self._side(row["object_id"], row["object_label"]),
            _parts(self._set.iri(row["object_source"]))[0] if nothing and row["object_source"] else "",
            row["predicate_id"].rpartition(":")[2],
            row["confidence"],
            tuple(filter(None, _REASONS.split(row["comment"]))),
            answers_to(row),
        )

    def _side(self, curie: str, label: str) -> Side:
        iri = self._set.iri(curie)
        plan, kind, locator = _parts(iri)
        if iri not in self._texts:
            return Side(iri, plan, kind, locator, label)
        text, held = self._texts[iri]
        parent = held.parent_of(text)
        below = tuple(child.words for child in held.below(text))
        return Side(iri, plan, kind, locator, text.words, text.heading, parent.words if parent else "", below)


def _iri(text: Text) -> str:
    return f"{ID}{text.curie.removeprefix('plan:')}"


def _parts(iri: str) -> tuple[str, str, str]:
    """Plan, kind and locator that an IRI names, as far as it does; a focus area has no plan."""
    plan, _, rest = iri.removeprefix(str(ID)).partition("/")
    kind, _, locator = rest.partition("/")
    if plan == "area":
        return "", "area", kind
    return plan, kind, unquote(locator).replace("~", "/")


def _key(held: MappingSet, row: Row) -> _Key:
    """What a mapping is about, whichever way round and by whichever predicate."""
    one = held.iri(row["subject_id"])
    if finds_nothing(row):
        return _lack(one, held.iri(row["object_source"]) if row["object_source"] else "")
    return frozenset({one, held.iri(row["object_id"])})


def _lack(iri: str, searched: str) -> _Key:
    return frozenset({iri, f"nothing in {searched}"})


def _settles(held: MappingSet, row: Row, *, says_yes: bool) -> set[_Key]:
    """What need not be asked any more after a judgement: a link settles that neither end lacks a counterpart."""
    settled = {_key(held, row)}
    if says_yes and not finds_nothing(row):
        one, other = held.iri(row["subject_id"]), held.iri(row["object_id"])
        settled |= {_lack(here, f"{ID}{_parts(there)[0]}") for here, there in ((one, other), (other, one))}
    return settled
