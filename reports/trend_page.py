"""Trends as one self-contained page: pictures, and below each a table of its numbers.

Nothing is fetched and nothing runs: the style is inside, and the Content-Security-Policy allows
just that, by its hash.
"""

from __future__ import annotations

from reports.pages import asset, environment, hashed
from reports.trend import Trends
from reports.trend_layout import sections_of

_STYLES = ("report.css", "history.css")


def page(trends: Trends) -> str:
    """The page as HTML, the same for the same trends."""
    style = asset(_STYLES)
    policy = f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src {hashed(style)}"
    template = environment().get_template("history.html.j2")
    sections = sections_of(trends)
    return template.render(trends=trends, sections=sections, style=style, policy=policy)
