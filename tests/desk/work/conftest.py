"""What tests of the desk's work share: rules that are warm, and articles that wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from qa.desk.people.person import Person
from qa.desk.queue.adding import NewArticle, add_article
from qa.desk.store.database import Database
from qa.desk.work.checking import Checker
from qa.desk.work.sides import Texts
from qa.desk.work.worker import Worker
from tests.conftest import ROOT, WITHOUT_ESTIMATE

Post = Callable[..., int]


def bundled(side: str) -> str:
    """A side of the bundled article: `mt.id`, `src.en`, `ref.id`."""
    return (ROOT / "examples" / f"article.{side}.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def checker() -> Iterator[Checker]:
    """Checks without the estimate."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in WITHOUT_ESTIMATE.items():
            patch.setenv(name, value)
        yield Checker()


@pytest.fixture
def article_texts() -> Texts:
    return Texts("article", bundled("mt.id"), bundled("src.en"), bundled("ref.id"))


@pytest.fixture
def worker(database: Database, checker: Checker) -> Worker:
    """A worker in this process."""
    return Worker(database, lambda: checker.check, private=True)


@pytest.fixture
def post(database: Database, editor: Person) -> Post:
    """Puts an article on the desk: `post(name, mt, **more)`; its id."""

    def put(name: str, mt: str = "Rumah itu itu besar sekali.", **more: str) -> int:
        with database.writing() as session:
            return add_article(session, editor, NewArticle(mt, name, **more)).id

    return put


@pytest.fixture
def without_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    """For processes that tests start."""
    for name, value in WITHOUT_ESTIMATE.items():
        monkeypatch.setenv(name, value)
