# SPDX-License-Identifier: Apache-2.0
"""A reviewer's answer to a proposed mapping, as the mapping that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from plangraph.register import finds_nothing
from plangraph.register.slots import SLOTS

__all__ = ["Verdict", "answers_to", "decide"]


class Verdict(StrEnum):
    """What a reviewer may say of a proposal; broader and narrower say what the second row is, seen from the first."""

    YES = "yes"
    NO = "no"
    BROADER = "broader"
    NARROWER = "narrower"
    RELATED = "related"
    UNSURE = "unsure"


_PREDICATES = {
    Verdict.BROADER: "skos:broadMatch",
    Verdict.NARROWER: "skos:narrowMatch",
    Verdict.RELATED: "skos:relatedMatch",
}
_BY_HAND = "semapv:ManualMappingCuration"
# What a proposal says of itself, and nothing of the mapping that a reviewer puts in its place.
_CLAIMS = ("author_id", "author_label", "confidence", "publication_date", "record_id", "creator_id", "creator_label")
_REVIEW = ("reviewer_id", "reviewer_label", "review_date", "reviewer_agreement")


def answers_to(proposal: Mapping[str, str]) -> tuple[Verdict, ...]:
    """The answers that make sense: only a SKOS match between two rows can be broader, narrower or related."""
    if finds_nothing(proposal) or not proposal["predicate_id"].startswith("skos:"):
        return Verdict.YES, Verdict.NO, Verdict.UNSURE
    return tuple(Verdict)


def decide(
    proposal: Mapping[str, str], answer: Verdict, reviewer: str, day: str, *, certainty: str = "1", comment: str = ""
) -> dict[str, str]:
    """The mapping that an answer leaves, in cells by slot.

    A yes and an “unsure” leave the proposal with the reviewer's agreement beside the tool's confidence, and so does
    the denial of a lack of a counterpart. A no and another predicate are mappings of the reviewer's own: the proposal's
    confidence was in something else, but its tool and similarity stay, to tell what led to the question.

    Parameters
    ----------
    day: the ISO date of the review; `certainty`: how sure the reviewer is, a number above 0 up to 1.
    comment: the reviewer's own reason, which is put before those of the proposal.

    Raises `ValueError` for an answer that makes no sense for the proposal.
    """
    if answer not in answers_to(proposal):
        raise ValueError(f"{answer} is no answer to {proposal['predicate_id']} {proposal['object_id']}")
    kept = {slot: proposal[slot] for slot in SLOTS if proposal[slot] and slot not in _REVIEW}
    changed = answer in _PREDICATES and _PREDICATES[answer] != proposal["predicate_id"]
    if changed or (answer is Verdict.NO and not finds_nothing(proposal)):
        kept = {slot: cell for slot, cell in kept.items() if slot not in _CLAIMS}
        kept |= {"mapping_justification": _BY_HAND, "author_label": reviewer, "mapping_date": day}
        kept |= {"confidence": certainty, "comment": _reason(proposal["comment"], comment)}
        kept |= {"predicate_id": _PREDICATES[answer]} if changed else {"predicate_modifier": "Not"}
        return kept
    agreement = {Verdict.NO: f"-{certainty}", Verdict.UNSURE: "0"}.get(answer, certainty)
    said = "; ".join(part for part in (comment, proposal["comment"]) if part)
    return kept | {
        "reviewer_label": reviewer,
        "review_date": day,
        "reviewer_agreement": agreement,
        **({"comment": said} if said else {}),
    }


def _reason(proposed: str, own: str) -> str:
    """Why the reviewer's mapping is there; the proposal's reasons were for another one, and are said to be."""
    led = f"Förslaget byggde på: {proposed}" if proposed else "Granskarens bedömning."
    return f"{own}; {led}" if own and proposed else own or led
