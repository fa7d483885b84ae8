"""Finished shards on disk, while a run is under way.

`shards/000/000012.pairs.parquet` (findings, beads): the pairs are written last, so where they are, the shard is
complete. Each file carries the hash of the rows that it was made from.
"""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

from drift.corpus.manifest import BatchError
from drift.ground.files import write

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pyarrow as pa

    from drift.corpus.manifest import Row
    from drift.corpus.shards import Tables

FOLDER = "shards"
TABLES = ("findings", "beads", "pairs")  # in the order they are written: pairs last


def digest(rows: Iterable[Row]) -> str:
    """Hash of everything that the result of these rows depends on, but for the settings."""
    return hashlib.sha256(b"".join(row.digest() for row in rows)).hexdigest()


def path(out: Path, number: int, name: str) -> Path:
    """Where a table of a shard lies."""
    # a thousand shards a folder: file systems and people both dislike more
    return out / FOLDER / f"{number // 1000:03d}" / f"{number:06d}.{name}.parquet"


def keep(out: Path, number: int, tables: Tables, made_from: str) -> None:
    """Write the tables of a shard; they count when the last of them is there.

    Raises:
        OSError: a file cannot be written.
    """
    import pyarrow.parquet as pq

    path(out, number, "pairs").parent.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        table = getattr(tables, name).replace_schema_metadata({"drift.rows": made_from})
        buffer = io.BytesIO()
        pq.write_table(table, buffer)
        write(path(out, number, name), buffer.getvalue())


def finished(out: Path, number: int, made_from: str) -> pa.Table | None:
    """Drift and error of the pairs of a shard that is complete, None where it is not.

    Raises:
        BatchError: it was made from other rows.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    paths = [path(out, number, name) for name in TABLES]
    if not all(place.is_file() for place in paths):
        return None
    try:
        found = [(pq.read_schema(place).metadata or {}).get(b"drift.rows", b"").decode() for place in paths]
        pairs = pq.ParquetFile(path(out, number, "pairs")).read(columns=["drift", "error"])
    except (OSError, pa.ArrowException):
        return None  # cut short by a power failure: it is made again
    if set(found) != {made_from}:
        msg = f"cannot resume {out}: a text of shard {number} has changed since it was compared"
        raise BatchError(msg)
    return pairs
