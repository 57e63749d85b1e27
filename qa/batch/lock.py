"""The output folder: whether it is ours, that one run at a time is at work in it, and emptying it.

What is ours has a folder `.copydesk` in it. The lock is the operating system's: it is gone with
the process that held it, however that ended.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpora.errors import UsageError
from corpora.opening import is_url
from qa.batch.done import TABLES
from qa.batch.files import KEPT, TEMPORARY

PLAN, MANIFEST, SUMMARY, REPORT = "plan.json", "manifest.json", "summary.json", "report.html"
_SHARDS, _INPUTS = "shards", "inputs"


def plan_file(out: Path) -> Path:
    """Where the plan stands."""
    return out / KEPT / PLAN


def inputs_folder(out: Path) -> Path:
    """Where the inputs lie that are no unpacked files of this machine."""
    return out / KEPT / _INPUTS


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
        raise UsageError(f"{out}: another run is at work in this folder") from None
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


def forget(out: Path) -> None:
    """What was done counts no more."""
    shutil.rmtree(out / KEPT / _SHARDS, ignore_errors=True)


def empty(out: Path) -> None:
    """Delete what a run wrote, and nothing else. Raises UsageError where that cannot be."""
    try:
        # First what says that shards are done, last what says of which run.
        for folder in _folders(out):
            if folder.exists():
                shutil.rmtree(folder)
        for path in (out / MANIFEST, out / SUMMARY, out / REPORT, plan_file(out)):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise UsageError(f"{out}: cannot be emptied ({_why(error)})") from None


def _folders(out: Path) -> tuple[Path, ...]:
    return (*(out / KEPT / name for name in (_SHARDS, _INPUTS)), *(out / name for name in TABLES))


def _check(out: Path) -> None:
    try:
        is_strange = out.exists() and not (out / KEPT).is_dir() and any(out.iterdir())
    except (OSError, ValueError) as error:
        raise UsageError(f"{out}: cannot be used ({_why(error)})") from None
    if is_strange:
        raise UsageError(f"{out}: is not empty, and holds no run; name another folder")


def _why(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error or type(error).__name__)
