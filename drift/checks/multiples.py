"""Multiples that changed: "twice as high" became "half as high", "once a week" became "twice a week".

The words that multiply carry a number without being one (`drift.facts.numbers` reads them as soft), so that nothing
misses them: "twice" and "both" answer one another. Here they are compared where both sides multiply the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.checks import cues
from drift.checks.beads import NO_NAMES, Place, became, key, replaced, views
from drift.checks.cues import Cue
from drift.facts.numberwords import lexicon
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from drift.checks.beads import View
    from drift.records import Comparison

#: What may be compared: "Paris is twice as big as Rome", "Rome is half as big as Paris".
_COMPARED = frozenset({"NOUN", "PROPN", "PRON"})
#: Tokens on either side among which what is compared stands.
_NEAR = 40


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a word that multiplies the same by another number."""
    for view in views(comparison):
        ours, theirs = list(_multiples(view)), list(_multiples(view.mirrored))
        counterparts = _counterparts(view, theirs) if ours and theirs else {}
        factors = {cue.says for cue in ours}, {cue.says for cue in theirs}
        for mine in ours:
            other = counterparts.get(mine.last) or counterparts.get(mine.of)
            # each factor must be lost, or new: else the other side has it in another place
            if other is None or mine.says in factors[1] or other.says in factors[0]:
                continue
            if not _mirrored(view, mine.last, other.last):
                original, rewrite = cues.spans(view, mine, other)
                message = f"The number changed: {became(original.text, rewrite.text)}."
                yield finding("number", Severity.major, original, rewrite, 0.75, message)


def _counterparts(view: View, theirs: list[Cue[float, str]]) -> Mapping[Place | str, Cue[float, str]]:
    """The multiples of the other side by what they multiply, and by the place of the word that they took here."""
    places = {cue.last: cue for cue in theirs}
    found: dict[Place | str, Cue[float, str]] = {cue.of: cue for cue in theirs if cue.of}
    for here, there in replaced(view):
        if len(here) == 1 and there[0] in places:
            found[here[0]] = places[there[0]]
    return found


def _multiples(view: View) -> Iterator[Cue[float, str]]:
    """The multiples of this side of the bead, each of what it multiplies, empty where nothing follows."""
    factors, times = view.language.table("quantities.factors"), view.language.words("quantities.multiples.times")
    cardinals = lexicon(view.language).cardinals
    for place in view.places:
        token = view.token(place)
        factor = factors.get(token.text.lower())
        if factor is not None and token.pos != "PROPN" and token.entity in NO_NAMES:
            yield Cue(factor, _multiplied(view, place), place, place)
        elif token.text.lower() in times and place.token:
            count = view.before(place)
            number = cardinals.get(count, int(count) if count.isdecimal() and len(count) < 4 else None)
            what = _multiplied(view, place)
            if number is not None and what:
                yield Cue(float(number), what, Place(place.sentence, place.token - 1), place)


def _multiplied(view: View, place: Place) -> str:
    row, at, words = view.row(place), place.token + 1, view.language.words
    link = row[at].text.lower() if at + 1 < len(row) else ""
    equal = link in words("quantities.multiples.equal")
    linked = equal or link in words("quantities.multiples.links")
    return f"{equal} {key(row[at + 1], view.language)}" if linked else ""


def _mirrored(view: View, here: Place, there: Place) -> bool:
    """Whether what is compared changed places: what is half as high as B, B is twice as high as."""
    ours, theirs = _around(view, here), _around(view.mirrored, there)
    return bool((ours[0] & theirs[1]) - theirs[0] or (theirs[0] & ours[1]) - ours[0])


def _around(view: View, place: Place) -> tuple[frozenset[str], frozenset[str]]:
    """The nouns and pronouns before a place of its sentence and near it, and those behind."""
    row = view.side.tokens[place.sentence]
    before, behind = (
        frozenset(key(token, view.language) for token in part if token.pos in _COMPARED)
        for part in (row[max(0, place.token - _NEAR) : place.token], row[place.token + 1 : place.token + 1 + _NEAR])
    )
    return before, behind
