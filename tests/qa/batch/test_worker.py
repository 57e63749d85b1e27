"""A worker writes what `check` says of the same rows, and where each stands."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpora.tables.table import Table
from metrics.estimator.estimate import forget
from qa.batch.done import Done
from qa.batch.files import read_done
from qa.batch.worker import Worker
from qa.config import Config
from qa.language_choice import Languages
from qa.run import run
from reports.result import FlagResult
from tests.corpora.tables.written import FORMATS, write
from tests.qa.batch.worked import UNNAMED, Worked, column, request_of, story, worked

pytestmark = pytest.mark.batch

NEWS = [row for number in range(9) for row in story(number, system=("one", "two")[number % 2])]
SAID = (
    "rule", "text", "category", "confidence", "message", "suggestion", "safe", "fingerprint",
    "alias",
)  # fmt: skip
BROKEN = b'{"mt": 17}\nnull\n'


@pytest.mark.parametrize("size", [7, 10_000])
@pytest.mark.parametrize("format_", FORMATS)
def test_flags_and_scores_are_those_of_check(tmp_path: Path, format_: str, size: int) -> None:
    table = write(tmp_path / f"in.{format_}", NEWS)
    work = Worked(table, tmp_path / "out", size)
    work.do()
    asked = request_of(table.place, languages=Languages("id", "en"), max_flags=0)
    checked = run(replace(asked, segment_metrics=("chrf", "ter"))).result.documents

    flags = [(one, flag) for one in checked for flag in one.flags]
    assert len(flags) > 20
    for row, (document, flag) in zip(work.rows("flags"), flags, strict=True):
        assert (row["document"], row["system"]) == (document.id, document.system)
        assert flag_in(row) == flag_of(flag)
    segments = [one for document in checked for one in document.segments]
    for row, segment in zip(work.rows("segments"), segments, strict=True):
        assert (row["mt"], row["source"]) == (segment.mt, segment.source)
        assert tuple(row["references"]) == segment.references
        assert {one.metric: one.value for one in segment.scores} == scores_in(row, "chrf", "ter")
        assert "bleu" not in row
    for row, document in zip(work.rows("documents"), checked, strict=True):
        scores = {one.metric: one.value for one in document.scores}
        assert scores == scores_in(row, "bleu", "chrf", "ter")
        assert (row["words"], row["flags"]) == (document.words, len(document.flags))


def flag_of(flag: FlagResult) -> list[Any]:
    plain = [getattr(flag, name) for name in SAID]
    place = [flag.segment, flag.span.side, flag.span.start, flag.span.end, flag.severity.word]
    return [*plain, *place, [(one.rule, one.message) for one in flag.evidence]]


def flag_in(row: dict[str, Any]) -> list[Any]:
    place = [row[name] for name in ("segment", "side", "start", "end", "severity")]
    evidence = [(one["rule"], one["message"]) for one in row["evidence"]]
    return [*(row[name] for name in SAID), *place, evidence]


def scores_in(row: dict[str, Any], *metrics: str) -> dict[str, float]:
    return {name: row[name] for name in metrics}


def test_a_row_is_where_it_stands_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b"\n\n" + b"\n".join(json.dumps(row).encode() for row in NEWS) + b"\n")
    work = Worked(Table("in.jsonl", str(path), "jsonl"), tmp_path / "out", 11)
    work.do()
    lines = path.read_text(encoding="utf-8").split("\n")
    segments = work.rows("segments")
    assert column(segments, "row") == list(range(3, len(NEWS) + 3))
    assert all(json.loads(lines[row["row"] - 1])["mt"] == row["mt"] for row in segments)
    assert all(row["text"] in lines[row["row"] - 1] for row in work.rows("flags"))
    documents = [(one["row"], one["last_row"], one["segments"]) for one in work.rows("documents")]
    assert documents == [(first, first + 4, 5) for first in range(3, len(NEWS) + 3, 5)]


def test_the_same_fault_elsewhere_is_named_by_its_row(tmp_path: Path) -> None:
    work = worked(tmp_path, story(0, rows=8))
    work.do()
    rows = {row["row"]: row["mt"] for row in work.rows("segments")}
    repeated = [flag for flag in work.rows("flags") if flag["also"]]
    assert repeated
    for flag in repeated:
        assert all(flag["text"] in rows[row] for row in flag["also"])
        assert flag["row"] not in flag["also"]


def test_bad_rows_are_in_the_rejects_and_nowhere_else(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    good = [json.dumps(row).encode() + b"\n" for row in NEWS]
    path.write_bytes(BROKEN + b"".join(good[:7]) + BROKEN + b"".join(good[7:]) + BROKEN)
    work = Worked(Table("in.jsonl", str(path), "jsonl"), tmp_path / "out", 12)
    done = work.do()
    rejects = work.rows("rejects")
    assert column(rejects, "row") == [1, 2, 10, 11, 50, 51]
    assert set(column(rejects, "path")) == {"in.jsonl"}
    assert sum(sum(one.rejects.values()) for one in done) == len(rejects)
    assert column(work.rows("segments"), "mt") == column(NEWS, "mt")
    rows = sum(part.rows for one in done for name, part in one.parts.items() if name != "flags")
    assert rows == len(rejects) + len(NEWS) + len(work.rows("documents"))


def test_where_no_row_is_good_the_tables_are_empty(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(BROKEN * 3)
    work = Worked(Table("in.jsonl", str(path), "jsonl"), tmp_path / "out")
    (done,) = work.do()
    assert [part.rows for part in done.parts.values()] == [0, 0, 0, 6]
    assert (done.rows, done.counts, done.worst) == (6, (), ())


@pytest.mark.parametrize("texts", [True, False])
def test_texts_can_be_left_out(tmp_path: Path, texts: bool) -> None:
    work = worked(tmp_path, NEWS, texts=texts)
    work.do()
    assert all(("mt" in row, "references" in row) == (texts,) * 2 for row in work.rows("segments"))


def test_without_references_nothing_is_scored_by_them(tmp_path: Path) -> None:
    bare = [{key: text for key, text in row.items() if key != "ref"} for row in NEWS]
    work = worked(tmp_path, bare)
    (done,) = work.do()
    assert {row["chrf"] for row in work.rows("segments")} == {None}
    assert {row["bleu"] for row in work.rows("documents")} == {None}
    assert all(not counts.totals for counts in done.counts)
    assert {name for counts in done.counts for name in counts.sketches} == {"flags"}
    assert done.notes == ()


def test_rows_keep_the_languages_that_they_name(tmp_path: Path) -> None:
    rows = [*story(0), *story(1, lp="en-ms"), *story(2, lp="de-jv")]
    work = worked(tmp_path, rows)
    (done,) = work.do()
    pairs = [(row["source_language"], row["language"]) for row in work.rows("documents")]
    assert pairs == [("en", "id"), ("en", "ms"), ("de", "jv")]
    assert [one.group.name for one in done.counts] == ["de-jv", "en-id", "en-ms"]


def test_languages_that_the_user_named_go_first(tmp_path: Path) -> None:
    named = {"languages": Languages("id", "en")}
    work = worked(tmp_path, story(0, lp="de-ms"), languages=UNNAMED, asked=named)
    work.do()
    (row,) = work.rows("documents")
    assert (row["source_language"], row["language"]) == ("en", "id")


def test_a_metric_that_cannot_judge_some_languages_says_so(tmp_path: Path) -> None:
    rows = [*story(0, lp="en-ms"), *story(1, lp="en-jv")]
    work = worked(tmp_path, rows, asked={"metrics": ("estimate", "chrf")}, languages=UNNAMED)
    (done,) = work.do()
    assert [row["estimate"] for row in work.rows("segments")] == [None] * 10
    assert all(row["chrf"] > 0 for row in work.rows("segments"))
    assert [note.split(":")[0] for note in done.notes] == [
        "no estimate for this language pair (en → ms)",
        "no estimate for this language pair (en → jv)",
    ]


def test_done_says_what_is_in_place(tmp_path: Path) -> None:
    work = worked(tmp_path, NEWS, size=15)
    done = work.do()
    assert [one.shard for one in done] == [0, 1, 2]
    assert [read_done(work.out, one.shard) for one in done] == done
    assert read_done(work.out, 3) is None
    assert sorted({path.split("/")[0] for path in work.content()}) == sorted(
        (".copydesk", "documents", "flags", "rejects", "segments")
    )


def test_whatever_else_a_worker_did_a_shard_comes_out_the_same(tmp_path: Path) -> None:
    """The estimator remembers what it read, but not beyond a shard: the next has some of it."""
    asked = {"metrics": ("chrf", "estimate"), "config": Config()}
    texts = [f"He took {n} letters{' and a very long book' * n} to Jakarta." for n in range(18)]
    rows = [
        {"doc": str(shard), "lp": "en-de", "src": texts[n], "mt": texts[n].replace("took", "nahm")}
        for shard in range(4)
        for n in range(shard * 3, shard * 3 + 9)
    ]
    one = worked(tmp_path, rows, size=9, asked=asked, languages=UNNAMED)
    one.do()
    forwards = one.content()
    forget()  # as if it were another process
    worker = Worker(one.job)
    for shard in reversed(one.shards):
        worker.do(shard)
    assert one.content() == forwards
    assert all(row["estimate"] <= 0 for row in one.rows("segments"))
    assert all(row["need_words"] == row["words"] for row in one.rows("documents"))


def test_counts_are_of_each_group(tmp_path: Path) -> None:
    work = worked(tmp_path, NEWS)
    (done,) = work.do()
    flags = work.rows("flags")
    assert [one.group.name for one in done.counts] == ["one en-id", "two en-id"]
    for counts in done.counts:
        own = [flag for flag in flags if flag["system"] == counts.group.system]
        assert sum(counts.severities.values()) == len(own)
        spoke = {rule: sum(found.values()) for rule, found in counts.rules.items()}
        assert spoke == {rule: column(own, "rule").count(rule) for rule in column(own, "rule")}
        assert [one.metric for one in counts.totals] == ["bleu", "chrf", "ter"]
        assert all(one.segments == counts.segments for one in counts.totals)
        assert counts.sketches["chrf"].count == counts.segments
        assert counts.sketches["flags"].count == counts.documents
    assert _ranked(done) == sorted(_ranked(done), reverse=True)


def _ranked(done: Done) -> list[float]:
    return [one.weight / one.words for one in done.worst]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names of files are text")
def test_a_name_that_is_no_utf_8_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.jsonl")
    rows = [{key: text for key, text in row.items() if key != "doc"} for row in story(0)]
    table = replace(write(tmp_path / "in.jsonl", rows), path=path.name)
    Path(table.place).rename(path)
    work = Worked(replace(table, place=str(path)), tmp_path / "out")
    (done,) = work.do()
    assert set(column(work.rows("segments"), "path")) == {"caf?.jsonl"}
    assert column(work.rows("documents"), "document") == ["caf?.jsonl"]
    assert read_done(work.out, 0) == done
