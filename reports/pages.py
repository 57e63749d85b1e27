"""What our pages share: templates that escape everything, and what stands inside the page."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reports.marks import visible
from reports.result import Outcome

_SYMBOLS = {Outcome.PASS: "✓", Outcome.FAIL: "✕", Outcome.ERROR: "!"}


@cache
def environment() -> Environment:
    """The templates of this package."""
    made = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    made.filters.update(counted=_counted, percent=_percent)
    made.globals.update(symbols=_SYMBOLS)
    return made


@cache
def asset(names: tuple[str, ...]) -> str:
    """The files' text, joined. They are part of this package, so the template may leave them be."""
    templates = resources.files("reports") / "templates"
    return "".join((templates / name).read_text(encoding="utf-8") for name in names)


def hashed(text: str) -> str:
    """A style or script as a Content-Security-Policy names it."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _finalize(value: object) -> object:
    """Every text on its way to the page, ours excepted, loses what HTML cannot carry."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(value)
    return value


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _percent(share: float) -> str:
    return f"{share:.0%}"
