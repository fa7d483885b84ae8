"""Names that the rewrite misspells, exchanges or drops."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import DamerauLevenshtein

from drift.checks.beads import became, quoted, views
from drift.checks.dropped import dropped
from drift.checks.naming import Naming, lacking, missing, ordinary
from drift.checks.slots import apart, nearby, one_to_one, opposite, span, spans, within
from drift.facts import names
from drift.facts.names import Name
from drift.findings import finding
from drift.language import frequency, language_of
from drift.records import Fact, Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from drift.checks.beads import View
    from drift.language import Language
    from drift.records import Comparison, Side, Token

#: Share of letters that two spellings of one name keep. Read off the planted misspellings of `roundtrip` dev
#: (lowest .75, "Hollywud" .78) and the different names of its controls (highest .67).
SPELLED_ALIKE = 0.72
#: Two names in one slot that are this much alike may be one name in two transliterations (`human_human_pairs` dev).
ROUGHLY_ALIKE = 0.5


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a name that is spelled otherwise, or that another name has taken the place of."""
    if comparison.original is None:
        return
    said = tuple(_said(side) for side in comparison.sides)
    told: set[tuple[str, str]] = set()
    for view in views(comparison):
        for found in _bead(view, *said):
            key = _key(found)
            # A name misspelt throughout is one mistake.
            if key not in told:
                told.add(key)
                yield found


def _said(side: Side) -> list[Naming]:
    """What each sentence says by name."""
    own = language_of(side.document)
    return [Naming.of(sentence.text, own) for sentence in side.document.sentences]


def _key(finding: Finding) -> tuple[str, str]:
    a, b = (
        names.letters(w for _, _, w in names.words_of(s.text)) if s else "" for s in (finding.original, finding.rewrite)
    )
    return a, b


def _bead(view: View, original: Sequence[Naming], rewrite: Sequence[Naming]) -> Iterator[Finding]:
    """The names of a bead; both sides' sentences come with what they say."""
    ours = Naming.together([original[i] for i in sorted(view.sentences)])
    theirs = Naming.together([rewrite[j] for j in sorted(view.beyond)])
    here, there = view.facts(Name), view.mirrored.facts(Name)
    open_a, open_b = [lacking(a.value, theirs) for a in here], [lacking(b.value, ours) for b in there]
    alike = {
        (i, j): match for i, j in opposite(len(here), len(there)) if (match := _match(open_a[i], open_b[j])) is not None
    }
    used_a: set[int] = set()
    used_b: set[int] = set()
    ranked = [
        ((-match.likeness, apart(view, here[i], there[j])), i, j)
        for (i, j), match in alike.items()
        if not _own_name(view, match, original)
    ]
    for _, i, j in one_to_one(ranked):
        used_a.add(i)
        used_b.add(j)
        if not _usual(view, alike[i, j], person="PERSON" in (here[i].value.label, there[j].value.label)):
            yield _misspelt(view, here[i], there[j], alike[i, j])
    near = Naming.together([rewrite[j] for j in sorted(nearby(view))])
    lost = [
        _Left(f, near=set(f.value.words) <= near.words | near.joined)
        for i, f in enumerate(here)
        if i not in used_a and missing(f.value, theirs)
    ]
    new = [_Left(f) for j, f in enumerate(there) if j not in used_b and missing(f.value, ours)]
    changed = list(_exchanged(view, [*lost, *_repeated(here, there, used_a)], [*new, *_repeated(there, here, used_b)]))
    yield from changed
    taken = {finding.original for finding in changed}
    # A name that looks like one of the rewrite's is not dropped, whether or not that is told.
    lookalikes = used_a.union(i for i, _ in alike)
    left = [f for i, f in enumerate(here) if i not in lookalikes and span(view.side, f) not in taken]
    for fact, listed in dropped(view, left, ours, near):
        yield _dropped(view, fact, listed=listed)


@dataclass(frozen=True, slots=True)
class _Left:
    """A name that the other side of the bead lacks.

    `near` tells that it stands nearby, `repeated` that it stands even in the bead, but less often.
    """

    fact: Fact[Name]
    near: bool = False
    repeated: bool = False


def _repeated(ours: Sequence[Fact[Name]], theirs: Sequence[Fact[Name]], used: Container[int]) -> Iterator[_Left]:
    """The uses of a country that this side of a bead has more of than the other, which has it too."""
    counts = [Counter(code for f in facts for code in f.value.countries) for facts in (ours, theirs)]
    for index, fact in enumerate(ours):
        codes = fact.value.countries
        if index not in used and codes and all(0 < counts[1][code] < counts[0][code] for code in codes):
            yield _Left(fact, repeated=True)


@dataclass(frozen=True, slots=True, order=True)
class _Match:
    """Two spellings, word for word or (`fused`) written as one, and how alike they are, 0 ... 1."""

    likeness: float
    a: str
    b: str
    fused: bool = False


def _match(a: Sequence[str], b: Sequence[str]) -> _Match | None:
    """The best pair of words of two names, or None where no two are spelled alike."""
    best = max((_Match(_likeness(x, y), x, y) for x in a for y in b), default=None)
    if best is not None and best.likeness >= SPELLED_ALIKE:
        # "Darren Hilliard" and "Darion Atkins": the rest must not be two other names.
        rest_a, rest_b = [x for x in a if x != best.a], [y for y in b if y != best.b]
        unlike = rest_a and rest_b and max(_likeness(x, y) for x in rest_a for y in rest_b) < ROUGHLY_ALIKE
        return None if unlike else best
    one, two = names.letters(a), names.letters(b)
    if len(a) != len(b) and min(len(one), len(two)) >= 6:
        whole = DamerauLevenshtein.normalized_similarity(one, two)
        return _Match(whole, one, two, fused=True) if whole >= SPELLED_ALIKE else None
    return None


def _likeness(x: str, y: str) -> float:
    if min(len(x), len(y)) < 4:
        return 0.0
    alike: float = DamerauLevenshtein.normalized_similarity(x, y)
    bones = names.skeleton(x)
    if bones == names.skeleton(y) and (len(bones) >= 3 or (len(bones) == 2 and x[:3] == y[:3])):
        return max(alike, 0.75)
    # Short words differ in a letter by chance; a shared beginning makes them one name.
    return alike - 0.2 if min(len(x), len(y)) < 6 and x[0] != y[0] else alike


def _own_name(view: View, match: _Match, original: Iterable[Naming]) -> bool:
    """Whether a lookalike is a name in its own right: another country, or a name that the original uses too."""
    one = names.countries(view.language).get((match.a,))
    two = names.countries(view.mirrored.language).get((match.b,))
    return (one is not None and two is not None and one != two) or any(
        match.b in part.words or match.b in part.joined for part in original
    )


def _usual(view: View, match: _Match, *, person: bool) -> bool:
    """Whether the rewrite spells the usual way what the original does not ("Lissabon", "Lisbon").

    A country's name is usual; else ten times as frequent in the rewrite's language (one step of the Zipf scale), and no
    rare word (Zipf 2.5: once in three million words). Everyday nouns are frequent for another reason, so they excuse no
    other name of a `person` ("Engel", "Angel"): their plural is less than one step rarer, as no first name's is.
    """
    own = view.mirrored.language
    if (match.b,) in names.countries(own):
        return True
    one, two = frequency(match.a, own), frequency(match.b, own)
    if person and any(two - frequency(match.b + ending, own) < 1.0 for ending in own.ordered("names.plural")):
        return False
    return two >= 2.5 and two - one >= 1.0


def _misspelt(view: View, a: Fact[Name], b: Fact[Name], match: _Match) -> Finding:
    severity = Severity.major if match.fused else Severity.minor
    message = f"The name is spelled otherwise: {became(a.text, b.text)}."
    return finding("name", severity, *spans(view, a, b), 0.75, message)


def _swapped(view: View, a: Fact, b: Fact, confidence: float) -> Finding:
    message = f"Another name stands in this place: {became(a.text, b.text)}."
    return finding("name", Severity.major, *spans(view, a, b), confidence, message)


def _dropped(view: View, fact: Fact[Name], *, listed: bool) -> Finding:
    # That a list lost a member is sure; elsewhere a reader may know from what is told before who or where is meant.
    severity, confidence = (Severity.major, 0.75) if listed else (Severity.minor, 0.6)
    message = f"{quoted(fact.text)} is not named here any more."
    return finding("name", severity, span(view.side, fact), None, confidence, message)


def _exchanged(view: View, lost: Sequence[_Left], new: Sequence[_Left]) -> Iterator[Finding]:
    """A lost and a new name in the same slot.

    A lost name that stands nearby needs a sign more. Of two, one must be missing altogether: a surplus use of the
    other takes all three signs of the words around it.
    """
    alone = sum(not left.repeated for left in lost) == sum(not left.repeated for left in new) == 1
    ranked = (
        ((a.repeated or b.repeated, a.near - alone - _slot(view, a.fact, b.fact)), i, j)
        for i, a in enumerate(lost)
        for j, b in enumerate(new)
        if not (a.repeated and b.repeated) and _same_sort(view, a.fact, b.fact) and _enough(view, a, b, alone=alone)
    )
    for (repeated, minus), i, j in one_to_one(ranked):
        a, b = lost[i].fact, new[j].fact
        acronyms = _acronyms(a, b)
        if not acronyms and _roughly(a.value, b.value):
            yield _misspelt(view, a, b, _Match(ROUGHLY_ALIKE, "", ""))
        elif (
            repeated or acronyms or _proper(a.value) or _proper(b.value) or (_rare(view, a) and _rare(view.mirrored, b))
        ):
            yield _swapped(view, a, b, 0.85 if repeated or -minus >= 3 else 0.7)


def _enough(view: View, a: _Left, b: _Left, *, alone: bool) -> bool:
    """Whether there are signs enough that two names share a slot.

    The signs: the word on its left, on its right, what it depends on, that no other name is lost or new. Two do
    where nobody translates the names, or both are initials. An organization may be translated ("High Court"): it takes
    all, or three where the other name is no organization (the labels are unstable): such a pair may be a name and its
    translation, so all the words around must tell.
    """
    around = _slot(view, a.fact, b.fact)
    if a.repeated or b.repeated:
        return around >= 3
    needed = 2 if _acronyms(a.fact, b.fact) else 4 - _proper(a.fact.value) - _proper(b.fact.value)
    return around + alone - a.near >= needed and (needed != 3 or around >= 3)


def _acronyms(a: Fact[Name], b: Fact[Name]) -> bool:
    """Whether two names are initials of different things: not of one in two languages ("NATO", "OTAN"), nor cut."""
    one, two = (names.letters(fact.value.words) for fact in (a, b))
    return (
        names.is_acronym(a.text)
        and names.is_acronym(b.text)
        and sorted(one) != sorted(two)
        and not one.startswith(two)
        and not two.startswith(one)
    )


def _roughly(a: Name, b: Name) -> bool:
    """Whether two names may still be one in two transliterations ("Nahtumi", "Nachatomi")."""
    if a.countries or b.countries:
        return False
    shared = set(a.words) & set(b.words)
    return bool(shared) or any(_likeness(x, y) >= ROUGHLY_ALIKE for x in a.words for y in b.words)


def _rare(view: View, fact: Fact[Name]) -> bool:
    """Whether no word of a name is an ordinary word."""
    return not any(ordinary(word, view.language) for word in fact.value.words)


def _same_sort(view: View, a: Fact[Name], b: Fact[Name]) -> bool:
    """People, places and peoples are exchanged for each other; a country for a country or a place.

    A seat of government may stand for its country or be a city like any other. A name that merely describes a
    thing does not stand for a person ("Waagner", "the Venango County man").
    """
    x, y = a.value, b.value
    if not all(map(names.is_land, (*x.countries, *y.countries))) or _described(view, a, b):
        return False
    if bool(x.countries) == bool(y.countries) or {x.label, y.label} <= {"GPE", "LOC", "FAC"}:
        return True
    seat, own = (x, view.language) if x.countries else (y, view.mirrored.language)
    return x.label == y.label and names.is_seat(seat.words, own)


def _described(view: View, a: Fact[Name], b: Fact[Name]) -> bool:
    """Whether one of two names is a person and the other describes a common noun, another than the person does."""
    (noun_a, describes_a), (noun_b, describes_b) = _noun(view.side, a), _noun(view.other, b)
    if describes_a == describes_b or noun_a == noun_b:
        return False
    return (b if describes_a else a).value.label == "PERSON"


def _noun(side: Side, fact: Fact[Name]) -> tuple[str, bool]:
    """What a name depends on, and whether that is a common noun that it describes."""
    outer, head = _hung(side, fact)
    if outer is None or head is None:
        return "", False
    return head.lemma.lower(), head.pos == "NOUN" and outer.dep in {"compound", "amod", "nmod"}


def _proper(name: Name) -> bool:
    """Whether a name is one that nobody translates: a person, a place, a people."""
    return bool(name.countries) or name.label in ("PERSON", "GPE", "LOC", "NORP")


def _slot(view: View, a: Fact[Name], b: Fact[Name]) -> int:
    left_a, right_a, head_a = _beside(view, a)
    left_b, right_b, head_b = _beside(view.mirrored, b)
    ends = int(left_a == left_b) + int(right_a == right_b)
    return ends + int(head_a == head_b and head_a != ("", ""))


def _beside(view: View, fact: Fact[Name]) -> tuple[str, str, tuple[str, str]]:
    """The word before a name, the word after it, and what it depends on."""
    tokens, inside = view.side.tokens[fact.sentence], within(view.side, fact)
    outer, head = _hung(view.side, fact)
    if outer is None or head is None:
        return "", "", ("", "")
    loose = _loose(view.language)
    before = next((t.lemma.lower() for t in reversed(tokens[: inside[0]]) if t.text.lower() not in loose), "^")
    after = next((t.lemma.lower() for t in tokens[inside[-1] + 1 :] if t.text.lower() not in loose), "$")
    return _sign(before), _sign(after), (head.lemma.lower(), outer.dep)


def _hung(side: Side, fact: Fact[Name]) -> tuple[Token | None, Token | None]:
    """The token of a name that depends on one outside of it, and that one."""
    tokens, inside = side.tokens[fact.sentence], within(side, fact)
    if not inside:
        return None, None
    outer = next((i for i in inside if tokens[i].head not in inside), inside[0])
    return tokens[outer], tokens[tokens[outer].head]


@cache
def _loose(own: Language) -> frozenset[str]:
    """Words and marks that come and go beside a name."""
    return own.words("function.articles") | own.words("function.possessive") | {",", "'", "’", '"', "“", "”"}


def _sign(word: str) -> str:
    return re.sub(r"[–—-]+", "-", word)
