# SPDX-License-Identifier: Apache-2.0
"""The command line: thin over the library. Nothing but this package prints or exits.

Results go to stdout, messages and progress to stderr. Exit 0: clean; 1: the data has findings at or above `--fail-on`,
or contradicts itself; 2: bad usage or input that cannot be read; 130: interrupted.
"""

from __future__ import annotations

import io
import signal
import sys
from collections.abc import Sequence

from plangraph.cli.arguments import parser
from plangraph.cli.output import discard_output
from plangraph.errors import ContradictionError, InputError, PlangraphError

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; `arguments` are those of the process unless given. Returns the exit code."""
    given = parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # a terminal or pipe that is not UTF-8 lacks letters of ours: they are told by number there, as on stderr
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code: int = given.command(given)
        return code
    except InputError as error:
        if given.debug:
            raise
        for problem in error.problems:
            print(f"plangraph: {problem}", file=sys.stderr)
        return 2
    except PlangraphError as error:
        if given.debug:
            raise
        print(f"plangraph: {error}", file=sys.stderr)
        return 1 if isinstance(error, ContradictionError) else 2
    except BrokenPipeError:
        # the reader, such as `head`, has what it wanted
        discard_output()
        return 0
    except KeyboardInterrupt:
        # as shells have it for a program that a signal ended
        return 128 + signal.SIGINT
