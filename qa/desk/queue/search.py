"""Full-text search: every word must occur in the title or a text, as a word or as part of one.

Letter case and width do not count; no word is too short and no script is left out. SQLite finds
words of three characters and more in its table of trigrams, PostgreSQL in its index of them; the
shorter ones (most of Chinese) are looked for in the articles that the other filters leave.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, Integer, and_, column, select, table, text, true

from qa.desk.queue.texts import folded
from qa.desk.store.articles import Article

_TRIGRAM = 3
_MOST = 20
_TRIGRAMS = table("article_search", column("rowid", Integer), column("article_search"))


def words_in(search: str) -> tuple[str, ...]:
    """The words that are looked for, each once; more than twenty are left out."""
    return tuple(dict.fromkeys(folded(search).replace("\0", " ").split()))[:_MOST]


def holds(search: str, *, is_sqlite: bool) -> ColumnElement[bool]:
    """The condition that an article has all the words; true where there are none."""
    words = words_in(search)
    if not words:
        return true()
    if not is_sqlite:
        return and_(*map(_contains, words))
    long = [word for word in words if len(word) >= _TRIGRAM]
    short = [_contains(word) for word in words if len(word) < _TRIGRAM]
    return and_(_matches(long), *short) if long else and_(*short)


def _contains(word: str) -> ColumnElement[bool]:
    return Article.folded.contains(word, autoescape=True)


def _matches(words: list[str]) -> ColumnElement[bool]:
    asked = " ".join('"' + word.replace('"', '""') + '"' for word in words)
    found = select(_TRIGRAMS.c.rowid).where(text("article_search MATCH :search"))
    return Article.id.in_(found.params(search=asked).scalar_subquery())
