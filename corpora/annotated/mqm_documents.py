"""From the rows of an MQM table to documents: a segment with what all its raters marked in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from corpora.annotated.annotations import Rated, in_order, in_words, language, weight
from corpora.annotated.marks import Marked, placed
from corpora.annotated.mqm_metadata import FlagData
from corpora.annotated.mqm_rows import Error, Row, rows
from corpora.errors import InputError
from corpora.opening import name_of
from corpora.reader import ReadOptions
from corpora.text import Document, Flag, Location, Passage, Segment, Side, Span, TextFile

RULE = "mqm"
_MACHINE = "automqm"
_MOST_SOURCES = 2
"""Of one segment: now and then a table has its source in two spellings."""


@dataclass(frozen=True, slots=True)
class _Key:
    system: str
    doc: str


@dataclass(frozen=True, slots=True)
class _Place:
    doc: str
    number: str


@dataclass(frozen=True, slots=True)
class _Languages:
    source: str | None = None
    target: str | None = None


def rated(file: TextFile, options: ReadOptions) -> Iterator[Rated]:
    """The documents of a table, in the order in which they first come, with MQM's scores.

    A score is minus the weights of a rater's errors, averaged over the raters.
    """
    groups = dict[_Key, dict[str, list[Row]]]()
    everyones = dict[_Place, list[Row]]()
    for row in rows(file):
        everyones.setdefault(_Place(row.doc, row.number), []).append(row)
        numbers = groups.setdefault(_Key(row.system, row.doc), {})
        numbers.setdefault(row.number, []).append(row)
    if not groups:
        raise InputError(file.path, "has a header but no rows")
    first, taken = _Languages(), set[str]()
    for key, numbers in groups.items():
        found = _spoken([row for members in numbers.values() for row in members])
        first = first if first.target or first.source else found
        identity = "/".join(part for part in (key.system, key.doc) if part)
        identity = identity or name_of(file.path)
        if identity in taken:
            line = next(iter(numbers.values()))[0].line
            raise InputError(file.path, f"two documents are called '{identity}'", line=line)
        taken.add(identity)
        spoken = found if found.target or found.source else first
        references = {n: _references(everyones[_Place(key.doc, n)]) for n in numbers}
        yield _rated(identity, key, numbers, references, _wanted(options, spoken))


def _spoken(members: Sequence[Row]) -> _Languages:
    """The languages that the metadata name, if they do."""
    for row in members:
        if row.metadata.language or row.metadata.source_language:
            told = row.metadata
            return _Languages(language(told.source_language), language(told.language))
    return _Languages()


def _wanted(options: ReadOptions, spoken: _Languages) -> _Languages:
    return _Languages(options.source_language or spoken.source, options.language or spoken.target)


def _rated(
    identity: str,
    key: _Key,
    numbers: Mapping[str, list[Row]],
    references: Mapping[str, tuple[Passage, ...]],
    spoken: _Languages,
) -> Rated:
    order = in_order(numbers)
    segments, flags, scores = list[Segment](), list[Flag](), list[Mapping[str, float]]()
    for index, number in enumerate(order):
        _check_source(numbers[number])
        group = _Group(index, len(order), numbers[number])
        segments.append(replace(group.segment(), references=references[number]))
        flags += group.flags
        scores.append(_scores(numbers[number]))
    document = Document(
        identity, tuple(segments), spoken.target, spoken.source, key.system or None, tuple(flags)
    )
    return Rated(document, key.doc, tuple(scores))


def _check_source(members: Sequence[Row]) -> None:
    """Raise InputError where the rows of one segment have sources that are not one text."""
    sources = {" ".join(row.source.passage.text.split()): row for row in members}
    if len(sources) > _MOST_SOURCES:
        row = list(sources.values())[-1]
        what = f"segment '{row.number}' of '{row.doc}' has {len(sources)} different sources"
        fix = "doc_id must be the number of the segment in its document, or be left out"
        raise InputError(row.target.passage.file.path, what, line=row.line, fix=fix)


def _references(members: Sequence[Row]) -> tuple[Passage, ...]:
    """The references that any system's rows of a segment have."""
    found = dict[str, Passage]()
    for row in members:
        found |= {n: text for n, text in row.metadata.references.items() if n not in found}
    columns = [row.reference for row in members if row.reference and row.reference.text]
    return (*columns[:1], *found.values())


def _scores(members: Sequence[Row]) -> Mapping[str, float]:
    raters = defaultdict[str, list[float]](list)
    for row in members:
        if row.judged and not row.rater.lower().startswith(_MACHINE):
            raters[row.rater].append(_weight(row.error) if row.error else 0.0)
    return {RULE: -sum(map(sum, raters.values())) / len(raters)} if raters else {}


def _weight(error: Error) -> float:
    return weight(error.severity, error.category)


class _Group:
    """The rows of one segment. Raters could edit the texts: the one that most rows have counts."""

    def __init__(self, index: int, segments: int, members: Sequence[Row]) -> None:
        self._index, self._segments, self._rows = index, segments, members
        self._target = _usual([row.target.passage for row in members], members)
        self._source = _usual([row.source.passage for row in members], members)
        self.flags, self._notes = list[Flag](), list[str]()
        for row in members:
            self._add(row)

    def segment(self) -> Segment:
        """The segment, with the first row's place in the file that has its text."""
        own = next((row.metadata.own for row in self._rows if row.metadata.own), None)
        first = Segment(
            self._index,
            self._target,
            self._source if self._source.text else None,
            paragraph=own.paragraph if own else self._index,
            name=self._rows[0].number,
            notes=tuple(self._notes),
        )
        return replace(first, realigned=own.realigned) if own else first

    def _add(self, row: Row) -> None:
        own = row.metadata.own
        if own and own.flag and not row.target.spans and not row.source.spans:
            self.flags.append(self._own(row, own.flag))
        elif row.error:
            self._add_error(row, row.error)

    def _own(self, row: Row, data: FlagData) -> Flag:
        texts = {Side.TRANSLATION: self._target, Side.SOURCE: self._source}
        try:
            flag = data.flag(self._index, self._segments)
        except (KeyError, ValueError) as error:
            raise _damaged(row, str(error)) from None
        text = texts.get(flag.span.side)
        if text is not None and flag.span.end > len(text.text):
            raise _damaged(row, f"the text ends before {flag.span.end}")
        return flag

    def _add_error(self, row: Row, error: Error) -> None:
        sides = ((row.target, self._target), (row.source, self._source))
        marked = [(side, span) for side in sides for span in side[0].spans]
        spans = [_placed(one, span, text) for (one, text), span in marked]
        found = [span for span in spans if span is not None]
        if marked and not found:
            words = " … ".join(one.passage.text[s.start : s.end] for (one, _), s in marked)
            what = f"{error.severity.word}, {in_words(error.category)}"
            self._notes.append(f"{row.rater} marked ‘{words}’, which is not here ({what})")
            return
        first, *others = found or [Span(0, len(self._target.text))]
        message = in_words(error.category)
        message = f"{message} ({row.metadata.note})" if row.metadata.note else message
        also = tuple(Location(self._index, span) for span in others)
        flag = Flag(RULE, self._index, first, message, error.severity, error.category, 1.0)
        self.flags.append(replace(flag, also=also, author=row.rater))


def _damaged(row: Row, why: str) -> InputError:
    path = row.target.passage.file.path
    return InputError(path, f"copydesk's metadata are damaged ({why})", line=row.line)


def _placed(marked: Marked, span: Span, text: Passage) -> Span | None:
    return placed(span, marked.passage.text, text.text)


def _usual(passages: Sequence[Passage], members: Sequence[Row]) -> Passage:
    """The text that most rows have; of equals that of rows without an error, then the shortest."""
    if all(one.text == passages[0].text for one in passages):
        return passages[0]
    count, clean, first = Counter[str](), Counter[str](), dict[str, Passage]()
    for passage, row in zip(passages, members, strict=True):
        count[passage.text] += 1
        clean[passage.text] += row.error is None
        first.setdefault(passage.text, passage)
    return max(first.values(), key=lambda p: (count[p.text], clean[p.text], -len(p.text)))
