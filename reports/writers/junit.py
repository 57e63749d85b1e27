"""JUnit XML, as Jenkins and GitLab read it: a test case for each condition of the gate.

A condition that fails is a `<failure>`, one that could not be judged an `<error>`; the worst flags
that it is about are listed.
"""

from __future__ import annotations

from importlib import import_module

from reports.result import Result
from reports.writer import Style, Writer


def _render(result: Result, _style: Style) -> bytes:
    return bytes(import_module("reports.junit").written(result))  # lxml takes a while


writer = Writer(render=_render)
