"""Files are written whole or not at all; what is no file is written to, never replaced."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from corpora.errors import UsageError
from reports.writer import write_parts, write_whole


def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    found: list[bytes] = []
    reader = Thread(target=lambda: found.append(pipe.read_bytes()))
    reader.start()
    write_whole(str(pipe), "teks é")
    reader.join(10)
    assert found == ["teks é".encode()]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_what_fails_half_way_leaves_the_earlier_file(tmp_path: Path) -> None:
    def parts() -> Iterator[str]:
        yield "new"
        raise RuntimeError("half way")

    path = tmp_path / "report"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError):
        write_parts(str(path), parts())
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        write_whole(str(tmp_path), "x")
