"""A word that looks like the source's and means something else.

## What it finds
The false friends of the translation's language file, in the surroundings that give them away: in
Indonesian *arms* as limbs (`presisi tinggi lengan`), in English `in this concrete case` for the
case at hand. Without such a list the rule is silent.

## Why that is bad
The sentence is well formed and says something else; a reader has no way of noticing.

## Source
Each entry names its own: a dictionary of the language.
"""

from __future__ import annotations

from corpora.text import Severity
from qa.check import Check, Example
from qa.patterns import entries_check

check = Check(
    find=entries_check(lambda language: language.false_friends),
    severity=Severity.MINOR,
    category="accuracy/mistranslation",
    confidence=0.7,
    bad=(Example("The court will rule [[in this concrete case → in this particular case]]."),),
    good=(Example("The court will rule in this case; the concrete casing cracked."),),
)
