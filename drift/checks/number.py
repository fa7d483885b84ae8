"""Numbers that the rewrite changed: value, unit, currency or bound."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drift.checks import number_roles, vague
from drift.checks.beads import became, is_word, quoted, views
from drift.checks.slots import (
    apart,
    around,
    context,
    nearby,
    once,
    one_to_one,
    opposite,
    place,
    span,
    spans,
    within,
    worded,
)  # fmt: skip
from drift.facts import amounts
from drift.facts.amounts import Number
from drift.facts.dates import Date
from drift.facts.hedges import hedge
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from drift.checks.beads import View
    from drift.records import Comparison, Fact


#: What a row of a table holds.
_LABELS = frozenset({"NOUN", "PROPN", "NUM", "ADJ", "X"})


#: Numbers of a bead's side from which on none is looked at as the only one of its kind: prose has fewer.
FEW = 20


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a number that another number, unit or bound has taken the place of."""
    for view in views(comparison):
        matched, ours, theirs = _match(view.facts(Number), view.mirrored.facts(Number), view)
        for a, b in matched:
            yield from _kept(view, a, b)
        yield from _otherwise(view, matched)
        changed = [*_changed(view, ours, theirs), *_in_place(view, ours, theirs)]
        yield from (_judge(view, a, b) for a, b in changed)
        yield from vague.ends(view, dict(matched), ours, theirs)
        yield from vague.ends(view.mirrored, {b: a for a, b in matched}, theirs, ours)
        for side, left, k in ((view, ours, 0), (view.mirrored, theirs, 1)):
            rest = [fact for fact in left if all(fact != pair[k] for pair in changed)]
            hard = [rest[index] for index in _open(side, rest)]
            yield from vague.told(side, rest, hard)


def _kept(view: View, a: Fact[Number], b: Fact[Number]) -> Iterator[Finding]:
    """What a number that stands on both sides says on one of them alone."""
    x, y = a.value, b.value
    opposed = amounts.opposed(x, y)
    if (opposed or number_roles.crossed(view, a, b)) and not (_negated(view, a) or _negated(view.mirrored, b)):
        change = became(_hedged(view, a), _hedged(view.mirrored, b))
        if opposed:
            message = f"The bound is turned around: {change}."
            yield finding("number", Severity.major, *spans(view, a, b), 0.75, message)
        else:
            severity = Severity.major if number_roles.is_half(a) else Severity.minor
            message = f"The true value lies on the other side of the number: {change}."
            yield finding("number", severity, *spans(view, a, b), 0.7, message)
    elif {number_roles.edge(view, a), number_roles.edge(view.mirrored, b)} == {"in", "out"}:
        message = f"The bound itself is {'out' if number_roles.edge(view, a) == 'in' else 'in'} now: "
        change = became(_hedged(view, a), _hedged(view.mirrored, b))
        yield finding("number", Severity.minor, *spans(view, a, b), 0.6, f"{message}{change}.")
    if _separated(a, b):
        message = f"The decimal separator is another: {became(a.text, b.text)}."
        yield finding("number", Severity.critical, *spans(view, a, b), 0.7, message)
    if amounts.points_for_percent(x, y):
        message = f"Percent are no percentage points: {became(a.text, b.text)}."
        yield finding("number", Severity.major, *spans(view, a, b), 0.75, message)


def _separated(a: Fact[Number], b: Fact[Number]) -> bool:
    """Whether two measures have the same figures, and a point stands for the other's comma ("1.100", "1,100 volts")."""
    x, y = a.value.readings[0], b.value.readings[0]
    figures = (re.sub(r"\D", "", fact.text) for fact in (a, b))
    money = x.unit is not None and x.unit.dimension.startswith("money")
    apart = x.unit is not None and x.unit == y.unit and not money and x.value != y.value
    return apart and len(set(figures)) == 1 and amounts.thousandfold(x, y)


def _otherwise(view: View, matched: Sequence[tuple[Fact[Number], Fact[Number]]]) -> Iterator[Finding]:
    """What is told of numbers that stand once on either side: another change, or a part of what they count."""
    sides = view, view.mirrored
    ours, theirs = (once(side.facts(Number), number_roles.amount) for side in sides)
    single = [(a, b) for a, b in matched if a in ours and b in theirs]
    ends = [[number_roles.end(side, pair[k]) for pair in single] for k, side in enumerate(sides)]
    # "To 6 billion in 2000 and to 9 billion in 2025" may be said "from 6 to 9 billion"
    serial = any(sum(end is not None and end.word == "to" for end in own) > 1 for own in ends)
    for (a, b), here, there in zip(single, *ends, strict=True):
        yield from _parted(view, a, b)
        if here and there and here.word != there.word and not (serial and {here.word, there.word} == {"from", "to"}):
            original, rewrite = number_roles.told(view, a, here), number_roles.told(view.mirrored, b, there)
            message = f"The change is another: {became(original.text, rewrite.text)}."
            yield finding("number", Severity.major, original, rewrite, 0.7, message)


def _parted(view: View, a: Fact[Number], b: Fact[Number]) -> Iterator[Finding]:
    """A part of what a number counts that became the whole, the other way round, or another part."""
    parts = number_roles.part(view, a), number_roles.part(view.mirrored, b)
    counts = [number_roles.count(part, view.language) or 0 for part in parts if part]
    if parts[0] and parts[1] and all(counts) and counts[0] != counts[1] and sum(counts) != number_roles.amount(a):
        message = f"The number changed: {became(parts[0].span.text, parts[1].span.text)}."
        yield finding("number", Severity.major, parts[0].span, parts[1].span, 0.8, message)
    whole, part = (view, parts[1]) if parts[0] is None else (view.mirrored, parts[0])
    said = (whole.token(at).text.lower() for at in whole.places)
    fact = a if whole is view else b
    before = whole.side.tokens[fact.sentence][
        max(0, within(whole.side, fact).start - 2) : within(whole.side, fact).start
    ]
    if any(token.text.lower() in whole.language.words("function.of") for token in before):
        return  # "of the 40, 37 survived"
    if part and None in parts and _counted_alike(view, a, b) and part.word not in said:
        original = parts[0].span if parts[0] else span(view.side, a)
        rewrite = parts[1].span if parts[1] else span(view.other, b)
        message = f"A part is not the whole: {became(original.text, rewrite.text)}."
        yield finding("number", Severity.major, original, rewrite, 0.7, message)


def _counted_alike(view: View, a: Fact[Number], b: Fact[Number]) -> bool:
    """Whether two numbers count one thing, by one word or by a word and its counterpart."""
    x, y = a.value, b.value
    here, there = number_roles.counted(view, a), number_roles.counted(view.mirrored, b)
    alike = x.counted == y.counted or (here is not None and there is not None and view.sure(here) == there)
    return not x.soft and not y.soft and bool(x.counted) and alike


def _negated(view: View, fact: Fact[Number]) -> bool:
    """Whether a negation stands before the bound ("have not formed more than"): it turns the bound around."""
    own, sentence = view.language, view.side.document.sentences[fact.sentence]
    words, endings = own.words("negation.bounds.words"), own.ordered("negation.bounds.endings")
    _, _, start = hedge(sentence.text, fact.start - sentence.start, own)  # "no more than" has its own negative
    before = sentence.text[:start].lower().replace("’", "'")
    return any(word in words or word.endswith(endings) for word in before.split()[-12:])


def _match(
    ours: Sequence[Fact[Number]], theirs: Sequence[Fact[Number]], view: View
) -> tuple[list[tuple[Fact[Number], Fact[Number]]], list[Fact[Number]], list[Fact[Number]]]:
    """Agreeing pairs, hard before soft and near before far, and what is left on both sides."""
    words = [around(view, a) for a in ours], [around(view.mirrored, b) for b in theirs]
    places = [place(view, a) for a in ours], [place(view.mirrored, b) for b in theirs]
    ranked = (
        ((a.value.soft + b.value.soft, -len(words[0][i] & words[1][j]), abs(places[0][i] - places[1][j])), i, j)
        for i, j in opposite(len(ours), len(theirs))
        for a, b in [(ours[i], theirs[j])]
        if amounts.agree(a.value, b.value)
    )
    taken = {i: j for _, i, j in one_to_one(ranked)}
    matched = [(ours[i], theirs[j]) for i, j in sorted(taken.items())]
    left = [a for i, a in enumerate(ours) if i not in taken]
    return matched, left, [b for j, b in enumerate(theirs) if j not in taken.values()]


def _changed(
    view: View, ours: list[Fact[Number]], theirs: list[Fact[Number]]
) -> Iterator[tuple[Fact[Number], Fact[Number]]]:
    """The numbers of both sides of which one took the place of the other."""
    open_a, open_b = _open(view, ours), _open(view.mirrored, theirs)
    sole = _sole(view) | _sole(view.mirrored)
    ranked = (
        (-_fit(view, ours[i], theirs[j]), i, j)
        for i, j in opposite(len(ours), len(theirs))
        # One of the two must be new or lost; a surplus repetition may be what it replaced.
        if (i in open_a or j in open_b) and _parallel(view, ours[i], theirs[j], len(open_a) + len(open_b), sole)
    )
    yield from ((ours[i], theirs[j]) for _, i, j in one_to_one(ranked))


def _in_place(
    view: View, ours: list[Fact[Number]], theirs: list[Fact[Number]]
) -> Iterator[tuple[Fact[Number], Fact[Number]]]:
    """Numbers that the same words in the same order stand around: that a row near it has the number is no excuse."""
    words = [worded(side, side.facts(Number)) for side in (view, view.mirrored)]
    if words[0] and words[0] == words[1] and len(ours) == len(theirs):
        pairs = ((a, b) for a, b in zip(ours, theirs, strict=True) if not (a.value.soft or b.value.soft))
        yield from ((a, b) for a, b in pairs if amounts.comparable(a.value, b.value))


def _open(view: View, facts: Sequence[Fact[Number]]) -> frozenset[int]:
    """The numbers of this side, by their index, that do not stand on the other, and are missed by themselves.

    They may stand there in the bead, near it, as a date, or inside a name.
    """
    hard = [index for index, fact in enumerate(facts) if not fact.value.soft]
    if not hard:
        return frozenset()
    rows = _is_row(view) and _is_row(view.mirrored)
    near = frozenset(view.beyond) if rows and len(view.beyond) < len(nearby(view)) else nearby(view)
    others = amounts.by_magnitude(fact.value for fact in view.other.of(Number, near))
    dates = [fact.value for fact in view.other.of(Date, near)]
    dated = frozenset(part for date in dates for part in (date.year, date.decade, date.day))
    loose = _loose_figures(view)
    left = frozenset(index for index in hard if not _answered(facts[index], others, dated, loose))
    whole = [fact.value for fact in view.mirrored.facts(Number) if not number_roles.is_scored(view.mirrored, fact)]
    derived = amounts.by_magnitude(amounts.derived(whole))
    return (
        frozenset(index for index in left if not amounts.any_agrees(facts[index].value, derived)) if derived else left
    )


def _is_row(view: View) -> bool:
    """Whether this side of the bead is a row of a table or a line of a list: labels and numbers, nothing is said."""
    return all(view.token(place).pos in _LABELS for place in view.places if is_word(view.token(place)))


def _answered(
    fact: Fact[Number], others: Mapping[int, Sequence[Number]], dated: frozenset[int | None], loose: frozenset[str]
) -> bool:
    number = fact.value
    if amounts.any_agrees(number, others):
        return True
    if any(reading.value in dated for reading in number.readings):
        return True
    figures = "".join(char for char in fact.text if char.isdigit())
    return len(figures) >= 2 and figures in loose


def _loose_figures(view: View) -> frozenset[str]:
    """The figures of the bead's other side that no number holds: in names ("A320"), codes and addresses."""
    read = {at for fact in view.mirrored.facts(Number) for at in range(fact.start, fact.end)}
    kept: list[str] = []
    for index in view.beyond:
        sentence = view.other.document.sentences[index]
        places = enumerate(sentence.text, sentence.start)
        kept += [char if char.isdigit() and at not in read else " " for at, char in places] + [" "]
    return frozenset("".join(kept).split())


def _fit(view: View, a: Fact[Number], b: Fact[Number]) -> float:
    """How well the two numbers fit one slot: what they count, the words around, the place in the bead."""
    x, y = a.value, b.value
    same_noun = bool(x.counted) and x.counted == y.counted
    same_unit = x.unit is not None and y.unit is not None and x.unit.dimension == y.unit.dimension
    return 2.0 * (same_noun + same_unit - apart(view, a, b)) + context(view, a, b) - (x.soft + y.soft)


def _parallel(view: View, a: Fact[Number], b: Fact[Number], left: int, sole: frozenset[Fact[Number]]) -> bool:
    x, y = a.value, b.value
    if x.clock != y.clock or not amounts.comparable(x, y):
        return False
    if x.vague != y.vague or x.ordinal != y.ordinal:
        return False
    if (x.unit is None) != (y.unit is None) and not amounts.same_amount(x, y) and x.counted != y.counted:
        # "400 families" and "20 %" measure different things unless the words around say otherwise.
        return context(view, a, b) >= 3
    if (x.unit is None) == (y.unit is None) and {a, b} <= sole:
        return True
    # With one number lost and one new the slot is theirs; among several the words around must tell.
    enough = 1.0 if left <= 2 else 2.0
    if x.soft or y.soft:
        enough = 3.0
    return _fit(view, a, b) >= enough


def _sole(view: View) -> frozenset[Fact[Number]]:
    """The numbers that are the only one of their kind on this side of the bead; where there are many, none."""
    hard = [fact for fact in view.facts(Number) if not fact.value.soft]
    if len(hard) > FEW:
        return frozenset()
    return frozenset(
        fact
        for fact in view.facts(Number)
        if [other for other in hard if amounts.comparable(other.value, fact.value)] == [fact]
    )


def _judge(view: View, a: Fact[Number], b: Fact[Number]) -> Finding:
    x, y = a.value, b.value
    pair, change = spans(view, a, b), became(a.text, b.text)
    if amounts.same_amount(x, y) and x.unit and y.unit:
        severity = Severity.critical if not x.clock and _tenfold(x, y) else Severity.major
        return finding("number", severity, *pair, 0.8, f"The unit changed: {change}.")
    if amounts.rounded(x, y) and not _as_exact(a, b):
        return finding("number", Severity.minor, *pair, 0.5, f"{quoted(a.text)} was rounded to {quoted(b.text)}.")
    if not x.clock and not x.ordinal and _tenfold(x, y):
        message = f"The number is another by a factor of ten or more: {change}."
        return finding("number", Severity.critical, *pair, 0.9, message)
    sure = 0.9 if context(view, a, b) >= 2 or x.counted == y.counted else 0.7
    return finding("number", Severity.major, *pair, sure, f"The number changed: {change}.")


def _tenfold(x: Number, y: Number) -> bool:
    """Whether two amounts of one kind differ by ten times or more in every reading."""
    pairs = [
        (r.base, q.base) if r.unit and q.unit else (r.value, q.value)
        for r in x.readings
        for q in y.readings
        if not r.unit or not q.unit or r.unit.dimension == q.unit.dimension
    ]
    return bool(pairs) and all(min(pair) > 0 and max(pair) / min(pair) >= 10 for pair in pairs)


def _hedged(view: View, fact: Fact[Number]) -> str:
    text = view.side.document.clean
    sentence = view.side.document.sentences[fact.sentence]
    _, _, start = hedge(sentence.text, fact.start - sentence.start, view.language)
    return text[sentence.start + start : fact.end]


def _as_exact(a: Fact[Number], b: Fact[Number]) -> bool:
    """Whether both are written with as many decimals: "$1.70" for "$1.69" is no rounding."""
    one, other = (re.search(r"\.(\d+)", fact.text) for fact in (a, b))
    return one is not None and other is not None and len(one[1]) == len(other[1])
