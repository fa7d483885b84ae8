"""The judge in torch: a whole small encoder that reads both passages at once, and heads on top."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - torch's own custom

from drift.judging import inputs
from drift.judging.inputs import ECHOES, LOOKS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from training.judge.examples import Example, Marks

LONGEST = 254  # word pieces a side: both sides and the marks fit 512 places
UNKNOWN = -1.0


@dataclass(frozen=True, slots=True)
class Special:
    """A base's marks: what opens a pair, what stands between the passages, what ends it, and the filler."""

    opening: tuple[int, ...]
    between: tuple[int, ...]
    closing: tuple[int, ...]
    filler: int


BERT = Special((101,), (102,), (102,), 0)
XLM = Special((0,), (2, 2), (2,), 1)


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs side by side: `ids`, `sides` (2 for marks and filler), `looks`, `echoes`, `tags` have shape (n, m).

    `looks` and `echoes` are those of `drift.judging.inputs`: how a piece is written, and whether the other side has
    it. `labels`, shape (n, 3), are lost, unsupported, changed; in labels and tags -1 is unknown.
    """

    ids: Tensor
    sides: Tensor
    looks: Tensor
    echoes: Tensor
    tags: Tensor
    labels: Tensor

    def to(self, device: str) -> Batch:
        """The batch on a device."""
        return Batch(*(getattr(self, item.name).to(device) for item in fields(self)))


class Judge(nn.Module):
    """Log-odds that something is `lost`, that something is `unsupported`, and of each piece that it changed."""

    def __init__(self, folder: Path, *, dropout: float = 0.0) -> None:
        from transformers import BertModel

        super().__init__()
        self.encoder = BertModel.from_pretrained(
            str(folder),
            add_pooling_layer=False,
            dtype=torch.float32,
            attn_implementation="eager",  # a third faster on a processor: the fused backward pass is slow there
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=dropout,
        )
        self.encoder.embeddings.word_embeddings.weight.requires_grad = False  # the packaged table is used as it is
        width = self.encoder.config.hidden_size
        self.looks, self.echoes = nn.Embedding(LOOKS, width), nn.Embedding(ECHOES, width)
        nn.init.zeros_(self.looks.weight)  # so that training begins with the encoder as it is
        nn.init.zeros_(self.echoes.weight)
        self.pool = nn.Linear(5 * width, width)
        self.heads = nn.Linear(width, 2)
        self.tag = nn.Linear(width, 1)

    def forward(self, batch: Batch, filler: int) -> tuple[Tensor, Tensor]:
        """Log-odds (n, 2) of lost and unsupported, and (n, m) of each piece."""
        kinds = (batch.sides == 1).long()
        words = self.encoder.embeddings.word_embeddings(batch.ids)
        x = self.encoder(
            inputs_embeds=words + self.looks(batch.looks) + self.echoes(batch.echoes),
            token_type_ids=kinds,
            attention_mask=(batch.ids != filler).long(),
        ).last_hidden_state.float()
        parts = [x[:, 0]]
        for side in (0, 1):
            own = (batch.sides == side)[..., None]
            parts.append(x.masked_fill(~own, -1e4).amax(1))
            parts.append((x * own).sum(1) / own.sum(1).clamp(min=1))
        return self.heads(torch.tanh(self.pool(torch.cat(parts, 1)))), self.tag(x)[..., 0]


def loss(found: tuple[Tensor, Tensor], batch: Batch, *, tagging: float = 0.3) -> Tensor:
    """Cross entropy of what is known of each pair; of a change whose direction is not known, that of either."""
    heads, tags = found
    lost, unsupported, changed = batch.labels.unbind(1)
    total = heads.new_zeros(())
    for value, known in ((heads[:, 0], lost), (heads[:, 1], unsupported)):
        own = F.binary_cross_entropy_with_logits(value, known.clamp(min=0), reduction="none")
        total = total + (own * (known >= 0)).sum()
    kept = F.logsigmoid(-heads).sum(1)  # log-probability that nothing is lost and nothing new
    either = -torch.log(-torch.expm1(kept.clamp(max=-1e-6)))
    total = total + (either * (changed > 0)).sum()
    total = total / len(heads)
    certain = batch.tags >= 0
    if tagging and bool(certain.any()):
        own = F.binary_cross_entropy_with_logits(tags, batch.tags.clamp(min=0), reduction="none")
        weight = torch.where(batch.tags > 0, 4.0, 1.0) * certain  # marked pieces are few
        total = total + tagging * (own * weight).sum() / weight.sum()
    return total


class Reading:
    """Turns examples into batches with one base's word pieces."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer

        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self.special = BERT if self._tokenizer.token_to_id("[CLS]") is not None else XLM

    def batch(self, examples: Sequence[Example]) -> Batch:
        """The examples, each side cut at `LONGEST` pieces."""
        texts = [text for item in examples for text in (item.original, item.rewrite)]
        read = self._tokenizer.encode_batch(texts, add_special_tokens=False)
        rows = [self._row(item, read[2 * k], read[2 * k + 1]) for k, item in enumerate(examples)]
        width = max(len(row[0]) for row in rows)
        fillers = (self.special.filler, 2, 0, 0, UNKNOWN)
        columns = [
            torch.tensor([row[k] + [filler] * (width - len(row[k])) for row in rows])
            for k, filler in enumerate(fillers)
        ]
        labels = [
            [UNKNOWN if value is None else float(value) for value in (item.lost, item.unsupported, item.changed)]
            for item in examples
        ]
        ids, sides, looks, echoes, tags = columns
        return Batch(ids, sides, looks, echoes, tags, torch.tensor(labels))

    def _row(self, item: Example, *read: Any) -> tuple[list[Any], ...]:
        """Ids, sides, looks, echoes and tags of a pair's pieces."""
        own = [encoding.ids[:LONGEST] for encoding in read]
        ids, sides, looks, echoes, tags = ([] for _ in range(5))
        ends = (self.special.opening, self.special.between, self.special.closing)
        for side in (-1, 0, 1):
            if side >= 0:
                text, offsets = (item.original, item.rewrite)[side], read[side].offsets[:LONGEST]
                ids += own[side]
                sides += [side] * len(own[side])
                looks += inputs.looks_of(text, np.array(offsets, dtype=np.int32).reshape(-1, 2)).tolist()
                echoes += inputs.echoes_of(own[side], own[1 - side])
                tags += _tags(offsets, item.marks[side])
            marks = ends[side + 1]
            ids += marks
            sides += [2] * len(marks)
            looks += [0] * len(marks)
            echoes += [0] * len(marks)
            tags += [UNKNOWN] * len(marks)
        return ids, sides, looks, echoes, tags


def _tags(offsets: Sequence[tuple[int, int]], marks: Marks | None) -> list[float]:
    if marks is None:
        return [UNKNOWN] * len(offsets)
    return [float(any(start < stop and end > begin for begin, stop in marks)) for start, end in offsets]
