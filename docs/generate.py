"""Write a page per rule and per query from their headers, and their indexes; `--check` says which are stale, exit 1.

Run by `make docs`; the tests run the check.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from plangraph.alignment.difference_question import DIFFERENCE
from plangraph.queries import NamedQuery, Question
from plangraph.questions import every_question
from plangraph.validation import FAMILIES, Rule, rules

DOCS = Path(__file__).resolve().parent
EXAMPLES = DOCS.parent / "tests" / "rules"
NOTE = "<!-- Written by docs/generate.py; change the header that it is made of. -->\n\n"
SEVERITY = {
    "violation": "Måste åtgärdas · must be mended (`sh:Violation`)",
    "warning": "Bör ses över · should be looked at (`sh:Warning`)",
    "info": "Upplysning · advice (`sh:Info`)",
}


def pages() -> Iterator[tuple[Path, str]]:
    """Every generated page: its path and its text."""
    for rule in rules().values():
        yield DOCS / "rules" / f"{rule.id}.md", rule_page(rule)
    yield DOCS / "rules" / "README.md", rule_index(rules().values())
    for question in every_question().values():
        yield DOCS / "queries" / f"{question.name}.md", query_page(question)
    yield DOCS / "queries" / "README.md", query_index(sorted(every_question().values(), key=lambda q: q.name))


def rule_page(rule: Rule) -> str:
    """What a rule says, why, and what to do, with the examples that the tests run."""
    text = f"# {rule.id}: {rule.label['sv']}\n\n{NOTE}*{rule.label['en']}* · {SEVERITY[rule.severity]}\n\n"
    text += f"**Varför.** {rule.comment['sv']}\n\n**Why.** {rule.comment['en']}\n\n"
    text += f"**Att åtgärda.** {rule.message['sv']} {rule.remedy['sv']}\n\n"
    text += f"**To mend.** {rule.message['en']} {rule.remedy['en']}\n\n"
    population = rule.population.rpartition("#")[2]
    text += f"Judged: every `pg:{population}`. Shape: [`shapes/{rule.file.name}`](../../shapes/{rule.file.name}).\n"
    for name, title in (("bad", "Breaks the rule"), ("good", "Keeps the rule")):
        example = (EXAMPLES / rule.id / f"{name}.ttl").read_text(encoding="utf-8").strip()
        text += f"\n## {title}\n\n```turtle\n{example}\n```\n"
    return text


def rule_index(all_rules: Iterable[Rule]) -> str:
    """The rules in one table, by family."""
    text = f"# Rules\n\n{NOTE}What `plangraph check` judges, by family; each rule is one SHACL shape in `shapes/`.\n"
    ordered = list(all_rules)
    for family, (swedish, english) in FAMILIES.items():
        text += f"\n## {family}: {swedish} · {english}\n\n| rule | severity | what it says |\n|---|---|---|\n"
        for rule in (rule for rule in ordered if rule.family == family):
            text += f"| [{rule.id}]({rule.id}.md) | {rule.severity} | {rule.label['sv']} · *{rule.label['en']}* |\n"
    return text


def query_page(question: Question) -> str:
    """What a question asks, its parameters and its columns."""
    text = f"# {question.name}\n\n{NOTE}**{question.question_sv}** *{question.question_en}*\n\n{question.why}\n"
    if question.note:
        text += f"\n{question.note}\n"
    options = " ".join(f"[--{name.replace('_', '-')} …]" for name in question.parameters)
    text += f"\n```sh\nplangraph ask {question.name} {options}".rstrip() + "\n```\n"
    text += "\nColumns, in this order: " + ", ".join(f"`{column}`" for column in question.columns) + ".\n"
    if isinstance(question, NamedQuery) and question.table:
        first = ", ".join(f"`{column}`" for column in question.table)
        text += f"\nIn a table for people {first} come first; what was asked for comes last.\n"
    if isinstance(question, NamedQuery):
        text += f"\nThe query: [`queries/{question.file.name}`](../../queries/{question.file.name}).\n"
    elif question is DIFFERENCE:
        text += "\nAnswered from the register and the judged mappings (`plangraph.alignment`).\n"
    else:
        text += "\nAnswered from the network that networkx holds (`plangraph.network`).\n"
    return text


def query_index(questions: Iterable[Question]) -> str:
    """The questions in one table."""
    text = f"# Questions\n\n{NOTE}What `plangraph ask` answers.\n\n| name | question |\n|---|---|\n"
    for q in questions:
        text += f"| [{q.name}]({q.name}.md) | {q.question_sv} *{q.question_en}* |\n"
    return text


def main() -> int:
    """Write the pages, or with `--check` only say which are not as they would be written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a page is stale")
    check = parser.parse_args().check
    written = dict(pages())
    stale = [path for path, text in written.items() if not path.exists() or path.read_text("utf-8") != text]
    orphans = [p for folder in ("rules", "queries") for p in (DOCS / folder).glob("*.md") if p not in written]
    if check:
        for path in [*stale, *orphans]:
            print(f"{path.relative_to(DOCS.parent)} is stale: run make docs", file=sys.stderr)
        return int(bool(stale or orphans))
    for path in stale:
        path.parent.mkdir(exist_ok=True)
        path.write_text(written[path], encoding="utf-8")
    for path in orphans:
        path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
