"""The judge in torch: layers that read both passages at once, and heads on top.

It computes what `drift.judging.layers.Network` does, in a form that learns; it starts from the packaged encoder's
layers. What the encoder made of each sentence by itself comes in as well, so that no word is looked for in vain.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - torch's own custom

from drift.judging import inputs
from drift.judging.inputs import CLS, ECHOES, LONGEST, LOOKS, SEP
from drift.judging.layers import EPSILON, HEADS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from training.judge.examples import Example, Group, Marks

UNKNOWN = -1.0
POOLED = 192
READ = 254  # word pieces of a sentence that the encoder reads
#: What each part of the loss counts.
ORDER, TAGS, QUALITY = 0.5, 0.3, 0.7
TAGGED = 4.0  # a changed piece counts as much as so many unchanged ones: there are few
GAP = 0.02  # labels of one group that differ by less are not ordered
SURE = 0.7  # an edit this likely to change the meaning is further away, beside its own source too, than a rendering


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs side by side: `ids` to `tags` have shape (n, m), with -1 in `tags` where a piece's label is not known.

    `looks` and `echoes` are those of `drift.judging.inputs`; `own` tells pieces from filler. `sentences`, shape (s, w),
    are the sentences as the encoder reads them, `sources` where in them (flat) a piece stands, 0 for marks and filler.
    `labels`, shape (n, 4), are lost, unsupported, changed, quality; -1 is unknown. `weights`, `groups` have shape (n,).
    """

    ids: Tensor
    sides: Tensor
    places: Tensor
    looks: Tensor
    echoes: Tensor
    own: Tensor
    tags: Tensor
    sources: Tensor
    sentences: Tensor
    labels: Tensor
    weights: Tensor
    groups: Tensor
    originals: Tensor

    def to(self, device: str) -> Batch:
        """The batch on a device."""
        return Batch(*(getattr(self, item.name).to(device) for item in fields(self)))


class Layer(nn.Module):
    """One of BERT's layers. Attention is spelled out: the fused one's backward pass is slow on a processor."""

    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.query, self.key, self.value, self.merge = (nn.Linear(width, width) for _ in range(4))
        self.rise, self.fall = nn.Linear(width, inner), nn.Linear(inner, width)
        self.first, self.second = (nn.LayerNorm(width, eps=EPSILON) for _ in range(2))

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Shape (batch, pieces, width), as `x`; `mask` is added to what pieces look at."""
        size, length, width = x.shape
        query, key, value = (
            part(x).view(size, length, HEADS, -1).transpose(1, 2) for part in (self.query, self.key, self.value)
        )
        looks = query @ key.transpose(2, 3) * (HEADS / width) ** 0.5 + mask
        mixed = (looks.softmax(-1) @ value).transpose(1, 2).reshape(size, length, width)
        x = self.first(x + self.merge(mixed))
        result: Tensor = self.second(x + self.fall(F.gelu(self.rise(x))))
        return result


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


class Judge(nn.Module):
    """Log-odds that something is `lost`, that something is `unsupported`, of the quality, and of each piece."""

    def __init__(self, folder: Path, layers: int = 6) -> None:
        from transformers import BertModel

        super().__init__()
        encoder = BertModel.from_pretrained(str(folder), add_pooling_layer=False, dtype=torch.float32)
        encoder.train(mode=False)
        start = encoder.state_dict()
        self._encoder = [encoder.bfloat16()]  # in a list: it does not learn and is not saved
        width, inner = encoder.config.hidden_size, encoder.config.intermediate_size
        self.words, self.positions = (
            nn.Embedding.from_pretrained(start[f"embeddings.{name}_embeddings.weight"])  # type: ignore[no-untyped-call]
            for name in ("word", "position")
        )
        self.sides, self.looks, self.echoes = (nn.Embedding(size, width) for size in (2, LOOKS, ECHOES))
        self.near = nn.Parameter(torch.randn(width) * 0.02)
        self.context = nn.Linear(width, width, bias=False)
        self.norm = nn.LayerNorm(width, eps=EPSILON)
        self.layers = nn.ModuleList(Layer(width, inner) for _ in range(layers))
        self.tag, self.pool, self.heads = nn.Linear(width, 1), nn.Linear(5 * width, POOLED), nn.Linear(POOLED, 3)
        with torch.no_grad():
            self.sides.weight.copy_(start["embeddings.token_type_embeddings.weight"])
            self.looks.weight.zero_()
            self.echoes.weight.normal_(0, 0.02)
            self.context.weight.copy_(torch.eye(width))
            self.norm.weight.copy_(start["embeddings.LayerNorm.weight"])
            self.norm.bias.copy_(start["embeddings.LayerNorm.bias"])
            for number, layer in enumerate(self.layers):
                for own, name in PARTS.items():
                    for kind in ("weight", "bias"):
                        layer.get_parameter(f"{own}.{kind}").copy_(start[f"encoder.layer.{number}.{name}.{kind}"])

    @torch.no_grad()
    def _context(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """The encoder's vectors of all pieces, and the greatest cosine with a piece of the other side."""
        encoder: nn.Module = self._encoder[0]
        encoder = encoder.to(batch.ids.device)
        found = encoder(input_ids=batch.sentences, attention_mask=(batch.sentences != 0).long()).last_hidden_state
        flat = F.normalize(found.float(), dim=-1).reshape(-1, found.shape[-1])
        piece = batch.sources > 0
        vectors = flat[batch.sources] * piece[..., None]
        across = (batch.sides[:, :, None] != batch.sides[:, None, :]) & piece[:, :, None] & piece[:, None, :]
        near = (vectors @ vectors.transpose(1, 2)).masked_fill(~across, -2.0).amax(-1)
        return vectors, torch.where(near < -1.5, 0.0, near)

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Log-odds (n, 3) of lost, unsupported and quality, and (n, m) of each piece."""
        vectors, near = self._context(batch)
        x = self.words(batch.ids) + self.positions(batch.places)
        for name in ("sides", "looks", "echoes"):
            x = x + getattr(self, name)(getattr(batch, name))
        x = self.norm(x + near[..., None] * self.near + self.context(vectors))
        mask = (batch.own[:, None, None, :] - 1.0) * 1e4
        for layer in self.layers:
            x = layer(x, mask)
        x = x.float()
        sides = [((batch.sides == k) & (batch.own > 0))[..., None] for k in (0, 1)]
        tops = [x.masked_fill(~side, -1e4).amax(1) for side in sides]
        means = [(x * side).sum(1) / side.sum(1) for side in sides]
        pooled = torch.tanh(self.pool(torch.cat([x[:, 0], *tops, *means], 1)))
        return self.heads(pooled), self.tag(x)[..., 0]


def odds(heads: Tensor) -> Tensor:
    """Log-odds that anything is lost or unsupported, of heads with shape (n, 3)."""
    kept = F.logsigmoid(-heads[:, :2]).sum(1).clamp(max=-1e-6)
    return torch.log(-torch.expm1(kept)) - kept


def loss(found: tuple[Tensor, Tensor], batch: Batch) -> Tensor:
    """Cross entropy of what is known of each pair, of the order within groups, and of the pieces."""
    heads, tags = found
    lost, unsupported, changed, quality = batch.labels.unbind(1)
    both = odds(heads)
    total = heads.new_zeros(())
    # where both directions are known the union adds nothing
    union = torch.where((lost >= 0) & (unsupported >= 0), UNKNOWN, changed)
    parts = (
        (heads[:, 0], lost, 1.0),
        (heads[:, 1], unsupported, 1.0),
        (both, union, 1.0),
        (heads[:, 2], quality, QUALITY),
    )
    for value, known, count in parts:
        each = F.binary_cross_entropy_with_logits(value, known.clamp(0.0, 1.0), reduction="none")
        total = total + count * (each * batch.weights * (known >= 0)).sum()
    total = total / len(heads) + ORDER * _order(heads, both, batch)
    certain = batch.tags >= 0
    if bool(certain.any()):
        each = F.binary_cross_entropy_with_logits(tags, batch.tags.clamp(min=0), reduction="none")
        weight = torch.where(batch.tags > 0.2, TAGGED, 1.0) * certain
        total = total + TAGS * (each * weight).sum() / weight.sum()
    return total


def _order(heads: Tensor, both: Tensor, batch: Batch) -> Tensor:
    """That of one group the more changed text looks more changed and less supported, the better one better."""
    together = batch.groups[:, None] == batch.groups[None, :]
    least = torch.where(batch.originals[:, None] == batch.originals[None, :], GAP, SURE)
    total, count = heads.new_zeros(()), heads.new_zeros(())
    for value, label in ((both, 2), (heads[:, 1], 1), (heads[:, 2], 3)):
        known = batch.labels[:, label]
        gaps = known[:, None] - known[None, :]
        wide = together & (gaps > least) & (known[:, None] >= 0) & (known[None, :] >= 0)
        steps = value[:, None] - value[None, :]
        total = total + (gaps.clamp(min=0).sqrt() * F.softplus(-steps) * wide).sum()
        count = count + wide.sum()
    return total / count.clamp(min=1)


class Reading:
    """Turns groups of examples into batches with the packaged encoder's word pieces."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def batch(self, groups: Sequence[Group]) -> Batch:
        """The pairs of the groups, each side cut at `LONGEST` pieces."""
        examples = [example for group in groups for example in group]
        texts = list(dict.fromkeys(text for item in examples for text in (item.original, item.rewrite)))
        parts = {text: split(text) for text in texts}
        read = iter(
            self._tokenizer.encode_batch(
                [text[start:end] for text in texts for start, end in parts[text]], add_special_tokens=False
            )
        )
        rows: list[list[int]] = []
        sides: dict[str, _Side] = {}
        for text in texts:
            own: list[tuple[int, tuple[int, int], tuple[int, int]]] = []
            for start, _ in parts[text]:
                found = next(read)
                pieces = list(zip(found.ids, found.offsets, strict=True))[:READ]
                own += [(k, (a + start, b + start), (len(rows), n + 1)) for n, (k, (a, b)) in enumerate(pieces)]
                rows.append([CLS, *[k for k, _ in pieces], SEP])
            own = own[:LONGEST]
            offsets = [piece[1] for piece in own]
            looks = inputs.looks_of(text, np.array(offsets, dtype=np.int32).reshape(-1, 2)).tolist()
            sides[text] = _Side([piece[0] for piece in own], offsets, [piece[2] for piece in own], looks)
        width = max(map(len, rows))
        made = [_columns(item, sides[item.original], sides[item.rewrite], width) for item in examples]
        length = max(len(row[0]) for row in made)
        fillers = (0, 0, 0, 0, 0, 0, UNKNOWN, 0)
        columns = [
            torch.tensor([row[k] + [filler] * (length - len(row[k])) for row in made])
            for k, filler in enumerate(fillers)
        ]
        labels = [
            [UNKNOWN if value is None else value for value in (one.lost, one.unsupported, one.changed, one.quality)]
            for one in examples
        ]
        places = {text: k for k, text in enumerate(texts)}
        ids, side, place, looked, echoed, piece, tags, sources = columns
        return Batch(
            ids, side, place, looked, echoed, piece, tags, sources,
            sentences=torch.tensor([row + [0] * (width - len(row)) for row in rows]),
            labels=torch.tensor(labels),
            weights=torch.tensor([one.weight for one in examples]),
            groups=torch.tensor([k for k, group in enumerate(groups) for _ in group]),
            originals=torch.tensor([places[one.original] for one in examples]),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Side:
    """A text's pieces: ids, offsets, where they stand (sentence, piece), looks."""

    ids: list[int]
    offsets: list[tuple[int, int]]
    places: list[tuple[int, int]]
    looks: list[int]


def _columns(item: Example, a: _Side, b: _Side, width: int) -> tuple[list[Any], ...]:
    """Ids, sides, places, looks, echoes, own, tags and sources of a pair's pieces."""
    n, m = len(a.ids), len(b.ids)
    first, second = inputs.echoes_of(a.ids, b.ids), inputs.echoes_of(b.ids, a.ids)
    flat = [[row * width + k for row, k in side.places] for side in (a, b)]
    return (
        [CLS, *a.ids, SEP, *b.ids, SEP],
        [0] * (n + 2) + [1] * (m + 1),
        [*range(n + 2), *range(1, m + 2)],
        [0, *a.looks, 0, *b.looks, 0],
        [0, *first, 0, *second, 0],
        [1] * (n + m + 3),
        [UNKNOWN, *_tags(a, item.marks[0]), UNKNOWN, *_tags(b, item.marks[1]), UNKNOWN],
        [0, *flat[0], 0, *flat[1], 0],
    )


def _tags(side: _Side, marks: Marks | None) -> list[float]:
    if marks is None:
        return [UNKNOWN] * len(side.ids)
    return [
        max((value for begin, stop, value in marks if start < stop and end > begin), default=0.0)
        for start, end in side.offsets
    ]


def split(text: str) -> list[tuple[int, int]]:
    """Where a text's sentences stand."""
    from blingfire import text_to_sentences_and_offsets

    if not text.strip():
        return [(0, len(text))]
    return [(int(start), int(end)) for start, end in text_to_sentences_and_offsets(text)[1]]
