"""Coverage-guided fuzzing of a room: `python tools/fuzz.py reading|facts|checks|rendering CORPUS -max_total_time=600`.

Needs atheris (`pip install atheris`), which the project does not depend on. No model and no parser takes part: the
parses that the facts are found in, the words that the checks hold against each other, and the reports that are
rendered, are made of the fuzzer's bytes. What it finds
becomes an example of the tests.
"""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, TypeAlias
from xml.etree.ElementTree import fromstring

import atheris
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from drift.records import Document

ROOMS = ("reading", "facts", "checks", "rendering")
ROOM = sys.argv[1] if sys.argv[1:] else ""
if ROOM not in ROOMS:
    raise SystemExit(__doc__)

with atheris.instrument_imports(include=[f"drift.{ROOM}"]):
    from drift.checks import run
    from drift.facts import extract
    from drift.findings import KINDS
    from drift.parsing import universal
    from drift.reading import ReadError, apply, read
    from drift.records import (
        Alignment,
        Bead,
        Comparison,
        Finding,
        Score,
        Scores,
        Severity,
        Side,
        Span,
        Token,
        WordMatch,
    )
    from drift.rendering import FORMATS, page, terminal
    from drift.report import Report

# What a parser may say of a word, as far as extractors ask.
POS = "NOUN PROPN VERB AUX ADJ ADV NUM PRON ADP SCONJ DET PUNCT SYM X".split()
FEATURES = ("", *dict.fromkeys(universal.FEATURES.values()))
DEPS = (
    "nsubj",
    "aux",
    "amod",
    "compound",
    "nummod",
    "det",
    "conj",
    "cc",
    "appos",
    "ccomp",
    "xcomp",
    "advcl",
    "acl",
    "csubj",
    "expl",
    "advmod",
    "parataxis",
    "punct",
    "dep",
    *universal.RELATIONS.values(),
)
ENTITIES = ("", "", "", "PERSON", "ORG", "GPE", "DATE", "CARDINAL", "MONEY", "NORP")
# Words that checks act on, in sentences that the fuzzer puts together.
WORDS = """the a minister ministers Ali Hassan Rabat France Germany king he she it they we not n't never no nobody nor
said says told denied according to that who may might could will would must should allegedly former ex -
draft more less poorer richer than all almost half twice second largest only few many of from by in on off
near before after with without because despite unless if except including 3 5.5 40,000 $ % million dollars
Tuesday May 2020 last week “ ” " ' ( ) , . : ; killed hurt raised fell bought sold security safe old new and
Said was is are has had been be""".split()
PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def needs(*, true: bool, what: object) -> None:
    """A fuzzer runs with whatever flags, so no assertion statement."""
    if not true:
        raise AssertionError(what)


def reading(data: bytes) -> None:
    """Bytes are refused in one line, or read with exact offsets."""
    try:
        document = read(data)
    except ReadError as error:
        needs(true=len(str(error).splitlines()) == 1, what=str(error))
        return
    needs(true=apply(document.raw, document.repairs) == document.clean, what=document.raw)
    at = 0
    for sentence in document.sentences:
        span = sentence.span
        whole = document.clean[sentence.start : sentence.end] == sentence.text
        exact = document.raw[span.start : span.end] == span.text
        needs(true=sentence.start >= at and whole and exact, what=sentence)
        at = sentence.end


def drawn(given: atheris.FuzzedDataProvider) -> Document | None:
    """A document of the fuzzer's characters; None where it has no words."""
    try:
        return read(f"Word. {given.ConsumeUnicode(given.ConsumeIntInRange(0, 400))}")
    except ReadError:
        return None


def parsed(document: Document, given: atheris.FuzzedDataProvider) -> tuple[tuple[Token, ...], ...]:
    """A parse that is as good as any."""
    rows = []
    for sentence in document.sentences:
        words = list(re.finditer(r"\w+|[^\w\s]", sentence.text))
        last = len(words) - 1
        rows.append(
            tuple(
                Token(
                    start=sentence.start + word.start(),
                    end=sentence.start + word.end(),
                    text=word[0],
                    lemma=word[0].lower(),
                    pos=given.PickValueInList(POS),
                    features=given.PickValueInList(FEATURES),
                    dep=given.PickValueInList(DEPS),
                    head=given.ConsumeIntInRange(0, last),
                    entity=given.PickValueInList(list(ENTITIES)),
                )
                for word in words
            )
        )
    return tuple(rows)


def facts(data: bytes) -> None:
    """Facts lie where they say, whatever the parse."""
    given = atheris.FuzzedDataProvider(data)
    document = drawn(given)
    if document is None:
        return
    for fact in extract(document, parsed(document, given)):
        sentence = document.sentences[fact.sentence]
        needs(true=sentence.start <= fact.start < fact.end <= sentence.end, what=fact)
        needs(true=document.clean[fact.start : fact.end] == fact.text, what=fact)
        hash(fact.value)
        needs(true=fact.value == fact.value, what=fact)  # a value with NaN in it is not


def checks(data: bytes) -> None:
    """Findings lie where they say and say it in one line, whatever the parses, the beads and the nearest words."""
    given = atheris.FuzzedDataProvider(data)
    documents = written(given), written(given)
    if documents[0] is None or documents[1] is None:
        return
    sides = [
        Side(document, parse, tuple(extract(document, parse)), nearest(parse, other, given))
        for (document, parse), (_, other) in zip(documents, documents[::-1], strict=True)
    ]
    comparison = Comparison(sides[0], sides[1], Alignment(tuple(beads(sides, given))))
    found = run(comparison)
    needs(true=found == run(comparison), what=found)
    for finding in found:
        needs(true=finding.category == KINDS[finding.kind].category, what=finding)
        needs(true=finding.message.isprintable() and finding.message.endswith("."), what=finding)
        for side, span in zip(sides, (finding.original, finding.rewrite), strict=True):
            needs(true=span is None or side.document.raw[span.start : span.end] == span.text, what=finding)


Parse: TypeAlias = tuple[tuple[Token, ...], ...]


def written(given: atheris.FuzzedDataProvider) -> tuple[Document, Parse] | None:
    """A document of words that checks act on, and a parse of it."""
    words = [given.PickValueInList(WORDS) for _ in range(given.ConsumeIntInRange(1, 40))]
    try:
        document = read(f"Word {' '.join(words)}.")
    except ReadError:
        return None
    return document, parsed(document, given)


def nearest(parse: Parse, other: Parse, given: atheris.FuzzedDataProvider) -> tuple[tuple[WordMatch, ...], ...]:
    """For each word any word of the other side, or none."""
    places = [(s, t) for s, row in enumerate(other) for t in range(len(row))]

    def match() -> WordMatch:
        missing = given.ConsumeProbability()
        sentence, token = (-1, -1) if given.ConsumeBool() else given.PickValueInList(places)
        return WordMatch(missing, missing * given.ConsumeProbability(), sentence, token, given.ConsumeProbability())

    return tuple(tuple(match() for _ in row) for row in parse)


def beads(sides: Sequence[Side], given: atheris.FuzzedDataProvider) -> Iterator[Bead]:
    """Beads of any size, in text order, that hold every sentence once."""
    at, sizes = [0, 0], [len(side.document.sentences) for side in sides]
    while at != sizes:
        steps = [given.ConsumeIntInRange(0, min(2, size - start)) for start, size in zip(at, sizes, strict=True)]
        if not any(steps):
            steps = [min(1, size - start) for start, size in zip(at, sizes, strict=True)]
        ours, theirs = (tuple(range(start, start + step)) for start, step in zip(at, steps, strict=True))
        kind = "paraphrase" if ours and theirs else "omitted" if ours else "added"
        yield Bead(ours, theirs, kind, given.ConsumeProbability(), given.ConsumeProbability())
        at = [start + step for start, step in zip(at, steps, strict=True)]


def rendering(data: bytes) -> None:
    """Every format holds whatever the texts, the messages and the notes hold."""
    given = atheris.FuzzedDataProvider(data)
    document = drawn(given)
    if document is None:
        return
    report = made(document, given)
    page_ = FORMATS["html"](report).decode()
    needs(true=page_.count("<script") == 1 and not CONTROL.search(page_), what="the page")
    body = page_.partition("<body")[2].partition("<script")[0]
    needs(true=not re.search(r"<(?!/?(?:[a-z]|!))", body), what="markup of the page")
    told = PAIR.sub("\ufffd\ufffd", document.raw)  # JSON would tell two surrogates in a row as one character
    needs(true=json.loads(FORMATS["json"](report))["rewrite"]["raw"] == told, what="json")
    json.loads(FORMATS["sarif"](report))
    fromstring(FORMATS["xml"](report))  # noqa: S314 - the file made here
    rows = FORMATS["tsv"](report).decode().split("\n")
    needs(true={row.count("\t") for row in rows[:-1]} == {9}, what=rows)
    for shown in (FORMATS["md"](report).decode(), FORMATS["csv"](report).decode(), terminal.text(report)):
        needs(true=not CONTROL.search(shown), what=shown)
    report._repr_html_()  # what a notebook calls
    repr(report)


def made(document: Document, given: atheris.FuzzedDataProvider) -> Report:
    """A report on a text and itself, with findings anywhere in it."""
    size = len(document.sentences)

    def place() -> Span:
        start, end = sorted(given.ConsumeIntInRange(0, len(document.raw)) for _ in range(2))
        return Span(start, end, document.raw[start:end])

    def words() -> str:
        return str(given.ConsumeUnicode(given.ConsumeIntInRange(0, 30)))

    kinds = ("wording", "omission.sentence", "addition.clause", "number", "repetition", "moved")
    findings = tuple(
        Finding(
            given.PickValueInList(list(kinds)),
            f"Accuracy/{words()}",
            given.PickValueInList(list(Severity)),
            place() if given.ConsumeBool() else None,
            place(),
            given.ConsumeProbability(),
            words(),
        )
        for _ in range(given.ConsumeIntInRange(0, 4))
    )
    one = Score(0.5, 0.25, 0.75)
    return Report(
        document,
        document,
        Alignment(tuple(Bead((k,), (k,), "same", 1.0, 0.0, reason=words()) for k in range(size))),
        findings,
        Scores(one, one, one, one, one, Score(50.0, 25.0, 75.0)),
        words(),
        (words(),),
        word_counts=(1,) * size,
        similarities=np.eye(size, dtype=np.float32),
        words=((), ()),
    )


RUN: dict[str, Callable[[bytes], None]] = {"reading": reading, "facts": facts, "checks": checks, "rendering": rendering}


if __name__ == "__main__":
    page.plots.embedded = lambda _: {}  # figures take a hundred times as long as all else
    atheris.Setup([sys.argv[0], *sys.argv[2:]], RUN[ROOM])
    atheris.Fuzz()
