# SPDX-License-Identifier: Apache-2.0
"""Plans as headings of columns: as short as tells them apart, since a long heading costs another column its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

__all__ = ["plan_headings"]


def plan_headings(plans: Iterable[str]) -> dict[str, str]:
    """The heading of each plan, by its id: the id without its year, or whole where another plan would have the same."""
    short = {plan: plan.rpartition("-")[0] or plan for plan in plans}
    times = Counter(short.values())
    return {plan: name if times[name] == 1 else plan for plan, name in short.items()}
