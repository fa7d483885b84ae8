"""Clauses and phrases of a rendered sentence that the other side of its bead lacks.

A phrase whose words have no counterpart was left out or put in other words. What tells the two apart is the gap: where
something was left out, the counterparts of the words before and after it stand side by side, and the other side is
shorter by the phrase; where other words stand between them, or words there have no counterpart either, those may well
be the phrase.
"""

from __future__ import annotations

import functools
import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from drift.checks.beads import Part, Place, View, is_content, is_word, key
from drift.checks.phrases import Phrase, phrases
from drift.facts import amounts, dates
from drift.facts.names import initials_in
from drift.reading.furniture import lead
from drift.records import Severity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from drift.checks.elsewhere import Elsewhere
    from drift.language import Language
    from drift.records import Fact, Span, Token

#: Content words: an omission of two is worth a line where nothing stands in for it, one of six changes what the
#: reader learns (an editor's judgment, checked on `roundtrip` dev and `human_human_pairs` dev).
LIGHT, HEAVY = 2, 6

#: `WordMatch.missing` from which a word speaks for a longer phrase and below which against it. The recall of cut
#: phrases hardly depends on it between 0.40 and 0.50 (`human_human_pairs` dev, one half).
GONE = 0.45

#: The probability from which on a phrase is reported: one finding in 100 uncut pairs of `human_human_pairs` dev, as
#: from 0.4 on, but more of the cut ones; from 0.2 on it is two (`drift bench clauses`). It is an underestimate where
#: much was left out: of those around it two in three are right in `multimwa` newsela.
LIKELY = 0.3

#: Dependents that a sentence can do without. Others are mostly put in other words or become a pronoun.
_FREE = frozenset("acl:relcl advcl udep appos acl conj parataxis obl:unmarked advmod obl:agent ccomp xcomp dep".split())

#: Parts of speech that say something even where they carry no content of their own.
_SIDE = frozenset({"PRON", "NOUN", "VERB", "ADJ", "ADV", "NUM"})


class Evidence(NamedTuple):
    """What tells an omission from other words for the same; rival words are those without counterpart there."""

    lost: float  # log of the words that have no counterpart, counted by how much each lacks
    mean: float  # how much the phrase's content words lack on average, 0 to 1
    refill: float  # words between the counterparts of its neighbors, more than stand there here, a word of it (to 1)
    shorter: float  # words by which the other side is shorter, a word of it (-1 to 1.5)
    rivals: float  # rival words whose nearest word stands in the phrase, a lost word (to 2)
    spare: float  # log of 1 plus all rival words
    bound: float  # 1 for subjects, objects and modifiers of nouns, 0 for what a sentence can do without


#: Weights of a logistic, fitted on one half (blocks of segments, articles) of `human_human_pairs` and `roundtrip` dev:
#: 969 phrases of their pairs without edits, of which a reader found 11 to be lost, against 812 whose counterparts had
#: been cut out, weighed as if 2 sentences in 100 had lost one (planted edits and real losses of `roundtrip` dev).
WEIGHTS = Evidence(lost=2.65, mean=1.98, refill=-2.29, shorter=1.49, rivals=-3.99, spare=-1.96, bound=-1.06)
BIAS = -1.90


@dataclass(frozen=True, slots=True)
class Clause:
    """A phrase that the other side lacks: its raw span and cleaned text; `confidence` is a probability."""

    span: Span
    text: str
    severity: Severity
    confidence: float


def clauses(views: Collection[View], elsewhere: Elsewhere) -> Iterator[Clause]:
    """The phrases that the other sides of all these beads of one document lack, in text order, none within another."""
    paired = {j for view in views for j in view.beyond}
    for view in views:
        lost = {view.key(place) for place, lack in _lacking(view).items() if lack > GONE}
        if not lost:
            continue
        bead = Bead.of(_widened(view, paired, lost))
        for sentence in view.sentences:
            start = view.side.document.sentences[sentence].start
            dateline = start + lead(view.side.document.sentences[sentence].text, view.language)
            for phrase in sorted(_proposals(bead, sentence)):
                words = [Place(sentence, i) for i in bead.words[sentence].of(phrase)]
                confidence = probability(evidence(bead, sentence, phrase))
                of_lead = view.side.tokens[sentence][phrase.last].end <= dateline
                if of_lead or confidence < LIKELY or _abbreviated(bead, words):
                    continue
                if elsewhere.hold(view.side, words, beyond=view.beyond, there=view.there.words):
                    continue
                first, last = Place(sentence, phrase.first), Place(sentence, phrase.last)
                short = bead.words[sentence].count(phrase) < HEAVY
                mild = short or elsewhere.hint(view.side, words, beyond=view.beyond)
                text = view.side.document.clean[view.token(first).start : view.token(last).end]
                severity = Severity.minor if mild and not _condition(view, text) else Severity.major
                yield Clause(view.span(first, last), text, severity, round(confidence, 2))


def _condition(view: View, text: str) -> bool:
    """Whether a phrase sets a condition to what stays: "if the vote failed"."""
    phrases = view.language.groups("relations.phrases")
    opening = (*phrases.get("condition", ()), *phrases.get("exception", ()))
    return text.lower().startswith(tuple(f"{phrase} " for phrase in opening))


@dataclass(frozen=True, slots=True)
class Bead:
    """A bead seen from one side.

    `here` and `there` are the places of its words in text order; `gone` and `spare` say of each content word here and
    there how much it lacks; `words` has those that count, by sentence.
    """

    view: View
    here: tuple[Place, ...]
    there: tuple[Place, ...]
    gone: Mapping[Place, float]
    spare: Mapping[Place, float]
    words: Mapping[int, _Words]

    @classmethod
    def of(cls, view: View) -> Bead:
        """What a view shows."""
        words = {i: _Words.among(view.side.tokens[i], view.language) for i in view.sentences}
        return cls(view, _words(view), _words(view.mirrored), _lacking(view), _lacking(view.mirrored), words)


def _widened(view: View, paired: Collection[int], lost: Collection[str]) -> View:
    """The bead with unpaired sentences beside its other side that have a word it lost: they may hold the phrase."""
    sentences = view.other.document.sentences
    found = {
        j
        for j in {min(view.beyond) - 1, max(view.beyond) + 1}.difference(paired)
        if 0 <= j < len(sentences)
        and sentences[j].kind != "furniture"
        and any(key(token, view.there.language) in lost for token in view.other.tokens[j])
    }
    return View(view.here, Part(view.other, tuple(sorted({*view.beyond, *found})))) if found else view


def _words(view: View) -> tuple[Place, ...]:
    return tuple(place for place in view.places if is_word(view.token(place)))


def _lacking(view: View) -> dict[Place, float]:
    """How far each content word of this side is from anything on the other.

    It is 0 where the same word stands there, or the same date or number in other words ("yesterday").
    """
    present = view.there.words
    answered = {at for fact in _answered(view) for at in range(fact.start, fact.end)}
    found: dict[Place, float] = {}
    for place in view.here.content:
        kept = view.key(place) in present or view.token(place).start in answered
        found[place] = 0.0 if kept else view.side.words[place.sentence][place.token].missing
    return found


def _answered(view: View) -> Iterator[Fact]:
    """The dates and numbers of this side that stand on the other too, by value."""
    days = dict.fromkeys(fact.value for fact in view.mirrored.facts(dates.Date))
    met = functools.cache(lambda date: any(dates.agree(date, other) for other in days))
    yield from (fact for fact in view.facts(dates.Date) if met(fact.value))
    known = amounts.by_magnitude(fact.value for fact in view.mirrored.facts(amounts.Number))
    yield from (fact for fact in view.facts(amounts.Number) if amounts.any_agrees(fact.value, known))


def _proposals(bead: Bead, sentence: int) -> Iterator[Phrase]:
    """The phrases that hold the most lost words and the fewest others, none within another.

    Of equals the one with the fewest parts, then with the fewest pronouns and light words that stand on the other side
    too (they are better left to what surrounds it), then the longest.
    """
    row, words, known = bead.view.side.tokens[sentence], bead.words[sentence], bead.view.language
    present = {bead.view.mirrored.key(place) for place in bead.there}
    kept = [token.pos in _SIDE and not is_content(token, known) and key(token, known) in present for token in row]
    gains = [0.0] * len(row)
    for i in words.places:
        gains[i] = bead.gone[Place(sentence, i)] - GONE
    ranked = []
    for phrase in phrases(row) if max(gains, default=0.0) > 0 else ():
        if all(sum(gains[first : last + 1]) > 0 for first, last in phrase.parts) and words.count(phrase) >= LIGHT:
            total = sum(gains[phrase.first : phrase.last + 1])
            own = sum(kept[phrase.first : phrase.last + 1])
            ranked.append((-round(total, 6), len(phrase.parts), own, phrase.first - phrase.last, phrase))
    taken: set[int] = set()
    for *_, phrase in sorted(ranked):
        members = range(phrase.first, phrase.last + 1)
        if taken.isdisjoint(members):
            taken.update(members)
            if not _is_name(row, phrase, words):
                yield phrase


def _is_name(row: Sequence[Token], phrase: Phrase, words: _Words) -> bool:
    """Whether the phrase is a bare name in the frame: it mostly became a pronoun, and names have their own check."""
    return row[phrase.head].dep not in _FREE and all(row[i].pos in {"PROPN", "NUM"} for i in words.of(phrase))


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a row that count: their places, and how many before each are glued to the next ("wake-up")."""

    places: Sequence[int]
    glued: Sequence[int]

    @classmethod
    def among(cls, row: Sequence[Token], language: Language) -> _Words:
        """Those of a row: adverbs weigh nothing by themselves ("as far as I know"), nor does "'s"."""
        places = [
            index
            for index, token in enumerate(row)
            if is_content(token, language) and token.pos != "ADV" and token.text[0] not in "'’"
        ]
        return cls(places, list(accumulate((_glued(row, a, b) for a, b in pairwise(places)), initial=0)))

    def of(self, phrase: Phrase) -> Sequence[int]:
        """The places of those of a phrase."""
        return self.places[slice(*self._ends(phrase))]

    def count(self, phrase: Phrase) -> int:
        """How many a reader sees in a phrase: "wake-up" is one."""
        first, behind = self._ends(phrase)
        return behind - first - (self.glued[behind - 1] - self.glued[first]) if behind > first else 0

    def _ends(self, phrase: Phrase) -> tuple[int, int]:
        return bisect_left(self.places, phrase.first), bisect_right(self.places, phrase.last)


def _glued(row: Sequence[Token], first: int, last: int) -> bool:
    return all(row[k].end == row[k + 1].start for k in range(first, last))


def evidence(bead: Bead, sentence: int, phrase: Phrase) -> Evidence:
    """What speaks for and against the omission of a phrase."""
    row = bead.view.side.tokens[sentence]
    inside = {Place(sentence, i) for i in range(phrase.first, phrase.last + 1)}
    words = bead.words[sentence].of(phrase)
    size = sum(place in inside for place in bead.here)
    mean = sum(bead.gone[Place(sentence, i)] for i in words) / len(words)
    lost = mean * bead.words[sentence].count(phrase)
    rivals = sum(lack for place, lack in bead.spare.items() if _nearest(bead.view, place) in inside)
    return Evidence(
        lost=math.log(lost),
        mean=mean,
        refill=min(1.0, _refill(bead, inside) / size),
        shorter=max(-1.0, min(1.5, (len(bead.here) - len(bead.there)) / size)),
        rivals=min(2.0, rivals / lost),
        spare=math.log1p(sum(bead.spare.values())),
        bound=float(row[phrase.head].dep not in _FREE),
    )


def _nearest(view: View, place: Place) -> Place:
    """The word of this side that comes nearest to a word of the other."""
    match = view.other.words[place.sentence][place.token]
    return Place(match.sentence, match.token)


def _refill(bead: Bead, inside: Collection[Place]) -> int:
    """Words between the counterparts of a phrase's neighbors, beyond those between it and its neighbors here."""
    places = [k for k, place in enumerate(bead.here) if place in inside]
    before, left = _anchor(bead, reversed(bead.here[: places[0]]))
    after, right = _anchor(bead, bead.here[places[-1] + 1 :])
    start = -1 if before is None else before
    end = len(bead.there) if after is None else after
    # where the neighbors changed places, what stands between them still may be the phrase
    between = end - start - 1 if start <= end else start - end + 1
    return max(0, between - left - right)


def _anchor(bead: Bead, outward: Iterable[Place]) -> tuple[int | None, int]:
    """The counterpart of the first word from a phrase outward that has a sure one, and how many words it passed."""
    passed = 0
    for place in outward:
        counterpart = bead.view.counterpart(place) if place in bead.gone else None
        if counterpart is not None and counterpart.sure and counterpart.place in bead.there:  # not a mark
            return bead.there.index(counterpart.place), passed
        passed += 1
    return None, passed


def probability(found: Evidence) -> float:
    """The probability that an editor sees an omission."""
    return 1.0 / (1.0 + math.exp(-BIAS - sum(w * x for w, x in zip(WEIGHTS, found, strict=True))))


def _abbreviated(bead: Bead, words: Sequence[Place]) -> bool:
    """Whether the other side has the initials of these words ("North Rhine-Westphalia", "NRW")."""
    there = {bead.view.mirrored.token(place).text for place in bead.there}
    lower = [bead.view.token(place).text.lower() for place in words]
    own = bead.view.language
    return any(word.isupper() and len(word) >= len(words) and initials_in(word.lower(), lower, own) for word in there)
