"""Names that the rewrite misspells, exchanges or drops."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.distance import DamerauLevenshtein

from drift.checks.beads import quoted, views
from drift.checks.slots import nearby, opposite, place, span
from drift.facts import names
from drift.facts.names import Name
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from drift.checks.beads import View
    from drift.records import Comparison, Fact, Side

#: Share of letters that two spellings of one name keep. Read off the planted misspellings of `roundtrip` dev
#: (lowest .75, "Hollywud" .78) and the different names of its controls (highest .67).
SPELLED_ALIKE = 0.72
#: Two names in one slot that are this much alike may be one name in two transliterations (`human_human_pairs` dev).
ROUGHLY_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class _Text:
    """What some sentences say by name: all their words folded, those with a capital, and the countries."""

    words: frozenset[str]
    sequence: tuple[str, ...]
    capitals: frozenset[str]
    countries: frozenset[str]

    @classmethod
    def of(cls, text: str) -> _Text:
        """What one sentence says. Neighbors are a word too when written as one ("Hong Kong", "Hongkong")."""
        spans = names.words_of(text)
        sequence = tuple(folded for _, _, folded in spans)
        joined = {
            first + second
            for (start, _, first), (_, end, second) in itertools.pairwise(spans)
            if end - start <= len(first) + len(second) + 3
        }
        return cls(
            frozenset(sequence) | joined,
            sequence,
            frozenset(folded for start, _, folded in spans if text[start].isupper()),
            frozenset(code for _, _, codes in names.country_spans(text) for code in codes),
        )

    @classmethod
    def joined(cls, parts: Sequence[_Text]) -> _Text:
        """What several sentences say."""
        none: frozenset[str] = frozenset()
        return cls(
            none.union(*(part.words for part in parts)),
            tuple(word for part in parts for word in part.sequence),
            none.union(*(part.capitals for part in parts)),
            none.union(*(part.countries for part in parts)),
        )


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a name that is spelled otherwise, or that another name has taken the place of."""
    if comparison.original is None:
        return
    said = tuple([_Text.of(s.text) for s in side.document.sentences] for side in comparison.sides)
    told: set[tuple[str, str]] = set()
    for _, view in views(comparison):
        for finding in _bead(view, *said):
            key = _key(finding)
            # A name misspelt throughout is one mistake.
            if key not in told:
                told.add(key)
                yield finding


def _key(finding: Finding) -> tuple[str, str]:
    a, b = (
        names.letters(w for _, _, w in names.words_of(s.text)) if s else "" for s in (finding.original, finding.rewrite)
    )
    return a, b


def _name(fact: Fact) -> Name:
    if not isinstance(fact.value, Name):
        msg = f"a name fact holds a Name, not {type(fact.value).__name__}"
        raise TypeError(msg)
    return fact.value


def _bead(view: View, original: Sequence[_Text], rewrite: Sequence[_Text]) -> Iterator[Finding]:
    """The names of a bead; both sides' sentences come with what they say."""
    ours = _Text.joined([original[i] for i in sorted(view.sentences)])
    theirs = _Text.joined([rewrite[j] for j in sorted(view.beyond)])
    here, there = view.facts("name"), view.turned.facts("name")
    open_a, open_b = [_open(_name(a), theirs) for a in here], [_open(_name(b), ours) for b in there]
    pairs = sorted(
        ((-match.likeness, abs(place(view, here[i]) - place(view.turned, there[j])), i, j), match)
        for i, j in opposite(len(here), len(there))
        if (match := _match(open_a[i], open_b[j])) is not None
    )
    used_a: set[int] = set()
    used_b: set[int] = set()
    for (*_, i, j), match in pairs:
        if i in used_a or j in used_b or _own_name(match, original):
            continue
        used_a.add(i)
        used_b.add(j)
        if not _usual(match):
            yield _misspelt(view, here[i], there[j], match)
    near = frozenset().union(*(rewrite[j].words for j in nearby(view)))
    lost = [
        (f, set(_name(f).words) <= near) for i, f in enumerate(here) if i not in used_a and _missing(_name(f), theirs)
    ]
    new = [f for j, f in enumerate(there) if j not in used_b and _missing(_name(f), ours)]
    yield from _exchanged(view, lost, new)


def _open(name: Name, there: _Text) -> tuple[str, ...]:
    """The words of a name that the other text lacks."""
    if _acronym(name, there):
        return ()
    return tuple(word for word in name.words if not _known(word, there))


def _missing(name: Name, there: _Text) -> bool:
    """Whether the other text lacks the word that tells who is meant.

    A full name may be cut to its last part ("Boris Johnson", "Johnson") and a last part filled up; so a name
    is missing when its last word is, or all of its words are. A country is missing in all of its forms.
    """
    if set(name.countries) & there.countries:
        return False
    proper = tuple(word for word in name.words if word not in names.COMMON)
    lacking = [word for word in _open(name, there) if word in proper]
    return bool(lacking) and (len(lacking) == len(proper) or proper[-1] in lacking)


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
        return 2 <= len(word) <= 4 and any(
            len(o) > 5 and o[0] == word[0] and _in_order(word, o) for o in there.capitals
        )
    return any(names.initials_in(other, name.words) for other in there.capitals)


def _in_order(short: str, long: str) -> bool:
    letters = iter(long)
    return all(char in letters for char in short)


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


def _own_name(match: _Match, original: Iterable[_Text]) -> bool:
    """Whether a lookalike is a name in its own right: another country, or a name that the original uses too."""
    table = names.countries()
    one, two = table.get((match.a,)), table.get((match.b,))
    return (one is not None and two is not None and one != two) or any(match.b in part.words for part in original)


def _usual(match: _Match) -> bool:
    """Whether the rewrite spells the usual way what the original does not ("Lissabon", "Lisbon").

    A country's name is usual; else ten times as frequent in English (one step of the Zipf scale), and no rare
    word (Zipf 2.5: once in three million words).
    """
    from wordfreq import zipf_frequency

    if (match.b,) in names.countries():
        return True
    one, two = zipf_frequency(match.a, "en"), zipf_frequency(match.b, "en")
    return two >= 2.5 and two - one >= 1.0


def _misspelt(view: View, a: Fact, b: Fact, match: _Match) -> Finding:
    return Finding(
        kind="name",
        category="Accuracy/Mistranslation",
        severity=Severity.major if match.fused else Severity.minor,
        original=span(view.side, a),
        rewrite=span(view.other, b),
        confidence=0.75,
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


def _exchanged(view: View, lost: list[tuple[Fact, bool]], new: list[Fact]) -> Iterator[Finding]:
    """A lost and a new name in the same slot. A lost name that stands nearby needs a sign more."""
    alone = len(lost) == len(new) == 1
    pairs = sorted(
        (-_slot(view, a, b) - alone + near, i, j)
        for i, (a, near) in enumerate(lost)
        for j, b in enumerate(new)
        if _same_sort(_name(a), _name(b))
    )
    used_a: set[int] = set()
    used_b: set[int] = set()
    for minus, i, j in pairs:
        a, b = lost[i][0], new[j]
        # Two signs that the slot is the same: the word on its left, on its right, what it depends on, or that no
        # other name is lost or new. An organisation may be translated ("High Court"), so it takes four.
        enough = 2 if _proper(_name(a)) and _proper(_name(b)) else 4
        if -minus < enough or i in used_a or j in used_b:
            continue
        used_a.add(i)
        used_b.add(j)
        if _roughly(_name(a), _name(b)):
            yield _misspelt(view, a, b, _Match(ROUGHLY_ALIKE, "", ""))
        elif enough == 2 or (_rare(_name(a)) and _rare(_name(b))):
            yield _swapped(view, a, b, 0.85 if -minus >= 3 else 0.7)


def _roughly(a: Name, b: Name) -> bool:
    """Whether two names may still be one in two transliterations ("Nahtumi", "Nachatomi")."""
    if a.countries or b.countries:
        return False
    shared = set(a.words) & set(b.words)
    return bool(shared) or any(_likeness(x, y) >= ROUGHLY_ALIKE for x in a.words for y in b.words)


def _rare(name: Name) -> bool:
    """Whether no word of a name is an ordinary English word (Zipf 3.5: three in a million)."""
    from wordfreq import zipf_frequency

    return all(zipf_frequency(word, "en") < 3.5 for word in name.words)


def _same_sort(a: Name, b: Name) -> bool:
    """People, places and peoples are exchanged for each other; a country for a country or a place."""
    if {*a.countries, *b.countries} & {"xCOV"}:
        return False
    return bool(a.countries) == bool(b.countries) or {a.label, b.label} <= {"GPE", "LOC", "FAC"}


def _proper(name: Name) -> bool:
    """Whether a name is one that nobody translates: a person, a place, a people."""
    return bool(name.countries) or name.label in ("PERSON", "GPE", "LOC", "NORP")


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


_ARTICLES = frozenset({",", "the", "a", "an", "'s", "’s", "'", "’", '"', "“", "”"})


def _sign(word: str) -> str:
    return re.sub(r"[–—-]+", "-", word)
