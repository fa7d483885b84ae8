from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import faking
import pyarrow.parquet as pq
import pytest

from drift.corpus import BatchError, Progress, Row, Settings, Summary, Tables, batch, engines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.corpus.engines import Engine

SETTINGS = Settings(faking.make, "fake-1")
TABLES = ("pairs.parquet", "findings.parquet", "beads.parquet")


def manifest(folder: Path, count: int, **changed: str) -> Path:
    """`count` pairs; `changed` gives single rewrites by "r" and number."""
    lines = [
        {
            "id": f"p{k}",
            "original": f"The town council met on day {k}.",
            "rewrite": changed.get(f"r{k}", f"A council met on day {k}."),
        }
        for k in range(count)
    ]
    path = folder / "pairs.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def run(
    pairs: Path, out: Path, engine: Engine | None = None, settings: Settings = SETTINGS, **options: object
) -> Summary:
    return batch(pairs, out, settings=settings, engine=engine or engines.serial(), shard_size=3, **options)  # type: ignore[arg-type]


def content(out: Path) -> list[object]:
    return [pq.read_table(out / name).to_pylist() for name in TABLES] + [(out / "index.html").read_bytes()]


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


class StopError(Exception):
    pass


def stopping(after: int) -> Engine:
    def engine(tasks: object, settings: Settings) -> Iterator[object]:
        for number, result in enumerate(engines.serial()(tasks, settings)):  # type: ignore[arg-type]
            if number == after:
                raise StopError
            yield result

    return engine  # type: ignore[return-value]


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


def test_resume_after_kill_9_loses_and_doubles_nothing(tmp_path: Path) -> None:
    counter = tmp_path / "count"
    pairs = manifest(tmp_path, 60, **{f"r{k}": f"It met. COUNT={counter}" for k in range(60)})
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[3]); import faking\n"
        "from drift.corpus import Settings, batch, engines\n"
        "batch(Path(sys.argv[1]), Path(sys.argv[2]), settings=Settings(faking.make, 'fake-1'),"
        " engine=engines.serial(), shard_size=3)\n"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(pairs), str(tmp_path / "out"), str(Path(__file__).parent)],
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 60
    while (
        not list((tmp_path / "out").glob("shards/*/*.pairs.parquet"))
        and child.poll() is None
        and time.monotonic() < deadline
    ):
        time.sleep(0.001)
    os.kill(child.pid, signal.SIGKILL)
    child.communicate()
    kept = len(list((tmp_path / "out").glob("shards/*/*.pairs.parquet")))
    done = run(pairs, tmp_path / "out", resume=True)
    # the shards that were kept were not made again (all of them, if the child was quicker than the signal)
    assert done.reused in (3 * kept, 60)
    run(pairs, tmp_path / "whole")
    assert content(tmp_path / "out") == content(tmp_path / "whole")


def test_two_runs_in_one_folder_are_refused(tmp_path: Path) -> None:
    pairs = manifest(tmp_path, 4)
    refused: list[str] = []

    def engine(tasks: object, settings: Settings) -> Iterator[object]:
        with pytest.raises(BatchError) as caught:
            run(pairs, tmp_path / "out", resume=True)
        refused.append(str(caught.value))
        yield from engines.serial()(tasks, settings)  # type: ignore[arg-type]

    run(pairs, tmp_path / "out", engine)  # type: ignore[arg-type]
    assert refused == [f"another run is at work in {tmp_path / 'out'}"]


def test_a_pool_gives_what_one_process_gives_though_a_worker_dies(tmp_path: Path) -> None:
    serial = run(manifest(tmp_path, 12), tmp_path / "serial")
    marker = tmp_path / "marker"
    pairs = manifest(tmp_path, 12, r4=f"A council met on day 4. KILL={marker}")
    pooled = run(pairs, tmp_path / "pooled", engines.processes(2))
    assert marker.exists()
    assert (pooled.pairs, pooled.errors) == (serial.pairs, 0)
    again = run(pairs, tmp_path / "again")
    assert again == pooled
    assert content(tmp_path / "pooled") == content(tmp_path / "again")


def test_a_shard_that_always_kills_its_worker_is_named_and_the_others_are_kept(tmp_path: Path) -> None:
    pairs = manifest(tmp_path, 12, r4="ALWAYSKILL")
    with pytest.raises(BatchError, match="shard 1 killed its worker 3 times; its first row is 'p3'"):
        run(pairs, tmp_path / "out", engines.processes(2))
    assert not list((tmp_path / "out").glob("shards/*/000001.pairs.parquet"))


def test_dask_gives_what_one_process_gives_though_a_worker_dies(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    marker = tmp_path / "marker"
    pairs = manifest(tmp_path, 12, r4=f"A council met on day 4. KILL={marker}")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as local,
        distributed.Client(local) as client,
    ):
        client.run(lambda: sys.path.insert(0, str(Path(__file__).parent)))
        found = run(pairs, tmp_path / "dask", engines.cluster(local.scheduler_address))
    assert marker.exists()
    assert found == run(pairs, tmp_path / "serial")
    assert content(tmp_path / "dask") == content(tmp_path / "serial")


def test_no_scheduler_is_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    monkeypatch.setattr(engines, "PATIENCE", "1s")
    with pytest.raises(BatchError, match="no Dask scheduler answers at"):
        run(manifest(tmp_path, 2), tmp_path / "out", engines.cluster("tcp://127.0.0.1:1"))


def test_the_page_escapes_what_comes_from_outside(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    evil = "<script>alert(1)</script>"
    rows = [
        {"id": evil, "original": "One two.", "rewrite": "One three."},
        {"id": "</style>", "original": 1, "rewrite": evil},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    run(path, tmp_path / "out")
    page = (tmp_path / "out" / "index.html").read_text()
    assert evil not in page
    assert "&lt;script&gt;alert(1)" in page
    assert page.count("<script>") == 1
    assert page.count("</style>") == 1
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page


def test_pages_are_named_by_place_never_by_id(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(json.dumps({"id": "../../x", "original": "One two.", "rewrite": "One three."}) + "\n")
    run(path, tmp_path / "out", settings=replace(SETTINGS, pages=True))
    assert [page.name for page in (tmp_path / "out" / "pages").iterdir()] == ["000000001.html"]
    assert 'href="pages/000000001.html"' in (tmp_path / "out" / "index.html").read_text()
    assert not (tmp_path / "x").exists()


def test_rows_and_results_of_past_shards_are_let_go(tmp_path: Path) -> None:
    living: list[tuple[int, int]] = []

    def engine(tasks: object, settings: Settings) -> Iterator[object]:
        for result in engines.serial()(tasks, settings):  # type: ignore[arg-type]
            gc.collect()  # what only cycles hold is not kept
            kinds = [type(item) for item in gc.get_objects()]
            living.append((kinds.count(Row), kinds.count(Tables)))
            del kinds
            yield result

    run(manifest(tmp_path, 30), tmp_path / "out", engine)  # type: ignore[arg-type]
    assert len(living) == 10
    assert max(rows for rows, _ in living) <= 6  # of 30
    assert max(tables for _, tables in living) <= 2  # of 10
