"""The worker: takes one job after the other until it is told to stop."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

from sqlalchemy.exc import SQLAlchemyError

from corpora.errors import CopydeskError
from qa.desk.learning.acceptance import learned_lately
from qa.desk.store.articles import Article
from qa.desk.store.database import Database, opened
from qa.desk.words import JobKind
from qa.desk.work.checking import warmed
from qa.desk.work.intake import articles_in, came_in, keep_articles
from qa.desk.work.jobs import Lost, Taken, failed, free_dead, give_back, take, waits
from qa.desk.work.keeping import keep
from qa.desk.work.lease import LEASE, held
from qa.desk.work.sides import Checked, Texts
from qa.desk.work.whoami import is_dead, worker_name

SHORTEST, LONGEST = 0.2, 2.0
"""Seconds between two looks at an empty queue: more and more, up to the longest."""
_FAULT = "this is a fault of copydesk's ({}); its log says more"
_log = logging.getLogger(__name__)
Check = Callable[[Texts], Checked]


@dataclass(slots=True)
class Worker:
    """Does jobs. `private` says that feeds may be at private addresses.

    `ready` makes what checks articles. It is called when the first job waits, and before that is
    taken: a worker that is killed while it gets ready has not harmed a job.
    """

    database: Database
    ready: Callable[[], Check]
    private: bool = False
    lease: float = LEASE
    name: str = field(default_factory=worker_name)
    last: JobKind | None = None
    check: Check | None = None

    def work(self, stop: Event) -> None:
        """Take one job after the other until told to stop; the one at hand is ended first."""
        pause = SHORTEST
        while not stop.is_set():
            if self._one():
                pause = SHORTEST
            else:
                stop.wait(pause)
                pause = min(LONGEST, 2 * pause)

    def work_off(self) -> int:
        """Do all jobs that wait, and no more; how many there were."""
        count = 0
        while self._one():
            count += 1
        return count

    def _one(self) -> bool:
        """Do a job; False where none waits or the database cannot be reached."""
        try:
            if not waits(self.database):
                return False
            self._made_ready()
            taken = take(self.database, self.name, self.lease, after=self.last)
            if taken is None:
                return False
            self.last = taken.kind
            self._do(taken)
        except SQLAlchemyError as error:
            _log.warning("the database cannot be used for the moment (%s)", type(error).__name__)
            return False
        return True

    def _made_ready(self) -> Check:
        if self.check is None:
            self.check = self.ready()
        return self.check

    def _do(self, taken: Taken) -> None:
        try:
            with held(self.database, taken, self.lease):
                self._done(taken)
        except Lost:
            _log.info("job %d went to another worker", taken.id)
        except SQLAlchemyError:
            give_back(self.database, taken)
            raise

    def _done(self, taken: Taken) -> None:
        try:
            if taken.kind is JobKind.CHECK:
                self._checked(taken)
            else:
                self._taken_in(taken)
        except (Lost, SQLAlchemyError):
            raise
        except CopydeskError as error:
            self._give_up(taken, str(error))
        except Exception as error:  # noqa: BLE001 — a fault of ours fails one job, not all
            _log.exception("job %d failed", taken.id)
            self._give_up(taken, _FAULT.format(type(error).__name__))

    def _checked(self, taken: Taken) -> None:
        checked = self._made_ready()(self._texts(taken))
        known = learned_lately(self.database, checked.language)
        with self.database.writing() as session:
            keep(session, taken, checked, known)

    def _taken_in(self, taken: Taken) -> None:
        came = came_in(self.database, taken)
        read = articles_in(came, private=self.private)
        keep_articles(self.database, taken, came, read)

    def _give_up(self, taken: Taken, note: str) -> None:
        with self.database.writing() as session:
            failed(session, taken, note)

    def _texts(self, taken: Taken) -> Texts:
        with self.database.reading() as session:
            article = session.get(Article, taken.article_id or 0)
            if article is None:
                raise Lost
            return Texts(
                article.name,
                article.mt,
                article.source,
                article.reference,
                article.language,
                article.source_language,
                article.system or None,
            )


def run(
    address: str, config: str | None = None, *, private: bool = False, stop: Event | None = None
) -> None:
    """Do the jobs of the database at an address until told to stop, or by SIGTERM.

    `config` is a configuration's path, `private` allows feeds at private addresses. Called in a
    process's main thread. Raises CopydeskError for a database or a configuration that is no good.
    """
    stopped = Event() if stop is None else stop
    numbers = [signal.SIGTERM]
    if stop is None:  # else whoever stops it hears SIGINT, too
        numbers.append(signal.SIGINT)
    for number in numbers:
        signal.signal(number, lambda _number, _frame: stopped.set())
    database = opened(address)
    try:
        free_dead(database, is_dead)
        Worker(database, lambda: warmed(config).check, private).work(stopped)
    finally:
        database.close()
