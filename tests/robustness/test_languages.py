"""Texts that are not in English: recognized, said, and never scored as if they were."""

from __future__ import annotations

import csv
import json
import math
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from drift.cli import main
from drift.rendering import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from drift import Analyzer

pytestmark = pytest.mark.model

ENGLISH = "The minister came to Rabat on Tuesday. He signed an agreement with the government and met the king there."
FRENCH = (
    "Le ministre est arrivé mardi à Rabat pour une visite de deux jours. Il a signé un accord avec le gouvernement. "
    "Le roi l’a ensuite reçu au palais, selon un communiqué."
)
GERMAN = (
    "Der Minister kam am Dienstag zu einem Besuch nach Rabat. Er unterzeichnete dort ein Abkommen mit der Regierung. "
    "Danach empfing ihn der König im Palast."
)
SCORES = ("coverage", "support", "fidelity", "fluency", "drift", "quality")


@pytest.mark.parametrize(
    ("original", "rewrite", "said"),
    [
        (FRENCH, FRENCH.replace("mardi", "jeudi"), "another language than English (fr)"),
        (GERMAN, ENGLISH, "two languages (de, en), whose sentences the packaged model cannot pair"),
        (FRENCH, GERMAN, "two languages (de, fr), whose sentences the packaged model cannot pair"),
    ],
)
def test_another_language_is_said_and_not_scored(analyzer: Analyzer, original: str, rewrite: str, said: str) -> None:
    report = analyzer.compare(original, rewrite)
    (note,) = (note for note in report.notes if said in note)
    assert "no score is given" in note
    assert all(math.isnan(getattr(report.scores, name).value) for name in SCORES)
    for made in (report, report.rethreshold(confidence=0.5)):
        data = json.loads(FORMATS["json"](made))
        assert data["scores"] == dict.fromkeys(SCORES)
        assert "not judged" in data["verdict"]
    for write in FORMATS.values():
        assert write(report)
    assert report._repr_html_()


def test_between_two_languages_nothing_is_called_omitted_or_added(analyzer: Analyzer) -> None:
    kinds = {finding.kind for finding in analyzer.compare(GERMAN, ENGLISH).findings}
    assert not kinds & {"omission.sentence", "addition.sentence", "moved"}


def test_what_works_in_any_language_still_works(analyzer: Analyzer) -> None:
    report = analyzer.compare(FRENCH, FRENCH.partition(". ")[2])
    assert [finding.kind for finding in report.findings] == ["omission.sentence"]
    same = analyzer.compare(FRENCH, FRENCH)
    assert {bead.kind for bead in same.alignment.beads} == {"same"}
    assert {bead.drift for bead in same.alignment.beads} == {0.0}


def test_english_is_scored_and_nothing_is_said_of_languages(analyzer: Analyzer) -> None:
    report = analyzer.compare(ENGLISH, ENGLISH)
    assert report.scores.drift.value == 0.0
    assert not any("language" in note for note in report.notes)


def test_one_text_in_another_language(analyzer: Analyzer) -> None:
    report = analyzer.check(FRENCH)
    assert json.loads(FORMATS["json"](report))["verdict"].startswith("Most faults were not looked for")


def test_a_batch_leaves_its_scores_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with (tmp_path / "pairs.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerows([("id", "original", "rewrite"), ("en", ENGLISH, ENGLISH), ("fr", FRENCH, GERMAN)])
    assert main(["batch", "pairs.csv", "-o", "out", "--no-cache"]) == 0
    rows = {row["id"]: row for row in pq.read_table(tmp_path / "out" / "pairs.parquet").to_pylist()}
    assert rows["en"]["drift"] == 0.0
    assert [rows["fr"][name] for name in SCORES] == [None] * 6
    assert rows["fr"]["error"] is None
    assert "–" in (tmp_path / "out" / "index.html").read_text(encoding="utf-8")


def test_a_row_of_figures_is_no_judgment_of_another_language(analyzer: Analyzer) -> None:
    long = " ".join([FRENCH] * 3)
    pairs = [
        (long, long.replace("mardi", "jeudi")),
        (long, " ".join([ENGLISH] * 4)),
        (ENGLISH, ENGLISH[:-4] + "queen."),
    ]
    frame = analyzer.score(pairs)
    judged = frame.drop(columns="similarity").notna()
    assert judged.all(axis=1).tolist() == [False, False, True]
    assert not judged[:2].to_numpy().any()
    assert frame["similarity"].notna().all()


@pytest.mark.parametrize("text", ["Da Silva, van Dijk, Müller.", "He collaborated with Giovan Giacomo Di Conforto."])
def test_a_short_text_is_judged_whatever_it_looks_like(analyzer: Analyzer, text: str) -> None:
    assert analyzer.score([(text, f"{text} He left.")])["drift"].notna().all()
