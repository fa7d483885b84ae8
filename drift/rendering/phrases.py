"""The words in which a report speaks to its reader: labels, what a score means, the verdict."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drift.language import foreign
from drift.records import Severity
from drift.review import verdicts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from drift.records import Finding, Score
    from drift.results import Report

SEVERITIES: tuple[Severity, ...] = tuple(sorted(Severity, reverse=True))
"""Worst first."""

SHAPES: dict[Severity, str] = {
    Severity.critical: "◆",
    Severity.major: "▲",
    Severity.minor: "●",
    Severity.neutral: "○",
}
"""A shape for each severity, so that color is never the only sign."""

SEVERITY_MEANINGS: dict[Severity, str] = {
    Severity.critical: "would mislead readers or do harm",
    Severity.major: "the reader learns something else",
    Severity.minor: "noticeable, the meaning survives",
    Severity.neutral: "worth knowing, no fault",
}

_KINDS: dict[str, str] = {
    "omission.sentence": "Omitted sentence",
    "omission.clause": "Omitted clause",
    "addition.sentence": "Added sentence",
    "addition.clause": "Added clause",
    "number": "Number",
    "date": "Date",
    "name": "Name",
    "quote": "Quotation",
    "negation": "Negation",
    "modality": "Modality",
    "attribution": "Attribution",
    "role": "Who did what",
    "relation": "Relation",
    "qualifier": "Qualifier",
    "wording": "Wording",
    "identifier": "Identifier",
    "meaning": "Meaning",
    "terminology": "Terminology",
    "repetition": "Repetition",
    "fragment": "Fragment",
    "fluency": "Fluency",
    "boilerplate": "Site furniture",
    "residue": "Left by a generator",
    "moved": "Moved",
}

# The MQM dimension of findings that set one text against the other.
_COMPARED = "Accuracy"
# Coverage and support of two texts that are no original and its rewrite. Of the five seed articles on one event, the
# nine pairs that were written independently reach 0.40 in the better of the two, the rewrite 0.85 in both.
_STRANGERS = 0.4

BEADS: dict[str, str] = {
    "same": "Same",
    "paraphrase": "Paraphrase",
    "altered": "Altered",
    "merged": "Merged",
    "split": "Split",
    "moved": "Moved",
    "omitted": "Omitted",
    "added": "Added",
}


@dataclass(frozen=True, slots=True)
class ShownScore:
    """One score as a reader sees it, with the number of passages that carry it."""

    name: str
    score: Score
    meaning: str
    unit: str
    best: str
    passages: int

    @property
    def whole(self) -> int:
        """What a full score is: 1, or 100 for quality."""
        return 100 if self.name == "quality" else 1

    @property
    def shares(self) -> tuple[float, float, float]:
        """Value, low and high in [0, 1]."""
        return tuple(min(1.0, max(0.0, v / self.whole)) for v in _three(self.score))  # type: ignore[return-value]

    @property
    def text(self) -> str:
        """The value, such as "87 %" or "71"."""
        return f"{_hundredths(self.shares[0])}{' %' if self.unit == '%' else ''}"

    @property
    def spread(self) -> bool:
        """Whether the interval says anything: it comes from drawing passages again, and one drawn again is itself."""
        return self.passages > 1

    @property
    def interval(self) -> str:
        """The 95 % interval, such as "82 to 91 %"; a dash where the text is too short for one."""
        if not self.spread:
            return "–"
        _, low, high = self.shares
        return f"{_hundredths(low)} to {_hundredths(high)}{' %' if self.unit == '%' else ''}"


def _hundredths(share: float) -> str:
    """Whole hundredths, but one decimal where a share that is not whole would look like all or nothing."""
    text = f"{100 * share:.0f}"
    return f"{100 * share:.1f}" if text in {"0", "100"} and share not in {0.0, 1.0} else text


def _three(score: Score) -> tuple[float, float, float]:
    return score.value, score.low, score.high


_SCORES: tuple[tuple[str, str, str, str], ...] = (
    ("coverage", "of the original’s content is in the rewrite", "%", "high is good"),
    ("support", "of the rewrite’s content is in the original", "%", "high is good"),
    ("fidelity", "faithful where the two texts match: 100 % less the accuracy penalty per word", "%", "high is good"),
    ("fluency", "free of language faults: 100 % less the linguistic penalty per word", "%", "high is good"),
    (
        "drift",
        "of the content, by estimate, changed its meaning; omissions and additions count whole",
        "%",
        "low is good",
    ),
    ("quality", "out of 100: the adequacy that a human rater would give", "points", "high is good"),
)


def scores(report: Report) -> tuple[ShownScore, ...]:
    """The scores that make sense for this report: all six, or fluency alone for one text.

    A score that is not a number (nothing to measure it on) is left out.
    """
    shown = (
        ShownScore(name, getattr(report.scores, name), meaning, unit, best, _passages(report, name))
        for name, meaning, unit, best in _SCORES
        if report.original is not None or name == "fluency"
    )
    return tuple(item for item in shown if not any(map(math.isnan, _three(item.score))))


def _passages(report: Report, name: str) -> int:
    """Passages that weigh in a score: those of the side that it counts, site furniture apart."""
    if report.original is None:
        return sum(sentence.kind != "furniture" for sentence in report.rewrite.sentences)
    counted = 0
    for bead in report.alignment.beads:
        left = any(report.original.sentences[index].kind != "furniture" for index in bead.original)
        right = any(report.rewrite.sentences[index].kind != "furniture" for index in bead.rewrite)
        counted += {"coverage": left, "support": right, "fluency": right, "fidelity": left and right}.get(
            name, left or right
        )
    return counted


def has_other_side(finding: Finding) -> bool:
    """Whether the finding compares: words of one side alone then lack their counterpart. One on language does not."""
    return finding.category.startswith(_COMPARED)


def kind_label(kind: str) -> str:
    """A finding kind in a reader's words; a kind of somebody's own check keeps its name."""
    return _KINDS.get(kind, kind.replace(".", ": ").capitalize())


def kind_summary(kind: str) -> str:
    """What the kind says, from its check; the label for a kind of somebody's own check."""
    from drift.findings import KINDS

    return KINDS[kind].summary if kind in KINDS else kind_label(kind)


def percent(share: float) -> str:
    """A share as percents; a dash for one that was not judged."""
    return "–" if math.isnan(share) else f"{_hundredths(share)} %"


def rough(probability: float) -> str:
    """A probability with two decimals, that never looks certain where it is not: "> 0.99"."""
    if 0.995 <= probability < 1.0:
        return "> 0.99"
    return "< 0.01" if 0.0 < probability < 0.005 else f"{probability:.2f}"


def plural(count: int, noun: str) -> str:
    """The count with its noun in the right number."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def joined(items: Iterable[str]) -> str:
    """An enumeration: "a", "a and b", "a, b and c"."""
    *head, last = items
    return f"{', '.join(head)} and {last}" if head else last


def tally(findings: Iterable[Finding]) -> str:
    """How many findings of each severity, such as "2 major and 5 minor findings"."""
    counts = Counter(finding.severity for finding in findings)
    parts = [f"{counts[severity]} {severity.name}" for severity in SEVERITIES if counts[severity]]
    return f"{joined(parts)} finding{'' if sum(counts.values()) == 1 else 's'}" if parts else "no findings"


def notes(report: Report) -> tuple[str, ...]:
    """What a reader must know: the report's notes, and what verdicts and a baseline did to its findings."""
    said = list(report.notes)
    if report.rejected:
        said.append(
            f"{plural(len(report.rejected), 'finding')} that a reader rejected: left out, and out of the scores"
        )
    if unseen := verdicts.unseen(report):
        said.append(f"{plural(len(unseen), 'verdict')} on findings that this report does not have")
    known = [finding.known for finding in report.findings if finding.known is not None]
    if known:
        said.append(f"of {plural(len(known), 'finding')} the baseline has {sum(known) or 'none'}")
    return tuple(said)


def status(finding: Finding) -> str:
    """What a reader or the baseline said of a finding: "accepted", "known", both or nothing."""
    return ", ".join(word for word, true in (("accepted", finding.accepted), ("known", finding.known)) if true)


def verdict(report: Report) -> str:
    """The whole report in one sentence."""
    faults = [finding for finding in report.findings if finding.severity > Severity.neutral]
    worst = max((finding.severity for finding in faults), default=Severity.neutral)
    if report.original is None:
        head = {
            Severity.critical: "This text should not go out as it stands",
            Severity.major: "This text needs an editor",
            Severity.minor: "This text is nearly clean",
            Severity.neutral: "No fault was found in this text",
        }[worst]
        if not scores(report):
            head = "Most faults were not looked for in this text"
        return f"{head}: {tally(faults)}." if faults else f"{head}."
    head = {
        Severity.critical: "The rewrite should not go out as it stands",
        Severity.major: "The rewrite needs an editor",
        Severity.minor: "The rewrite stays close to its original",
        Severity.neutral: "No change of meaning was found",
    }[worst]
    shown = {item.name: item.text for item in scores(report)}
    if _strangers(report):
        head = "These do not look like an original and its rewrite"
    if not shown:
        spoken = sorted(filter(foreign, {report.original.language, report.rewrite.language}))
        why = f", for not all is English ({', '.join(spoken)})" if spoken else ""
        head = f"Whether the meaning changed was not judged{why}"
    keeper = "the second" if _strangers(report) else "it"
    kept = f"{keeper} keeps {shown['coverage']} of the original’s content" if "coverage" in shown else ""
    parts = [part for part in (tally(faults) if faults else "", kept) if part]
    return f"{head}: {'; '.join(parts)}." if parts else f"{head}."


def _strangers(report: Report) -> bool:
    """Whether neither text has a fair part of the other's content; a summary has, for all of it is in the original."""
    return max(report.scores.coverage.value, report.scores.support.value) < _STRANGERS
