# SPDX-License-Identifier: Apache-2.0
"""Words for people: column headings and labels of concepts, Swedish first.

Machine formats (CSV, JSON) keep the names of the contract; tables that people read use these.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from plangraph.graph.answer import select

__all__ = ["LANGUAGES", "Words"]

LANGUAGES = ("sv", "en")

_HEADINGS: Mapping[str, tuple[str, str]] = {
    "accountable": ("Ansvarig", "Accountable"),
    "activities": ("Aktiviteter", "Activities"),
    "activity": ("Aktivitet", "Activity"),
    "activity_a": ("Aktivitet A", "Activity A"),
    "activity_b": ("Aktivitet B", "Activity B"),
    "actor": ("Aktör", "Actor"),
    "actor_id": ("Aktörens id", "Actor id"),
    "actors": ("Aktörer", "Actors"),
    "agreement": ("Överensstämmelse", "Agreement"),
    "area": ("Målområde", "Focus area"),
    "area_title": ("Målområdets namn", "Focus area's name"),
    "author": ("Gjord av", "Made by"),
    "basis": ("Grund", "Basis"),
    "by_whom": ("Av vem", "By whom"),
    "cause": ("Orsak", "Cause"),
    "collaborates": ("I samverkan med", "Collaborates"),
    "collective": ("Samlingsbenämning", "Collective"),
    "column": ("Kolumn", "Column"),
    "compared_kind": ("Slag som jämförs", "Kinds compared"),
    "confidence": ("Säkerhet", "Confidence"),
    "disagreeing": ("Motstridigt", "Disagreeing"),
    "document_status": ("Dokument", "Document"),
    "end": ("Slut", "End"),
    "external": ("Utanför", "External"),
    "focus": ("Nod", "Focus"),
    "forum": ("Forum", "Forum"),
    "goal": ("Mål", "Goal"),
    "goals": ("Mål", "Goals"),
    "heading": ("Rubriker", "Heading"),
    "holds_up": ("Håller tillbaka", "Holds up"),
    "inherited": ("Hämtat", "Inherited"),
    "judged": ("Bedömd", "Judged"),
    "justification": ("Grund", "Justification"),
    "kind": ("Slag", "Kind"),
    "label": ("Namn", "Label"),
    "lead": ("Huvudansvarig", "Lead"),
    "level": ("Nivå", "Level"),
    "link": ("Länk", "Link"),
    "locator": ("Rad i planen", "Locator"),
    "match": ("Funnen genom", "Matched by"),
    "measure": ("Insats", "Measure"),
    "measures": ("Insatser", "Measures"),
    "message": ("Att åtgärda", "Message"),
    "missing": ("Ej angiven", "Missing"),
    "national_goal": ("Nationellt mål", "National goal"),
    "national_title": ("Nationellt mål, titel", "National goal, title"),
    "negative": ("Hör inte ihop", "Do not belong together"),
    "new_activity": ("Ny rad", "New row"),
    "new_cause": ("Orsak nu", "New cause"),
    "new_goal": ("Nytt mål", "New goal"),
    "new_owner": ("Ansvarig nu", "New owner"),
    "new_owner_kind": ("Slag av ansvarig nu", "New kind of owner"),
    "new_time": ("Tid nu", "New time"),
    "new_title": ("Ny titel", "New title"),
    "node": ("Rad", "Node"),
    "node_plan": ("Radens plan", "Node's plan"),
    "note": ("Anmärkning", "Note"),
    "object": ("Till", "Object"),
    "object_plan": ("Till plan", "Object plan"),
    "object_title": ("Till, titel", "Object title"),
    "old_activity": ("Gammal rad", "Old row"),
    "old_cause": ("Orsak förr", "Old cause"),
    "old_goal": ("Gammalt mål", "Old goal"),
    "old_owner": ("Ansvarig förr", "Old owner"),
    "old_owner_kind": ("Slag av ansvarig förr", "Old kind of owner"),
    "old_time": ("Tid förr", "Old time"),
    "old_title": ("Gammal titel", "Old title"),
    "organisation": ("Organisation", "Organisation"),
    "other_activity": ("Deras aktivitet", "Their activity"),
    "other_basis": ("Grund hos dem", "Their basis"),
    "other_cause": ("Orsak hos dem", "Their cause"),
    "other_causes": ("Andra orsaker", "Other causes"),
    "other_compared_kind": ("Slag som jämförs hos dem", "Their kinds compared"),
    "other_follow_up": ("Deras uppföljning", "Their follow-up"),
    "other_owner": ("Ansvarig hos dem", "Their owner"),
    "other_owner_kind": ("Slag av ansvarig hos dem", "Their kind of owner"),
    "other_plan": ("Deras plan", "Their plan"),
    "other_title": ("Deras aktivitet, titel", "Their activity, title"),
    "owned": ("Har ansvarig", "Owned"),
    "owner": ("Ansvarig", "Owner"),
    "owner_kind": ("Slag av ansvarig", "Kind of owner"),
    "ownerless": ("Ansvarig saknas", "Ownerless"),
    "parent": ("Överordnat", "Parent"),
    "path": ("Väg", "Path"),
    "period_end": ("Perioden slutar", "Period ends"),
    "period_start": ("Perioden börjar", "Period starts"),
    "place": ("Att ändra i", "Place"),
    "plan": ("Plan", "Plan"),
    "plan_a": ("Plan A", "Plan A"),
    "plan_b": ("Plan B", "Plan B"),
    "plan_ended": ("Planen slutade", "Plan ended"),
    "plan_goal": ("Mål i planen", "Goal of the plan"),
    "plan_goal_title": ("Mål i planen, titel", "Goal of the plan, title"),
    "plans": ("Planer", "Plans"),
    "population": ("Grupp", "Population"),
    "predicate": ("Länk", "Predicate"),
    "reason": ("Skäl", "Reason"),
    "reconstructed": ("Rekonstruerad", "Reconstructed"),
    "recurrence": ("Återkommer", "Recurrence"),
    "region": ("Region", "Region"),
    "remark": ("Anmärkning", "Remark"),
    "responsible": ("Utförare", "Responsible"),
    "reviewer": ("Granskad av", "Reviewed by"),
    "reviewer_agreement": ("Granskarens säkerhet", "Reviewer's agreement"),
    "role": ("Roll", "Role"),
    "row": ("Rad i planen", "Row"),
    "row_locator": ("Rad i planen", "Row"),
    "rule": ("Regel", "Rule"),
    "searched": ("Sökt i", "Searched in"),
    "severity": ("Allvar", "Severity"),
    "source": ("Källa", "Source"),
    "start": ("Början", "Start"),
    "state": ("Läge", "State"),
    "status": ("Status", "Status"),
    "status_date": ("Status per", "Status date"),
    "step": ("Delsteg", "Step"),
    "strategy_goal": ("Strategimål", "Strategy goal"),
    "strategy_title": ("Strategimål, titel", "Strategy goal, title"),
    "subject": ("Från", "Subject"),
    "subject_plan": ("Från plan", "Subject plan"),
    "subject_title": ("Från, titel", "Subject title"),
    "support": ("Stöd", "Support"),
    "time_text": ("Tid", "Time"),
    "title": ("Titel", "Title"),
    "tool": ("Verktyg", "Tool"),
    "tool_version": ("Verktygets version", "Tool version"),
    "unclear": ("Oklart", "Unclear"),
    "unit": ("Enhet", "Unit"),
    "unresolved": ("Otolkad", "Unresolved"),
    "value": ("Värde", "Value"),
    "via": ("Genom", "Via"),
    "when": ("När", "When"),
    "written": ("Så står det i planen", "As written"),
    "year": ("År", "Year"),
    "baseline_f1": ("TF-IDF F1", "TF-IDF F1"),
    "baseline_hit_1": ("först", "first"),
    "baseline_hit_5": ("bland 5", "in 5"),
    "baseline_threshold": ("gräns", "limit"),
    "f1": ("F1", "F1"),
    "hit_1": ("Först", "First"),
    "hit_5": ("Bland 5", "In 5"),
    "links": ("Länkar", "Links"),
    "precision": ("Rätta", "Precision"),
    "proposed": ("Förslag", "Proposed"),
    "recall": ("Funna", "Recall"),
}
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
    "owner-lost": ("Ansvarig saknas nu", "Owner missing now"),
    "owner-gained": ("Har fått ansvarig", "Has an owner now"),
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
        return self._pick(_HEADINGS[column]) if column in _HEADINGS else column

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
