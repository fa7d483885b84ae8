"""Names that the rewrite misspells, exchanges or drops."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import DamerauLevenshtein

from drift.checks.beads import quoted, views
from drift.checks.slots import nearby, place, span
from drift.facts import names
from drift.facts.names import Name
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.checks.beads import View
    from drift.records import Comparison, Fact, Side

#: Share of letters that two spellings of one name keep. Read off the planted misspellings of `roundtrip` dev
#: (lowest .75, "Hollywud" .78) and the different names of its controls (highest .67).
SPELLED_ALIKE = 0.72
#: Above this, or with equal consonants, a misspelt name is still recognized at sight.
RECOGNIZED = 0.8


@dataclass(frozen=True, slots=True)
class _Text:
    """What one side says by name: all its words folded, those with a capital, and the countries."""

    words: frozenset[str]
    sequence: tuple[str, ...]
    capitals: frozenset[str]
    countries: frozenset[str]


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a name that is spelled otherwise, or that another name has taken the place of."""
    if comparison.original is None:
        return
    whole = (_text(comparison.original), _text(comparison.rewrite))
    told: set[tuple[str, str]] = set()
    for _, view in views(comparison):
        for finding in _bead(view, whole):
            key = _key(finding)
            # A name misspelt throughout is one mistake.
            if key not in told:
                told.add(key)
                yield finding


def _key(finding: Finding) -> tuple[str, str]:
    a, b = (names.letters(w for _, _, w in names.words_of(s.text)) if s else "" for s in (finding.original, finding.rewrite))
    return a, b


def _text(side: Side, sentences: Sequence[int] | frozenset[int] | None = None) -> _Text:
    chosen = [s for s in side.document.sentences if (sentences is None or s.index in sentences)]
    words = [(s.text[a:b], folded) for s in chosen for a, b, folded in names.words_of(s.text)]
    codes = {code for s in chosen for _, _, found in names.country_spans(s.text) for code in found}
    joined = {fold for s in chosen for fold in _joined(s.text)}
    return _Text(
        frozenset(folded for _, folded in words) | frozenset(joined),
        tuple(folded for _, folded in words),
        frozenset(folded for text, folded in words if text[:1].isupper()),
        frozenset(codes),
    )


def _joined(text: str) -> Iterator[str]:
    """Hyphenated words written as one, and neighbors written as one ("Hong Kong", "Hongkong")."""
    words = names.words_of(text)
    for (start, _, first), (_, end, second) in zip(words, words[1:], strict=False):
        if end - start <= len(first) + len(second) + 3:
            yield first + second


def _name(fact: Fact) -> Name:
    if not isinstance(fact.value, Name):
        msg = f"a name fact holds a Name, not {type(fact.value).__name__}"
        raise TypeError(msg)
    return fact.value


def _bead(view: View, whole: tuple[_Text, _Text]) -> Iterator[Finding]:
    ours, theirs = _text(view.side, view.sentences), _text(view.other, view.beyond)
    lost = [fact for fact in view.facts("name") if _missing(_name(fact), theirs)]
    new = [fact for fact in view.turned.facts("name") if _missing(_name(fact), ours)]
    pairs = sorted(
        (-_likeness(_open(_name(a), theirs), _open(_name(b), ours)), abs(place(view, a) - place(view.turned, b)), i, j)
        for i, a in enumerate(lost)
        for j, b in enumerate(new)
    )
    used_a: set[int] = set()
    used_b: set[int] = set()
    for minus, _, i, j in pairs:
        if -minus < SPELLED_ALIKE or i in used_a or j in used_b:
            continue
        used_a.add(i)
        used_b.add(j)
        if not _other_name(_open(_name(lost[i]), theirs), _open(_name(new[j]), ours), whole):
            yield from _misspelt(view, lost[i], new[j], -minus, whole)
        else:
            yield _swapped(view, lost[i], new[j], 0.8)
    near_a, near_b = _text(view.other, nearby(view)), _text(view.side, nearby(view.turned))
    rest_a = [f for i, f in enumerate(lost) if i not in used_a and _missing(_name(f), near_a)]
    rest_b = [f for j, f in enumerate(new) if j not in used_b and _missing(_name(f), near_b)]
    yield from _exchanged(view, rest_a, rest_b)


def _open(name: Name, there: _Text) -> tuple[str, ...]:
    """The words of a name that the other text lacks."""
    if name.country and name.country in there.countries:
        return ()
    return tuple(word for word in name.words if not _known(word, there))


def _missing(name: Name, there: _Text) -> bool:
    """Whether the other text lacks the word that tells who is meant.

    A full name may be cut to its last part ("Boris Johnson", "Johnson") and a last part filled up; so a name
    is missing when its last word is, or all of its words are.
    """
    if not _open(name, there) or _acronym(name, there):
        return False
    return len(_open(name, there)) == len(name.words) or not _known(name.words[-1], there)


def _known(word: str, there: _Text) -> bool:
    if word in there.words:
        return True
    return any(names.same_word(word, other) for other in there.words if other[:2] == word[:2])


def _acronym(name: Name, there: _Text) -> bool:
    """Whether the other text has the name written out, or as its initials."""
    if len(name.words) == 1:
        word = name.words[0]
        if names.initials_in(word, there.sequence):
            return True
        # "VW" / "Volkswagen", "TV" / "television": the letters come in order in one capitalized word.
        return 2 <= len(word) <= 4 and any(len(o) > 5 and o[0] == word[0] and _in_order(word, o) for o in there.capitals)
    return any(names.initials_in(other, name.words) for other in there.capitals)


def _in_order(short: str, long: str) -> bool:
    letters = iter(long)
    return all(char in letters for char in short)


def _likeness(a: Sequence[str], b: Sequence[str]) -> float:
    """How alike two names are spelled, 0 ... 1: word by word at their best, or written as one."""
    if not a or not b:
        return 0.0
    one, two = names.letters(a), names.letters(b)
    best = DamerauLevenshtein.normalized_similarity(one, two) if min(len(one), len(two)) >= 4 else 0.0
    for x in a:
        for y in b:
            if min(len(x), len(y)) < 4:
                continue
            alike = DamerauLevenshtein.normalized_similarity(x, y)
            # Short words differ in a letter by chance; a shared beginning or equal consonants make them one name.
            if min(len(x), len(y)) < 6 and x[0] != y[0] and names.skeleton(x) != names.skeleton(y):
                alike -= 0.2
            same_bones = names.skeleton(x) == names.skeleton(y) and len(names.skeleton(x)) >= 3
            best = max(best, alike, 0.75 if same_bones else 0.0)
    return best


def _other_name(a: Sequence[str], b: Sequence[str], whole: tuple[_Text, _Text]) -> bool:
    """Whether a lookalike is a name in its own right: a known country, or one that the original uses too."""
    known = names.countries()
    if tuple(a) in known and tuple(b) in known:
        return True
    return all(word in whole[0].words for word in b)


def _misspelt(view: View, a: Fact, b: Fact, likeness: float, whole: tuple[_Text, _Text]) -> Iterator[Finding]:
    one, two = _open(_name(a), whole[1]) or _name(a).words, _open(_name(b), whole[0]) or _name(b).words
    x, y = names.letters(one), names.letters(two)
    bones = names.skeleton(x) == names.skeleton(y)
    minor = likeness >= RECOGNIZED or bones
    yield Finding(
        kind="name",
        category="Accuracy/Mistranslation",
        severity=Severity.minor if minor else Severity.major,
        original=span(view.side, a),
        rewrite=span(view.other, b),
        confidence=0.75 if minor else 0.7,
        message=f"The name is spelled otherwise: {quoted(a.text)} became {quoted(b.text)}.",
    )


def _swapped(view: View, a: Fact, b: Fact, confidence: float) -> Finding:
    return Finding(
        kind="name",
        category="Accuracy/Mistranslation",
        severity=Severity.major,
        original=span(view.side, a),
        rewrite=span(view.other, b),
        confidence=confidence,
        message=f"Another name stands in this place: {quoted(a.text)} became {quoted(b.text)}.",
    )


def _exchanged(view: View, lost: list[Fact], new: list[Fact]) -> Iterator[Finding]:
    """A lost and a new name in the same slot."""
    pairs = sorted(
        (-_slot(view, a, b), i, j) for i, a in enumerate(lost) for j, b in enumerate(new) if _same_sort(_name(a), _name(b))
    )
    used_a: set[int] = set()
    used_b: set[int] = set()
    for minus, i, j in pairs:
        # Two signs that the slot is the same: a word on its left, on its right, or what it depends on.
        if -minus < 2 or i in used_a or j in used_b:
            continue
        used_a.add(i)
        used_b.add(j)
        yield _swapped(view, lost[i], new[j], 0.85 if -minus >= 3 else 0.7)


def _same_sort(a: Name, b: Name) -> bool:
    """Acronyms are no stand-ins for names written out, nor are titles and ordinary nouns for people."""
    return bool(a.country) == bool(b.country) or {a.label, b.label} <= {"GPE", "LOC", "FAC", "ORG"}


def _slot(view: View, a: Fact, b: Fact) -> int:
    left_a, right_a, head_a = _beside(view.side, a)
    left_b, right_b, head_b = _beside(view.other, b)
    ends = int(left_a == left_b) + int(right_a == right_b)
    return ends + int(head_a == head_b and head_a != ("", ""))


def _beside(side: Side, fact: Fact) -> tuple[str, str, tuple[str, str]]:
    """The word before a name, the word after it, and what it depends on."""
    tokens = side.tokens[fact.sentence]
    inside = [i for i, token in enumerate(tokens) if token.start < fact.end and token.end > fact.start]
    if not inside:
        return "", "", ("", "")
    before = next((t.lemma.lower() for t in reversed(tokens[: inside[0]]) if t.text.lower() not in _ARTICLES), "^")
    after = next((t.lemma.lower() for t in tokens[inside[-1] + 1 :] if t.text.lower() not in _ARTICLES), "$")
    outer = next((i for i in inside if tokens[i].head not in inside), inside[0])
    head = tokens[tokens[outer].head]
    return _sign(before), _sign(after), (head.lemma.lower(), tokens[outer].dep)


_ARTICLES = frozenset({"the", "a", "an", "'s", "’s", "'", "’", '"', "“", "”"})


def _sign(word: str) -> str:
    return re.sub(r"[–—-]+", "-", word)
