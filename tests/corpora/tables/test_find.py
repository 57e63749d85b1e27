"""Which tables a user named, where they are brought to, and what is refused at once."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from corpora.errors import CopydeskError, InputError, UsageError
from corpora.tables.find import Found, found
from corpora.tables.identity import identity_of, is_same
from corpora.tables.placing import placed
from tests.corpora.tables.written import OPENED, gather_all, table_at, write

ROWS = [{"mt": "satu", "src": "one", "doc": "a"}, {"mt": "dua", "src": "two", "doc": "b"}]


def _find(*paths: str | Path, format_: str | None = None) -> list[Found]:
    return found([str(path) for path in paths], format_, OPENED)


def test_files_folders_and_patterns_are_found_in_order(tmp_path: Path) -> None:
    write(tmp_path / "z.jsonl", ROWS)
    for name in ("b.tsv", "a.parquet", "deep/c.jsonl"):
        (tmp_path / "set" / name).parent.mkdir(parents=True, exist_ok=True)
        write(tmp_path / "set" / name, ROWS)
    (tmp_path / "set" / "notes.txt").write_text("no table")
    (tmp_path / "set" / "d.tsv.gz").write_bytes(gzip.compress(b"mt\tsrc\na\tb\n"))
    named = _find(tmp_path / "z.jsonl", tmp_path / "set")
    assert [(Path(one.path).name, one.format, one.in_place) for one in named] == [
        ("z.jsonl", "jsonl", True),
        ("a.parquet", "parquet", True),
        ("b.tsv", "tsv", True),
        ("d.tsv.gz", "tsv", False),
        ("c.jsonl", "jsonl", True),
    ]
    fitting = _find(tmp_path / "set" / "**" / "*.jsonl", tmp_path / "set" / "?.tsv")
    assert [Path(one.path).name for one in fitting] == ["c.jsonl", "b.tsv"]


def test_the_first_bytes_tell_the_format_or_else_the_user(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text('{"mt": "satu"}\n')
    (tmp_path / "b").write_text("teks\tmt\nsatu\tdua\n")
    assert [one.format for one in _find(tmp_path / "a.txt")] == ["jsonl"]
    assert [one.format for one in _find(tmp_path / "b", format_="tsv")] == ["tsv"]


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.csv", b"mt,src\na,b\n", "'csv'; convert it to TSV, JSON lines or Parquet"),
        ("a.txt", b"Kalimat biasa.\n", "no table whose rows can be read in stretches, but 'text'"),
        ("a.tsv", "mt\tsrc\na\tb\n".encode("utf-16"), "in UTF-16-LE; convert it to UTF-8"),
        ("a.jsonl", ('{"mt": "satu"}\n' * 9).encode("utf-16-be"), "in UTF-16-BE; convert"),
        ("a.json", b'[{"mt": "a"}]', "JSON in no format that copydesk knows"),
    ],
    ids=["csv", "text", "utf-16", "utf-16-be", "json"],
)
def test_what_is_no_table_is_refused(tmp_path: Path, name: str, content: bytes, what: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=rf"{name}: .*{what}"):
        _find(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("a.tsv", b"src\tref\na\tb\n", ":1: no translation in the columns src, ref; call its col"),
        ("a.tsv", b"\nsatu\tdua\ntiga\tempat\n", ":2: no translation in the columns satu, dua"),
        ("a.tsv", b"mt\tMT \na\tb\n", ":1: two columns are called 'mt'"),
        ("a.tsv", b"mt\xff\tsrc\na\tb\n", ":1: not UTF-8 .* begin with the names"),
        ("a.tsv", b"x" * (1 << 17), ":1: has no header, but a long line"),
        ("a.jsonl", b'{"src": "a"}\n{"text": "b"}\n', "no translation in the columns src, text"),
        ("a.jsonl", b"satu\ndua\n[]\n", "not JSON lines; write an object with 'mt' a line"),
        ("a.parquet", b"PAR1 nothing PAR1", "damaged Parquet file"),
        ("a.parquet", b"PARE" + bytes(90) + b"PARE", "encrypted"),
    ],
    ids=range(9),
)
def test_a_table_without_translations_is_refused_before_anything_is_done(
    tmp_path: Path, name: str, content: bytes, what: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (one,) = _find(tmp_path / name)
    with pytest.raises(InputError, match=rf"{name}:? ?.*{what}") as caught:
        placed(one, tmp_path / "copies")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "columns", [{"teks": ["a"]}, {"mt": [1]}, {"mt": ["a"], "MT": ["b"]}], ids=range(3)
)
def test_columns_that_will_not_do_are_refused(tmp_path: Path, columns: dict[str, Any]) -> None:
    pq.write_table(pa.table(columns), tmp_path / "a.parquet")
    (one,) = _find(tmp_path / "a.parquet")
    with pytest.raises(InputError, match=r"a\.parquet: (no column|the column|two columns)"):
        placed(one, tmp_path)


def test_garbage_at_the_start_refuses_no_table(tmp_path: Path) -> None:
    garbage = b"\xff\n{\n" + b"x" * 100_000 + b"\n[]\n"
    for lines in (b'{"src": "a"}\n{"mt": "b"}\n' + garbage, b'{"mt": "a"}\n' + garbage, garbage):
        path = tmp_path / "a.jsonl"
        path.write_bytes(lines + b'{"mt": "c"}\n')
        if lines == garbage:
            path.write_bytes(b"x" * 100_000 + b"\n" + lines)
        (one,) = _find(path)
        assert placed(one, tmp_path).format == "jsonl"


def test_what_can_be_read_only_once_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="<stdin>: cannot be read twice; write it to a file first"):
        _find("-")
    os.mkfifo(tmp_path / "pipe.jsonl")
    with pytest.raises(InputError, match="no file that can be read twice"):
        _find(tmp_path / "pipe.jsonl")


@pytest.mark.parametrize("other", ["a.jsonl", "./a.jsonl", "*.jsonl", ".", "link.jsonl"])
def test_a_file_that_is_named_twice_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a.jsonl", ROWS)
    if other == "link.jsonl":
        Path(other).symlink_to("a.jsonl")
    with pytest.raises(InputError, match="the same file is named twice; name it once"):
        _find("a.jsonl", other)


@pytest.mark.parametrize("path", ["gone.jsonl", "gone/*.jsonl", "memory://gone.jsonl"])
def test_what_is_not_there_is_told(path: str) -> None:
    with pytest.raises(InputError, match=r"no such file|no file fits"):
        _find(path)


@pytest.mark.parametrize("format_", ["csv", "html", "nonsense"])
def test_a_format_without_rows_is_refused(tmp_path: Path, format_: str) -> None:
    write(tmp_path / "a.jsonl", ROWS)
    with pytest.raises(UsageError, match=r"rows come as jsonl, tsv, parquet|no format is called"):
        _find(tmp_path / "a.jsonl", format_=format_)


def test_a_file_here_is_read_where_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "a.jsonl", ROWS)
    (one,) = _find("a.jsonl")
    table = placed(one, tmp_path / "copies")
    assert (table.path, table.place) == ("a.jsonl", str(tmp_path / "a.jsonl"))
    assert not (tmp_path / "copies").exists()


def test_a_file_is_the_same_while_its_bytes_are(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"satu")
    known = identity_of(str(path))
    assert (known.size, len(known.sha256)) == (4, 64)
    assert is_same(known, str(path))
    os.utime(path, ns=(1, 1))
    assert is_same(known, str(path))
    path.write_bytes(b"dua!")
    os.utime(path, ns=(2, 2))
    assert not is_same(known, str(path))
    path.write_bytes(b"tiga!")
    assert not is_same(known, str(path))
    path.unlink()
    for ask in (lambda: is_same(known, str(path)), lambda: identity_of(str(path))):
        with pytest.raises(CopydeskError, match="no such file"):
            ask()


def test_a_table_is_named_in_errors_as_the_user_named_it(tmp_path: Path) -> None:
    table = table_at(tmp_path / "gone.jsonl")
    with pytest.raises(InputError, match=r"^gone\.jsonl: no such file"):
        gather_all(table, 10)
