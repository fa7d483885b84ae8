"""Progress on standard error, where a person or a log may follow it."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LOG_EVERY = 30.0  # seconds between lines where standard error is a file: some 3,000 lines a day


@contextmanager
def working(what: str) -> Iterator[None]:
    """A spinner on standard error while the block runs; nothing where that is no terminal."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield
        return
    with console.status(what):
        yield


@contextmanager
def pairs_done() -> Iterator[Callable[[int, int, int], None]]:
    """A function to be told (done, total, of those reused); it shows the rate and the time left."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _log()
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("pairs", total=None, rate="")
        start = time.monotonic()

        def tell(done: int, total: int, reused: int) -> None:
            rate = (done - reused) / max(time.monotonic() - start, 1e-9)
            bar.update(task, completed=done, total=total, rate=f"{rate:.1f} pairs/s")

        yield tell


def _log() -> Callable[[int, int, int], None]:
    start = last = time.monotonic()

    def tell(done: int, total: int, reused: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < LOG_EVERY:
            return
        last = now
        rate = (done - reused) / (now - start)
        left = f"{(total - done) / rate:.0f} s left" if rate else "time left unknown"
        sys.stderr.write(f"{done} of {total} pairs, {rate:.1f} pairs/s, {left}\n")

    return tell
