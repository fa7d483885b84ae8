"""The findings as JUnit XML, for the test view of a continuous-integration service."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from drift.records import Severity
from drift.rendering import phrases, safe
from drift.rendering.places import by_segment, segments

if TYPE_CHECKING:
    from drift.records import Finding
    from drift.results import Report


def xml(report: Report) -> bytes:
    """A failing case a finding, a skipped one where the baseline has it, and a passing case a segment without findings.

    A neutral finding is no fault and passes.

    Control characters, which XML 1.0 forbids, are shown as U+FFFD. No times: the file is the same each run.
    """
    found = by_segment(report)
    clean = [number for number in range(len(segments(report))) if number not in found]
    faults = [finding for finding in report.findings if finding.severity > Severity.neutral]
    skipped = sum(bool(finding.known) for finding in faults)
    counts = {
        "tests": str(len(report.findings) + len(clean)),
        "failures": str(len(faults) - skipped),
        "errors": "0",
        "skipped": str(skipped),
    }
    root = Element("testsuites", {"name": "drift", **counts})
    suite = SubElement(root, "testsuite", {"name": safe.xml(report.rewrite.name or "rewrite"), **counts})
    properties = SubElement(suite, "properties")
    SubElement(properties, "property", {"name": "signature", "value": safe.xml(report.signature)})
    for number, finding in enumerate(report.findings, 1):
        _case(suite, number, finding)
    for number in clean:
        SubElement(suite, "testcase", {"classname": "drift.segment", "name": f"segment {number + 1} has no finding"})
    indent(root)
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _case(suite: Element, number: int, finding: Finding) -> None:
    name = f"{number}. {phrases.kind_label(finding.kind)}: {safe.clip(safe.one_line(finding.message), 120)}"
    case = SubElement(suite, "testcase", {"classname": safe.xml(f"drift.{finding.kind}"), "name": safe.xml(name)})
    body = "\n".join(
        (
            finding.message,
            f"Original: {finding.original.text if finding.original else '(no place)'}",
            f"Rewrite: {finding.rewrite.text if finding.rewrite else '(no place)'}",
            f"Category: {finding.category}; confidence: {phrases.percent(finding.confidence)}",
        )
    )
    if finding.severity > Severity.neutral and finding.known:
        SubElement(case, "skipped", {"message": "known from the baseline"})
        SubElement(case, "system-out").text = safe.xml(body)
    elif finding.severity > Severity.neutral:
        attributes = {"type": finding.severity.name, "message": safe.xml(safe.one_line(finding.message))}
        SubElement(case, "failure", attributes).text = safe.xml(body)
    else:
        SubElement(case, "system-out").text = safe.xml(body)
