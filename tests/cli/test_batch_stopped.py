"""`drift batch` with the real model, killed in the middle."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests import caching

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.model

PAIRS = 60  # in shards of 2: texts that are encoded already take some hundredths of a second each

TEXTS = [
    ("The minister arrived on Tuesday with {k} guests.", "The minister came on Tuesday with {k} guests."),
    ("He denied that the army had bought {k} drones.", "He confirmed that the army had bought {k} drones."),
    ("Nobody was hurt in the {k} fires.", "Nobody was hurt in the 7{k} fires, the mayor said."),
]


def test_resume_after_kill_9_of_a_pool_gives_what_an_undisturbed_run_gives(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    pairs = [[text.format(k=k + 2) for text in TEXTS[k % 3]] for k in range(PAIRS)]
    lines = [json.dumps({"id": k, "original": a, "rewrite": b}) for k, (a, b) in enumerate(pairs)]
    (tmp_path / "pairs.jsonl").write_text("\n".join(lines))
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(sys.path),
        "XDG_CACHE_HOME": caching.home(),
    }
    command = [sys.executable, "-m", "drift", "batch", "pairs.jsonl", "--shard", "2", "--pages", "2", "-o"]
    with (tmp_path / "stderr").open("w") as stderr:
        child = subprocess.Popen(
            [*command, "out", "--workers", "2"], cwd=tmp_path, env=environment, stderr=stderr, stdout=stderr
        )
    deadline = time.monotonic() + 240
    while not list(tmp_path.glob("out/shards/*/*.pairs.parquet")) and time.monotonic() < deadline:
        assert child.poll() is None, (tmp_path / "stderr").read_text()
        time.sleep(0.01)
    child.kill()
    child.wait()
    kept = len(list(tmp_path.glob("out/shards/*/*.pairs.parquet")))
    assert 1 <= kept < PAIRS / 2
    for options in (["out", "--resume"], ["whole"]):
        subprocess.run([*command, *options], cwd=tmp_path, env=environment, check=True, capture_output=True)
    for name in ("pairs", "findings", "beads"):
        out, whole = (pq.read_table(tmp_path / folder / f"{name}.parquet") for folder in ("out", "whole"))
        assert out.equals(whole), name
        assert whole.num_rows >= PAIRS / 2
    pages = [{path.name: path.read_bytes() for path in (tmp_path / f / "pages").iterdir()} for f in ("out", "whole")]
    assert pages[0] == pages[1]
    assert len(pages[0]) == 2
    index = [(tmp_path / folder / "index.html").read_bytes() for folder in ("out", "whole")]
    assert index[0] == index[1]
