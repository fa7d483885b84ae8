from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from drift.encoding.plain import PlainEncoder
from drift.records import Alignment, Bead

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from drift.records import Document


class Letters:
    """Texts as the counts of their letters: the same word, the same vector; words without a common letter, none."""

    def encode(self, texts: list[str]) -> np.ndarray:
        return np.array([[text.count(letter) for letter in "abcdefghijklmnopqrstuvwxyz"] for text in texts], float)


class CountingAnalyzer:
    """Stands in for the real analyzer with rules simple enough to work figures out by hand.

    Drift is 0 for equal texts, 1 where a text says "wrong", else 0.25; `unsupported` is the same of the rewrite
    alone; sentence k is aligned with the equal sentence.
    """

    repair = True
    signature = "counting"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.encoder = PlainEncoder(Letters())

    def score(self, pairs: Iterable[tuple[str, str]]) -> pd.DataFrame:
        pairs = list(pairs)
        self.asked += pairs
        drift = [0.0 if a == b else 1.0 if "wrong" in b else 0.25 for a, b in pairs]
        return pd.DataFrame(
            {
                "similarity": [0.5 for _ in pairs],
                "drift": drift,
                "omitted": [float("short" in b) for _, b in pairs],
                "unsupported": [float("wrong" in b) for _, b in pairs],
                "quality": [100.0 * (1.0 - value) for value in drift],
            }
        )

    def words(self, a: Sequence[str], b: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        return np.array([float(w not in b) for w in a]), np.array([float(w not in a) for w in b])

    def compare(self, a: str, b: str) -> SimpleNamespace:
        lacking = [sum(w not in y.split() for w in x.split()) / len(x.split()) for x, y in ((a, b), (b, a))]
        scores = SimpleNamespace(coverage=1.0 - lacking[0], support=1.0 - lacking[1])
        return SimpleNamespace(findings=self.findings(a, b), scores=scores)

    def compare_many(self, pairs: Iterable[tuple[str, str]]) -> Iterator[SimpleNamespace]:
        return (self.compare(a, b) for a, b in pairs)

    def align(self, a: Document, b: Document) -> Alignment:
        beads, taken = [], set()
        for i, s in enumerate(a.sentences):
            j = next((k for k, t in enumerate(b.sentences) if t.text == s.text and k not in taken), None)
            taken.add(j)
            beads.append(Bead((i,), () if j is None else (j,), "omitted" if j is None else "same", 1.0, 0.0))
        beads += [Bead((), (j,), "added", 0.0, 1.0) for j in range(len(b.sentences)) if j not in taken]
        return Alignment(tuple(beads))

    def findings(self, a: str, b: str) -> tuple[object, ...]:
        return ()


@pytest.fixture
def analyzer() -> CountingAnalyzer:
    return CountingAnalyzer()


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    """Write a file of the data folder: rows as JSON Lines, text as it is."""

    def write(name: str, content: str | list[dict[str, object]]) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else "".join(json.dumps(row) + "\n" for row in content)
        path.write_text(text, encoding="utf-8")
        return tmp_path

    return write
