"""Content of one text that the other lacks, and sentences that it has in another place.

Whole sentences, and clauses of rendered sentences. What the rewrite alone has is not in this original, which may be a
shortened copy: it is never called invented.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from drift.checks import residue
from drift.checks.beads import Place, is_content, is_word, quoted, views
from drift.checks.clauses import clauses
from drift.checks.elsewhere import Elsewhere
from drift.checks.slots import REACH
from drift.findings import finding
from drift.language import language_of
from drift.records import Finding, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from drift.checks.beads import View
    from drift.records import Comparison, Document, Side

T = TypeVar("T")

#: What is told, by kind and what is missing. What follows the last rendered sentence may well come from a longer
#: original.
_MESSAGES = {
    "omission": {
        "sentence": "{} is nowhere in the rewrite.",
        "quoting": "Of {} the rewrite has the quoted words alone.",
        "clause": "{} is left out of the sentence.",
    },
    "addition": {
        "sentence": "{} is not in this original.",
        "quoting": "Of {} this original has the quoted words alone.",
        "clause": "{} is not in this sentence of the original.",
        "behind": "{} is not in this original (the original may have been cut short).",
    },
}

#: Prose with so many content words tells something (an editor's judgment).
TELLING = 2


def moved(comparison: Comparison) -> Iterator[Finding]:
    """One neutral finding a run of sentences that moved together."""
    if comparison.original is None:
        return
    original, rewrite = comparison.original.document, comparison.rewrite.document
    links = sorted(comparison.alignment.moved, key=lambda link: (link[1], link[0]))
    for run in rows(links, lambda one, two: 0 <= two[1] - one[1] <= 1 and 0 <= two[0] - one[0] <= 1):
        first = min(i for i, _ in run)
        here, there = _joined(original, sorted({i for i, _ in run})), _joined(rewrite, sorted({j for _, j in run}))
        place = f"sentence {first + 1} of {len(original.sentences)}"
        message = f"{quoted(there.text)} stands elsewhere in the original: {place}."
        yield finding("moved", Severity.neutral, here, there, 0.8, message)


def omission(comparison: Comparison) -> Iterator[Finding]:
    """One finding a paragraph or sentence left out, and one a clause left out of a rendered sentence."""
    if comparison.original is not None:
        beads = views(comparison)
        yield from _missing("omission", comparison.original, beads, comparison.alignment.omitted)


def addition(comparison: Comparison) -> Iterator[Finding]:
    """One finding an added paragraph or sentence, and one a clause added to a rendered sentence."""
    if comparison.original is not None:
        beads = [view.mirrored for view in views(comparison)]
        left = [(item.start, item.end) for item in residue.pieces(comparison)]
        sentences = comparison.rewrite.document.sentences
        lone = (j for j in comparison.alignment.added if not any(a <= sentences[j].start < b for a, b in left))
        yield from _missing("addition", comparison.rewrite, beads, lone)


def _missing(kind: str, side: Side, beads: Sequence[View], lone: Iterable[int]) -> Iterator[Finding]:
    """What the other side lacks of this: sentences without counterpart, and clauses of those that `beads` pair."""
    elsewhere, document, messages = Elsewhere.of(beads), side.document, _MESSAGES[kind]

    def told(what: str, text: str, span: Span, severity: Severity, confidence: float) -> Finding:
        part = "clause" if what == "clause" else "sentence"
        original, rewrite = (span, None) if kind == "omission" else (None, span)
        return finding(f"{kind}.{part}", severity, original, rewrite, confidence, messages[what].format(quoted(text)))

    rest = _lost(side, lone, beads, elsewhere)
    quoting = [i for i in rest if elsewhere.quoted(side, i)]
    for i in quoting:
        yield told("quoting", document.sentences[i].text, _joined(document, [i]), Severity.minor, 0.6)
    last = max((i for view in beads for i in view.sentences), default=-1)
    for group in _paragraphs(side, set(rest).difference(quoting)):
        text = " ".join(document.sentences[i].text for i in group)
        what = "behind" if "behind" in messages and group[0] > last else "sentence"
        yield told(what, text, _joined(document, group), *_weight(side, group))
    for clause in clauses(beads, elsewhere):
        yield told("clause", clause.text, clause.span, clause.severity, clause.confidence)


def _joined(document: Document, sentences: Sequence[int]) -> Span:
    """The raw span from the first of these sentences to the last."""
    start = document.sentences[sentences[0]].span.start
    end = document.sentences[sentences[-1]].span.end
    return Span(start, end, document.raw[start:end])


def rows(items: Iterable[T], follows: Callable[[T, T], bool]) -> Iterator[list[T]]:
    """Items in rows, cut wherever one does not follow the one before."""
    row: list[T] = []
    for item in items:
        if row and not follows(row[-1], item):
            yield row
            row = []
        row.append(item)
    if row:
        yield row


def _lost(side: Side, lone: Iterable[int], beads: Sequence[View], elsewhere: Elsewhere) -> list[int]:
    """Sentences without counterpart whose content is nowhere else either.

    Two words are found anywhere by chance, and so count where a rendering of the sentences around has them. A quotation
    that stands elsewhere verbatim counts as found, and a sentence that says nothing else with it.
    """
    known = language_of(side.document)
    rendered = {k: view.beyond for view in beads for k in view.sentences}
    found: list[int] = []
    for i in lone:
        words = [Place(i, k) for k, token in enumerate(side.tokens[i]) if is_content(token, known)]
        quoting = elsewhere.quoted(side, i)
        rest = [place for place in words if place not in quoting]
        if len(rest) < len(words) and len(rest) < TELLING:
            continue
        near = {j for k in range(i - REACH, i + REACH + 1) for j in rendered.get(k, ())}
        few = len(words) <= TELLING
        if not (elsewhere.merged(side, words, near) if few else elsewhere.hold(side, words)):
            found.append(i)
    return found


def _paragraphs(side: Side, lone: Iterable[int]) -> Iterator[list[int]]:
    """Sentences without counterpart that say something, neighbors of one paragraph and kind together.

    Bylines and agency credits ("-APP/AFP") belong to the publication, not to what it says.
    """
    sentences = side.document.sentences
    telling = [i for i in sorted(lone) if sentences[i].kind not in {"furniture", "byline"} and _says(side, i)]

    def follows(one: int, two: int) -> bool:
        first, second = sentences[one], sentences[two]
        return two == one + 1 and first.paragraph == second.paragraph and first.kind == second.kind

    return rows(telling, follows)


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
