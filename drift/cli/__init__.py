"""The command line: one thin file a verb. Nothing heavy is imported before a verb needs it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130  # 128 + SIGINT, what shells expect


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Every expected failure (usage, input that cannot be read, a model that is not there) is one line on
    standard error; an unexpected one shows its traceback only with `--debug` or `DRIFT_DEBUG=1`.
    """
    try:
        from drift.cli.app import run  # here, so that Ctrl-C while it is imported is an interruption like any other

        code = run(argv)
    except KeyboardInterrupt:
        code = INTERRUPTED
    if code == INTERRUPTED:  # which is what typer makes of Ctrl-C within a verb
        sys.stderr.write("drift: interrupted\n")
    return code


__all__ = ["main"]
