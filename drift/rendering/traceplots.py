"""The figures of a trace, by matplotlib: who derives from whom, what each is worth, who writes what how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from drift.rendering import traces
from drift.rendering.inline import INK
from drift.rendering.plots import axes, house_style, whole_numbers
from drift.rendering.safe import clip

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from drift.results.trace import Entry, Trace

ROWS = 40  # ledger entries that a figure can show legibly
SHORT = 28  # characters of a label


@dataclass(frozen=True, slots=True)
class TracePlots:
    """Each method draws one group (`group` indexes `Trace.groups`) on `ax`, or on a new figure; it returns the Axes."""

    trace: Trace

    def graph(self, *, group: int = 0, ax: Axes | None = None) -> Axes:
        """Documents as points, originals left of what derives from them; a dashed line where the direction is open.

        Raises:
            ValueError: there is no such group.
        """
        self._needs(group)
        return graph(self.trace, group, axes((8.0, 4.0)) if ax is None else ax)

    def standings(self, *, group: int = 0, ax: Axes | None = None) -> Axes:
        """How many facts of each document stand in an independent one too, and how many in none.

        Raises:
            ValueError: there is no such group.
        """
        self._needs(group)
        return standings(self.trace, group, axes((8.0, 3.6)) if ax is None else ax)

    def ledger(self, *, group: int = 0, ax: Axes | None = None) -> Axes:
        """Names and quotations (down) by document (across): the likely spelling, another one, or neither.

        Raises:
            ValueError: there is no such group.
        """
        self._needs(group)
        return ledger(self.trace, group, axes((8.0, 6.0)) if ax is None else ax)

    def _needs(self, group: int) -> None:
        if not 0 <= group < len(self.trace.groups):
            msg = f"there is no group {group}; the trace has {len(self.trace.groups)}"
            raise ValueError(msg)


def graph(trace: Trace, group: int, ax: Axes) -> Axes:
    """Draw `TracePlots.graph` on `ax`."""
    names = traces.labels(trace.documents)
    documents = trace.groups[group].documents
    edges = [edge for edge in trace.edges if edge.original in documents]
    rows = traces.tree(documents, edges)
    place = {document: (depth, -row) for row, (document, depth) in enumerate(rows)}
    copies = {edge.rewrite for edge in edges}
    with house_style():
        for edge in edges:
            shown = edge.direction == "shown"
            # Down, then to the right, around the names, which stand to the right of their points.
            down = place[edge.rewrite][0] > place[edge.original][0]
            ax.annotate(
                "", place[edge.rewrite], place[edge.original],
                arrowprops={"arrowstyle": "-|>" if shown else "-", "linestyle": "-" if shown else "--", "color": INK,
                            "shrinkA": 6, "shrinkB": 6, "lw": 1.4,
                            "connectionstyle": "angle,angleA=-90,angleB=180,rad=0" if down else "arc3,rad=0.4"},
            )  # fmt: skip
        for document, (x, y) in place.items():
            free = document not in copies
            ax.plot(x, y, marker="o" if free else "s", color=INK, markerfacecolor=INK if free else "none", markersize=8)
            ax.annotate(
                clip(names[document], SHORT),
                (x, y),
                textcoords="offset points",
                xytext=(10, 0),
                va="center",
                fontsize=9,
            )
    ax.set_xlim(-0.3, max(x for x, _ in place.values()) + 1.6)
    ax.set_ylim(-len(rows) + 0.4, 0.6)
    ax.set_axis_off()
    ax.set_title("● independent   □ derived; dashed: direction open", fontsize=9)
    return ax


def standings(trace: Trace, group: int, ax: Axes) -> Axes:
    """Draw `TracePlots.standings` on `ax`."""
    names = traces.labels(trace.documents)
    rows = [item for item in trace.standings if item.group == group]
    shared, alone = [item.shared for item in rows], [item.alone for item in rows]
    with house_style():
        ax.barh(range(len(rows)), shared, color="#31446b", label="in an independent document too")
        ax.barh(
            range(len(rows)), alone, left=shared, color="#d5c164", hatch="//", edgecolor="#6a6032", linewidth=0.5,
            label="in this source alone",
        )  # fmt: skip
    labels = [f"{clip(names[item.document], SHORT)} ({item.role})" for item in rows]
    ax.set_yticks(range(len(rows)), labels)
    ax.set_ylim(max(len(rows), 1) - 0.4, -0.6)
    ax.set_xlabel("names, numbers, dates and quotations")
    whole_numbers(ax.xaxis)
    if rows:
        ax.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=2)
    return ax


def ledger(trace: Trace, group: int, ax: Axes) -> Axes:
    """Draw `TracePlots.ledger` on `ax`."""
    names = traces.labels(trace.documents)
    documents = trace.groups[group].documents
    entries = [item for item in trace.ledger if item.group == group and traces.differs(item)][:ROWS]
    with house_style():
        for row, entry in enumerate(entries):
            for column, document in enumerate(documents):
                mark = _mark(entry, document)
                if mark:
                    ax.plot(column, row, marker=mark, color=INK, markerfacecolor=INK if mark == "o" else "none",
                            markersize=8)  # fmt: skip
    ax.set_yticks(range(len(entries)), [clip(item.likely or item.spellings[0].text, 44) for item in entries])
    ax.set_xticks(range(len(documents)), [clip(names[item], 14) for item in documents], rotation=30, ha="right")
    ax.set_xlim(-0.6, len(documents) - 0.4)
    ax.set_ylim(max(len(entries), 1) - 0.4, -0.6)
    ax.set_title("● the likely spelling   ✕ another   ◇ nothing tells", fontsize=9)
    return ax


def _mark(entry: Entry, document: object) -> str:
    own = {item.text for item in entry.spellings if document in item.documents}
    if not own:
        return ""
    if not entry.likely:
        return "D"
    return "o" if own == {entry.likely} else "x"
