"""A toy of the rules: a word written twice is a fault, and one of them is suggested."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence

from corpora.text import FileRange, Severity, Span
from qa.desk.editing.reconcile import row_of
from qa.desk.editing.tally import tally
from qa.desk.store.articles import Article, SegmentRow
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.words import FlagState, State
from qa.desk.work.sides import Again, Sides
from reports.result import FlagResult, Place

RULE = "doubled-word"
_DOUBLED = re.compile(r"\b(\w+) \1\b")


class Toy:
    """Looks again as the real rules do; `asked` counts how often."""

    def __init__(self) -> None:
        self.asked = 0
        self.is_deaf = False

    def again(
        self,
        name: str,
        segments: Sequence[Sides],
        language: str | None,
        source_language: str | None,
        *,
        passing: bool = False,
    ) -> Again | None:
        del language, source_language, passing
        self.asked += 1
        if self.is_deaf:
            return None
        found = (flag for one in segments for flag in flags_of(name, one.number, one.mt))
        return Again(tuple(found), frozenset({RULE}))

    def close(self) -> None:
        pass


def flags_of(name: str, segment: int, text: str) -> Iterator[FlagResult]:
    for count, match in enumerate(_DOUBLED.finditer(text)):
        around = text[max(0, match.start() - 12) : match.end() + 12]
        print_ = hashlib.sha256(f"{name}/{segment}/{around}/{count}".encode()).hexdigest()[:16]
        yield FlagResult(
            rule=RULE,
            severity=Severity.MAJOR,
            category="fluency/grammar",
            confidence=0.8,
            message=f"‘{match[1]}’ twice",
            suggestion=match[1],
            fingerprint=print_,
            segment=segment,
            span=Span(match.start(), match.end()),
            text=match[0],
            place=Place(name, FileRange(match.start(), match.end()), 1, 1),
        )


def put(database: Database, *texts: str, name: str = "story", language: str = "id") -> int:
    """An article that was checked by the toy; its id."""
    with database.writing() as session:
        article = Article(
            name=name,
            title=name,
            mt="\n".join(texts),
            language=language,
            state=State.WAITING,
            checks=1,
            words=sum(len(text.split()) for text in texts),
        )
        session.add(article)
        session.flush()
        for number, text in enumerate(texts):
            session.add(
                SegmentRow(
                    article_id=article.id, number=number, machine=text, text=text, source=None
                )
            )
            for flag in flags_of(name, number, text):
                session.add(row_of(flag, article.id, flag.confidence, FlagState.OPEN))
        tally(session, article, now())
        return article.id
