"""TSV: the segments of all documents, a row each, as copydesk's own reader of rows takes them.

A tab or the end of a line inside a text becomes a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.result import DocumentResult, Result, SegmentResult
from reports.writer import Style, Writer

_BREAKS = re.compile(r"[\t\r\n]+")


def _render(result: Result, _style: Style) -> str:
    segments = [segment for document in result.documents for segment in document.segments]
    columns = _Columns(
        source=any(segment.source is not None for segment in segments),
        references=max((len(segment.references) for segment in segments), default=0),
        system=any(document.system for document in result.documents),
    )
    rows = [columns.header(), *columns.rows(result)]
    return "".join("\t".join(_BREAKS.sub(" ", cell) for cell in row) + "\n" for row in rows)


class _Columns:
    """Which columns there are."""

    def __init__(self, *, source: bool, references: int, system: bool) -> None:
        self._source, self._references, self._system = source, references, system

    def header(self) -> list[str]:
        """Their names."""
        references = [f"ref{number or ''}" for number in range(self._references)]
        ends = ["confidence", "realigned", "doc", *(["system"] if self._system else [])]
        return [*(["src"] if self._source else []), "mt", *references, *ends]

    def rows(self, result: Result) -> Iterator[list[str]]:
        """A row for each segment."""
        for document in result.documents:
            for segment in document.segments:
                yield [*self._texts(segment), *self._ends(document, segment)]

    def _texts(self, segment: SegmentResult) -> Iterator[str]:
        if self._source:
            yield segment.source or ""
        yield segment.mt
        missing = self._references - len(segment.references)
        yield from (*segment.references, *[""] * missing)

    def _ends(self, document: DocumentResult, segment: SegmentResult) -> Iterator[str]:
        yield f"{segment.confidence:.4f}"
        yield "yes" if segment.realigned else "no"
        if self._system:
            system = document.system or ""
            yield document.id.removeprefix(f"{system}/")
            yield system
        else:
            yield document.id


writer = Writer(render=_render)
