"""What a reader should know of scores that are not to be trusted: where, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from corpora.text import Document, Segment
from metrics.score import Measured

_SHOWN = 3
_NUMBER = re.compile(r"\d+")
Said = tuple[Segment, tuple[str, ...]]
"""A segment and what a metric remarks on its score."""


def remarks(documents: Sequence[Document], measured: Sequence[Measured]) -> Iterator[str]:
    """A line for each metric and kind of remark, with the first places."""
    for one in measured:
        said = [
            (segment, remark or ())
            for document, row in zip(documents, one.remarks, strict=False)
            for segment, remark in zip(document.segments, row, strict=True)
        ]
        yield from lines(one.corpus.label, said, one.corpus.segments)


def lines(label: str, said: Iterable[Said], among: int) -> Iterator[str]:
    """A line for each kind of remark on a metric's scores; `among` so many segments."""
    places: dict[str, list[str]] = {}
    first: dict[str, str] = {}
    for segment, remark in said:
        line = segment.mt.file.line_of(segment.mt.start)
        for what in remark:
            kind = _NUMBER.sub("", what)
            first.setdefault(kind, what)
            places.setdefault(kind, []).append(f"{segment.mt.file.path}:{line}")
    for kind, where in places.items():
        more = f" and {len(where) - _SHOWN:,} more" if len(where) > _SHOWN else ""
        count = f"{len(where):,} of {among:,} segments"
        yield f"{label}: {count}: {first[kind]} ({', '.join(where[:_SHOWN])}{more})"
