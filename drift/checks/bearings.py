"""What a number that stayed the same now says: by how much or up to what a thing changed, and which side it lies on.

"Raised by 2 percent" and "raised to 2 percent" give one number two meanings, as "nearly half" and "more than half" put
the true value on either side of one.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from drift.checks.slots import within
from drift.facts import amounts
from drift.facts.amounts import Number
from drift.facts.hedges import hedge
from drift.facts.numberwords import CARDINALS
from drift.reading import raw_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from drift.checks.beads import View
    from drift.records import Fact, Span, Token

#: Verbs and nouns of change: with "by" a number says how much, with "to" where the change ends, with "from" where it
#: began.
_CHANGES = frozenset(
    """
    raise rise rising increase grow growth climb jump surge soar spike skyrocket rocket shoot swell balloon expand
    expansion widen lift boost hike gain advance improve improvement rebound recover quicken accelerate strengthen
    appreciate extend extension lengthen cut fall drop decrease decline reduce reduction lower plunge plummet slump
    slide slip sink tumble shrink contract contraction narrow lose loss slash trim shorten retreat ease dwindle dip
    dive crash collapse slow weaken depreciate devalue shorten halve edge inch creep tick leap bump change adjust revise
    revision upgrade downgrade up down
    """.split()
)
#: Those that a bare amount follows and that then say how much: "rose 2 percent".
_INTRANSITIVE = frozenset(
    """
    rise increase grow climb jump surge soar spike skyrocket swell expand gain advance rebound fall drop decrease
    decline plunge plummet slump slide slip sink tumble shrink contract lose retreat dip dive edge inch creep tick leap
    up down
    """.split()
)
_ENDS = frozenset({"by", "to", "from"})
#: "Close to", "due to" and their like are no end of a change, nor is "up to", a bound.
_OTHER_TO = frozenset("up close due according thanks equal equivalent next compared similar prior owing nearer".split())
#: Words that may stand between the preposition and its number.
_BETWEEN = frozenset("a an the its their his her record total some all-time".split())
#: Words between a number and the verb or noun of change that governs it, in the parse.
_HOPS = 4

#: Just short of the number, so that it was not reached.
_SHORT = re.compile(
    r"(?<![^\W_])(?:(?<!not )(?:nearly|almost)|not quite|just (?:under|below|short of|shy of)"
    r"|(?:slightly|a little|a bit) (?:under|below|less than|fewer than))(?: (?:the|an?))?[ (]*$",
    re.IGNORECASE,
)
_BEYOND = re.compile(
    r"(?<![^\W_])(?:just|slightly|a little|a bit) (?:over|above|more than)(?: (?:the|an?))?[ (]*$", re.IGNORECASE
)
#: Characters that hold the longest of these.
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
    last = own.stop - 1
    noun = row[last].head
    if amount and noun > last and row[noun].pos == "NOUN" and row[noun].lemma.lower() in _INTRANSITIVE:
        return End("by", own.start, noun)  # "a 2 percent rise"
    at = _before(view, fact, own.start)
    return None if at < 0 else _end(row, at, last, amount=amount)


def _end(row: Sequence[Token], at: int, last: int, *, amount: bool) -> End | None:
    """How a number that ends at a token takes part in a change, by the word before it."""
    token, word = row[at], row[at].text.lower()
    if word == "of" and token.head == at - 1 and row[at - 1].pos == "NOUN" and row[at - 1].lemma.lower() in _CHANGES:
        return End("by", at - 1, last)  # "a rise of 2 percent"
    if word in _ENDS and token.pos in {"ADP", "PART", "SCONJ"}:
        return End(word, at, last) if _is_end(row, at) else None
    if amount and token.lemma.lower() in _INTRANSITIVE and token.pos in {"VERB", "ADV", "ADP"}:
        return End("by", at, last)  # "rose 2 percent"
    return None


def _before(view: View, fact: Fact, first: int) -> int:
    """The token before a number, its hedges and what else may stand there."""
    sentence = view.side.document.sentences[fact.sentence]
    row = view.side.tokens[fact.sentence]
    _, _, start = hedge(sentence.text, fact.start - sentence.start)
    at = first - 1
    while at >= 0 and (
        row[at].start >= sentence.start + start
        or row[at].text.lower() in _BETWEEN
        or row[at].text in {"$", "£", "€", "¥"}
    ):
        at -= 1
    return at


def _is_end(row: Sequence[Token], at: int) -> bool:
    """Whether a preposition before a number hangs from a change, and is no part of a range or of another phrase."""
    previous = row[at - 1] if at else None
    if previous is not None and row[at].text.lower() == "to":
        if previous.text.lower() in _OTHER_TO:
            return False
        # "Two to three percent" is a range, "from two to three percent" has two ends
        ranged = previous.pos == "NUM" or previous.text in {"%", "percent"}
        if ranged and not any(token.text.lower() == "from" for token in row[max(0, at - 6) : at]):
            return False
    head = row[at].head
    for _ in range(_HOPS):
        if row[head].lemma.lower() in _CHANGES:
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
    return {_lies(view, a), _lies(view.turned, b)} == {"below", "above"}


def _lies(view: View, fact: Fact) -> str:
    """The side of a number on which its true value is said to lie: "below", "above" or ""."""
    sentence = view.side.document.sentences[fact.sentence]
    before = sentence.text[max(0, fact.start - sentence.start - _REACH) : fact.start - sentence.start]
    if _SHORT.search(before):
        return "below"
    if _BEYOND.search(before):
        return "above"
    bound = hedge(sentence.text, fact.start - sentence.start)[1]
    return {"over": "above", "under": "below"}.get(bound, "")


def is_half(fact: Fact) -> bool:
    """Whether a number is half of something: more than it is a majority, less than it none."""
    number = fact.value
    return isinstance(number, Number) and any(
        reading.value == (50 if reading.unit and reading.unit.dimension == "ratio" else 0.5)
        for reading in number.readings
    )


#: "One of the three", "some of these 300": the number is no longer of those of whom the sentence speaks.
_PART = re.compile(
    rf"(?<![^\W_])(?P<part>none|some|many|most|several|half|{'|'.join(CARDINALS)}|\d+) of"
    r" (?:the|these|those|its|their|his|her|our|my|your)(?: \w+)? $",
    re.IGNORECASE,
)


class Part(NamedTuple):
    """A part of what a number counts: the word that takes it, and the raw words from there to the number."""

    word: str
    span: Span


def part(view: View, fact: Fact) -> Part | None:
    """The part that is taken of what a number counts: "one" in "one of the three men"."""
    document, sentence = view.side.document, view.side.document.sentences[fact.sentence]
    start = fact.start - sentence.start
    found = _PART.search(sentence.text, max(0, start - _REACH), start)
    if found is None:
        return None
    return Part(found["part"].lower(), raw_span(document, sentence.start + found.start(), fact.end))


def amount(fact: Fact) -> float | None:
    """What a number comes to in the base unit of its likeliest reading: by this it is known among those around it."""
    return round(fact.value.readings[0].base, 6) if isinstance(fact.value, Number) else None


def once(facts: Iterable[Fact]) -> frozenset[float | None]:
    """The amounts that stand once among some numbers: of two alike, either may be the other side's."""
    return frozenset(value for value, count in Counter(map(amount, facts)).items() if count == 1)
