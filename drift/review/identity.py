"""Which findings of two reports are the same: by kind and words, since offsets move when a text is edited."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from drift.records import Identity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.records import Finding, Span

# What a page cannot hold and shows as U+FFFD, so that a verdict given there is found here.
_LOST = re.compile("[\0\ud800-\udfff]")


def identities(findings: Iterable[Finding]) -> tuple[Identity, ...]:
    """The identity of each finding, in the order given. The findings must be all of a report, rejected ones too."""
    found = tuple(findings)
    seen: Counter[tuple[str, str | None, str | None]] = Counter()
    named: dict[int, Identity] = {}
    for index in sorted(range(len(found)), key=lambda index: (*_place(found[index]), index)):
        finding = found[index]
        words = (finding.kind, _text(finding.original), _text(finding.rewrite))
        seen[words] += 1
        named[index] = Identity(*words, occurrence=seen[words])
    return tuple(named[index] for index in range(len(found)))


def _place(finding: Finding) -> tuple[int, int]:
    return tuple(-1 if span is None else span.start for span in (finding.rewrite, finding.original))  # type: ignore[return-value]


def _text(span: Span | None) -> str | None:
    return None if span is None else _LOST.sub("\ufffd", span.text)
