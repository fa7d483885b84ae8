"""Words between quotation marks that the rewrite changed, unquoted, or put into somebody's mouth.

Typography, British or American spelling, contractions and repairs of scraping are no change: quotations are
compared by their folded words. A quotation that is only cut short is still verbatim.
"""

from __future__ import annotations

import difflib
import itertools
import math
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, TypeAlias

from drift.checks.beads import Place, became, is_word, quoted, views
from drift.checks.contrasts import contrary
from drift.checks.slots import nearby, one_to_one, opposite, place, within
from drift.facts.names import same_word
from drift.facts.polarity import Polarity
from drift.facts.quotes import Quotation, Unclosed, marks_in, words_of
from drift.facts.spelling import respelled
from drift.findings import finding
from drift.reading import raw_span
from drift.records import Finding, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.checks.beads import View
    from drift.language import Language
    from drift.records import Comparison, Fact

_ELLIPSES = ("…", "...", ". . .")

#: A quotation of up to this many words is quoted for its very words ("hostile actions"); a longer one also for what it
#: says. Read off the seeds; `roundtrip` and `human_human_pairs` dev show how often long ones are only reworded.
FRAGMENT = 5
#: Share of words that two quotations must have in common to be one, from the paired quotations of `roundtrip` dev.
PAIRED = 0.35
#: Share of a word's meaning that must be missing for it to have been replaced: synonyms in the paired quotations of
#: `human_human_pairs` dev ("extraordinary" / "exceptional" .24, "client" / "customer" .43) lie below, others above.
LACKING = 0.5
#: Where nothing else fits, quotations are a pair that stand no further apart than this (shares of their sides of the
#: bead), of which neither has so many times the words of the other, and that have this share of words in common (none
#: at all where each is the only one or both sides have as many): a judgment, not measured.
BESIDE, TIMES, SLIGHT = 0.35, 3, 0.15
#: Stretches of up to this many words are held against each other word by word for contraries; of longer ones it cannot
#: be told which word took the place of which (a judgment, not measured).
STRETCH = 8
#: Beyond the bead a quotation must be nearly the same to be the same.
ELSEWHERE = 0.6
#: Words of a quotation that is looked for far from its bead, and how many sentences far: an article has no more.
LONG, FAR = 6, 1000


@dataclass(frozen=True, slots=True)
class _Change:
    """One stretch that differs: places of the words within both quotations."""

    a: tuple[int, int]
    b: tuple[int, int]


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a quotation whose words changed, or that only one side quotes."""
    for view in views(comparison):
        ours, theirs = _parts(view), _parts(view.mirrored)
        pairs = _pairs(ours, theirs)
        for i, j in pairs:
            yield from _near(view, ours[i], theirs[j])
        for k, (side, parts) in enumerate(((view, ours), (view.mirrored, theirs))):
            rest = sorted(set(range(len(parts))).difference(pair[k] for pair in pairs))
            yield from (told for i in rest for told in _unpaired(side, parts[i], paired=bool(pairs)))


@dataclass(frozen=True, slots=True)
class _Part:
    """What one quotation says within a bead, its sentences joined.

    `places` are the tokens of the words, None where a token reaches across the marks.
    """

    words: tuple[str, ...]
    places: tuple[Place, ...] | None
    start: int
    end: int
    at: float
    whole: bool
    language: Language


def _parts(view: View) -> list[_Part]:
    """The quotations of this side of the bead, in text order."""
    joined: dict[int, list[Fact[Quotation]]] = {}
    for fact in view.facts(Quotation):
        joined.setdefault(fact.value.index, []).append(fact)
    return [_part(view, facts) for facts in joined.values()]


def _part(view: View, facts: list[Fact[Quotation]]) -> _Part:
    words = tuple(word for fact in facts for word in fact.value.words)
    places: list[Place] = []
    for fact in facts:
        for at in within(view.side, fact):
            token = view.side.tokens[fact.sentence][at]
            text = view.side.document.clean[token.start : token.end]
            places += [Place(fact.sentence, at)] * _count(text, view.language)
    return _Part(
        words,
        tuple(places) if len(places) == len(words) else None,
        facts[0].start,
        facts[-1].end,
        place(view, facts[0]),
        all(fact.value.whole for fact in facts),
        view.language,
    )


@lru_cache(maxsize=65_536)
def _count(token: str, own: Language) -> int:
    """How many words of a quotation a token is: none, or two where it is a contraction."""
    return len(words_of(token, own))


def _text(view: View, part: _Part) -> str:
    return quoted(view.side.document.clean[part.start : part.end].rstrip(",."))


def _pairs(ours: list[_Part], theirs: list[_Part]) -> list[tuple[int, int]]:
    """Which quotation of the rewrite renders which: by their words, and one beside one where nothing else fits."""
    ranked = (
        ((-alike, apart), i, j)
        for i, j in opposite(len(ours), len(theirs))
        for a, b in [(ours[i], theirs[j])]
        for alike, apart in [(_alike(a.words, b.words, a.language), abs(a.at - b.at))]
        # Where each side has one quotation of about the same length in about the same place they are a pair.
        if alike >= PAIRED or (_beside(a, b) and (alike > SLIGHT or len(ours) == len(theirs)))
    )
    return sorted((i, j) for _, i, j in one_to_one(ranked))


def _beside(a: _Part, b: _Part) -> bool:
    """Whether two quotations are about as long, and stand in about the same place."""
    short, long = sorted((len(a.words), len(b.words)))
    return abs(a.at - b.at) < BESIDE and long <= TIMES * short


def _alike(a: Sequence[str], b: Sequence[str], own: Language) -> float:
    """Share of the shorter quotation's words that the other has, inflected forms included."""
    short, long = sorted((a, b), key=len)
    rest = list(long)
    common = 0
    for word in short:
        match = next((other for other in rest if _same(word, other, own)), None)
        if match is not None:
            rest.remove(match)
            common += 1
    return common / max(1, len(short))


def _same(a: str, b: str, own: Language) -> bool:
    """Whether two words are one, or forms of one ("formalize", "formal")."""
    if a == b or same_word(a, b, own):
        return True
    # Five letters in common, and most of the shorter word: "coincidence", "coincidental".
    stem = max(5, math.ceil(0.7 * min(len(a), len(b))))
    return a[:stem] == b[:stem]


def _near(view: View, a: _Part, b: _Part) -> Iterator[Finding]:
    one, two = a.words, b.words
    if one == two or "".join(one) == "".join(two) or _within(two, one) or _within(one, two):
        return
    changes = _changes(one, two)
    # What the rewrite quotes more than the original may stand outside the marks there, and the other way round.
    changes = [c for c in changes if not _outside(view, one, two, c) and not _elided(view, a, b, c)]
    if not changes:
        return
    light = all(_light(a, b, change) for change in changes)
    severity = Severity.major if not light and _weighty(view, a, b, changes) else Severity.minor
    first, last = changes[0], changes[-1]
    words_a = _span(view, a, (first.a[0], last.a[1]))
    words_b = _span(view.mirrored, b, (first.b[0], last.b[1]))
    message = f"The quotation is not verbatim: {_shown(view, a, b)}."
    yield finding("quote", severity, words_a, words_b, 0.85 if not light else 0.6, message)


def _changes(a: Sequence[str], b: Sequence[str]) -> list[_Change]:
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    return [_Change((i, j), (k, n)) for tag, i, j, k, n in matcher.get_opcodes() if tag != "equal"]


def _within(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether one quotation is a stretch of the other."""
    size = len(short)
    return size < len(long) and any(tuple(long[i : i + size]) == tuple(short) for i in range(len(long) - size + 1))


def _outside(view: View, one: Sequence[str], two: Sequence[str], change: _Change) -> bool:
    """Whether words that only one side quotes stand outside the marks on the other, at the edge of the quotation."""
    edge_a = change.a[0] == 0 or change.a[1] == len(one)
    edge_b = change.b[0] == 0 or change.b[1] == len(two)
    lost, new = one[change.a[0] : change.a[1]], two[change.b[0] : change.b[1]]
    if not (edge_a and edge_b) or (lost and new):
        return False
    if lost:
        return _within(lost, _all(view.mirrored))
    return _within(new, _all(view))


def _elided(view: View, a: _Part, b: _Part, change: _Change) -> bool:
    """Whether one side says by an ellipsis that it leaves these words out, and no negation is among them."""
    for side, part, own, other, words in (
        (view.mirrored, b, change.b, change.a, a.words),
        (view, a, change.a, change.b, b.words),
    ):
        at, last = own
        if (
            at == last
            and 0 < at < len(part.words)
            and part.places
            and part.language.words("quotes.polar").isdisjoint(words[slice(*other)])
        ):
            left, right = map(side.token, part.places[at - 1 : at + 1])
            return any(mark in side.side.document.clean[left.end : right.start] for mark in _ELLIPSES)
    return False


def _all(view: View) -> tuple[str, ...]:
    """The words of this side of the bead."""
    texts = (view.side.document.sentences[i].text for i in sorted(view.sentences))
    return tuple(word for text in texts for word in words_of(text, view.language))


def _light(a: _Part, b: _Part, change: _Change) -> bool:
    """Whether a change is one of function words, of inflection or of order."""
    lost, new, own = a.words[slice(*change.a)], b.words[slice(*change.b)], a.language
    function, polar = own.words("quotes.function"), own.words("quotes.polar")
    if polar.isdisjoint(lost) != polar.isdisjoint(new):
        return False
    return all(word in function or any(_same(word, other, own) for other in new) for word in lost) and all(
        word in function or any(_same(word, other, own) for other in lost) for word in new
    )


def _weighty(view: View, a: _Part, b: _Part, changes: list[_Change]) -> bool:
    """Whether a word became its contrary, or half of what a short quotation says does not mean the same.

    A negation that is only lost or gained ("not right" for "wrong") is for the negation check to judge.
    """
    if any(_turned(view, a, b, change) for change in changes) or _crossed(a, b):
        return True
    content = [i for i in range(len(a.words)) if _content(view, a, i)]
    if len(content) > FRAGMENT:
        return False
    lost = [i for c in changes for i in range(*c.a)]
    new = [i for c in changes for i in range(*c.b)]
    if all(b.words[i] in b.language.words("quotes.function") for i in new) or any(
        any(map(str.isdigit, a.words[i])) for i in lost
    ):
        return False  # Cut short, or a matter of the number check.
    heavy = [i for i in lost if _heavy(view, a, i, b.words)]
    return bool(heavy) and 2 * len(heavy) >= len(content)


@cache
def _contraries(own: Language) -> frozenset[tuple[str, str]]:
    """The pairs of contraries, either way round."""
    pairs = [entry.split("/") for entry in own.ordered("quotes.contraries")]
    return frozenset((x, y) for one, other in pairs for x, y in ((one, other), (other, one)))


def _turned(view: View, a: _Part, b: _Part, change: _Change) -> bool:
    """Whether one stretch lost a word and gained its contrary."""
    lost, new = set(a.words[slice(*change.a)]), set(b.words[slice(*change.b)])
    if any(x in lost and y in new for x, y in _contraries(a.language)):
        return True
    # "not new" may render "old", and of two words that both sides have none took the other's place
    if max(len(lost), len(new)) > STRETCH or not a.language.words("quotes.polar.negations").isdisjoint(lost | new):
        return False
    ours, theirs = _forms(view, a, change.a, b.words), _forms(view.mirrored, b, change.b, a.words)
    return any(contrary(x, y, view.language) for x in ours for y in theirs)


def _forms(view: View, part: _Part, stretch: tuple[int, int], there: Sequence[str]) -> set[str]:
    """The words of a stretch that the other quotation lacks, and their lemmas."""
    found = [i for i in range(*stretch) if part.words[i] not in there]
    places = [part.places[i] for i in found] if part.places is not None else []
    return {part.words[i] for i in found} | {respelled(view.token(at).lemma, part.language) for at in places}


def _crossed(a: _Part, b: _Part) -> bool:
    """Whether a negation went from one word to another: "our mistake, not an attack", "an attack, not our mistake"."""
    denied_a, denied_b = _denied(a), _denied(b)
    return bool((denied_a - denied_b) & set(b.words)) and bool((denied_b - denied_a) & set(a.words))


def _denied(part: _Part) -> set[str]:
    """The first word with content behind each negation, verbs of thinking excepted."""
    negations, function = part.language.words("quotes.polar.negations"), part.language.words("quotes.function")
    found: set[str] = set()
    negated = False
    for word in part.words:
        if word in negations:
            negated = True
        elif negated and word not in function:
            negated = False
            found.add(word)
    return found - part.language.words("quotes.raising")


def _content(view: View, part: _Part, index: int) -> bool:
    """Whether a word of a quotation carries content; names have their own check."""
    if part.words[index] in part.language.words("quotes.function"):
        return False
    return part.places is None or view.token(part.places[index]).pos != "PROPN"


def _heavy(view: View, part: _Part, index: int, there: Sequence[str]) -> bool:
    """Whether a word of a quotation carries content that the other quotation lacks."""
    if not _content(view, part, index) or any(_same(part.words[index], other, part.language) for other in there):
        return False
    return _lacking(view, part, index) is not False


def _lacking(view: View, part: _Part, index: int) -> bool | None:
    """Whether the other side lacks what a word of a quotation means; None where no vector tells."""
    if part.places is None or not view.side.words:
        return None
    place = part.places[index]
    return view.side.words[place.sentence][place.token].missing >= LACKING


def _unpaired(view: View, part: _Part, *, paired: bool) -> Iterator[Finding]:
    """What is told of a quotation that stands for none of the other side; `paired` where others of its side do."""
    if _found(view, part) or not _comparable(view, part):
        return
    there = _all(view.mirrored)
    verbatim = _within(part.words, there) or part.words == there
    if (paired or verbatim) and (len(part.words) < 3 or _title(view, part)):
        return  # Marks around a title or a single word come and go.
    told = _unquoted(view, part, verbatim=verbatim) if view.is_rewrite else _absent(view, part, verbatim=verbatim)
    if told is not None:
        severity, beyond, confidence, message = told
        here = raw_span(view.side.document, part.start, part.end)
        yield finding("quote", severity, *view.ordered(here, beyond), confidence, message)


#: What a finding says of a quotation: its severity, what stands for it on the other side, confidence and message.
_Told: TypeAlias = tuple[Severity, Span | None, float, str]


def _absent(view: View, part: _Part, *, verbatim: bool) -> _Told:
    """A quotation that the rewrite does not quote."""
    text = _text(view, part)
    if verbatim:
        return Severity.minor, _stretch(view, part.words), 0.5, f"The rewrite does not mark {text} as a quotation."
    said = _said(view, part)
    if said == 1.0 and _agree_in_polarity(view):
        message = f"These quoted words are reported in indirect speech: {text}."
        return Severity.neutral, _sentence(view), 0.55, message
    if said >= PAIRED:
        message = f"The rewrite does not quote these words, it reports them: {text}."
    elif said:
        message = f"The rewrite has little of the quoted words {text}."
    else:
        message = f"The quoted words {text} are gone."
    return Severity.minor, _sentence(view) if said else None, 0.55, message


def _unquoted(view: View, part: _Part, *, verbatim: bool) -> _Told | None:
    """A quotation that the original does not quote."""
    text = _text(view, part)
    if verbatim:
        return Severity.minor, _stretch(view, part.words), 0.5, f"The original does not quote these words: {text}."
    if _alike(part.words, _all(view.mirrored), part.language) < PAIRED:
        words = view.language.words("saying.verbs") | view.language.words("saying.sources.words")
        if view.mirrored.facts(Quotation) or view.here.lemmas.isdisjoint(words):
            return None
        return (
            Severity.minor,
            _sentence(view),
            0.5,
            f"The original does not quote these words, nor does it have them: {text}.",
        )
    # Indirect speech put into somebody's mouth: the words are the rewriter's own.
    severity = Severity.major if len(part.words) > FRAGMENT else Severity.minor
    return severity, _sentence(view), 0.5, f"The original does not quote these words, it reports them: {text}."


def _said(view: View, part: _Part) -> float:
    """Share of a quotation's words with content that the other side of the bead has, as they are or in other words.

    Where no word has any it is the share of all words that stand there.
    """
    empty = part.language.words("quotes.function") | part.language.words("quotes.polar")
    content = [i for i, word in enumerate(part.words) if word not in empty]
    there = _all(view.mirrored)
    if not content:
        return _alike(part.words, there, part.language)
    return sum(_answered(view, part, i, there) for i in content) / len(content)


def _answered(view: View, part: _Part, index: int, there: Sequence[str]) -> bool:
    return _lacking(view, part, index) is False or any(
        _same(part.words[index], other, part.language) for other in there
    )


def _agree_in_polarity(view: View) -> bool:
    """Whether both sides of the bead deny as often: where one denies more, the report may say the contrary."""
    return len(view.facts(Polarity)) == len(view.mirrored.facts(Polarity))


def _title(view: View, part: _Part) -> bool:
    """Whether the marks stand around a name or a title, which is no quotation."""
    words = view.side.document.clean[part.start : part.end].split()
    function = part.language.words("quotes.function")
    return all(word[:1].isupper() or word.lower() in function for word in words) and len(words) <= 6


def _comparable(view: View, part: _Part) -> bool:
    """Whether it can be told what the other side quotes: not where a mark has lost its partner, here or there."""
    if not part.whole or any(True for _ in view.other.of(Unclosed, view.beyond)):
        return False
    there = [other.value for other in view.other.of(Quotation, view.beyond)]
    marks = sum(marks_in(view.other.document.sentences[i].text) for i in view.beyond)
    return marks <= sum(value.opens + value.closes for value in there) and all(value.whole for value in there)


def _found(view: View, part: _Part) -> bool:
    """Whether a quotation stands on the other side nearby, or anywhere in an article if it is long."""
    words, around = part.words, nearby(view)
    far = range(max(0, min(view.beyond) - FAR), min(len(view.other.tokens), max(view.beyond) + FAR + 1))
    for other in view.other.of(Quotation, far if len(words) >= LONG else around):
        theirs = other.value.words
        least = min(len(words), len(theirs))
        wanted = least >= LONG or (other.sentence in around and least >= min(3, len(words)))
        if wanted and _alike(words, theirs, part.language) >= ELSEWHERE:
            return True
    return False


def _stretch(view: View, words: Sequence[str]) -> Span | None:
    """Where the words stand on the other side of the bead."""
    for index in view.beyond:
        tokens = [t for t in view.other.tokens[index] if is_word(t)]
        for start, token in enumerate(tokens):
            for last in tokens[start:]:
                spelled = words_of(view.other.document.clean[token.start : last.end], view.mirrored.language)
                if spelled == tuple(words):
                    return raw_span(view.other.document, token.start, last.end)
                if len(spelled) > len(words):
                    break
    return None


def _sentence(view: View) -> Span:
    sentences = view.other.document.sentences
    return raw_span(view.other.document, sentences[view.beyond[0]].start, sentences[view.beyond[-1]].end)


#: A short quotation is shown and marked whole.
_SHORT = 8

#: Words of up to this many letters stand anywhere by chance.
_SMALL = 3

#: This many words that went from one changed place to another make another order; one or two do so by chance (a
#: judgment, not a measurement: it decides the words of the message alone).
_REORDERED = 3


def _span(view: View, part: _Part, words: tuple[int, int]) -> Span:
    """The raw span of the changed words of a quotation; of all of it where it is short or a word was only added."""
    extent = _extent(view, part, words) if len(part.words) > _SHORT else None
    return raw_span(view.side.document, *(extent or (part.start, part.end)))


def _extent(view: View, part: _Part, words: tuple[int, int]) -> tuple[int, int] | None:
    """Where some words of a quotation start and end in the text; None where there are none, or tokens do not tell."""
    first, last = words
    if part.places is None or first >= last:
        return None
    start, end = view.token(part.places[first]).start, view.token(part.places[last - 1]).end
    return max(start, part.start), min(end, part.end)


def _shown(view: View, a: _Part, b: _Part) -> str:
    """What changed, for the message: short quotations whole, of longer ones the first changed words."""
    one, two = a.words, b.words
    if max(len(one), len(two)) <= _SHORT:
        return f"{_text(view, a)} became {_text(view.mirrored, b)}"
    changes = _changes(one, two)
    heavy = [change for change in changes if not _light(a, b, change)] or changes
    lost_words = [set(one[c.a[0] : c.a[1]]) for c in heavy]
    new_words = [set(two[c.b[0] : c.b[1]]) for c in heavy]
    pairs = itertools.permutations(range(len(heavy)), 2)
    if sum(len(word) > _SMALL for i, j in pairs for word in lost_words[i] & new_words[j]) >= _REORDERED:
        # Words changed places: what stands opposite each other is no longer what renders each other.
        return f"in another order, {_text(view, a)} became {_text(view.mirrored, b)}"
    told: list[str] = []
    for change in heavy[:3]:
        lost, new = _spelled(view, a, change.a), _spelled(view.mirrored, b, change.b)
        if lost and new:
            told.append(became(lost, new))
        else:
            told.append(f"{quoted(lost)} is gone" if lost else f"{quoted(new)} is new")
    return ", ".join(told) + (", and more" if len(heavy) > 3 else "")


def _spelled(view: View, part: _Part, words: tuple[int, int]) -> str:
    """Some words of a quotation as the text has them."""
    extent = _extent(view, part, words)
    return " ".join(part.words[slice(*words)]) if extent is None else view.side.document.clean[slice(*extent)]
