"""What the packaged model must do on real sentences, whatever it was trained on."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from drift.analyzer import Analyzer
from drift.reading import read

if TYPE_CHECKING:
    import pandas as pd

pytestmark = pytest.mark.model

SEEDS = Path(__file__).parents[2] / "seeds"
VARIANTS = [
    ("The defence minister criticised the programme.", "The defense minister criticized the program."),
    ("“We will not go,” he said.", '"We will not go," he said.'),
    ("The Labour party’s neighbours travelled home.", "The Labor party's neighbors traveled home."),
    ("He left at noon, tired.", "he left at noon tired"),
]


@cache
def analyzer() -> Analyzer:
    return Analyzer(cache=False)


@cache
def sentences() -> tuple[str, ...]:
    document = read(next(SEEDS.glob("001_*")))
    return tuple(s.text for s in document.sentences if s.kind == "prose" and 8 <= len(s.text.split()) <= 40)[:30]


def score(pairs: list[tuple[str, str]]) -> pd.DataFrame:
    return analyzer().score(pairs)


def test_a_text_beside_itself_has_not_changed() -> None:
    frame = score([(s, s) for s in sentences()])
    assert (frame["drift"] == 0.0).all()
    assert (frame["omitted"] == 0.0).all()
    assert (frame["unsupported"] == 0.0).all()
    assert (frame["quality"] == 100.0).all()


def test_an_article_beside_itself_has_not_changed() -> None:
    text = "\n".join(sentences())
    (row,) = score([(text, text)]).itertuples(index=False)
    assert (row.drift, row.omitted, row.unsupported, row.quality) == (0.0, 0.0, 0.0, 100.0)


@pytest.mark.parametrize(("original", "rewrite"), VARIANTS)
def test_form_alone_is_no_drift(original: str, rewrite: str) -> None:
    assert score([(original, rewrite)])["drift"][0] < 0.1


def test_unrelated_sentences_have_drifted() -> None:
    captions = ["A man is slicing onions.", "Two dogs run through the snow.", "The recipe needs butter and flour."]
    frame = score([(s, caption) for s in sentences()[:10] for caption in captions])
    assert (frame["drift"] > 0.9).all()
    assert (frame["omitted"] > 0.5).all()


def negated(text: str) -> str:
    return re.sub(r"\b(is|are|was|were|has|have|will|would|could|can)\b", r"\1 not", text, count=1)


def recounted(text: str) -> str:
    return re.sub(r"\d", lambda digit: str((int(digit[0]) + 3) % 10), text, count=1)


def swapped(text: str) -> str:
    names = list(dict.fromkeys(re.findall(r"(?<!^)\b(?:Morocco|Israel|Rabat|Algeria|Gantz|Spain|Algiers)\b", text)))[:2]
    if len(names) < 2:
        return text
    return re.sub("|".join(names), lambda name: names[name[0] == names[0]], text)


@pytest.mark.parametrize("edit", [negated, recounted, swapped])
def test_an_edit_of_meaning_raises_drift_over_what_a_paraphrase_has(edit: object) -> None:
    assert callable(edit)
    # A harmless rewording, so that the edited sentence is not told by being different at all.
    pairs = [(s, f"Furthermore, {s[0].lower()}{s[1:]}") for s in sentences() if edit(s) != s]
    assert len(pairs) >= 4
    plain = score(pairs)["drift"]
    changed = score([(a, edit(b)) for a, b in pairs])["drift"]
    assert (changed > plain).mean() >= 0.95


def test_unsupported_looks_one_way_only() -> None:
    long, short = "Smith met Jones in Paris on Monday to sign the treaty.", "Smith met Jones in Paris."
    frame = score([(long, short), (short, long)])
    assert frame["unsupported"][0] < frame["unsupported"][1]
    assert frame["omitted"][0] > frame["omitted"][1]
