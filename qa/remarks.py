"""What a reader should know of scores that are not to be trusted: where, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpora.text import Document
from metrics.score import Measured

_SHOWN = 3
_NUMBER = re.compile(r"\d+")


def remarks(documents: Sequence[Document], measured: Sequence[Measured]) -> Iterator[str]:
    """A line for each metric and kind of remark, with the first places."""
    for one in measured:
        places: dict[str, list[str]] = {}
        first: dict[str, str] = {}
        for document, row in zip(documents, one.remarks, strict=False):
            for segment, said in zip(document.segments, row, strict=True):
                line = segment.mt.file.line_of(segment.mt.start)
                for what in said or ():
                    kind = _NUMBER.sub("", what)
                    first.setdefault(kind, what)
                    places.setdefault(kind, []).append(f"{segment.mt.file.path}:{line}")
        for kind, where in places.items():
            more = f" and {len(where) - _SHOWN:,} more" if len(where) > _SHOWN else ""
            count = f"{len(where):,} of {one.corpus.segments:,} segments"
            yield f"{one.corpus.label}: {count}: {first[kind]} ({', '.join(where[:_SHOWN])}{more})"
