"""A wording taken over word for word from another language.

## What it finds
The calques of the translation's language file (`qa/languages/`), each with its reason, its
source and mostly a replacement: `Pada gilirannya` → `Sementara itu`. Languages without such a
list stay silent.

## Why that is bad
Every word is right and no native writer would put it so. The reader notices that the story is a
translation.

## Source
Each entry names its own: a dictionary (KBBI), a style guide, a grammar.
"""

from __future__ import annotations

from corpora.text import Severity
from qa.check import Check, Example
from qa.patterns import entries_check

check = Check(
    find=entries_check(lambda language: language.calques),
    severity=Severity.MINOR,
    category="fluency/awkward",
    confidence=0.7,
    bad=(
        Example(
            "[[Pada gilirannya → Sementara itu]], menteri itu memuji tuan rumah.", language="id"
        ),
        Example("Mereka tidak [[membayar perhatian → memberi perhatian]].", language="id"),
    ),
    good=(
        Example("Sementara itu, menteri itu memuji tuan rumah.", language="id"),
        Example("The talks were held yesterday."),
    ),
)
