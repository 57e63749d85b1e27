"""A desk in the midst of a day: articles of all states, flags of all kinds, several scripts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from corpora.text import Severity, Side
from qa.desk.editing.editor import Editor
from qa.desk.learning.muting import set_mode
from qa.desk.people.accounts import add_user
from qa.desk.people.person import Person
from qa.desk.queue.claims import claim
from qa.desk.store.articles import FlagRow
from qa.desk.store.columns import now
from qa.desk.store.database import Database, opened
from qa.desk.words import Mute, Role, State
from tests.browser.desk_server import PASSWORD
from tests.desk.crash.served import Served
from tests.desk.pages.browsing import Answering, Fault, put

TEXTS = (
    "Harga minyak naik naik lagi pada hari Senin, kata menteri pertahanan.",
    "Pasar tetap tenang, tetapi para pedagang menunggu keputusan.",
    "Menteri itu tidak hadir dalam rapat yang berlangsung selama lima jam di Jakarta.",
)
SOURCES = (
    "Oil prices rose again on Monday, the minister said.",
    "The market stayed calm, but traders wait for the decision.",
    "The minister was present at the meeting of five hours in Jakarta.",
)
FAULTS = (
    Fault("naik naik", "naik"),
    Fault("menteri pertahanan", "menteri", 0, Severity.MAJOR, "number-mismatch", "not in it"),
    Fault("tenang", None, 1, Severity.NEUTRAL, "false-friend", "often means something else"),
    Fault("", None, 1, Severity.MAJOR, "untranslated", "something is missing"),
    Fault("tidak", "", 2, Severity.CRITICAL, "negation", "the source does not deny it"),
    Fault("five", None, 2, Severity.MINOR, "number-mismatch", "5 elsewhere", Side.SOURCE),
    Fault("Jakarta", None, 2, state="muted"),
    Fault("rapat", None, 2, state="silent", rule="false-friend"),
)
ARABIC = (
    "اجتمع وزيرا الدفاع في أستانا يوم الاثنين وبحثا التعاون بين البلدين في مجال الأمن.",
    "وقال الوزير الوزير إن الاتفاق سيُوقَّع في عام 2025 مع شركة Airbus.",
)
CHINESE = (
    "两国国防部长星期一在阿斯塔纳举行会谈，讨论了双边安全合作以及军事技术合作的进一步发展问题。",
    "部长部长表示，协议将于2025年签署。",
)
JAPANESE = (
    "両国の国防相は月曜日にアスタナで会談し、安全保障分野における二国間協力について協議しました。",
    "国防相は国防相は協定に署名すると述べた。",
)


@dataclass(frozen=True, slots=True)
class Filled:
    """Where articles of each kind are."""

    flagged: int
    held: int
    signed: int
    failed: int
    checking: int
    arabic: int
    chinese: int
    japanese: int


@dataclass(frozen=True, slots=True)
class Midday:
    """Such a desk, served, and where its articles are."""

    desk: Served
    filled: Filled


def fill(path: Path) -> Filled:
    """A new database with people (Ibu Ketua, an admin; Sari and Budi, editors) and articles."""
    database = opened(str(path))
    try:
        admin = add_user(database, "test", "Ibu Ketua", PASSWORD, Role.ADMIN)
        sari = add_user(database, "test", "Sari", PASSWORD, Role.EDITOR)
        add_user(database, "test", "Budi", PASSWORD, Role.EDITOR)
        filled = _articles(database, sari)
        with database.writing() as session:
            set_mode(session, admin, "doubled-word", "id", Mute.OFF, "it is right here")
        return filled
    finally:
        database.close()


def _articles(database: Database, sari: Person) -> Filled:
    held = _story(database, "Sidang ditunda")
    with database.writing() as session:
        claim(session, sari, held, now())
    return Filled(
        flagged=_story(database, "Minyak naik"),
        held=held,
        signed=_signed(database, sari),
        failed=_bare(database, "Berkas rusak", State.FAILED, note="the file is no text"),
        checking=_bare(database, "Baru masuk", State.CHECKING),
        arabic=_foreign(database, "ar", ARABIC, "الوزير الوزير", "الوزير"),
        chinese=_foreign(database, "zh", CHINESE, "部长部长", "部长"),
        japanese=_foreign(database, "ja", JAPANESE, "国防相は国防相は", "国防相は"),
    )


def _story(database: Database, title: str) -> int:
    facts = {"edits": 6.5, "points": -3.2, "words": 28, "origin": "Kazinform", "desk": "luar"}
    return put(
        database,
        TEXTS,
        FAULTS,
        SOURCES,
        name=title,
        title=title,
        received=now() - timedelta(hours=len(title)),
        **facts,
    )


def _signed(database: Database, person: Person) -> int:
    number, editor = _story(database, "Panen raya"), Editor(database, Answering())
    with database.reading() as session:
        wanted = select(FlagRow.id).where(FlagRow.article_id == number).order_by(FlagRow.id)
        flags = session.scalars(wanted).all()
    editor.accept(person, number, flags[0], "accepted")
    editor.dismiss(person, number, flags[1], "house style", "dismissed")
    editor.edit(person, number, 1, "Pasar tetap sepi.", "edited")
    editor.sign_off(person, number, "signed")
    return number


def _bare(database: Database, title: str, state: State, **facts: Any) -> int:
    return put(database, (), (), name=title, title=title, state=state, mt=TEXTS[0], **facts)


def _foreign(
    database: Database, code: str, texts: tuple[str, ...], words: str, suggestion: str
) -> int:
    return put(
        database,
        texts,
        (Fault(words, suggestion, 1), Fault(texts[0][-6:], None)),
        ("The ministers met.", "They will sign."),
        name=code,
        title=texts[0][:40],
        language=code,
    )
