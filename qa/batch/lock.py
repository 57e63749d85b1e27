"""The output folder: whether it is ours, that one run at a time is at work in it, and emptying it.

What is ours has a folder `.copydesk` in it. The lock is the operating system's: it is gone with
the process that held it, however that ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from corpora.errors import UsageError
from corpora.opening import is_url
from qa.batch.done import TABLES
from qa.batch.files import KEPT, TEMPORARY, part_path

PLAN, MANIFEST, SUMMARY, REPORT = "plan.json", "manifest.json", "summary.json", "report.html"
_SHARDS, _INPUTS = "shards", "inputs"
_ACCOUNT, _PART = re.compile(r"\d+\.json"), re.compile(r"part-\d+\.parquet")
_COPY = re.compile(r"([0-9a-f]{32})\..*")
"""A copy of an input, and what is kept beside it: they begin alike."""


def plan_file(out: Path) -> Path:
    """Where the plan stands."""
    return out / KEPT / PLAN


def inputs_folder(out: Path) -> Path:
    """Where the inputs lie that are no unpacked files of this machine."""
    return out / KEPT / _INPUTS


def written(out: Path) -> tuple[Path, ...]:
    """What every run writes for people to read."""
    parts = (out / part_path(name, number) for name in TABLES for number in range(2))
    return *parts, *_ends(out)


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Make the output folder ready, and keep others out of it.

    Raises UsageError where that cannot be, where another run is at work there, and for a folder
    that holds other things.
    """
    from portalocker import AlreadyLocked, Lock, LockException  # noqa: PLC0415 — only who runs

    if is_url(name):
        raise UsageError(f"{name}: name a folder that this machine and every worker can write to")
    out = Path(name)
    _check(out)
    lock = Lock(out / KEPT / "lock", "a", timeout=0, fail_when_locked=True)
    try:
        (out / KEPT).mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except AlreadyLocked:
        busy = "another run is at work in this folder"
        raise UsageError(f"{out}: {busy}; wait until it ends, or name another folder") from None
    except (OSError, ValueError, LockException) as error:
        raise UsageError(f"{out}: cannot be used ({_why(error)})") from None
    try:
        yield
    finally:
        lock.release()


def sweep(out: Path) -> None:
    """Take away what was being written when a run ended; nobody else may be at work there."""
    for folder in (*_folders(out), out / KEPT, out):
        for path in folder.glob(f".*{TEMPORARY}"):
            path.unlink(missing_ok=True)


def is_begun(out: Path) -> bool:
    """Whether any shard is done: there is something to lose."""
    return (out / MANIFEST).exists() or bool(_named(out / KEPT / _SHARDS, _ACCOUNT))


def reopen(out: Path) -> None:
    """Take away what says that a run has ended. Raises UsageError where that cannot be."""
    _delete(out, _ends(out))


def empty(out: Path, kept: Iterable[Path] = ()) -> None:
    """Delete what a run wrote, and nothing else; of the copies of inputs, those `kept` stay.

    Raises UsageError where that cannot be.
    """
    reopen(out)
    # What says that shards are done goes before them, and last what says of which run they were.
    _delete(out, _named(out / KEPT / _SHARDS, _ACCOUNT))
    for name in TABLES:
        _delete(out, _named(out / name, _PART))
    stay = {found[1] for path in kept if (found := _COPY.fullmatch(path.name))}
    copies = _named(inputs_folder(out), _COPY)
    _delete(out, (one for one in copies if one.name.partition(".")[0] not in stay))
    for folder in _folders(out):
        with suppress(OSError):  # others' files are in it, or it is not there
            folder.rmdir()
    _delete(out, [plan_file(out)])


def _delete(out: Path, paths: Iterable[Path]) -> None:
    try:
        for path in paths:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{out}: cannot be emptied ({_why(error)})") from None


def _named(folder: Path, kind: re.Pattern[str]) -> list[Path]:
    """The files in a folder that are called so. Raises UsageError where it cannot be read."""
    try:
        return [one for one in folder.iterdir() if kind.fullmatch(one.name)]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise UsageError(f"{folder}: cannot be read ({_why(error)})") from None


def _ends(out: Path) -> tuple[Path, ...]:
    """What says that a run has ended."""
    return out / MANIFEST, out / SUMMARY, out / REPORT


def _folders(out: Path) -> tuple[Path, ...]:
    return (*(out / KEPT / name for name in (_SHARDS, _INPUTS)), *(out / name for name in TABLES))


def _check(out: Path) -> None:
    try:
        # One look: between two, another run may have made its folder.
        names = {one.name for one in out.iterdir()}
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:
        raise UsageError(f"{out}: cannot be used ({_why(error)})") from None
    if names and KEPT not in names:
        raise UsageError(f"{out}: is not empty, and holds no run; name another folder")


def _why(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error or type(error).__name__)
