"""When a run was: by the environment, by git, by what somebody said."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from corpora.errors import UsageError
from qa.history.moment import Given, moment_of, time_in

EPOCH = {"SOURCE_DATE_EPOCH": "1738314000"}
TIME = datetime(2025, 1, 31, 9, tzinfo=UTC)


def _git(folder: Path, *arguments: str) -> str:
    settings = ("-c", "user.name=A", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false")
    command = ["git", "-C", str(folder), *settings, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture(autouse=True)
def _no_git_hook(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hook that runs the tests tells git which repository is meant; these have their own."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    _git(tmp_path, "init", "-b", "trunk")
    for subject in ("First", "Retrain: «ü» & <b>\n\nWhy."):
        _git(tmp_path, "commit", "--allow-empty", "-m", subject)
    return tmp_path


def test_git_says_what_is_checked_out(repository: Path) -> None:
    found = moment_of(EPOCH, repository)
    assert (found.at, found.branch) == (TIME, "trunk")
    assert (found.commit, found.subject) == (
        _git(repository, "rev-parse", "HEAD"),
        "Retrain: «ü» & <b>",
    )


def test_a_detached_head_has_no_branch(repository: Path) -> None:
    _git(repository, "checkout", "--detach", "HEAD~")
    found = moment_of(EPOCH, repository)
    assert (found.branch, found.subject) == ("", "First")


def test_without_a_repository_it_is_only_a_time(tmp_path: Path) -> None:
    outside = {**EPOCH}
    found = moment_of(outside, tmp_path)
    assert (found.commit, found.branch, found.subject) == ("", "", "")
    assert moment_of(outside, tmp_path / "nowhere") == found


@pytest.mark.parametrize(
    ("environ", "branch"),
    [
        ({"GITHUB_SHA": "{}", "GITHUB_REF_NAME": "main"}, "main"),
        ({"GITHUB_SHA": "{}", "GITHUB_REF_NAME": "7/merge", "GITHUB_HEAD_REF": "beam"}, "beam"),
        ({"CI_COMMIT_SHA": "{}", "CI_COMMIT_REF_NAME": "mine"}, "mine"),
    ],
)
def test_the_ci_knows_better(repository: Path, environ: dict[str, str], branch: str) -> None:
    first = _git(repository, "rev-parse", "HEAD~")
    found = moment_of({key: value.format(first) for key, value in environ.items()}, repository)
    assert (found.commit, found.branch, found.subject) == (first, branch, "First")


def test_what_somebody_says_counts(repository: Path) -> None:
    first = _git(repository, "rev-parse", "HEAD~")
    given = Given(TIME - timedelta(days=1), first)
    found = moment_of(EPOCH, repository, given)
    assert (found.at, found.commit) == (TIME - timedelta(days=1), first)
    assert (found.branch, found.subject) == ("", "First")
    assert moment_of(EPOCH, repository, Given(commit="--all", branch="x")).subject == ""
    here = Given(commit=_git(repository, "rev-parse", "--short", "HEAD"))
    assert moment_of(EPOCH, repository, here).branch == "trunk"


def test_without_an_epoch_it_is_now(tmp_path: Path) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    assert before <= moment_of({}, tmp_path).at <= datetime.now(UTC)


@pytest.mark.parametrize("epoch", ["soon", "1.5", "9" * 30])
def test_an_epoch_that_is_no_time_is_refused(tmp_path: Path, epoch: str) -> None:
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        moment_of({"SOURCE_DATE_EPOCH": epoch}, tmp_path)


@pytest.mark.parametrize(
    "text", ["2025-01-31T09:00:00Z", "2025-01-31T10:00:00+01:00", "2025-01-31 09:00", "20250131T09"]
)
def test_times_are_read_in_iso_8601(text: str) -> None:
    assert time_in(text, "--at") == TIME


@pytest.mark.parametrize(
    "text", ["", "yesterday", "31.1.2025", "2025-13-01", "0001-01-01T00:00+14:00"]
)
def test_other_times_are_refused(text: str) -> None:
    with pytest.raises(UsageError, match="--at"):
        time_in(text, "--at")
