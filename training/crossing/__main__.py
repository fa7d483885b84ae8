"""`python -m training.crossing --data DIR --out FOLDER [--without FAMILY --epochs N]`."""

import argparse
from pathlib import Path

from drift.encoding import open_encoder
from training.crossing.examples import FAMILIES
from training.crossing.train import EPOCHS, train


def told(done: int, steps: int, loss: float) -> None:
    """One line a state that is kept."""
    print(f"{done} of {steps} steps, loss {loss:.3f}", flush=True)


ask = argparse.ArgumentParser(prog="python -m training.crossing", description=train.__doc__)
ask.add_argument("--data", type=Path, required=True, help="folder with the data sets")
ask.add_argument("--out", type=Path, required=True, help="folder for model.safetensors and model.json")
ask.add_argument("--without", choices=sorted(FAMILIES), default="", help="a family of sources to leave out")
ask.add_argument("--epochs", type=float, default=EPOCHS)
asked = ask.parse_args()
train(asked.data, asked.out, open_encoder(None), without=asked.without, epochs=asked.epochs, progress=told)
