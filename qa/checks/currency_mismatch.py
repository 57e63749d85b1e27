"""The right sum in the wrong currency.

## What it finds
A sum that the source (without one, the reference) gives in another currency: `€20 juta` for
$20 million. Currencies by sign, code and name come from the Unicode CLDR. A sum that was
converted has another figure and stays silent.

## Why that is bad
The sum is wrong.

## Source
ISO 4217; Unicode CLDR, currencies (unicode.org/cldr).
"""

from __future__ import annotations

from functools import partial

from corpora.text import Severity, Side
from qa.check import Check, Example
from qa.measures import mismatches

check = Check(
    find=partial(mismatches, money=True),
    severity=Severity.MAJOR,
    category="accuracy/mistranslation",
    confidence=0.8,
    needs=frozenset([Side.SOURCE, Side.REFERENCE]),
    bad=(
        Example(
            "Harganya [[€20 juta]].",
            source="It cost $20 million.",
            language="id",
            source_language="en",
        ),
    ),
    good=(
        Example(
            "Harganya 20 juta euro.",
            source="It cost €20 million.",
            language="id",
            source_language="en",
        ),
        Example("It cost $20.", source="Es kostete 20 US-Dollar.", source_language="de"),
    ),
)
