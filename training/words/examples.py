"""What the models behind words are fitted on: texts as tokens, with what each token lacks, or with links."""

from __future__ import annotations

import itertools
import random
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from drift.bench.files import json_rows, sample, table_rows
from drift.bench.findings import cannot_pairs
from drift.bench.words import MTREF_COLUMNS, gold_links

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    Tokens = tuple[str, ...]

#: How the iSTS benchmark makes up its documents: five pairs each, permutations with five inversions.
PAIRS, INVERSIONS = 5, 5
#: Kinds of edits that change what words say, in MENLI by name, in DEMETR by number.
MENLI = frozenset({"add", "drop", "name", "neg", "num", "pron", "word_JJ", "word_NN", "word_VB"})
DEMETR = frozenset({3, 7, 8, 9, 10, 11, 21, 22, 23, 24, 25})
EDITS = 2000  # pairs of MENLI, of DEMETR, and of negated sentences: about as many altered words as iSTS has
# Words, marks, and what English writes with an apostrophe, as the parser parts them.
TOKEN = re.compile(r"n['’]t\b|\w+?(?=n['’]t\b)|['’](?:s|re|ve|ll|d|m)\b|\w+(?:-\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Marked:
    """A pair of texts as tokens. `labels` per token of either side: 0 same ... 1 missing or altered, -1 not known.

    `links` are the gold links, where the data have them.
    """

    a: Tokens
    b: Tokens
    labels: tuple[tuple[float, ...], tuple[float, ...]]
    links: frozenset[tuple[int, int]] = frozenset()


def graded(paths: Sequence[Path]) -> list[Marked]:
    """The pairs of sentences of iSTS files."""
    rows = json_rows(paths, ("text_a", "text_b", "labels_a", "labels_b"))
    return [
        Marked(
            tuple(row["text_a"].split()), tuple(row["text_b"].split()), (tuple(row["labels_a"]), tuple(row["labels_b"]))
        )
        for row in rows
    ]


def subsets(pairs: Sequence[Marked], seed: int) -> dict[str, list[Marked]]:
    """The four subsets of the iSTS benchmark (Vamvas and Sennrich 2023) from graded pairs.

    Pairs with a difference; these and as many paraphrases without; documents of both; the same with the second
    side's sentences in another order.
    """
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    changed = [pair for pair in pairs if max(map(max, pair.labels)) > 0]
    same = [pair for pair in pairs if max(map(max, pair.labels)) <= 0]
    count = min(len(changed), len(same))
    mixed = [*rng.sample(changed, count), *rng.sample(same, count)]
    kept = tuple(range(PAIRS))
    moved = [
        order
        for order in itertools.permutations(kept)
        if sum(x > y for x, y in itertools.combinations(order, 2)) == INVERSIONS
    ]
    result = {"ists": changed, "ists_negatives": list(mixed)}
    for name, orders in (("ists_documents", [kept]), ("ists_permutations", moved)):
        rng.shuffle(mixed)
        chunks = [mixed[k : k + PAIRS] for k in range(0, len(mixed) - PAIRS + 1, PAIRS)]
        result[name] = [_document(chunk, [chunk[k] for k in rng.choice(orders)]) for chunk in chunks]
    return result


def _document(first: Sequence[Marked], second: Sequence[Marked]) -> Marked:
    """The first sides of some pairs one after another, beside the second sides of others."""
    chain = itertools.chain.from_iterable
    labels = (tuple(chain(pair.labels[0] for pair in first)), tuple(chain(pair.labels[1] for pair in second)))
    return Marked(tuple(chain(pair.a for pair in first)), tuple(chain(pair.b for pair in second)), labels)


def linked(paths: Sequence[Path]) -> list[Marked]:
    """The pairs of sentences of MultiMWA files; a token is labeled 1 without a link, 0 where the other side has it.

    Linked words of another form are not labeled: they answer each other, and may yet say different things.
    """
    result = []
    for row in table_rows(paths, MTREF_COLUMNS[:8], names=MTREF_COLUMNS):
        a, b, links = tuple(row["a"].split()), tuple(row["b"].split()), gold_links(row)
        ends = [{link[side] for link in links} for side in (0, 1)]
        labels = (_unlinked(a, b, ends[0]), _unlinked(b, a, ends[1]))
        result.append(Marked(a, b, labels, links))
    return result


def _unlinked(own: Tokens, other: Tokens, ends: set[int]) -> tuple[float, ...]:
    there = {token.casefold() for token in other}
    return tuple(1.0 if k not in ends else 0.0 if token.casefold() in there else -1.0 for k, token in enumerate(own))


def menli(paths: Sequence[Path], seed: int) -> list[Marked]:
    """Sentences beside their edited selves."""
    rows = [row for row in json_rows(paths, ("error", "ref", "hyp_adv")) if row["error"] in MENLI]
    return [_edited(_tokens(row["ref"]), _tokens(row["hyp_adv"])) for row in sample(rows, EDITS, seed)]


def demetr(paths: Sequence[Path], seed: int) -> list[Marked]:
    """Translations beside their edited selves, and references beside edited translations.

    Of a reference only the words that the edit removed from the translation are labeled.
    """
    rows = json_rows(paths, ("pert_id", "ref", "mt", "pert"))
    rows = [row for row in rows if int(row["pert_id"]) in DEMETR and row["mt"] != row["pert"]]
    result = []
    for row in sample(rows, EDITS, seed, by=lambda row: int(row["pert_id"])):
        edited = _edited(_tokens(row["mt"]), _tokens(row["pert"]))
        lost = {token.casefold() for token, label in zip(edited.a, edited.labels[0], strict=True) if label}
        lost -= {token.casefold() for token in edited.b}
        reference = _tokens(row["ref"])
        known = tuple(1.0 if token.casefold() in lost else -1.0 for token in reference)
        result += [edited, Marked(reference, edited.b, (known, edited.labels[1]))]
    return result


def negated(reviews: Sequence[Path], opposites: Sequence[Path], seed: int) -> list[Marked]:
    """Sentences of CANNOT beside their negations: reviews, and short ones that an antonym may turn round as well."""
    first, second = (
        [(a, b) for path in paths for a, b, negated in cannot_pairs(path) if negated] for paths in (reviews, opposites)
    )
    pairs = [*sample(first, EDITS // 2, seed), *sample(second, EDITS // 2, seed)]
    return [_edited(_tokens(a), _tokens(b)) for a, b in pairs]


def _tokens(text: str) -> Tokens:
    return tuple(TOKEN.findall(text))


def _edited(a: Tokens, b: Tokens) -> Marked:
    """Two versions of a text; what is not in both, in the same order, was altered."""
    first, second = ([token.casefold() for token in side] for side in (a, b))
    labels = [1.0] * len(a), [1.0] * len(b)
    for start, other, length in SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks():
        labels[0][start : start + length] = [0.0] * length
        labels[1][other : other + length] = [0.0] * length
    return Marked(a, b, (tuple(labels[0]), tuple(labels[1])))
