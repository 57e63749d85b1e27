"""GitLab's Code Quality report: a JSON list of the flags, as merge requests show them.

GitLab itself compares it with the report of the target branch.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import PurePath
from typing import Any

import msgspec

from corpora.opening import is_url
from corpora.text import Severity
from reports.legible import said
from reports.regions import region_of
from reports.result import FlagResult, Result
from reports.since import Found
from reports.writer import Style, Writer

_SEVERITIES = {
    Severity.NEUTRAL: "info",
    Severity.MINOR: "minor",
    Severity.MAJOR: "major",
    Severity.CRITICAL: "critical",
}


def _render(result: Result, _style: Style) -> str:
    seen = Counter[str]()
    found = [Found(document, flag) for document in result.documents for flag in document.flags]
    issues = [_issue(one, seen) for one in found]
    return msgspec.json.format(msgspec.json.encode(issues), indent=2).decode() + "\n"


def _issue(found: Found, seen: Counter[str]) -> dict[str, Any]:
    flag = found.flag
    return {
        "description": said(flag),
        "check_name": flag.rule,
        "fingerprint": _fingerprint(found, seen),
        "severity": _SEVERITIES[flag.severity],
        "location": {"path": _path(flag.place.path), "lines": _lines(flag)},
    }


def _fingerprint(found: Found, seen: Counter[str]) -> str:
    """One of its own: what has the same fingerprint in a file is numbered in reading order."""
    flag = found.flag
    names = (flag.fingerprint or flag.rule, found.document.id)
    seen[repr(names)] += 1
    text = repr((*names, seen[repr(names)]))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _path(path: str) -> str:
    return path if is_url(path) else PurePath(path).as_posix()


def _lines(flag: FlagResult) -> dict[str, int]:
    region = region_of(flag.place, flag.text)
    return {"begin": flag.place.line, "end": region.end_line if region else flag.place.line}


writer = Writer(render=_render)
