"""The language of a document, by py3langid."""

from __future__ import annotations

from functools import cache
from typing import Any

# Below this many letters the guess is often wrong ("Rabat" alone is no language).
_MIN_LETTERS = 20
_SAMPLE = 20_000  # characters; more change nothing
# Of 5,925 English sentences (`human_human_pairs`, `sick2014`, `cannot` dev) 18 are taken for another language, none of
# them with this probability; single sentences of other languages mostly have more than .9.
_SURE = 0.5


def detect(text: str) -> str:
    """ISO 639-1 code of a text, empty where it is too short or too mixed to tell."""
    sample = text[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < _MIN_LETTERS:
        return ""
    code, probability = _identifier().classify(sample.encode("utf-8", "replace").decode("utf-8"))
    return str(code) if probability >= _SURE else ""


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
