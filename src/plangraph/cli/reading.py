# SPDX-License-Identifier: Apache-2.0
"""The register of the folder that a command was given."""

from __future__ import annotations

import argparse

from plangraph.cli.output import progress
from plangraph.register import Register, load_register

__all__ = ["read_register"]


def read_register(given: argparse.Namespace) -> Register:
    """The register in `given.data`, and on standard error that it is read."""
    progress(given, f"Läser registret i {given.data} …", f"Reading the register in {given.data} …")
    return load_register(given.data)
