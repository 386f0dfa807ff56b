# SPDX-License-Identifier: Apache-2.0
"""How long matching takes and how much memory, beside plain TF-IDF in the same run: `make bench-align`.

Texts are made of the words of the field's terms and of the register's titles, so that they resemble plans and meet each
other as often; every tenth text of the second side is a reworded copy of one of the first. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import time
from multiprocessing.connection import Connection

from plangraph import resources
from plangraph.alignment.baseline import letters_ranking
from plangraph.alignment.proposing import Aligner
from plangraph.alignment.texts import Text, Texts
from plangraph.register import Register, load_register

COPIED = 10


def made(register: Register, size: int) -> Texts:
    """Two plans of so many activities each, under so many goals that ten stand under each."""
    chance = random.Random(0)
    words = sorted(
        {word for plan in register.plans for _, row in plan.rows() for word in row["title"].split()}
        | {word for row in register.reference.terms for word in row["label"].split()}
    )
    common = [1 / (place + 10) for place in range(len(words))]
    chance.shuffle(words)

    def sentence() -> str:
        return " ".join(chance.choices(words, common, k=chance.randint(8, 30)))

    rows = []
    first: list[str] = []
    for plan in ("one", "two"):
        for number in range(size):
            goal = str(number // 10)
            if number % 10 == 0:
                rows.append(Text(plan, "goal", goal, sentence(), heading=sentence()[:40]))
            said = sentence()
            if plan == "one":
                first.append(said)
            elif number % COPIED == 0:
                said = " ".join(word for word in first[number].split() if chance.random() < 0.8)
            rows.append(Text(plan, "activity", f"{goal}/{number % 10}", said, parent=goal))
    return Texts.of(rows)


def matching(register: Register, size: int, answer: Connection) -> None:
    texts = made(register, size)
    start = time.perf_counter()
    aligner = Aligner(texts, register.reference.terms)
    found = aligner.compare(texts.select("one", "activity"), texts.select("two", "activity"))
    proposed = {(each.one.locator, each.other.locator) for each in found.proposals()}
    seconds = time.perf_counter() - start
    right = sum(f"{n // 10}/{n % 10}" == one == other for one, other in proposed for n in [_number(one)])
    answer.send((seconds, _peak(), len(found.pairs.i), len(proposed), right))


def plain(register: Register, size: int, answer: Connection) -> None:
    texts = made(register, size)
    start = time.perf_counter()
    ranking = letters_ranking(texts.select("one", "activity"), texts.select("two", "activity"))
    answer.send((time.perf_counter() - start, _peak(), len(ranking), 0, 0))


def _number(locator: str) -> int:
    goal, _, row = locator.partition("/")
    return int(goal) * 10 + int(row)


def _peak() -> float:
    """The largest memory of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 2_000, 20_000], help="texts on each side")
    register = load_register(resources.data_folder())
    print("| texts on each side | what | seconds | peak MiB | pairs looked at | proposed | of those, reworded copies |")
    print("|---|---|---|---|---|---|---|")
    for size in parser.parse_args().sizes:
        for name, work in (("matching", matching), ("letters only", plain)):
            here, there = multiprocessing.Pipe()
            process = multiprocessing.get_context("spawn").Process(target=work, args=(register, size, there))
            process.start()
            seconds, peak, pairs, proposed, right = here.recv()
            process.join()
            print(f"| {size} | {name} | {seconds:.1f} | {peak:.0f} | {pairs} | {proposed} | {right} |", flush=True)


if __name__ == "__main__":
    main()
