"""The human-marked data that the benchmarks read, as documents.

DATA is a folder with the sets named in each function, by default ../shared/data. Nothing of it
is part of this project.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from corpora.text import Document, Passage, Segment, TextFile
from qa.check import Check
from qa.plugins import CHECKS, Plugin, discover

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
CODES = {
    "chinese_simple": "zh",
    "czech": "cs",
    "french": "fr",
    "german": "de",
    "hindi": "hi",
    "italian": "it",
    "japanese": "ja",
    "polish": "pl",
    "russian": "ru",
    "spanish": "es",
}


def folder() -> Path:
    """The data folder: the first argument that is one and no option's value, or the default."""
    given = (Path(b) for a, b in pairwise(sys.argv) if not a.startswith("-"))
    return next((path for path in given if path.is_dir()), DATA)


def written_rules() -> dict[str, Plugin[Check]]:
    """All rules but those that ask the estimator; benchmarks/estimator.py measures these."""
    return {rule: one for rule, one in discover(CHECKS).items() if not one.value.is_learned}


def json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a compressed JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a compressed TSV file with a header."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def passage(text: str | None) -> Passage | None:
    """A text as a passage of a file of its own."""
    return None if text is None else Passage(text, TextFile("row", text))


def segment(
    index: int, mt: str, source: str | None = None, reference: str | None = None
) -> Segment:
    """A row as a segment."""
    side = passage(reference)
    whole = Passage(mt, TextFile("row", mt))
    return Segment(index, whole, passage(source), (side,) if side else (), paragraph=index)


def document(
    name: str, rows: list[tuple[str, str | None, str | None]], languages: tuple[str, str | None]
) -> Document:
    """Rows of translation, source and reference as a document."""
    segments = tuple(segment(number, *row) for number, row in enumerate(rows))
    return Document(name, segments, languages[0], languages[1])
