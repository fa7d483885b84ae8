"""Words between quotation marks that the rewrite changed, unquoted, or put into somebody's mouth.

Typography, British or American spelling, contractions and repairs of scraping are no change: quotations are
compared by their folded words. A quotation that is only cut short is still verbatim.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drift.checks.beads import quoted, views
from drift.checks.slots import nearby, place
from drift.facts.names import same_word
from drift.facts.quotes import Quotation, words_of
from drift.reading import raw_span
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.checks.beads import View
    from drift.records import Comparison, Fact, Side, Span

#: Words that carry no content of their own; a quotation in which only these differ says the same.
_FUNCTION = frozenset(
    """
    a an the this that these those and or but nor so yet if then than as at by for from in into of off on onto out over to
    toward towards up upon with within about is are was were be been being am do does did done have has had having will
    would shall should can could may might it its itself he him his she her hers they them their theirs we us our ours i
    me my mine you your yours who whom whose which what when where why how there here also just very really quite rather
    too some any all both each one more most such own same other while because since although though even still already
    now again ever that's let get got
    """.split()
)

#: What turns a statement into its contrary.
_POLAR = frozenset({"not", "no", "never", "nobody", "none", "nothing", "neither", "nor", "without", "cannot", "always", "hardly", "everyone", "everybody"})

#: A quotation of up to this many words is quoted for its very words ("hostile actions"); a longer one also for what it
#: says. Read off the seed texts; `roundtrip` and `human_human_pairs` dev show how often long ones are only reworded.
FRAGMENT = 5
#: Share of words that two quotations must have in common to be the same one, from the paired quotations of `roundtrip` dev.
PAIRED = 0.35
#: Beyond the bead a quotation must be nearly the same to be the same.
ELSEWHERE = 0.6


@dataclass(frozen=True, slots=True)
class _Change:
    """One stretch that differs: places of the words within both quotations."""

    a: tuple[int, int]
    b: tuple[int, int]


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a quotation whose words changed, or that only one side quotes."""
    for _, view in views(comparison):
        ours, theirs = _parts(view), _parts(view.turned)
        taken_a: set[int] = set()
        taken_b: set[int] = set()
        for i, j in _pairs(view, ours, theirs):
            taken_a.add(i)
            taken_b.add(j)
            yield from _near(view, ours[i], theirs[j])
        for i, fact in enumerate(ours):
            if i not in taken_a:
                yield from _absent(view, fact, paired=bool(taken_a))
        for j, fact in enumerate(theirs):
            if j not in taken_b:
                yield from _invented(view, fact, paired=bool(taken_b))


def _parts(view: View) -> list[Fact]:
    return list(view.facts("quote"))


def _words(fact: Fact) -> tuple[str, ...]:
    if not isinstance(fact.value, Quotation):
        msg = f"a quote fact holds a Quotation, not {type(fact.value).__name__}"
        raise TypeError(msg)
    return fact.value.words


def _pairs(view: View, ours: list[Fact], theirs: list[Fact]) -> list[tuple[int, int]]:
    """Which quotation of the rewrite renders which: by their words, and one beside one where nothing else fits."""
    ranked = sorted(
        (-_alike(_words(a), _words(b)), abs(place(view, a) - place(view.turned, b)), i, j)
        for i, a in enumerate(ours)
        for j, b in enumerate(theirs)
    )
    alone = len(ours) == len(theirs) == 1
    pairs: list[tuple[int, int]] = []
    for minus, apart, i, j in ranked:
        a, b = _words(ours[i]), _words(theirs[j])
        # Where each side has one quotation of about the same length in about the same place they are a pair.
        beside = apart < 0.35 and max(len(a), len(b)) <= 3 * min(len(a), len(b))
        if -minus < PAIRED and not (beside and (alone or -minus > 0.15 or len(ours) == len(theirs))):
            continue
        if all(i != x and j != y for x, y in pairs):
            pairs.append((i, j))
    return sorted(pairs)


def _alike(a: Sequence[str], b: Sequence[str]) -> float:
    """Share of the shorter quotation's words that the other has, inflected forms included."""
    short, long = sorted((a, b), key=len)
    rest = list(long)
    common = 0
    for word in short:
        match = next((other for other in rest if _same(word, other)), None)
        if match is not None:
            rest.remove(match)
            common += 1
    return common / max(1, len(short))


def _same(a: str, b: str) -> bool:
    """Whether two words are one, or forms of one ("formalize", "formal")."""
    if a == b or same_word(a, b):
        return True
    # Five letters in common, and most of the shorter word: "coincidence", "coincidental".
    stem = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return stem >= 5 and stem >= 0.7 * min(len(a), len(b))


def _near(view: View, a: Fact, b: Fact) -> Iterator[Finding]:
    one, two = _words(a), _words(b)
    if one == two or "".join(one) == "".join(two) or _within(two, one) or _within(one, two):
        return
    changes = _changes(one, two)
    # What the rewrite quotes more than the original may stand outside the marks there, and the other way round.
    changes = [c for c in changes if not _outside(view, one, two, c)]
    if not changes:
        return
    light = all(_light(one[c.a[0] : c.a[1]], two[c.b[0] : c.b[1]]) for c in changes)
    severity = Severity.minor if light or not _weighty(one, two, changes) else Severity.major
    first, last = changes[0], changes[-1]
    words_a = _span(view.side, a, first.a[0], last.a[1])
    words_b = _span(view.other, b, first.b[0], last.b[1])
    shown = _shown(view, a, b, one, two)
    yield _finding(severity, words_a, words_b, 0.85 if not light else 0.6, f"The quotation is not verbatim: {shown}.")


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
        return _within(lost, _all(view.other, view.beyond))
    return _within(new, _all(view.side, view.sentences))


def _all(side: Side, sentences: Sequence[int]) -> tuple[str, ...]:
    return tuple(word for i in sorted(sentences) for word in words_of(side.document.sentences[i].text))


def _light(lost: Sequence[str], new: Sequence[str]) -> bool:
    """Whether a change is one of function words, of inflection or of order."""
    if {*lost, *new} & _POLAR and not ({*lost} & _POLAR and {*new} & _POLAR):
        return False
    return all(word in _FUNCTION or any(_same(word, other) for other in new) for word in lost) and all(
        word in _FUNCTION or any(_same(word, other) for other in lost) for word in new
    )


def _weighty(one: Sequence[str], two: Sequence[str], changes: list[_Change]) -> bool:
    """Whether what changed is what the quotation is quoted for."""
    lost = [word for c in changes for word in one[c.a[0] : c.a[1]]]
    new = [word for c in changes for word in two[c.b[0] : c.b[1]]]
    if bool({*lost} & _POLAR) != bool({*new} & _POLAR):
        return True
    if any(map(str.isdigit, "".join((*lost, *new)))):
        return False  # The number check judges those.
    heavy = [w for w in lost if w not in _FUNCTION and not any(_same(w, o) for o in two)]
    content = [w for w in one if w not in _FUNCTION]
    return len(content) <= FRAGMENT and 2 * len(heavy) >= len(content)


def _absent(view: View, fact: Fact, *, paired: bool) -> Iterator[Finding]:
    words = _words(fact)
    if _found(view, words):
        return
    there = _all(view.other, view.beyond)
    here = raw_span(view.side.document, fact.start, fact.end)
    verbatim = _within(words, there) or tuple(words) == there
    counterpart = _stretch(view, words) if verbatim else None
    if paired and len(words) < 3:
        return  # A scare quote less beside others that stayed.
    if verbatim:
        message = f"The rewrite does not mark {quoted(fact.text)} as a quotation."
        yield _finding(Severity.minor, here, counterpart, 0.5, message)
    elif _alike(words, there) < PAIRED:
        yield _finding(Severity.minor, here, None, 0.55, f"The quoted words {quoted(fact.text)} are gone.")
    else:
        message = f"The quotation {quoted(fact.text)} became indirect speech."
        yield _finding(Severity.minor, here, _sentence(view), 0.55, message)


def _invented(view: View, fact: Fact, *, paired: bool) -> Iterator[Finding]:
    words = _words(fact)
    if _found(view.turned, words):
        return
    there = _all(view.side, view.sentences)
    here = raw_span(view.other.document, fact.start, fact.end)
    if paired and len(words) < 3:
        return
    if _within(words, there) or tuple(words) == there:
        message = f"The original does not quote these words: {quoted(fact.text)}."
        yield _finding(Severity.minor, _stretch(view.turned, words), here, 0.5, message)
    elif _alike(words, there) >= PAIRED:
        # Indirect speech put into somebody's mouth: the words are the rewriter's own.
        severity = Severity.major if len(words) > FRAGMENT else Severity.minor
        message = f"The original does not quote these words, it reports them: {quoted(fact.text)}."
        yield _finding(severity, _sentence(view.turned), here, 0.5, message)


def _found(view: View, words: Sequence[str]) -> bool:
    """Whether a quotation stands on the other side nearby, or anywhere if it is long."""
    around = nearby(view)
    for other in view.other.of("quote"):
        theirs = _words(other)
        alike = _alike(words, theirs) if min(len(words), len(theirs)) >= min(3, len(words)) else 0.0
        if alike >= ELSEWHERE and (other.sentence in around or min(len(words), len(theirs)) >= 6):
            return True
    return False


def _stretch(view: View, words: Sequence[str]) -> Span | None:
    """Where the words stand on the other side of the bead."""
    for index in view.beyond:
        tokens = [t for t in view.other.tokens[index] if any(map(str.isalnum, t.text))]
        for start in range(len(tokens)):
            spelled: tuple[str, ...] = ()
            for token in tokens[start:]:
                spelled = words_of(view.other.document.clean[tokens[start].start : token.end])
                if spelled == tuple(words):
                    return raw_span(view.other.document, tokens[start].start, token.end)
                if len(spelled) > len(words):
                    break
    return None


def _sentence(view: View) -> Span:
    sentences = view.other.document.sentences
    return raw_span(view.other.document, sentences[view.beyond[0]].start, sentences[view.beyond[-1]].end)


#: A short quotation is shown and marked whole.
_SHORT = 8


def _span(side: Side, fact: Fact, first: int, last: int) -> Span:
    """The raw span of the changed words of a quotation; of all of it where it is short or a word was only added."""
    words = _words(fact)
    if len(words) <= _SHORT or last <= first:
        return raw_span(side.document, fact.start, fact.end)
    tokens = [t for t in side.tokens[fact.sentence] if t.start < fact.end and t.end > fact.start and any(map(str.isalnum, t.text))]
    starts: list[int] = []
    for token in tokens:
        starts += [token.start] * len(words_of(side.document.clean[token.start : token.end]))
    if len(starts) != len(words):
        return raw_span(side.document, fact.start, fact.end)
    end = next(t.end for t in tokens if t.start == starts[last - 1])
    return raw_span(side.document, starts[first], end)


def _shown(view: View, a: Fact, b: Fact, one: Sequence[str], two: Sequence[str]) -> str:
    """What changed, for the message: short quotations whole, of longer ones the first changed words."""
    if max(len(one), len(two)) <= _SHORT:
        return f"{quoted(a.text)} became {quoted(b.text)}"
    changes = _changes(one, two)
    heavy = [c for c in changes if not _light(one[c.a[0] : c.a[1]], two[c.b[0] : c.b[1]])] or changes
    told: list[str] = []
    for change in heavy[:3]:
        lost, new = " ".join(one[change.a[0] : change.a[1]]), " ".join(two[change.b[0] : change.b[1]])
        if lost and new:
            told.append(f"{quoted(lost)} became {quoted(new)}")
        else:
            told.append(f"{quoted(lost)} is gone" if lost else f"{quoted(new)} is new")
    return ", ".join(told) + (" …" if len(heavy) > 3 else "")


def _finding(severity: Severity, original: Span | None, rewrite: Span | None, confidence: float, message: str) -> Finding:
    return Finding(
        kind="quote",
        category="Accuracy/Mistranslation",
        severity=severity,
        original=original,
        rewrite=rewrite,
        confidence=confidence,
        message=message,
    )
