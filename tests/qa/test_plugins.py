"""One door: a file dropped in, a package installed beside, and what is refused."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Done

RULE = '''"""The word foo.

## What it finds
The word foo, which is no word.

## Why that is bad
The reader does not know it.

## Source
RFC 3092.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpora.text import Segment, Severity, Span
from corpora.words import words_of
from qa.check import Check, Example, Finding, each_segment
from qa.language import Pair


def _find(segment: Segment, _: Pair) -> Iterator[Finding]:
    for word in words_of(segment.mt.text):
        if word.key == "foo":
            yield Finding(segment.index, Span(word.start, word.end), "no word", "bar")


check = Check(
    find=each_segment(_find),
    severity=Severity.MAJOR,
    category="fluency/spelling",
    confidence=0.9,
    bad=(Example("A [[foo → bar]] here."),),
    good=(Example("A bar here."),),
)
'''
PACKAGES = ("qa", "metrics", "corpora", "reports")


def _run(checkout: Path, *arguments: str, path: str = "") -> Done:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=checkout,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in (str(checkout), path) if p)},
        capture_output=True,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the sources with a rule dropped in."""
    for package in (*PACKAGES, "tests"):
        shutil.copytree(ROOT / package, tmp_path / package)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "qa" / "checks" / "foo_word.py").write_text(RULE, encoding="utf-8")
    (tmp_path / "a.txt").write_text("There was a foo in the house.\n", encoding="utf-8")
    return tmp_path


@pytest.mark.slow
def test_a_rule_dropped_in_as_one_file_is_everywhere(checkout: Path) -> None:
    assert "foo-word" in _run(checkout, "-m", "qa", "rules").out
    assert "RFC 3092" in _run(checkout, "-m", "qa", "explain", "foo-word").out
    check = ("-m", "qa", "check", "a.txt", "--lang", "en", "-q", "--report")
    for report in ("terminal=-", "json=-", "html=-"):
        done = _run(checkout, *check, report)
        assert "foo-word" in done.out
        assert done.code == 1
    tests = _run(checkout, "-m", "pytest", "-q", "tests/qa/test_rules.py", "-k", "foo-word")
    assert "3 passed" in tests.out, tests.out


@pytest.mark.slow
def test_the_tests_fail_a_rule_without_docstring_or_good_example(checkout: Path) -> None:
    bad = RULE.replace("## Source\nRFC 3092.\n", "").replace(
        'good=(Example("A bar here."),)', "good=()"
    )
    (checkout / "qa" / "checks" / "foo_word.py").write_text(bad, encoding="utf-8")
    tests = _run(checkout, "-m", "pytest", "-q", "tests/qa/test_rules.py", "-k", "foo-word")
    assert "2 failed" in tests.out


def _install(folder: Path, module: str, source: str, entry: str) -> str:
    """What pip leaves behind for a package with one entry point."""
    info = folder / "site" / f"{module}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[copydesk.checks]\nanything = {entry}\n")
    (folder / "site" / f"{module}.py").write_text(source, encoding="utf-8")
    return str(folder / "site")


@pytest.mark.slow
def test_an_entry_point_of_another_package_works_the_same(tmp_path: Path) -> None:
    site = _install(tmp_path, "house_style", RULE, "house_style")
    (tmp_path / "a.txt").write_text("There was a foo in the house.\n", encoding="utf-8")
    path = os.pathsep.join([str(ROOT), site])
    assert "house-style" in _run(tmp_path, "-m", "qa", "rules", path=path).out
    done = _run(
        tmp_path, "-m", "qa", "check", "a.txt", "--lang", "en", "--report", "json=-", path=path
    )
    assert '"rule": "house-style"' in done.out


@pytest.mark.parametrize(
    ("module", "source", "word"),
    [
        ("doubled_word", RULE, "two plug-ins are called 'doubled-word'"),
        ("broken_plugin", "import nonsense_that_is_missing", "cannot be imported"),
        ("empty_plugin", "", "does not expose 'check'"),
    ],
)
def test_a_plugin_that_does_not_fit_is_one_line_and_exit_2(
    module: str, source: str, word: str, tmp_path: Path
) -> None:
    site = _install(tmp_path, module, source, module)
    done = _run(tmp_path, "-m", "qa", "rules", path=os.pathsep.join([str(ROOT), site]))
    assert (done.code, done.out) == (2, "")
    assert word in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_another_package_of_our_name_is_named(tmp_path: Path) -> None:
    (tmp_path / "site" / "reports").mkdir(parents=True)
    (tmp_path / "site" / "reports" / "__init__.py").write_text("")
    code = "import sys; sys.path.insert(0, 'site'); from qa.__main__ import main; main()"
    done = _run(tmp_path, "-c", code, path=str(ROOT))
    assert done.code == 2
    assert "package 'reports'" in done.err
    assert "environment of its own" in done.err
