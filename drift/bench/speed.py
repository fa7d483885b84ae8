"""The suite of speed: each time as a ratio to one measured beside it, so that the machine plays little part.

Both sides of a ratio are run several times by turns, and the quickest run of each counts: whatever else a machine does
only adds time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from drift.bench.asking import bert_scorer
from drift.bench.files import find, json_rows, table_rows
from drift.bench.findings import CONTROL, HUMAN
from drift.bench.results import Figure
from drift.bench.sources import assemble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import FrameType

    from drift.analyzer import Analyzer
    from drift.bench.results import Result

    Pairs = Sequence[tuple[str, str]]

TURNS = 3  # of the two sides of a ratio
STARTS = 5  # of commands: they are short, and vary more
ARTICLES, PAIRS = 40, 400
TICK = 0.005  # seconds between looks at what the threads do
PACKAGE = Path(__file__).resolve().parent.parent
IDLE = ("threading.py", "_base.py")  # where a thread waits for another: the latter is concurrent.futures'


def speed(analyzer: Analyzer, data: Path, *, limit: int | None, seed: int) -> Result:
    """Ratios of times: analysis to bare encoding, `score` to BERTScore, imports and commands, bfloat16 to float32.

    `limit` is the most articles, and a tenth of the most pairs of sentences; 40 and 400 without. The packaged model is
    measured, and nothing is cached but where the second report of a pair is the matter.

    Raises:
        DataError: the data are missing.
    """
    del analyzer  # its cache would be measured
    long, short = find(data, "roundtrip", CONTROL), find(data, "human_human_pairs", HUMAN)
    found = json_rows(long, ("original", "rewrite"))[: limit or ARTICLES]
    articles = [(str(row["original"]), str(row["rewrite"])) for row in found]
    rows = list(table_rows(short, ("human_A", "human_B")))[: 10 * limit if limit else PAIRS]
    pairs = [(row["human_A"], row["human_B"]) for row in rows]
    figures = [*_analysis(articles), *_scoring(pairs), *_starting(articles[0])]
    return assemble("speed", "roundtrip", (*long, *short), figures, items=len(articles), limit=limit, seed=seed)


def _analysis(articles: Pairs) -> Iterator[Figure]:
    """Whole reports beside sentence-transformers' own encoding of the same unique sentences, and both precisions."""
    from sentence_transformers import SentenceTransformer

    from drift.analyzer import Analyzer
    from drift.encoding import packaged
    from drift.reading import read

    single, half = Analyzer(cache=False), Analyzer(cache=False, precision="bfloat16")
    bare = SentenceTransformer(str(packaged.folder()))
    unique = sorted({sentence.text for pair in articles for text in pair for sentence in read(text).sentences})
    for warm in (single, half):
        warm.compare(*articles[0])
    times = _by_turns(
        {
            "bare encoding": lambda: bare.encode(unique, show_progress_bar=False),
            "encoding": lambda: single.encoder.encode_all(unique),
            "encoding, bfloat16": lambda: half.encoder.encode_all(unique),
            "compare_many": lambda: list(single.compare_many(articles)),
            "compare_many, bfloat16": lambda: list(half.compare_many(articles)),
        }
    )
    for name, seconds in times.items():
        yield Figure(name, "seconds", seconds, len(unique))
        if name != "bare encoding":
            yield Figure(name, "ratio to bare encoding", seconds / times["bare encoding"], len(unique))
    cosines = [
        1.0 - float(a.vector.astype(np.float64) @ b.vector.astype(np.float64))
        for a, b in zip(single.encoder.encode_all(unique), half.encoder.encode_all(unique), strict=True)
    ]
    yield Figure("encoding, bfloat16", "error of a sentence's cosine, mean", float(np.mean(cosines)), len(unique))
    yield Figure("encoding, bfloat16", "error of a sentence's cosine, largest", max(cosines), len(unique))
    for room, share in _shares(lambda: list(single.compare_many(articles))).items():
        yield Figure("compare_many", "share of the time at work", share, group=room)


def _scoring(pairs: Pairs) -> Iterator[Figure]:
    """`Analyzer.score` beside bert-score with the same encoder, where that is installed."""
    from drift.analyzer import Analyzer

    single, half = Analyzer(cache=False), Analyzer(cache=False, precision="bfloat16")
    runs: dict[str, Callable[[], object]] = {
        "score": lambda: single.score(pairs),
        "score, bfloat16": lambda: half.score(pairs),
    }
    if find_spec("bert_score") is not None:
        scorer, (originals, rewrites) = bert_scorer(), zip(*pairs, strict=True)
        runs["BERTScore"] = lambda: scorer.score(rewrites, originals)
    for run in runs.values():
        run()
    times = _by_turns(runs)
    for name, seconds in times.items():
        yield Figure(name, "pairs a second", len(pairs) / seconds, len(pairs))
        if name != "BERTScore" and "BERTScore" in times:
            yield Figure(name, "ratio of times to BERTScore", seconds / times["BERTScore"], len(pairs))
    moved = (half.score(pairs).drift - single.score(pairs).drift).abs()
    yield Figure("score, bfloat16", "change of drift, mean", float(moved.mean()), len(pairs))
    yield Figure("score, bfloat16", "change of drift, largest", float(moved.max()), len(pairs))


def _starting(article: tuple[str, str]) -> Iterator[Figure]:
    """Imports and commands, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        names = [Path(folder) / name for name in ("original.txt", "rewrite.txt", "report.html")]
        for path, text in zip(names, article, strict=False):
            path.write_text(text, encoding="utf-8")
        report = ["-m", "drift", "report", *map(str, names[:2]), "-o", str(names[2])]
        commands = {
            "import numpy, pandas": ["-c", "import numpy, pandas"],
            "import drift": ["-c", "import drift"],
            "drift --help": ["-m", "drift", "--help"],
            "import sentence_transformers": ["-c", "import sentence_transformers"],
            "second drift report": report,
        }
        environment = {**os.environ, "XDG_CACHE_HOME": folder}
        _command(report, environment)  # the first one
        runs = {name: (lambda words=words: _command(words, environment)) for name, words in commands.items()}
        times = _by_turns(runs, STARTS)
    beside = {
        "import drift": "import numpy, pandas",
        "drift --help": "import numpy, pandas",
        "second drift report": "import sentence_transformers",
    }
    for name, seconds in times.items():
        yield Figure(name, "seconds", seconds, STARTS)
        if name in beside:
            yield Figure(name, f"ratio to {beside[name]}", seconds / times[beside[name]], STARTS)


def _command(words: Sequence[str], environment: Mapping[str, str]) -> None:
    subprocess.run([sys.executable, *words], env=environment, check=True, capture_output=True)  # noqa: S603 - our own


def _by_turns(runs: Mapping[str, Callable[[], object]], turns: int = TURNS) -> dict[str, float]:
    """The seconds of each one's quickest run."""
    best = dict.fromkeys(runs, float("inf"))
    for _ in range(turns):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            best[name] = min(best[name], time.perf_counter() - start)
    return best


def _shares(run: Callable[[], object]) -> dict[str, float]:
    """Where the threads are while `run` works, by room, as shares of all looks at threads that do not wait.

    A look can only be taken where Python lets another thread run, at the end of a long call into a library.
    """
    seen: Counter[str] = Counter()
    over = threading.Event()

    def watch() -> None:
        own = threading.get_ident()
        while not over.wait(TICK):
            for thread, frame in sys._current_frames().items():  # noqa: SLF001 - documented for this very use
                if thread != own and (room := _room(frame)):
                    seen[room] += 1

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        run()
    finally:
        over.set()
        watcher.join()
    total = sum(seen.values()) or 1
    return {room: count / total for room, count in seen.most_common()}


def _room(frame: FrameType | None) -> str:
    """The room of the innermost of our functions in a stack; empty where the thread waits or none of them is there."""
    if frame is None or frame.f_code.co_filename.endswith(IDLE):
        return ""
    while frame is not None:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(PACKAGE) and path.name != "threads.py":
            return path.relative_to(PACKAGE).with_suffix("").parts[0]
        frame = frame.f_back
    return ""
