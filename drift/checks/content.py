"""What omission and addition share: runs of sentences, and clauses that the other side lacks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drift.checks.beads import Place, is_content, key, subtree
from drift.records import Severity, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from drift.checks.beads import View
    from drift.records import Document, Side, Token

#: A word lacks a counterpart from here on (`WordMatch.missing`; 0 is the median word of a faithful round trip,
#: 1 the best of unrelated sentences). Read off `roundtrip` dev: of the words of planted clause omissions most
#: lie above, of the words of the controls few.
GONE = 0.50

#: A word of the other side that could stand for a lost phrase must itself lack a counterpart beyond doubt.
FOREIGN = 0.65

#: The whole phrase must be gone on average; one borrowed word must not save a clause nor one odd word condemn it.
GONE_MEAN = 0.62

#: Content words: an omission of two is worth a line where nothing stands in for it, one of six changes what the
#: reader learns (an editor's judgement, checked on `roundtrip` dev and `human_human_pairs` dev).
LEAST, HEAVY = 2, 6

#: Unmatched words of the other side for each lost word of a phrase: above the first the phrase was put in other
#: words; up to the second nothing can stand for it (read off the same two sets).
PARAPHRASE, ALONE = 0.6, 0.25

#: Dependents that never are a phrase of their own.
_FIXED = frozenset(
    """
    punct det aux auxpass mark cc case neg expl prt ROOT
    """.split()
)


#: A side that lost a phrase is shorter by at least this share of the phrase's content words (read off the same two
#: sets: planted omissions lie above 0.3, reworded sentences around 0).
SHORTER = 0.3


@dataclass(frozen=True, slots=True)
class Clause:
    """A phrase that the other side lacks: its raw span and cleaned text; `words` counts its content words."""

    span: Span
    text: str
    words: int
    heavy: bool
    confidence: float


def joined(document: Document, sentences: Sequence[int]) -> Span:
    """The raw span from the first of these sentences to the last."""
    start = document.sentences[sentences[0]].span.start
    end = document.sentences[sentences[-1]].span.end
    return Span(start, end, document.raw[start:end])


def wording(document: Document, sentences: Sequence[int]) -> str:
    """The cleaned text of these sentences."""
    return " ".join(document.sentences[i].text for i in sentences)


def runs(links: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Links (i, j) sorted by j, cut wherever a sentence of either side does not follow the one before."""
    run: list[tuple[int, int]] = []
    for i, j in links:
        if run and not (0 <= j - run[-1][1] <= 1 and 0 <= i - run[-1][0] <= 1):
            yield run
            run = []
        run.append((i, j))
    if run:
        yield run


def paragraphs(side: Side, lone: Iterable[int]) -> Iterator[tuple[Span, list[int]]]:
    """Sentences without counterpart that say something, neighbors of one paragraph and kind together.

    Bylines and agency credits ("-APP/AFP") belong to the publication, not to what it says.
    """
    document = side.document
    group: list[int] = []
    for index in sorted(lone):
        sentence = document.sentences[index]
        if sentence.kind in {"furniture", "byline"} or not any(
            is_content(token) or token.pos in {"PROPN", "VERB"} for token in side.tokens[index]
        ):
            continue
        last = document.sentences[group[-1]] if group else None
        if last is not None and not (
            index == group[-1] + 1 and last.paragraph == sentence.paragraph and last.kind == sentence.kind
        ):
            yield joined(document, group), group
            group = []
        group.append(index)
    if group:
        yield joined(document, group), group


def weight(side: Side, sentences: Sequence[int]) -> tuple[Severity, float]:
    """How much whole sentences matter: prose with three content words or more is major, the rest minor."""
    prose = [i for i in sentences if side.document.sentences[i].kind == "prose"]
    words = sum(is_content(token) for i in prose for token in side.tokens[i])
    return (Severity.major, 0.8) if words >= LEAST else (Severity.minor, 0.6)


def clauses(view: View) -> Iterator[Clause]:
    """The largest phrases of this side of a bead whose content words have no counterpart on the other.

    Where the other side has as many words without counterpart, the phrase was more likely put in other words.
    """
    spare = sum(_lost(view.turned, sentence) for sentence in view.beyond)
    surplus = _size(view) - _size(view.turned)
    for sentence in view.sentences:
        row = view.side.tokens[sentence]
        taken: set[int] = set()
        gone = _gone(view, sentence)
        for head, members in _phrases(row):
            content = _weighty(row, members)
            if surplus < SHORTER * len(content) or all(row[i].pos in {"PROPN", "NUM"} for i in content):
                continue  # nothing got shorter, or a bare name, which has a check of its own
            if taken & set(members) or not _absent(row, head, content, gone, spare):
                continue
            if _elsewhere(view, {key(row[i]) for i in content}):
                continue
            phrase = _trim(row, members)
            taken |= set(phrase)
            mean = sum(gone[i] for i in content) / len(content)
            yield Clause(
                span=view.span(Place(sentence, phrase[0]), Place(sentence, phrase[-1])),
                text=view.side.document.clean[row[phrase[0]].start : row[phrase[-1]].end],
                words=len(content),
                heavy=len(content) >= HEAVY,
                confidence=round(min(0.85, 0.25 + 0.4 * mean + 0.02 * len(content) + (0.1 if not spare else 0.0)), 2),
            )


def _size(view: View) -> int:
    return sum(is_content(view.token(place)) for place in view.places())


def _absent(row: Sequence[Token], head: int, content: Sequence[int], gone: Sequence[float], spare: int) -> bool:
    """Whether a phrase with these content words is missing from the other side, which has `spare` unmatched words."""
    if len(content) < LEAST:
        return False
    lost = sum(gone[i] >= GONE for i in content)
    mean = sum(gone[i] for i in content) / len(content)
    if spare > PARAPHRASE * lost:
        return False
    # With nothing on the other side that could stand for it, two lost words are enough and one in three may have a
    # chance match; else three, and one in five.
    alone = spare <= ALONE * lost
    least, share, floor = (LEAST, 0.65, 0.58) if alone else (LEAST + 1, 0.8, GONE_MEAN)
    held = is_content(row[head]) and gone[head] < GONE - 0.1
    # two words that do stand there are the phrase itself in other words, unless it is a long one
    held = held or (len(content) - lost >= 2 and lost < 0.85 * len(content))
    return len(content) >= least and lost >= share * len(content) and mean >= floor and not held


def _lost(view: View, sentence: int) -> int:
    row = view.side.tokens[sentence]
    return sum(is_content(token) and value >= FOREIGN for token, value in zip(row, _gone(view, sentence), strict=True))


def _gone(view: View, sentence: int) -> list[float]:
    """For each token how far it is from anything on the bead's other side, 0 where its word stands there."""
    row = view.side.tokens[sentence]
    present = {key(view.turned.token(place)) for place in view.turned.places()}
    return [
        0.0 if key(token) in present else match.missing
        for token, match in zip(row, view.side.words[sentence], strict=True)
    ]


def _elsewhere(view: View, wanted: set[str]) -> bool:
    """Whether one sentence of the other document outside the bead has most of these words: the phrase moved.

    Eight in ten: half and more is chance for phrases about the text's own subject. A sentence that has them because
    its own counterpart on this side does is no new home.
    """
    there = _holding(view.other, wanted) - frozenset(view.beyond)
    return bool(there) and len(there) > len(_holding(view.side, wanted) - frozenset(view.sentences))


def _holding(side: Side, wanted: set[str]) -> frozenset[int]:
    return frozenset(
        sentence
        for sentence, row in enumerate(side.tokens)
        if len(wanted & {key(token) for token in row}) >= 0.8 * len(wanted)
    )


def _weighty(row: Sequence[Token], members: Sequence[int]) -> list[int]:
    """The content words of a phrase; adverbs weigh nothing by themselves ("as far as I know")."""
    return [i for i in members if is_content(row[i]) and row[i].pos != "ADV"]


def _phrases(row: Sequence[Token]) -> list[tuple[int, list[int]]]:
    """Contiguous phrases that could be left out: those of most content first, the largest of those."""
    found = []
    for head, token in enumerate(row):
        if token.dep in _FIXED or token.head == head:
            continue
        members = subtree(row, head)
        if members[-1] - members[0] + 1 == len(members):
            found.append((head, members))
    found.sort(key=lambda item: (-len(_weighty(row, item[1])), -len(item[1]), item[0]))
    return found


def _trim(row: Sequence[Token], members: list[int]) -> list[int]:
    """Without punctuation at either end."""
    first, last = 0, len(members)
    while last - first > 1 and row[members[last - 1]].pos == "PUNCT":
        last -= 1
    while last - first > 1 and row[members[first]].pos == "PUNCT":
        first += 1
    return members[first:last]
