"""Numbers that the rewrite changed: value, unit, currency or bound."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drift.checks import bearings
from drift.checks.beads import quoted, views
from drift.checks.slots import around, context, nearby, opposite, place, span
from drift.facts import amounts
from drift.facts.amounts import Number
from drift.facts.dates import Date
from drift.facts.hedges import hedge
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from drift.checks.beads import View
    from drift.records import Comparison, Fact, Side


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a number that another number, unit or bound has taken the place of."""
    for _, view in views(comparison):
        matched, ours, theirs = _match(view.facts("number"), view.turned.facts("number"), view)
        for a, b in matched:
            yield from _kept(view, a, b)
        yield from _otherwise(view, matched)
        yield from _changed(view, ours, theirs)


def _kept(view: View, a: Fact, b: Fact) -> Iterator[Finding]:
    """What a number that stands on both sides says on one of them alone."""
    x, y = _number(a), _number(b)
    opposed = amounts.opposed(x, y)
    if (opposed or bearings.crossed(view, a, b)) and not (_negated(view.side, a) or _negated(view.other, b)):
        became = f"{_hedged(view, a)} became {_hedged(view.turned, b)}"
        if opposed:
            yield _finding(view, a, b, Severity.major, 0.75, f"The bound is turned around: {became}.")
        else:
            severity = Severity.major if bearings.is_half(a) else Severity.minor
            message = f"The true value lies on the other side of the number: {became}."
            yield _finding(view, a, b, severity, 0.7, message)
    if amounts.pointed(x) != amounts.pointed(y) and _shares(x, y):
        message = f"Percent are no percentage points: {quoted(a.text)} became {quoted(b.text)}."
        yield _finding(view, a, b, Severity.major, 0.75, message)


def _otherwise(view: View, matched: Sequence[tuple[Fact, Fact]]) -> Iterator[Finding]:
    """What is told of numbers that stand once on either side: another change, or a part of what they count."""
    sides = view, view.turned
    once = [bearings.once(side.facts("number")) for side in sides]
    single = [
        pair for pair in matched if all(bearings.amount(fact) in own for fact, own in zip(pair, once, strict=True))
    ]
    ends = [[bearings.end(side, pair[k]) for pair in single] for k, side in enumerate(sides)]
    # "To 6 billion in 2000 and to 9 billion in 2025" may be said "from 6 to 9 billion"
    serial = any(sum(end is not None and end.word == "to" for end in own) > 1 for own in ends)
    for (a, b), ours, theirs in zip(single, *ends, strict=True):
        yield from _parted(view, a, b)
        if ours and theirs and ours.word != theirs.word and not (serial and {ours.word, theirs.word} == {"from", "to"}):
            original, rewrite = bearings.told(view, a, ours), bearings.told(view.turned, b, theirs)
            message = f"The change is another: {quoted(original.text)} became {quoted(rewrite.text)}."
            yield finding("number", Severity.major, original, rewrite, 0.7, message)


def _parted(view: View, a: Fact, b: Fact) -> Iterator[Finding]:
    """A part of what a number counts that became the whole, or the other way round."""
    parts = bearings.part(view, a), bearings.part(view.turned, b)
    whole, part = (view, parts[1]) if parts[0] is None else (view.turned, parts[0])
    if part and None in parts and _counted_alike(a, b) and not _stands(whole, part.word):
        original = parts[0].span if parts[0] else span(view.side, a)
        rewrite = parts[1].span if parts[1] else span(view.other, b)
        message = f"A part is not the whole: {quoted(original.text)} became {quoted(rewrite.text)}."
        yield finding("number", Severity.major, original, rewrite, 0.7, message)


def _counted_alike(a: Fact, b: Fact) -> bool:
    x, y = _number(a), _number(b)
    return not x.soft and not y.soft and bool(x.counted) and x.counted == y.counted


def _stands(view: View, word: str) -> bool:
    return any(view.token(place).text.lower() == word for place in view.places)


def _shares(*values: Number) -> bool:
    return all(value.unit is not None and value.unit.dimension == "ratio" for value in values)


def _negated(side: Side, fact: Fact) -> bool:
    """Whether a negation stands before the bound ("have not formed more than"): it turns the bound around."""
    sentence = side.document.sentences[fact.sentence]
    before = side.document.clean[sentence.start : fact.start].lower().replace("’", "'")
    return any(
        word in {"not", "never", "no", "nor", "without", "cannot"} or word.endswith("n't")
        for word in before.split()[-12:]
    )


def _number(fact: Fact) -> Number:
    if not isinstance(fact.value, Number):
        msg = f"a number fact holds a Number, not {type(fact.value).__name__}"
        raise TypeError(msg)
    return fact.value


def _match(
    ours: Sequence[Fact], theirs: Sequence[Fact], view: View
) -> tuple[list[tuple[Fact, Fact]], list[Fact], list[Fact]]:
    """Agreeing pairs, hard before soft and near before far, and what is left on both sides."""
    words = [around(view.side, a) for a in ours], [around(view.other, b) for b in theirs]
    places = [place(view, a) for a in ours], [place(view.turned, b) for b in theirs]
    pairs = sorted(
        (
            _number(ours[i]).soft + _number(theirs[j]).soft,
            -len(words[0][i] & words[1][j]),
            abs(places[0][i] - places[1][j]),
            i,
            j,
        )
        for i, j in opposite(len(ours), len(theirs))
        if amounts.agree(_number(ours[i]), _number(theirs[j]))
    )
    taken_a: dict[int, int] = {}
    taken_b: set[int] = set()
    for *_, i, j in pairs:
        if i not in taken_a and j not in taken_b:
            taken_a[i] = j
            taken_b.add(j)
    matched = [(ours[i], theirs[j]) for i, j in sorted(taken_a.items())]
    left = [a for i, a in enumerate(ours) if i not in taken_a]
    return matched, left, [b for j, b in enumerate(theirs) if j not in taken_b]


def _changed(view: View, ours: list[Fact], theirs: list[Fact]) -> Iterator[Finding]:
    open_a, open_b = _open(view, ours), _open(view.turned, theirs)
    pairs = sorted(
        (-_fit(view, ours[i], theirs[j]), i, j)
        for i, j in opposite(len(ours), len(theirs))
        # One of the two must be new or lost; a surplus repetition may be what it replaced.
        if (i in open_a or j in open_b) and _parallel(view, ours[i], theirs[j], len(open_a) + len(open_b))
    )
    used_a: set[int] = set()
    used_b: set[int] = set()
    for _, i, j in pairs:
        if i in used_a or j in used_b:
            continue
        used_a.add(i)
        used_b.add(j)
        yield _judge(view, ours[i], theirs[j])


def _open(view: View, facts: Sequence[Fact]) -> frozenset[int]:
    """The numbers of this side, by their index, that do not stand on the other, and are missed by themselves.

    They may stand there in the bead, near it, as a date, or inside a name.
    """
    hard = [index for index, fact in enumerate(facts) if not _number(fact).soft]
    if not hard:
        return frozenset()
    near = nearby(view)
    others = amounts.by_magnitude(map(_number, view.other.of("number", near)))
    dates = [fact.value for fact in view.other.of("date", near) if isinstance(fact.value, Date)]
    dated = frozenset(part for date in dates for part in (date.year, date.decade, date.day))
    loose = _loose_figures(view)
    return frozenset(index for index in hard if not _answered(facts[index], others, dated, loose))


def _answered(
    fact: Fact, others: Mapping[int, Sequence[Number]], dated: frozenset[int | None], loose: frozenset[str]
) -> bool:
    number = _number(fact)
    if amounts.any_agrees(number, others):
        return True
    if any(reading.value in dated for reading in number.readings):
        return True
    figures = "".join(char for char in fact.text if char.isdigit())
    return len(figures) >= 2 and figures in loose


def _loose_figures(view: View) -> frozenset[str]:
    """The figures of the bead's other side that no number holds: in names ("A320"), codes and addresses."""
    read = {at for fact in view.turned.facts("number") for at in range(fact.start, fact.end)}
    kept: list[str] = []
    for index in view.beyond:
        sentence = view.other.document.sentences[index]
        places = enumerate(sentence.text, sentence.start)
        kept += [char if char.isdigit() and at not in read else " " for at, char in places] + [" "]
    return frozenset("".join(kept).split())


def _fit(view: View, a: Fact, b: Fact) -> float:
    """How well the two numbers fit one slot: what they count, the words around, the place in the bead."""
    x, y = _number(a), _number(b)
    same_noun = bool(x.counted) and x.counted == y.counted
    same_unit = x.unit is not None and y.unit is not None and x.unit.dimension == y.unit.dimension
    apart = abs(place(view, a) - place(view.turned, b))
    return 2.0 * same_noun + 2.0 * same_unit + context(view, a, b) - 2.0 * apart - (x.soft + y.soft)


def _parallel(view: View, a: Fact, b: Fact, left: int) -> bool:
    x, y = _number(a), _number(b)
    if x.clock != y.clock or not amounts.comparable(x, y) or _subunit(x, y):
        return False
    if x.vague != y.vague or x.ordinal != y.ordinal:
        return False
    if (x.unit is None) != (y.unit is None) and not amounts.same_amount(x, y) and x.counted != y.counted:
        # "400 families" and "20 %" measure different things unless the words around say otherwise.
        return context(view, a, b) >= 3
    # With one number lost and one new the slot is theirs; among several the words around must tell.
    enough = 1.0 if left <= 2 else 2.0
    if x.soft or y.soft:
        enough = 3.0
    return _fit(view, a, b) >= enough


def _subunit(x: Number, y: Number) -> bool:
    """Half a shekel is fifty agorot: a hundred times the amount of money without a unit that we know."""
    money = [number for number in (x, y) if number.unit and number.unit.dimension.startswith("money")]
    values = sorted((x.readings[0].value, y.readings[0].value))
    return len(money) == 1 and values[0] > 0 and abs(values[1] / values[0] - 100) < amounts.EXACT


def _judge(view: View, a: Fact, b: Fact) -> Finding:
    x, y = _number(a), _number(b)
    if amounts.same_amount(x, y) and x.unit and y.unit:
        message = f"The unit changed: {quoted(a.text)} became {quoted(b.text)}."
        return _finding(view, a, b, Severity.major, 0.8, message)
    if amounts.rounded(x, y) and not _as_exact(a, b):
        return _finding(view, a, b, Severity.minor, 0.5, f"{quoted(a.text)} was rounded to {quoted(b.text)}.")
    if _tenfold(x, y):
        message = f"The number is another by a factor of ten or more: {quoted(a.text)} became {quoted(b.text)}."
        return _finding(view, a, b, Severity.critical, 0.9, message)
    sure = 0.9 if context(view, a, b) >= 2 or x.counted == y.counted else 0.7
    return _finding(view, a, b, Severity.major, sure, f"The number changed: {quoted(a.text)} became {quoted(b.text)}.")


def _tenfold(x: Number, y: Number) -> bool:
    """Whether two amounts in one unit, or two large ones, differ by ten times or more in every reading."""
    pairs = [(r.base, q.base) for r in x.readings for q in y.readings if r.unit == q.unit]
    large = all(number.unit is not None or number.readings[0].value >= 1000 for number in (x, y))
    return large and bool(pairs) and all(min(pair) > 0 and max(pair) / min(pair) >= 10 for pair in pairs)


def _hedged(view: View, fact: Fact) -> str:
    text = view.side.document.clean
    sentence = view.side.document.sentences[fact.sentence]
    _, _, start = hedge(sentence.text, fact.start - sentence.start)
    return quoted(text[sentence.start + start : fact.end])


def _as_exact(a: Fact, b: Fact) -> bool:
    """Whether both are written with as many decimals: "$1.70" for "$1.69" is no rounding."""
    one, other = (re.search(r"\.(\d+)", fact.text) for fact in (a, b))
    return one is not None and other is not None and len(one[1]) == len(other[1])


def _finding(view: View, a: Fact, b: Fact, severity: Severity, confidence: float, message: str) -> Finding:  # noqa: PLR0913, PLR0917 - a finding has as many parts
    return finding(
        kind="number",
        severity=severity,
        original=span(view.side, a),
        rewrite=span(view.other, b),
        confidence=confidence,
        message=message,
    )
