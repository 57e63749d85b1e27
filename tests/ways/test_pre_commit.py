"""The hooks: their file is what pre-commit wants, and pre-commit runs them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Article
from tests.ways import steps

HOOKS = ROOT / ".pre-commit-hooks.yaml"
CONFIG = """
repos:
  - repo: {repo}
    rev: {rev}
    hooks:
      - id: copydesk
        name: Indonesian
        files: ^mt/.*\\.id\\.txt$
        args: [--no-estimate, --lang, id]
      - id: copydesk-gate
        args: [--no-estimate, --lang, id, --gate, at most 100 flags, mt/]
"""


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=a", "-c", "user.email=a@b.example"]
    done = subprocess.run(
        ["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def pre_commit(folder: Path, *arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=folder,
        env={**os.environ, "PRE_COMMIT_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


def copy_of_this(folder: Path) -> str:
    """A clone of this repository with all that lies here uncommitted; its commit."""
    git(folder.parent, "clone", "--quiet", "--no-hardlinks", str(ROOT), folder.name)
    listed = git(ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    for name in filter(None, listed):
        here, there = ROOT / name, folder / name
        if here.is_file():
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(here, there)
        else:
            there.unlink(missing_ok=True)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--no-verify", "-m", "as it is")
    return git(folder, "rev-parse", "HEAD")


def test_the_file_is_what_pre_commit_wants(tmp_path: Path) -> None:
    done = pre_commit(tmp_path, "validate-manifest", str(HOOKS), home=tmp_path)
    assert done.returncode == 0, done.stdout
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("- id: copydesk\n", encoding="utf-8")
    assert pre_commit(tmp_path, "validate-manifest", str(wrong), home=tmp_path).returncode


def test_one_process_judges_all_files_and_the_gate_is_given_none() -> None:
    ((files, gate),) = steps.documents(HOOKS)
    assert (files["entry"], files["require_serial"]) == ("copydesk check", True)
    assert (gate["entry"], gate["pass_filenames"]) == ("copydesk gate", False)


@pytest.mark.slow
def test_pre_commit_runs_them(tmp_path: Path, article: Article) -> None:
    repo, home, project = tmp_path / "copydesk", tmp_path / "home", tmp_path / "project"
    rev = copy_of_this(repo)
    (project / "mt").mkdir(parents=True)
    (project / "mt" / "one.id.txt").write_bytes(article.mt.read_bytes())
    (project / "mt" / "two.id.txt").write_text("Rapat itu ditunda sampai besok.\n")
    (project / "readme.txt").write_text("None of its business: teh teh.\n", encoding="utf-8")
    config = CONFIG.format(repo=repo, rev=rev)
    (project / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    git(project, "init", "--quiet")
    git(project, "add", ".")
    done = pre_commit(project, "run", "--all-files", home=home)
    assert done.returncode == 1, done.stderr
    indonesian, _, gate = done.stdout.partition("copydesk gate")
    assert "Failed" in indonesian
    assert "mt/one.id.txt:" in indonesian
    assert "readme.txt" not in done.stdout
    assert "Passed" in gate, done.stdout
    git(project, "rm", "--quiet", "--cached", "mt/one.id.txt")
    (project / "mt" / "one.id.txt").unlink()
    done = pre_commit(project, "run", home=home)
    assert done.returncode == 0, done.stdout
