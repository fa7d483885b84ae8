"""Judging beads and pairs with the trained models: `grade` for a report, `score` for a row of figures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from drift.reading import sentences_of
from drift.records import Alignment, PairPrediction, Severity
from drift.scoring.claims import Ground, claim
from drift.scoring.evidence import pair, read
from drift.scoring.model import models, uncovered
from drift.scoring.told import certain, in_beads, in_sentences, raised
from drift.scoring.words import prepare

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from numpy.typing import NDArray

    from drift.records import Bead, BeadKind, Comparison, Document, Finding
    from drift.scoring.claims import Claim
    from drift.scoring.words import Text, Word

    Grave = tuple[frozenset[int], frozenset[int]]  # sentences of the original, and of the rewrite

# A pair of at most so many sentences is judged as one passage: its sentence boundaries are the splitter's or a
# translator's choice and say nothing about meaning. Segments of WMT and MENLI have up to three.
PASSAGE = 3
OTHERS = 0.1  # a tenth: one doubtful claim outweighs any number of fair ones
ALTERED = 0.5  # `drift` is a calibrated probability: above one half the meaning is more likely changed than not


class Row(NamedTuple):
    """A row of `Analyzer.score`."""

    similarity: float
    drift: float
    omitted: float
    unsupported: float
    quality: float


class Judgment(NamedTuple):
    """The prepared texts; per bead `drift` in [0, 1], `quality` in [0, 100], content weight, whether both agree."""

    a: Text
    b: Text
    drift: NDArray[np.float64]
    quality: NDArray[np.float64]
    mass: NDArray[np.float64]
    same: NDArray[np.bool_]


def score(view: PairView, findings: Iterable[Finding]) -> Row:
    """The figures of one pair of texts; `findings` are all that the checks found in it.

    Texts of at most three sentences each are judged as one passage, longer ones bead by bead, weighted by content.
    """
    comparison, a, b, rows, columns = view.comparison, view.a, view.b, view.rows, view.columns
    sure = certain(findings)
    if agree(a, b, rows, columns) and not sure:
        return Row(view.similarity, 0.0, 0.0, 0.0, 100.0)
    if view.small:
        vector = pair(a, b, (rows, columns), view.similarity, read(comparison, rows, columns)).vector()[None]
        drift, quality = raised(float(models().drift(vector)[0]), sure), float(_quality(vector)[0])
        omitted = lacking(a, rows)
    else:
        judged = judge(comparison, sure, texts=(a, b))
        drift, quality = _mean(judged.drift, judged.mass), _mean(judged.quality, judged.mass)
        omitted = _share_lacking(comparison, a)
    # beside an article other figures than those of the sentences at hand may support a summary's
    told = in_sentences(b.side.document, sure) if view.small else {}
    found = claims(view, told)
    unsupported = 0.0
    if found:
        support = models().support(np.stack([own.vector() for _, own in found]))
        each = [raised(float(share), told.get(j, ())) for share, (j, _) in zip(support, found, strict=True)]
        unsupported = worst(np.array(each))
    return Row(view.similarity, drift, omitted, unsupported, quality)


def worst(claims: NDArray[np.float64]) -> float:
    """The worst claim, in [0, 1]; the mean of the others counts a share of what it leaves, to decide between equals."""
    top = int(claims.argmax())
    rest = np.delete(claims, top)
    return float(claims[top] + (1 - claims[top]) * OTHERS * (rest.mean() if len(rest) else 0.0))


class PairView(NamedTuple):
    """A pair as `score` sees it: both texts prepared, all their sentences, and whether it is a passage."""

    comparison: Comparison
    a: Text
    b: Text
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    similarity: float
    small: bool


def look(comparison: Comparison, closeness: float) -> PairView:
    """Prepare a pair for scoring; `closeness` is that of its alignment (`drift.aligning.Aligned`).

    In a passage a word's counterpart may stand anywhere on the other side.

    Raises:
        ValueError: the comparison has no original.
    """
    small = max(len(side.document.sentences) for side in comparison.sides) <= PASSAGE
    a, b = _texts(comparison, anywhere=small and len(comparison.alignment.beads) != 1)
    rows, columns = tuple(range(len(a.sentences))), tuple(range(len(b.sentences)))
    return PairView(comparison, a, b, rows, columns, closeness, small)


def wanted(view: PairView) -> list[tuple[Sequence[int], Sequence[int]]]:
    """The passages that `score` asks the judge for; a claim's neighbors, where there are more, come later."""
    if view.small:
        return [] if agree(view.a, view.b, view.rows, view.columns) else [(view.rows, view.columns)]
    beads = [bead for bead in view.comparison.alignment.beads if bead.original and bead.rewrite]
    return [(bead.original, bead.rewrite) for bead in beads if not agree(view.a, view.b, bead.original, bead.rewrite)]


def claims(view: PairView, told: Container[int] = ()) -> list[tuple[int, Claim]]:
    """The sentences of the rewrite that the original does not hold word by word, with their features.

    Those in which findings were told come too.
    """
    ground = Ground.of(view.a)
    partners = {j: bead for bead in view.comparison.alignment.beads for j in bead.rewrite}
    found = []
    for j, sentence in enumerate(view.b.side.document.sentences):
        if sentence.kind == "furniture" or not view.b.words((j,)):
            continue
        rows, cosine = (view.rows, view.similarity) if view.small else (partners[j].original, partners[j].similarity)
        if j in told or not agree(view.a, view.b, rows, (j,)):
            reader = view.comparison.cross_encoder
            reading = reader.claim(rows, j) if reader is not None else PairPrediction()
            found.append((j, claim(ground, view.b, (rows, j), cosine, reading)))
    return found


def grade(comparison: Comparison, findings: Sequence[Finding], *, judged: Judgment | None = None) -> Alignment:
    """The alignment with every bead's drift filled in, and its kind judged.

    One sentence beside one is `same` where they agree but for case, punctuation and spelling variants, else
    `altered` where drift is at least 0.5 or a major finding lies in the bead, else `paraphrase`. Merged, split
    and moved beads keep their kind. A bead with one empty side has drift 1; site furniture weighs nothing in
    the scores, but has drift 1 as well. `judged` spares judging the beads again where that was done.
    """
    if comparison.original is None:
        return comparison.alignment
    judged = judged or judge(comparison, findings)
    grave = _grave(findings, judged.a.side.document, judged.b.side.document)
    beads: list[Bead] = []
    for bead, drift, same in zip(comparison.alignment.beads, judged.drift, judged.same, strict=True):
        kind = _kind(bead, drift, same=same, marked=_marked(bead, grave))
        beads.append(replace(bead, kind=kind, drift=round(float(drift), 4)))
    return Alignment(tuple(beads))


def regrade(alignment: Alignment, original: Document, rewrite: Document, findings: Iterable[Finding]) -> Alignment:
    """A graded alignment with the kinds that these findings make, in place of those that it was graded with."""
    grave = _grave(findings, original, rewrite)
    return Alignment(
        tuple(
            # drift is 0 where both sides have the same words, and nowhere else
            replace(bead, kind=_kind(bead, bead.drift, same=bead.drift == 0.0, marked=_marked(bead, grave)))
            for bead in alignment.beads
        )
    )


def _kind(bead: Bead, drift: float, *, same: bool, marked: bool) -> BeadKind:
    if bead.kind not in {"same", "paraphrase", "altered"}:
        return bead.kind
    return "same" if same and not marked else "altered" if marked or drift >= ALTERED else "paraphrase"


def judge(comparison: Comparison, findings: Iterable[Finding], *, texts: tuple[Text, Text] | None = None) -> Judgment:
    """Drift, quality and content weight of every bead; `findings` are all that the checks found.

    `texts` are both sides where they are prepared already.

    Raises:
        ValueError: the comparison has no original.
    """
    a, b = texts or _texts(comparison)
    beads = comparison.alignment.beads
    drift, quality = np.ones(len(beads)), np.zeros(len(beads))
    same = np.zeros(len(beads), dtype=bool)
    paired = [k for k, bead in enumerate(beads) if bead.original and bead.rewrite]
    told = in_beads(beads, a.side.document, b.side.document, certain(findings))
    same[[k for k in paired if k not in told and agree(a, b, beads[k].original, beads[k].rewrite)]] = True
    drift[same], quality[same] = 0.0, 100.0
    places = [k for k in paired if not same[k]]
    if places:
        passages = [(beads[k].original, beads[k].rewrite) for k in places]
        readings = (
            comparison.cross_encoder.all(passages)
            if comparison.cross_encoder is not None
            else [PairPrediction()] * len(places)
        )
        found = zip(places, passages, readings, strict=True)
        matrix = np.stack([pair(a, b, place, beads[k].similarity, own).vector() for k, place, own in found])
        drift[places] = models().drift(matrix)
        quality[places] = _quality(matrix)
        for k, own in told.items():
            drift[k] = raised(drift[k], own)
    mass = np.array([(a.mass(bead.original) + b.mass(bead.rewrite)) / _sides(bead) for bead in beads])
    return Judgment(a, b, drift, quality, mass, same)


def agree(a: Text, b: Text, rows: Sequence[int], columns: Sequence[int]) -> bool:
    """Whether two passages have the same words but for case, punctuation and British or American spelling."""
    return bool(rows and columns) and _plain(a.words(rows)) == _plain(b.words(columns))


def _plain(words: Iterable[Word]) -> str:
    """The folded words run together, so that "well-known" is "well known"; figures keep their points."""
    return "".join(
        word.form if any(map(str.isdigit, word.form)) else "".join(filter(str.isalnum, word.form)) for word in words
    )


def lacking(text: Text, sentences: Iterable[int]) -> float:
    """Content-weighted share of the sentences' words that the whole other side lacks."""
    words = [w for w in text.words(sentences) if w.weight > 0]
    if not words:
        return 0.0
    shares = uncovered([w.elsewhere for w in words], models().coverage)
    return float(np.average(shares, weights=[w.weight for w in words]))


def _share_lacking(comparison: Comparison, text: Text) -> float:
    """Share of the original's content that is lacking; a sentence left out whole counts whole."""
    shares, masses = [], []
    for bead in comparison.alignment.beads:
        if bead.original:
            shares.append(lacking(text, bead.original) if bead.rewrite else 1.0)
            masses.append(text.mass(bead.original))
    return _mean(np.array(shares), np.array(masses))


def _texts(comparison: Comparison, *, anywhere: bool = False) -> tuple[Text, Text]:
    if comparison.original is None:
        msg = "a text checked alone has no pair to score"
        raise ValueError(msg)
    return prepare(comparison.original, anywhere=anywhere), prepare(comparison.rewrite, anywhere=anywhere)


def _quality(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.clip(models().quality(matrix), 0.0, 100.0)


def _sides(bead: Bead) -> int:
    """A pair of sentences stands for one stretch of content, as a lone sentence does: its weight is the mean."""
    return 2 if bead.original and bead.rewrite else 1


def _mean(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    return float(np.average(values, weights=weights)) if weights.sum() > 0 else 0.0


def _grave(findings: Iterable[Finding], original: Document, rewrite: Document) -> Grave:
    """The sentences of both sides that findings of a major severity or a worse one touch."""
    places = [(f.original, f.rewrite) for f in findings if f.severity >= Severity.major]
    left = frozenset(i for span, _ in places if span is not None for i in sentences_of(original, span))
    right = frozenset(j for _, span in places if span is not None for j in sentences_of(rewrite, span))
    return left, right


def _marked(bead: Bead, grave: Grave) -> bool:
    left, right = grave
    return not (left.isdisjoint(bead.original) and right.isdisjoint(bead.rewrite))
