"""Markdown for a comment on a pull request or a job's summary: verdict, scores, the worst flags.

It begins with `<!-- copydesk -->`, so that a bot finds the comment that it wrote before. Texts from
articles stay text: they make no links and mention nobody.
"""

from __future__ import annotations

from reports.comment import written
from reports.result import Result
from reports.writer import Style, Writer


def _render(result: Result, style: Style) -> str:
    return written(result, style.link)


writer = Writer(render=_render)
