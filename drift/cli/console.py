"""Progress on standard error, where a person or a log may follow it."""

from __future__ import annotations

import math
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
    """A function to be told (done, total, of those reused); it shows the rate and the time left.

    Where standard error is no terminal, a line is written at the start, at the end and every `LOG_EVERY` seconds.
    """
    from rich.console import Console

    console = Console(stderr=True)
    pace = Pace(time.monotonic)
    if not console.is_terminal:
        with _logging(pace) as tell:
            yield tell
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[pace]}"), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("pairs", total=None, pace="")

        def show(done: int, total: int, reused: int) -> None:
            bar.update(task, completed=done, total=total, pace=pace.said(done, total, reused))

        yield show


@contextmanager
def _logging(pace: Pace) -> Iterator[Callable[[int, int, int], None]]:
    told = -math.inf
    waiting = ""  # the last line that was not written

    def tell(done: int, total: int, reused: int) -> None:
        nonlocal told, waiting
        said = pace.said(done, total, reused)
        waiting = f"{done} of {total} pairs{', ' if said else ''}{said}\n"
        now = time.monotonic()
        if now - told >= LOG_EVERY:
            sys.stderr.write(waiting)
            told, waiting = now, ""

    try:
        yield tell
    finally:
        sys.stderr.write(waiting)


class Pace:
    """Rate and time left, from the pairs that were compared: those that are reused took no time to speak of."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._start = clock()

    def said(self, done: int, total: int, reused: int) -> str:
        """In words; nothing before the first pair was compared, from where on time counts."""
        now = self._clock()
        if done == reused:
            self._start = now
            return ""
        rate = (done - reused) / max(now - self._start, 1e-9)
        said = f"{rate:.1f} pairs/s" if rate >= 1 else f"{rate:.2g} pairs/s"
        if done == total:
            return said
        minutes = math.ceil((total - done) / rate / 60)
        return f"{said}, {minutes // 60}:{minutes % 60:02d} hours left"
