"""Puts comments' ranges into a body: runs are split at their borders, nothing else is changed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from lxml import etree

from corpora.docx.words import Atom, Body, Line

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a comment goes: code points `start` to `end` of the text; or at a footnote's number."""

    comment: str
    start: int
    end: int
    note: str | None = None


@dataclass(frozen=True, slots=True)
class _Run:
    """An element that holds code points `start` to `end`, no comment beginning or ending within."""

    start: int
    end: int
    element: Any


def put(body: Body, space: str, anchors: Sequence[Anchor]) -> None:
    """Put the ranges and the references of comments into the tree that the body was read from."""
    edges = sorted({edge for one in anchors for edge in (one.start, one.end)})
    _Ranges(body, space, [run for line in body.lines for run in _runs(line, space, edges)]).put(
        anchors
    )


def _runs(line: Line, space: str, edges: Sequence[int]) -> Iterator[_Run]:
    for run, group in groupby(line.atoms, key=lambda atom: atom.element.getparent()):
        atoms = list(group)
        if run.tag != f"{{{space}}}r":
            yield from (_Run(atom.start, atom.end, atom.element) for atom in atoms)
            continue
        start, end = atoms[0].start, atoms[-1].end
        inner = edges[bisect_right(edges, start) : bisect_left(edges, end)]
        yield from _split(run, atoms, inner) if inner else [_Run(start, end, run)]


def _split(run: Any, atoms: Sequence[Atom], edges: Sequence[int]) -> Iterator[_Run]:  # noqa: ANN401
    """A run in several, each formatted as it was; the first remains where it is."""
    children = list(run)
    properties = children[0] if children[0].tag.endswith("}rPr") else None
    known = {atom.element: atom for atom in atoms}
    start, current = atoms[0].start, run
    for child in children if properties is None else children[1:]:
        for edge, piece in _cut(child, known.get(child), edges):
            if edge is not None:
                yield _Run(start, edge, current)
                start, current = edge, _like(current, properties)
            if piece.getparent() is not current:
                current.append(piece)
    yield _Run(start, atoms[-1].end, current)


def _cut(
    child: Any,  # noqa: ANN401
    atom: Atom | None,
    edges: Sequence[int],
) -> Iterator[tuple[int | None, Any]]:
    """What a run's child becomes, cut in pieces at the edges; with the edge each begins at."""
    inner = [] if atom is None else _between(edges, atom.start, atom.end)
    if atom is None or not inner:
        yield None, child
        return
    text, first = child.text, inner[0] if inner[0] == atom.start else None
    bounds = [atom.start, *(inner if first is None else inner[1:]), atom.end]
    for number, (start, end) in enumerate(pairwise(bounds)):
        piece = etree.Element(child.tag, child.attrib) if number else child
        if len(bounds) > 2:  # noqa: PLR2004 — it is in several pieces indeed
            piece.text = text[start - atom.start : end - atom.start]
            piece.set(_SPACE, "preserve")
        yield (start if number else first), piece


def _between(edges: Sequence[int], start: int, end: int) -> list[int]:
    return list(edges[bisect_left(edges, start) : bisect_left(edges, end)])


def _like(run: Any, properties: Any) -> Any:  # noqa: ANN401
    """An empty run behind another, with its properties."""
    new = etree.Element(run.tag, run.attrib)
    if properties is not None:
        new.append(deepcopy(properties))
    run.addnext(new)
    return new


class _Ranges:
    def __init__(self, body: Body, space: str, runs: list[_Run]) -> None:
        self._body, self._space = body, f"{{{space}}}"
        self._lines = [line.start for line in body.lines]
        self._runs = sorted(runs, key=lambda run: run.start)
        self._starts = [run.start for run in self._runs]
        self._ends = [run.end for run in self._runs]
        self._last: dict[Any, Any] = {}

    def put(self, anchors: Sequence[Anchor]) -> None:
        for anchor in sorted(anchors, key=lambda one: (one.start, -one.end)):
            if anchor.note in self._body.references:
                self._after(self._body.references[anchor.note], *self._marks(anchor))
            elif anchor.start < anchor.end:
                self._around(anchor)
            else:
                self._at(anchor)

    def _around(self, anchor: Anchor) -> None:
        first = bisect_left(self._starts, anchor.start)
        last = bisect_right(self._ends, anchor.end) - 1
        if last < first:
            self._at(anchor)
            return
        begin, *end = self._marks(anchor)
        self._runs[first].element.addprevious(begin)
        self._after(self._runs[last].element, *end)

    def _at(self, anchor: Anchor) -> None:
        """A range without words, as close to its place as may be."""
        at = anchor.start
        first, last = bisect_left(self._starts, at), bisect_right(self._ends, at) - 1
        if first < len(self._runs) and self._starts[first] == at:
            for mark in self._marks(anchor):
                self._runs[first].element.addprevious(mark)
        elif last >= 0 and self._ends[last] == at:
            self._after(self._runs[last].element, *self._marks(anchor))
        else:
            line = self._body.lines[max(0, bisect_right(self._lines, at) - 1)]
            line.paragraph.extend(self._marks(anchor))

    def _after(self, element: Any, *marks: Any) -> None:  # noqa: ANN401
        """Put marks behind an element, and behind those that were put there before."""
        for mark in marks:
            self._last.get(element, element).addnext(mark)
            self._last[element] = mark

    def _marks(self, anchor: Anchor) -> list[Any]:
        """A range's beginning and end, and the run that shows that there is a comment."""
        name, space = f"{self._space}id", self._space
        run = etree.Element(f"{space}r")
        style = etree.SubElement(etree.SubElement(run, f"{space}rPr"), f"{space}rStyle")
        style.set(f"{space}val", "CommentReference")
        etree.SubElement(run, f"{space}commentReference", {name: anchor.comment})
        ends = (f"{space}commentRange{which}" for which in ("Start", "End"))
        return [*(etree.Element(one, {name: anchor.comment}) for one in ends), run]
