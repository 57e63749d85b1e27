"""What a writer is: one file a format, in `reports/writers/`.

A writer's module exposes `writer = Writer(…)`; its id, its file's name, is what `--report
id=path` asks for.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpora.errors import UsageError

if TYPE_CHECKING:
    from reports.result import DocumentResult, Result
    from reports.table import Sheet


@dataclass(frozen=True, slots=True)
class Style:
    """How a writer may dress its text: with colours, and within how many columns.

    `link` is where the page for people (the HTML report) will be found, empty for nowhere.
    """

    colour: bool = False
    width: int = 100
    link: str = ""


@dataclass(frozen=True, slots=True)
class Writer:
    """A format: `render` turns a result into the whole report, text or bytes.

    `show` does so with a sheet of numbers; a format that has no use for sheets leaves it out.
    `stream` writes a result whose documents come one by one, in constant memory; its result has
    none of its own.
    """

    render: Callable[[Result, Style], str | bytes]
    show: Callable[[Sheet, Style], str] | None = None
    stream: Callable[[Result, Iterable[DocumentResult]], Iterator[str]] | None = None


def write_whole(path: str, content: str | bytes) -> None:
    """Write a file whole or not at all: into a temporary file beside it, then renamed.

    Raises UsageError where the folder cannot be written to.
    """
    write_parts(path, [content])


def write_parts(path: str, parts: Iterable[str | bytes]) -> None:
    """As `write_whole`, with what comes part by part."""
    target = Path(path)
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from None
    try:
        with os.fdopen(handle, "wb") as file:
            for part in parts:
                file.write(part.encode("utf-8") if isinstance(part, str) else part)
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(target)
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise UsageError(f"{path}: cannot be written ({error.strerror})") from None
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
