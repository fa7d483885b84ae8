"""`python -m training.words --data DIR --out wordmodel.json`."""

import argparse
from pathlib import Path

from drift.encoding import open_encoder
from training.words.train import train

ask = argparse.ArgumentParser(prog="python -m training.words", description=train.__doc__)
ask.add_argument("--data", type=Path, required=True, help="folder with rsd_ists, menli_adv, demetr, cannot, multimwa")
ask.add_argument("--out", type=Path, required=True, help="the file, for drift/aligning/wordmodel.json")
asked = ask.parse_args()
train(asked.data, asked.out, open_encoder(None))
