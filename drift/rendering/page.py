"""The report as one self-contained HTML page that opens from disk and asks nothing of any network."""

from __future__ import annotations

import base64
import hashlib
from pathlib import PurePath
from typing import TYPE_CHECKING

from markupsafe import Markup

from drift.rendering import marking, markup, palette, phrases, plots, safe, views
from drift.review import pair_of, verdicts

if TYPE_CHECKING:
    from drift.results import Report


# One script to the browser, in this order.
_SCRIPTS = ("copying.js", "verdicts.js", "page.js")


def html(report: Report, *, pair: str = "", back: str = "") -> bytes:
    """The page as UTF-8; the same bytes for the same report.

    `pair` is the id of a pair among many, `back` the address, relative to the page, of the page that lists them.

    Its content-security policy allows this style sheet, this script and embedded images, nothing else.
    All content is there without JavaScript; the script adds filters, a search, a keyboard path, tooltips,
    copies and verdicts.
    """
    css, script = palette.css() + markup.asset("page.css"), "".join(map(markup.asset, _SCRIPTS))
    policy = (
        f"default-src 'none'; style-src '{policy_hash(css)}'; script-src '{policy_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    cards = views.cards(report)
    rows = views.rows(report)
    sides = [("original", report.original)] if report.original is not None else []
    sides.append(("rewrite" if report.original is not None else "text", report.rewrite))
    homeless = {name: views.homeless(report, name) for name in ("original", "rewrite")}
    page = (
        markup.environment()
        .get_template("page.html.j2")
        .render(
            policy=policy,
            # S704: files of this package and SVG that was built as a tree, never text from outside.
            css=Markup(css),  # noqa: S704
            script=Markup(script),  # noqa: S704
            figures={name: Markup(svg) for name, svg in plots.embedded(report).items()},  # noqa: S704
            report=report,
            pair=pair_of(report.original, report.rewrite),
            pair_id=pair,
            back=back,
            title=" · ".join(part for part in (pair, _names(report)) if part),
            paired=report.original is not None and not report.unpaired,
            alone=report.original is None,
            verdict=phrases.verdict(report),
            scores=phrases.scores(report),
            notes=phrases.notes(report),
            baseline=any(finding.known is not None for finding in report.findings),
            cards=cards,
            rejected=views.rejected(report),
            unseen=verdicts.unseen(report),
            worst=views.worst(report, cards),
            groups=views.groups(cards),
            counts=views.counts(report),
            totals=views.totals(report),
            rows=rows,
            calm=sum(row.calm for row in rows),
            sides=sides,
            language=views.language,
            raw={
                name: marking.whole(document, homeless["original" if name == "original" else "rewrite"])
                for name, document in sides
            },
            furniture=[
                (name, sentence, marking.rendered(document, sentence.span.start, sentence.span.end))
                for name, document in sides
                for sentence in document.sentences
                if sentence.kind == "furniture"
            ],
        )
    )
    return safe.encodable(page).encode()


def _names(report: Report) -> str:
    names = (report.original.name if report.original is not None else "", report.rewrite.name)
    return " → ".join(PurePath(name).name for name in names if name)


def policy_hash(text: str) -> str:
    """What a content-security policy calls this style sheet or script."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
