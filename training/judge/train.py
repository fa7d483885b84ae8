"""Train the judge: `python -m training.judge.train --base FOLDER --inference FOLDER --rewrites FILE... --out FOLDER`.

It runs until it is stopped or `--minutes` are over, writes a checkpoint every few minutes, and goes on from there when
it is called again. The weights that are measured are a running mean, so no end of a schedule must be planned. Where
there is a GPU the same command uses it.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from drift.bench.rewrites import parted, texts_of
from training.judge import examples
from training.judge.network import Judge, Reading, loss

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from training.judge.examples import Example

POOL = 4096  # examples that are sorted by length together
CHARACTERS = 4.4  # a word piece, for sorting and filling batches before pieces are known
WARM = 300  # steps in which the rate rises
MEMORY = 0.999  # of the running mean of the weights


@dataclass
class Run:
    """One training run: what is trained, how far it is, and the running mean of its weights."""

    judge: Judge
    reading: Reading
    rate: float
    device: str
    step: int = 0
    pairs: int = 0
    mean: Judge = field(init=False)
    optimizer: torch.optim.AdamW = field(init=False)
    loss: float = 0.0

    def __post_init__(self) -> None:
        self.judge.to(self.device)
        self.mean = copy.deepcopy(self.judge).requires_grad_(requires_grad=False).eval()
        trained = [item for item in self.judge.parameters() if item.requires_grad]
        self.optimizer = torch.optim.AdamW(trained, lr=self.rate, weight_decay=0.01, betas=(0.9, 0.98))

    def learn(self, part: Sequence[Example]) -> None:
        """One step."""
        batch = self.reading.batch(part).to(self.device)
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate * min(1.0, (self.step + 1) / WARM)
        with torch.autocast(self.device, dtype=torch.bfloat16):
            heads, tags = self.judge(batch, self.reading.special.filler)
        value = loss((heads.float(), tags.float()), batch)
        value.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.judge.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step += 1
        self.pairs += len(part)
        self.loss = 0.98 * self.loss + 0.02 * value.item() if self.loss else value.item()
        keep = min(MEMORY, self.step / (self.step + 50))
        with torch.no_grad():
            for slow, fast in zip(self.mean.parameters(), self.judge.parameters(), strict=True):
                if fast.requires_grad:
                    slow.lerp_(fast, 1 - keep)

    def save(self, path: Path) -> None:
        """Written aside and renamed, so that a stop at any moment leaves a whole checkpoint."""
        aside = path.with_suffix(".part")
        stored = {name: getattr(self, name).state_dict() for name in ("judge", "mean", "optimizer")}
        torch.save({**stored, "state": {"step": self.step, "pairs": self.pairs}}, aside)
        aside.replace(path)

    def load(self, path: Path) -> None:
        """Go on from a checkpoint."""
        stored = torch.load(path, weights_only=True, map_location=self.device)
        for name in ("judge", "mean", "optimizer"):
            getattr(self, name).load_state_dict(stored[name])
        self.step, self.pairs = stored["state"]["step"], stored["state"]["pairs"]

    @torch.inference_mode()
    def odds(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Log-odds that anything changed, one a pair, by the mean of the weights."""
        asked = [examples.unlabeled(a, b) for a, b in pairs]
        order = sorted(range(len(asked)), key=lambda k: _size(asked[k]))
        found: dict[int, float] = {}
        for start in range(0, len(order), 16):
            part = order[start : start + 16]
            batch = self.reading.batch([asked[k] for k in part]).to(self.device)
            with torch.autocast(self.device, dtype=torch.bfloat16):
                heads, _ = self.mean(batch, self.reading.special.filler)
            kept = torch.nn.functional.logsigmoid(-heads.float()).sum(1)
            values = torch.log(-torch.expm1(kept.clamp(max=-1e-6))) - kept
            found |= dict(zip(part, values.tolist(), strict=True))
        return [found[k] for k in range(len(asked))]


def main() -> None:
    """Train, watch, write."""
    asked = _asked()
    torch.set_num_threads(asked.threads)
    torch.manual_seed(asked.seed)
    asked.out.mkdir(parents=True, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    run = Run(Judge(asked.base, dropout=asked.dropout), Reading(asked.base), asked.rate, device)
    checkpoint = asked.out / "checkpoint.pt"
    if checkpoint.exists():
        run.load(checkpoint)
    elif asked.start:
        run.judge.load_state_dict(torch.load(asked.start, weights_only=True, map_location=device)["mean"])
        run.mean.load_state_dict(run.judge.state_dict())
    items = [item for path in asked.rewrites for item in examples.items(path)]
    own = [item for item in items if examples.fold(item["id"]) > examples.WATCHED]
    watched = [item for item in items if examples.fold(item["id"]) == examples.WATCHED][: asked.watched]
    pairs = [
        one for one in examples.inference(asked.inference) if len(one.original) + len(one.rewrite) <= asked.longest
    ]
    print(f"{len(pairs)} pairs of inference, {len(own)} items; watched {len(watched)}", flush=True)
    saved = looked = time.monotonic()
    ends = saved + 60 * asked.minutes
    for part in stream(pairs, own, asked.share, asked.seed, asked.pieces, skip=run.step):
        run.learn(part)
        now = time.monotonic()
        if now - saved > 300 or now > ends:
            run.save(checkpoint)
            saved = now
        if now - looked > 60 * asked.watch or now > ends:
            figures = looked_at(watched, run.odds)
            row = {"step": run.step, "pairs": run.pairs, "loss": round(run.loss, 4)}
            row |= {name: round(value, 3) for name, value in figures.items()}
            with (asked.out / "log.jsonl").open("a") as log:
                log.write(json.dumps(row) + "\n")
            print(row, flush=True)
            looked = time.monotonic()
        elif run.step % 100 == 0:
            print(run.step, run.pairs, round(run.loss, 4), flush=True)
        if now > ends:
            return


def looked_at(
    items: Sequence[dict[str, Any]], odds: Callable[[Sequence[tuple[str, str]]], Sequence[float]]
) -> dict[str, float]:
    """How well the log-odds part the changed texts of some items from the faithful ones: see `drift.bench.rewrites`."""
    texts = [(place, name, text) for place, item in enumerate(items) for name, text in texts_of(item)]
    values = odds([(items[place]["original"], text) for place, _, text in texts])
    found = parted({(place, name): value for (place, name, _), value in zip(texts, values, strict=True)})
    return {group: value for group, (value, _) in found.items()}


def _asked() -> argparse.Namespace:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--base", type=Path, required=True, help="folder of a BertModel with tokenizer.json")
    ask.add_argument("--inference", type=Path, required=True, help="folder of pairs with labels of inference")
    ask.add_argument("--rewrites", type=Path, nargs="+", required=True, help="hand-written items, JSON Lines")
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--start", type=Path, help="checkpoint of another run whose weights to begin with")
    ask.add_argument("--minutes", type=float, default=60.0)
    ask.add_argument("--rate", type=float, default=1e-4)
    ask.add_argument("--dropout", type=float, default=0.0)
    ask.add_argument("--share", type=float, default=0.3, help="share of hand-written pairs among all")
    ask.add_argument("--longest", type=int, default=500, help="characters of a pair of inference; longer are left out")
    ask.add_argument("--pieces", type=int, default=2048, help="word pieces a batch, filler counted")
    ask.add_argument("--watch", type=float, default=20.0, help="minutes between looks at the watched items")
    ask.add_argument("--watched", type=int, default=100, help="items to watch at most")
    ask.add_argument("--threads", type=int, default=1)
    ask.add_argument("--seed", type=int, default=0)
    return ask.parse_args()


def stream(  # noqa: PLR0913 - what decides the order of a run
    pairs: Sequence[Example], items: Sequence[dict[str, Any]], share: float, seed: int, pieces: int, *, skip: int = 0
) -> Iterator[list[Example]]:
    """Endless batches, the same for the same seed; `skip` are those already seen."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    epoch: list[Example] = []
    count = 0
    while True:
        pool: list[Example] = []
        for _ in range(round(POOL * (1 - share))):
            if not epoch:
                epoch = draw.sample(pairs, len(pairs))
            one = epoch.pop()
            pool.append(one.swapped() if draw.random() < 0.5 else one)
        while len(pool) < POOL and items:
            pool += chosen(draw.choice(items), draw)
        pool.sort(key=_size)
        batches = list(_filled(pool, pieces))
        draw.shuffle(batches)
        for part in batches:
            count += 1
            if count > skip:
                yield part


def chosen(item: dict[str, Any], draw: random.Random) -> list[Example]:
    """Three faithful and three changed pairs of an item, in either direction."""
    everything = list(examples.rewrites(item))
    faithful = [one for one in everything if not one.changed]
    changed = [one for one in everything if one.changed]
    return draw.sample(faithful, min(3, len(faithful))) + draw.sample(changed, min(3, len(changed)))


def _size(example: Example) -> float:
    return (len(example.original) + len(example.rewrite)) / CHARACTERS + 4


def _filled(pool: Sequence[Example], pieces: int) -> Iterator[list[Example]]:
    part: list[Example] = []
    for example in pool:
        if part and (len(part) + 1) * _size(example) > pieces:
            yield part
            part = []
        part.append(example)
    if part:
        yield part


if __name__ == "__main__":
    main()
