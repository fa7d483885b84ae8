"""Train the judge: `python -m training.judge.train --base FOLDER --inference FOLDER --rewrites FILE... --out FOLDER`.

It runs until it is stopped or `--minutes` are over, writes a checkpoint every few minutes, and goes on from there when
it is called again. The weights that are measured are a running mean, so no end of a schedule must be planned.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

import torch

from training.judge import examples, measure
from training.judge.network import Judge, Reading, loss

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from training.judge.examples import Example

POOL = 4096  # examples that are sorted by length together
PIECES = 2048  # word pieces a batch, filler counted
CHARACTERS = 4.4  # a piece, for sorting and filling batches before pieces are known


def main() -> None:
    """Train, watch, write."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--base", type=Path, required=True, help="folder of a BertModel with tokenizer.json")
    ask.add_argument("--inference", type=Path, required=True)
    ask.add_argument("--rewrites", type=Path, nargs="+", required=True)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--minutes", type=float, default=60.0)
    ask.add_argument("--rate", type=float, default=1e-4)
    ask.add_argument("--share", type=float, default=0.25, help="share of hand-written pairs among all")
    ask.add_argument("--threads", type=int, default=1)
    ask.add_argument("--dropout", type=float, default=0.0)
    ask.add_argument("--longest", type=int, default=500, help="characters of a pair of inference; longer are left out")
    ask.add_argument("--watch", type=float, default=20.0, help="minutes between looks at the watched items")
    ask.add_argument("--seed", type=int, default=0)
    ask.add_argument("--start", type=Path, help="weights of an earlier run to begin with")
    asked = ask.parse_args()
    torch.set_num_threads(asked.threads)
    torch.manual_seed(asked.seed)
    asked.out.mkdir(parents=True, exist_ok=True)
    reading, judge = Reading(asked.base), Judge(asked.base, dropout=asked.dropout)
    if asked.start:
        judge.load_state_dict(torch.load(asked.start, weights_only=True)["mean"])
    mean = copy.deepcopy(judge).requires_grad_(requires_grad=False).eval()
    trained = [p for p in judge.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=asked.rate, weight_decay=0.01, betas=(0.9, 0.98))
    state = {"step": 0, "pairs": 0, "seconds": 0.0}
    kept = asked.out / "checkpoint.pt"
    if kept.exists():
        stored = torch.load(kept, weights_only=True)
        judge.load_state_dict(stored["judge"])
        mean.load_state_dict(stored["mean"])
        optimizer.load_state_dict(stored["optimizer"])
        state = stored["state"]
    items = [item for path in asked.rewrites for item in examples.items(path)]
    own = [item for item in items if examples.fold(item["id"]) > 2]
    watched = [item for item in items if examples.fold(item["id"]) == 2][:100]
    pairs = [pair for pair in examples.inference(asked.inference) if len(pair.original) + len(pair.rewrite) <= asked.longest]
    print(f"{len(pairs)} pairs of inference, {len(own)} items; watched {len(watched)}", flush=True)
    begun, noted = time.process_time(), time.time()
    ends = time.time() + 60 * asked.minutes
    running, batches = 0.0, stream(pairs, own, asked.share, asked.seed, skip=state["step"])
    filler = reading.special.filler
    for part in batches:
        batch = reading.batch(part)
        for group in optimizer.param_groups:
            group["lr"] = asked.rate * min(1.0, (state["step"] + 1) / 300)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            found = judge(batch, filler)
        value = loss((found[0].float(), found[1].float()), batch)
        value.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        state["step"] += 1
        state["pairs"] += len(part)
        running = 0.98 * running + 0.02 * value.item() if running else value.item()
        with torch.no_grad():
            keep = min(0.999, state["step"] / (state["step"] + 50))
            for slow, fast in zip(mean.parameters(), judge.parameters(), strict=True):
                if fast.requires_grad:
                    slow.lerp_(fast, 1 - keep)
        if time.time() - noted > 60 * asked.watch or time.time() > ends:
            state["seconds"] += time.process_time() - begun
            save(kept, judge, mean, optimizer, state)
            figures = measure.rewrites(watched, lambda asked: odds(mean, reading, asked))
            row = {**state, "loss": round(running, 4), **{name: round(v, 3) for name, v in figures.items()}}
            with (asked.out / "log.jsonl").open("a") as log:
                log.write(json.dumps(row) + "\n")
            print(row, flush=True)
            begun, noted = time.process_time(), time.time()
        elif state["step"] % 100 == 0:
            print(state["step"], state["pairs"], round(running, 4), round(time.process_time() - begun), flush=True)
        if time.time() > ends:
            return


def save(path: Path, judge: Judge, mean: Judge, optimizer: torch.optim.Optimizer, state: dict) -> None:
    """Written aside and renamed, so that a stop at any moment leaves a whole checkpoint."""
    aside = path.with_suffix(".part")
    torch.save(
        {"judge": judge.state_dict(), "mean": mean.state_dict(), "optimizer": optimizer.state_dict(), "state": state},
        aside,
    )
    aside.replace(path)


def stream(
    pairs: Sequence[Example], items: Sequence[dict], share: float, seed: int, *, skip: int = 0
) -> Iterator[list[Example]]:
    """Endless batches, the same for the same seed; `skip` are those already seen."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    epoch: list[Example] = []
    count = 0
    while True:
        pool: list[Example] = []
        for _ in range(int(POOL * (1 - share))):
            if not epoch:
                epoch = draw.sample(pairs, len(pairs))
            one = epoch.pop()
            pool.append(one.swapped() if draw.random() < 0.5 else one)
        while len(pool) < POOL and items:
            pool += chosen(draw.choice(items), draw)
        pool.sort(key=_size)
        batches = list(_filled(pool))
        draw.shuffle(batches)
        for part in batches:
            count += 1
            if count > skip:
                yield part


def chosen(item: dict, draw: random.Random) -> list[Example]:
    """Three faithful and three changed pairs of an item, in either direction."""
    everything = list(examples.rewrites(item))
    faithful = [one for one in everything if not one.changed]
    changed = [one for one in everything if one.changed]
    return draw.sample(faithful, min(3, len(faithful))) + draw.sample(changed, min(3, len(changed)))


def _size(example: Example) -> float:
    return (len(example.original) + len(example.rewrite)) / CHARACTERS + 4


def _filled(pool: Sequence[Example]) -> Iterator[list[Example]]:
    part: list[Example] = []
    for example in pool:
        if part and (len(part) + 1) * _size(example) > PIECES:
            yield part
            part = []
        part.append(example)
    if part:
        yield part


@torch.inference_mode()
def odds(judge: Judge, reading: Reading, pairs: Sequence[tuple[str, str]]) -> list[float]:
    """Log-odds that anything changed, one a pair."""
    asked = [
        examples.Example(a, b, None, None, None, (None, None), "", "") for a, b in pairs
    ]
    order = sorted(range(len(asked)), key=lambda k: _size(asked[k]))
    found: dict[int, float] = {}
    for start in range(0, len(order), 16):
        part = order[start : start + 16]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            heads, _ = judge(reading.batch([asked[k] for k in part]), reading.special.filler)
        kept = torch.nn.functional.logsigmoid(-heads.float()).sum(1)
        values = torch.log(-torch.expm1(kept.clamp(max=-1e-6))) - kept
        found |= dict(zip(part, values.tolist(), strict=True))
    return [found[k] for k in range(len(asked))]


if __name__ == "__main__":
    main()
