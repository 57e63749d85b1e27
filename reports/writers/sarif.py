"""SARIF 2.1.0 (OASIS): the flags as code scanning services and editors show them.

A flag is a result with one location; columns count code points. Against a baseline each says
whether it is new; the flags that were fixed stand among the run's properties.
"""

from __future__ import annotations

import msgspec

from reports.result import Result
from reports.sarif.log import log_of
from reports.writer import Style, Writer


def _render(result: Result, _style: Style) -> str:
    return msgspec.json.format(msgspec.json.encode(log_of(result)), indent=2).decode() + "\n"


writer = Writer(render=_render)
