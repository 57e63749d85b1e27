"""A feed's items as articles: their texts, and when and where they were published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from corpora.files import text_of
from corpora.markup.feeds import stories
from corpora.markup.languages import language_of
from corpora.markup.stories import Story
from corpora.markup.xml_tree import Element, tree, words_of
from corpora.opening import in_memory
from qa.desk.queue.adding import EARLIEST, NewArticle
from qa.desk.queue.texts import LONGEST_NAME
from qa.desk.work.fetching import Fetched
from qa.desk.work.names import a_line

_DATES = ("published", "pubDate", "date", "updated", "issued", "modified")
"""The elements that say when an item was published, the surest first (Atom, RSS, Dublin Core)."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself, and its items."""

    title: str
    articles: tuple[NewArticle, ...]


def feed_of(fetched: Fetched) -> Feed:
    """The items of a feed that have text. Raises InputError for what is no feed.

    Items without a date, or with one before 1970, are of now.
    """
    file = text_of(in_memory(fetched.name, fetched.data), None, [])
    root = tree(file)
    items = list(root.within("item", "entry"))
    pairs = zip(items, stories(file), strict=True)
    title = _title(root) or fetched.host
    return Feed(title, tuple(_articles(list(pairs), fetched.host, title)))


def _articles(
    pairs: Sequence[tuple[Element, Story]], host: str, title: str
) -> Iterator[NewArticle]:
    seen = Counter[str]()
    for item, story in pairs:
        paragraphs = [" ".join(one.text.split()) for one in story.paragraphs]
        text = "\n".join(one for one in paragraphs if one)
        if not text:
            continue
        seen[story.id] += 1
        again = f" ({seen[story.id]})" if seen[story.id] > 1 else ""
        yield NewArticle(
            mt=text,
            name=a_line(f"{host}/{story.id}{again}", LONGEST_NAME),
            language=language_of(story.language),
            origin=a_line(title, LONGEST_NAME),
            received=_published(item),
        )


def _title(root: Element) -> str:
    for head in (*root.all("channel"), root):
        for one in head.children:
            if one.name == "title" and one.space == head.space:
                return " ".join(words_of(one).split())
    return ""


def _published(item: Element) -> datetime | None:
    for name in _DATES:
        for one in item.all(name):
            found = moment_of(words_of(one))
            if found is not None and found >= EARLIEST:
                return found
    return None


def moment_of(text: str) -> datetime | None:
    """A date as feeds write it (RFC 5322, ISO 8601), in UTC; None for what is none."""
    for parse in (parsedate_to_datetime, datetime.fromisoformat):
        try:
            found = parse(text.strip())
            return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)
        except (ValueError, OverflowError, IndexError, TypeError):
            continue
    return None
