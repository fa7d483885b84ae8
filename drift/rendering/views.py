"""What the page and the notebook show, drawn from a report: cards, rows and counts, ready for a template."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drift.reading import sentences_of
from drift.rendering import marking, phrases, safe
from drift.review import identities

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.records import Bead, BeadKind, Document, Finding, Judgement, Sentence, Severity, Span
    from drift.rendering.marking import Piece
    from drift.results import Report

# Characters of the same sentence shown on each side of a quoted span: about a line of the card.
_CONTEXT = 80
# Characters of a quoted span: a long paragraph; the whole stands in the text, one click away.
_QUOTE = 700
# What the attribute lang may hold; anything else tells a screen reader nothing.
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})?")
# Right-to-left scripts by ISO 639-1 code, for the direction of a text whose language is known.
_RTL = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})
_HALF = 0.5  # of the probability that the meaning is kept


@dataclass(frozen=True, slots=True)
class Quote:
    """A finding's words on one side, with a little of the sentence around them.

    `whole` is all of the words as they were given where `text` is but their beginning, or what HTML shows of them, else
    empty; `place` the id of the mark in the text, empty where there is none.
    """

    before: str
    text: str
    whole: str
    after: str
    place: str
    language: str
    direction: str


@dataclass(frozen=True, slots=True)
class Card:
    """One finding as its reader meets it; `occurrence` tells it from others with the same kind and words."""

    number: int
    finding: Finding
    occurrence: int
    label: str
    shape: str
    confidence: str
    status: str
    original: Quote | None
    rewrite: Quote | None

    @property
    def severity(self) -> str:
        """The severity's name."""
        return self.finding.severity.name

    @property
    def compares(self) -> bool:
        """Whether words of one side alone lack their counterpart on the other."""
        return phrases.has_other_side(self.finding)


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of one side: `anchor` is its id, `number` counts from 1."""

    anchor: str
    number: int
    sentence: Sentence
    pieces: tuple[Piece, ...]
    language: str
    direction: str


@dataclass(frozen=True, slots=True)
class Row:
    """A bead: its lines on both sides. `severity` is the worst of its findings', empty without one.

    `wander` says of a moved bead where its sides stand: after which sentences (0: at the beginning).
    """

    number: int
    kind: BeadKind
    label: str
    furniture: bool
    bead: Bead | None
    original: tuple[Line, ...]
    rewrite: tuple[Line, ...]
    wander: tuple[int, int] | None
    findings: tuple[int, ...]
    severity: str
    judgement: Judgement | None

    @property
    def changed(self) -> str:
        """What the judge reads where the meaning more likely changed than not: "lost 80 %, unsupported 60 %"."""
        read = self.judgement
        if read is None or read.kept >= _HALF or not (self.original and self.rewrite):
            return ""
        return f"lost {phrases.percent(read.lost)}, unsupported {phrases.percent(read.unsupported)}"

    @property
    def calm(self) -> bool:
        """Whether the row holds nothing that a reader must look at."""
        return not self.findings and self.kind in ("same", "paraphrase", "merged", "split")


@dataclass(frozen=True, slots=True)
class Count:
    """Findings of one kind: how many of each severity, worst first."""

    kind: str
    label: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All severities together."""
        return sum(self.counts)


def cards(report: Report) -> tuple[Card, ...]:
    """A card a finding, in the report's order."""
    return _cards(report)[: len(report.findings)]


def rejected(report: Report) -> tuple[Card, ...]:
    """A card for each finding that a reader rejected, numbered after the findings; they have no place in the text."""
    return _cards(report)[len(report.findings) :]


def _cards(report: Report) -> tuple[Card, ...]:
    everything = (*report.findings, *report.rejected)
    return tuple(
        Card(
            number=number,
            finding=finding,
            occurrence=identity.occurrence,
            label=phrases.kind_label(finding.kind),
            shape=phrases.SHAPES[finding.severity],
            confidence=phrases.percent(finding.confidence),
            status=phrases.status(finding),
            original=_quote(report.original, finding.original, place.format("original")),
            rewrite=_quote(report.rewrite, finding.rewrite, place.format("rewrite")),
        )
        for number, (finding, identity) in enumerate(zip(everything, identities(everything), strict=True), 1)
        for place in (f"f{number}-{{}}" if number <= len(report.findings) else "",)
    )


@dataclass(frozen=True, slots=True)
class Worst:
    """One of the worst findings, with how many sentences beside it share its fate: a paragraph goes as a whole."""

    card: Card
    beside: int


def worst(report: Report, shown: tuple[Card, ...], count: int = 3) -> list[Worst]:
    """The worst of what was found, neutral findings apart.

    Sentences that were dropped or added in a row are one passage, as heavy as their penalty points together. Of
    equally heavy things one of each MQM category goes before a second of any, the longer and surer before others.
    """
    passages = _passages(report)
    weights = [
        (
            sum(report.findings[number - 1].severity for number in passage),
            sum(_extent(report.findings[number - 1]) * report.findings[number - 1].confidence for number in passage),
        )
        for passage in passages
    ]
    heaviest = sorted(range(len(passages)), key=lambda place: (-weights[place][0], -weights[place][1], place))
    nth: Counter[str] = Counter()
    ranked = []
    for rank, place in enumerate(heaviest):
        category = report.findings[passages[place][0] - 1].category
        if weights[place][0]:
            ranked.append((-weights[place][0], nth[category], rank, place))
            nth[category] += 1
    chosen = (passages[place] for *_, place in sorted(ranked)[:count])
    return [Worst(shown[passage[0] - 1], len(passage) - 1) for passage in chosen]


def _passages(report: Report) -> list[list[int]]:
    """Finding numbers, those together that tell of neighboring sentences which one side lacks."""
    passages: list[list[int]] = []
    before: tuple[str, int] | None = None
    for number, finding in enumerate(report.findings, 1):
        here = _lone(report, finding)
        if here is not None and before == (here[0], here[1] - 1):
            passages[-1].append(number)
        else:
            passages.append([number])
        before = here
    return passages


def _lone(report: Report, finding: Finding) -> tuple[str, int] | None:
    """Kind and sentence of a finding about a whole sentence without a counterpart."""
    side = {"omission.sentence": "original", "addition.sentence": "rewrite"}.get(finding.kind, "")
    document, span = _document(report, side), getattr(finding, side, None)
    sentence = None if document is None or span is None else _sentence(document, span)
    return None if sentence is None else (finding.kind, sentence.index)


def _extent(finding: Finding) -> int:
    """Words that the finding covers, on the side where they are more."""
    return max(len(span.text.split()) if span else 0 for span in (finding.original, finding.rewrite))


def counts(report: Report) -> list[Count]:
    """Findings by kind and severity, kinds with the worst findings first."""
    table: dict[str, Counter[Severity]] = {}
    for finding in report.findings:
        table.setdefault(finding.kind, Counter())[finding.severity] += 1
    rows = [
        Count(kind, phrases.kind_label(kind), tuple(counter[severity] for severity in phrases.SEVERITIES))
        for kind, counter in table.items()
    ]
    return sorted(rows, key=lambda row: (tuple(-count for count in row.counts), row.label))


def totals(report: Report) -> tuple[int, ...]:
    """Findings of each severity, worst first."""
    counter = Counter(finding.severity for finding in report.findings)
    return tuple(counter[severity] for severity in phrases.SEVERITIES)


def groups(shown: tuple[Card, ...]) -> list[tuple[Severity, list[Card]]]:
    """Cards by severity, worst first, without empty groups."""
    return [
        (severity, group)
        for severity in phrases.SEVERITIES
        if (group := [card for card in shown if card.finding.severity is severity])
    ]


def rows(report: Report) -> tuple[Row, ...]:
    """A row a bead in the alignment's order; for one text alone a row a sentence, for texts not paired a single one."""
    rewrite = _lines(report, "rewrite")
    if report.original is None:
        return tuple(
            _row(report, number, None, original=(), rewrite=(line,)) for number, line in enumerate(rewrite.values(), 1)
        )
    original = _lines(report, "original")
    if report.unpaired:
        everything = _row(report, 1, None, original=tuple(original.values()), rewrite=tuple(rewrite.values()))
        return (replace(everything, label="", furniture=False),)
    return tuple(
        _row(
            report,
            number,
            bead,
            original=tuple(original[index] for index in bead.original),
            rewrite=tuple(rewrite[index] for index in bead.rewrite),
        )
        for number, bead in enumerate(report.alignment.beads, 1)
    )


def spared(report: Report, bead: Bead) -> bool:
    """Whether a bead holds nothing that could be missed: site furniture, or a byline that stands alone."""
    sentences = [report.rewrite.sentences[index] for index in bead.rewrite]
    if report.original is not None:
        sentences += [report.original.sentences[index] for index in bead.original]
    idle = ("furniture",) if bead.original and bead.rewrite else ("furniture", "byline")
    return all(sentence.kind in idle for sentence in sentences)


def standing_alone(report: Report, side: str) -> tuple[int, ...]:
    """Sentences of a side that were omitted or added, from 0, but for site furniture and bylines, in text order."""
    beads = [bead for bead in report.alignment.beads if not (bead.original and bead.rewrite)]
    return tuple(sorted(index for bead in beads if not spared(report, bead) for index in getattr(bead, side)))


def quoted(report: Report, finding: Finding) -> list[tuple[str, str | None]]:
    """A finding's words by the name of their side; None where they lack a counterpart there."""
    named = (("original", report.original, finding.original), ("rewrite", report.rewrite, finding.rewrite))
    return [
        (
            side if report.original is not None else "text",
            None if span is None else marking.rendered(document, span.start, span.end),
        )
        for side, document, span in named
        if document is not None and (span is not None or phrases.has_other_side(finding))
    ]


def homeless(report: Report, side: str) -> dict[int, Span]:
    """Spans, by finding number, that touch no sentence of their side: they are marked in the raw text."""
    document = _document(report, side)
    if document is None:
        return {}
    return {number: span for number, span in _places(report, side).items() if _sentence(document, span) is None}


def language(document: Document) -> tuple[str, str]:
    """Values of the attributes lang and dir; lang is empty where the language was not determined."""
    code = document.language if _LANGUAGE.fullmatch(document.language) else ""
    return code, "auto" if not code else "rtl" if code.split("-")[0] in _RTL else "ltr"


def _document(report: Report, side: str) -> Document | None:
    return report.original if side == "original" else report.rewrite


def _places(report: Report, side: str) -> dict[int, Span]:
    spans = ((number, getattr(finding, side)) for number, finding in enumerate(report.findings, 1))
    return {number: span for number, span in spans if span is not None}


def _sentence(document: Document, span: Span) -> Sentence | None:
    touched = sentences_of(document, span)
    return document.sentences[touched[0]] if touched else None


def _quote(document: Document | None, span: Span | None, place: str) -> Quote | None:
    if document is None or span is None:
        return None
    code, direction = language(document)
    home = _sentence(document, span)
    low, high = (home.span.start, home.span.end) if home else (span.start, span.end)
    before = marking.rendered(document, min(low, span.start), span.start)
    after = marking.rendered(document, span.end, max(high, span.end))
    # Cut at a space, so that no word is torn; a stretch without any is cut where it must be.
    if len(before) > _CONTEXT:
        before = f"…{before[-_CONTEXT:].partition(' ')[2] or before[-_CONTEXT:]}"
    if len(after) > _CONTEXT:
        after = f"{after[:_CONTEXT].rpartition(' ')[0] or after[:_CONTEXT]}…"
    text = safe.clip(marking.rendered(document, span.start, span.end), _QUOTE)
    return Quote(before, text, span.text if text != span.text else "", after, place, code, direction)


def _lines(report: Report, side: str) -> dict[int, Line]:
    document = _document(report, side)
    if document is None:
        return {}
    code, direction = language(document)
    words = () if report.unpaired else report.words[0 if side == "original" else 1]
    pieces = marking.sentences(document, _places(report, side), words)
    return {
        sentence.index: Line(
            anchor=f"{side[0]}{sentence.index + 1}",
            number=sentence.index + 1,
            sentence=sentence,
            pieces=pieces[sentence.index],
            language=code,
            direction=direction,
        )
        for sentence in document.sentences
    }


def _row(
    report: Report, number: int, bead: Bead | None, *, original: tuple[Line, ...], rewrite: tuple[Line, ...]
) -> Row:
    kind: BeadKind = "same" if bead is None else bead.kind
    lines = (*original, *rewrite)
    findings = tuple(sorted(set(_numbers(lines))))
    worst_here = max((report.findings[found - 1].severity for found in findings), default=None)
    furniture = bool(lines) and all(line.sentence.kind == "furniture" for line in lines)
    return Row(
        number=number,
        kind=kind,
        label="Site furniture" if furniture else phrases.BEADS[kind],
        furniture=furniture,
        bead=bead,
        original=original,
        rewrite=rewrite,
        wander=(original[0].number - 1, rewrite[0].number - 1) if kind == "moved" and original and rewrite else None,
        findings=findings,
        severity="" if worst_here is None else worst_here.name,
        judgement=report.judgements[number - 1] if report.judgements else None,
    )


def _numbers(lines: tuple[Line, ...]) -> Iterator[int]:
    return (number for line in lines for piece in line.pieces for number in piece.findings)
