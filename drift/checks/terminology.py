"""One name spelled in several ways within the rewrite ("Maddie-Weitzman", "Maddy-Weitzman")."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rapidfuzz.distance import DamerauLevenshtein

from drift.checks.beads import quoted
from drift.checks.naming import ordinary
from drift.checks.slots import span
from drift.facts import names
from drift.facts.names import Name
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from drift.records import Comparison, Fact, Side

#: Two spellings of one name in one text share at least this many letters ("Brinken" / "Blinken" 6 in 7). Names of
#: different people meet in one text more often than across an aligned pair: this is stricter than the name check.
ALIKE = 0.85
#: Shorter words are alike by chance ("Jones", "Jonas").
LETTERS = 6
#: Up to this length, two words that are `ALIKE` are at most two letters apart.
LONG = 16


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a rarer spelling, beside the first use of the commoner one."""
    side = comparison.rewrite
    uses = _uses(side)
    originals = _words(comparison.original) if comparison.original is not None else frozenset()
    told: set[str] = set()
    lookalikes = _lookalikes(uses)
    for word, facts in uses.items():
        partners = [other for other in lookalikes[word] if _one_name(word, other, uses)]
        # The commoner spelling, then the one that the original uses, then the first is the name.
        best = max(partners, key=lambda o: (len(uses[o]), o in originals, -uses[o][0].start), default=None)
        if best is None or {word, best} <= originals or word in told:
            continue
        if (len(facts), word in originals, -facts[0].start) > (
            len(uses[best]),
            best in originals,
            -uses[best][0].start,
        ):
            continue
        told.add(word)
        yield Finding(
            kind="terminology",
            category="Terminology/Inconsistent",
            severity=Severity.minor,
            original=None,
            rewrite=span(side, facts[0]),
            confidence=0.7,
            message=f"One name, two spellings: {quoted(facts[0].text)} here, {quoted(uses[best][0].text)} elsewhere.",
        )


def _uses(side: Side) -> dict[str, list[Fact]]:
    """The names that hold each word of at least `LETTERS` letters ("Maddy-Weitzman" is one), in text order."""
    uses: dict[str, list[Fact]] = {}
    for fact in side.of("name"):
        if not isinstance(fact.value, Name):
            msg = f"a name fact holds a Name, not {type(fact.value).__name__}"
            raise TypeError(msg)
        for word in dict.fromkeys(map(names.fold, fact.text.split())):
            if len(word) >= LETTERS and word not in names.COMMON:
                uses.setdefault(word, []).append(fact)
    return uses


def _words(side: Side) -> frozenset[str]:
    return frozenset(names.fold(word) for s in side.document.sentences for word in s.text.split())


def _lookalikes(words: Iterable[str]) -> dict[str, list[str]]:
    """For each word those that may be spellings of it, in the order given; not all pairs are looked at."""
    order = {word: number for number, word in enumerate(words)}
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for word in order:
        for key in _keys(word):
            shared[word[0], key].append(word)
    return {
        word: sorted({o for key in _keys(word) for o in shared[word[0], key]} - {word}, key=order.__getitem__)
        for word in order
    }


def _keys(word: str) -> set[str]:
    """Strings of which two words share one where they are `ALIKE` or sound alike.

    Two words that are so many letters apart are equal when each loses as many. The longest words, which few are,
    all share a key: they lose too many letters to try.
    """
    keys = {f"={names.skeleton(word)}"}
    if len(word) > LONG - 2:
        keys.add("=")
    if len(word) <= LONG:
        apart = int(len(word) * (1 - ALIKE) / ALIKE + 1e-9)
        shorter = {word}
        for _ in range(apart):
            keys |= shorter
            shorter = {w[:i] + w[i + 1 :] for w in shorter for i in range(len(w))}
        keys |= shorter
    return keys


def _one_name(a: str, b: str, uses: dict[str, list[Fact]]) -> bool:
    """Whether two words are spellings of one name: alike, no forms of each other, and no countries.

    Two of one text that bear different first names, or stand in one sentence, are two names.
    """
    if names.same_word(a, b) or (a,) in names.countries() or (b,) in names.countries():
        return False
    alike = DamerauLevenshtein.normalized_similarity(a, b)
    if a[0] != b[0] or (alike < ALIKE and not (names.skeleton(a) == names.skeleton(b) and alike >= 0.75)):
        return False
    if ordinary(a) and ordinary(b):
        return False
    if {fact.sentence for fact in uses[a]} & {fact.sentence for fact in uses[b]}:
        return False
    ours, theirs = ({fact.text for fact in uses[word]} for word in (a, b))
    return all(_may_be_one(x, a, y, b) for x in ours for y in theirs)


def _may_be_one(x: str, a: str, y: str, b: str) -> bool:
    """Whether the other words of two names agree, or one of them has none."""
    rest_x, rest_y = ({names.fold(word) for word in text.split()} - {a, b} - names.COMMON for text in (x, y))
    return not rest_x or not rest_y or bool(rest_x & rest_y)
