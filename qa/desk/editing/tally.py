"""What the queue knows of an article, counted anew from its flags."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from corpora.text import Severity
from corpora.words import count_words
from qa.desk.queue.ranking import rank_of
from qa.desk.store.articles import Article, FlagRow, SegmentRow
from qa.desk.words import FlagState


def tally(session: Session, article: Article, moment: datetime) -> None:
    """Count the open flags, weigh them, rank the article, and mark it as changed.

    The weight is MQM's severity weight of each open flag times the chance that an editor agrees.
    """
    session.flush()
    rows = session.execute(
        select(FlagRow.severity, func.count(), func.sum(FlagRow.severity * FlagRow.chance))
        .where(FlagRow.article_id == article.id, FlagRow.state == FlagState.OPEN)
        .group_by(FlagRow.severity)
    ).all()
    counts = {severity: count for severity, count, _ in rows}
    article.critical = counts.get(Severity.CRITICAL, 0)
    article.major = counts.get(Severity.MAJOR, 0)
    article.minor = counts.get(Severity.MINOR, 0)
    article.neutral = counts.get(Severity.NEUTRAL, 0)
    article.weight = float(sum(weight for *_, weight in rows))
    article.edits = _left(session, article)
    edits = article.edits or 0.0
    article.rank = rank_of(article.weight, edits, article.words, article.received)
    article.version += 1
    article.changed = moment


def _left(session: Session, article: Article) -> float | None:
    """The words that are estimated to be changed yet: those of segments that nobody edited."""
    if article.estimated is None:
        return None
    edited = select(SegmentRow.machine, SegmentRow.hter).where(
        SegmentRow.article_id == article.id,
        SegmentRow.text != SegmentRow.machine,
        SegmentRow.hter.is_not(None),
    )
    rows = session.execute(edited).all()
    done = sum((row.hter or 0.0) * count_words(row.machine) for row in rows)
    return max(0.0, article.estimated - done)
