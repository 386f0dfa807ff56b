# SPDX-License-Identifier: Apache-2.0
"""Every question that has a name, whoever answers it: a named query, the network, or what was judged of two plans."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

import pyoxigraph as ox

from plangraph.alignment.difference_question import DIFFERENCE, differences
from plangraph.errors import InputError, Problem
from plangraph.graph.answer import Answer, Question
from plangraph.network import network_answers
from plangraph.queries import named_queries, named_query, run
from plangraph.register import Register

__all__ = ["answer_to", "every_question", "near_names", "question_named"]

# Of get_close_matches: how near a name must be to be what a person may have meant, and how long a name is looked at.
_NEAR = 0.6
_LONGEST = 100


def every_question() -> Mapping[str, Question]:
    """Every question, by name."""
    return {**named_queries(), **network_answers(), DIFFERENCE.name: DIFFERENCE}


def question_named(name: str) -> Question:
    """The question of that name. Raises `InputError`, suggesting near names."""
    known = every_question()
    if name not in known:
        near = near_names(name)
        remedy = f"Did you mean {' or '.join(near)}?" if near else f"The names are {', '.join(sorted(known))}."
        raise InputError(Problem(f"There is no question named “{name[:_LONGEST]}”.", remedy))
    return known[name]


def near_names(name: str) -> list[str]:
    """The names of questions that a person may have meant, the nearest first."""
    return get_close_matches(name[:_LONGEST], every_question(), n=3, cutoff=_NEAR)


def answer_to(name: str, register: Register, store: ox.Store, parameters: Mapping[str, str]) -> Answer:
    """The answer to a question.

    Parameters
    ----------
    store: the register's dataset.
    parameters: as queries take them; all of them parameters of the question.

    Raises `InputError` where whoever answers does, as for a plan held against itself; `KeyError` for an unknown name.
    """
    if name == DIFFERENCE.name:
        return differences(register, store, **parameters)
    if name in network_answers():
        return network_answers()[name].run(store, parameters.get("plan", ""))
    return run(store, named_query(name), parameters)
