# SPDX-License-Identifier: Apache-2.0
"""A difference between two plans as people read it: how much of each, then the rows by what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from rich.console import Group
from rich.table import Table
from rich.text import Text

from plangraph.alignment.difference import STATES, kind_of
from plangraph.graph.answer import Answer
from plangraph.report.table import as_text, render
from plangraph.report.words import Words

__all__ = ["difference_text"]

_Row: TypeAlias = Mapping[str, str]

# Lines of running text longer than this are hard to follow, however wide a file may be.
_WIDEST = 100
_KINDS: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "activity": (("Aktiviteter", "Activities"), ("Vad som blev av aktiviteterna", "What became of the activities")),
    "goal": (("Mål", "Goals"), ("Vad som blev av målen", "What became of the goals")),
}
# The states of a pair that say all there is to see by themselves, beside its two titles.
_ALONE = ("dropped", "new")


def difference_text(answer: Answer, form: str, words: Words, *, old: str, new: str, one_organisation: bool) -> str:
    """A `difference` answer; for people what became of the activities, then of the goals.

    Parameters
    ----------
    form: CSV and JSON hold the answer as it is; Markdown a table each of activities and goals; `table` one paragraph a
        state, each row with its locator, its title and what has changed.
    old, new: the names of the two plans, for the first line.
    one_organisation: whose plan both are; else owners were compared by kind, which is said.
    """
    if form in ("csv", "json"):
        return render(answer, form, words)
    parts = {kind: [row for row in answer.rows if kind_of(row) == kind] for kind in _KINDS}
    if form == "md":
        return "\n".join(_markdown(kind, answer, rows, words) for kind, rows in parts.items() if rows)
    out = f"{old} → {new}\n"
    for kind, rows in parts.items():
        out += _summary(kind, rows, words) if rows or kind == "activity" else ""
    if not one_organisation and any(row["state"] == "owner-changed" for row in answer.rows):
        told = words.say(
            "Organisationerna är olika: annan ansvarig betyder ett annat slag av ansvarig.",
            "The organisations differ: another owner means another kind of owner.",
        )
        out += as_text(Text(told), widest=_WIDEST)
    for kind, rows in parts.items():
        for state in STATES:
            of_state = [row for row in rows if row["state"] == state]
            if of_state:
                out += "\n" + as_text(Group(*_paragraph(kind, state, of_state, words)), widest=_WIDEST)
    return out


def _summary(kind: str, rows: Sequence[_Row], words: Words) -> str:
    """How many rows each plan holds, and how many came to each state."""
    before, after = (len({row[f"{end}_{kind}"] for row in rows} - {""}) for end in ("old", "new"))
    counts = {state: sum(row["state"] == state for row in rows) for state in STATES}
    told = " · ".join(f"{words.value('state', state)} {count}" for state, count in counts.items() if count)
    how_many = words.say(f"{before} förr, {after} nu", f"{before} before, {after} now")
    text = f"{words.say(*_KINDS[kind][0])}: {how_many}" + (f". {told}" if told else "")
    unjudged = sum(row["state"] in _ALONE and not row["match"] for row in rows)
    # within one plan nothing needs to be judged: a row has its locator
    if unjudged and any(row["match"] in ("reviewed", "proposed") for row in rows):
        text += words.say(
            f" ({unjudged} av dem som inte finns kvar eller är nya har ingen bedömt)",
            f" (nobody judged {unjudged} of those dropped or new)",
        )
    return as_text(Text(f"{text}."), widest=_WIDEST)


def _paragraph(kind: str, state: str, rows: Sequence[_Row], words: Words) -> Iterator[Text | Table]:
    yield Text(f"{words.say(*_KINDS[kind][0])}: {words.value('state', state).lower()} ({len(rows)})", "bold")
    table = Table.grid(padding=(0, 2), pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for row in rows:
        lines = list(_lines(state, row, words))
        table.add_row(Text(f"  {_place(kind, row)}"), Text("\n".join(lines)))
    yield table


def _place(kind: str, row: _Row) -> str:
    """Where the row stood and stands."""
    return " → ".join(dict.fromkeys(row[f"{end}_{kind}"] for end in ("old", "new") if row[f"{end}_{kind}"]))


def _lines(state: str, row: _Row, words: Words) -> Iterator[str]:
    """The title, and beneath it what has changed."""
    before, after = row["old_title"], row["new_title"]
    mark = ""
    if row["match"] == "proposed":
        sure = words.value("confidence", row["confidence"])
        mark = f" ({words.value('match', 'proposed')}, {sure})"
    yield (after or before) + mark
    if before and after and before != after:
        yield f"{words.say('förr', 'before')}: {before}"
    if state == "owner-changed":
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


def _markdown(kind: str, answer: Answer, rows: list[dict[str, str]], words: Words) -> str:
    columns = answer.columns
    if kind == "goal":
        columns = [column.replace("activity", "goal") for column in columns if not column.endswith("_goal")]
    return f"## {words.say(*_KINDS[kind][1])}\n\n" + render(Answer(columns, rows), "md", words)
