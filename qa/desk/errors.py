"""What the desk refuses, and how a page or a program is told: each has its HTTP status."""

from __future__ import annotations

from http import HTTPStatus
from typing import ClassVar

from corpora.errors import CopydeskError


class DeskError(CopydeskError):
    """Something that the desk refuses; its text is one sentence for the person who asked."""

    status: ClassVar[HTTPStatus] = HTTPStatus.BAD_REQUEST


class NotThereError(DeskError):
    """There is no such article, flag, rule or person."""

    status = HTTPStatus.NOT_FOUND


class ConflictError(DeskError):
    """Somebody was quicker: the flag is dealt with, the article open elsewhere, the text newer."""

    status = HTTPStatus.CONFLICT


class ForbiddenError(DeskError):
    """The person may not do this."""

    status = HTTPStatus.FORBIDDEN


class InvalidError(DeskError):
    """What was sent makes no sense."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


def N_(message: str) -> str:  # noqa: N802 — gettext's name for it
    """Mark a message that is translated where it is shown."""
    return message
