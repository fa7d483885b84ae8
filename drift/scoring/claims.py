"""What speaks for a sentence of the rewrite in the original, as named numbers: one direction only."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from drift.scoring.evidence import crossed, negations, unanswered
from drift.scoring.surface import breaks, disorder, grams

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from drift.records import PairPrediction
    from drift.scoring.words import Text


@dataclass(frozen=True, slots=True)
class Claim:
    """Features of one sentence of the rewrite. `here_*` look at its bead, `all_*` at the whole original.

    `read_*` are what the judge says of it beside its bead and the nearest sentences.

    Content of the original that the sentence leaves out plays no part: a faithful summary loses much.
    """

    similarity: float
    paired: float
    here_mean: float
    here_first: float
    here_second: float
    here_third: float
    here_function: float
    all_mean: float
    all_first: float
    all_second: float
    all_third: float
    here_new: float
    all_new: float
    all_new_count: float
    all_new_names: float
    all_new_verbs: float
    all_new_nouns: float
    all_new_modifiers: float
    here_new_pronouns: float
    here_new_function: float
    all_numbers: float
    all_dates: float
    here_numbers: float
    all_quotes: float
    negations: float
    modality: float
    crossed: float
    all_pairs: float
    here_pairs: float
    here_dependencies: float
    order: float
    breaks: float
    original_log: float
    rewrite_log: float
    read_unsupported: float
    read_changed: float
    read_new_piece: float

    def vector(self) -> NDArray[np.float64]:
        """The values in the order of `CLAIM_NAMES`, shape (len(CLAIM_NAMES),)."""
        return np.array([getattr(self, name) for name in CLAIM_NAMES], dtype=np.float64)


CLAIM_NAMES: tuple[str, ...] = tuple(field.name for field in fields(Claim))


@dataclass(frozen=True, slots=True)
class Ground:
    """The whole original as claims see it: prepared once for all sentences of the rewrite."""

    text: Text
    pairs: frozenset[tuple[str, ...]]

    @classmethod
    def of(cls, text: Text) -> Ground:
        """The ground that a prepared original gives."""
        rows = ([w.form for w in text.words((index,))] for index in range(len(text.sentences)))
        return cls(text, frozenset(pair for forms in rows for pair in grams(forms, 2)))


def claim(
    ground: Ground, b: Text, place: tuple[Sequence[int], int], similarity: float, reading: PairPrediction
) -> Claim:
    """Features of a sentence of the rewrite; `place` is the original's sentences of its bead, and its own number."""
    a, (rows, column) = ground.text, place
    left, right = a.words(rows), b.words((column,))
    content = [w for w in right if w.weight > 0]
    little = [w for w in right if w.weight == 0]
    mass = sum(w.weight for w in content)
    here = (*sorted((w.missing * w.weight for w in content), reverse=True), 0.0, 0.0, 0.0)
    all_ = (*sorted((w.elsewhere * w.weight for w in content), reverse=True), 0.0, 0.0, 0.0)
    keys, forms = {w.key for w in left}, {w.form for w in left}
    new_here = [w for w in content if w.key not in keys]
    new_all = [w for w in content if w.key not in a.keys and w.form not in a.forms]
    pairs = grams([w.form for w in right], 2)
    near = set(grams([w.form for w in left], 2))
    links = {(w.key, a.sentences[w.sentence][w.token.head].key) for w in left}
    own = [(w.key, b.sentences[column][w.token.head].key) for w in content]
    everywhere = range(len(a.sentences))

    def facts(kind: str, sentences: Sequence[int]) -> float:
        return unanswered(list(b.side.of(kind, (column,))), list(a.side.of(kind, sentences)), b.language)

    def share(found: int, total: int) -> float:
        return found / total if total else 0.0

    def tagged(*tags: str) -> float:
        return float(min(5, sum(w.token.pos in tags for w in new_all)))

    return Claim(
        similarity=similarity, paired=float(bool(rows)),
        here_mean=sum(w.missing * w.weight for w in content) / mass if mass else 0.0,
        here_first=here[0], here_second=here[1], here_third=here[2],
        here_function=sum(w.missing for w in little) / len(little) if little else 0.0,
        all_mean=sum(w.elsewhere * w.weight for w in content) / mass if mass else 0.0,
        all_first=all_[0], all_second=all_[1], all_third=all_[2],
        here_new=sum(w.weight for w in new_here) / mass if mass else 0.0,
        all_new=sum(w.weight for w in new_all) / mass if mass else 0.0,
        all_new_count=float(min(5, len(new_all))),
        all_new_names=tagged("PROPN"), all_new_verbs=tagged("VERB"), all_new_nouns=tagged("NOUN"),
        all_new_modifiers=tagged("ADJ", "ADV"),
        here_new_pronouns=float(min(5, sum(w.token.pos == "PRON" and w.form not in forms for w in right))),
        here_new_function=float(min(5, sum(w.form not in forms for w in little))),
        all_numbers=facts("number", everywhere), all_dates=facts("date", everywhere),
        here_numbers=facts("number", rows), all_quotes=facts("quote", everywhere),
        negations=float(min(3, abs(negations(right) - negations(left)))) if rows else 0.0,
        modality=facts("modality", rows), crossed=crossed(left, right),
        all_pairs=share(sum(pair in ground.pairs for pair in pairs), len(pairs)),
        here_pairs=share(sum(pair in near for pair in pairs), len(pairs)),
        here_dependencies=share(sum(link in links for link in own), len(own)),
        order=disorder([w.key for w in left], [w.key for w in right]),
        breaks=breaks([w.key for w in left], [w.key for w in right]),
        original_log=math.log1p(len(left)), rewrite_log=math.log1p(len(right)),
        read_unsupported=reading.unsupported, read_changed=reading.changed, read_new_piece=reading.new_piece,
    )  # fmt: skip
