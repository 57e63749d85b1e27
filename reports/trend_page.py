"""Trends as one self-contained page: pictures, and below each a table of its numbers.

Nothing is fetched and nothing runs: the style is inside, and the Content-Security-Policy allows
just that, by its hash.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reports.marks import visible
from reports.result import Outcome
from reports.trend import Trends
from reports.trend_layout import sections_of

_STYLES = ("report.css", "history.css")
_SYMBOLS = {Outcome.PASS: "✓", Outcome.FAIL: "✕", Outcome.ERROR: "!"}


def page(trends: Trends) -> str:
    """The page as HTML, the same for the same trends."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{digest}'"
    template = _environment().get_template("history.html.j2")
    sections = sections_of(trends)
    return template.render(trends=trends, sections=sections, style=style, policy=policy)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters.update(counted=_counted)
    environment.globals.update(symbols=_SYMBOLS)
    return environment


@cache
def _style() -> str:
    templates = resources.files("reports") / "templates"
    return "".join((templates / name).read_text(encoding="utf-8") for name in _STYLES)


def _finalize(value: object) -> object:
    """Every text on its way to the page, ours excepted, loses what HTML cannot carry."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(value)
    return value


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
