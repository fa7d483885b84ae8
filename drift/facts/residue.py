"""What a generator left in a text: words about its own work, and marks. The patterns are data, `residue.toml`."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drift.language import Language
    from drift.records import Document


#: A sort that is residue only beside another: "Sure!" may be anybody's word.
ASSENT = "assent"


class Residue(NamedTuple):
    """A stretch of the clean text, and its sort: "itself", "lead", "assent", "parting", "remark", "label", "mark"."""

    start: int
    end: int
    sort: str


def find(document: Document, own: Language) -> Iterator[Residue]:
    """The residue of a text in order: sentences, and what stands before a colon; neighbors are one piece."""
    piece: list[Residue] = []
    for item in sorted(_single(document, own)):
        if piece and document.clean[piece[-1].end : item.start].strip():
            yield from _joined(piece)
            piece = []
        piece.append(item)
    yield from _joined(piece)


def _joined(piece: Sequence[Residue]) -> Iterator[Residue]:
    """Neighbors as one, of the first sort that is one by itself; none where none is."""
    sorts = [item.sort for item in piece if item.sort != ASSENT]
    if sorts:
        yield Residue(piece[0].start, piece[-1].end, sorts[0])


def _single(document: Document, own: Language) -> Iterator[Residue]:
    for sentence in document.sentences:
        for sort, pattern, whole in _patterns(own):
            if match := pattern.search(sentence.text):
                end = len(sentence.text if whole else match[0].rstrip())
                yield Residue(sentence.start, sentence.start + end, sort)
                break
    for match in _marks(own).finditer(document.clean):
        yield Residue(*match.span(), "mark")


@functools.cache
def _patterns(own: Language) -> Sequence[tuple[str, re.Pattern[str], bool]]:
    """Each sort and pattern, and whether it makes a residue of the whole sentence."""
    opening, colon = r"^[\s\"“(*#>]*", r"[\s\"”)*]*(?::[\s\"”)*]*|[.!]?$)"
    places = (("anywhere", "", ""), ("head", opening, colon), ("label", opening, r"\**(?::[\s*]*)"))
    return tuple(
        (sort, _compiled(f"{before}(?:{form}){behind}", own), place == "anywhere")
        for place, before, behind in places
        for sort, forms in own.groups(f"residue.{place}").items()
        for form in sorted(forms)
    )


@functools.cache
def _marks(own: Language) -> re.Pattern[str]:
    return re.compile("|".join(own.ordered("residue.marks.anywhere")) or "(?!)")


def _compiled(form: str, own: Language) -> re.Pattern[str]:
    fragments = own.table("residue.fragments")
    for _ in fragments:  # one fragment may stand in another
        form = re.sub(r"\{([a-z]+)\}", lambda match: fragments[match[1]], form)
    return re.compile(form.replace(" ", r"\s+"), re.IGNORECASE)
