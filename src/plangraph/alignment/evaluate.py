# SPDX-License-Identifier: Apache-2.0
"""How good proposals are, held against links that people judged, beside plain TF-IDF."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from plangraph.alignment.baseline import letters_ranking
from plangraph.alignment.proposing import Aligner
from plangraph.alignment.texts import Text, Texts
from plangraph.errors import InputError, Problem
from plangraph.register import finds_nothing, is_negative, mapping_state
from plangraph.register.mapping_file import MappingFile
from plangraph.vocabulary import ID

__all__ = ["Figures", "Group", "evaluate", "judged_groups"]

_NEEDED = ("subject_id", "object_id")
_Link = tuple[str, str]


@dataclass
class Group:
    """What a file says of the rows of one plan against those of another.

    Parameters
    ----------
    links: the counterparts; `denied`: pairs that are none; `subjects`: every row that the file speaks of.
    whole: the file says of no row that it lacks a counterpart, so that silence about a row is all that it can say.
    """

    one: str
    other: str
    kind: str
    other_kind: str
    links: set[_Link] = field(default_factory=set)
    denied: set[_Link] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    whole: bool = True


@dataclass(frozen=True)
class Figures:
    """What one group gave: of plangraph's proposals, and of plain TF-IDF with the best threshold in hindsight."""

    group: Group
    proposed: int
    precision: float
    recall: float
    f1: float
    hit_1: float
    hit_5: float
    baseline_f1: float
    baseline_threshold: float
    baseline_hit_1: float
    baseline_hit_5: float


def judged_groups(file: MappingFile, texts: Texts) -> list[Group]:
    """The groups of links that an SSSOM/TSV file judges, by plans and kinds.

    A mapping with `predicate_modifier` Not, or one that a reviewer disagrees with, is a pair that is no link; one
    that a reviewer is not sure of is neither.
    Raises `InputError` where the file lacks columns, or names rows that the texts do not hold.
    """
    missing = [column for column in _NEEDED if column not in file.columns]
    if missing:
        what = f"The file lacks {', '.join(f'“{column}”' for column in missing)}."
        raise InputError(Problem(what, "Give an SSSOM/TSV file of mappings.", file.file, 1))
    known = {text.curie: text for text in texts.rows}
    # a row of the national direction may be named by the document that it was read in
    national = {(text.kind, text.locator): text for text in texts.rows if text.national}
    groups: dict[tuple[str, str, str, str], Group] = {}
    lacking: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in file.mappings:
        slots = defaultdict(str, row)
        state = mapping_state(slots)
        one = _text(row["subject_id"], known, national, file)
        if finds_nothing(row):
            lacking[one.plan, one.kind].add(one.curie)
            continue
        other = _text(row["object_id"], known, national, file)
        key = (one.plan, other.plan, one.kind, other.kind)
        group = groups.setdefault(key, Group(*key))
        group.subjects.add(one.curie)
        if state != "unsure":
            says_no = state == "rejected" or is_negative(slots)
            (group.denied if says_no else group.links).add((one.curie, other.curie))
    for group in groups.values():
        nothing = lacking.get((group.one, group.kind), set())
        group.subjects |= nothing
        group.whole = not nothing and not group.denied
    if not any(group.links for group in groups.values()):
        raise InputError(Problem("The file holds no link to be measured against.", "Give judged mappings.", file.file))
    return [groups[key] for key in sorted(groups) if groups[key].links]


def evaluate(aligner: Aligner, groups: Sequence[Group]) -> list[Figures]:
    """Propose for each group anew, and hold the proposals against it."""
    return [_figures(aligner, group) for group in groups]


def _figures(aligner: Aligner, group: Group) -> Figures:
    texts = aligner.texts
    one, other = texts.select(group.one, group.kind), texts.select(group.other, group.other_kind)
    judged = {text.curie for text in one} if group.whole else group.subjects
    upward = bool(other) and (other[0].national or group.other_kind == "measure")
    found = aligner.compare(one, other, upward=upward)
    proposed = {(each.one.curie, each.other.curie) for each in found.proposals() if each.one.curie in judged}
    places = {text.curie: text for text in one}

    def ranked(curie: str) -> list[str]:
        return [each.other.curie for each in found.ranked(places[curie])]

    plain = [pair for pair in letters_ranking(one, other) if pair[0] in judged]
    plain_ranks: dict[str, list[str]] = defaultdict(list)
    for first, second, _ in plain:
        plain_ranks[first].append(second)
    right = len(proposed & group.links)
    best, threshold = _hindsight(plain, group.links)
    return Figures(
        group,
        len(proposed),
        right / max(len(proposed), 1),
        right / len(group.links),
        2 * right / (len(proposed) + len(group.links)),
        _hits(group.links, ranked, 1),
        _hits(group.links, ranked, 5),
        best,
        threshold,
        _hits(group.links, lambda curie: plain_ranks[curie], 1),
        _hits(group.links, lambda curie: plain_ranks[curie], 5),
    )


def _hits(links: Iterable[_Link], ranked: Callable[[str], Sequence[str]], most: int) -> float:
    """The share of rows with a counterpart that have one among the first so many candidates."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for first, second in links:
        wanted[first].add(second)
    return sum(bool(wanted[first].intersection(ranked(first)[:most])) for first in wanted) / len(wanted)


def _hindsight(ranking: Sequence[tuple[str, str, float]], links: set[_Link]) -> tuple[float, float]:
    """The best F1 that any threshold would have given, and that threshold."""
    best, right = (0.0, 1.0), 0
    for count, (first, second, alike) in enumerate(ranking, start=1):
        right += (first, second) in links
        best = max(best, (2 * right / (count + len(links)), alike))
    return best


def _text(named: str, known: Mapping[str, Text], national: Mapping[tuple[str, str], Text], file: MappingFile) -> Text:
    curie = named.replace(str(ID), "plan:")
    _, _, rest = curie.partition("/")
    kind, _, locator = rest.partition("/")
    text = known.get(curie) or national.get((kind, unquote(locator).replace("~", "/")))
    if text is None:
        what = f"The texts hold no “{named}”."
        raise InputError(Problem(what, "Give the tables that hold its words with --texts.", file.file))
    return text
