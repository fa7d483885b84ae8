"""No text takes the square of its length: each hostile text is read, and its facts found, on a bounded processor time.

The bound is a limit that the kernel sets on a process of its own, some tens of times what it takes; what grows with the
square of the length goes over it by orders of magnitude.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent

READ = """
import resource, sys
sys.path.insert(0, sys.argv[1])
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[4]), int(sys.argv[4])))
from hostile_texts import TEXTS
from drift.reading import ReadError, read
from drift.facts import EXTRACTORS
from drift.records import Token
import re
def tokens(document):
    # no parser: its time is not ours
    return tuple(
        tuple(
            Token(s.start + m.start(), s.start + m.end(), m[0], m[0].lower(), "NOUN", "NN", "dep", 0, "")
            for m in re.finditer(r"\\w+|[^\\w\\s]", s.text)
        )
        for s in document.sentences
    )
for name, make in TEXTS.items():
    print(name, flush=True)
    try:
        document = read(make(int(sys.argv[2])))
    except ReadError:
        continue
    if sys.argv[3] == "facts":
        parsed = tokens(document)
        for extract in EXTRACTORS:
            list(extract(document, parsed))
"""


@pytest.mark.parametrize(("size", "stage", "seconds"), [(200_000, "read", 600), (20_000, "facts", 600)])
def test_hostile_texts_take_no_square_of_their_length(size: int, stage: str, seconds: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", READ, str(HERE), str(size), stage, str(seconds)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    last = done.stdout.splitlines()[-1:]
    assert done.returncode == 0, f"stopped at {last} of {size} characters: {done.stderr[-2000:]}"
