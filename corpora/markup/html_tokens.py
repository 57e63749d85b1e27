"""HTML as tags and text that know where they stand, by the tokenizer of the HTML standard (13.2.5).

Only what it takes to read: there is no tree, nothing is recursive, and a text is passed over once.
The parsers that give places (tree-sitter-html, html.parser) take the square of the time for tags
that are never closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from html.entities import html5


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag; `raw` is what stands between its name and its end."""

    name: str
    start: int
    end: int
    closing: bool = False
    raw: str = ""

    @property
    def closes_itself(self) -> bool:
        """Whether it is written `<br/>`; the stroke of `<a href=/>` is part of the value."""
        return _CLOSED.search(self.raw) is not None

    def attributes(self) -> Mapping[str, str]:
        """Its attributes by name, character references decoded; the first of a name counts."""
        found = dict[str, str]()
        for one in _ATTRIBUTE.finditer(self.raw):
            value = one["double"] or one["single"] or one["bare"] or ""
            found.setdefault(one["name"].lower(), decoded(value))
        return found


@dataclass(frozen=True, slots=True)
class Text:
    """Code points `start` to `end` that are text; `literal`: `&amp;` in it is no reference."""

    start: int
    end: int
    literal: bool = False


_QUOTED = r"""(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)')"""
_VALUE = rf"""(?:\s*+=\s*+(?:{_QUOTED}|(?P<bare>[^\s"'>][^\s>]*+)))?+"""
_ATTRIBUTE = re.compile(rf"(?P<name>[^\s/>=]++){_VALUE}")
_CLOSED = re.compile(r"""(?:\A|[\s"'])/\Z""")
_TAG = re.compile(
    r"""<(?P<close>/?)(?P<name>[A-Za-z][^\s/>]*+)"""
    r"""(?P<raw>(?:[^=>]++|=\s*+(?:"[^"]*+"|'[^']*+'|(?=[^"'\s])))*+)>"""
)
_MARKUP = re.compile(r"<(?=[A-Za-z/!?])")
_NAMED = re.compile(r"</?[A-Za-z]")
_COMMENT_END = re.compile(r"--!?>")
_RAW = frozenset({"script", "style", "iframe", "noembed", "noframes", "xmp", "textarea", "title"})
_DECODED = frozenset({"textarea", "title"})
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_REFERENCE = re.compile(r"&(?:#[xX][0-9a-fA-F]++|#[0-9]++|[A-Za-z][A-Za-z0-9]*+);?")
_LONGEST_OPEN = 6
_MOST_DIGITS = 12
_UNKNOWN = "\ufffd"


def html_tokens(text: str) -> Iterator[Tag | Text]:
    """The tags and the text of a page or a part of one; comments and declarations are left out.

    What follows a tag or a comment that never ends is no text, as in a browser.
    """
    at = 0
    while at < len(text):
        found = _MARKUP.search(text, at)
        start = found.start() if found else len(text)
        if start > at:
            yield Text(at, start)
        if found is None:
            return
        one = tag_at(text, start)
        if one is None:
            at = _after_other(text, start)
            yield from _cdata(text, start, at)
            continue
        at = one.end
        yield one
        if one.name in _RAW and not one.closing and not one.closes_itself:
            end = _raw_end(one.name, text, at)
            yield Text(at, end, literal=one.name not in _DECODED)
            at = end


def tag_at(text: str, start: int) -> Tag | None:
    """The tag that begins at a place, if one does."""
    tag = _TAG.match(text, start)
    if tag is None:
        return None
    return Tag(tag["name"].lower(), start, tag.end(), bool(tag["close"]), tag["raw"])


def _raw_end(name: str, text: str, start: int) -> int:
    end = _closing(name).search(text, start)
    return end.start() if end else len(text)


@lru_cache(maxsize=len(_RAW))
def _closing(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)


def _after_other(text: str, start: int) -> int:
    """Where it goes on after what begins with `<` and is no whole tag."""
    if text.startswith("<!--", start):
        return _after_comment(text, start)
    if text.startswith(_CDATA, start):
        end = text.find(_CDATA_END, start)
        return end + len(_CDATA_END) if end >= 0 else len(text)
    if _NAMED.match(text, start) is None:
        end = text.find(">", start)
        return end + 1 if end >= 0 else len(text)
    return len(text)


def _after_comment(text: str, start: int) -> int:
    for short in ("<!-->", "<!--->"):
        if text.startswith(short, start):
            return start + len(short)
    end = _COMMENT_END.search(text, start + 4)
    return end.end() if end else len(text)


def _cdata(text: str, start: int, end: int) -> Iterator[Text]:
    """The content of a CDATA section, which XHTML may have."""
    if text.startswith(_CDATA, start) and text.endswith(_CDATA_END, start, end):
        yield Text(start + len(_CDATA), end - len(_CDATA_END), literal=True)


@dataclass(frozen=True, slots=True)
class Reference:
    """A character reference from code point `start` to `end` and what it stands for."""

    start: int
    end: int
    text: str


def references(text: str, start: int, end: int) -> Iterator[Reference]:
    """The character references between two places; what is none (`AT&T`) is left alone."""
    for found in _REFERENCE.finditer(text, start, end):
        known = _numeric(found[0]) if found[0][1] == "#" else _named(found[0])
        if known is not None:
            yield Reference(found.start(), found.start() + known.end, known.text)


def decoded(text: str) -> str:
    """A text with its character references decoded."""
    parts, at = list[str](), 0
    for one in references(text, 0, len(text)):
        parts += text[at : one.start], one.text
        at = one.end
    return "".join([*parts, text[at:]])


def _numeric(raw: str) -> Reference:
    digits = raw.lstrip("&#xX").lstrip("0")
    text = unescape(raw if raw.endswith(";") else f"{raw};") if len(digits) <= _MOST_DIGITS else ""
    return Reference(0, len(raw), text or _UNKNOWN)


def _named(raw: str) -> Reference | None:
    """`&nbsp;`, or of old `&nbsp` before anything that is no letter, digit or `=`."""
    name = raw[1:]
    if name.endswith(";"):
        if name in html5:
            return Reference(0, len(raw), html5[name])
    elif name in html5:
        return Reference(0, len(raw), html5[name])
    for length in range(min(_LONGEST_OPEN, len(name)), 1, -1):
        if name[:length] in html5:
            return Reference(0, length + 1, html5[name[:length]])
    return None
