from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import sqlite3
import tempfile
import warnings
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drift.encoding.cached import CachedEncoder
from drift.ground import cachefile
from drift.ground.cache import Cache
from tests.encoding.counting import TEXTS, Counting, asked_and_said, encoded, same

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = cachefile.PAGE
BEGUN = "was damaged and is begun anew"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "v.sqlite3"


@pytest.fixture
def filled(path: Path) -> Path:
    assert asked_and_said(path) == (len(TEXTS), [])
    return path


def rows(path: Path, query: str = "SELECT key, value FROM vectors") -> list[tuple[bytes, bytes]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def changed(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def sound(path: Path) -> bool:
    return rows(path, "PRAGMA integrity_check") == [("ok",)]


def names(folder: Path) -> set[str]:
    return {item.name for item in folder.iterdir()}


def test_the_model_is_asked_once_and_the_vectors_are_equal(path: Path) -> None:
    texts = ["a bad cab", "", "head", "a bad cab", "\ud800"]
    first, second = Counting(), Counting()
    fresh = CachedEncoder(first, Cache(path)).encode_all(texts)
    again = CachedEncoder(second, Cache(path)).encode_all(texts)
    assert sorted(first.asked) == sorted(set(texts))
    assert second.asked == []
    assert all(same(a, b) for a, b in zip(fresh, again, strict=True))
    assert all(item.pieces.flags.writeable for item in again)


def test_no_text_and_only_our_file_is_kept(filled: Path) -> None:
    assert b"word" not in filled.read_bytes()
    assert names(filled.parent) == {filled.name}


def test_encoders_of_different_identity_share_nothing(path: Path) -> None:
    for identity in ("counting@1", "counting@2", "counting@1 half", "counting"):
        encoder = Counting(identity)
        CachedEncoder(encoder, Cache(path)).encode_all(TEXTS)
        assert sorted(encoder.asked) == sorted(TEXTS)


def test_vectors_are_kept_by_and_by(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(Counting):
        def encode_all(self, texts: list[str]) -> list:
            if len(self.asked) >= 60:
                raise KeyboardInterrupt
            return super().encode_all(texts)

    monkeypatch.setattr("drift.ground.cache.SLICE", 20)
    with pytest.raises(KeyboardInterrupt):
        CachedEncoder(Interrupted(), Cache(path)).encode_all(TEXTS)
    assert asked_and_said(path) == (len(TEXTS) - 60, [])


def test_a_folder_that_is_made_is_for_its_owner_alone(tmp_path: Path) -> None:
    asked_and_said(tmp_path / "new" / "v.sqlite3")
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


# --- damage -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value",
    ["substr(value, 1, length(value) - 3)", "zeroblob(4000)", "x''", "'text'", "7"],
)
def test_a_damaged_value_is_made_anew(filled: Path, value: str) -> None:
    changed(filled, f"UPDATE vectors SET value = {value} WHERE rowid % 10 = 0")  # noqa: S608 - from the table above
    assert asked_and_said(filled) == (len(TEXTS) // 10, [])
    assert asked_and_said(filled) == (0, [])


def test_the_value_of_another_text_is_none(filled: Path) -> None:
    changed(filled, "UPDATE vectors SET value = (SELECT value FROM vectors WHERE rowid = 2) WHERE rowid = 1")
    assert asked_and_said(filled) == (1, [])
    assert asked_and_said(filled) == (0, [])


def header(content: bytes) -> bytes:
    return b"nothing" * 20 + content[140:]


def middle(content: bytes) -> bytes:
    place = len(content) // 2 // PAGE * PAGE
    return content[:place] + b"\xa5" * 8 * PAGE + content[place + 8 * PAGE :]


def index(content: bytes) -> bytes:
    """Another row's number in entries of the index."""
    pages = [content[start : start + PAGE] for start in range(0, len(content), PAGE)]
    return b"".join(
        page[: PAGE // 2] + page[PAGE // 2 :].replace(b"\x01", b"\x02") if page[0] == 10 else page for page in pages
    )


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "header overwritten": header,
    "one byte of the header": lambda content: content[:18] + b"\x05" + content[19:],
    "an unknown format": lambda content: content[:47] + b"\x0c" + content[48:],
    "mark overwritten": lambda content: content[:68] + b"\0\0\0\0" + content[72:],
    "schema overwritten": lambda content: content.replace(b"value BLOB", b"value BLOC"),
    "pages in the middle": middle,
    "index": index,
    "cut in the middle": lambda content: content[: len(content) // 2],
    "cut within a page": lambda content: content[: len(content) - PAGE - 99],
    "cut within the header": lambda content: content[:50],
    "first page alone": lambda content: content[:PAGE],
    "zeros": lambda content: bytes(len(content)),
    "a text": lambda content: b"this is no database, whatever its name says" * 500,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_begun_anew_and_the_next_run_is_warm(filled: Path, damage: str) -> None:
    filled.write_bytes(DAMAGES[damage](filled.read_bytes()))
    _, said = asked_and_said(filled)
    assert len(said) <= 1
    assert all(line.startswith(f"cache {filled} {BEGUN}") for line in said)
    assert asked_and_said(filled) == (0, [])
    assert sound(filled)


def test_what_another_process_has_mended_is_not_taken_away(filled: Path) -> None:
    before = filled.read_bytes()
    assert cachefile.mend(filled) == ""
    assert filled.read_bytes() == before
    filled.write_bytes(b"")
    assert cachefile.mend(filled) == ""
    filled.write_bytes(header(before))
    assert cachefile.mend(filled) == BEGUN


def test_an_empty_file_is_filled(path: Path) -> None:
    path.touch()
    assert asked_and_said(path) == (len(TEXTS), [])
    assert asked_and_said(path) == (0, [])


def test_whatever_is_damaged_the_vectors_are_right_and_the_next_run_is_warm(filled: Path) -> None:
    generator = random.Random(11)  # noqa: S311 - places, not secrets
    whole = filled.read_bytes()
    for _ in range(40):
        for item in filled.parent.iterdir():
            item.unlink()
        content = bytearray(whole)
        page = generator.randrange(len(content) // PAGE) * PAGE
        place = page + generator.choice([generator.randrange(60), generator.randrange(PAGE)])
        match generator.choice(["byte", "page", "cut", "exchanged"]):
            case "byte":
                content[place] = generator.randrange(256)
            case "page":
                content[page : page + PAGE] = generator.randbytes(PAGE)
            case "cut":
                del content[place:]
            case _:
                content[page : page + PAGE], content[:PAGE] = content[:PAGE], content[page : page + PAGE]
        filled.write_bytes(content)
        assert len(asked_and_said(filled)[1]) <= 1
        assert asked_and_said(filled) == (0, [])


def log_of_another(path: Path) -> bytes:
    """A write-ahead log whose check sums are right, but which belongs to another cache."""
    other = path.with_name("other.sqlite3")
    asked_and_said(other, [f"another {text}" for text in TEXTS])
    with closing(sqlite3.connect(other, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("DELETE FROM vectors WHERE rowid < 30")
        return path.with_name("other.sqlite3-wal").read_bytes()


@pytest.mark.parametrize("name", ["journal", "wal", "shm"])
@pytest.mark.parametrize("content", ["garbage", "zeros", "another's log"])
def test_strange_files_beside_it_do_no_harm(filled: Path, name: str, content: str) -> None:
    made = {"garbage": b"\xa5\x5a" * 30_000, "zeros": bytes(60_000), "another's log": log_of_another(filled)}
    filled.with_name(f"{filled.name}-{name}").write_bytes(made[content])
    assert len(asked_and_said(filled)[1]) <= 1
    assert asked_and_said(filled) == (0, [])
    assert sound(filled)


def test_what_was_read_before_the_damage_was_met_is_kept_too(filled: Path) -> None:
    """The read meets no damage; the write of one more text, for which free pages are looked for, does."""
    content = bytearray(filled.read_bytes())
    content[32:36] = (2**31).to_bytes(4)
    content[36:40] = (3).to_bytes(4)
    filled.write_bytes(content)
    texts = [*TEXTS, "one more " * 200]
    asked, said = asked_and_said(filled, texts)
    assert (asked, len(said)) == (1, 1)
    assert asked_and_said(filled, texts) == (0, [])


# --- what is not ours -------------------------------------------------------------------------------------------------


def test_a_file_that_is_no_database_is_renamed_once_and_never_removed(path: Path) -> None:
    aside = path.with_name("v.sqlite3.damaged")
    path.write_text("somebody's notes " * 99)
    _, (said,) = asked_and_said(path)
    assert said == f"cache {path} {BEGUN}; what was there is now v.sqlite3.damaged"
    assert aside.read_text() == "somebody's notes " * 99
    assert asked_and_said(path) == (0, [])
    path.write_text("other notes " * 99)
    _, (said,) = asked_and_said(path)
    assert said.endswith(f"cannot be read: it is damaged, not drift's, and {aside} is there already")
    assert path.read_text() == "other notes " * 99
    assert aside.read_text() == "somebody's notes " * 99


def test_our_own_damaged_file_is_removed(filled: Path) -> None:
    filled.write_bytes(header(filled.read_bytes()))
    asked_and_said(filled)
    assert names(filled.parent) == {"v.sqlite3", "v.sqlite3.lock"}
    assert filled.with_name("v.sqlite3.lock").stat().st_size == 0


@pytest.mark.parametrize(
    "statements",
    [
        ["CREATE TABLE vectors (key, value)", "INSERT INTO vectors VALUES (1, 2)"],
        ["CREATE TABLE letters (text)"],
        ["PRAGMA application_id=99"],
        ["CREATE TABLE dropped (text)", "CREATE TABLE other (text)", "DROP TABLE dropped", "DROP TABLE other"],
    ],
    ids=["a table of our name", "another table", "an empty one with a mark", "an empty one that was used"],
)
def test_another_programs_database_is_left_alone(path: Path, statements: list[str]) -> None:
    changed(path, *statements)
    before = path.read_bytes()
    asked, said = asked_and_said(path)
    assert asked == len(TEXTS)
    assert said == [f"cache {path} cannot be read: it is a database of something else"]
    assert path.read_bytes() == before
    assert names(path.parent) == {path.name}


def test_a_link_is_followed(tmp_path: Path, filled: Path) -> None:
    link = tmp_path / "link" / "v.sqlite3"
    link.parent.mkdir()
    link.symlink_to(filled)
    assert asked_and_said(link) == (0, [])
    filled.write_bytes(header(filled.read_bytes()))
    assert len(asked_and_said(link)[1]) == 1
    assert link.is_symlink()
    assert asked_and_said(filled) == (0, [])


# --- what cannot be used ----------------------------------------------------------------------------------------------


def test_a_file_that_stays_locked_is_said_once_and_done_without(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cachefile, "WAIT", 0.1)
    opened: list[Path] = []
    connect = sqlite3.connect
    encoder = CachedEncoder(Counting(), Cache(filled))
    with closing(connect(filled, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.warns(RuntimeWarning, match="cannot be read: database is locked") as said:
            encoder.encode_all(TEXTS)
        monkeypatch.setattr(
            sqlite3, "connect", lambda *given, **more: opened.append(given[0]) or connect(*given, **more)
        )
        assert all(same(item, encoded(text)) for item, text in zip(encoder.encode_all(TEXTS), TEXTS, strict=True))
    assert len(said) == 1
    assert opened == []
    assert asked_and_said(filled) == (0, [])


def test_a_folder_in_its_place_is_said_once_and_done_without(path: Path) -> None:
    path.mkdir()
    encoder = CachedEncoder(Counting(), Cache(path))
    with pytest.warns(RuntimeWarning, match="cannot be read: unable to open database file") as said:
        encoder.encode_all(TEXTS)
    assert len(said) == 1
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        encoder.encode_all(TEXTS)


def test_a_full_disk_is_said_and_what_was_kept_stays(filled: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (filled.stat().st_size + 100_000, hard))
        asked, said = asked_and_said(filled, [*TEXTS, *(f"{text} more" for text in TEXTS)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert asked == len(TEXTS)
    assert len(said) == 1
    assert f"cache {filled} cannot be written" in said[0]
    assert sound(filled)
    assert asked_and_said(filled) == (0, [])


@pytest.mark.skipif(not hasattr(os, "setresuid") or os.getuid() != 0, reason="only root can become somebody else")
@pytest.mark.parametrize(("file", "folder"), [(0o444, 0o555), (0o444, 0o777), (0o644, 0o555)])
def test_a_cache_of_somebody_else_is_read_and_left_as_it_is(file: int, folder: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "v.sqlite3"
        asked_and_said(path)
        before = path.read_bytes()
        path.chmod(file)
        path.parent.chmod(folder)
        os.setresuid(65534, 65534, 0)
        try:
            asked, said = asked_and_said(path, [*TEXTS, "one more"])
        finally:
            os.setresuid(0, 0, 0)
        assert asked == 1
        assert len(said) == 1
        assert "cannot be written" in said[0]
        assert path.read_bytes() == before


# --- size -------------------------------------------------------------------------------------------------------------


@given(
    st.integers(150_000, 900_000),
    st.lists(st.lists(st.integers(1, 40_000), min_size=1, max_size=30), min_size=1, max_size=6),
)
@settings(max_examples=10)
def test_the_file_never_exceeds_its_limit(limit: int, batches: list[list[int]]) -> None:
    generator = random.Random(1)  # noqa: S311 - keys, not secrets
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "v.sqlite3"
        for batch in batches:
            kept = [(generator.randbytes(32), bytes(size)) for size in batch]
            cachefile.write(path, kept, limit=limit)
            assert path.stat().st_size <= limit
            assert names(path.parent) == {path.name}
            assert kept[-1] in list(cachefile.read(path, [kept[-1][0]]))  # 80,000 bytes with what is spare have room


def test_small_rows_keep_to_the_limit_and_fill_it(path: Path) -> None:
    generator = random.Random(2)  # noqa: S311 - keys, not secrets
    for _ in range(3):
        cachefile.write(path, [(generator.randbytes(32), b"x" * 60) for _ in range(1500)], limit=400_000)
        assert path.stat().st_size <= 400_000
    assert path.stat().st_size > 250_000
    assert sound(path)


def test_what_came_first_goes_first(path: Path) -> None:
    limit = 60 * PAGE
    parts = [TEXTS[start : start + 20] for start in range(0, 120, 20)]
    for part in parts:
        CachedEncoder(Counting(), Cache(path, limit=limit)).encode_all(part)
    asked = []
    for part in parts:
        copied = shutil.copy(path, path.with_name("copied"))
        asked.append(asked_and_said(copied, part)[0])
    assert asked[0] == 20
    assert asked[-1] == 0
    assert asked == sorted(asked, reverse=True)


def test_one_huge_call_keeps_to_the_limit(path: Path) -> None:
    texts = [f"{text} {k}" for k in range(4) for text in TEXTS]
    CachedEncoder(Counting(), Cache(path, limit=1_000_000)).encode_all(texts)
    assert path.stat().st_size <= 1_000_000
    asked, said = asked_and_said(path, sorted(texts)[-30:])
    assert (asked, said) == (0, [])


@pytest.mark.parametrize("limit", [0, 1, 5 * PAGE])
def test_a_limit_below_one_row_keeps_none_and_says_nothing(
    path: Path, limit: int, recwarn: pytest.WarningsRecorder
) -> None:
    found = CachedEncoder(Counting(), Cache(path, limit=limit)).encode_all(TEXTS)
    assert all(same(item, encoded(text)) for item, text in zip(found, TEXTS, strict=True))
    assert not recwarn.list
    assert path.stat().st_size <= limit


def test_pages_that_belong_to_nothing_do_not_use_the_cache_up(filled: Path) -> None:
    """Rows went, but their pages are not free: no room could ever be made."""
    content = filled.read_bytes()
    changed(filled, "DELETE FROM vectors")
    lost = bytearray(filled.read_bytes())
    lost[32:40] = bytes(8)  # where the list of free pages begins, and how many they are
    filled.write_bytes(lost)
    assert len(lost) == len(content)
    limit = len(content)
    with pytest.warns(RuntimeWarning, match=BEGUN):
        CachedEncoder(Counting(), Cache(filled, limit=limit)).encode_all(TEXTS[:30])
    assert asked_and_said(filled, TEXTS[:30]) == (0, [])
