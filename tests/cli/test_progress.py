"""What a long run says on standard error: how far it is, how fast, how long it will take."""

from __future__ import annotations

import pytest

from drift.cli import console
from drift.cli.console import Pace, pairs_done


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("seconds", "done", "total", "said"),
    [
        (10, 0, 100, ""),
        (10, 20, 100, "2.0 pairs/s, 0:01 hours left"),  # 40 s: rounded up, for what is left is never nothing
        (10, 100, 100, "10.0 pairs/s"),
        (3600, 36, 1000, "0.01 pairs/s, 26:47 hours left"),
        (10, 5, 100_000_000, "0.5 pairs/s, 55555:34 hours left"),
    ],
)
def test_rate_and_time_left(seconds: int, done: int, total: int, said: str) -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.said(0, total, 0)
    clock.now += seconds
    assert pace.said(done, total, 0) == said


def test_neither_reading_the_manifest_nor_reused_pairs_count_for_the_rate() -> None:
    clock = Clock()
    pace = Pace(clock)
    clock.now += 600  # the manifest is read
    assert pace.said(0, 1000, 0) == ""
    for reused in (100, 200, 500):  # finished shards are passed over
        clock.now += 10
        assert pace.said(reused, 1000, reused) == ""
    clock.now += 10
    assert pace.said(510, 1000, 500) == "1.0 pairs/s, 0:09 hours left"
    clock.now += 10
    assert pace.said(620, 1000, 600) == "1.0 pairs/s, 0:07 hours left"  # 100 more were reused in between


def test_a_log_has_a_first_and_a_last_line_and_one_now_and_then(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(console.time, "monotonic", clock)
    with pairs_done() as tell:
        tell(0, 60, 0)
        for done in range(10, 70, 10):
            clock.now += 10
            tell(done, 60, 0)
    assert capfd.readouterr().err.splitlines() == [
        "0 of 60 pairs",
        "30 of 60 pairs, 1.0 pairs/s, 0:01 hours left",
        "60 of 60 pairs, 1.0 pairs/s",
    ]


def test_a_log_of_a_run_that_stops_says_where_it_stood(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(console.time, "monotonic", clock)
    with pairs_done() as tell:
        tell(0, 60, 0)
        clock.now += 10
        tell(10, 60, 0)
    assert capfd.readouterr().err.splitlines() == ["0 of 60 pairs", "10 of 60 pairs, 1.0 pairs/s, 0:01 hours left"]


def test_nothing_is_said_of_a_run_that_does_not_begin(capfd: pytest.CaptureFixture[str]) -> None:
    with pairs_done():
        pass
    assert capfd.readouterr().err == ""


def test_a_terminal_shows_a_bar(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")
    with pairs_done() as tell:
        tell(0, 60, 0)
        tell(60, 60, 0)
    assert "60/60" in capfd.readouterr().err
