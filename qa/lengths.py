"""How long a text is, in a way that compares across scripts."""

from __future__ import annotations

import regex

from corpora.text import Segment, Side
from corpora.words import count_words

_LONGEST_WORD = 15

# A Chinese character carries what three Latin letters do, a kana or a Hangul syllable two.
_DENSE = (
    (regex.compile(r"\p{Han}"), 2.0),
    (regex.compile(r"[\p{Hiragana}\p{Katakana}\p{Hangul}]"), 1.0),
)


def visual_length(text: str) -> float:
    """The length of a text in Latin letters' worth."""
    return len(text) + sum(
        extra * len(dense.findall(text)) for dense, extra in _DENSE if not text.isascii()
    )


def usual_ratio(segment: Segment, side: Side) -> float | None:
    """The translation's length over that of another side; None where either is empty."""
    other = segment.on(side)
    if other is None or other.is_blank or segment.mt.is_blank:
        return None
    return visual_length(segment.mt.text) / visual_length(other.text)


def length_of(segment: Segment) -> int:
    """The words of the reference, or else of the source, or else of the translation."""
    text = (segment.on(Side.REFERENCE) or segment.source or segment.mt).text
    apart = len(text.split())
    is_unspaced = len(text) > _LONGEST_WORD * apart
    return max(1, count_words(text) if is_unspaced else apart)
