"""What the checks share: the two sides of a bead, and where a token of one has its counterpart on the other."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, overload
from weakref import WeakKeyDictionary

from rapidfuzz.distance import LCSseq

from drift.facts.spelling import respelled
from drift.language import language_of
from drift.reading import raw_span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from drift.language import Language
    from drift.records import Comparison, Fact, Side, Span, Token

T = TypeVar("T")

#: Parts of speech that carry content. Pronouns, auxiliaries, particles and determiners do not.
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"})

#: Contextual cosine at which two different words are taken to stand for each other. Of the mutual best matches in
#: the controls of the `roundtrip` development set, synonyms an editor accepts lie above, chance pairs below.
LINKED = 0.60


#: Kinds of entities that are no names.
NO_NAMES = frozenset({"", "ORDINAL", "CARDINAL", "DATE", "TIME", "PERCENT", "QUANTITY"})

#: Marks that join words, the dash that scraping makes of a hyphen among them.
HYPHENS = frozenset({"-", "‑", "–"})

#: Parts of speech that come and go between two renderings of one sentence: the words around them stay neighbors.
LOOSE = frozenset({"DET", "AUX", "PART", "PUNCT", "SPACE"})

#: Words in a row that may have been replaced together and still stand for one another one by one.
TOGETHER = 2


class Place(NamedTuple):
    """A token: the number of its sentence and its own number in it."""

    sentence: int
    token: int


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The token that stands for another on the other side.

    `same` tells equal lemmas, `mutual` that the choice is returned; `similarity` is the contextual cosine (1 for equal
    lemmas that are not the nearest vectors).
    """

    place: Place
    same: bool
    mutual: bool
    similarity: float

    @property
    def sure(self) -> bool:
        """Whether the two tokens may be compared as renderings of each other."""
        return self.same or (self.mutual and self.similarity >= LINKED)


@dataclass(frozen=True)  # without slots: what is asked again and again is kept
class Part:
    """The sentences of a bead on one side."""

    side: Side
    sentences: tuple[int, ...]

    @cached_property
    def language(self) -> Language:
        """What is known of the language of the text."""
        return language_of(self.side.document)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every token, in text order."""
        return tuple(Place(s, i) for s in self.sentences for i in range(len(self.side.tokens[s])))

    @cached_property
    def content(self) -> tuple[Place, ...]:
        """Every token that carries content of its own, in text order."""
        known = self.language
        return tuple(place for place in self.places if is_content(self.token(place), known))

    @cached_property
    def firm(self) -> tuple[Place, ...]:
        """Every token but those that come and go between two renderings of one sentence, in text order."""
        return tuple(place for place in self.places if self.token(place).pos not in LOOSE)

    @cached_property
    def words(self) -> Mapping[str, list[Place]]:
        """Where each word stands, by its `key`; in text order."""
        found: dict[str, list[Place]] = {}
        for place in self.places:
            found.setdefault(self.key(place), []).append(place)
        return found

    @cached_property
    def lemmas(self) -> frozenset[str]:
        """The lemmas of all words, in lower case."""
        return frozenset(self.token(place).lemma.lower() for place in self.places)

    def token(self, place: Place) -> Token:
        """The token at a place."""
        return self.side.tokens[place.sentence][place.token]

    def key(self, place: Place) -> str:
        """What the token at a place shares with the same word elsewhere."""
        return key(self.side.tokens[place.sentence][place.token], self.language)

    @cached_property
    def order(self) -> Mapping[Place, int]:
        """The number of each token."""
        return {place: number for number, place in enumerate(self.places)}

    @cached_property
    def below(self) -> Mapping[Place, Sequence[int]]:
        """The tokens that hang from each token, by their numbers in its sentence, in text order."""
        found: dict[Place, list[int]] = {}
        for sentence in self.sentences:
            for index, token in enumerate(self.side.tokens[sentence]):
                if token.head != index:
                    found.setdefault(Place(sentence, token.head), []).append(index)
        return found

    def under(self, place: Place, *deps: str) -> list[Place]:
        """The tokens that hang from one, all or those in some relations, in text order."""
        row = self.side.tokens[place.sentence]
        return [Place(place.sentence, at) for at in self.below.get(place, ()) if not deps or row[at].dep in deps]

    def share(self, place: Place) -> float:
        """How much of the part stands before a place."""
        return self.order[place] / max(1, len(self.places))


@dataclass(frozen=True, slots=True)
class View:
    """A bead seen from one side, the rewrite's where `is_rewrite`: the part `here`, looking at the part `there`."""

    here: Part
    there: Part
    is_rewrite: bool = False

    @property
    def side(self) -> Side:
        """The text of this side."""
        return self.here.side

    @property
    def language(self) -> Language:
        """What is known of the language of this side."""
        return self.here.language

    @property
    def sentences(self) -> tuple[int, ...]:
        """The sentences of this side."""
        return self.here.sentences

    @property
    def other(self) -> Side:
        """The text of the other side."""
        return self.there.side

    @property
    def beyond(self) -> tuple[int, ...]:
        """The sentences of the other side."""
        return self.there.sentences

    @property
    def mirrored(self) -> View:
        """The same bead from the other side."""
        return View(self.there, self.here, not self.is_rewrite)

    def ordered(self, ours: T, theirs: T) -> tuple[T, T]:
        """What stands on this side and on the other, that of the original first."""
        return (theirs, ours) if self.is_rewrite else (ours, theirs)

    @property
    def places(self) -> tuple[Place, ...]:
        """Every token of this side of the bead, in text order."""
        return self.here.places

    def token(self, place: Place) -> Token:
        """The token at a place of this side."""
        return self.here.side.tokens[place.sentence][place.token]

    def row(self, place: Place) -> Sequence[Token]:
        """The tokens of the sentence of a place of this side."""
        return self.here.side.tokens[place.sentence]

    def over(self, place: Place) -> Place:
        """The token that one of this side hangs from; a root hangs from itself."""
        return Place(place.sentence, self.token(place).head)

    def before(self, place: Place) -> str:
        """The word before a place of this side in its sentence, in lower case; empty where it is the first."""
        return self.row(place)[place.token - 1].text.lower() if place.token else ""

    def first(self, fact: Fact) -> Place:
        """The token of this side at which a fact begins."""
        row = self.side.tokens[fact.sentence]
        return Place(fact.sentence, next(at for at, token in enumerate(row) if token.start == fact.start))

    def key(self, place: Place) -> str:
        """What the token at a place of this side shares with the same word elsewhere."""
        return self.here.key(place)

    @overload
    def facts(self, kind: type[T]) -> tuple[Fact[T], ...]: ...
    @overload
    def facts(self, kind: str) -> tuple[Fact, ...]: ...
    def facts(self, kind: str | type) -> tuple[Fact[Any], ...]:
        """Facts of one kind, see `Side.of`, on this side of the bead."""
        return tuple(self.side.of(kind, self.sentences))

    def counterpart(self, place: Place) -> Counterpart | None:
        """Where the token stands on the other side: an equal lemma first, else the nearest vector."""
        match = self.side.words[place.sentence][place.token] if self.side.words else None
        nearest = Place(match.sentence, match.token) if match is not None and match.sentence >= 0 else None
        word = self.key(place)
        equal = self.there.words.get(word)
        if equal:
            among = nearest is not None and nearest.sentence in self.beyond and self.there.key(nearest) == word
            found = nearest if nearest is not None and among else self._closest(place, equal)
            similarity = match.similarity if match is not None and found == nearest else 1.0
            return Counterpart(found, same=True, mutual=True, similarity=similarity)
        if nearest is None or match is None or nearest.sentence not in self.beyond:
            return None
        back = self.other.words[nearest.sentence][nearest.token]
        mutual = Place(back.sentence, back.token) == place
        return Counterpart(nearest, same=False, mutual=mutual, similarity=match.similarity)

    def same(self, place: Place) -> Place | None:
        """Where the same word stands on the other side, the one that answers the token."""
        counterpart = self.counterpart(place)
        return counterpart.place if counterpart is not None and counterpart.same else None

    def sure(self, place: Place) -> Place | None:
        """The counterpart of a token where it may be compared with it."""
        counterpart = self.counterpart(place)
        return counterpart.place if counterpart is not None and counterpart.sure else None

    def unshared(self, place: Place) -> bool:
        """Whether the word at a place does not stand on the other side too."""
        return self.key(place) not in self.there.words

    def surplus(self, place: Place) -> bool:
        """Whether this side has the word at a place more often than the other."""
        word = self.key(place)
        return len(self.here.words[word]) > len(self.there.words.get(word, ()))

    def span(self, *places: Place) -> Span:
        """The raw span from the first of some tokens of this side to the last, of whole words: "isn't" is two."""
        first, last = min(places), max(places)
        row, behind = self.row(first), self.row(last)
        start, end = first.token, last.token
        while start and _is_cut(row[start - 1], row[start]):
            start -= 1
        while end + 1 < len(behind) and _is_cut(behind[end], behind[end + 1]):
            end += 1
        return raw_span(self.side.document, row[start].start, behind[end].end)

    def max_cosine(self, place: Place, other: Place) -> float:
        """What the cosine of a token of this side and one of the other cannot exceed.

        No token comes nearer than a word's best match, so the lower of the two bests bounds it.
        """
        ours, theirs = self.side.words[place.sentence], self.other.words[other.sentence]
        return min(ours[place.token].similarity, theirs[other.token].similarity)

    def _closest(self, place: Place, ordered: Sequence[Place]) -> Place:
        """The one of these tokens of the other side, in text order, that stands where the token does on its own."""
        at = bisect_left(ordered, self.here.share(place), key=self.there.share)
        return min(ordered[max(0, at - 1) : at + 1], key=lambda other: self._distance(place, other))

    def _distance(self, place: Place, other: Place) -> float:
        """How far apart two tokens stand, each as a share of its side of the bead."""
        return abs(self.here.share(place) - self.there.share(other))


def _is_cut(token: Token, following: Token) -> bool:
    """Whether the border of two tokens lies within a word."""
    return token.end == following.start and token.text[-1].isalpha() and following.text[0].isalpha()


#: The views of the comparisons that are there; a view holds sides, and so keeps no comparison alive.
_VIEWS: WeakKeyDictionary[Comparison, tuple[View, ...]] = WeakKeyDictionary()


def views(comparison: Comparison) -> Sequence[View]:
    """Each bead with text on both sides, seen from the original; the same views for all checks."""
    if comparison.original is None:
        return ()
    found = _VIEWS.get(comparison)
    if found is None:
        found = _VIEWS[comparison] = tuple(
            View(Part(comparison.original, bead.original), Part(comparison.rewrite, bead.rewrite))
            for bead in comparison.alignment.beads
            if bead.original and bead.rewrite
        )
    return found


def either_way(comparison: Comparison) -> Iterator[View]:
    """Each bead with text on both sides, seen from the original and then from the rewrite."""
    for view in views(comparison):
        yield view
        yield view.mirrored


def replaced(view: View) -> Iterator[tuple[tuple[Place, ...], tuple[Place, ...]]]:
    """Words in place of others between the same neighbors: one for one, or two for two, in text order.

    The two sides are held against each other by the keys of their words, those that come and go (`LOOSE`) left out;
    an end of the bead is a neighbor too. The common words are the longest common subsequence, which is found 64
    words at a time: 20,000 words a side take a quarter of a second.
    """
    ours, theirs = view.here.firm, view.there.firm
    numbers: dict[str, int] = {}
    rows = [
        [numbers.setdefault(part.key(place), len(numbers)) for place in part.firm] for part in (view.here, view.there)
    ]
    first, second = 0, 0
    for block in LCSseq.editops(*rows).as_matching_blocks():
        here, there = ours[first : block.a], theirs[second : block.b]
        if len(here) == len(there) and 0 < len(here) <= TOGETHER:
            yield here, there
        first, second = block.a + block.size, block.b + block.size


def key(token: Token, language: Language) -> str:
    """What two tokens must share to be the same word: the lemma in one spelling, lower case."""
    return respelled(token.lemma if token.pos != "PROPN" else token.text, language)


def is_content(token: Token, language: Language) -> bool:
    """Whether a token carries content of its own: auxiliaries, light verbs and stop words do not."""
    return token.pos in CONTENT and not is_light(token, language) and is_word(token)


def is_light(token: Token, language: Language) -> bool:
    """Whether a word is so general that a translator adds and drops it at will."""
    return token.lemma.lower() in language.words("content.light")


def quoted(text: str) -> str:
    """The words in quotation marks for a message, cut in the middle where they are long (80 characters)."""
    text = " ".join(text.split())
    if len(text) > 80:
        text = text[:60].rsplit(" ", 1)[0] + " … " + (text[-20:].partition(" ")[2] or text[-20:])
    return f"“{text}”"


def is_word(token: Token) -> bool:
    """Whether a token is a word or a figure, no mark."""
    return any(map(str.isalnum, token.text))


def became(ours: str, theirs: str) -> str:
    """What stands in place of what, for a message."""
    return f"{quoted(ours)} became {quoted(theirs)}"
