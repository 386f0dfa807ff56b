# SPDX-License-Identifier: Apache-2.0
"""`plangraph align review`: proposals judged one by one, in a terminal, a pipe or a browser; each answer is saved."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console

from plangraph.alignment.decision import Verdict
from plangraph.alignment.kept_review import KeptReview
from plangraph.alignment.review import Review
from plangraph.alignment.texts import read_tables, texts_of_register
from plangraph.cli.output import progress
from plangraph.cli.reading import read_register, standard_input
from plangraph.cli.review_screen import help_screen, question_screen, read_typed
from plangraph.cli.serving import port_number, serve_until_interrupted
from plangraph.errors import InputError, Problem
from plangraph.graph import build
from plangraph.register import MappingSet, Register
from plangraph.register.mapping_file import MappingFile
from plangraph.register.mapping_set import load_mapping_set
from plangraph.register.table import Problems
from plangraph.report import Words
from plangraph.report.review_words import Command
from plangraph.vocabulary import PREFIXES

__all__ = ["add_review", "review"]


def add_review(sub: argparse.ArgumentParser) -> None:
    """Add the arguments of `align review`."""
    sub.add_argument("proposals", type=Path, metavar="PROPOSALS", help="an SSSOM/TSV file of proposed mappings")
    sub.add_argument(
        "--output", type=Path, help="where answers are kept (default: beside PROPOSALS, with .reviewed in its name)"
    )
    sub.add_argument(
        "--reviewer", default="granskare", metavar="NAME", help="who answers; a function will do (default: granskare)"
    )
    sub.add_argument("--texts", type=Path, metavar="FOLDER", help="tables with the documents' own words, to be shown")
    sub.add_argument("--browser", action="store_true", help="as pages of the explorer, on this machine only")
    sub.add_argument("--port", type=port_number, help="with --browser: the port; 0: any (default: as for serve)")
    sub.add_argument("--no-browser", action="store_true", help="with --browser: only print the address")


def review(given: argparse.Namespace) -> int:
    """Ask about each proposal, and keep each answer."""
    if not given.reviewer.strip() or not given.reviewer.isprintable() or "|" in given.reviewer:
        remedy = "Write a name or a function on one line, without |."
        raise InputError(Problem(f"--reviewer: “{given.reviewer}” cannot be a reviewer.", remedy))
    if not given.browser and (given.port is not None or given.no_browser):
        raise InputError(Problem("--port and --no-browser concern the pages.", "Say --browser as well."))
    proposals = _load(given.proposals)
    output = given.output or given.proposals.with_name(f"{proposals.name}.reviewed.sssom.tsv")
    if output.resolve() == given.proposals.resolve():
        what = "The answers cannot be kept in the file of the proposals."
        raise InputError(Problem(what, "Choose another --output.", output))
    register = read_register(given)
    file, earlier = _answers_in(output, proposals, MappingFile.read(given.proposals).columns)
    others = _sets_beside(register, (given.proposals, output))
    titles = texts_of_register(register)
    own_words = [read_tables(given.texts, register)] if given.texts else []
    session = Review(proposals, [*earlier, *others], [*own_words, titles])
    kept = KeptReview(session, proposals, file, given.reviewer.strip(), titles)
    words = Words(given.lang, {})
    if given.browser:
        host, browser = "127.0.0.1", not given.no_browser
        dataset = build(register)
        serve_until_interrupted(given, register, dataset, host, given.port, browser=browser, review=kept)
    else:
        standard_input("Give the answers there, or say --browser.")
        _ask(kept, words)
    _tell(kept, output, given)
    return 0


def _load(file: Path) -> MappingSet:
    problems = Problems()
    loaded = load_mapping_set(file, problems)
    problems.raise_if_any()
    return loaded


def _answers_in(output: Path, proposals: MappingSet, columns: tuple[str, ...]) -> tuple[MappingFile, list[MappingSet]]:
    """The file of answers, which may be there already with those of earlier sessions."""
    needed = {**proposals.prefixes, **{prefix: PREFIXES[prefix] for prefix in ("semapv", "skos", "sssom")}}
    if not output.exists():
        name = output.name.removesuffix(".sssom.tsv")
        metadata = {
            "sssom_version": "1.1",
            "curie_map": needed,
            "mapping_set_id": f"https://w3id.org/plangraph/mappings/{name}",
            "mapping_set_title": f"Granskade förslag ur {proposals.name}",
            "license": proposals.license,
        }
        return MappingFile.new(output, metadata, columns), []
    earlier = _load(output)
    wrong = [prefix for prefix, iri in needed.items() if earlier.prefixes.get(prefix) != iri]
    if wrong:
        what = f"The file lacks prefixes of the proposals, or means something else by them: {', '.join(wrong)}."
        raise InputError(Problem(what, "Choose another --output, or mend its curie_map.", output))
    return MappingFile.read(output), [earlier]


def _sets_beside(register: Register, files: Iterable[Path]) -> list[MappingSet]:
    """The register's own mapping sets, but for files that are read already."""
    read = {file.resolve() for file in files}
    return [held for held in register.mapping_sets if held.file.resolve() not in read]


def _ask(kept: KeptReview, words: Words) -> None:
    """Ask until nothing is left or the reviewer leaves."""
    console = Console(highlight=False)
    shown = None
    while (question := kept.review.current) is not None:
        if question != shown:
            console.print(question_screen(question, words))
            shown = question
        try:
            typed = read_typed(input("> "))
        except (EOFError, KeyboardInterrupt):
            console.print()
            break
        except UnicodeDecodeError:
            typed = None
        if typed is None or (isinstance(typed.what, Verdict) and typed.what not in question.answers):
            console.print(words.say("Det svaret finns inte här.", "That is no answer here."), style="bold")
            console.print(help_screen(question, words))
        elif isinstance(typed.what, Verdict):
            kept.answer(typed.what, certainty=typed.certainty, comment=typed.comment)
        elif typed.what is Command.SKIP:
            kept.skip()
        elif typed.what is Command.UNDO:
            if kept.undo() is None:
                console.print(words.say("Det finns inget att ångra.", "There is nothing to undo."))
            shown = None
        elif typed.what is Command.QUIT:
            break
        else:
            console.print(help_screen(question, words))


def _tell(kept: KeptReview, output: Path, given: argparse.Namespace) -> None:
    number, left = len(kept.review.kept), kept.review.left
    progress(
        given,
        f"{number} svar sparade i {output}; {kept.skipped} överhoppade, {left} kvar.",
        f"{number} answers saved in {output}; {kept.skipped} skipped, {left} left.",
    )
