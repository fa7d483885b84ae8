"""Words of all and none that lost or took on an exception: "almost all hostages" became "all hostages".

"Almost all" says that some are not; "all" says that none is. And of "both" sides "one" is but half.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from drift.checks.beads import Place, became, quoted, views
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.checks.beads import View
    from drift.records import Comparison, Span, Token

#: Words between such a word and its noun, the noun among them.
_REACH = 6


class _Said(NamedTuple):
    """A word of quantity; `before` is "almost" where the word before it leaves an exception, "not", or empty."""

    place: Place
    before: str


#: The words of quantity that stand once, by what they say ("all", "none", "both" ...) and of what.
_Found: TypeAlias = dict[tuple[str, str], _Said]


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding an exception that is lost or new, and one a "both" that became "one"."""
    for _, view in views(comparison):
        ours, theirs = _single(view), _single(view.mirrored)
        if ours and theirs:
            yield from _excepted(view, ours, theirs)
            yield from _halved(view, ours, theirs)
            yield from _emptied(view, ours, theirs)


def _single(view: View) -> _Found:
    """The words of quantity that stand once, by what they say and of what."""
    found: dict[tuple[str, str], list[_Said]] = {}
    meanings, marks = view.language.classes("quantifiers.says"), view.language.classes("quantifiers.before")
    for place in view.places:
        says = meanings.get(view.token(place).text.lower())
        of = _of(view, place) if says else None
        if says and of:
            before = view.side.tokens[place.sentence][place.token - 1].text.lower() if place.token else ""
            found.setdefault((says, of), []).append(_Said(place, marks.get(before, "")))
    return {what: said[0] for what, said in found.items() if len(said) == 1}


def _of(view: View, place: Place) -> str | None:
    """The noun that a word of quantity is said of; of one that stands for a noun, or of an adverb, the verb."""
    row, token, language = view.side.tokens[place.sentence], view.token(place), view.language
    if token.dep == "cc:preconj":
        return None  # "both Spain and France"
    for at in view.here.below.get(place, ()):
        if row[at].text.lower() in language.words("function.of"):
            inner = view.here.below.get(Place(place.sentence, at), ())
            governed = (Place(place.sentence, i) for i in inner if row[i].dep == "comp:obj")
            return next(map(view.key, governed), None)
    before = token.text.lower() in language.words("quantifiers.before_noun")
    found = _noun(row, place.token + 1) if before else None
    if found is None:
        found = token.head
    return view.key(Place(place.sentence, found)) if found != place.token else None


def _noun(row: Sequence[Token], first: int) -> int | None:
    """The noun that begins at a token or after its articles, adjectives and numbers, the last of a row of them."""
    found = None
    for at, token in enumerate(row[first : first + _REACH], first):
        if token.pos == "NOUN":
            found = at
        elif found is not None or not (token.pos in {"DET", "ADJ", "NUM"} or token.has("Poss=Yes|PronType=Prs")):
            break
    return found


def _excepted(view: View, ours: _Found, theirs: _Found) -> Iterator[Finding]:
    """Of a noun, "almost all" that became "all", or the other way round."""
    for what, mine in ours.items():
        other = theirs.get(what)
        if other is None or {mine.before, other.before} != {"almost", ""}:
            continue
        lost = mine.before == "almost"
        whole = view.mirrored if lost else view
        excepting = whole.language.words("quantifiers.excepting") | whole.language.words("quantifiers.before.almost")
        if whole.here.lemmas.isdisjoint(excepting):
            original, rewrite = _spans(view, mine, other)
            message = f"An exception is {'lost' if lost else 'new'}: {became(original.text, rewrite.text)}."
            yield finding("wording", Severity.major if lost else Severity.minor, original, rewrite, 0.65, message)


def _halved(view: View, ours: _Found, theirs: _Found) -> Iterator[Finding]:
    """Of a noun, "both" that became "one", or the other way round."""
    for (says, of), mine in ours.items():
        turned = {"both": "one", "one": "both"}.get(says)
        other = theirs.get((turned, of)) if turned else None
        if other is None or (turned, of) in ours or (says, of) in theirs:
            continue
        both, one = (view, view.mirrored) if says == "both" else (view.mirrored, view)
        if one.here.lemmas.isdisjoint(one.language.words("quantifiers.pair")) and both.here.lemmas.isdisjoint(
            both.language.words("quantifiers.says.one")
        ):
            yield _unlike(view, mine, other)


def _emptied(view: View, ours: _Found, theirs: _Found) -> Iterator[Finding]:
    """Of a noun, "not all" that became "no", or the other way round."""
    for (says, of), mine in ours.items():
        turned = {"all": "none", "none": "all"}.get(says)
        other = theirs.get((turned, of)) if turned else None
        if other is None:
            continue
        whole, none = (mine, other) if says == "all" else (other, mine)
        if whole.before == "not" and not none.before:
            yield _unlike(view, mine, other)


def _unlike(view: View, mine: _Said, other: _Said) -> Finding:
    original, rewrite = _spans(view, mine, other)
    message = f"{quoted(rewrite.text)} is not the same as {quoted(original.text)}."
    return finding("wording", Severity.major, original, rewrite, 0.7, message)


def _spans(view: View, mine: _Said, other: _Said) -> tuple[Span, Span]:
    """Each word of quantity with what stands before it, if that matters."""
    ours, theirs = (Place(place.sentence, place.token - bool(before)) for place, before in (mine, other))
    return view.span(ours, mine.place), view.mirrored.span(theirs, other.place)
