# SPDX-License-Identifier: Apache-2.0
"""How a question of a review looks in a terminal, and what may be typed as an answer."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

from plangraph.alignment.decision import Verdict
from plangraph.alignment.review import Question, Side
from plangraph.report import Words
from plangraph.report.review_words import KEYS, ROW_KINDS, Command, meaning, proposed, question_title, read_certainty

__all__ = ["Typed", "help_screen", "question_screen", "read_typed"]

_SHOWN_BELOW = 6
# Marks that turn the order in which letters are shown, so that a row could be read as another than it is.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# A key or word, then how sure the reviewer is, then a reason: “j”, “nej 0,8”, “b 0.7 den andra gäller alla”.
_LINE = re.compile(r"(\S+)(?:\s+(0?[.,]\d+|0|1(?:[.,]0+)?)(?=\s|$))?(?:\s+(.+))?")


@dataclass(frozen=True, slots=True)
class Typed:
    """A line that was understood: what to do, how sure the reviewer is, and a reason."""

    what: Verdict | Command
    certainty: str = "1"
    comment: str = ""


def read_typed(line: str) -> Typed | None:
    """What a line says, or None where it says nothing that is known."""
    found = _LINE.fullmatch(unicodedata.normalize("NFC", line).strip())
    if found is None:
        return None
    word, certainty, comment = found[1].casefold(), read_certainty(found[2] or ""), found[3] or ""
    if certainty is None:
        return None
    for what, key in KEYS.items():
        if word in (key.letter, *key.swedish, *key.english):
            return Typed(what, certainty, " ".join(comment.split()))
    return None


def question_screen(question: Question, words: Words) -> RenderableType:
    """Both rows with what is around them, the proposal with its reasons, and the keys."""
    parts: list[RenderableType] = [
        Text(f"\n{words.say(*question_title(question))}", style="bold"),
        _side("A", question.one, words),
    ]
    if question.other is not None:
        parts.append(_side("B", question.other, words))
    parts.append(Text(_proposal(question, words)))
    parts += [Text(_in_order(f"  • {reason}")) for reason in question.reasons]
    keys = [KEYS[what] for what in (*question.answers, *Command)]
    line = "  ".join(f"[{key.letter}] {key.name(words.language)}" for key in keys)
    return Group(*parts, Text(line, style="dim"))


def help_screen(question: Question, words: Words) -> RenderableType:
    """What each key means, and that a number and a reason may follow."""
    lines = []
    for what in (*question.answers, *Command):
        key = KEYS[what]
        names = " / ".join((key.letter, *key.swedish[:1], *key.english[:1]))
        lines.append(f"  {names:<26} {words.say(*meaning(what, question))}")
    more = words.say(
        "  Efter svaret får det stå hur säker du är, och varför: n 0,8 gäller bara barn",
        "  How sure you are may follow an answer, and why: n 0.8 concerns children only",
    )
    return Text("\n".join((*lines, more)))


def _proposal(question: Question, words: Words) -> str:
    number = words.value("confidence", question.confidence)
    sure = f" ({words.say('tilltro', 'confidence')} {number})" if number else ""
    return f"{words.say('Förslag', 'Proposal')}: {words.say(*proposed(question))}{sure}"


def _side(mark: str, side: Side, words: Words) -> Panel:
    kind = words.say(*ROW_KINDS.get(side.kind, (side.kind, side.kind)))
    text = Text(_in_order(side.words) or "–")
    for label, value in (
        (words.say("Rubrik", "Heading"), side.heading),
        (words.say("Mål", "Goal"), side.parent),
    ):
        if value:
            text.append(f"\n{label}: ", style="dim").append(_in_order(value))
    if side.below:
        text.append(f"\n{words.say('Under', 'Below')}:", style="dim")
        for below in side.below[:_SHOWN_BELOW]:
            text.append(_in_order(f"\n  – {below}"))
        if len(side.below) > _SHOWN_BELOW:
            more = len(side.below) - _SHOWN_BELOW
            text.append(f"\n  … {words.say('och', 'and')} {more} {words.say('till', 'more')}", style="dim")
    title = _in_order(f"{mark} · {side.plan} {kind} {side.locator}".replace("  ", " "))
    return Panel(text, title=Text(title), title_align="left")


def _in_order(text: str) -> str:
    """Text whose letters are shown in the order in which they stand."""
    return _TURNING.sub("", text)
