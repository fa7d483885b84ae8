"""The baseline: an earlier report, saved as JSON, whose findings are known and no longer news."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drift.records import Finding, Severity, Span
from drift.review.files import ReviewError, load
from drift.review.identity import identities

if TYPE_CHECKING:
    from drift.records import Identity
    from drift.results import Report


def read(path: str | Path) -> frozenset[Identity]:
    """The findings of a report that was saved as JSON, those among them that a reader rejected included.

    Raises:
        ReviewError: the file cannot be read, or is no report.
    """
    path = Path(path)
    content = load(path, schema="1.", what="a report that drift saved as JSON")
    try:
        return frozenset(identities(_finding(item) for item in (*content["findings"], *content.get("rejected", ()))))
    except (KeyError, TypeError, ValueError) as error:
        msg = f"{path} is not a report that drift saved as JSON: a finding lacks {error}"
        raise ReviewError(msg) from error


def apply(report: Report, known: frozenset[Identity]) -> Report:
    """The report with each finding marked as known or new. All stay: what is known is still wrong, and is scored.

    Of a report that was thresholded everything that was found is marked, so another threshold loses no mark.
    """
    return report.reviewed(lambda whole: _marked(whole, known))


def _marked(report: Report, known: frozenset[Identity]) -> Report:
    named = identities((*report.findings, *report.rejected))
    marked = (
        replace(finding, known=identity in known, occurrence=identity.occurrence)
        for finding, identity in zip((*report.findings, *report.rejected), named, strict=True)
    )
    everything = tuple(marked)
    count = len(report.findings)
    return replace(report, findings=everything[:count], rejected=everything[count:])


def _finding(item: Any) -> Finding:
    original, rewrite = (None if item[side] is None else Span(**item[side]) for side in ("original", "rewrite"))
    severity = Severity[item["severity"]]
    occurrence = item.get("occurrence")  # files of the versions before 1.2 do not have it
    if not (occurrence is None or (isinstance(occurrence, int) and occurrence > 0)):
        msg = f"an occurrence that is 1 or more: {occurrence!r}"
        raise ValueError(msg)
    return Finding(
        item["kind"], item["category"], severity, original, rewrite, item["confidence"], item["message"],
        occurrence=occurrence,
    )  # fmt: skip
