"""The report as Markdown that GitHub shows well."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drift.rendering import phrases, safe, views

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drift.records import Finding
    from drift.results import Report

# GitHub turns @name, #12, $math$, :emoji: and addresses into something else; entities stop all of it.
_ENTITIES = {ord(character): f"&#{ord(character)};" for character in "<>&@#$"}
_SPECIAL = re.compile(r"([\\`*_{}\[\]()|~!])")
_COLON = re.compile(r":(?=[\w/+-])")
_WWW = re.compile(r"(?i)\bwww\.")
_BLOCK = re.compile(r"^(\s*)([-+=]|\d{1,9}(?=[.)]))")
_TEXT_WIDTH = 600
"""Characters of one side that the list shows: a paragraph; the rest is in the text itself."""


def escape(text: str) -> str:
    """One line of Markdown that shows the text as it is: no markup, link, mention, formula or HTML."""
    text = safe.one_line(text).translate(_ENTITIES)
    text = _COLON.sub("&#58;", _SPECIAL.sub(r"\\\1", text))
    text = _WWW.sub(lambda match: match[0][:-1] + "&#46;", text)
    return _BLOCK.sub(lambda match: f"{match[1]}{_started(match[2])}", text)


def markdown(report: Report) -> bytes:
    """Verdict, scores, counts, findings with both texts, repairs and notes, as UTF-8 Markdown."""
    return ("\n".join(_lines(report)).rstrip() + "\n").encode()


def _started(marker: str) -> str:
    return "".join(f"&#{ord(character)};" for character in marker)


def _lines(report: Report) -> Iterator[str]:
    yield from ("# Drift report", "", f"**{escape(phrases.verdict(report))}**", "")
    if report.original is not None:
        yield from (f"Original: {escape(report.original.name or 'a text')}  ",)
    yield from (f"Rewrite: {escape(report.rewrite.name or 'a text')}", "")
    if scores := phrases.scores(report):
        yield from ("## Scores", "", "| Score | Value | 95 % interval | Meaning |", "|---|---:|---:|---|")
        for item in scores:
            yield f"| {item.name.capitalize()} | {item.text} | {item.interval} | {item.meaning} ({item.best}) |"
        yield ""
    yield from ("## Findings", "")
    if not report.findings:
        yield from ("None.", "")
    for severity in phrases.SEVERITIES:
        group = [item for item in enumerate(report.findings, 1) if item[1].severity is severity]
        if group:
            yield from (f"### {phrases.SHAPES[severity]} {severity.name.capitalize()} ({len(group)})", "")
            for number, finding in group:
                yield from _finding(report, number, finding)
    yield from _repairs(report)
    if notes := phrases.notes(report):
        yield from ("## Notes", "", *(f"- {escape(note)}" for note in notes), "")
    yield from ("---", "", f"Signature: {escape(report.signature)}")


def _finding(report: Report, number: int, finding: Finding) -> Iterator[str]:
    label = escape(phrases.kind_label(finding.kind))
    status = phrases.status(finding)
    sure = f"{escape(finding.category)}, {phrases.percent(finding.confidence)} sure{status and f', {status}'}"
    yield from (f"**{number}. {label}** ({sure})  ", escape(finding.message), "")
    for side, words in views.quoted(report, finding):
        yield f"> {side.capitalize()}: {_quoted(words)}  "
    yield ""


def _quoted(words: str | None) -> str:
    return "*no counterpart*" if words is None else escape(safe.clip(words, _TEXT_WIDTH))


def _repairs(report: Report) -> Iterator[str]:
    for side, document in (("original", report.original), ("rewrite", report.rewrite)):
        if document is None or not document.repairs:
            continue
        summary = f"{phrases.plural(len(document.repairs), 'repair')} of the {side}"
        yield from ("<details>", f"<summary>{summary}</summary>", "")
        yield from ("| At | Given | Became | Why |", "|---:|---|---|---|")
        for repair in document.repairs:
            given, became = escape(repair.span.text), escape(repair.replacement)
            yield f"| {repair.span.start} | {given} | {became} | {escape(repair.reason)} |"
        yield from ("", "</details>", "")
