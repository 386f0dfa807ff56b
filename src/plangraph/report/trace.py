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
        said: dict[str, Tree] = {}  # an actor may be named twice in one cell
        for row in owners.rows:
            if (row["plan"], row["activity"]) == (plan, activity):
                basis = words.value("basis", row["basis"])
                step = f", {words.say('delsteg', 'step')} {row['step']}" if row["step"] else ""
                text = f"{words.value('role', row['role'])}: {row['actor'] or row['written']} ({basis}{step})"
                if text not in said:
                    said[text] = who.add(_plain(text))
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
        mark = words.say(", rekonstruerad", ", reconstructed") if row["reconstructed"] == "true" else ""
        text = f"{words.say(*_LEVELS[row['level']])}{mark} {plan}{row['node']}: {row['label']}{link}"
        branches[name] = branches[row["via"]].add(_plain(text))
    if not any(row["level"] == "strategy-goal" for row in rows):
        branch.add(words.say("Vägen når inget strategimål.", "The path reaches no strategy goal."))


def trace_down(trace: Answer, asked: str, words: Words) -> str:
    """The paths of a `trace-down` answer from the goal that was asked for: a strategy's, a national or a plan's own."""
    rows = trace.rows
    strategy = [row for row in rows if row["strategy_goal"] == asked]
    if strategy:
        first = strategy[0]
        root = Tree(_plain(f"{words.say(*_LEVELS['strategy-goal'])} {asked}: {first['strategy_title']}"))
        levels: tuple[str, ...] = ("area", "national_goal", "plan", "goal")
    else:
        first = rows[0]
        national = asked.endswith(f"/{first['national_goal']}") and bool(first["national_goal"])
        level, name = ("national-goal", "national_title") if national else ("goal", "plan_goal_title")
        root = Tree(_plain(f"{words.say(*_LEVELS[level])} {asked}: {first[name]}"))
        served = root.add(words.say("Främjar strategimål", "Serves strategy goals"))
        for text in dict.fromkeys(f"{row['strategy_goal']}: {row['strategy_title']}" for row in rows):
            served.add(_plain(text))
        levels = ("plan", "goal") if national else ()
    branches: dict[tuple[str, ...], Tree] = {(): root}
    for row in rows:
        steps = [text for level in levels if (text := _step_down(row, level, words))]
        steps += [f"{row['activity']}: {row['title']}", *_owner_down(row, words)]
        for depth in range(len(steps)):
            key = tuple(steps[: depth + 1])
            if key not in branches:
                branches[key] = branches[key[:-1]].add(_plain(steps[depth]))
    return as_text(root)


def _step_down(row: Mapping[str, str], level: str, words: Words) -> str:
    """One level on the way down, empty where the row does not stand on it."""
    if level == "plan":
        return row["plan"]
    if level == "area":
        return f"{words.say(*_LEVELS['area'])} {row['area']}: {row['area_title']}" if row["area"] else ""
    if level == "national_goal":
        name = words.say(*_LEVELS["national-goal"])
        none = words.say("Bara målområdesvägen", "By focus area only")
        return f"{name} {row['national_goal']}: {row['national_title']}" if row["national_goal"] else none
    return f"{words.say(*_LEVELS['goal'])} {row['plan_goal']}: {row['plan_goal_title']}" if row["plan_goal"] else ""


def _owner_down(row: Mapping[str, str], words: Words) -> list[str]:
    """Who stands as accountable, and how; after why none can be held to it, so that no name looks like an owner."""
    lacking = words.say("Ansvarig saknas i planen", "No owner in the plan")
    steps = [f"{lacking}: {words.value('cause', row['cause'])}"] if row["cause"] else []
    if row["owner"]:
        steps.append(f"{row['owner']} ({words.value('basis', row['basis'])})")
    return steps


def _plain(text: str) -> str:
    """Text that rich shows as it is, with no markup read into its brackets."""
    return text.replace("[", "\\[")
