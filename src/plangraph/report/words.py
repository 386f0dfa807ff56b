# SPDX-License-Identifier: Apache-2.0
"""Words for people: column headings and labels of concepts, Swedish first.

Machine formats (CSV, JSON) keep the names of the contract; tables that people read use these.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from plangraph.graph.answer import select
from plangraph.report.headings import HEADINGS

__all__ = ["LANGUAGES", "Words"]

LANGUAGES = ("sv", "en")

_FIXED: Mapping[str, tuple[str, str]] = {
    "violation": ("Måste åtgärdas", "Must be mended"),
    "warning": ("Bör ses över", "Should be looked at"),
    "info": ("Upplysning", "Advice"),
    "loaded": ("Inläst", "Loaded"),
    "reconstructed": ("Rekonstruerad", "Reconstructed"),
    "known-only": ("Bara känd till namnet", "Known by name only"),
    "outside": ("Utanför perioden", "Outside the period"),
    "overlaps": ("Delvis utanför", "Partly outside"),
    "time-passed": ("Tiden har passerat", "Time has passed"),
    "late": ("Försenad", "Late"),
    "stated": ("angivet i planen", "stated in the plan"),
    "carriesOut": ("genomför insatsen", "carries out"),
    "quotes": ("återger målet", "quotes"),
    "exactMatch": ("samma sak", "the same thing"),
    "closeMatch": ("nära motsvarighet", "close counterpart"),
    "broadMatch": ("vidare", "broader"),
    "narrowMatch": ("snävare", "narrower"),
    "relatedMatch": ("besläktat", "related"),
    "same-measure": ("samma insats", "the same measure"),
    "goal-exactMatch": ("bara målen jämförda: samma", "only the goals compared: the same"),
    "goal-closeMatch": ("bara målen jämförda: nära motsvarighet", "only the goals compared: close counterpart"),
    "goal-broadMatch": ("bara målen jämförda: vidare", "only the goals compared: broader"),
    "goal-narrowMatch": ("bara målen jämförda: snävare", "only the goals compared: narrower"),
    "no-counterpart": ("ingen motsvarighet", "no counterpart"),
    "reviewed": ("bedömning", "judgement"),
    "locator": ("samma rad i planen", "the same locator"),
    "wording": ("lydelse", "wording"),
    "proposed": ("förslag, ogranskat", "proposal, not reviewed"),
    "contributesTo": ("bidrar till, bedömt", "contributes to, judged"),
    "mainArea": ("huvudsakligt målområde", "main focus area"),
    "serves": ("främjar, bedömt", "serves, judged"),
}
_WITH_FIXED = frozenset({"severity", "state", "link", "match", "predicate"})
# Codes that mean something else in other columns.
_OF_COLUMN: Mapping[str, Mapping[str, tuple[str, str]]] = {
    # of the rows on the way up; the levels of plans are concepts
    "level": {
        "activity": ("Aktivitet", "Activity"),
        "goal": ("Mål i planen", "Goal of the plan"),
        "measure": ("Insats", "Measure"),
        "rcc-goal": ("RCC-mål", "RCC goal"),
        "national-goal": ("Nationellt mål", "National goal"),
        "area": ("Målområde", "Focus area"),
        "strategy-goal": ("Strategimål", "Strategy goal"),
    },
    "path": {"goal": ("Genom målet", "By the goal"), "area": ("Genom målområdet", "By the focus area")},
}
# Columns of numbers that may have decimals, which Swedish writes with a comma.
_NUMBERS = frozenset(
    {"confidence", "reviewer_agreement", "precision", "recall", "f1", "hit_1", "hit_5"}
    | {"baseline_f1", "baseline_threshold", "baseline_hit_1", "baseline_hit_5"}
)
# The schemes of the reference data that a column's values are looked up in, in this order.
_SCHEMES: Mapping[str, tuple[str, ...]] = {
    "basis": ("basis",),
    "cause": ("cause",),
    "compared_kind": ("actor-kind",),
    "document_status": ("document-status",),
    "kind": ("actor-kind", "condition-kind", "figure-kind", "follow-up-kind"),
    "level": ("level",),
    "judged": ("mapping-state",),
    "other_basis": ("basis",),
    "other_cause": ("cause",),
    "other_causes": ("cause",),
    "other_compared_kind": ("actor-kind",),
    "other_owner_kind": ("actor-kind",),
    "owner_kind": ("actor-kind",),
    "role": ("role",),
    "state": ("coverage-state", "mapping-state", "contrast", "parent-state", "difference"),
    "old_cause": ("cause",),
    "new_cause": ("cause",),
    "old_owner_kind": ("actor-kind",),
    "new_owner_kind": ("actor-kind",),
    "status": ("status",),
}
# Kinds of different things share codes, such as staff: the column beside tells what they are kinds of.
_KINDS_BESIDE: Mapping[str, str] = {"by_whom": "condition-kind", "unit": "figure-kind", "forum": "follow-up-kind"}


_LABELS = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?scheme ?id ?label
WHERE {
  ?node skos:inScheme ?in ; skos:notation ?id ; skos:prefLabel ?label .
  FILTER (LANG(?label) = "LANGUAGE")
  BIND (REPLACE(STR(?in), "^.*/", "") AS ?scheme)
}
"""


@dataclass(frozen=True, slots=True)
class Words:
    """Headings and labels in one language."""

    language: str
    concepts: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, store: ox.Store, language: str) -> Words:
        """The words of a language, with the labels of the dataset's concepts."""
        rows = select(store, _LABELS.replace("LANGUAGE", language)).rows
        return cls(language, {(row["scheme"], row["id"]): row["label"] for row in rows})

    def heading(self, column: str) -> str:
        """A column's heading."""
        return self._pick(HEADINGS[column]) if column in HEADINGS else column

    def value(self, column: str, text: str, beside: Container[str] = ()) -> str:
        """A cell's text as people read it: concepts by their label, other text as it is.

        Parameters
        ----------
        beside: the whole row or its columns, where `kind` may be that of something other than an actor.
        """
        kinds = tuple(scheme for name, scheme in _KINDS_BESIDE.items() if column == "kind" and name in beside)
        for scheme in kinds or _SCHEMES.get(column, ()):
            if " | " in text:
                return " | ".join(self.concepts.get((scheme, part), part) for part in text.split(" | "))
            if (scheme, text) in self.concepts:
                return self.concepts[scheme, text]
        if text in ("true", "false"):
            return self.say("ja", "yes") if text == "true" else self.say("nej", "no")
        number = column in _NUMBERS or (column == "value" and "unit" in beside)
        if number and text.replace(".", "", 1).isdecimal():
            return text.replace(".", self.say(",", "."))
        fixed = _FIXED if column in _WITH_FIXED else _OF_COLUMN.get(column, {})
        return self._pick(fixed[text]) if text in fixed else text

    def say(self, swedish: str, english: str) -> str:
        """One of two texts."""
        return self._pick((swedish, english))

    def _pick(self, pair: tuple[str, str]) -> str:
        return pair[LANGUAGES.index(self.language)]
