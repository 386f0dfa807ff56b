# SPDX-License-Identifier: Apache-2.0
"""The page of an organisation: its plans, loaded or not, its functions, and what nobody in it answers for."""

from __future__ import annotations

from flask import render_template

from plangraph.web.activities import CAUSES
from plangraph.web.alphabet import alphabetical
from plangraph.web.explorer import explorer
from plangraph.web.filters import page_of
from plangraph.web.nodes import Facts
from plangraph.web.organisations import organisation, rccs

__all__ = ["organisation_page"]

_PLANS = 10


def organisation_page(name: str, said: Facts) -> str:
    """The page of an organisation."""
    held = explorer()
    it, in_swedish = organisation(name), held.organisations["sv"].get(name)
    assert it is not None
    assert in_swedish is not None
    page = page_of([row for plan in it.plans for row in held.answers.rows("overview", plan=plan.id)], _PLANS)
    own = held.answers.rows("actor-load", organisation=name)
    return render_template(
        "organisation.html",
        it=it,
        swedish_name=in_swedish.name,
        page=page,
        causes=CAUSES,
        passed={row["plan"]: len(held.answers.rows("overdue", plan=row["plan"])) for row in page.rows},
        regions=next((members for rcc, members in rccs() if rcc.id == name), []),
        rccs=[rcc for each in it.rccs if (rcc := organisation(each))],
        actors=sorted(own, key=lambda row: alphabetical(row["actor"])),
        goals_without=[
            row for each in page.rows for row in held.answers.rows("ownerless", plan=each["plan"], activity="")
        ],
    )
