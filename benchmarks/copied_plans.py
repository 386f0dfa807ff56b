# SPDX-License-Identifier: Apache-2.0
"""A large register: the plans copied side by side."""

from __future__ import annotations

from dataclasses import replace

from plangraph.register import Plan, Register


def copies(register: Register, activities: int) -> Register:
    """The register with its plans copied under other names until they hold so many activities."""
    own = [plan for plan in register.plans if plan.tables["activities"]]
    per_copy = sum(len(plan.tables["activities"]) for plan in own)
    plans = list(register.plans)
    for number in range(1, -(-activities // per_copy)):
        plans += [_named(plan, f"{plan.id}-copy{number}") for plan in own]
    return replace(register, plans=plans)


def _named(plan: Plan, name: str) -> Plan:
    return replace(plan, metadata=replace(plan.metadata, id=name))
