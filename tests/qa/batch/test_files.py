"""A shard's files are there whole or not at all, and only whole ones count."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest

from corpora.errors import UsageError
from metrics.sketch import Sketch
from qa.batch.done import Counts, Done, Group
from qa.batch.files import done_file, read_done, write_done, write_part, write_whole
from qa.batch.schema import arrow_schema
from qa.totals import Totals
from reports.corpus.result import WorstArticle
from reports.result import Need

SCHEMA = arrow_schema("rejects", (), texts=True)
ROW = {"path": "a.jsonl", "row": 1, "reason": "broken", "what": "no JSON", "excerpt": "{"}


def a_done(out: Path, number: int = 7) -> Done:
    part = write_part(out, f"rejects/part-{number:05d}.parquet", SCHEMA, [ROW] * 3)
    counts = Counts(
        Group(None, "en", "id"), 1, 2, 9, {1: 2}, {"spacing": {1: 2}},
        (Totals("chrf", "nrefs:1", 2, ((1.0, 2.5),)),),
        {"chrf": Sketch.of([0.0, -3.5, 12.5])},
    )  # fmt: skip
    worst = WorstArticle("a.jsonl", 1, "a", None, "en", "id", 2, 9, 2, 2, Need(1.5, 9))
    return Done(number, 3, {"rejects": part}, (counts,), {"broken": 3}, (worst,), ("a note",))


def test_what_was_said_of_a_shard_is_read_back(tmp_path: Path) -> None:
    done = a_done(tmp_path)
    assert read_done(tmp_path, 7) is None
    write_done(tmp_path, done)
    assert read_done(tmp_path, 7) == done
    assert read_done(tmp_path, 8) is None


def test_a_shard_is_not_done_without_its_parts(tmp_path: Path) -> None:
    done = a_done(tmp_path)
    write_done(tmp_path, done)
    part = tmp_path / done.parts["rejects"].path
    content = part.read_bytes()
    for spoilt in (content[:-1], content + b" ", b""):
        part.write_bytes(spoilt)
        assert read_done(tmp_path, 7) is None
    part.unlink()
    assert read_done(tmp_path, 7) is None
    part.write_bytes(content)
    assert read_done(tmp_path, 7) == done


def test_what_is_damaged_does_not_count_wherever_it_breaks_off(tmp_path: Path) -> None:
    write_done(tmp_path, a_done(tmp_path))
    place = done_file(tmp_path, 7)
    content = place.read_bytes()
    for length in range(len(content)):
        place.write_bytes(content[:length])
        assert read_done(tmp_path, 7) is None
    other = msgspec.json.encode({**msgspec.json.decode(content), "shard": 6})
    for damaged in (b"\xff" * 20, b"[]", b"{}", other, content.replace(b'"rows":3', b'"rows":""')):
        place.write_bytes(damaged)
        assert read_done(tmp_path, 7) is None


@pytest.mark.parametrize("step", ["fsync", "rename"])
def test_a_file_that_was_there_stays_where_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    place = tmp_path / "a" / "b.json"
    write_whole(place, b"before")

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), fail)
    with pytest.raises(UsageError, match=r"b\.json: cannot be written \(No space"):
        write_whole(place, b"after")
    assert [path.name for path in place.parent.iterdir()] == ["b.json"]
    assert place.read_bytes() == b"before"


@pytest.mark.parametrize("inside", [".", "deeper/still"])
def test_a_folder_that_is_a_file_is_a_line(tmp_path: Path, inside: str) -> None:
    (tmp_path / "file").write_text("here")
    with pytest.raises(UsageError, match="cannot be written"):
        write_whole(tmp_path / "file" / inside / "a.json", b"content")
    assert (tmp_path / "file").read_text() == "here"


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_files_can_be_read_by_whom_the_umask_lets(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.json", b"{}")
    (tmp_path / "b.json").write_bytes(b"{}")
    rights = [(tmp_path / name).stat().st_mode for name in ("a.json", "b.json")]
    assert rights[0] == rights[1]


def test_the_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    one, other = (write_part(tmp_path, name, SCHEMA, [ROW] * 50_000) for name in ("one", "other"))
    assert (one.sha256, one.size, one.rows) == (other.sha256, other.size, 50_000)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_rows_may_come_one_by_one(tmp_path: Path) -> None:
    whole = write_part(tmp_path, "whole", SCHEMA, [{**ROW, "row": n} for n in range(45_000)])
    each = write_part(tmp_path, "each", SCHEMA, ({**ROW, "row": n} for n in range(45_000)))
    assert (whole.sha256, whole.rows) == (each.sha256, each.rows)
    read = pq.ParquetFile(tmp_path / "each")
    groups = [read.metadata.row_group(n).num_rows for n in range(read.num_row_groups)]
    assert groups == [20_000, 20_000, 5_000]
    assert read.read().column("row").to_pylist() == list(range(45_000))
    assert write_part(tmp_path, "none", SCHEMA, iter(())).rows == 0
    assert pq.read_table(tmp_path / "none").schema.names == list(ROW)


def test_what_another_run_did_does_not_count(tmp_path: Path) -> None:
    write_done(tmp_path, replace(a_done(tmp_path), run="this"))
    assert read_done(tmp_path, 7, "this") is not None
    assert read_done(tmp_path, 7, "another") is None
