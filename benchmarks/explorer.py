# SPDX-License-Identifier: Apache-2.0
"""How long the explorer's pages take on the server: `make bench-explorer`.

Every kind of page, of the five plans and of copies of them side by side up to a size, asked through the application
itself once everything is warm. The baseline, in the same run, asks the named queries of a page when the page is asked
for, as it would without the answers that the explorer keeps. Prints Markdown tables; asserts nothing, since a time is
no test: beside the wall's clock stands the processor's, which other work on the machine does not lengthen.

The rules are run on the five plans; of the copies the findings are copies too.
"""

from __future__ import annotations

import argparse
import gc
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from unittest import mock
from urllib.parse import quote, urlencode

import pyoxigraph as ox
from copied_plans import copies
from flask.testing import FlaskClient

from plangraph import resources
from plangraph.graph import build
from plangraph.network import network_answers
from plangraph.queries import NamedQuery, named_queries, run
from plangraph.register import Register, load_register
from plangraph.validation import Finding, check, rules
from plangraph.vocabulary import ID, row_node
from plangraph.web import Explorer, create_app
from plangraph.web.answers import NARROWED

AS_OF = date(2026, 1, 1)
TIMES = 3
# Addresses of one kind that are asked, spread over all there are.
SAMPLE = 8
SOUGHT = (
    *("VC", "MDK", "kssk", "teledermatoskopi", "mdk skåne", "kronoberg 20.1", "A5.12", "20.1"),
    *("c", "vård", "cancer", "vård cancer patient", "paliativ", "patient utveckla vård cancer stöd"),
)
# Questions that are asked anew, within the limits of free queries, where they are narrowed to a plan.
COUNTED_ANEW = ("actor-load", "owner-kinds")
# Questions about each two activities that do the same: of copies side by side, each has hundreds.
PAIRS = ("neighbours", "ownership-contrast", "shared-activities")
# The named queries that a kind of page is made of, asked with what narrows them in the page's address.
MADE_OF: Mapping[str, tuple[str, ...]] = {
    "start": ("overview", "plans", "coverage", "overdue"),
    "activities": ("activities", "responsibilities", "ownerless", "overdue", "outside-period"),
    "goals": ("goals",),
    "measures": ("measures",),
    "actors": ("actor-load",),
    "plan": ("plans", "overview", "goals", "coverage", "overdue", "ownerless"),
    "area": ("coverage", "goals", "mappings"),
    "activity": ("activities", "responsibilities", "ownerless", "steps", "conditions", "figures", "follow-up"),
    "actor": ("responsibilities", "actor-load"),
    "uptake": ("uptake",),
    "waiting": ("conditions",),
    "compare": ("activities", "goals", "coverage", "mappings"),
}


@dataclass
class Kind:
    """Addresses of one kind of page, and the seconds that each took: wall, processor, and processor at first."""

    addresses: Sequence[str]
    first: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    @property
    def slowest(self) -> str:
        """The address that kept the processor busy for longest."""
        return self.addresses[self.processor.index(max(self.processor))]


@dataclass
class Measured:
    """What one dataset took: pages by kind, steps with seconds on the wall and the processor, baselines, memory."""

    activities: int
    statements: int
    findings: int
    kinds: dict[str, Kind]
    steps: dict[str, tuple[float, float]]
    baseline: dict[str, tuple[float, float]]
    memory: dict[str, int]


def spread(found: Iterable[str], most: int = SAMPLE) -> list[str]:
    """Some of what there is, from the first to the last."""
    every = list(dict.fromkeys(found))
    if len(every) <= most:
        return every
    return [every[round(place * (len(every) - 1) / (most - 1))] for place in range(most)]


def page_of(node: str) -> str:
    """The address of a node."""
    return "/" + quote(node.removeprefix(str(ID).removesuffix("id/")), safe="/~")


def row_page(plan: str, kind: str, locator: str) -> str:
    """The address of a row."""
    return page_of(str(row_node(plan, kind, locator)))


def addresses(held: Explorer) -> dict[str, list[str]]:
    """What is asked of an explorer, by kind of page."""
    answers, every = held.answers, held.activities.all
    plans = [row["plan"] for row in answers.rows("overview")]
    load = sorted(
        answers.rows("actor-load"), key=lambda row: -len(answers.rows("responsibilities", actor_id=row["actor_id"]))
    )
    actors = [row["actor_id"] for row in load]
    areas = [row["area"] for row in held.register.reference.areas]
    above = {name for name, plan in held.plans.items() if plan.level.startswith("national")}
    goals = [(row["plan"], row["goal"]) for row in answers.rows("goals")]
    national = [goal for goal in goals if goal[0] in above]
    most = sorted(every, key=lambda each: -len(each.responsibilities))[:SAMPLE]
    organisations = [row["organisation"] for row in held.register.reference.organisations]
    questions = sorted({**named_queries(), **network_answers()})
    one, two = plans[0], plans[-1]
    towards = ["/".join(goal) for goal in spread_pairs(national)]
    return {
        "start": ["/", "/?lang=en", f"/?page={-(-len(plans) // 30)}"],
        "activities": [
            *("/activities", f"/activities?page={-(-len(every) // 50)}", "/activities?owned=no&area=3"),
            *("/activities?cause=missing&lang=en", "/activities?time=passed"),
            "/activities?role=support&basis=inherited",
            *(f"/activities?plan={plan}" for plan in spread(plans, 3)),
            *(f"/activities?{urlencode({'towards': goal})}" for goal in towards),
            f"/activities?{urlencode({'actor': actors[0], 'role': 'accountable'})}",
        ],
        "activities as CSV": ["/activities?format=csv"],
        "goals": ["/goals", "/goals?page=2", "/goals?area=3", f"/goals?plan={one}"],
        "measures": ["/measures", "/measures?taken=no"],
        "actors": ["/actors", "/actors?kind=region", "/actors?page=2"][:: 2 if len(actors) > 50 else 3],
        "plan": [f"/id/{plan}" for plan in spread(held.plans)],
        "area": [f"/id/area/{area}" for area in areas],
        "goal": [row_page(plan, "goal", goal) for plan, goal in [*spread_pairs(goals), *spread_pairs(national)]],
        "measure": spread(row_page(row["plan"], "measure", row["measure"]) for row in answers.rows("measures")),
        "activity": [
            row_page(each.plan, "activity", each.locator) for each in [*most, *every[:: len(every) // SAMPLE]]
        ],
        "actor": [page_of(f"{ID}actor/{actor}") for actor in [*actors[:4], *spread(actors)]],
        "organisation": spread(f"/id/organisation/{name}" for name in organisations),
        "findings": [
            *("/findings", "/findings?page=2", "/findings?severity=violation", "/findings?accepted=yes"),
            *(f"/findings?plan={one}", f"/findings?{urlencode({'actor': actors[0]})}", "/findings?area=3"),
        ],
        "rule": spread(f"/rule/{name}" for name in rules()),
        "finding": spread(f"/finding/{each.rule.id}{page_of(each.focus)[3:]}" for each in held.judged.all()),
        "uptake": ["/uptake", "/uptake?taken=none", *(f"/uptake?rcc={name}" for name in rccs(held))],
        "waiting": ["/waiting", "/waiting?rests=yes", f"/waiting?plan={one}", "/waiting?area=3"],
        "compare": [
            *("/compare", f"/compare?plan={one}&plan={two}"),
            *(f"/compare?plan={one}&plan={two}&area={area}" for area in areas),
            *(f"/compare?plan={one}&plan={two}&{urlencode({'towards': goal})}" for goal in towards),
            "/compare?area=7&" + "&".join(f"plan={plan}" for plan in spread(plans, 5)),
        ],
        "graph": [
            *("/graph", *(f"/graph?plan={plan}" for plan in spread(plans, 5))),
            *(f"/graph?plan={one}&area={area}" for area in areas[:3]),
            *(f"/graph?area={area}" for area in areas[:3]),
            *(f"/graph?{urlencode({'goal': goal})}" for goal in towards[:4]),
            *(f"/graph?{urlencode({'actor': actor})}" for actor in [actors[0], *spread(actors, 3)]),
            *(f"/graph?{urlencode({'plan': each.plan, 'activity': each.locator})}" for each in most[:3]),
        ],
        "search": [
            *(f"/search?{urlencode({'q': text})}" for text in SOUGHT),
            *(f"/search?{urlencode({'q': text, 'kind': 'activity'})}" for text in SOUGHT[-4:]),
            *(f"/search?{urlencode({'q': text, 'plan': one})}" for text in SOUGHT[-4:]),
        ],
        "search while typing": [f"/api/search?{urlencode({'q': text, 'each': 3})}" for text in SOUGHT],
        "questions": ["/ask"],
        "question": [f"/ask/{name}" for name in questions],
        "question narrowed to a plan": [
            f"/ask/{name}?plan={one}"
            for name, it in named_queries().items()
            if "plan" in it.parameters and name not in (*COUNTED_ANEW, *PAIRS)
        ],
        "question narrowed otherwise": [
            *(f"/ask/{name}?area=3" for name in ("activities", "coverage", "goals", "who-owns-what")),
            *(f"/ask/{name}?{urlencode({'actor': actors[0]})}" for name in ("actor-load", "who-owns-what")),
            *("/ask/ownerless?cause=missing", f"/ask/uptake?rcc={rccs(held)[0]}", "/ask/mappings?target=strategi-2026"),
            *("/ask/responsibilities?role=accountable", "/ask/uncovered-goals?state=gap"),
        ],
        "counts of one plan": [f"/ask/{name}?plan={one}" for name in COUNTED_ANEW],
        "pairs of one plan": [f"/ask/{name}?plan={one}" for name in PAIRS],
        "trace of an activity": [
            f"{place}/{name}?{urlencode({'plan': each.plan, 'activity': each.locator})}"
            for place, name in (("/ask", "trace-up"), ("/api/ask", "trace-up"))
            for each in every[:: len(every) // 4]
        ],
        "SPARQL page": ["/sparql", "/sparql?query=" + quote("SELECT * { ?s a pg:Plan } LIMIT 20")],
        "SPARQL, a small query": ["/sparql?format=json&query=" + quote("SELECT * { ?s a pg:Plan } LIMIT 20")],
        "answers as JSON, whole": [f"/api/ask/{name}" for name in questions if name not in NARROWED],
        "nodes as Turtle": [f"/id/{one}?format=ttl", f"/id/actor/{quote(actors[0])}?format=ttl"],
        "dataset page": ["/dataset"],
    }  # fmt: skip


def spread_pairs(found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Some pairs of plan and locator."""
    pairs = (each.partition("\n") for each in spread("\n".join(pair) for pair in found))
    return [(plan, locator) for plan, _, locator in pairs]


def rccs(held: Explorer) -> list[str]:
    """Ids of the RCC."""
    return [row["organisation"] for row in held.register.reference.organisations if row["kind"] == "rcc"]


def copied(findings: Iterable[Finding], register: Register) -> list[Finding]:
    """The findings about plans, and the same about each copy of these."""
    of_plan: dict[str, list[Finding]] = {}
    for each in findings:
        of_plan.setdefault(each.plan, []).append(each)
    found = []
    for plan in register.plans:
        name, mark, _ = plan.id.partition("-copy")
        for each in of_plan.get(name, ()):
            focus = each.focus.replace(f"/id/{name}", f"/id/{plan.id}", 1)
            found.append(replace(each, plan=plan.id, focus=focus) if mark else each)
    return found


def _run_each(store: ox.Store, asked: Sequence[tuple[NamedQuery, Mapping[str, str]]]) -> None:
    for query, given in asked:
        run(store, query, given)


def clocked(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the wall and of the processor, all threads of this process together."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def measure(client: FlaskClient, wanted: Mapping[str, Sequence[str]]) -> dict[str, Kind]:
    """Ask every address at first, then so many times that the middle one counts."""
    found = {}
    for name, asked in wanted.items():
        found[name] = kind = Kind(list(dict.fromkeys(asked)))
        for address in kind.addresses:
            seconds, first = _asked(client, address)
            kind.first.append(first)
            times = [_asked(client, address) for _ in range(TIMES if seconds < 5 else 1)]
            kind.wall.append(statistics.median(wall for wall, _ in times))
            kind.processor.append(statistics.median(processor for _, processor in times))
        tell(
            f"{name}: {max(kind.wall):.3f} s, processor {max(kind.processor):.3f} s {kind.slowest}, "
            f"at first {max(kind.first):.3f} s {kind.addresses[kind.first.index(max(kind.first))]}"
        )
    return found


def tell(text: str) -> None:
    """Say how far it has come, beside the tables."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def _asked(client: FlaskClient, address: str) -> tuple[float, float]:
    wall, processor = time.perf_counter(), time.thread_time()
    answer = client.get(address, headers={"Accept": "*/*" if address.startswith("/api") else "text/html"})
    answer.get_data()
    seconds = time.perf_counter() - wall, time.thread_time() - processor
    if answer.status_code >= 400 and answer.status_code not in (413, 422, 503):
        tell(f"{address}: {answer.status_code}")
    return seconds


def asked_each_time(held: Explorer, wanted: Mapping[str, Sequence[str]]) -> dict[str, tuple[float, float]]:
    """What the queries of each kind of page take when they are asked for one page of it."""
    plan = next(row["plan"] for row in held.answers.rows("overview"))
    whole = {"as_of": AS_OF.isoformat()}
    narrow = {"plan": {"plan": plan}, "activity": {"plan": plan}, "area": {"area": "3"}, "compare": {"area": "3"}}
    found = {}
    for kind, names in MADE_OF.items():
        assert kind in wanted
        asked = []
        for name in names:
            query = named_queries()[name]
            given = {**whole, **narrow.get(kind, {})}
            asked.append((query, {key: text for key, text in given.items() if key in query.parameters}))
        found[kind] = clocked(partial(_run_each, held.store, asked))
    return found


def memory(process: int | str = "self") -> int:
    """Megabytes that a process holds, this one unless said otherwise."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024


def explore(activities: int, kept: Path | None) -> Measured:
    """Measure a dataset of so many activities, 0: the plans as they are.

    Parameters
    ----------
    kept: a file of N-Quads that holds the dataset, or will once it has been built.
    """
    register = load_register(resources.data_folder())
    small, steps, held_memory = build(register), {}, {}
    findings = check(small, AS_OF, register.places()).findings
    store = small
    if activities:
        register = copies(register, activities)
        findings = copied(findings, register)
        store = ox.Store()
        if kept and kept.exists():
            steps["read the dataset"] = clocked(lambda: store.bulk_load(path=str(kept), format=ox.RdfFormat.N_QUADS))
        else:
            built: list[ox.Store] = []
            steps["build and infer"] = clocked(lambda: built.append(build(register)))
            store = built[0]
            if kept:
                ox.serialize(store, str(kept), ox.RdfFormat.N_QUADS)
    held_memory["the dataset"] = memory()
    tell(f"{len(store)} statements: {steps}")
    held = Explorer(register, store, AS_OF)
    with mock.patch("plangraph.web.judged.check", lambda *_: mock.Mock(findings=findings)):
        steps["warm (beside the first pages)"] = clocked(lambda: held.warm().join())
    held_memory["warm"] = memory()
    tell(f"warm: {steps}, {held_memory}")
    client = create_app(held).test_client()
    wanted = addresses(held)
    kinds = measure(client, wanted)
    held_memory["after every page"] = memory()
    if held.queries.process_id:
        held_memory["the process that answers free queries"] = memory(held.queries.process_id)
    baseline = asked_each_time(held, wanted)
    steps["look for garbage, had it not been frozen"] = clocked(lambda: (gc.unfreeze(), gc.collect()))
    tell(f"{baseline} {steps} {held_memory}")
    held.close()
    count = len(held.activities.all)
    return Measured(count, len(store), len(findings), kinds, steps, baseline, held_memory)


def table(small: Measured, large: Measured) -> None:
    """Print what was measured, in milliseconds and seconds."""
    ms = "{:.0f}".format
    print(f"\n| page | addresses | {small.activities} activities: median | worst | processor | processor, at first "
          f"| {large.activities} activities: median | worst | processor | processor, at first |")  # fmt: skip
    print("|---|" + "---:|" * 9)
    for name in small.kinds:
        cells = [str(len(large.kinds[name].addresses))]
        for measured in (small, large):
            kind = measured.kinds[name]
            figures = (statistics.median(kind.wall), max(kind.wall), max(kind.processor), max(kind.first))
            cells += [ms(seconds * 1000) for seconds in figures]
        print(f"| {name} | {' | '.join(cells)} |")
    print("\n| the queries of a page, asked for each | wall | processor | wall | processor |\n|---|" + "---:|" * 4)
    for name, asked in small.baseline.items():
        print(f"| {name} | " + " | ".join(f"{each:.2f} s" for each in (*asked, *large.baseline[name])) + " |")
    print("\n| what | the five plans | the copies |\n|---|---:|---:|")
    print(f"| statements | {small.statements} | {large.statements} |")
    print(f"| findings | {small.findings} | {large.findings} |")
    for name in dict.fromkeys([*small.steps, *large.steps]):
        cells = [
            "{:.1f} s, processor {:.1f} s".format(*each.steps[name]) if name in each.steps else ""
            for each in (small, large)
        ]
        print(f"| {name} | {' | '.join(cells)} |")
    for name, held in small.memory.items():
        print(f"| memory: {name} | {held} MB | {large.memory[name]} MB |")
    for measured, limit in ((small, 0.1), (large, 0.2)):
        for name, kind in measured.kinds.items():
            if max(kind.processor) > limit:
                print(f"Over {limit * 1000:.0f} ms with {measured.activities} activities: {name}, {kind.slowest}")


def main() -> None:
    """Measure both and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--activities", type=int, default=50_000, help="size of the large dataset (default: 50000)")
    parser.add_argument(
        "--kept", type=Path, help="file of N-Quads in which the large dataset is kept for the next time"
    )
    given = parser.parse_args()
    print(f"Load of the machine, which has {os.cpu_count()} cores: {' '.join(f'{it:.1f}' for it in os.getloadavg())}")
    measured = []
    for size in (0, given.activities):
        # a process each, so that one's memory is not the other's
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            measured.append(pool.submit(explore, size, given.kept).result())
    table(*measured)


if __name__ == "__main__":
    main()
