"""What omission, addition and moved share: runs of sentences, and what of one side the other lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from drift.checks.beads import Place, is_content, is_word
from drift.checks.clauses import clauses
from drift.checks.elsewhere import Elsewhere
from drift.language import language_of
from drift.records import Severity, Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from drift.checks.beads import View
    from drift.records import Document, Side

#: Prose with so many content words tells something (an editor's judgment).
TELLING = 2


def joined(document: Document, sentences: Sequence[int]) -> Span:
    """The raw span from the first of these sentences to the last."""
    start = document.sentences[sentences[0]].span.start
    end = document.sentences[sentences[-1]].span.end
    return Span(start, end, document.raw[start:end])


def runs(links: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Links (i, j) sorted by j, cut wherever a sentence of either side does not follow the one before."""
    run: list[tuple[int, int]] = []
    for i, j in links:
        if run and not (0 <= j - run[-1][1] <= 1 and 0 <= i - run[-1][0] <= 1):
            yield run
            run = []
        run.append((i, j))
    if run:
        yield run


class Missing(NamedTuple):
    """What of one side the other lacks: `sentences`, a sentence of which it has the words quoted, or a clause."""

    what: Literal["sentence", "quoting", "clause"]
    sentences: Sequence[int]
    text: str
    span: Span
    severity: Severity
    confidence: float


def missing(side: Side, beads: Collection[View], lone: Iterable[int]) -> Iterator[Missing]:
    """What the other side lacks of this: sentences without counterpart, and clauses of those that `beads` pair."""
    elsewhere, document = Elsewhere.of(beads), side.document
    rest = _lost(side, lone, elsewhere)
    quoting = [i for i in rest if elsewhere.quoted(side, i)]
    for i in quoting:
        yield Missing("quoting", [i], document.sentences[i].text, joined(document, [i]), Severity.minor, 0.6)
    for span, group in _paragraphs(side, set(rest).difference(quoting)):
        text = " ".join(document.sentences[i].text for i in group)
        yield Missing("sentence", group, text, span, *_weight(side, group))
    for clause in clauses(beads, elsewhere):
        yield Missing("clause", (), clause.text, clause.span, clause.severity, clause.confidence)


def _lost(side: Side, lone: Iterable[int], elsewhere: Elsewhere) -> list[int]:
    """Sentences without counterpart whose content is nowhere else either; two words are found anywhere by chance.

    A quotation that stands elsewhere verbatim counts as found, and a sentence that says nothing else with it.
    """
    known = language_of(side.document)
    found: list[int] = []
    for i in lone:
        words = [Place(i, k) for k, token in enumerate(side.tokens[i]) if is_content(token, known)]
        quoting = elsewhere.quoted(side, i)
        rest = [place for place in words if place not in quoting]
        if len(rest) < len(words) and len(rest) < TELLING:
            continue
        if len(words) <= TELLING or not elsewhere.hold(side, words):
            found.append(i)
    return found


def _paragraphs(side: Side, lone: Iterable[int]) -> Iterator[tuple[Span, list[int]]]:
    """Sentences without counterpart that say something, neighbors of one paragraph and kind together.

    Bylines and agency credits ("-APP/AFP") belong to the publication, not to what it says.
    """
    document = side.document
    group: list[int] = []
    for index in sorted(lone):
        sentence = document.sentences[index]
        if sentence.kind in {"furniture", "byline"} or not _says(side, index):
            continue
        last = document.sentences[group[-1]] if group else None
        if last is not None and not (
            index == group[-1] + 1 and last.paragraph == sentence.paragraph and last.kind == sentence.kind
        ):
            yield joined(document, group), group
            group = []
        group.append(index)
    if group:
        yield joined(document, group), group


def _says(side: Side, sentence: int) -> bool:
    """Whether a sentence says something; a lone word ("Said.") is a fragment, which has a check of its own."""
    known = language_of(side.document)
    words = [token for token in side.tokens[sentence] if is_word(token)]
    return len(words) > 1 and any(is_content(token, known) or token.pos in {"PROPN", "VERB"} for token in words)


def _weight(side: Side, sentences: Sequence[int]) -> tuple[Severity, float]:
    """How much whole sentences matter: prose with two content words or more is major, the rest minor."""
    prose = [i for i in sentences if side.document.sentences[i].kind == "prose"]
    known = language_of(side.document)
    words = sum(is_content(token, known) for i in prose for token in side.tokens[i])
    return (Severity.major, 0.8) if words >= TELLING else (Severity.minor, 0.6)
