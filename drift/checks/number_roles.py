"""What a number that stayed the same now says: by how much or up to what a thing changed, and which side it lies on.

"Raised by 2 percent" and "raised to 2 percent" give one number two meanings, as "nearly half" and "more than half" put
the true value on either side of one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from drift.checks.beads import Place
from drift.checks.slots import within
from drift.facts import amounts
from drift.facts.amounts import Number
from drift.facts.hedges import behind, hedge
from drift.facts.numberwords import lexicon
from drift.language import alternatives
from drift.reading import raw_span

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from drift.checks.beads import View
    from drift.language import Language
    from drift.records import Fact, Span, Token

#: Words between a number and the verb or noun of change that governs it, in the parse.
_HOPS = 4

#: Characters that hold the longest words for what lies just short of a number or just beyond it, and for a part.
_REACH = 30


class End(NamedTuple):
    """How a number takes part in a change: "by", "to" or "from"; the tokens `first` to `last` say so."""

    word: str
    first: int
    last: int


def end(view: View, fact: Fact) -> End | None:
    """How the number takes part in a change that its sentence tells, if it does."""
    row, own = view.side.tokens[fact.sentence], within(view.side, fact)
    if not own or not isinstance(fact.value, Number) or fact.value.clock:
        return None
    amount = not fact.value.ordinal and fact.value.unit is not None
    bare = view.language.words("quantities.change.bare") if amount else frozenset()
    last = own.stop - 1
    noun = row[last].head
    if noun > last and row[noun].pos == "NOUN" and row[noun].lemma.lower() in bare:
        return End("by", own.start, noun)  # "a 2 percent rise"
    at = _before(view, fact, own.start)
    return None if at < 0 else _end(row, at, last, view.language, bare)


def _end(row: Sequence[Token], at: int, last: int, known: Language, bare: Collection[str]) -> End | None:
    """How a number that ends at a token takes part in a change, by the word before it."""
    token, word = row[at], row[at].text.lower()
    noun = row[at - 1] if token.head == at - 1 and word in known.words("function.of") else None
    if noun is not None and noun.pos == "NOUN" and noun.lemma.lower() in known.words("quantities.change.words"):
        return End("by", at - 1, last)  # "a rise of 2 percent"
    kind = known.classes("quantities.ends").get(word)
    if kind is not None and token.pos in {"ADP", "PART", "SCONJ"}:
        return End(kind, at, last) if _is_end(row, at, known) else None
    if token.lemma.lower() in bare and token.pos in {"VERB", "ADV", "ADP"}:
        return End("by", at, last)  # "rose 2 percent"
    return None


def _before(view: View, fact: Fact, first: int) -> int:
    """The token before a number, its hedges and what else may stand there."""
    sentence = view.side.document.sentences[fact.sentence]
    row, between = view.side.tokens[fact.sentence], view.language.words("quantities.change.between")
    _, _, start = hedge(sentence.text, fact.start - sentence.start, view.language)
    at = first - 1
    while at >= 0 and (
        row[at].start >= sentence.start + start
        or row[at].text.lower() in between
        or row[at].text in {"$", "£", "€", "¥"}
    ):
        at -= 1
    return at


def _is_end(row: Sequence[Token], at: int, known: Language) -> bool:
    """Whether a preposition before a number hangs from a change, and is no part of a range or of another phrase."""
    ends, changes = known.classes("quantities.ends"), known.words("quantities.change.words")
    previous = row[at - 1] if at else None
    if previous is not None and ends.get(row[at].text.lower()) == "to":
        if previous.text.lower() in known.words("quantities.change.no_end"):
            return False
        # "Two to three percent" is a range, "from two to three percent" has two ends
        ranged = previous.pos == "NUM" or previous.text == "%" or previous.text in known.words("numbers.percent")
        if ranged and not any(ends.get(token.text.lower()) == "from" for token in row[max(0, at - 6) : at]):
            return False
    head = row[at].head
    for _ in range(_HOPS):
        if row[head].lemma.lower() in changes:
            return True
        if row[head].pos == "VERB" or row[head].head == head:
            return False
        head = row[head].head
    return False


def told(view: View, fact: Fact, end: End) -> Span:
    """The raw words that say how the number takes part."""
    row = view.side.tokens[fact.sentence]
    return raw_span(view.side.document, row[end.first].start, max(row[end.last].end, fact.end))


def crossed(view: View, a: Fact, b: Fact) -> bool:
    """Whether one side puts the true value just below the number, and the other above it (or the other way round)."""
    x, y = a.value, b.value
    if not isinstance(x, Number) or not isinstance(y, Number) or amounts.opposed(x, y):
        return False
    if not amounts.same_amount(x, y) or (x.unit and y.unit and x.unit.name != y.unit.name):
        return False  # "nearly 300" may be "more than 290", "nearly two miles" be "over three kilometers"
    return {_lies(view, a), _lies(view.mirrored, b)} == {"below", "above"}


def _lies(view: View, fact: Fact) -> str:
    """The side of a number on which its true value is said to lie: "below", "above" or ""."""
    sentence = view.side.document.sentences[fact.sentence]
    before = sentence.text[max(0, fact.start - sentence.start - _REACH) : fact.start - sentence.start]
    for side, pattern in _just(view.language).items():
        if pattern.search(before):
            return side
    bound = hedge(sentence.text, fact.start - sentence.start, view.language)[1]
    return {"over": "above", "under": "below"}.get(bound, "")


def edge(view: View, fact: Fact[Number]) -> str:
    """Whether a number is "in" the bound that the words behind it set, or "out" of that of the words before it."""
    sentence, known = view.side.document.sentences[fact.sentence], view.language
    if behind(view.side.document.clean, fact.end, known):
        return "in"
    start = fact.start - sentence.start
    _, bound, first = hedge(sentence.text, start, known)
    return "out" if bound and sentence.text[first:start].strip().lower() in known.words("cues.strict") else ""


def is_half(fact: Fact) -> bool:
    """Whether a number is half of something: more than it is a majority, less than it none."""
    number = fact.value
    return isinstance(number, Number) and any(
        reading.value == (50 if reading.unit and reading.unit.dimension == "ratio" else 0.5)
        for reading in number.readings
    )


@cache
def _just(known: Language) -> Mapping[str, re.Pattern[str]]:
    """What ends in words for a value "below" the number behind them, and for one "above"."""
    denied = "".join(rf"(?<!{re.escape(word)} )" for word in known.ordered("quantities.just.denied"))
    article = alternatives(known.words("function.articles"))
    sides = {"below": known.words("quantities.just.below"), "above": known.words("quantities.just.above")}
    return {
        side: re.compile(rf"(?<![^\W_]){denied}{alternatives(phrases)}(?: {article})?[ (]*$", re.IGNORECASE)
        for side, phrases in sides.items()
    }


@cache
def _part(known: Language) -> re.Pattern[str]:
    """Words for a part of what the number behind them counts."""
    taken = alternatives([*known.words("quantities.part.taken"), *lexicon(known).cardinals, *lexicon(known).scales])
    of, whole = alternatives(known.words("function.of")), alternatives(known.words("quantities.part.whole"))
    return re.compile(rf"(?<![^\W_])(?P<part>{taken}|\d+) {of} {whole}(?: \w+)? $", re.IGNORECASE)


class Part(NamedTuple):
    """A part of what a number counts: the word that takes it, and the raw words from there to the number."""

    word: str
    span: Span


def part(view: View, fact: Fact) -> Part | None:
    """The part that is taken of what a number counts: "one" in "one of the three men"."""
    document, sentence = view.side.document, view.side.document.sentences[fact.sentence]
    start = fact.start - sentence.start
    found = _part(view.language).search(sentence.text, max(0, start - _REACH), start)
    if found is None:
        return None
    return Part(found["part"].lower(), raw_span(document, sentence.start + found.start(), fact.end))


def count(part: Part, known: Language) -> int | None:
    """How many a part is, where it is counted."""
    return int(part.word) if part.word.isdecimal() else lexicon(known).cardinals.get(part.word)


def counted(view: View, fact: Fact[Number]) -> Place | None:
    """The noun that a number counts."""
    row, own = view.side.tokens[fact.sentence], within(view.side, fact)
    for at in range(own.stop, min(len(row), own.stop + 4)) if own else ():
        if row[at].lemma.lower() == fact.value.counted and row[at].pos == "NOUN":
            return Place(fact.sentence, at)
    return None


def is_scored(view: View, fact: Fact) -> bool:
    """Whether a number is one of a score ("3-1")."""
    text = view.side.document.clean
    return bool(_SCORED.match(text, fact.end) or _SCORES.search(text, max(0, fact.start - 2), fact.start))


_SCORED, _SCORES = re.compile(r"[-–:]\d"), re.compile(r"\d[-–:]$")


def amount(fact: Fact) -> float | None:
    """What a number comes to in the base unit of its likeliest reading: by this it is known among those around it."""
    return round(fact.value.readings[0].base, 6) if isinstance(fact.value, Number) else None
