"""The suite of the candidate index at scale: real pairs among a hundred thousand articles made of real sentences.

Nobody can encode so many articles for a test. A distractor is therefore put together from vectors of real sentences:
twenty of the 200 nearest to a sentence drawn at random, so that it has one subject, with eighty hashes of names drawn
by Zipf's law. The same sentences come back in many of them, which makes them crowd closer than real articles do.
"""

from __future__ import annotations

import contextlib
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from drift.bench.files import DataError, find, json_rows, table_rows
from drift.bench.findings import CONTROL, HUMAN
from drift.bench.results import Figure
from drift.bench.sources import assemble
from drift.encoding.cached import CachedEncoder
from drift.encoding.plain import unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from drift.analyzer import Analyzer
    from drift.bench.results import Result
    from drift.encoding import TextEncoder
    from drift.tracing.prints import Print

ARTICLES = 100_000
POOL = 6_000  # real sentences that distractors are made of
NEAR = 200  # sentences that count as one subject
SENTENCES = 20  # of a distractor
NAMES, VOCABULARY = 80, 2_000_000  # hashes of a distractor, drawn from so many by Zipf's law
ASKED = 500  # distractors whose exact neighbors the index is held against
COUNT = 10


def index_suite(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """The index of tracing: recall of true pairs and of exact neighbors at 10 candidates, memory, time, resuming.

    `limit` is the number of articles, 100,000 without.
    """
    from drift.tracing.nearest import Graph, gather, merged

    files = find(data, "roundtrip", CONTROL)
    count = limit or ARTICLES
    rows = json_rows(files, ("original", "rewrite"))[: max(1, count // 4)]
    rng = np.random.default_rng(seed)
    start = time.process_time()
    encoder = analyzer.encoder.encoder if isinstance(analyzer.encoder, CachedEncoder) else analyzer.encoder
    real = [_print(encoder, str(row[side])) for row in rows for side in ("original", "rewrite")]
    encoding = (time.process_time() - start) / len(real)
    made = _centers(_pool(analyzer, data), count, rng)
    places = rng.choice(count, size=len(real), replace=False)
    every = made
    every[places] = np.stack([item.center for item in real])
    rare = [_hashes(rng) for _ in range(count)]
    for place, item in zip(places, real, strict=True):
        rare[place] = item.rare
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        start = time.process_time()
        graph = Graph(every, "bench", work)
        building = time.process_time() - start
        start = time.process_time()
        again = Graph(every, "bench", work)
        loading = time.process_time() - start
        size = sum(file.stat().st_size for file in work.iterdir())
    start = time.process_time()
    votes = gather(rare)
    gathering = time.process_time() - start
    asked = rng.choice(count, size=min(ASKED, count), replace=False)
    start = time.process_time()
    found = graph.search(every[asked], COUNT + 1)
    searching = (time.process_time() - start) / len(asked)
    figures.append(Figure("index", f"exact {COUNT} nearest found", _recall(every, asked, found), len(asked)))
    near = graph.search(every[places], COUNT + 1)
    by_graph = [set(row.tolist()) - {int(place)} for place, row in zip(places, near, strict=True)]
    by_both = [set(merged(int(place), row, votes, COUNT).tolist()) for place, row in zip(places, near, strict=True)]
    pairs = [(k, k + 1) for k in range(0, len(places), 2)]
    for name, own in (("by embedding alone", by_graph), ("by embedding and rare material", by_both)):
        hits = [places[b] in own[a] and places[a] in own[b] for a, b in pairs]
        metric = f"true pairs among {COUNT} candidates of both, {name}"
        figures.append(Figure("index", metric, float(np.mean(hits)), len(hits)))
    figures += [
        Figure("index", "memory of the graph, MB", graph.memory / 1e6, count),
        Figure("index", "its file, MB", size / 1e6, count),
        Figure("index", "memory of vectors and rare material, MB", (every.nbytes + votes.nbytes) / 1e6, count),
        Figure("index", "peak memory of this process, MB", _peak(), count),
        Figure("index", "CPU seconds to read and encode an article", encoding, len(real)),
        Figure("index", "CPU seconds to build the graph", building, count),
        Figure("index", "CPU seconds to take it up again", loading, again.reused),
        Figure("index", "CPU seconds to gather rare material", gathering, count),
        Figure("index", "CPU milliseconds a query", searching * 1000, len(asked)),
    ]
    return assemble("trace-index", "roundtrip", files, figures, items=count, limit=limit, seed=seed)


def _print(encoder: TextEncoder, text: str) -> Print:
    from drift.reading import read
    from drift.tracing.texts import print_of

    document = read(text)
    encoded = encoder.encode_all([sentence.text for sentence in document.sentences])
    return print_of(document, [item.vector for item in encoded])


def _sentences(data: Path) -> Iterator[str]:
    with contextlib.suppress(DataError):  # the other set is enough
        yield from (row["human_A"] for row in table_rows(find(data, "human_human_pairs", HUMAN), ("human_A",)))
    for row in json_rows(find(data, "roundtrip", CONTROL), ("original", "original_sentences")):
        yield from (str(row["original"])[start:end] for start, end in row["original_sentences"])


def _pool(analyzer: Analyzer, data: Path) -> NDArray[np.float32]:
    """Vectors of real sentences, shape (n, d). Those of the articles that are looked for are among them."""
    texts = list(dict.fromkeys(text for text in _sentences(data) if len(text.split()) > 4))[:POOL]
    return np.stack([item.vector for item in analyzer.encoder.encode_all(texts)])


def _centers(pool: NDArray[np.float32], count: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Centers of `count` articles that are made of the pool's sentences, shape (count, d)."""
    near = np.argpartition(-(pool @ pool.T), min(NEAR, len(pool) - 1), axis=1)[:, :NEAR]
    made = np.zeros((count, pool.shape[1]), np.float32)
    size = min(SENTENCES, near.shape[1])
    for place, anchor in enumerate(rng.integers(len(pool), size=count)):
        made[place] = pool[rng.choice(near[anchor], size=size, replace=False)].sum(axis=0)
    return unit(made)


def _hashes(rng: np.random.Generator) -> NDArray[np.uint64]:
    drawn = rng.zipf(1.3, size=NAMES) % VOCABULARY
    return np.unique(drawn).astype(np.uint64)


def _recall(every: NDArray[np.float32], asked: NDArray[np.int64], found: NDArray[np.int64]) -> float:
    """Share of the exact nearest that were found, the document itself left out."""
    cosines = every[asked] @ every.T
    cosines[np.arange(len(asked)), asked] = -2.0
    exact = np.argpartition(-cosines, COUNT, axis=1)[:, :COUNT]
    rows = zip(asked, exact, found, strict=True)
    return float(np.mean([len(set(a.tolist()) & (set(b.tolist()) - {int(k)})) / COUNT for k, a, b in rows]))


def _peak() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3  # kilobytes on Linux
