# SPDX-License-Identifier: Apache-2.0
"""What an RCC's plans ask for and how its regions take care of it: the answer to `uptake`, measure by measure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from plangraph.register import Metadata
from plangraph.vocabulary import PLANGRAPH, row_node
from plangraph.web.activities import Activities, Activity
from plangraph.web.answers import Answers, Row

__all__ = ["STATES", "Asked", "TakenUp"]

# As the design names them, from taken care of to unknown.
STATES = ("taken-up", "conditional", "elsewhere", "declined", "gap", "not-loaded")


@dataclass(slots=True)
class Asked:
    """A measure that an RCC's plan asks for, with the rows of `uptake` about each region."""

    plan: str
    locator: str
    title: str
    said: dict[str, list[Row]] = field(default_factory=dict)

    def states(self, region: str) -> list[str]:
        """The states that it has in a region: one, unless the register says two things."""
        return list(dict.fromkeys(row["state"] for row in self.said.get(region, ())))

    def note(self, region: str) -> str:
        """Why it has that state, or other words in which the region's plan repeats it."""
        return "; ".join(dict.fromkeys(row["note"] for row in self.said.get(region, ()) if row["note"]))

    def rows(self) -> Iterable[Row]:
        """Its rows, region by region."""
        return (row for rows in self.said.values() for row in rows)

    @property
    def taken(self) -> str:
        """By how many of the regions whose plans are loaded it was taken up: all, some, none; empty: none is loaded."""
        states = [self.states(region) for region in self.said]
        loaded = [each for each in states if each != ["not-loaded"]]
        if not loaded:
            return ""
        taken = sum("taken-up" in each for each in loaded)
        return "all" if taken == len(loaded) else "some" if taken else "none"


class TakenUp:
    """The measures of every RCC, in the order of plans and rows, and the activities that carry each of them out."""

    def __init__(
        self, answers: Answers, plans: Mapping[str, Metadata], store: ox.Store, activities: Activities
    ) -> None:
        keys = {str(row_node(each.plan, "activity", each.locator)): each for each in activities.all}
        carrying: dict[str, dict[str, Activity]] = defaultdict(dict)
        for quad in store.quads_for_pattern(None, ox.NamedNode(str(PLANGRAPH.carriesOut)), None):
            row = getattr(quad.subject, "value", "")
            if row in keys and isinstance(quad.object, ox.NamedNode):
                carrying[quad.object.value][row] = keys[row]
        self._carrying = {node: activities.in_order(each.values()) for node, each in carrying.items()}
        found: dict[tuple[str, str], Asked] = {}
        for row in answers.rows("uptake"):
            key = row["plan"], row["measure"]
            found.setdefault(key, Asked(*key, row["title"])).said.setdefault(row["region"], []).append(row)
        self._of: dict[str, list[Asked]] = defaultdict(list)
        self._in: dict[tuple[str, str, str], list[Asked]] = defaultdict(list)
        for measure in found.values():
            rcc = plans[measure.plan].organisation
            self._of[rcc].append(measure)
            for region in measure.said:
                for state in measure.states(region):
                    self._in[rcc, region, state].append(measure)

    def of(self, rcc: str) -> Sequence[Asked]:
        """The measures of an RCC."""
        return self._of.get(rcc, [])

    def carrying(self, measure: Asked) -> Sequence[Activity]:
        """The activities that carry a measure out."""
        return self._carrying.get(str(row_node(measure.plan, "measure", measure.locator)), [])

    def number(self, rcc: str, region: str, state: str) -> int:
        """How many measures of an RCC have a state in a region."""
        return len(self._in.get((rcc, region, state), ()))

    def matching(self, rcc: str, region: str = "", state: str = "", taken: str = "") -> Sequence[Asked]:
        """The measures that have a state in a region, or in any, and were taken up by so many; empty: whichever."""
        if region and state:
            found: Sequence[Asked] = self._in.get((rcc, region, state), [])
        else:
            found = self.of(rcc)
            if state:
                found = [each for each in found if any(state in each.states(name) for name in each.said)]
        return [each for each in found if each.taken == taken] if taken else found
