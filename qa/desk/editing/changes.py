"""What an edit changed in a text, word by word, and where every other place of it went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex
from rapidfuzz.distance import Levenshtein

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_WORD = regex.compile(rf"[{_UNSPACED}]\p{{M}}*|[\w--[{_UNSPACED}]]+|\s+|.", regex.V1 | regex.S)
_MOST = 2_000
"""Longer lists of words are compared by what they begin and end with: the cost is their product."""


@dataclass(frozen=True, slots=True)
class Change:
    """Code points `start` to `end` of the old text became `new_start` to `new_end` of the new."""

    start: int
    end: int
    new_start: int
    new_end: int

    def touches(self, start: int, end: int) -> bool:
        """Whether it changed something of a span, or stands where an empty one is."""
        if start == end:
            return self.start <= start <= self.end
        if self.start == self.end:
            return start < self.start < end
        return self.start < end and start < self.end


@dataclass(frozen=True, slots=True)
class Place:
    """Where a span is in the new text, and whether its words are as they were."""

    start: int
    end: int
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Edited:
    """What became of a text: its changes, in order."""

    changes: tuple[Change, ...]

    def place(self, start: int, end: int) -> Place:
        """Where a span of the old text is now; of one that was changed, what took its place."""
        if any(change.touches(start, end) for change in self.changes):
            first, last = self._moved(start, is_end=False), self._moved(end, is_end=True)
            return Place(first, max(first, last), is_whole=False)
        shift = sum(
            (one.new_end - one.new_start) - (one.end - one.start)
            for one in self.changes
            if one.end <= start
        )
        return Place(start + shift, end + shift, is_whole=True)

    def share(self, start: int, end: int) -> float:
        """The share of a span's code points that were replaced or deleted, 0 to 1.

        Of an empty span, where something was missing, 1 if something was written there.
        """
        if start == end:
            return float(any(one.touches(start, end) for one in self.changes))
        gone = sum(max(0, min(one.end, end) - max(one.start, start)) for one in self.changes)
        return gone / (end - start)

    def _moved(self, offset: int, *, is_end: bool) -> int:
        moved = offset
        for change in self.changes:
            if change.start <= offset <= change.end:
                return change.new_end if is_end else change.new_start
            if change.end < offset:
                moved = offset + change.new_end - change.end
        return moved


def words_of(text: str) -> list[str]:
    """Words, spaces and signs; of a script without spaces, characters. Joined they are the text."""
    return _WORD.findall(text)


def edited(before: str, after: str) -> Edited:
    """What an edit changed, with as few words as possible (Levenshtein 1966)."""
    old, new = words_of(before), words_of(after)
    if max(len(old), len(new)) > _MOST:
        return Edited(tuple(_hull(before, after)))
    return Edited(tuple(_joined(old, new)))


def replaced(start: int, end: int, words: str) -> Edited:
    """That a span was replaced by other words."""
    return Edited((Change(start, end, start, start + len(words)),))


def _joined(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """The changed stretches; operations that stand next to each other are one."""
    old_at, new_at = _offsets(old), _offsets(new)
    waiting: Change | None = None
    for step in Levenshtein.opcodes(old, new):
        if step.tag == "equal":
            continue
        start, end = old_at[step.src_start], old_at[step.src_end]
        new_start, new_end = new_at[step.dest_start], new_at[step.dest_end]
        if waiting is not None and waiting.end == start and waiting.new_end == new_start:
            waiting = Change(waiting.start, end, waiting.new_start, new_end)
            continue
        if waiting is not None:
            yield waiting
        waiting = Change(start, end, new_start, new_end)
    if waiting is not None:
        yield waiting


def _offsets(words: Sequence[str]) -> list[int]:
    found = [0]
    for word in words:
        found.append(found[-1] + len(word))
    return found


def _hull(before: str, after: str) -> Iterator[Change]:
    """The stretch from the first difference to the last."""
    if before == after:
        return
    most = min(len(before), len(after))
    start = next((at for at in range(most) if before[at] != after[at]), most)
    room = most - start
    tail = next((n for n in range(room) if before[-1 - n] != after[-1 - n]), room)
    yield Change(start, len(before) - tail, start, len(after) - tail)
