"""What can be read, what is refused, and how bytes become text."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from drift.reading import ReadError, apply, read
from drift.records import Document

TEXT = "The minister’s “visit” cost £3.5m – he said so in the café on Monday."


def test_text_bytes_and_file_agree(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode())
    from_text, from_bytes, from_file = read(TEXT), read(TEXT.encode()), read(path)
    assert from_text.raw == from_bytes.raw == from_file.raw == TEXT
    assert from_text.sentences == from_bytes.sentences == from_file.sentences
    assert (from_text.encoding, from_bytes.encoding, from_file.encoding) == ("", "utf-8", "utf-8")
    assert (from_text.name, from_file.name) == ("", str(path))


@pytest.mark.parametrize("text", ["original.txt", "texts/a.HTML", r"C:\\texts\\a.docx"])
def test_a_text_that_looks_like_the_name_of_a_file_is_asked_about(text: str) -> None:
    with pytest.warns(UserWarning, match="is taken as the text itself; a file is Path"):
        assert read(text).raw == text


@pytest.mark.parametrize("text", ["Read original.txt first.", "Yes.", "example.org", "one\noriginal.txt"])
def test_other_short_texts_are_not(text: str, recwarn: pytest.WarningsRecorder) -> None:
    assert read(text).raw == text
    assert not recwarn.list


def test_a_document_is_returned_as_it_is() -> None:
    document = Document.from_sentences(["One  two.", "Leave a Reply"])
    assert read(document) is document
    assert {s.kind for s in document.sentences} == {"prose"}


def test_reading_is_repeatable_and_documents_are_values() -> None:
    assert read(TEXT) == read(TEXT)
    assert pickle.loads(pickle.dumps(read(TEXT))) == read(TEXT)  # noqa: S301 - our own data


@pytest.mark.parametrize(
    ("codec", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-32", "utf-32-le"),
        ("utf-16-le", "utf-16-le (guessed)"),
        ("utf-16-be", "utf-16-be (guessed)"),
        ("cp1252", "cp1252 (guessed)"),
    ],
)
def test_encodings(codec: str, said: str) -> None:
    document = read(TEXT.encode(codec))
    assert document.encoding == said
    assert document.clean == TEXT


@pytest.mark.parametrize("codec", ["cp1251", "koi8-r"])
def test_an_encoding_is_guessed_and_the_guess_is_stated(codec: str) -> None:
    russian = "Министр обороны прибыл в столицу, чтобы подписать соглашение о сотрудничестве. " * 5
    document = read(russian.encode(codec))
    assert document.raw == russian
    assert document.encoding.endswith(" (guessed)")
    assert document.language == "ru"


def test_a_byte_order_mark_stays_in_raw_and_goes_by_a_repair() -> None:
    document = read(TEXT.encode("utf-8-sig"))
    assert document.raw == "\ufeff" + TEXT
    (repair,) = document.repairs
    assert (repair.span.start, repair.span.end, repair.replacement, repair.kind) == (0, 1, "", "invisible")
    assert document.sentences[0].span.start == 1


def test_utf8_that_was_cut_within_a_character_is_still_utf8() -> None:
    data = ("Déjà vu à l’école, où l’élève a été félicité. " * 3 + "é").encode()[:-1]
    assert read(data).encoding == "utf-8 (1 broken character)"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028"])
def test_newlines_are_kept_as_they_are(newline: str) -> None:
    text = newline.join(["The first sentence.", "", "The second sentence."])
    document = read(text)
    assert document.clean == document.raw == text
    assert [s.text for s in document.sentences] == ["The first sentence.", "The second sentence."]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"12 + 34 = ... ***", "has no words"),
        (b"%PDF-1.7 some text", "PDF"),
        (b"PK\x03\x04 word", "zip"),
        (b"\x89PNG\r\n\x1a\n word", "PNG"),
        (b"word\x00\x01\x02 word\x00", "NUL"),
        (b"\xff\xfeword\xd8", "utf-16-le"),
        ("wörter".encode("utf-8-sig") + b"\xff\xff", "utf-8"),
    ],
)
def test_bad_bytes_are_refused_in_one_line(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    with pytest.raises(ReadError, match=said) as error:
        read(path)
    assert str(path) in str(error.value)
    assert len(str(error.value).splitlines()) == 1
    with pytest.raises(ReadError, match=said):
        read(data)


@pytest.mark.parametrize("text", ["", " \n", "...", "123", "\ufeff", "<html><body><p>&nbsp;</p></body></html>"])
def test_wordless_text_is_refused(text: str) -> None:
    with pytest.raises(ReadError, match=r"is empty|has no words"):
        read(text)


def test_paths_that_are_no_readable_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    cases = {
        tmp_path / "missing.txt": "does not exist",
        tmp_path: "is a directory",
        tmp_path / "pipe": "not a regular file",
        Path("/dev/null"): "not a regular file",
        tmp_path / "a\nb.txt": "does not exist",
        tmp_path / ("x" * 300): "cannot be read",
        Path("a\0b"): "not a usable path",
    }
    for path, said in cases.items():
        with pytest.raises(ReadError, match=said) as error:
            read(path)
        assert len(str(error.value).splitlines()) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_an_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("Words.")
    path.chmod(0)
    with pytest.raises(ReadError, match="permission denied"):
        read(path)


def test_the_size_limit_is_stated(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("word " * 100)
    for source in (path, path.read_text(), path.read_bytes()):
        with pytest.raises(ReadError, match="the limit is 60 characters"):
            read(source, max_chars=60)
    assert read(path, max_chars=500).raw == path.read_text()


def test_other_types_are_a_mistake_of_the_caller() -> None:
    with pytest.raises(TypeError, match="not int"):
        read(5)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (TEXT, "en"),
        ("Le ministre de la Défense se rend au Maroc pour formaliser la coopération.", "fr"),
        ("Der Verteidigungsminister reist nach Marokko, um ein Abkommen zu unterzeichnen.", "de"),
        ("Yes, well.", ""),
        ("Mr Biden blamed Mr Xi in Bali.", ""),  # names alone look like any language
        ("Malpractice in vacuum delivery", ""),
        ("O ministro renunciou ontem à noite.", "pt"),
        ("Minister podał się wczoraj do dymisji.", "pl"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert read(text).language == language


def test_lone_surrogates_become_replacement_characters_on_the_record() -> None:
    document = read("A broken \ud83d character in a sentence of words.")
    assert document.clean == "A broken \ufffd character in a sentence of words."
    assert apply(document.raw, document.repairs) == document.clean
    assert read(document.raw, repair=False).clean == document.raw
