"""SVG, element by element: coordinates with one decimal, every text escaped."""

from __future__ import annotations

from markupsafe import Markup, escape

from reports.marks import visible

Value = str | float


def element(name: str, *inside: str, **attributes: Value) -> Markup:
    """An element; what is `inside` is escaped unless it is Markup.

    Attributes are named as in Python: `class_`, `text_anchor`.
    """
    marks = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _shown(value))
        for key, value in attributes.items()
    )
    content = Markup("").join(map(_text, inside))
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), marks, content)  # noqa: S704


def number(value: float) -> str:
    """A coordinate: one decimal, and no zero with a sign."""
    return f"{round(value, 1) + 0.0:.1f}"


def path(points: list[tuple[float, float]], *, closed: bool = False) -> str:
    """The data of a path through these points."""
    steps = " L".join(f"{number(x)} {number(y)}" for x, y in points)
    return f"M{steps}" + ("Z" if closed else "")


def _shown(value: Value) -> str:
    return visible(value) if isinstance(value, str) else number(value)


def _text(text: str) -> Markup:
    return text if isinstance(text, Markup) else escape(visible(text))
