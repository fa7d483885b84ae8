"""The same bytes in any surroundings: hash seed, threads, locale, clock, user, home, cache, and no network asked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from drift.rendering import FORMATS

ROOT = Path(__file__).parents[2]
SEEDS = [str(next((ROOT / "seeds").glob(f"{number}_*.txt"))) for number in ("001", "000")]

# Loaded by the interpreter before anything else: the clock is off by years, no password file lists the user, who so has
# no home folder, and whoever asks for a network is noted.
CUSTOM = """
import os, pwd, socket, time
def unlisted(user):
    raise KeyError(user)
pwd.getpwuid = unlisted
for name in ("time", "localtime", "gmtime"):
    def shifted(*given, _old=getattr(time, name), _now=time.time, _name=name):
        return _now() + 4e8 if _name == "time" else _old(*(given or (_now() + 4e8,)))
    setattr(time, name, shifted)
def refused(*given, **_):
    with open(os.environ["ASKED"], "a") as file:
        file.write(repr(given[-1:]) + "\\n")
    raise OSError("no network here")
socket.getaddrinfo = socket.create_connection = refused
class Socket(socket.socket):
    connect = connect_ex = refused
socket.socket = Socket
"""


def saved(folder: Path, *options: str, **surroundings: str) -> subprocess.CompletedProcess[bytes]:
    folder.mkdir()
    outputs = [part for name in FORMATS for part in ("-o", str(folder / f"report.{name}"))]
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "OPENBLAS_CORETYPE") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "drift", "report", *SEEDS, *outputs, *options],
        capture_output=True,
        check=False,
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), **surroundings},
    )


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, bytes, Path]:
    tmp = tmp_path_factory.mktemp("surroundings")
    custom = tmp / "custom"
    custom.mkdir()
    (custom / "sitecustomize.py").write_text(CUSTOM)
    asked = tmp / "asked"
    asked.touch()
    plain = saved(tmp / "plain", HOME=str(tmp), PYTHONHASHSEED="0", OMP_NUM_THREADS="1", LC_ALL="C.UTF-8")
    assert plain.returncode == 0, plain.stderr
    odd = saved(
        tmp / "odd",
        PYTHONPATH=os.pathsep.join([str(custom), str(ROOT)]),
        PYTHONHASHSEED="12345",
        PYTHONIOENCODING="ascii",
        OMP_NUM_THREADS="4",
        LC_ALL="C",
        TZ="Pacific/Kiritimati",
        ASKED=str(asked),
        MPLCONFIGDIR=str(tmp / "odd"),
    )
    assert odd.returncode == 0, odd.stderr
    return tmp / "plain", tmp / "odd", odd.stderr, asked


@pytest.mark.model
@pytest.mark.parametrize("name", FORMATS)
def test_the_report_has_the_same_bytes(runs: tuple[Path, Path, bytes, Path], name: str) -> None:
    plain, odd, _, _ = runs
    assert (plain / f"report.{name}").read_bytes() == (odd / f"report.{name}").read_bytes()


@pytest.mark.model
def test_no_network_is_asked(runs: tuple[Path, Path, bytes, Path]) -> None:
    assert runs[3].read_text() == ""


@pytest.mark.model
def test_without_a_home_nothing_is_kept_and_that_is_said(runs: tuple[Path, Path, bytes, Path]) -> None:
    assert runs[2].decode().splitlines() == ["drift: there is no home folder: nothing is kept between runs"]
    assert not (runs[1] / "~").exists()
