"""Documents whose sentences no longer answer one to one, with the truth.

Of a document and its human translation a tenth of neighbouring sentences are joined, on one side by
chance, and a twentieth of the others are dropped, from one side by chance. All stands in one
paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.data import json_lines, table
from corpora.text import Passage, Segment, TextFile

MERGED, DROPPED = 0.1, 0.05
YEARS = ("2020", "2021")
PAIRS = ("en-de", "zh-en", "en-id", "ms-id")
_FEWEST = 3
Rows = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Text:
    """One side: its sentences as they now stand, and the numbers of those they were made of."""

    sentences: tuple[str, ...]
    numbers: tuple[tuple[int, ...], ...]

    def segments(self) -> list[Segment]:
        """As the aligner reads them."""
        files = [TextFile("row", text) for text in self.sentences]
        return [Segment(at, Passage(file.text, file)) for at, file in enumerate(files)]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts."""

    left: Text
    right: Text

    def links(self) -> set[tuple[int, int]]:
        """The true links: pairs of sentences, as they now stand, that hold the same original."""
        places = {n: at for at, numbers in enumerate(self.right.numbers) for n in numbers}
        return {
            (at, places[number])
            for at, numbers in enumerate(self.left.numbers)
            for number in numbers
            if number in places
        }

    def beads(self) -> set[tuple[tuple[int, ...], tuple[int, ...]]]:
        """The true beads: the smallest stretches that answer to each other; none one-sided."""
        found: list[tuple[set[int], set[int]]] = []
        for left, right in sorted(self.links()):
            if found and (left in found[-1][0] or right in found[-1][1]):
                found[-1][0].add(left)
                found[-1][1].add(right)
            else:
                found.append(({left}, {right}))
        return {(tuple(sorted(left)), tuple(sorted(right))) for left, right in found}


def halves(data: Path, pair: str) -> tuple[list[Pair], list[Pair]]:
    """The documents of a pair of languages: those to tune on and those to measure on."""
    documents = _news(data, pair) if pair in {"en-de", "zh-en"} else _ntrex(data, pair)
    space = ("" if pair.startswith("zh") else " ", " ")
    found = [
        _disturbed(documents[name], Random(name + pair), space)  # noqa: S311 — seeded
        for name in sorted(documents)
    ]
    Random(1).shuffle(found)  # noqa: S311 — seeded
    return found[::2], found[1::2]


def joined(pairs: Sequence[Pair]) -> Pair:
    """Many documents as one long one."""
    return Pair(_joined([pair.left for pair in pairs]), _joined([pair.right for pair in pairs]))


def _joined(texts: Sequence[Text]) -> Text:
    far = 1_000_000
    sentences = tuple(sentence for text in texts for sentence in text.sentences)
    numbers = tuple(
        tuple(number + at * far for number in group)
        for at, text in enumerate(texts)
        for group in text.numbers
    )
    return Text(sentences, numbers)


def _news(data: Path, pair: str) -> dict[str, Rows]:
    """Sources and the first human translation."""
    documents: dict[str, dict[int, tuple[str, str]]] = {}
    for year in YEARS:
        for row in json_lines(data / "mqm_news" / f"newstest{year}.{pair}.jsonl.gz"):
            document = documents.setdefault(f"{year}/{row['doc']}", {})
            if row["refs"]:
                text = row["refs"][min(row["refs"])]
                document.setdefault(row["seg_in_doc"], (row["src"], text))
    return {name: [rows[at] for at in sorted(rows)] for name, rows in documents.items()}


def _ntrex(data: Path, pair: str) -> dict[str, Rows]:
    left, right = pair.split("-")
    documents: dict[str, Rows] = {}
    for row in table(data / "id_ntrex" / "ntrex.en-id.tsv.gz"):
        documents.setdefault(row["doc"], []).append((row[left], row[right]))
    return documents


def _disturbed(rows: Rows, chance: Random, space: tuple[str, str]) -> Pair:
    joined: tuple[set[int], set[int]] = (set(), set())
    dropped: tuple[set[int], set[int]] = (set(), set())
    at = 0
    while at < len(rows):
        if at + 1 < len(rows) and chance.random() < MERGED:
            joined[chance.randrange(2)].add(at)
            at += 2
            continue
        if len(rows) >= _FEWEST and chance.random() < DROPPED:
            dropped[chance.randrange(2)].add(at)
        at += 1
    sides = [
        dict(_side([row[side] for row in rows], joined[side], dropped[side], space[side]))
        for side in range(2)
    ]
    left, right = (Text(tuple(side.values()), tuple(side)) for side in sides)
    return Pair(left, right)


def _side(
    texts: list[str], joined: set[int], dropped: set[int], space: str
) -> Iterator[tuple[tuple[int, ...], str]]:
    at = 0
    while at < len(texts):
        if at in joined:
            yield (at, at + 1), texts[at] + space + texts[at + 1]
            at += 1
        elif at not in dropped:
            yield (at,), texts[at]
        at += 1
