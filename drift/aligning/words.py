"""Word by word: how much of each token's meaning is missing from, or altered on, the other side.

The contextual vector of a token is the mean of its word pieces' vectors, so that one encoding serves sentences and
words. A token's counterpart is the token of the other side with the best evidence: the cosine (DiffAlign, Vamvas
and Sennrich 2023), the same lemma, and how much of its sentence is in the counterpart's sentence. What the token
then lacks is judged by a small network that sees the token, its two neighbors on either side, and their
counterparts: a phrase is lost or kept as a whole, and a function word follows the content word that it belongs to.
"""

from __future__ import annotations

import hashlib
import itertools
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from drift.aligning.weights import content
from drift.aligning.wordmodel import models
from drift.language import language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from drift.aligning.cells import Cells
    from drift.encoding import Encoded, TextEncoder
    from drift.language import Language

    Floats = NDArray[np.float32]
    Places = NDArray[np.int64]

# Evidence beside the cosine. Half an unrelated word's distance for the same lemma, and the share of the sentence
# that the other sentence holds: with it 97.6 % of the content words of round-trip articles find their counterpart in
# the right sentence, without it 92.6 %, and moved words are still found. Little depends on either (0.15 to 0.6
# change the Spearman correlation on simulated iSTS documents by less than 0.005).
LEXICAL = 0.3
PLACE = 0.6

# Values of the network up to here mean that nothing is missing: words of human paraphrases that say the same stay
# below it (simulated iSTS documents have their best correlation at 0.15 to 0.2).
NOTHING = 0.15

NEIGHBORS = (-2, -1, 1, 2)  # what a token's judge sees beside it; a third neighbor gains nothing (iSTS)
CELLS = 1 << 23  # cells of a block of cosines, 32 MB: bounds memory, changes no result
DIGITS = 4  # of evidence: finer differences are those of the order of additions, and would part equal sentences
STOPS = frozenset(".!?")
STOP_WORD = 3  # letters; shorter tokens that end in a full stop are mostly abbreviations


@dataclass(frozen=True, slots=True)
class Words:
    """Tokens in order: `vectors` (n, d) of unit length or zero, and per token, shape (n,), the rest.

    `lemmas` are hashes of the folded lemmas, `weights` the content in [0, 1], `marks` whether it is punctuation,
    `figures` whether it holds a digit, `sentences` the number of its sentence, rising.
    """

    vectors: Floats
    lemmas: NDArray[np.uint64]
    weights: Floats
    marks: NDArray[np.bool_]
    figures: NDArray[np.bool_]
    sentences: Places

    def __len__(self) -> int:
        """How many tokens."""
        return len(self.lemmas)


@dataclass(frozen=True, slots=True)
class Match:
    """Per token of one side: `missing` in [0, 1], `best` index on the other side (-1 none), its `cosine`."""

    missing: Floats
    best: Places
    cosine: Floats


def gather(
    encoded: Encoded,
    spans: Sequence[tuple[int, int]],
    tokens: Sequence[str],
    lemmas: Sequence[str],
    own: Language,
) -> Words:
    """The tokens at character `spans` of an encoded sentence; each vector is the mean of the pieces that touch it."""
    starts, ends = encoded.offsets[:, 0], encoded.offsets[:, 1]
    first = np.searchsorted(ends, [start for start, _ in spans], side="right")
    last = np.searchsorted(starts, [end for _, end in spans], side="left")
    return Words(
        _means(encoded.pieces.astype(np.float32), first, last),
        np.array([_identity(lemma.casefold()) for lemma in lemmas], dtype=np.uint64),
        np.array([content(token, own) for token in tokens], dtype=np.float32),
        np.array([not any(map(str.isalnum, token)) for token in tokens], dtype=bool),
        np.array([any(map(str.isdigit, token)) for token in tokens], dtype=bool),
        np.zeros(len(spans), dtype=np.int64),
    )


def _means(pieces: Floats, first: Places, last: Places) -> Floats:
    """The mean of each run of pieces, of unit length; zero where the run is empty."""
    counts = np.maximum(last - first, 0)
    means = np.zeros((len(counts), pieces.shape[1]), dtype=np.float32)
    for step in range(counts.max(initial=0)):
        longer = counts > step
        means[longer] += pieces[first[longer] + step]
    means /= np.maximum(counts, 1).astype(np.float32)[:, None]
    lengths = np.sqrt(means[:, None, :] @ means[:, :, None])[:, 0]
    np.divide(means, lengths, out=means, where=lengths > 0)
    return means


@lru_cache(maxsize=65_536)
def _identity(lemma: str) -> int:
    """A number that stands for a lemma, so that many are compared at once; the same in every run."""
    return int.from_bytes(hashlib.blake2b(lemma.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def embed(encoder: TextEncoder, texts: Iterable[Sequence[str]]) -> list[Words]:
    """Texts given as tokens, each token in the context of its own sentence; lemmas are the tokens themselves."""
    runs = [[[tokens[k] for k in run] for run in sentences(tokens)] for tokens in texts]
    unknown = language("")  # tokens do not say what language they are in
    encoded = iter(encoder.encode_all([" ".join(run) for own in runs for run in own]))
    return [join([gather(next(encoded), _spans(run), run, run, unknown) for run in own]) for own in runs]


def _spans(tokens: Sequence[str]) -> list[tuple[int, int]]:
    """Where the tokens stand when a space joins them."""
    ends = list(itertools.accumulate(len(token) + 1 for token in tokens))
    return [(end - 1 - len(token), end - 1) for token, end in zip(tokens, ends, strict=True)]


def sentences(tokens: Sequence[str]) -> list[range]:
    """Runs of tokens that end in a full stop, question or exclamation mark; each is encoded by itself.

    A stop before a small letter or after a single letter ("U . S . Census") ends nothing.
    """
    following = [*tokens[1:], ""]
    before = ["", *tokens[:-1]]
    ends = [
        k + 1
        for k, token in enumerate(tokens)
        if (token in STOPS or (len(token) > STOP_WORD and token[-1] in STOPS))
        and not following[k][:1].islower()
        and not (token in STOPS and len(before[k]) == 1 and before[k].isalpha())
    ]
    bounds = [0, *ends] if ends and ends[-1] == len(tokens) else [0, *ends, len(tokens)]
    return [range(start, end) for start, end in itertools.pairwise(bounds) if start < end]


def join(parts: Sequence[Words]) -> Words:
    """The words of several sentences as one sequence."""
    if not parts:
        none = np.zeros(0, dtype=bool)
        return Words(np.zeros((0, 1), np.float32), none.astype(np.uint64), none.astype(np.float32), none, none,
                     none.astype(np.int64))  # fmt: skip
    counts = [int(part.sentences[-1]) + 1 if len(part) else 1 for part in parts]
    shifts = itertools.accumulate(counts, initial=0)
    return Words(
        np.concatenate([part.vectors for part in parts]),
        np.concatenate([part.lemmas for part in parts]),
        np.concatenate([part.weights for part in parts]),
        np.concatenate([part.marks for part in parts]),
        np.concatenate([part.figures for part in parts]),
        np.concatenate([part.sentences + shift for part, shift in zip(parts, shifts, strict=False)]),
    )


def match(a: Words, b: Words, near: Cells | None = None) -> tuple[Match, Match]:
    """What the tokens of each side find on the other; in the sentences of `near` alone, if given.

    The tokens of a sentence that nothing is near lack everything.
    """
    if not len(a) or not len(b):
        return _nothing(len(a)), _nothing(len(b))
    found = counterparts(a, b, None if near is None else _near(a, b, near))
    return _judged(a, b, found[0]), _judged(b, a, found[1])


def match_within(a: Words, b: Words, pairs: Iterable[tuple[Sequence[int], Sequence[int]]]) -> tuple[Match, Match]:
    """What the tokens of each side find in the sentences that theirs is paired with, a sentence in one pair at most.

    The tokens of a sentence that is paired with none lack everything.
    """
    if not len(a) or not len(b):
        return _nothing(len(a)), _nothing(len(b))
    blocks = [(_tokens(a, rows), _tokens(b, columns)) for rows, columns in pairs]
    found = counterparts(a, b, blocks)
    return _judged(a, b, found[0], [rows for rows, _ in blocks]), _judged(b, a, found[1], [own for _, own in blocks])


def _tokens(words: Words, sentences: Sequence[int] | Places) -> Places:
    """The places of the tokens of some sentences."""
    first = np.searchsorted(words.sentences, sentences, side="left")
    last = np.searchsorted(words.sentences, sentences, side="right")
    return np.concatenate([np.arange(0), *(np.arange(*ends) for ends in zip(first, last, strict=True))])


def _take(words: Words, places: Places) -> Words:
    return Words(*(getattr(words, column.name)[places] for column in fields(words)))


def _nothing(count: int) -> Match:
    return Match(np.ones(count, np.float32), np.full(count, -1, np.int64), np.zeros(count, np.float32))


def _judged(own: Words, other: Words, found: Counterparts, parts: Iterable[Places | slice] = (slice(None),)) -> Match:
    """What the tokens lack. Each of `parts` is judged by itself: the last bit depends on how many are at once."""
    seen = inputs(own, other, found)
    raw = np.zeros(len(own), np.float32)
    for part in parts:
        raw[part] = models().missing(seen[part])
    missing = np.clip((raw - NOTHING) / (1.0 - NOTHING), 0.0, 1.0)
    return Match(np.where(found.best >= 0, missing, np.float32(1.0)), found.best, found.cosine)


class Counterparts(NamedTuple):
    """Per token of one side the index of its counterpart, their cosine, whether they are the `same` lemma.

    A counterpart is `mutual` where it has no better one itself; -1 where none was looked at.
    """

    best: Places
    cosine: Floats
    same: NDArray[np.bool_]
    mutual: NDArray[np.bool_]


def counterparts(
    a: Words, b: Words, blocks: Iterable[tuple[Places, Places]] | None = None
) -> tuple[Counterparts, Counterparts]:
    """The best counterpart of every token, for both sides; neither may be empty.

    Only the tokens of one of the `blocks`, the places of whole sentences of both sides, are looked at together.
    """
    best, value = np.full(len(a), -1, np.int64), np.full(len(a), -np.inf, np.float32)
    back, top = np.full(len(b), -1, np.int64), np.full(len(b), -np.inf, np.float32)
    for rows, columns in _whole(a, len(b)) if blocks is None else blocks:
        if not len(rows) or not len(columns):
            continue
        found = evidence(_take(a, rows), _take(b, columns))
        best[rows] = columns[found.argmax(axis=1)]
        value[rows] = found.max(axis=1)
        high = found.max(axis=0)
        better = high > top[columns]
        back[columns[better]] = rows[found.argmax(axis=0)[better]]
        top[columns[better]] = high[better]
    return _found(a, b, best, value >= top[best]), _found(b, a, back, top >= value[back])


def _found(own: Words, other: Words, best: Places, mutual: NDArray[np.bool_]) -> Counterparts:
    looked = best >= 0
    cosine = np.where(looked, np.einsum("nd,nd->n", own.vectors, other.vectors[best]), np.float32(0.0))
    return Counterparts(best, cosine, looked & (own.lemmas == other.lemmas[best]), looked & mutual)


def _whole(words: Words, width: int) -> Iterator[tuple[Places, Places]]:
    """Runs of whole sentences, as many as fit into a block of cosines `width` wide, and one at least; all columns."""
    starts, sizes = _runs(words.sentences)
    ends = (starts + sizes).tolist()
    begin = 0
    for k, end in enumerate(ends):
        if k + 1 == len(ends) or (ends[k + 1] - begin) * width > CELLS:
            yield np.arange(begin, end), np.arange(width)
            begin = end


def _near(a: Words, b: Words, near: Cells) -> Iterator[tuple[Places, Places]]:
    """Each sentence with the tokens of the sentences near it."""
    bounds = np.searchsorted(near.rows, np.arange(near.height + 1))
    starts = np.searchsorted(a.sentences, np.arange(near.height + 1))
    for k in range(near.height):
        yield np.arange(starts[k], starts[k + 1]), _tokens(b, near.columns[bounds[k] : bounds[k + 1]])


def _runs(sentences: Places) -> tuple[Places, Places]:
    """Where each run of equal numbers begins, and how long it is."""
    bounds = np.concatenate([[0], np.flatnonzero(sentences[1:] != sentences[:-1]) + 1, [len(sentences)]])
    return bounds[:-1], bounds[1:] - bounds[:-1]


def evidence(a: Words, b: Words) -> Floats:
    """How well the tokens of whole sentences of both sides answer each other, shape (n, m)."""
    result = a.vectors @ b.vectors.T
    result[a.lemmas[:, None] == b.lemmas[None, :]] += np.float64(LEXICAL)  # added in double precision, then rounded
    (starts, sizes), (others, lengths) = _runs(a.sentences), _runs(b.sentences)
    there = np.add.reduceat(np.maximum.reduceat(result, others, axis=1), starts, axis=0) / sizes[:, None]
    back = np.add.reduceat(np.maximum.reduceat(result, starts, axis=0), others, axis=1) / lengths
    shared = (PLACE / 2) * (there + back)
    result += np.repeat(np.repeat(shared, sizes, axis=0), lengths, axis=1)
    return np.round(result, DIGITS)


def inputs(own: Words, other: Words, found: Counterparts) -> Floats:
    """What the network sees of each token, shape (n, 27); neighbors are of the same sentence."""
    n = len(own)
    seen = np.stack([found.cosine, found.same, own.weights], axis=1).astype(np.float32)
    columns = [seen, np.stack([own.marks, own.figures, found.mutual, _sentence(own, found)], axis=1)]
    at = np.arange(n)
    for step in NEIGHBORS:
        near = np.clip(at + step, 0, n - 1)
        inside = (near == at + step) & (own.sentences[near] == own.sentences)
        adjoins = (found.best[near] - found.best == step) & (
            other.sentences[found.best[near]] == other.sentences[found.best]
        )
        columns.append(np.concatenate([seen[near], np.ones((n, 1)), adjoins[:, None]], axis=1) * inside[:, None])
    return np.concatenate(columns, axis=1).astype(np.float32)


def _sentence(own: Words, found: Counterparts) -> Floats:
    """How much of each token's sentence has a counterpart, weighted by content; a function word counts a little."""
    starts, sizes = _runs(own.sentences)
    weights = own.weights + 0.05
    present = np.minimum(found.cosine + LEXICAL * found.same, 1.0) * weights
    shares = np.add.reduceat(present, starts) / np.add.reduceat(weights, starts)
    return np.asarray(np.repeat(shares, sizes), dtype=np.float32)
