# SPDX-License-Identifier: Apache-2.0
"""Where output goes: results to stdout or whole files, progress to stderr."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from pathlib import Path

from plangraph.errors import InputError, Problem

__all__ = ["progress", "show", "write_file"]


def show(text: str) -> None:
    """Print a result."""
    sys.stdout.write(text)


def progress(text: str, quiet: bool) -> None:
    """Tell what is being done."""
    if not quiet:
        print(text, file=sys.stderr, flush=True)


def write_file(file: Path, text: str) -> None:
    """Write a file whole or not at all: beside its place first, then moved there.

    Raises `InputError` where it cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder")
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        beside = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as out:
                out.write(text)
            beside.chmod(0o666 & ~_umask())
            beside.replace(file)
        except BaseException:
            beside.unlink()
            raise
    except OSError as error:
        reason = error.strerror or "cannot be written"
        raise InputError(Problem(f"The file cannot be written ({reason}).", "Choose another --output.", file)) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
