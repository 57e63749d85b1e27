"""When a run was, and which state of the work it looked at: from the environment, and from git.

The time is `SOURCE_DATE_EPOCH` where that is set (reproducible-builds.org), so that the same run
can be recorded as the same bytes.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from corpora.errors import UsageError
from reports.trend import When

_COMMITS = ("GITHUB_SHA", "CI_COMMIT_SHA")
_BRANCHES = ("GITHUB_HEAD_REF", "GITHUB_REF_NAME", "CI_COMMIT_REF_NAME")
"""On GitHub a pull request's own branch stands in the first; the second is its merge."""
_REVISION = re.compile("[0-9a-fA-F]{4,64}")
_PATIENCE = 10
_LOG = ("-c", "log.showSignature=false", "log", "-1", "--no-color", "--encoding=UTF-8")


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody said about a run; None for what is to be found out."""

    at: datetime | None = None
    commit: str | None = None
    branch: str | None = None


def moment_of(environ: Mapping[str, str], folder: Path, given: Given | None = None) -> When:
    """The moment of a run in a folder.

    Commit and branch are those that the CI names, else what git has checked out; the branch stays
    empty where another commit is given than that. Raises UsageError for a SOURCE_DATE_EPOCH that is
    no time.
    """
    said = given or Given()
    at = said.at or _now(environ)
    here = _first(environ, _COMMITS) or _git(folder, *_LOG, "--format=%H")
    commit = here if said.commit is None else said.commit
    branch = said.branch
    if branch is None:
        is_here = bool(commit) and here.startswith(commit)
        branch = _branch(environ, folder) if is_here or said.commit is None else ""
    return When(at, commit, branch, _subject(folder, commit))


def time_in(text: str, option: str) -> datetime:
    """A time or date in ISO 8601, UTC where it names no zone. Raises UsageError for another."""
    try:
        found = datetime.fromisoformat(text.strip())
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        what = f"'{text}' is no date; write 2025-01-31, or 2025-01-31T12:00:00Z"
        raise UsageError(f"{option}: {what}") from None


def _now(environ: Mapping[str, str]) -> datetime:
    epoch = environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not epoch:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        what = f"'{epoch}' is no time; it counts seconds since 1970, as date +%s prints them"
        raise UsageError(f"SOURCE_DATE_EPOCH: {what}") from None


def _branch(environ: Mapping[str, str], folder: Path) -> str:
    return _first(environ, _BRANCHES) or _git(folder, "branch", "--show-current")


def _first(environ: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((environ[name].strip() for name in names if environ.get(name, "").strip()), "")


def _subject(folder: Path, commit: str) -> str:
    """The first line of the commit's message; empty for one that is not in the repository."""
    if not _REVISION.fullmatch(commit):
        return ""
    return _git(folder, *_LOG, "--format=%s", commit, "--")


def _git(folder: Path, *arguments: str) -> str:
    """What git answers; empty where there is no git, no repository or no answer."""
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return "" if done.returncode else done.stdout.decode("utf-8", "replace").strip()
