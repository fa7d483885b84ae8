"""How many threads work at once, and that each of them works alone.

Work is split by sentence or pair, one thread each: what comes out does not depend on the number of cores, and no
linear algebra waits for a second core that something else is using.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future

    T = TypeVar("T")
    R = TypeVar("R")

_lock = threading.Lock()
_inside = 0  # how many blocks of `single_threaded` are running
_limit: Any = None


def cores() -> int:
    """Threads to use: the processor cores that this process may run on, or OMP_NUM_THREADS where that is fewer."""
    try:
        own = len(os.sched_getaffinity(0))
    except AttributeError:  # not on Linux
        own = os.cpu_count() or 1
    asked = os.environ.get("OMP_NUM_THREADS", "")
    return max(1, min(own, int(asked))) if asked.isdecimal() and int(asked) else own


def side_by_side(function: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """`function` of each item, in order, on as many threads as there are cores."""
    with single_threaded():
        if len(items) < 2 or cores() == 1:
            return [function(item) for item in items]
        with ThreadPoolExecutor(min(cores(), len(items))) as pool:
            return list(pool.map(function, items))


def started(function: Callable[..., R], *arguments: Any) -> Future[R]:
    """`function` of `arguments`, at work in a thread of its own from now on."""
    pool = ThreadPoolExecutor(1)
    future = pool.submit(function, *arguments)
    pool.shutdown(wait=False)  # the thread ends with its work
    return future


@contextmanager
def single_threaded() -> Iterator[None]:
    """While the block runs, numpy's linear algebra uses the calling thread alone, in the whole process."""
    from threadpoolctl import OpenBLASController

    global _inside, _limit  # noqa: PLW0603 - the setting is the process's own; the first in sets it, the last out restores it
    with _lock:
        if _inside == 0:
            _limit = _controller().limit(limits=1, user_api="blas")
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _inside == 0:
                # OpenBLAS obeys the thread that set it, or any other once that one has let go
                OpenBLASController.clear_controlling_thread(force=True)
                _limit.restore_original_limits()
                OpenBLASController.clear_controlling_thread()


@cache
def _controller() -> Any:
    import numpy as np  # noqa: F401 - its linear algebra must be loaded to be found
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
