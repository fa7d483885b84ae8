"""Reports made by hand: every kind of bead, every severity, overlapping findings, repairs, hostile text."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from drift.records import (
    Alignment,
    Bead,
    Document,
    Finding,
    Identity,
    Repair,
    Score,
    Scores,
    Sentence,
    Severity,
    Span,
    Verdict,
    WordMatch,
)
from drift.rendering import FORMATS
from drift.report import Report
from drift.review import baseline, identities, verdicts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from drift.records import SentenceKind

HOSTILE = (
    "<script>window.pwned = 1</script>",
    '<img src=x onerror="window.pwned = 2"> & \'quotes\' "double"',
    "{{ 7 * 7 }} {% raw %} {# note #} ${7*7} </style></title></textarea>",
    "\u202eesrever\u202c \u2066isolated\u2069 \u200fmark",
    '=HYPERLINK("http://evil.example") \t tab \x1b[31mred\x1b[0m \x07 bell',
    "]]> <!-- <v>marked</v> --> | pipe | *star* _under_ `code` [link](javascript:alert(1)) @team #1 $x$ :tada:",
    "carriage\r\nreturn \x85 next \u2028 line \x9b31m [bold]rich[/bold]",
)


def in_a_page(text: str) -> str:
    """What a page shows of a text: control characters as pictures of them, odd line ends as blanks, one for one."""
    pictures = {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\t\n\r"} | {0x7F: "␡"}
    pictures |= dict.fromkeys((0, *range(0x80, 0xA0), *range(0xD800, 0xE000)), "\ufffd")
    pictures |= dict.fromkeys(map(ord, "\v\f\x1c\x1d\x1e\x85"), " ")
    return text.translate(pictures)


def span(document: Document, text: str, nth: int = 0) -> Span:
    """The nth occurrence of the text in the raw text."""
    start = -1
    for _ in range(nth + 1):
        start = document.raw.index(text, start + 1)
    return Span(start, start + len(text), text)


def document(
    lines: Sequence[tuple[str, SentenceKind]],
    *,
    name: str = "",
    language: str = "en",
    repairs: Iterable[tuple[str, str, str, str]] = (),
) -> Document:
    """Lines joined by line feeds; `repairs` are (given, replacement, kind, reason), first occurrence each."""
    raw = "\n".join(text for text, _ in lines)
    bare = Document(raw, raw, ())
    made = sorted(
        (Repair(span(bare, given), became, kind, reason) for given, became, kind, reason in repairs),
        key=lambda repair: repair.span.start,
    )
    clean, shift = _repaired(raw, made)
    sentences = []
    start = 0
    for index, (text, kind) in enumerate(lines):
        end = start + len(text)
        low, high = shift(start), shift(end)
        reason = "stands in the last lines of a page" if kind == "furniture" else ""
        sentences.append(
            Sentence(index, clean[low:high], low, high, Span(start, end, text), index, kind=kind, reason=reason)
        )
        start = end + 1
    return Document(raw, clean, tuple(sentences), tuple(made), name=name, encoding="utf-8", language=language)


def _repaired(raw: str, repairs: Sequence[Repair]) -> tuple[str, object]:
    parts, at = [], 0
    for repair in repairs:
        parts += [raw[at : repair.span.start], repair.replacement]
        at = repair.span.end
    clean = "".join([*parts, raw[at:]])

    def shift(offset: int) -> int:
        done = [repair for repair in repairs if repair.span.end <= offset]
        return offset + sum(len(repair.replacement) - len(repair.span.text) for repair in done)

    return clean, shift


def words(doc: Document, missing: dict[str, float]) -> tuple[tuple[int, int, WordMatch], ...]:
    """A match for each of the words, at its first occurrence."""
    places = sorted((span(doc, word).start, span(doc, word).end, value) for word, value in missing.items())
    return tuple((start, end, WordMatch(missing=value, elsewhere=value / 2)) for start, end, value in places)


def counts(doc: Document) -> tuple[int, ...]:
    """Words of each sentence as blanks part them; site furniture has none."""
    return tuple(0 if sentence.kind == "furniture" else len(sentence.text.split()) for sentence in doc.sentences)


def scores() -> Scores:
    return Scores(
        coverage=Score(0.872, 0.81, 0.914),
        support=Score(0.931, 0.885, 0.967),
        fidelity=Score(0.846, 0.78, 0.9),
        fluency=Score(0.958, 0.93, 0.981),
        drift=Score(0.214, 0.16, 0.283),
        quality=Score(71.4, 62.0, 79.8),
    )


WARNING = (
    "An engineer of the county reportedly warned in March that the sea bed is too soft, a charge that the board "
    "rejects and that two independent surveys have since called into question."
)
ORIGINAL: tuple[tuple[str, SentenceKind], ...] = (
    ("Harbour board approves new breakwater", "headline"),
    ("By Ines Calderwood", "byline"),
    ("The Tarnby harbour boardlink voted 7 to 2 on Tuesday to build a breakwater worth $3.5 million.", "prose"),
    ("Fishermen had asked for it since the storm of 2011.", "prose"),
    ("It broke the old wall and sank four boats.", "prose"),
    ("“We will not wait for another winter,” said the chair, Marit Oldervik, who denied that costs rose.", "prose"),
    (WARNING, "prose"),
    ("Work is to begin in April.", "prose"),
    ("The harbour will stay open to small craft during construction.", "prose"),
    ("The town of Tarnby has 4,200inhabitants.", "prose"),
)  # fmt: skip
REWRITE: tuple[tuple[str, SentenceKind], ...] = (
    ("Harbour board approves new breakwater | Coast News Latest", "headline"),
    ("The town of Tarnby has 4,200 inhabitants.", "prose"),
    ("The Tarnby port council voted 7 to 2 on Tuesday to construct a breakwater valued at $5.3 million.", "prose"),
    ("Fishers had demanded it since the storm of 2011, which broke the old wall and sank four boats.", "prose"),
    ("“We will wait for one more winter,” stated the chairman, Marit Olderwick (Olderwick).", "prose"),
    ("She denied that costs had gone up.", "prose"),
    ("Work will begin in April.", "prose"),
    ("During construction the port stays open for small craft.", "prose"),
    ("The ministry in the capital has welcomed the decision as a model for other coasts.", "prose"),
    ("Leave a Reply", "furniture"),
    ("Your email address will not be published. Required fields are marked *", "furniture"),
)  # fmt: skip


def pair() -> tuple[Document, Document]:
    original = document(
        ORIGINAL,
        name="texts/breakwater.txt",
        repairs=(
            ("boardlink", "board", "residue", "“link” sticks to many different words: what a removed hyperlink left"),
            ("200inhabitants", "200 inhabitants", "glue", "no dictionary knows it; it splits into two frequent words"),
        ),
    )
    rewrite = document(REWRITE, name="texts/breakwater rewritten.txt")
    return original, rewrite


def findings(original: Document, rewrite: Document) -> tuple[Finding, ...]:
    accuracy = "Accuracy/Mistranslation"
    minor, major = Severity.minor, Severity.major
    o, r = (lambda text: span(original, text)), (lambda text: span(rewrite, text))
    quote = "We will wait for one more winter,"
    return (
        Finding("moved", "Other", Severity.neutral, o("The town of Tarnby has 4,200inhabitants."),
                r("The town of Tarnby has 4,200 inhabitants."), 0.94, "This sentence stands in another place."),
        Finding("wording", accuracy, minor, o("boardlink"), r("council"), 0.58, "“board” became “council”."),
        Finding("number", accuracy, major, o("$3.5 million"), r("$5.3 million"), 0.97,
                "The sum is $5.3 million in the rewrite, $3.5 million in the original."),
        Finding("omission.sentence", "Accuracy/Omission", major,
                o(WARNING), None, 0.91,
                "The engineer’s warning about the sea bed is nowhere in the rewrite."),
        Finding("negation", accuracy, Severity.critical, o("We will not wait for another winter"), r("We will wait"),
                0.96,
                "The original says that the board will not wait; the rewrite says that it will."),
        Finding("quote", accuracy, major, o("We will not wait for another winter,"), r(quote), 0.93,
                "Words inside quotation marks were changed."),
        Finding("wording", accuracy, minor, o("another winter"), r("one more winter"), 0.33,
                "“another” became “one more”."),
        Finding("name", accuracy, major, o("Marit Oldervik"), r("Marit Olderwick"), 0.9,
                "Marit Oldervik is spelled Marit Olderwick."),
        Finding("repetition", "Linguistic conventions", minor, None, r("Olderwick (Olderwick)"), 0.88,
                "The name is repeated in brackets."),
        Finding("addition.sentence", "Accuracy/Addition", minor, None,
                r("The ministry in the capital has welcomed the decision as a model for other coasts."), 0.84,
                "This sentence is not in this original."),
        Finding("boilerplate", "Other", Severity.neutral, None, r("Leave a Reply"), 0.99,
                "Site furniture, not part of the article."),
    )  # fmt: skip


def alignment() -> Alignment:
    return Alignment(
        (
            Bead((0,), (0,), "same", 0.88, 0.05),
            Bead((1,), (), "omitted", 0.0, 1.0),
            Bead((9,), (1,), "moved", 0.97, 0.03, reason="left over on both sides"),
            Bead((2,), (2,), "altered", 0.91, 0.88),
            Bead((3, 4), (3,), "merged", 0.86, 0.12),
            Bead((5,), (4, 5), "split", 0.79, 0.93),
            Bead((6,), (), "omitted", 0.0, 1.0),
            Bead((7,), (6,), "paraphrase", 0.95, 0.08),
            Bead((8,), (7,), "paraphrase", 0.84, 0.11),
            Bead((), (8,), "added", 0.0, 1.0),
            Bead((), (9,), "added", 0.0, 1.0),
            Bead((), (10,), "added", 0.0, 1.0),
        )
    )


@cache
def realistic() -> Report:
    original, rewrite = pair()
    rng = np.random.default_rng(7)
    matrix = rng.uniform(0.05, 0.35, size=(len(original.sentences), len(rewrite.sentences)))
    for bead in alignment().beads:
        for i in bead.original:
            for j in bead.rewrite:
                matrix[i, j] = bead.similarity
    return Report(
        original,
        rewrite,
        alignment(),
        findings(original, rewrite),
        scores(),
        "drift 0.1.0 | model:hand-made | splitter:lines | aligner:dp-1 | calibration:none",
        ("The role check does not speak this language.",),
        similarities=matrix.astype(np.float32),
        word_counts=counts(rewrite),
        words=(words(original, {"boardlink": 0.8, "asked": 0.3}), words(rewrite, {"council": 0.7, "demanded": 0.62})),
    )


@cache
def hostile() -> Report:
    """Every text that comes from outside is hostile: sentences, names, messages, notes, reasons, kinds."""
    lines: list[tuple[str, SentenceKind]] = [(text, "prose") for text in HOSTILE]
    repairs = [("<script>", "<script>alert(9)</script>", "<b>kind</b>", HOSTILE[1])]
    original = document(lines, name='<b>"o".txt', language='"><script>', repairs=repairs)
    rewrite = document([*lines, ("furniture\x00 </body>\ud800", "furniture")], name="a/\x1b]0;title\x07\u202e.txt")
    found = tuple(
        Finding(
            "wording" if index else "x<y>\u202e.own",
            f"Accuracy/{text}",
            (Severity.critical, Severity.major, Severity.minor, Severity.neutral)[index % 4],
            span(original, text),
            span(rewrite, text),
            0.5,
            text,
        )
        for index, text in enumerate(HOSTILE)
    )
    beads = tuple(Bead((i,), (i,), "same", 1.0, 0.0, reason=text) for i, text in enumerate(HOSTILE))
    n = len(HOSTILE)
    return Report(
        original,
        rewrite,
        Alignment((*beads, Bead((), (n,), "added", 0.0, 1.0))),
        found,
        scores(),
        f"signature {HOSTILE[0]} {HOSTILE[3]}",
        HOSTILE,
        similarities=np.eye(n, n + 1, dtype=np.float32),
        word_counts=counts(rewrite),
        words=(words(original, {"script": 0.9}), words(rewrite, {"onerror": 0.9})),
    )


@cache
def alone() -> Report:
    """One text checked alone: only fluency makes sense, the other scores are not numbers."""
    _, rewrite = pair()
    nothing = Score(math.nan, math.nan, math.nan)
    found = (
        Finding("repetition", "Linguistic conventions", Severity.minor, None, span(rewrite, "Olderwick (Olderwick)"),
                0.88, "The name is repeated in brackets."),
    )  # fmt: skip
    return Report(
        None,
        rewrite,
        Alignment(()),
        found,
        Scores(nothing, nothing, nothing, Score(0.958, 0.93, 0.981), nothing, nothing),
        "drift 0.1.0",
        similarities=np.zeros((0, len(rewrite.sentences)), dtype=np.float32),
        word_counts=counts(rewrite),
        words=((), ()),
    )


@cache
def clean() -> Report:
    """Two equal sentences: nothing found, nothing repaired, no names."""
    text = Document.from_sentences(["The harbour is open."])
    one = Score(1.0, 1.0, 1.0)
    return Report(
        text,
        text,
        Alignment((Bead((0,), (0,), "same", 1.0, 0.0),)),
        (),
        Scores(one, one, one, one, Score(0.0, 0.0, 0.02), Score(98.0, 90.0, 100.0)),
        "drift 0.1.0",
        similarities=np.ones((1, 1), dtype=np.float32),
        word_counts=counts(text),
        words=((), ()),
    )


@cache
def judged() -> Report:
    """Verdicts and a baseline applied: an accepted, a rejected, a known and a new finding, a verdict on none."""
    report = realistic()
    named = identities(report.findings)
    said = [
        Verdict(named[2], accepted=True, confidence=0.97),
        Verdict(named[1], accepted=False, confidence=0.58),
        Verdict(Identity("wording", "<b>gone</b>\r\n", None, 2), accepted=False, confidence=0.4),
    ]
    return baseline.apply(verdicts.apply(report, said), frozenset(named[:5]))


@cache
def foreign() -> Report:
    """Texts in a language that the models do not speak: nothing was scored, no passage judged."""
    report = realistic()
    beads = (
        replace(bead, drift=math.nan) if bead.original and bead.rewrite else bead for bead in report.alignment.beads
    )
    return replace(report, scores=Scores.none(), alignment=Alignment(tuple(beads)), findings=report.findings[-1:])


def long(count: int = 2000) -> Report:
    """As many sentences on each side, a finding in every third."""
    original, rewrite = (
        Document.from_sentences([f"Sentence {i} has a {word} word and says no more than that." for i in range(count)])
        for word in ("plain", "simple")
    )
    kinds = (("number", Severity.major), ("wording", Severity.minor), ("negation", Severity.critical))
    found = []
    for i in range(0, count, 3):
        kind, severity = kinds[i // 3 % 3]
        sides = [
            Span(at, at + len(word), word)
            for text, word in ((original, "plain"), (rewrite, "simple"))
            for at in (text.raw.index(word, text.sentences[i].start),)
        ]
        found.append(Finding(kind, "Accuracy/Mistranslation", severity, *sides, 0.7, f"Word {i} differs."))
    return Report(
        original,
        rewrite,
        Alignment(tuple(Bead((i,), (i,), "altered" if i % 3 == 0 else "paraphrase", 0.9, 0.2) for i in range(count))),
        tuple(found),
        scores(),
        "drift 0.1.0",
        similarities=np.eye(count, dtype=np.float32),
        word_counts=counts(rewrite),
        words=((), ()),
    )


ALL = {"realistic": realistic, "hostile": hostile, "alone": alone, "clean": clean, "judged": judged, "foreign": foreign}


@cache
def _rendered(name: str, form: str) -> bytes:
    return FORMATS[form](ALL[name]())


def made(report: Report, form: str = "html") -> bytes:
    """One of `ALL` in a format, which is rendered once for all tests."""
    return _rendered(next(name for name, make in ALL.items() if make() is report), form)
