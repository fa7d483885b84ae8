"""An analyzer for tests: it compares word sets, needs no model, and may misbehave on request."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from drift.records import Alignment, Bead, Document, Finding, Score, Scores, Severity
from drift.rendering import RENDERER
from drift.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from drift.corpus import Settings


def make(settings: Settings) -> Fake:
    return Fake(settings)


class Fake:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def compare_many(self, pairs: Iterable[tuple[Document, Document]]) -> Iterator[Report]:
        for original, rewrite in pairs:
            yield self._compare(original, rewrite)

    def _compare(self, original: Document, rewrite: Document) -> Report:
        if "EXPLODE" in rewrite.raw:
            msg = "no such luck"
            raise KeyError(msg)
        for word in rewrite.raw.split():
            if word.startswith("COUNT="):
                with Path(word.removeprefix("COUNT=")).open("a") as file:
                    file.write("x")
            # kills this process the first time, works the second: the marker file remembers
            if word.startswith("KILL="):
                marker = Path(word.removeprefix("KILL="))
                if not marker.exists():
                    marker.touch()
                    os._exit(9)
            if word == "ALWAYSKILL":
                os._exit(9)
        left, right = set(original.raw.split()), set(rewrite.raw.split())
        drift = 1 - len(left & right) / max(1, len(left | right))
        span = rewrite.sentences[0].span
        finding = Finding("wording", "Accuracy/Mistranslation", Severity.major, None, span, 0.5, "It differs.")
        score = Score(drift, 0.0, 1.0)
        return Report(
            original,
            rewrite,
            Alignment((Bead((0,), (0,), "same" if drift == 0 else "altered", 1 - drift, drift, reason="fake"),)),
            (finding,) if drift else (),
            Scores(score, score, score, score, score, Score(100 * (1 - drift), 0.0, 100.0)),
            self.settings.signature,
            similarities=np.ones((1, 1), dtype=np.float32),
            word_counts=tuple(len(sentence.text.split()) for sentence in rewrite.sentences),
            words=((), ()),
            renderer=RENDERER,
        )
