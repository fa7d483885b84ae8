"""Asking the analyzer, and peers that are installed, about many pairs at once."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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


def peers(pairs: Iterable[Pair]) -> dict[str, NDArray[np.float64]]:
    """Sentence BLEU and chrF of the second text against the first, on the scale 0 ... 1.

    They are computed by sacrebleu with its defaults (BLEU with effective order, as it asks for sentences);
    without sacrebleu there are none.
    """
    if find_spec("sacrebleu") is None:
        return {}
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    wanted = list(pairs)
    unique = dict.fromkeys(wanted)
    metrics = {"BLEU": BLEU(effective_order=True), "chrF": CHRF()}
    values: dict[str, NDArray[np.float64]] = {}
    for name, metric in metrics.items():
        known = {pair: metric.sentence_score(pair[1], [pair[0]]).score / 100 for pair in unique}
        values[name] = np.array([known[pair] for pair in wanted], dtype=float)
    return values
