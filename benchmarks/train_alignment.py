# SPDX-License-Identifier: Apache-2.0
"""Make the weights of `plangraph align` anew: `python benchmarks/train_alignment.py --texts FOLDER`.

Tuned on pairs of plans that were judged by hand (`TUNING`, in `data/alignments/`), and on what a document states of
itself: which national goal its regional measures and rows stand under. The pairs that results are reported for are not
among them. Each pair is left out once, to see what the weights are worth on a pair that they have not seen.
"""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from plangraph import resources
from plangraph.alignment.acceptance import accepted
from plangraph.alignment.features import Pairs, compare
from plangraph.alignment.scoring import WEIGHTS, Model
from plangraph.alignment.swedish import Analyzer
from plangraph.alignment.texts import Text, Texts, read_tables
from plangraph.alignment.vectors import Vectors
from plangraph.register import Row, is_negative, load_register, mapping_state
from plangraph.register.mapping_set import load_mapping_set
from plangraph.register.table import Problems

ALIGNMENTS = resources.data_folder() / "alignments"
TUNING = (
    "gavleborg-2025.kronoberg-2024.goals",
    "gavleborg-2025.skane-2019.activities",
    "gavleborg-2025.skane-2019.goals",
    "kronoberg-2024.skane-2019.activities",
    "sydost-2025.gavleborg-2025.activities",
    "sydost-2025.kronoberg-2024.activities",
    "sydost-2025.skane-2019.activities",
    "sydost-2025.vastmanland-2025.activities",
    "vastmanland-2025.kronoberg-2024.activities",
    "vastmanland-2025.kronoberg-2024.goals",
    "vastmanland-2025.skane-2019.activities",
    "vastmanland-2025.skane-2019.goals",
)
_RELATED = "skos:relatedMatch"
STATED_GOALS = ALIGNMENTS / "sydost-2025.national-goals.sssom.tsv"
STATED_MEASURES = ALIGNMENTS / "sydost-2025.measures.sssom.tsv"
BESIDE = (*("lesser-share", "greater-share", "mutual-best", "nobodys-best", "theme", "letters", "beyond-log", "goal"),)
UPWARD = ("row-share", "column-share", "likeness", "theme", "theme-other", "people-other")
SOFTNESS = 0.1
ACCEPT = (0.2, 0.225, 0.25, 0.275, 0.3, 0.325, 0.35, 0.4)
ACCEPT_TAKEN = (0.3, 0.4, 0.5, 0.6, 0.7, 1.0)


@dataclass(frozen=True)
class Task:
    """Two groups of texts, and which of their pairs are counterparts.

    Parameters
    ----------
    truth: pairs with any link, `links` in all; close: those that are more than related, `close_links` in all.
    """

    name: str
    pairs: Pairs
    truth: NDArray[np.bool_]
    links: int
    close: NDArray[np.bool_]
    close_links: int


def judged(texts: Texts, vectors: Vectors, name: str) -> Task:
    """A pair of plans that was judged by hand: the rows that the judgement speaks of, against all rows of the other."""
    mappings = _mappings(ALIGNMENTS / f"{name}.sssom.tsv")
    subjects = {row["subject_id"] for row in mappings}
    links = _links(mappings)
    close = _links([row for row in mappings if row["predicate_id"] != _RELATED])
    one = [text for text in texts.rows if text.curie in subjects]
    plan = next(iter(links))[1].partition("/")[0].removeprefix("plan:")
    return task(name, vectors, one, texts.select(plan, one[0].kind, national=False), links, close=close)


def task(
    name: str,
    vectors: Vectors,
    one: Sequence[Text],
    other: Sequence[Text],
    links: set[tuple[str, str]],
    *,
    close: set[tuple[str, str]] | None = None,
    up: bool = False,
) -> Task:
    pairs = compare(vectors.side(one), vectors.side(other), upward=up)
    close = links if close is None else close
    places = [(one[i].curie, other[j].curie) for i, j in zip(pairs.i, pairs.j, strict=True)]
    found = [np.array([place in wanted for place in places]) for wanted in (links, close)]
    return Task(name, pairs, found[0], len(links), found[1], len(close))


def stated(texts: Texts, analyzer: Analyzer) -> list[Task]:
    """What the Sydöst document states of itself, with whatever gives the answer away taken out of the texts."""
    tasks = []
    goals = {text.locator: text.curie for text in texts.select(kind="goal", national=True)}

    def add(name: str, subjects: Sequence[Text], rows: Sequence[Text], links: set[tuple[str, str]]) -> None:
        bare = Texts.of([*rows, *subjects])
        vectors = Vectors(bare, analyzer)
        tasks.append(task(name, vectors, subjects, bare.select(kind="goal", national=True), links, up=True))

    regional = [text for text in texts.select(kind="measure", national=False) if text.parent in goals]
    plans = {text.plan for text in regional}
    kept = [text for text in texts.rows if text not in regional]
    links = {(text.curie, goals[text.parent]) for text in regional}
    add("regional measures", [replace(text, parent="", heading="") for text in regional], kept, links)
    links = _links(_mappings(STATED_GOALS))
    own = [text for text in kept if text.plan in plans and text.kind == "activity"]
    named = [replace(text, heading=text.heading.rpartition(" / ")[2]) for text in own]
    add("rows", named, [text for text in kept if text not in own], {link for link in links if "/activity/" in link[0]})
    national = texts.select(kind="measure", national=True)
    for half in (0, 1):
        taken = [text for place, text in enumerate(national) if place % 2 == half]
        links = {(text.curie, goals[text.parent]) for text in taken}
        rest = [text for text in kept if text not in taken]
        add(f"national measures {half + 1}", [replace(text, parent="", heading="") for text in taken], rest, links)
    return tasks


def fit(tasks: Sequence[Task], names: Sequence[str], accept: float = 0.5, taken: float = 0.5) -> Model:
    """A regression in which every pair of plans weighs alike."""
    numbers = np.concatenate([np.stack([task.pairs.features[name] for name in names], 1) for task in tasks])
    truth = np.concatenate([task.truth for task in tasks])
    scaler = StandardScaler().fit(numbers)
    regression = LogisticRegression(C=SOFTNESS, max_iter=5000).fit(scaler.transform(numbers), truth)
    weights = regression.coef_[0] / scaler.scale_
    base = float(regression.intercept_[0] - (weights * scaler.mean_).sum())
    return Model(base, dict(zip(names, map(float, weights), strict=True)), accept, taken)


def f1(task: Task, model: Model, probability: NDArray[np.float64]) -> tuple[float, float]:
    """With every link counted, and with those left out that are only related."""
    chosen = accepted(task.pairs, probability, model)
    readings = ((task.truth, task.links), (task.close, task.close_links))
    every, close = (2 * int(truth[chosen].sum()) / max(len(chosen) + links, 1) for truth, links in readings)
    return every, close


def hindsight(task: Task, probability: NDArray[np.float64]) -> float:
    right = np.cumsum(task.truth[np.argsort(-probability, kind="stable")])
    return float((2 * right / (np.arange(1, len(right) + 1) + task.links)).max())


def precision_curve(task: Task, probability: NDArray[np.float64]) -> float:
    right = task.truth[np.argsort(-probability, kind="stable")]
    precision = np.cumsum(right) / np.arange(1, len(right) + 1)
    return float((precision * right).sum() / task.links)


def left_out(tasks: Sequence[Task], names: Sequence[str]) -> dict[str, NDArray[np.float64]]:
    """Probabilities of each pair of plans by weights that have not seen it."""
    return {one.name: fit([t for t in tasks if t is not one], names).probability(one.pairs) for one in tasks}


def choose(
    tasks: Sequence[Task], names: Sequence[str], unseen: Mapping[str, NDArray[np.float64]]
) -> tuple[float, float]:
    """The least probabilities that give the best mean F1 on pairs that the weights have not seen.

    The mean of both readings: whether two rows that are only related belong together is a matter of what is asked.
    """
    whole = fit(tasks, names)

    def worth(accept: float, taken: float) -> float:
        model = replace(whole, accept=accept, accept_taken=taken)
        return float(np.mean([f1(one, model, unseen[one.name]) for one in tasks]))

    return max(((a, t) for a in ACCEPT for t in ACCEPT_TAKEN if t >= a), key=lambda both: worth(*both))


def measures(texts: Texts, vectors: Vectors) -> Task:
    """Rows of a document and the measures of the same document that they carry out."""
    links = _links(_mappings(STATED_MEASURES))
    plan = next(iter(links))[0].partition("/")[0].removeprefix("plan:")
    one, other = texts.select(plan, "activity"), texts.select(plan, "measure", national=False)
    return task("rows and measures", vectors, one, other, links)


def _mappings(file: Path) -> list[Row]:
    """What a file says and nobody has rejected."""
    problems = Problems()
    rows = load_mapping_set(file, problems).mappings
    problems.raise_if_any()
    return [row for row in rows if mapping_state(row) != "rejected" and not is_negative(row)]


def _links(mappings: Sequence[Row]) -> set[tuple[str, str]]:
    return {(row["subject_id"], row["object_id"]) for row in mappings if row["object_id"].startswith("plan:")}


def main() -> None:
    """Train, report, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, required=True, help="tables with the documents' own words")
    parser.add_argument("--dry", action="store_true", help="report only, leave the weights as they are")
    given = parser.parse_args()
    register = load_register(resources.data_folder())
    texts = read_tables(given.texts, register)
    analyzer = Analyzer.of(register.reference.terms)
    vectors = Vectors(texts, analyzer)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("model", "feature", "weight"))
    groups = {
        "beside": ([*(judged(texts, vectors, name) for name in TUNING), measures(texts, vectors)], BESIDE),
        "upward": (stated(texts, analyzer), UPWARD),
    }
    for name, (tasks, features) in groups.items():
        unseen = left_out(tasks, features)
        accept, taken = choose(tasks, features, unseen)
        model = fit(tasks, features, accept, taken)
        print(f"{name}: accept {accept}, taken {taken}")
        for one in tasks:
            every, close = f1(one, model, unseen[one.name])
            best = hindsight(one, unseen[one.name])
            print(f"  {one.name:60} F1 {every:.3f}, without related {close:.3f}  hindsight {best:.3f}")
        means = [np.mean([measure(one, unseen[one.name]) for one in tasks]) for measure in (hindsight, precision_curve)]
        every, close = np.mean([f1(one, model, unseen[one.name]) for one in tasks], axis=0)
        print(f"  mean F1 {every:.3f}, without related {close:.3f}")
        print(f"  mean hindsight {means[0]:.3f}, average precision {means[1]:.3f}")
        writer.writerows(model.rows(name))
    if not given.dry:
        WEIGHTS.write_text(out.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    main()
