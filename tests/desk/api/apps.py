"""The real application, local, with toy rules."""

from __future__ import annotations

from fastapi import FastAPI

from qa.desk.errors import DeskError
from qa.desk.settings import Settings
from qa.desk.store.database import Database
from qa.desk.web.api.problems import problems
from qa.desk.web.app import create_app
from qa.desk.web.context import Desk
from qa.desk.web.errors import error_pages
from tests.desk.editing.toy import Toy

HOST = "localhost"


def api_app(database: Database) -> FastAPI:
    """An application that answers to `localhost`, and to what test clients call themselves."""
    found = create_app(Desk(database, Settings(hosts=(HOST, "testserver")), Toy()))
    if DeskError not in found.exception_handlers:
        problems(found)
        error_pages(found)
    return found
