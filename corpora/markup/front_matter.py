"""The front matter of an article in Markdown: YAML between `---`, TOML between `+++`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpora.text import Passage, PassageBuilder, TextFile

_OPENING = re.compile(r"(---|\+\+\+)[ \t]*+(?:\r\n?|\n)")
_CLOSING = {
    "---": re.compile(r"^(?:---|\.\.\.)[ \t]*+(?=[\r\n]|\Z)", re.MULTILINE),
    "+++": re.compile(r"^\+\+\+[ \t]*+(?=[\r\n]|\Z)", re.MULTILINE),
}
_FIELD = re.compile(
    r"""^(?P<key>title|lang|language|locale)[ \t]*+[:=][ \t]*+
    (?:"(?P<double>(?:[^"\\\r\n]++|\\.)*+)"|'(?P<single>(?:[^'\r\n]++|'')*+)'|(?P<plain>[^\r\n]*+))""",
    re.MULTILINE | re.VERBOSE,
)
_ESCAPE = {"double": re.compile(r"\\(.)"), "single": re.compile("'(')")}
_COMMENT = re.compile(r"\s+#.*|\s+\Z")
_NO_SCALAR = frozenset("|>[{&*!#")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Where it ends (0: there is none), the title and the language that it gives."""

    end: int = 0
    title: Passage | None = None
    language: str = ""


def front_matter(file: TextFile) -> FrontMatter:
    """The front matter of a file; what is more than a value on one line is not understood."""
    opening = _OPENING.match(file.text)
    closing = _CLOSING[opening[1]].search(file.text, opening.end()) if opening else None
    if opening is None or closing is None:
        return FrontMatter()
    values = dict[str, Passage]()
    for found in _FIELD.finditer(file.text, opening.end(), closing.start()):
        values.setdefault(found["key"], _value(file, found))
    spoken = (values[key].text for key in ("lang", "language", "locale") if key in values)
    return FrontMatter(closing.end(), values.get("title"), next(spoken, ""))


def _value(file: TextFile, found: re.Match[str]) -> Passage:
    kind = next(name for name in ("double", "single", "plain") if found[name] is not None)
    builder, start = PassageBuilder(file), found.start(kind)
    if kind == "plain":
        text = _COMMENT.sub("", found[kind])
        if text[:1] not in _NO_SCALAR:
            builder.add(text, start)
        return builder.passage()
    at = 0
    for text, one in _escapes(found[kind], _ESCAPE[kind]):
        builder.add(text, start + at)
        builder.add(one[1], start + one.start(), one.end() - one.start())
        at = one.end()
    builder.add(found[kind][at:], start + at)
    return builder.passage()


def _escapes(text: str, escape: re.Pattern[str]) -> Iterator[tuple[str, re.Match[str]]]:
    at = 0
    for one in escape.finditer(text):
        yield text[at : one.start()], one
        at = one.end()
