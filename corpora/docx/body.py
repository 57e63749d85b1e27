"""The words of a document's body, a paragraph a line, and which element holds which of them.

Insertions count as made, deletions as gone; hidden words, field codes and phonetic guides are
left out. A text box follows the paragraph that holds it, footnotes come last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from corpora.docx.words import LINE_BREAK, Atom, Body, Line, Stretch

_FLAT = str.maketrans("\t\n\r", "   ")
_SIGNS = {
    "tab": "\t",
    "ptab": "\t",
    "br": LINE_BREAK,
    "cr": LINE_BREAK,
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}
_HIDING = frozenset({"del", "moveFrom", "rt"})
_PROPERTIES = frozenset({"pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "sdtPr", "instrText"})
_OFF = frozenset({"0", "false", "off"})


@dataclass(slots=True)
class _Mark:
    """Where something begins and ends: lines and places in them, as far as is known."""

    begin: tuple[Line, int] | None = None
    end: tuple[Line, int] | None = None

    def stretch(self) -> Stretch | None:
        begin, end = self.begin or self.end, self.end or self.begin
        if begin is None or end is None:
            return None
        start = begin[0].start + begin[1]
        return Stretch(start, max(start, end[0].start + end[1]))


def body(root: Any, notes: Any = None) -> Body:  # noqa: ANN401 — roots of lxml's
    """The words of a document and of its footnotes."""
    walker = _Walker(etree.QName(root).namespace or "")
    walker.walk(root)
    for note in [] if notes is None else notes:
        if isinstance(note.tag, str) and walker.get(note, "type") in (None, "normal"):
            walker.note = walker.get(note, "id")
            walker.walk(note)
    return walker.body()


class _Walker:
    def __init__(self, space: str) -> None:
        self._space = f"{{{space}}}"
        self._lines: list[Line] = []
        self._open: list[Line | None] = []
        self._continued: tuple[Any, Line] | None = None
        self._hidden, self._codes, self._coding = 0, list[bool](), 0
        self._ignores_fields = False
        self._comments: dict[str, _Mark] = {}
        self._bookmarks: dict[str, _Mark] = {}
        self._names: dict[str, str] = {}
        self._references: dict[str, Any] = {}
        self.note: str | None = None
        self._starts: dict[str, Callable[[Any], None]] = {
            "p": self._paragraph,
            "t": self._text,
            "fldChar": self._field,
            "commentRangeStart": self._comment,
            "commentRangeEnd": self._comment,
            "commentReference": self._comment,
            "bookmarkStart": self._bookmark,
            "bookmarkEnd": self._bookmark_end,
            "footnoteReference": self._reference,
            **dict.fromkeys(_SIGNS, self._sign),
        }

    def get(self, element: Any, name: str) -> str | None:  # noqa: ANN401
        """An attribute in the namespace of WordprocessingML."""
        value: str | None = element.get(f"{self._space}{name}")
        return value

    def walk(self, root: Any) -> None:  # noqa: ANN401
        begun = sum(self.get(one, "fldCharType") == "begin" for one in self._all(root, "fldChar"))
        ended = sum(self.get(one, "fldCharType") == "end" for one in self._all(root, "fldChar"))
        self._ignores_fields = begun != ended
        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            name = self._local(element)
            if event == "start":
                if name in _PROPERTIES or _is_second(element) or self._is_gone(element, name):
                    events.skip_subtree()
                self._hidden += self._hides(element, name)
                self._starts.get(name, _nothing)(element)
            else:
                self._hidden -= self._hides(element, name)
                if name == "p":
                    self._close(element)

    def _all(self, root: Any, name: str) -> Iterable[Any]:  # noqa: ANN401
        found: Iterable[Any] = root.iter(f"{self._space}{name}")
        return found

    def _local(self, element: Any) -> str:  # noqa: ANN401
        tag: str = element.tag
        return tag.removeprefix(self._space) if tag.startswith(self._space) else ""

    def _has(self, element: Any, *path: str) -> bool:  # noqa: ANN401
        found = element.find("/".join(f"{self._space}{name}" for name in path))
        return found is not None and (self.get(found, "val") or "").lower() not in _OFF

    def _hides(self, element: Any, name: str) -> bool:  # noqa: ANN401
        return name in _HIDING or (name == "r" and self._has(element, "rPr", "vanish"))

    def _is_gone(self, element: Any, name: str) -> bool:  # noqa: ANN401
        return name == "tr" and self._has(element, "trPr", "del")

    def _paragraph(self, element: Any) -> None:  # noqa: ANN401
        if self._continued is not None and self._continued[0] is element.getparent():
            line = self._continued[1]
        else:
            line = Line(element, self.note)
            self._lines.append(line)
        self._continued = None
        self._open.append(line)

    def _close(self, element: Any) -> None:  # noqa: ANN401
        line = self._open.pop()
        is_gone = any(self._has(element, "pPr", "rPr", how) for how in ("del", "moveFrom"))
        self._continued = (element.getparent(), line) if is_gone and line else None

    def _add(self, element: Any, text: str) -> None:  # noqa: ANN401
        line = self._open[-1] if self._open else None
        is_code = self._coding and not self._ignores_fields
        if line is not None and text and not self._hidden and not is_code:
            line.atoms.append(Atom(element, text))
            line.size += len(text)

    def _text(self, element: Any) -> None:  # noqa: ANN401
        self._add(element, (element.text or "").translate(_FLAT))

    def _sign(self, element: Any) -> None:  # noqa: ANN401
        self._add(element, _SIGNS[self._local(element)])

    def _field(self, element: Any) -> None:  # noqa: ANN401
        kind = self.get(element, "fldCharType")
        if kind == "begin":
            self._codes.append(True)
            self._coding += 1
        elif kind in ("separate", "end") and self._codes:
            self._coding -= self._codes[-1]
            self._codes[-1] = False
            if kind == "end":
                self._codes.pop()

    def _here(self) -> tuple[Line, int] | None:
        line = self._open[-1] if self._open else self._lines[-1] if self._lines else None
        return None if line is None else (line, line.size)

    def _comment(self, element: Any) -> None:  # noqa: ANN401
        mark = self._comments.setdefault(self.get(element, "id") or "", _Mark())
        if self._local(element) == "commentRangeStart":
            mark.begin = mark.begin or self._here()
        else:
            mark.end = mark.end or self._here()

    def _bookmark(self, element: Any) -> None:  # noqa: ANN401
        name = self.get(element, "name") or ""
        self._names[self.get(element, "id") or ""] = name
        self._bookmarks.setdefault(name, _Mark(begin=self._here()))

    def _bookmark_end(self, element: Any) -> None:  # noqa: ANN401
        name = self._names.get(self.get(element, "id") or "")
        if name is not None:
            self._bookmarks[name].end = self._here()

    def _reference(self, element: Any) -> None:  # noqa: ANN401
        self._references.setdefault(self.get(element, "id") or "", element.getparent())

    def body(self) -> Body:
        at = 0
        for line in self._lines:
            line.start = at
            for atom in line.atoms:
                atom.start = at
                at += len(atom.text)
            at += 1
        return Body(
            tuple(self._lines),
            dict(_stretches(self._comments)),
            dict(_stretches(self._bookmarks)),
            self._references,
        )


def _nothing(_element: Any) -> None:  # noqa: ANN401
    """Most elements say nothing by themselves."""


def _is_second(element: Any) -> bool:  # noqa: ANN401
    """Whether an element repeats for old programs what the one before it says for new ones."""
    before = element.getprevious() if str(element.tag).endswith("}Fallback") else None
    return before is not None


def _stretches(marks: dict[str, _Mark]) -> Iterator[tuple[str, Stretch]]:
    for name, mark in marks.items():
        if (stretch := mark.stretch()) is not None:
            yield name, stretch
