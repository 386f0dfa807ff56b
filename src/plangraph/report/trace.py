# SPDX-License-Identifier: Apache-2.0
"""The trace as a tree that a person can read: from an activity up to the strategy, or from a goal down to owners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.tree import Tree

from plangraph.graph.answer import Answer
from plangraph.report.table import as_text
from plangraph.report.words import Words

__all__ = ["trace_down", "trace_up"]

_LEVELS: Mapping[str, tuple[str, str]] = {
    "goal": ("Mål", "Goal"),
    "measure": ("Insats", "Measure"),
    "rcc-goal": ("RCC-mål", "RCC goal"),
    "national-goal": ("Nationellt mål", "National goal"),
    "area": ("Målområde", "Focus area"),
    "strategy-goal": ("Strategimål", "Strategy goal"),
}
_PATHS = {"goal": ("Målvägen", "By goals"), "area": ("Målområdesvägen", "By focus area")}


def trace_up(trace: Answer, owners: Answer, ownerless: Answer, words: Words) -> str:
    """The paths of the activities in a `trace-up` answer.

    Parameters
    ----------
    owners, ownerless: answers of `responsibilities` and `ownerless`, for who owns each, and why nobody does.
    """
    out = ""
    for plan, activity in dict.fromkeys((row["plan"], row["activity"]) for row in trace.rows):
        rows = [row for row in trace.rows if (row["plan"], row["activity"]) == (plan, activity)]
        first = next(row for row in rows if row["level"] == "activity")
        root = Tree(_plain(f"{plan} {activity}: {first['label']}"))
        who = root.add(words.say("Vem", "Who"))
        for row in owners.rows:
            if (row["plan"], row["activity"]) == (plan, activity):
                basis = words.value("basis", row["basis"])
                who.add(_plain(f"{words.value('role', row['role'])}: {row['actor'] or row['written']} ({basis})"))
        for row in ownerless.rows:
            if (row["plan"], row["activity"]) == (plan, activity):
                lacking = words.say("Ansvarig saknas i planen", "No owner in the plan")
                who.add(f"{lacking}: {words.value('cause', row['cause'])}")
        for path, (swedish, english) in _PATHS.items():
            _grow(root.add(words.say(swedish, english)), [row for row in rows if row["path"] == path], words)
        out += as_text(root)
    return out


def _grow(branch: Tree, rows: Sequence[Mapping[str, str]], words: Words) -> None:
    """Hang each node of a path under the one that it was reached from."""
    branches = {f"{row['plan']}/{row['activity']}": branch for row in rows if row["level"] == "activity"}
    for row in rows:
        if row["level"] == "activity":
            continue
        name = f"{row['node_plan']}/{row['node']}" if row["node_plan"] else row["node"]
        plan = f"{row['node_plan']} " if row["node_plan"] else ""
        link = f" ({words.value('link', row['link'])})" if row["link"] not in ("", "stated") else ""
        text = f"{words.say(*_LEVELS[row['level']])} {plan}{row['node']}: {row['label']}{link}"
        branches[name] = branches[row["via"]].add(_plain(text))
    if not any(row["level"] == "strategy-goal" for row in rows):
        branch.add(words.say("Vägen når inget strategimål.", "The path reaches no strategy goal."))


def trace_down(trace: Answer, words: Words) -> str:
    """The paths of a `trace-down` answer: strategy goal, focus area, national goal, plan, activity, owners."""
    out = ""
    for strategy in dict.fromkeys(row["strategy_goal"] for row in trace.rows):
        root = Tree(_plain(f"{words.say('Strategimål', 'Strategy goal')} {strategy}"))
        branches: dict[tuple[str, ...], Tree] = {}
        for row in (row for row in trace.rows if row["strategy_goal"] == strategy):
            national = row["national_goal"] or words.say("utan nationellt mål", "no national goal")
            steps = (
                f"{words.say('Målområde', 'Focus area')} {row['area']}",
                f"{words.say('Nationellt mål', 'National goal')} {national}" if row["national_goal"] else national,
                row["plan"],
                f"{row['activity']}: {row['title']}",
                row["owner"] or words.say("Ansvarig saknas i planen", "No owner stated in the plan"),
            )
            branch = root
            for depth in range(len(steps)):
                key = steps[: depth + 1]
                branch = branches.setdefault(key, branch.add(_plain(steps[depth])) if key not in branches else branch)
        out += as_text(root)
    return out


def _plain(text: str) -> str:
    """Text that rich shows as it is, with no markup read into its brackets."""
    return text.replace("[", "\\[")
