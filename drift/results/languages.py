"""What a reader of a report must know of the languages that its texts are in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.findings import KINDS
from drift.language import supports
from drift.scoring import foreign

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.records import Comparison


def notes(comparison: Comparison, *, bilingual: bool) -> Iterator[str]:
    """Notes on languages that the models and some checks do not speak; the encoder may be `bilingual`."""
    others = foreign(comparison)
    if not others:
        return
    languages = [side.document.language for side in comparison.sides]
    recognized = sorted({*languages} - {""})
    what = f"a text is in another language than English ({', '.join(others)})"
    if len(recognized) > 1:
        what = f"the texts are in two languages ({', '.join(recognized)})"
        what += "" if bilingual else ", whose sentences the packaged model cannot pair"
    mute = ", ".join(kind for kind in KINDS if not supports(kind, languages[0], languages[-1], bilingual=bilingual))
    yield f"{what}; no score is given, for all were learned from English; silent there: {mute}"


def apart(comparison: Comparison, *, bilingual: bool) -> bool:
    """Whether the texts are in two languages that the encoder does not bring together."""
    return len({side.document.language for side in comparison.sides} - {""}) > 1 and not bilingual
