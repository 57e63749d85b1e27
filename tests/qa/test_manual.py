"""The manual is written from the rules, and up to date."""

from __future__ import annotations

from qa.manual import INDEX, pages
from qa.plugins import CHECKS, discover
from tests.conftest import ROOT

FOLDER = ROOT / "docs" / "rules"


def test_docs_rules_is_what_the_rules_say() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    assert written == dict(pages()), "stale; run: python docs/rules.py"


def test_every_rule_is_in_the_index() -> None:
    index = pages()[INDEX]
    for rule in discover(CHECKS):
        assert f"[{rule}]({rule}.md)" in index
