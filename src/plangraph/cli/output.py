# SPDX-License-Identifier: Apache-2.0
"""Where output goes: results to stdout or whole files, progress to stderr."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from plangraph.errors import InputError, Problem
from plangraph.register.whole_file import write_whole

__all__ = ["discard_output", "progress", "refuse_folder", "show", "write_file"]


def show(text: str) -> None:
    """Print a result. Raises `InputError` where standard output is closed or takes no more."""
    if sys.stdout is None:
        raise InputError(Problem("Standard output is closed.", "Leave it open, or send it to a file."))
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        discard_output()
        what = f"Standard output cannot be written ({error.strerror})."
        raise InputError(Problem(what, "Send it somewhere else.")) from None


def discard_output() -> None:
    """Let what is still to be written to standard output go nowhere: nobody takes it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def progress(given: argparse.Namespace, swedish: str, english: str) -> None:
    """Tell on standard error what is being done, in the language that was asked for, unless it is to be quiet."""
    if not given.quiet:
        print(english if given.lang == "en" else swedish, file=sys.stderr, flush=True)


def write_file(file: Path, text: str) -> None:
    """Write a file whole or not at all: beside its place first, then moved there.

    Raises `InputError` where it cannot be written.
    """
    refuse_folder(file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, text.encode())
    except OSError as error:
        raise _unwritable(file, error.strerror or "cannot be written") from None


def refuse_folder(file: Path) -> None:
    """Raise `InputError` where a folder stands in the place of a file that is to be written."""
    if file.is_dir():
        raise _unwritable(file, "is a folder")


def _unwritable(file: Path, reason: str) -> InputError:
    return InputError(Problem(f"The file cannot be written ({reason}).", "Choose another --output.", file))
