"""Labeling: findings of which nobody is sure, shown one by one to somebody who is asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from drift.results import Report
from drift.review import concerns, identities, pair_of, verdicts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from drift.records import Identity, Verdict


def label(reports: Report | Iterable[Report], path: str | PathLike[str] | None = None, *, most: int = 60) -> Any:
    """A widget that shows the `most` least certain findings one by one, with two buttons: right, false alarm.

    Its `verdicts` are what was said so far, for `Analyzer.recalibrate` and `drift.review.verdicts.apply`. With `path`
    they are written to that file at each click, in the format that the page exports; findings that the file has a
    verdict on are not asked again.

    Raises:
        ImportError: the extra `jupyter` is not installed.
        ValueError: `path` exists and is no file of verdicts.
    """
    try:
        from drift.rendering.widgets import Labeler
    except ModuleNotFoundError as error:
        msg = "labeling needs widgets: pip install 'paraphrase-drift[jupyter]'"
        raise ImportError(msg) from error
    several = (reports,) if isinstance(reports, Report) else tuple(reports)
    target = None if path is None else Path(path)
    given = verdicts.read(target) if target is not None and target.exists() else ()
    asked = uncertain(several, most, given)
    return Labeler(asked, given=given, path=target)


def uncertain(
    reports: Iterable[Report], most: int, known: Iterable[Verdict] = ()
) -> list[tuple[Report, int, Identity]]:
    """The findings nearest to a confidence of one half, as report, index and identity, but the judged."""
    given = tuple(known)
    found = []
    for report in reports:
        pair = pair_of(report.original, report.rewrite)
        done = {verdict.finding for verdict in given if concerns(verdict, pair)}
        named = identities((*report.findings, *report.rejected))
        for index, (finding, identity) in enumerate(zip(report.findings, named, strict=False)):
            if identity not in done and not finding.accepted:
                found.append((abs(finding.confidence - 0.5), report, index, identity))
    found.sort(key=lambda item: item[0])  # stable: of equals, the one that was found first
    return [(report, index, identity) for _, report, index, identity in found[: max(0, most)]]
