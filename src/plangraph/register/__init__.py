# SPDX-License-Identifier: Apache-2.0
"""The register: the tables that people keep, read and checked. The only source of the graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from plangraph.errors import InputError, Problem
from plangraph.register.across import check_mappings, check_plans
from plangraph.register.columns import values
from plangraph.register.locators import superior_row
from plangraph.register.mapping_set import NO_TERM_FOUND, MappingSet, load_mapping_set
from plangraph.register.mapping_state import finds_nothing, is_judged, is_negative, mapping_state
from plangraph.register.metadata import Metadata
from plangraph.register.plan import Plan, load_plan
from plangraph.register.reference import Reference, load_reference
from plangraph.register.table import Problems, Row, Table
from plangraph.vocabulary import ID, mapping_node, row_node

__all__ = [
    "NO_TERM_FOUND",
    "MappingSet",
    "Metadata",
    "Plan",
    "Reference",
    "Register",
    "Row",
    "Table",
    "finds_nothing",
    "is_judged",
    "is_negative",
    "load_register",
    "mapping_state",
    "superior_row",
    "values",
]


@dataclass(frozen=True, slots=True)
class Register:
    """Everything that was read from a data folder."""

    folder: Path
    reference: Reference
    plans: Sequence[Plan]
    mapping_sets: Sequence[MappingSet]

    def places(self) -> dict[str, Row]:
        """Where each row of a plan, each mapping and each plan stands in the register, by the IRI of its node."""
        rows = {row_node(plan.id, kind, row["locator"]): row for plan in self.plans for kind, row in plan.rows()}
        mappings = {
            mapping_node(mapping_set.name, number): row
            for mapping_set in self.mapping_sets
            for number, row in enumerate(mapping_set.mappings, start=1)
        }
        plans = {ID[plan.id]: Row({"id": plan.id}, plan.folder / "plan.toml", 1) for plan in self.plans}
        return {str(node): row for node, row in (rows | mappings | plans).items()}


def load_register(folder: Path) -> Register:
    """Read a data folder: `reference/`, `plans/*/`, `alignments/*.sssom.tsv`.

    Raises `InputError` with every problem found, each with file, line, column and remedy.
    """
    if not folder.is_dir():
        raise InputError(Problem("The data folder is missing.", "Check the path given with --data.", folder))
    folders = sorted(path for path in (folder / "plans").glob("*") if path.is_dir())
    if not folders:
        raise InputError(Problem("There are no plans.", "Put each plan in a folder of its own here.", folder / "plans"))
    problems = Problems()
    reference = None
    with problems.collecting():
        reference = load_reference(folder / "reference", problems)
    if reference is None:  # without it nothing in the plans can be judged
        raise InputError(*problems.found)
    plans = [plan for path in folders if (plan := load_plan(path, reference, problems))]
    sets = []
    for file in sorted((folder / "alignments").glob("*.sssom.tsv")):
        with problems.collecting():
            sets.append(load_mapping_set(file, problems))
    register = Register(folder, reference, plans, sets)
    if not problems.unreadable:  # else rows would be missed that are there
        check_plans(plans, problems)
        check_mappings(sets, _nodes(register), {str(ID[plan.id]) for plan in plans}, problems)
    problems.raise_if_any()
    return register


def _nodes(register: Register) -> set[str]:
    """Every IRI that a mapping may name: rows of plans and focus areas."""
    areas = {f"{ID}area/{area}" for area in register.reference.area_ids}
    rows = {str(row_node(plan.id, kind, row["locator"])) for plan in register.plans for kind, row in plan.rows()}
    return areas | rows
