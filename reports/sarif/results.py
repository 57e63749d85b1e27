"""Flags as results of a SARIF log."""

from __future__ import annotations

from typing import Any

from corpora.text import Severity, Side
from reports.legible import one_line
from reports.regions import region_of
from reports.result import FlagResult, OtherPlace
from reports.sarif.files import Files
from reports.sarif.rules import LEVELS, Rules
from reports.since import Found, is_old

_SEVERITIES = sorted(Severity)
_PERCENT = 100
_ENDS = (".", "!", "?", "…")
_LINKED = 5
_ESCAPED = frozenset('"&<>\\')
_FINGERPRINTS = {"copydesk/segment/v1": "fingerprint", "copydesk/document/v1": "alias"}
Json = dict[str, Any]


def result_of(found: Found, files: Files, rules: Rules, *, has_baseline: bool) -> Json:
    """A flag as a `result`, with one location."""
    flag = found.flag
    state = "unchanged" if is_old(flag) else "new"
    return {
        "ruleId": flag.rule,
        "ruleIndex": rules.numbers[flag.rule],
        "level": LEVELS[flag.severity],
        "rank": _rank(flag),
        "message": {"text": _message(flag)},
        "locations": [{"physicalLocation": files.place(flag.place, flag.text)}],
        **_related(flag, files),
        **_fixes(flag, files),
        **_fingerprints(flag),
        **({"baselineState": state} if has_baseline else {}),
        "properties": _properties(found),
    }


def _rank(flag: FlagResult) -> float:
    """How much it matters, 0 to 100: by severity, and within one by confidence."""
    step = _SEVERITIES.index(flag.severity) + min(max(flag.confidence, 0.0), 1.0)
    return round(_PERCENT * step / len(_SEVERITIES), 1)


def _message(flag: FlagResult) -> str:
    words = f"‘{one_line(flag.text)}’: " if flag.text else ""
    said = flag.message.strip() or f"see the rule {flag.rule}"
    parts = [f"{words}{said}" if said.endswith(_ENDS) else f"{words}{said}."]
    if flag.suggestion is not None:
        wanted = f"‘{one_line(flag.suggestion)}’" if flag.suggestion else "delete it"
        parts.append(f"Suggestion: {wanted}.")
    if flag.also:
        shown = enumerate(flag.also[:_LINKED], start=1)
        links = (f"[{one.place.line}:{one.place.column}]({n})" for n, one in shown)
        more = len(flag.also) - _LINKED
        parts.append(f"Also at {', '.join(links)}{f' and {more} more' if more > 0 else ''}.")
    return " ".join(parts)


def _related(flag: FlagResult, files: Files) -> Json:
    places = [_other(number, one, files) for number, one in enumerate(flag.also, start=1)]
    return {"relatedLocations": places} if places else {}


def _other(number: int, other: OtherPlace, files: Files) -> Json:
    # What stands there is not known, only how long it is: it is taken to be on one line.
    blank = " " * (other.span.end - other.span.start)
    region = files.region(other.place, blank)
    place = {"artifactLocation": files.location(other.place.path), "region": region}
    message = {"text": "The same fault stands here, too."}
    return {"id": number, "physicalLocation": place, "message": message}


def _fixes(flag: FlagResult, files: Files) -> Json:
    """What to write instead, where the file has the words as they are read."""
    if flag.suggestion is None or not _is_plain(flag, flag.suggestion, files):
        return {}
    wanted = {"insertedContent": {"text": flag.suggestion}} if flag.suggestion else {}
    deleted = files.region(flag.place, flag.text)
    change = {
        "artifactLocation": files.location(flag.place.path),
        "replacements": [{"deletedRegion": deleted, **wanted}],
    }
    said = f"Write ‘{one_line(flag.suggestion)}’." if flag.suggestion else "Delete it."
    return {"fixes": [{"description": {"text": said}, "artifactChanges": [change]}]}


def _is_plain(flag: FlagResult, suggestion: str, files: Files) -> bool:
    region = region_of(flag.place, flag.text)
    return (
        flag.span.side is Side.TRANSLATION
        and region is not None
        and region.as_written
        and not files.is_extracted(flag.place.path)
        and suggestion.isprintable()
        and _ESCAPED.isdisjoint(suggestion)
    )


def _fingerprints(flag: FlagResult) -> Json:
    """Ours. GitHub's own, `primaryLocationLineHash`, is left to its upload action to compute."""
    values = {"fingerprint": flag.fingerprint, "alias": flag.alias}
    found = {key: values[name] for key, name in _FINGERPRINTS.items() if values[name]}
    return {"partialFingerprints": found} if found else {}


def _properties(found: Found) -> Json:
    flag = found.flag
    return {
        "severity": flag.severity.word,
        "category": flag.category,
        "confidence": flag.confidence,
        "safe": flag.safe,
        "side": flag.span.side.value,
        "document": found.document.id,
        "segment": flag.segment,
    }
