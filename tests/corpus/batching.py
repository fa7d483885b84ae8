"""Manifests, runs and their results, for tests with the fake analyzer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from drift.corpus import Settings, Summary, batch, engines
from tests.corpus import faking

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from drift.corpus.engines import Engine

SETTINGS = Settings(faking.make, "fake-1")
TABLES = ("pairs.parquet", "findings.parquet", "beads.parquet")


def manifest(folder: Path, count: int, *, all_end: str = "", **changed: str) -> Path:
    """`count` pairs; `changed` gives single rewrites by "r" and number, `all_end` is added to each rewrite."""
    lines = [
        {
            "id": f"p{k}",
            "original": f"The town council met on day {k}.",
            "rewrite": f"{changed.get(f'r{k}', f'A council met on day {k}.')} {all_end}".strip(),
        }
        for k in range(count)
    ]
    path = folder / "pairs.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def run(
    pairs: Path, out: Path, engine: Engine | None = None, settings: Settings = SETTINGS, **options: object
) -> Summary:
    """In shards of 3, without pages unless some are asked for."""
    chosen = {"shard_size": 3, "pages": 0, **options}
    return batch(pairs, out, settings=settings, engine=engine or engines.serial(), **chosen)  # type: ignore[arg-type]


def content(out: Path) -> list[object]:
    """What a run delivers: the tables, the list, the pages."""
    pages = {path.name: path.read_bytes() for path in sorted((out / "pages").glob("*"))}
    return [pq.read_table(out / name).to_pylist() for name in TABLES] + [(out / "index.html").read_bytes(), pages]


class StopError(Exception):
    pass


def stopping(after: int) -> Engine:
    """Shard after shard in this process, stopped when so many are done and one more is made."""

    def engine(tasks: object, settings: Settings) -> Iterator[object]:
        for number, result in enumerate(engines.serial()(tasks, settings)):  # type: ignore[arg-type]
            if number == after:
                raise StopError
            yield result

    return engine  # type: ignore[return-value]
