"""The application: pages, API, assets, and the guard before them.

A page or a part of the API is a module that exposes a `router`; adding one touches no other file.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

from qa.desk.web import api, pages
from qa.desk.web.api.problems import problems
from qa.desk.web.context import Desk
from qa.desk.web.errors import error_pages
from qa.desk.web.guard.protect import protect
from qa.version import copydesk_version

API = "/api"


def create_app(desk: Desk) -> FastAPI:
    """The application that serves a desk."""
    app = FastAPI(
        title="copydesk: the editors' desk",
        version=copydesk_version(),
        openapi_url=f"{API}/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.desk = desk
    for router in _routers(pages):
        app.include_router(router, include_in_schema=False)
    for router in _routers(api):
        app.include_router(router, prefix=API)
    static = Path(__file__).with_name("static")
    app.mount("/static", StaticFiles(directory=static), name="static")
    problems(app)
    error_pages(app)  # what is not asked for under /api is answered with a page
    protect(app, desk)
    return app


def _routers(package: ModuleType) -> Iterator[APIRouter]:
    for found in pkgutil.iter_modules(package.__path__):
        module = import_module(f"{package.__name__}.{found.name}")
        if isinstance(router := vars(module).get("router"), APIRouter):
            yield router
