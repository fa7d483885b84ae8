"""A pool of processes: workers that die, that are of another version, that outlive nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from drift.corpus import BatchError, engines
from tests.corpus import faking
from tests.corpus.batching import SETTINGS, content, manifest, run


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


def test_a_worker_with_another_signature_is_refused_by_one_error_that_names_both(tmp_path: Path) -> None:
    settings = replace(SETTINGS, make=faking.make_another)
    with pytest.raises(BatchError, match="compares by fake-of-old, but this run by fake-1") as caught:
        run(manifest(tmp_path, 12), tmp_path / "out", engines.processes(2), settings)
    assert "\n" not in str(caught.value)
    assert not list((tmp_path / "out").glob("shards/*/*"))


def test_workers_share_the_cores_that_this_process_may_run_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(3)), raising=False)
    with engines._pool(1) as pool:  # noqa: SLF001 - what a worker is told before its first task
        assert pool.submit(os.getenv, "OMP_NUM_THREADS").result() == "3"


def alive(pid: str) -> bool:
    """Whether the process is there and no zombie."""
    try:
        return " Z " not in Path("/proc", pid, "stat").read_text()
    except OSError:
        return False


def obey_ctrl_c() -> None:
    """A shell lets the jobs that it starts in the background, and all that those start, ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc")
@pytest.mark.parametrize(
    ("number", "code", "said"),
    [
        (signal.SIGKILL, -9, ""),
        (signal.SIGTERM, 143, "terminated"),
        (signal.SIGINT, 130, "interrupted"),
    ],
    ids=["kill -9", "SIGTERM", "Ctrl-C"],
)
def test_a_stopped_run_leaves_no_worker_and_no_traceback(
    tmp_path: Path, number: signal.Signals, code: int, said: str
) -> None:
    workers = tmp_path / "workers"
    workers.mkdir()
    # one worker is at work, the other one is done
    manifest(tmp_path, 6, r0=f"It met. PID={workers} SLEEP=60", r3=f"It met. PID={workers}")
    command = [sys.executable, "-m", "tests.corpus.fake_drift", "batch", "pairs.jsonl", "-o", "out", "--workers", "2"]
    with (tmp_path / "stderr").open("w") as stderr:
        child = subprocess.Popen(
            [*command, "--shard", "3", "--pages", "0"],
            stderr=stderr,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            process_group=0,
            preexec_fn=obey_ctrl_c,  # noqa: PLW1509 - no other thread is at work here
        )
    deadline = time.monotonic() + 40
    while not list(tmp_path.glob("out/shards/*/000001.pairs.parquet")) or len(list(workers.iterdir())) < 2:
        assert child.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    pids = [path.name for path in workers.iterdir()]
    assert all(map(alive, pids))
    # Ctrl-C goes to all processes of a terminal
    (os.killpg if number == signal.SIGINT else os.kill)(child.pid, number)
    assert child.wait(30) == code
    while any(map(alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not any(map(alive, pids))  # one of them would sleep for a minute
    written = (tmp_path / "stderr").read_text()
    assert "Traceback" not in written
    if said:
        lines = [line for line in written.splitlines() if line.startswith("drift:")]
        assert lines == ["drift: what is done is kept in out; --resume goes on with the rest", f"drift: {said}"]


def test_workers_leave_ctrl_c_to_the_run(tmp_path: Path) -> None:
    assert run(manifest(tmp_path, 2, all_end="DEAF"), tmp_path / "out", engines.processes(1)).errors == 0


def test_closing_a_pool_does_not_wait_for_its_shards(tmp_path: Path) -> None:
    pairs = manifest(tmp_path, 6, r0=f"It met. PID={tmp_path} SLEEP=600")

    class LeftError(Exception):
        pass

    def leave(state: object) -> None:
        if getattr(state, "done", 0):
            raise LeftError

    with pytest.raises(LeftError):  # the second shard is done, the first sleeps for ten minutes
        run(pairs, tmp_path / "out", engines.processes(2), progress=leave)
