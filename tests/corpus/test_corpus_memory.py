from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.corpus.batching import manifest

if TYPE_CHECKING:
    from pathlib import Path

# Small row groups and runs of ids: what is gathered up to a bound is full long before the fewer pairs are through.
CODE = """
import resource, sys
from dataclasses import replace
from pathlib import Path
from tests.corpus import faking
from tests.corpus.batching import SETTINGS, run
from drift.corpus import assembly, engines, ids
from drift.rendering import page
assembly.ROW_GROUP, ids.RUN = 500, 500
page.html = faking.page
found = run(Path(sys.argv[1]), Path(sys.argv[2]), settings=replace(SETTINGS, repair=False), shard_size=64, pages=50)
print(found.pairs, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
MARGIN = 4 << 10  # KiB; 18,000 pairs more would need twice that, were but their rows kept


def test_the_peak_of_memory_does_not_grow_with_the_number_of_pairs(tmp_path: Path) -> None:
    # one pool of memory, from which what was freed is taken again: the peak is what is in use, not what is set aside
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    environment |= {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "1"}
    children = {}
    for count in (2_000, 20_000):
        folder = tmp_path / str(count)
        folder.mkdir()
        command = [sys.executable, "-c", CODE, str(manifest(folder, count)), str(folder / "out")]
        children[count] = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)
    peaks = {}
    for count, child in children.items():
        pairs, peak = map(int, child.communicate()[0].split())
        assert pairs == count
        peaks[count] = peak
    assert peaks[20_000] < peaks[2_000] + MARGIN
