"""From shards to the three tables and the page, one shard in memory at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drift.corpus import index, store
from drift.corpus.overview import Overview
from drift.corpus.pages import keep_only
from drift.corpus.shards import schema
from drift.ground.files import write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import pyarrow as pa

ROW_GROUP = 1 << 16  # rows gathered before a row group is written: what readers of Parquet like


def assemble(out: Path, shards: int, state: Mapping[str, Any]) -> dict[str, int]:
    """Write findings, beads, pairs and index.html from so many shards; the counts of `drift.corpus.Summary`.

    Raises:
        OSError: a file cannot be written.
    """
    overview = Overview(pages=state["pages"])
    seen = {"findings": overview.add_findings, "pairs": overview.add_pairs}
    for name in store.TABLES:
        tables = (_read(store.path(out, number, name), schema()[name]) for number in range(shards))
        _join(out / f"{name}.parquet", map(seen[name], tables) if name in seen else tables, schema()[name], state)
    rows = overview.rows()
    keep_only(out, {row["page"] for row in rows if row["page"]})
    write(out / "index.html", index.html(overview, rows, state))
    return overview.counts


def _read(path: Path, expected: pa.Schema) -> pa.Table:
    import pyarrow.parquet as pq

    return pq.ParquetFile(path).read().cast(expected)


def _join(path: Path, tables: Iterable[pa.Table], expected: pa.Schema, state: Mapping[str, Any]) -> None:
    import pyarrow.parquet as pq

    aside = path.with_name(f".{path.name}.part")
    stamped = expected.with_metadata({"drift.signature": str(state["signature"])})
    with pq.ParquetWriter(aside, stamped) as writer:
        for table in _gathered(tables):
            writer.write_table(table.replace_schema_metadata(stamped.metadata))
    aside.replace(path)


def _gathered(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The tables joined to such as fill a row group."""
    import pyarrow as pa

    gathered: list[pa.Table] = []
    rows = 0
    for table in tables:
        gathered.append(table)
        rows += table.num_rows
        if rows >= ROW_GROUP:
            yield pa.concat_tables(gathered)
            gathered, rows = [], 0
    if gathered:
        yield pa.concat_tables(gathered)
