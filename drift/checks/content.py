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

#: The whole phrase must be gone on average; one borrowed word must not save a clause nor one odd word condemn it.
GONE_MEAN = 0.62

#: Content words: an omission of three is worth a line, of six it changes what the reader learns (an editor's
#: judgement, checked on `roundtrip` dev and `human_human_pairs` dev).
LEAST, HEAVY = 3, 6

#: Dependents that can be left out as a whole and leave a sentence behind.
_DETACHABLE = frozenset(
    {"advcl", "relcl", "acl", "appos", "prep", "parataxis", "conj", "ccomp", "npadvmod", "advmod", "dep", "pcomp",
     "xcomp", "nmod", "amod", "agent", "csubj", "nsubj", "meta", "pobj", "dobj", "attr", "nsubjpass"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """A phrase that the other side lacks; `words` counts its content words."""

    span: Span
    words: int
    heavy: bool
    confidence: float


def joined(document: Document, sentences: Sequence[int]) -> Span:
    """The raw span from the first of these sentences to the last."""
    start = document.sentences[sentences[0]].span.start
    end = document.sentences[sentences[-1]].span.end
    return Span(start, end, document.raw[start:end])


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
    """Sentences without counterpart that say something, neighbors of one paragraph and kind together."""
    document = side.document
    group: list[int] = []
    for index in sorted(lone):
        sentence = document.sentences[index]
        if sentence.kind == "furniture" or not any(is_content(token) or token.pos in {"PROPN", "VERB"} for token in side.tokens[index]):
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
    """The largest phrases of this side of a bead whose content words have no counterpart anywhere."""
    for sentence in view.sentences:
        row = view.side.tokens[sentence]
        if not row:
            continue
        taken: set[int] = set()
        gone = _gone(view, sentence)
        for head, members in _phrases(row):
            if taken & set(members):
                continue
            content = [i for i in members if is_content(row[i])]
            if len(content) < LEAST:
                continue
            lost = sum(gone[i] >= GONE for i in content)
            mean = sum(gone[i] for i in content) / len(content)
            # all but one in five content words must be gone, and the phrase's own head
            if mean < GONE_MEAN or lost < 0.8 * len(content) or (is_content(row[head]) and gone[head] < GONE):
                continue
            if _elsewhere(view, {key(row[i]) for i in content}):
                continue
            members = _trim(row, members)
            taken |= set(members)
            yield Clause(
                span=view.span(Place(sentence, members[0]), Place(sentence, members[-1])),
                words=len(content),
                heavy=len(content) >= HEAVY,
                confidence=min(0.85, 0.35 + 0.4 * mean + 0.02 * len(content)),
            )


def _gone(view: View, sentence: int) -> list[float]:
    """For each token how far it is from anything on the bead's other side, 0 where its word stands there."""
    row = view.side.tokens[sentence]
    present = {key(view.turned.token(place)) for place in view.turned.places()}
    return [0.0 if key(token) in present else match.missing for token, match in zip(row, view.side.words[sentence], strict=True)]


def _elsewhere(view: View, wanted: set[str]) -> bool:
    """Whether one sentence of the other document outside the bead has most of these words: the phrase moved.

    Six in ten: half is chance for phrases about the text's own subject.
    """
    return any(
        len(wanted & {key(token) for token in row}) >= 0.6 * len(wanted)
        for sentence, row in enumerate(view.other.tokens)
        if sentence not in view.beyond
    )


def _phrases(row: Sequence[Token]) -> list[tuple[int, list[int]]]:
    """Contiguous phrases that could be left out, the largest first."""
    found = []
    for head, token in enumerate(row):
        if token.dep not in _DETACHABLE or token.head == head:
            continue
        members = subtree(row, head)
        if members[-1] - members[0] + 1 == len(members):
            found.append((head, members))
    found.sort(key=lambda item: (-len(item[1]), item[0]))
    return found


def _trim(row: Sequence[Token], members: list[int]) -> list[int]:
    """Without punctuation at either end."""
    first, last = 0, len(members)
    while last - first > 1 and row[members[last - 1]].pos == "PUNCT":
        last -= 1
    while last - first > 1 and row[members[first]].pos == "PUNCT":
        first += 1
    return members[first:last]
