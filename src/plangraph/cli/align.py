# SPDX-License-Identifier: Apache-2.0
"""The commands of `plangraph align`."""

from __future__ import annotations

import argparse

from plangraph.cli.align_propose import add_evaluate, add_propose, evaluate, propose
from plangraph.cli.align_review import add_review, review

__all__ = ["add_align"]


def add_align(group: argparse.ArgumentParser, common: argparse.ArgumentParser) -> None:
    """Add the commands of the group; `common` holds what every command takes."""
    actions = group.add_subparsers(required=True, metavar="ACTION")

    def add(name: str, help_text: str) -> argparse.ArgumentParser:
        return actions.add_parser(name, help=help_text, description=help_text, parents=[common], allow_abbrev=False)

    sub = add("propose", "Propose what rows of plans say the same thing, with reasons, as an SSSOM/TSV file.")
    add_propose(sub)
    sub.set_defaults(command=propose)
    sub = add("evaluate", "Measure proposals against judged mappings, beside plain TF-IDF.")
    add_evaluate(sub)
    sub.set_defaults(command=evaluate)
    sub = add("review", "Judge proposed mappings one by one; every answer is kept, a no like a yes.")
    add_review(sub)
    sub.set_defaults(command=review)
