"""A real Dask scheduler and real workers, each a process of its own, as the command line starts them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import warnings
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from drift.corpus import BatchError, Row
from drift.corpus import cluster as module
from drift.corpus.cluster import cluster
from drift.corpus.shards import Task
from tests.corpus import faking
from tests.corpus.batching import SETTINGS, content, manifest, run

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from drift.corpus import Progress

distributed = pytest.importorskip("distributed", reason="the extra `cluster` is not installed")


class Processes:
    """A scheduler and two workers of one thread, which nobody starts again. They may still be starting."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._started: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("scheduler", "--port", "0", "--host", "127.0.0.1")
        for _ in range(2):
            self._start("worker", "--nthreads", "1", "--no-nanny", "--local-directory", str(folder))

    @property
    def address(self) -> str:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                return str(json.loads((self._folder / "scheduler.json").read_text())["address"])
            except (OSError, ValueError):  # not yet there, or half written
                time.sleep(0.01)
        raise TimeoutError

    def _start(self, what: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--no-dashboard", *options]
        with (self._folder / f"{what}-{len(self._started)}.log").open("w") as log:
            child = subprocess.Popen(
                [*command, "--scheduler-file", str(self._folder / "scheduler.json")],
                stdout=log,
                stderr=log,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            )
        self._started.append(child)
        return child

    def stop(self) -> None:
        for child in reversed(self._started):
            child.kill()
            child.wait()


@contextmanager
def dask(folder: Path) -> Iterator[Processes]:
    made = Processes(folder)
    try:
        yield made
    finally:
        made.stop()


@pytest.fixture(scope="module")
def processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    """For the tests that leave a worker over."""
    with dask(tmp_path_factory.mktemp("dask")) as made:
        yield made


def test_a_worker_with_another_signature_is_refused_by_one_error_that_names_both(
    tmp_path: Path, processes: Processes
) -> None:
    settings = replace(SETTINGS, make=faking.make_another)
    with pytest.raises(BatchError, match=r"compares by fake-of-old, but this run by fake-1$") as caught:
        run(manifest(tmp_path, 6), tmp_path / "out", cluster(processes.address), settings)
    assert "\n" not in str(caught.value)
    assert not list((tmp_path / "out").glob("shards/*/*"))


def test_a_worker_killed_in_mid_shard_costs_its_shard_and_nothing_else(tmp_path: Path, processes: Processes) -> None:
    counter, marker = tmp_path / "count", tmp_path / "marker"
    pairs = manifest(
        tmp_path,
        18,
        all_end=f"COUNT={counter} SLEEP=0.05",
        r7=f"A council met on day 7. COUNT={counter} KILL={marker}",
        r16="x " * 6_000_000,  # more than Dask likes to send, and than a text may have
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = run(pairs, tmp_path / "out", cluster(processes.address))
    assert marker.exists()
    # 17 rows can be compared; the worker had begun with two of its shard, and of row 7 that word comes twice
    # its shard is begun anew; so is one, at most, that it had done but whose tables nobody had fetched yet
    assert len(counter.read_text()) - (17 + 2 + 1) in {0, 3}
    assert found == run(pairs, tmp_path / "alone")
    assert content(tmp_path / "out") == content(tmp_path / "alone")


def test_a_lost_scheduler_is_one_clear_error_and_the_run_goes_on_with_another(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, caplog: pytest.LogCaptureFixture
) -> None:
    pairs = manifest(tmp_path, 18, all_end="SLEEP=0.05")
    with dask(tmp_path_factory.mktemp("first")) as first:

        def kill(state: Progress) -> None:
            if state.done:
                first.scheduler.kill()

        with pytest.raises(BatchError, match="lost the Dask scheduler at") as caught:
            run(pairs, tmp_path / "out", cluster(first.address), progress=kill)
    assert "\n" not in str(caught.value)
    assert not [record for record in caplog.records if record.name.startswith("distributed")]
    with dask(tmp_path_factory.mktemp("second")) as second:  # the run may begin before a worker is there
        done = run(pairs, tmp_path / "out", cluster(second.address), resume=True)
    assert 3 <= done.reused < 18
    run(pairs, tmp_path / "alone")
    assert content(tmp_path / "out") == content(tmp_path / "alone")


def test_a_scheduler_lost_between_a_shard_and_its_tables_is_no_failure_of_the_shard(
    tmp_path: Path, processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def cut(*_: object, **__: object) -> None:
        raise ConnectionResetError

    monkeypatch.setattr(distributed.Client, "_gather", cut)
    with pytest.raises(BatchError, match="lost the Dask scheduler at"):
        run(manifest(tmp_path, 6), tmp_path / "out", cluster(processes.address))


def test_what_no_retry_would_mend_is_not_tried_again() -> None:
    task = Task(0, (Row("a", "One.", "Two."),))
    refused = module.attempt(task.rows, replace(SETTINGS, make=faking.make_another), task.least)
    assert isinstance(refused, BatchError)  # a value: what is raised on a worker is tried again


def test_no_scheduler_is_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", "1s")
    with pytest.raises(BatchError, match="no Dask scheduler answers at"):
        run(manifest(tmp_path, 2), tmp_path / "out", cluster("tcp://127.0.0.1:1"))
