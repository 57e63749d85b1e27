"""One self-contained page for editors: open it in a browser, send it by mail, print it.

Nothing is fetched and nothing leaves the page: style and script are inside it, and its
Content-Security-Policy allows just these two, by their hashes.
"""

from __future__ import annotations

from reports.layout import page_of
from reports.pages import asset, environment, hashed
from reports.result import Result
from reports.writer import Style, Writer

_STYLES = ("report.css", "cards.css", "print.css")
_SCRIPTS = ("report.js",)


def render(result: Result, _style: Style) -> str:
    """The page as HTML, the same for the same result."""
    style, script = asset(_STYLES), asset(_SCRIPTS)
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src {hashed(style)}; script-src {hashed(script)}"
    )
    template = environment().get_template("report.html.j2")
    return template.render(page=page_of(result), style=style, script=script, policy=policy)


writer = Writer(render=render)
