"""Which findings of two reports are the same: by kind and words, since offsets move when a text is edited.

And which texts: by hash. A text that was edited has another one, so either text of a pair is enough to know it by.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from drift.records import Identity, Pair

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.records import Document, Finding, Verdict


def identities(findings: Iterable[Finding]) -> tuple[Identity, ...]:
    """The identity of each finding, in the order given.

    Findings that were not counted when they were found, such as those of an older file, are counted here: they must
    then be all of a report, rejected ones too.
    """
    from drift.findings import occurrences, words

    found = tuple(findings)
    numbers = zip(found, occurrences(found), strict=True)
    return tuple(Identity(*words(finding), occurrence=occurrence) for finding, occurrence in numbers)


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
