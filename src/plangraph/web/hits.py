# SPDX-License-Identifier: Apache-2.0
"""Search hits as people read them: what each is, where it belongs, and why it was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from plangraph.vocabulary import ID
from plangraph.web.addresses import node_url, rule_url
from plangraph.web.explorer import explorer
from plangraph.web.organisations import ended, plan_name
from plangraph.web.problems import BadValue
from plangraph.web.search import LONGEST, MOST_WORDS, Entry, Form, Group, Hit, Results
from plangraph.web.words import both, language, say

__all__ = ["KIND_NAMES", "Pieces", "PlanNames", "ShownHit", "as_json", "find", "group_address", "kind_name", "shown"]

# Each kind of thing, one and many, in both languages.
KIND_NAMES: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "activity": (("Aktivitet", "Activity"), ("Aktiviteter", "Activities")),
    "goal": (("Mål", "Goal"), ("Mål", "Goals")),
    "measure": (("Insats", "Measure"), ("Insatser", "Measures")),
    "section": (("Avsnitt", "Subsection"), ("Avsnitt", "Subsections")),
    "actor": (("Aktör", "Actor"), ("Aktörer", "Actors")),
    "actor-kind": (("Aktörstyp", "Kind of actor"), ("Aktörstyper", "Kinds of actors")),
    "organisation": (("Organisation", "Organisation"), ("Organisationer", "Organisations")),
    "plan": (("Plan", "Plan"), ("Planer", "Plans")),
    "area": (("Målområde", "Focus area"), ("Målområden", "Focus areas")),
    "term": (("Begrepp", "Term"), ("Begrepp och förkortningar", "Terms and abbreviations")),
    "rule": (("Regel", "Rule"), ("Regler", "Rules")),
}
# What stands before a form that made an entry be found.
_LEADS: Mapping[str, tuple[str, str]] = {
    "heading": ("Under rubriken", "Under the heading"),
    "id": ("Id", "Id"),
    "kind": ("Aktörstyp", "Kind of actor"),
    "label": ("Heter", "Name"),
    "name": ("Kallas också", "Also called"),
    "title": ("På engelska", "In English"),
}

# Pieces of a text, each with whether it is what was searched for.
Pieces = list[tuple[str, bool]]


def find(typed: str, plan: str) -> Results:
    """What is found by what was typed. Raises `BadValue`, in the language of the request, for what is too long."""
    if len(typed) > LONGEST:
        raise BadValue(
            say(
                f"Sökningen har {len(typed)} tecken. Skriv högst {LONGEST}.",
                f"The search holds {len(typed)} characters. Write at most {LONGEST}.",
            )
        )
    if len(typed.split()) > MOST_WORDS:
        raise BadValue(say(f"Skriv högst {MOST_WORDS} ord.", f"Write at most {MOST_WORDS} words."))
    return explorer().search.search(typed, plan)


def kind_name(kind: str) -> str:
    """What things of a kind are called, many of them."""
    return both(KIND_NAMES[kind][1])


class PlanNames:
    """Names of plans, each made once for a page."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def __getitem__(self, plan: str) -> str:
        """The plan as people call it."""
        if plan not in self._names:
            self._names[plan] = plan_name(plan)
        return self._names[plan]


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit, in the language of the request.

    Parameters
    ----------
    what: what it is and where it belongs, such as “Aktivitet i Region Skåne 2019–2022”.
    remarks: what must be known of its plan: reconstructed, ended, a draft.
    swedish: whether the title is Swedish on a page that is not.
    why: for each word that the title does not show, what holds it: what it is, and the text.
    """

    entry: Entry
    rank: str
    address: str
    what: str
    remarks: list[str]
    title: Pieces
    swedish: bool
    why: list[tuple[str, Pieces]]


def shown(hit: Hit, plans: PlanNames) -> ShownHit:
    """A hit as people read it."""
    entry, english = hit.entry, language() == "en"
    title = entry.title_en if english and entry.title_en else entry.title
    return ShownHit(
        entry=entry,
        rank=hit.rank,
        address=rule_url(entry.locator) if entry.kind == "rule" else node_url(entry.node),
        what=_what(entry, plans),
        remarks=_remarks(entry),
        title=hit.marked(title),
        swedish=english and not entry.title_en,
        why=[(_lead(form, plans), hit.marked(form.text)) for form in hit.why() if form.text != title],
    )


def _what(entry: Entry, plans: PlanNames) -> str:
    name = both(KIND_NAMES[entry.kind][0])
    if entry.plan and entry.kind != "plan":
        return say(f"{name} i {plans[entry.plan]}", f"{name} in {plans[entry.plan]}")
    if entry.kind == "term" and entry.plans:
        listed = ", ".join(plans[plan] for plan in entry.plans)
        return say(f"{name} i förkortningslistan för {listed}", f"{name} in the list of abbreviations of {listed}")
    if entry.kind in ("actor", "plan") and entry.organisation:
        return say(f"{name} i {entry.organisation}", f"{name} in {entry.organisation}")
    if entry.kind == "actor":
        return say(f"{name} utan känd organisation", f"{name} of no known organisation")
    return name


def _remarks(entry: Entry) -> list[str]:
    plan = explorer().plans.get(entry.plan)
    if plan is None:
        return []
    return [
        text
        for text, holds in (
            (say("rekonstruerad", "reconstructed"), plan.reconstructed),
            (say("har slutat gälla", "has ended"), ended(plan)),
            (say("utkast", "draft"), plan.document_status == "draft"),
        )
        if holds
    ]


def _lead(form: Form, plans: PlanNames) -> str:
    if form.kind == "written":
        named = ", ".join(plans[plan] for plan in form.place.split())
        return say(f"Så står det i {named}", f"As written in {named}")
    if form.kind == "step":
        return say(f"Delsteg {form.place}", f"Step {form.place}")
    if form.kind == "term":
        if form.place == "heading":
            return say("I rubriken", "In the heading")
        if form.place in ("title", "label", "written", "kind"):
            return say("Förkortning eller annat namn", "Abbreviation or other name")
        return say(f"I delsteg {form.place}", f"In step {form.place}")
    return both(_LEADS[form.kind])


def group_address(typed: str, kind: str, plan: str) -> str:
    """The address of everything that a search found of a kind."""
    return url_for("search.search", q=typed, kind=kind, plan=plan or None)


def as_json(typed: str, plan: str, found: Results, groups: Sequence[Group]) -> dict[str, Any]:
    """What a search found, for machines and for what shows hits while one types."""
    plans = PlanNames()
    return {
        "query": typed,
        "words": list(found.words),
        "total": found.total,
        "everywhere": found.everywhere,
        "kinds": dict(found.kinds),
        "plans": dict(found.plans("")),
        "instead": dict(found.slips),
        "near": {word: list(near) for word, near in found.near.items()},
        "alone": dict(found.alone),
        "address": url_for("search.search", q=typed, plan=plan or None),
        "groups": [
            {
                "kind": group.kind,
                "label": kind_name(group.kind),
                "total": group.total,
                "address": group_address(typed, group.kind, plan),
                "hits": [_hit_json(shown(hit, plans)) for hit in group.hits],
            }
            for group in groups
        ],
    }


def _hit_json(hit: ShownHit) -> dict[str, Any]:
    entry = hit.entry
    return {
        "iri": entry.node,
        "address": hit.address,
        "kind": entry.kind,
        "id": entry.node.removeprefix(str(ID)),
        "locator": entry.locator,
        "plan": entry.plan,
        "organisation": entry.organisation,
        "title": "".join(text for text, _ in hit.title),
        "language": "sv" if hit.swedish or language() == "sv" else "en",
        "what": hit.what,
        "remarks": hit.remarks,
        "rank": hit.rank,
        "marked": [[text, found] for text, found in hit.title],
        "why": [{"what": lead, "text": "".join(text for text, _ in pieces)} for lead, pieces in hit.why],
    }
