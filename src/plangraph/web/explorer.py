# SPDX-License-Identifier: Apache-2.0
"""What a running explorer holds: the dataset, its answers and findings. Built once; the dataset never changes."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property
from threading import Thread

import pyoxigraph as ox
from flask import current_app

from plangraph.errors import PlangraphError
from plangraph.graph import plans_by_rcc
from plangraph.network import network_answers
from plangraph.queries import BoundedQueries, named_queries
from plangraph.register import Register
from plangraph.report import LANGUAGES, Words
from plangraph.web.activities import Activities
from plangraph.web.answers import NARROWED, Answers
from plangraph.web.counterparts import Counterparts
from plangraph.web.dataset_files import DatasetFiles
from plangraph.web.differences import Differences
from plangraph.web.found import FoundList
from plangraph.web.judged import Judged
from plangraph.web.organisation_index import OrganisationIndex
from plangraph.web.pictures import Pictures
from plangraph.web.row_index import RowIndex
from plangraph.web.search import SearchIndex
from plangraph.web.taken_up import TakenUp
from plangraph.web.towards import Towards
from plangraph.web.waiting import Conditions

__all__ = ["EXPLORER", "Explorer", "explorer"]

# Where the application keeps its explorer.
EXPLORER = "plangraph"
# So many statements make a dataset that is asked without limits.
_SMALL = 200_000
# What most pages ask for; all else is asked after it.
_FIRST = (
    *("plans", "overview", "activities", "responsibilities", "ownerless", "overdue", "outside-period", "coverage"),
    *("goals", "measures", "steps", "mappings", "conditions", "figures", "follow-up"),
    *("actor-load", "uptake", "uncovered-goals"),
)
# By what pages of rows look them up; each first look-up indexes the answer.
_LOOKED_UP = (
    *(("goals", *columns) for columns in (("plan",), ("plan", "goal"), ("parent",), ("area",))),
    *(("mappings", *columns) for columns in (("subject_plan", "subject"), ("object_plan", "object"))),
    ("mappings", "subject_plan", "subject", "object_plan", "object"),
    ("mappings", "subject_plan", "subject", "object"),
    *((name, "plan", "row_locator") for name in ("conditions", "figures", "follow-up")),
    ("conditions", "plan"),
    ("coverage", "plan"),
    ("coverage", "area"),
    ("measures", "plan", "measure"),
    ("overview", "plan"),
    ("overdue", "plan"),
    ("ownerless", "plan", "activity"),
    ("responsibilities", "actor_id"),
    ("responsibilities", "plan", "goal", "activity"),
    ("steps", "plan", "activity"),
    ("uptake", "plan", "measure"),
)
# Rows for each two activities that do the same: of a large dataset asked only for what a page narrows them to.
_PAIRS = frozenset({"neighbours", "ownership-contrast", "shared-activities"})


class Explorer:
    """Everything that pages are made of.

    Parameters
    ----------
    as_of: the day for which it is said what has passed and which plans have ended.
    """

    def __init__(self, register: Register, store: ox.Store, as_of: date) -> None:
        self.register = register
        self.store = store
        self.as_of = as_of
        self.answers = Answers(store, as_of)
        self.queries = BoundedQueries(store)
        self.files = DatasetFiles(store)
        self.judged = Judged(store, as_of, register.places(), register.folder)
        self.words = {language: Words.of(store, language) for language in LANGUAGES}
        self.plans = {plan.id: plan.metadata for plan in register.plans}

    @cached_property
    def is_small(self) -> bool:
        """Whether every named query is answered at once, and sooner here than in a process of its own."""
        return len(self.store) < _SMALL

    @cached_property
    def activities(self) -> Activities:
        """Every activity, with what lists show of it."""
        return Activities(self.answers)

    @cached_property
    def plan_order(self) -> Sequence[str]:
        """Every plan, in the order in which plans stand beside each other."""
        return plans_by_rcc(self.store)

    @cached_property
    def organisations(self) -> Mapping[str, OrganisationIndex]:
        """Every organisation with its plans, by language."""
        columns = {"sv": "label", "en": "label_en"}
        return {name: OrganisationIndex(self.register, self.answers, columns[name]) for name in LANGUAGES}

    @cached_property
    def towards(self) -> Towards:
        """The activities that lead to each national goal and strategy goal."""
        return Towards(self.store, self.activities)

    @cached_property
    def goal_titles(self) -> Mapping[tuple[str, str], str]:
        """The title of each goal, by plan and locator."""
        return {(row["plan"], row["goal"]): row["title"] for row in self.answers.rows("goals")}

    @cached_property
    def rows(self) -> RowIndex:
        """Every row of every plan, by its locator."""
        return RowIndex(self.register, self.answers)

    @cached_property
    def found(self) -> FoundList:
        """Every finding, with what lists show of it; runs the rules where they have not been run."""
        return FoundList(self.judged.all(), self.answers, self.activities, self.rows)

    @cached_property
    def differences(self) -> Differences:
        """What became of the rows of plans in others."""
        return Differences(self.register, self.store)

    @cached_property
    def counterparts(self) -> Counterparts:
        """What other organisations' plans do about the same as an activity."""
        return Counterparts(self.store, self.answers, self.activities, self.plans)

    @cached_property
    def conditions(self) -> Conditions:
        """What the plans wait for and rest on, with what it holds up."""
        return Conditions(self.answers, self.activities, self.rows)

    @cached_property
    def search(self) -> SearchIndex:
        """The index of everything that can be searched for."""
        return SearchIndex.of(self.store)

    @cached_property
    def pictures(self) -> Pictures:
        """The pictures of plans, areas, goals, actors and activities."""
        return Pictures(self.store, self.answers, self.judged, self.as_of)

    @cached_property
    def taken_up(self) -> TakenUp:
        """What each RCC asks for, and how its regions take care of it."""
        return TakenUp(self.answers, self.plans, self.store, self.activities)

    def goal_plan(self, plan: str, locator: str) -> str:
        """The plan whose goal a row of `plan` means by a locator: the plan itself, or the nearest one above it."""
        waiting, seen = [plan], set[str]()
        while waiting:
            name = waiting.pop(0)
            if (name, locator) in self.goal_titles:
                return name
            seen.add(name)
            waiting.extend(above for above in self.plans[name].superior if above not in seen)
        return ""

    def warm(self) -> Thread:
        """Begin, beside the caller, to ask what pages need and to run the rules; pages answer meanwhile."""

        def ask() -> None:
            with suppress(PlangraphError):  # where free queries cannot be answered, each of them is told so
                self.queries.start()
            for name in _FIRST:
                self.answers.answer(name)
            _ = self.is_small, self.plan_order, self.activities, self.organisations, self.towards, self.goal_titles
            for name, *columns in _LOOKED_UP:
                self.answers.rows(name, **dict.fromkeys(columns, ""))
            _ = self.differences, self.rows, self.conditions, self.taken_up, self.search
            self.pictures.warm()

        def work() -> None:
            with suppress(PlangraphError):  # the first page that needs them says what is wrong
                self.judged.begin(before=ask)
                _ = self.found
            whole = {*named_queries(), *network_answers()} - NARROWED - (frozenset() if self.is_small else _PAIRS)
            for name in sorted(whole):
                if "plan" in self.answers.answer(name).columns:  # by which they are narrowed most
                    self.answers.rows(name, plan="")
            if self.is_small:
                self.differences.warm()
            # what is kept lives as long as the process: looking through it for garbage would only halt pages
            gc.collect()
            gc.freeze()

        thread = Thread(target=work, name="plangraph-warm", daemon=True)
        thread.start()
        return thread

    def close(self) -> None:
        """Let go of what runs beside the pages."""
        self.queries.close()
        self.files.close()


def explorer() -> Explorer:
    """The explorer of the application that answers the present request."""
    held = current_app.extensions[EXPLORER]
    assert isinstance(held, Explorer)
    return held
