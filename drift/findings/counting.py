"""Which of several findings alike each is: counted while all are there, and carried along from then on."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from drift.records import Finding, Span

    Words = tuple[str, str | None, str | None]

# What a page cannot hold and shows as U+FFFD, so that a verdict given there is found here.
_LOST = re.compile("[\0\ud800-\udfff]")


def counted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings, in the order given, each with its `occurrence`; they must be all that was found in the texts."""
    found = tuple(findings)
    numbers = zip(found, occurrences(found), strict=True)
    return tuple(replace(finding, occurrence=occurrence) for finding, occurrence in numbers)


def occurrences(findings: Sequence[Finding]) -> tuple[int, ...]:
    """Which of those alike each finding is, from 1 by place; the `occurrence` that a finding has already stays."""
    seen: Counter[Words] = Counter()
    counts = [0] * len(findings)
    for index in sorted(range(len(findings)), key=lambda index: (*_place(findings[index]), index)):
        own = words(findings[index])
        seen[own] += 1
        counts[index] = findings[index].occurrence or seen[own]
    return tuple(counts)


def words(finding: Finding) -> Words:
    """What makes findings alike: the kind and the words of the original and of the rewrite, as a page can hold them."""
    return finding.kind, _text(finding.original), _text(finding.rewrite)


def _place(finding: Finding) -> tuple[int, int]:
    return tuple(-1 if span is None else span.start for span in (finding.rewrite, finding.original))  # type: ignore[return-value]


def _text(span: Span | None) -> str | None:
    return None if span is None else _LOST.sub("\ufffd", span.text)
