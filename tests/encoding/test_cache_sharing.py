"""The cache among threads and processes, killed ones too."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

from drift.encoding.cached import CachedEncoder
from drift.ground import cachefile
from drift.ground.cache import Cache
from tests.encoding.counting import TEXTS, Counting, asked_and_said, encoded, same

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ROUNDS = 8


def started(*arguments: str) -> subprocess.Popen[str]:
    """A process that runs a function of counting.py, where every warning that is not expected is an error."""
    env = {"PYTHONPATH": ":".join(sys.path), "PYTHONWARNINGS": "error"}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.encoding.counting", *arguments], stdout=subprocess.PIPE, text=True, env=env
    )


def finished(processes: list[subprocess.Popen[str]]) -> list[str]:
    """The lines that they wrote; all ended well."""
    written = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    return [line for text in written for line in text.splitlines()]


def sound(path: Path) -> bool:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def names(folder: Path) -> set[str]:
    return {item.name for item in folder.iterdir()}


def test_four_processes_mix_reads_and_writes(tmp_path: Path) -> None:
    assert finished([started("mixing", str(tmp_path), str(number)) for number in range(4)]) == []
    assert asked_and_said(tmp_path / "v.sqlite3") == (0, [])
    assert sound(tmp_path / "v.sqlite3")
    assert names(tmp_path) == {"v.sqlite3"}


def test_four_processes_begin_a_cache_at_once(tmp_path: Path) -> None:
    start = str(time.time() + 2)
    assert finished([started("together", str(tmp_path), start, str(ROUNDS)) for _ in range(4)]) == []
    for k in range(ROUNDS):
        assert asked_and_said(tmp_path / str(k) / "v.sqlite3") == (0, [])
        assert sound(tmp_path / str(k) / "v.sqlite3")


def test_four_processes_mend_a_damaged_cache_at_once_and_one_of_them_says_so(tmp_path: Path) -> None:
    asked_and_said(tmp_path / "0" / "v.sqlite3")
    content = (tmp_path / "0" / "v.sqlite3").read_bytes()
    for k in range(ROUNDS):
        (tmp_path / str(k)).mkdir(exist_ok=True)
        damaged = b"nothing" * 20 + content[140:] if k % 2 else b"nothing" * 9999
        (tmp_path / str(k) / "v.sqlite3").write_bytes(damaged)
    start = str(time.time() + 2)
    said = finished([started("together", str(tmp_path), start, str(ROUNDS)) for _ in range(4)])
    assert sorted(int(line.split()[0]) for line in said) == list(range(ROUNDS))
    assert all("was damaged and is begun anew" in line for line in said)
    for k in range(ROUNDS):
        path = tmp_path / str(k) / "v.sqlite3"
        assert asked_and_said(path) == (0, [])
        assert sound(path)
        assert names(path.parent) == {path.name, "v.sqlite3.lock"} | (set() if k % 2 else {"v.sqlite3.damaged"})


def test_who_is_killed_while_it_writes_leaves_a_sound_cache(tmp_path: Path) -> None:
    generator = random.Random(6)  # noqa: S311 - moments, not secrets
    path = tmp_path / "v.sqlite3"
    asked_and_said(path)
    for _ in range(3):
        size = path.stat().st_size
        process = started("storing", str(tmp_path))
        while path.stat().st_size == size:
            assert process.poll() is None
        time.sleep(generator.random() / 5)
        process.kill()
        process.communicate()
        assert asked_and_said(path) == (0, [])
        assert sound(path)


def test_a_transaction_that_was_cut_off_by_a_kill_is_undone(tmp_path: Path) -> None:
    path = tmp_path / "v.sqlite3"
    asked_and_said(path)
    size = path.stat().st_size
    process = started("dying", str(tmp_path))
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert names(tmp_path) == {"v.sqlite3", "v.sqlite3-journal"}
    assert path.stat().st_size > size
    assert asked_and_said(path) == (0, [])
    assert path.stat().st_size == size
    assert sound(path)
    assert names(tmp_path) == {"v.sqlite3"}


def test_threads_share_one_encoder(tmp_path: Path) -> None:
    encoder = CachedEncoder(Counting(), Cache(tmp_path / "v.sqlite3"))

    def work(number: int) -> bool:
        generator = random.Random(number)  # noqa: S311 - choices, not secrets
        for _ in range(10):
            texts = generator.sample(TEXTS, 50)
            found = encoder.encode_all(texts)
            if not all(same(item, encoded(text)) for item, text in zip(found, texts, strict=True)):
                return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(8)))
    assert asked_and_said(tmp_path / "v.sqlite3") == (0, [])
    assert sound(tmp_path / "v.sqlite3")


def test_a_journal_that_another_process_removes_costs_one_more_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, make_room = tmp_path / "v.sqlite3", cachefile._make_room  # noqa: SLF001 - what is called while rows are written
    removed: list[int] = []

    def disturbed(*arguments: int) -> None:
        make_room(*arguments)  # type: ignore[arg-type]
        if not removed:
            path.with_name("v.sqlite3-journal").unlink()
        removed.append(1)

    monkeypatch.setattr(cachefile, "_make_room", disturbed)
    assert asked_and_said(path) == (len(TEXTS), [])
    assert len(removed) > 1
    assert asked_and_said(path) == (0, [])
    assert sound(path)


def test_a_file_that_is_exchanged_while_a_writer_waits_gets_the_rows_of_the_writer(tmp_path: Path) -> None:
    path = tmp_path / "v.sqlite3"
    asked_and_said(path, TEXTS[:60])
    shutil.copy(path, tmp_path / "fresh")
    outcome: list[tuple[int, list[str]]] = []
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")  # others may read and not write
        writer = threading.Thread(target=lambda: outcome.append(asked_and_said(path)))
        writer.start()
        time.sleep(0.5)
        (tmp_path / "fresh").replace(path)
    writer.join()
    assert outcome == [(60, [])]
    assert asked_and_said(path) == (0, [])
    assert sound(path)
