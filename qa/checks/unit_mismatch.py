"""The right figure with the wrong unit.

## What it finds
A figure that the source (without one, the reference) gives in another unit: `5 mil` for 5 km,
`20 derajat Fahrenheit` for 20 °C, `20 persen` for 20 tonnes. Units by name and sign come from
the Unicode CLDR, in every language. A value that was converted has another figure and stays
silent.

## Why that is bad
The fact is wrong, and by a factor that may cost lives.

## Source
Unicode CLDR, units (unicode.org/cldr); BIPM, The International System of Units, 9th edition.
"""

from __future__ import annotations

from functools import partial

from corpora.text import Severity, Side
from qa.check import Check, Example
from qa.measures import mismatches

check = Check(
    find=partial(mismatches, money=False),
    severity=Severity.MAJOR,
    category="accuracy/mistranslation",
    confidence=0.8,
    needs=frozenset([Side.SOURCE, Side.REFERENCE]),
    bad=(
        Example(
            "Jaraknya 5 [[mil]].",
            source="It is 5 kilometres away.",
            language="id",
            source_language="en-GB",
        ),
        Example("It weighs 20 [[pounds]].", source="Es wiegt 20 Kilogramm.", source_language="de"),
    ),
    good=(
        Example(
            "Jaraknya 5 km dan beratnya 20 kg.",
            source="It is 5 kilometers away and weighs 20 kilograms.",
            language="id",
            source_language="en",
        ),
        Example("It rose 5% last year.", source="Es stieg um 5 Prozent.", source_language="de"),
    ),
)
