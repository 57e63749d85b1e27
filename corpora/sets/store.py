"""Fetched files: kept in one folder, checked each time they are used, shared by processes.

A file whose hash nobody has published is trusted when it first arrives: its sha256 is written
down beside it, and from then on it must be the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from corpora.errors import InputError
from corpora.sets.download import Download, Patience, Progress, UnreachableError
from corpora.sets.remote import SHA256, Digest, RemoteFile, digest_of
from corpora.sets.writing import whole

_WEB_PAGE = (b"<!doctype html", b"<html")
_HOUR = 3600.0


def _silent(_text: str) -> None:
    """Say nothing."""


def _unseen(_done: int, _total: int | None) -> None:
    """Show no bar."""


@dataclass(frozen=True, slots=True)
class Store:
    """The folder of fetched files, and how to get more of them.

    `say` is told what a user should know; `watch` makes what is told of a file's progress.
    """

    folder: Path
    patience: Patience = field(default_factory=Patience)
    is_offline: bool = False
    say: Callable[[str], None] = _silent
    watch: Callable[[str], Progress] = lambda _name: _unseen

    def path(self, file: RemoteFile) -> Path:
        """Where a file is, or would be."""
        return self.folder / file.key

    def has(self, file: RemoteFile) -> bool:
        """Whether a file is here; it is not looked into."""
        return self.path(file).is_file()

    def fetch(self, file: RemoteFile) -> Path:
        """A file that is as it should be: from the folder, or else from its server.

        Raises InputError.
        """
        path = self.path(file)
        if self._is_sound(file):
            return path
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with _alone(path):
                if not self._is_sound(file):  # another process may have fetched it meanwhile
                    self._fetch(file)
        except OSError as error:
            what = f"cannot be written to ({error.strerror or error})"
            raise InputError(str(self.folder), what) from None
        return path

    def _is_sound(self, file: RemoteFile) -> bool:
        path, known = self.path(file), self._known(file)
        try:
            return (
                known is not None and path.is_file() and digest_of(path, known.algorithm) == known
            )
        except FileNotFoundError:  # another process has just thrown it away
            return False

    def _fetch(self, file: RemoteFile) -> None:
        if self.is_offline:
            how = "damaged in" if self.has(file) else "not in"
            what = f"is {how} the cache ({self.folder}), and nothing is to be fetched"
            raise InputError(file.url, what, fix="run it once without --offline")
        if self.has(file):
            self.say(f"{file.name} in the cache is damaged; it is fetched again")
            self.path(file).unlink()
        part = self.path(file).with_name(f"{file.key}.part")
        try:
            Download(file, part, self.patience, self.watch(file.name)).run()
        except UnreachableError as error:
            raise UnreachableError(file.url, error.what, fix=self._what_is_here()) from None
        self._accept(file, part)

    def _accept(self, file: RemoteFile, part: Path) -> None:
        """Let a file in that has arrived whole. Raises InputError where it is not what it was."""
        known = self._known(file)
        found = digest_of(part, known.algorithm if known else SHA256)
        if known is not None and found != known:
            part.unlink()
            raise self._wrong(file, found, known)
        if known is None:
            self._trust(file, part, found)
        part.replace(self.path(file))

    def _wrong(self, file: RemoteFile, found: Digest, known: Digest) -> InputError:
        if file.digest:
            what = f"what arrived is not what the catalogue names: {found} instead of {known}"
            return InputError(file.url, what, fix="it was removed; try again")
        what = f"it has changed since it was first fetched: {found} instead of {known}"
        fix = f"if that is as it should be, remove {self._record(file)} and fetch it again"
        return InputError(file.url, what, fix=fix)

    def _trust(self, file: RemoteFile, part: Path, found: Digest) -> None:
        with part.open("rb") as opened:
            start = opened.read(len(max(_WEB_PAGE, key=len))).lower()
        if start.startswith(_WEB_PAGE):
            part.unlink()
            raise InputError(file.url, "a web page came instead of the file", fix=_LOG_IN)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        record = {"url": file.url, SHA256: found.digits, "fetched": now}
        with whole(self._record(file)) as opened:
            opened.write(json.dumps(record, indent=1).encode() + b"\n")
        rule = f"trusted as it came; while the cache is kept, it must stay {found}"
        self.say(f"no hash of {file.name} has been published: {rule}")

    def _known(self, file: RemoteFile) -> Digest | None:
        """The hash that a file must have: the catalogue's, or what was written down."""
        if file.digest:
            return file.digest
        try:
            record = json.loads(self._record(file).read_text(encoding="utf-8"))
            return Digest(SHA256, str(record[SHA256]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _record(self, file: RemoteFile) -> Path:
        return self.folder / f"{file.key}.trusted"

    def _what_is_here(self) -> str:
        here = sorted(path.name.partition("-")[2] for path in self.folder.glob("*-*") if _is(path))
        return f"in the cache ({self.folder}): {', '.join(here) or 'nothing'}"


_LOG_IN = "a network that asks for a login, perhaps; open the address in a browser"


def _is(path: Path) -> bool:
    return path.is_file() and path.suffix not in {".part", ".lock", ".trusted", ".mark"}


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Only one process at a time; the others wait until it is done."""
    from portalocker import Lock  # noqa: PLC0415 — only who fetches needs it
    from portalocker.exceptions import LockException  # noqa: PLC0415

    lock = Lock(path.with_name(f"{path.name}.lock"), "a", timeout=_HOUR)
    try:
        lock.acquire()
    except LockException:
        what = "another process has been fetching it for an hour"
        raise InputError(str(path), what, fix="end that process") from None
    try:
        yield
    finally:
        lock.release()
