"""The server's log keeps secrets."""

from __future__ import annotations

import logging

import pytest

from qa.desk.store.database import Database
from qa.desk.web.guard.quiet import keep_quiet
from tests.desk.people.doors import LOCAL, desk_app

pytestmark = pytest.mark.desk

SECRETS = ("hunter2hunter2", "cdk_abcDEF-123_x", "s3cr3t-article-words")


@pytest.fixture
def logger() -> logging.Logger:
    keep_quiet()
    keep_quiet()
    return logging.getLogger("uvicorn.access")


@pytest.mark.parametrize(
    "path",
    [
        "/login?next=/x&password=hunter2hunter2&name=Sari",
        "/login?hunter2hunter2",
        "/api/queue?token=cdk_abcDEF-123_x",
        "/cdk_abcDEF-123_x/y",
        "/?words=s3cr3t-article-words&state=waiting",
        "/x?page=cdk_abcDEF-123_x-and-more",
        "/x?state=1;password=hunter2hunter2",
    ],
)
def test_no_secret_of_an_address_is_written(
    logger: logging.Logger, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    with caplog.at_level(logging.INFO, "uvicorn.access"):
        logger.info('%s - "%s %s HTTP/%s" %d', "1.2.3.4:5", "GET", path, "1.1", 200)
    assert not [secret for secret in SECRETS if secret in caplog.text]
    assert path.partition("?")[0].replace("cdk_abcDEF-123_x", "cdk_…") in caplog.text
    assert "GET" in caplog.text


def test_what_is_no_secret_is_written(
    logger: logging.Logger, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "uvicorn.access"):
        logger.info('"%s %s %s"', "x", "GET", "/?state=waiting&page=2", extra={})
        logger.info("a line with cdk_abcDEF-123_x in it")
    assert "/?state=waiting&page=2" in caplog.text
    assert "a line with cdk_… in it" in caplog.text


def test_it_is_on_once(database: Database, logger: logging.Logger) -> None:
    desk_app(database, LOCAL)
    desk_app(database, LOCAL)
    assert len(logger.filters) == 1
