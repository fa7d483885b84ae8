"""The figures of many pairs, drawn from frames: what `drift.plot` shows to users."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from drift.rendering import palette, phrases
from drift.rendering.inline import INK
from drift.rendering.plots import axes, house_style, whole_numbers

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

_Z = 1.959963984540054  # standard deviations on each side of the middle 95 % of a normal distribution
_GROUPS = 12  # boxes that are told apart beside each other


def distribution(
    frame: pd.DataFrame, column: str = "drift", *, by: str | None = None, bins: int = 20, ax: Axes | None = None
) -> Axes:
    """How a score is spread over the pairs: a histogram, or with `by` a box a group, the highest median first.

    `frame` has a row a pair. A box reaches from the first to the third quartile, its line is the median, and every
    pair is a dot; of more than 12 groups the 12 largest are drawn.

    Raises:
        ValueError: a column is missing, or holds no number.

    Example:
        >>> import pandas as pd, drift
        >>> frame = pd.DataFrame({"drift": [0.2, 0.3, 0.7], "outlet": ["wire", "wire", "blog"]})
        >>> drift.plot.distribution(frame).get_xlabel()
        'drift'
        >>> [label.get_text() for label in drift.plot.distribution(frame, by="outlet").get_yticklabels()]
        ['blog (1)', 'wire (2)']
    """
    table = _columns(frame, column, *([by] if by else []))
    values = table[column].astype(float)
    span = (0.0, 100.0) if column == "quality" else (0.0, 1.0) if values.between(0.0, 1.0).all() else None
    with house_style():
        if by is None:
            ax = axes((7.0, 3.2)) if ax is None else ax
            ax.hist(values, bins=bins, range=span, color="#575c6d", edgecolor="white", linewidth=0.6)
            ax.axvline(float(values.median()), color=INK, linestyle="--", label=f"median {values.median():.2f}")
            ax.set_ylabel("pairs")
            whole_numbers(ax.yaxis)
            ax.legend()
        else:
            largest = table[by].value_counts().index[:_GROUPS]
            groups = {name: values[table[by] == name] for name in largest}
            order = sorted(groups, key=lambda name: (-groups[name].median(), str(name)))
            ax = axes((7.0, 0.9 + 0.42 * len(order))) if ax is None else ax
            places = list(range(len(order), 0, -1))
            ax.boxplot(
                [groups[name] for name in order], positions=places, orientation="horizontal", widths=0.55,
                showfliers=False, medianprops={"color": INK, "linewidth": 2.0}, boxprops={"color": INK},
                tick_labels=[f"{name} ({len(groups[name])})" for name in order],
            )  # fmt: skip
            for place, name in zip(places, order, strict=True):
                ax.scatter(groups[name], [place] * len(groups[name]), s=14, color="#575c6d", alpha=0.6, zorder=3)
        if span:
            ax.set_xlim(*span)
        ax.set_xlabel(column)
    return ax


def findings(frame: pd.DataFrame, *, by: str | None = None, ax: Axes | None = None) -> Axes:
    """How many findings there are of each kind: bars by severity, or with `by` a table of kinds and groups.

    `frame` has a row a finding. The kinds with the most findings come first; of the table's groups, the 12 largest.

    Raises:
        ValueError: a column is missing.

    Example:
        >>> import pandas as pd, drift
        >>> frame = pd.DataFrame({"kind": ["name", "name", "date"], "severity": ["major", "minor", "major"],
        ...                       "outlet": ["wire", "blog", "wire"]})
        >>> [label.get_text() for label in drift.plot.findings(frame).get_yticklabels()]
        ['Name', 'Date']
        >>> drift.plot.findings(frame, by="outlet").get_xlabel()
        'outlet'
    """
    table = _columns(frame, "kind", by or "severity")
    kinds = list(table["kind"].value_counts(sort=False).sort_index().sort_values(ascending=False, kind="stable").index)
    labels = [phrases.kind_label(kind) for kind in kinds]
    with house_style():
        if by is None:
            ax = axes((8.0, 0.9 + 0.3 * max(1, len(kinds)))) if ax is None else ax
            left = np.zeros(len(kinds))
            for severity in phrases.SEVERITIES:
                of_it = table[table["severity"].astype(str) == severity.name]["kind"].value_counts()
                counts = np.array([int(of_it.get(kind, 0)) for kind in kinds], dtype=float)
                if counts.any():
                    ax.barh(
                        range(len(kinds)), counts, left=left, label=severity.name, linewidth=0.5,
                        **palette.painted(severity),
                    )  # fmt: skip
                    left += counts
            ax.set_yticks(range(len(kinds)), labels)
            ax.invert_yaxis()
            ax.set_xlabel("findings")
            if kinds:
                ax.legend()
        else:
            groups = list(table[by].value_counts().index[:_GROUPS])
            counts = np.array([[((table["kind"] == k) & (table[by] == g)).sum() for g in groups] for k in kinds])
            size = (2.4 + 0.9 * len(groups), 1.2 + 0.34 * len(kinds))
            ax = axes(size) if ax is None else ax
            _table(ax, counts.reshape(len(kinds), len(groups)), labels, [str(group) for group in groups])
            ax.set_xlabel(by)
    return ax


def calibration(
    frame: pd.DataFrame,
    predicted: str = "confidence",
    happened: str = "agreed",
    *,
    bins: int = 5,
    ax: Axes | None = None,
) -> Axes:
    """Whether probabilities keep their word: of what was called 80 % sure, did 80 % come true?

    `predicted` names a column of probabilities, `happened` one of truths (0, 1, True, False, or shares of people who
    agreed). The rows are sorted by probability and cut into `bins` equal shares; each dot is one of them, with the
    95 % interval (Wilson) of what happened. The title names the expected calibration error, the mean distance from
    the diagonal.

    Raises:
        ValueError: a column is missing, no row is complete, or a value lies outside [0, 1].

    Example:
        >>> import pandas as pd, drift
        >>> frame = pd.DataFrame({"confidence": [0.2, 0.3, 0.8, 0.9], "agreed": [0, 0, 1, 1]})
        >>> drift.plot.calibration(frame, bins=2).get_title()
        'expected calibration error 0.20 (4 labels)'
    """
    table = _columns(frame, predicted, happened)
    p, y = (table[name].astype(float).to_numpy() for name in (predicted, happened))
    if not len(p):
        msg = f"no row has both {predicted!r} and {happened!r}"
        raise ValueError(msg)
    if min(p.min(), y.min()) < 0.0 or max(p.max(), y.max()) > 1.0:
        msg = f"{predicted!r} and {happened!r} must lie in [0, 1]"
        raise ValueError(msg)
    order = np.argsort(p, kind="stable")
    parts = [part for part in np.array_split(order, min(bins, len(order))) if len(part)]
    said = np.array([p[part].mean() for part in parts])
    true = np.array([y[part].mean() for part in parts])
    sizes = np.array([len(part) for part in parts])
    low, high = _wilson(true, sizes)
    error = float(np.average(np.abs(said - true), weights=sizes))
    with house_style():
        ax = axes((5.0, 4.6)) if ax is None else ax
        ax.plot((0, 1), (0, 1), color=INK, linewidth=0.8, linestyle=":")
        ax.errorbar(
            said, true, yerr=(true - low, high - true), fmt="o", color="#00204d", ecolor="#575c6d", capsize=3,
            clip_on=False,
        )  # fmt: skip
        ax.set(xlim=(0, 1), ylim=(0, 1), xlabel=predicted, ylabel=f"share {happened}", aspect="equal")
        ax.set_title(f"expected calibration error {error:.2f} ({len(p)} labels)")
    return ax


def confusion(
    frame: pd.DataFrame,
    predicted: str = "severity",
    truth: str = "human",
    *,
    labels: Sequence[Any] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """What was said against what people say: how many rows hold each pair of values.

    Rows of the table are `truth`, columns `predicted`; the diagonal is agreement, and the title names its share.
    `labels` gives the order; by default severities worst first, and anything else sorted.

    Raises:
        ValueError: a column is missing, or no row is complete.

    Example:
        >>> import pandas as pd, drift
        >>> frame = pd.DataFrame({"severity": ["major", "minor", "minor"], "human": ["major", "minor", "major"]})
        >>> drift.plot.confusion(frame).get_title()
        'agreement on 2 of 3'
    """
    table = _columns(frame, predicted, truth)
    if not len(table):
        msg = f"no row has both {predicted!r} and {truth!r}"
        raise ValueError(msg)
    said, true = (table[name].astype(object) for name in (predicted, truth))
    names = list(labels) if labels is not None else _ordered({*said, *true})
    counts = np.array([[int(((true == row) & (said == column)).sum()) for column in names] for row in names])
    with house_style():
        ax = axes((2.0 + 0.8 * len(names), 1.6 + 0.6 * len(names))) if ax is None else ax
        _table(ax, counts, [str(name) for name in names], [str(name) for name in names])
        ax.set(xlabel=predicted, ylabel=truth, title=f"agreement on {int(np.trace(counts))} of {int(counts.sum())}")
    return ax


def _columns(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    """The rows that have all of the columns."""
    for name in names:
        if name not in frame.columns:
            msg = f"the frame has no column {name!r}; it has {', '.join(map(str, frame.columns))}"
            raise ValueError(msg)
    return frame[list(dict.fromkeys(names))].dropna()


def _ordered(values: set[Any]) -> list[Any]:
    known = [severity.name for severity in phrases.SEVERITIES]
    if values <= set(known):
        return [name for name in known if name in values]
    return sorted(values, key=lambda value: (isinstance(value, str), value))


def _table(ax: Axes, counts: NDArray[np.int64], rows: list[str], columns: list[str]) -> None:
    """Counts as squares of cividis, each with its number in an ink that shows on it."""
    most = max(1, int(counts.max(initial=0)))
    ax.imshow(np.ma.masked_equal(counts, 0), cmap="cividis_r", vmin=0, vmax=most, aspect="auto")
    for (i, j), count in np.ndenumerate(counts):
        ink = "white" if count > most / 2 else "black" if count else "#808080"
        ax.text(j, i, str(count), ha="center", va="center", color=ink)
    ax.set_yticks(range(len(rows)), rows)
    ax.set_xticks(range(len(columns)), columns, rotation=30 if max(map(len, columns), default=0) > 8 else 0)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)


def _wilson(share: NDArray[np.float64], n: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Wilson's 95 % interval of shares seen in n cases each."""
    middle = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * np.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    # Rounding must not put the share itself outside its interval.
    return np.minimum(middle - half, share), np.maximum(middle + half, share)
