"""The suite of tracing: each article and its rewrites hidden among unrelated ones, to be found and put in order."""

from __future__ import annotations

import hashlib
import random
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from drift.bench.files import DataError, find, json_rows, sample, table_rows
from drift.bench.findings import CONTROL, HUMAN, PLANTED
from drift.bench.results import Figure
from drift.bench.retelling import retold
from drift.bench.sources import assemble

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from drift.analyzer import Analyzer
    from drift.bench.results import Result
    from drift.tracing import Trace

DRAFTS = ("*test*.jsonl", "*dev*.jsonl", "*.jsonl")
BLOCK = 14  # translated sentences that make one text: the sets give no borders of documents
CANDIDATES = 10  # documents that are looked at for each


@dataclass(frozen=True, slots=True)
class Case:
    """Texts by name, and which was made from which: (original, rewrite). `open` pairs have one source in common.

    `half` is 0 or 1, by the place of the article in its file: weights were set on the first, figures are of both.
    """

    texts: Mapping[str, str]
    edges: frozenset[tuple[str, str]]
    half: int
    open: frozenset[tuple[str, str]] = frozenset()


def trace_suite(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """Tracing: who was made from whom, by round trips, rewrites of rewrites, two rewrites of one, drafts, translations.

    Each kind is one folder: its families of texts under meaningless names, and all other articles that are at hand.
    A pair is right where the two belong together; a direction is right where it is shown and the truth. A direction
    that is left open counts as missed, a guess as no answer.
    """
    files = *find(data, "roundtrip", PLANTED), *find(data, "roundtrip", CONTROL)
    others = list(strangers(data))
    figures = []
    count = 0
    with tempfile.TemporaryDirectory() as work:  # the kinds share texts, whose vectors are made once
        for kind, cases in kinds(data, limit, seed).items():
            count += len(cases)
            figures += measure(analyzer, kind, cases, others, seed=seed, work=Path(work))
    return assemble("trace", "roundtrip", files, figures, items=count, limit=limit, seed=seed)


def kinds(data: Path, limit: int | None, seed: int) -> dict[str, list[Case]]:
    """The families of each kind; `limit` articles of each."""
    rows = json_rows(find(data, "roundtrip", CONTROL), ("id", "original", "rewrite"))
    edited = {row["id"]: row["rewrite"] for row in json_rows(find(data, "roundtrip", PLANTED), ("id", "rewrite"))}
    numbered = sample(list(enumerate(row for row in rows if row["id"] in edited)), limit, seed)
    found: dict[str, list[Case]] = {
        "round trip": [],
        "rewrite of a rewrite": [],
        "two rewrites of one": [],
    }
    for number, row in numbered:
        half = number % 2
        texts = {"o": str(row["original"]), "r": str(row["rewrite"]), "e": str(edited[row["id"]])}
        rng = random.Random(f"{seed} {number}")  # noqa: S311 - repeatable, not secret
        texts["t"] = retold(texts["o"], rng)
        for kind, edges in (
            ("round trip", (("o", "r"),)),
            ("rewrite of a rewrite", (("o", "r"), ("r", "e"))),
            ("two rewrites of one", (("o", "r"), ("o", "t"))),
        ):
            members = {name: texts[name] for edge in edges for name in edge}
            found[kind].append(Case(members, frozenset(edges), half))
    found["drafts"] = _drafts(data, limit, seed)
    found["two translations"] = _translations(data, limit, seed)
    return {kind: cases for kind, cases in found.items() if cases}


def _drafts(data: Path, limit: int | None, seed: int) -> list[Case]:
    """Essays that their writers revised: the old draft is what the new one was made from."""
    try:
        rows = json_rows(find(data, "argrewrite_v2", DRAFTS), ("id", "drafts", "old", "new"))
    except DataError:
        return []
    first = {str(row["id"]): row for row in rows if str(row["drafts"]) == "12"}
    return [
        Case(
            {side: "\n".join(sentence["text"] for sentence in row[side]) for side in ("old", "new")},
            frozenset({("old", "new")}),
            number % 2,
        )
        for number, row in sample(list(enumerate(first.values())), limit, seed)
    ]


def _translations(data: Path, limit: int | None, seed: int) -> list[Case]:
    """Blocks of news that two people translated apart from each other: related, and neither made from the other."""
    try:
        rows = table_rows(find(data, "human_human_pairs", HUMAN), ("set", "human_A", "human_B"))
    except DataError:
        return []
    news = [row for row in rows if row["set"].startswith("newstest")]
    blocks = [news[start : start + BLOCK] for start in range(0, len(news) - BLOCK + 1, BLOCK)]
    return [
        Case(
            {side: "\n".join(row[f"human_{side}"] for row in block) for side in "AB"},
            frozenset(),
            number % 2,
            frozenset({("A", "B")}),
        )
        for number, block in sample(list(enumerate(blocks)), limit, seed)
    ]


def strangers(data: Path) -> Iterator[str]:
    """Articles that belong to no family: what other folders have, one version of each."""
    try:
        rows = table_rows(find(data, "human_human_pairs", HUMAN), ("set", "human_A"))
    except DataError:
        rows = []
    talks = [row["human_A"] for row in rows if not row["set"].startswith("newstest")]
    yield from ("\n".join(talks[start : start + BLOCK]) for start in range(0, len(talks) - BLOCK + 1, BLOCK))
    try:
        segments = json_rows(find(data, "wmt23_mqm_zhen", DRAFTS), ("doc", "doc_seg", "ref"))
    except DataError:
        segments = []
    documents: dict[str, dict[int, str]] = {}
    for row in segments:
        documents.setdefault(str(row["doc"]), {})[int(row["doc_seg"])] = str(row["ref"])
    yield from ("\n".join(text for _, text in sorted(parts.items())) for parts in documents.values())


def measure(  # noqa: PLR0913 - keyword-only where it helps
    analyzer: Analyzer, kind: str, cases: Sequence[Case], strangers: Sequence[str], *, work: Path, seed: int = 0
) -> list[Figure]:
    """The figures of one kind: its families and the strangers in one folder, traced."""
    from drift.tracing import candidates, trace

    with tempfile.TemporaryDirectory() as folder:
        known, paths = _written(cases, strangers, Path(folder), seed)
        found = trace(paths, analyzer=analyzer, work=work)
        near = candidates(paths, analyzer=analyzer, count=CANDIDATES, work=work)
    figures = []
    for half, name in ((None, kind), (0, f"{kind}: first half"), (1, f"{kind}: second half")):
        chosen = [case for case in cases if half in (None, case.half)]
        if chosen:
            figures += list(_figures(name, chosen, known, found, near))
    return figures


def _written(
    cases: Sequence[Case], strangers: Iterable[str], folder: Path, seed: int
) -> tuple[dict[tuple[int, str], Path], list[Path]]:
    """All texts as files whose names tell nothing: (case, name) -> path, and the paths of all."""
    every: dict[Any, str] = {(id(case), name): text for case in cases for name, text in case.texts.items()}
    every |= {("stranger", str(number)): text for number, text in enumerate(strangers)}
    paths: dict[Any, Path] = {}
    for key, text in every.items():
        place = f"{len(paths)} {key[1]}"
        digest = hashlib.sha256(f"{seed}\0{place}\0{text}".encode()).hexdigest()[:16]
        path = folder / f"{digest}.txt"
        path.write_text(text, encoding="utf-8")
        paths[key] = path
    return paths, sorted(set(paths.values()))


def _figures(
    group: str,
    cases: Sequence[Case],
    known: Mapping[Any, Path],
    found: Trace,
    near: Mapping[Any, Sequence[Any]],
) -> Iterator[Figure]:
    names = [{name: known[id(case), name] for name in case.texts} for case in cases]
    edges = {(n[a], n[b]) for case, n in zip(cases, names, strict=True) for a, b in case.edges}
    loose = {(n[a], n[b]) for case, n in zip(cases, names, strict=True) for a, b in case.open}
    members = {path for n in names for path in n.values()}
    pairs = {frozenset(edge) for edge in edges | loose}
    told = [edge for edge in found.edges if edge.original in members or edge.rewrite in members]
    joined = {frozenset((edge.original, edge.rewrite)) for edge in told}
    right = len(joined & pairs)
    yield Figure("trace", "pair F1", _f1(right, len(joined), len(pairs)), len(pairs), group)
    if edges:
        shown = [(edge.original, edge.rewrite) for edge in told if edge.direction == "shown"]
        hits = sum(edge in edges for edge in shown)
        guessed = sum((edge.original, edge.rewrite) in edges for edge in told)
        yield Figure("trace", "direction F1, open ones missed", _f1(hits, len(shown), len(edges)), len(edges), group)
        yield Figure(
            "trace", "direction F1, open ones by the guess", _f1(guessed, len(told), len(edges)), len(edges), group
        )
        yield Figure(
            "trace", "shown directions that are wrong", 1 - hits / len(shown) if shown else 0.0, len(shown), group
        )
    if told:
        open_ = sum(edge.direction == "open" for edge in told)
        yield Figure("trace", "directions left open", open_ / len(told), len(told), group)
    hit = [b in near[a] and a in near[b] for a, b in edges | loose]
    yield Figure("index", f"true pairs among {CANDIDATES} candidates of both", sum(hit) / len(hit), len(hit), group)


def _f1(right: int, told: int, true: int) -> float:
    return 2 * right / (told + true) if told + true else 1.0
