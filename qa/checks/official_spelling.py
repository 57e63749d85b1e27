"""A word written against the official spelling.

## What it finds
The spellings of the translation's language file that an official standard rules out, with the
right one: `antar departemen` → `antardepartemen`, `di ajak` → `diajak`. Languages without such
a list stay silent.

## Why that is bad
Careful papers keep to the standard; a prefix written apart also changes what the sentence seems
to say.

## Source
Each entry names its own; for Indonesian, EYD V (Ejaan Bahasa Indonesia yang Disempurnakan, 2022).
"""

from __future__ import annotations

from corpora.text import Severity
from qa.check import Check, Example
from qa.patterns import entries_check

check = Check(
    find=entries_check(lambda language: language.spelling),
    severity=Severity.MINOR,
    category="fluency/spelling",
    confidence=0.85,
    bad=(Example("Kerja sama [[antar departemen → antardepartemen]] itu baik.", language="id"),),
    good=(Example("Kerja sama antardepartemen itu baik; surat antar-Kedutaan.", language="id"),),
)
