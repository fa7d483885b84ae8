"""Words of all and none that lost or took on an exception: "almost all hostages" became "all hostages".

"Almost all" says that some are not; "all" says that none is. And of "both" sides "one" is but half. "At least
20" may be 30.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from drift.checks import cues
from drift.checks.beads import Place, became, quoted, views
from drift.checks.cues import Cue
from drift.checks.slots import once
from drift.facts.amounts import Number
from drift.facts.hedges import hedge
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.checks.beads import View
    from drift.records import Comparison, Token

#: Words between such a word and its noun, the noun among them.
_REACH = 6


class _Says(NamedTuple):
    """What a word of quantity says ("all"), and what the word before it does to that ("almost", "not", or nothing)."""

    before: str
    amount: str

    def __str__(self) -> str:
        return f"{self.before} {self.amount}".strip()


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding an exception that is lost or new, a "both" that became "one", or a bound of a number."""
    for view in views(comparison):
        unlike = view.language.words("quantifiers.unlike")
        for mine, other in cues.exchanged(view, _quantities, _otherwise):
            original, rewrite = cues.spans(view, mine, other)
            if mine.says.amount == other.says.amount and {mine.says.before, other.says.before} == {"almost", ""}:
                lost = mine.says.before == "almost"
                message = f"An exception is {'lost' if lost else 'new'}: {became(original.text, rewrite.text)}."
                yield finding("qualifier", Severity.major if lost else Severity.minor, original, rewrite, 0.65, message)
            elif {f"{mine.says} / {other.says}", f"{other.says} / {mine.says}"} & unlike:
                message = f"{quoted(rewrite.text)} is not the same as {quoted(original.text)}."
                yield finding("qualifier", Severity.major, original, rewrite, 0.7, message)
        for ours, theirs in cues.exchanged(view, _bounds, _bounded):
            if not (ours.says and theirs.says):
                original, rewrite = cues.spans(view, ours, theirs)
                message = f"A bound is {'new' if theirs.says else 'lost'}: {became(original.text, rewrite.text)}."
                yield finding("qualifier", Severity.minor, original, rewrite, 0.6, message)


def _bounds(view: View) -> list[Cue[str, str]]:
    """What stands before each exact number, "over" ("at least"), "under" ("up to") or nothing, by its amount."""
    bounding = view.language.ordered("quantifiers.bounding")

    def all_() -> Iterator[Cue[str, str]]:
        for fact in view.facts(Number):
            value, row = fact.value, view.side.tokens[fact.sentence]
            start = hedge(view.side.document.clean, fact.start, view.language)[2]
            tokens = [at for at, token in enumerate(row) if start <= token.start < fact.end]
            sure = view.side.document.clean[start : fact.start].lower().startswith(bounding) if value.bound else True
            if tokens and sure and not (value.soft or value.ordinal) and (value.bound or not value.approximate):
                places = Place(fact.sentence, tokens[0]), Place(fact.sentence, tokens[-1])
                yield Cue(value.bound, f"{value.readings[0].base:.6g}", *places)

    return once(all_(), key=lambda cue: cue.of)


def _bounded(view: View, bound: str) -> bool:
    """Whether a side has a bound in other words: "or more", "a maximum of"."""
    return bool(bound) and not view.here.lemmas.isdisjoint(view.language.groups("quantifiers.bounds").get(bound, ()))


def _otherwise(view: View, says: _Says) -> bool:
    groups = view.language.groups("quantifiers.otherwise")
    return any(not view.here.lemmas.isdisjoint(groups.get(part, ())) for part in says)


def _quantities(view: View) -> list[Cue[_Says, str]]:
    """The words of quantity that stand once with their noun, each with what stands before it, if that matters."""
    words = view.language.classes
    amounts, marks, behind = words("quantifiers.says"), words("quantifiers.before"), words("quantifiers.behind")

    def all_() -> Iterator[Cue[_Says, str]]:
        for place in view.places:
            amount = amounts.get(view.token(place).text.lower())
            if not amount:
                continue
            nearby = view.row(place)[place.token + 1 : place.token + 3]
            excepts = behind.get(nearby[0].text.lower(), "") if nearby and nearby[-1].pos == "NUM" else ""
            last = Place(place.sentence, place.token + (2 if excepts else 0))  # "all but three of them"
            of = _of(view, last)
            if of:
                before = marks.get(view.before(place), "")
                first = Place(place.sentence, place.token - bool(before))
                yield Cue(_Says(excepts or before, amount), of, first, last)

    return once(all_(), key=lambda cue: (cue.says.amount, cue.of))


def _of(view: View, place: Place) -> str | None:
    """The noun that a word of quantity is said of; of one that stands for a noun, or of an adverb, the verb."""
    token, language = view.token(place), view.language
    if token.dep == "cc:preconj":
        return None  # "both Spain and France"
    for at in view.here.under(place):
        if view.token(at).text.lower() in language.words("function.of"):
            return next(map(view.key, view.here.under(at, "comp:obj")), None)
    before = token.text.lower() in language.words("quantifiers.before_noun")
    found = _noun(view.row(place), place.token + 1) if before else None
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
