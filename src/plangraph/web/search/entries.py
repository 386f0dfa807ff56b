# SPDX-License-Identifier: Apache-2.0
"""What can be found: every thing of the dataset that has a page, with all that it is called and written as."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from plangraph.graph.answer import select
from plangraph.register.locators import natural_key
from plangraph.validation.rules import RULE, rules
from plangraph.vocabulary import concept
from plangraph.web.search.terms import Term, Terms

__all__ = ["KINDS", "Entry", "Form", "gather"]

# What there is to find, in the order in which equals are shown, and the words by which people call each kind.
KINDS: Mapping[str, str] = {
    "activity": "aktivitet activity rad row",
    "goal": "mål målbild goal rad row",
    "measure": "insats åtgärd measure rad row",
    "section": "avsnitt section",
    "actor": "aktör actor",
    "actor-kind": "aktörsslag kind",
    "organisation": "organisation",
    "plan": "plan",
    "area": "målområde area",
    "term": "begrepp förkortning term abbreviation",
    "rule": "regel rule",
}


@dataclass(frozen=True, slots=True)
class Form:
    """One thing that an entry is called, or that is written of it.

    Parameters
    ----------
    kind: title, label (an actor's name), written (as a plan writes it), name (another name of a term or organisation),
        id, heading, step, kind (the actor's), term (an abbreviation in the row and what it stands for).
    place: where it stands: the plans of what is written, the locator of a step; of a term the kind of the form that
        holds it, or the step's locator.
    """

    kind: str
    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found.

    Parameters
    ----------
    node: its IRI; kind: a key of `KINDS`.
    title, title_en: its name; title_en is empty where there is none.
    locator: the row's mark in its plan, the rule's or area's number; empty for other things.
    plan: the plan that it belongs to; plans: every plan that it has to do with.
    organisation: the label of the organisation that it belongs to.
    context: words that tell it from its likes, and find nothing by themselves.
    """

    node: str
    kind: str
    title: str
    title_en: str = ""
    locator: str = ""
    plan: str = ""
    plans: tuple[str, ...] = ()
    organisation: str = ""
    context: str = ""
    forms: tuple[Form, ...] = ()


_Row = Mapping[str, str]

_ROWS = """
SELECT ?node ?kind ?locator ?title ?plan ?heading WHERE {
  VALUES (?class ?kind) {
    (pg:Activity "activity") (pg:Goal "goal") (pg:Measure "measure") (pg:Subsection "section")
  }
  ?node a ?class ; pg:locator ?locator ; rdfs:label ?title ; pg:partOfPlan/dcterms:identifier ?plan .
  OPTIONAL { ?node pg:heading ?heading }
}"""
_STEPS = """
SELECT ?node ?locator ?title WHERE { ?step pg:stepOf ?node ; pg:locator ?locator ; rdfs:label ?title }"""
_ACTORS = """
SELECT ?node ?id ?label ?kind ?kind_en ?organisation WHERE {
  ?node a pg:Actor ; dcterms:identifier ?id ; rdfs:label ?label ; pg:actorKind ?concept .
  ?concept skos:prefLabel ?kind, ?kind_en . FILTER (LANG(?kind) = "sv" && LANG(?kind_en) = "en")
  OPTIONAL { ?node pg:belongsTo/rdfs:label ?organisation . FILTER (LANG(?organisation) = "sv") }
}"""
_WRITTEN = """
SELECT DISTINCT ?node ?plan ?written WHERE {
  ?said pg:actor ?node ; pg:asWritten ?written ; pg:partOfPlan/dcterms:identifier ?plan .
}"""
_NOT_READ = """
SELECT ?node ?plan ?written WHERE {
  ?said a pg:Responsibility ; pg:responsibilityFor ?node ; pg:asWritten ?written ;
    pg:partOfPlan/dcterms:identifier ?plan .
  FILTER NOT EXISTS { ?said pg:actor ?actor }
}"""
_PLANS = """
SELECT ?node ?id ?title ?organisation WHERE {
  ?node a pg:Plan ; dcterms:identifier ?id ; rdfs:label ?title ; pg:organisation ?of .
  ?of rdfs:label ?organisation . FILTER (LANG(?organisation) = "sv")
}"""
_ORGANISATIONS = """
SELECT ?node ?id ?title ?title_en ?name ?plan WHERE {
  ?node a org:Organization ; dcterms:identifier ?id ; rdfs:label ?title, ?title_en .
  FILTER (LANG(?title) = "sv" && LANG(?title_en) = "en")
  OPTIONAL { ?node skos:altLabel ?name }
  OPTIONAL { ?of a pg:Plan ; pg:organisation ?node ; dcterms:identifier ?plan }
}"""
_AREAS = """
SELECT ?node ?locator ?title ?title_en WHERE {
  ?node a pg:Area ; skos:notation ?locator ; rdfs:label ?title, ?title_en .
  FILTER (LANG(?title) = "sv" && LANG(?title_en) = "en")
}"""
_CONCEPTS = """
SELECT ?node ?id ?title ?title_en ?name WHERE {
  ?node skos:inScheme <https://w3id.org/plangraph/id/scheme/SCHEME> ; skos:notation ?id ;
    skos:prefLabel ?title, ?title_en . FILTER (LANG(?title) = "sv" && LANG(?title_en) = "en")
  OPTIONAL { ?node skos:altLabel|skos:hiddenLabel ?name }
}"""
_ABBREVIATIONS = """
SELECT ?node ?plan ?short ?long WHERE {
  ?of a pg:Plan ; dcterms:identifier ?plan . ?node skos:inScheme ?of ; skos:notation ?short ; skos:prefLabel ?long .
}"""


def gather(store: ox.Store) -> list[Entry]:
    """Everything that can be found, in the order in which equals are shown; the order of plans makes no difference."""
    terms = _terms(store)
    entries = [
        *_rows(store, terms),
        *_actors(store, terms),
        *_actor_kinds(store, terms),
        *_plans(store),
        *_organisations(store),
        *_areas(store),
        *(_term_entry(term) for term in terms.all),
        *_rules(),
    ]
    kinds = list(KINDS)
    return sorted(entries, key=lambda it: (kinds.index(it.kind), it.plan, natural_key(it.locator), it.title, it.node))


def _ask(store: ox.Store, sparql: str) -> list[dict[str, str]]:
    return sorted(select(store, sparql).rows, key=lambda row: tuple(row.values()))


def _by_node(rows: Iterable[_Row]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row["node"]].append(row)
    return found


def _terms(store: ox.Store) -> Terms:
    terms = Terms()
    for node, rows in _by_node(_ask(store, _CONCEPTS.replace("SCHEME", "term"))).items():
        terms.add_term(node, rows[0]["title"], rows[0]["title_en"], [row["name"] for row in rows if row["name"]])
    for row in _ask(store, _ABBREVIATIONS):
        terms.add_abbreviation(row["node"], row["plan"], row["short"], row["long"])
    return terms


class _OtherNames:
    """The forms that a text's terms give it, made once for each term and each plan's reading of it."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._made: dict[tuple[Term, tuple[str, ...], str], tuple[Form, ...]] = {}

    def of(self, forms: Iterable[Form], plans: Sequence[str]) -> Iterable[Form]:
        """What else stands in these forms by another name; each term once, for the first form that has it."""
        seen: set[Term] = set()
        for form in forms:
            place = form.place if form.kind == "step" else form.kind
            for term, names in self._terms.in_text(form.text, plans):
                if term not in seen:
                    seen.add(term)
                    yield from self._forms(term, names, place)

    def _forms(self, term: Term, names: tuple[str, ...], place: str) -> tuple[Form, ...]:
        key = (term, names, place)
        if key not in self._made:
            made = tuple(Form("term", f"{name} = {term.label}", place) for name in names)
            self._made[key] = made or (Form("term", term.label, place),)
        return self._made[key]


def _rows(store: ox.Store, terms: Terms) -> Iterable[Entry]:
    other_names = _OtherNames(terms)
    steps, not_read = _by_node(_ask(store, _STEPS)), _by_node(_ask(store, _NOT_READ))
    owners = {row["id"]: row["organisation"] for row in _ask(store, _PLANS)}
    for row in _ask(store, _ROWS):
        node, plan, title = row["node"], row["plan"], Form("title", row["title"])
        forms = [Form("heading", row["heading"])] if row["heading"] else []
        forms += [Form("step", step["title"], step["locator"]) for step in steps.get(node, ())]
        forms += [Form("written", said["written"], plan) for said in not_read.get(node, ())]
        # of the headings above a row only its own counts: a chapter's name would give it what it is not about
        own = [title, Form("heading", row["heading"].rpartition(" / ")[2]), *(it for it in forms if it.kind == "step")]
        forms += other_names.of(own, (plan,))
        yield Entry(
            node, row["kind"], row["title"], "", row["locator"], plan, (plan,), owners[plan],
            f"{plan} {owners[plan]} {KINDS[row['kind']]}", tuple(forms),
        )  # fmt: skip


def _actors(store: ox.Store, terms: Terms) -> Iterable[Entry]:
    other_names = _OtherNames(terms)
    written = _by_node(_ask(store, _WRITTEN))
    for row in _ask(store, _ACTORS):
        said: dict[str, list[str]] = defaultdict(list)
        for each in written.get(row["node"], ()):
            said[each["written"]].append(each["plan"])
        plans = tuple(sorted({plan for named in said.values() for plan in named}))
        forms = [Form("label", row["label"]), Form("id", row["id"])]
        forms += [Form("written", text, " ".join(named)) for text, named in sorted(said.items())]
        forms += [Form("kind", row["kind"]), Form("kind", row["kind_en"])]
        forms += other_names.of(forms, plans)
        context = f"{row['id'].partition('.')[0]} {row['organisation']} {' '.join(plans)} {KINDS['actor']}"
        yield Entry(
            row["node"], "actor", row["label"], plans=plans, organisation=row["organisation"],
            context=context, forms=tuple(forms),
        )  # fmt: skip


def _actor_kinds(store: ox.Store, terms: Terms) -> Iterable[Entry]:
    other_names = _OtherNames(terms)
    for row in _ask(store, _CONCEPTS.replace("SCHEME", "actor-kind")):
        node, title = str(concept("actor-kind", row["id"])), Form("title", row["title"])
        forms = (Form("title", row["title_en"]), Form("id", row["id"]), *other_names.of([title], ()))
        yield Entry(node, "actor-kind", row["title"], row["title_en"], context=KINDS["actor-kind"], forms=forms)


def _plans(store: ox.Store) -> Iterable[Entry]:
    for row in _ask(store, _PLANS):
        plan = row["id"]
        forms = (Form("id", plan), Form("id", plan.rpartition("-")[0]), Form("name", row["organisation"]))
        yield Entry(
            row["node"], "plan", row["title"], plan=plan, plans=(plan,), organisation=row["organisation"],
            context=KINDS["plan"], forms=forms,
        )  # fmt: skip


def _organisations(store: ox.Store) -> Iterable[Entry]:
    for node, rows in _by_node(_ask(store, _ORGANISATIONS)).items():
        first = rows[0]
        plans = tuple(sorted({row["plan"] for row in rows if row["plan"]}))
        names = sorted({row["name"] for row in rows if row["name"]})
        forms = (
            Form("title", first["title_en"]), Form("id", first["id"]), *(Form("name", name) for name in names)
        )  # fmt: skip
        yield Entry(
            node, "organisation", first["title"], first["title_en"], plans=plans, organisation=first["title"],
            context=KINDS["organisation"], forms=forms,
        )  # fmt: skip


def _areas(store: ox.Store) -> Iterable[Entry]:
    for row in _ask(store, _AREAS):
        form = Form("title", row["title_en"])
        yield Entry(
            row["node"], "area", row["title"], row["title_en"], row["locator"], context=KINDS["area"], forms=(form,)
        )


def _term_entry(term: Term) -> Entry:
    forms = [Form("name", name) for name in term.names]
    if term.label_en:
        forms.append(Form("title", term.label_en))
    plans = tuple(sorted(term.plans))
    return Entry(term.node, "term", term.label, term.label_en, plans=plans, context=KINDS["term"], forms=tuple(forms))


def _rules() -> Iterable[Entry]:
    for rule in rules().values():
        forms = (Form("title", rule.label["en"]), Form("id", rule.id))
        yield Entry(
            str(RULE[rule.id]), "rule", rule.label["sv"], rule.label["en"], rule.id,
            context=KINDS["rule"], forms=forms,
        )  # fmt: skip
