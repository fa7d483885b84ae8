"""A run: the manifest checked, its shards made once each, their tables put together.

What lies in the output folder while a run is under way:

- `manifest.json`: what is compared and how; a resumed run must agree with it.
- `shards/000/000012.pairs.parquet` (findings, beads): a finished shard. The pairs come last, so where they
  are, the shard is complete; they carry the hash of the rows that they were made from.
- `run.lock`: a sqlite file, locked while a run is at work (also after `kill -9`: the lock dies with the process).

When all shards are there the three tables and the page are written, and the shards removed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from drift.corpus import assembly, manifest
from drift.corpus.manifest import BatchError
from drift.rendering.formats import write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from drift.corpus.engines import Engine, Task
    from drift.corpus.manifest import Row
    from drift.corpus.shards import Settings, Tables

FORMAT = 1  # of the output folder; raised when its layout changes
SHARD = 64  # pairs: some minutes of work on one core, so a killed worker costs little; 64 texts fill the encoder
TABLES = ("findings", "beads", "pairs")  # in the order they are written: pairs last
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
    progress: Callable[[Progress], None] | None = None,
) -> Summary:
    """Compare all pairs of a manifest and write `out` (see the README for its files).

    `folder` is where paths in the manifest start; the manifest's own folder without it. A row that cannot be
    read or compared gets its `error`; the run goes on.

    Raises:
        BatchError: the manifest is not usable, an id occurs twice, another run is at work in `out`, or a resumed
            run does not agree with what is there.
        ModelError: the model cannot be had.
    """
    if not pairs.is_file():
        msg = f"{'is a folder' if pairs.is_dir() else 'no such file'}: {pairs}"
        raise BatchError(msg)
    if shard_size < 1:
        msg = f"a shard holds at least one pair, not {shard_size}"
        raise BatchError(msg)
    try:
        out.mkdir(exist_ok=True)
    except OSError as error:
        msg = f"cannot write to {out}: {error.strerror or error}"
        raise BatchError(msg) from error
    with _locked(out) as connection:
        state = _state(out, _plan(pairs, connection, settings, shard_size), resume=resume)
        if state.get("summary"):
            return Summary(**{**state["summary"], "reused": state["pairs"]})
        where = pairs.parent if folder is None else folder
        reused = _make_shards(pairs, where, out, settings, engine, shard_size, state["pairs"], progress)
        numbers = range(-(-state["pairs"] // shard_size))
        counts = assembly.assemble(out, [_paths(out, number) for number in numbers], state)
    summary = Summary(**counts, reused=reused)
    write(out / "manifest.json", _json({**state, "summary": asdict(summary)}))
    shutil.rmtree(out / "shards")
    return summary


def _plan(pairs: Path, connection: sqlite3.Connection, settings: Settings, shard_size: int) -> dict[str, Any]:
    """What this run would do. The whole manifest is read once here, so that its faults show before the work."""
    count = 0
    for count, record in enumerate(manifest.records(pairs), start=1):
        name = manifest.identifier(record, count)
        try:
            connection.execute(
                "INSERT INTO ids VALUES (?, ?)", (hashlib.sha256(name.encode("utf-8", "replace")).digest()[:16], count)
            )
        except sqlite3.IntegrityError as error:
            msg = f"{pairs}: the id {name!r} of row {count} occurs twice"
            raise BatchError(msg) from error
    if not count:
        msg = f"{pairs} holds no pairs"
        raise BatchError(msg)
    with pairs.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "format": FORMAT,
        "input": digest,
        "pairs": count,
        "shard_size": shard_size,
        "signature": settings.signature,
        "only": list(settings.only),
        "skip": list(settings.skip),
        "repair": settings.repair,
        "pages": settings.pages,
    }


@contextmanager
def _locked(out: Path) -> Iterator[sqlite3.Connection]:
    """A locked sqlite file with room for the ids; both vanish with the connection, however it ends."""
    try:
        with closing(sqlite3.connect(out / "run.lock", timeout=0, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("CREATE TABLE ids (id BLOB PRIMARY KEY, row INTEGER) WITHOUT ROWID")
            yield connection
            connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        busy = "locked" in str(error)
        msg = f"another run is at work in {out}" if busy else f"cannot lock {out}: {error}"
        raise BatchError(msg) from error


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
    pairs: Path,
    folder: Path,
    out: Path,
    settings: Settings,
    engine: Engine,
    shard_size: int,
    total: int,
    progress: Callable[[Progress], None] | None,
) -> int:
    """Run the shards that are not there yet; the number of pairs in those that were."""
    sizes: dict[int, int] = {}  # of the shards under way, a handful
    digests: dict[int, str] = {}
    done = reused = 0

    def tell() -> None:
        if progress is not None:
            progress(Progress(done, total, reused))

    def tasks() -> Iterator[Task]:
        nonlocal done, reused
        rows = manifest.rows(pairs, folder=folder)
        number = 0
        while block := list(islice(rows, shard_size)):
            digest = _digest(block)
            if _finished(out, number, digest):
                done, reused = done + len(block), reused + len(block)
                tell()
            else:
                sizes[number], digests[number] = len(block), digest
                yield number, block
            number += 1

    tell()
    for number, tables in engine(tasks(), settings):
        _keep(out, number, tables, digests.pop(number), number * shard_size)
        done += sizes.pop(number)
        tell()
    return reused


def _digest(rows: list[Row]) -> str:
    return hashlib.sha256(b"".join(row.digest() for row in rows)).hexdigest()


def _paths(out: Path, number: int) -> dict[str, Path]:
    # a thousand shards a folder: file systems and people both dislike more
    folder = out / "shards" / f"{number // 1000:03d}"
    return {name: folder / f"{number:06d}.{name}.parquet" for name in TABLES}


def _finished(out: Path, number: int, digest: str) -> bool:
    import pyarrow as pa
    import pyarrow.parquet as pq

    paths = _paths(out, number)
    if not all(path.is_file() for path in paths.values()):
        return False
    try:
        found = [(pq.read_schema(path).metadata or {}).get(b"drift.rows", b"").decode() for path in paths.values()]
    except (OSError, pa.ArrowException):
        return False  # cut short by a power failure: it is made again
    if set(found) != {digest}:
        msg = f"cannot resume {out}: a text of shard {number} has changed since it was compared"
        raise BatchError(msg)
    return True


def _keep(out: Path, number: int, tables: Tables, digest: str, first: int) -> None:
    import io

    import pyarrow.parquet as pq

    paths = _paths(out, number)
    paths["pairs"].parent.mkdir(parents=True, exist_ok=True)
    for place, page in enumerate(tables.pages):
        if page:
            target = out / assembly.page_name(first + place)
            target.parent.mkdir(exist_ok=True)
            write(target, page)
    for name in TABLES:
        table = getattr(tables, name).replace_schema_metadata({"drift.rows": digest})
        buffer = io.BytesIO()
        pq.write_table(table, buffer)
        write(paths[name], buffer.getvalue())


def _json(state: dict[str, Any]) -> bytes:
    return (json.dumps(state, indent=2, ensure_ascii=False) + "\n").encode()
