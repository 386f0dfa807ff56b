# SPDX-License-Identifier: Apache-2.0
"""What may be said on the command line."""

from __future__ import annotations

import argparse
from pathlib import Path

from plangraph import __version__, resources
from plangraph.cli import commands
from plangraph.cli.align import add_align
from plangraph.cli.diff import add_diff, diff
from plangraph.cli.serving import port_number, serve
from plangraph.graph.export import RDF_FORMATS
from plangraph.questions import every_question
from plangraph.report import FORMATS, LANGUAGES
from plangraph.validation import SEVERITIES

__all__ = ["parser"]

# Commands with a module of their own.
_ELSEWHERE = {"diff": diff, "serve": serve}


def parser() -> argparse.ArgumentParser:
    """The parser of every command; the parsed arguments carry the command's function as `command`."""
    top = argparse.ArgumentParser(
        prog="plangraph", description="Who answers for what in Swedish cancer care.", allow_abbrev=False
    )
    top.add_argument("--version", action="version", version=f"plangraph {__version__}")
    subparsers = top.add_subparsers(required=True, metavar="COMMAND")
    common = _common()

    def add(name: str, help_text: str) -> argparse.ArgumentParser:
        sub = subparsers.add_parser(name, help=help_text, description=help_text, parents=[common], allow_abbrev=False)
        sub.set_defaults(command=_ELSEWHERE.get(name) or getattr(commands, name))
        return sub

    everything = add("run", "Everything at once: build, check, who owns what, coverage, and the picture.")
    everything.add_argument("--output", type=Path, default=Path("out"), help="folder to write to (default: out)")
    _check(add("check", "Judge the plans by the rules."))
    _ask(add("ask", "Ask a named question, or free SPARQL."))
    _trace(add("trace", "Show the way from an activity up to the strategy, or from a goal down to the owners."))
    _coverage(add("coverage", "Show focus areas by plans: how the goals are taken care of."))
    _view(add("view", "Write the interactive picture, one HTML file that needs no network."))
    _serve(add("serve", "Open the explorer in the browser, on this machine unless told otherwise."))
    build = add("build", "Build the dataset and write it as TriG.")
    build.add_argument("--output", type=Path, help="the file to write; without it only the figures are printed")
    _export(add("export", "Write the dataset for other tools."))
    add_diff(add("diff", "Show what became of a plan's rows in another plan, or in another version of it."))
    help_text = "What plans say about the same thing: propose, review and evaluate links between them."
    add_align(subparsers.add_parser("align", help=help_text, description=help_text, allow_abbrev=False), common)
    reason = add("reason", "Prove that ontology and data are consistent, with HermiT, and list what was inferred.")
    reason.add_argument("--format", choices=FORMATS, default="table")
    return top


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    common.add_argument(
        "--data",
        type=Path,
        default=resources.data_folder(),
        help="folder with plans/, reference/ and alignments/ (default: the plans that come with plangraph)",
    )
    common.add_argument("--lang", choices=LANGUAGES, default="sv", help="language for people (default: sv)")
    common.add_argument("--quiet", action="store_true", help="no progress on stderr")
    common.add_argument("--debug", action="store_true", help="show a traceback where something fails")
    return common


def _check(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--format", choices=("table", "json", "md", "csv", "ttl"), default="table")
    sub.add_argument("--summary", action="store_true", help="counts per rule and plan instead of every finding")
    sub.add_argument(
        "--fail-on",
        choices=(*SEVERITIES, "never"),
        default="violation",
        help="exit 1 for a finding at least this grave (default: violation)",
    )
    sub.add_argument("--plan", default="", help="report on this plan only")
    sub.add_argument("--as-of", default="", metavar="DATE", help="the day to judge for (default: today)")


def _ask(sub: argparse.ArgumentParser) -> None:
    known = every_question()
    sub.add_argument("name", nargs="?", metavar="NAME", help=f"one of {', '.join(sorted(known))}")
    sub.add_argument("--sparql", metavar="FILE", help="a SPARQL query in a file, or - for standard input")
    sub.add_argument("--format", choices=FORMATS, default="table")
    for parameter in sorted({name for question in known.values() for name in question.parameters}):
        having = [name for name, question in known.items() if parameter in question.parameters]
        where = "most questions" if len(having) > 5 else ", ".join(having)
        sub.add_argument(
            f"--{parameter.replace('_', '-')}",
            dest=f"parameter_{parameter}",
            metavar="DATE" if parameter == "as_of" else parameter.upper(),
            help=f"for {where}",
        )


def _trace(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--plan", default="", help="the plan of the activity")
    sub.add_argument("--activity", default="", help="the activity's locator, to trace upward")
    sub.add_argument(
        "--goal", default="", help="to trace down: N5.1, strategi-2026/2, or with --plan a goal of the plan"
    )
    sub.add_argument("--format", choices=("tree", *FORMATS), default="tree")


def _coverage(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--plan", default="", help="this plan only")
    sub.add_argument("--area", default="", help="this focus area only")
    sub.add_argument("--format", choices=FORMATS, default="table")


def _view(sub: argparse.ArgumentParser) -> None:
    for name, what in (
        ("plan", "a plan"),
        ("area", "a focus area"),
        ("goal", "a goal of any level, such as N5.1 or kronoberg-2024/11,"),
        ("actor", "an actor"),
        ("activity", "an activity"),
    ):
        sub.add_argument(f"--{name}", default="", help=f"show {what} and what is around it")
    sub.add_argument("--whole", action="store_true", help="open on the whole graph, some 800 nodes")
    sub.add_argument("--output", type=Path, default=Path("plangraph.html"), help="the file (default: plangraph.html)")


def _serve(sub: argparse.ArgumentParser) -> None:
    sub.add_argument(
        "--host", default="127.0.0.1", help="the address to listen on (default: 127.0.0.1, this machine only)"
    )
    sub.add_argument("--port", type=port_number, help="the port; 0: any (default: 8765, or the next one that is free)")
    sub.add_argument("--no-browser", action="store_true", help="only print the address")


def _export(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--format", choices=(*RDF_FORMATS, "csv", "graphml"), required=True)
    sub.add_argument(
        "--plan", default="", help="this plan only (not for graphml; in csv, tables about no single plan are whole)"
    )
    sub.add_argument(
        "--output", type=Path, help="the file; for csv a folder, one table per question (default: standard output)"
    )
