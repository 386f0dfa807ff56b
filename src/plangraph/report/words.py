# SPDX-License-Identifier: Apache-2.0
"""Words for people: column headings and labels of concepts, Swedish first.

Machine formats (CSV, JSON) keep the names of the contract; tables that people read use these.
"""

from __future__ import annotations

from collections.abc import Mapping
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
    "actors": ("Aktörer", "Actors"),
    "actor_id": ("Aktörens id", "Actor id"),
    "agreement": ("Överensstämmelse", "Agreement"),
    "area": ("Målområde", "Focus area"),
    "basis": ("Grund", "Basis"),
    "by_whom": ("Av vem", "By whom"),
    "cause": ("Orsak", "Cause"),
    "collaborates": ("I samverkan med", "Collaborates"),
    "collective": ("Samlingsbenämning", "Collective"),
    "column": ("Kolumn", "Column"),
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
    "justification": ("Grund", "Justification"),
    "kind": ("Slag", "Kind"),
    "label": ("Namn", "Label"),
    "lead": ("Huvudansvarig", "Lead"),
    "level": ("Nivå", "Level"),
    "link": ("Länk", "Link"),
    "locator": ("Rad i planen", "Locator"),
    "measure": ("Insats", "Measure"),
    "measures": ("Insatser", "Measures"),
    "message": ("Att åtgärda", "Message"),
    "missing": ("Ej angiven", "Missing"),
    "national_goal": ("Nationellt mål", "National goal"),
    "new_goal": ("Nytt mål", "New goal"),
    "node": ("Rad", "Node"),
    "node_plan": ("Radens plan", "Node's plan"),
    "note": ("Anmärkning", "Note"),
    "object": ("Till", "Object"),
    "object_plan": ("Till plan", "Object plan"),
    "object_title": ("Till, titel", "Object title"),
    "old_goal": ("Gammalt mål", "Old goal"),
    "organisation": ("Organisation", "Organisation"),
    "other_causes": ("Andra orsaker", "Other causes"),
    "owned": ("Har ansvarig", "Owned"),
    "owner": ("Ansvarig", "Owner"),
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
    "plans": ("Planer", "Plans"),
    "population": ("Grupp", "Population"),
    "predicate": ("Länk", "Predicate"),
    "reconstructed": ("Rekonstruerad", "Reconstructed"),
    "recurrence": ("Återkommer", "Recurrence"),
    "region": ("Region", "Region"),
    "remark": ("Anmärkning", "Remark"),
    "responsible": ("Utförare", "Responsible"),
    "role": ("Roll", "Role"),
    "row": ("Rad i planen", "Row"),
    "row_locator": ("Rad i planen", "Row"),
    "rule": ("Regel", "Rule"),
    "severity": ("Allvar", "Severity"),
    "source": ("Källa", "Source"),
    "start": ("Början", "Start"),
    "state": ("Läge", "State"),
    "status": ("Status", "Status"),
    "status_date": ("Status per", "Status date"),
    "step": ("Delsteg", "Step"),
    "strategy_goal": ("Strategimål", "Strategy goal"),
    "subject": ("Från", "Subject"),
    "subject_plan": ("Från plan", "Subject plan"),
    "subject_title": ("Från, titel", "Subject title"),
    "support": ("Stöd", "Support"),
    "time_text": ("Tid", "Time"),
    "title": ("Titel", "Title"),
    "unclear": ("Oklart", "Unclear"),
    "unit": ("Enhet", "Unit"),
    "unresolved": ("Otolkad", "Unresolved"),
    "value": ("Värde", "Value"),
    "when": ("När", "When"),
    "written": ("Så står det i planen", "As written"),
    "year": ("År", "Year"),
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
    "carried-over": ("Har motsvarighet", "Carried over"),
    "needs-new-parent": ("Behöver nytt överordnat mål", "Needs a new parent"),
    "stated": ("angivet i planen", "stated in the plan"),
    "carriesOut": ("genomför insatsen", "carries out"),
    "quotes": ("återger målet", "quotes"),
    "exactMatch": ("samma mål", "the same goal"),
    "closeMatch": ("nära motsvarighet", "close counterpart"),
    "broadMatch": ("vidare mål", "broader goal"),
    "narrowMatch": ("snävare mål", "narrower goal"),
    "relatedMatch": ("besläktat mål", "related goal"),
    "contributesTo": ("bidrar till, bedömt", "contributes to, judged"),
    "mainArea": ("huvudsakligt målområde", "main focus area"),
    "serves": ("främjar, bedömt", "serves, judged"),
}
# The schemes of the reference data that a column's values are looked up in, in this order.
_SCHEMES: Mapping[str, tuple[str, ...]] = {
    "basis": ("basis",),
    "cause": ("cause",),
    "document_status": ("document-status",),
    "kind": ("actor-kind", "condition-kind", "figure-kind", "follow-up-kind"),
    "level": ("level",),
    "other_causes": ("cause",),
    "role": ("role",),
    "state": ("coverage-state",),
    "status": ("status",),
}


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

    def value(self, column: str, text: str) -> str:
        """A cell's text as people read it: concepts by their label, other text as it is."""
        for scheme in _SCHEMES.get(column, ()):
            if " | " in text:
                return " | ".join(self.concepts.get((scheme, part), part) for part in text.split(" | "))
            if (scheme, text) in self.concepts:
                return self.concepts[scheme, text]
        if text in ("true", "false"):
            return self.say("ja", "yes") if text == "true" else self.say("nej", "no")
        if column in ("severity", "state", "link", "predicate") and text in _FIXED:
            return self._pick(_FIXED[text])
        return text

    def say(self, swedish: str, english: str) -> str:
        """One of two texts."""
        return self._pick((swedish, english))

    def _pick(self, pair: tuple[str, str]) -> str:
        return pair[LANGUAGES.index(self.language)]
