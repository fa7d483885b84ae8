"""How each figure of a report is drawn, by matplotlib; `drift.rendering.figures` makes files of them.

cividis for what has a measure (equal steps of lightness, made for color-blind eyes), `palette` for severities; every
color is doubled by a shape, a hatch or a length. No pyplot state is touched, unless a notebook asks for a figure
without naming Axes.
"""

from __future__ import annotations

import math
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from drift.rendering import palette, phrases, views
from drift.rendering.inline import INK, inline
from drift.rendering.progress import in_notebook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matplotlib.axes import Axes

    from drift.records import Bead
    from drift.results import Report

_MARKERS: dict[str, str] = {
    "same": "o", "paraphrase": "o", "altered": "D", "merged": "s", "split": "^", "moved": "X",
}  # fmt: skip
_HATCHES: dict[str, str] = {"altered": "", "omitted": "////", "added": "\\\\\\\\", "moved": "xx"}
_STYLE: dict[str, Any] = {
    "text.color": INK,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "font.size": 10.0,
    "hatch.linewidth": 0.7,
    "svg.hashsalt": "drift",
    "svg.fonttype": "path",
}
_MIDDLE = 0.5
_SPARED = "site furniture or byline"
# Beyond this many bars an SVG of paths grows past what a page should weigh: they are drawn as one image.
_MANY = 400
# From this many sentences on the heatmap has fewer shades, which nobody sees and which halves its weight in a page.
_LONG, _SHADES = 150, 24
# Beyond this many sentences a cell is smaller than a pixel of the figure, which then sets the resolution.
_FINE = 600


def similarity(report: Report, ax: Axes) -> Axes:
    """Cosine of every original sentence (down) with every rewrite sentence (across), and the alignment."""
    from matplotlib import colormaps

    matrix = report.similarities
    n, m = _sizes(report)
    step = max((-(-size // cells) for size, cells in zip((n, m), matrix.shape, strict=True) if cells), default=1)
    edges = [cells * step + 0.5 for cells in matrix.shape]  # a cell of a long text's picture stands for a block
    shades = colormaps["cividis"].resampled(_SHADES if max(n, m) >= _LONG else 256)
    image = ax.imshow(
        matrix, cmap=shades, vmin=0.0, vmax=1.0, aspect="auto",
        interpolation="none" if max(n, m) <= _FINE else "antialiased", interpolation_stage="data",
        extent=(0.5, edges[1], edges[0], 0.5),
    )  # fmt: skip
    for kind, links in _links(report).items():
        ys, xs = zip(*links, strict=True)
        label = "same or paraphrase" if kind == "paraphrase" else kind
        ax.scatter(
            xs, ys, marker=_MARKERS[kind], s=26, facecolors="white", edgecolors="black", linewidths=0.9, label=label,
            zorder=3, clip_on=False,
        )  # fmt: skip
    path = [(bead.rewrite[0] + 1, bead.original[0] + 1) for bead in report.alignment.beads if _on_path(bead)]
    if path:
        ax.plot(*zip(*path, strict=True), color="white", linewidth=1.0, alpha=0.9, zorder=2)
    omitted = [index + 1 for index in views.standing_alone(report, "original")]
    added = [index + 1 for index in views.standing_alone(report, "rewrite")]
    outside: dict[str, Any] = {"clip_on": False, "s": 22, "color": INK, "zorder": 3}
    right, above = ax.get_yaxis_transform(), ax.get_xaxis_transform()
    if omitted:
        ax.scatter([1.015] * len(omitted), omitted, marker="<", label="omitted", transform=right, **outside)
    if added:
        ax.scatter(added, [1.02] * len(added), marker="v", label="added", transform=above, **outside)
    ax.set_title(" ", fontsize=8)  # room for the marks of added sentences
    ax.set_xlim(0.5, m + 0.5)
    ax.set_ylim(n + 0.5, 0.5)
    ax.set_xlabel("sentence of the rewrite")
    ax.set_ylabel("sentence of the original")
    whole_numbers(ax.xaxis)
    whole_numbers(ax.yaxis)
    bar = ax.figure.colorbar(image, ax=ax, fraction=0.035, pad=0.05)
    bar.set_label("cosine similarity")
    if bar.solids is not None:
        bar.solids.set_rasterized(True)
    bar.outline.set_visible(False)
    if report.alignment.beads:
        ax.legend(loc="upper left", bbox_to_anchor=(-0.02, -0.12), ncols=3, handletextpad=0.3, columnspacing=1.2)
    return ax


def _sizes(report: Report) -> tuple[int, int]:
    """Sentences of the original and of the rewrite; the picture of long texts has fewer cells."""
    return len(report.original.sentences) if report.original else 0, len(report.rewrite.sentences)


def timeline(report: Report, ax: Axes) -> Axes:
    """Probability of a changed meaning, a bar a bead, in reading order."""
    from matplotlib import colormaps
    from matplotlib.patches import Patch

    beads = report.alignment.beads
    bars = ax.bar(
        range(1, len(beads) + 1), [0.0 if math.isnan(bead.drift) else bead.drift for bead in beads], width=0.82,
        color=[colormaps["cividis"](float(bead.drift)) for bead in beads], edgecolor=INK, linewidth=0.5,
        rasterized=len(beads) > _MANY,
    )  # fmt: skip
    seen: dict[str, str] = {}
    for number, (bar, bead) in enumerate(zip(bars, beads, strict=True), 1):
        spared = views.spared(report, bead)
        hatch = "" if spared else _HATCHES.get(bead.kind, "")
        if spared:
            bar.set(facecolor="none", linestyle=":")
            seen[_SPARED] = ""
        elif hatch:
            # A hatch takes the edge's color; on the dark half of cividis it must be light to be seen.
            bar.set(hatch=hatch, edgecolor="#000000" if bead.drift >= _MIDDLE else "#ffffff")
            seen[bead.kind] = hatch
        bar.set_url(f"#b{number}")
    ax.set_ylim(0.0, 1.0)
    ax.set_xlim(0.3, len(beads) + 0.7)
    ax.set_xlabel("passage, in reading order")
    ax.set_ylabel("drift")
    whole_numbers(ax.xaxis)
    handles = [
        Patch(facecolor="none", edgecolor=INK, linestyle=":", label=kind)
        if kind == _SPARED
        else Patch(facecolor="#c9c6bd", edgecolor="black", hatch=hatch, label=kind)
        for kind, hatch in sorted(seen.items())
    ]
    if handles:
        ax.legend(handles=handles, loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=len(handles), columnspacing=1.2)
    return ax


def scores(report: Report, ax: Axes) -> Axes:
    """The scores with their 95 % intervals; fluency alone for one text."""
    from matplotlib import colormaps

    shown = phrases.scores(report)
    for row, item in enumerate(shown):
        value, low, high = (100 * share for share in item.shares)
        if item.spread:
            ax.plot([low, high], [row, row], color=INK, linewidth=1.6, solid_capstyle="butt")
            ax.plot([low, high], [row, row], color=INK, linestyle="", marker="|", markersize=9)
        ax.plot([value], [row], marker="o", markersize=9, color=colormaps["cividis"](0.35), markeredgecolor=INK)
        ax.annotate(item.text, (value, row), textcoords="offset points", xytext=(0, 9), ha="center", fontsize=9)
    ax.set_yticks(range(len(shown)), [f"{item.name} ({item.best.removesuffix(' is good')} is good)" for item in shown])
    ax.set_xlim(-2.0, 102.0)
    ax.set_ylim(max(len(shown), 1) - 0.4, -0.8)
    ax.set_xlabel("percent (quality: points out of 100), with the 95 % interval")
    return ax


def counts(report: Report, ax: Axes) -> Axes:
    """How many findings there are of each kind, a bar a kind, parted by severity."""
    rows = views.counts(report)
    ends = [0] * len(rows)
    for place, severity in enumerate(phrases.SEVERITIES):
        widths = [row.counts[place] for row in rows]
        if not any(widths):
            continue
        ax.barh(
            range(len(rows)), widths, left=ends, height=0.72, linewidth=0.5, **palette.painted(severity),
            label=f"{phrases.SHAPES[severity]} {severity.name}",
        )  # fmt: skip
        ends = [end + width for end, width in zip(ends, widths, strict=True)]
    for row, end in enumerate(ends):
        ax.annotate(str(end), (end, row), textcoords="offset points", xytext=(4, 0), va="center", fontsize=9)
    ax.set_yticks(range(len(rows)), [row.label for row in rows])
    ax.set_ylim(max(len(rows), 1) - 0.4, -0.6)
    ax.set_xlim(0.0, 1.08 * max(ends, default=1))
    ax.set_xlabel("findings")
    whole_numbers(ax.xaxis)
    if rows:
        # Above and at the left: in sight on a phone, which shows a wide figure from its left edge.
        ax.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=len(phrases.SEVERITIES), columnspacing=1.2)
    return ax


def drawable(report: Report) -> tuple[str, ...]:
    """The figures that have something to show, in the order of a sheet."""
    paired = report.original is not None and not report.unpaired and bool(report.alignment.beads)
    judged = not any(math.isnan(bead.drift) for bead in report.alignment.beads)
    there = {
        "scores": bool(phrases.scores(report)),
        "counts": True,
        "timeline": paired and judged,
        "similarity": paired,
    }
    return tuple(name for name, shown in there.items() if shown)


def embedded(report: Report) -> dict[str, str]:
    """The page's figures as SVG elements, by name, those that the report has something to show in."""
    from matplotlib.figure import Figure

    drawn = {}
    with house_style():
        for name, draw, size, title, description in _shown(report):
            sheet = Figure(figsize=size, layout="constrained", facecolor="none")
            ax = sheet.subplots()
            ax.set_facecolor("none")
            draw(report, ax)
            drawn[name] = inline(sheet, name=name, title=title, description=description)
    return drawn


def _shown(report: Report) -> Iterator[tuple[str, Callable[[Report, Axes], Axes], tuple[float, float], str, str]]:
    if "timeline" in drawable(report):
        yield "timeline", timeline, (11.0, 3.0), "Drift along the document", _timeline_text(report)
    if "similarity" in drawable(report):
        yield "similarity", similarity, (9.0, 7.0), "Similarity of all sentences", _similarity_text(report)
    if report.findings:
        height = 1.2 + 0.3 * len(views.counts(report))
        yield "counts", counts, (9.0, height), "Findings by kind", _counts_text(report)


@contextmanager
def house_style() -> Iterator[None]:
    """The defaults of matplotlib with this project's ink, whatever the user's own settings are."""
    from matplotlib import style

    with style.context(["default", _STYLE]):
        yield


def axes(size: tuple[float, float]) -> Axes:
    """Axes of a new figure; in a notebook one that the inline backend shows."""
    if in_notebook():
        import matplotlib.pyplot as plt

        return plt.subplots(figsize=size, layout="constrained")[1]
    from matplotlib.figure import Figure

    return Figure(figsize=size, layout="constrained").subplots()


def _links(report: Report) -> dict[str, list[tuple[int, int]]]:
    """Linked sentences, counted from 1, by the kind that their marker shows."""
    links: dict[str, list[tuple[int, int]]] = {}
    for bead in report.alignment.beads:
        kind = "paraphrase" if bead.kind == "same" else bead.kind
        links.setdefault(kind, []).extend((i + 1, j + 1) for i in bead.original for j in bead.rewrite)
    return {kind: found for kind, found in sorted(links.items()) if found}


def _on_path(bead: Bead) -> bool:
    return bool(bead.original and bead.rewrite) and bead.kind != "moved"


def _timeline_text(report: Report) -> str:
    return (
        f"A bar for each of {len(report.alignment.beads)} passages in reading order; its height is the probability "
        f"that the meaning changed. Highest: {_highest(report)}. Each passage’s value stands beside its texts."
    )


def _counts_text(report: Report) -> str:
    rows = [f"{row.label} {row.total}" for row in views.counts(report)]
    return f"A bar for each kind of finding, parted by severity: {', '.join(rows)}."


def _similarity_text(report: Report) -> str:
    n, m = _sizes(report)
    return (
        f"Cosine similarity of {n} original sentences (down) with {m} rewrite sentences (across). A line joins the "
        f"sentences that were aligned: {phrases.plural(len(report.alignment.links), 'pair')}; "
        f"{phrases.plural(len(views.standing_alone(report, 'original')), 'original sentence')} and "
        f"{phrases.plural(len(views.standing_alone(report, 'rewrite')), 'rewrite sentence')} stand alone, "
        "site furniture and bylines apart."
    )


def _highest(report: Report, count: int = 3) -> str:
    beads = enumerate(report.alignment.beads, 1)
    real = [item for item in beads if not views.spared(report, item[1])]
    top = sorted(real, key=lambda item: (-item[1].drift, item[0]))[:count]
    named = [f"passage {number} ({bead.kind}, {phrases.percent(bead.drift)})" for number, bead in top]
    return phrases.joined(named) if named else "none"


def whole_numbers(axis: Any) -> None:
    """Ticks at whole numbers alone, at most a dozen."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(nbins=12, integer=True, min_n_ticks=1))
