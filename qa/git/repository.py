"""A repository: where its files are, and which commit a name stands for."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpora.errors import UsageError
from corpora.opening import STDIN, shown
from qa.git.command import Answer, ask, one_line
from qa.git.named import is_local, located

HEAD = "HEAD"
_OWNED = re.compile(r"in repository at '(.+)'")
_UNPRINTABLE = re.compile(r"[\0-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository with a working tree, whose top folder is `root`, links resolved."""

    root: Path

    def ask(self, *arguments: str, given: bytes = b"") -> bytes:
        """Git's output, `given` what it reads. Raises UsageError, with git's words, if it fails."""
        answer = ask(self.root, *arguments, given=given)
        if answer.code:
            raise UsageError(one_line(f"git {arguments[0]} failed: {answer.complaint}"))
        return answer.out

    def commit_of(self, ref: str) -> str:
        """The commit that a branch, a tag, a hash or `HEAD~1` stands for, as a full hash.

        Raises UsageError where there is none.
        """
        found = self._commit(ref)
        if found is None:
            raise UsageError(one_line(f"git knows no commit '{ref}'; {self._hint(ref)}"))
        return found

    def merge_base(self, commit: str) -> str | None:
        """The commit at which HEAD and another went apart; None where they have none in common."""
        answer = ask(self.root, "merge-base", commit, HEAD)
        return answer.out.decode("ascii").strip() or None if answer.code == 0 else None

    def is_shallow(self) -> bool:
        """Whether the older commits were left out when it was cloned."""
        return self.ask("rev-parse", "--is-shallow-repository").strip() == b"true"

    def relative(self, path: str) -> str | None:
        """A path as git names it, `.` for the top folder; None for what lies elsewhere.

        A file that is a link keeps its name; links to its folder are followed.
        """
        place = located(path)
        if not place.is_relative_to(self.root):
            return None
        return place.relative_to(self.root).as_posix()

    def _commit(self, ref: str) -> str | None:
        if not ref or ref.startswith("-") or _UNPRINTABLE.search(ref):
            return None  # git allows no such name, and would take it for an option
        answer = ask(self.root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
        return answer.out.decode("ascii").strip() if answer.code == 0 else None

    def _hint(self, ref: str) -> str:
        if not self.ask("rev-list", "--max-count=1", "--all") and self._commit(HEAD) is None:
            return "the repository has no commit yet"
        if self._commit(f"origin/{ref}"):
            return f"did you mean 'origin/{ref}'?"
        if self.is_shallow():
            return "this clone is shallow: 'git fetch --unshallow' (in CI: fetch-depth: 0)"
        return "name a branch, a tag or a commit ('git branch --all')"


def repository_of(path: str) -> Repository:
    """The repository that a file or folder lies in, whether it exists or not.

    Raises UsageError where there is none, or git refuses it.
    """
    place = located(path)
    folder = next(one for one in (place, *place.parents) if one.is_dir())
    answer = ask(folder, "rev-parse", "--show-toplevel")
    if answer.code:
        raise _refused(folder, answer)
    return Repository(Path(os.fsdecode(answer.out.removesuffix(b"\n"))).resolve())


def repository_around(paths: Iterable[str]) -> Repository:
    """The one repository that all these files lie in.

    Raises UsageError where there is none, or several, or a path that git cannot know.
    """
    folders: dict[Path, str] = {}
    for path in paths:
        if not is_local(path):
            what = "standard input has" if path == STDIN else f"{shown(path)} has"
            raise UsageError(f"{what} no history in git; name files of a repository")
        place = located(path)
        folders.setdefault(place if place.is_dir() else place.parent, path)
    found = {repository_of(path): path for path in folders.values()}
    if len(found) > 1:
        first, second, *_ = found.values()
        raise UsageError(one_line(f"{first} and {second} lie in different git repositories"))
    return next(iter(found))


def _refused(folder: Path, answer: Answer) -> UsageError:
    """Why git does not show a folder's repository, and what to do about it."""
    said = answer.complaint
    if "dubious ownership" in said:
        owned = _OWNED.search(said)
        root = owned[1] if owned else folder
        fix = f"git config --global --add safe.directory '{root}'"
        return UsageError(one_line(f"{root}: git refuses it, somebody else owns it; {fix}"))
    if "work tree" in said:
        what = "git has no working files here; give files of an ordinary clone"
        return UsageError(one_line(f"{folder}: {what}"))
    if "not a git repository" in said:
        return UsageError(one_line(f"{folder}: no git repository; give files of one"))
    return UsageError(one_line(f"{folder}: git refuses it ({said})"))
