# SPDX-License-Identifier: Apache-2.0
"""Organisations and plans as the page of a request names them."""

from __future__ import annotations

from collections.abc import Iterable

from plangraph.register import Metadata
from plangraph.web.alphabet import alphabetical
from plangraph.web.explorer import explorer
from plangraph.web.organisation_index import Organisation, OrganisationIndex
from plangraph.web.words import language, years

__all__ = ["Organisation", "ended", "organisation", "organisation_name", "organisation_names", "plan_name", "rccs"]


def organisation(name: str) -> Organisation | None:
    """The organisation of an id, None where there is none."""
    return _index().get(name)


def organisation_names(names: Iterable[str]) -> dict[str, str]:
    """Names of organisations by id, in the order of the alphabet."""
    found = {name: each.name for name in set(names) if (each := _index().get(name))}
    return dict(sorted(found.items(), key=lambda item: alphabetical(item[1])))


def organisation_name(name: str) -> str:
    """The name of an organisation by its id; the id where it is not known."""
    found = _index().get(name)
    return found.name if found else name


def plan_name(plan: str) -> str:
    """A plan as people call it: whose it is and for when, such as `Region Skåne 2019–2022`; a strategy by its title."""
    it = explorer().plans[plan]
    if it.level in ("national-strategy", "national-direction"):
        return it.title
    return " ".join(filter(None, [organisation_name(it.organisation), years(it.start, it.end) if it.start else ""]))


def rccs() -> list[tuple[Organisation, list[Organisation]]]:
    """Each RCC with its regions; a region that belongs to two stands under both."""
    return _index().rccs()


def ended(plan: Metadata) -> bool:
    """Whether a plan's period has ended."""
    return bool(plan.end) and plan.end < explorer().as_of.isoformat()


def _index() -> OrganisationIndex:
    return explorer().organisations[language()]
