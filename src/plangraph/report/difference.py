# SPDX-License-Identifier: Apache-2.0
"""A difference between two plans as people read it: how much of each, then the rows by what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from plangraph.alignment.difference import ALONE, OF_PAIRS, STATES, akin, kind_of
from plangraph.graph.answer import Answer
from plangraph.report.difference_words import DifferenceWords
from plangraph.report.table import as_text, render
from plangraph.report.words import Words

__all__ = ["difference_text"]

_Row: TypeAlias = Mapping[str, str]
_Akin: TypeAlias = Mapping[tuple[str, str, str], Sequence[str]]

# Lines of running text longer than this are hard to follow, however wide a file may be.
_WIDEST = 100
_KINDS: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "activity": (("Aktiviteter", "Activities"), ("Vad som blev av aktiviteterna", "What became of the activities")),
    "goal": (("Mål", "Goals"), ("Vad som blev av målen", "What became of the goals")),
}
_OWNER_STATES = ("owner-lost", "owner-gained", "owner-changed")


def difference_text(
    answer: Answer, form: str, words: Words, *, old: str, new: str, organisations: tuple[str, str]
) -> str:
    """A `difference` answer; for people what became of the activities, then of the goals.

    Parameters
    ----------
    form: CSV and JSON hold the answer as it is; Markdown a table each of activities and goals; `table` one paragraph a
        state, each row with its locator, its title and what has changed.
    old, new: the names of the two plans, for the first line.
    organisations: the names of those whose plans they are; where they differ nothing is said to be gone or handed over.
    """
    if form in ("csv", "json"):
        return render(answer, form, words)
    told = DifferenceWords(words, *organisations)
    parts = {kind: [row for row in answer.rows if kind_of(row) == kind] for kind in _KINDS}
    if form == "md":
        return "\n".join(_markdown(kind, answer, rows, told) for kind, rows in parts.items() if rows)
    related = akin(answer.rows)
    out = f"{old} → {new}\n"
    for kind, rows in parts.items():
        out += _summary(kind, rows, related, told) if rows or kind == "activity" else ""
    if told.between_two():
        out += as_text(Text(told.between_two()), widest=_WIDEST)
    for kind, rows in parts.items():
        for state in STATES:
            of_state = [row for row in rows if row["state"] == state]
            if of_state:
                out += "\n" + as_text(Group(*_paragraph(kind, state, of_state, related, told)), widest=_WIDEST)
    return out


def _summary(kind: str, rows: Sequence[_Row], related: _Akin, told: DifferenceWords) -> str:
    """How many rows each plan holds, how many pairs they make and what is true of those, and how many stand alone.

    What is counted twice stands under what it is a part of, so that nobody adds it up.
    """
    say = told.words.say
    before, after = (_several(f"{end}_{kind}", rows) for end in ("old", "new"))
    lines = [f"{say(*_KINDS[kind][0])}: {before} {told.place('old')}, {after} {told.place('new')}"]
    by_state = {state: [row for row in rows if row["state"] == state] for state in STATES}
    if by_state["carried-over"]:
        lines.append(f"  {told.state('carried-over')}: {_pairs(kind, by_state['carried-over'], told)}")
        parts = [f"{_small(told.state(state))} {len(by_state[state])}" for state in OF_PAIRS if by_state[state]]
        lines += [f"    {say('varav', 'of them')}: {' · '.join(parts)}"] if parts else []
    for state, end in ALONE.items():
        alone = by_state[state]
        akin_too = sum((kind, end, row[f"{end}_{kind}"]) in related for row in alone)
        also = say(f", varav {akin_too} med besläktad rad", f", {akin_too} of them with a related row")
        lines += [f"  {told.state(state)}: {len(alone)}{also if akin_too else ''}"] if alone else []
    for state in ("related", "locator-reused"):
        also = say(" (räknade ovan också, var för sig)", " (counted above as well, each by itself)")
        lines += [f"  {told.state(state)}: {told.pairs(len(by_state[state]))}{also}"] if by_state[state] else []
    unjudged = sum(not row["match"] for state in ALONE for row in by_state[state])
    # within one plan nothing needs to be judged: a row has its locator
    if unjudged and any(row["match"] in ("reviewed", "proposed") for row in rows):
        lines.append(
            say(
                f"  Av dem som står i bara en av planerna har ingen bedömt {unjudged}.",
                f"  Of those in one of the plans only nobody judged {unjudged}.",
            )
        )
    return "".join(as_text(Padding(Text(line.lstrip()), _indented(line)), widest=_WIDEST) for line in lines)


def _indented(line: str) -> tuple[int, int, int, int]:
    """Room before a line, also where it goes on."""
    return 0, 0, 0, len(line) - len(line.lstrip())


def _several(column: str, rows: Sequence[_Row]) -> int:
    """How many rows of a plan there are among those of a difference."""
    return len({row[column] for row in rows} - {""})


def _pairs(kind: str, rows: Sequence[_Row], told: DifferenceWords) -> str:
    """How many pairs, and of how many rows where one stands in several."""
    before, after = (_several(f"{end}_{kind}", rows) for end in ("old", "new"))
    if before == after == len(rows):
        return str(len(rows))
    of_rows = told.words.say(
        f"{told.rows(before)} {told.place('old')} och {after} {told.place('new')}",
        f"{told.rows(before)} {told.place('old')} and {after} {told.place('new')}",
    )
    return f"{told.pairs(len(rows))}, {of_rows}"


def _small(label: str) -> str:
    """A label within a sentence; the names in it keep their capitals."""
    return label[:1].lower() + label[1:]


def _paragraph(
    kind: str, state: str, rows: Sequence[_Row], related: _Akin, told: DifferenceWords
) -> Iterator[Text | Table]:
    say = told.words.say
    number = str(len(rows)) if state in ALONE else _pairs(kind, rows, told)
    yield Text(f"{say(*_KINDS[kind][0])}: {_small(told.state(state))} ({number})", "bold")
    table = Table.grid(padding=(0, 2), pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for row in rows:
        lines = list(_lines(state, row, told))
        if state in ALONE:
            near = related.get((kind, ALONE[state], row[f"{ALONE[state]}_{kind}"]))
            lines += [f"{say('besläktad med', 'related to')} {', '.join(near)}"] if near else []
        table.add_row(Text(f"  {_place(kind, row)}"), Text("\n".join(lines)))
    yield table


def _place(kind: str, row: _Row) -> str:
    """Where the row stood and stands."""
    return " → ".join(dict.fromkeys(row[f"{end}_{kind}"] for end in ("old", "new") if row[f"{end}_{kind}"]))


def _lines(state: str, row: _Row, told: DifferenceWords) -> Iterator[str]:
    """The title, and beneath it what has changed."""
    words = told.words
    before, after = row["old_title"], row["new_title"]
    mark = ""
    if row["match"] == "proposed":
        sure = words.value("confidence", row["confidence"])
        mark = f" ({words.value('match', 'proposed')}, {sure})"
    yield (after or before) + mark
    if before and after and before != after:
        yield f"{told.end('old')}: {before}"
    if state in _OWNER_STATES:
        yield f"{words.heading('accountable')}: {_owner('old', row, words)} → {_owner('new', row, words)}"
    if state == "time-moved":
        none = words.say("ingen tid", "no time")
        yield f"{words.heading('time_text')}: {row['old_time'] or none} → {row['new_time'] or none}"


def _owner(end: str, row: _Row, words: Words) -> str:
    """Who stands as accountable, and why that holds nobody to it where it does not."""
    cause = row[f"{end}_cause"]
    why = words.value("cause", cause).lower() if cause else ""
    names = row[f"{end}_owner"].replace(" | ", ", ")
    return f"{names} ({why})" if names and why else names or why or words.say("ingen", "nobody")


def _markdown(kind: str, answer: Answer, rows: list[dict[str, str]], told: DifferenceWords) -> str:
    columns = answer.columns
    if kind == "goal":
        columns = [column.replace("activity", "goal") for column in columns if not column.endswith("_goal")]
    labelled = [{**row, "state": told.state(row["state"])} for row in rows]
    return f"## {told.words.say(*_KINDS[kind][1])}\n\n" + render(Answer(columns, labelled), "md", told.words)
