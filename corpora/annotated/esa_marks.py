"""What raters of error spans marked, as flags.

The annotation tool counts in UTF-16 units of the trimmed translation and includes the last one;
here these become code points.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate

import msgspec

from corpora.annotated.annotations import OMISSION, OTHER, category_of, in_words, severity_of
from corpora.text import Flag, Severity, Span

RULE = "esa"
_MISSING = "missing"
_BASIC = 0xFFFF


class Mark(msgspec.Struct):
    """What a rater marked, in the tool's units, the last one included; or `missing`."""

    start_i: int | str
    end_i: int | str
    severity: str = ""
    error_type: str | None = None


def flag_of(index: int, measured: Measured, mark: Mark, rater: str) -> Flag | None:
    """The flag of a mark; None where it does not lie within the text."""
    missing = _MISSING in (mark.start_i, mark.end_i)
    category = category_of(mark.error_type or (OMISSION if missing else OTHER))
    span = measured.end if missing else measured.span(mark)
    if span is None:
        return None
    severity = severity_of(mark.severity, category) or Severity.NEUTRAL
    told = missing or mark.error_type
    message = in_words(category) if told else "an error, its kind not named"
    return Flag(RULE, index, span, message, severity, category, 1.0, author=rater)


@dataclass(frozen=True, slots=True)
class Measured:
    """A text as the annotation tool counts in it: where each code point begins, in its units."""

    start: int
    size: int
    units: tuple[int, ...]
    end: Span

    @classmethod
    def of(cls, text: str) -> Measured:
        """Measure a text."""
        inside, lead = text.strip(), len(text) - len(text.lstrip())
        wide = (2 if ord(sign) > _BASIC else 1 for sign in inside)
        units = (0, *accumulate(wide))
        return cls(lead, len(inside), units, Span(len(text), len(text)))

    def span(self, mark: Mark) -> Span | None:
        """A mark in code points of the whole text; None where it is not within it."""
        if not (isinstance(mark.start_i, int) and isinstance(mark.end_i, int)):
            return None
        if not 0 <= mark.start_i <= mark.end_i or mark.start_i >= self.units[-1]:
            return None
        first = bisect_right(self.units, mark.start_i) - 1
        last = min(bisect_right(self.units, mark.end_i), self.size)
        return Span(self.start + first, self.start + last)
