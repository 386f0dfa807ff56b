"""The register: the tables that people keep, read and checked. The only source of the graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from plangraph.errors import InputError, Problem
from plangraph.register.columns import values
from plangraph.register.mapping_set import NO_TERM_FOUND, MappingSet, load_mapping_set
from plangraph.register.plan import Metadata, Plan, load_plan
from plangraph.register.reference import Reference, load_reference
from plangraph.register.table import Problems, Row, Table
from plangraph.vocabulary import ID, row_node

__all__ = [
    "NO_TERM_FOUND",
    "MappingSet",
    "Metadata",
    "Plan",
    "Reference",
    "Register",
    "Row",
    "Table",
    "load_register",
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
        """Where each row of a plan stands in the register, by the IRI of its node."""
        return {
            str(row_node(plan.id, kind, row["locator"])): row
            for plan in self.plans
            for kind, row in plan.rows()
        }


def load_register(folder: Path) -> Register:
    """Read a data folder: `reference/`, `plans/*/`, `alignments/*.sssom.tsv`.

    Raises `InputError` with every problem found, each with file, line, column and remedy.
    """
    if not folder.is_dir():
        raise InputError(Problem("The data folder is missing.", "Check the path given with --data.", folder))
    folders = sorted(path for path in (folder / "plans").glob("*") if path.is_dir())
    if not folders:
        raise InputError(
            Problem("There are no plans.", "Put each plan in a folder of its own here.", folder / "plans")
        )
    problems = Problems()
    reference = load_reference(folder / "reference", problems)
    plans = [load_plan(path, reference, problems) for path in folders]
    sets = [load_mapping_set(path, problems) for path in sorted((folder / "alignments").glob("*.sssom.tsv"))]
    register = Register(folder, reference, plans, sets)
    _check_across(register, problems)
    problems.raise_if_any()
    return register


def superior_row(named: str) -> tuple[str, str]:
    """Plan id and locator of a row of another plan, written `mellansverige-2025/4.d/m1`."""
    plan, _, locator = named.partition("/")
    return plan, locator


def _check_across(register: Register, problems: Problems) -> None:
    """Check what one plan says of another, and that mappings end in rows that are there."""
    kinds = {plan.id: plan.kind_of() for plan in register.plans}
    for plan in register.plans:
        for name in (*plan.metadata.superior, *plan.metadata.supersedes):
            if name not in kinds:
                problems.found.append(
                    Problem(
                        f"The plan “{name}” is not known.",
                        "Add its folder with at least a plan.toml.",
                        plan.folder / "plan.toml",
                        column="superior",
                    )
                )
        for table, column, kind in (
            ("goals", "quotes", "goal"),
            ("activities", "carries_out", "measure"),
            ("measures", "goal", "goal"),
        ):
            for row in plan.tables[table]:
                for named in values(row[column]):
                    if table == "measures" and kinds[plan.id].get(named) == kind:
                        continue
                    other, locator = superior_row(named)
                    if kinds.get(other, {}).get(locator) != kind:
                        problems.add(
                            row,
                            column,
                            f"There is no {kind} “{named}”.",
                            "Write the plan's id, a slash and the locator.",
                        )
    known = _nodes(register)
    for mapping_set in register.mapping_sets:
        for row in mapping_set.mappings:
            for column in ("subject_id", "object_id"):
                try:
                    iri = mapping_set.iri(row[column])
                except (KeyError, ValueError):
                    continue  # said already when the set was read
                if iri not in known and iri != NO_TERM_FOUND:
                    problems.add(
                        row,
                        column,
                        f"There is no “{row[column]}” in the plans.",
                        "Check plan, kind and locator.",
                    )


def _nodes(register: Register) -> set[str]:
    """Every IRI that a mapping may name: rows of plans and focus areas."""
    areas = {f"{ID}area/{row['area']}" for row in register.reference.areas}
    return areas | set(register.places())
