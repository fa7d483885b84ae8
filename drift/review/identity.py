"""Which findings of two reports are the same: by kind and words, since offsets move when a text is edited.

And which texts: by hash. A text that was edited has another one, so either text of a pair is enough to know it by.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING

from drift.records import Identity, Pair

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.records import Document, Finding, Span, Verdict

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


def pair_of(original: Document | None, rewrite: Document) -> Pair:
    """The texts by their hashes."""
    return Pair(None if original is None else _hash(original), _hash(rewrite))


def concerns(verdict: Verdict, pair: Pair) -> bool:
    """Whether a verdict was given on this pair, as far as can be told: one of the two texts is as it was.

    A verdict that does not name its texts concerns every pair. Of a text checked alone nothing tells an edit from
    another text, so those verdicts concern every text checked alone.
    """
    given = verdict.pair
    if given is None or (given.original is None and pair.original is None):
        return True
    if given.original is None or pair.original is None:
        return False
    return given.original == pair.original or given.rewrite == pair.rewrite


def _hash(document: Document) -> str:
    # 64 bits: among a million texts two are taken for one with a probability of 1 in 40 million
    return hashlib.sha256(document.raw.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _place(finding: Finding) -> tuple[int, int]:
    return tuple(-1 if span is None else span.start for span in (finding.rewrite, finding.original))  # type: ignore[return-value]


def _text(span: Span | None) -> str | None:
    return None if span is None else _LOST.sub("\ufffd", span.text)
