# SPDX-License-Identifier: Apache-2.0
"""The question what became of a plan's rows in the next plan, answered from what was judged, with its contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial

import pyoxigraph as ox

from plangraph.alignment.difference import COLUMNS, difference
from plangraph.alignment.versions import Version
from plangraph.errors import InputError, Problem
from plangraph.graph.answer import Answer, Question
from plangraph.register import Metadata, Register

__all__ = ["DIFFERENCE", "differences", "successions", "together"]

DIFFERENCE = Question(
    "difference",
    "Vad blev av en plans aktiviteter och mål i nästa plan?",
    "What became of a plan's activities and goals in the next plan?",
    "When a plan follows another: what goes on, who answers for it now, what was dropped and what is new.",
    "När en plan följer på en annan: vad som förs vidare, vem som ansvarar nu, vad som försvann och vad som är nytt.",
    "One row per pair of rows and state, and one per row without a counterpart; goals have the activities' columns "
    "empty. So the states make no sum: a pair that goes on is carried-over and stands again under each other state "
    "that is true of it, and the rows of a merely related pair are dropped and new besides. Only judged links and "
    "the same wording pair rows; `plangraph diff` proposes others as well, marked as proposals, and compares plans in "
    "two folders. old and new: two plans; without them every plan that another one follows, of the same series or "
    "organisation or under the same RCC's plan. Of two organisations neither took over from the other: dropped and "
    "new then say which plan alone has the row, and owners are compared by kind. owner-lost: somebody could be held to "
    "it and now nobody can (new_cause says why); owner-gained: the other way round; owner-changed: others are "
    "accountable. match: reviewed, wording or locator; empty where nobody judged the row.",
    "En rad per par av rader och läge, och en per rad utan motsvarighet; mål har aktiviteternas kolumner tomma. Lägena "
    "går därför inte att lägga ihop: ett par som förs vidare står också under varje annat läge som gäller det, och "
    "raderna i ett par som bara är besläktat räknas dessutom som borta och nya. Bara bedömda länkar och samma lydelse "
    "parar rader; `plangraph diff` föreslår även andra, märkta som förslag, och jämför planer i två mappar. old och "
    "new: två planer; utan dem varje plan som följs av en annan, i samma serie eller organisation eller under samma "
    "RCC:s plan. Av två organisationer har ingen tagit över efter den andra: dropped och new säger då vilken plan som "
    "ensam har raden, och ansvariga jämförs efter slag. owner-lost: någon kunde hållas till svars, nu ingen (new_cause "
    "säger varför); owner-gained: tvärtom; owner-changed: andra är ansvariga. match: bedömning, lydelse eller samma "
    "rad; tomt där ingen har bedömt raden.",
    ("old", "new"),
    (*COLUMNS, "old_plan", "new_plan"),
)


def differences(register: Register, store: ox.Store, old: str = "", new: str = "") -> Answer:
    """The answer to `DIFFERENCE`.

    Parameters
    ----------
    store: the register's dataset.
    old, new: ids of the two plans; where one is left out, every plan that it follows, or that follows it.

    Raises `InputError` where a plan is held against itself.
    """
    version = cache(partial(Version.of, register, store))
    return together(
        old, new, successions(register), lambda before, after: difference(version(before), version(after)).rows
    )


def together(
    old: str, new: str, following: Iterable[tuple[str, str]], between: Callable[[str, str], Iterable[Mapping[str, str]]]
) -> Answer:
    """The answer to `DIFFERENCE` out of what `between` tells of two plans.

    Parameters
    ----------
    old, new: as `differences` takes them; following: pairs of plans that follow one another.

    Raises `InputError` where a plan is held against itself.
    """
    if old and old == new:
        raise InputError(Problem(f"{old} is held against itself.", "Give two plans."))
    pairs = [(old, new)] if old and new else following
    chosen = [pair for pair in pairs if old in ("", pair[0]) and new in ("", pair[1])]
    rows = [
        {**row, "old_plan": before, "new_plan": after} for before, after in chosen for row in between(before, after)
    ]
    return Answer(list(DIFFERENCE.columns), rows)


def successions(register: Register) -> list[tuple[str, str]]:
    """Each plan with each later plan of its level that follows it: of its series, its organisation, or one RCC's plans.

    Plans that begin on the same day stand beside each other.
    """
    known = {plan.id: plan.metadata for plan in register.plans}
    filled = [plan.metadata for plan in register.plans if plan.tables["activities"] or plan.tables["goals"]]
    ordered = sorted(filled, key=lambda plan: (plan.start, plan.id))
    return [
        (before.id, after.id)
        for before in ordered
        for after in ordered
        if before.start < after.start and before.level == after.level and _kin(before, known) & _kin(after, known)
    ]


def _kin(plan: Metadata, known: dict[str, Metadata]) -> set[str]:
    """What makes plans of one level each other's: series, organisation, the series of the RCC's plan above them."""
    above = [known[name] for name in plan.superior if name in known]
    return {plan.series, plan.organisation, *(each.series for each in above if each.level == "rcc")} - {""}
