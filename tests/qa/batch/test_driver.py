"""A batch: the answers of `check`, again and again the same, whatever happens on the way."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec
import pytest

from corpora.errors import UsageError
from corpora.text import Severity
from qa.batch.driver import go
from qa.batch.engines.local import Local
from qa.batch.lock import alone
from qa.batch.manifest import Manifest
from qa.gate import Gate
from qa.language_choice import Languages
from qa.run import run as check
from tests.qa.batch.made import Here, files_of, row_of, rows_in, run, silent, wanted, write_table

pytestmark = pytest.mark.batch


def test_it_says_what_check_says(tmp_path: Path) -> None:
    table = write_table(tmp_path / "a.jsonl", 400)
    asked = wanted(tmp_path / "out", table, max_flags=0)
    found = run(asked).result
    plain = check(asked.job.request).result
    flags = rows_in(tmp_path / "out", "flags")
    key = ("rule", "document", "system", "segment", "side", "start", "end", "text", "fingerprint")
    assert [tuple(flag[name] for name in key) for flag in flags] == [
        (
            *(flag.rule, document.id, document.system, flag.segment, flag.span.side.value),
            *(flag.span.start, flag.span.end, flag.text, flag.fingerprint),
        )
        for document in plain.documents
        for flag in document.flags
    ]
    assert len(flags) > 200
    assert [one["row"] for one in flags] == [flag.place.line for flag in plain.flags]
    assert sum(sum(part.flags.values()) for part in found.parts) == len(flags)
    assert sum(part.words for part in found.parts) == plain.words
    assert {rule.id for rule in found.rules} == {rule.id for rule in plain.rules}


def test_the_scores_are_those_of_check_on_the_same_rows(tmp_path: Path) -> None:
    rows = [{**row_of(number), "system": "a"} for number in range(300)]
    table = tmp_path / "a.jsonl"
    table.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    asked = wanted(tmp_path / "out", table)
    (part,) = run(asked).result.parts
    scores = check(asked.job.request).result.scores
    assert [one.metric for one in part.scores] == [one.metric for one in scores] == ["bleu", "chrf"]
    assert [one.value for one in part.scores] == pytest.approx([one.value for one in scores])
    assert [one.segments for one in part.scores] == [300, 300]
    assert part.name == "a en-id"


def test_one_two_and_three_workers_write_the_same_bytes(tmp_path: Path) -> None:
    table = write_table(tmp_path / "a.jsonl", 230, bad=[17, 60])
    found = []
    for number in range(4):
        out = tmp_path / str(number) / "out"
        run(wanted(out, table), Local(number) if number else Here())
        found.append(files_of(out))
    assert len(found[0]) == 5 * 5 + 1
    assert all(one == found[0] for one in found)
    summaries = [(tmp_path / str(n) / "out" / "summary.json").read_text("utf-8") for n in range(4)]
    assert len({text.replace(f"/{n}/out", "/out") for n, text in enumerate(summaries)}) == 1


@dataclass
class _Impatient:
    """Watches, and interrupts once half of the rows are done."""

    seen: list[tuple[int, int]] = field(default_factory=list)

    def __call__(self, done: int, rows: int) -> None:
        self.seen.append((done, rows))
        if done > rows // 2:
            raise KeyboardInterrupt


def test_what_is_done_is_not_done_again(tmp_path: Path) -> None:
    table = write_table(tmp_path / "a.jsonl", 200)
    run(wanted(tmp_path / "whole", table))
    asked, watches, engines = (
        wanted(tmp_path / "out", table),
        [_Impatient(), _Impatient()],
        [Here()],
    )
    for watch in watches:
        with pytest.raises(KeyboardInterrupt):
            go(asked, engines[0], watch)
    assert watches[0].seen[0] == (0, 200)
    assert watches[1].seen == watches[0].seen[-1:]
    engines += [Here(), Here()]
    for engine in engines[1:]:
        run(asked, engine)
    shards = range(len(list((tmp_path / "out" / "flags").iterdir())))
    assert [number for engine in engines for number in engine.did] == list(shards)
    assert engines[2].did == []
    assert files_of(tmp_path / "out") == files_of(tmp_path / "whole")


def test_an_input_that_changes_under_way_is_noticed_at_the_end(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 200), tmp_path / "out"

    def watch(done: int, rows: int) -> None:
        if done == rows:
            table.write_text(table.read_text("utf-8").replace("surat", "buku."), "utf-8")

    with pytest.raises(UsageError, match=r"a\.jsonl: has changed since"):
        go(wanted(out, table), Here(), watch)
    assert not (out / "manifest.json").exists()


@pytest.mark.parametrize("harm", ["gone", "short", "no account", "half an account"])
def test_a_part_that_is_not_what_it_was_is_made_again(harm: str, tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 200), tmp_path / "out"
    run(wanted(out, table))
    whole = files_of(out)
    part, account = out / "flags" / "part-00001.parquet", out / ".copydesk/shards/00001.json"
    if harm == "gone":
        part.unlink()
    elif harm == "short":
        os.truncate(part, 100)
    elif harm == "no account":
        account.unlink()
    else:
        os.truncate(account, 100)
    engine = Here()
    run(wanted(out, table), engine)
    assert engine.did == [1]
    assert files_of(out) == whole


def test_what_an_interrupted_run_left_is_swept_away(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 100), tmp_path / "out"
    run(wanted(out, table))
    whole = files_of(out)
    for name in ("flags/.part-00001.parquet.0.unfinished", ".manifest.json.0.unfinished"):
        (out / name).write_bytes(b"half")
    (out / ".copydesk" / "shards" / ".00000.json.0.unfinished").write_bytes(b"half")
    run(wanted(out, table))
    assert files_of(out) == whole


def test_the_manifest_proves_every_file(tmp_path: Path) -> None:
    one, other = write_table(tmp_path / "a.jsonl", 120), write_table(tmp_path / "b.jsonl", 80, [3])
    out = tmp_path / "out"
    result = run(wanted(out, one, other)).result
    manifest = msgspec.json.decode((out / "manifest.json").read_bytes(), type=Manifest)
    for path, given in zip((one, other), manifest.inputs, strict=True):
        assert given.path == str(path)
        assert given.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    parts = [part for shard in manifest.shards for part in shard.parts.values()]
    for part in parts:
        content = (out / part.path).read_bytes()
        assert (part.size, part.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    written = {path for path in files_of(out) if path.endswith(".parquet")}
    assert {part.path for part in parts} == written
    assert (manifest.totals.rows, manifest.totals.rejected) == (200, 1)
    assert manifest.totals.segments == 199 == len(rows_in(out, "segments"))
    assert manifest.totals.flags == len(rows_in(out, "flags"))
    assert sum(shard.rows for shard in manifest.shards) == result.rows == 200


def test_parts_rank_reasons_and_notes(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 210, bad=[100, 101]), tmp_path / "out"
    result = run(wanted(out, table)).result
    assert [part.name for part in result.parts] == ["a en-id", "b en-id"]
    (rejected,) = result.rejected
    assert (rejected.reason, rejected.count) == ("broken", 2)
    assert rejected.example.startswith(f"{table}:101: ")
    weights = [article.weight / article.words for article in result.worst]
    assert weights == sorted(weights, reverse=True)
    assert len(weights) == len(rows_in(out, "documents"))
    names = {one.name: one.unit for one in result.parts[0].distributions}
    assert names == {"chrf": "segment", "flags": "article"}


def test_languages_are_guessed_once_for_each_table(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 100), tmp_path / "out"
    asked = wanted(out, table, languages=Languages())
    result = run(asked).result
    assert [part.name for part in result.parts] == ["a en-id", "b en-id"]
    assert result.notes[0] == (f"{table}: the translation is taken for 'id'; --lang says otherwise")
    assert run(asked).result.notes == result.notes


def test_the_gate_judges_each_part_and_may_be_another_when_a_run_goes_on(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 100), tmp_path / "out"
    lax = run(wanted(out, table, gate=Gate(fail_on=None))).result
    assert lax.verdict.conditions == ()
    engine = Here()
    gate = Gate(Severity.MINOR, {"chrf": 99.5})
    strict = run(wanted(out, table, gate=gate, resamples=0, allowed=("swapped",)), engine).result
    assert engine.did == []
    assert [(one.portion, one.outcome.value) for one in strict.verdict.conditions] == [
        (name, "fail") for name in ("a en-id", "a en-id", "b en-id", "b en-id")
    ]


def test_two_at_once_are_one_too_many(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 20), tmp_path / "out"
    with alone(str(out)), pytest.raises(UsageError, match="another run is at work in this folder"):
        run(wanted(out, table))
    assert run(wanted(out, table)).is_whole


def test_it_watches_nobody_s_functions_into_the_workers(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 20), tmp_path / "out"
    asked = wanted(out, table, watch=lambda _done, _all: None, tap=lambda _counted: None)
    assert go(replace(asked), Local(1), silent).is_whole
