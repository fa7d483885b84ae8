"""Suites of gold sentence alignments: ArgRewrite, Aesop, the round trip. Sentences come already split."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drift.bench.files import find, json_rows, sample
from drift.bench.metrics import overlap
from drift.bench.results import Figure
from drift.bench.sources import assemble
from drift.records import Document

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from drift.analyzer import Analyzer
    from drift.bench.metrics import Overlap
    from drift.bench.results import Result
    from drift.records import Alignment

    Row = dict[str, Any]
    Links = frozenset[tuple[int, int]]

ARGREWRITE = ("*test*.jsonl", "*dev*.jsonl", "*.jsonl")
AESOP = ("*test*.jsonl", "*dev*.jsonl", "*.jsonl")
ROUNDTRIP = ("*planted*.jsonl", "*test*.jsonl", "*dev*.jsonl")


def argrewrite(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """ArgRewrite v2: precision, recall and F1 of the links between two drafts, of deleted and added sentences."""
    files = find(data, "argrewrite_v2", ARGREWRITE)
    rows = sample(json_rows(files, ("old", "new", "gold_pairs")), limit, seed)
    gold: list[Links] = []
    texts: list[tuple[list[str], list[str]]] = []
    for row in rows:
        # The data number sentences from 1, and not always without gaps.
        old = {int(s["i"]): k for k, s in enumerate(row["old"])}
        new = {int(s["i"]): k for k, s in enumerate(row["new"])}
        gold.append(frozenset((old[int(i)], new[int(j)]) for i, j in row["gold_pairs"]))
        texts.append(([s["text"] for s in row["old"]], [s["text"] for s in row["new"]]))
    found = [_align(analyzer, a, b) for a, b in texts]
    figures = [*_links(found, gold), *_nulls(found, gold, texts, names=("deleted", "added"))]
    return assemble("argrewrite", "argrewrite_v2", files, figures, items=len(rows), limit=limit, seed=seed)


def aesop(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """Aesop: micro precision, recall and F1 of the links between two independent translations of a fable."""
    files = find(data, "gnat_aesop", AESOP)
    rows = sample(json_rows(files, ("sents_a", "sents_b", "gold")), limit, seed)
    gold = [frozenset((int(a), int(b)) for a, b in row["gold"] if b != -1) for row in rows]
    found = [_align(analyzer, row["sents_a"], row["sents_b"]) for row in rows]
    figures = list(_links(found, gold))
    if rows and all("chatgpt35" in row for row in rows):
        chat = [frozenset((int(a), int(b)) for a, b in row["chatgpt35"] if b != -1) for row in rows]
        figures.append(Figure("ChatGPT-3.5", "links F1", overlap(chat, gold).f1, len(rows), source="its stored output"))
    return assemble("aesop", "gnat_aesop", files, figures, items=len(rows), limit=limit, seed=seed)


def roundtrip_align(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """Round trip: F1 of the links (micro, over pairs of sentences), of dropped and of added sentences."""
    files = find(data, "roundtrip", ROUNDTRIP)
    wanted = ("original", "rewrite", "original_sentences", "rewrite_sentences", "links")
    rows = sample(json_rows(files, wanted), limit, seed)
    texts = [
        tuple([row[side][start:end] for start, end in row[f"{side}_sentences"]] for side in ("original", "rewrite"))
        for row in rows
    ]
    gold = [frozenset((int(i), int(j)) for left, right in row["links"] for i in left for j in right) for row in rows]
    found = [_align(analyzer, a, b) for a, b in texts]
    figures = [*_links(found, gold), *_nulls(found, gold, texts, names=("dropped", "added"))]
    return assemble("roundtrip-align", "roundtrip", files, figures, items=len(rows), limit=limit, seed=seed)


def _align(analyzer: Analyzer, a: Sequence[str], b: Sequence[str]) -> Alignment:
    return analyzer.compare(Document.from_sentences(a), Document.from_sentences(b)).alignment


def _links(found: Sequence[Alignment], gold: Sequence[Links]) -> Iterable[Figure]:
    counts = overlap([alignment.links for alignment in found], gold)
    yield from _figures("links", counts)


def _nulls(
    found: Sequence[Alignment],
    gold: Sequence[Links],
    texts: Sequence[Sequence[Sequence[str]]],
    *,
    names: tuple[str, str],
) -> Iterable[Figure]:
    """Sentences without a gold link, against the aligner's omitted (first side) and added (second side)."""
    for side, name in enumerate(names):
        wanted = [
            frozenset(range(len(text[side]))) - frozenset(link[side] for link in links)
            for text, links in zip(texts, gold, strict=True)
        ]
        own = [alignment.added if side else alignment.omitted for alignment in found]
        yield from _figures(name, overlap(own, wanted))


def _figures(name: str, counts: Overlap) -> Iterable[Figure]:
    yield Figure("drift", f"{name} precision", counts.precision, counts.found)
    yield Figure("drift", f"{name} recall", counts.recall, counts.wanted)
    yield Figure("drift", f"{name} F1", counts.f1, counts.wanted)
