"""What the page of a run shows: counts, distributions, kinds of findings, the worst rows, those with an error."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from drift.corpus.pages import page_name
from drift.corpus.worst import Worst
from drift.rendering.phrases import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from drift.records import Severity

LISTED = 1000  # rows on the page, where no more pages are asked for: more make a browser slow; the tables hold all
BINS = 10
WHOLE = {"drift": 1, "coverage": 1, "support": 1, "quality": 100}  # the scores whose distributions are shown
COUNTED = ("minor", "major", "critical")


@dataclass(frozen=True, slots=True)
class KindCount:
    """How often a kind of finding occurs: by severity, and in how many pairs."""

    kind: str
    severities: Mapping[Severity, int]
    pairs: int

    @property
    def total(self) -> int:
        """Findings of this kind."""
        return sum(self.severities.values())


class Overview:
    """Filled shard by shard; its size does not depend on the number of shards. `pages` rows have a page each."""

    def __init__(self, *, pages: int) -> None:
        self.counts = dict.fromkeys(("pairs", "errors", *COUNTED), 0)
        self.by_worst: Counter[Severity | None] = Counter()  # pairs by their worst finding, None where there is none
        self.unjudged = 0  # pairs without scores
        self.bins = {score: [0] * BINS for score in WHOLE}
        self.errors: list[Mapping[str, Any]] = []
        self._pages = pages
        self._worst: Worst[dict[str, Any]] = Worst(max(LISTED, pages))
        self._findings: Counter[tuple[str, str]] = Counter()
        self._pairs_with: Counter[str] = Counter()

    def add_findings(self, table: pa.Table) -> pa.Table:
        """Take the findings of one shard into account; the table comes back as it was."""
        kinds = table.group_by(["kind", "severity"]).aggregate([([], "count_all")]).to_pylist()
        self._findings.update({(row["kind"], row["severity"]): row["count_all"] for row in kinds})
        ids = table.group_by("kind").aggregate([("id", "count_distinct")]).to_pylist()
        self._pairs_with.update({row["kind"]: row["id_count_distinct"] for row in ids})
        return table

    def add_pairs(self, table: pa.Table) -> pa.Table:
        """Take the pairs of one shard into account, shards in order; the table comes back as it was."""
        for row in table.to_pylist():
            place = self.counts["pairs"]
            self.counts["pairs"] += 1
            if row["error"] is not None:
                self.counts["errors"] += 1
                if len(self.errors) < LISTED:
                    self.errors.append({"id": row["id"], "error": row["error"]})
                continue
            for severity in COUNTED:
                self.counts[severity] += row[severity]
            self.by_worst[next((severity for severity in SEVERITIES if row[severity.name]), None)] += 1
            self.unjudged += row["drift"] is None
            for score, whole in WHOLE.items():
                if row[score] is not None:
                    self.bins[score][min(BINS - 1, int(row[score] / whole * BINS))] += 1
            self._worst.add(place, row["drift"], {**row, "place": place})
        return table

    def kinds(self) -> Sequence[KindCount]:
        """The kinds that occur, the most frequent first."""
        found = [
            KindCount(
                kind,
                {severity: self._findings[kind, severity.name] for severity in SEVERITIES},
                pairs,
            )
            for kind, pairs in self._pairs_with.items()
        ]
        return sorted(found, key=lambda item: (-item.total, item.kind))

    def rows(self) -> list[dict[str, Any]]:
        """The listed rows, worst first, each with the name of its `page` or None."""
        return [
            {**row, "page": page_name(row["place"]) if number < self._pages else None}
            for number, row in enumerate(self._worst.items())
        ]
