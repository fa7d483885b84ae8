"""What each document of a group is worth as evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drift.results.trace import Standing, short

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from drift.results.trace import Edge, Entry, Name, Role


def standings(
    group: int,
    documents: Sequence[Name],
    entries: Sequence[Entry],
    edges: Sequence[Edge],
    languages: Mapping[Name, str],
) -> Iterator[Standing]:
    """The standing of each document, in order. `languages` has the code of each that is not in English."""
    above = {edge.rewrite: edge for edge in edges}
    kin = {document: edge for edge in edges if edge.direction == "open" for document in (edge.original, edge.rewrite)}
    for document in documents:
        own = [entry for entry in entries if document in entry.documents]
        role: Role = "independent"
        source: Name | None = None
        edge = above.get(document)
        if edge is not None and edge.direction == "shown":
            role, source = "rewrite", edge.original
        elif document in kin:
            edge = kin[document]
            role, source = "related", edge.rewrite if edge.original == document else edge.original
        shared = sum(entry.witnesses > 1 for entry in own)
        alone = sum(entry.witnesses == 1 for entry in own)
        odd = sum(_odd(entry, document) for entry in own)
        own_alone = sum(entry.documents == (document,) for entry in own)
        message = _message(role, source, (shared, alone, own_alone, odd), languages.get(document, ""))
        yield Standing(document, group, role, source, shared, alone, odd, message)


def _odd(entry: Entry, document: Name) -> bool:
    if entry.kind not in ("name", "quote"):
        return False
    if not entry.likely:
        return len(entry.spellings) == 1  # doubtful: nobody else has it, and the document garbles other names
    return any(document in item.documents and item.text != entry.likely for item in entry.spellings)


def _message(role: Role, source: Name | None, counts: tuple[int, int, int, int], language: str) -> str:
    """One sentence or two for an editor."""
    if language:
        unread = (
            f"In another language than English ({language}): its names, numbers, dates and quotations are not read."
        )
        if source is None:
            return unread
        together = "Counts as one report with" if role == "rewrite" else "One report together with"
        return f"{together} {short(source)}{'' if role == 'rewrite' else ', whichever came first'}. {unread}"
    shared, alone, own, odd = counts
    wrong = f" It writes {odd} of them otherwise than is likely right, or doubtfully." if odd else ""
    facts = f"Of its names, numbers, dates and quotations {shared} are in an independent document too, {alone} in none."
    if role == "rewrite" and source is not None:
        return (
            f"Counts as one report with {short(source)}; of its names, numbers, dates and quotations {own} stand "
            f"neither there nor in an independent document.{wrong}"
        )
    if role == "related" and source is not None:
        return f"One report together with {short(source)}, whichever came first. {facts}{wrong}"
    return f"{facts}{wrong}"
