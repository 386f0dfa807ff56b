# SPDX-License-Identifier: Apache-2.0
"""What speaks for and against each candidate pair, in numbers that do not depend on how many texts there are.

Most of them hold a pair against its rivals: how much of all that resembles a row is this one, seen from either side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plangraph.alignment.candidates import candidate_pairs
from plangraph.alignment.facets import FACETS, facets
from plangraph.alignment.sequence import in_order
from plangraph.alignment.texts import Text
from plangraph.alignment.vectors import THEME_SHARE, Side, dots

__all__ = ["Meaning", "Pairs", "compare"]

_Numbers = NDArray[np.float64]
Meaning = Callable[[Sequence[Text]], _Numbers]
# A likeness to this power makes the nearest of many stand out.
_SHARPNESS = 4
# “Nothing” is a rival too, as strong as a row of this likeness.
_NOTHING = 0.3
# Rows about different organs are hardly about the same thing; children and adults, seldom.
_OTHER_ORGAN, _OTHER_PEOPLE = 0.3, 0.8
# Rows under goals of nearly the same wording, quoted from one superior plan, belong together; others less.
_SAME_GOAL, _OTHER_GOAL = 0.8, 0.5
# What it adds to a likeness that two such rows come in the same order.
_IN_ORDER = 0.2
# How much what hangs below counts where one side is a superior goal: a row may resemble one of its measures.
_ONE_BELOW = 0.5
_LEAST = 1e-3
_SMALL = 0.02
_MANY_WEIGHTS = 6.0
_CHUNK = 4_000


@dataclass(frozen=True)
class Pairs:
    """Candidates: places in both sides, and their features by name; `likeness` is what the rivals are held against."""

    one: Side
    other: Side
    i: NDArray[np.intp]
    j: NDArray[np.intp]
    features: dict[str, _Numbers]


def compare(one: Side, other: Side, *, upward: bool, meaning: Meaning | None = None) -> Pairs:
    """The candidate pairs of two sides with their features.

    Parameters
    ----------
    upward: the other side is superior: what hangs below it is looked at row by row.
    meaning: gives each of some texts a vector of length 1, from a model of the user's; it ranks the candidates anew.
    """
    i, j = candidate_pairs(one, other)
    found: dict[str, _Numbers] = {}
    found["words"] = dots(one.words, other.words, i, j)
    found["letters"] = dots(one.letters, other.letters, i, j)
    found["beyond"] = _beyond_headings(one, other, i, j)
    found["beyond-log"] = np.log(found["beyond"] + _SMALL)
    about = {name: _facet(one, other, name, i, j) for name in FACETS}
    found |= {name: alike for name, (alike, _, _) in about.items()}
    found["work-other"] = _both_and_none(about["action"])
    found["theme-other"] = _both_and_none(about["theme"])
    found["organ-other"] = _both_and_none(about["organ"])
    found["people-other"] = (about["people"][1] != about["people"][2]).astype(np.float64)
    likeness = dots(one.whole, other.whole, i, j)
    found["similarity"] = np.clip(likeness / (2 + THEME_SHARE), 0.0, 1.0)
    if upward:
        likeness = likeness + _ONE_BELOW * (
            _nearest_below(one.words, other.below, other, i, j)
            + _nearest_below(one.letters, other.below_letters, other, i, j)
        )
    if meaning is not None:
        alike = _products(meaning(one.texts), meaning(other.texts), i, j)
        # what any two sentences have in common tells nothing
        likeness = likeness + alike - (alike.mean() if len(alike) else 0.0)
    likeness = np.maximum(likeness, 0.0)
    likeness *= np.where(found["organ-other"] > 0, _OTHER_ORGAN, 1.0)
    likeness *= np.where(found["people-other"] > 0, _OTHER_PEOPLE, 1.0)
    found["same-goal"] = dots(one.above, other.above, i, j)
    likeness *= np.where(_under_another(found["same-goal"], i, j, len(one.texts), len(other.texts)), _OTHER_GOAL, 1.0)
    likeness += _IN_ORDER * in_order((one.texts, other.texts), i, j, found["same-goal"] >= _SAME_GOAL, likeness)
    found["likeness"] = np.log(likeness + _SMALL)
    found |= _against_rivals(likeness, i, j, len(one.texts), len(other.texts))
    _leave_open(found, _silent(one)[i] | _silent(other)[j])
    goals = np.array([text.kind == "goal" for text in one.texts])
    found["goal"] = goals[i].astype(np.float64) if len(i) else np.zeros(0)
    return Pairs(one, other, i, j, found)


def _silent(side: Side) -> NDArray[np.bool_]:
    """Which rows have no words of their own, nor any below them."""
    silent: NDArray[np.bool_] = np.diff(side.rest.indptr) == 0
    return silent


def _leave_open(found: dict[str, _Numbers], silent: NDArray[np.bool_]) -> None:
    """Let what a row does not say speak neither for nor against it: as alike as the nearest pairs usually are."""
    usual = (found["mutual-best"] > 0) & ~silent
    for name in ("letters", "beyond", "beyond-log"):
        if silent.any() and usual.any():
            found[name] = np.where(silent, np.median(found[name][usual]), found[name])


def _against_rivals(
    likeness: _Numbers, i: NDArray[np.intp], j: NDArray[np.intp], rows: int, columns: int
) -> dict[str, _Numbers]:
    """How a pair stands among all that its first and its second row resemble.

    Where one side has more rows than the other, several of them may belong to one: a share counts for more there.
    """
    power = likeness**_SHARPNESS
    by_row = np.bincount(i, power, rows)[i] + _NOTHING**_SHARPNESS
    by_column = np.bincount(j, power, columns)[j] + _NOTHING**_SHARPNESS
    row = np.log(power / by_row + _LEAST) + max(0.0, np.log(columns / max(rows, 1)))
    column = np.log(power / by_column + _LEAST) + max(0.0, np.log(rows / max(columns, 1)))
    row, column = np.minimum(row, 0.0), np.minimum(column, 0.0)
    first = likeness >= _largest(likeness, i, rows)[i]
    second = likeness >= _largest(likeness, j, columns)[j]
    return {
        "row-share": row,
        "column-share": column,
        "lesser-share": np.minimum(row, column),
        "greater-share": np.maximum(row, column),
        "mutual-best": (first & second).astype(np.float64),
        "nobodys-best": (~first & ~second).astype(np.float64),
    }


def _largest(values: _Numbers, places: NDArray[np.intp], size: int) -> _Numbers:
    result = np.full(size, -np.inf)
    np.maximum.at(result, places, values)
    return result


def _under_another(
    same: _Numbers, i: NDArray[np.intp], j: NDArray[np.intp], rows: int, columns: int
) -> NDArray[np.bool_]:
    """Whether either row has its goal on the other side, and the other row stands under another one."""
    there = _largest(same, i, rows)[i] >= _SAME_GOAL
    here = _largest(same, j, columns)[j] >= _SAME_GOAL
    return (there | here) & (same < _SAME_GOAL)


def _facet(
    one: Side, other: Side, name: str, i: NDArray[np.intp], j: NDArray[np.intp]
) -> tuple[_Numbers, NDArray[np.bool_], NDArray[np.bool_]]:
    """How alike two rows are in a facet, and whether each of them speaks of it at all."""
    columns = facets().columns(name)
    first, second = one.facets[:, columns], other.facets[:, columns]
    size_first, size_second = np.linalg.norm(first, axis=1), np.linalg.norm(second, axis=1)
    products = _products(first, second, i, j)
    alike = products / np.maximum(size_first[i] * size_second[j], 1e-9)
    return alike, size_first[i] > 0, size_second[j] > 0


def _products(first: _Numbers, second: _Numbers, i: NDArray[np.intp], j: NDArray[np.intp]) -> _Numbers:
    parts: list[_Numbers] = [
        np.einsum("nk,nk->n", first[i[at : at + _CHUNK]], second[j[at : at + _CHUNK]]) for at in _starts(len(i))
    ]
    return np.concatenate(parts) if parts else np.zeros(0)


def _both_and_none(facet: tuple[_Numbers, NDArray[np.bool_], NDArray[np.bool_]]) -> _Numbers:
    alike, first, second = facet
    none: _Numbers = (first & second & (alike == 0)).astype(np.float64)
    return none


def _beyond_headings(one: Side, other: Side, i: NDArray[np.intp], j: NDArray[np.intp]) -> _Numbers:
    """How alike two rows are in what they, and what hangs below them, say beyond the words of both headings.

    Under the same heading everything shares the heading's words; what tells its rows apart is the rest.
    """
    parts = []
    for at in _starts(len(i)):
        here, there = i[at : at + _CHUNK], j[at : at + _CHUNK]
        first, second = one.rest[here], other.rest[there]
        heading = one.heading[here] + other.heading[there]
        heading.data[:] = 1.0
        left_first, left_second = first - first.multiply(heading), second - second.multiply(heading)
        product = np.asarray(left_first.multiply(left_second).sum(axis=1)).ravel()
        sizes = [np.sqrt(np.asarray(side.multiply(side).sum(axis=1)).ravel()) for side in (left_first, left_second)]
        parts.append(product / (sizes[0] * sizes[1] + _MANY_WEIGHTS))
    return np.concatenate(parts) if parts else np.zeros(0)


def _nearest_below(own: object, below: object, goals: Side, i: NDArray[np.intp], j: NDArray[np.intp]) -> _Numbers:
    """The mean likeness of a row to the three rows below a goal that it resembles most; missing ones count as none."""
    counts = np.bincount(goals.owner, minlength=len(goals.texts))
    starts = np.concatenate([[0], np.cumsum(counts)])
    repeats = counts[j]
    pair = np.repeat(np.arange(len(i)), repeats)
    offset = np.arange(len(pair)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    products = dots(own, below, i[pair], starts[j[pair]] + offset)
    order = np.lexsort((-products, pair))
    rank = np.arange(len(pair)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    best = np.where(rank < 3, products[order], 0.0)
    means: _Numbers = np.bincount(pair, best, len(i)) / 3
    return means


def _starts(size: int) -> range:
    return range(0, size, _CHUNK)
