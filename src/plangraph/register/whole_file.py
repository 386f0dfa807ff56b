# SPDX-License-Identifier: Apache-2.0
"""Writing a file so that it is there whole or as it was, whatever happens meanwhile."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

__all__ = ["write_whole"]


def write_whole(file: Path, content: bytes) -> None:
    """Write a file beside its place and move it there; who may read it stays as it was, and a link to it a link.

    A pipe or a device is written to as it is: something moved into its place would put an end to it.

    Raises `OSError` where it cannot be written.
    """
    if file.exists() and not file.is_file():
        with file.open("wb") as out:
            out.write(content)
        return
    file = file.resolve()
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        beside.chmod(file.stat().st_mode & 0o777 if file.exists() else 0o666 & ~_umask())
        beside.replace(file)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
