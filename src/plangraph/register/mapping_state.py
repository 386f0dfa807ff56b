# SPDX-License-Identifier: Apache-2.0
"""How a mapping stands, and what it says: a link, that two do not belong together, or that there is no counterpart."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["finds_nothing", "is_judged", "is_negative", "mapping_state"]

# What people do; every other justification is a machine's.
_BY_HAND = ("ManualMappingCuration", "MappingReview")
# What a person may have done as well, where no tool is named.
_BY_HAND_WITHOUT_TOOL = ("", "LogicalReasoning")
_JUDGED = ("curated", "confirmed")


def mapping_state(row: Mapping[str, str]) -> str:
    """How a mapping stands, by what its row says of author, tool and reviewer.

    `proposed`: a machine's, not reviewed; `curated`: made by hand, not reviewed; `confirmed`: a reviewer agrees;
    `unsure`: the reviewer is not sure; `rejected`: the reviewer disagrees. A reviewer who gives no agreement agrees, as
    SSSOM says.
    """
    if row["reviewer_label"] or row["reviewer_id"]:
        agreement = float(row["reviewer_agreement"] or 1)
        return "confirmed" if agreement > 0 else "unsure" if agreement == 0 else "rejected"
    justification = row["mapping_justification"].rpartition(":")[2].rpartition("/")[2]
    tool = row["mapping_tool"] or row["mapping_tool_id"]
    by_hand = justification in _BY_HAND or (not tool and justification in _BY_HAND_WITHOUT_TOOL)
    return "curated" if by_hand else "proposed"


def is_judged(row: Mapping[str, str]) -> bool:
    """Whether a person stands behind a mapping, so that it may be used; a negative one is judged like any other."""
    return mapping_state(row) in _JUDGED


def is_negative(row: Mapping[str, str]) -> bool:
    """Whether a mapping says that the two do *not* belong together."""
    return bool(row["predicate_modifier"])


def finds_nothing(row: Mapping[str, str]) -> bool:
    """Whether a mapping says that there is no counterpart (`sssom:NoTermFound`, by whatever prefix)."""
    return row["object_id"].endswith(":NoTermFound")
