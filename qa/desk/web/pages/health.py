"""Whether the desk works, for whoever watches over it."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from qa.desk.web.context import TheDesk

router = APIRouter()


@router.get("/health")
def health(desk: TheDesk) -> Response:
    """`ok` with 200 if the database answers, else 503. Nobody needs to be known."""
    try:
        with desk.database.reading() as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        told = {"status": "the database does not answer"}
        return JSONResponse(told, HTTPStatus.SERVICE_UNAVAILABLE)
    return JSONResponse({"status": "ok"})
