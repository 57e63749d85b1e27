"""Which quotation marks belong together."""

from __future__ import annotations

import pytest

from corpora.reader import ReadOptions
from corpora.readers import lines
from corpora.text import TextFile
from qa.quotes import quotations


def _pairs(text: str) -> list[tuple[str, str]]:
    document = next(lines.reader.read(TextFile("a", text), ReadOptions()))
    return [
        (q.opening.sign if q.opening else "", q.closing.sign if q.closing else "")
        for q in quotations(document)
    ]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ('He said "yes" and "no".', [('"', '"'), ('"', '"')]),
        ("“Yes,” he said, “no.”", [("“", "”"), ("“", "”")]),
        ("„Ja“, sagte er.", [("„", "“")]),
        ("„Ja”, powiedział.", [("„", "”")]),
        ("»Ja«, sagte er.", [("»", "«")]),
        ("« Oui », dit-il.", [("«", "»")]),
        ("”Ja”, sa han.", [("”", "”")]),
        ("「はい」と言った。", [("「", "」")]),
        ('"Kami datang,\nkami pergi," katanya.', [('"', '"')]),
        ("“First.\n“Second,” he said.", [("“", "”")]),
        ('A 12" record and a 5\'10" man.', []),
        ("“Ja,“ katanya.", [("“", "“")]),
        ("kata,”Anda pergi.”", [("”", "”")]),
        ('the " Zhongfu. " day', [('"', '"')]),
        ('("quoted")', [('"', '"')]),
        ("“Opened only.", [("“", "")]),
        ("Closed only,” he said.", [("", "”")]),
        ('“Mixed," he said.', [("“", '"')]),
    ],
)
def test_marks_are_paired(text: str, pairs: list[tuple[str, str]]) -> None:
    assert _pairs(text) == pairs
