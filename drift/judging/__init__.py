"""Encoded passages -> what changed between them: a judge that reads both sides together.

Its input are the word pieces' vectors that the default encoder made of each sentence by itself; its layers, which see
both sides at once, tell whether something is lost or unsupported, and at which word pieces.
"""

from drift.judging.crossencoder import CROSS_ENCODER, PairCrossEncoder, card, load, probability, read_ahead
from drift.judging.stretches import stretches

__all__ = ["CROSS_ENCODER", "PairCrossEncoder", "card", "load", "probability", "read_ahead", "stretches"]
