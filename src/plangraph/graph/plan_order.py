# SPDX-License-Identifier: Apache-2.0
"""The order in which plans stand beside each other wherever people see several: neighbours together, by RCC.

An order by any figure would be a ranking, which plans of different kinds and years must never be.
"""

from __future__ import annotations

import pyoxigraph as ox

from plangraph.graph.answer import select

__all__ = ["plans_by_rcc"]

_PLANS = """
SELECT ?plan ?organisation ?code ?start ?is_rcc (MIN(?above) AS ?rcc)
WHERE {
  ?node a pg:Plan ; dcterms:identifier ?plan ; pg:organisation ?holder .
  ?holder dcterms:identifier ?organisation .
  BIND (EXISTS { ?holder a org:OrganizationalCollaboration } AS ?is_rcc)
  OPTIONAL { ?holder org:identifier ?code }
  OPTIONAL { ?holder org:memberOf/dcterms:identifier ?above }
  OPTIONAL { ?node pg:periodStart ?start }
}
GROUP BY ?plan ?organisation ?code ?start ?is_rcc
"""


def plans_by_rcc(store: ox.Store) -> list[str]:
    """The ids of all plans: RCC by RCC as their ids are spelled, its own plans before those of its regions.

    Regions stand in the order of their county codes, one that two RCC share under the first of them, and each
    organisation's latest plan first. Plans of others, such as the government, stand last.
    """
    latest_first = sorted(select(store, _PLANS).rows, key=lambda row: (row["start"], row["plan"]), reverse=True)
    return [row["plan"] for row in sorted(latest_first, key=_place)]


def _place(row: dict[str, str]) -> tuple[bool, str, bool, str, str]:
    is_rcc = row["is_rcc"] == "true"
    rcc = row["organisation"] if is_rcc else row["rcc"]
    return not rcc, rcc, not is_rcc, row["code"], row["organisation"]
