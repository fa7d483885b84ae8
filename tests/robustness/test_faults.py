"""Full disks, kills, altered files, two runs at once: what is there is whole, and what failed is one line."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from drift.encoding import Encoded, ModelError, installed
from drift.encoding.cached import CachedEncoder
from drift.ground.cache import Cache
from drift.ground.files import deliver, write
from drift.records import Identity, Verdict
from drift.review import verdicts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WRITER = """
import sys
from pathlib import Path
from drift.ground.files import write
while True:
    for letter in sys.argv[2:]:
        write(Path(sys.argv[1]), letter.encode() * 3_000_000)
"""
GOOD = "The minister came to Rabat on Tuesday. He signed a paper there."


def started(code: str, *arguments: str) -> subprocess.Popen[bytes]:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen([sys.executable, "-c", code, *arguments], env=env)


def wait_for(path: Path, process: subprocess.Popen[bytes]) -> None:
    while not path.exists():
        assert process.poll() is None
        time.sleep(0.01)


def test_a_report_is_whole_whenever_its_writer_is_killed(tmp_path: Path) -> None:
    generator = random.Random(7)  # noqa: S311 - moments, not secrets
    path = tmp_path / "report.html"
    whole = {letter.encode() * 3_000_000 for letter in "abcd"}
    for _ in range(4):
        writers = [started(WRITER, str(path), *letters) for letters in ("ab", "cd")]  # two runs in one folder
        for writer in writers:
            wait_for(path, writer)
        for _ in range(10):
            time.sleep(generator.random() / 20)
            assert path.read_bytes() in whole
        for writer in writers:
            writer.kill()
            writer.wait()
        assert path.read_bytes() in whole


@contextlib.contextmanager
def full_disk() -> Iterator[None]:
    """The disk ends after 10,000 bytes of a file, as far as this process can tell."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
        with pytest.raises(OSError, match="too large"):
            yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)


def test_a_full_disk_leaves_the_old_report_and_no_remains(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    write(path, b"old")
    with full_disk():
        write(path, b"new" * 10_000)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_takes_no_reader_s_verdicts(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.json"
    given = [Verdict(Identity("number", "12", "21", number), accepted=False, confidence=0.5) for number in range(1, 99)]
    verdicts.write(path, given[:40])
    with full_disk():
        verdicts.write(path, given)
    assert verdicts.read(path) == tuple(given[:40])
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_write_left_goes_with_the_next_one(tmp_path: Path) -> None:
    path = tmp_path / "re[p]ort.html"
    killed = started(
        "import resource, sys\nfrom pathlib import Path\nfrom drift.ground.files import write\n"
        "resource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))\n"  # the kernel ends it in the middle of the file
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_DFL)\n"
        "write(Path(sys.argv[1]), b'a' * 30_000)",
        str(path),
    )
    assert killed.wait() == -signal.SIGXFSZ
    (left,) = tmp_path.iterdir()
    others = [tmp_path / name for name in (".report.html.01234567.part", ".re[p]ort.html.part", "re[p]ort.html.old")]
    for other in others:
        other.write_bytes(b"somebody's own")
        os.utime(other, (0, 0))
    deliver(path, b"new")
    assert left.exists()  # it may be one that goes on
    os.utime(left, (0, 0))
    deliver(path, b"newer")
    assert not left.exists()
    assert path.read_bytes() == b"newer"
    assert set(tmp_path.iterdir()) == {path, *others}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("way", ["checks > /dev/full", "explain name > /dev/full"])
def test_full_standard_output_is_one_line(tmp_path: Path, way: str) -> None:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = f"{sys.executable} -m drift {way}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, env=env, cwd=tmp_path, check=False)  # noqa: S607
    assert done.returncode == 2
    assert done.stderr == b"drift: No space left on device\n"


class Counting:
    """An encoder that counts what it was asked."""

    identity = "counting"
    cacheable = True

    def __init__(self) -> None:
        self.asked = 0

    def encode_all(self, texts: Sequence[str]) -> list[Encoded]:
        self.asked += len(texts)
        rows = [np.array([len(text), 1, 2], dtype=np.float32) for text in texts]
        return [Encoded(row, row[None].astype(np.float16), np.array([[0, 1]], dtype=np.int32)) for row in rows]


TEXTS = [f"text number {'x' * k}" for k in range(200)]


def assert_right(found: Sequence[Encoded]) -> None:
    for encoded, right in zip(found, Counting().encode_all(TEXTS), strict=True):
        assert (encoded.vector == right.vector).all()
        assert (encoded.pieces == right.pieces).all()


@pytest.mark.filterwarnings("ignore:cache:RuntimeWarning")
@pytest.mark.parametrize("damage", ["cut", "altered", "emptied", "folder"])
def test_a_damaged_cache_changes_no_vector(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "vectors.sqlite3"
    CachedEncoder(Counting(), Cache(path)).encode_all(TEXTS)
    content = path.read_bytes()
    generator = random.Random(3)  # noqa: S311 - places, not secrets
    for _ in range(30 if damage == "altered" else 3):
        for name in ("vectors.sqlite3-wal", "vectors.sqlite3-shm"):
            (tmp_path / name).unlink(missing_ok=True)
        if damage == "folder":
            path.unlink(missing_ok=True)
            path.mkdir(exist_ok=True)
        else:
            place = generator.randrange(len(content))
            whole = bytearray(content)
            whole[place] ^= 1 << generator.randrange(8)
            path.write_bytes({"cut": content[:place], "altered": bytes(whole), "emptied": b""}[damage])
        assert_right(CachedEncoder(Counting(), Cache(path)).encode_all(TEXTS))
        if damage == "folder":
            path.rmdir()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="no such file system here")
def test_a_file_system_that_takes_no_cache_is_said_and_done_without() -> None:
    encoder = CachedEncoder(Counting(), Cache(Path("/proc/nothing/vectors.sqlite3")))
    with pytest.warns(RuntimeWarning, match="cache /proc/nothing/vectors.sqlite3 cannot be"):
        assert_right(encoder.encode_all(TEXTS))


STORER = """
import sys
from pathlib import Path
from tests.robustness.test_faults import TEXTS, Counting
from drift.encoding.cached import CachedEncoder
from drift.ground.cache import Cache
k = 0
while True:
    CachedEncoder(Counting(), Cache(Path(sys.argv[1]))).encode_all([f"{text} {k}" for text in TEXTS] + TEXTS)
    k += 1
"""


def test_a_cache_survives_the_kill_of_who_writes_it(tmp_path: Path) -> None:
    path = tmp_path / "vectors.sqlite3"
    generator = random.Random(5)  # noqa: S311 - moments, not secrets
    for _ in range(3):
        storer = started(STORER, str(path))
        wait_for(path, storer)
        time.sleep(generator.random() / 4)
        storer.kill()
        storer.wait()
        encoder = Counting()
        assert_right(CachedEncoder(encoder, Cache(path)).encode_all(TEXTS))
        again = Counting()
        CachedEncoder(again, Cache(path)).encode_all(TEXTS)
        assert again.asked == 0


def test_a_model_file_that_was_altered_by_a_byte_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "model.json"
    path.write_bytes(b'{"slope": 1.25}')
    entry = SimpleNamespace(
        hash=SimpleNamespace(mode="sha256", value=installed.digest(path)), suffix=".json", locate=lambda: path
    )
    monkeypatch.setattr(installed, "PACKAGE", tmp_path)
    monkeypatch.setattr(installed, "distribution", lambda _: SimpleNamespace(files=[entry]))
    installed.verify.cache_clear()
    try:
        assert installed.verify()
        installed.verify.cache_clear()
        path.write_bytes(b'{"slope": 1.35}')
        with pytest.raises(ModelError, match=r"model\.json was altered since it was installed"):
            installed.verify()
        path.unlink()
        with pytest.raises(ModelError, match=r"cannot be read: .*model\.json"):
            installed.verify()
    finally:
        installed.verify.cache_clear()


def test_a_source_tree_has_no_recorded_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "distribution", lambda _: SimpleNamespace(files=None))
    assert installed.recorded() == {}
    names = {path.name for path in installed.files()}
    assert {"model.json", "wordmodel.json", "model.safetensors", "agreement.json", "site.json"} <= names
