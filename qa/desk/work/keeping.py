"""Keeps what a check found: all of it in one transaction, with the end of its job."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from qa.desk.editing.locked import locked
from qa.desk.editing.reconcile import row_of
from qa.desk.editing.tally import tally
from qa.desk.learning.acceptance import Known, chance
from qa.desk.learning.rulings import UNKNOWN, muted
from qa.desk.store.articles import Article, FlagRow, SegmentRow
from qa.desk.store.columns import now
from qa.desk.words import FlagState, State
from qa.desk.work.jobs import Lost, Taken, done
from qa.desk.work.sides import Checked
from qa.measure import ESTIMATE
from reports.result import FlagResult, SegmentResult

_DISMISSED = (FlagState.DISMISSED, FlagState.SILENT)
_BETWEEN_NOTES = "\n"


@dataclass(frozen=True, slots=True)
class Dismissal:
    """Why a flag was dismissed, and by whom."""

    reason: str
    by: int | None


def keep(session: Session, taken: Taken, checked: Checked, known: Known) -> None:
    """Write an article's segments, flags and scores, rank it, and end the job.

    `known` is what was learned of rules in its language, see `acceptance.learned_lately`.
    A flag that was dismissed in an earlier round of the article, known by either fingerprint, stays
    silent, with the reason of then. Raises Lost where another worker has the job; nothing is kept
    where the article has been checked, or replaced, in the meantime.
    """
    if taken.article_id is None:
        raise Lost
    done(session, taken)
    article = locked(session, taken.article_id)
    if article.state not in (State.CHECKING, State.REPLACED) or (
        article.state == State.REPLACED and article.checks
    ):
        return
    silent = dismissals(session, article)
    _forget(session, article)
    _describe(article, checked)
    session.add_all(_segments(article, checked))
    session.add_all(
        _flags(article, checked.flags, silent, _Learnt(known, muted(session, article.language)))
    )
    moment = now()
    if article.state == State.CHECKING:
        article.state = State.WAITING
    article.checked, article.checks = moment, article.checks + 1
    tally(session, article, moment)


def dismissals(session: Session, article: Article) -> Mapping[str, Dismissal]:
    """The fingerprints and aliases that were last dismissed in this or an earlier round."""
    rounds = (
        select(FlagRow)
        .join(Article, FlagRow.article_id == Article.id)
        .where(Article.name == article.name, Article.round <= article.round)
        .order_by(Article.round, FlagRow.id)
    )
    found: dict[str, Dismissal] = {}
    for flag in session.scalars(rounds):
        names = [name for name in (flag.fingerprint, flag.alias) if name]
        if flag.state in _DISMISSED:
            found |= dict.fromkeys(names, Dismissal(flag.reason, flag.by))
        elif flag.touched is not None:  # taken up again, or agreed with
            for name in names:
                found.pop(name, None)
    return found


def _forget(session: Session, article: Article) -> None:
    """Drop what an earlier check of this very article had found."""
    for table in (FlagRow, SegmentRow):
        session.execute(delete(table).where(table.article_id == article.id))


def _describe(article: Article, checked: Checked) -> None:
    article.language = checked.language
    article.source_language = checked.source_language
    article.words = checked.words
    article.estimated = None if checked.need is None else checked.need.edits
    article.points = checked.points
    article.scores = [msgspec.to_builtins(score) for score in checked.scores]
    article.note = _BETWEEN_NOTES.join(checked.notes)


def _segments(article: Article, checked: Checked) -> Iterator[SegmentRow]:
    hter = checked.hter or [None] * len(checked.segments)
    for segment, share in zip(checked.segments, hter, strict=True):
        yield SegmentRow(
            article_id=article.id,
            number=segment.index,
            paragraph=segment.paragraph,
            machine=segment.mt,
            text=segment.mt,
            source=segment.source,
            reference=next(iter(segment.references), None),
            realigned=segment.realigned,
            confidence=segment.confidence,
            points=_points(segment),
            hter=share,
        )


def _points(segment: SegmentResult) -> float | None:
    return next((one.value for one in segment.scores if one.metric == ESTIMATE), None)


@dataclass(frozen=True, slots=True)
class _Learnt:
    """What editors taught of rules in a language: how each fares, and which are muted."""

    known: Known
    muted: frozenset[str]


def _flags(
    article: Article,
    flags: Iterable[FlagResult],
    silent: Mapping[str, Dismissal],
    learnt: _Learnt,
) -> Iterator[FlagRow]:
    for flag in flags:
        found = learnt.known.get((flag.rule, article.language or UNKNOWN))
        dismissed = silent.get(flag.fingerprint) or silent.get(flag.alias)
        state = FlagState.MUTED if flag.rule in learnt.muted else FlagState.OPEN
        state = FlagState.SILENT if dismissed else state
        row = row_of(flag, article.id, chance(flag.confidence, found), state)
        if dismissed is not None:
            _hush(row, dismissed, now())
        yield row


def _hush(row: FlagRow, dismissed: Dismissal, moment: datetime) -> None:
    row.reason, row.by, row.touched = dismissed.reason, dismissed.by, moment
