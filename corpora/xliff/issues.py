"""Localisation quality issues (ITS 2.0, w3.org/TR/its20) and the flags they are here.

Severities and kinds are mapped both ways here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping

from corpora.text import Decision, Disposition, Flag, Severity, Span

ITS = "http://www.w3.org/2005/11/its"
TYPE, COMMENT, SEVERITY, ENABLED, REFERENCE, PROFILE = (
    f"{{{ITS}}}locQuality{name}"
    for name in (
        "IssueType",
        "IssueComment",
        "IssueSeverity",
        "IssueEnabled",
        "IssuesRef",
        "IssueProfileRef",
    )
)
STANDOFF, ISSUE = "locQualityIssues", "locQualityIssue"
_PEOPLE = ("revPerson", "revOrg", "person", "org", "revTool", "tool")
_OTHER = "other"

_NUMBERS = {
    Severity.NEUTRAL: 0,
    Severity.MINOR: 20,
    Severity.MAJOR: 60,
    Severity.CRITICAL: 100,
}
_UP_TO = ((0, Severity.NEUTRAL), (40, Severity.MINOR), (80, Severity.MAJOR))
"""Each severity's highest number; beyond them all it is critical."""

_CATEGORIES = {
    "addition": "accuracy/addition",
    "mistranslation": "accuracy/mistranslation",
    "omission": "accuracy/omission",
    "untranslated": "accuracy/untranslated",
    "inconsistent-entities": "accuracy/inconsistent-entities",
    "numbers": "accuracy/number",
    "duplication": "fluency/duplication",
    "characters": "fluency/character-encoding",
    "grammar": "fluency/grammar",
    "inconsistency": "fluency/inconsistency",
    "markup": "fluency/markup",
    "misspelling": "fluency/spelling",
    "register": "fluency/register",
    "typographical": "fluency/punctuation",
    "whitespace": "fluency/whitespace",
    "formatting": "design/formatting",
    "length": "design/length",
    "locale-specific-content": "locale-convention/locale-specific-content",
    "locale-violation": "locale-convention/format",
    "legal": "verity/legal-requirements",
    "internationalization": "internationalization",
    "style": "style/awkward",
    "terminology": "terminology/inconsistent",
}
"""The MQM category (themqm.org) of each kind of issue; the others say too little."""
_KINDS = {category: kind for kind, category in _CATEGORIES.items()} | {
    "accuracy/hallucination": "addition",
    "fluency/awkward": "style",
    "fluency/word-order": "grammar",
    "accuracy": "mistranslation",
    "fluency": "grammar",
    "locale-convention": "locale-violation",
    "style": "style",
    "terminology": "terminology",
}


def number_of(severity: Severity) -> int:
    """A severity as ITS writes it, 0 to 100."""
    return _NUMBERS[severity]


def severity_of(number: str) -> Severity:
    """The severity that a number stands for: 0, up to 40, up to 80, beyond; minor if it is none."""
    try:
        value = float(number)
    except ValueError:
        return Severity.MINOR
    return next((severity for most, severity in _UP_TO if value <= most), Severity.CRITICAL)


def category_of(kind: str) -> str:
    """The MQM category of a kind of issue."""
    return _CATEGORIES.get(kind, _OTHER)


def kind_of(category: str) -> str:
    """The kind of issue that comes nearest to an MQM category."""
    return _KINDS.get(category) or _KINDS.get(category.partition("/")[0], _OTHER)


def is_issue(attributes: Mapping[str, str]) -> bool:
    """Whether attributes in ITS's namespace speak of an issue."""
    return TYPE in attributes or COMMENT in attributes


def standing_alone(attributes: Mapping[str, str]) -> Mapping[str, str]:
    """The attributes of a `<locQualityIssue>` element, named as on an element of another kind."""
    return {f"{{{ITS}}}{name}": value for name, value in attributes.items() if name[:1] != "{"}


def flag_of(attributes: Mapping[str, str], segment: int, span: Span) -> Flag:
    """The flag that these attributes make of a span."""
    kind = attributes.get(TYPE, "uncategorized")
    author = (attributes.get(f"{{{ITS}}}{name}") for name in _PEOPLE)
    return Flag(
        rule=f"its-{kind}",
        segment=segment,
        span=span,
        message=attributes.get(COMMENT) or kind.replace("-", " "),
        severity=severity_of(attributes.get(SEVERITY, "")),
        category=category_of(kind),
        confidence=1.0,
        author=next(filter(None, author), ""),
        disposition=disposition_of(attributes, None),
    )


def disposition_of(attributes: Mapping[str, str], known: Disposition | None) -> Disposition | None:
    """What became of an issue: one that is not enabled was dismissed, whatever was `known`."""
    dismissed = attributes.get(ENABLED, "yes") == "no"
    was_dismissed = known is not None and known.decision is Decision.DISMISSED
    if dismissed == was_dismissed:
        return known
    return Disposition(Decision.DISMISSED) if dismissed else None
