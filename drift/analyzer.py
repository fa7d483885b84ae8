"""The only composer: reads, encodes, aligns, finds facts, checks, scores and hands back a report."""

from __future__ import annotations

import copy
import hashlib
import os
from collections.abc import Sized
from functools import partial
from itertools import chain, islice, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from drift.encoding import open_cache, open_encoder
from drift.encoding.threads import side_by_side, started
from drift.records import Alignment, Comparison, Document, Scores, Side, WordMatch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from os import PathLike
    from pathlib import Path

    import pandas as pd
    from numpy.typing import NDArray

    from drift.aligning import Aligned
    from drift.aligning.words import Match
    from drift.checks import Check
    from drift.encoding import Encoded, Encoder, TextEncoder
    from drift.encoding.transformer import Precision
    from drift.findings import Recalibration
    from drift.records import Fact, Severity, Span, Token, Verdict
    from drift.report import Details, Report, SideWords
    from drift.reports import Stream
    from drift.scoring import PairView, Row

    Source = str | bytes | Path | Document
    Documents = Sequence[tuple[Document, Document]]
    Encodings = tuple[list[Encoded], list[Encoded]]  # of both texts' sentences
    Compared = tuple[Comparison, Aligned]

# What is parsed and encoded together: 32 short pairs, or fewer long ones of 40,000 characters, some 400 sentences. More
# gains little, holds more in memory, and lets whoever waits for the first report, or watches a bar, wait longer.
BATCH, SHORT = 32, 1250
SURE = 70  # words: of 45,000 English texts of the data sets none of so many is taken for another language
SPOKEN = ("drift", "omitted", "unsupported", "quality")  # columns that were learned from English


class Opened(NamedTuple):
    """Pairs as they were read, up to one that cannot be: what it raised is raised when its turn comes."""

    pairs: Documents
    error: Exception | None


class Begun(NamedTuple):
    """Pairs at work in the background: being read, then encoded by the analyzer's encoder and by the default one."""

    opened: Future[Opened]
    vectors: Future[list[tuple[Encodings, Encodings]]]


class Analyzer:
    """Compares originals with rewrites.

    `model` is None for the packaged default, a folder, a hub name, or any object with `encode`. `cache` is
    True (the user's cache folder), False, or a folder. `only` and `skip` name finding kinds or their families
    ("omission" stands for both of its kinds). Findings less sure than `least_confidence` are left out before anything
    is scored; `severities` sets the severity by kind or family ("minor" or a `Severity`). With `repair` False texts
    are taken as they are. `precision` "bfloat16" encodes in little more than half the time on processors that know the
    format, and moves cosines by 0.00001. `checks` are your own, functions from a `drift.records.Comparison` to
    findings; they run after the packaged ones.

    Raises:
        ModelError: `model` cannot be loaded, or the packaged one, or a model file of this package, was altered.
        ValueError: an unknown kind, severity or precision is named, or `least_confidence` is no probability.
    """

    def __init__(  # noqa: PLR0913 - keyword-only choices of the one way in
        self,
        model: str | PathLike[str] | Encoder | None = None,
        cache: bool | str | PathLike[str] = True,  # noqa: FBT001, FBT002 - the public contract
        *,
        only: Iterable[str] = (),
        skip: Iterable[str] = (),
        least_confidence: float = 0.0,
        severities: Mapping[str, str | Severity] = MappingProxyType({}),
        repair: bool = True,
        precision: Precision = "float32",
        checks: Iterable[Check] = (),
    ) -> None:
        from drift.encoding import installed
        from drift.findings import Policy

        installed.verify()
        self._policy = Policy.of(only, skip, least_confidence=least_confidence, severities=severities)
        self._cache = open_cache(cache)
        self.encoder = open_encoder(model, cache=self._cache, precision=precision)
        self._default = self.encoder if model is None else open_encoder(None, cache=self._cache, precision=precision)
        self.repair = repair
        self.checks = tuple(checks)
        self._with = ",".join(map(_check_name, self.checks))
        self.recalibrations: tuple[Recalibration, ...] = ()

    @property
    def signature(self) -> str:
        """One line that makes a score repeatable, of version, model and hash, splitter, aligner, calibration."""
        from drift import __version__
        from drift.aligning import ALIGNER
        from drift.crossing import CROSSING
        from drift.reading import SPLITTER
        from drift.scoring import CALIBRATION, TOLD

        parts = {
            "drift": __version__,
            "model": self.encoder.identity,
            "splitter": SPLITTER,
            "aligner": ALIGNER,
            "calibration": f"{CALIBRATION}+{TOLD}+{CROSSING}",
            "repair": "yes" if self.repair else "no",
            **self._policy.signature(),
        }
        if self._with:
            parts["with"] = self._with
        if self.recalibrations:
            shifts = ";".join(f"{item.shift}{sorted(item.shifts.items())}" for item in self.recalibrations)
            labels = sum(item.labels for item in self.recalibrations)
            parts["recalibrated"] = f"{labels}@{hashlib.sha256(shifts.encode()).hexdigest()[:8]}"
        return "|".join(f"{key}:{value}" for key, value in parts.items())

    def compare(self, original: Source, rewrite: Source) -> Report:
        """What `rewrite` changed. A str is the text itself, a Path a file.

        Raises:
            ReadError: an input is missing, unreadable, binary, empty or without words.
        """
        return next(iter(self.compare_many([(original, rewrite)])))

    def compare_many(self, pairs: Iterable[tuple[Source, Source]]) -> Stream:
        """A report a pair, in order, as they are ready; sentences are encoded across pairs in batches.

        The stream holds no report that was taken from it. `drift.Reports.collect` keeps them all, for frames. A pair
        that cannot be read raises its ReadError when its turn comes, after the reports before it, and ends the stream.
        """
        from drift.reports import Stream

        return Stream(self._reports, pairs, BATCH, _weight, self._begin)

    def _reports(self, begun: Begun) -> Iterator[Report]:
        for comparison, aligned in self._compare_all(begun):
            yield self._report(comparison, aligned.similarities)

    def align(self, original: Source, rewrite: Source) -> Alignment:
        """Which sentences of the two texts belong together, and nothing more: no parse, no checks, no scores.

        Raises:
            ReadError: as for `compare`.
        """
        from drift.aligning import align
        from drift.reading import read

        pair = read(original, repair=self.repair), read(rewrite, repair=self.repair)
        encoded = self._encode([pair])
        return align(*pair, encoded[0]).alignment

    def check(self, source: Source) -> Report:
        """What is wrong with one text by itself: repetition, fragments, fluency, terminology, site furniture."""
        from drift.facts import extract, parse
        from drift.reading import read

        document = read(source, repair=self.repair)
        tokens = parse(document, cache=self._cache)
        words = tuple(tuple(WordMatch(0.0, 0.0) for _ in row) for row in tokens)
        side = Side(document, tokens, extract(document, tokens), words)
        return self._report(Comparison(None, side, Alignment(())), np.zeros((0, len(document.sentences)), np.float32))

    def recalibrate(self, verdicts: Iterable[Verdict] | str | PathLike[str]) -> Analyzer:
        """A new analyzer whose confidences are moved by verdicts on findings that this one reported.

        `verdicts` are those of `drift.label` or of the page, or the path of their file. The last of the new
        analyzer's `recalibrations` says how far they move and how sure that is; its model is this one's.

        Raises:
            ValueError: there are fewer than 30 verdicts, or the file is none of verdicts.
        """
        from pathlib import Path

        from drift.findings import recalibration
        from drift.review import verdicts as files

        given = files.read(Path(verdicts)) if isinstance(verdicts, (str, os.PathLike)) else verdicts
        learned = copy.copy(self)
        learned.recalibrations = (*self.recalibrations, recalibration(given))
        return learned

    def score(
        self, pairs: Iterable[tuple[str, str]], *, progress: bool | None = None, done: list[Any] | None = None
    ) -> pd.DataFrame:
        """A row a pair of texts, in order, as they are given: nothing is repaired.

        Columns: `similarity` (cosine of the sentence embeddings), `drift` (probability in [0, 1] that the
        meaning changed), `omitted` (share of the original's content that the rewrite lacks), `unsupported`
        (the worst claim of the rewrite that the original does not support, in [0, 1]; one-directional) and
        `quality` (0 to 100, the adequacy that a human rater would give). All but `similarity` are NaN where a
        text of 70 words or more is not in English: they were learned from English alone.

        `progress` None shows a bar in a notebook alone. `done` is a list of yours to which the rows of each batch are
        added when it is ready, so that an interruption (Ctrl-C, the stop button) keeps them: called again with the same
        pairs and the same list, it goes on with the first pair that has no row there.

        Raises:
            ReadError: a text is longer than 5,000,000 characters.
        """
        import pandas as pd

        from drift.rendering.progress import bar

        rows: list[Any] = [] if done is None else done
        total = len(pairs) - len(rows) if isinstance(pairs, Sized) else None
        left = islice(pairs, len(rows), None)
        judged = (row for batch in self._batches(left) for row in _rows(list(batch)))
        for row in bar(judged, total=total, unit="pair", shown=progress):
            rows.append(row)  # noqa: PERF402 - an interruption must leave those that are done
        return pd.DataFrame(rows, columns=["similarity", "drift", "omitted", "unsupported", "quality"], dtype=float)

    def comparisons(self, pairs: Iterable[tuple[str, str]]) -> Iterator[Compared]:
        """What `score` judges: each pair of texts as given, and how they are aligned."""
        return chain.from_iterable(self._batches(pairs))

    def _batches(self, pairs: Iterable[tuple[str, str]]) -> Iterator[Iterator[Compared]]:
        from drift.reports import filled

        source = iter(pairs)
        batches = iter(lambda: filled([], source, BATCH, _weight), [])
        begun = (self._begin(batch, _as_given) for batch in batches)
        # a batch's turn comes when the next one was begun, whose encoding then runs beside it
        return (self._compare_all(current) for current, _ in pairwise(chain(begun, (None,))) if current is not None)

    def words(
        self, tokens_a: Sequence[str], tokens_b: Sequence[str]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Per token, in [0, 1], how much of its meaning is missing from, or altered on, the other side."""
        from drift.aligning import words

        a, b = words.embed(self.encoder, (tokens_a, tokens_b))
        first, second = words.match(a, b)
        return first.missing.astype(np.float64), second.missing.astype(np.float64)

    def _begin(self, pairs: Sequence[tuple[Any, Any]], read: Callable[[Any], Document] | None = None) -> Begun:
        """Pairs that are being read and encoded from now on, in a thread of their own."""
        if read is None:
            from drift.reading import read as from_source

            read = partial(from_source, repair=self.repair)
        opened = started(_opened, pairs, read)
        return Begun(opened, started(self._encoded, opened))

    def _encoded(self, opened: Future[Opened]) -> list[tuple[Encodings, Encodings]]:
        """Of each pair its encodings by the analyzer's encoder, and by the default one for the cross-encoder."""
        pairs = opened.result().pairs
        if not pairs:
            return []
        own = self._encode(pairs)
        return list(zip(own, own if self._default is self.encoder else self._encode(pairs, self._default), strict=True))

    def _compare_all(self, begun: Begun) -> Iterator[Compared]:
        from drift.aligning import align
        from drift.crossing import PairReader
        from drift.facts import extract, parse_all

        pairs, error = begun.opened.result()
        parsed = [] if not pairs else parse_all([document for pair in pairs for document in pair], cache=self._cache)
        for pair, vectors, *tokens in zip(pairs, begun.vectors.result(), parsed[::2], parsed[1::2], strict=True):
            encoded, default = vectors
            aligned = align(*pair, encoded)
            facts = [extract(document, own) for document, own in zip(pair, tokens, strict=True)]
            original, rewrite = _sides(pair, tokens, facts, encoded, aligned)
            reader = PairReader(pair, default)
            yield Comparison(original, rewrite, aligned.alignment, reader), aligned
        if error is not None:
            raise error

    def _encode(self, pairs: Documents, encoder: TextEncoder | None = None) -> list[Encodings]:
        """The encoded sentences of both texts of each pair, each sentence encoded once."""
        texts = sorted({sentence.text for pair in pairs for side in pair for sentence in side.sentences})
        found = dict(zip(texts, (encoder or self.encoder).encode_all(texts), strict=True))
        sides = [[[found[item.text] for item in side.sentences] for side in pair] for pair in pairs]
        return [(original, rewrite) for original, rewrite in sides]

    def _report(self, comparison: Comparison, similarities: NDArray[np.float32]) -> Report:
        from dataclasses import replace

        from drift.checks import CHECKS, run
        from drift.findings import calibrated
        from drift.rendering import RENDERER
        from drift.report import Report
        from drift.scoring import grade, judge, summarize, word_counts

        other = _foreign(comparison)
        # whoever names another model for texts in two languages names one that speaks both
        bilingual = self._default is not self.encoder
        found = everything = calibrated(run(comparison, (*CHECKS, *self.checks), bilingual=bilingual))
        for learned in self.recalibrations:
            found = learned.moved(found)
        findings = self._policy.applied(found)
        if other:
            graded, scores = replace(comparison, alignment=_ungraded(comparison)), Scores.none()
        else:
            judged = judge(comparison, everything) if comparison.original else None
            graded = replace(comparison, alignment=grade(comparison, findings, judged=judged))
            scores = summarize(graded, findings, judged=judged)
        return Report(
            original=comparison.original.document if comparison.original else None,
            rewrite=comparison.rewrite.document,
            alignment=graded.alignment,
            findings=findings,
            scores=scores,
            signature=self.signature,
            notes=(*_languages(comparison, other, bilingual=bilingual), *self._policy.notes(found)),
            word_counts=word_counts(comparison.rewrite),
            similarities=similarities,
            words=(_marked(comparison.original), _marked(comparison.rewrite)),
            renderer=RENDERER,
            details=_details(comparison),
            unpaired=_apart(comparison, bilingual=bilingual),
        )


def compare(original: Source, rewrite: Source) -> Report:
    """What `rewrite` changed, by the packaged default model. See `Analyzer.compare`."""
    return Analyzer().compare(original, rewrite)


def _check_name(check: Check) -> str:
    """As it stands in a signature: that of the function, of one that a partial wraps, or of the object's class."""
    while isinstance(check, partial):
        check = check.func
    named: Any = check if hasattr(check, "__qualname__") else type(check)
    return f"{named.__module__}.{named.__qualname__}"


def _opened(pairs: Sequence[tuple[Any, Any]], read: Callable[[Any], Document]) -> Opened:
    found: list[tuple[Document, Document]] = []
    for original, rewrite in pairs:
        try:
            found.append((read(original), read(rewrite)))
        except Exception as error:  # noqa: BLE001 - whatever it is, its turn comes
            return Opened(found, error)
    return Opened(found, None)


def _rows(batch: Sequence[Compared]) -> list[Row]:
    """The figures of several pairs, whose passages are read together."""
    from drift.crossing import PairReader, read_ahead
    from drift.scoring import look, wanted

    views = [look(comparison, aligned.closeness) for comparison, aligned in batch]
    readers = ((view.comparison.reader, view) for view in views)
    read_ahead((reader, wanted(view)) for reader, view in readers if isinstance(reader, PairReader))
    return side_by_side(_row, views)


def _row(view: PairView) -> Row:
    from drift.checks import run
    from drift.findings import calibrated
    from drift.scoring import score

    row = score(view, calibrated(run(view.comparison)))
    return row if _spoken(view.comparison) else row._replace(**dict.fromkeys(SPOKEN, float("nan")))


def _weight(pair: tuple[Source, Source]) -> int:
    """How much of a batch a pair fills, by its characters; a file's bytes stand for them."""
    return 1 + sum(map(_size, pair)) // SHORT


def _size(source: Source) -> int:
    if isinstance(source, (str, bytes)):
        return len(source)
    if isinstance(source, Document):
        return len(source.raw)
    try:
        return source.stat().st_size
    except OSError:
        return 0  # reading says what is wrong with it


def _foreign(comparison: Comparison) -> list[str]:
    """The languages other than English that were recognized in the texts."""
    from drift.language import foreign

    return sorted({side.document.language for side in comparison.sides if foreign(side.document.language)})


def _spoken(comparison: Comparison) -> bool:
    """Whether the scorer may judge: no side of some length is in another language than English."""
    from drift.language import foreign

    documents = (side.document for side in comparison.sides)
    return not any(foreign(document.language) and len(document.raw.split()) >= SURE for document in documents)


def _languages(comparison: Comparison, foreign: Sequence[str], *, bilingual: bool) -> Iterator[str]:
    """Notes on languages that the models and some checks do not speak."""
    from drift.findings import KINDS
    from drift.language import supports

    if not foreign:
        return
    languages = [side.document.language for side in comparison.sides]
    recognized = sorted({*languages} - {""})
    what = f"a text is in another language than English ({', '.join(foreign)})"
    if len(recognized) > 1:
        what = f"the texts are in two languages ({', '.join(recognized)})"
        what += "" if bilingual else ", whose sentences the packaged model cannot pair"
    mute = ", ".join(kind for kind in KINDS if not supports(kind, languages[0], languages[-1], bilingual=bilingual))
    yield f"{what}; no score is given, for all were learned from English; silent there: {mute}"


def _apart(comparison: Comparison, *, bilingual: bool) -> bool:
    """Whether the texts are in two languages that the encoder does not bring together."""
    return len({side.document.language for side in comparison.sides} - {""}) > 1 and not bilingual


def _ungraded(comparison: Comparison) -> Alignment:
    """The alignment without a word on drift, but for passages that are the same and those that stand alone."""
    from dataclasses import replace

    return Alignment(
        tuple(
            bead if bead.kind == "same" or not bead.original or not bead.rewrite else replace(bead, drift=float("nan"))
            for bead in comparison.alignment.beads
        )
    )


def _as_given(text: str) -> Document:
    """A text to be scored. One without words, which reading refuses, is one sentence all the same."""
    from drift.reading import WordlessError, read

    try:
        return read(text, repair=False)
    except WordlessError:
        return Document.from_sentences([text])


def _sides(
    documents: Sequence[Document],
    tokens: Sequence[tuple[tuple[Token, ...], ...]],
    facts: Sequence[tuple[Fact, ...]],
    encoded: Sequence[Sequence[Encoded]],
    aligned: Aligned,
) -> tuple[Side, Side]:
    """Both texts as the checks see them, each token matched with the other side."""
    from drift.aligning import words

    gathered = [
        [
            words.gather(
                vectors,
                [(token.start - sentence.start, token.end - sentence.start) for token in row],
                [token.text for token in row],
                [token.lemma for token in row],
            )
            for sentence, row, vectors in zip(document.sentences, own, found, strict=True)
        ]
        for document, own, found in zip(documents, tokens, encoded, strict=True)
    ]
    a, b = (words.join(side) for side in gathered)
    within = words.match_within(a, b, [(bead.original, bead.rewrite) for bead in aligned.alignment.beads])
    anywhere = words.match(a, b, aligned.near)
    sides = []
    for own, other in ((0, 1), (1, 0)):
        places = [(i, k) for i, row in enumerate(tokens[other]) for k in range(len(row))]
        matches = iter(_word_matches(within[own], anywhere[own], places))
        found = tuple(tuple(islice(matches, len(row))) for row in tokens[own])
        sides.append(Side(documents[own], tokens[own], facts[own], found))
    return sides[0], sides[1]


def _word_matches(within: Match, anywhere: Match, places: Sequence[tuple[int, int]]) -> Iterator[WordMatch]:
    """One for each token of a side; `places` are the sentence and token numbers of the other side's tokens."""
    found = zip(
        within.missing.tolist(), np.minimum(within.missing, anywhere.missing).tolist(),
        within.best.tolist(), within.cosine.tolist(), strict=True,
    )  # fmt: skip
    for missing, elsewhere, best, cosine in found:
        sentence, token = places[best] if best >= 0 else (-1, -1)
        yield WordMatch(round(missing, 4), round(elsewhere, 4), sentence, token, round(cosine, 4))


def _marked(side: Side | None) -> SideWords:
    """Content words with their raw offsets and matches, in text order."""
    if side is None:
        return ()
    from drift.reading import raw_span

    result = []
    for token, found in _content(side):
        span = raw_span(side.document, token.start, token.end)
        result.append((span.start, span.end, found))
    return tuple(result)


def _details(comparison: Comparison) -> Details:
    from drift.report import Details

    original, rewrite = comparison.original, comparison.rewrite
    if original is None:
        return Details(((), rewrite.facts), ((), (False,) * len(rewrite.facts)), ((), (None,) * len(_marked(rewrite))))
    beads = comparison.alignment.beads
    return Details(
        (original.facts, rewrite.facts),
        (
            tuple(_met(original, rewrite, {i: bead.rewrite for bead in beads for i in bead.original})),
            tuple(_met(rewrite, original, {j: bead.original for bead in beads for j in bead.rewrite})),
        ),
        (tuple(_counterparts(original, rewrite)), tuple(_counterparts(rewrite, original))),
    )


def _met(side: Side, other: Side, opposite: Mapping[int, tuple[int, ...]]) -> Iterator[bool]:
    """Of each fact of a side, whether one of the sentences `opposite` its own has a fact that agrees with it."""
    from drift.facts import agree

    for fact in side.facts:
        yield any(agree(fact, another) for another in other.of(fact.kind, opposite.get(fact.sentence, ())))


def _counterparts(side: Side, other: Side) -> Iterator[Span | None]:
    """Of each content word of a side, the raw span of the word on the other side that comes nearest."""
    from drift.reading import raw_span

    for _, found in _content(side):
        if found.token < 0:
            yield None
        else:
            token = other.tokens[found.sentence][found.token]
            yield raw_span(other.document, token.start, token.end)


def _content(side: Side) -> Iterator[tuple[Token, WordMatch]]:
    from drift.aligning import content

    for row, matches in zip(side.tokens, side.words, strict=True):
        yield from (pair for pair in zip(row, matches, strict=True) if content(pair[0].text) > 0)
