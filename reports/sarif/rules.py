"""The rules of a SARIF log, and the levels that severities are given there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpora.text import Severity
from reports.result import FlagResult, Result, RuleResult

LEVELS = {
    Severity.NEUTRAL: "note",
    Severity.MINOR: "warning",
    Severity.MAJOR: "error",
    Severity.CRITICAL: "error",
}
_LONGEST = 1000
_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a run with their places, and as SARIF describes them."""

    numbers: Mapping[str, int]
    descriptors: tuple[dict[str, Any], ...]


def rules_of(result: Result) -> Rules:
    """The rules that spoke; one that only a file's flags name describes itself by its id."""
    flags: defaultdict[str, list[FlagResult]] = defaultdict(list)
    for flag in result.flags:
        flags[flag.rule].append(flag)
    known = {rule.id: rule for rule in result.rules}
    ids = sorted({*known, *flags})
    rules = [known.get(name, RuleResult(name, "", "")) for name in ids]
    return Rules(
        {name: number for number, name in enumerate(ids)},
        tuple(_descriptor(rule, flags[rule.id]) for rule in rules),
    )


def _descriptor(rule: RuleResult, flags: Sequence[FlagResult]) -> dict[str, Any]:
    summary = rule.summary.strip() or f"The rule {rule.id}."
    page = rule.page.strip() or summary
    name = _pascal(rule.id)
    is_told = name and name.lower() != rule.id.lower()  # a name that says no more is left out
    return {
        "id": rule.id,
        **({"name": name} if is_told else {}),
        "shortDescription": {"text": summary[:_LONGEST]},
        "fullDescription": {"text": _about(page, summary)[:_LONGEST]},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": _level(flags)},
        "properties": {"tags": sorted({flag.category for flag in flags if flag.category})},
    }


def _pascal(identity: str) -> str:
    """`doubled-word` as `DoubledWord`."""
    words = "".join(sign if sign.isalnum() else " " for sign in identity).split()
    return "".join(word[:1].upper() + word[1:] for word in words)[:_LONGEST_NAME]


def _about(page: str, summary: str) -> str:
    """The first paragraph of a rule's page that says more than its summary."""
    paragraphs = (" ".join(part.split()) for part in page.split("\n\n"))
    for paragraph in paragraphs:
        text = paragraph.removeprefix("## What it finds").strip()
        if text and text != summary and not text.startswith("#"):
            return text
    return summary


def _level(flags: Sequence[FlagResult]) -> str:
    """The level that most of a rule's flags have; of two the worse."""
    counts = Counter(LEVELS[flag.severity] for flag in flags)
    worst = list(dict.fromkeys(reversed(LEVELS.values())))
    return max(worst, key=lambda level: counts[level]) if flags else LEVELS[Severity.MINOR]
