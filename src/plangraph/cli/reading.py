# SPDX-License-Identifier: Apache-2.0
"""What commands read: the register of the folder that they were given, and standard input."""

from __future__ import annotations

import argparse
import sys
from typing import TextIO

from plangraph.cli.output import progress
from plangraph.errors import InputError, Problem
from plangraph.register import Register, load_register

__all__ = ["read_register", "standard_input"]


def read_register(given: argparse.Namespace) -> Register:
    """The register in `given.data`, and on standard error that it is read."""
    progress(given, f"Läser registret i {given.data} …", f"Reading the register in {given.data} …")
    return load_register(given.data)


def standard_input(remedy: str) -> TextIO:
    """Standard input. Raises `InputError`, with the remedy, where it is closed."""
    if sys.stdin is None:
        raise InputError(Problem("Standard input is closed.", remedy))
    return sys.stdin
