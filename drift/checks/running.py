"""Runs the checks and sees to it that each change is told once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias

from drift.checks import (
    attribution,
    boilerplate,
    comparisons,
    content,
    date,
    designators,
    directives,
    exchanged,
    fluency,
    fragment,
    identifier,
    intentions,
    meaning,
    modality,
    modifiers,
    multiples,
    name,
    negation,
    number,
    quantifiers,
    quote,
    ranks,
    relations,
    relatives,
    repetition,
    replacements,
    residue,
    role,
    stances,
    terminology,
    ties,
    wording,
)
from drift.findings import by_place, counted, settled
from drift.language import supports
from drift.records import Comparison, Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

Check: TypeAlias = Callable[[Comparison], Iterable[Finding]]

#: All checks. Where two say the same of the same words, the earlier is kept.
CHECKS: tuple[Check, ...] = (
    boilerplate.check,
    residue.check,
    content.moved,
    attribution.check,
    content.omission,
    content.addition,
    date.check,
    identifier.check,
    exchanged.check,
    number.check,
    multiples.check,
    ranks.check,
    role.check,
    comparisons.check,
    ties.check,
    relations.check,
    relatives.check,
    designators.check,
    name.check,
    negation.check,
    modality.check,
    intentions.check,
    directives.check,
    stances.check,
    quote.check,
    wording.check,
    modifiers.check,
    quantifiers.check,
    replacements.check,
    terminology.check,
    repetition.check,
    fragment.check,
    fluency.check,
)


def run(comparison: Comparison, checks: Sequence[Check] = CHECKS, *, bilingual: bool = False) -> tuple[Finding, ...]:
    """All findings, each change once, sorted by place; of those alike it is known which is which.

    Kinds that do not speak the languages of the documents are silent, see `drift.language.supports`.
    """
    original = None if comparison.original is None else comparison.original.document
    rewrite = comparison.rewrite.document
    languages = (rewrite if original is None else original).language, rewrite.language
    found = settled(
        item for check in checks for item in check(comparison) if supports(item.kind, *languages, bilingual=bilingual)
    )
    if supports("meaning", *languages, bilingual=bilingual):
        found += meaning.unnamed(comparison, found)
    return counted(sorted(found, key=by_place(comparison.alignment, original, rewrite)))
