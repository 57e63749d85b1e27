"""What a metric counted of each segment, laid beside what it counted of the same ones earlier."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpora.rows import whole_name
from corpora.text import Document, Segment
from metrics.evaluate import Counted
from metrics.metric import Statistics
from metrics.ngrams import Integers
from metrics.score import Measured

_DIGITS = 16
_DRAWN = frozenset({"bs", "seed"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row comes from: indices of the document and of its segment."""

    document: int
    segment: int


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A metric's rows, segments × counts, the `keys` of the segments, and where these stand.

    Rows of a stored baseline have no places and articles. `signature` says how they were counted,
    without what concerns resampling; `articles` numbers the document of each row, a document that
    comes in parts being one.
    """

    metric: str
    signature: str
    keys: tuple[str, ...]
    values: Statistics
    places: tuple[Place, ...] = ()
    articles: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Paired:
    """Rows of the same segments, earlier and now; `among` is how many there are now.

    `articles` numbers the document of each.
    """

    before: Statistics
    now: Statistics
    articles: tuple[int, ...]
    among: int


def rows_of(counted: Counted, measured: Measured, documents: Sequence[Document]) -> Rows:
    """The rows of a metric, with the keys of their segments."""
    places = tuple(
        Place(number, index)
        for number, values in enumerate(measured.segments)
        for index, value in enumerate(values)
        if value is not None
    )
    keys = tuple(_keys(documents, places))
    names = {name: n for n, name in enumerate(dict.fromkeys(whole_name(d.id) for d in documents))}
    articles = tuple(names[whole_name(documents[place.document].id)] for place in places)
    return Rows(counted.name, plain(counted.signature), keys, counted.rows, places, articles)


def plain(signature: str) -> str:
    """A signature without how its interval was drawn."""
    parts = (part for part in signature.split("|") if part.partition(":")[0] not in _DRAWN)
    return "|".join(parts)


def _keys(documents: Sequence[Document], places: Sequence[Place]) -> Iterator[str]:
    """By what was translated; the same sentence is told apart by how often it has come.

    Where a table holds several systems, theirs are told apart, too.
    """
    several = len({document.system for document in documents}) > 1
    seen: Counter[str] = Counter()
    for place in places:
        document = documents[place.document]
        said = _said(document, document.segments[place.segment])
        said = f"{document.system}\0{said}" if several else said
        seen[said] += 1
        digest = hashlib.sha256(f"{said}\0{seen[said]}".encode("utf-8", "surrogatepass"))
        yield digest.hexdigest()[:_DIGITS]


def _said(document: Document, segment: Segment) -> str:
    """Source and references; where there is neither, the document and the segment's number."""
    beside = [segment.source, *segment.references]
    texts = [" ".join(passage.text.split()) for passage in beside if passage is not None]
    return "\0".join(texts) if any(texts) else f"{whole_name(document.id)}\0{segment.index}"


def paired(before: Rows, now: Rows, chosen: Integers) -> Paired:
    """The chosen rows of now whose segments there were before, and what these had then."""
    known = {key: number for number, key in enumerate(before.keys)}
    both = [(known[now.keys[n]], n) for n in chosen.tolist() if now.keys[n] in known]
    earlier = np.asarray([old for old, _ in both], dtype=np.intp)
    later = np.asarray([new for _, new in both], dtype=np.intp)
    articles = tuple(now.articles[n] for _, n in both)
    return Paired(before.values[earlier], now.values[later], articles, len(chosen))
