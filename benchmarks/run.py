# SPDX-License-Identifier: Apache-2.0
"""How long things take, beside a baseline measured in the same run: `make bench`.

The five plans as they are, then copies of them side by side up to a size; each question on Oxigraph, and on rdflib as
the baseline. Prints a Markdown table; asserts nothing, since a time is no test.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from datetime import date

import pyoxigraph as ox
from copied_plans import copies
from rdflib import Dataset

from plangraph import resources
from plangraph.graph import build
from plangraph.queries import named_queries, resolve, run
from plangraph.register import Register, load_register
from plangraph.validation import check

# Questions that rdflib answers in a time that one can wait for, on the plans as they are.
COMPARED = ("activities", "goals", "ownerless", "who-owns-what", "coverage", "shared-activities")


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Seconds that some work takes, and its result."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def as_rdflib(store: ox.Store) -> Dataset:
    """The same dataset in rdflib."""
    dataset = Dataset(default_union=True)
    dataset.parse(data=ox.serialize(store, format=ox.RdfFormat.N_QUADS) or b"", format="nquads")
    return dataset


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--activities", type=int, default=10_000, help="size of the large dataset (default: 10000)")
    size = parser.parse_args().activities
    seconds, register = timed(lambda: load_register(resources.data_folder()))
    assert isinstance(register, Register)
    print(f"| what | the five plans | {size} activities | rdflib, the five plans |\n|---|---|---|---|")
    print(f"| read the register | {seconds:.3f} s | | |")
    small_seconds, small = timed(lambda: build(register))
    large_seconds, large = timed(lambda: build(copies(register, size)))
    assert isinstance(small, ox.Store)
    assert isinstance(large, ox.Store)
    print(f"| build and infer | {small_seconds:.3f} s | {large_seconds:.2f} s | |")
    baseline = as_rdflib(small)
    for name, query in named_queries().items():
        parameters = resolve(small, {"as_of": ""}) if "as_of" in query.parameters else {}
        on_small, _ = timed(lambda q=query, p=parameters: run(small, q, p))
        on_large, _ = timed(lambda q=query, p=parameters: run(large, q, p))
        compared = ""
        if name in COMPARED:
            compared = f"{timed(lambda q=query: list(baseline.query(q.sparql)))[0]:.2f} s"
        print(f"| ask {name} | {on_small:.3f} s | {on_large:.2f} s | {compared} |", flush=True)
    checked, _ = timed(lambda: check(small, date(2026, 1, 1)))
    print(f"| check | {checked:.2f} s | | |")


if __name__ == "__main__":
    main()
