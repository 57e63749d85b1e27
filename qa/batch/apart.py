"""Inputs and output kept apart: what is written is never read, nor deleted though it is read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from glob import has_magic
from itertools import takewhile
from pathlib import Path

from wcmatch import glob

from corpora.errors import UsageError
from corpora.folders import is_folder, matching
from corpora.opening import is_url
from qa.batch.lock import written

_LOCAL = ("file://", "local://")
"""URLs of what is on this machine."""


def check_apart(paths: Sequence[str], out: Path) -> None:
    """Raise UsageError where an input lies in the output folder, or would when the run goes on.

    Links are followed, patterns looked up. Raises InputError for a pattern that fits no file.
    """
    home = _real(out)
    for named in paths:
        path = _here(named)
        if path is None or "\0" in path:
            continue  # opening it says what is wrong
        if is_folder(path) and home.is_relative_to(_real(path)):
            raise UsageError(f"{out}: lies in the input folder {path}; name another place")
        for one in matching(path):
            if _real(one).is_relative_to(home):
                raise UsageError(f"{one}: lies in the output folder {out}; name another place")
        if _fits(path, home):
            what = f"{named} would fit the tables that are written there"
            raise UsageError(f"{out}: {what}; name another place")


def _here(named: str) -> str | None:
    """A path on this machine; None for what is elsewhere."""
    for scheme in _LOCAL:
        if named.startswith(scheme):
            return named.removeprefix(scheme)
    return None if is_url(named) else named


def _real(path: str | Path) -> Path:
    return Path(os.path.realpath(path))


def _fits(pattern: str, home: Path) -> bool:
    """Whether a pattern will fit what a run writes in its folder, which may not be there yet."""
    parts = Path(pattern).parts
    fixed = tuple(takewhile(lambda part: not has_magic(part), parts))
    if len(fixed) == len(parts) or Path(pattern).exists():
        return False
    whole = "/".join((glob.escape(_real(Path(*fixed)).as_posix()), *parts[len(fixed) :]))
    ours = (one.as_posix() for one in written(home))
    return any(glob.globmatch(path, whole, flags=glob.GLOBSTAR) for path in ours)
