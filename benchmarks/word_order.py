"""Why the rule `word-order` is silent in languages without a fixed order.

Run: python -m benchmarks.word_order [DATA]
The rule is let loose on machine translations of WMT 2021 news, and its flags are compared with
what a professional rater marked. DATA is a folder with
`mqm_news/newstest2021.{en-de,zh-en}.jsonl.gz` (google/wmt-mqm-human-evaluation, Apache-2.0), by
default ../shared/data.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from corpora.text import Document, Passage, Segment, TextFile
from qa.checks.word_order import check
from qa.language import Pair, load

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def rows(data: Path, pair: str) -> Iterator[dict[str, Any]]:
    """The machine-translated rows with a reference."""
    with gzip.open(
        data / "mqm_news" / f"newstest2021.{pair}.jsonl.gz", "rt", encoding="utf-8"
    ) as f:
        for row in map(json.loads, f):
            if row["refs"] and not row["system"].startswith(("Human", "ref")):
                yield row


def document(row: dict[str, Any]) -> Document:
    """A row as a document of one segment."""
    file = TextFile("row", "")
    reference = next(iter(row["refs"].values()))
    segment = Segment(0, Passage(row["mt"], file), references=(Passage(reference, file),))
    return Document("row", (segment,))


def is_marked(row: dict[str, Any], start: int, end: int) -> bool:
    """Whether a rater marked any of these code points."""
    spans = [span for rater in row["raters"] for span in rater["spans"]]
    return any(s["start"] is not None and s["start"] < end and start < s["end"] for s in spans)


def main() -> None:
    """Print, for each language pair, how many flags a rater's mark overlaps."""
    data = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    for pair in ("en-de", "zh-en"):
        language = msgspec.structs.replace(load(pair.partition("-")[2]), fixed_order=True)
        marked = flags = segments = 0
        for row in rows(data, pair):
            segments += 1
            for finding in check.find(document(row), Pair(language)):
                flags += 1
                marked += is_marked(row, finding.span.start, finding.span.end)
        print(f"{pair}: {marked} of {flags} flags overlap a mark, in {segments:,} segments")


if __name__ == "__main__":
    main()
