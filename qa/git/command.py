"""The command `git`, asked in such a way that neither settings nor file names change the answer.

It only ever reads: nothing here writes to a repository, its index or its working tree.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora.errors import UsageError

_OPTIONS = (
    "--no-pager",
    *("-c", "core.quotepath=off"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.safecrlf=false"),
    *("-c", "diff.autoRefreshIndex=false"),  # it would write the index
)
_FIXED = {
    "LC_ALL": "C",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_TERMINAL_PROMPT": "0",
}
_DROPPED = re.compile(
    r"LANGUAGE|GIT_(TRACE.*|(NO)?GLOB_PATHSPECS|ICASE_PATHSPECS|EXTERNAL_DIFF|DIFF_OPTS|PREFIX"
    r"|DIR|COMMON_DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES"
    r"|NAMESPACE|CONFIG|GRAFT_FILE|SHALLOW_FILE|IMPLICIT_WORK_TREE)"
)
"""What a hook or a user may have set that would lead to another repository or another format."""
_CONTROL = re.compile(r"[\0-\x1f\x7f]")
_COMPLAINT = re.compile(r"^(?:fatal|error): (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What git said: its exit code, its output, and its first complaint or an empty text."""

    code: int
    out: bytes
    complaint: str


def ask(folder: Path, *arguments: str, given: bytes = b"") -> Answer:
    """Ask git in a folder, `given` what it reads. Raises UsageError where it cannot be started."""
    try:
        done = subprocess.run(  # noqa: S603 — the arguments are ours, names come after `--`
            command_in(folder, arguments),
            env=environment(),
            input=given,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise cannot_start(error) from None
    said = done.stderr.decode("utf-8", "backslashreplace")
    complaint = _COMPLAINT.search(said)
    return Answer(done.returncode, done.stdout, complaint[1] if complaint else said.strip())


def command_in(folder: Path, arguments: Sequence[str]) -> list[str]:
    """The words of a command. Raises UsageError where there is no git."""
    git = shutil.which("git")
    if git is None:
        raise UsageError("git is not installed, or not on the PATH; install it")
    return [git, "-C", str(folder), *_OPTIONS, *arguments]


def cannot_start(error: OSError) -> UsageError:
    """Why git did not even start, as the user's error."""
    return UsageError(f"git cannot be started ({error.strerror or error})")


def environment() -> Mapping[str, str]:
    """The environment of every git command: the user's, but for what would change the answer."""
    kept = {name: value for name, value in os.environ.items() if not _DROPPED.fullmatch(name)}
    return {**kept, **_FIXED}


def one_line(text: str) -> str:
    """A text as it can stand in a message: no line ends, nothing that cannot be printed."""
    line = _CONTROL.sub(lambda sign: sign[0].encode("unicode_escape").decode("ascii"), text)
    return line.encode("utf-8", "backslashreplace").decode("utf-8")
