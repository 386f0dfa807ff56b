# SPDX-License-Identifier: Apache-2.0
"""The parameters of named questions as fields of a form, and what an address gives for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from flask import request

from plangraph.errors import InputError
from plangraph.graph.answer import Question
from plangraph.queries import resolve
from plangraph.web.activity_filters import area_names
from plangraph.web.addresses import changed
from plangraph.web.alphabet import alphabetical
from plangraph.web.explorer import explorer
from plangraph.web.filters import choose
from plangraph.web.organisations import organisation_names, plan_name
from plangraph.web.problems import BadValue, near
from plangraph.web.words import both, heading, say, value, words

__all__ = ["Field", "fields_of"]

# What headings of columns do not say.
_LABELS: Mapping[str, tuple[str, str]] = {
    "as_of": ("Läget per", "As of"),
    "contrast": ("Läge", "State"),
    "for": ("För organisation", "For organisation"),
    "from": ("Från strategi", "From strategy"),
    "kind": ("Aktörstyp", "Kind of actor"),
    "rcc": ("RCC", "RCC"),
    "standing": ("Länkar i läget", "Links in the state"),
    "target": ("Till plan", "To plan"),
    "to": ("Till strategi", "To strategy"),
}
_HINTS: Mapping[str, tuple[str, str]] = {
    "activity": ("Rad i planen, till exempel 2.1/1", "Row of the plan, such as 2.1/1"),
    "actor": (
        "Hela namnet, som planen eller tabellen skriver det",
        "The whole name, as the plan or the table writes it",
    ),
    "goal": ("N5.1, strategi-2026/2 eller kronoberg-2024/11", "N5.1, strategi-2026/2 or kronoberg-2024/11"),
}
_MOST_SUGGESTED = 500


@dataclass(frozen=True, slots=True)
class Field:
    """One parameter.

    Parameters
    ----------
    kind: choice, typed or date.
    options: what may be chosen, or is suggested: labels by value.
    given: what the address gives, as people wrote it; value: as queries take it.
    """

    name: str
    label: str
    hint: str
    kind: str
    options: Mapping[str, str]
    given: str
    value: str


def fields_of(question: Question) -> list[Field]:
    """A field for each parameter. Raises `BadValue`, suggesting near ones, for a value that is not in the dataset."""
    return [_field(name, question) for name in question.parameters]


def _field(name: str, question: Question) -> Field:
    label = both(_LABELS[name]) if name in _LABELS else heading(name)
    hint = both(_HINTS[name]) if name in _HINTS else ""
    if name in _CHOICES or name == "state":
        chosen = choose(name, label, _CHOICES[name]() if name in _CHOICES else _states(question))
        return Field(name, label, hint, "choice", chosen.options, chosen.chosen, chosen.chosen)
    given = request.args.get(name, "").strip()
    if name == "as_of":
        return Field(name, label, hint, "date", {}, given or explorer().as_of.isoformat(), _day(label, given))
    options = _SUGGESTED[name]() if name in _SUGGESTED else _of_column(name, question)
    return Field(name, label, hint, "typed", options, given, _known(name, label, given, options) if given else "")


def _known(name: str, label: str, given: str, options: Mapping[str, str]) -> str:
    if name in _KNOWN_BY_OPTIONS and given in options:
        return given  # at once, where all that it may be take long to look through
    try:
        return resolve(explorer().store, {name: given})[name]
    except InputError:
        links = [(options[value], changed(**{name: value, "page": None})) for value in near(given, options)]
        raise BadValue(
            say(f"{label}: ”{given[:100]}” finns inte i grafen.", f"{label}: “{given[:100]}” is not in the graph."),
            [*links, (say("Fråga utan det", "Ask without it"), changed(**{name: None, "page": None}))],
        ) from None


def _day(label: str, given: str) -> str:
    try:
        return date.fromisoformat(given).isoformat() if given else explorer().as_of.isoformat()
    except ValueError:
        raise BadValue(
            say(
                f"{label}: ”{given[:50]}” är inget datum. Skriv det som 2026-11-21.",
                f"{label}: “{given[:50]}” is no date. Write it as 2026-11-21.",
            )
        ) from None


def _plans(levels: Iterable[str] = ()) -> dict[str, str]:
    return {name: plan_name(name) for name, plan in explorer().plans.items() if not levels or plan.level in levels}


def _concepts(scheme: str) -> dict[str, str]:
    return {name: label for (of, name), label in words().concepts.items() if of == scheme}


def _of_column(name: str, question: Question) -> dict[str, str]:
    """What stands in the column of that name."""
    held = explorer()
    if name not in question.columns or not (held.is_small or held.answers.keeps(question.name)):
        return {}
    found = {row[name]: row[name] for row in held.answers.rows(question.name) if row[name]}
    return dict(list(found.items())[:_MOST_SUGGESTED])


def _states(question: Question) -> dict[str, str]:
    """The states that a question tells: those of coverage, or what stands in its answer."""
    coverage = _concepts("coverage-state")
    found = _of_column("state", question)
    return coverage if found.keys() <= coverage.keys() else {state: value("state", state) for state in found}


def _standings() -> dict[str, str]:
    return {**_concepts("mapping-state"), "all": say("alla", "all")}


def _organisations(kinds: Iterable[str]) -> dict[str, str]:
    rows = explorer().register.reference.organisations
    return organisation_names(row["organisation"] for row in rows if row["kind"] in kinds)


def _actors() -> dict[str, str]:
    names = sorted({row["actor"] for row in explorer().answers.rows("actor-load")}, key=alphabetical)
    return {name: name for name in names[:_MOST_SUGGESTED]}


def _goals() -> dict[str, str]:
    titles = list(explorer().goal_titles.items())[:_MOST_SUGGESTED]
    return {f"{plan}/{goal}": f"{plan_name(plan)}: {goal} {title}" for (plan, goal), title in titles}


def _activities() -> dict[str, str]:
    """The activities of the plan that is chosen; those of all plans have the same marks."""
    found = explorer().activities.of_plan(request.args.get("plan", ""))
    return {each.locator: f"{each.locator} {each.title}" for each in found[:_MOST_SUGGESTED]}


_CHOICES: Mapping[str, Callable[[], Mapping[str, str]]] = {
    "area": area_names,
    "cause": partial(_concepts, "cause"),
    "contrast": partial(_concepts, "contrast"),
    "for": partial(_organisations, ("region", "rcc")),
    "from": partial(_plans, ("national-strategy",)),
    "kind": partial(_concepts, "actor-kind"),
    "organisation": partial(_organisations, ("region", "rcc")),
    "plan": _plans,
    "rcc": partial(_organisations, ("rcc",)),
    "region": partial(_organisations, ("region",)),
    "role": partial(_concepts, "role"),
    "standing": _standings,
    "target": _plans,
    "to": partial(_plans, ("national-strategy",)),
}
# What is suggested for these is what queries take.
_KNOWN_BY_OPTIONS = frozenset({"activity", "actor"})
_SUGGESTED: Mapping[str, Callable[[], Mapping[str, str]]] = {
    "activity": _activities,
    "actor": _actors,
    "goal": _goals,
}
