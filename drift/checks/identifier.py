"""Identifiers that the rewrite alters, drops or has of its own: addresses, code, placeholders, versions, references."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz import fuzz

from drift.checks.beads import became, quoted, views
from drift.checks.slots import nearby, one_to_one
from drift.facts.identifiers import COUNTED, ORNAMENTS, PROSE, Identifier, find, same, stands
from drift.findings import finding
from drift.language import language_of
from drift.reading import raw_span
from drift.records import Finding, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from drift.checks.beads import View
    from drift.records import Comparison, Side

#: Two that are written less alike (rapidfuzz ratio, 0 to 100) are two identifiers, of which one is lost and one new,
#: unless they are alone; "2.4.1" and "2.4.0" are at 80, two unrelated addresses of one host at about 60.
ALIKE = 50.0


class _Found(NamedTuple):
    item: Identifier
    span: Span


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding an identifier that is not what it was."""
    for view in views(comparison):
        here, there = list(_in(view.side, view.sentences)), list(_in(view.other, view.beyond))
        if here or there:
            yield from _bead(view, _unanswered(here, there), _unanswered(there, here))


def _bead(view: View, lost: Sequence[_Found], new: Sequence[_Found]) -> Iterator[Finding]:
    """What is altered, then what is lost or new and stands nowhere in the other text."""
    gone = [a for a in lost if not _near(view, a)]
    come = [b for b in new if not _near(view.mirrored, b)]
    alone = len(gone) == len(come) == 1
    ranked = (
        (-fuzz.ratio(a.span.text, b.span.text), i, j)
        for i, a in enumerate(gone)
        for j, b in enumerate(come)
        if a.item.sort == b.item.sort
    )
    used_a, used_b = set(), set()
    for minus, i, j in one_to_one(ranked):
        a, b = gone[i], come[j]
        if alone or -minus >= ALIKE:
            used_a.add(i)
            used_b.add(j)
            message = f"The {a.item.sort} changed: {became(a.span.text, b.span.text)}."
            yield finding("identifier", Severity.major, a.span, b.span, 0.85, message)
    for a in (a for i, a in enumerate(gone) if i not in used_a and _missed(a, view.other)):
        message = f"The {a.item.sort} {quoted(a.span.text)} is gone."
        yield finding("identifier", _weight(a), a.span, None, 0.7, message)
    for b in (b for j, b in enumerate(come) if j not in used_b and _missed(b, view.side)):
        message = f"The {b.item.sort} {quoted(b.span.text)} is not in this passage of the original."
        yield finding("identifier", _weight(b), None, b.span, 0.7, message)


def _in(side: Side, sentences: Iterable[int]) -> Iterator[_Found]:
    """The identifiers in some sentences of a side."""
    document, own = side.document, language_of(side.document)
    for number in sorted(sentences):
        sentence = document.sentences[number]
        days = [(fact.start - sentence.start, fact.end - sentence.start) for fact in side.of("date", (number,))]
        for item in find(sentence.text, own):
            if any(start <= item.start and item.end <= end for start, end in days):
                continue  # "07/08/2018" is a day
            yield _Found(item, raw_span(document, sentence.start + item.start, sentence.start + item.end))


def _unanswered(ours: Sequence[_Found], theirs: Sequence[_Found]) -> list[_Found]:
    """Those that the other side of the bead lacks; a placeholder stands as often as before."""
    rest, left = list(theirs), []
    for mine in ours:
        answer = next((other for other in rest if same(mine.item, other.item)), None)
        if answer is None:
            left.append(mine)
        elif mine.item.sort in COUNTED:
            rest.remove(answer)
    return left


def _near(view: View, found: _Found) -> bool:
    """Whether what a bead lacks stands there in another form, or in the sentences around it."""
    sentences, beyond = view.other.document.sentences, frozenset(view.beyond)
    around = nearby(view) - beyond if found.item.sort in COUNTED else nearby(view)
    text = "\n".join(sentences[i].text for i in sorted(around))
    return stands(found.item, found.span.text, text)


def _missed(found: _Found, other: Side) -> bool:
    """Whether an identifier stands nowhere in the other text, its markup included, and is no mere ornament."""
    return found.item.sort not in ORNAMENTS and (
        found.item.sort in COUNTED or not stands(found.item, found.span.text, other.document.raw)
    )


def _weight(found: _Found) -> Severity:
    return Severity.minor if found.item.sort in PROSE else Severity.major
