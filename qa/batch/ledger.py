"""Who has begun which shard, in a folder that all machines share.

A worker that dies cannot say which shard it died of, and Ray does not know it either.
"""

from __future__ import annotations

import faulthandler
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from corpora.errors import UsageError
from qa.batch.doing import deadly
from qa.batch.files import TEMPORARY, done_file
from qa.batch.job import Shard


@dataclass(frozen=True, slots=True)
class Ledger:
    """Files below the output folder `out`: one of this run, and one for each shard that was begun.

    That one is deleted when the shard is done or has failed, so that what stays are deaths; a
    shard that has had `most` of them is not begun again. It holds something only where the shard
    took longer than `patience_s` seconds, or the worker was not built in `building_s` more: where
    it was then. All are called like files that are being written: whoever goes on with a run that
    was killed sweeps them away.
    """

    out: str
    folder: Path
    run: str
    most: int
    patience_s: float
    building_s: float

    def place(self, *more: int) -> Path:
        """The file of the run, or of a shard and the deaths before."""
        return self.folder / (".".join((self.run, *map(str, more))) + TEMPORARY)

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Within it shards may be begun; not while workers are stopped, whatever is retried."""
        try:
            yield
        finally:
            self.place().unlink(missing_ok=True)

    @contextmanager
    def begun(self, shard: Shard) -> Iterator[Callable[[], None]]:
        """While a shard is done; ends this process where that takes too long.

        What it gives is called once the worker is built: the shard's time begins. Raises
        ShardError for a shard that nobody survives, UsageError where the files are not there:
        what this machine writes would be lost.
        """
        with self._mark(shard) as mark:

            def within(seconds: float) -> None:
                # No thread of Python's: what hangs in a regular expression lets none run.
                faulthandler.dump_traceback_later(seconds, exit=True, file=mark)

            within(self.patience_s + self.building_s)
            try:
                yield lambda: within(self.patience_s)
            finally:  # but for a process that is killed
                faulthandler.cancel_dump_traceback_later()
                Path(mark.name).unlink(missing_ok=True)

    def _mark(self, shard: Shard) -> BinaryIO:
        try:
            self.place().stat()
            for deaths in range(self.most):
                with suppress(FileExistsError):
                    return self.place(shard.number, deaths).open("xb")
        except OSError as error:
            what = f"cannot be written on {platform.node()} ({error.strerror})"
            fix = "name a folder that all machines of the cluster share"
            raise UsageError(f"{self.out}: {what}; {fix}") from None
        raise deadly(shard, self.most, self._late(shard), self.patience_s)

    def _late(self, shard: Shard) -> int:
        """How many of those that died of a shard did so because they took too long."""
        late = 0
        for deaths in range(self.most):
            with suppress(FileNotFoundError):  # who was thought dead has ended its shard
                late += self.place(shard.number, deaths).stat().st_size > 0
        return late


@contextmanager
def ledger(out: str, most: int, patience_s: float, building_s: float) -> Iterator[Ledger]:
    """A ledger for one run. Raises UsageError where it cannot be written."""
    folder = done_file(Path(out).absolute(), 0).parent
    book = Ledger(out, folder, f".run-{uuid4().hex}", most, patience_s, building_s)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        book.place().touch()
    except OSError as error:
        raise UsageError(f"{out}: cannot be written ({error.strerror})") from None
    try:
        yield book
    finally:
        for mark in folder.glob(f"{book.run}*"):
            mark.unlink(missing_ok=True)
