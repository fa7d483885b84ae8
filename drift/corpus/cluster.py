"""Shards on the workers of a Dask scheduler."""

from __future__ import annotations

import logging
from concurrent.futures import CancelledError
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from drift.corpus.engines import AHEAD, ATTEMPTS
from drift.corpus.manifest import BatchError
from drift.corpus.shards import shard
from drift.encoding import ModelError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from drift.corpus.engines import Engine, Results
    from drift.corpus.manifest import Row
    from drift.corpus.shards import Settings, Tables, Task

PATIENCE = "30s"  # a scheduler that does not answer by then is not there
UNUSUALLY_LARGE = "distributed.admin.large-graph-warning-threshold"


def cluster(address: str) -> Engine:
    """The workers of the scheduler at `address`. A shard whose worker died is run again elsewhere.

    Raises:
        BatchError: `distributed` is not installed, the scheduler does not answer or is lost, a worker has another
            signature than the run, or a shard failed for good.
    """

    def engine(tasks: Iterable[Task], settings: Settings) -> Results:
        with _client(address) as client:
            try:
                yield from _results(client, iter(tasks), settings)
            except (CancelledError, OSError) as error:  # a worker's OSError has become a BatchError in `_results`
                msg = f"lost the Dask scheduler at {address}; --resume goes on with this or another one"
                raise BatchError(msg) from error

    return engine


@contextmanager
def _client(address: str) -> Iterator[Any]:
    try:
        import dask
        import distributed
    except ImportError as error:
        msg = "--cluster needs Dask: pip install 'paraphrase-drift[cluster]'"
        raise BatchError(msg) from error
    try:
        client: Any = distributed.Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        msg = f"no Dask scheduler answers at {address}: {error}"
        raise BatchError(msg) from error
    # A shard's texts go with its task, so that no worker's death loses them. Dask warns of such tasks beyond 10 MB, for
    # they are mostly data that many tasks share; these are used once.
    with dask.config.set({UNUSUALLY_LARGE: "1PiB"}), _quiet(), client:
        yield client


@contextmanager
def _quiet() -> Iterator[None]:
    """What Dask would log of a lost scheduler is raised as an error here."""
    # the client's logger has a level of its own; the threads that send and listen log by the others' common one
    loggers = [logging.getLogger(name) for name in ("distributed", "distributed.client")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def _results(client: Any, tasks: Iterator[Task], settings: Settings) -> Results:
    import distributed

    under_way: dict[Any, tuple[int, str]] = {}  # number and first id of a shard by its future
    done: Any = distributed.as_completed(loop=client.loop)  # type: ignore[no-untyped-call]

    def fill() -> None:
        # asked anew each time: workers come and go
        most = AHEAD * max(1, sum(client.ncores().values()))
        while len(under_way) < most and (task := next(tasks, None)) is not None:
            # pure=False: results are kept by us, not by the scheduler's memory of equal calls
            future = client.submit(attempt, task.rows, settings, task.least, retries=ATTEMPTS, pure=False)
            under_way[future] = task.number, task.rows[0].id
            done.add(future)

    fill()
    for future in done:
        number, first = under_way.pop(future)
        try:
            tables = future.result()
        except CancelledError:
            raise
        except Exception as error:
            if isinstance(error, OSError) and future.status != "error":
                raise  # no worker's error: the tables could not be fetched
            # whatever the worker raised, after its retries
            msg = (
                f"shard {number}, whose first row is {first!r}, failed on the cluster: {type(error).__name__}: {error}"
            )
            raise BatchError(msg) from error
        if isinstance(tables, Exception):
            raise tables
        future.release()
        fill()
        yield number, tables


def attempt(rows: tuple[Row, ...], settings: Settings, least: float) -> Tables | Exception:
    """What no retry would mend comes back as a value: what is raised is tried again."""
    try:
        return shard(rows, settings, least)
    except (BatchError, ModelError) as error:
        return error
