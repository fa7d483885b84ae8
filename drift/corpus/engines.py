"""Where shards run: in this process, in a pool of processes, on a Dask cluster.

An engine takes numbered tasks as they come and yields (number, tables) in whatever order they are done. It
holds at most a few tasks at a time, so that neither the tasks nor the results pile up.
"""

from __future__ import annotations

import os
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from drift.corpus.manifest import BatchError
from drift.corpus.shards import shard

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from drift.corpus.manifest import Row
    from drift.corpus.shards import Settings, Tables

    Task = tuple[int, list[Row]]
    Engine = Callable[[Iterable[Task], Settings], Iterator[tuple[int, Tables]]]

ATTEMPTS = 3  # a shard that takes its worker down this often, by itself, is to blame for it
PATIENCE = "30s"  # a scheduler that does not answer by then is not there
AHEAD = 2  # tasks a worker: one that runs, one that waits


def serial() -> Engine:
    """Shard after shard in this process."""

    def engine(tasks: Iterable[Task], settings: Settings) -> Iterator[tuple[int, Tables]]:
        for number, rows in tasks:
            yield number, shard(rows, settings)

    return engine


def processes(workers: int) -> Engine:
    """A pool of `workers` processes on this machine. A pool whose worker died is built again.

    Raises:
        BatchError: a shard took its worker down `ATTEMPTS` times.
    """

    def engine(tasks: Iterable[Task], settings: Settings) -> Iterator[tuple[int, Tables]]:
        waiting = iter(tasks)
        suspects: deque[Task] = deque()  # they were running when a pool broke: each runs again, alone
        failures: dict[int, int] = {}
        finished = False
        while not finished:
            running: dict[Future[Tables], Task] = {}
            pool = _pool(workers)
            try:
                finished = yield from _until_broken(pool, AHEAD * workers, running, waiting, suspects, settings)
            finally:
                pool.shutdown(wait=True, cancel_futures=True)
            if len(running) == 1:
                (task,) = running.values()
                failures[task[0]] = failures.get(task[0], 0) + 1
                if failures[task[0]] >= ATTEMPTS:
                    msg = f"shard {task[0]} killed its worker {ATTEMPTS} times; its first row is {task[1][0].id!r}"
                    raise BatchError(msg)
            suspects.extend(sorted(running.values(), key=itemgetter(0)))

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
                running[pool.submit(shard, task[1], settings)] = task
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
            yield running.pop(future)[0], tables


def _pool(workers: int) -> ProcessPoolExecutor:
    threads = max(1, (os.cpu_count() or 1) // workers)
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start, initargs=(threads,))


def _start(threads: int) -> None:
    """Share the cores out: each worker's linear algebra would take all of them."""
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, str(threads))
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")


def cluster(address: str) -> Engine:
    """The workers of a Dask scheduler at `address`. A shard whose worker died is run again elsewhere.

    Raises:
        BatchError: `distributed` is not installed, the scheduler does not answer, or a shard failed for good.
    """

    def engine(tasks: Iterable[Task], settings: Settings) -> Iterator[tuple[int, Tables]]:
        try:
            import distributed
        except ImportError as error:
            msg = "--cluster needs Dask: pip install 'paraphrase-drift[cluster]'"
            raise BatchError(msg) from error
        try:
            client: Any = distributed.Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, ValueError) as error:
            msg = f"no Dask scheduler answers at {address}: {error}"
            raise BatchError(msg) from error
        with client:
            waiting = iter(tasks)
            numbers: dict[Any, int] = {}
            done: Any = distributed.as_completed(loop=client.loop)  # type: ignore[no-untyped-call]

            def fill() -> None:
                # asked anew each time: workers come and go
                most = AHEAD * max(1, sum(client.ncores().values()))
                while len(numbers) < most and (task := next(waiting, None)) is not None:
                    # pure=False: results are kept by us, not by the scheduler's memory of equal calls
                    future = client.submit(shard, task[1], settings, retries=ATTEMPTS, pure=False)
                    numbers[future] = task[0]
                    done.add(future)

            fill()
            for future in done:
                number = numbers.pop(future)
                try:
                    tables = future.result()
                except Exception as error:
                    # whatever the worker raised, after its retries
                    msg = f"shard {number} failed on the cluster: {type(error).__name__}: {error}"
                    raise BatchError(msg) from error
                future.release()
                fill()
                yield number, tables

    return engine
