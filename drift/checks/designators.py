"""What tells two things of one name apart, exchanged: "World War I" and "II", "A380" and "A350", "Mr" and "Ms Lee".

A designator is a cue over the name before it. A number that is one in figures or words on both sides is told as such.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from drift.checks import cues
from drift.checks.beads import HYPHENS, Place, became, views
from drift.checks.cues import Cue
from drift.checks.slots import nearby, one_to_one
from drift.facts.amounts import Number
from drift.facts.names import Code, coded, fold
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from drift.checks.beads import View
    from drift.records import Comparison

#: Up to 89, beyond which nothing is numbered so; "C", "D" and "M" are letters.
_ROMAN = re.compile(r"(?=[IVXL])(X{0,3}|XL|LX{0,3})(IX|IV|V?I{0,3})")
_TENS = {"": 0, "X": 10, "XX": 20, "XXX": 30, "XL": 40, "L": 50, "LX": 60, "LXX": 70, "LXXX": 80}
_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


class _Says(NamedTuple):
    """What a designator says (a number, a letter, whose generation), and whether the number check reads it too."""

    value: Hashable
    plain: bool = False


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a designator with another in its place."""
    for view in views(comparison):
        pairs = list(cues.exchanged(view, _designators, _otherwise))
        ours, theirs = (list(dict.fromkeys(cues)) for cues in zip(*pairs, strict=True)) if pairs else ([], [])
        ranked = (
            (abs(view.here.share(mine.first) - view.there.share(other.first)), ours.index(mine), theirs.index(other))
            for mine, other in pairs
            if not (mine.says.plain and other.says.plain) and _differ(mine.says.value, other.says.value)
        )
        for _, i, j in one_to_one(ranked):
            here, there = cues.spans(view, ours[i], theirs[j])
            if not _stands(view, here.text) and not _stands(view.mirrored, there.text):
                message = f"Another one is meant: {became(_named(view, ours[i]), _named(view.mirrored, theirs[j]))}."
                yield finding("name", Severity.major, here, there, 0.85, message)


def _differ(ours: Hashable, theirs: Hashable) -> bool:
    """Whether two that are not equal are different things: "Covid-2019" is "Covid-19"."""
    return not (isinstance(ours, Code) and isinstance(theirs, Code)) or ours.differs(theirs)


def _stands(view: View, text: str) -> bool:
    """Whether a code ("A380") stands in the sentences around the other side of the bead too."""
    sentences = view.other.document.sentences
    return len(text) > 2 and any(
        text == sentences[i].text[start:end] for i in nearby(view) for start, end, _ in coded(sentences[i].text)
    )


def _named(view: View, cue: Cue[_Says, Hashable]) -> str:
    """A designator with the word that bears it, for a message."""
    side = cue.of[0] if isinstance(cue.of, tuple) else ""
    first, last = cue.first.token - (side == "behind"), cue.last.token + (side == "before")
    return view.span(Place(cue.first.sentence, first), Place(cue.last.sentence, last)).text


def _designators(view: View) -> Iterator[Cue[_Says, Hashable]]:
    """The designators of a side of a bead: of codes the letters bear them, elsewhere the word before."""
    bearers, generations = view.language.words("designators.bearers"), view.language.classes("designators.generations")
    sexes = view.language.classes("designators.sexes")
    yield from _codes(view)
    numbers = {(fact.sentence, fact.start): fact.value for fact in view.facts(Number)}
    for place in view.places:
        token = view.token(place)
        number = numbers.get((place.sentence, token.start))
        sex = sexes.get(token.text.lower().rstrip("."))
        if sex and (named_so := view.row(place)[place.token + 1 : place.token + 2]) and named_so[0].pos == "PROPN":
            yield Cue(_Says(sex), ("before", fold(named_so[0].text)), place, place)
        bearer = view.token(Place(place.sentence, place.token - 1)) if place.token else None
        if bearer is not None and bearer.text in HYPHENS | {","} and place.token > 1:
            bearer = view.token(Place(place.sentence, place.token - 2))
        if bearer is None or not bearer.text[-1:].isalpha():
            continue
        listed, named = bearer.lemma.lower() in bearers, bearer.pos == "PROPN" and bearer.text[:1].isupper()
        of = ("behind", bearer.lemma.lower() if listed else fold(bearer.text))
        generation = generations.get(token.text.lower().rstrip("."))
        if generation and named:
            yield Cue(_Says(generation), of, place, place)
        elif (value := _roman(token.text.rstrip("."))) and (listed or named):
            yield Cue(_Says(value), of, place, place)
        elif listed and len(token.text) == 1 and token.text.isupper():
            yield Cue(_Says(token.text), of, place, place)
        elif number is not None and (listed or named) and number.readings[0].unit is None and not number.ordinal:
            yield Cue(_Says(int(number.readings[0].value), plain=True), of, place, place)


def _codes(view: View) -> Iterator[Cue[_Says, Hashable]]:
    """The names of letters and figures; what is a number or a date is told as such."""
    for s in view.sentences:
        sentence, row = view.side.document.sentences[s], view.side.tokens[s]
        told = [fact for kind in ("number", "date") for fact in view.side.of(kind, (s,))]
        for start, end, code in coded(sentence.text):
            first, last = sentence.start + start, sentence.start + end
            at = [Place(s, k) for k, token in enumerate(row) if token.start < last and first < token.end]
            if at and not any(fact.start < last and first < fact.end for fact in told):
                yield Cue(_Says(code), code.letters, at[0], at[-1])


def _otherwise(view: View, says: _Says) -> bool:
    """Whether a side says somewhere else or otherwise what a designator does: "the Second World War"."""
    numbers = {amount.value for fact in view.facts(Number) for amount in fact.value.readings}
    texts = {view.token(place).text for place in view.places}
    return says.value in numbers or says.value in texts or says.value in set(map(_roman, texts))


def _roman(text: str) -> int | None:
    match = _ROMAN.fullmatch(text)
    return _TENS[match[1]] + _ONES.index(match[2]) if match else None
