"""Copies of what is packed or lies elsewhere: made once, whole, and of what is there now."""

from __future__ import annotations

import bz2
import gzip
import os
from pathlib import Path

import fsspec
import pytest

from corpora.errors import InputError, UsageError
from corpora.tables import placing
from corpora.tables.find import Found, found
from corpora.tables.placing import placed
from tests.corpora.tables.written import OPENED, gather_all, texts, write

ROWS = [{"mt": "satu", "src": "one", "doc": "a"}, {"mt": "dua", "src": "two", "doc": "b"}]


def _find(path: str | Path) -> Found:
    (one,) = found([str(path)], None, OPENED)
    return one


def _names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


@pytest.mark.parametrize("format_", ["jsonl", "tsv", "parquet"])
@pytest.mark.parametrize("kind", ["gz", "bz2", "url"])
def test_what_is_packed_or_elsewhere_is_copied_once(
    tmp_path: Path, format_: str, kind: str
) -> None:
    plain = write(tmp_path / f"a.{format_}", ROWS)
    data = Path(plain.place).read_bytes()
    path = f"memory://user:secret@sets/{kind}.{format_}"
    if kind == "url":
        fsspec.filesystem("memory").pipe(f"/user:secret@sets/{kind}.{format_}", data)
    else:
        path = str(tmp_path / f"b.{format_}.{kind}")
        Path(path).write_bytes((gzip if kind == "gz" else bz2).compress(data))
    one = _find(path)
    assert not one.in_place
    table = placed(one, tmp_path / "copies")
    assert "secret" not in table.path
    assert "secret" not in table.place
    assert texts(gather_all(table, 9).documents) == texts(gather_all(plain, 9).documents)
    before = Path(table.place).stat()
    assert placed(one, tmp_path / "copies") == table
    assert Path(table.place).stat().st_ino == before.st_ino
    name = Path(table.place).name
    assert _names(tmp_path / "copies") == sorted([name, f"{name.split('.')[0]}.origin"])


def test_a_copy_is_whole_or_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    noise = b"".join(b'{"mt": "%s"}\n' % os.urandom(60).hex().encode() for _ in range(20_000))
    path.write_bytes(gzip.compress(noise)[:-1000])
    one = _find(path)
    with pytest.raises(InputError, match="damaged gzip file"):
        placed(one, tmp_path / "copies")
    assert not list((tmp_path / "copies").iterdir())
    path.write_bytes(gzip.compress(noise))
    assert Path(placed(one, tmp_path / "copies").place).read_bytes() == noise


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"mt": "a"}\n'))
    (tmp_path / "copies").write_text("a file")
    one = _find(path)
    with pytest.raises(UsageError, match="copies: cannot be written to"):
        placed(one, tmp_path / "copies")


def _packed(path: Path, text: str) -> None:
    path.write_bytes(gzip.compress(text.encode()))


def _touched(path: Path) -> None:
    """A file's time is another, as when it is written later."""
    status = path.stat()
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000_000))


def test_a_file_that_was_mended_is_copied_anew(tmp_path: Path) -> None:
    path, copies = tmp_path / "a.jsonl.gz", tmp_path / "copies"
    _packed(path, '{"text": "satu"}\n')
    with pytest.raises(InputError, match="no translation in the columns text"):
        placed(_find(path), copies)
    _packed(path, '{"mt": "satu"}\n')
    _touched(path)
    place = Path(placed(_find(path), copies).place)
    assert place.read_text() == '{"mt": "satu"}\n'
    _packed(path, '{"mt": "dua."}\n')
    _touched(path)
    assert Path(placed(_find(path), copies).place).read_text() == '{"mt": "dua."}\n'


def test_a_file_of_another_time_but_the_same_bytes_is_not_copied_anew(tmp_path: Path) -> None:
    path, copies = tmp_path / "a.jsonl.gz", tmp_path / "copies"
    _packed(path, '{"mt": "satu"}\n')
    first = Path(placed(_find(path), copies).place).stat().st_ino
    os.utime(path, ns=(1, 1))
    assert Path(placed(_find(path), copies).place).stat().st_ino == first


@pytest.mark.parametrize("spoil", ["gone", "broken", "other"])
def test_a_copy_that_nobody_knows_the_source_of_is_made_anew(tmp_path: Path, spoil: str) -> None:
    path, copies = tmp_path / "a.jsonl.gz", tmp_path / "copies"
    _packed(path, '{"mt": "satu"}\n')
    place = Path(placed(_find(path), copies).place)
    place.write_text('{"mt": "what another try left"}\n')
    (record,) = copies.glob("*.origin")
    if spoil == "gone":
        record.unlink()
    else:
        record.write_text("{" if spoil == "broken" else '{"said": {"etag": "x"}}')
    assert Path(placed(_find(path), copies).place).read_text() == '{"mt": "satu"}\n'


def test_what_changes_while_it_is_copied_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, copies = tmp_path / "a.jsonl.gz", tmp_path / "copies"
    _packed(path, '{"mt": "satu"}\n')
    one = _find(path)
    usual = placing.opened

    def changing(name: str) -> object:
        with path.open("ab") as file:
            file.write(gzip.compress(b'{"mt": "dua"}\n'))
        return usual(name)

    monkeypatch.setattr(placing, "opened", changing)
    with pytest.raises(InputError, match=r"a\.jsonl\.gz: has changed while it was copied"):
        placed(one, copies)
    assert not _names(copies)


def test_what_is_being_written_has_the_name_that_is_swept_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, copies = tmp_path / "a.jsonl.gz", tmp_path / "copies"
    _packed(path, '{"mt": "satu"}\n')
    (one, seen) = _find(path), list[str]()

    def looking(_handle: int) -> None:
        seen.extend(_names(copies))

    monkeypatch.setattr(os, "fsync", looking)
    placed(one, copies)
    assert seen
    assert [*copies.glob(".*.unfinished")] == []
    assert any(name.startswith(".") and name.endswith(".unfinished") for name in seen)
    assert all(".unfinished" in name or name.endswith((".jsonl", ".origin")) for name in seen)
