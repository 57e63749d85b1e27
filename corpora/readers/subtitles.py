"""Subtitles, SubRip (.srt) and WebVTT (.vtt): the words of the cues as running text.

Sentences run from cue to cue, so the cues are joined; a pause of more than two seconds ends a
paragraph. Tags, notes and styles are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from itertools import chain

from corpora.errors import InputError
from corpora.opening import name_of
from corpora.prose import document
from corpora.reader import Fit, Head, Layout, Reader, ReadOptions
from corpora.text import Document, Passage, PassageBuilder, TextFile

_PAUSE = 2_000
_ARROW = "-->"
_CLOCK = r"(?:(\d{1,9}):)?([0-5]?\d):([0-5]?\d)[,.](\d{1,3})"
_TIMES = rf"(?a)[ \t]*{_CLOCK}[ \t]*-->[ \t]*{_CLOCK}(?:[ \t].*)?"
_LINE = r"([^\r\n]*+)(\r\n|\n|\r|\Z)"
_NUMBER = r"(?a)[ \t]*\d+[ \t]*"
_VTT = r"\ufeff?WEBVTT(?=[ \t\r\n]|\Z)"
_SRT = r"(?a)\ufeff?\s*\d+[ \t]*(?:\r\n|\n|\r)[ \t]*\d{1,9}:\d\d:\d\d[,.]\d{1,3}[ \t]*-->"
_NO_CUE = r"(?:NOTE|STYLE|REGION)(?=[ \t]|\Z)"
_VTT_MARKUP = r"<[^<>]*+>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{1,32});"
_SRT_MARKUP = (
    r"(?i)</?(?:[biusv]|font|c|ruby|rt|span)(?:[ \t.][^<>]*+)?>|<br[ \t]*/?>|\{\\[^{}]*+\}"
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the file: code points `start` to `end`, without its end."""

    number: int
    start: int
    end: int
    text: str

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


@dataclass(slots=True)
class _Cue:
    """What is shown from one time to another, in milliseconds."""

    begin: int
    end: int
    lines: list[_Line] = field(default_factory=list)


def _lines(file: TextFile) -> Iterator[_Line]:
    for number, found in enumerate(re.finditer(_LINE, file.text), file.first_line):
        if found.start() < len(file.text):
            yield _Line(number, found.start(), found.end(1), found[1])


def _blocks(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """Lines that stand together; each holds at most one line of times."""
    block: list[_Line] = []
    for line in lines:
        if line.is_blank:
            yield block
            block = []
            continue
        if _ARROW in line.text and any(_ARROW in one.text for one in block):
            # No blank line between two cues: the number, if any, belongs to the second.
            own = [block.pop()] if re.fullmatch(_NUMBER, block[-1].text) else []
            yield block
            block = own
        block.append(line)
    yield block


def _cues(file: TextFile, *, is_vtt: bool) -> Iterator[_Cue]:
    blocks: Iterator[list[_Line]] = _blocks(_lines(file))
    if is_vtt:
        blocks = chain([_without_header(next(blocks))], blocks)
    cue: _Cue | None = None
    for block in filter(None, blocks):
        at = next((n for n, line in enumerate(block) if _ARROW in line.text), None)
        if at is None:
            if is_vtt and re.match(_NO_CUE, block[0].text):
                continue
            if cue is None or is_vtt:
                what = "text without a line of times above it (00:00:01,000 --> 00:00:02,000)"
                raise InputError(file.path, what, line=block[0].number)
            cue.lines += block  # SubRip has no rule against a blank line within a cue
            continue
        if at > 1:
            raise InputError(file.path, "several lines above the times", line=block[0].number)
        if cue is not None:
            yield cue
        cue = _Cue(*_times(file, block[at]), lines=block[at + 1 :])
    if cue is not None:
        yield cue


def _without_header(block: list[_Line]) -> list[_Line]:
    """What stands right below the lines that begin a WebVTT file."""
    at = next((n for n, line in enumerate(block) if _ARROW in line.text), len(block))
    return block[at:]


def _times(file: TextFile, line: _Line) -> tuple[int, int]:
    found = re.fullmatch(_TIMES, line.text)
    if found is None:
        what = "not a line of times"
        raise InputError(
            file.path, what, line=line.number, fix="write 00:00:01,000 --> 00:00:02,000"
        )
    values = [int(value or 0) for value in found.groups()]
    fractions = [int(found[group].ljust(3, "0")) for group in (4, 8)]
    begin, end = (
        ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction
        for (hours, minutes, seconds), fraction in zip(
            (values[0:3], values[4:7]), fractions, strict=True
        )
    )
    if end < begin:
        raise InputError(file.path, "a cue that ends before it begins", line=line.number)
    return begin, end


def _paragraphs(file: TextFile, cues: Iterable[_Cue], *, is_vtt: bool) -> Iterator[Passage]:
    markup = re.compile(_VTT_MARKUP if is_vtt else _SRT_MARKUP)
    builder, last = PassageBuilder(file), 0
    for cue in cues:
        if cue.begin - last > _PAUSE and len(builder):
            yield builder.passage()
            builder = PassageBuilder(file)
        for line in cue.lines:
            _add(builder, file.origin, line, markup)
        last = cue.end
    yield builder.passage()


def _add(builder: PassageBuilder, origin: int, line: _Line, markup: re.Pattern[str]) -> None:
    """Add a line of a cue, after a space if there is something before it."""
    if len(builder) and not builder.ends_in_space:
        builder.add_unwritten(" ")
    at = line.start
    for found in markup.finditer(line.text):
        start = line.start + found.start()
        builder.add(line.text[at - line.start : found.start()], origin + at)
        builder.add(_meaning(found[0]), origin + start, len(found[0]))
        at = line.start + found.end()
    builder.add(line.text[at - line.start :], origin + at)


def _meaning(markup: str) -> str:
    """What a tag or an entity stands for; most tags, nothing."""
    if markup.startswith("&"):
        return str(import_module("html").unescape(markup))  # takes a while to import
    return " " if markup[:3].lower() == "<br" else ""


def _read(file: TextFile, options: ReadOptions) -> Iterator[Document]:
    is_vtt = re.match(_VTT, file.text) is not None
    cues = _cues(file, is_vtt=is_vtt)
    found = document(name_of(file.path), _paragraphs(file, cues, is_vtt=is_vtt), options)
    if not found.segments:
        raise InputError(file.path, "holds no text (no cue with words)")
    yield found


def _sniff(head: Head) -> Fit:
    if head.text.startswith("WEBVTT"):
        return Fit.SURE if re.match(_VTT, head.text) else Fit.NO
    is_likely = "-->" in head.text
    return Fit.SURE if is_likely and re.match(_SRT, head.text) else Fit.NO


reader = Reader(layout=Layout.PROSE, suffixes=(".srt", ".vtt"), read=_read, sniff=_sniff)
