"""One key, sent at the same moment for two articles: one is done, the other refused."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from qa.desk.editing import editor as acting
from qa.desk.editing.editor import Editor
from qa.desk.errors import ConflictError
from qa.desk.people.person import Person
from qa.desk.store.articles import Action
from qa.desk.store.database import Database
from tests.desk.editing.at_work import TEXTS, flags
from tests.desk.editing.toy import put
from tests.desk.together.meeting import Meeting

pytestmark = pytest.mark.desk

KEY = "the same"
Act = Callable[[Editor, Person, int], object]


def _dismiss(desk: Editor, person: Person, article: int) -> object:
    return desk.dismiss(person, article, flags(desk.database, article)[0].id, "a name", KEY)


def _sign_off(desk: Editor, person: Person, article: int) -> object:
    return desk.sign_off(person, article, KEY)


def _take_back(desk: Editor, person: Person, article: int) -> object:
    return desk.take_back(person, article, KEY)


@pytest.mark.parametrize("act", [_dismiss, _sign_off, _take_back])
def test_a_key_sent_for_two_articles_at_once_is_used_once(
    desk: Editor, database: Database, editor: Person, monkeypatch: pytest.MonkeyPatch, act: Act
) -> None:
    articles = [put(database, *TEXTS, name=name) for name in ("first", "second")]
    if act is _take_back:
        for number, article in enumerate(articles):
            desk.sign_off(editor, article, f"sign-off {number}")
    meeting, real = Meeting(), acting.done_already

    def done_already(*asked: object) -> Action | None:
        found = real(*asked)  # type: ignore[arg-type]
        meeting.wait()
        return found

    monkeypatch.setattr(acting, "done_already", done_already)
    with ThreadPoolExecutor(2) as pool:
        done = [pool.submit(act, desk, editor, article) for article in articles]
        became = [one.exception() for one in done]
    assert sorted(map(type, became), key=str) == [type(None), ConflictError]
    with database.reading() as session:
        assert len(session.scalars(select(Action).where(Action.key == KEY)).all()) == 1
