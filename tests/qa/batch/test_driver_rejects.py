"""Rejected rows: how many there may be, and what becomes of a run that has more."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.gate import Gate
from reports.result import Outcome
from tests.qa.batch.made import Here, run, wanted, write_table

pytestmark = pytest.mark.batch


@pytest.mark.parametrize(
    ("limit", "is_whole", "outcome"),
    [("3", True, Outcome.PASS), ("1%", False, Outcome.FAIL), ("2", False, Outcome.FAIL)],
)
def test_too_many_rejected_rows_stop_a_run_and_fail_it(
    limit: str, is_whole: bool, outcome: Outcome, tmp_path: Path
) -> None:
    table, out = write_table(tmp_path / "a.jsonl", 200, bad=[1, 2, 3]), tmp_path / "out"
    engine, gate = Here(), Gate(fail_on=None)
    found = run(wanted(out, table, limit=limit, gate=gate), engine)
    assert (found.is_whole, found.result.verdict.outcome) == (is_whole, outcome)
    assert (out / "manifest.json").exists() == is_whole
    assert "rejected rows" in found.result.verdict.conditions[0].name
    if is_whole:
        assert found.result.verdict.conditions[0].evidence == "3 of 200 rows were rejected"
        return
    assert engine.did == [0]
    assert found.result.notes[0].startswith("too many rows were rejected; stopped after ")
    # Who does not mind goes on there.
    engine.did.clear()
    assert run(wanted(out, table, gate=gate), engine).result.verdict.outcome == Outcome.PASS
    assert 0 not in engine.did
    # All is done: who minds is told so, with the whole result.
    again = run(wanted(out, table, limit=limit, gate=gate))
    assert (again.is_whole, again.result.verdict.outcome) == (True, Outcome.FAIL)


def test_nothing_but_rejected_rows_is_no_pass(tmp_path: Path) -> None:
    table = tmp_path / "a.jsonl"
    table.write_text('{"src": "He left.", "mt": "Ia\\ud800"}\n' * 20, "utf-8")
    result = run(wanted(tmp_path / "out", table)).result
    assert [one.count for one in result.rejected] == [20]
    assert result.verdict.outcome == Outcome.ERROR
    assert result.parts == ()
