"""Work on several threads: each alone with numpy's linear algebra, and the process as it was before."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from drift.ground.threads import cores, side_by_side, single_threaded, started


def threads() -> set[int]:
    """What numpy's own linear algebra uses; scipy brings another library, which is not looked at here."""
    np.ones(1) @ np.ones(1)
    own = {
        pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas" and "numpy" in pool["filepath"]
    }
    if not own:
        pytest.skip("numpy's linear algebra cannot be told from others here")
    return own


@pytest.mark.parametrize("asked", [1, 2])
def test_the_last_out_puts_back_what_the_first_found(asked: int) -> None:
    outer = threadpool_limits(asked, user_api="blas")
    try:
        before = threads()
        inside, leave = threading.Event(), threading.Event()

        def other() -> None:
            with single_threaded():
                inside.set()
                leave.wait(10)

        thread = threading.Thread(target=other)
        with single_threaded():
            thread.start()
            assert inside.wait(10)
            assert threads() == {1}
        assert threads() == {1}  # the other thread is still inside
        leave.set()
        thread.join()
        assert threads() == before
    finally:
        outer.restore_original_limits()


def test_an_error_inside_puts_it_back_too() -> None:
    before = threads()
    with pytest.raises(ZeroDivisionError), single_threaded():
        raise ZeroDivisionError
    assert threads() == before


@pytest.mark.parametrize("count", [0, 1, 7])
def test_results_come_in_order_and_the_first_error_is_raised(count: int) -> None:
    assert side_by_side(lambda item: item * item, range(count)) == [item * item for item in range(count)]
    with pytest.raises(ZeroDivisionError):
        side_by_side(lambda item: 1 // (item - count), range(count + 1))


@pytest.mark.parametrize(("said", "most"), [("1", 1), ("", None), ("many", None), ("0", None), ("100000", None)])
def test_threads_are_no_more_than_asked_for(said: str, most: int | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    own = cores()
    monkeypatch.setenv("OMP_NUM_THREADS", said)
    assert cores() == (own if most is None else most)


def test_what_was_started_hands_on_its_result_or_its_error() -> None:
    assert started(divmod, 7, 2).result(10) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        started(divmod, 7, 0).result(10)
