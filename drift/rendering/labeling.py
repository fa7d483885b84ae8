"""Labeling: findings of which nobody is sure, shown one by one to somebody who is asked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from drift.results import Report
from drift.review import uncertain, verdicts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike


def label(reports: Report | Iterable[Report], path: str | PathLike[str] | None = None, *, most: int = 60) -> Any:
    """A widget that shows the `most` least certain findings one by one, with two buttons: right, false alarm.

    Its `verdicts` are what was said so far, for `Analyzer.recalibrate` and `drift.review.verdicts.apply`. With `path`
    they are written to that file at each click, in the format that the page exports; findings that the file has a
    verdict on are not asked again.

    Raises:
        ImportError: the extra `jupyter` is not installed.
        ValueError: `path` exists and is no file of verdicts.
    """
    try:
        from drift.rendering.widgets import Labeler
    except ModuleNotFoundError as error:
        msg = "labeling needs widgets: pip install 'paraphrase-drift[jupyter]'"
        raise ImportError(msg) from error
    several = (reports,) if isinstance(reports, Report) else tuple(reports)
    target = None if path is None else Path(path)
    given = verdicts.read(target) if target is not None and target.exists() else ()
    asked = uncertain(several, most, given)
    return Labeler(asked, given=given, path=target)
