"""What a run is: its files beside the tables and its libraries are those that it began with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from corpora.errors import ConfigError, InputError, UsageError
from qa.batch.done import Done
from qa.batch.driver import go
from qa.batch.job import Job, Shard
from qa.batch.lock import alone
from qa.batch.plan import planned
from qa.config import Config, Rules
from tests.qa.batch.made import SPOKEN, Here, rows_in, run, silent, wanted, write_table

SILENT = '[[ignore]]\nrule = "doubled-word"\nreason = "so it is"\n'
TERMS = "source\ttarget\nletter\tsurat\n"
USUAL = "copydesk-ignore.toml"


@dataclass
class Elsewhere(Here):
    """Does shards, but not where the driver is at home."""

    folder: Path = field(default_factory=Path)
    jobs: list[Job] = field(default_factory=list)

    def run(self, job: Job, shards: Sequence[Shard]) -> Iterator[Done]:
        self.jobs.append(job)
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            yield from super().run(job, shards)


def test_workers_read_the_files_beside_the_tables_wherever_they_are_at_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    table = write_table(home / "a.jsonl", 60).absolute()
    (home / USUAL).write_text(SILENT, "utf-8")
    (home / "terms.tsv").write_text(TERMS, "utf-8")
    monkeypatch.chdir(home)
    engine = Elsewhere(folder=tmp_path)
    asked = wanted("out", table, config=Config(Rules(glossary="terms.tsv")))
    go(asked, engine, silent)
    (job,) = engine.jobs
    assert job.request.suppressions == str(home / USUAL)
    assert job.request.glossary == str(home / "terms.tsv")
    assert {flag["rule"] for flag in rows_in(home / "out", "flags")} == {
        "spacing", "number-mismatch",
    }  # fmt: skip


def test_a_machine_without_the_usual_suppressions_does_not_go_on_without_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = write_table(tmp_path / "a.jsonl", 60)
    (tmp_path / USUAL).write_text(SILENT, "utf-8")
    monkeypatch.chdir(tmp_path)

    class Lost(Here):
        def run(self, job: Job, shards: Sequence[Shard]) -> Iterator[Done]:
            (tmp_path / USUAL).unlink()
            return super().run(job, shards)

    with pytest.raises(ConfigError, match=rf"{USUAL}: no such file$"):
        go(wanted("out", table), Lost(), silent)


@pytest.mark.parametrize("harm", ["changed", "gone", "new"])
@pytest.mark.parametrize("what", ["glossary", "suppressions"])
def test_files_beside_the_tables_may_not_change_under_way(
    what: str, harm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    table, out = write_table(tmp_path / "a.jsonl", 120), tmp_path / "out"
    beside = tmp_path / (USUAL if harm == "new" else "beside")
    if harm != "new":
        beside.write_text(TERMS if what == "glossary" else SILENT, "utf-8")
    asked = wanted(out, table, **({} if harm == "new" else {what: "beside"}))

    def watch(done: int, rows: int) -> None:
        if done == rows:
            beside.unlink() if harm == "gone" else beside.write_text("", "utf-8")

    with pytest.raises((UsageError, InputError), match=rf"{beside.name}: (has changed|no such)"):
        go(asked, Here(), watch)
    assert not (out / "manifest.json").exists()


@pytest.mark.parametrize("name", ["onnxruntime", "pyarrow", "sacrebleu"])
def test_another_version_of_a_library_is_another_run(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 60), tmp_path / "out"
    run(wanted(out, table))
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert manifest["asked"]["libraries"][name]
    monkeypatch.setattr("qa.batch.settled.version", lambda one: "0" if one == name else "1")
    with pytest.raises(UsageError, match="holds another run"):
        run(wanted(out, table))


def _plan(out: Path, *inputs: Path, **more: Any) -> list[tuple[str, int]]:
    told: list[tuple[str, int]] = []
    asked = wanted(out, *inputs, **more)
    with alone(str(out)):
        planned(asked.job, asked.shard_size, tell=lambda *one: told.append(one))
    return told


def test_how_far_the_cutting_is_is_told(tmp_path: Path) -> None:
    one, other = tmp_path / "a.jsonl", write_table(tmp_path / "b.jsonl", 120)
    one.write_text('{"mt": "Ia pergi."}\n' * 200_100, "utf-8")
    told = _plan(tmp_path / "out", one, other, size=5_000, languages=SPOKEN)
    assert told == [(str(one), 100_000), (str(one), 200_000)]
    assert _plan(tmp_path / "out", one, other, size=5_000, languages=SPOKEN) == []


def test_the_same_files_named_otherwise_are_another_run(tmp_path: Path) -> None:
    one, other = (write_table(tmp_path / "in" / f"{name}.jsonl", 30) for name in ("a", "b"))
    run(wanted(tmp_path / "out", one, other))
    by_file = {row["document"] for row in rows_in(tmp_path / "out", "documents")}
    with pytest.raises(UsageError, match="holds another run"):
        run(wanted(tmp_path / "out", tmp_path / "in"))
    run(wanted(tmp_path / "out", tmp_path / "in", overwrite=True))
    by_folder = {row["document"] for row in rows_in(tmp_path / "out", "documents")}
    assert by_file.isdisjoint(by_folder)
