"""One thing that the rewrite spells or names in several ways ("Maddie-Weitzman", "Maddy-Weitzman")."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from rapidfuzz.distance import DamerauLevenshtein

from drift.checks.beads import quoted, views
from drift.checks.naming import Naming, ordinary
from drift.checks.slots import span
from drift.facts import names
from drift.facts.names import Name
from drift.findings import finding
from drift.language import language_of
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from drift.checks.beads import View
    from drift.language import Language
    from drift.records import Comparison, Fact, Side

#: The folded words of a name, as they stand.
Form: TypeAlias = tuple[str, ...]

#: Two spellings of one name in one text share at least this many letters ("Brinken" / "Blinken" 6 in 7). Names of
#: different people meet in one text more often than across an aligned pair: this is stricter than the name check.
ALIKE = 0.85
#: Shorter words are alike by chance ("Jones", "Jonas").
LETTERS = 6
#: Up to this length, two words that are `ALIKE` are at most two letters apart.
LONG = 16


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a rarer spelling or name, beside the first use of the commoner one."""
    yield from _spellings(comparison)
    yield from _forms(comparison)


def _spellings(comparison: Comparison) -> Iterator[Finding]:
    side, own = comparison.rewrite, language_of(comparison.rewrite.document)
    uses = _uses(side, own)
    originals = _words(comparison.original) if comparison.original is not None else frozenset()

    def rank(word: str) -> tuple[int, bool, int]:
        """The commoner spelling, then the one that the original uses, then the first is the name."""
        return len(uses[word]), word in originals, -uses[word][0].start

    told: set[str] = set()
    lookalikes = _lookalikes(uses)
    for word, facts in uses.items():
        partners = [other for other in lookalikes[word] if _one_name(word, other, uses, own)]
        best = max(partners, key=rank, default=None)
        if best is None or {word, best} <= originals or word in told:
            continue
        if rank(word) > rank(best):
            continue
        told.add(word)
        yield _finding(side, "One name, two spellings", facts[0], uses[best][0])


def _forms(comparison: Comparison) -> Iterator[Finding]:
    """Names of several words that the original has in one form, and the rewrite in two ("Polisario Forehead").

    The two forms stand in passages that render the one, and differ from each other in one word.
    """
    if comparison.original is None:
        return
    own = language_of(comparison.rewrite.document)
    for form, uses in _rendered(comparison, comparison.original):
        # The form of the original, then the commoner, then the first is the name.
        ranked = sorted(uses, key=lambda f: (f == form, len(uses[f]), -uses[f][0].start), reverse=True)
        best = uses[ranked[0]][0]
        for other in ranked[1:]:
            if len({*other} - {*ranked[0]}) != 1 or any(
                names.same_word(x, y, own) for x, y in _apart(other, ranked[0])
            ):
                continue
            yield _finding(comparison.rewrite, "One thing, two names", uses[other][0], best)


def _finding(side: Side, what: str, here: Fact[Name], elsewhere: Fact[Name]) -> Finding:
    message = f"{what}: {quoted(here.text)} here, {quoted(elsewhere.text)} elsewhere."
    return finding("terminology", Severity.minor, None, span(side, here), 0.7, message)


def _rendered(comparison: Comparison, original: Side) -> Iterator[tuple[Form, dict[Form, list[Fact[Name]]]]]:
    """The names that the original has in one form, and the names of the rewrite that stand for each.

    One stands for another where the passages are paired, it is as long, and shares a word that is no common one. A
    passage that has a differing word of either on both sides may name both.
    """
    forms: dict[str, set[Form]] = defaultdict(set)
    for fact in original.of(Name):
        for word in _form(fact):
            forms[word].add(_form(fact))
    common = language_of(original.document).words("names.common")
    single = {word: f for word, (f, *more) in forms.items() if len(f) > 1 and not more and word not in common}
    found: dict[str, dict[Form, list[Fact[Name]]]] = defaultdict(lambda: defaultdict(list))
    for view in views(comparison):
        here = {word for fact in view.facts(Name) if fact.value.label != "PERSON" for word in _form(fact)}
        pairs = [
            (word, fact)
            for fact in view.mirrored.facts(Name)
            for word in here.intersection(_form(fact), single)
            if len(_form(fact)) == len(single[word])
        ]
        if not pairs:
            continue
        ours, theirs = _naming(view), _naming(view.mirrored)
        for word, fact in pairs:
            apart = _apart(single[word], _form(fact))
            if not any(theirs.has(x) or ours.has(y) for x, y in apart):
                found[word][_form(fact)].append(fact)
    yield from ((single[word], uses) for word, uses in sorted(found.items()) if len(uses) > 1)


def _naming(view: View) -> Naming:
    return Naming.together([Naming.of(view.side.document.sentences[i].text, view.language) for i in view.sentences])


def _apart(a: Form, b: Form) -> list[tuple[str, str]]:
    return [(x, y) for x in {*a} - {*b} for y in {*b} - {*a}]


def _form(fact: Fact[Name]) -> Form:
    return tuple(map(names.fold, fact.text.split()))


def _uses(side: Side, own: Language) -> dict[str, list[Fact[Name]]]:
    """The names that hold each word of at least `LETTERS` letters ("Maddy-Weitzman" is one), in text order."""
    uses: dict[str, list[Fact[Name]]] = {}
    for fact in side.of(Name):
        for word in dict.fromkeys(map(names.fold, fact.text.split())):
            if len(word) >= LETTERS and word not in own.words("names.common"):
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


def _one_name(a: str, b: str, uses: dict[str, list[Fact[Name]]], own: Language) -> bool:
    """Whether two words are spellings of one name: alike, no forms of each other, and no countries.

    Two of one text that bear different first names, or stand in one sentence, are two names.
    """
    if names.same_word(a, b, own) or not names.countries(own).keys().isdisjoint({(a,), (b,)}):
        return False
    alike = DamerauLevenshtein.normalized_similarity(a, b)
    if a[0] != b[0] or (alike < ALIKE and not (names.skeleton(a) == names.skeleton(b) and alike >= 0.75)):
        return False
    if ordinary(a, own) and ordinary(b, own):
        return False
    if {fact.sentence for fact in uses[a]} & {fact.sentence for fact in uses[b]}:
        return False
    ours, theirs = ({fact.text for fact in uses[word]} for word in (a, b))
    return all(_may_be_one(x, a, y, b, own) for x in ours for y in theirs)


def _may_be_one(x: str, a: str, y: str, b: str, own: Language) -> bool:
    """Whether the other words of two names agree, or one of them has none."""
    others = own.words("names.common") | {a, b}
    rest_x, rest_y = ({names.fold(word) for word in text.split()} - others for text in (x, y))
    return not rest_x or not rest_y or bool(rest_x & rest_y)
