"""Texts from articles as one line that people can read, and as XML can carry them."""

from __future__ import annotations

from corpora.text import Severity
from reports.marks import visible
from reports.result import FlagResult

LONGEST = 70
"""Code points of flagged words or a suggestion that are shown."""
LONGEST_MESSAGE = 210
_JOINERS = frozenset("\u200c\u200d")  # letters and emoji change their shape without them
_NOT_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")


def one_line(text: str, longest: int = LONGEST) -> str:
    """A text on one line, printable, and no longer than so many code points."""
    signs = text[: longest + 1]
    plain = "".join(sign if sign.isprintable() or sign in _JOINERS else " " for sign in signs)
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}…"


def xml_text(text: str) -> str:
    """A text without the code points that XML 1.0 forbids: each becomes one that can be seen."""
    return visible(text).translate(_NOT_XML)


def said(flag: FlagResult) -> str:
    """What a flag says, on one line: `‘words’: message → suggestion`."""
    words = f"‘{one_line(flag.text)}’: " if flag.text else ""
    return f"{words}{one_line(flag.message, LONGEST_MESSAGE)}{advised(flag)}"


def advised(flag: FlagResult) -> str:
    """A flag's suggestion after an arrow; empty where it has none."""
    if flag.suggestion is None:
        return ""
    return f" → {one_line(flag.suggestion) or '(delete)'}"


def place_of(flag: FlagResult) -> str:
    """Where a flag stands, as editors jump to it: `path:line:column`."""
    return f"{one_line(flag.place.path, LONGEST_MESSAGE)}:{flag.place.line}:{flag.place.column}"


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 flag`, `1,200 flags`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def by_severity(counts: dict[Severity, int]) -> str:
    """Counts with their severities, the worst first: `1 major, 2 minor`."""
    worst = sorted(Severity, reverse=True)
    return ", ".join(f"{counts[one]:,} {one.word}" for one in worst if counts.get(one))
