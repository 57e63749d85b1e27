"""What the line fails on is rejected; what is wrong with the machine is not laid to the rows."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpora.errors import CopydeskError, UsageError
from corpora.text import Document
from qa.batch import looking
from qa.batch.worker import Worker
from tests.corpora.tables.written import write
from tests.qa.batch.worked import Worked, column, story

pytestmark = pytest.mark.batch

STORIES = 12
POISON = "meledak"


def poisoned(folder: Path, stories: set[int], count: int = STORIES, **more: Any) -> Worked:
    rows = [row for number in range(count) for row in story(number, rows=3)]
    for number in stories:
        rows[number * 3 + 1]["mt"] += f" {POISON}"
    return Worked(write(folder / "in.jsonl", rows), folder / "out", **more)


@pytest.fixture
def raising(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """The line raises the first of these wherever it comes upon poison."""
    line, errors = looking.results_of, [ValueError("no such\nthing <at 0x7f00deadbeef>")]

    def look(request: Any, documents: Sequence[Document], flagger: Any) -> Any:
        found = line(request, documents, flagger)
        if any(POISON in segment.mt.text for one in documents for segment in one.segments):
            raise errors[0]
        return found

    monkeypatch.setattr(looking, "results_of", look)
    return errors


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stories=st.sets(st.integers(0, STORIES - 1)))
def test_what_fails_is_rejected_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, raising: list[Exception], stories: set[int]
) -> None:
    work = poisoned(tmp_path_factory.mktemp("poison"), stories)
    (done,) = work.do()
    good = [f"story {number}" for number in range(STORIES) if number not in stories]
    assert column(work.rows("documents"), "document") == good
    assert column(work.rows("segments"), "document") == [name for name in good for _ in range(3)]
    rejects = work.rows("rejects")
    bad = [1 + number * 3 + row for number in sorted(stories) for row in range(3)]
    assert column(rejects, "row") == bad
    assert done.rejects == ({"failed": len(bad)} if bad else {})
    assert {row["what"] for row in rejects} <= {"ValueError: no such thing <at 0x…>"}
    assert sum(one.segments for counts in done.counts for one in counts.totals) == 9 * len(good)
    assert raising


def test_what_is_left_is_what_would_be_there_without_it(
    tmp_path: Path, raising: list[Exception]
) -> None:
    with_poison = poisoned(tmp_path, {3, 7})
    found = with_poison.do()[0]
    rows = with_poison.rows("segments")
    (tmp_path / "less").mkdir()
    kept = [row for n in range(STORIES) if n not in {3, 7} for row in story(n, rows=3)]
    without = Worked(write(tmp_path / "less" / "in.jsonl", kept), tmp_path / "less" / "out")
    expected = without.do()[0]
    for name in ("document", "mt", "flags", "chrf", "ter"):
        assert column(rows, name) == column(without.rows("segments"), name)
    assert found.counts == expected.counts
    assert raising


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(MemoryError(), id="memory"),
        pytest.param(UsageError("mend it"), id="user"),
        pytest.param(KeyboardInterrupt(), id="interrupt"),
    ],
)
def test_what_the_rows_cannot_help_is_not_laid_to_them(
    tmp_path: Path, raising: list[BaseException], error: BaseException
) -> None:
    raising[0] = error
    work = poisoned(tmp_path, {3})
    with pytest.raises(type(error)):
        work.do()
    assert not work.out.exists()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        pytest.param(OSError(2, "No such file"), "FileNotFoundError: [Errno 2] No such file",
                     id="file"),
        pytest.param(ImportError("no module"), "ImportError: no module", id="package"),
        pytest.param(RecursionError("too deep"), "RecursionError: too deep", id="depth"),
    ],
)  # fmt: skip
def test_whatever_a_rule_raises_is_laid_to_the_article(
    tmp_path: Path, raising: list[Exception], error: Exception, said: str
) -> None:
    raising[0] = error
    work = poisoned(tmp_path, {3})
    (done,) = work.do()
    assert done.rejects == {"failed": 3}
    assert {row["what"] for row in work.rows("rejects")} == {said}
    assert len(work.rows("documents")) == STORIES - 1


def test_halves_of_what_fails_refuse_nothing(tmp_path: Path, raising: list[Exception]) -> None:
    """The first half of the table looks like nonsense, the whole does not."""
    rows = [row for number in range(20) for row in story(number, rows=3)]
    for row in rows[:24]:
        row["ref"] = row["src"]
    rows[-1]["mt"] += f" {POISON}"
    work = Worked(write(tmp_path / "in.jsonl", rows), tmp_path / "out")
    (done,) = work.do()
    assert done.rejects == {"failed": 3}
    assert any("the reference is the source, copied" in note for note in done.notes)
    assert raising


def test_a_disk_that_is_full_is_a_line_and_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = poisoned(tmp_path, set())
    sync, left = os.fsync, [3]

    def full(handle: int) -> None:
        left[0] -= 1
        if not left[0]:
            raise OSError(28, "No space left on device")
        sync(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsageError, match=r"flags.*cannot be written \(No space left on device\)"):
        work.do()
    assert sorted(work.content()) == ["segments/part-00000.parquet"]
    monkeypatch.undo()
    work.do()
    assert len(work.content()) == 5


def test_pyarrow_that_is_missing_is_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = poisoned(tmp_path, set())
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(CopydeskError, match=r"pip install 'copydesk\[batch\]'"):
        Worker(work.job)
