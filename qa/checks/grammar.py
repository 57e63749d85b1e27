"""A construction that the language's grammar rules out.

## What it finds
The constructions of the translation's language file (`qa/languages/`) that grammars call wrong:
a missing or doubled link, a verb with the wrong complement, a plural that does not exist. Word
order has a rule of its own, `word-order-pattern`.

## Why that is bad
It is a mistake, whatever the style; readers take it for carelessness.

## Source
Each entry names its own: a grammar or a usage guide of the language.
"""

from __future__ import annotations

from corpora.text import Severity
from qa.check import Check, Example
from qa.patterns import entries_check

check = Check(
    find=entries_check(lambda language: language.grammar),
    severity=Severity.MINOR,
    category="fluency/grammar",
    confidence=0.8,
    bad=(Example("The [[informations]] were wrong."),),
    good=(Example("The information was wrong."),),
)
