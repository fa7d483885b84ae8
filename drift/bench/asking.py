"""Asking the analyzer, and peers that are installed, about many pairs at once."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from drift.analyzer import Analyzer

    Pair = tuple[str, str]
    Columns = Mapping[str, NDArray[np.float64]]

COLUMNS = ("similarity", "drift", "omitted", "unsupported", "quality")


def score(analyzer: Analyzer, pairs: Iterable[Pair]) -> Columns:
    """The columns of `Analyzer.score`, a value a pair; a pair that occurs twice is scored once."""
    wanted = list(pairs)
    place = {pair: index for index, pair in enumerate(dict.fromkeys(wanted))}
    frame = analyzer.score(list(place))
    rows = np.array([place[pair] for pair in wanted], dtype=int)
    return {name: np.asarray(frame[name], dtype=float)[rows] for name in COLUMNS}


def agreement(columns: Columns, names: Sequence[str]) -> dict[str, NDArray[np.float64]]:
    """The named columns turned so that a higher value means closer in meaning."""
    turned = {"drift", "omitted", "unsupported"}
    return {name: 1.0 - columns[name] if name in turned else columns[name] for name in names}


def closeness(
    analyzer: Analyzer, pairs: Sequence[Pair], names: Sequence[str]
) -> tuple[Columns, dict[str, NDArray[np.float64]]]:
    """The columns of `Analyzer.score`; and how close each system finds each pair, ours by some columns, then peers."""
    columns = score(analyzer, pairs)
    return columns, {**agreement(columns, names), **peers(pairs)}


def peers(pairs: Iterable[Pair]) -> dict[str, NDArray[np.float64]]:
    """How close peers that are installed find the second text of each pair to the first.

    BLEU and chrF on the scale 0 ... 1 by sacrebleu with its defaults (BLEU with effective order, as it asks for
    sentences), and BERTScore's F by bert-score with the default encoder's last layer. What is not installed is left
    out.
    """
    wanted = list(pairs)
    unique = list(dict.fromkeys(wanted))
    known: dict[str, dict[Pair, float]] = {}
    if find_spec("sacrebleu") is not None:
        known |= {name: dict(zip(unique, values, strict=True)) for name, values in _sacrebleu(unique)}
    if find_spec("bert_score") is not None:
        known["BERTScore"] = dict(zip(unique, _bertscore(unique), strict=True))
    return {name: np.array([values[pair] for pair in wanted], dtype=float) for name, values in known.items()}


def _sacrebleu(pairs: Sequence[Pair]) -> Iterator[tuple[str, list[float]]]:
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    for name, metric in (("BLEU", BLEU(effective_order=True)), ("chrF", CHRF())):
        yield name, [metric.sentence_score(rewrite, [original]).score / 100 for original, rewrite in pairs]


LAYERS = 6  # of the default encoder; bert-score must be told, since it knows a model by its hub name only


def bert_scorer() -> Any:
    """bert-score's scorer on the default encoder's last layer.

    Raises:
        ModuleNotFoundError: bert-score is not installed.
    """
    from bert_score import BERTScorer

    from drift.encoding import packaged

    return BERTScorer(model_type=str(packaged.folder()), num_layers=LAYERS, device="cpu")


def _bertscore(pairs: Sequence[Pair]) -> list[float]:
    originals, rewrites = [original for original, _ in pairs], [rewrite for _, rewrite in pairs]
    values: list[float] = bert_scorer().score(rewrites, originals)[2].tolist()
    return values
