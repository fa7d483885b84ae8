"""How each result shows itself in a notebook: an HTML fragment with scoped styles, and text where HTML is not shown.

A view is a function of the record and an entry in `VIEWS`; `drift.records.Shown` asks for it by the class's name.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from drift.aligning import UNPAIRED
from drift.rendering import marking, markup, notebook, phrases, safe, traces, views

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from drift.findings import Recalibration
    from drift.records import Alignment, Document, Finding
    from drift.report import Report
    from drift.reports import Reports, Stream

# What a cell of a notebook can hold without becoming a burden; the data has the rest, and the fragment says so.
_SENTENCES, _REPAIRS, _BEADS, _PAIRS = 300, 200, 400, 200
# A ladder of more rungs is taller than any screen.
_RUNGS = 150


def html(shown: object) -> str:
    """The record as an HTML fragment: its own styles, the notebook's theme, no script."""
    return safe.encodable(_view(shown)[0](shown))


def text(shown: object) -> str:
    """The record on a line or a few, with control characters shown instead of obeyed."""
    return "\n".join(safe.one_line(line) for line in _view(shown)[1](shown).split("\n"))


def _view(shown: object) -> tuple[Callable[[Any], str], Callable[[Any], str]]:
    return next(VIEWS[kind.__name__] for kind in type(shown).__mro__ if kind.__name__ in VIEWS)


def _render(template: str, **values: object) -> str:
    css = Markup(markup.asset("notebook.css"))  # noqa: S704 - a file of this package
    return markup.environment().get_template(template).render(css=css, **values)


def _document(document: Document) -> str:
    lines = marking.sentences(document, {}, ())
    code, direction = views.language(document)
    return _render(
        "document.html.j2",
        document=document,
        title=_document_text(document),
        lines=[(sentence, lines[sentence.index]) for sentence in document.sentences[:_SENTENCES]],
        repairs=document.repairs[:_REPAIRS],
        kinds=Counter(repair.kind for repair in document.repairs),
        language=code,
        direction=direction,
    )


def _document_text(document: Document) -> str:
    name = document.name or "A text"
    parts = [phrases.plural(len(document.sentences), "sentence"), phrases.plural(len(document.repairs), "repair")]
    parts += [part for part in (document.language, document.encoding) if part]
    return f"{name}: {', '.join(parts)}"


def _alignment(alignment: Alignment) -> str:
    originals = 1 + max((i for bead in alignment.beads for i in bead.original), default=-1)
    rewrites = 1 + max((j for bead in alignment.beads for j in bead.rewrite), default=-1)
    return _render(
        "alignment.html.j2",
        title=_alignment_text(alignment),
        shown=alignment.beads[:_BEADS],
        total=len(alignment.beads),
        rungs=(originals, rewrites) if max(originals, rewrites) <= _RUNGS else None,
        described=[(kind, _counts(alignment)[kind]) for kind in phrases.BEADS if _counts(alignment)[kind]],
    )


def _counts(alignment: Alignment) -> Counter[str]:
    return Counter(bead.kind for bead in alignment.beads)


def _alignment_text(alignment: Alignment) -> str:
    counts = _counts(alignment)
    furniture: Counter[str] = Counter(bead.kind for bead in alignment.beads if bead.reason == UNPAIRED)
    told = [
        f"{counts[kind]} {label.lower()}" + (f" ({furniture[kind]} of them site furniture)" if furniture[kind] else "")
        for kind, label in phrases.BEADS.items()
        if counts[kind]
    ]
    beads = phrases.plural(len(alignment.beads), "bead")
    return f"Alignment of {beads}: {phrases.joined(told)}" if told else "Alignment without beads"


def _finding(finding: Finding) -> str:
    return _render(
        "finding.html.j2",
        finding=finding,
        label=phrases.kind_label(finding.kind),
        status=phrases.status(finding),
        shape=phrases.SHAPES[finding.severity],
        sure=phrases.percent(finding.confidence),
    )


def _finding_text(finding: Finding) -> str:
    sides = [
        f"{side} [{span.start}:{span.end}] “{safe.clip(span.text, 120)}”"
        for side, span in (("original", finding.original), ("rewrite", finding.rewrite))
        if span is not None
    ]
    head = f"{finding.severity.name} {finding.kind} ({phrases.percent(finding.confidence)} sure): {finding.message}"
    return "\n  ".join([head, *sides])


def _report_text(report: Report) -> str:
    scores = ", ".join(f"{item.name} {item.text} ({item.interval})" for item in phrases.scores(report))
    return "\n".join([phrases.verdict(report), *([scores] if scores else [])])


def _reports(reports: Reports) -> str:
    extra = list(dict.fromkeys(name for row in reports.about for name in row))
    return _render(
        "reports.html.j2",
        title=_reports_text(reports),
        extra=extra,
        rows=[
            {
                "number": number,
                "names": _names(report),
                "about": [str(reports.about[number].get(name, "")) for name in extra] if reports.about else [],
                "scores": {item.name: item for item in phrases.scores(report)},
                "counts": views.totals(report),
                "verdict": phrases.verdict(report),
            }
            for number, report in enumerate(reports.items[:_PAIRS])
        ],
        total=len(reports),
    )


def _names(report: Report) -> str:
    names = [document.name for document in (report.original, report.rewrite) if document is not None]
    first = report.rewrite.clean.strip().partition("\n")[0]
    return " → ".join(name.rpartition("/")[2] for name in names) if all(names) else safe.clip(first, 60)


def _reports_text(reports: Reports) -> str:
    findings = phrases.tally(item for report in reports.items for item in report.findings)
    stopped = f" (stopped early: {reports.planned} were to be compared)" if reports.planned else ""
    return f"{phrases.plural(len(reports), 'report')}{stopped}: {findings}"


def _stream(stream: Stream) -> str:
    return _render("stream.html.j2", title=_stream_text(stream))


def _stream_text(stream: Stream) -> str:
    many = "" if stream.total is None else f" of {stream.total}"
    return f"{stream.taken}{many} reports were taken from this stream; each is made when it is asked for"


def _recalibration(learned: Recalibration) -> str:
    head, *lines = _recalibration_text(learned).split("\n")
    return _render("recalibration.html.j2", title=head, lines=lines, learned=learned, label=phrases.kind_label)


def _recalibration_text(learned: Recalibration) -> str:
    tellable = not learned.low <= 0.0 <= learned.high
    way = "seldomer" if learned.shift < 0 else "oftener"
    verdict = f"findings are right {way} than claimed" if tellable else "no difference from what was claimed is certain"
    return "\n".join(
        [
            f"{learned.labels} labels: {learned.accepted} right, {learned.expected:.0f} expected; {verdict}",
            f"confidences move by {learned.shift:+.2f} log-odds (95 %: {learned.low:+.2f} to {learned.high:+.2f})",
            f"squared error on labels not seen: {learned.after:.3f}, before {learned.before:.3f}; "
            + ("the labels help" if learned.helps else "the labels do not help yet: give more"),
        ]
    )


VIEWS: Mapping[str, tuple[Callable[[Any], str], Callable[[Any], str]]] = {
    "Document": (_document, _document_text),
    "Alignment": (_alignment, _alignment_text),
    "Finding": (_finding, _finding_text),
    "Report": (notebook.fragment, _report_text),
    "Reports": (_reports, _reports_text),
    "Stream": (_stream, _stream_text),
    "Recalibration": (_recalibration, _recalibration_text),
    "Trace": (traces.fragment, traces.summary),
}
"""Class name -> (HTML fragment, text)."""
