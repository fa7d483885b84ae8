"""What findings add to drift: a change that a check tells is likely one, whatever the sum makes of the passage.

The sum sees a figure that became another as one word of many; the check knows that it is another amount.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.reading import sentences_of
from drift.records import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from drift.records import Bead, Document, Finding

#: For signatures; raise it when these rules change.
TOLD = "told-1"

#: Kinds whose findings stand on both sides and say that the same claim now means something else. Words left out or
#: added, and how verbatim a quotation is, the sum weighs better.
_KINDS = frozenset(
    {"number", "date", "name", "negation", "modality", "attribution", "role", "relation", "qualifier", "wording"}
)

#: How far a finding that is right means that raters call the pair changed: the likeliest share over nine development
#: sets (mean log loss .460; .492 without findings, .464 with 1). What falls short are pairs of MSRP whose raters
#: passed over another figure or day.
_SHARE = 0.8


def certain(findings: Iterable[Finding]) -> list[Finding]:
    """Those that raise drift: two-sided, of a kind that tells a change of meaning, major or critical."""
    return [
        finding
        for finding in findings
        if finding.kind in _KINDS
        and finding.severity >= Severity.major
        and finding.original is not None
        and finding.rewrite is not None
    ]


def raised(drift: float, findings: Iterable[Finding]) -> float:
    """Drift in [0, 1] where these findings lie: changed, unless neither the sum nor the surest finding says so."""
    surest = max((finding.confidence for finding in findings), default=0.0)
    return 1.0 - (1.0 - drift) * (1.0 - _SHARE * surest)


def in_sentences(rewrite: Document, findings: Iterable[Finding]) -> dict[int, list[Finding]]:
    """The findings by the sentences of the rewrite that they touch."""
    found: dict[int, list[Finding]] = {}
    for finding in findings:
        for j in sentences_of(rewrite, finding.rewrite) if finding.rewrite is not None else ():
            found.setdefault(j, []).append(finding)
    return found


def in_beads(
    beads: Sequence[Bead], original: Document, rewrite: Document, findings: Iterable[Finding]
) -> dict[int, list[Finding]]:
    """The findings in each bead that has some, by the bead's number: those with a place in both of its sides."""
    of_original = {i: k for k, bead in enumerate(beads) for i in bead.original}
    of_rewrite = {j: k for k, bead in enumerate(beads) for j in bead.rewrite}
    found: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.original is None or finding.rewrite is None:
            continue
        ours = {of_original[i] for i in sentences_of(original, finding.original)}
        for k in ours.intersection(of_rewrite[j] for j in sentences_of(rewrite, finding.rewrite)):
            found.setdefault(k, []).append(finding)
    return found
