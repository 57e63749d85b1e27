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
    """As `write_whole`, with what comes part by part.

    A device or a pipe (`/dev/null`) is written to as it is: it must not be replaced.
    """
    target = Path(path)
    if target.exists() and not target.is_file():
        _write_into(target, parts)
        return
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror})") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(_encoded(parts))
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(target)
    except BaseException as error:
        Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise UsageError(f"{path}: cannot be written ({error.strerror})") from None
        raise


def _write_into(target: Path, parts: Iterable[str | bytes]) -> None:
    try:
        with target.open("wb") as file:
            file.writelines(_encoded(parts))
    except OSError as error:
        raise UsageError(f"{target}: cannot be written ({error.strerror})") from None


def _encoded(parts: Iterable[str | bytes]) -> Iterator[bytes]:
    return (part.encode("utf-8") if isinstance(part, str) else part for part in parts)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
