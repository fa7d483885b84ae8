"""The only composer: reads, encodes, aligns, finds facts, checks, scores and hands back a report."""

from __future__ import annotations

import copy
import os
from collections.abc import Sized
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from drift import scoring
from drift.aligning import align, unmatched, words
from drift.checks import CHECKS, run, weighed
from drift.encoding import installed, open_encoder
from drift.facts import extract
from drift.findings import Policy, calibrated, recalibration
from drift.ground.cache import open_cache
from drift.ground.threads import side_by_side
from drift.judging import PairCrossEncoder, read_ahead
from drift.parsing import parse
from drift.pipeline import Pipeline
from drift.reading import read
from drift.records import Alignment, Comparison, Scores, Side
from drift.results import Report
from drift.results.details import details, marked
from drift.results.languages import apart, notes
from drift.review import verdicts as files
from drift.signature import Signature

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from os import PathLike

    import pandas as pd
    from numpy.typing import NDArray

    from drift.aligning import Aligned
    from drift.checks import Check
    from drift.encoding import Encoder
    from drift.encoding.transformer import Precision
    from drift.findings import Recalibration
    from drift.pipeline import Begun, Prepared, Source
    from drift.records import Severity, Verdict
    from drift.results import Stream
    from drift.scoring import PairView, Row

    Compared = tuple[Comparison, Aligned]


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
        installed.verify()
        self._policy = Policy.of(only, skip, least_confidence=least_confidence, severities=severities)
        self._cache = open_cache(cache)
        self.encoder = open_encoder(model, cache=self._cache, precision=precision)
        default = self.encoder if model is None else open_encoder(None, cache=self._cache, precision=precision)
        self._pipeline = Pipeline(self.encoder, default, self._cache, repair)
        # whoever names another model for texts in two languages names one that speaks both
        self._bilingual = default is not self.encoder
        self.repair = repair
        self.checks = tuple(checks)
        self.recalibrations: tuple[Recalibration, ...] = ()

    @property
    def signature(self) -> str:
        """One line that makes a score repeatable, of version, model and hash, splitter, aligner, calibration."""
        return str(Signature(self.encoder.identity, self._policy, self.repair, self.checks, self.recalibrations))

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
        return self._pipeline.stream(self._reports, pairs)

    def _reports(self, begun: Begun) -> Iterator[Report]:
        for pair in self._pipeline.prepared(begun):
            comparison, aligned = _compared(pair)
            yield self._report(comparison, aligned.similarities)

    def align(self, original: Source, rewrite: Source) -> Alignment:
        """Which sentences of the two texts belong together, and nothing more: no parse, no checks, no scores.

        Raises:
            ReadError: as for `compare`.
        """
        pair = read(original, repair=self.repair), read(rewrite, repair=self.repair)
        encoded = self._pipeline.encode([pair])
        return align(*pair, encoded[0]).alignment

    def check(self, source: Source) -> Report:
        """What is wrong with one text by itself: repetition, fragments, fluency, terminology, site furniture."""
        document = read(source, repair=self.repair)
        tokens = parse(document, cache=self._cache)
        side = Side(document, tokens, extract(document, tokens), unmatched(tokens))
        return self._report(Comparison(None, side, Alignment(())), np.zeros((0, len(document.sentences)), np.float32))

    def recalibrate(self, verdicts: Iterable[Verdict] | str | PathLike[str]) -> Analyzer:
        """A new analyzer whose confidences are moved by verdicts on findings that this one reported.

        `verdicts` are those of `drift.label` or of the page, or the path of their file. The last of the new
        analyzer's `recalibrations` says how far they move and how sure that is; its model is this one's.

        Raises:
            ValueError: there are fewer than 30 verdicts, or the file is none of verdicts.
        """
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
        judged = (row for batch in self._pipeline.batches(left) for row in _rows([_compared(pair) for pair in batch]))
        for row in bar(judged, total=total, unit="pair", shown=progress):
            rows.append(row)  # noqa: PERF402 - an interruption must leave those that are done
        return pd.DataFrame(rows, columns=["similarity", "drift", "omitted", "unsupported", "quality"], dtype=float)

    def comparisons(self, pairs: Iterable[tuple[str, str]]) -> Iterator[Compared]:
        """What `score` judges: each pair of texts as given, and how they are aligned."""
        return map(_compared, chain.from_iterable(self._pipeline.batches(pairs)))

    def words(
        self, tokens_a: Sequence[str], tokens_b: Sequence[str]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Per token, in [0, 1], how much of its meaning is missing from, or altered on, the other side."""
        a, b = words.embed(self.encoder, (tokens_a, tokens_b))
        first, second = words.match(a, b)
        return first.missing.astype(np.float64), second.missing.astype(np.float64)

    def _report(self, comparison: Comparison, similarities: NDArray[np.float32]) -> Report:
        told = run(comparison, (*CHECKS, *self.checks), bilingual=self._bilingual)
        found = everything = weighed(calibrated(told), comparison)
        for learned in self.recalibrations:
            found = learned.moved(found)
        findings = self._policy.applied(found)
        if scoring.foreign(comparison):
            graded, scores = replace(comparison, alignment=scoring.ungraded(comparison.alignment)), Scores.none()
        else:
            judged = scoring.judge(comparison, everything) if comparison.original else None
            graded = replace(comparison, alignment=scoring.grade(comparison, findings, judged=judged))
            scores = scoring.summarize(graded, findings, judged=judged)
        return Report(
            original=comparison.original.document if comparison.original else None,
            rewrite=comparison.rewrite.document,
            alignment=graded.alignment,
            findings=findings,
            scores=scores,
            signature=self.signature,
            notes=(*notes(comparison, bilingual=self._bilingual), *self._policy.notes(found)),
            word_counts=scoring.word_counts(comparison.rewrite),
            similarities=similarities,
            words=(marked(comparison.original), marked(comparison.rewrite)),
            details=details(comparison),
            unpaired=apart(comparison, bilingual=self._bilingual),
            judgements=scoring.judgements(graded),
        )


def compare(original: Source, rewrite: Source) -> Report:
    """What `rewrite` changed, by the packaged default model. See `Analyzer.compare`."""
    return Analyzer().compare(original, rewrite)


def _compared(pair: Prepared) -> Compared:
    """Both texts as the checks see them, and how they are aligned."""
    aligned = align(*pair.documents, pair.encoded, pair.tokens)
    original, rewrite = (
        Side(document, tokens, extract(document, tokens), words)
        for document, tokens, words in zip(pair.documents, pair.tokens, aligned.words, strict=True)
    )
    return Comparison(original, rewrite, aligned.alignment, PairCrossEncoder(pair.documents, pair.default)), aligned


def _rows(batch: Sequence[Compared]) -> list[Row]:
    """The figures of several pairs, whose passages are read together."""
    views = [scoring.look(comparison, aligned.closeness) for comparison, aligned in batch]
    readers = ((view.comparison.cross_encoder, view) for view in views)
    read_ahead((reader, scoring.wanted(view)) for reader, view in readers if isinstance(reader, PairCrossEncoder))
    return side_by_side(_row, views)


def _row(view: PairView) -> Row:
    found = weighed(calibrated(run(view.comparison)), view.comparison)
    return scoring.withheld(scoring.score(view, found), view.comparison)
