"""Words of all and none that lost or took on an exception: "almost all hostages" became "all hostages".

"Almost all" says that some are not; "all" says that none is. And of "both" sides "one" is but half.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from drift.checks.beads import Place, key, quoted, views
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.checks.beads import View
    from drift.records import Comparison, Span, Token

#: Words that leave no exception, by what they say.
_WHOLE = {
    **dict.fromkeys("all every each everyone everybody everything".split(), "all"),
    **dict.fromkeys("no none nobody nothing".split(), "none"),
    "always": "always",
    "never": "never",
}
#: Words before these that leave one.
_ALMOST = frozenset("almost nearly virtually practically".split())
#: Words with which the other side may leave an exception too.
_EXCEPTING = _ALMOST | frozenset(
    """
    most mostly majority largely mainly vast few some about but except exception save hardly scarcely barely rarely
    seldom little close near usually generally basically essentially effectively overwhelming overwhelmingly one
    """.split()
)
_BOTH, _ONE, _NOT = "both", "one", "not"
#: Words that stand before the noun that they are said of.
_BEFORE_NOUN = frozenset("all every each no both one".split())
#: Words between such a word and its noun, the noun among them.
_REACH = 6
#: Words with which a side that says "one" may still say both: "one side, and then the other".
_PAIR = frozenset("both other another two each either neither pair latter former".split())


class _Said(NamedTuple):
    """A word of quantity, and the word before it that leaves an exception ("almost"), or "not"; else empty."""

    place: Place
    before: str

    @property
    def almost(self) -> bool:
        return self.before in _ALMOST


#: The words of quantity that stand once, by what they say and of what.
_Found: TypeAlias = dict[tuple[str, str], _Said]
#: The words of the original and of the rewrite.
_Words: TypeAlias = tuple[frozenset[str], frozenset[str]]


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding an exception that is lost or new, and one a "both" that became "one"."""
    for _, view in views(comparison):
        ours, theirs = _single(view), _single(view.turned)
        if ours and theirs:
            words = _words(view), _words(view.turned)
            yield from _excepted(view, ours, theirs, words)
            yield from _halved(view, ours, theirs, words)
            yield from _emptied(view, ours, theirs)


def _single(view: View) -> _Found:
    """The words of quantity that stand once, by what they say and of what."""
    found: dict[tuple[str, str], list[_Said]] = {}
    for place in view.places:
        word = view.token(place).text.lower()
        says = _WHOLE.get(word) or (word if word in {_BOTH, _ONE} else None)
        of = _of(view, place) if says else None
        if says and of:
            before = view.side.tokens[place.sentence][place.token - 1].text.lower() if place.token else ""
            said = _Said(place, before if before in _ALMOST or before == _NOT else "")
            found.setdefault((says, of), []).append(said)
    return {what: said[0] for what, said in found.items() if len(said) == 1}


def _of(view: View, place: Place) -> str | None:
    """The noun that a word of quantity is said of; of one that stands for a noun, or of an adverb, the verb."""
    row, token = view.side.tokens[place.sentence], view.token(place)
    if token.dep == "preconj":
        return None  # "both Spain and France"
    for at in view.here.below.get(place, ()):
        if row[at].text.lower() == "of":
            inner = view.here.below.get(Place(place.sentence, at), ())
            return next((key(row[i]) for i in inner if row[i].dep == "pobj"), None)
    noun = _noun(row, place.token + 1) if token.text.lower() in _BEFORE_NOUN else None
    if noun is not None:
        return key(noun)
    return key(row[token.head]) if token.head != place.token else None


def _noun(row: Sequence[Token], first: int) -> Token | None:
    """The noun that begins at a token or after its articles, adjectives and numbers, the last of a row of them."""
    found = None
    for token in row[first : first + _REACH]:
        if token.pos == "NOUN":
            found = token
        elif found is not None or not (token.pos in {"DET", "ADJ", "NUM"} or token.tag == "PRP$"):
            break
    return found


def _words(view: View) -> frozenset[str]:
    return frozenset(view.token(place).lemma.lower() for place in view.places)


def _excepted(view: View, ours: _Found, theirs: _Found, words: _Words) -> Iterator[Finding]:
    """Of a noun, "almost all" that became "all", or the other way round."""
    for what, mine in ours.items():
        other = theirs.get(what)
        if other is None or mine.almost == other.almost or _NOT in {mine.before, other.before}:
            continue
        if words[mine.almost] & _EXCEPTING:  # those of the side that has no "almost"
            continue
        original, rewrite = _span(view, mine), _span(view.turned, other)
        change = "lost" if mine.almost else "new"
        yield finding(
            kind="wording",
            severity=Severity.major if mine.almost else Severity.minor,
            original=original,
            rewrite=rewrite,
            confidence=0.65,
            message=f"An exception is {change}: {quoted(original.text)} became {quoted(rewrite.text)}.",
        )


def _span(view: View, said: _Said) -> Span:
    first = Place(said.place.sentence, said.place.token - bool(said.before))
    return view.span(first, said.place)


def _halved(view: View, ours: _Found, theirs: _Found, words: _Words) -> Iterator[Finding]:
    """Of a noun, "both" that became "one", or the other way round."""
    for (says, of), mine in ours.items():
        turned = {_BOTH: _ONE, _ONE: _BOTH}.get(says)
        other = theirs.get((turned, of)) if turned else None
        if other is None or (turned, of) in ours or (says, of) in theirs:
            continue
        both, one = words if says == _BOTH else words[::-1]
        if one & _PAIR or _ONE in both:
            continue
        yield _unlike(view, mine, other)


def _emptied(view: View, ours: _Found, theirs: _Found) -> Iterator[Finding]:
    """Of a noun, "not all" that became "no", or the other way round."""
    for (says, of), mine in ours.items():
        turned = {"all": "none", "none": "all"}.get(says)
        other = theirs.get((turned, of)) if turned else None
        if other is None:
            continue
        whole, none = (mine, other) if says == "all" else (other, mine)
        if whole.before == _NOT and not none.before:
            yield _unlike(view, mine, other)


def _unlike(view: View, mine: _Said, other: _Said) -> Finding:
    original, rewrite = _span(view, mine), _span(view.turned, other)
    return finding(
        kind="wording",
        severity=Severity.major,
        original=original,
        rewrite=rewrite,
        confidence=0.7,
        message=f"{quoted(rewrite.text)} is not the same as {quoted(original.text)}.",
    )
