"""Sentences of independent documents beside each other: what they say alike, and where they cannot both be right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from drift.facts import amounts, dates
from drift.facts.amounts import Number
from drift.facts.dates import Date
from drift.facts.polarity import Polarity
from drift.facts.spelling import respelled
from drift.results.trace import Cited, Conflict, Statement, short
from drift.tracing.families import components

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from drift.language import Language
    from drift.records import Document, Token
    from drift.tracing.texts import Text

# Cosines, read off the 33 nearest sentence pairs of four independent reports of one event.
ALIKE = 0.75  # 10 of 11 pairs above it say the same in the main; of those between 0.70 and 0.75 half do
NEAR = 0.65  # two sentences speak of one thing at least; more must agree before they can be in conflict
WORDS = 4  # shorter sentences are headlines and cries

_OBJECTS = frozenset({"obj", "nsubj:pass", "comp:pred"})

Kind = Literal["number", "date", "status", "negation"]
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence by the place of its document and its index there."""

    place: int
    index: int


@dataclass(frozen=True, slots=True)
class _Link:
    """Two sentences that are each other's nearest in the two documents."""

    first: _Sentence
    second: _Sentence
    cosine: float


def compare(
    group: int, members: Sequence[int], texts: Mapping[int, Text], witnesses: Mapping[int, int]
) -> tuple[list[Statement], list[Conflict]]:
    """What independent documents of a group say alike, and where they conflict.

    Of a family of documents that derive from each other each one speaks, but never to its own kin.
    """
    links = list(_links(members, texts, witnesses))
    return _statements(group, links, texts, witnesses), list(_conflicts(group, links, texts))


def _links(members: Sequence[int], texts: Mapping[int, Text], witnesses: Mapping[int, int]) -> Iterator[_Link]:
    for k, second in enumerate(members):
        for first in members[:k]:
            if witnesses[first] == witnesses[second]:
                continue
            cosines = texts[first].vectors @ texts[second].vectors.T
            for row, column in enumerate(cosines.argmax(axis=1)):
                value = float(cosines[row, column])
                if value < NEAR or int(cosines[:, column].argmax()) != row:
                    continue
                a = _Sentence(first, texts[first].kept[row])
                b = _Sentence(second, texts[second].kept[int(column)])
                if min(len(_text(texts, side).split()) for side in (a, b)) >= WORDS:
                    yield _Link(a, b, value)


def _text(texts: Mapping[int, Text], sentence: _Sentence) -> str:
    return texts[sentence.place].document.sentences[sentence.index].text


def _cited(texts: Mapping[int, Text], sentence: _Sentence, similarity: float = 0.0) -> Cited:
    return Cited(texts[sentence.place].name, " ".join(_text(texts, sentence).split()), round(similarity, 4))


def _statements(
    group: int, links: Sequence[_Link], texts: Mapping[int, Text], witnesses: Mapping[int, int]
) -> list[Statement]:
    alike = [link for link in links if link.cosine >= ALIKE]
    sentences = list(dict.fromkeys(side for link in alike for side in (link.first, link.second)))
    number = {sentence: k for k, sentence in enumerate(sentences)}
    best: dict[_Sentence, float] = {}
    for link in alike:
        for side in (link.first, link.second):
            best[side] = max(best.get(side, 0.0), link.cosine)
    found = []
    for same in components(len(sentences), [(number[link.first], number[link.second]) for link in alike]):
        # one sentence a document: the one that is nearest to another's
        chosen: dict[int, _Sentence] = {}
        for sentence in sorted((sentences[k] for k in same), key=lambda item: -best[item]):
            chosen.setdefault(sentence.place, sentence)
        ordered = sorted(chosen.values(), key=lambda item: item.place)
        cited = tuple(_cited(texts, sentence, best[sentence]) for sentence in ordered)
        found.append((len({witnesses[item.place] for item in ordered}), Statement(group, cited)))
    return [statement for _, statement in sorted(found, key=lambda item: -item[0])]


def _conflicts(group: int, links: Sequence[_Link], texts: Mapping[int, Text]) -> Iterator[Conflict]:
    for link in sorted(links, key=lambda item: -item.cosine):
        sides = (link.first, link.second)
        for kind, values in _differences(link, texts):
            names = [short(texts[side.place].name) for side in sides]
            message = f"{names[0]} has “{values[0]}”, {names[1]} “{values[1]}”."
            yield Conflict(group, kind, (_cited(texts, sides[0]), _cited(texts, sides[1])), message)


def _differences(link: _Link, texts: Mapping[int, Text]) -> Iterator[tuple[Kind, tuple[str, str]]]:
    yield from _numbers(link, texts)
    if link.cosine >= ALIKE:
        yield from _dates(link, texts)
    yield from _deeds(link, texts)


def _facts(texts: Mapping[int, Text], sentence: _Sentence, kind: type[V]) -> list[tuple[V, str]]:
    return [
        (fact.value, " ".join(fact.text.split()))
        for fact in texts[sentence.place].facts
        if fact.sentence == sentence.index and isinstance(fact.value, kind)
    ]


def _numbers(link: _Link, texts: Mapping[int, Text]) -> Iterator[tuple[Kind, tuple[str, str]]]:
    """Other amounts of the same thing counted, where no amount of it agrees."""
    a, b = (
        [(value, text) for value, text in _facts(texts, side, Number) if value.counted]
        for side in (link.first, link.second)
    )
    for counted in dict.fromkeys(value.counted for value, _ in a):
        ours = [item for item in a if item[0].counted == counted and not item[0].ordinal and not item[0].vague]
        theirs = [item for item in b if item[0].counted == counted and not item[0].ordinal and not item[0].vague]
        if len(ours) == len(theirs) == 1 and amounts.comparable(ours[0][0], theirs[0][0]):
            x, y = ours[0][0], theirs[0][0]
            # "more than 20" and "23" agree; so do a figure and its rounding
            loose = x.bound or y.bound or x.approximate or y.approximate or amounts.rounded(x, y)
            if not amounts.agree(x, y) and not loose:
                yield "number", (f"{ours[0][1]} {counted}", f"{theirs[0][1]} {counted}")


def _dates(link: _Link, texts: Mapping[int, Text]) -> Iterator[tuple[Kind, tuple[str, str]]]:
    """Dates that exclude each other, in sentences that otherwise say the same and share no date."""
    a, b = (_facts(texts, side, Date) for side in (link.first, link.second))
    if any(dates.agree(x, y) for x, _ in a for y, _ in b):
        return
    for x, ours in a:
        for y, theirs in b:
            if dates.clash(x, y):
                yield "date", (ours, theirs)
                return


def _deeds(link: _Link, texts: Mapping[int, Text]) -> Iterator[tuple[Kind, tuple[str, str]]]:
    """The same verb with the same object: done in one text, only promised, possible or denied in the other."""
    sides = [list(_verbs(texts, sentence)) for sentence in (link.first, link.second)]
    for ours in sides[0]:
        for theirs in sides[1]:
            if ours.lemma != theirs.lemma or not ours.objects & theirs.objects:
                continue
            if ours.negated != theirs.negated:
                yield "negation", (ours.text, theirs.text)
            elif bool(ours.pending) != bool(theirs.pending):
                yield "status", (ours.text, theirs.text)


LONGEST = 80  # characters of a deed's words that are shown whole; a judgment, not measured


@dataclass(frozen=True, slots=True)
class _Verb:
    lemma: str
    objects: frozenset[str]
    pending: str
    negated: bool
    text: str


def _verbs(texts: Mapping[int, Text], sentence: _Sentence) -> Iterator[_Verb]:
    text = texts[sentence.place]
    own = text.language
    row = text.tokens[sentence.index]
    negations = [fact.value for fact in text.every_fact if fact.sentence == sentence.index]
    negated = {place for value in negations if isinstance(value, Polarity) for place in value.scope}
    for index, token in enumerate(row):
        lemma = respelled(token.lemma, own)
        if token.pos != "VERB" or lemma in own.words("tracing.deeds.light"):
            continue
        objects = [k for k, other in enumerate(row) if other.head == index and other.dep in _OBJECTS]
        if objects:
            pending = _pending(row, index, own)
            same = frozenset(respelled(row[k].lemma, own) for k in objects)
            yield _Verb(lemma, same, pending, index in negated, _said(text.document, row, [index, *objects]))


def _said(document: Document, row: Sequence[Token], places: Sequence[int]) -> str:
    """The text's own words from what the verb hangs from or is helped by to its last object."""
    verb = places[0]
    helped = [k for k, token in enumerate(row) if token.head == verb and token.dep in {"aux", "aux:pass", "advmod:neg"}]
    above = [row[verb].head] if row[verb].dep == "xcomp" else []
    first, last = min([*places, *helped, *above]), max(places)
    begin, behind = (document.clean[row[a].start : row[b].end] for a, b in ((first, verb), (min(places[1:]), last)))
    whole = " ".join(document.clean[row[first].start : row[last].end].split())
    return whole if len(whole) <= LONGEST else f"{begin} … {behind}"


def _pending(row: Sequence[Token], index: int, own: Language) -> str:
    """What says that a deed is not done: the auxiliary or the verb that it hangs from."""
    helping = own.words("tracing.deeds.pending_auxiliaries")
    for token in row:
        if token.head == index and token.dep in {"aux", "aux:pass"} and token.text.casefold() in helping:
            return token.text
    head = row[row[index].head]
    pending = own.words("tracing.deeds.pending")
    if row[index].dep == "xcomp" and row[index].head != index and head.lemma.casefold() in pending:
        return f"{head.text} to"
    return ""
