"""The history's file: what else it may be, and what is said then."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from corpora.errors import UsageError
from qa.history.file import VERSION
from qa.history.run import KeptRun
from qa.history.store import add, prune, stored
from tests.qa.history_samples import (
    SECONDS,
    SERVER,
    START,
    fill,
    opened,
    portion,
    read_and_write_as_nobody,
    when,
)


def _refusal(path: Path, patience: float = 0.1) -> str:
    """The same line for who reads and who writes, where there is something to read."""
    with pytest.raises(UsageError) as error:
        add(str(path), KeptRun("1.0", (portion(50.0),)), when(0), patience)
    assert "\n" not in str(error.value)
    return str(error.value)


def test_a_file_that_is_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    text, other = tmp_path / "notes.txt", tmp_path / "other.db"
    text.write_text("These are notes, of more than a hundred characters. " * 40, encoding="utf-8")
    before = text.read_bytes()
    assert "this is no history" in _refusal(text)
    with pytest.raises(UsageError, match="this is no history"):
        stored(str(text))
    assert text.read_bytes() == before
    with opened(other) as database:
        database.execute("CREATE TABLE mine (a)")
        database.commit()
    before = other.read_bytes()
    assert "this is no history" in _refusal(other)
    with pytest.raises(UsageError, match="this is no history"):
        stored(str(other))
    assert other.read_bytes() == before


def test_a_newer_one_is_refused(tmp_path: Path) -> None:
    path = fill(tmp_path / "h.db", (when(0), portion(50.0)))
    with opened(tmp_path / "h.db") as database:
        database.execute(f"PRAGMA user_version = {VERSION + 1}")
    assert f"format {VERSION + 1}, this one knows {VERSION}); update copydesk" in _refusal(
        Path(path)
    )
    with pytest.raises(UsageError, match="update copydesk"):
        stored(path)


@pytest.mark.parametrize("name", ["nowhere/h.db", ".", "/proc/h.db"])
def test_where_nothing_can_be_written_it_says_so(tmp_path: Path, name: str) -> None:
    assert "may it be written to?" in _refusal(tmp_path / name)


def test_in_a_folder_that_cannot_be_written_to_it_can_be_read() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name, "read-only")
        folder.mkdir()
        path = fill(folder / "h.db", (when(0), portion(50.0)))
        for place, mode in ((name, 0o755), (folder, 0o555), (path, 0o444)):
            Path(place).chmod(mode)
        answers = SERVER.Queue()
        process = SERVER.Process(target=read_and_write_as_nobody, args=(path, answers))
        process.start()
        said = [answers.get(timeout=SECONDS) for _ in range(2)]
        process.join(SECONDS)
        folder.chmod(0o755)
    assert said[0] == "1"
    assert "the file or its folder cannot be written to" in said[1]


def test_one_that_others_write_all_the_while_is_not_waited_for_forever(tmp_path: Path) -> None:
    path = fill(tmp_path / "h.db", (when(0), portion(50.0)))
    with opened(tmp_path / "h.db") as database:
        database.execute("BEGIN IMMEDIATE")
        assert "others have been writing it" in _refusal(Path(path))
        assert len(stored(path)) == 1


def test_a_damaged_one_is_refused(tmp_path: Path) -> None:
    path = fill(tmp_path / "h.db", (when(0), portion(50.0)))
    with opened(tmp_path / "h.db") as database:
        database.execute("UPDATE run SET at = 'yesterday'")
        database.commit()
    with pytest.raises(UsageError, match="damaged"):
        stored(path)
    data = Path(path).read_bytes()
    Path(path).write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    with pytest.raises(UsageError, match="the file is damaged"):
        stored(path)


def test_missing_and_empty_ones_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no such history"):
        stored(str(tmp_path / "h.db"))
    with pytest.raises(UsageError, match="there is no such history"):
        prune(str(tmp_path / "h.db"), START)
    assert not list(tmp_path.iterdir())
    (tmp_path / "h.db").touch()
    with pytest.raises(UsageError, match="no runs in this history yet"):
        stored(str(tmp_path / "h.db"))
    fill(tmp_path / "h.db", (when(0), portion(50.0)))
    prune(str(tmp_path / "h.db"), START + timedelta(days=9))
    with pytest.raises(UsageError, match="no runs in this history yet"):
        stored(str(tmp_path / "h.db"))


def test_a_strange_name_is_only_a_name(tmp_path: Path) -> None:
    path = fill(tmp_path / "a?mode=ro#%41 ü.db", (when(0), portion(50.0)))
    assert Path(path).exists()
    assert len(stored(path)) == 1
