"""Signing an article off: who, when, how long, and how much was changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from metrics.ter.edits import Pair, edits
from qa.desk.editing.changes import words_of
from qa.desk.store.articles import Article, SegmentRow


def hter_of(session: Session, article: Article) -> float:
    """The edits from the machine's text to the final one, for each word of the final one.

    Snover et al. 2006 (aclanthology.org/2006.amta-papers.25), counted segment by segment as TER is;
    words and signs are apart, letters' case counts. Without a word left it is 1, or 0 if there was
    none.
    """
    rows = session.scalars(select(SegmentRow).where(SegmentRow.article_id == article.id)).all()
    return hter([row.machine for row in rows], [row.text for row in rows])


def hter(machine: Sequence[str], final: Sequence[str]) -> float:
    """The same for texts, segment by segment."""
    pairs = [
        Pair(_words(before), _words(after)) for before, after in zip(machine, final, strict=True)
    ]
    made = int(edits([pair for pair in pairs if pair.hypothesis != pair.reference]).sum())
    words = sum(len(pair.reference) for pair in pairs)
    return made / words if words else float(made > 0)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in words_of(text) if not word.isspace())
