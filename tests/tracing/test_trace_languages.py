"""Documents in other languages: said, joined by their wording alone, and nothing that only English texts taught."""

from __future__ import annotations

import html
import itertools
import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from drift.analyzer import Analyzer
from drift.cli import main
from drift.reading import ReadError, read
from drift.tracing import FORMATS, summary, trace
from drift.tracing.languages import COMMON, in_common, notes, wording
from tests.caching import analyzer
from tests.tracing.tracing_texts import ORIGINAL, OTHER, REWRITE, WordBags, write

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from drift.tracing import Trace

GERMAN = """Der Hafen von Elmshorn wird ab Montag für drei Wochen geschlossen, sagte Direktorin Henriette Vandermeer.
Taucher entdeckten bei einer Prüfung in der vergangenen Woche einen vier Meter langen Riss in der nördlichen Kaimauer.
„Wir können dort kein einziges Schiff anlegen lassen, bevor die Ingenieure jeden Pfahl geprüft haben“, sagte Vandermeer.
Die Fischereiflotte wird stattdessen in Salzburg an der Küste entladen, vierzig Kilometer weiter südlich.
Hafenarbeiter fürchten, dass ein Teil des verlorenen Handels nie in die Stadt zurückkehren wird.
Die Reparatur soll zwei Millionen Euro kosten, die Hälfte davon trägt das Land.
Bürgermeister Oswin Thackeray versprach den kleineren Betrieben günstige Darlehen."""

RETOLD = """Ab Montag bleibt der Hafen von Elmshorn drei Wochen lang zu, wie Direktorin Henriette Vandermeer mitteilte.
Bei einer Untersuchung in der letzten Woche fanden Taucher in der nördlichen Kaimauer einen vier Meter langen Riss.
„Bevor die Ingenieure nicht jeden Pfahl untersucht haben, darf dort kein Schiff anlegen“, so Vandermeer.
Die Fischkutter werden stattdessen vierzig Kilometer südlich in Salzburg ausgeladen.
Arbeiter im Hafen haben Angst, dass manches verlorene Geschäft der Stadt für immer entgeht.
Zwei Millionen Euro soll die Instandsetzung kosten, das Land übernimmt die Hälfte.
Kleineren Firmen stellte Bürgermeister Oswin Thackeray billige Kredite in Aussicht."""

# Three subjects in a script that the packaged model cannot read: it calls all of their sentences alike.
RUSSIAN = (
    """Оркестр открыл сезон симфонией, которую никто не играл уже сто лет.
Библиотекарь из Вены нашла партитуру между двумя поваренными книгами.
Критики хвалили валторны и медленную часть.
Билеты на остальные вечера разошлись за час.
Весной дирижёр покажет произведение в пяти городах.
Издательство в Лейпциге готовит печатное издание партитуры.
Музыканты репетировали новую программу почти два месяца.""",
    """Учёные университета нашли в пещере орудия, которым сорок тысяч лет.
Кремнёвые пластины лежали под слоем пепла.
По мнению исследователей, люди возвращались сюда много раз.
Там же нашли кости оленей и просверленный зуб.
Следующим летом археологи хотят копать глубже.
Результаты опубликованы в научном журнале.
Находки покажут в городском музее осенью.""",
    """Команда проиграла домашний матч и опустилась на последнее место.
Тренер назвал эту игру самой слабой за весь сезон.
Первый гол был забит уже на четвёртой минуте.
Болельщики освистали футболистов ещё до перерыва.
Руководство клуба обсудит будущее тренера через неделю.
В пятницу предстоит игра с лидером чемпионата.
Билеты на неё уже распроданы.""",
)
SPOKEN = {"length", "typography", "furniture", "credit", "family"}  # what speaks of any language


@pytest.fixture
def packaged() -> Analyzer:
    return analyzer()


@pytest.mark.model
def test_a_rewrite_in_another_language_is_joined_and_nothing_english_is_said_of_it(
    tmp_path: Path, packaged: Analyzer
) -> None:
    paths = write(tmp_path, a=GERMAN, b=RETOLD, c=ORIGINAL, d=OTHER)
    found = trace(paths, analyzer=packaged)
    assert found.languages == ("de", "de", "en", "en")
    (edge,) = found.edges
    assert {edge.original, edge.rewrite} == set(paths[:2])
    assert edge.direction == "open"
    assert {item.kind for item in edge.evidence} <= SPOKEN
    assert (found.ledger, found.statements, found.conflicts, edge.additions) == ((), (), (), ())
    assert all((item.shared, item.alone, item.odd) == (0, 0, 0) for item in found.standings)
    assert all("are not read" in item.message for item in found.standings)
    (note,) = found.notes
    assert note.startswith("2 documents in another language than English (de: a.txt, b.txt)")
    said_everywhere(found, note)


def said_everywhere(found: Trace, note: str) -> None:
    assert note in summary(found)
    assert note in html.unescape(FORMATS["html"](found).decode())
    assert note in html.unescape(found._repr_html_())
    data = json.loads(FORMATS["json"](found))
    assert data["notes"] == [note]
    assert data["languages"] == list(found.languages)
    graph = ET.fromstring(FORMATS["graphml"](found))  # noqa: S314 - the file made here
    told = [item.text for item in graph.iter() if item.get("key") == "language"]
    assert told == [language for language in found.languages if language]
    assert set(found.standings_frame()["language"]) == {"de"}


@pytest.mark.model
def test_texts_in_a_script_that_the_model_cannot_read_are_not_joined_by_it(tmp_path: Path, packaged: Analyzer) -> None:
    texts = dict(zip("abc", RUSSIAN, strict=True))
    copy = RUSSIAN[0].replace("сто лет", "много лет")
    paths = write(tmp_path, **texts, d=copy)
    found = trace(paths, analyzer=packaged)
    assert [{edge.original, edge.rewrite} for edge in found.edges] == [{paths[0], paths[3]}]
    assert [group.documents for group in found.groups] == [(paths[0], paths[3])]


@pytest.mark.model
def test_english_is_traced_and_nothing_is_said_of_languages(tmp_path: Path, packaged: Analyzer) -> None:
    found = trace(write(tmp_path, a=ORIGINAL, b=REWRITE), analyzer=packaged)
    assert (found.languages, found.notes) == (("en", "en"), ())
    assert {"spelling", "credit"} <= {item.kind for item in found.edges[0].evidence}
    assert "Note:" not in summary(found)


class Translator:
    """A model of somebody's own, to which the lines of `GERMAN` and `ORIGINAL` with the same number say the same."""

    def encode(self, texts: list[str], /) -> NDArray[np.float32]:
        number = {line: k for text in (GERMAN, ORIGINAL) for k, line in enumerate(text.splitlines(), 1)}
        return np.eye(8, dtype=np.float32)[[number.get(text, 0) for text in texts]]


def test_a_model_of_ones_own_joins_two_languages_and_the_facts_stay_silent(tmp_path: Path) -> None:
    paths = write(tmp_path, a=GERMAN, b="\n".join([*ORIGINAL.splitlines(), "Leave a Reply"]))
    found = trace(paths, analyzer=Analyzer(Translator(), cache=False))
    (edge,) = found.edges
    assert edge.share > 0.9
    assert {item.kind for item in edge.evidence} <= {"length"}
    assert "paired by the model that was named" in found.notes[0]
    assert all(document == paths[1] for entry in found.ledger for document in entry.documents)


def test_two_languages_are_never_joined_by_the_packaged_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    analyzer = Analyzer(Translator(), cache=False)
    monkeypatch.setattr("drift.tracing.library.open_encoder", lambda *_, **__: analyzer.encoder)
    found = trace(write(tmp_path, a=GERMAN, b=ORIGINAL, c=OTHER), analyzer=analyzer)
    assert (found.edges, found.groups) == ((), ())


def test_wording_tells_a_retold_text_from_one_of_another_subject() -> None:
    german, retold, other = (wording(read(text).sentences) for text in (GERMAN, RETOLD, ORIGINAL))
    assert in_common(german, german) == 1.0
    assert in_common(german, retold) > 2 * COMMON
    assert in_common(german, other) < COMMON / 2
    for one, another in itertools.combinations([wording(read(text).sentences) for text in RUSSIAN], 2):
        assert in_common(one, another) < COMMON / 2
    assert in_common(german, wording(())) == 0.0


def test_a_note_names_some_documents_of_each_language() -> None:
    names = [f"{k}.txt" for k in range(9)]
    (note,) = notes(names, ["de"] * 7 + ["", "fr"], bilingual=False)
    assert "8 documents" in note
    assert "(de: 0.txt, 1.txt, 2.txt, 3.txt, 4.txt and 2 more; fr: 8.txt)" in note
    assert list(notes(names, [""] * 4 + ["en"] * 5, bilingual=False)) == []


def test_a_document_that_is_too_long_is_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    paths = write(tmp_path, a=ORIGINAL, b=REWRITE)
    own = Analyzer(WordBags(), cache=False)
    with pytest.raises(ReadError, match=r"a\.txt is too large: \d+ characters; the limit is 300 characters"):
        trace(paths, analyzer=own, max_chars=300)
    work = tmp_path / "work"
    assert len(trace(paths, analyzer=own, work=work).edges) == 1
    with pytest.raises(ReadError, match="the limit is 300 characters"):  # what was kept is asked too
        trace(paths, analyzer=own, work=work, max_chars=300)
    assert main(["trace", *map(str, paths), "--max-chars", "300"]) == 2
    assert "the limit is 300 characters" in capfd.readouterr().err
