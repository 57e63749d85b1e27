"""Repositories made for tests, whatever the settings of whoever runs them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import pytest

from qa.git.changed import Changes

NO_FILE = "/nowhere/gitconfig"
SETTINGS = {
    "GIT_AUTHOR_NAME": "A. Desk",
    "GIT_AUTHOR_EMAIL": "desk@example.org",
    "GIT_COMMITTER_NAME": "A. Desk",
    "GIT_COMMITTER_EMAIL": "desk@example.org",
    "GIT_CONFIG_GLOBAL": NO_FILE,
    "GIT_CONFIG_NOSYSTEM": "1",
}
"""So that nobody's name, signature or hook matters."""
OPTIONS = ("-c", "commit.gpgsign=false", "-c", "init.defaultBranch=main")


@dataclass(frozen=True, slots=True)
class Made:
    """A repository and the files in it."""

    root: Path

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(self.root), *OPTIONS, *arguments],
            env={**os.environ, **SETTINGS},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return os.fsdecode(done.stdout)

    def write(self, name: str, content: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def commit(self, files: Mapping[str, str | bytes] | None = None) -> str:
        """Write these files and commit all there is; returns the commit's hash."""
        for name, content in (files or {}).items():
            self.write(name, content)
        self.git("add", "--all")
        self.git("commit", "-q", "--allow-empty", "-m", "a change")
        return self.git("rev-parse", "HEAD").strip()

    def state(self) -> tuple[str, bytes, str]:
        """What no reader may change: references, the index, the objects."""
        index = self.root / ".git" / "index"
        return (
            self.git("for-each-ref") + self.git("rev-parse", "HEAD"),
            index.read_bytes() if index.exists() else b"",
            self.git("count-objects", "-v"),
        )


def made(root: Path) -> Made:
    """An empty repository."""
    root.mkdir(parents=True, exist_ok=True)
    repository = Made(root)
    repository.git("init", "-q")
    return repository


def use_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody's settings matter to what is tested, either."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", NO_FILE)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def copied(template: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """A copy of a repository in a folder `desk`, which becomes the working folder."""
    use_no_settings(monkeypatch)
    copytree(template.root, tmp_path / "desk")
    monkeypatch.chdir(tmp_path / "desk")
    return Made(tmp_path / "desk")


def lines(*texts: str) -> str:
    return "".join(f"{text}\n" for text in texts)


TEN = tuple(f"Line {number}." for number in range(1, 11))


def edit(desk: Made, name: str = "a.txt", **replaced: str | None) -> None:
    """Write ten lines: `l3="New."` replaces line 3, None takes it away."""
    wanted = {int(key[1:]): text for key, text in replaced.items()}
    texts = [wanted.get(number, text) for number, text in enumerate(TEN, 1)]
    desk.write(name, lines(*(text for text in texts if text is not None)))


def with_ten_lines(folder: Path) -> Made:
    """A repository with ten lines in `a.txt`."""
    repository = made(folder)
    repository.commit({"a.txt": lines(*TEN)})
    return repository


def lines_changed(found: Changes, path: str, count: int = 12) -> list[int]:
    return [line for line in range(1, count + 1) if found.touches(path, line, line)]
