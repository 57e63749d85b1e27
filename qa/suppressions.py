"""Flags that shall stay silent: named in a file of their own, or in the article itself.

A list is TOML, an entry each with a reason:

    [[ignore]]
    rule = "calque"                 # or "*"
    file = "news/*.txt"             # optional: a glob
    words = "Pada gilirannya"       # optional: the flagged words
    fingerprint = "0123456789abcdef"  # optional: exactly this flag
    reason = "house style"
    author = "D. Editor"            # optional
    expires = 2027-01-31            # optional

In an article (`.txt`) a line of its own speaks for the paragraph below it:

    <!-- copydesk: ignore calque, official-spelling: quoted as it was said -->
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from wcmatch import glob

from corpora.comments import Comment, comments_in
from corpora.errors import ConfigError
from corpora.text import Document, Flag

FILE = "copydesk-ignore.toml"
_ANY, _NEVER = "*", "\0"
_GLOB = glob.GLOBSTAR | glob.DOTGLOB


class Ignore(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One entry of a list."""

    rule: str
    reason: str
    file: str | None = None
    words: str | None = None
    fingerprint: str | None = None
    author: str | None = None
    expires: dt.date | None = None

    def silences(self, flag: Flag, path: str, text: str) -> bool:
        """Whether a flag on these words in the file of this path shall be silent."""
        if self.rule not in (_ANY, flag.rule) or self.fingerprint not in (None, flag.fingerprint):
            return False
        if self.words is not None and self.words.casefold() != text.casefold():
            return False
        return self.file is None or glob.globmatch(path, self.file, flags=_GLOB)


class _List(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    ignore: tuple[Ignore, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    path: str
    line: int


@dataclass
class Suppressions:
    """The entries in force, which of them have been of use, and the rules that have run."""

    entries: Sequence[Ignore] = ()
    path: str = ""
    lines: Sequence[int] = ()
    used: set[int] = field(default_factory=set)
    ran: set[str] = field(default_factory=set)
    _inline: dict[_Place, bool] = field(default_factory=dict)
    """The comments whose rules have run, and whether they were of use."""
    _open: dict[str, list[Comment]] = field(default_factory=dict)
    """Those that end a window, and speak for the first line of the next."""

    def apply(
        self, document: Document, flags: Iterable[Flag], ran: Collection[str]
    ) -> tuple[Flag, ...]:
        """The flags of the rules that ran, without those that something silences."""
        self.ran.update(ran)
        comments = self._comments(document)
        for path, found in comments.items():
            for one in found:
                if one.rules & set(ran):
                    self._inline.setdefault(_Place(path, one.line), False)
        return tuple(f for f in flags if not self._silenced(document, f, comments))

    def _silenced(
        self,
        document: Document,
        flag: Flag,
        comments: Mapping[str, Sequence[Comment]],
    ) -> bool:
        segment = document.segments[flag.segment]
        passage = segment.on(flag.span.side) or segment.mt
        text = passage.text[flag.span.start : flag.span.end]
        path = Path(passage.file.path).as_posix()
        for number, entry in enumerate(self.entries):
            if entry.silences(flag, path, text):
                self.used.add(number)
                return True
        mt = segment.mt
        for comment in comments.get(mt.file.path, ()):
            if comment.covers(mt.file.line_of(mt.start)) and flag.rule in comment.rules:
                self._inline[_Place(mt.file.path, comment.line)] = True
                return True
        return False

    def _comments(self, document: Document) -> Mapping[str, Sequence[Comment]]:
        """The comments of a document's files; of a large one, in the windows that it touches."""
        windows = {(s.mt.file.path, s.mt.file.origin): s.mt.file for s in document.segments}
        found = {path: list(comments) for path, comments in self._open.items()}
        for window in windows.values():
            if comments := comments_in(window):
                found.setdefault(window.path, []).extend(comments)
                last = window.line_of(window.origin + len(window.text) - 1)
                self._open[window.path] = [one for one in comments if one.target > last]
        return found

    def unused(self) -> Iterator[str]:
        """A line for each entry that silenced nothing although its rule has run."""
        for number, line in enumerate(self.lines):
            rule = self.entries[number].rule
            if number not in self.used and rule in {_ANY, _NEVER, *self.ran}:
                yield f"{self.path}:{line}: this suppression is unused; delete it"
        for place, is_used in self._inline.items():
            if not is_used:
                yield f"{place.path}:{place.line}: this suppression is unused; delete it"


def load(path: str, rules: Iterable[str]) -> Suppressions:
    """Read a list. Raises ConfigError with the line of what is wrong in it.

    What has expired is left out, and so is reported as unused.
    """
    text, found = _read(path)
    starts = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == "[[ignore]]"]
    lines = starts if len(starts) == len(found) else [1] * len(found)
    known = {_ANY, *rules}
    for entry, line in zip(found, lines, strict=True):
        if entry.rule not in known:
            raise ConfigError(f"{path}:{line}: no rule is called '{entry.rule}'")
        if not entry.reason.strip():
            raise ConfigError(f"{path}:{line}: the reason is empty; say why")
    today = dt.datetime.now(tz=dt.UTC).date()
    kept = [
        msgspec.structs.replace(entry, rule=_NEVER)
        if entry.expires and entry.expires < today
        else entry
        for entry in found
    ]
    return Suppressions(kept, path, lines)


def _read(path: str) -> tuple[str, tuple[Ignore, ...]]:
    """The text of a list, and its entries."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
        return text, msgspec.convert(tomllib.loads(text), _List).ignore
    except FileNotFoundError:
        raise ConfigError(f"{path}: no such file") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({error})") from None
    except msgspec.ValidationError as error:
        raise ConfigError(f"{path}: {error}") from None
