"""`copydesk batch` as a user runs it: tables, reports, gates, and what is said of bad input."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.conftest import Article, Run
from tests.qa.batch.tabled import GOOD, OTHER, rows_of, table

SPOKEN = ("--lang", "id", "--source-lang", "en", "-m", "chrf")


def article_table(article: Article, path: Path) -> Path:
    sides = (article.mt, article.source, article.reference)
    lines = [one.read_text("utf-8").splitlines() for one in sides]
    least = min(map(len, lines))
    rows = [
        {"mt": mt, "src": source, "ref": reference, "doc": "article", "lp": "en-id"}
        for mt, source, reference in zip(*(one[:least] for one in lines), strict=True)
        if mt.strip() and source.strip() and reference.strip()
    ]
    return table(path, *rows)


def test_the_article_gives_the_flags_that_check_gives(
    copydesk: Run, article: Article, tmp_path: Path
) -> None:
    path = article_table(article, tmp_path / "article.jsonl")
    done = copydesk("batch", path, "--out", tmp_path / "out", "-m", "chrf", "-m", "bleu")
    assert done.code == 0, done.err
    assert "verdict: pass" in done.out
    checked = copydesk(
        "check", path, "--report", "json=-", "--max-flags", "0", "-m", "chrf", "-m", "bleu"
    )
    document = checked.data["documents"][0]
    expected = [(flag["rule"], flag["segment"], flag["fingerprint"]) for flag in document["flags"]]
    found = rows_of(tmp_path / "out", "flags")
    assert [(row["rule"], row["segment"], row["fingerprint"]) for row in found] == expected
    assert len(expected) > 5
    scores = [segment["scores"]["chrf"] for segment in document["segments"]]
    assert [row["chrf"] for row in rows_of(tmp_path / "out", "segments")] == scores


def test_flags_fail_the_gate_only_where_that_is_asked_for(copydesk: Run, tmp_path: Path) -> None:
    path = table(tmp_path / "a.jsonl", GOOD)
    run = ("batch", path, "--out", tmp_path / "out", *SPOKEN)
    assert copydesk(*run).code == 0
    failed = copydesk(*run, "--fail-on", "minor")
    assert failed.code == 1
    assert "verdict: fail" in failed.out
    assert "all 1 rows were done already" in failed.err
    assert copydesk(*run, "--fail-on", "minor", "--exit-zero").code == 0
    assert copydesk(*run, "--max-flags-per-1000-words", "1").code == 1
    assert copydesk(*run, "--fail-under", "chrf=99").code == 2, "there is no reference"


def test_bad_rows_are_rejected_and_may_fail_the_run(copydesk: Run, tmp_path: Path) -> None:
    path = table(tmp_path / "a.jsonl", GOOD, b"{not json", {"mt": None}, OTHER)
    run = ("batch", path, "--out", tmp_path / "out", *SPOKEN)
    done = copydesk(*run)
    assert done.code == 0, done.err
    assert [row["row"] for row in rows_of(tmp_path / "out", "rejects")] == [2, 3]
    assert [row["row"] for row in rows_of(tmp_path / "out", "segments")] == [1, 4]
    assert "no-translation" in done.out
    assert copydesk(*run, "--max-rejects", "2").code == 0
    too_many = copydesk(*run, "--max-rejects", "49%")
    assert too_many.code == 1
    assert "2 of 4 rows were rejected" in too_many.out


def test_reports_of_every_kind(copydesk: Run, tmp_path: Path) -> None:
    path = table(tmp_path / "a.jsonl", GOOD, OTHER)
    done = copydesk(
        "batch", path, "--out", tmp_path / "out", *SPOKEN, "--report", "html",
        "--report", f"html={tmp_path / 'page.html'}", "--report", "json=-",
        "--report", f"csv={tmp_path / 'a.csv'}", "--report", f"markdown={tmp_path / 'a.md'}",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert done.data["schema"] == "copydesk-corpus-1"
    assert [part["segments"] for part in done.data["parts"]] == [2]
    page = (tmp_path / "out" / "report.html").read_text("utf-8")
    assert page == (tmp_path / "page.html").read_text("utf-8")
    assert "2 articles" in page
    assert (tmp_path / "a.csv").read_text("utf-8").startswith("system,source_language,language,")
    assert "| system and pair | articles |" in " ".join(
        (tmp_path / "a.md").read_text("utf-8").split()
    )


def test_what_changed_since_an_earlier_run(copydesk: Run, tmp_path: Path) -> None:
    first = table(tmp_path / "a.jsonl", *[OTHER] * 400)
    later = table(tmp_path / "b.jsonl", *[GOOD] * 400)
    assert copydesk("batch", first, "--out", tmp_path / "one", *SPOKEN).code == 0
    done = copydesk(
        "batch", later, "--out", tmp_path / "two", *SPOKEN, "--against", tmp_path / "one"
    )
    assert done.code == 0, done.err
    assert f"Since {tmp_path / 'one'}" in done.out
    assert "worse" in done.out


@pytest.mark.parametrize("packed", [False, True])
def test_tables_of_all_formats_together(copydesk: Run, tmp_path: Path, packed: bool) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    text = "mt\tsrc\tdoc\n" + "\t".join(GOOD.values()) + "\n"
    if packed:
        (folder / "a.tsv.gz").write_bytes(gzip.compress(text.encode()))
    else:
        (folder / "a.tsv").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    table(folder / "b.jsonl", OTHER)
    pq.write_table(pa.Table.from_pylist([GOOD, OTHER]), folder / "c.parquet")
    done = copydesk("batch", folder, "--out", tmp_path / "out", *SPOKEN, "--no-text")
    assert done.code == 0, done.err
    found = rows_of(tmp_path / "out", "segments")
    assert [Path(row["path"]).suffixes[0] for row in found] == [
        ".tsv", ".jsonl", ".parquet", ".parquet",
    ]  # fmt: skip
    assert "mt" not in found[0]


def test_a_folder_that_is_not_ours_is_left_alone(copydesk: Run, tmp_path: Path) -> None:
    path, out = table(tmp_path / "a.jsonl", GOOD), tmp_path / "out"
    out.mkdir()
    (out / "diary.txt").write_text("mine")
    for more in ((), ("--overwrite",)):
        done = copydesk("batch", path, "--out", out, *SPOKEN, *more)
        assert done.code == 2
        assert str(out) in done.err
    assert [one.name for one in out.iterdir()] == ["diary.txt"]


def test_another_run_is_not_mixed_in(copydesk: Run, tmp_path: Path) -> None:
    path, out = table(tmp_path / "a.jsonl", GOOD), tmp_path / "out"
    assert copydesk("batch", path, "--out", out, *SPOKEN).code == 0
    other = copydesk("batch", path, "--out", out, *SPOKEN, "--rule", "doubled-word")
    assert other.code == 2
    assert "--overwrite" in other.err
    assert (
        copydesk("batch", path, "--out", out, *SPOKEN, "--rule", "doubled-word", "--overwrite").code
        == 0
    )
    assert {row["rule"] for row in rows_of(out, "flags")} == {"doubled-word"}
    table(path, GOOD, OTHER)
    changed = copydesk("batch", path, "--out", out, *SPOKEN, "--rule", "doubled-word")
    assert changed.code == 2
    assert "has changed" in changed.err
