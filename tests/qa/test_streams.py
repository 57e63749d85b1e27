"""What becomes of a command whose output cannot be written: one line, exit code 2, no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("where", "code", "word"),
    [
        ("> /dev/full", 2, "the output cannot be written (No space left on device)"),
        (">&-", 2, "standard output is closed"),
        ("2>&- | tail -c 8 | tr -d '\\n'", 0, ""),
    ],
)
def test_output_that_goes_nowhere(tmp_path: Path, where: str, code: int, word: str) -> None:
    for name in ("mt.txt", "ref.txt"):
        (tmp_path / name).write_text(f"The cat sat on {name}.\n", encoding="utf-8")
    command = f"{sys.executable} -m qa score --mt mt.txt --reference ref.txt --lang en -m bleu"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{command} {where}"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr
    assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_a_fault_of_ours_is_not_taken_for_a_gate_that_failed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from qa import cli  # noqa: PLC0415

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(cli.cli, "main", broken)
    assert cli.run_command() == cli.COULD_NOT_JUDGE
    assert "please report it" in capsys.readouterr().err
