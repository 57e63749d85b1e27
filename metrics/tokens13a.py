"""mteval-v13a's tokenization, as sacreBLEU does it, for many lines in one pass.

The rules speak of ASCII only, so that the text is handled as UTF-8, which is a good deal quicker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, pairwise, zip_longest

_ENTITIES = ((b"&quot;", b'"'), (b"&amp;", b"&"), (b"&lt;", b"<"), (b"&gt;", b">"))
# sacreBLEU's first rule parts the space from its neighbours, too, which changes no token.
_ALWAYS_APART = b'!"#$%&()*+/:;<=>?@[\\]^_`{|}~'
_STOPS, _DIGITS = b".,", b"0123456789"
_BEFORE_DIGIT = re.compile(rb"[.,](?=[0-9])")
_DASH_AFTER_DIGIT = re.compile(rb"-(?<=[0-9]-)")
_OTHER_SPACE = re.compile(r"[\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
"""What `str.split` takes for white space and `bytes.split` does not."""


def tokens_13a(lines: Sequence[str]) -> list[list[bytes]]:
    """The tokens of each line, as UTF-8; a line must hold no line feed.

    Each line stands between spaces, so that no rule can reach into its neighbour.
    """
    if not lines:
        return []
    joined = _OTHER_SPACE.sub(" ", " \n ".join(("", *lines, ""))[2:-2])
    text = joined.encode("utf-8", "surrogatepass").replace(b"<skipped>", b"")
    if b"&" in text:
        for entity, sign in _ENTITIES:
            text = text.replace(entity, sign)
    for code in _ALWAYS_APART:
        text = text.replace(bytes((code,)), b" %c " % code)
    text = _DASH_AFTER_DIGIT.sub(b" - ", _stops_apart(text))
    return [line.split() for line in text.split(b"\n")]


def _stops_apart(text: bytes) -> bytes:
    """Full stops and commas apart, but for those within numbers.

    mteval parts one that follows no digit, then one that no digit follows. What it has matched it
    does not look at again, so that in a row of stops only every second one is parted as following
    no digit.
    """
    found = (match.start() for match in _BEFORE_DIGIT.finditer(text))
    kept = [place for place in found if _is_kept(text, place)]
    parts = [text[start + 1 : end] for start, end in pairwise((-1, *kept, len(text)))]
    stops = [text[place : place + 1] for place in kept]
    return b"".join(chain.from_iterable(zip_longest(map(_apart, parts), stops, fillvalue=b"")))


def _apart(text: bytes) -> bytes:
    return text.replace(b".", b" . ").replace(b",", b" , ")


def _is_kept(text: bytes, place: int) -> bool:
    """Whether a stop before a digit stays where it is."""
    start = place
    while text[start - 1] in _STOPS:
        start -= 1
    is_odd = (place - start) % 2 == 1
    return is_odd != (text[start - 1] in _DIGITS)
