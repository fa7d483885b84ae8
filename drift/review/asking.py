"""Which findings to ask a reader about: those of which nobody is sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.review.identity import concerns, identities, pair_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.records import Identity, Verdict
    from drift.results import Report


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
