"""What engines have in common: how a worker is made, and what becomes of one that fails or dies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from corpora.errors import UsageError
from qa.batch.job import Job, Shard

if TYPE_CHECKING:
    from qa.batch.done import Done

MOST_DEATHS = 5
"""So many processes may die of the same shard before it is given up, and the run with it."""


class Doer(Protocol):
    """A worker, built from the job."""

    def do(self, shard: Shard) -> Done:
        """Do a shard; what it wrote is in place."""


Make = Callable[[Job], Doer]


def worker_of(job: Job) -> Doer:
    """What does shards; imported in the processes that need it only."""
    from qa.batch.worker import Worker  # noqa: PLC0415

    return Worker(job)


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error on its way home: some have more to them than a line, and could not be pickled."""

    kind: type[Exception]
    arguments: tuple[Any, ...]
    attributes: dict[str, Any]

    @staticmethod
    def of(error: Exception) -> Trouble:
        """An error, made fit to be pickled."""
        return Trouble(type(error), error.args, vars(error))

    @property
    def error(self) -> Exception:
        """The error as it was raised."""
        error = self.kind.__new__(self.kind, *self.arguments)
        error.__dict__.update(self.attributes)
        return error


def deadly(shard: Shard, deaths: int = MOST_DEATHS) -> UsageError:
    """What is said of a shard that so many processes died of."""
    first, count = shard.stretch.first_row, shard.stretch.rows
    what = f"{deaths} processes died of the {count:,} rows from this one on"
    mend = "take a smaller --shard-size or fewer --workers if memory is short"
    return UsageError(f"{shard.table.path}:{first}: {what}; {mend}")
