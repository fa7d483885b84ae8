from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.analyzer import Analyzer
from drift.tracing import TraceError, candidates, trace
from drift.tracing import nearest as near
from drift.tracing.library import BATCH, Library
from drift.tracing.store import Store
from tests.tracing.fast_encoder import Hashed, folder


def vectors(count: int, width: int = 32) -> np.ndarray:
    rows = np.random.default_rng(3).standard_normal((count, width)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_the_graph_finds_what_looking_at_all_finds() -> None:
    every = vectors(3000)
    found = near.Graph(every, "s", None).search(every[:300], 10)
    exact = near.exactly(every[:300], every, 10)
    hits = [len(set(a) & set(b)) for a, b in zip(found.tolist(), exact.tolist(), strict=True)]
    assert np.mean(hits) / 10 > 0.98


def test_rewrites_are_among_the_candidates_of_their_originals_and_back(tmp_path: Path) -> None:
    paths, pairs = folder(tmp_path, 150, rewrites=40)
    for exact in (True, False):
        found = candidates(paths, analyzer=Analyzer(Hashed(), cache=False), count=5, exact=exact)
        assert all(rewrite in found[original] and original in found[rewrite] for original, rewrite in pairs)
        assert all(len(row) <= 5 and name not in row for name, row in found.items())


def test_rare_names_bring_together_what_vectors_do_not(tmp_path: Path) -> None:
    texts = {
        "a": "The mayor Oswin Thackeray met Quillan Vandermeer on the old quay.",
        "b": "Nobody knew why Quillan Vandermeer and young Oswin Thackeray kept bees.",
        **{f"c{k}": f"The mayor met somebody on the old quay number {k}, it was said." for k in range(20)},
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    paths = sorted(tmp_path.glob("*.txt"))
    found = candidates(paths, analyzer=Analyzer(Hashed(), cache=False), count=3)
    assert tmp_path / "b.txt" in found[tmp_path / "a.txt"]


@given(st.lists(st.lists(st.integers(0, 6), max_size=5, unique=True), min_size=1, max_size=12))
def test_votes_count_shared_rare_things(sets: list[list[int]]) -> None:
    rare = near.gather([np.array(sorted(own), np.uint64) for own in sets])
    for place, own in enumerate(sets):
        others, _ = rare.votes(place)
        expected = {k for k, other in enumerate(sets) if k != place and len(set(own) & set(other)) >= near.LEAST}
        assert set(others.tolist()) == expected


def test_what_everybody_has_says_nothing() -> None:
    common = [np.array([1, 2, 100 + k], np.uint64) for k in range(near.COMMONEST + 1)]
    others, _ = near.gather(common).votes(0)
    assert not len(others)


def test_pairs_come_once_and_in_order() -> None:
    table = np.array([[1, 2], [0, -1], [1, 0]])
    assert list(near.pairs(table)) == [(0, 1), (0, 2), (1, 2)]


def test_a_second_run_encodes_what_is_new_alone(tmp_path: Path) -> None:
    paths, _ = folder(tmp_path / "in", 30, rewrites=2)
    first = trace(paths, analyzer=Analyzer(Hashed(), cache=False), work=tmp_path / "work")
    (tmp_path / "in" / "zzz.txt").write_text("Something else happened here. Nobody saw it.", encoding="utf-8")
    encoder = Hashed()
    candidates(sorted((tmp_path / "in").glob("*.txt")), analyzer=Analyzer(encoder, cache=False), work=tmp_path / "work")
    assert sorted(text for text in encoder.asked if " " in text) == ["Nobody saw it.", "Something else happened here."]
    assert len(first.edges) == 2


def test_a_damaged_print_is_made_again(tmp_path: Path) -> None:
    paths, _ = folder(tmp_path / "in", 6)
    work = tmp_path / "work"
    before = candidates(paths, analyzer=Analyzer(Hashed(), cache=False), work=work)
    with sqlite3.connect(work / "prints.sqlite") as connection:
        connection.execute("UPDATE prints SET value = zeroblob(200) WHERE rowid = 3")
    assert candidates(paths, analyzer=Analyzer(Hashed(), cache=False), work=work) == before


def test_a_work_folder_that_is_none(tmp_path: Path) -> None:
    paths, _ = folder(tmp_path / "in", 3)
    with pytest.raises(TraceError, match=r"the work folder .* cannot be used"):
        trace(paths, analyzer=Analyzer(Hashed(), cache=False), work=paths[0])


def test_a_work_folder_that_fails_later_is_one_clear_line(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        with sqlite3.connect(tmp_path / "prints.sqlite") as connection:
            connection.execute("DROP TABLE prints")
        for act in (lambda: store.get(b"key"), lambda: store.put({}), lambda: store.known([b"key"], longest=9)):
            with pytest.raises(TraceError, match=r"the work folder .* cannot be used: no such table"):
                act()


def test_a_work_folder_needs_no_shared_memory(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "prints.sqlite") as older:
        older.execute("PRAGMA journal_mode=WAL")
    older.close()
    with Store(tmp_path) as store:
        store.put({})
        assert [path.name for path in tmp_path.iterdir()] == ["prints.sqlite"]
    assert (tmp_path / "prints.sqlite").read_bytes()[18:20] == b"\1\1"  # 2 would be a write-ahead log


@pytest.mark.model
def test_a_document_is_parsed_once_for_all_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths, _ = folder(tmp_path / "in", 2)

    def parsed() -> object:
        with Store(None) as store:
            library = Library(paths, Analyzer(cache=tmp_path / "cache"), store)
            return library[0].tokens

    first = parsed()
    monkeypatch.setattr(sys.modules["drift.parsing.parser"], "pipeline", None)  # there is nothing to parse with
    assert parsed() == first


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.tracing.fast_encoder import Hashed
from drift.analyzer import Analyzer
from drift.tracing import candidates
from drift.tracing import nearest as near
paths = sorted(Path({place!r}).glob("*.txt"))
step = {step!r}
if step == "prints":
    class Dying(Hashed):
        def encode(self, texts):
            Dying.calls = getattr(Dying, "calls", 0) + 1
            if Dying.calls > 2:
                os.kill(os.getpid(), signal.SIGKILL)
            return super().encode(texts)
    Dying.__qualname__ = "Hashed"
    encoder = Dying()
else:
    encoder, real, written = Hashed(), near.write, []
    near.STEP = near.BLOCK = 50
    def dying(file, content):
        real(file, content)
        written.append(file.name.partition("-")[0])
        if written.count(step) == 2:
            os.kill(os.getpid(), signal.SIGKILL)
    near.write = dying
candidates(paths, analyzer=Analyzer(encoder, cache=False), exact=False, work={work!r})
"""


@pytest.mark.parametrize("step", ["prints", "index", "candidates"])
def test_a_killed_run_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    paths, _ = folder(tmp_path / "in", 3 * BATCH)
    work = tmp_path / "work"
    script = textwrap.dedent(KILLED.format(place=str(tmp_path / "in"), work=str(work), step=step))
    root = Path(__file__).parents[2]
    died = subprocess.run(
        [sys.executable, "-c", script], cwd=root, env={**os.environ, "PYTHONPATH": str(root)}, check=False
    )
    assert died.returncode == -signal.SIGKILL
    monkeypatch.setattr(near, "STEP", 50)
    monkeypatch.setattr(near, "BLOCK", 50)
    made: list[str] = []
    real = near.write

    def noting(file: Path, content: bytes) -> None:
        made.append(file.name)
        real(file, content)

    monkeypatch.setattr(near, "write", noting)
    encoder = Hashed()
    found = candidates(paths, analyzer=Analyzer(encoder, cache=False), exact=False, work=work)
    encoded = {text for text in encoder.asked if " " in text}
    indexes = [name for name in made if name.startswith("index")]
    blocks = [name for name in made if name.startswith("candidates")]
    if step == "prints":
        assert 0 < len(encoded) <= 6 * BATCH  # one batch of three was still to do
    else:
        assert not encoded
        assert len(indexes) == (2 if step == "index" else 0)  # 192 documents in steps of 50, two of them saved
        assert len(blocks) == (4 if step == "index" else 2)
    fresh = candidates(paths, analyzer=Analyzer(Hashed(), cache=False), exact=False, work=tmp_path / "other")
    assert found == fresh
