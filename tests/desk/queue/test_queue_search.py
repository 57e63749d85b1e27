from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qa.desk.people.person import Person
from qa.desk.queue.filters import Filters
from qa.desk.queue.listing import listing
from qa.desk.queue.search import words_in
from qa.desk.queue.texts import folded
from qa.desk.store.articles import Article
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from tests.desk.queue.made import waiting

pytestmark = pytest.mark.desk

_TEXTS = {
    "id": "Presiden menandatangani 100% undang_undang di Jakarta.",
    "kk": "Президент заңға Астанада қол қойды.",
    "zh": "总统星期一在北京签署了法案。",
    "ar": "وقع الرئيس القانون يوم الاثنين",
    "de": 'Die Straße ist GROSS, sagte "Müller".',
}


def _found(database: Database, person: Person, words: str) -> set[str]:
    with database.reading() as session:
        rows = listing(session, Filters(words=words), person, now()).rows
        return {row.name for row in rows}


_FOUND = {
    "presiden": {"id"},
    "PRESIDEN jakarta": {"id"},
    "presiden berlin": set(),
    "anda": {"id"},
    "АСТАНА": {"kk"},
    "қол": {"kk"},
    "北京": {"zh"},
    "法": {"zh"},
    "北京 星期一": {"zh"},
    "القانون": {"ar"},
    "strasse": {"de"},
    "ＧＲＯＳＳ": {"de"},
    '"müller"': {"de"},
    "100%": {"id"},
    "1%0": set(),
    "g_u": {"id"},
    "d_u": set(),
    "%": {"id"},
    "_": {"id"},
    "/": set(),
    "\\": set(),
    "OR": set(),
    "NEAR(": set(),
    "folded:": set(),
    "*": set(),
    "' OR 1=1 --": set(),
    "": set(_TEXTS),
    "  ": set(_TEXTS),
}


def test_every_word_must_occur(database: Database, editor: Person) -> None:
    for name, mt in _TEXTS.items():
        waiting(database, name, mt=mt, title=".")
    assert {words: _found(database, editor, words) for words in _FOUND} == _FOUND


def test_title_and_source_are_searched_and_kept_in_step(database: Database, editor: Person) -> None:
    article = waiting(database, "a", title="Kabar pagi", source="Morning news")
    assert _found(database, editor, "kabar morning") == {"a"}
    with database.writing() as session:
        session.get_one(Article, article).folded = folded("Sesuatu yang lain")
    assert _found(database, editor, "kabar") == set()
    assert _found(database, editor, "sesuatu") == {"a"}
    with database.writing() as session:
        session.delete(session.get_one(Article, article))
    assert _found(database, editor, "sesuatu") == set()


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(
    text=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40),
    cut=st.tuples(st.integers(0, 40), st.integers(1, 8)),
)
def test_any_part_of_a_text_finds_it(
    database: Database, editor: Person, text: str, cut: tuple[int, int]
) -> None:
    with database.writing() as session:
        for row in session.query(Article):
            session.delete(row)
    waiting(database, "a", mt=text)
    part = folded(text)[cut[0] : cut[0] + cut[1]]
    assert _found(database, editor, part) == {"a"}


def test_a_word_counts_once_and_not_too_many() -> None:
    assert words_in("Satu satu SATU dua") == ("satu", "dua")
    assert len(words_in(" ".join(map(str, range(99))))) == 20
