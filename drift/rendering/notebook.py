"""The report as an HTML fragment for a notebook: scoped styles, the notebook's own theme, no script."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from markupsafe import Markup

from drift.rendering import markup, phrases, safe, views

if TYPE_CHECKING:
    from drift.results import Report


def fragment(report: Report, *, unfolded: bool = False) -> str:
    """Verdict, scores, findings by severity, and the two texts side by side, folded unless asked otherwise."""
    cards = views.cards(report)
    original = report.original.raw if report.original is not None else ""
    identity = "\0".join((report.signature, str(unfolded), original, report.rewrite.raw))
    made = (
        markup.environment()
        .get_template("notebook.html.j2")
        .render(
            # Two reports in one notebook must not share ids.
            prefix=f"drift-{hashlib.sha256(safe.encodable(identity).encode()).hexdigest()[:8]}",
            css=Markup(markup.asset("notebook.css")),  # noqa: S704 - a file of this package
            unfolded=unfolded,
            report=report,
            alone=report.original is None,
            verdict=phrases.verdict(report),
            scores=phrases.scores(report),
            notes=phrases.notes(report),
            groups=views.groups(cards),
            cards=cards,
            rows=views.rows(report),
            language=views.language,
        )
    )
    return safe.encodable(made)
