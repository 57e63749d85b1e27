"""How articles come in: one by one, or many in a file or a feed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpora.errors import LanguageError
from corpora.languages import parse
from corpora.opening import shown
from qa.desk.errors import ConflictError, ForbiddenError, InvalidError
from qa.desk.people.log import record
from qa.desk.people.person import Person
from qa.desk.queue.naming import place_of
from qa.desk.queue.texts import (
    LONGEST_TITLE,
    checked_address,
    checked_line,
    checked_text,
    first_line,
    folded,
    is_shown,
)
from qa.desk.store.articles import Article
from qa.desk.store.columns import now
from qa.desk.store.people import User
from qa.desk.store.turns import one_by_one
from qa.desk.store.work import Intake
from qa.desk.words import JobKind, Role, State
from qa.desk.work import jobs

_LOCK = 0x61646465
"""The number by which those who add articles to a PostgreSQL database wait for each other.

Two that take the same story's next round would clash. One lock for all stories: an import adds
many, in its own order.
"""
_LOCK_OF_KEYS = 0x6B657973
"""The number by which those wait who send files and feeds with a key."""
_LONGEST_TAG = 40
EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
FIELDS = ("system", "origin", "desk", "language", "source_language")
"""What a sender may say of all articles in a file or a feed."""


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article that comes in: whole texts, a paragraph a line.

    The `name` is the story's: another translation of that name is its next round. Without one the
    article is a story of its own. Without a `title` it is the first line of the translation.
    Without languages the texts tell. `received` is now if it is None or later; of a feed's item it
    is when it was published: news ages from then, and statistics count it on that day.
    """

    mt: str
    name: str = ""
    title: str = ""
    source: str | None = None
    reference: str | None = None
    language: str | None = None
    source_language: str | None = None
    system: str = ""
    origin: str = ""
    desk: str = ""
    received: datetime | None = None


def add_article(session: Session, person: Person, new: NewArticle) -> Article:
    """Put an article on the desk, to be checked.

    Another translation of a story that is there (the same name) is its next round; earlier ones
    that nobody signed off are replaced. One without a name replaces nothing: it is called as its
    title, and numbered (`title (2)`) where that is taken. The very same texts again, under that
    name or title, change nothing: the article that is there is returned. Raises InvalidError for
    what cannot be kept, ForbiddenError.
    """
    _need_active(session, person)
    new = _filled(new)
    one_by_one(session, _LOCK)
    place = place_of(session, new)
    if place.same is not None:
        return place.same
    earlier = place.earlier
    article = _article(replace(new, name=place.name), earlier[0].round + 1 if earlier else 1)
    session.add(article)
    session.flush()
    _replace(earlier, article.changed)
    jobs.put(session, JobKind.CHECK, article_id=article.id)
    record(session, person, "article added", article.name, round=article.round)
    return article


def add_intake(  # noqa: PLR0913, PLR0917 — what comes in, from whom, and what is said of it
    session: Session,
    person: Person,
    name: str,
    payload: bytes | str,
    fields: Mapping[str, str | None],
    key: str | None = None,
) -> Intake:
    """Take a file's bytes, or a feed's address (a string); a worker makes articles of it.

    `fields` say of all its articles what `FIELDS` names. `key` is the sender's name for sending it:
    the second time, the intake of the first is returned. Raises InvalidError, ForbiddenError, and
    ConflictError where something else was sent with that key.
    """
    _need_active(session, person)
    checked_line("name", name)
    is_file = isinstance(payload, bytes)
    if isinstance(payload, str):
        checked_address(payload)
    if not payload:
        raise InvalidError("the file is empty")
    intake = Intake(
        name=(name or "file") if is_file else (shown(name) or "feed"),
        payload=payload if is_file else None,
        url=None if is_file else payload,
        fields=_fields(fields),
        user_id=person.id,
        key=key,
    )
    if (earlier := _sent_before(session, intake)) is not None:
        return earlier
    session.add(intake)
    session.flush()
    jobs.put(session, JobKind.IMPORT, intake_id=intake.id)
    record(session, person, "intake added", intake.name, kind="file" if is_file else "feed")
    return intake


def language_of(text: str | None, what: str = "") -> str | None:
    """A language as BCP 47 has it, None for none. Raises InvalidError for what is no language.

    `what` says which one it is, where there are several.
    """
    if not text or not text.strip():
        return None
    where = f"{what}: " if what else ""
    try:
        tag = parse(text)
    except LanguageError as error:
        raise InvalidError(f"{where}{error}") from None
    if len(tag) > _LONGEST_TAG:
        raise InvalidError(f"{where}a language's tag has at most {_LONGEST_TAG} characters")
    return tag


def _need_active(session: Session, person: Person) -> None:
    """Whoever asks for them: an account that is shut out has articles added by nobody."""
    person.need(Role.EDITOR)
    user = session.get(User, person.id)
    if user is not None and not user.active:
        raise ForbiddenError(f"{user.name} is shut out, and sends nothing")


def _sent_before(session: Session, intake: Intake) -> Intake | None:
    if intake.key is None:
        return None
    one_by_one(session, _LOCK_OF_KEYS)
    earlier = session.scalar(select(Intake).where(Intake.key == intake.key))
    if earlier is None:
        return None
    told = (intake.user_id, intake.name, intake.url, intake.fields)
    if told != (earlier.user_id, earlier.name, earlier.url, earlier.fields):
        raise ConflictError("something else was sent with this key already; make a new one")
    return earlier


def _filled(new: NewArticle) -> NewArticle:
    """The same with what it lacks, checked."""
    checked_text("translation", new.mt)
    checked_text("source", new.source)
    checked_text("reference", new.reference)
    if not is_shown(new.mt):
        raise InvalidError("the translation is empty")
    for what in ("name", "title", "system", "origin", "desk"):
        checked_line(what, getattr(new, what))
    title = new.title.strip() or first_line(new.mt, LONGEST_TITLE)
    moment = now()
    return replace(
        new,
        name=new.name.strip(),
        title=title,
        source=new.source if is_shown(new.source) else None,
        reference=new.reference if is_shown(new.reference) else None,
        language=language_of(new.language, "language"),
        source_language=language_of(new.source_language, "source_language"),
        received=min(_when(new.received) or moment, moment),
    )


def _when(moment: datetime | None) -> datetime | None:
    """A moment without a zone is taken for UTC."""
    if moment is None:
        return None
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if zoned < EARLIEST:
        raise InvalidError(f"received: {EARLIEST.year} or later is wanted")
    return zoned


def _article(new: NewArticle, number: int) -> Article:
    moment = now()
    return Article(
        name=new.name,
        round=number,
        title=new.title,
        system=new.system.strip(),
        origin=new.origin.strip(),
        desk=new.desk.strip(),
        language=new.language,
        source_language=new.source_language,
        mt=new.mt,
        source=new.source,
        reference=new.reference,
        folded=folded(new.title, new.mt, new.source, new.reference),
        received=new.received or moment,
        changed=moment,
    )


def _replace(earlier: Sequence[Article], moment: datetime) -> None:
    for article in earlier:
        if article.state not in (State.SIGNED, State.REPLACED):
            article.state = State.REPLACED
            article.held_by = article.held_since = article.seen = None
            article.version += 1
            article.changed = moment


def _fields(fields: Mapping[str, str | None]) -> dict[str, Any]:
    if unknown := ", ".join(sorted(set(fields) - set(FIELDS))):
        raise InvalidError(f"unknown field: {unknown}")
    found = {name: value.strip() for name, value in fields.items() if value and value.strip()}
    for name, value in found.items():
        checked_line(name, value)
    for name in ("language", "source_language"):
        if (tag := language_of(found.get(name), name)) is not None:
            found[name] = tag
    return found
