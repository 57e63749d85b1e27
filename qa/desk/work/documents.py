"""Articles as documents that rules can look at: whole texts, or segments that were edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from corpora.files import text_of
from corpora.formats import LINES, PLAIN
from corpora.line_pairing import pair_lines
from corpora.lines import are_line_aligned, shape_of
from corpora.load import Loader
from corpora.opening import in_memory
from corpora.pairing import Partner, pair_prose, spoken
from corpora.text import Document, Passage, Segment, Side, TextFile
from qa.desk.work.sides import Sides, Texts

_ENCODING = "utf-8"


def document_of(texts: Texts, loader: Loader) -> Document:
    """An article, its sides read and laid side by side as `copydesk check` does with plain text.

    Texts of equally many lines are paired line by line; others are prose whose sentences are
    aligned. Raises CopydeskError for what is empty or cannot be laid side by side.
    """
    sides = {Side.TRANSLATION: texts.mt, Side.SOURCE: texts.source, Side.REFERENCE: texts.reference}
    files = {
        side: _file(side, text, loader)
        for side, text in sides.items()
        if side is Side.TRANSLATION or (text is not None and text.strip())
    }
    shapes = [shape_of([file]) for file in files.values()]
    identity = LINES if len(files) > 1 and are_line_aligned(shapes) else PLAIN
    read = {
        side: next(loader.formats.named(identity).read(file, loader.options_for(side)))
        for side, file in files.items()
    }
    mt = read.pop(Side.TRANSLATION)
    partners = [Partner(side, document) for side, document in read.items()]
    if identity == LINES:
        paired = pair_lines(mt, partners)
    else:
        paired = pair_prose(mt, partners, loader.encoder)
    return replace(
        paired, id=texts.name, system=texts.system or None, source_language=spoken(partners)
    )


def _file(side: Side, text: str | None, loader: Loader) -> TextFile:
    data = (text or "").encode(_ENCODING, "replace")
    return text_of(in_memory(side.value, data), _ENCODING, loader.notes)


def edited_document(
    name: str, segments: Sequence[Sides], language: str | None, source_language: str | None
) -> Document:
    """An article of segments as they are now; each side is a file of a paragraph a line."""
    rows = list(segments)
    mt = _passages(Side.TRANSLATION, rows, lambda one: one.mt)
    source = _passages(Side.SOURCE, rows, lambda one: one.source)
    reference = _passages(Side.REFERENCE, rows, lambda one: one.reference)
    return Document(
        name,
        tuple(
            Segment(
                index=number,
                mt=mt[number],
                source=None if row.source is None else source[number],
                references=() if row.reference is None else (reference[number],),
                paragraph=row.paragraph,
                realigned=row.realigned,
            )
            for number, row in enumerate(rows)
        ),
        language,
        source_language,
    )


def _passages(
    side: Side, rows: Sequence[Sides], text_on: Callable[[Sides], str | None]
) -> list[Passage]:
    """The segments' texts on one side, each in its place."""
    parts, places, at, before = list[str](), list[int](), 0, None
    for row in rows:
        gap = "" if before is None else " " if row.paragraph == before else "\n"
        parts += (gap, text_on(row) or "")
        places.append(at + len(gap))
        at, before = places[-1] + len(parts[-1]), row.paragraph
    file = TextFile(side.value, "".join(parts))
    return [Passage(text, file, at) for text, at in zip(parts[1::2], places, strict=True)]
