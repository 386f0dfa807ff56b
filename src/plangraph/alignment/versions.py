# SPDX-License-Identifier: Apache-2.0
"""One plan as one end of a comparison: its rows, who answers for them, and when they are to be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyoxigraph as ox

from plangraph.alignment.pairing import normal
from plangraph.errors import InputError, Problem
from plangraph.graph.answer import select
from plangraph.register import Metadata, Plan, Register, Row, load_register, values
from plangraph.register.across import check_plans
from plangraph.register.plan import load_plan
from plangraph.register.table import Problems
from plangraph.vocabulary import ID, row_node

__all__ = ["Owners", "Version", "holds_plan", "read_folder", "time_of"]

_OWNERS = """
SELECT DISTINCT ?activity ?name ?id ?kind ?cause
WHERE {
  ?row pg:partOfPlan <PLAN> ; a pg:Activity ; pg:locator ?activity .
  OPTIONAL { ?row pg:ownershipCause/skos:notation ?cause }
  OPTIONAL {
    ?applied pg:appliesTo ?row ; prov:wasDerivedFrom ?said .
    ?said pg:role id:ACCOUNTABLE ; pg:asWritten ?written .
    OPTIONAL {
      ?said pg:actor ?actor .
      ?actor rdfs:label ?label ; dcterms:identifier ?actor_id ; pg:actorKind/skos:notation ?kind .
    }
    BIND (COALESCE(?label, ?written) AS ?name)
    BIND (COALESCE(?actor_id, CONCAT("“", ?written, "”")) AS ?id)
  }
}
"""


@dataclass(slots=True)
class Owners:
    """Who is accountable for an activity, stated or inherited: names, ids and kinds; and why none can be held to it."""

    cause: str = ""
    names: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Version:
    """A plan of a register, as one end of a comparison.

    Parameters
    ----------
    rows: activities and goals by kind and locator.
    nodes: by kind, the locators of the rows by the IRIs of their nodes.
    owners: by the locators of the activities.
    """

    register: Register
    metadata: Metadata
    rows: Mapping[str, Mapping[str, Row]]
    nodes: Mapping[str, Mapping[str, str]]
    owners: Mapping[str, Owners]

    @classmethod
    def of(cls, register: Register, store: ox.Store, name: str) -> Version:
        """A plan of a register. `store`: the register's dataset; `name`: the id of the plan, which must be there."""
        plan = next(plan for plan in register.plans if plan.id == name)
        tables = {"activity": plan.tables["activities"], "goal": plan.tables["goals"]}
        return cls(
            register,
            plan.metadata,
            {kind: {row["locator"]: row for row in table} for kind, table in tables.items()},
            {
                kind: {str(row_node(name, kind, row["locator"])): row["locator"] for row in table}
                for kind, table in tables.items()
            },
            _owners(store, name),
        )


def _owners(store: ox.Store, plan: str) -> dict[str, Owners]:
    query = _OWNERS.replace("PLAN", str(ID[plan])).replace("id:ACCOUNTABLE", f"<{ID}concept/role/accountable>")
    found: dict[str, Owners] = {}
    for row in select(store, query).rows:
        owners = found.setdefault(row["activity"], Owners(row["cause"]))
        for cell, several in (("name", owners.names), ("id", owners.ids), ("kind", owners.kinds)):
            if row[cell]:
                several.add(row[cell])
    return found


def time_of(row: Row) -> tuple[tuple[str, ...], str]:
    """When an activity is to be done: what tells two times apart, and how people read it; both empty where unstated.

    Days and recurrence tell; the words only where nothing was read from them.
    """
    days = tuple(row[column] for column in ("start", "end", "when_start", "when_end"))
    recurrence = tuple(sorted(values(row["recurrence"])))
    words = " · ".join(dict.fromkeys(text for text in (row["time_text"], row["when_text"]) if text))
    interval = "–".join((row["start"], row["end"])) if row["start"] or row["end"] else ""
    shown = " · ".join(text for text in (words, interval) if text) or " · ".join(recurrence)
    read = (*days, *recurrence)
    return (read if any(read) else (normal(words),) if words else ()), shown


def holds_plan(folder: Path) -> bool:
    """Whether a folder is a plan's or a data folder."""
    return (folder / "plan.toml").is_file() or (folder / "plans").is_dir()


def read_folder(folder: Path, around: Callable[[], Register], plan: str = "") -> tuple[Register, str]:
    """The register that a folder belongs to, and the id of the plan that is meant.

    Parameters
    ----------
    folder: a plan's folder, alone or in a data folder; or a whole data folder.
    around: reads the register in which a plan's folder that lies alone takes the place of the plan with its id.
    plan: for a data folder, the plan; needed where several of its plans hold activities.

    Raises `InputError` with everything that is wrong in the folder.
    """
    if not (folder / "plan.toml").is_file():
        loaded = load_register(folder)
        return loaded, plan or _only_plan(loaded, folder)
    home, name = folder.resolve().parent.parent, folder.resolve().name
    if (home / "reference").is_dir():
        return load_register(home), name
    register, problems = around(), Problems()
    read = load_plan(folder.resolve(), register.reference, problems)
    if read is None:
        raise InputError(*problems.found)
    plans = [*(each for each in register.plans if each.id != read.id), read]
    if not problems.unreadable:
        check_plans(plans, problems)
    problems.raise_if_any()
    return replace(register, plans=plans), read.id


def _only_plan(register: Register, folder: Path) -> str:
    holding = [each.id for each in register.plans if _holds_rows(each)]
    if len(holding) != 1:
        what = f"The folder holds {len(holding)} plans with activities."
        remedy = f"Say which with --plan: {', '.join(holding)}." if holding else "Give another folder."
        raise InputError(Problem(what, remedy, folder))
    return holding[0]


def _holds_rows(plan: Plan) -> bool:
    return bool(plan.tables["activities"])
