"""What the queue knows of an article, counted anew from its flags."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from corpora.text import Severity
from qa.desk.queue.ranking import rank_of
from qa.desk.store.articles import Article, FlagRow
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
    edits = article.edits or 0.0
    article.rank = rank_of(article.weight, edits, article.words, article.received)
    article.version += 1
    article.changed = moment
