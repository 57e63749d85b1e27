"""What an engine is given: the job, the same for every worker, and its shards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from corpora.tables.table import LONGEST, Stretch, Table
from qa.language_choice import Languages
from qa.run import Request

if TYPE_CHECKING:
    from qa.batch.done import Done


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done with each shard; can be pickled.

    `out` is the folder that the tables go to, reachable by every worker. `texts`: the texts are
    written beside what is said of them. `longest` is how many code points a cell may have.
    `calibration` is the estimator's, a file; each worker takes it before it begins. `run` tells the
    run from every other, and stands in what is told of each shard.
    """

    request: Request
    out: str
    texts: bool = True
    longest: int = LONGEST
    calibration: str | None = None
    run: str = ""


@dataclass(frozen=True, slots=True)
class Shard:
    """The unit of work: some rows of one table; shards are numbered from 0 over all tables.

    `languages` are those that the user named, or else those that the table's first rows show:
    rows that name their own keep them.
    """

    number: int
    table: Table
    stretch: Stretch
    languages: Languages


class Engine(Protocol):
    """What does shards, somewhere; the only thing that differs between one machine and many.

    Workers build a `qa.batch.worker.Worker` from the job once, and give it one shard at a time.
    """

    def run(self, job: Job, shards: Sequence[Shard]) -> Iterator[Done]:
        """Do the shards, in any order; each is told of when all that it wrote is in place.

        A worker that dies is replaced and its shard done again. Raises CopydeskError for what the
        user must mend; of a shard that nobody survives only after the others are done.
        """
