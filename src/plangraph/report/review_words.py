# SPDX-License-Identifier: Apache-2.0
"""The words of a review, the same in the terminal and on pages: keys, answers, what is proposed, how sure one is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from plangraph.alignment.decision import Verdict
from plangraph.alignment.review import Question

__all__ = ["KEYS", "ROW_KINDS", "Command", "Key", "meaning", "proposed", "question_title", "read_certainty"]

# Swedish and English.
_Pair = tuple[str, str]
_CERTAINTY = re.compile(r"0?[.,][0-9]+|1(?:[.,]0+)?")
_PROPOSED: Mapping[str, _Pair] = {
    "exactMatch": ("A och B är samma sak", "A and B are the same"),
    "closeMatch": ("A och B är nära samma sak", "A and B are nearly the same"),
    "broadMatch": ("B är bredare än A", "B is broader than A"),
    "narrowMatch": ("B är smalare än A", "B is narrower than A"),
    "relatedMatch": ("A och B har med varandra att göra", "A and B are related"),
}

ROW_KINDS: Mapping[str, _Pair] = {
    "goal": ("mål", "goal"),
    "measure": ("insats", "measure"),
    "activity": ("aktivitet", "activity"),
    "step": ("steg", "step"),
    "area": ("målområde", "focus area"),
}


class Command(StrEnum):
    """What may be said beside answers."""

    SKIP = "skip"
    UNDO = "undo"
    QUIT = "quit"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Key:
    """A letter and the words that say the same, Swedish first, and what it means."""

    letter: str
    swedish: tuple[str, ...]
    english: tuple[str, ...]
    meaning: _Pair

    def name(self, language: str) -> str:
        """The word by which people know it."""
        return (self.english if language == "en" else self.swedish)[0]

    def letters(self, language: str) -> tuple[str, ...]:
        """The single letters that say it, the one to be shown first."""
        found = [word for word in (self.letter, *self.swedish, *self.english) if len(word) == 1]
        own = [word for word in self.english if len(word) == 1] if language == "en" else []
        return tuple(dict.fromkeys([*own, *found]))


KEYS: Mapping[Verdict | Command, Key] = {
    Verdict.YES: Key("j", ("ja",), ("yes", "y"), ("som föreslaget", "as proposed")),
    Verdict.NO: Key("n", ("nej",), ("no",), ("hör inte ihop", "they do not belong together")),
    Verdict.BROADER: Key("b", ("bredare",), ("broader",), _PROPOSED["broadMatch"]),
    Verdict.NARROWER: Key("s", ("smalare",), ("narrower",), _PROPOSED["narrowMatch"]),
    Verdict.RELATED: Key("r", ("relaterad",), ("related",), ("har med varandra att göra", "they are related")),
    Verdict.UNSURE: Key("o", ("osäker", "osaker"), ("unsure",), ("går inte att avgöra", "cannot be decided")),
    Command.SKIP: Key("h", ("hoppa", "hoppa över"), ("skip",), ("frågas igen nästa gång", "asked again next time")),
    Command.UNDO: Key("å", ("ångra", "angra", "a"), ("undo", "u"), ("ta tillbaka det senaste", "take back the last")),
    Command.QUIT: Key("q", ("sluta", "avsluta"), ("quit",), ("allt är sparat", "everything is saved")),
    Command.HELP: Key("?", ("hjälp",), ("help",), ("visa detta", "show this")),
}


def meaning(what: Verdict | Command, question: Question | None) -> _Pair:
    """What a key means for a question, in Swedish and English; None: at the end, where no question is left."""
    if what is Verdict.NO and question is not None and question.other is None:
        return "det finns en motsvarighet", "there is a counterpart"
    return KEYS[what].meaning


def question_title(question: Question) -> _Pair:
    """Which question of this session it is, and how many proposals needed none, in Swedish and English."""
    swedish, english = f"Fråga {question.number} av {question.total}", f"Question {question.number} of {question.total}"
    if not question.judged:
        return swedish, english
    return (
        f"{swedish} · {question.judged} {'är redan bedömt' if question.judged == 1 else 'är redan bedömda'}",
        f"{english} · {question.judged} judged already",
    )


def proposed(question: Question) -> _Pair:
    """What a proposal says, in Swedish and English."""
    if question.other is None:
        swedish, english = "A saknar motsvarighet", "A has no counterpart"
        if not question.searched:
            return swedish, english
        return f"{swedish} i {question.searched}", f"{english} in {question.searched}"
    return _PROPOSED.get(question.predicate, (f"A {question.predicate} B",) * 2)


def read_certainty(text: str) -> str | None:
    """How sure a reviewer is, as a mapping says it: `0,8` is `0.8`, nothing is `1`; None for no number from 0 to 1.

    0 is none: whoever is not sure at all answers that it cannot be decided.
    """
    written = text.strip()
    if not written:
        return "1"
    number = float(written.replace(",", ".")) if _CERTAINTY.fullmatch(written) else 0.0
    return f"{number:g}" if number else None
