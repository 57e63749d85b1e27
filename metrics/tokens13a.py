"""mteval-v13a's tokenization, as sacreBLEU does it, for many lines in one pass."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, pairwise, zip_longest

_ENTITIES = (("&quot;", '"'), ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"))
# sacreBLEU's first rule parts the space from its neighbours, too, which changes no token.
_ALWAYS_APART = '!"#$%&()*+/:;<=>?@[\\]^_`{|}~'
_STOPS, _DIGITS = ".,", "0123456789"
_BEFORE_DIGIT = re.compile(r"[.,](?=[0-9])")
_DASH_AFTER_DIGIT = re.compile(r"-(?<=[0-9]-)")


def tokens_13a(lines: Sequence[str]) -> list[list[str]]:
    """The tokens of each line; a line must hold no line feed.

    Each line stands between spaces, so that no rule can reach into its neighbour.
    """
    if not lines:
        return []
    text = "\n".join(f" {line} " for line in lines).replace("<skipped>", "")
    if "&" in text:
        for entity, sign in _ENTITIES:
            text = text.replace(entity, sign)
    for sign in _ALWAYS_APART:
        text = text.replace(sign, f" {sign} ")
    text = _DASH_AFTER_DIGIT.sub(" - ", _stops_apart(text))
    return [line.split() for line in text.split("\n")]


def _stops_apart(text: str) -> str:
    """Full stops and commas apart, but for those within numbers.

    mteval parts one that follows no digit, then one that no digit follows. What it has matched it
    does not look at again, so that in a row of stops only every second one is parted as following
    no digit.
    """
    found = (match.start() for match in _BEFORE_DIGIT.finditer(text))
    kept = [place for place in found if _is_kept(text, place)]
    parts = [text[start + 1 : end] for start, end in pairwise((-1, *kept, len(text)))]
    stops = [text[place] for place in kept]
    return "".join(chain.from_iterable(zip_longest(map(_apart, parts), stops, fillvalue="")))


def _apart(text: str) -> str:
    return text.replace(".", " . ").replace(",", " , ")


def _is_kept(text: str, place: int) -> bool:
    """Whether a stop before a digit stays where it is."""
    start = place
    while text[start - 1] in _STOPS:
        start -= 1
    is_odd = (place - start) % 2 == 1
    return is_odd != (text[start - 1] in _DIGITS)
