"""`python -m training.scorer --data DIR --crossed FOLDER --out FOLDER`."""

import argparse
from pathlib import Path

from training.scorer.train import train

ask = argparse.ArgumentParser(prog="python -m training.scorer", description=train.__doc__)
ask.add_argument("--data", type=Path, required=True, help="folder with the data sets")
ask.add_argument("--crossed", type=Path, required=True, help="what `python -m training.judge.train` wrote")
ask.add_argument("--out", type=Path, required=True, help="folder for model.json, card.json and the kept features")
asked = ask.parse_args()
train(asked.data, asked.crossed, asked.out)
