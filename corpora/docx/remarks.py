"""A flag as a comment says it: `major · calque: why → “what instead”`, and back."""

from __future__ import annotations

import re

from corpora.segmentation import one_line
from corpora.text import Decision, Disposition, Flag, Severity, Side, Span

AUTHOR = "copydesk"
HUMAN = "comment"
"""The rule of what people say in comments of their own."""
CATEGORY = "other"
_DELETE = "(delete)"
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE = re.compile(
    r"(?P<severity>neutral|minor|major|critical) · (?P<rule>[a-z0-9]+(?:[-:/.][a-z0-9]+)*): "
    r"(?P<rest>.*)",
    re.DOTALL,
)
_DECIDED = re.compile(
    r" \[(?P<decision>accepted|dismissed|fixed)(?: by (?P<author>[^:\[\]]*))?"
    r"(?:: (?P<reason>[^\[\]]*))?\]\Z"
)
_INSTEAD = re.compile(r" → (?:“(?P<words>[^“”]*)”|(?P<delete>\(delete\)))\Z")
_ELSEWHERE = re.compile(r" \((?:source|reference): “[^“”]*”\)\Z")
_DISMISSED = re.compile(r"\s*dismiss(?:ed)?\b[\s:,.–—-]*", re.IGNORECASE)


def writable(text: str) -> str:
    """The text with a sign for each character that XML cannot hold."""
    return _NO_XML.sub("\ufffd", text)


def line_of(flag: Flag, words: str) -> str:
    """What a flag's comment says; `words` are those it is about."""
    if flag.rule == HUMAN:
        line = flag.message
    else:
        line = f"{flag.severity.word} · {flag.rule}: {flag.message}"
        if flag.span.side is not Side.TRANSLATION:
            line += f" ({flag.span.side.value}: “{words}”)"
        if flag.suggestion is not None:
            line += f" → “{flag.suggestion}”" if flag.suggestion else f" → {_DELETE}"
    return one_line(writable(line + _decided(flag.disposition)))


def _decided(disposition: Disposition | None) -> str:
    if disposition is None:
        return ""
    author = f" by {disposition.author}" if disposition.author else ""
    reason = f": {disposition.reason}" if disposition.reason else ""
    return f" [{disposition.decision.value}{author}{reason}]"


def flag_of(text: str, author: str, segment: int, span: Span) -> Flag:
    """The flag that a comment is: one of copydesk's if it reads like one, else a person's."""
    rest, disposition = _without_decision(text)
    found = _LINE.fullmatch(one_line(rest))
    if found is None:
        return Flag(
            HUMAN, segment, span, text, Severity.NEUTRAL, CATEGORY, 1.0,
            author=author, disposition=disposition,
        )  # fmt: skip
    message, suggestion = found["rest"], None
    if instead := _INSTEAD.search(message):
        message = message[: instead.start()]
        suggestion = "" if instead["delete"] else instead["words"]
    message = _ELSEWHERE.sub("", message)
    severity = Severity[found["severity"].upper()]
    who = "" if author == AUTHOR else author
    return Flag(
        found["rule"], segment, span, message, severity, CATEGORY, 1.0, suggestion,
        author=who, disposition=disposition,
    )  # fmt: skip


def _without_decision(text: str) -> tuple[str, Disposition | None]:
    found = _DECIDED.search(text)
    if found is None:
        return text, None
    made = Disposition(Decision(found["decision"]), found["reason"] or "", found["author"] or "")
    return text[: found.start()], made


def resolved(reply: str, author: str) -> Disposition:
    """What became of a flag whose comment is resolved: accepted, unless its last reply says not."""
    found = _DISMISSED.match(reply)
    decision = Decision.DISMISSED if found else Decision.ACCEPTED
    return Disposition(decision, reply[found.end() :] if found else reply, author)
