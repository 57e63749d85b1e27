"""Taking out what is no longer needed: entries of a list of suppressions, flags of a baseline."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from corpora.errors import ConfigError
from qa.baseline.entries import Entry
from qa.baseline.stored import Stored, StoredPortion
from reports.writer import write_whole

_BOM = "\ufeff"
_NAME = "ignore"
_HEADER = re.compile(r"""[ \t]*\[\[[ \t]*(ignore|"ignore"|'ignore')[ \t]*\]\][ \t]*(#.*)?""")


def pruned(stored: Stored, gone: Mapping[tuple[str, str], Iterable[Entry]]) -> Stored:
    """The baseline without the flags that are gone, given by the set and system of a portion."""
    portions = (
        _without(one, Counter(gone.get((one.set, one.system), ()))) for one in stored.portions
    )
    return msgspec.structs.replace(stored, portions=tuple(portions))


def _without(portion: StoredPortion, gone: Counter[Entry]) -> StoredPortion:
    kept = []
    for entry in portion.flags:
        if gone[entry] > 0:
            gone[entry] -= 1
        else:
            kept.append(entry)
    return msgspec.structs.replace(portion, flags=tuple(kept))


def prune(path: str, unused: Collection[int]) -> None:
    """Rewrite a list of suppressions without these entries, counted from 0.

    The comment right above an entry goes with it; all else stays as it is, byte for byte. Raises
    ConfigError, and writes nothing, where the entries cannot be told apart for certain.
    """
    if not unused:
        return
    try:
        text = Path(path).read_bytes().decode("utf-8")
        bom = _BOM if text.startswith(_BOM) else ""
        lines = text.removeprefix(_BOM).split("\n")
        before = _entries(lines)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({error})") from None
    wanted = [entry for number, entry in enumerate(before) if number not in unused]
    left = _left(lines, unused, len(before))
    if left is None or not _says(left, wanted):
        raise ConfigError(f"{path}: its unused entries cannot be told apart; delete them by hand")
    write_whole(path, bom + "\n".join(left))


def _entries(lines: Iterable[str]) -> list[Any]:
    found = tomllib.loads("\n".join(lines)).get(_NAME, [])
    return found if isinstance(found, list) else []


def _says(lines: list[str], wanted: list[Any]) -> bool:
    """Whether these lines are TOML with exactly these entries."""
    try:
        return _entries(lines) == wanted
    except tomllib.TOMLDecodeError:
        return False


@dataclass(frozen=True, slots=True)
class _Block:
    """The lines of an entry, half-open, from the comment above it to the space below it."""

    start: int
    end: int


def _left(lines: list[str], unused: Collection[int], count: int) -> list[str] | None:
    """The lines without those of these entries; None where not each entry has lines of its own."""
    headers = _headers(lines)
    if len(headers) != count or not all(number in range(count) for number in unused):
        return None
    ends = [*headers[1:], len(lines)]
    blocks = [_block(lines, *pair) for pair in zip(headers, ends, strict=True)]
    dropped = {n for number in unused for n in range(blocks[number].start, blocks[number].end)}
    left = [line for n, line in enumerate(lines) if n not in dropped]
    if count - 1 in unused and blocks[-1].end == len(lines):
        return _ended(left)
    return left


def _headers(lines: list[str]) -> list[int]:
    """The lines on which entries begin; within a text of several lines it only looks so."""
    found: list[int] = []
    for number, line in enumerate(lines):
        is_like_one = _HEADER.fullmatch(line.removesuffix("\r"))
        if is_like_one and _is_whole(lines[found[-1] if found else 0 : number]):
            found.append(number)
    return found


def _is_whole(lines: list[str]) -> bool:
    try:
        tomllib.loads("".join(f"{line}\n" for line in lines))
    except tomllib.TOMLDecodeError:
        return False
    return True


def _block(lines: list[str], header: int, end: int) -> _Block:
    """The lines of the entry with this header; the next one's is at `end`."""
    start = header
    while start and _is_comment(lines[start - 1]):
        start -= 1
    last = max(n for n in range(header, end) if lines[n].strip() and not _is_comment(lines[n])) + 1
    below = last
    while below < end and _is_comment(lines[below]):
        below += 1
    if below == end < len(lines):  # that comment is the next entry's
        return _Block(start, last)
    while below < len(lines) and not lines[below].strip():
        below += 1
    return _Block(start, below)


def _is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")


def _ended(lines: list[str]) -> list[str]:
    """The lines without blank ones at the end, but with a last line's end."""
    kept = len(lines)
    while kept and not lines[kept - 1].strip():
        kept -= 1
    return [*lines[:kept], ""]
