"""Where git cannot tell, one line says why and what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from corpora.errors import CopydeskError, UsageError
from corpora.load import Inputs
from qa.git.changed import changes
from qa.git.earlier import NothingEarlierError, earlier
from qa.git.repository import repository_of
from tests.qa.git_made import Made, made, use_no_settings


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    use_no_settings(monkeypatch)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    repository = made(tmp_path / "desk")
    monkeypatch.chdir(repository.root)
    return repository


def _said(inputs: Inputs, ref: str | None = "HEAD") -> str:
    """What both ways of asking git say; it is the same."""
    with pytest.raises(CopydeskError) as one:
        changes(inputs, ref)
    with pytest.raises(CopydeskError) as other, earlier(inputs, "HEAD" if ref is None else ref):
        pass
    assert str(one.value) == str(other.value)
    assert "\n" not in str(one.value)
    return str(one.value)


@pytest.mark.usefixtures("desk")
def test_git_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert "git is not installed" in _said(Inputs(("a.txt",)))


@pytest.mark.usefixtures("desk")
def test_no_repository(tmp_path: Path) -> None:
    (tmp_path / "a\nb").mkdir()
    said = _said(Inputs((str(tmp_path / "a\nb" / "x.txt"),)))
    assert said == f"{tmp_path}/a\\nb: no git repository; give files of one"


def test_a_repository_without_commits(desk: Made) -> None:
    desk.write("a.txt", "A.\n")
    said = _said(Inputs(("a.txt",)), None)
    assert said == "git knows no commit 'HEAD'; the repository has no commit yet"


@pytest.mark.parametrize(
    "ref", ["nowhere", "-x", "--all", "", "a..b", "HEAD:a.txt", "x\ny", "HEAD~7", "0" * 40]
)
def test_an_unknown_commit(desk: Made, ref: str) -> None:
    desk.commit({"a.txt": "A.\n"})
    said = _said(Inputs(("a.txt",)), ref)
    shown = ref.replace("\n", "\\n")
    assert said.startswith(f"git knows no commit '{shown}'; name a branch")


def test_a_branch_that_only_the_server_has(desk: Made) -> None:
    commit = desk.commit({"a.txt": "A.\n"})
    desk.git("update-ref", "refs/remotes/origin/next", commit)
    assert _said(Inputs(("a.txt",)), "next").endswith("did you mean 'origin/next'?")


def test_a_repository_that_git_refuses(desk: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.commit({"a.txt": "A.\n"})
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    said = _said(Inputs(("a.txt",)))
    assert f"git config --global --add safe.directory '{desk.root}" in said


def test_a_bare_repository_and_the_insides_of_one(desk: Made, tmp_path: Path) -> None:
    desk.commit({"a.txt": "A.\n"})
    desk.git("clone", "-q", "--bare", str(desk.root), str(tmp_path / "bare"))
    assert "no working files" in _said(Inputs((str(tmp_path / "bare"),)))
    assert "no working files" in _said(Inputs((".git/config",)))


def test_what_has_no_history(desk: Made, tmp_path: Path) -> None:
    desk.commit({"a.txt": "A.\n"})
    other = made(tmp_path / "other")
    other.commit({"b.txt": "B.\n"})
    assert "standard input has no history" in _said(Inputs(("-",)))
    said = _said(Inputs(("https://me:secret@example.org/a.txt",)))
    assert said.startswith("https://example.org/a.txt has no history")
    assert "different git repositories" in _said(Inputs(("a.txt", "../other/b.txt")))
    assert "no file can be called so" in _said(Inputs(("a\0b",)))


def test_nothing_was_there(desk: Made) -> None:
    desk.commit()
    desk.write("a.txt", "A.\n")
    desk.write("b.txt", "B.\n")
    with pytest.raises(NothingEarlierError, match=r"^a\.txt and 1 more: not in git at HEAD$"):
        earlier(Inputs(("a.txt", "b.txt")), "HEAD").__enter__()


def test_objects_that_are_gone(desk: Made) -> None:
    desk.commit({"a.txt": "A.\n"})
    blob = desk.git("rev-parse", "HEAD:a.txt").strip()
    place = desk.root / ".git" / "objects" / blob[:2] / blob[2:]
    place.chmod(0o600)
    place.unlink()
    with (
        pytest.raises(UsageError, match="git cannot read object"),
        earlier(Inputs(("a.txt",)), "HEAD"),
    ):
        pass


def test_a_git_that_fails_otherwise(
    desk: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.commit({"a.txt": "A.\n"})
    (desk.root / ".git" / "index").write_bytes(b"no index")
    with pytest.raises(UsageError, match=r"^git (diff|ls-files) failed: "):
        changes(Inputs(("a.txt",)))
    (tmp_path / "git").write_text("#!/nowhere\n")
    (tmp_path / "git").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageError, match="git cannot be started"):
        repository_of("a.txt")


def test_a_linked_worktree_and_a_path_that_is_gone(desk: Made, tmp_path: Path) -> None:
    commit = desk.commit({"a.txt": "A.\n"})
    desk.git("worktree", "add", "-q", str(tmp_path / "tree"), "-b", "side")
    repository = repository_of(str(tmp_path / "tree" / "gone" / "x.txt"))
    assert repository.root == tmp_path / "tree"
    assert repository.commit_of("side") == commit
    assert repository.relative(str(tmp_path / "tree" / "gone" / "x.txt")) == "gone/x.txt"
    assert repository.relative(os.fspath(desk.root)) is None
