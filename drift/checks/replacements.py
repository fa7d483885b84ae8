"""Words that took the place of others and say something else, as the judge reads them: "mice" / "humans".

No list holds all words that exclude one another, and vectors of words cannot tell them from synonyms. The
judge reads both passages together and says of each word how likely it is part of a change. Alone it errs too
often: it is heard where one word stands between the same neighbors as another one that its vector does not come near.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.checks.beads import is_content, quoted, replaced, views
from drift.checks.contrasts import alike, forms
from drift.findings import finding
from drift.records import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.checks.beads import Place, View
    from drift.records import Comparison

#: Cosine of two words' contextual vectors from which they may be synonyms, read off the 685 pairs of words that replace
#: one another in 1,500 pairs of `human_human_pairs` dev.
NEAR = 0.45
#: Sum of both words' log-odds of being part of a change, from which they are. Of the examples of `wording` and
#: `negation` two pairs that mean the same lie above, and two that do not lie below: the known failures there.
LEAST = 1.5


def check(comparison: Comparison) -> Iterator[Finding]:
    """One finding a content word in place of another, where the judge reads a change in both."""
    if comparison.cross_encoder is None:
        return
    found = [(view, pairs) for view in views(comparison) if (pairs := list(_pairs(view)))]
    comparison.cross_encoder.all([(view.sentences, view.beyond) for view, _ in found])  # many together, which is faster
    for view, pairs in found:
        sides = view, view.mirrored
        words = [[side.token(pair[k]) for pair in pairs] for k, side in enumerate(sides)]
        odds = [comparison.cross_encoder.altered(view.sentences, view.beyond, k, own) for k, own in enumerate(words)]
        for pair, both in zip(pairs, zip(*odds, strict=True), strict=True):
            if sum(both) >= LEAST:
                yield _finding(view, *pair)


def _pairs(view: View) -> Iterator[tuple[Place, Place]]:
    """Content words of one part of speech between the same neighbors, neither of which stands on the other side."""
    if len(view.facts("polarity")) != len(view.mirrored.facts("polarity")):
        return  # "not a success" may be "a failure"
    for here, there in replaced(view):
        ours, theirs = here[0], there[0]
        if len(here) == 1 and view.unshared(ours) and view.mirrored.unshared(theirs) and not _same(view, ours, theirs):
            yield ours, theirs


def _same(view: View, ours: Place, theirs: Place) -> bool:
    """Whether two words may be renderings of each other, or are none that can be held against each other."""
    first, second = view.token(ours), view.mirrored.token(theirs)
    if first.pos != second.pos or first.pos == "PROPN" or first.entity or second.entity:
        return True
    if not (is_content(first, view.language) and is_content(second, view.mirrored.language)):
        return True
    if alike(first.lemma, second.lemma, view.language) or forms(first.lemma.lower(), second.lemma.lower()):
        return True
    return view.max_cosine(ours, theirs) >= NEAR


def _finding(view: View, ours: Place, theirs: Place) -> Finding:
    here, there = view.span(ours), view.mirrored.span(theirs)
    message = f"{quoted(there.text)} does not say the same as {quoted(here.text)}."
    return finding("wording", Severity.minor, here, there, 0.5, message)
