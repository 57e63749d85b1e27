"""Jobs: put in the database, taken by one worker at a time, and done once in effect.

A worker has a job until its lease ends, and renews it while it works. Whatever a job changes is
written in the transaction that ends it, and only by the worker that still has it: one that was
held up for so long that another took the job finds it lost, and writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Update, and_, func, or_, select, update
from sqlalchemy.orm import Session

from qa.desk.store.articles import Article
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.store.work import Intake, Job
from qa.desk.words import JobKind, JobState, State

MOST_TRIES = 5
"""So many workers may die of a job before it is given up."""
_CRASHED = {
    JobKind.CHECK: f"the check crashed {MOST_TRIES} times; the text may be too much for it",
    JobKind.IMPORT: f"the import crashed {MOST_TRIES} times; the file may be too much for it",
}


class Lost(Exception):  # noqa: N818 — no error of anybody's: another worker has the job
    """The job is no longer this worker's."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A job that a worker has; `tries` tells this time from another one."""

    id: int
    kind: JobKind
    article_id: int | None
    intake_id: int | None
    worker: str
    tries: int


def put(
    session: Session, kind: JobKind, article_id: int | None = None, intake_id: int | None = None
) -> Job:
    """Put a job in the queue, in the transaction of whatever it is about."""
    job = Job(kind=kind, article_id=article_id, intake_id=intake_id)
    session.add(job)
    session.flush()
    return job


def take(
    database: Database, worker: str, seconds: float, *, after: JobKind | None = None
) -> Taken | None:
    """The next job, for so many seconds; None where nothing waits.

    The oldest goes first, but those that were tried go after those that were not, so that one that
    kills workers holds up nobody, and articles that came in with many others after those that came
    alone. `after` an import a check is next, however many imports wait. What nobody could do is
    given up.
    """
    while waits(database):
        with database.writing() as session:
            job = _next(session, after)
            if job is None:
                return None
            if job.tries < MOST_TRIES:
                return _taken(job, worker, seconds)
            _fail(session, job, _CRASHED[JobKind(job.kind)])
    return None


def waits(database: Database) -> bool:
    """Whether there is a job to take; others who write are not held up by asking."""
    with database.reading() as session:
        return session.scalar(select(Job.id).where(_is_free(now())).limit(1)) is not None


def renew(database: Database, taken: Taken, seconds: float) -> None:
    """Have the job for so many seconds from now. Raises Lost."""
    with database.writing() as session:
        lease = now() + timedelta(seconds=seconds)
        if not _changed(session, update(Job).where(_is_mine(taken)).values(lease=lease)):
            raise Lost


def done(session: Session, taken: Taken, note: str = "") -> None:
    """End a job in the transaction that holds what it did, as the first thing in it.

    Raises Lost, and the transaction must be dropped.
    """
    ended = update(Job).where(_is_mine(taken))
    ended = ended.values(state=JobState.DONE, ended=now(), lease=None, note=note)
    if not _changed(session, ended):
        raise Lost


def still_mine(session: Session, taken: Taken) -> None:
    """Keep a job from others until the transaction ends. Raises Lost."""
    if session.scalar(select(Job.id).where(_is_mine(taken)).with_for_update()) is None:
        raise Lost


def after_others(session: Session, articles: Collection[int]) -> None:
    """Have the checks of these articles, which came in together, let others go first.

    One that has begun does not: who ends it may wait for its article, which we may have.
    """
    queued = and_(Job.kind == JobKind.CHECK, Job.state == JobState.QUEUED)
    mine = and_(queued, Job.article_id.in_(articles))
    _changed(session, update(Job).where(mine).values(batch=True))


def failed(session: Session, taken: Taken, note: str) -> None:
    """End a job that cannot be done, and say so of what it was about. Raises Lost."""
    job = session.scalar(select(Job).where(_is_mine(taken)).with_for_update())
    if job is None:
        raise Lost
    _fail(session, job, note)


def give_back(database: Database, taken: Taken) -> None:
    """Put a job back in the queue at once; nothing if it is lost already."""
    with database.writing() as session:
        _changed(session, update(Job).where(_is_mine(taken)).values(**_free()))


def free_dead(database: Database, is_dead: Callable[[str], bool]) -> int:
    """Put the jobs of workers that are known to be dead back in the queue; how many there were."""
    with database.reading() as session:
        running = select(Job.worker).where(Job.state == JobState.RUNNING).distinct()
        names = [name for name in session.scalars(running) if name and is_dead(name)]
    if not names:
        return 0
    with database.writing() as session:
        theirs = and_(Job.state == JobState.RUNNING, Job.worker.in_(names))
        return _changed(session, update(Job).where(theirs).values(**_free()))


def _free() -> dict[str, Any]:
    return {"state": JobState.QUEUED, "worker": None, "lease": None}


def _is_free(moment: datetime) -> ColumnElement[bool]:
    return or_(
        Job.state == JobState.QUEUED, and_(Job.state == JobState.RUNNING, Job.lease < moment)
    )


def _is_mine(taken: Taken) -> ColumnElement[bool]:
    return and_(
        Job.id == taken.id,
        Job.state == JobState.RUNNING,
        Job.worker == taken.worker,
        Job.tries == taken.tries,
    )


def _next(session: Session, after: JobKind | None) -> Job | None:
    free = select(Job).where(_is_free(now())).order_by(Job.tries, Job.batch, Job.id).limit(1)
    free = free.with_for_update(skip_locked=True)
    if after is JobKind.IMPORT:
        check = session.scalar(free.where(Job.kind == JobKind.CHECK))
        if check is not None:
            return check
    return session.scalar(free)


def _taken(job: Job, worker: str, seconds: float) -> Taken:
    job.state, job.worker, job.tries = JobState.RUNNING, worker, job.tries + 1
    job.lease = now() + timedelta(seconds=seconds)
    return Taken(job.id, JobKind(job.kind), job.article_id, job.intake_id, worker, job.tries)


def _fail(session: Session, job: Job, note: str) -> None:
    job.state, job.ended, job.lease, job.note = JobState.FAILED, now(), None, note
    if job.article_id is not None:
        _fail_article(session, job.article_id, note)
    if job.intake_id is not None:
        intake = session.get(Intake, job.intake_id, with_for_update=True)
        if intake is not None:
            intake.state, intake.note, intake.payload = JobState.FAILED, note, None


def _fail_article(session: Session, article_id: int, note: str) -> None:
    article = session.get(Article, article_id, with_for_update=True)
    if article is not None and article.state == State.CHECKING:
        article.state, article.note, article.changed = State.FAILED, note, now()
        article.version += 1


def _changed(session: Session, statement: Update) -> int:
    """How many rows a statement has changed."""
    result = session.execute(statement, execution_options={"synchronize_session": False})
    return cast("CursorResult[Any]", result).rowcount


def waiting(session: Session, kinds: Iterable[JobKind] = JobKind) -> int:
    """How many jobs of these kinds are not done yet."""
    unfinished = (JobState.QUEUED, JobState.RUNNING)
    wanted = select(func.count(Job.id)).where(Job.state.in_(unfinished), Job.kind.in_(list(kinds)))
    return session.scalar(wanted) or 0
