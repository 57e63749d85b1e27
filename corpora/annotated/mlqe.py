"""Tables of direct assessments, as MLQE-PE and WMT's quality estimation tasks publish them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from corpora.annotated.annotations import Rated
from corpora.annotated.tab_separated import FIX, records
from corpora.errors import InputError
from corpora.language_pairs import LanguagePair, language_pair
from corpora.opening import name_of
from corpora.reader import ReadOptions
from corpora.text import Document, Passage, Segment, TextFile

_SCORES = {"mean": "da_mean", "z_mean": "da_z"}
_NEEDED = frozenset({"original", "translation", *_SCORES})
_PAIR = re.compile(r"[._]([a-z]{2})-?([a-z]{2})[._]")


def rated(file: TextFile, options: ReadOptions) -> Iterator[Rated]:
    """The table as a document, with the mean assessments."""
    segments, scores = list[Segment](), list[Mapping[str, float]]()
    names: list[str] | None = None
    for line, cells in records(file):
        if names is None:
            names = _header(file, line, cells)
            continue
        if len(cells) != len(names):
            what = f"{len(cells)} fields where the header has {len(names)}"
            raise InputError(file.path, what, line=line, fix=FIX)
        found = dict(zip(names, cells, strict=True))
        given = {ours: _number(found[name], line) for name, ours in _SCORES.items()}
        scores.append({name: score for name, score in given.items() if score is not None})
        segments.append(_segment(len(segments), found, scores[-1]))
    if not segments:
        raise InputError(file.path, "has a header but no rows")
    name, pair = name_of(file.path), _pair(file)
    document = Document(
        name,
        tuple(segments),
        options.language or pair.target,
        options.source_language or pair.source,
    )
    yield Rated(document, name, tuple(scores), words_seen=False)


def _header(file: TextFile, line: int, cells: list[Passage]) -> list[str]:
    names = [cell.text.strip().lower() for cell in cells]
    if not set(names) >= _NEEDED:
        fix = f"name the columns {', '.join(sorted(_NEEDED))}"
        raise InputError(file.path, "not the header of an MLQE table", line=line, fix=fix)
    return names


def _segment(index: int, cells: Mapping[str, Passage], scores: Mapping[str, float]) -> Segment:
    name = cells["index"].text.strip() if "index" in cells else ""
    notes = tuple(f"{name} {score:g}" for name, score in scores.items())
    return Segment(
        index,
        cells["translation"],
        cells["original"],
        paragraph=index,
        name=name or str(index + 1),
        notes=notes,
    )


def _number(cell: Passage, line: int) -> float | None:
    text = cell.text.strip()
    try:
        return float(text) if text else None
    except ValueError:
        raise InputError(cell.file.path, f"'{text}' is no number", line=line) from None


def _pair(file: TextFile) -> LanguagePair:
    """The languages, as the files' names have them: `train.ende.df.short.tsv`."""
    found = _PAIR.search(name_of(file.path))
    return language_pair(f"{found[1]}-{found[2]}") if found else LanguagePair()
