from __future__ import annotations

import gc
import os
import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from drift.corpus import BatchError, Progress, Row, Settings, Summary, Tables, engines
from tests.corpus.batching import SETTINGS, StopError, content, manifest, run, stopping

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_tables_hold_a_row_a_pair_in_order(tmp_path: Path) -> None:
    found = run(manifest(tmp_path, 8, r2="The town council met on day 2."), tmp_path / "out")
    assert found == Summary(pairs=8, errors=0, minor=0, major=7, critical=0, reused=0)
    pairs = pq.read_table(tmp_path / "out" / "pairs.parquet").to_pylist()
    assert [row["id"] for row in pairs] == [f"p{k}" for k in range(8)]
    assert pairs[2]["drift"] == 0
    assert pairs[2]["findings"] == 0
    assert pairs[3]["quality"] == pytest.approx(100 * (1 - pairs[3]["drift"]), abs=1e-3)
    findings = pq.read_table(tmp_path / "out" / "findings.parquet").to_pylist()
    assert {row["rewrite_text"] for row in findings} == {f"A council met on day {k}." for k in range(8) if k != 2}
    beads = pq.read_table(tmp_path / "out" / "beads.parquet").to_pylist()
    assert [row["id"] for row in beads] == [f"p{k}" for k in range(8)]
    assert beads[0]["original_sentences"] == [0]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "beads.parquet", "findings.parquet", "index.html", "manifest.json", "pairs.parquet", "run.lock",
    ]  # fmt: skip


def test_a_bad_row_gets_its_error_and_the_run_goes_on(tmp_path: Path) -> None:
    pairs = manifest(tmp_path, 7, r1="missing.txt", r3="EXPLODE here", r4="\0\0\0", r5="")
    found = run(pairs, tmp_path / "out")
    rows = pq.read_table(tmp_path / "out" / "pairs.parquet").to_pylist()
    assert [row["error"] is None for row in rows] == [True, False, True, False, False, False, True]
    assert rows[1]["error"] == "rewrite: no such file beside the manifest: missing.txt"
    assert rows[3]["error"] == "cannot be compared: KeyError: 'no such luck'"
    assert rows[5]["error"].startswith("rewrite: ")
    assert rows[1]["drift"] is None
    assert found.errors == 4
    assert "missing.txt" in (tmp_path / "out" / "index.html").read_text()


@pytest.mark.parametrize("resume", [False, True])
def test_ids_that_occur_twice_are_refused(tmp_path: Path, *, resume: bool) -> None:
    path = manifest(tmp_path, 3)
    path.write_text(path.read_text().replace("p2", "p0"))
    with pytest.raises(BatchError, match="the id 'p0' of row 3 occurs twice"):
        run(path, tmp_path / "out", resume=resume)


@pytest.mark.parametrize(
    ("pairs", "message"), [("nothing.csv", "no such file"), ("", "is a folder"), ("empty.csv", "holds no pairs")]
)
def test_an_unusable_manifest_is_refused(tmp_path: Path, pairs: str, message: str) -> None:
    (tmp_path / "empty.csv").write_text("id,original,rewrite\n")
    with pytest.raises(BatchError, match=message):
        run(tmp_path / pairs, tmp_path / "out")


def test_a_second_run_needs_resume_and_another_folder_is_left_alone(tmp_path: Path) -> None:
    pairs = manifest(tmp_path, 2)
    run(pairs, tmp_path / "out")
    with pytest.raises(BatchError, match="holds a run already"):
        run(pairs, tmp_path / "out")
    assert run(pairs, tmp_path / "out", resume=True).reused == 2
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "index.html").write_text("mine")
    with pytest.raises(BatchError, match=r"holds index\.html of something else"):
        run(pairs, tmp_path / "other")
    assert (tmp_path / "other" / "index.html").read_text() == "mine"


def test_resume_repeats_no_finished_shard_and_ends_alike(tmp_path: Path) -> None:
    counter = tmp_path / "count"
    pairs = manifest(tmp_path, 10, **{f"r{k}": f"It met. COUNT={counter}" for k in range(10)})
    with pytest.raises(StopError):
        run(pairs, tmp_path / "out", stopping(2))
    assert counter.read_text() == "x" * 9  # two shards were kept, the third was lost
    told: list[Progress] = []
    assert run(pairs, tmp_path / "out", resume=True, progress=told.append).reused == 6
    assert counter.read_text() == "x" * 13
    assert told[-1] == Progress(10, 10, 6)
    run(pairs, tmp_path / "whole")
    assert content(tmp_path / "out") == content(tmp_path / "whole")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("signature", "signature was fake-1 and is fake-2"),
        ("skip", "skip was"),
        ("pairs", "input was"),
        ("text", "a text of shard 0 has changed"),
    ],
)
def test_resume_refuses_what_does_not_agree(tmp_path: Path, change: str, message: str) -> None:
    (tmp_path / "a.txt").write_text("The first text.")
    pairs = manifest(tmp_path, 7, r1="a.txt")
    with pytest.raises(StopError):
        run(pairs, tmp_path / "out", stopping(1))
    settings = SETTINGS
    if change == "signature":
        settings = replace(SETTINGS, signature="fake-2")
    elif change == "skip":
        settings = replace(SETTINGS, skip=("moved",))
    elif change == "pairs":
        pairs.write_text(pairs.read_text().replace("day 6", "day 9"))
    else:
        (tmp_path / "a.txt").write_text("The second text.")
    with pytest.raises(BatchError, match=message):
        run(pairs, tmp_path / "out", settings=settings, resume=True)


def test_a_shard_that_was_cut_short_is_made_again(tmp_path: Path) -> None:
    pairs = manifest(tmp_path, 7)
    with pytest.raises(StopError):
        run(pairs, tmp_path / "out", stopping(2))
    damaged = tmp_path / "out" / "shards" / "000" / "000001.pairs.parquet"
    damaged.write_bytes(damaged.read_bytes()[:-9])
    assert run(pairs, tmp_path / "out", resume=True).reused == 3
    run(pairs, tmp_path / "whole")
    assert content(tmp_path / "out") == content(tmp_path / "whole")


def test_two_runs_in_one_folder_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = manifest(tmp_path, 4)
    refused: list[str] = []
    opened: list[sqlite3.Connection] = []

    def connect(*given: object, **options: object) -> sqlite3.Connection:
        opened.append(plain(*given, **options))  # type: ignore[call-overload]
        return opened[-1]

    plain = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", connect)

    def engine(tasks: object, settings: Settings) -> Iterator[object]:
        with pytest.raises(BatchError) as caught:
            run(pairs, tmp_path / "out", resume=True)
        refused.append(str(caught.value))
        yield from engines.serial()(tasks, settings)  # type: ignore[arg-type]

    run(pairs, tmp_path / "out", engine)  # type: ignore[arg-type]
    assert refused == [f"another run is at work in {tmp_path / 'out'}"]
    for connection in opened:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")


def test_rows_and_results_of_past_shards_are_let_go(tmp_path: Path) -> None:
    living: list[tuple[int, int]] = []

    def engine(tasks: object, settings: Settings) -> Iterator[object]:
        for result in engines.serial()(tasks, settings):  # type: ignore[arg-type]
            gc.collect()  # what only cycles hold is not kept
            kinds = [type(item) for item in gc.get_objects()]
            living.append((kinds.count(Row), kinds.count(Tables)))
            del kinds
            yield result

    run(manifest(tmp_path, 18), tmp_path / "out", engine)  # type: ignore[arg-type]
    assert len(living) == 6
    assert max(rows for rows, _ in living) <= 6  # of 18
    assert max(tables for _, tables in living) <= 2  # of 6


def test_a_run_that_was_killed_at_its_very_end_leaves_no_shards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairs = manifest(tmp_path, 4)
    with monkeypatch.context() as patched:
        patched.setattr("drift.corpus.run.shutil.rmtree", lambda *_, **__: None)
        run(pairs, tmp_path / "out")
    assert (tmp_path / "out" / "shards").is_dir()
    assert run(pairs, tmp_path / "out", resume=True).reused == 4
    assert not (tmp_path / "out" / "shards").exists()


def test_a_full_disk_is_an_error_and_the_run_goes_on_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    pairs = manifest(tmp_path, 9)
    from drift.corpus import store

    real = store.write

    def full(path: Path, content: bytes) -> None:
        if "000001" in path.name:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        real(path, content)

    with monkeypatch.context() as patched:
        patched.setattr("drift.corpus.store.write", full)
        with pytest.raises(BatchError, match="there is no room left for"):
            run(pairs, tmp_path / "out")
    assert run(pairs, tmp_path / "out", resume=True).reused == 3
    run(pairs, tmp_path / "whole")
    assert content(tmp_path / "out") == content(tmp_path / "whole")


def test_a_process_with_another_signature_contributes_nothing(tmp_path: Path) -> None:
    from tests.corpus import faking

    with pytest.raises(BatchError, match=r"compares by fake-of-old, but this run by fake-1$"):
        run(manifest(tmp_path, 4), tmp_path / "out", settings=replace(SETTINGS, make=faking.make_another))
    assert not list((tmp_path / "out").glob("shards/*/*"))
