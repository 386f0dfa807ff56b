# SPDX-License-Identifier: Apache-2.0
"""The words of a difference between two plans: within one organisation, and between two.

Where two organisations' plans are held against each other nobody has dropped, taken over or handed over anything: each
plan is its own organisation's, and the words say what stands in which. Labels of states come from the dataset but for
those; machine formats keep the contract's names for both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from plangraph.report.words import Words

__all__ = ["DifferenceWords"]

# Between two organisations, by state: label and meaning, Swedish and English; {old} and {new}: whose plan it is.
_BETWEEN_TWO: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "dropped": (
        ("Bara i {old}", "Only in {old}"),
        (
            "Ingen rad i {new} motsvarar den. Det säger inte att den har upphört.",
            "No row of {new} answers to it. That does not say that it has ended.",
        ),
    ),
    "new": (
        ("Bara i {new}", "Only in {new}"),
        ("Den motsvarar ingen rad i {old}.", "It answers to no row of {old}."),
    ),
    "owner-lost": (
        ("Ansvarig saknas i {new}", "No owner in {new}"),
        (
            "Någon kan hållas till svars enligt {old}, ingen enligt {new}.",
            "Somebody can be held to it by {old}, and nobody by {new}.",
        ),
    ),
    "owner-gained": (
        ("Ansvarig saknas i {old}", "No owner in {old}"),
        (
            "Någon kan hållas till svars enligt {new}, ingen enligt {old}.",
            "Somebody can be held to it by {new}, and nobody by {old}.",
        ),
    ),
    "owner-changed": (
        ("Annat slags ansvarig", "Another kind of owner"),
        (
            "Båda planerna har en ansvarig, men olika slags funktioner.",
            "Both plans have an owner, of different kinds.",
        ),
    ),
    "time-moved": (
        ("Olika tid", "Different times"),
        ("Båda planerna anger en tid, men inte samma.", "Both plans state a time, and not the same."),
    ),
    "related": (
        ("Besläktad", "Related"),
        (
            "Raderna är besläktade men motsvarar inte varandra, så de räknas också till dem som står i bara en plan.",
            "The rows are akin and do not answer to each other, so they count among those of one plan only as well.",
        ),
    ),
    "carried-over": (
        ("Finns i båda", "In both"),
        ("Raderna motsvarar varandra, helt eller delvis.", "The rows answer to each other, wholly or in part."),
    ),
}
_RELATED = (
    "Raderna är besläktade, men den ena för inte den andra vidare, så de räknas också som borta och nya.",
    "The rows are akin, and neither carries the other on, so they count as dropped and new as well.",
)
_HISS = ("s", "x", "z")


@dataclass(frozen=True, slots=True)
class DifferenceWords:
    """Labels and sentences for a difference between two plans.

    Parameters
    ----------
    words: the words of the language.
    old, new: the names of the organisations whose plans they are; the same name: one organisation's.
    """

    words: Words
    old: str
    new: str

    @property
    def one_organisation(self) -> bool:
        """Whether both plans are one organisation's, so that what is gone was dropped and what came is new."""
        return self.old == self.new

    def state(self, state: str) -> str:
        """A state's label."""
        if self.one_organisation or state not in _BETWEEN_TWO:
            return self.words.value("state", state)
        return self._filled(_BETWEEN_TWO[state][0])

    def meaning(self, state: str) -> str:
        """What a state means, empty where the dataset's own definition says it."""
        if not self.one_organisation and state in _BETWEEN_TWO:
            return self._filled(_BETWEEN_TWO[state][1])
        return self.words.say(*_RELATED) if state == "related" else ""

    def plan(self, end: str) -> str:
        """Whose plan stands at an end, old or new: `Region Skånes plan`."""
        name = {"old": self.old, "new": self.new}[end]
        swedish = name if name.lower().endswith(_HISS) else f"{name}s"
        return self.words.say(f"{swedish} plan", f"{name}’s plan")

    def end(self, end: str) -> str:
        """What an end is called before a cell of it: before or now, or whose plan it is."""
        if self.one_organisation:
            return self.words.say(*{"old": ("förr", "before"), "new": ("nu", "now")}[end])
        return {"old": self.old, "new": self.new}[end]

    def place(self, end: str) -> str:
        """Where a row of an end stands, after a number of rows."""
        return (
            self.end(end) if self.one_organisation else self.words.say(f"hos {self.end(end)}", f"in {self.plan(end)}")
        )

    def rows(self, number: int) -> str:
        """So many rows."""
        return self.words.say(f"{number} {'rad' if number == 1 else 'rader'}", f"{number} row{'s' * (number != 1)}")

    def pairs(self, number: int) -> str:
        """So many pairs of rows."""
        return self.words.say(f"{number} par", f"{number} pair" if number == 1 else f"{number} pairs")

    def between_two(self) -> str:
        """What two organisations' plans side by side do not say; empty for one organisation's."""
        if self.one_organisation:
            return ""
        return self.words.say(
            "Planerna hör till olika organisationer: ingen av dem har lämnat över något till den andra. Ansvariga "
            "jämförs därför efter slag av funktion.",
            "The plans belong to different organisations: neither has handed anything over to the other. So owners are "
            "compared by kind.",
        )

    def _filled(self, pair: tuple[str, str]) -> str:
        return self.words.say(*pair).format(old=self.plan("old"), new=self.plan("new"))
