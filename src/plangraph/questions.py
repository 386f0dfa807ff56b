# SPDX-License-Identifier: Apache-2.0
"""Every question that has a name, whoever answers it: a named query, the network, or what was judged of two plans."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as ox

from plangraph.alignment.successions import DIFFERENCE, differences
from plangraph.graph.answer import Answer, Question
from plangraph.network import network_answers
from plangraph.queries import named_queries, named_query, run
from plangraph.register import Register

__all__ = ["answer_to", "every_question"]


def every_question() -> Mapping[str, Question]:
    """Every question, by name."""
    return {**named_queries(), **network_answers(), DIFFERENCE.name: DIFFERENCE}


def answer_to(name: str, register: Register, store: ox.Store, parameters: Mapping[str, str]) -> Answer:
    """The answer to a question.

    Parameters
    ----------
    store: the register's dataset.
    parameters: as queries take them; all of them parameters of the question.

    Raises `InputError` where whoever answers does: a plan held against itself, a name that no question has.
    """
    if name == DIFFERENCE.name:
        return differences(register, store, **parameters)
    if name in network_answers():
        return network_answers()[name].run(store, parameters.get("plan", ""))
    return run(store, named_query(name), parameters)
