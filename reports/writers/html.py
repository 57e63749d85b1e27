"""One self-contained page for editors: open it in a browser, send it by mail, print it.

Nothing is fetched and nothing leaves the page: style and script are inside it, and its
Content-Security-Policy allows just these two, by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from reports.layout import page_of
from reports.marks import visible
from reports.result import Outcome, Result
from reports.writer import Style, Writer

_STYLES = ("report.css", "cards.css", "print.css")
_SCRIPTS = ("report.js",)
_SYMBOLS = {Outcome.PASS: "✓", Outcome.FAIL: "✕", Outcome.ERROR: "!"}


def render(result: Result, _style: Style) -> str:
    """The page as HTML, the same for the same result."""
    style, script = _asset(_STYLES), _asset(_SCRIPTS)
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src {_hash(style)}; script-src {_hash(script)}"
    )
    template = _environment().get_template("report.html.j2")
    return template.render(page=page_of(result), style=style, script=script, policy=policy)


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
    environment.filters.update(counted=_counted, percent=_percent)
    environment.globals.update(symbols=_SYMBOLS)
    return environment


@cache
def _asset(names: tuple[str, ...]) -> str:
    """The files' text, joined. They are part of this package, so the template may leave them be."""
    templates = resources.files("reports") / "templates"
    return "".join((templates / name).read_text(encoding="utf-8") for name in names)


def _hash(text: str) -> str:
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


writer = Writer(render=render)
