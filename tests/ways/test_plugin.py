"""pytest's plug-in, in projects of other people."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

GOOD = """
def test_it_reads_well(copydesk):
    copydesk.assert_translation("Rapat itu ditunda sampai besok.", lang="id")
"""
BAD = """
def test_it_counts_right(copydesk):
    copydesk.assert_translation(
        ["There are 35 dogs.", "Nobody saw them."],
        source=["Es gibt 36 Hunde.", "Niemand sah sie."],
        lang="en",
        source_lang="de",
    )
"""
NONSENSE = """
def test_it_is_good(copydesk):
    copydesk.assert_translation("Rapat itu ditunda.", lang="id", severity="mild")
"""


def run_pytest(project: Path, *options: str, mode: str = "prepend") -> tuple[int, str]:
    """pytest in a project whose environment holds copydesk, which is not installed for it."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["-p", "pytest_copydesk", f"--import-mode={mode}", *options]
    done = subprocess.run(
        command,
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_a_good_translation_passes_and_a_bad_one_shows_its_flags(project: Path) -> None:
    (project / "test_good.py").write_text(GOOD, encoding="utf-8")
    (project / "test_bad.py").write_text(BAD, encoding="utf-8")
    (project / "test_nonsense.py").write_text(NONSENSE, encoding="utf-8")
    code, said = run_pytest(project)
    assert code == 1
    assert "2 failed, 1 passed" in said
    assert "AssertionError: 1 flag of severity minor or worse, 0 allowed" in said
    assert "mt:1:11: major number-mismatch: ‘35’" in said
    assert "severity='mild': there are only neutral, minor, major, critical" in said
    assert "qa/assertions.py" not in said  # only the test's own lines are shown
    assert "copydesk.assert_translation(" in said


@pytest.mark.parametrize(("name", "mode"), [("qa", "prepend"), ("metrics", "importlib")])
def test_a_project_with_a_package_of_our_name_is_told_in_one_line(
    project: Path, name: str, mode: str
) -> None:
    (project / name).mkdir()
    (project / name / "__init__.py").write_text("VALUE = 3\n", encoding="utf-8")
    (project / "conftest.py").write_text(f"import {name}\n", encoding="utf-8")
    (project / "test_own.py").write_text(
        f"from {name} import VALUE\n\ndef test_own():\n    assert VALUE == 3\n{GOOD}",
        encoding="utf-8",
    )
    code, said = run_pytest(project, "-o", "pythonpath=.", mode=mode)
    assert code == 1
    assert "1 passed, 1 error" in said
    (line,) = (line for line in said.splitlines() if line.startswith("copydesk: "))
    assert line.startswith(f"copydesk: package '{name}' at {project / name} is not copydesk's")
    assert line.endswith("call the command `copydesk` from an environment of its own")
    assert "Traceback" not in said


def test_nothing_of_ours_is_imported_until_a_test_asks(project: Path) -> None:
    (project / "test_own.py").write_text(
        "import sys\n\ndef test_own():\n    assert 'pytest_copydesk' in sys.modules\n"
        "    ours = {'qa', 'reports', 'metrics', 'corpora', 'numpy'}\n"
        "    assert not ours & set(sys.modules)\n",
        encoding="utf-8",
    )
    code, said = run_pytest(project)
    assert code == 0, said
