"""Another run's tables are deleted only when all is in order, and nothing but they."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpora.errors import CopydeskError, UsageError
from tests.qa.batch.made import Here, Nobody, files_of, run, wanted, write_table


def _missing(folder: Path) -> dict[str, Any]:
    return {"inputs": [folder / "b.jsonl"]}


def _no_rows(folder: Path) -> dict[str, Any]:
    (folder / "empty.jsonl").write_text("\n", "utf-8")
    return {"inputs": [folder / "empty.jsonl"]}


def _headless(folder: Path) -> dict[str, Any]:
    (folder / "a.tsv").write_text("one\ttwo\na\tb\n", "utf-8")
    return {"inputs": [folder / "a.jsonl", folder / "a.tsv"]}


def _damaged(folder: Path) -> dict[str, Any]:
    packed = gzip.compress((folder / "a.jsonl").read_bytes())
    (folder / "a.jsonl.gz").write_bytes(packed[:-20])
    return {"inputs": [folder / "a.jsonl.gz"]}


def _glossary(folder: Path) -> dict[str, Any]:
    (folder / "terms.tsv").write_text("nothing\n", "utf-8")
    return {"inputs": [folder / "a.jsonl"], "glossary": str(folder / "terms.tsv")}


def _suppressions(folder: Path) -> dict[str, Any]:
    (folder / "ignore.toml").write_text("[[", "utf-8")
    return {"inputs": [folder / "a.jsonl"], "suppressions": str(folder / "ignore.toml")}


def _calibration(folder: Path) -> dict[str, Any]:
    (folder / "calibration.json").write_text("[]", "utf-8")
    return {"inputs": [folder / "a.jsonl"], "calibration": str(folder / "calibration.json")}


@pytest.mark.parametrize(
    "bad",
    [_missing, _no_rows, _headless, _damaged, _glossary, _suppressions, _calibration],
    ids=lambda one: one.__name__.strip("_"),
)
def test_what_cannot_be_done_deletes_nothing(bad: Any, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(wanted(out, write_table(tmp_path / "a.jsonl", 120)))
    whole = files_of(out)
    asked = bad(tmp_path)
    inputs, calibration = asked.pop("inputs"), asked.pop("calibration", None)
    other = wanted(out, *inputs, size=60, overwrite=True, **asked)
    with pytest.raises(CopydeskError):
        run(replace(other, job=replace(other.job, calibration=calibration)))
    assert {name: found for name, found in files_of(out).items() if "inputs" not in name} == whole


def test_the_same_command_goes_on_though_it_says_overwrite(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 200), tmp_path / "out"
    run(wanted(out, write_table(tmp_path / "b.jsonl", 20)))
    asked, engines = wanted(out, table, overwrite=True), [Here(), Here()]

    def watch(done: int, rows: int) -> None:
        if 0 < done < rows:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(asked, engines[0], watch)
    run(asked, engines[1])
    assert [number for engine in engines for number in engine.did] == list(range(5))
    write_table(table, 200, first=1)
    engines.append(Here())
    run(asked, engines[2])
    assert engines[2].did == list(range(5)), "what it was about has changed"


def test_others_files_stay_wherever_they_lie(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 200), tmp_path / "out"
    run(wanted(out, table))
    others = [
        out / name / "thesis.txt" for name in ("", "documents", ".copydesk/shards", "segments")
    ]
    others += [out / "flags" / "part-00000.csv", out / ".copydesk" / "inputs" / "letter.jsonl"]
    for path in others:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine", "utf-8")
    run(wanted(out, table, size=1000, overwrite=True))
    assert all(path.read_text("utf-8") == "mine" for path in others)
    assert len(list(out.rglob("*.parquet"))) == 4


def test_copies_of_what_is_no_input_any_more_go(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 60), tmp_path / "out"
    for name in ("a", "b"):
        packed = tmp_path / f"{name}.jsonl.gz"
        packed.write_bytes(gzip.compress(table.read_bytes()))
        run(wanted(out, packed, overwrite=True))
        assert len(list((out / ".copydesk" / "inputs").glob("*.jsonl"))) == 1
    run(wanted(out, table, overwrite=True))
    assert not (out / ".copydesk" / "inputs").exists()


@pytest.mark.parametrize("is_planned", [True, False])
def test_what_says_that_a_run_has_ended_goes_first(
    is_planned: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 120), tmp_path / "out"
    run(wanted(out, table))
    (out / "report.html").write_text("<p>", "utf-8")
    if not is_planned:
        (out / ".copydesk" / "plan.json").unlink()
    delete = Path.unlink

    def refuse(path: Path, *, missing_ok: bool = False) -> None:
        if path.suffix == ".parquet":
            raise PermissionError(13, "Permission denied")
        delete(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(UsageError, match=r"out: cannot be emptied \(Permission denied\)$"):
        run(wanted(out, table, size=20, overwrite=True))
    assert not list((out / ".copydesk" / "shards").glob("*.json"))
    assert [path.name for path in out.iterdir() if path.is_file()] == []
    monkeypatch.undo()
    run(wanted(out, table, size=20))
    run(wanted(tmp_path / "whole", table, size=20))
    assert files_of(out) == files_of(tmp_path / "whole")


def test_nothing_says_that_a_run_has_ended_while_it_is_mended(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 120), tmp_path / "out"
    run(wanted(out, table))
    (out / "flags" / "part-00001.parquet").unlink()
    with pytest.raises(UsageError, match="nobody is at work"):
        run(wanted(out, table), Nobody())
    assert not (out / "manifest.json").exists()
    assert not (out / "summary.json").exists()


def test_a_shard_of_another_run_does_not_count(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 120), tmp_path / "out"
    run(wanted(out, table))
    account = out / ".copydesk" / "shards" / "00001.json"
    told = json.loads(account.read_text("utf-8"))
    other = tmp_path / "other"
    run(wanted(other, write_table(tmp_path / "b" / "a.jsonl", 120, first=7)))
    alien = json.loads((other / ".copydesk" / "shards" / "00001.json").read_text("utf-8"))
    assert told["run"] != alien["run"]
    account.write_text(json.dumps({**told, "run": alien["run"]}), "utf-8")
    engine = Here()
    run(wanted(out, table), engine)
    assert engine.did == [1]
