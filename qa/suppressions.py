"""Flags that shall stay silent: named in a file of their own, or in the article itself.

A list is TOML, an entry each with a reason:

    [[ignore]]
    rule = "calque"                 # or "*"
    file = "news/*.txt"             # optional: a glob
    words = "Pada gilirannya"       # optional: the flagged words
    fingerprint = "0123456789abcdef"  # optional: exactly this flag, by either of its fingerprints
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
from types import MappingProxyType

import msgspec
from wcmatch import glob

from corpora.comments import Comment, comments_in
from corpora.errors import ConfigError
from corpora.text import Document, Flag
from qa.baseline.entries import Entry

FILE = "copydesk-ignore.toml"
_ANY, _NEVER = "*", "\0"
_GLOB = glob.GLOBSTAR | glob.DOTGLOB


@dataclass(frozen=True, slots=True)
class Named:
    """A flag's rule, and the fingerprints by which a list may name it."""

    rule: str
    names: frozenset[str]


class Ignore(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One entry of a list."""

    rule: str
    reason: str
    file: str | None = None
    words: str | None = None
    fingerprint: str | None = None
    author: str | None = None
    expires: dt.date | None = None

    def silences(self, flag: Named, path: str, text: str) -> bool:
        """Whether a flag on these words in the file of this path shall be silent."""
        if self.rule not in (_ANY, flag.rule) or self.fingerprint not in (None, *flag.names):
            return False
        if self.words is not None and self.words.casefold() != text.casefold():
            return False
        return self.file is None or glob.globmatch(path, self.file, flags=_GLOB)


@dataclass(frozen=True, slots=True)
class Silence:
    """Why a flag is silent.

    `names_it`: by its fingerprint and without an expiry, so that a baseline may remember it; what
    silences by rule, words or place goes on doing so by itself, for as long as it is there.
    """

    reason: str
    names_it: bool = False


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
    _read: set[str] = field(default_factory=set)
    """The files that were looked at."""
    _open: dict[str, list[Comment]] = field(default_factory=dict)
    """Those that end a window, and speak for the first line of the next."""

    def silences(
        self,
        document: Document,
        flags: Sequence[Flag],
        ran: Collection[str],
        earlier: Mapping[str, Entry] = MappingProxyType({}),
    ) -> dict[str, Silence]:
        """What silences which of a document's flags, by fingerprint; `ran` are the rules that did.

        `earlier` gives, by fingerprint, the flag of the baseline that one of now answers to: who
        named that has named this.
        """
        self.ran.update(ran)
        self._read.update(Path(one.mt.file.path).as_posix() for one in document.segments)
        comments = self._comments(document)
        for path, found in comments.items():
            for one in found:
                if one.rules & set(ran):
                    self._inline.setdefault(_Place(path, one.line), False)
        taken = {flag.fingerprint for flag in flags}
        silent: dict[str, Silence] = {}
        for flag in flags:
            named = _named(flag, earlier.get(flag.fingerprint), taken)
            if (why := self._silence(document, flag, named, comments)) is not None:
                silent[flag.fingerprint] = why
        return silent

    def _silence(
        self,
        document: Document,
        flag: Flag,
        named: Named,
        comments: Mapping[str, Sequence[Comment]],
    ) -> Silence | None:
        segment = document.segments[flag.segment]
        passage = segment.on(flag.span.side) or segment.mt
        text = passage.text[flag.span.start : flag.span.end]
        path = Path(passage.file.path).as_posix()
        for number, entry in enumerate(self.entries):
            if entry.silences(named, path, text):
                self.used.add(number)
                return Silence(entry.reason, bool(entry.fingerprint) and entry.expires is None)
        mt = segment.mt
        for comment in comments.get(mt.file.path, ()):
            if comment.covers(mt.file.line_of(mt.start)) and flag.rule in comment.rules:
                self._inline[_Place(mt.file.path, comment.line)] = True
                return Silence(comment.reason)
        return None

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

    def unused_entries(self) -> tuple[int, ...]:
        """The numbers, from 0, of the list's entries that silenced nothing though their rule ran.

        Those that have expired are among them; those about files that were not read are not.
        """
        every = enumerate(self.entries)
        return tuple(n for n, one in every if n not in self.used and self._could_be_used(one))

    def _could_be_used(self, entry: Ignore) -> bool:
        if entry.rule == _NEVER:
            return True
        has_run = entry.rule in {_ANY, *self.ran}
        return has_run and (
            entry.file is None
            or any(glob.globmatch(path, entry.file, flags=_GLOB) for path in self._read)
        )

    def unused(self) -> Iterator[str]:
        """A line for each entry and each comment that silenced nothing although its rule ran."""
        for number in self.unused_entries():
            yield f"{self.path}:{self.lines[number]}: this suppression is unused; delete it"
        for place, is_used in self._inline.items():
            if not is_used:
                yield f"{place.path}:{place.line}: this suppression is unused; delete it"


def _named(flag: Flag, earlier: Entry | None, taken: Collection[str]) -> Named:
    """The fingerprints of a flag and of its earlier self, but for those that another flag has."""
    others = {flag.alias, *((earlier.fingerprint, earlier.alias) if earlier else ())}
    return Named(flag.rule, frozenset({flag.fingerprint, *others.difference(taken, [""])}))


def load(path: str, rules: Iterable[str], today: dt.date | None = None) -> Suppressions:
    """Read a list. Raises ConfigError with the line of what is wrong in it.

    What has expired `today` (UTC) is left out, and so is reported as unused.
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
    today = today or dt.datetime.now(tz=dt.UTC).date()
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
