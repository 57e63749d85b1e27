"""Tables of any size for benchmarks/scale.py: translations at hand, repeated, no two alike.

The segments of newstest2020 and 2021 en-de (DATA/mqm_news: source, eleven systems' translations,
reference), document by document. Each repetition turns every figure into another and puts the
sentences of a document in another order; its documents have names of their own.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, groupby
from pathlib import Path
from typing import Any

from benchmarks.data import folder, json_lines

SETS = ("newstest2020.en-de", "newstest2021.en-de")
GARBAGE = (
    b"null",
    b'{"mt": null, "src": "A null."}',
    b'{"src": "No translation at all."}',
    b'{"mt": 17, "src": "A number."}',
    b'{"mt": ["a", "list"], "src": "A list."}',
    b'{"mt": "\\ud800 half a sign", "src": "A lone surrogate."}',
    b'{"mt": "not UTF-8: \xff\xfe", "src": "Bytes."}',
    b'{"mt": "cut off in the mid',
    b"[1, 2, 3]",
    b"\x00\x01\x02 binary",
    b'{"mt": "' + b"x" * (1 << 20) + b'", "src": "A megabyte."}',
)
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Story:
    """A document as one system translated it: its rows, in order."""

    name: str
    rows: tuple[dict[str, Any], ...]


def stories() -> list[Story]:
    """The documents of all machine systems."""
    found = []
    for name in SETS:
        rows = [
            row
            for row in json_lines(folder() / "mqm_news" / f"{name}.jsonl.gz")
            if row["refs"] and not row["system"].startswith(("Human", "ref"))
        ]
        rows.sort(key=lambda row: (row["system"], row["doc"], row["seg_in_doc"]))
        for (_, document), members in groupby(rows, key=lambda row: (row["system"], row["doc"])):
            found.append(Story(document, tuple(members)))
    return found


def rows(of: Sequence[Story], segments: int) -> Iterator[dict[str, str]]:
    """So many rows, the same ones whatever their number."""
    left = segments
    for repetition in count():
        chance = random.Random(repetition)  # noqa: S311 — no secret
        shift = chance.randrange(10)
        for story in of:
            members = list(story.rows)
            if repetition:
                chance.shuffle(members)
            for row in members:
                if not left:
                    return
                left -= 1
                yield {
                    "system": "system",
                    "doc": f"{story.name} {row['system']} {repetition}",
                    "lp": "en-de",
                    "src": _shifted(row["src"], shift),
                    "mt": _shifted(row["mt"], shift),
                    "ref": _shifted(next(iter(row["refs"].values())), shift),
                }


def write(path: Path, made: Iterator[dict[str, str]], garbage: float = 0.0) -> int:
    """JSON lines; with a share of `garbage` among them, of which there are so many."""
    chance, bad = random.Random(1), 0  # noqa: S311
    with path.open("wb") as file:
        for row in made:
            if chance.random() < garbage:
                file.write(GARBAGE[bad % len(GARBAGE)] + b"\n")
                bad += 1
            file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
    return bad


def _shifted(text: str, by: int) -> str:
    """Every figure is another one, the same in all sides of a row."""
    return _FIGURE.sub(lambda found: str((int(found[0]) + by) % 10), text)
