"""Error span annotations (ESA) as WMT publishes them: JSON lines of two shapes.

One has a judgement a line (`wmt24_esa.jsonl`); the other a source segment a line, with all systems'
translations and judgements (`wmt25-genmt-humeval.jsonl`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from corpora.annotated.annotations import Rated, in_order
from corpora.annotated.esa_marks import Mark, Measured, flag_of
from corpora.errors import InputError
from corpora.json_places import after_space, decode, members, string, strings
from corpora.language_pairs import language_pair
from corpora.reader import ReadOptions
from corpora.text import Document, Flag, Passage, Segment, TextFile

SCORE = "da_raw"
_JOINT = "_#_"
_MOST_REFERENCES = 100


class Rating(msgspec.Struct):
    """What one rater said of a translation."""

    score: float | str | None = None
    human: float | str | None = None
    annotator: str = ""
    errors: list[Mark] = []


class _Judged(msgspec.Struct):
    """A line of the one shape."""

    src: str
    tgt: str
    doc_id: str
    line_id: int | str
    system: str
    esa_score: float | str | None = None
    esa_spans: list[Mark] = []
    annotator: str = ""
    langs: str = ""


class _Together(msgspec.Struct):
    """A line of the other."""

    doc_id: str
    src_text: str
    tgt_text: dict[str, str | None]
    scores: dict[str, list[Rating] | dict[str, Any]] = {}


@dataclass(frozen=True, slots=True)
class _Key:
    pair: str
    system: str
    doc: str


@dataclass(slots=True)
class _Found:
    """A segment as far as it is read."""

    mt: Passage
    source: Passage
    references: tuple[Passage, ...]
    ratings: list[Rating] = field(default_factory=list)


_Groups = dict[_Key, dict[str, _Found]]


def rated(file: TextFile, options: ReadOptions) -> Iterator[Rated]:
    """The documents of a file, in the order in which they first come, with the mean scores.

    A reference is a document only where it was judged like a system.
    """
    groups: _Groups = {}
    ends = (*file.line_starts[1:], len(file.text))
    for line, (start, end) in enumerate(zip(file.line_starts, ends, strict=True), 1):
        if file.text[start:end].strip():
            _add(file, line, groups, start, end)
    if not groups:
        raise InputError(file.path, "holds no judgements")
    several = len({key.pair for key in groups}) > 1
    for key, found in groups.items():
        if not _is_reference(key.system) or any(one.ratings for one in found.values()):
            yield _rated(file, key, found, options, several=several)


def _is_reference(system: str) -> bool:
    return system.lower().startswith("ref")


def _add(file: TextFile, line: int, groups: _Groups, start: int, end: int) -> None:
    value = decode(file, line, file.text[start:end])
    places = members(file, after_space(file.text, start)) if isinstance(value, dict) else {}
    try:
        if "esa_spans" in places:
            _one(file, line, groups, msgspec.convert(value, _Judged), places)
        else:
            _all(file, line, groups, msgspec.convert(value, _Together), places)
    except msgspec.ValidationError as error:
        raise InputError(file.path, f"not what is needed ({error})", line=line) from None


def _one(
    file: TextFile, line: int, groups: _Groups, row: _Judged, places: Mapping[str, int]
) -> None:
    rating = Rating(row.esa_score, None, row.annotator, row.esa_spans)
    found = _Found(string(file, places["tgt"]), string(file, places["src"]), (), [rating])
    _keep(groups, _Key(row.langs, row.system, row.doc_id), str(row.line_id), found, line)


def _all(
    file: TextFile, line: int, groups: _Groups, row: _Together, places: Mapping[str, int]
) -> None:
    pair, _, rest = row.doc_id.rpartition(_JOINT)[0].partition(_JOINT)
    number = row.doc_id.rpartition(_JOINT)[2]
    if not (rest and language_pair(pair.replace("_", "-")).target):  # 2024's has no languages
        pair, rest = "", row.doc_id.rpartition(_JOINT)[0]
    source = string(file, places["src_text"])
    texts = strings(file, places["tgt_text"])
    references = {name: text for name, text in texts.items() if _is_reference(name)}
    if len(references) > _MOST_REFERENCES:
        raise InputError(file.path, f"{len(references):,} references in a line", line=line)
    for system, mt in texts.items():
        others = tuple(text for name, text in references.items() if name != system)
        found = _Found(mt, source, others, list(_ratings(row.scores.get(system, []))))
        _keep(groups, _Key(pair, system, rest or row.doc_id), number, found, line)


def _ratings(told: list[Rating] | dict[str, Any]) -> Iterator[Rating]:
    if isinstance(told, list):
        yield from told
        return
    ends = {key.removeprefix("human") for key in told if key.startswith("human")}
    for end in sorted(ends):
        names = {"score": "human", "annotator": "annotator", "errors": "errors"}
        values = {name: told.get(f"{key}{end}") for name, key in names.items()}
        yield msgspec.convert({k: v for k, v in values.items() if v is not None}, Rating)


def _keep(groups: _Groups, key: _Key, number: str, found: _Found, line: int) -> None:
    known = groups.setdefault(key, {}).setdefault(number, found)
    if known is found:
        return
    if known.mt.text != found.mt.text:
        what = f"another translation of segment {number} by '{key.system}' than before"
        raise InputError(found.mt.file.path, what, line=line)
    known.ratings += found.ratings


def _rated(
    file: TextFile, key: _Key, found: Mapping[str, _Found], options: ReadOptions, *, several: bool
) -> Rated:
    read = [_Read(file, n, number, found[number]) for n, number in enumerate(in_order(found))]
    pair = language_pair(key.pair.replace("_", "-"))
    identity = "/".join(p for p in (key.pair if several else "", key.system, key.doc) if p)
    document = Document(
        identity,
        tuple(one.segment() for one in read),
        options.language or pair.target,
        options.source_language or pair.source,
        key.system or None,
        tuple(flag for one in read for flag in one.flags),
    )
    return Rated(document, key.doc, tuple(one.scores for one in read))


class _Read:
    """A segment: its flags, its mean score, and what its raters gave it as notes."""

    def __init__(self, file: TextFile, index: int, number: str, found: _Found) -> None:
        self._index, self._number, self._found = index, number, found
        self.flags, self._notes = list[Flag](), list[str]()
        given = list[float]()
        measured = Measured.of(found.mt.text)
        for rating in found.ratings:
            score = _score(file, found, rating)
            given += [] if score is None else [score]
            self._notes.append(_note(rating, score))
            for mark in rating.errors:
                self._add(measured, mark, rating.annotator)
        self.scores = {SCORE: sum(given) / len(given)} if given else {}

    def segment(self) -> Segment:
        """The segment itself."""
        one, notes = self._found, tuple(self._notes)
        return Segment(
            self._index, one.mt, one.source, one.references, self._index,
            name=self._number, notes=notes,
        )  # fmt: skip

    def _add(self, measured: Measured, mark: Mark, rater: str) -> None:
        flag = flag_of(self._index, measured, mark, rater)
        if flag is None:
            self._notes.append(f"{rater} marked what lies behind the text's end")
        else:
            self.flags.append(flag)


def _note(rating: Rating, score: float | None) -> str:
    told = "no score" if score is None else f"{score:g} of 100"
    return f"{rating.annotator}: {told}" if rating.annotator else told


def _score(file: TextFile, found: _Found, rating: Rating) -> float | None:
    told = rating.score if rating.score is not None else rating.human
    try:
        return None if told is None or told == "" else float(told)
    except ValueError:
        line = file.line_of(found.mt.start)
        raise InputError(file.path, f"'{told}' is no score", line=line) from None
