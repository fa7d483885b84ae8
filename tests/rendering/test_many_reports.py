"""Many reports: a stream that survives an interruption, and a collection with frames."""

from __future__ import annotations

from itertools import count

import pandas as pd
import pytest

import drift
from drift.reports import Stream
from tests.rendering import rendering_samples as samples


class Maker:
    """Makes reports of numbers; `stop_at` is interrupted the first time that it comes up."""

    def __init__(self, stop_at: int | None = None, error_at: int | None = None) -> None:
        self.batches: list[tuple[int, ...]] = []
        self.made: list[int] = []
        self.stop_at, self.error_at = stop_at, error_at

    def __call__(self, pairs: tuple[int, ...]) -> object:
        self.batches.append(pairs)
        for pair in pairs:
            if pair == self.stop_at:
                self.stop_at = None
                raise KeyboardInterrupt
            if pair == self.error_at:
                raise drift.ReadError(str(pair))
            self.made.append(pair)
            yield samples.clean()


def test_a_stream_is_lazy_and_in_order() -> None:
    make = Maker()
    stream = Stream(make, count(), 3)  # it never ends
    assert stream.total is None
    next(stream)
    assert make.made == [0]
    for _ in range(4):
        next(stream)
    assert make.made == [0, 1, 2, 3, 4]
    assert make.batches == [(0, 1, 2), (3, 4, 5)]
    assert iter(stream) is stream


def test_a_stream_ends_and_stays_at_its_end() -> None:
    stream = Stream(Maker(), [1, 2, 3], 2)
    assert len(list(stream)) == stream.taken == stream.total == 3
    assert next(stream, None) is None


def test_an_interrupted_stream_goes_on_where_it_stopped() -> None:
    make = Maker(stop_at=4)
    stream = Stream(make, range(7), 3)
    with pytest.raises(KeyboardInterrupt):
        list(stream)
    assert make.made == [0, 1, 2, 3]
    list(stream)
    assert make.made == list(range(7))


def test_a_batch_is_full_by_weight_and_long_pairs_do_not_make_the_first_wait() -> None:
    make = Maker(stop_at=5)
    stream = Stream(make, range(1, 8), 6, lambda pair: pair)
    with pytest.raises(KeyboardInterrupt):
        list(stream)
    list(stream)
    # 1 + 2 + 3 is full, so is 4 + 5; what an interruption left of a batch is one of its own
    assert make.batches == [(1, 2, 3), (4, 5), (5,), (6,), (7,)]
    assert make.made == list(range(1, 8))


def test_each_batch_is_begun_before_the_one_ahead_of_it_is_compared() -> None:
    told: list[tuple[str, tuple[int, ...]]] = []

    def begin(pairs: tuple[int, ...]) -> tuple[int, ...]:
        told.append(("begun", pairs))
        return pairs

    def compare(pairs: tuple[int, ...]) -> object:
        told.append(("compared", pairs))
        yield from (samples.clean() for _ in pairs)

    list(Stream(compare, range(5), 2, begin=begin))
    first, second, third = (0, 1), (2, 3), (4,)
    assert told == [
        ("begun", first), ("begun", second), ("compared", first),
        ("begun", third), ("compared", second), ("compared", third),
    ]  # fmt: skip


def test_what_the_pairs_themselves_raise_waits_for_its_turn() -> None:
    def pairs() -> object:
        yield from range(4)
        msg = "no more"
        raise OSError(msg)

    make = Maker()
    stream = Stream(make, pairs(), 3)
    with pytest.raises(OSError, match="no more"):
        list(stream)
    assert make.made == [0, 1, 2, 3]


def test_an_error_ends_a_stream() -> None:
    stream = Stream(Maker(error_at=1), range(7), 3)
    next(stream)
    with pytest.raises(drift.ReadError):
        next(stream)
    assert list(stream) == []


def test_collecting_keeps_what_was_done_before_an_interruption() -> None:
    stream = Stream(Maker(stop_at=4), range(7), 3)
    about = [{"outlet": f"o{n}"} for n in range(7)]
    first = drift.Reports.collect(stream, about=about)
    assert (len(first), first.planned) == (4, 7)
    assert [row["outlet"] for row in first.about] == ["o0", "o1", "o2", "o3"]
    rest = drift.Reports.collect(stream, about=about[4:])
    both = first + rest
    assert (len(both), both.planned) == (7, None)
    assert list(both.to_frame()["outlet"]) == [f"o{n}" for n in range(7)]


def test_collecting_into_a_list_keeps_what_was_done_before_an_error() -> None:
    done: list[drift.Report] = []
    with pytest.raises(drift.ReadError):
        drift.Reports.collect(Stream(Maker(error_at=4), range(7), 3), done=done)
    assert len(done) == 4
    about = [{"outlet": f"o{n}"} for n in range(7)]
    mended = Stream(Maker(stop_at=5), range(len(done), 7), 3)
    first = drift.Reports.collect(mended, done=done, about=about)
    assert (len(first), first.planned, len(first.about)) == (5, 7, 5)
    both = drift.Reports.collect(mended, done=done, about=about)
    assert (len(both), both.planned) == (7, None)
    assert both.items == tuple(done)


def test_frames_hold_a_row_a_report_and_a_row_a_finding() -> None:
    reports = drift.Reports.collect(
        [samples.realistic(), samples.clean(), samples.alone()],
        about=pd.DataFrame({"outlet": ["wire", "blog", "post"], "day": [1, 2, 3]}),
    )
    frame = reports.to_frame()
    assert list(frame.columns[:5]) == ["pair", "outlet", "day", "original", "rewrite"]
    assert list(frame["pair"]) == [0, 1, 2]
    assert list(frame["major"]) == [4, 0, 0]
    assert frame["drift"][0] == 0.214
    assert frame["original"][0] == "texts/breakwater.txt"
    assert frame["original"][2] == ""
    findings = reports.findings_frame()
    assert len(findings) == 12
    assert list(findings["outlet"].unique()) == ["wire", "post"]
    assert (findings["severity"] >= "major").sum() == 5
    assert findings["pair"].tolist() == [0] * 11 + [2]


def test_frames_of_nothing_have_their_columns() -> None:
    assert "drift" in drift.Reports(()).to_frame().columns
    assert len(drift.Reports((samples.clean(),)).findings_frame()) == 0
    assert "kind" in drift.Reports((samples.clean(),)).findings_frame().columns


def test_thresholds_hold_for_all() -> None:
    reports = drift.Reports((samples.realistic(), samples.alone()), ({"o": 1}, {"o": 2})).rethreshold(confidence=0.95)
    assert [len(report.findings) for report in reports] == [3, 0]
    assert reports.about == ({"o": 1}, {"o": 2})


def test_slices_keep_what_the_reports_are_about() -> None:
    reports = drift.Reports((samples.clean(),) * 3, tuple({"n": n} for n in range(3)))
    assert reports[1:].about == ({"n": 1}, {"n": 2})
    assert reports[0] == samples.clean()


def test_rows_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="3 reports, but rows about 2"):
        drift.Reports.collect([samples.clean()] * 3, about=[{}, {}])
    with pytest.raises(ValueError, match="'drift'"):
        drift.Reports((samples.clean(),), ({"drift": 1},)).to_frame()
    with pytest.raises(ValueError, match="only one of the two"):
        drift.Reports((samples.clean(),), ({"n": 1},)) + drift.Reports((samples.clean(),))


def test_a_bar_counts_where_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    drift.Reports.collect(Stream(Maker(), range(5), 2), progress=True)
    assert "5/5" in capsys.readouterr().err
    drift.Reports.collect(Stream(Maker(), range(5), 2))
    assert capsys.readouterr().err == ""  # outside a notebook nothing is printed unasked
