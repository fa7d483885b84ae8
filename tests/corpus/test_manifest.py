from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drift.corpus.manifest import BatchError, Row, rows

if TYPE_CHECKING:
    from pathlib import Path

LINES = [
    {"id": "a", "original": "One text.", "rewrite": "A text."},
    {"id": 2, "original": "b.txt", "rewrite": "Another\nc.txt"},
]


def write(folder: Path, form: str) -> Path:
    import pyarrow as pa
    import pyarrow.parquet as pq

    (folder / "b.txt").write_bytes(b"From a file.")
    path = folder / f"pairs.{form}"
    texts = [{**line, "id": str(line["id"])} for line in LINES]
    if form == "jsonl":
        path.write_text("".join(json.dumps(line) + "\n\n" for line in LINES), encoding="utf-8-sig")
    elif form == "parquet":
        pq.write_table(pa.Table.from_pylist(texts), path)
    else:
        comma = "," if form == "csv" else "\t"
        body = "".join(
            comma.join(f'"{line[name]}"' for name in ("id", "original", "rewrite")) + "\r\n" for line in texts
        )
        path.write_text(comma.join(("id", "original", "rewrite")) + "\r\n" + body, encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize("form", ["csv", "tsv", "jsonl", "parquet"])
def test_formats_give_the_same_rows(tmp_path: Path, form: str) -> None:
    found = list(rows(write(tmp_path, form), folder=tmp_path))
    assert found == [Row("a", "One text.", "A text."), Row("2", b"From a file.", "Another\nc.txt")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("in.txt", b"inside"),
        ("sub/in.HTML", b"deep"),
        ("name with space.txt", b"spaced"),
        ("Please read the notes in in.txt", "Please read the notes in in.txt"),
        ("two lines\nin.txt", "two lines\nin.txt"),
        ("in.pdf", "original: drift reads text, Markdown and HTML, not in.pdf"),
        ("C:\\texts\\in.DOCX", "original: drift reads text, Markdown and HTML, not C:\\texts\\in.DOCX"),
        ("They sent us in.docx", "They sent us in.docx"),
        ("", ""),
        ("missing.txt", "original: no such file beside the manifest: missing.txt"),
        ("../secret.txt", "original: outside the manifest's folder: ../secret.txt"),
        ("link.txt", "original: outside the manifest's folder: link.txt"),
        ("folder.txt", "original: no such file beside the manifest: folder.txt"),
        ("a\0b.txt", "a\0b.txt"),
        ("circle.txt", "original: no such file beside the manifest: circle.txt"),
        (f"{'so ' * 90}it is in README.md", f"{'so ' * 90}it is in README.md"),
        (f"{'x' * 300}.txt", f"original: no such file beside the manifest: {'x' * 300}.txt"),
    ],
)
def test_a_value_is_a_path_only_by_the_safe_rule(tmp_path: Path, value: str, expected: str | bytes) -> None:
    (tmp_path / "secret.txt").write_bytes(b"secret")
    inside = tmp_path / "inside"
    (inside / "sub").mkdir(parents=True)
    (inside / "folder.txt").mkdir()
    (inside / "in.txt").write_bytes(b"inside")
    (inside / "sub" / "in.HTML").write_bytes(b"deep")
    (inside / "name with space.txt").write_bytes(b"spaced")
    (inside / "link.txt").symlink_to(tmp_path / "secret.txt")
    (inside / "circle.txt").symlink_to(inside / "circle.txt")
    manifest = inside / "pairs.jsonl"
    manifest.write_text(json.dumps({"id": "a", "original": value, "rewrite": "x"}))
    (row,) = rows(manifest, folder=inside)
    assert (row.error or row.original) == expected


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("{not json", "line 2 is not JSON"),
        ("[1, 2]", "line 2 is not a JSON object"),
        ('{"id": "x", "original": 3, "rewrite": "y"}', "original: not a text but int"),
        ('{"id": "x", "original": "y"}', "rewrite: missing"),
        ('{"id": "x", "original": null, "rewrite": "y"}', "original: missing"),
        ('{"original": "x", "rewrite": "y"}', "the row has no id"),
        ("[" * 100_000, "line 2 is not JSON"),
    ],
)
def test_a_bad_line_is_its_rows_error(tmp_path: Path, line: str, error: str) -> None:
    good = '{"id": "a", "original": "One.", "rewrite": "Two."}'
    path = tmp_path / "pairs.jsonl"
    path.write_text(f"{good}\n{line}\n{good.replace('a', 'b', 1)}\n")
    found = list(rows(path, folder=tmp_path))
    assert len(found) == 3
    assert error in found[1].error
    assert not found[0].error
    assert not found[2].error


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "pairs.csv",
            b"id,original,translation\n1,a,b\n",
            "no column rewrite (its columns: id, original, translation)",
        ),
        ("pairs.csv", b"", "no column id, original, rewrite"),
        ("pairs.csv", b"id,original,rewrite\n1,\xff\xfe,b\n", "is not UTF-8 (byte 0xff); a spreadsheet program"),
        ("pairs.csv", b'id,original,rewrite\n1,"a"b,c\n', "after line 1"),
        ("pairs.jsonl", b'{"id": 1, "text": "x"}\n', "no column original, rewrite"),
        ("pairs.parquet", b"PAR1 not really", "not a Parquet file"),
        ("pairs.xlsx", b"", "PAIRS must end in"),
    ],
)
def test_an_unusable_manifest_is_one_clear_error(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BatchError) as caught:
        list(rows(path, folder=tmp_path))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        "ID,Original,Rewrite\r\n1,One; two.,Three.\r\n",
        "id;original;rewrite\r\n1;One; two.;Three.\r\n".replace("One; two.", '"One; two."'),
        "\ufeffRewrite, Original ,id\r\nThree.,One; two.,1\r\n",
    ],
)
def test_a_spreadsheet_programs_ways_with_csv_are_read(tmp_path: Path, content: str) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(content, encoding="utf-8", newline="")
    assert list(rows(path, folder=tmp_path)) == [Row("1", "One; two.", "Three.")]


@given(st.tuples(st.text(), st.text()), st.tuples(st.text(), st.text()))
def test_digests_tell_rows_apart(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert (Row("a", *one).digest() == Row("a", *other).digest()) == (one == other)


def test_a_text_and_the_bytes_of_a_file_differ() -> None:
    assert Row("a", "x", "y").digest() != Row("a", b"x", "y").digest()
