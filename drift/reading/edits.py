"""Cleaning as replayable edits: stages are composed so that every repair stays an exact stretch of the raw text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from drift.records import Document, Repair, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """`text[start:end]` becomes `replacement`; an empty stretch is an insertion."""

    start: int
    end: int
    replacement: str
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A text on its way from raw to clean. `edits` index `raw`, are sorted and do not overlap."""

    raw: str
    text: str
    edits: tuple[Edit, ...] = ()

    def then(self, edits: Iterable[Edit]) -> Draft:
        """The draft after one more stage, whose edits index `text` and must not overlap.

        Raises:
            ValueError: two of the new edits overlap.
        """
        fresh = sorted(edits)
        if not fresh:
            return self
        text = _replay(self.text, fresh)
        return Draft(self.raw, text, tuple(_compose(self, fresh)))

    def repairs(self) -> tuple[Repair, ...]:
        """The edits as public records."""
        return tuple(
            Repair(Span(e.start, e.end, self.raw[e.start : e.end]), e.replacement, e.kind, e.reason) for e in self.edits
        )


def _replay(text: str, edits: Sequence[Edit]) -> str:
    pieces: list[str] = []
    at = 0
    for edit in edits:
        if edit.start < at or edit.end > len(text):
            msg = f"edits overlap or leave the text at {edit.start}"
            raise ValueError(msg)
        pieces += (text[at : edit.start], edit.replacement)
        at = edit.end
    pieces.append(text[at:])
    return "".join(pieces)


@dataclass(slots=True)
class _Group:
    """Old and new edits that touch and so become one; `start`/`end` index the text between the two stages."""

    start: int
    end: int
    old: list[Edit]
    new: list[Edit]


def _touches(group: _Group, start: int, end: int) -> bool:
    if start < group.end:
        return True
    # At one and the same point the order of an empty stretch and its neighbour would be lost: merge them.
    return start == group.end and (start == end or group.start == group.end)


def _compose(draft: Draft, fresh: Sequence[Edit]) -> list[Edit]:
    """Edits raw -> text followed by edits text -> new text, as edits raw -> new text."""
    groups: list[_Group] = []
    shift = 0  # text offset minus raw offset
    stages: list[tuple[int, int, Edit, bool]] = []
    for edit in draft.edits:
        start = edit.start + shift
        stages.append((start, start + len(edit.replacement), edit, True))
        shift += len(edit.replacement) - (edit.end - edit.start)
    stages += [(edit.start, edit.end, edit, False) for edit in fresh]
    stages.sort(key=lambda item: item[:2])
    for start, end, edit, is_old in stages:
        if not groups or not _touches(groups[-1], start, end):
            groups.append(_Group(start, end, [], []))
        group = groups[-1]
        group.end = max(group.end, end)
        (group.old if is_old else group.new).append(edit)
    result: list[Edit] = []
    shift = 0
    for group in groups:
        raw_start = group.start - shift
        shift += sum(len(e.replacement) - (e.end - e.start) for e in group.old)
        raw_end = group.end - shift
        merged = _merge(draft, group, raw_start, raw_end)
        if merged is not None:
            result.append(merged)
    return result


def _merge(draft: Draft, group: _Group, raw_start: int, raw_end: int) -> Edit | None:
    if not group.new and len(group.old) == 1:
        return group.old[0]
    local = [Edit(e.start - group.start, e.end - group.start, e.replacement, e.kind, e.reason) for e in group.new]
    replacement = _replay(draft.text[group.start : group.end], local)
    if replacement == draft.raw[raw_start:raw_end]:
        return None
    # The weightier name wins: a removed word whose blank is collapsed too is still the removed word.
    parts = [*group.old, *group.new]
    kind = next((e.kind for e in parts if e.kind not in {"space", "wrap"}), parts[0].kind)
    reason = "; ".join(dict.fromkeys(e.reason for e in parts))
    return Edit(raw_start, raw_end, replacement, kind, reason)


def apply(raw: str, repairs: Iterable[Repair]) -> str:
    """Replay repairs on the raw text: `apply(document.raw, document.repairs) == document.clean`.

    Raises:
        ValueError: the repairs overlap, are not sorted, or were made for another text.
    """
    pieces: list[str] = []
    at = 0
    for repair in repairs:
        span = repair.span
        if span.start < at or raw[span.start : span.end] != span.text:
            msg = f"this repair is not one of this text: {repair.kind} at {span.start}"
            raise ValueError(msg)
        pieces += (raw[at : span.start], repair.replacement)
        at = span.end
    pieces.append(raw[at:])
    return "".join(pieces)


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Where clean offsets lie in the raw text. Four parallel rows, one entry a repair, sorted."""

    clean_starts: tuple[int, ...]
    clean_ends: tuple[int, ...]
    raw_starts: tuple[int, ...]
    raw_ends: tuple[int, ...]

    @classmethod
    def of(cls, repairs: Sequence[Repair]) -> OffsetMap:
        """The map of sorted repairs."""
        starts: list[int] = []
        ends: list[int] = []
        shift = 0
        for repair in repairs:
            starts.append(repair.span.start + shift)
            ends.append(starts[-1] + len(repair.replacement))
            shift = ends[-1] - repair.span.end
        raw_starts = tuple(r.span.start for r in repairs)
        return cls(tuple(starts), tuple(ends), raw_starts, tuple(r.span.end for r in repairs))

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """Raw start and end of the clean stretch [start, end)."""
        if start == end:
            at = self._first(start)
            return at, at
        left = self._first(start)
        index = bisect_left(self.clean_starts, end) - 1  # the last repair that begins before `end`
        while index >= 0 and self.clean_starts[index] == self.clean_ends[index] and self.clean_ends[index] == end:
            index -= 1
        if index < 0:
            right = end
        elif self.clean_ends[index] >= end:
            right = self.raw_ends[index]
        else:
            right = end - self.clean_ends[index] + self.raw_ends[index]
        return left, max(left, right)

    def _first(self, start: int) -> int:
        """Raw offset of the character at clean `start`; deletions right before it are left out."""
        index = bisect_right(self.clean_starts, start) - 1  # the last repair that begins at or before `start`
        if index < 0:
            return start
        if start < self.clean_ends[index]:
            return self.raw_starts[index]
        return start - self.clean_ends[index] + self.raw_ends[index]


class _Identity:
    """Makes a tuple of repairs a cache key by identity: hashing thousands of records a call would cost more."""

    __slots__ = ("repairs",)

    def __init__(self, repairs: tuple[Repair, ...]) -> None:
        self.repairs = repairs

    def __hash__(self) -> int:
        return id(self.repairs)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.repairs is self.repairs


@lru_cache(maxsize=64)  # documents alive at once in a comparison or a trace
def _map(key: _Identity) -> OffsetMap:
    return OffsetMap.of(key.repairs)


def raw_span(document: Document, start: int, end: int) -> Span:
    """The user's own characters behind `document.clean[start:end]`.

    A replaced stretch is included whole when any character of its replacement is touched; characters that were
    only deleted are never included at the edges. `document.raw[span.start:span.end] == span.text` always holds.

    Raises:
        ValueError: the offsets lie outside the clean text.
    """
    if not 0 <= start <= end <= len(document.clean):
        msg = f"[{start}, {end}) lies outside a clean text of {len(document.clean)} characters"
        raise ValueError(msg)
    raw_start, raw_end = _map(_Identity(document.repairs)).raw(start, end)
    return Span(raw_start, raw_end, document.raw[raw_start:raw_end])


def disjoint(edits: Iterable[Edit]) -> list[Edit]:
    """Sorted edits without overlap: of two that overlap, the one that starts first (then the longer) stays."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.start, -e.end)):
        if not kept or edit.start > kept[-1].end or (edit.start == kept[-1].end and edit.start != kept[-1].start):
            kept.append(edit)
    return kept
