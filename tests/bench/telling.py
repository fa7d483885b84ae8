"""An analyzer that finds what a test says."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from drift.records import Finding
    from tests.bench.conftest import CountingAnalyzer


def comparing(analyzer: CountingAnalyzer, told: dict[str, list[Finding]]) -> None:
    """The analyzer finds these in these rewrites; drift is as in its scores."""

    def compare_many(pairs: Iterable[tuple[str, str]]) -> Iterator[SimpleNamespace]:
        for original, rewrite in pairs:
            drift = analyzer.score([(original, rewrite)])["drift"].iloc[0]
            yield SimpleNamespace(findings=tuple(told.get(rewrite, ())), scores=SimpleNamespace(drift=drift))

    analyzer.compare_many = compare_many  # type: ignore[method-assign]
