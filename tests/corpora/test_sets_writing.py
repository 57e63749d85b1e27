"""What several write at once is one of what they wrote, whole."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Barrier

import pytest

from corpora.errors import InputError
from corpora.sets.writing import whole

AT_ONCE = 4


def test_several_may_write_one_file_at_once(tmp_path: Path) -> None:
    path, together = tmp_path / "new" / "a.txt", Barrier(AT_ONCE)
    contents = [str(number).encode() * 50_000 for number in range(AT_ONCE)]

    def write(content: bytes) -> None:
        with whole(path) as file:
            together.wait()
            for start in range(0, len(content), 1_000):
                file.write(content[start : start + 1_000])
                file.flush()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        list(threads.map(write, contents))
    assert path.read_bytes() in contents
    assert list(path.parent.iterdir()) == [path]


def test_after_an_error_what_was_there_is_still_there(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    with suppress(KeyError), whole(path) as file:
        file.write(b"half")
        raise KeyError
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written"), whole(tmp_path / "file" / "a"):
        pass
