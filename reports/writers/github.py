"""GitHub's annotations: workflow commands on standard output, the worst first.

GitHub shows ten of each kind a step; the last one says how many more there are. Where there is a
baseline only what is new is annotated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from corpora.opening import is_url, shown
from corpora.text import Severity
from reports.legible import by_severity, counted, one_line, said
from reports.regions import region_of
from reports.result import FlagResult, Outcome, Result
from reports.since import worst
from reports.writer import Style, Writer

_ERROR, _WARNING, _NOTICE = "error", "warning", "notice"
_KINDS = {
    Severity.NEUTRAL: _NOTICE,
    Severity.MINOR: _WARNING,
    Severity.MAJOR: _ERROR,
    Severity.CRITICAL: _ERROR,
}
_ROOM = {_ERROR: 10, _WARNING: 10, _NOTICE: 9}  # and a notice that tells of the others
_LONGEST = 1000
_DATA = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_PROPERTY = (*_DATA, (":", "%3A"), (",", "%2C"))
_NOWHERE = shown("-")


@dataclass(frozen=True, slots=True)
class _Command:
    """A workflow command: what kind, with what properties, saying what."""

    kind: str
    properties: Mapping[str, str | int]
    message: str

    def __str__(self) -> str:
        told = (f"{name}={_escaped(str(v), _PROPERTY)}" for name, v in self.properties.items())
        return f"::{self.kind} {','.join(told)}::{_escaped(self.message, _DATA)}"


def _escaped(text: str, replacements: tuple[tuple[str, str], ...]) -> str:
    for sign, written in replacements:
        text = text.replace(sign, written)
    return text


def _render(result: Result, style: Style) -> str:
    return "".join(f"{command}\n" for command in _commands(result, style))


def _commands(result: Result, style: Style) -> Iterator[_Command]:
    used, left = Counter[str](), Counter[Severity]()
    for condition in result.verdict.conditions:
        if condition.outcome is not Outcome.PASS and used[_ERROR] < _ROOM[_ERROR]:
            where = f" ({condition.portion})" if condition.portion else ""
            title = f"copydesk: {condition.outcome.value}{where}"
            said_of = f"{condition.name}: {condition.evidence}"
            used[_ERROR] += 1
            yield _Command(_ERROR, {"title": _line(title)}, _line(said_of))
    for one in worst(result):
        kind = _KINDS[one.flag.severity]
        if used[kind] < _ROOM[kind]:
            used[kind] += 1
            yield _annotation(kind, one.flag)
        else:
            left[one.flag.severity] += 1
    if left:
        yield _rest(left, style.link)


def _annotation(kind: str, flag: FlagResult) -> _Command:
    title = {"title": _line(f"{flag.severity.word} {flag.rule}")}
    return _Command(kind, {**_place(flag), **title}, said(flag))


def _place(flag: FlagResult) -> dict[str, str | int]:
    """Where it stands; columns only on one line, as GitHub has it."""
    place, region = flag.place, region_of(flag.place, flag.text)
    if is_url(place.path) or place.path == _NOWHERE:
        return {}
    start: dict[str, str | int] = {"file": place.path, "line": place.line}
    if region is None:
        return start
    if region.end_line != region.line:
        return {**start, "endLine": region.end_line}
    ends = {"col": region.column, "endColumn": region.end_column}
    return {**start, "endLine": region.end_line, **ends}


def _rest(left: Counter[Severity], link: str) -> _Command:
    flags = counted(left.total(), "more flag")
    where = f"all are in {link}" if link else "the other reports have them all"
    message = f"{flags} not shown here ({by_severity(left)}); {where}"
    return _Command(_NOTICE, {"title": "copydesk"}, _line(message))


def _line(text: str) -> str:
    return one_line(text, _LONGEST)


writer = Writer(render=_render)
