"""The plan: what belongs to a run, what may change, and which folders are refused."""

from __future__ import annotations

import gzip
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.errors import InputError, UsageError
from qa.batch.limit import Limit
from qa.batch.lock import alone
from qa.batch.plan import Plan, planned
from qa.language_choice import Languages
from tests.qa.batch.made import Here, Nobody, run, wanted, write_table


def _plan(out: Path, *inputs: Path, **more: Any) -> Plan:
    asked = wanted(out, *inputs, **more)
    with alone(str(out)):
        return planned(asked.job, asked.shard_size, overwrite=asked.overwrite)


def test_shards_are_numbered_over_all_tables(tmp_path: Path) -> None:
    one, other = write_table(tmp_path / "a.jsonl", 120), write_table(tmp_path / "b.jsonl", 30)
    plan = _plan(tmp_path / "out", one, other)
    assert [shard.number for shard in plan.shards] == list(range(len(plan.shards)))
    assert sorted({shard.table.path for shard in plan.shards}) == [str(one), str(other)]
    assert sum(shard.stretch.rows for shard in plan.shards) == plan.rows == 150
    assert all(0 < shard.stretch.rows <= 50 for shard in plan.shards)


def test_a_plan_is_kept(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 120), tmp_path / "out"
    assert _plan(out, table, languages=Languages()) == _plan(out, table, languages=Languages())


_OTHERWISE: dict[str, dict[str, Any]] = {
    "size": {"size": 60},
    "texts": {"texts": False},
    "metrics": {"metrics": ("chrf",)},
    "rules": {"rules": ("spacing",)},
    "languages": {"languages": Languages("ms", "en")},
    "tokenizer": {"tokenizer": "intl"},
    "spans": {"spans": True},
}


@pytest.mark.parametrize("name", _OTHERWISE)
def test_another_run_is_refused_in_one_line_or_overwritten(name: str, tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 120), tmp_path / "out"
    run(wanted(out, table))
    kept = (out / "flags" / "part-00000.parquet").read_bytes()
    with pytest.raises(UsageError, match=r"holds another run: .* or --overwrite") as caught:
        run(wanted(out, table, **_OTHERWISE[name]))
    assert len(str(caught.value).splitlines()) == 1
    assert (out / "flags" / "part-00000.parquet").read_bytes() == kept
    engine = Here()
    assert run(wanted(out, table, overwrite=True, **_OTHERWISE[name]), engine).is_whole
    assert engine.did


@pytest.mark.parametrize("what", ["glossary", "suppressions"])
def test_what_is_read_beside_the_tables_belongs_to_the_run(what: str, tmp_path: Path) -> None:
    table, out, beside = write_table(tmp_path / "a.jsonl", 60), tmp_path / "out", tmp_path / "x"
    texts = {
        "glossary": ("source\ttarget\nletter\tsurat\n", "source\ttarget\nletter\thuruf\n"),
        "suppressions": ("", '[[ignore]]\nrule = "spacing"\nreason = "so it is"\n'),
    }[what]
    beside.write_text(texts[0], "utf-8")
    run(wanted(out, table, **{what: str(beside)}))
    run(wanted(out, table, **{what: str(beside)}))
    beside.write_text(texts[1], "utf-8")
    with pytest.raises(UsageError, match="holds another run"):
        run(wanted(out, table, **{what: str(beside)}))


def test_an_input_that_has_changed_is_refused(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 60), tmp_path / "out"
    run(wanted(out, table))
    write_table(table, 60, first=1)
    with pytest.raises(UsageError, match=r"a\.jsonl: has changed since the run in .* began"):
        run(wanted(out, table))
    assert run(wanted(out, table, overwrite=True)).is_whole


def test_an_input_that_was_only_touched_is_the_same(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 60), tmp_path / "out"
    run(wanted(out, table))
    os.utime(table, (1, 1))
    engine = Here()
    run(wanted(out, table), engine)
    assert engine.did == []


def test_a_packed_input_is_copied_once_and_is_known_by_what_was_named(tmp_path: Path) -> None:
    plain, out = write_table(tmp_path / "a.jsonl", 60), tmp_path / "out"
    packed = tmp_path / "b.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes(), mtime=0))
    plan = _plan(out, packed)
    assert Path(plan.tables[0].table.place).read_bytes() == plain.read_bytes()
    assert plan.tables[0].table.path == str(packed)
    shutil.rmtree(out / ".copydesk" / "inputs")
    assert _plan(out, packed) == plan
    packed.write_bytes(gzip.compress(b'{"mt": "Ia pergi."}\n', mtime=0))
    assert _plan(out, packed).rows == 1, "nothing was done yet that could be lost"
    run(wanted(out, packed))
    packed.write_bytes(gzip.compress(plain.read_bytes(), mtime=0))
    with pytest.raises(UsageError, match="has changed since"):
        _plan(out, packed)


def test_what_came_to_nothing_does_not_stand_in_the_way(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 60), tmp_path / "out"
    with pytest.raises(UsageError, match="nobody is at work"):
        run(wanted(out, table), Nobody())
    assert run(wanted(out, table, metrics=("chrf",))).is_whole


@pytest.mark.parametrize("content", [b"", b"{", b'{"tables": []}', b"\xff"])
def test_a_plan_that_cannot_be_read_is_another_run_s(content: bytes, tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 60), tmp_path / "out"
    run(wanted(out, table))
    (out / ".copydesk" / "plan.json").write_bytes(content)
    with pytest.raises(UsageError, match="holds another run"):
        run(wanted(out, table))


def test_shards_whose_plan_is_gone_count_no_more(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 120), tmp_path / "out"
    run(wanted(out, table))
    (out / ".copydesk" / "plan.json").unlink()
    engine = Here()
    run(wanted(out, table), engine)
    assert engine.did


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 20), tmp_path / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("all of it", "utf-8")
    for overwrite in (False, True):
        with pytest.raises(UsageError, match="is not empty, and holds no run"):
            run(wanted(out, table, overwrite=overwrite))
    assert [path.name for path in out.iterdir()] == ["thesis.txt"]


def test_overwriting_deletes_what_a_run_wrote_and_nothing_else(tmp_path: Path) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 200), tmp_path / "out"
    run(wanted(out, table))
    (out / "notes.txt").write_text("mine", "utf-8")
    run(wanted(out, table, size=1000, overwrite=True))
    assert len(list((out / "flags").iterdir())) == 1
    assert (out / "notes.txt").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("out", "what"),
    [
        ("a.jsonl", "cannot be used"),
        ("a.jsonl/below", "cannot be used"),
        ("s3://bucket/out", "name a folder"),
        ("\0", "cannot be used"),
    ],
    ids=["a file", "below a file", "a URL", "no name"],
)
def test_a_place_that_is_no_folder_is_one_line(
    out: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    table = write_table(Path("a.jsonl"), 20)
    with pytest.raises(UsageError, match=what):
        run(wanted(out, table))


def test_tables_are_never_written_among_the_inputs(tmp_path: Path) -> None:
    write_table(tmp_path / "in" / "a.jsonl", 20)
    with pytest.raises(UsageError, match="lies in the input folder"):
        run(wanted(tmp_path / "in" / "out", tmp_path / "in"))
    assert run(wanted(tmp_path / "out", tmp_path / "in")).is_whole


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_no_rows_at_all_are_one_line(text: str, tmp_path: Path) -> None:
    table = tmp_path / "a.jsonl"
    table.write_text(text, "utf-8")
    with pytest.raises(InputError):
        run(wanted(tmp_path / "out", table))


@pytest.mark.parametrize("text", ["-1", "1.5", "101%", "many", "", "%", "1/0", "nan", "inf%"])
def test_what_is_no_limit_is_one_line(text: str) -> None:
    with pytest.raises(UsageError, match="write a number, or a percentage"):
        Limit.of(text)


@given(st.integers(0, 10**6), st.integers(0, 100), st.integers(1, 10**6))
def test_a_limit_is_a_number_or_a_share(count: int, percent: int, rows: int) -> None:
    assert not Limit.of(str(count)).is_above(count, rows)
    assert Limit.of(str(count)).is_above(count + 1, rows)
    assert Limit.of(f"{percent} %").is_above(count, rows) == (100 * count > percent * rows)


@given(st.text(max_size=20))
def test_any_limit_is_understood_or_refused(text: str) -> None:
    with suppress(UsageError):
        assert Limit.of(text).judge(1, 2, 2).evidence == "1 of 2 rows were rejected"
