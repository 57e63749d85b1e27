"""Whether plain texts are line-aligned: a segment a line, equally many on every side."""

from __future__ import annotations

from collections.abc import Sequence

from corpora.text import TextFile

_PARAGRAPHS_APART = 1 / 4


def are_line_aligned(files: Sequence[TextFile]) -> bool:
    """Whether all have equally many lines, and these are not paragraphs with blank lines between.

    A fourth of the lines blank, the same ones on every side: so articles are laid out.
    """
    if len({_count(file) for file in files}) > 1:
        return False
    blanks = [_blank_lines(file) for file in files]
    apart = len(blanks[0]) >= max(2, _PARAGRAPHS_APART * _count(files[0]))
    return not (apart and all(one == blanks[0] for one in blanks))


def _count(file: TextFile) -> int:
    ends_open = file.line_starts[-1] < len(file.text)
    return len(file.line_starts) - (0 if ends_open else 1)


def _blank_lines(file: TextFile) -> frozenset[int]:
    lines = file.text.split("\n") if "\r" not in file.text else file.text.splitlines()
    return frozenset(n for n, line in enumerate(lines[: _count(file)]) if not line.strip())
