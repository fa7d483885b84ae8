"""Suites of gold sentence alignments: ArgRewrite, Aesop, the round trip. Sentences come already split."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from drift.bench.entry import entry
from drift.bench.metrics import overlap
from drift.bench.results import Figure
from drift.records import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from drift.analyzer import Analyzer
    from drift.bench.metrics import Overlap
    from drift.records import Alignment

    Row = dict[str, Any]
    Links = frozenset[tuple[int, int]]

ARGREWRITE = ("*test*.jsonl", "*dev*.jsonl", "*.jsonl")
AESOP = ("*test*.jsonl", "*dev*.jsonl", "*.jsonl")
ROUNDTRIP = ("*planted*.jsonl", "*test*.jsonl", "*dev*.jsonl")


@dataclass(frozen=True, slots=True)
class Gold:
    """Two texts as sentences, and the links (i, j) between them that annotators gave."""

    original: tuple[str, ...]
    rewrite: tuple[str, ...]
    links: Links


def argrewrite_gold(row: Row) -> Gold:
    """Two drafts. The data number sentences from 1, and not always without gaps."""
    old = {int(s["i"]): k for k, s in enumerate(row["old"])}
    new = {int(s["i"]): k for k, s in enumerate(row["new"])}
    links = frozenset((old[int(i)], new[int(j)]) for i, j in row["gold_pairs"])
    return Gold(tuple(s["text"] for s in row["old"]), tuple(s["text"] for s in row["new"]), links)


def aesop_gold(row: Row) -> Gold:
    """Two translations of a fable; the link to -1 says that a sentence has none."""
    return Gold(tuple(row["sents_a"]), tuple(row["sents_b"]), _linked(row["gold"]))


def roundtrip_gold(row: Row) -> Gold:
    """An article and its round trip, with edits planted."""
    original, rewrite = (
        tuple(row[side][start:end] for start, end in row[f"{side}_sentences"]) for side in ("original", "rewrite")
    )
    links = frozenset((int(i), int(j)) for left, right in row["links"] for i in left for j in right)
    return Gold(original, rewrite, links)


def _linked(pairs: Iterable[Sequence[int]]) -> Links:
    return frozenset((int(a), int(b)) for a, b in pairs if b != -1)


@entry("argrewrite_v2", ARGREWRITE, columns=("old", "new", "gold_pairs"))
def argrewrite(analyzer: Analyzer, rows: list[Row]) -> Iterable[Figure]:
    """ArgRewrite v2: precision, recall and F1 of the links between two drafts, of deleted and added sentences.

    Its annotators drew no crossing links: what an author moved is deleted and added there. So all is given twice,
    once with the moved sentences linked, as `Alignment.links` has them, and once with them left alone.
    """
    gold = [argrewrite_gold(row) for row in rows]
    found = _align(analyzer, gold)
    yield from _all(found, gold, ("deleted", "added"))
    settled = [frozenset(alignment.links - alignment.moved) for alignment in found]
    yield from _links(settled, gold, "in order")
    yield from _nulls(settled, gold, ("deleted", "added"), "in order")


@entry("gnat_aesop", AESOP, columns=("sents_a", "sents_b", "gold"))
def aesop(analyzer: Analyzer, rows: list[Row]) -> Iterable[Figure]:
    """Aesop: micro precision, recall and F1 of the links between two independent translations of a fable."""
    gold = [aesop_gold(row) for row in rows]
    yield from _links([alignment.links for alignment in _align(analyzer, gold)], gold)
    if rows and all("chatgpt35" in row for row in rows):
        chat = overlap([_linked(row["chatgpt35"]) for row in rows], [item.links for item in gold])
        yield Figure("ChatGPT-3.5", "links F1", chat.f1, len(rows), source="its stored output")


@entry(
    "roundtrip",
    ROUNDTRIP,
    columns=("original", "rewrite", "original_sentences", "rewrite_sentences", "links"),
)
def roundtrip_align(analyzer: Analyzer, rows: list[Row]) -> Iterable[Figure]:
    """Round trip: F1 of the links (micro, over pairs of sentences), of dropped and of added sentences."""
    gold = [roundtrip_gold(row) for row in rows]
    return _all(_align(analyzer, gold), gold, ("dropped", "added"))


def _align(analyzer: Analyzer, gold: Sequence[Gold]) -> list[Alignment]:
    return [
        analyzer.align(Document.from_sentences(item.original), Document.from_sentences(item.rewrite)) for item in gold
    ]


def _all(found: Sequence[Alignment], gold: Sequence[Gold], names: tuple[str, str]) -> Iterable[Figure]:
    links = [alignment.links for alignment in found]
    yield from _links(links, gold)
    yield from _nulls(links, gold, names)


def _links(found: Sequence[Links], gold: Sequence[Gold], part: str = "") -> Iterable[Figure]:
    yield from _figures("links", overlap(found, [item.links for item in gold]), part)


def _nulls(found: Sequence[Links], gold: Sequence[Gold], names: tuple[str, str], part: str = "") -> Iterable[Figure]:
    """Sentences without a link, of the first text and of the second."""
    for side, name in enumerate(names):
        lone = [
            [
                frozenset(range(len((item.original, item.rewrite)[side]))) - {link[side] for link in links}
                for links, item in zip(given, gold, strict=True)
            ]
            for given in (found, [item.links for item in gold])
        ]
        yield from _figures(name, overlap(*lone), part)


def _figures(name: str, counts: Overlap, part: str = "") -> Iterable[Figure]:
    yield Figure("drift", f"{name} precision", counts.precision, counts.found, part)
    yield Figure("drift", f"{name} recall", counts.recall, counts.wanted, part)
    yield Figure("drift", f"{name} F1", counts.f1, counts.wanted, part)
