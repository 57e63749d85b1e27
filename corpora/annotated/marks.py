"""Words marked with `<v>…</v>` in a text, taken out of it, and found again in another."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpora.text import Passage, PassageBuilder, Side, Span

OPEN, CLOSE = "<v>", "</v>"
_MARK = re.compile(f"{OPEN}|{CLOSE}")


@dataclass(frozen=True, slots=True)
class Marked:
    """A text without its marks, and the spans that they held, in order."""

    passage: Passage
    spans: tuple[Span, ...] = ()


def unmarked(cell: Passage, side: Side) -> Marked:
    """Take the marks out of a text that the file has as it stands.

    One that is not closed runs to the end; a lone closing one is nothing.
    """
    if OPEN not in cell.text and CLOSE not in cell.text:
        return Marked(cell)
    builder = PassageBuilder(cell.file)
    at, begun, spans = 0, list[int](), list[Span]()
    for found in _MARK.finditer(cell.text):
        builder.add(cell.text[at : found.start()], cell.start + at)
        at = found.end()
        if found.group() == OPEN:
            begun.append(len(builder))
        elif begun:
            spans.append(Span(begun.pop(), len(builder), side))
    builder.add(cell.text[at:], cell.start + at)
    spans.extend(Span(start, len(builder), side) for start in begun)
    text = builder.passage() if len(builder) else cell.part(0, 0)
    return Marked(text, tuple(sorted(spans)))


def without(cell: Passage, start: int, end: int) -> Passage | None:
    """A text that is marked from `start` to `end` alone, without that mark; None where it isn't.

    What else looks like a mark is part of the text.
    """
    stop = end + len(OPEN)
    if not (cell.text.startswith(OPEN, start) and cell.text.startswith(CLOSE, stop)):
        return None
    builder = PassageBuilder(cell.file)
    stretches = ((0, start), (start + len(OPEN), stop), (stop + len(CLOSE), len(cell.text)))
    for first, last in stretches:
        builder.add(cell.text[first:last], cell.start + first)
    return builder.passage() if len(builder) else cell.part(0, 0)


def with_mark(text: str, start: int, end: int) -> str:
    """A text with a span of it marked."""
    return f"{text[:start]}{OPEN}{text[start:end]}{CLOSE}{text[end:]}"


def placed(span: Span, marked: str, text: str) -> Span | None:
    """Where words marked in one version of a text stand in another; None where that is not clear.

    Words that the rater put in, to say what is missing, give the empty span where they belong.
    """
    if marked == text:
        return span
    before, words, after = marked[: span.start], marked[span.start : span.end], marked[span.end :]
    if text.startswith(before + words):
        return span
    if text.endswith(words + after):
        end = len(text) - len(after)
        return Span(end - len(words), end, span.side)
    fits = len(before) + len(after) <= len(text)
    if not fits and before[-1:].isspace() and after[:1].isspace():
        after = after[1:]  # the space beside words that were put in
        fits = len(before) + len(after) <= len(text)
    if fits and text.startswith(before) and text.endswith(after):
        return Span(len(before), len(text) - len(after), span.side)
    at = text.find(words) if words.strip() else -1
    if at < 0 or text.find(words, at + 1) >= 0:
        return None
    return Span(at, at + len(words), span.side)
