"""On which line of a TOML file a key stands: tomllib does not tell.

The text must be valid TOML 1.0: it is only walked through here, not checked. Strings and comments
are passed over as a whole, so that nothing within them looks like a key.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

KeyPath = tuple[str | int, ...]
"""The keys that lead to a value, from the outermost one; numbers count the items of an array."""
_DEEPEST = 8
"""No key of ours lies deeper: what does need not be remembered."""
_TOKEN = re.compile(
    r"""
      (?P<gap>[ \t]+|\#[^\n]*|\r)
    | (?P<newline>\n)
    | (?P<string>
          \"{3}(?:[^"\\]|\\.|"(?!""))*\"{3,5}
        | '{3}(?:[^']|'(?!''))*'{3,5}
        | "(?:[^"\\\n]|\\.)*"
        | '[^'\n]*'
      )
    | (?P<mark>[\[\]{}=,])
    | (?P<bare>[^\s\[\]{}=,#"']+)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Lines:
    """A file's lines: where a key stands in it. `root` are the keys that lead to our table."""

    path: str = ""
    text: str = ""
    root: KeyPath = ()

    def of(self, keys: KeyPath) -> int | None:
        """The line of a key, counted from 1; None where it does not stand in the file."""
        return lines_of(self.text).get((*self.root, *keys))

    @property
    def own(self) -> Mapping[KeyPath, int]:
        """The lines of all keys below the root."""
        deep = len(self.root)
        found = lines_of(self.text).items()
        return {k[deep:]: line for k, line in found if k[:deep] == self.root and k != self.root}

    def nearest(self, keys: KeyPath) -> int | None:
        """The line of a key, or else of the innermost table around it that stands there."""
        whole, known = (*self.root, *keys), lines_of(self.text)
        found = (known.get(whole[:length]) for length in range(len(whole), 0, -1))
        return next((line for line in found if line is not None), None)

    def place(self, keys: KeyPath) -> str:
        """`copydesk.toml:12`, as an error begins."""
        line = self.nearest(keys)
        return self.path if line is None else f"{self.path}:{line}"


@lru_cache(maxsize=8)
def lines_of(text: str) -> Mapping[KeyPath, int]:
    """The line of every key, item and table of a valid TOML file, counted from 1.

    A table stands where its header does, or else where a key first names it.
    """
    walk = _Walk(_tokens(text))
    walk.through()
    return walk.lines


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    line: int

    @property
    def keys(self) -> tuple[str, ...]:
        """What it is as a part of a key: `a.b` is two."""
        if self.kind == "string":
            return (tomllib.loads(f"key = {self.text}")["key"],)
        return tuple(part for part in self.text.split(".") if part)

    def is_mark(self, mark: str) -> bool:
        return self.kind == "mark" and self.text == mark


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for match in _TOKEN.finditer(text):
        if match.lastgroup and match.lastgroup != "gap":
            yield _Token(match.lastgroup, match[0], line)
        line += match[0].count("\n")


@dataclass(slots=True)
class _Open:
    """An array or an inline table that is not closed yet, and the key of what comes next."""

    path: KeyPath
    is_array: bool
    index: int = 0
    keys: list[str] = field(default_factory=list)
    has_key: bool = False

    @property
    def inner(self) -> KeyPath:
        """Where the next value stands."""
        return _joined(self.path, (self.index,) if self.is_array else self.keys)

    def next(self) -> None:
        """Behind a comma."""
        self.index, self.keys, self.has_key = self.index + 1, [], False


@dataclass(slots=True)
class _Walk:
    """The way through a file, statement by statement."""

    tokens: Iterator[_Token]
    lines: dict[KeyPath, int] = field(default_factory=dict)
    table: KeyPath = ()
    arrays: Counter[KeyPath] = field(default_factory=Counter)
    """The arrays of tables, and how many of their tables have begun."""

    def through(self) -> None:
        for token in self.tokens:
            if token.is_mark("["):
                self._header(token.line)
            elif token.kind != "newline":
                self._statement(token)

    def _header(self, line: int) -> None:
        keys, is_array = list[str](), False
        for token in self.tokens:
            if token.kind == "newline":
                break
            is_array = is_array or token.is_mark("[")
            keys += () if token.kind == "mark" else token.keys
        *outer, last = keys
        self.table = _joined(self._resolved(outer, line), [last])
        if is_array:
            self._note(self.table, line)
            self.arrays[self.table] += 1
            self.table = _joined(self.table, [self.arrays[self.table] - 1])
        self._note(self.table, line, header=True)

    def _resolved(self, keys: Iterable[str], line: int) -> KeyPath:
        """The table that keys lead to: in an array of tables, through the last one."""
        path: KeyPath = ()
        for key in keys:
            path = _joined(path, [key])
            self._note(path, line)
            if path in self.arrays:
                path = _joined(path, [self.arrays[path] - 1])
        return path

    def _statement(self, first: _Token) -> None:
        keys = list(first.keys)
        for token in self.tokens:
            if token.is_mark("="):
                break
            keys += token.keys
        path = self._noted(self.table, keys, first.line)
        opened: list[_Open] = []
        for token in self.tokens:
            if token.kind == "newline" and not opened:
                return
            if token.kind != "newline":
                self._value(token, opened, path)

    def _value(self, token: _Token, opened: list[_Open], path: KeyPath) -> None:
        """One token of a value."""
        inner = opened[-1] if opened else None
        if token.kind == "mark" and token.text in "]}":
            opened.pop()
        elif token.is_mark(",") and inner:
            inner.next()
        elif token.is_mark("=") and inner:
            inner.has_key = True
            self._noted(inner.path, inner.keys, token.line)
        elif inner and not inner.is_array and not inner.has_key:
            inner.keys += token.keys
        else:
            here = inner.inner if inner else path
            self._note(here, token.line)
            if token.kind == "mark":
                opened.append(_Open(here, token.text == "["))

    def _noted(self, path: KeyPath, keys: Iterable[str], line: int) -> KeyPath:
        """The path of a dotted key, each part of which is noted."""
        for key in keys:
            path = _joined(path, [key])
            self._note(path, line)
        return path

    def _note(self, path: KeyPath, line: int, *, header: bool = False) -> None:
        if len(path) <= _DEEPEST and (header or path not in self.lines):
            self.lines[path] = line


def _joined(path: KeyPath, keys: Iterable[str | int]) -> KeyPath:
    """A longer path; what is too deep to be noted need not be told apart."""
    return path if len(path) > _DEEPEST else (*path, *keys)[: _DEEPEST + 1]
