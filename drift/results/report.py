"""The report: everything that one comparison found, as data.

Drawing, tabulating and saving belong to a `Renderer` that is handed in (`drift.records.hand_in`), so that this room
need not know the one that draws.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from drift.records import Severity, Shown, renderer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    import numpy as np
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from drift.records import Alignment, Document, Fact, Finding, Judgement, Scores, Span, Verdict, WordMatch


class Plots(Protocol):
    """The figures of one report; each draws on `ax`, or on a new figure, and returns the Axes."""

    def similarity(self, *, ax: Axes | None = None) -> Axes:
        """Heatmap of sentence similarities with the alignment path."""

    def timeline(self, *, ax: Axes | None = None) -> Axes:
        """Drift of each bead along the document."""

    def scores(self, *, ax: Axes | None = None) -> Axes:
        """The six scores with their 95 % intervals."""

    def counts(self, *, ax: Axes | None = None) -> Axes:
        """Findings by kind and severity."""

    def save(self, folder: str | Path) -> tuple[Path, ...]:
        """Write each figure as SVG and PNG into a folder."""


class Renderer(Protocol):
    """What a report needs of whoever draws it."""

    def frame(self, report: Report) -> pd.DataFrame:
        """A row a bead."""

    def findings_frame(self, report: Report) -> pd.DataFrame:
        """A row a finding."""

    def explore(self, report: Report) -> Any:
        """What a notebook shows to explore the report: a widget, or static HTML where there are no widgets."""

    def plots(self, report: Report) -> Plots:
        """The figures."""

    def save(self, report: Report, path: Path) -> Path:
        """Write the format that the file name's suffix names."""


_renderer: Callable[[], Renderer] = renderer


@dataclass(frozen=True, slots=True)
class Details:
    """What stands behind a bead, for whoever looks closer; of the original and of the rewrite.

    `facts` are those found in the text, in its order; `met` says of each whether the other side of its bead has one
    that agrees with it (`drift.facts.agree`); `counterparts` belong to `Report.words` one by one: the raw
    span of the word on the other side that comes nearest, None where there is none.
    """

    facts: tuple[tuple[Fact, ...], tuple[Fact, ...]]
    met: tuple[tuple[bool, ...], tuple[bool, ...]]
    counterparts: tuple[tuple[Span | None, ...], tuple[Span | None, ...]]


class Threshold(NamedTuple):
    """What `Report.rethreshold` was asked to keep."""

    confidence: float
    severity: Severity
    only: tuple[str, ...]
    skip: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report(Shown):
    """The result of one comparison, or of one text checked alone (`original` is then None).

    `similarities` are the cosines of every original sentence (rows) with every rewrite sentence (columns),
    shape (n, m); of texts of more than 2,000 sentences the best of blocks of sentences. `words` holds, for the
    original and for the rewrite, each content word's raw start and end and its `WordMatch`, in text order, so that
    changed words can be marked, and `word_counts` how many words each sentence of the rewrite has (site furniture:
    none). `signature` makes the report repeatable. `notes` are things a reader must know: a language that some checks
    do not speak, checks that were switched off. `rejected` are findings that a reader's verdict took out of `findings`,
    `unmatched` verdicts on findings that this report does not have. `details` is what stands behind the beads, None
    where nobody kept it; `whole` the report that this one was thresholded from, and `threshold` what was kept of it.
    `unpaired` says that the texts are in two languages whose sentences the model cannot pair: the alignment then says
    nothing. `judgements` are what the judge reads in each bead, in the alignment's order; none where nothing is judged.
    """

    original: Document | None
    rewrite: Document
    alignment: Alignment
    findings: tuple[Finding, ...]
    scores: Scores
    signature: str
    notes: tuple[str, ...] = ()
    rejected: tuple[Finding, ...] = ()
    unmatched: tuple[Verdict, ...] = ()
    word_counts: tuple[int, ...] = field(repr=False, compare=False, kw_only=True)
    similarities: NDArray[np.float32] = field(repr=False, compare=False, kw_only=True)
    words: tuple[SideWords, SideWords] = field(repr=False, compare=False, kw_only=True)
    details: Details | None = field(default=None, repr=False, compare=False, kw_only=True)
    whole: Report | None = field(default=None, repr=False, compare=False, kw_only=True)
    threshold: Threshold | None = field(default=None, repr=False, compare=False, kw_only=True)
    unpaired: bool = field(default=False, repr=False, compare=False, kw_only=True)
    judgements: tuple[Judgement, ...] = field(default=(), repr=False, compare=False, kw_only=True)

    _repr_pretty_ = Shown._repr_pretty_

    def rethreshold(
        self,
        *,
        confidence: float = 0.0,
        severity: Severity | str = Severity.neutral,
        only: Iterable[str] = (),
        skip: Iterable[str] = (),
    ) -> Report:
        """The report with the findings that are at least so sure and so severe; nothing is encoded again.

        Scores, alignment and frames are those that the kept findings give. It starts from everything that was
        found, so a second call may let in again what the first left out. `only` and `skip` name finding kinds or
        their families ("omission" stands for both of its kinds). The signature and a note say what was left out.

        Raises:
            ValueError: `confidence` is no probability, or `severity` or a kind is unknown.
        """
        from drift.findings import KINDS, counted, expanded

        whole = self.whole or self
        if not 0.0 <= confidence <= 1.0:
            msg = f"the least confidence is a probability from 0 to 1, not {confidence:g}"
            raise ValueError(msg)
        least, only, skip = Severity.of(severity), tuple(only), tuple(skip)
        everything = counted((*whole.findings, *whole.rejected))  # for a report that was put together by hand
        whole = replace(whole, findings=everything[: len(whole.findings)], rejected=everything[len(whole.findings) :])
        known = dict.fromkeys((*KINDS, *(item.kind for item in everything)))
        kinds = frozenset(expanded(only, known) or known) - frozenset(expanded(skip, known))
        kept = tuple(
            item
            for item in whole.findings
            if item.confidence >= confidence and item.severity >= least and item.kind in kinds
        )
        asked = [f"confidence>={confidence:g}", f"severity>={least.name}"]
        asked += [f"{word}={'+'.join(names)}" for word, names in (("only", only), ("skip", skip)) if names]
        left = len(whole.findings) - len(kept)
        note = f"{left} of {len(whole.findings)} findings are left out by {', '.join(asked)}"
        return replace(
            whole,
            findings=kept,
            signature=f"{whole.signature}|kept:{','.join(asked)}",
            notes=(*whole.notes, note) if left else whole.notes,
            whole=whole,
            threshold=Threshold(confidence, least, only, skip),
        ).rescored()

    def reviewed(self, review: Callable[[Report], Report]) -> Report:
        """The report as a review of everything that was found leaves it, within the same threshold as before.

        So a later `rethreshold` starts from what was reviewed.
        """
        whole = review(self.whole or self)
        return whole if self.threshold is None else whole.rethreshold(**self.threshold._asdict())

    def rescored(self) -> Report:
        """The report with the alignment and the scores that its findings give: the rest of them stays as it was."""
        from drift.scoring import penalties, regrade

        original, rewrite = self.original, self.rewrite
        alignment = self.alignment if original is None else regrade(self.alignment, original, rewrite, self.findings)
        if math.isnan(self.scores.fluency.value):  # nothing could be judged, nor can it with fewer findings
            return replace(self, alignment=alignment)
        points = penalties(alignment, original, rewrite, self.findings, self.word_counts)
        scores = replace(self.scores, fluency=points.fluency)
        if original is not None:
            scores = replace(scores, fidelity=points.fidelity)
        return replace(self, alignment=alignment, scores=scores)

    def to_frame(self) -> pd.DataFrame:
        """A row a bead: kind, similarity, drift, the sentences of both sides and their raw offsets."""
        return _renderer().frame(self)

    def findings_frame(self) -> pd.DataFrame:
        """A row a finding: kind, category, severity, confidence, message and the raw spans of both sides."""
        return _renderer().findings_frame(self)

    @property
    def plot(self) -> Plots:
        """The figures; `similarity`, `timeline`, `scores`, `counts` take `ax=` and return it; `save` writes all."""
        return _renderer().plots(self)

    def save(self, path: str | Path) -> Path:
        """Write the report in the format that the suffix of `path` names, and return the path.

        Raises:
            ValueError: the suffix names no known format.
            OSError: the file cannot be written.
        """
        from pathlib import Path

        return _renderer().save(self, Path(path))

    def explore(self) -> Any:
        """Both texts side by side with linked panes, filters, and what stands behind each pair of sentences.

        A widget where the extra `jupyter` is installed, and the same content as static HTML where it is not.
        """
        return _renderer().explore(self)


SideWords = tuple[tuple[int, int, "WordMatch"], ...]
