"""The report: everything that one comparison found, as data.

Drawing, tabulating and saving belong to `drift.rendering`; the composer hands the report a `Renderer` so
that this room need not know the next one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from drift.records import Alignment, Document, Finding, Scores, Verdict, WordMatch


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
    """What a report needs from `drift.rendering`."""

    def frame(self, report: Report) -> pd.DataFrame:
        """A row a bead."""

    def findings_frame(self, report: Report) -> pd.DataFrame:
        """A row a finding."""

    def notebook(self, report: Report) -> str:
        """The HTML fragment shown in a notebook."""

    def plots(self, report: Report) -> Plots:
        """The figures."""

    def save(self, report: Report, path: Path) -> Path:
        """Write the format that the file name's suffix names."""


@dataclass(frozen=True, slots=True)
class Report:
    """The result of one comparison, or of one text checked alone (`original` is then None).

    `similarities` are the cosines of every original sentence (rows) with every rewrite sentence (columns),
    shape (n, m); of texts of more than 2,000 sentences the best of blocks of sentences. `words` holds, for the
    original and for the rewrite, each content word's raw start and end and its `WordMatch`, in text order, so that
    changed words can be marked, and `word_counts` how many words each sentence of the rewrite has (site furniture:
    none). `signature` makes the report repeatable. `notes` are things a reader must know: a language that some checks
    do not speak, checks that were switched off. `rejected` are findings that a reader's verdict took out of `findings`,
    `unmatched` verdicts on findings that this report does not have.
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
    renderer: Renderer = field(repr=False, compare=False, kw_only=True)

    def to_frame(self) -> pd.DataFrame:
        """A row a bead: kind, similarity, drift, the sentences of both sides and their raw offsets."""
        return self.renderer.frame(self)

    def findings_frame(self) -> pd.DataFrame:
        """A row a finding: kind, category, severity, confidence, message and the raw spans of both sides."""
        return self.renderer.findings_frame(self)

    @property
    def plot(self) -> Plots:
        """The figures: `similarity`, `timeline`, `scores`, `counts` take `ax=` and return it; `save` writes all."""
        return self.renderer.plots(self)

    def save(self, path: str | Path) -> Path:
        """Write the report in the format that the suffix of `path` names, and return the path.

        Raises:
            ValueError: the suffix names no known format.
            OSError: the file cannot be written.
        """
        from pathlib import Path

        return self.renderer.save(self, Path(path))

    def _repr_html_(self) -> str:
        return self.renderer.notebook(self)


SideWords = tuple[tuple[int, int, "WordMatch"], ...]
