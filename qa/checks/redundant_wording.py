"""The same thing said twice in one phrase.

## What it finds
The doublings of the translation's language file: `agar supaya` → `agar`, `adalah merupakan` →
`merupakan`. Languages without such a list stay silent.

## Why that is bad
A careful editor strikes one of the two; translations from languages that need both keep them.

## Source
Each entry names its own; for Indonesian, the chapter on economy in Badan Bahasa's Buku Praktis
Bahasa Indonesia.
"""

from __future__ import annotations

from corpora.text import Severity
from qa.check import Check, Example
from qa.patterns import entries_check

check = Check(
    find=entries_check(lambda language: language.redundant),
    severity=Severity.MINOR,
    category="style/awkward",
    confidence=0.8,
    bad=(Example("Ia belajar [[agar supaya → agar]] lulus.", language="id"),),
    good=(Example("Ia belajar agar lulus.", language="id"),),
)
