"""A corpus as one self-contained page: figures, pictures, and below each its numbers.

Nothing is fetched and nothing runs: the style is inside, and the Content-Security-Policy allows
just that, by its hash.
"""

from __future__ import annotations

from reports.corpus.layout import view_of
from reports.corpus.result import CorpusResult
from reports.pages import asset, environment, hashed

_STYLES = ("report.css", "cards.css", "corpus.css", "print.css", "corpus_print.css")


def page(result: CorpusResult) -> str:
    """The page as HTML, the same for the same result.

    Raises UsageError where matplotlib is missing, as does `reports.corpus.canvas.ready`.
    """
    style = asset(_STYLES)
    policy = f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src {hashed(style)}"
    template = environment().get_template("corpus.html.j2")
    return template.render(view=view_of(result), style=style, policy=policy)
