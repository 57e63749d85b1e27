"""A picture of lines, one below the other: matplotlib lays it out, the page's style dresses it.

Of what matplotlib draws only the geometry is kept: paths, dots and the numbers of the axis. Its
colours, fonts and ids are left out, as the Content-Security-Policy allows no style in elements and
as the page has a dark side. What is drawn is named by `gid`: a kind, and which line it belongs to.
The same values give the same bytes.
"""

from __future__ import annotations

import io
import logging
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from lxml import etree
from markupsafe import Markup

from corpora.errors import UsageError
from reports.trend_svg import element, number

WIDTH = 560
_RIGHT, _TOP, _BOTTOM = 20, 22, 24
_NAMES, _NAMELESS = 186, 20
_GAP = 10
_INCH = 72
_RADIUS = 3.5
_BASELINE = 0.34
_TALL = 24
_PITCHES = ((1, 150), (12, 30), (40, 22))
_LEAST_PITCH = 17
_OWNED = re.compile(r"([a-z]+)-(\d+)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_START = re.compile(r"M (\S+) (\S+)")

Axes = Any
"""matplotlib's, which is imported only where something is drawn."""


@dataclass(frozen=True, slots=True)
class Line:
    """What is said of a line: its short name beside it, empty for none, and all of it."""

    label: str
    told: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture before it is drawn: the beginning of its ids, its title, what it shows."""

    name: str
    title: str
    told: str
    lines: tuple[Line, ...]

    @property
    def pitch(self) -> int:
        """How high a line is."""
        count = len(self.lines)
        return next((pitch for most, pitch in _PITCHES if count <= most), _LEAST_PITCH)

    @property
    def left(self) -> int:
        """Where the lines begin."""
        return _NAMES if any(line.label for line in self.lines) else _NAMELESS

    @property
    def height(self) -> int:
        """How high it is."""
        return _TOP + self.pitch * len(self.lines) + _BOTTOM


def ready() -> None:
    """Whether pictures can be drawn. Raises UsageError where matplotlib is missing."""
    try:
        import_module("matplotlib")
    except ImportError:
        what = "the corpus page's pictures are drawn by matplotlib, which is not installed"
        raise UsageError(f"{what}; pip install 'copydesk[batch]'") from None


def gid(kind: str, line: int) -> str:
    """The name of what is drawn for a line, counted from 0; line n is at y from n to n + 1."""
    return f"{kind}-{line}"


def drawn(picture: Picture, paint: Callable[[Axes], None]) -> Markup:
    """The picture as an element for the page. Raises UsageError where matplotlib is missing."""
    ready()
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it speaks of its caches
    matplotlib = import_module("matplotlib")
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "copydesk"})
        figure = import_module("matplotlib.figure").Figure(
            figsize=(WIDTH / _INCH, picture.height / _INCH), dpi=_INCH
        )
        import_module("matplotlib.backends.backend_svg").FigureCanvasSVG(figure)
        paint(_axes(figure, picture))
        file = io.BytesIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    root = etree.fromstring(file.getvalue(), etree.XMLParser(resolve_entities=False))
    return _dressed(picture, root)


def _axes(figure: Any, picture: Picture) -> Axes:  # noqa: ANN401 — matplotlib's
    width, height = WIDTH - picture.left - _RIGHT, picture.height - _TOP - _BOTTOM
    place = (
        picture.left / WIDTH,
        _BOTTOM / picture.height,
        width / WIDTH,
        height / picture.height,
    )
    axes = figure.add_axes(place, frame_on=False)
    axes.set_ylim(len(picture.lines), 0)
    axes.set_yticks([])
    axes.locator_params(axis="x", nbins=6)
    axes.ticklabel_format(axis="x", useOffset=False, style="plain")
    is_tall = len(picture.lines) > _TALL
    axes.tick_params(axis="x", bottom=False, top=False, labeltop=is_tall)
    axes.grid(axis="x", gid="grid")
    axes.margins(x=0)
    return axes


def _dressed(picture: Picture, root: etree._Element) -> Markup:
    frame, owned = list[Markup](), defaultdict[int, list[Markup]](list)
    for group in root.iter("{*}g"):
        name = group.get("id", "")
        if found := _OWNED.fullmatch(name):
            owned[int(found[2])] += _shapes(group, found[1])
        elif name.startswith(("grid", "zero")):
            frame += _shapes(group, name)
        elif name.startswith("text"):
            frame += _numbers(group)
    return element(
        "svg",
        element("title", picture.title, id=f"{picture.name}t"),
        element("desc", picture.told, id=f"{picture.name}d"),
        element("g", *frame, class_="frame"),
        *(_line(picture, place, owned[place]) for place in range(len(picture.lines))),
        viewBox=f"0 0 {WIDTH} {picture.height}",
        class_="chart dense" if picture.pitch == _LEAST_PITCH else "chart",
        role="img",
        aria_labelledby=f"{picture.name}t {picture.name}d",
    )


def _line(picture: Picture, place: int, shapes: Sequence[Markup]) -> Markup:
    """A line with all that is said of it for the mouse, which finds it between its shapes, too."""
    line, pitch = picture.lines[place], picture.pitch
    top = _TOP + place * pitch
    parts = [element("title", line.told)]
    parts.append(element("rect", x=0.0, y=float(top), width=float(WIDTH), height=float(pitch)))
    if line.label:
        y = top + pitch / 2 + _BASELINE * min(pitch, 13)
        x = float(picture.left - _GAP)
        parts.append(element("text", line.label, x=x, y=y, text_anchor="end"))
    return element("g", *parts, *shapes, class_="line")


def _shapes(group: etree._Element, kind: str) -> Iterator[Markup]:
    for path in group.iterfind("{*}path"):
        data = " ".join(path.get("d", "").split())
        if kind == "dot":
            start = _START.match(data)
            if start:
                x, y = float(start[1]), float(start[2])
                yield element("circle", cx=x, cy=y, r=_RADIUS, class_=kind)
        else:
            rounded = _NUMBER.sub(lambda found: number(float(found[0])), data)
            yield element("path", d=rounded, class_=kind)


def _numbers(group: etree._Element) -> Iterator[Markup]:
    for text in group.iterfind("{*}text"):
        x, y = float(text.get("x", "0")), float(text.get("y", "0"))
        yield element("text", text.text or "", x=x, y=y, text_anchor="middle")
