"""Words in the order of another language.

## What it finds
The word orders of the translation's language file that its grammar rules out: in Indonesian the
head of a noun phrase comes first, so `UAV sistem` should be `sistem UAV`; after a quotation the
verb comes first (`kata Menteri`). No reference is needed; where there is one, the rule
`word-order` sees more.

## Why that is bad
The reader has to sort the words out himself, and may get the wrong sense.

## Source
Each entry names its own; for Indonesian, Tata Bahasa Baku Bahasa Indonesia, 4th edition (2017).
"""

from __future__ import annotations

from corpora.text import Severity
from qa.check import Check, Example
from qa.patterns import entries_check

check = Check(
    find=entries_check(lambda language: language.word_order),
    severity=Severity.MINOR,
    category="fluency/word-order",
    confidence=0.75,
    bad=(Example("Mereka mengembangkan [[UAV sistem → sistem UAV]] dan radar.", language="id"),),
    good=(Example("Mereka mengembangkan sistem UAV dan radar.", language="id"),),
)
