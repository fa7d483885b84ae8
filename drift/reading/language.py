"""The language of a document, by py3langid."""

from __future__ import annotations

# Below this many letters the guess is often wrong ("Rabat" alone is no language).
_MIN_LETTERS = 20
_SAMPLE = 20_000  # characters; more change nothing


def detect(text: str) -> str:
    """ISO 639-1 code of a text, empty where it is too short to tell."""
    sample = text[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < _MIN_LETTERS:
        return ""
    from py3langid import classify

    code, _ = classify(sample.encode("utf-8", "replace").decode("utf-8"))
    return str(code)
