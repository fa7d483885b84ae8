"""An analyzer for tests: it compares word sets, needs no model, and may misbehave on request.

A rewrite that holds DRIFT=0.25 is judged so, UNJUDGED is not judged, FIND=number:critical adds such a finding.
"""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from drift.records import Alignment, Bead, Document, Finding, Score, Scores, Severity
from drift.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from drift.corpus import Settings


def make(settings: Settings) -> Fake:
    return Fake(settings)


def make_another(settings: Settings) -> Fake:
    """What a machine with another version makes."""
    return Fake(replace(settings, signature="fake-of-old"))


def _obey(word: str) -> None:
    order, _, value = word.partition("=")
    if order == "COUNT":
        with Path(value).open("a") as file:
            file.write("x")
    elif order == "SLEEP":
        time.sleep(float(value))
    # kills this process the first time, works the second: the marker file remembers
    elif order == "KILL" and not Path(value).exists():
        Path(value).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    elif order == "PID":  # who is at work
        Path(value, str(os.getpid())).touch()
    elif order == "DEAF" and signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ()):
        msg = "this process hears Ctrl-C"
        raise RuntimeError(msg)
    elif order == "ALWAYSKILL":
        os.kill(os.getpid(), signal.SIGKILL)


class Fake:
    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.signature = settings.signature

    def compare_many(self, pairs: Iterable[tuple[Document, Document]]) -> Iterator[Report]:
        for original, rewrite in pairs:
            yield self._compare(original, rewrite)

    def _compare(self, original: Document, rewrite: Document) -> Report:
        if "EXPLODE" in rewrite.raw:
            msg = "no such luck"
            raise KeyError(msg)
        for word in rewrite.raw.split():
            _obey(word)
        words = rewrite.raw.split()
        left, right = set(original.raw.split()), set(words)
        drift = 1 - len(left & right) / max(1, len(left | right))
        drift = next((float(word.removeprefix("DRIFT=")) for word in words if word.startswith("DRIFT=")), drift)
        score = Score(drift, 0.0, 1.0)
        return Report(
            original,
            rewrite,
            Alignment((Bead((0,), (0,), "same" if drift == 0 else "altered", 1 - drift, drift, reason="fake"),)),
            tuple(_findings(rewrite)) if drift else (),
            Scores.none()
            if "UNJUDGED" in words
            else Scores(score, score, score, score, score, Score(100 * (1 - drift), 0.0, 100.0)),
            self.signature,
            similarities=np.ones((1, 1), dtype=np.float32),
            word_counts=tuple(len(sentence.text.split()) for sentence in rewrite.sentences),
            words=((), ()),
        )


def _findings(rewrite: Document) -> Iterator[Finding]:
    """One of wording, and those that are asked for, as FIND=number:critical."""
    span = rewrite.sentences[0].span
    yield Finding("wording", "Accuracy/Mistranslation", Severity.major, None, span, 0.5, "It differs.")
    for word in rewrite.raw.split():
        if word.startswith("FIND="):
            kind, severity = word.removeprefix("FIND=").split(":")
            yield Finding(kind, "Other", Severity[severity], None, span, 0.5, "Asked for.")


def page(report: Report, **_: str) -> bytes:
    """A page that costs nothing to make."""
    return f"page of {report.rewrite.raw}".encode()
