"""Encoded passages -> what changed between them: a small cross-encoder that reads both sides together.

Its input are the word pieces' vectors that the default encoder made of each sentence by itself; three layers, which
see both sides at once, tell whether the meaning changed, and at which word pieces.
"""

from drift.judging.crossencoder import CROSS_ENCODER, PairCrossEncoder, card, load, read_ahead

__all__ = ["CROSS_ENCODER", "PairCrossEncoder", "card", "load", "read_ahead"]
