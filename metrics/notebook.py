"""How a notebook shows scores: as HTML tables."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from metrics.significance import Standing


def standing(one: Standing) -> tuple[str, ...]:
    """A system of a comparison as a row."""
    apart = one.difference
    if apart is None:
        return one.name, f"{one.score:.4f}", "baseline", "", "", ""
    effect = "" if apart.effect is None else f"{apart.effect:+.2f}"
    return (
        one.name, f"{one.score:.4f}", f"{apart.delta:+.4f}", f"{apart.p:.3f}",
        f"{apart.adjusted:.3f}", effect,
    )  # fmt: skip


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows of plain text as an HTML table; everything is escaped."""
    cells = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>"
