"""Quotations across documents: which are the same utterance in other words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drift.tracing.families import components

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from drift.tracing.texts import Text

# Read off the five agency reports (12 utterances that two or more quote): few, so see docs/trace.md on their limits.
ALIKE = 70.0  # indel similarity of two wordings of one utterance, 0 to 100; unrelated ones have at most 58
TOGETHER = 1.35  # cosine of the quotations plus that of their sentences
MEANING = 0.50  # cosine that the quotations themselves must have
ONE_WORD = 0.80  # cosine of the sentences from which a single quoted word is one utterance with another
VERBATIM = 3  # words from which likeness of letters suffices, whatever the sentences


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation: the document's place, its words as written, the vectors of it and of its sentence."""

    place: int
    text: str
    vector: NDArray[np.float32]
    sentence: NDArray[np.float32]

    @property
    def words(self) -> int:
        """How many it has."""
        return len(self.text.split())


def utterances(members: Sequence[int], texts: Mapping[int, Text]) -> list[list[Said]]:
    """The quotations of the documents, those of one utterance together."""
    said = [item for place in members for item in _quotations(place, texts[place])]
    links = [(i, j) for i in range(len(said)) for j in range(i) if _verbatim(said[i], said[j])]
    closeness = {
        (i, j): float(said[i].vector @ said[j].vector + said[i].sentence @ said[j].sentence)
        for i in range(len(said))
        for j in range(i)
        if _close(said[i], said[j])
    }
    # A paraphrased quotation is linked to the nearest of a document where it is the nearest of that one too, or a part
    # of it: rewriters split quotations.
    best: dict[tuple[int, int], float] = {}
    for (i, j), value in closeness.items():
        for own, other in ((i, j), (j, i)):
            key = own, said[other].place
            best[key] = max(best.get(key, 0.0), value)
    for (i, j), value in closeness.items():
        nearest = best[i, said[j].place] == value, best[j, said[i].place] == value
        part = nearest[0 if said[i].words < said[j].words else 1]
        if all(nearest) or part:
            links.append((i, j))
    return [[said[k] for k in same] for same in components(len(said), links)]


def _quotations(place: int, text: Text) -> list[Said]:
    facts = [fact for fact in text.facts if fact.kind == "quote"]
    plain = [" ".join(fact.text.strip("“”\"«»‘’' ,.").split()) for fact in facts]
    vectors = text.encoder.encode_all(plain)
    found: dict[str, Said] = {}
    for fact, words, encoded in zip(facts, plain, vectors, strict=True):
        if words:
            found.setdefault(words, Said(place, words, encoded.vector, text.encoded[fact.sentence].vector))
    return list(found.values())


def _verbatim(a: Said, b: Said) -> bool:
    from rapidfuzz import fuzz

    if a.place == b.place or min(a.words, b.words) < VERBATIM:
        return False
    return fuzz.ratio(a.text.casefold(), b.text.casefold()) >= ALIKE


def _close(a: Said, b: Said) -> bool:
    if a.place == b.place:
        return False
    meaning, around = float(a.vector @ b.vector), float(a.sentence @ b.sentence)
    few = min(a.words, b.words) < 2
    return meaning >= MEANING and meaning + around >= TOGETHER and (not few or around >= ONE_WORD)
