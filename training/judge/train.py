"""Train the judge: `python -m training.judge.train --inference FOLDER --rewrites FILE... --data FOLDER --out FOLDER`.

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
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import torch

from drift.bench.rewrites import parted, texts_of
from drift.encoding import packaged
from training.judge import edits, examples
from training.judge.corruptions import corrupt
from training.judge.examples import Example
from training.judge.network import Judge, Reading, loss, odds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from training.judge.examples import Group

T = TypeVar("T")

POOL = 4096  # examples that are sorted by length together
CHARACTERS = 4.4  # a word piece, for sorting and filling batches before pieces are known
WARM = 200  # steps in which the rate rises
MEMORY = 0.999  # of the running mean of the weights
FRESH = 2.0  # times the rate for what does not start from the encoder
SIBLINGS = 5  # edited texts of one group that stand beside their twin at a time


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
        named = [(name, item) for name, item in self.judge.named_parameters() if item.requires_grad]
        old = [item for name, item in named if name.startswith("layers")]
        new = [item for name, item in named if not name.startswith("layers")]
        groups = [{"params": old, "times": 1.0}, {"params": new, "times": FRESH}]
        self.optimizer = torch.optim.AdamW(groups, lr=self.rate, weight_decay=0.01, betas=(0.9, 0.98))

    def learn(self, part: Sequence[Group]) -> None:
        """One step."""
        batch = self.reading.batch(part).to(self.device)
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate * group["times"] * min(1.0, (self.step + 1) / WARM)
        with torch.autocast(self.device, dtype=torch.bfloat16):
            heads, tags = self.judge(batch)
        value = loss((heads.float(), tags.float()), batch)
        value.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.judge.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step += 1
        self.pairs += len(batch.labels)
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

    def begin(self, weights: Path) -> None:
        """Begin with the weights of a written judge."""
        from safetensors.torch import load_file

        for judge in (self.judge, self.mean):
            take(judge, load_file(weights))

    def write(self, path: Path) -> None:
        """The mean of the weights in half precision, but for the tables that the packaged encoder has."""
        from safetensors.torch import save_file

        stored = self.mean.state_dict()
        kept = {name: own.half().contiguous() for name, own in stored.items() if not name.startswith(TABLES)}
        aside = path.with_suffix(".part")
        save_file(kept, str(aside))
        aside.replace(path)

    @torch.inference_mode()
    def odds(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Log-odds that anything changed, one a pair, by the mean of the weights."""
        asked = [Example(a, b) for a, b in pairs]
        order = sorted(range(len(asked)), key=lambda k: _size(asked[k]))
        found: dict[int, float] = {}
        for start in range(0, len(order), 16):
            part = order[start : start + 16]
            with torch.autocast(self.device, dtype=torch.bfloat16):
                heads, _ = self.mean(self.reading.batch([(asked[k],) for k in part]).to(self.device))
            found |= dict(zip(part, odds(heads.float()).tolist(), strict=True))
        return [found[k] for k in range(len(asked))]


TABLES = ("words", "positions")


def take(judge: Judge, stored: Mapping[str, torch.Tensor]) -> None:
    """Give a judge the weights that one was written with.

    Raises:
        ValueError: they are those of a judge of another shape.
    """
    found = judge.load_state_dict({name: own.float() for name, own in stored.items()}, strict=False)
    lacking = [name for name in found.missing_keys if not name.startswith(TABLES)]
    if lacking or found.unexpected_keys:
        msg = f"weights of a judge of another shape: {', '.join([*lacking, *found.unexpected_keys][:3])} ..."
        raise ValueError(msg)


def main() -> None:
    """Train, watch, write."""
    asked = _asked()
    torch.set_num_threads(asked.threads)
    torch.manual_seed(asked.seed)
    asked.out.mkdir(parents=True, exist_ok=True)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    base = packaged.folder()
    run = Run(Judge(base, asked.layers), Reading(base), asked.rate, device)
    checkpoint = asked.out / "checkpoint.pt"
    if checkpoint.exists():
        run.load(checkpoint)
    elif asked.start:
        run.begin(asked.start)
    items = [item for path in asked.rewrites for item in examples.items(path)]
    own = [item for item in items if examples.fold(item["id"]) > examples.WATCHED]
    watched = [item for item in items if examples.fold(item["id"]) == examples.WATCHED][: asked.watched]
    pairs = [
        one for one in examples.inference(asked.inference) if len(one.original) + len(one.rewrite) <= asked.longest
    ]
    groups = _labeled(asked.data, own, asked.seed, asked.out / "labeled.jsonl") if asked.data else []
    print(len(pairs), "pairs of inference,", len(own), "items,", len(groups), "groups;", len(watched), "watched")
    saved = looked = time.monotonic()
    ends = saved + 60 * asked.minutes
    mix = Mix(pairs, own, groups, asked.share, asked.edits if groups else 0.0)
    for part in stream(mix, asked.seed, asked.pieces, skip=run.step):
        run.learn(part)
        now = time.monotonic()
        if now - saved > 300 or now > ends:
            run.save(checkpoint)
            run.write(asked.out / "model.safetensors")
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


def _labeled(data: Path, items: Sequence[dict[str, Any]], seed: int, kept: Path) -> list[Group]:
    """Labeled pairs and edits by program, in groups; of some items the far faithful rewrite, edited.

    They are made once and `kept`: it takes minutes.
    """
    if kept.exists():
        return [tuple(map(_from_json, json.loads(line))) for line in kept.read_text(encoding="utf-8").splitlines()]
    found = [group for own in edits.groups(data, seed) for group in own if all(edits.seen(r.original) for r in group)]
    draw = random.Random(seed)  # noqa: S311 - no secret
    material = edits.material(text for item in items for text in examples.faithful(item))

    def edit(text: str) -> tuple[float, float, str] | None:
        made = corrupt(material, text, draw)
        return None if made is None else (made[0].changed, made[0].claims, made[1])

    nearest = edits.Nearest.of([row for group in found for row in group])
    made = [examples.labeled(group, nearest) for group in found] + list(examples.far_edits(items, edit, SIBLINGS))
    rows = (json.dumps([asdict(one) for one in group]) for group in made)
    aside = kept.with_suffix(".part")
    aside.write_text("\n".join(rows), encoding="utf-8")
    aside.replace(kept)
    return made


def _from_json(stored: dict[str, Any]) -> Example:
    marks = [None if own is None else tuple(map(tuple, own)) for own in stored["marks"]]
    return Example(**stored | {"marks": tuple(marks)})


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
    ask.add_argument("--inference", type=Path, required=True, help="folder of pairs with labels of inference")
    ask.add_argument("--rewrites", type=Path, nargs="+", required=True, help="hand-written items, JSON Lines")
    ask.add_argument("--data", type=Path, help="folder of the labeled data sets")
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--start", type=Path, help="a written judge whose weights to begin with")
    ask.add_argument("--layers", type=int, default=6, help="how many of the encoder's layers the judge begins with")
    ask.add_argument("--minutes", type=float, default=60.0)
    ask.add_argument("--rate", type=float, default=1e-4)
    ask.add_argument("--share", type=float, default=0.4, help="share of hand-written pairs among all")
    ask.add_argument("--edits", type=float, default=0.25, help="share of labeled pairs and edits by program")
    ask.add_argument("--longest", type=int, default=500, help="characters of a pair of inference; longer are left out")
    ask.add_argument("--pieces", type=int, default=2048, help="word pieces a batch, filler counted")
    ask.add_argument("--watch", type=float, default=20.0, help="minutes between looks at the watched items")
    ask.add_argument("--watched", type=int, default=100, help="items to watch at most")
    ask.add_argument("--threads", type=int, default=1)
    ask.add_argument("--seed", type=int, default=0)
    return ask.parse_args()


@dataclass(frozen=True, slots=True)
class Mix:
    """What is drawn from: pairs of inference, hand-written items (`share` of all pairs), groups (`edits` of all)."""

    pairs: Sequence[Example]
    items: Sequence[dict[str, Any]]
    groups: Sequence[Group]
    share: float
    edits: float


def stream(mix: Mix, seed: int, pieces: int, *, skip: int = 0) -> Iterator[list[Group]]:
    """Endless batches, the same for the same seed; `skip` are those already seen."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    epoch: list[Example] = []
    count = 0
    while True:
        pool: list[Group] = []
        for _ in range(round(POOL * (1 - mix.share - mix.edits))):
            if not epoch:
                epoch = draw.sample(mix.pairs, len(mix.pairs))
            pool.append((turned(epoch.pop(), draw),))
        pool += _drawn(mix.items, POOL * mix.share, lambda item: chosen(item, draw), draw)
        pool += _drawn(mix.groups, POOL * mix.edits, lambda group: some(group, draw), draw)
        pool.sort(key=lambda group: max(map(_size, group)))
        batches = list(_filled(pool, pieces))
        draw.shuffle(batches)
        for part in batches:
            count += 1
            if count > skip:
                yield part


def _drawn(source: Sequence[T], count: float, made: Callable[[T], Group], draw: random.Random) -> Iterator[Group]:
    """Groups made of what is drawn, until they hold so many pairs."""
    while count > 0 and source:
        group = made(draw.choice(source))
        yield group
        count -= len(group)


def turned(one: Example, draw: random.Random) -> Example:
    """The pair, half of the time with its sides exchanged."""
    return one.swapped() if draw.random() < 0.5 else one


def chosen(item: dict[str, Any], draw: random.Random) -> Group:
    """Three faithful and three changed pairs of an item, in either direction."""
    everything = list(examples.rewrites(item))
    faithful = [one for one in everything if not one.changed]
    changed = [one for one in everything if one.changed]
    return (*draw.sample(faithful, min(3, len(faithful))), *draw.sample(changed, min(3, len(changed))))


def some(group: Group, draw: random.Random) -> Group:
    """The twin of a group and some of what was made of it."""
    twin, *rest = group
    return (twin, *draw.sample(rest, min(SIBLINGS, len(rest))))


def _size(example: Example) -> float:
    return (len(example.original) + len(example.rewrite)) / CHARACTERS + 4


def _filled(pool: Sequence[Group], pieces: int) -> Iterator[list[Group]]:
    part: list[Group] = []
    count = 0
    for group in pool:
        size = max(map(_size, group))
        if part and (count + len(group)) * size > pieces:
            yield part
            part, count = [], 0
        part.append(group)
        count += len(group)
    if part:
        yield part


if __name__ == "__main__":
    main()
