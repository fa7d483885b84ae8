"""Labeled pairs by item, and renderings changed by program, as the judge and the scorer's sums learn from them."""

from __future__ import annotations

import difflib
import hashlib
import json
import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from drift.aligning import content
from drift.encoding import open_encoder
from drift.judging.inputs import nearest
from drift.language import language
from drift.reading import WordlessError, read
from training.judge.corruptions import Material, corrupt
from training.labeled import SOURCES, Labeled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from random import Random

    from numpy.typing import NDArray

    Group = list[Labeled]

SHARE = 0.7  # of the items that the judge learns from; the scorer's sums and curves learn from the rest

#: How many rows of each source are read, None for all: those whose licence permits it. Round trips are what is tested,
#: never what is learned from.
LIMITS: Mapping[str, int | None] = {
    "menli": 4000, "menli_more": 4000, "demetr": None, "stsb": None, "cannot": 400, "unrelated": 800, "wmt": None,
    "mqm": None, "bump": None, "summedits": None,
}  # fmt: skip
#: Sources whose originals are articles and rewrites summaries.
ARTICLES = frozenset({"bump", "summedits"})

#: Sources of one kind: to see what the model makes of a kind that it has not seen, all of them are left out.
FAMILIES: Mapping[str, frozenset[str]] = {
    "menli": frozenset({"menli", "menli_more"}),
    "demetr": frozenset({"demetr"}),
    "others": frozenset(LIMITS) - {"menli", "menli_more", "demetr"},
}


def family(source: str) -> str | None:
    """The family of a source; None where nothing is learned from it."""
    return next((name for name, own in FAMILIES.items() if source in own), None)


class Base(NamedTuple):
    """A kind of pair to be changed by program: which rows of its source, and how many edits of each."""

    usable: Callable[[Labeled], bool]
    edits: int


#: Two careful translations are the best ground, since nothing but the edit differs in meaning; others bring variety.
BASES: Mapping[str, Base] = {
    "demetr": Base(lambda row: row.changed == 0, 5),
    "menli": Base(lambda row: row.changed == 0, 1),
    "stsb": Base(lambda row: row.changed == 0, 1),
    "wmt": Base(lambda row: row.quality is not None and row.quality > 75, 2),
    "bump": Base(lambda row: row.unsupported == 0, 3),
    "summedits": Base(lambda row: row.unsupported == 0, 2),
}
ALONE, TURNED = 0.25, 0.15  # shares of edits that stand beside their own source, and with the sides exchanged
FLAWED = 0.1  # a chosen translation is not always free of changes


def seen(text: str) -> bool:
    """Whether the judge may learn from pairs with this original."""
    return hashlib.sha256(text.lower().encode()).digest()[0] < SHARE * 256


def groups(data: Path, seed: int) -> list[list[Group]]:
    """All examples of each round, those of one item together; texts with one item render the same.

    Labeled pairs are the same in each round, edits are new: what is seen twice is learned by heart.

    Raises:
        DataError: a folder or file is missing or not what its README says.
    """
    rows: list[Labeled] = []
    for name, limit in LIMITS.items():
        for row in SOURCES[name][1](data, seed, limit):
            rows += _sentences(row) if name in ARTICLES else [row]
    found: dict[tuple[str, str], Group] = {}
    for row in rows:
        found.setdefault((row.source, row.item), []).append(row)
    drawn = material(text for row in rows if row.source not in ARTICLES for text in (row.original, row.rewrite))
    return [[*found.values(), *_corrupted(rows, drawn, seed + number)] for number in range(ROUNDS)]


def _sentences(row: Labeled) -> Iterator[Labeled]:
    """The sentences of a summary, each a claim of its own; of several new ones it is not known which is meant.

    A sentence and what an edit made of it are one item.
    """
    texts = sentences(row.rewrite)
    fresh = [text for text in texts if text not in row.supported]
    for text in texts:
        known = text not in fresh
        if known or len(fresh) == 1 or row.unsupported == 0.0:
            item = f"{row.item} {twin(text, row.supported)}"
            yield replace(row, item=item, rewrite=text, unsupported=0.0 if known else row.unsupported)


def twin(claim: str, supported: str) -> str:
    """The supported sentence that a claim is, or was made from: the one that is spelled most alike."""
    if not supported or claim in supported:
        return claim
    return max(sentences(supported), key=lambda own: difflib.SequenceMatcher(None, own, claim, autojunk=False).ratio())


def sentences(text: str) -> list[str]:
    """The sentences of a text as scoring splits it."""
    try:
        return [sentence.text for sentence in read(text, repair=False).sentences]
    except WordlessError:
        return [text]


def material(texts: Iterable[str]) -> Material:
    """What edits draw on: names and phrases of some texts, and the words of the encoder."""
    return Material.of(dict.fromkeys(texts), *neighbors())


@dataclass(frozen=True, slots=True)
class Nearest:
    """Shortens an article to the sentences that come nearest to a claim; `vectors` are those of all sentences."""

    vectors: Mapping[str, NDArray[np.float32]]

    @classmethod
    def of(cls, rows: Iterable[Labeled]) -> Nearest:
        """For some pairs: the sentences of articles, and the claims beside them, are encoded once."""
        beside = [row for row in rows if row.source in ARTICLES]
        texts = {text for row in beside for text in (*sentences(row.original), row.rewrite)}
        ordered = sorted(texts)
        encoded = open_encoder(None).encode_all(ordered) if ordered else []
        return cls({text: one.vector for text, one in zip(ordered, encoded, strict=True)})

    def __call__(self, original: str, rewrite: str) -> str:
        """The original, or those sentences of an article that are read beside this claim."""
        if rewrite not in self.vectors:
            return original
        own = sentences(original)
        if any(text not in self.vectors for text in own):
            return original
        cosines = np.stack([self.vectors[text] for text in own]) @ self.vectors[rewrite]
        return " ".join(own[k] for k in nearest(cosines[:, None]))


def _corrupted(rows: Sequence[Labeled], material: Material, seed: int) -> Iterator[Group]:
    rng = random.Random(seed)  # noqa: S311 - repeatability, not secrecy
    done: set[tuple[str, str]] = set()
    for row in rows:
        base = BASES.get(row.source)
        if base is None or not base.usable(row) or (row.original, row.rewrite) in done:
            continue
        done.add((row.original, row.rewrite))
        item = f"edited {len(done)}"
        claim = FLAWED if row.unsupported is None else row.unsupported
        changed = FLAWED if row.changed is None and row.source not in ARTICLES else row.changed
        twin = Labeled(row.source, item, row.original, row.rewrite, changed, unsupported=claim)
        yield [twin, *(edited for _ in range(base.edits) for edited in _edit(material, twin, rng))]


def _edit(material: Material, row: Labeled, rng: Random) -> Iterator[Labeled]:
    a, b = row.original, row.rewrite
    if row.changed is not None:
        draw = rng.random()
        a, b = (b, b) if draw < ALONE else (b, a) if draw < ALONE + TURNED else (a, b)
    if (found := corrupt(material, b, rng)) is not None:
        kind, text = found
        # Whether dropped or garbled words leave the claim cannot be told.
        claim = kind.claims if kind.claims or kind.changed < 0.5 else None
        yield Labeled(row.source, row.item, a, text, None if row.changed is None else kind.changed, unsupported=claim)


ROUNDS = 3  # of new edits; an epoch takes one
NEAR, LIKE = 14, 0.25  # how many of a word's nearest words may take its place, and how near they must be
STEM, ENDING = 5, 4  # letters that words of one stem share, and may differ by
COMMON = 3.0  # Zipf frequency of words that are replaced and replace


def neighbors() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Words that stand in like places, by the encoder's own table of words; and words of one stem.

    The former are inflected alike, and of another stem. Nearest words are synonyms, contraries and siblings alike: a
    human judge would let pass about one in ten.
    """
    from safetensors.numpy import load_file
    from wordfreq import zipf_frequency

    from drift.encoding import packaged

    folder = packaged.folder()
    table = load_file(str(folder / "model.safetensors"))["embeddings.word_embeddings.weight"]
    places = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    words = [
        word for word in places
        if len(word) > 2 and word.isascii() and word.isalpha() and zipf_frequency(word, "en") >= COMMON
        and content(word, language("en")) > 0
    ]  # fmt: skip
    vectors = table[[places[word] for word in words]].astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    endings = np.array([_ending(word) for word in words])
    found: dict[str, tuple[str, ...]] = {}
    for start in range(0, len(words), 1000):
        cosines = vectors[start : start + 1000] @ vectors.T
        for word, ending, row in zip(words[start:], endings[start:], cosines, strict=False):
            own = np.where(endings == ending, row, -1.0)
            near = [words[k] for k in np.argsort(-own, kind="stable")[: NEAR + 1] if own[k] > LIKE]
            found[word] = tuple(other for other in near if other[:4] != word[:4])
    stems: dict[str, list[str]] = {}
    for word in words:
        if len(word) > STEM:
            stems.setdefault(word[:STEM], []).append(word)
    forms = {
        word: others for own in stems.values() for word in own
        if (others := tuple(x for x in own if x != word and abs(len(x) - len(word)) <= ENDING))
    }  # fmt: skip
    return {word: others for word, others in found.items() if others}, forms


def _ending(word: str) -> str:
    return next((ending for ending in ("ing", "ed", "ly", "s") if word.endswith(ending)), "")
