"""From shards to the three tables and the page, one shard in memory at a time."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Any

from drift.corpus.shards import SCORES, schema
from drift.rendering.formats import write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

ROW_GROUP = 1 << 16  # rows gathered before a row group is written: what readers of Parquet like
LISTED = 1000  # rows on the page: more make a browser slow; the tables hold all
BINS = 10


def page_name(place: int) -> str:
    """Where the page of a row lies below the output folder. Its id takes no part: it comes from outside."""
    return f"pages/{place + 1:09d}.html"


def assemble(out: Path, shards: Sequence[Mapping[str, Path]], state: Mapping[str, Any]) -> dict[str, int]:
    """Write pairs, findings and beads, and index.html; the counts of `drift.corpus.Summary`.

    Raises:
        OSError: a file cannot be written.
    """
    schemas = schema()
    overview = _Overview(pages=bool(state["pages"]))
    for name in ("findings", "beads"):
        _join(out / f"{name}.parquet", (_read(paths[name], schemas[name]) for paths in shards), schemas[name], state)
    pairs = (_read(paths["pairs"], schemas["pairs"]) for paths in shards)
    _join(out / "pairs.parquet", map(overview.add, pairs), schemas["pairs"], state)
    write(out / "index.html", _page(overview, state))
    return overview.counts


def _read(path: Path, expected: pa.Schema) -> pa.Table:
    import pyarrow.parquet as pq

    return pq.ParquetFile(path).read().cast(expected)


def _join(path: Path, tables: Iterator[pa.Table], expected: pa.Schema, state: Mapping[str, Any]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    aside = path.with_name(f".{path.name}.part")
    stamped = expected.with_metadata({"drift.signature": str(state["signature"])})
    with pq.ParquetWriter(aside, stamped) as writer:
        gathered: list[pa.Table] = []
        rows = 0
        for table in tables:
            gathered.append(table)
            rows += table.num_rows
            if rows >= ROW_GROUP:
                writer.write_table(pa.concat_tables(gathered).replace_schema_metadata(stamped.metadata))
                gathered, rows = [], 0
        if gathered:
            writer.write_table(pa.concat_tables(gathered).replace_schema_metadata(stamped.metadata))
    aside.replace(path)


class _Overview:
    """Counts, a histogram of drift, and the rows that the page lists: those with errors and the worst."""

    def __init__(self, *, pages: bool) -> None:
        self.pages = pages
        self.counts = dict.fromkeys(("pairs", "errors", "minor", "major", "critical"), 0)
        self.bins = [0] * BINS
        self.worst: list[tuple[float, int, dict[str, Any]]] = []
        self.errors: list[dict[str, Any]] = []

    def add(self, table: pa.Table) -> pa.Table:
        """Take the rows of one shard into account; the table comes back as it was."""
        for row in table.to_pylist():
            place = self.counts["pairs"]
            self.counts["pairs"] += 1
            if row["error"] is not None:
                self.counts["errors"] += 1
                if len(self.errors) < LISTED:
                    self.errors.append(row)
                continue
            for severity in ("minor", "major", "critical"):
                self.counts[severity] += row[severity]
            if row["drift"] is not None:
                self.bins[min(BINS - 1, int(row["drift"] * BINS))] += 1
            shown = {**row, "page": page_name(place) if self.pages else None}
            # the place breaks ties, the earlier row first, so that the page does not depend on anything else;
            # what was not judged comes last
            heapq.heappush(self.worst, (-1.0 if row["drift"] is None else row["drift"], -place, shown))
            if len(self.worst) > LISTED:
                heapq.heappop(self.worst)
        return table

    def rows(self) -> list[dict[str, Any]]:
        """The listed rows, worst first."""
        return [row for _, _, row in sorted(self.worst, key=lambda item: (-item[0], -item[1]))]


def _page(overview: _Overview, state: Mapping[str, Any]) -> bytes:
    from base64 import b64encode
    from hashlib import sha256
    from importlib.resources import files

    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    templates = files("drift.corpus") / "templates"
    script = (templates / "index.js").read_text(encoding="utf-8")
    style = (templates / "index.css").read_text(encoding="utf-8")
    environment = Environment(
        loader=PackageLoader("drift.corpus"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    highest = max(1, *overview.bins)
    page = environment.get_template("index.html.j2").render(
        state=state,
        counts=overview.counts,
        bins=[(k / BINS, (k + 1) / BINS, count, 100 * count / highest) for k, count in enumerate(overview.bins)],
        rows=overview.rows(),
        errors=overview.errors,
        scores=SCORES,
        # our own two files, not text from outside; the policy lets no other script run
        script=Markup(script),  # noqa: S704
        style=Markup(style),  # noqa: S704
        script_hash=b64encode(sha256(script.encode()).digest()).decode(),
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
    )
    return page.encode("utf-8", "replace")
