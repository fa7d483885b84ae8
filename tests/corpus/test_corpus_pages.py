"""Which pairs have a page: the worst of all, whatever order they came in and whatever stopped the run."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.corpus import Row, shard
from drift.corpus.worst import Worst
from drift.rendering import page
from tests.corpus import faking
from tests.corpus.batching import SETTINGS, StopError, content, manifest, run, stopping

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from drift.corpus.engines import Engine

drifts = st.lists(st.sampled_from([None, 0.0, 0.1, 0.2, 0.5, 1.0]), max_size=20)


@pytest.fixture
def cheap_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "html", faking.page)


def worst(rows: dict[int, float | None], most: int) -> list[int]:
    """The plain way: sort all."""
    return sorted(rows, key=lambda place: (-(-1 if rows[place] is None else rows[place]), place))[:most]


@given(drifts, st.integers(0, 6), st.randoms())
def test_the_worst_do_not_depend_on_the_order(found: list[float | None], most: int, order: random.Random) -> None:
    kept: Worst[int] = Worst(most)
    places = list(range(len(found)))
    order.shuffle(places)
    gone = {kept.add(place, found[place], place) for place in places}
    assert kept.items() == worst(dict(enumerate(found)), most)
    assert gone - {None} == set(places) - set(kept.items())


@given(drifts, st.integers(0, 6), st.integers(0, 20), st.sampled_from([None, 0.0, 0.1, 0.3, 0.5, 1.0]))
def test_the_least_rank_tells_what_would_be_kept(
    found: list[float | None], most: int, first: int, drift: float | None
) -> None:
    from drift.corpus.worst import rank

    kept: Worst[int] = Worst(most)
    for place, value in enumerate(found):
        if place != first:
            kept.add(place, value, place)
    wanted = rank(drift) >= kept.least(first)
    rows: dict[int, float | None] = {place: value for place, value in enumerate(found) if place != first}
    taken = first in worst({**rows, first: drift}, most)
    assert wanted or not taken  # nothing that is wanted is left out
    if all(place < first for place in rows):
        assert wanted == taken  # and where rows come in order, nothing is made in vain


def scripted(order: list[int], stop_after: int | None = None) -> Engine:
    """Makes all tasks, then gives the results in this order (numbers that are no task are passed over)."""

    def engine(tasks: object, settings: object) -> Iterator[object]:
        made = {}
        for task in tasks:  # type: ignore[attr-defined]
            made[task.number] = task
        for done, number in enumerate(k for k in order if k in made):
            if done == stop_after:
                raise StopError
            yield number, shard(made[number].rows, SETTINGS, made[number].least)

    return engine  # type: ignore[return-value]


def interleaved(seed: int, stop_after: int) -> Engine:
    """A few tasks at a time, done in a random order, as a pool does them, and then stopped."""

    def engine(tasks: object, settings: object) -> Iterator[object]:
        chance = random.Random(seed)  # noqa: S311 - a test's order
        source, under_way, done = iter(tasks), [], 0  # type: ignore[call-overload]
        while True:
            while len(under_way) < 3 and (task := next(source, None)) is not None:
                under_way.append(task)
            if not under_way:
                return
            if done == stop_after:
                raise StopError
            task = under_way.pop(chance.randrange(len(under_way)))
            done += 1
            yield task.number, shard(task.rows, SETTINGS, task.least)

    return engine  # type: ignore[return-value]


def rows_of(chance: random.Random, count: int) -> dict[str, str]:
    kinds = ["DRIFT=0", "DRIFT=0.1", "DRIFT=0.5", "DRIFT=0.5", "DRIFT=0.9", "UNJUDGED", "EXPLODE"]
    return {f"r{k}": f"It met. {chance.choice(kinds)}" for k in range(count)}


@pytest.mark.usefixtures("cheap_pages")
@pytest.mark.parametrize("seed", range(6))
def test_pages_are_those_of_an_undisturbed_run_whatever_stops_and_order(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test's cases
    most = chance.choice([1, 3, 5, 8])
    pairs = manifest(tmp_path, 20, **rows_of(chance, 20))
    for attempt in range(4):
        try:
            engine = interleaved(chance.randrange(99), chance.randrange(1, 3))
            run(pairs, tmp_path / "out", engine, pages=most, resume=attempt > 0)
        except StopError:
            continue
    order = chance.sample(range(7), 7)
    run(pairs, tmp_path / "out", scripted(order), pages=most, resume=True)
    run(pairs, tmp_path / "whole", pages=most)
    assert content(tmp_path / "out") == content(tmp_path / "whole")
    compared = sum("EXPLODE" not in line for line in pairs.read_text().splitlines())
    assert len(list((tmp_path / "whole" / "pages").iterdir())) == min(most, compared)


@pytest.mark.usefixtures("cheap_pages")
def test_pages_that_fall_out_are_removed_as_the_run_goes(tmp_path: Path) -> None:
    there: list[list[str]] = []
    pairs = manifest(tmp_path, 9, **{f"r{k}": f"It met. DRIFT={k / 10}" for k in range(9)})
    folder = tmp_path / "out" / "pages"
    run(pairs, tmp_path / "out", pages=2, progress=lambda _: there.append(sorted(p.name for p in folder.glob("*"))))
    assert there == [[], *[[f"{k:09d}.html", f"{k + 1:09d}.html"] for k in (2, 5, 8)]]


def test_workers_make_no_page_below_what_is_wanted_and_tables_do_not_change(cheap_pages: None) -> None:
    rows = [Row(f"p{k}", "One two.", f"One two. DRIFT={k / 10}") for k in range(5)]
    rows += [Row("unjudged", "One two.", "One. UNJUDGED"), Row("bad", "One two.", "EXPLODE")]
    some, every, none = shard(rows, SETTINGS, 0.3), shard(rows, SETTINGS), shard(rows, SETTINGS, float("inf"))
    assert list(some.pages) == [3, 4]
    assert list(every.pages) == [0, 1, 2, 3, 4, 5]
    assert not none.pages
    assert some.pairs.equals(every.pairs)
    assert some.findings.equals(none.findings)


def test_pages_in_the_order_of_falling_drift_are_made_once_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    monkeypatch.setattr(page, "html", lambda report, **_: made.append(report) or b"page")
    run(manifest(tmp_path, 12, **{f"r{k}": f"It met. DRIFT={1 - k / 20}" for k in range(12)}), tmp_path / "a", pages=3)
    assert len(made) == 3
    run(manifest(tmp_path, 12, all_end="DRIFT=0.5"), tmp_path / "b", pages=3)  # all alike: the first are kept
    assert len(made) == 6


def test_a_resumed_run_makes_no_page_below_what_the_finished_shards_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = manifest(tmp_path, 9, **{f"r{k}": f"It met. DRIFT={1 - k / 10}" for k in range(9)})
    made: list[object] = []
    monkeypatch.setattr(page, "html", lambda report, **_: made.append(report) or b"page")
    with pytest.raises(StopError):
        run(pairs, tmp_path / "out", stopping(1), pages=3)
    made.clear()
    run(pairs, tmp_path / "out", pages=3, resume=True)
    assert made == []


def test_a_page_that_cannot_be_made_says_so_and_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object, **__: str) -> bytes:
        msg = "<b>no such luck</b>"
        raise KeyError(msg)

    monkeypatch.setattr(page, "html", broken)
    assert run(manifest(tmp_path, 2), tmp_path / "out", pages=5).errors == 0
    made = (tmp_path / "out" / "pages" / "000000001.html").read_text()
    assert "This page cannot be made: KeyError: &#39;&lt;b&gt;no such luck" in made


def test_a_page_says_which_pair_it_is_and_leads_back(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(json.dumps({"id": "<b>7</b>", "original": "One two.", "rewrite": "One three."}) + "\n")
    run(path, tmp_path / "out", pages=1)
    made = (tmp_path / "out" / "pages" / "000000001.html").read_text()
    assert "<title>Drift report: &lt;b&gt;7&lt;/b&gt;</title>" in made
    assert '<a href="../index.html">All pairs</a>' in made
    assert "<bdi>&lt;b&gt;7&lt;/b&gt;</bdi>" in made


def test_pages_are_named_by_place_never_by_id(tmp_path: Path, cheap_pages: None) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(json.dumps({"id": "../../x", "original": "One two.", "rewrite": "One three."}) + "\n")
    run(path, tmp_path / "out", pages=1)
    assert [path.name for path in (tmp_path / "out" / "pages").iterdir()] == ["000000001.html"]
    assert 'href="pages/000000001.html"' in (tmp_path / "out" / "index.html").read_text()
    assert not (tmp_path / "x").exists()


def test_without_pages_there_is_no_folder_and_no_link(tmp_path: Path) -> None:
    run(manifest(tmp_path, 2), tmp_path / "out", pages=0)
    assert not (tmp_path / "out" / "pages").exists()
    assert "pages/" not in (tmp_path / "out" / "index.html").read_text()


def test_more_pages_than_the_list_has_rows_make_the_list_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cheap_pages: None
) -> None:
    monkeypatch.setattr("drift.corpus.overview.LISTED", 2)
    run(manifest(tmp_path, 6), tmp_path / "out", pages=4)
    assert (tmp_path / "out" / "index.html").read_text().count('href="pages/') == 4
    run(manifest(tmp_path, 6), tmp_path / "fewer", pages=1)
    index = (tmp_path / "fewer" / "index.html").read_text()
    assert index.count('href="pages/') == 1
    assert "The 2 pairs with the most drift" in index


def test_resume_after_kill_9_loses_doubles_and_repeats_nothing_and_has_the_same_pages(
    tmp_path: Path, cheap_pages: None
) -> None:
    chance = random.Random(5)  # noqa: S311 - a test's cases
    rewrites = {f"r{k}": f"It met. DRIFT={chance.random():.2f} SLEEP=0.01" for k in range(60)}
    pairs, out = manifest(tmp_path, 60, **rewrites), tmp_path / "out"
    code = (
        "import sys; from pathlib import Path; from tests.corpus import faking\n"
        "from drift.corpus import Settings, batch, engines; from drift.rendering import page\n"
        "page.html = faking.page\n"
        "batch(Path(sys.argv[1]), Path(sys.argv[2]), settings=Settings(faking.make, 'fake-1'),"
        " engine=engines.serial(), shard_size=3, pages=7, resume=True)\n"
    )
    for wanted in (3, 9):
        child = subprocess.Popen([sys.executable, "-c", code, str(pairs), str(out)])
        deadline = time.monotonic() + 60
        while child.poll() is None and time.monotonic() < deadline:
            if len(list(out.glob("shards/*/*.pairs.parquet"))) >= wanted:
                break
            time.sleep(0.001)
        child.kill()
        assert child.wait() == -9
    assert len(list((out / "pages").glob("*"))) >= 7
    (out / "pages" / ".000000099.html.0123abcd.part").write_text("what a kill leaves")
    kept = len(list(out.glob("shards/*/*.pairs.parquet")))
    assert 9 <= kept < 20
    assert run(pairs, out, resume=True, pages=7).reused == 3 * kept
    run(pairs, tmp_path / "whole", pages=7)
    assert content(out) == content(tmp_path / "whole")
    assert len(list((out / "pages").iterdir())) == 7  # hidden ones too
