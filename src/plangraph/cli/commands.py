# SPDX-License-Identifier: Apache-2.0
"""What each command does, as a function of the parsed arguments that returns the exit code."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from plangraph.alignment.difference_question import DIFFERENCE
from plangraph.cli.diff import told_apart
from plangraph.cli.output import progress, refuse_folder, show, write_file
from plangraph.cli.reading import read_register, standard_input
from plangraph.cli.serving import serve_until_interrupted
from plangraph.errors import InputError, Problem
from plangraph.graph import build as build_dataset
from plangraph.graph.answer import Answer
from plangraph.graph.export import RDF_FORMATS, to_rdf
from plangraph.network import as_network, graphml
from plangraph.queries import BoundedQueries, ask_sparql, named_query, resolve, resolve_plan
from plangraph.queries import run as run_query
from plangraph.questions import answer_to, every_question, question_named
from plangraph.reasoning import reason as run_reasoner
from plangraph.register import Register
from plangraph.report import Words, coverage_text, findings_text, render, summary_text, trace_down, trace_up
from plangraph.validation import check as run_rules
from plangraph.view import Scope
from plangraph.view import render as render_view

__all__ = ["ask", "build", "check", "coverage", "export", "reason", "run", "trace", "view"]


def _dataset(given: argparse.Namespace) -> tuple[Register, ox.Store, Words]:
    register = read_register(given)
    store = build_dataset(register)
    plans = [plan for plan in register.plans if plan.tables["activities"]]
    activities = sum(len(plan.tables["activities"]) for plan in plans)
    statements = f"{len(store):,}"
    swedish = statements.replace(",", "\N{NO-BREAK SPACE}")
    progress(
        given,
        f"Grafen är byggd: {len(plans)} planer med {activities} aktiviteter, {swedish} utsagor.",
        f"The graph is built: {len(plans)} plans with {activities} activities, {statements} statements.",
    )
    return register, store, Words.of(store, given.lang)


def run(given: argparse.Namespace) -> int:
    """Everything at once: build the graph, check it, answer who owns what, draw the picture, serve the explorer."""
    register, store, words = _dataset(given)
    _show_plans(store, words)
    progress(given, "Prövar reglerna …", "Running the rules …")
    report = run_rules(store, date.today(), register.places())
    show(summary_text(report, "table", words))
    for name in ("overview", "owner-kinds"):
        question = named_query(name)
        title = words.say(question.question_sv, question.question_en)
        show(render(run_query(store, question, {}), "table", words, title=title))
    show(coverage_text(run_query(store, named_query("coverage"), {}), "table", words))
    progress(given, "Ritar bilden …", "Drawing the picture …")
    picture = given.output / "plangraph.html"
    write_file(picture, render_view(store, report.findings, Scope(), given.lang))
    write_file(given.output / "plangraph.trig", to_rdf(store, "trig"))
    show(words.say(f"Bilden: öppna {picture} i en webbläsare.\n", f"The picture: open {picture} in a browser.\n"))
    # a scheduled run, whose output goes to a file, has nobody to serve
    if all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout)):
        show(words.say("Utforska grafen här: ", "Explore the graph here: "))
        serve_until_interrupted(given, register, store, "127.0.0.1", None, browser=False)
    return 0


def _show_plans(store: ox.Store, words: Words) -> None:
    answer = run_query(store, named_query("plans"), {})
    columns = ["plan", "title", "organisation", "start", "end", "goals", "measures", "activities", "state"]
    rows = [{column: row[column] for column in columns} for row in answer.rows]
    show(render(Answer(columns, rows), "table", words, title=words.say("Planerna i grafen", "The plans in the graph")))


def build(given: argparse.Namespace) -> int:
    """Build the dataset; write it as TriG where asked to."""
    _, store, words = _dataset(given)
    _show_plans(store, words)
    if given.output:
        write_file(given.output, to_rdf(store, "trig"))
        progress(given, f"Skrev {given.output}", f"Wrote {given.output}")
    return 0


def check(given: argparse.Namespace) -> int:
    """Judge the plans by the rules."""
    register, store, words = _dataset(given)
    plan = resolve_plan(store, given.plan) if given.plan else ""
    as_of = date.fromisoformat(resolve(store, {"as_of": given.as_of})["as_of"])
    progress(given, "Prövar reglerna …", "Running the rules …")
    report = run_rules(store, as_of, register.places(), plan)
    if given.summary and given.format == "ttl":
        raise InputError(Problem("A summary has no Turtle form.", "Leave out --summary or choose another --format."))
    text = summary_text if given.summary and given.format != "json" else findings_text
    show(text(report, given.format, words))
    return int(report.fails(given.fail_on))


def ask(given: argparse.Namespace) -> int:
    """Answer a named question or free SPARQL."""
    if bool(given.name) == bool(given.sparql):
        raise InputError(
            Problem(
                "Ask one thing.", f"Give a NAME or --sparql FILE. The names are {', '.join(sorted(every_question()))}."
            )
        )
    if given.sparql:
        sparql = _read_query(given.sparql)
        _, store, words = _dataset(given)
        with BoundedQueries(store) as queries:
            show(render(ask_sparql(queries, sparql), given.format, words))
        return 0
    question = question_named(given.name)
    parameters = {
        name.removeprefix("parameter_"): value
        for name, value in vars(given).items()
        if name.startswith("parameter_") and value is not None
    }
    for name in parameters:
        if name not in question.parameters:
            known = ", ".join(f"--{known.replace('_', '-')}" for known in question.parameters) or "none"
            raise InputError(
                Problem(
                    f"{question.name} has no parameter --{name.replace('_', '-')}.", f"Its parameters are: {known}."
                )
            )
    register, store, words = _dataset(given)
    if "as_of" in question.parameters:
        parameters.setdefault("as_of", "")
    answer = answer_to(question.name, register, store, resolve(store, parameters))
    if question is DIFFERENCE and answer.rows and given.format in ("table", "md"):
        show(told_apart(answer, register, given.format, words))
        return 0
    title = words.say(question.question_sv, question.question_en)
    if given.format == "table":
        asked = [name for name, value in parameters.items() if value]
        answer = Answer(list(question.in_a_table(asked)), answer.rows)
    show(render(answer, given.format, words, title=title))
    return 0


def trace(given: argparse.Namespace) -> int:
    """Show the way up from an activity or down from a goal."""
    if bool(given.activity) == bool(given.goal):
        raise InputError(Problem("Trace from one end.", "Give --activity LOCATOR (with --plan), or --goal GOAL."))
    _, store, words = _dataset(given)
    parameters = resolve(store, {"plan": given.plan, "activity": given.activity})
    if given.goal:
        del parameters["activity"]
        # a goal of the plan that is named with it, or one that its own name tells
        own = {row["goal"] for row in run_query(store, named_query("goals"), {"plan": parameters["plan"]}).rows}
        is_own = bool(given.plan) and given.goal in own
        goal = f"{parameters['plan']}/{given.goal}" if is_own else given.goal
        parameters |= resolve(store, {"goal": goal})
    answer = run_query(store, named_query("trace-up" if given.activity else "trace-down"), parameters)
    if not answer.rows:
        raise InputError(Problem(f"There is no {given.activity or given.goal} in {parameters['plan']}.", "Check both."))
    if given.format != "tree":
        show(render(answer, given.format, words))
    elif given.activity:
        owners = run_query(store, named_query("responsibilities"), parameters)
        ownerless = run_query(store, named_query("ownerless"), {"plan": parameters["plan"]})
        show(trace_up(answer, owners, ownerless, words))
    else:
        show(trace_down(answer, parameters["goal"], words))
    return 0


def coverage(given: argparse.Namespace) -> int:
    """Show focus areas by plans."""
    _, store, words = _dataset(given)
    parameters = resolve(store, {"plan": given.plan, "area": given.area})
    answer = run_query(store, named_query("coverage"), parameters)
    if all(row["state"] == "not-loaded" for row in answer.rows):
        what = f"{parameters['plan']} holds no activities of its own."
        raise InputError(Problem(what, "Ask for a plan that does, or leave out --plan."))
    show(coverage_text(answer, given.format, words))
    return 0


def view(given: argparse.Namespace) -> int:
    """Write the interactive picture."""
    register, store, _ = _dataset(given)
    plan = resolve_plan(store, given.plan) if given.plan else ""
    parts = {name: getattr(given, name) for name in ("area", "actor", "activity", "goal", "whole")}
    scope = Scope(plan=plan, **parts)
    progress(given, "Ritar bilden …", "Drawing the picture …")
    report = run_rules(store, date.today(), register.places())
    write_file(given.output, render_view(store, report.findings, scope, given.lang))
    show(f"{given.output}\n")
    return 0


def export(given: argparse.Namespace) -> int:
    """Write the dataset for other tools."""
    register, store, _ = _dataset(given)
    plan = resolve_plan(store, given.plan) if given.plan else ""
    if given.format == "csv":
        return _export_csv(given, register, store, plan)
    if given.format in RDF_FORMATS:
        text = to_rdf(store, given.format, plan)
    elif plan:
        raise InputError(Problem("GraphML holds the whole network.", "Leave out --plan."))
    else:
        text = graphml(as_network(store))
    if given.output:
        write_file(given.output, text)
        progress(given, f"Skrev {given.output}", f"Wrote {given.output}")
    else:
        show(text)
    return 0


def reason(given: argparse.Namespace) -> int:
    """Prove that ontology and data are consistent, and list what was inferred."""
    _, store, words = _dataset(given)
    progress(given, "HermiT prövar ontologi och data …", "HermiT is at work on ontology and data …")
    found = run_reasoner(store)
    progress(
        given,
        f"Motsägelsefritt: {found.individuals} individer; {len(found.inferred)} slutsatser; "
        f"{found.set_aside} värden av typer utanför OWL 2 lades åt sidan.",
        f"No contradiction: {found.individuals} individuals; {len(found.inferred)} conclusions; "
        f"{found.set_aside} values of types outside OWL 2 were set aside.",
    )
    rows = [{"node": node, "class": name} for node, name in found.inferred]
    show(render(Answer(["node", "class"], rows), given.format, words))
    return 0


def _export_csv(given: argparse.Namespace, register: Register, store: ox.Store, plan: str) -> int:
    """Every question as a table of its own."""
    if not given.output:
        raise InputError(Problem("CSV is one table per question.", "Say where with --output FOLDER."))
    tables = {given.output / f"{name}.csv": (name, question) for name, question in every_question().items()}
    # before the first is written, so that a folder in the way does not leave half of them
    for file in tables:
        refuse_folder(file)
    for file, (name, question) in tables.items():
        parameters = {"plan": plan} if plan and "plan" in question.parameters else {}
        if "as_of" in question.parameters:
            parameters |= resolve(store, {"as_of": ""})
        answer = answer_to(name, register, store, parameters)
        write_file(file, render(answer, "csv", Words(given.lang, {})))
    number = len(tables)
    progress(given, f"Skrev {number} tabeller i {given.output}", f"Wrote {number} tables in {given.output}")
    return 0


def _read_query(source: str) -> str:
    """The query in a file, or on standard input where `source` is a dash."""
    file = None if source == "-" else Path(source)
    try:
        if file is None:
            content = standard_input("Send the query there, or name a file.").buffer.read()
        else:
            content = file.read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise InputError(Problem(f"The query cannot be read ({error.strerror}).", "Check the path.", file)) from None
    except UnicodeDecodeError:
        raise InputError(Problem("The query is not UTF-8.", "Save it again as UTF-8.", file)) from None
