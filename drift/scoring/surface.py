"""How two word sequences compare as strings: shared words, order, character n-grams."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence


def unshared(own: Sequence[Hashable], other: Sequence[Hashable]) -> list[int]:
    """Places of `own` that no equal item of `other` answers, each item of `other` answering once."""
    left = Counter(other)
    places = []
    for place, item in enumerate(own):
        if left[item] > 0:
            left[item] -= 1
        else:
            places.append(place)
    return places


def f_score(a: Sequence[Hashable], b: Sequence[Hashable]) -> float:
    """F1 of two multisets; 1 where both are empty."""
    if not a and not b:
        return 1.0
    first, second = Counter(a), Counter(b)
    shared = sum([min(count, second[item]) for item, count in first.items() if item in second])
    return 2 * shared / (len(a) + len(b))


def grams(items: Sequence[str], n: int) -> list[tuple[str, ...]]:
    """The runs of n items."""
    return list(zip(*(items[k:] for k in range(n)), strict=False))


def characters(a: str, b: str, n: int = 4) -> float:
    """F1 of the character n-grams of two strings, spaces left out."""
    first, second = a.replace(" ", ""), b.replace(" ", "")
    return f_score(
        [first[k : k + n] for k in range(max(1, len(first) - n + 1))],
        [second[k : k + n] for k in range(max(1, len(second) - n + 1))],
    )


def letters(a: str, b: str) -> float:
    """Mean F1 of the character n-grams of one to six letters, spaces counted (after chrF, Popović 2015)."""
    values = [
        f_score([a[k : k + n] for k in range(len(a) - n + 1)], [b[k : k + n] for k in range(len(b) - n + 1)])
        for n in range(1, 7)
    ]
    return sum(values) / len(values)


def disorder(a: Sequence[str], b: Sequence[str]) -> float:
    """Share of pairs of items unique on both sides that stand in the other order: 0 same ... 1 reversed."""
    once_a, once_b = Counter(a), Counter(b)
    place = {item: k for k, item in enumerate(b) if once_b[item] == 1}
    order = [place[item] for item in a if once_a[item] == 1 and item in place]
    pairs = len(order) * (len(order) - 1) // 2
    if not pairs:
        return 0.0
    swapped = sum(order[i] > order[j] for i in range(len(order)) for j in range(i + 1, len(order)))
    return swapped / pairs


def breaks(a: Sequence[str], b: Sequence[str]) -> float:
    """Share of neighbors among the shared items of `b` that are no neighbors in this order among those of `a`."""
    here, there = set(a), set(b)
    first = [item for item in a if item in there]
    second = [item for item in b if item in here]
    pairs = grams(second, 2)
    if not pairs:
        return 0.0
    known = set(grams(first, 2))
    return sum(pair not in known for pair in pairs) / len(pairs)
