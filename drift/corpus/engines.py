"""Where shards run: in this process, in a pool of processes, or on a cluster (`drift.corpus.cluster`).

An engine takes tasks as they come and yields (number, tables) in whatever order they are done. It holds at most a
few tasks at a time, so that neither the tasks nor the results pile up. Closing it stops its work.
"""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from operator import attrgetter
from typing import TYPE_CHECKING

from drift.corpus.manifest import BatchError
from drift.corpus.shards import shard
from drift.ground.threads import cores

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from multiprocessing.connection import Connection

    from drift.corpus.shards import Settings, Tables, Task

    Results = Generator[tuple[int, Tables], None, None]
    Engine = Callable[[Iterable[Task], Settings], Results]

ATTEMPTS = 3  # a shard that takes its worker down this often, by itself, is to blame for it
AHEAD = 2  # tasks a worker: one that runs, one that waits


def serial() -> Engine:
    """Shard after shard in this process."""

    def engine(tasks: Iterable[Task], settings: Settings) -> Results:
        for task in tasks:
            yield task.number, shard(task.rows, settings, task.least)

    return engine


def processes(workers: int) -> Engine:
    """A pool of `workers` processes on this machine. A pool whose worker died is built again.

    The workers end when the engine is closed, and when this process dies, in whatever way.

    Raises:
        BatchError: a shard took its worker down `ATTEMPTS` times, or a worker has another signature than the run.
    """

    def engine(tasks: Iterable[Task], settings: Settings) -> Results:
        waiting = iter(tasks)
        suspects: deque[Task] = deque()  # they were running when a pool broke: each runs again, alone
        failures: dict[int, int] = {}
        finished = False
        while not finished:
            running: dict[Future[Tables], Task] = {}
            with _pool(workers) as pool:
                finished = yield from _until_broken(pool, AHEAD * workers, running, waiting, suspects, settings)
            if len(running) == 1:
                (task,) = running.values()
                failures[task.number] = failures.get(task.number, 0) + 1
                if failures[task.number] >= ATTEMPTS:
                    msg = (
                        f"shard {task.number} killed its worker {ATTEMPTS} times; its first row is {task.rows[0].id!r}"
                    )
                    raise BatchError(msg)
            suspects.extend(sorted(running.values(), key=attrgetter("number")))

    return engine


def _until_broken(  # noqa: PLR0913, PLR0917 - the state of one pool
    pool: ProcessPoolExecutor,
    most: int,
    running: dict[Future[Tables], Task],
    waiting: Iterator[Task],
    suspects: deque[Task],
    settings: Settings,
) -> Generator[tuple[int, Tables], None, bool]:
    """Yield results until no task is left (True) or a worker died (False; its tasks stay in `running`)."""
    while True:
        while len(running) < (1 if suspects else most):
            task = suspects.popleft() if suspects else next(waiting, None)
            if task is None:
                break
            try:
                with _left_to_this_process():
                    running[pool.submit(shard, task.rows, settings, task.least)] = task
            except BrokenProcessPool as error:
                lost: Future[Tables] = Future()
                lost.set_exception(error)
                running[lost] = task
            if len(running) == 1 and suspects:
                break
        if not running:
            return True
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            try:
                tables = future.result()
            except BrokenProcessPool:
                return False
            yield running.pop(future).number, tables


@contextmanager
def _pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """A pool whose workers stop at once when the block is left by an exception."""
    context = get_context("spawn")
    # Each worker listens at one end of a pipe. The other is this process's alone: it closes however that ends.
    listening, lifeline = context.Pipe(duplex=False)
    threads = max(1, cores() // workers)
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(threads, listening))
    try:
        yield pool
    except BaseException:
        lifeline.close()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        lifeline.close()
        listening.close()


@contextmanager
def _left_to_this_process() -> Iterator[None]:
    """Processes that are started in here leave Ctrl-C to this one, from their first moment on."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(threads: int, lifeline: Connection) -> None:
    """Share the cores out: each worker's linear algebra would take all of them."""
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, str(threads))
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()


def _end_with(lifeline: Connection) -> None:
    """End this worker when the other end closes. A pool's worker would wait for a dead parent forever."""
    with suppress(EOFError, OSError):
        lifeline.recv_bytes()
    os._exit(1)
