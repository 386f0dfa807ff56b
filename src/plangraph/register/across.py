# SPDX-License-Identifier: Apache-2.0
"""What one plan says of another, and what mappings say of both: checked when everything is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from plangraph.errors import Problem
from plangraph.register.columns import values
from plangraph.register.locators import superior_row
from plangraph.register.mapping_set import NO_TERM_FOUND, MappingSet
from plangraph.register.mapping_state import finds_nothing
from plangraph.register.plan import Plan
from plangraph.register.table import Problems

__all__ = ["check_mappings", "check_plans"]

# Which columns of which tables name rows of another plan, and of which kinds.
_ACROSS = (
    ("goals", "quotes", frozenset({"goal"})),
    ("activities", "carries_out", frozenset({"measure"})),
    ("measures", "goal", frozenset({"goal"})),
    ("declarations", "target", frozenset({"goal", "measure"})),
)


def check_plans(plans: Sequence[Plan], problems: Problems) -> None:
    """Check that the plans and rows that a plan names in other plans are there."""
    kinds = {plan.id: plan.kind_of() for plan in plans}
    by_id = {plan.id: plan for plan in plans}
    for plan in plans:
        for key in ("superior", "supersedes"):
            for name in getattr(plan.metadata, key):
                if name not in kinds:
                    what, remedy = f"The plan “{name}” is not known.", "Add its folder with at least a plan.toml."
                    problems.found.append(Problem(what, remedy, plan.folder / "plan.toml", column=key))
            if plan.id in _beyond(plan, key, by_id):
                what = f"By way of “{key}” the plan comes back to itself."
                problems.found.append(
                    Problem(what, "Take out what closes the ring.", plan.folder / "plan.toml", column=key)
                )
        for table, column, allowed in _ACROSS:
            for row in plan.tables[table]:
                # a declaration is about one row, the others may name several
                for named in [row[column]] if column == "target" else values(row[column]):
                    own = table == "measures" and kinds[plan.id].get(named) in allowed
                    other, locator = superior_row(named)
                    if not own and kinds.get(other, {}).get(locator) not in allowed:
                        what = f"There is no {' or '.join(sorted(allowed))} “{named}”."
                        problems.add(row, column, what, "Write the plan's id, a slash and the locator.")
        _check_quotations(plan, kinds, problems)


def _beyond(plan: Plan, key: str, plans: Mapping[str, Plan]) -> set[str]:
    """The plans that are reached from a plan by following what its metadata name, and theirs, and so on."""
    reached: set[str] = set()
    waiting = [plan.id]
    while waiting:
        named = set(getattr(plans[waiting.pop()].metadata, key)) & plans.keys() - reached
        reached |= named
        waiting += named
    return reached


def _check_quotations(plan: Plan, kinds: Mapping[str, Mapping[str, str]], problems: Problems) -> None:
    for row in plan.tables["quotations"]:
        if row["plan"] not in kinds:
            problems.add(row, "plan", f"The plan “{row['plan']}” is not known.", "Write the id of the quoting plan.")
        elif row["quoted_in"] not in kinds[row["plan"]]:
            what = f"{row['plan']} has no row “{row['quoted_in']}”."
            problems.add(row, "quoted_in", what, "Write the locator of the quoting row.")


def check_mappings(mapping_sets: Sequence[MappingSet], known: set[str], plans: set[str], problems: Problems) -> None:
    """Check that mappings begin and end in what is there, and that the plan where nothing was found is.

    Parameters
    ----------
    known: every IRI that a mapping may link; `plans`: those of the plans.
    """
    ends = (("subject_id", known), ("object_id", known | {NO_TERM_FOUND}), ("object_source", plans))
    for mapping_set in mapping_sets:
        for row in mapping_set.mappings:
            for column, allowed in ends:
                if column == "object_source" and not finds_nothing(row):
                    continue
                try:
                    iri = mapping_set.iri(row[column])
                except (KeyError, ValueError):
                    continue  # said already when the set was read, or empty
                if iri not in allowed:
                    what = f"There is no “{row[column]}” in the plans."
                    problems.add(row, column, what, "Check plan, kind and locator.")
