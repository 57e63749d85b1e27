"""The bundled example: a real article, to try the desk on."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from qa.desk.errors import NotThereError
from qa.desk.queue.adding import NewArticle, add_article
from qa.desk.web.context import Editor, TheDesk

router = APIRouter()
_DESK = Path(__file__).parents[2]
_FOLDERS = (_DESK / "example", _DESK.parents[1] / "examples")
"""Inside the wheel, and in a checkout."""
_MT, _SOURCE, _REFERENCE = "article.mt.id.txt", "article.src.en.txt", "article.ref.id.txt"


@router.post("/example")
def example(desk: TheDesk, person: Editor) -> Response:
    """Put the example on the desk, and lead to it."""
    with desk.database.writing() as session:
        article = add_article(session, person, bundled())
    return RedirectResponse(f"/articles/{article.id}", HTTPStatus.SEE_OTHER)


def bundled() -> NewArticle:
    """The example. Raises NotThereError where it was not installed."""
    folder = next((one for one in _FOLDERS if (one / _MT).is_file()), None)
    if folder is None:
        raise NotThereError("the example was not installed with this copydesk; add an article")
    return NewArticle(
        mt=_read(folder / _MT),
        source=_read(folder / _SOURCE),
        reference=_read(folder / _REFERENCE),
        name="example: defence ministers",
        title="Menteri Pertahanan Kazakhstan di Tel Aviv",
        language="id",
        source_language="en",
        origin="copydesk",
        desk="example",
        system="example",
    )


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip()
