"""A run: the manifest checked, its shards made once each, their tables put together.

What lies in the output folder while a run is under way:

- `manifest.json`: what is compared and how; a resumed run must agree with it.
- `shards/`: the finished shards, see `drift.corpus.store`; `pages/`: see `drift.corpus.pages`.
- `run.lock`: a sqlite file, locked while a run is at work (also after `kill -9`: the lock dies with the process).

When all shards are there the three tables and the page are written, and the shards removed.
"""

from __future__ import annotations

import errno
import hashlib
import json
import shutil
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from drift.corpus import assembly, manifest, store
from drift.corpus.ids import Ids
from drift.corpus.manifest import BatchError
from drift.corpus.overview import LISTED
from drift.corpus.pages import Pages
from drift.corpus.shards import Task
from drift.ground.files import write
from drift.rendering.safe import encodable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from drift.corpus.engines import Engine
    from drift.corpus.shards import Settings

FORMAT = 2  # of the output folder; raised when its layout changes
SHARD = 64  # pairs: some minutes of work on one core, so a killed worker costs little; 64 texts fill the encoder
OUTPUTS = ("pairs.parquet", "findings.parquet", "beads.parquet", "index.html", "pages", "shards")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is, in pairs; `reused` of the done ones were there from an earlier run."""

    done: int
    total: int
    reused: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What a finished run holds: pairs, rows with an error, findings by severity, pairs reused by --resume."""

    pairs: int
    errors: int
    minor: int
    major: int
    critical: int
    reused: int


def batch(  # noqa: PLR0913 - keyword-only switches of the one way in
    pairs: Path,
    out: Path,
    *,
    settings: Settings,
    engine: Engine,
    resume: bool = False,
    folder: Path | None = None,
    shard_size: int = SHARD,
    pages: int = LISTED,
    progress: Callable[[Progress], None] | None = None,
) -> Summary:
    """Compare all pairs of a manifest and write `out` (see the README for its files).

    `folder` is where paths in the manifest start; the manifest's own folder without it. A row that cannot be
    read or compared gets its `error`; the run goes on. The `pages` rows with the most drift get an HTML page each.

    Raises:
        BatchError: the manifest is not usable, an id occurs twice, another run is at work in `out`, a resumed run
            does not agree with what is there, the disk is full, or the engine fails.
        ModelError: the model cannot be had.
        OSError: a file cannot be written for another reason.
    """
    if not pairs.is_file():
        msg = f"{'is a folder' if pairs.is_dir() else 'no such file'}: {pairs}"
        raise BatchError(msg)
    if shard_size < 1 or pages < 0:
        msg = f"a shard holds at least one pair, not {shard_size}; pages are 0 or more, not {pages}"
        raise BatchError(msg)
    try:
        out.mkdir(exist_ok=True)
    except OSError as error:
        msg = f"cannot write to {out}: {error.strerror or error}"
        raise BatchError(msg) from error
    with _locked(out), _room_wanted(out):
        plan = {**_input(pairs, out), "shard_size": shard_size, "pages": pages, **_compared_by(settings)}
        state = _state(out, plan, resume=resume)
        if state.get("summary"):
            shutil.rmtree(out / store.FOLDER, ignore_errors=True)  # a run that was killed at its very end left them
            return Summary(**{**state["summary"], "reused": state["pairs"]})
        where = pairs.parent if folder is None else folder
        reused = _make_shards(manifest.rows(pairs, folder=where), out, settings, engine, state, progress)
        summary = Summary(**assembly.assemble(out, -(-state["pairs"] // shard_size), state), reused=reused)
        write(out / "manifest.json", _json({**state, "summary": asdict(summary)}))
        shutil.rmtree(out / store.FOLDER)
    return summary


@contextmanager
def _room_wanted(out: Path) -> Iterator[None]:
    """A full disk is no file's fault; what was being written need not even have a name."""
    try:
        yield
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        msg = f"there is no room left for {out}; with more of it, --resume goes on"
        raise BatchError(msg) from error


def _input(pairs: Path, out: Path) -> dict[str, Any]:
    """The manifest's hash and size. It is read once as a whole here, so that its faults show before the work."""
    count = 0
    with Ids(out) as ids:
        for count, record in enumerate(manifest.records(pairs), start=1):
            ids.add(encodable(manifest.identifier(record, count)))  # as it will stand in the tables
        repeated = ids.repeated()
    if not count:
        msg = f"{pairs} holds no pairs"
        raise BatchError(msg)
    if repeated is not None:
        record = next(islice(manifest.records(pairs), repeated - 1, None))
        msg = f"{pairs}: the id {manifest.identifier(record, repeated)!r} of row {repeated} occurs twice"
        raise BatchError(msg)
    with pairs.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"format": FORMAT, "input": digest, "pairs": count}


def _compared_by(settings: Settings) -> dict[str, Any]:
    return {
        "signature": settings.signature,
        "only": list(settings.only),
        "skip": list(settings.skip),
        "repair": settings.repair,
    }


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    """A lock on the folder; it vanishes with this process, however it ends."""
    try:
        connection = sqlite3.connect(out / "run.lock", timeout=0, isolation_level=None)
    except sqlite3.OperationalError as error:
        raise _lockless(out, error) from error
    with closing(connection):
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise _lockless(out, error) from error
        yield


def _lockless(out: Path, error: sqlite3.Error) -> BatchError:
    busy = "locked" in str(error)
    return BatchError(f"another run is at work in {out}" if busy else f"cannot lock {out}: {error}")


def _state(out: Path, plan: dict[str, Any], *, resume: bool) -> dict[str, Any]:
    """The state in the folder, if this run may go on from it; a new one where there is none."""
    path = out / "manifest.json"
    if not path.exists():
        there = [name for name in OUTPUTS if (out / name).exists()]
        if there:
            msg = f"{out} holds {there[0]} of something else; name another folder"
            raise BatchError(msg)
        write(path, _json(plan))
        return plan
    if not resume:
        msg = f"{out} holds a run already; go on with --resume, or name another folder"
        raise BatchError(msg)
    try:
        state = json.loads(path.read_bytes())
        different = [key for key, value in plan.items() if state[key] != value]
    except (ValueError, KeyError, TypeError) as error:
        msg = f"{path} is not the manifest of a run"
        raise BatchError(msg) from error
    if different:
        said = "; ".join(f"{key} was {_short(state[key])} and is {_short(plan[key])}" for key in different)
        msg = f"cannot resume {out}: {said}"
        raise BatchError(msg)
    return dict(state)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) < 100 else f"{text[:97]}..."


def _make_shards(  # noqa: PLR0913, PLR0917 - one step of `batch`, with what that knows
    rows: Iterator[manifest.Row],
    out: Path,
    settings: Settings,
    engine: Engine,
    state: dict[str, Any],
    progress: Callable[[Progress], None] | None,
) -> int:
    """Run the shards that are not there yet; the number of pairs in those that were."""
    made_from: dict[int, str] = {}  # of the shards under way, a handful
    pages = Pages(out, state["pages"])
    size = state["shard_size"]
    done = reused = 0

    def tell() -> None:
        if progress is not None:
            progress(Progress(done, state["pairs"], reused))

    def tasks() -> Iterator[Task]:
        nonlocal done, reused
        number = 0
        while block := tuple(islice(rows, size)):
            digest = store.digest(block)
            pairs = store.finished(out, number, digest)
            if pairs is None:
                made_from[number] = digest
                yield Task(number, block, pages.least(number * size))
            else:
                pages.recall(number * size, pairs)
                done, reused = done + len(block), reused + len(block)
                tell()
            number += 1

    tell()
    with closing(engine(tasks(), settings)) as results:  # an engine is stopped where this is, not when it is forgotten
        for number, tables in results:
            fallen = pages.take(number * size, tables.pairs, tables.pages)
            store.keep(out, number, tables, made_from.pop(number))
            pages.remove(fallen)
            done += tables.pairs.num_rows
            tell()
    return reused


def _json(state: dict[str, Any]) -> bytes:
    return (json.dumps(state, indent=2, ensure_ascii=False) + "\n").encode()
