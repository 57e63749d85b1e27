"""Safe suggestions, written into the files they belong to.

Only what a rule calls safe is written: spelling that a standard rules out, spacing, damaged
characters, a missing full stop. Words that the file writes with escapes or tags within them are
left alone, and where two suggestions overlap the first one wins.
"""

from __future__ import annotations

import codecs
import difflib
import os
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpora.encodings import decode
from corpora.errors import InputError, UsageError
from corpora.opening import is_url
from corpora.text import Document, FileRange, Flag, Passage, Side, TextFile

_ESCAPED = frozenset('"&<>\\')
"""Signs that one format or another writes otherwise."""
_MARKS = {
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


@dataclass(frozen=True, slots=True)
class Edit:
    """Code points of a file and what to write for them."""

    place: FileRange
    right: str
    rule: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file, its edits in order, and its text with them."""

    file: TextFile
    edits: tuple[Edit, ...]
    text: str

    def diff(self) -> str:
        """What changes, as a unified diff."""
        old, new = self.file.text.splitlines(keepends=True), self.text.splitlines(keepends=True)
        path = Path(self.file.path).as_posix()
        lines = difflib.unified_diff(old, new, f"a/{path}", f"b/{path}")
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def fixes(checked: Iterable[tuple[Document, Sequence[Flag]]]) -> list[Fixed]:
    """The files that have something safe to change, with their edits."""
    files: dict[str, TextFile] = {}
    edits: dict[str, list[Edit]] = defaultdict(list)
    for document, flags in checked:
        for flag in flags:
            passage = document.segments[flag.segment].mt
            edit = _edit(passage, flag)
            if edit is not None:
                _check_writable(passage.file)
                files[passage.file.path] = passage.file
                edits[passage.file.path].append(edit)
    return [_fixed(files[path], found) for path, found in edits.items()]


def _check_writable(file: TextFile) -> None:
    """Raise UsageError for what cannot be mended where it lies."""
    if file.extracted:
        why = "it is no text file; write the flags into a copy with 'copydesk check --report'"
    elif is_url(file.path) or file.path == "<stdin>":
        why = "it is not on this machine; fetch it first"
    elif file.window:
        why = "it is too large; split it first"
    elif file.packed:
        why = "it is packed; unpack it first"
    else:
        return
    raise UsageError(f"{file.path}: cannot be mended in place: {why}")


def _edit(passage: Passage, flag: Flag) -> Edit | None:
    if not flag.safe or flag.suggestion is None or flag.span.side is not Side.TRANSLATION:
        return None
    place = passage.to_file(flag.span)
    written = passage.file.slice(place.start, place.end)
    as_read = passage.text[flag.span.start : flag.span.end]
    plain = written == as_read and flag.suggestion.isprintable()
    plain = plain and _ESCAPED.isdisjoint(flag.suggestion)
    return Edit(place, flag.suggestion, flag.rule) if plain else None


def _fixed(file: TextFile, edits: Iterable[Edit]) -> Fixed:
    kept: list[Edit] = []
    parts: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda one: (one.place.start, one.place.end, one.rule)):
        if edit.place.start < at:
            continue
        parts += [file.text[at : edit.place.start], edit.right]
        at = edit.place.end
        kept.append(edit)
    return Fixed(file, tuple(kept), "".join([*parts, file.text[at:]]))


def write(fixed: Fixed) -> None:
    """Write a file whole or not at all, in its own encoding, with its byte order mark and mode.

    A link stays a link. Raises UsageError where that cannot be done, and where somebody has changed
    the file since it was read.
    """
    path, temporary = Path(fixed.file.path).resolve(), ""
    try:
        before = path.read_bytes()
        if not _is_as_read(before, fixed.file):
            what = "has been changed meanwhile, and is left as it is; run it once more"
            raise UsageError(f"{fixed.file.path}: {what}")
        data = _mark(before, fixed.file.encoding) + fixed.text.encode(fixed.file.encoding)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        shutil.copymode(path, temporary)
        Path(temporary).replace(path)
    except (OSError, UnicodeEncodeError) as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise UsageError(f"{fixed.file.path}: cannot be written ({error})") from None


def _is_as_read(data: bytes, file: TextFile) -> bool:
    try:
        return decode(file.path, data, file.encoding).text == file.text
    except InputError:
        return False


def _mark(data: bytes, encoding: str) -> bytes:
    """The byte order mark that the file began with."""
    mark = _MARKS.get(encoding, codecs.BOM_UTF8 if encoding == "utf-8" else b"")
    return mark if mark and data.startswith(mark) else b""
