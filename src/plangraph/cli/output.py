# SPDX-License-Identifier: Apache-2.0
"""Where output goes: results to stdout or whole files, progress to stderr."""

from __future__ import annotations

import argparse
import errno
import sys
from pathlib import Path

from plangraph.errors import InputError, Problem
from plangraph.register.whole_file import write_whole

__all__ = ["progress", "show", "write_file"]


def show(text: str) -> None:
    """Print a result."""
    sys.stdout.write(text)


def progress(given: argparse.Namespace, swedish: str, english: str) -> None:
    """Tell on standard error what is being done, in the language that was asked for, unless it is to be quiet."""
    if not given.quiet:
        print(english if given.lang == "en" else swedish, file=sys.stderr, flush=True)


def write_file(file: Path, text: str) -> None:
    """Write a file whole or not at all: beside its place first, then moved there.

    Raises `InputError` where it cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder")
        write_whole(file, text.encode())
    except OSError as error:
        reason = error.strerror or "cannot be written"
        raise InputError(Problem(f"The file cannot be written ({reason}).", "Choose another --output.", file)) from None
