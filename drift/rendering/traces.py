"""A trace as text, JSON, GraphML, tables, an HTML page and a notebook's fragment."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from drift.rendering import markup, phrases
from drift.rendering.formats import save_as
from drift.rendering.page import policy_hash
from drift.rendering.safe import clip, encodable, one_line, xml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from os import PathLike
    from pathlib import Path

    from drift.results.trace import Conflict, Edge, Entry, Group, Standing, Statement, Trace

    Name = str | PathLike[str]

LISTED = 20  # names a group lists in the terminal; the page and the JSON have all
EVENTS = 200  # groups that a page shows: beyond, it is longer than anybody reads and slow to open
NAMED = 300  # documents alone that a page names
TOPIC = 12  # names that tell what a group is about
# Distances of the drawing, in pixels. A phone is 360 wide.
WIDTH, HEIGHT, INDENT, GAP = 268, 44, 36, 14
LABEL = 34  # characters of a name that fit into a box


def labels(documents: Sequence[Name]) -> dict[Name, str]:
    """A short name a document: its file's name, or the whole path where two files are named alike."""
    from collections import Counter
    from pathlib import PurePath

    short = {document: PurePath(document).name for document in documents}
    times = Counter(short.values())
    return {document: one_line(name if times[name] == 1 else str(document)) for document, name in short.items()}


def brief(documents: Sequence[Name]) -> dict[Name, str]:
    """A still shorter name: the first part of the file's name, where that tells all documents from each other."""
    names = labels(documents)
    first = {document: re.split(r"[_\-. ]", name, maxsplit=1)[0] for document, name in names.items()}
    distinct = len(set(first.values())) == len(names) and all(first.values())
    return first if distinct else names


def summary(trace: Trace) -> str:
    """The trace as lines for a terminal. Control characters of the input are shown, not obeyed."""
    names = labels(trace.documents)
    lines: list[str] = []
    for edge in trace.edges:
        lines += _edge_lines(edge, names)
    if not trace.edges:
        lines.append("No document derives from another one.")
    for number, group in enumerate(trace.groups):
        lines += ["", *_group_lines(trace, number, group, names)]
    lone = _alone(trace)
    if lone:
        lines += ["", f"Alone: {', '.join(names[document] for document in lone)}"]
    for note in trace.notes:
        lines += ["", f"Note: {note}."]
    return "\n".join(one_line(line) for line in lines)


def _edge_lines(edge: Edge, names: dict[Name, str]) -> Iterator[str]:
    arrow = "derives from" if edge.direction == "shown" else "is related to (direction open)"
    yield (
        f"{names[edge.rewrite]} {arrow} {names[edge.original]}: {edge.share:.0%} of its words, "
        f"{edge.order:.0%} in order, confidence {phrases.rough(edge.confidence)}"
    )
    for item in edge.evidence:
        yield f"    {'for' if item.weight > 0 else 'against'} ({abs(item.weight):.1f}): {item.message}"
    for addition in edge.additions:
        where = ", ".join(names[item.document] for item in addition.found)
        place = f"in {where}" if where else "in no document of the folder"
        yield f"    not in {names[edge.original]}, {place}: “{clip(' '.join(addition.sentence.text.split()), 100)}”"


def _group_lines(trace: Trace, number: int, group: Group, names: dict[Name, str]) -> Iterator[str]:
    yield f"One event: {', '.join(names[document] for document in group.documents)}"
    copies = {edge.rewrite for edge in trace.edges}
    independent = [names[document] for document in group.documents if document not in copies]
    yield f"  independent of each other: {', '.join(independent)}"
    if group.names:
        more = f" and {len(group.names) - LISTED} more" if len(group.names) > LISTED else ""
        yield f"  shared names: {', '.join(group.names[:LISTED])}{more}"
    for conflict in trace.conflicts:
        if conflict.group == number:
            yield f"  to be checked ({conflict.kind}): {conflict.message}"
    for entry in trace.ledger:
        if entry.group == number and differs(entry):
            said = "; ".join(
                f"“{item.text}” ({', '.join(names[d] for d in item.documents)})" for item in entry.spellings
            )
            verdict = f"likely “{entry.likely}”: {entry.why}" if entry.likely else entry.why
            yield f"  {entry.kind}: {said}. {verdict[:1].upper()}{verdict[1:]}."
    shared = sum(item.group == number for item in trace.statements)
    if shared:
        yield f"  {phrases.plural(shared, 'statement')} that independent documents share: see the page"


def differs(entry: Entry) -> bool:
    """Whether a spelling needs a second look: several of them, or one that is doubtful."""
    if entry.kind in ("number", "date"):
        return False  # one value may be written in many right ways
    return len(entry.spellings) > 1 or not entry.likely


def _alone(trace: Trace) -> list[Name]:
    grouped = {document for group in trace.groups for document in group.documents}
    return [document for document in trace.documents if document not in grouped]


def to_json(trace: Trace) -> bytes:
    """Everything in the trace, as JSON."""
    from dataclasses import asdict

    return (json.dumps(_plain(asdict(trace)), indent=2, ensure_ascii=True) + "\n").encode()


def _plain(value: object) -> object:
    """Data that JSON can hold: paths become strings."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)


def graphml(trace: Trace) -> bytes:
    """Documents and edges as GraphML, for graph programs. An edge leads from the original to the rewrite.

    Where its `direction` is "open" it leads from the likelier original: programs refuse a graph of both kinds of edges.
    """
    from xml.etree import ElementTree as ET

    names = labels(trace.documents)
    root = ET.Element("graphml", {"xmlns": "http://graphml.graphdrawing.org/xmlns"})
    for name, place, kind in (
        ("label", "node", "string"),
        ("group", "node", "int"),
        ("role", "node", "string"),
        ("shared", "node", "int"),
        ("alone", "node", "int"),
        ("odd", "node", "int"),
        ("language", "node", "string"),
        ("share", "edge", "double"),
        ("order", "edge", "double"),
        ("confidence", "edge", "double"),
        ("direction", "edge", "string"),
        ("evidence", "edge", "string"),
    ):
        ET.SubElement(root, "key", {"id": name, "for": place, "attr.name": name, "attr.type": kind})
    graph = ET.SubElement(root, "graph", {"edgedefault": "directed"})
    member = {document: number for number, group in enumerate(trace.groups) for document in group.documents}
    standing = {item.document: item for item in trace.standings}
    languages = dict(zip(trace.documents, trace.languages, strict=False))
    for document in trace.documents:
        node = ET.SubElement(graph, "node", {"id": xml(str(document))})
        values: dict[str, object] = {"label": names[document]}
        if document in member:
            values["group"] = member[document]
        if document in standing:
            values |= {name: getattr(standing[document], name) for name in ("role", "shared", "alone", "odd")}
        if languages.get(document):
            values["language"] = languages[document]
        for name, value in values.items():
            ET.SubElement(node, "data", {"key": name}).text = xml(str(value))
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
    css = markup.asset("trace.css") + markup.asset("tracepage.css")
    policy = f"default-src 'none'; style-src '{policy_hash(css)}'; base-uri 'none'; form-action 'none'"
    return encodable(_render("trace.html.j2", trace, css, compact=False, policy=policy)).encode()


def fragment(trace: Trace) -> str:
    """What a notebook shows: the same without the page around it."""
    return _render("tracefragment.html.j2", trace, markup.asset("trace.css"), compact=True)


def _render(template: str, trace: Trace, css: str, *, compact: bool, **more: object) -> str:
    names = labels(trace.documents)
    lone = _alone(trace)
    own = _by_group(trace)
    return (
        markup.environment()
        .get_template(template)
        .render(
            trace=trace,
            names=brief(trace.documents),
            full=names,
            documents=phrases.plural(len(trace.documents), "document"),
            verdict=_verdict(trace),
            groups=[_view(trace, number, own[number], names) for number in range(min(EVENTS, len(trace.groups)))],
            more=max(0, len(trace.groups) - EVENTS),
            alone=lone[:NAMED],
            unnamed=max(0, len(lone) - NAMED),
            compact=compact,
            prefix="dt-" if compact else "",
            css=Markup(css),  # noqa: S704 - files of this package
            **more,
        )
    )


@dataclass(slots=True)
class _Own:
    """What belongs to one group."""

    edges: list[Edge]
    entries: list[Entry]
    statements: list[Statement]
    conflicts: list[Conflict]
    standings: list[Standing]


def _by_group(trace: Trace) -> list[_Own]:
    own = [_Own([], [], [], [], []) for _ in trace.groups]
    member = {document: number for number, group in enumerate(trace.groups) for document in group.documents}
    for edge in trace.edges:
        if edge.original in member:
            own[member[edge.original]].edges.append(edge)
    for entry in trace.ledger:
        own[entry.group].entries.append(entry)
    for statement in trace.statements:
        own[statement.group].statements.append(statement)
    for conflict in trace.conflicts:
        own[conflict.group].conflicts.append(conflict)
    for standing in trace.standings:
        own[standing.group].standings.append(standing)
    return own


def _verdict(trace: Trace) -> Iterator[str]:
    shown = [edge for edge in trace.edges if edge.direction == "shown"]
    left = len(trace.edges) - len(shown)
    names = labels(trace.documents)
    if not trace.edges:
        yield "No document derives from another one."
    elif len(trace.edges) == 1 and shown:
        yield f"{names[shown[0].rewrite]} derives from {names[shown[0].original]}; nothing else derives from anything."
    else:
        open_ = f", {phrases.plural(left, 'pair')} related without telling which came first" if left else ""
        yield f"{phrases.plural(len(shown), 'document')} derived from another{open_}."
    for group in trace.groups if len(trace.groups) == 1 else ():
        copies = {edge.rewrite for edge in trace.edges}
        free = [names[document] for document in group.documents if document not in copies]
        if len(free) > 1:
            yield f"{phrases.joined(free)} report one event independently of each other."
    if len(trace.groups) > 1:
        yield f"{len(trace.groups)} events are reported by two documents or more."
    if trace.conflicts:
        yield f"{phrases.plural(len(trace.conflicts), 'difference')} between independent documents should be checked."


def _view(trace: Trace, number: int, own: _Own, names: dict[Name, str]) -> dict[str, Any]:
    group = trace.groups[number]
    more = f" and {len(group.names) - TOPIC} more" if len(group.names) > TOPIC else ""
    return {
        "number": number,
        "documents": group.documents,
        "listed": group.listed,
        "topic": ", ".join(group.names[:TOPIC]) + more if group.names else "",
        "edges": own.edges,
        "standings": own.standings,
        "statements": own.statements,
        "conflicts": own.conflicts,
        "differing": [entry for entry in own.entries if differs(entry)],
        "agreed": [entry for entry in own.entries if not differs(entry) and entry.witnesses > 1],
        "single": [entry for entry in own.entries if not differs(entry) and entry.witnesses == 1],
        "drawing": _drawing(group.documents, own, names),
    }


def tree(documents: Sequence[Name], edges: Sequence[Edge]) -> list[tuple[Name, int]]:
    """Documents in the order of a drawing, each with its depth: below what it derives from, one step in."""
    below: dict[Name, list[Name]] = {}
    for edge in edges:
        below.setdefault(edge.original, []).append(edge.rewrite)
    copies = {edge.rewrite for edge in edges}
    found: list[tuple[Name, int]] = []
    seen: set[Name] = set()
    waiting = [(document, 0) for document in reversed(documents) if document not in copies]
    while waiting:
        document, depth = waiting.pop()
        if document not in seen:  # a text made from two others stands below the first
            seen.add(document)
            found.append((document, depth))
            waiting += [(item, depth + 1) for item in reversed(below.get(document, []))]
    return found


def _drawing(documents: Sequence[Name], own: _Own, names: dict[Name, str]) -> dict[str, Any]:
    """Boxes below each other, rewrites one step in, and an arrow to each from what it derives from."""
    rows = tree(documents, own.edges)
    place = {document: (4 + INDENT * depth, 4 + (HEIGHT + GAP) * row) for row, (document, depth) in enumerate(rows)}
    above = {edge.rewrite: edge for edge in own.edges}
    roles = {item.document: item for item in own.standings}
    boxes, arrows, said = [], [], []
    for document, (x, y) in place.items():
        edge = above.get(document)
        note = "independent" if document in roles else ""
        if edge is not None:
            what = "derives from" if edge.direction == "shown" else "related to"
            kin = "rewrite" if edge.direction == "shown" else "direction open"
            note = f"{phrases.percent(edge.share)} of its words, {kin}"
            said.append(f"{names[document]} {what} {names[edge.original]}.")
        boxes.append(
            {"x": x, "y": y, "width": WIDTH, "height": HEIGHT, "label": clip(names[document], LABEL), "note": note,
             "derived": edge is not None}
        )  # fmt: skip
    for edge in own.edges:
        (x1, y1), (x2, y2) = place[edge.original], place[edge.rewrite]
        start = f"M{x1 + INDENT // 2} {y1 + HEIGHT}" if y1 < y2 else f"M{x1 + INDENT // 2} {y1}"
        arrows.append({"path": f"{start} V{y2 + HEIGHT // 2} H{x2 - 1}", "open": edge.direction == "open"})
    free = [names[document] for document, _ in rows if document not in above]
    said.append(f"Derived from none: {phrases.joined(free)}.")
    return {
        "boxes": boxes,
        "arrows": arrows,
        "width": 8 + WIDTH + INDENT * max(depth for _, depth in rows),
        "height": 8 + (HEIGHT + GAP) * len(rows) - GAP,
        "text": " ".join(said),
    }


FORMATS: dict[str, Callable[[Trace], bytes]] = {"html": html, "json": to_json, "graphml": graphml}
"""Suffix without its dot -> function from a trace to bytes."""


def save(trace: Trace, path: Path) -> Path:
    """Write the format that the suffix names, aside and then renamed.

    Raises:
        ValueError: the suffix names no known format.
        OSError: the file cannot be written.
    """
    return save_as(trace, path, FORMATS)
