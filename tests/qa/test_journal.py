"""A run by journal: the answers of an ordinary one, in constant memory, after any interruption."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from corpora.errors import UsageError
from qa.journal import Journal
from tests.conftest import ROOT, WITHOUT_ESTIMATE, Run

RULES = ("--rule", "doubled-word", "--rule", "spacing", "--rule", "number-mismatch")
OPTIONS = (*RULES, "--lang", "id", "--source-lang", "en", "--exit-zero")
ENVIRONMENT = {**os.environ, **WITHOUT_ESTIMATE}


def _table(path: Path, rows: int, per_document: int = 50) -> None:
    """Rows of which some have a fault; the numbers in them make each a text of its own."""
    lines = ["doc\tsrc\tmt\tref"]
    for row in range(rows):
        fault = (" pergi pergi", "  ke", "")[row % 3]
        mt = f"Ia{fault} membawa {row + (row % 7 == 0)} surat ke Jakarta kemarin."
        source = f"He took {row} letters to Jakarta yesterday."
        reference = f"Kemarin ia membawa {row} surat ke Jakarta."
        lines.append(f"d{row // per_document}\t{source}\t{mt}\t{reference}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _lines(text: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    *flags, last = map(json.loads, text.splitlines())
    return flags, last


def test_the_answers_are_those_of_an_ordinary_run(tmp_path: Path, copydesk: Run) -> None:
    _table(tmp_path / "a.tsv", 2_500)
    plain = copydesk("check", "a.tsv", *OPTIONS, "--report", "jsonl=-")
    by_journal = copydesk("check", "a.tsv", *OPTIONS, "--report", "jsonl=-", "--journal", "j")
    assert (plain.code, by_journal.code) == (0, 0), by_journal.err
    flags, last = _lines(plain.out)
    found, end = _lines(by_journal.out)
    assert len(flags) > 1_000
    assert found == flags
    assert end["verdict"] == last["verdict"]
    values = [{s["metric"]: s["value"] for s in e["scores"]} for e in (end, last)]
    assert values[0] == pytest.approx(values[1])
    assert set(values[0]) == {"bleu", "chrf"}


@pytest.mark.slow
def test_lines_that_are_many_come_in_parts_as_rows_do(tmp_path: Path, copydesk: Run) -> None:
    _table(tmp_path / "a.tsv", 10_500, per_document=10**9)
    rows = [line.split("\t")[1:] for line in (tmp_path / "a.tsv").read_text("utf-8").splitlines()]
    for name, side in zip(("s.txt", "a.txt", "r.txt"), zip(*rows[1:], strict=True), strict=True):
        (tmp_path / name).write_text("\n".join(side) + "\n", encoding="utf-8")
    sides = ("--source", "s.txt", "--reference", "r.txt")
    report = ("--report", "jsonl=-", "--journal")
    table = copydesk("check", "a.tsv", *OPTIONS, *report, "j")
    lines = copydesk("check", "a.txt", *sides, *OPTIONS, *report, "k")
    assert (table.code, lines.code) == (0, 0), lines.err
    (flags, end), (found, last) = _lines(table.out), _lines(lines.out)
    assert [(one["segment"], one["message"]) for one in found] == [
        (one["segment"], one["message"]) for one in flags
    ]
    assert [one["file"]["line"] for one in found] == [one["file"]["line"] - 1 for one in flags]
    assert end["scores"] == last["scores"]


def test_a_finished_run_is_only_written_again(tmp_path: Path, copydesk: Run) -> None:
    _table(tmp_path / "a.tsv", 2_500)
    first = copydesk("check", "a.tsv", *OPTIONS, "--report", "jsonl=-", "--journal", "j")
    again = copydesk("check", "a.tsv", *OPTIONS, "--report", "jsonl=-", "--journal", "j")
    assert again.out == first.out
    assert "going on after 2,500 segments" in again.err


@pytest.mark.slow
def test_killed_again_and_again_it_ends_with_the_same_answers(
    tmp_path: Path, copydesk: Run
) -> None:
    _table(tmp_path / "a.tsv", 9_000)
    whole = copydesk("check", "a.tsv", *OPTIONS, "--report", "jsonl=whole", "--journal", "one")
    assert whole.code == 0
    command = [sys.executable, "-m", "qa", "check", "a.tsv", *OPTIONS, "--report", "jsonl=out"]
    command += ["--journal", "two"]
    random, kills = Random(6), 0
    environment = {**ENVIRONMENT, "PYTHONPATH": str(ROOT)}
    while not (tmp_path / "out").exists():
        process = subprocess.Popen(
            command, cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL
        )
        try:
            process.wait(timeout=0.5 + 0.5 * random.random() + 0.5 * kills)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
    assert kills
    assert (tmp_path / "out").read_bytes() == (tmp_path / "whole").read_bytes()


def test_the_journal_of_another_run_is_refused(tmp_path: Path, copydesk: Run) -> None:
    _table(tmp_path / "a.tsv", 1_200)
    assert copydesk("check", "a.tsv", *OPTIONS, "--journal", "j").code == 0
    _table(tmp_path / "a.tsv", 1_300)
    done = copydesk("check", "a.tsv", *OPTIONS, "--journal", "j")
    assert done.code == 2
    assert "j: is the journal of another run" in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize("table", ["bookmark (url)", "run (number)"])
def test_another_programs_database_is_refused_and_left_as_it_is(
    table: str, tmp_path: Path, copydesk: Run
) -> None:
    _table(tmp_path / "a.tsv", 10)
    with closing(sqlite3.connect(tmp_path / "other.db")) as other:
        other.execute(f"CREATE TABLE {table}")
    before = (tmp_path / "other.db").read_bytes()
    done = copydesk("check", "a.tsv", *OPTIONS, "--journal", "other.db")
    assert done.code == 2
    assert "other.db: cannot be used as a journal" in done.err
    assert len(done.err.splitlines()) == 1
    assert (tmp_path / "other.db").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("a.tsv", "--journal", "a.tsv"), "cannot be used as a journal"),
        (("a.tsv", "--journal", "no/folder/j"), "cannot be used as a journal"),
        (("a.tsv", "--journal", "j", "--report", "html=a.html"), "cannot write 'html'"),
        (("-", "--journal", "j"), "files on this machine"),
        (("a.tsv", "--journal", "j", "--report", "jsonl=j"), "is the journal or the input"),
        (("a.tsv", "--journal", "j", "--report", "jsonl=a.tsv"), "is the journal or the input"),
    ],
)
def test_what_cannot_be_done_by_journal_is_one_line(
    arguments: tuple[str, ...], what: str, tmp_path: Path, copydesk: Run
) -> None:
    _table(tmp_path / "a.tsv", 10)
    done = copydesk("check", *arguments, *OPTIONS)
    assert done.code == 2
    assert what in done.err
    assert len(done.err.splitlines()) == 1


def test_a_file_of_a_folder_that_has_changed_is_noticed(tmp_path: Path, copydesk: Run) -> None:
    (tmp_path / "news").mkdir()
    for name in ("a", "b"):
        (tmp_path / "news" / f"{name}.txt").write_text("Ia pergi.\n", encoding="utf-8")
    assert copydesk("check", "news", *OPTIONS, "--journal", "j").code == 0
    (tmp_path / "news" / "a.txt").write_text("Ia pergi pergi.\n", encoding="utf-8")
    done = copydesk("check", "news", *OPTIONS, "--journal", "j")
    assert done.code == 2
    assert "another run" in done.err


def test_a_stretch_that_looks_wrong_does_not_stop_a_run(tmp_path: Path, copydesk: Run) -> None:
    rows = [f"Dia {n} pergi ke kota itu.\tIa {n} berangkat ke sana." for n in range(1_200)]
    rows += [f"Ia {n} berangkat ke sana.\tIa {n} berangkat ke sana." for n in range(1_000)]
    (tmp_path / "a.tsv").write_text("mt\tref\n" + "\n".join(rows) + "\n", encoding="utf-8")
    done = copydesk("check", "a.tsv", *RULES, "--lang", "id", "--exit-zero", "--journal", "j")
    assert done.code == 0, done.err


def test_two_runs_never_write_one_journal(tmp_path: Path) -> None:
    path = str(tmp_path / "j")
    with Journal(path, "key") as one, Journal(path, "key") as other:
        one.add([], [])
        with pytest.raises(UsageError, match="another run is writing"):
            other.add([], [])
        assert one.done.blocks == 1


@pytest.mark.slow
def test_memory_does_not_grow_with_the_rows(tmp_path: Path, copydesk: Run) -> None:
    peaks = []
    for rows in (11_000, 44_000):
        _table(tmp_path / f"{rows}.tsv", rows, per_document=10**9)
        done = copydesk("check", f"{rows}.tsv", "--journal", f"{rows}.j", "-v", *OPTIONS[2:])
        assert done.code == 0, done.err
        peaks.append(int(done.err.rpartition("peak memory: ")[2].split()[0].replace(",", "")))
    assert peaks[1] < 1.25 * peaks[0], peaks
