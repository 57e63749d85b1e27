"""Every rule's examples are its tests, and every language file's entries theirs."""

from __future__ import annotations

import re
from importlib import import_module

import pytest

from corpora.text import Severity
from qa.examples import entry_problems, problems
from qa.language import Entry, known_languages, load
from qa.patterns import entries_check
from qa.plugins import CHECKS, discover

RULES = discover(CHECKS)
SECTIONS = ("calques", "false_friends", "grammar", "redundant", "spelling", "word_order")
HEADINGS = ("## What it finds", "## Why that is bad", "## Source")


@pytest.mark.parametrize("rule", RULES)
def test_rule_does_what_its_examples_say(rule: str) -> None:
    assert list(problems(RULES[rule].value)) == []


@pytest.mark.parametrize("rule", RULES)
def test_rule_has_a_page(rule: str) -> None:
    doc = import_module(RULES[rule].module).__doc__ or ""
    first, _, rest = doc.strip().partition("\n")
    assert first.endswith(".")
    assert [rest.index(heading) for heading in HEADINGS] == sorted(
        rest.index(heading) for heading in HEADINGS
    )


@pytest.mark.parametrize("rule", RULES)
def test_rule_has_an_mqm_category_a_weight_and_a_confidence(rule: str) -> None:
    check = RULES[rule].value
    assert re.fullmatch(r"(accuracy|fluency|style|terminology|locale)/[a-z-]+", check.category)
    assert check.severity in Severity
    assert 0 < check.confidence <= 1


def _entries() -> list[tuple[str, str, Entry]]:
    return [
        (code, section, entry)
        for code in known_languages()
        for section in SECTIONS
        for entry in getattr(load(code), section)
    ]


@pytest.mark.parametrize(
    ("code", "section", "entry"),
    _entries(),
    ids=lambda value: value.find if isinstance(value, Entry) else value,
)
def test_language_entry_does_what_its_examples_say(code: str, section: str, entry: Entry) -> None:
    find = entries_check(lambda _: (entry,))
    assert list(entry_problems(find, load(code), entry)) == []
    assert entry.source, section


def test_examples_that_do_not_hold_are_reported() -> None:
    check = RULES["doubled-word"].value
    swapped = type(check)(
        find=check.find,
        severity=check.severity,
        category=check.category,
        confidence=check.confidence,
        bad=check.good[:1],
        good=check.bad[:1],
    )
    assert len(list(problems(swapped))) >= 2
