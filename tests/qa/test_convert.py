"""`copydesk convert` and `formats`: files in, files out, flags kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Article, Run

ROUND = ("xliff", "docx", "mqm")


def _flags(data: Any) -> list[dict[str, Any]]:
    """A report's flags, without where they stand in the one file and the other."""
    (document,) = data["documents"]
    return [
        {
            **{key: value for key, value in flag.items() if key != "file"},
            "also": [{key: one[key] for key in ("segment", "span")} for one in flag["also"]],
        }
        for flag in document["flags"]
    ]


@pytest.mark.parametrize("form", ROUND)
def test_the_articles_flags_come_back_as_they_were_written(
    form: str, article: Article, copydesk: Run
) -> None:
    sides = (article.mt, "--source", article.source, "--reference", article.reference)
    wanted = ("--report", f"{form}=out.{form}", "--report", "json=-")
    checked = copydesk("check", *sides, "--lang", "id", *wanted, "--exit-zero")
    assert checked.code == 0, checked.err
    read = copydesk("convert", f"out.{form}", "--report", "json=-")
    assert read.code == 0, read.err
    flags = _flags(checked.data)
    assert len(flags) > 20
    assert _flags(read.data) == flags
    texts = [(one["mt"], one["source"]) for one in read.data["documents"][0]["segments"]]
    before = [(one["mt"], one["source"]) for one in checked.data["documents"][0]["segments"]]
    if form != "docx":  # a Word file has one side
        assert texts == before


def test_a_flag_that_the_file_says_was_dismissed_stays_silent(
    tmp_path: Path, copydesk: Run
) -> None:
    (tmp_path / "a.txt").write_text("Ia pergi pergi ke pasar. Ia  pulang.\n", encoding="utf-8")
    rules = ("--lang", "id", "--rule", "doubled-word", "--rule", "spacing", "--exit-zero")
    assert copydesk("check", "a.txt", *rules, "--report", "xliff=a.xlf").code == 0
    written = (tmp_path / "a.xlf").read_text(encoding="utf-8")
    assert copydesk("check", "a.xlf", *rules, "--report", "json=-").data["documents"][0]["flags"]
    severity = "its:locQualityIssueSeverity"
    dismissed = written.replace(severity, f'its:locQualityIssueEnabled="no" {severity}')
    assert dismissed != written
    (tmp_path / "a.xlf").write_text(dismissed, encoding="utf-8")
    after = copydesk("check", "a.xlf", *rules, "--report", "json=-")
    assert after.data["documents"][0]["flags"] == []


def test_formats_lists_every_reader_and_writer(copydesk: Run) -> None:
    done = copydesk("formats")
    assert done.code == 0
    for name in ("xliff", "tmx", "docx", "html", "parquet", "subtitles", "mqm", "latex"):
        assert any(line.startswith(name) for line in done.out.splitlines()), name


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("no.xlf", "--report", "json=-"), "no such file"),
        (("a.txt", "--report", "pdf=-"), "no report is called 'pdf'"),
        (("a.txt", "--format", "docx", "--report", "json=-"), "a.txt"),
    ],
)
def test_what_cannot_be_converted_is_one_line(
    arguments: tuple[str, ...], what: str, tmp_path: Path, copydesk: Run
) -> None:
    (tmp_path / "a.txt").write_text("Ia pergi.\n", encoding="utf-8")
    done = copydesk("convert", *arguments)
    assert (done.code, done.out) == (2, "")
    assert what in done.err
    assert len(done.err.splitlines()) == 1
