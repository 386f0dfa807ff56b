# SPDX-License-Identifier: Apache-2.0
"""`plangraph align propose` and `plangraph align evaluate`."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plangraph.alignment.extra import missing_packages
from plangraph.alignment.texts import KINDS, Text, Texts, read_tables, texts_of_register
from plangraph.cli.output import progress, show, write_file
from plangraph.cli.reading import read_register
from plangraph.errors import InputError, Problem
from plangraph.graph.answer import Answer
from plangraph.register import finds_nothing
from plangraph.register.columns import is_date
from plangraph.register.mapping_file import MappingFile
from plangraph.report import FORMATS, Words, render

if TYPE_CHECKING:
    from plangraph.alignment.proposing import Aligner

__all__ = ["add_evaluate", "add_propose", "evaluate", "propose"]

_KINDS = {"goals": "goal", "activities": "activity", "measures": "measure"}
_SUPERIOR = ("national", "rcc")


def add_propose(sub: argparse.ArgumentParser) -> None:
    """Add the arguments of `align propose`."""
    what = sub.add_mutually_exclusive_group(required=True)
    what.add_argument("--between", nargs=2, metavar=("PLAN", "PLAN"), help="rows of two plans, kind by kind")
    what.add_argument(
        "--to",
        choices=_SUPERIOR,
        help="national: goals of plans to the goals of the national direction; rcc: activities to measures of an RCC",
    )
    what.add_argument("--all", action="store_true", help="every two plans, and both of --to")
    sub.add_argument("--kind", choices=tuple(_KINDS), help="rows of this kind only")
    sub.add_argument("--date", default="", metavar="DATE", help="the date of the mappings (default: today)")
    sub.add_argument("--output", type=Path, help="the SSSOM/TSV file (default: standard output)")
    _add_texts(sub)


def add_evaluate(sub: argparse.ArgumentParser) -> None:
    """Add the arguments of `align evaluate`."""
    sub.add_argument("gold", type=Path, metavar="GOLD", help="an SSSOM/TSV file with judged mappings")
    sub.add_argument("--format", choices=FORMATS, default="table")
    _add_texts(sub)


def _add_texts(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--texts",
        type=Path,
        metavar="FOLDER",
        help="tables with the documents' own words: plan, kind, locator, text, and where known parent and heading "
        "(default: the titles in the register)",
    )
    sub.add_argument(
        "--own-words", action="store_true", help="leave out what rows quote from a superior plan, before || in the text"
    )
    sub.add_argument("--model", type=Path, metavar="FOLDER", help="a sentence-embedding model of your own")


def propose(given: argparse.Namespace) -> int:
    """Propose counterparts as an SSSOM/TSV file."""
    if given.date and not is_date(given.date):
        raise InputError(Problem(f"--date: “{given.date}” is no date.", "Write an ISO date such as 2026-03-21."))
    texts, aligner = _prepare(given)
    comparisons = []
    for one, other, upward in _groups(given, texts):
        size = f"{len(one)} × {len(other)}"
        progress(
            given,
            f"{_name(one, 'sv')} mot {_name(other, 'sv')}: {size} rader …",
            f"{_name(one, 'en')} against {_name(other, 'en')}: {size} rows …",
        )
        comparisons.append(aligner.compare(one, other, upward=upward))
    file = _part("mapping_rows").proposed_file(
        given.output or Path("-"), comparisons, given.date or date.today().isoformat()
    )
    links = sum(not finds_nothing(row) for row in file.mappings)
    alone = len(file.mappings) - links
    progress(
        given,
        f"{links} förslag, {alone} rader utan motsvarighet.",
        f"{links} proposals, {alone} rows without a counterpart.",
    )
    if given.output:
        write_file(given.output, file.text())
    else:
        show(file.text())
    return 0


def evaluate(given: argparse.Namespace) -> int:
    """Hold proposals against judged links, beside plain TF-IDF."""
    gold = MappingFile.read(given.gold)
    texts, aligner = _prepare(given)
    evaluation = _part("evaluate")
    rows = []
    for figures in evaluation.evaluate(aligner, evaluation.judged_groups(gold, texts)):
        group = figures.group
        rows.append(
            {
                "subject_plan": group.one,
                "object_plan": group.other,
                "kind": group.kind,
                "links": str(len(group.links)),
                "proposed": str(figures.proposed),
                **{name: f"{getattr(figures, name):.3f}" for name in ("precision", "recall", "f1", "hit_1", "hit_5")},
                **{
                    name: f"{getattr(figures, name):.3f}"
                    for name in ("baseline_f1", "baseline_threshold", "baseline_hit_1", "baseline_hit_5")
                },
            }
        )
    words = Words(given.lang, {})
    title = words.say(
        "Förslag mot bedömda länkar; jämförelsen är TF-IDF över bokstavsföljder med bästa tröskel i efterhand",
        "Proposals against judged links; the baseline is TF-IDF over letters with the best threshold in hindsight",
    )
    show(render(Answer(list(rows[0]), rows), given.format, words, title=title))
    if not given.texts:
        # one hand's titles resemble each other more than the documents of many do
        progress(
            given,
            "Mätt på registrets egna titlar; hur det går på dokumentens egna ord mäts med --texts FOLDER.",
            "Measured on the register's own titles; --texts FOLDER measures on the documents' own words.",
        )
    return 0


def _prepare(given: argparse.Namespace) -> tuple[Texts, Aligner]:
    missing = missing_packages()
    if missing:
        what = f"Matching needs packages that are not installed: {', '.join(missing)}."
        raise InputError(Problem(what, "Install them with: pip install 'plangraph[align]'"))
    if given.own_words and not given.texts:
        raise InputError(Problem("--own-words needs the documents' words.", "Give them with --texts FOLDER."))
    meaning = _part("meaning").meaning_of(given.model) if given.model else None
    register = read_register(given)
    texts = (
        read_tables(given.texts, register, own_words=given.own_words) if given.texts else texts_of_register(register)
    )
    rows, plans = len(texts.rows), len(texts.plans())
    progress(given, f"{rows} rader i {plans} planer.", f"{rows} rows in {plans} plans.")
    areas = _part("reasons").areas_of(register)
    aligner: Aligner = _part("proposing").Aligner(texts, register.reference.terms, areas, meaning)
    return texts, aligner


def _part(name: str) -> Any:
    """A module of the matching, loaded only when it is used: its packages come with an extra."""
    return importlib.import_module(f"plangraph.alignment.{name}")


def _groups(given: argparse.Namespace, texts: Texts) -> list[tuple[list[Text], list[Text], bool]]:
    """What is held against what, and whether the second is superior."""
    kinds = [_KINDS[given.kind]] if given.kind else list(KINDS)
    plans = [plan for plan in texts.plans() if texts.select(plan, national=False)]
    groups: list[tuple[list[Text], list[Text], bool]] = []
    if given.between:
        one, other = (_plan(name, texts) for name in given.between)
        if one == other:
            raise InputError(Problem("Both plans are the same.", "Name two plans.", given.texts))
        groups += _beside(texts, one, other, kinds)
    if given.all:
        for place, one in enumerate(plans):
            for other in plans[place + 1 :]:
                groups += _beside(texts, one, other, kinds)
    if (given.all or given.to == "national") and "goal" in kinds:
        national = texts.select(kind="goal", national=True)
        groups += [(texts.select(plan, "goal", national=False), national, True) for plan in plans]
    if (given.all or given.to == "rcc") and "activity" in kinds:
        for plan in plans:
            measures = texts.select(plan, "measure", national=False)
            groups += [(texts.select(each, "activity", national=False), measures, True) for each in plans]
    groups = [group for group in groups if group[0] and group[1]]
    if not groups:
        remedy = "Check --kind and the kinds of rows in the texts; national goals are of the kind “national goal”."
        raise InputError(Problem("There are no two groups of rows to hold against each other.", remedy, given.texts))
    return groups


def _beside(texts: Texts, one: str, other: str, kinds: Sequence[str]) -> list[tuple[list[Text], list[Text], bool]]:
    return [(texts.select(one, kind), texts.select(other, kind), False) for kind in kinds if kind != "measure"]


def _plan(name: str, texts: Texts) -> str:
    """The id of a plan, given as it is or by a short name that is unique."""
    plans = texts.plans()
    found = [plan for plan in plans if plan == name] or [plan for plan in plans if plan.startswith(f"{name}-")]
    if len(found) == 1:
        return found[0]
    problem = f"“{name}” fits several plans." if found else f"The texts hold no plan “{name}”."
    raise InputError(Problem(problem, f"The plans are {', '.join(plans)}."))


def _name(group: Sequence[Text], language: str) -> str:
    kinds = {"goal": ("mål", "goals"), "activity": ("aktiviteter", "activities"), "measure": ("insatser", "measures")}
    return f"{group[0].plan}, {kinds[group[0].kind][language == 'en']}"
