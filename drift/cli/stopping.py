"""A long run that is told to stop: by Ctrl-C, or by SIGTERM as a scheduler of jobs sends it."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TERMINATED = 128 + signal.SIGTERM  # what shells expect


class _TerminatedError(KeyboardInterrupt):
    """SIGTERM, on the way that Ctrl-C takes: no row's error, and through no `except Exception`."""


@contextmanager
def stop_is_said(folder: Path) -> Iterator[None]:
    """Within the block a stop unwinds it in good order, and one line says how to go on with what is in `folder`."""

    def stop(*_: object) -> NoReturn:
        raise _TerminatedError

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt as stopped:
        sys.stderr.write(f"drift: what is done is kept in {folder}; --resume goes on with the rest\n")
        if isinstance(stopped, _TerminatedError):
            sys.stderr.write("drift: terminated\n")
            raise typer.Exit(TERMINATED) from None
        raise
    finally:
        signal.signal(signal.SIGTERM, before)
