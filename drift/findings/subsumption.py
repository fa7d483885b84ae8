"""Which of several findings of the same words stay: each change is told once, by the finding that says it best."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from drift.records import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from drift.records import Finding

BLOCK = 512  # characters: some sentences

#: A word; "cannot" and "don't" are two, of which a negation covers one.
_WORD = re.compile(r"can(?=not\b)|\w+?(?=n['’]t\b)|n['’]t\b|\w+", re.IGNORECASE)

_FACTS = frozenset({"number", "date", "name", "quote", "negation", "modality", "attribution", "role", "identifier"})
_QUALIFIED = frozenset({"relation", "qualifier"})
_LEFT_OUT = frozenset({"omission.sentence", "addition.sentence", "omission.clause", "addition.clause"})

#: Kind -> the kinds it gives way to, and the share of its own words that those must cover (any overlap: 0).
#: A wording gives way to whatever says more precisely what is wrong with the word; a clause to the fact that
#: makes up half of it; a lone fact to the clause or sentence that is left out as a whole; words that are new within
#: a quotation to the finding that shows how the quotation changed; a quotation to the name, the negation or the wording
#: that is all that changed in it.
_YIELDS: Mapping[str, tuple[tuple[frozenset[str], float], ...]] = {
    "wording": ((_FACTS | _QUALIFIED | _LEFT_OUT | {"residue"}, 0.0),),
    "relation": ((_FACTS | _LEFT_OUT, 0.0),),
    "qualifier": ((_FACTS | _LEFT_OUT, 0.0),),
    "omission.clause": ((frozenset({"omission.sentence"}), 0.0), (_FACTS - {"name", "quote"}, 0.5)),
    "boilerplate": ((frozenset({"residue"}), 0.9),),
    "addition.clause": (
        (frozenset({"residue"}), 0.5),
        (frozenset({"addition.sentence"}), 0.0),
        (_FACTS - {"name", "quote"}, 0.5),
        (frozenset({"quote"}), 0.9),
    ),
    "number": ((frozenset({"date", "identifier"}), 0.5), (_LEFT_OUT, 0.9)),
    "date": ((frozenset({"identifier"}), 0.5), (_LEFT_OUT, 0.9)),
    "name": ((frozenset({"role", "attribution"}), 0.9), (frozenset({"identifier"}), 0.5), (_LEFT_OUT, 0.9)),
    "identifier": ((_LEFT_OUT, 0.9),),
    "quote": ((_LEFT_OUT, 0.9), (frozenset({"name", "negation", "wording", "attribution"}), 0.9)),
    "modality": ((_LEFT_OUT, 0.9),),
    "attribution": ((_LEFT_OUT, 0.9), (frozenset({"role"}), 0.2)),
    "negation": ((frozenset({"omission.sentence", "addition.sentence"}), 0.9),),
    "terminology": ((frozenset({"name"}), 0.9), (_LEFT_OUT, 0.9)),
    "fragment": ((frozenset({"repetition", "boilerplate", "residue"}), 0.5),),
    "fluency": ((frozenset({"repetition", "fragment", "name", "quote", "residue"}), 0.9),),
}


def settled(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that no other one makes needless, in the order given; of two that say the same the first stays."""
    found: dict[tuple[str, Span | None, Span | None], Finding] = {}
    for item in findings:
        found.setdefault((item.kind, item.original, item.rewrite), item)
    everything = list(found.values())
    beside = list(_beside(everything))
    staying = {
        place
        for place, item in enumerate(everything)
        if not any(
            _is_subsumed(item, other) and not (before and _is_subsumed(other, item))  # of two that would, one stays
            for before, other in ((place < there, everything[there]) for there in beside[place])
        )
    }
    return [
        everything[place]
        for place in sorted(staying)
        if not any(
            _is_duplicate(everything[place], everything[there])
            for there in staying.intersection(beside[place])
            if there < place
        )
    ]


def _beside(findings: Sequence[Finding]) -> Iterator[list[int]]:
    """For each finding the places of those that stand near it on a side: no others can overlap with it.

    Both texts are cut into blocks, so that thousands of findings need not all be compared with one another.
    """
    blocks: dict[tuple[int, int], list[int]] = defaultdict(list)
    for place, finding in enumerate(findings):
        for block in _blocks(finding):
            blocks[block].append(place)
    for finding in findings:
        yield sorted({place for block in _blocks(finding) for place in blocks[block]})


def _blocks(finding: Finding) -> list[tuple[int, int]]:
    return [
        (side, block)
        for side, span in enumerate((finding.original, finding.rewrite))
        if span is not None
        for block in range(span.start // BLOCK, span.end // BLOCK + 1)
    ]


def _is_subsumed(finding: Finding, other: Finding) -> bool:
    if "quote" in {finding.kind, other.kind} and other.kind not in _LEFT_OUT:
        # that words are no quotation, or not verbatim, says nothing of a graver fault in them
        if other.severity < finding.severity:
            return False
        finding = _core(finding) if finding.kind == "quote" else finding
    return any(
        other.kind in kinds and _covered(finding, other) > share - 1e-9 and _covered(finding, other) > 0
        for kinds, share in _YIELDS.get(finding.kind, ())
    )


def _core(finding: Finding) -> Finding:
    """A finding of words that changed without the words that both sides have at its beginning and end."""
    if finding.original is None or finding.rewrite is None:
        return finding
    ours, theirs = (list(_WORD.finditer(span.text)) for span in (finding.original, finding.rewrite))
    before = _alike(ours, theirs)
    behind = _alike(ours[before:][::-1], theirs[before:][::-1])
    return replace(
        finding,
        original=_within(finding.original, ours[before : len(ours) - behind]),
        rewrite=_within(finding.rewrite, theirs[before : len(theirs) - behind]),
    )


def _alike(ours: Sequence[re.Match[str]], theirs: Sequence[re.Match[str]]) -> int:
    """How many words the two have in common at their beginning."""
    pairs = enumerate(zip(ours, theirs, strict=False))
    return next((k for k, (a, b) in pairs if a[0].lower() != b[0].lower()), min(len(ours), len(theirs)))


def _within(span: Span, words: Sequence[re.Match[str]]) -> Span:
    """The part of a span from the first of these words to the last; empty, at its start, where there are none."""
    first, last = (words[0].start(), words[-1].end()) if words else (0, 0)
    return Span(span.start + first, span.start + last, span.text[first:last])


def _covered(finding: Finding, other: Finding) -> float:
    """The largest share of the finding's span, on either side, that the other's covers.

    A fact that changed has two sides; a clause or sentence left out covers it only if it covers a fact that
    stands on that one side alone.
    """
    if (
        other.kind in _LEFT_OUT
        and finding.kind != "wording"
        and finding.original is not None
        and finding.rewrite is not None
    ):
        return 0.0
    return max(_share(finding.original, other.original), _share(finding.rewrite, other.rewrite))


def _share(span: Span | None, other: Span | None) -> float:
    if span is None or other is None or span.start == span.end:
        return 0.0
    return max(0, min(span.end, other.end) - max(span.start, other.start)) / (span.end - span.start)


def _is_duplicate(finding: Finding, other: Finding) -> bool:
    """Two findings of one kind that overlap on every side they have are one."""
    if finding.kind != other.kind or (finding.original is None, finding.rewrite is None) != (
        other.original is None,
        other.rewrite is None,
    ):
        return False
    sides = [(a, b) for a, b in ((finding.original, other.original), (finding.rewrite, other.rewrite)) if a is not None]
    return bool(sides) and all(_share(a, b) > 0 for a, b in sides)
