"""Tab-separated records as they stand in a file: a quotation mark is a quotation mark."""

from __future__ import annotations

from collections.abc import Iterator

from corpora.text import Passage, TextFile

FIX = "a tab or a newline inside a field must be taken out"


def records(file: TextFile) -> Iterator[tuple[int, list[Passage]]]:
    """Each record's line and its fields; blank lines are left out."""
    ends = (*file.line_starts[1:], len(file.text))
    for number, (start, end) in enumerate(zip(file.line_starts, ends, strict=True), 1):
        line, cells, at = file.text[start:end].rstrip("\r\n"), list[Passage](), start
        if not line.strip():
            continue
        for text in line.split("\t"):
            cells.append(Passage(text, file, at))
            at += len(text) + 1
        yield number, cells
