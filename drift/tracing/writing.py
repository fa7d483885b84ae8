"""A trace as text, JSON, GraphML and an HTML page."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from drift.rendering.formats import write
from drift.rendering.safe import one_line, xml
from drift.tracing.records import TraceError, labels

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from drift.tracing.records import Name, Trace

LISTED = 20  # names a group lists in the terminal; the page and the JSON have all
COLUMN, ROW = 300, 56  # distances in the drawing, in pixels


def summary(trace: Trace) -> str:
    """The trace as lines for a terminal. Control characters of the input are shown, not obeyed."""
    names = labels(trace.documents)
    lines = []
    for edge in trace.edges:
        arrow = "derives from" if edge.direction == "shown" else "is related to (direction open)"
        lines.append(
            f"{names[edge.rewrite]} {arrow} {names[edge.original]}: {edge.share:.0%} of its words, "
            f"{edge.order:.0%} in order, confidence {edge.confidence:.2f}"
        )
        lines += [
            f"    {'for' if item.weight > 0 else 'against'} ({abs(item.weight):.1f}): {item.message}"
            for item in edge.evidence
        ]
    if not trace.edges:
        lines.append("No document derives from another one.")
    for number, group in enumerate(trace.groups):
        copies = {edge.rewrite for edge in trace.edges}
        independent = [names[document] for document in group.documents if document not in copies]
        lines += ["", f"One event: {', '.join(names[document] for document in group.documents)}"]
        lines.append(f"  independent of each other: {', '.join(independent)}")
        if group.names:
            more = f" and {len(group.names) - LISTED} more" if len(group.names) > LISTED else ""
            lines.append(f"  shared names: {', '.join(group.names[:LISTED])}{more}")
        for entry in trace.ledger:
            if entry.group == number and len(entry.spellings) > 1 and entry.kind != "number":
                said = "; ".join(
                    f"“{item.text}” ({', '.join(names[d] for d in item.documents)})" for item in entry.spellings
                )
                verdict = f"likely “{entry.likely}”: {entry.why}" if entry.likely else entry.why
                lines.append(f"  {entry.kind}: {said}. {verdict[:1].upper()}{verdict[1:]}.")
    lone = set(trace.documents) - {document for group in trace.groups for document in group.documents}
    if lone:
        lines += ["", f"Alone: {', '.join(names[document] for document in trace.documents if document in lone)}"]
    return "\n".join(one_line(line) for line in lines)


def to_json(trace: Trace) -> bytes:
    """Everything in the trace, as JSON."""
    return (json.dumps(_plain(asdict(trace)), indent=2, ensure_ascii=True) + "\n").encode()


def graphml(trace: Trace) -> bytes:
    """Documents and edges as GraphML, for graph programs."""
    from xml.etree import ElementTree as ET

    root = ET.Element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    for name, place, kind in (
        ("group", "node", "int"),
        ("share", "edge", "double"),
        ("order", "edge", "double"),
        ("confidence", "edge", "double"),
        ("direction", "edge", "string"),
        ("evidence", "edge", "string"),
    ):
        ET.SubElement(root, "key", {"id": name, "for": place, "attr.name": name, "attr.type": kind})
    graph = ET.SubElement(root, "graph", {"edgedefault": "directed"})
    member = {document: number for number, group in enumerate(trace.groups) for document in group.documents}
    for document in trace.documents:
        node = ET.SubElement(graph, "node", {"id": xml(str(document))})
        if document in member:
            ET.SubElement(node, "data", {"key": "group"}).text = str(member[document])
    for edge in trace.edges:
        element = ET.SubElement(graph, "edge", {"source": xml(str(edge.original)), "target": xml(str(edge.rewrite))})
        for name in ("share", "order", "confidence", "direction"):
            ET.SubElement(element, "data", {"key": name}).text = xml(str(getattr(edge, name)))
        ET.SubElement(element, "data", {"key": "evidence"}).text = xml(" ".join(item.message for item in edge.evidence))
    ET.indent(root)
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def html(trace: Trace) -> bytes:
    """A self-contained page: the graph, the edges with their evidence, the ledger. It runs no script."""
    return _render("trace.html.j2", trace).encode("utf-8", "replace")


def fragment(trace: Trace) -> str:
    """What a notebook shows: the same without the page around it."""
    return _render("fragment.html.j2", trace)


def _render(template: str, trace: Trace) -> str:
    from base64 import b64encode
    from hashlib import sha256
    from importlib.resources import files

    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    style = (files("drift.tracing") / "templates" / "trace.css").read_text(encoding="utf-8")
    environment = Environment(
        loader=PackageLoader("drift.tracing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(template).render(
        trace=trace,
        names=labels(trace.documents),
        drawings=[_drawing(trace, group.documents) for group in trace.groups],
        style=Markup(style),  # noqa: S704 (our own file)
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
    )


def _drawing(trace: Trace, documents: tuple[Name, ...]) -> dict[str, Any]:
    """Boxes and arrows of one group: a document stands one column right of what it derives from."""
    inside = [edge for edge in trace.edges if edge.original in documents and edge.rewrite in documents]
    depth = dict.fromkeys(documents, 0)
    for _ in documents:  # edges make a forest, so this settles in as many rounds as it has levels
        for edge in inside:
            depth[edge.rewrite] = max(depth[edge.rewrite], depth[edge.original] + 1)
    rank = {document: row for row, document in enumerate(documents)}
    place = {document: (10 + COLUMN * depth[document], 10 + ROW * rank[document]) for document in documents}
    return {
        "boxes": [(document, *place[document]) for document in documents],
        "arrows": [(edge, *place[edge.original], *place[edge.rewrite]) for edge in inside],
        "width": 10 + COLUMN * (1 + max(depth.values())),
        "height": 10 + ROW * len(documents),
    }


FORMATS: dict[str, Callable[[Trace], bytes]] = {"html": html, "json": to_json, "graphml": graphml}
"""Suffix without its dot -> function from a trace to bytes."""


def save(trace: Trace, path: Path) -> Path:
    """Write the format that the suffix names, aside and then renamed.

    Raises:
        TraceError: the suffix names no known format.
        OSError: the file cannot be written.
    """
    suffix = path.suffix.lower().removeprefix(".")
    if suffix not in FORMATS:
        msg = f"{path.name}: no format for the suffix {path.suffix or '(none)'}; known are .{', .'.join(FORMATS)}"
        raise TraceError(msg)
    write(path, FORMATS[suffix](trace))
    return path


def _plain(value: object) -> object:
    """Data that JSON can hold: paths become strings."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)
